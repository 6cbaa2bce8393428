"""The arms of a trial as its text names them, and where a sentence mentions them.

An arm is known by several names: "exercise training", "ET", "the ET group", "exercise". The label that leaves
this module is one of them, verbatim: the one printed most often beside "group" or "arm".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curate.extract.sentences.passage import Passage

_WORD = r"[A-Za-z0-9α-ωµ][\w+/&.'’α-ωµ®™-]*"
_GROUP_NOUN = re.compile(r"\b(?:groups?|arms?)\b(?!\s*(?:[A-Z]|[IVX]{1,4}|\d)\b)", re.I)
_LETTER = r"(?:[1-9]|[A-Z][A-Z0-9]{0,3}|I{1,3}|IV|V)"
_LETTERED = re.compile(rf"\b(?:[Gg]roups?|[Aa]rms?|GROUPS?)[\s-]+({_LETTER})(?![\w-])")
_LETTERED_LIST = re.compile(
    rf"\b(?:[Gg]roups?|[Aa]rms?)\s+({_LETTER}(?:,\s*{_LETTER})*)\s*,?\s*(?:and|vs\.?|versus|or|&)\s+({_LETTER})(?![\w-])"
)
_NUMBERED_RANGE = re.compile(r"\b[Gg]roups\s+([1-5])\s*(?:to|-|\u2013|through)\s*([2-6])\b")
_ABBREVIATION = re.compile(
    r"\(\s*([A-Za-z][A-Za-z0-9+/&.-]{0,11}(?:\s[A-Z][\w/+]{0,6})?)\s*(?:[;,][^()]*)?\)"
)
_RANDOMISED_TO = re.compile(
    r"\b(?:randomi[sz]ed|randomly (?:assigned|allocated|divided)|assigned|allocated|randomi[sz]ation)\b[^.;]{0,60}?"
    r"\b(?:to|into|between)\s+(?:one of (?:two|three|four)\s+\w+:?\s*)?(?:(?:receive|either|undergo|treatment with|"
    r"a|an|the|oral|daily|once[- ]daily)\s+){0,3}(?P<list>[^.;]{5,200})"
)
_VERSUS = re.compile(
    rf"((?:{_WORD}\s){{0,4}}{_WORD})\s+(?:versus|vs\.?|compared (?:with|to))\s+((?:{_WORD}\s?){{1,3}})"
)
_STOP = frozenset(
    ["the", "a", "an", "in", "of", "and", "or", "to", "with", "for", "than", "both", "two", "three", "four", "each", "either", "between", "other", "same", "respective", "among", "all", "from", "by", "on", "at", "per", "as", "that", "which", "this", "these", "those", "their", "its", "our", "into", "within", "any", "no", "one", "whereas", "while", "were", "was", "is", "are", "had", "versus", "vs", "compared", "respectively", "but", "not", "only", "across", "between-group", "received", "receiving", "assigned", "allocated", "randomized", "randomised", "comparing"]
)
_NO_ARM = frozenset(
    "study age ages sub subgroup patient patients participant participants subject subjects treatment-by "
    "different blood risk parallel support focus working research comparison healthy matched large small whole "
    "total separate similar first second third fourth left right upper dominant forearm food drug drugs "
    "ethnic racial racial/ethnic functional methyl sex gender trial single multiple diagnostic weight opposite "
    "contralateral affected operated investigator collaborative writing reference parallel-group two-arm "
    "additional new entire combined pooled overall individual experimental-control age-group peer self-help "
    "five six seven eight intention-to-treat itt baseline final between significant equal studied following "
    "main two three".split()
)
_CONTROL = re.compile(
    r"\b(?:placebo|controls?|usual care|standard care|sham|standard treatment|vehicle|saline|waiting list|wait-?list|TAU|UC|comparator|conventional)\b",
    re.I,
)
_GENERIC = re.compile(
    r"^(?:intervention(?:al)?|treatment|experimental|active|active treatment|study|test|treated|exposed|training)$",
    re.I,
)
_FOLLOWING = re.compile(
    r"\s*(?:$|[^\w\s-]|[\ue000-\uf8ff\d]|(?:groups?|arms?|and|or|vs?|versus|than|was|were|is|had|has|have|did|in|at|to|for|with|"
    r"compared|patients?|subjects?|participants?|recipients?|showed|resulted|on|over|by|from|after|during|but|"
    r"while|whereas|respectively|increased|decreased|reduced|improved|treatment|therapy|alone|users|women|men|"
    r"children|as|the|of|receiving|treated|converted|experienced|reported|demonstrated|significantly|of|,)\b|-treated\b)"
)


@dataclass(slots=True)
class Arm:
    """An arm with its names; `support` counts how often the report sets it beside "group" or "arm"."""

    label: str
    aliases: set[str] = field(default_factory=set)
    support: int = 0
    assigned: bool = False

    @property
    def control(self) -> bool:
        """Whether its name is that of a comparator."""
        return bool(_CONTROL.search(self.label))


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence names an arm; `start` and `end` include the words "the … group"."""

    arm: str
    start: int
    end: int


class ArmBook:
    """The arms of one report.

    Attributes
    ----------
    arms
        Most supported first.
    main
        Labels of the arms that patients were assigned to, comparator last; empty when not known.
    """

    def __init__(self, arms: Sequence[Arm]) -> None:
        self.arms = list(arms)
        self.main = _main(self.arms)
        self._names: dict[str, tuple[str, bool]] = {}
        for arm in self.arms:
            strong = arm.support >= 2 or arm.assigned
            for alias in arm.aliases:
                self._names.setdefault(_key(alias), (arm.label, strong))
        names = sorted(self._names, key=len, reverse=True)
        words = "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in names)
        self._pattern = (
            re.compile(
                rf"(?<![\w/])(?:[Tt]he\s+|[Aa]n?\s+)?(?P<name>{words})(?![\w])(?!-control|-blind|\s+control[l ])"
                rf"(?P<noun>(?:[\s-]+treated)?(?:\s*\([A-Za-z0-9 /+-]{{1,14}}\))?\s*(?:treatment\s+)?(?:groups?|arms?|cohorts?)\b)?",
                re.I,
            )
            if names
            else None
        )

    def find(self, text: str) -> list[Mention]:
        """Return the mentions of arms in a sentence, in their order."""
        found: list[Mention] = []
        for match in self._pattern.finditer(text) if self._pattern else ():
            label, strong = self._names[_key(match["name"])]
            if _EVERY.search(text[: match.start()]):
                continue
            if len(match["name"]) <= 3 and not any(match["name"] in arm.aliases for arm in self.arms):
                continue
            if match["noun"] is None and not (strong and _stands_alone(match["name"], text, match)):
                continue
            found.append(Mention(label, match.start(), match.end()))
        for match in _LETTERED_LIST.finditer(text):
            letters = [*re.split(r",\s*", match[1]), match[2]]
            place = match.start()
            for letter in letters:
                at = text.index(letter, place + (6 if place == match.start() else 0))
                found.append(Mention(f"Group {letter}", at, at + len(letter)))
                place = at + len(letter)
        for match in _NUMBERED_RANGE.finditer(text):
            for number in range(int(match[1]), min(int(match[2]), 6) + 1):
                found.append(Mention(f"Group {number}", match.end() - 1, match.end()))
        for match in _LETTERED.finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found.append(Mention(self._lettered(match), match.start(), match.end()))
        return sorted(_apart(found), key=lambda mention: mention.start)

    def _lettered(self, match: re.Match[str]) -> str:
        return f"Group {match[1]}"


_EVERY = re.compile(r"\b(?:each|both|either|all|two|three|four|between|other|the [234])\s+$", re.I)


def _stands_alone(name: str, text: str, match: re.Match[str]) -> bool:
    """Whether a name without "group" is used as an arm, not as a part of another noun."""
    if re.fullmatch(r"(?i)control|treatment|intervention|active|standard", name):
        before = text[: match.start()]
        return bool(re.search(r"(?i)\b(?:vs?\.?|versus|than|with|to|for|and)\s*$", before)) and bool(
            re.match(r"\s*(?:$|[^\w\s])", text[match.end() :])
        )
    if " " in name or "-" in name or re.search(r"\d|[A-Za-z][A-Z]", match["name"]):
        return True
    return bool(_FOLLOWING.match(text, match.end()))


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, m.start - m.end)):
        ranged = kept and (mention.start, mention.end) == (kept[-1].start, kept[-1].end)
        if not kept or mention.start >= kept[-1].end or ranged:
            kept.append(mention)
    return kept


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name).strip().lower()


def find_arms(passages: Sequence[Passage]) -> ArmBook:
    """Find the arms of a report from its title, abstract, methods and results."""
    texts = [
        p.text
        for p in passages
        if p.section in ("front", "abstract", "methods", "results", "introduction", "caption")
    ]
    counts: Counter[str] = Counter()
    spelling: dict[str, Counter[str]] = {}
    for text in texts:
        for name in _beside_group(text):
            counts[_key(name)] += 1
            spelling.setdefault(_key(name), Counter())[name] += 1
    assigned = [name for text in texts for name in _assigned(text)]
    assigned += [name for p in passages if p.section == "front" for name in _compared(p.text)]
    whole = " ".join(texts)
    arms = _merge(counts, spelling, assigned, whole)
    return ArmBook(arms)


def _beside_group(text: str) -> Iterable[str]:
    """Yield the names that stand before "group" or "arm", each of a coordinated pair."""
    for match in _GROUP_NOUN.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()].rstrip()
        before = re.sub(r"\s*\([A-Za-z0-9 /+-]{1,14}\)$", "", before)
        name, rest = _tail_name(before)
        if name:
            yield name
        joined = re.search(r"\s(?:and|or|vs\.?|versus)(?: the)?$", rest)
        if name and joined and match[0].lower().endswith("s"):
            first, _ = _tail_name(rest[: joined.start()])
            if first:
                yield first


def _tail_name(text: str) -> tuple[str, str]:
    """Return the noun phrase at the end of a text, up to a stop word, and what stands before it."""
    words: list[str] = []
    rest = text
    while len(words) < 5:
        match = re.search(rf"(?:^|(?<=[\s(\[,/]))({_WORD})\s*$", rest)
        if not match or match[1].lower().strip(".") in _STOP:
            break
        words.insert(0, match[1])
        rest = rest[: match.start()]
        if rest[-1:] in "([,":
            break
        rest = rest.rstrip()
    name = " ".join(words)
    bad = any(word.lower() in _NO_ARM for word in words[-1:]) or re.fullmatch(r"[\d.%]+", name)
    if not words or bad or re.search(r"\d\.\d|^\d+-?$|[.]\s|-$|^[A-Z]$", name) or len(words) > 4:
        return "", rest
    return _strip_qualifiers(name), rest


def _strip_qualifiers(name: str) -> str:
    words = name.split()
    while len(words) > 1 and (words[0].lower() in _NO_ARM or words[0].lower().endswith("ly")):
        words = words[1:]
    if len(words) > 1 and words[-1].lower() in ("treatment", "treated", "therapy"):
        words = words[:-1]
    return " ".join(words).removesuffix("-treated")


def _assigned(text: str) -> Iterable[str]:
    """Yield the names that patients were randomised to."""
    for match in _RANDOMISED_TO.finditer(text):
        listed = re.split(
            r"\b(?:for|in a|at|after|over|during|according|by|using|stratified|who|as|once|twice)\b|[:]",
            match["list"],
        )[0]
        listed = re.sub(r"\([^()]*\)", " ", listed)
        parts = re.split(r",\s*(?:and|or)\s+|\s+(?:or|and|versus|vs\.?)\s+|,\s+", listed)
        if len(parts) < 2:
            continue
        for part in parts:
            words = re.sub(
                r"^(?:(?:either|the|an?|to|receive|oral|with|or)\s+)+", "", part.strip(), flags=re.I
            )
            words = re.split(r"\s+(?:\d|groups?\b|arms?\b|to\b|of\b|in\b|on\b|with\b|from\b)", words)[
                0
            ].strip(" .,")
            if 2 < len(words) < 45 and len(words.split()) <= 5 and not re.match(r"\d", words):
                yield words


def _compared(title: str) -> Iterable[str]:
    """Yield the names that a title sets against each other ("A versus B, C, and D for …")."""
    match = _VERSUS.search(title)
    if match is None or len(title) > 300:
        return
    left = re.split(r"\b(?:of|with|between|comparing|:)\s+", match[1])[-1]
    right = re.split(r"\b(?:to|in|for|on|after|as|during|with|:)\s", title[match.start(2) :])[0]
    for part in [left, *re.split(r",\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+", right)]:
        name = part.strip(" .,:;")
        if 2 < len(name) < 45 and len(name.split()) <= 4:
            yield name


def _abbreviations(whole: str) -> dict[str, str]:
    """Return abbreviation → long form for "exercise training (ET)"."""
    known: dict[str, str] = {}
    for match in _ABBREVIATION.finditer(whole):
        short = match[1]
        if (
            not any(c.isupper() for c in short)
            or short.lower() in ("n", "fig", "table")
            or short in known
        ):
            continue
        words = re.findall(r"[\w/+'’-]+", whole[max(0, match.start() - 90) : match.start()])
        letters = [c.lower() for c in short if c.isalpha()]
        for count in range(1, min(len(words), len(letters) + 4) + 1):
            tail = words[-count:]
            if tail[0].lower() in _STOP or not letters:
                continue
            initials = [w[0].lower() for w in re.split(r"[\s/-]+", " ".join(tail)) if w]
            if tail[0][0].lower() == letters[0] and _subsequence(
                letters, initials, " ".join(tail).lower()
            ):
                known[short] = " ".join(tail)
                break
    return known


def _subsequence(letters: Sequence[str], initials: Sequence[str], text: str) -> bool:
    """Whether the letters of an abbreviation occur in order, most of them as initials."""
    place = 0
    for letter in letters:
        place = text.find(letter, place) + 1
        if place == 0:
            return False
    hits = sum(1 for letter in set(letters) if letter in initials)
    return hits >= min(len(set(letters)), max(1, len(initials) - 1)) or hits >= 0.6 * len(set(letters))


def _merge(
    counts: Counter[str], spelling: dict[str, Counter[str]], assigned: Sequence[str], whole: str
) -> list[Arm]:
    arms: dict[str, Arm] = {}
    for key, count in counts.items():
        label = spelling[key].most_common(1)[0][0]
        arms[key] = Arm(label, {label, *spelling[key]}, count)
    for name in assigned:
        key = _key(name)
        if key in arms:
            arms[key].assigned = True
        elif re.search(rf"(?i)\b{re.escape(name)}\b.*\b{re.escape(name)}\b", whole):
            arms[key] = Arm(name, {name}, 0, True)
    if "placebo" not in arms and len(re.findall(r"(?i)\bplacebo\b(?!-)", whole)) >= 3:
        arms["placebo"] = Arm("placebo", {"placebo"}, 1, True)
    _unite_spellings(arms)
    short = _abbreviations(whole)
    _add_short_names(arms, whole)
    for abbreviation, long in short.items():
        _unite(arms, _key(abbreviation), _key(long), abbreviation, long)
    _absorb(arms)
    _absorb_generic(arms)
    for arm in arms.values():
        arm.aliases |= {f"{alias}s" for alias in arm.aliases if alias.lower().endswith("control")}
    return sorted(arms.values(), key=lambda arm: (-arm.assigned, -arm.support, arm.label))


_SHORT_NAME = re.compile(
    r"\b([A-Z][A-Za-z]{1,5})(?:[- ]treated)? (?:groups?|arms?|subjects|patients|participants|controls|animals)\b"
)


def _add_short_names(arms: dict[str, Arm], whole: str) -> None:
    """Know "CON subjects" as the control group: capitals that begin an arm's only matching name."""
    for short, count in Counter(match[1] for match in _SHORT_NAME.finditer(whole)).items():
        if count < 2 or not short.isupper() or _key(short) in arms:
            continue
        begun = [arm for arm in arms.values() if _key(arm.label).startswith(short.lower())]
        if len(begun) == 1:
            begun[0].aliases.add(short)


def _unite_spellings(arms: dict[str, Arm]) -> None:
    """Join names that differ only in spaces and hyphens ("Vit D/Cal", "VitD/Cal")."""
    first: dict[str, str] = {}
    for key in list(arms):
        squeezed = re.sub(r"[\s/-]", "", key)
        if squeezed in first:
            kept, gone = arms[first[squeezed]], arms.pop(key)
            if gone.support > kept.support:
                kept.label = gone.label
            kept.aliases |= gone.aliases
            kept.support += gone.support
            kept.assigned |= gone.assigned
        else:
            first[squeezed] = key


def _unite(arms: dict[str, Arm], short: str, long: str, abbreviation: str, name: str) -> None:
    if short in arms and long in arms and arms[short] is not arms[long]:
        kept, gone = arms[short], arms.pop(long)
        kept.aliases |= gone.aliases
        kept.support += gone.support
        kept.assigned |= gone.assigned
    elif short in arms:
        arms[short].aliases.add(name)
    elif long in arms:
        arms[long].aliases.add(abbreviation)


def _absorb(arms: dict[str, Arm]) -> None:
    """Join a name to the only longer name that holds all of its words."""
    for key in sorted(arms, key=len):
        if key not in arms:
            continue
        arm = arms[key]
        words = set(key.split())
        longer = [k for k in arms if k != key and words < set(k.split()) and arms[k] is not arm]
        if len(longer) != 1 or not words or _GENERIC.match(key):
            continue
        other = arms[longer[0]]
        main, minor = (arm, other) if arm.support >= other.support else (other, arm)
        main.aliases |= minor.aliases
        main.support += minor.support
        main.assigned |= minor.assigned
        gone = key if minor is arm else longer[0]
        del arms[gone]


def _absorb_generic(arms: dict[str, Arm]) -> None:
    """ "The intervention group" is the arm that is no comparator, where there is just one such arm."""
    real = [arm for arm in arms.values() if arm.support >= 2 or arm.assigned]
    actives = [arm for arm in real if not arm.control and not _GENERIC.match(_key(arm.label))]
    controls = [arm for arm in real if arm.control]
    if len(actives) == 1 and len(controls) <= 2:
        for key in [k for k in arms if _GENERIC.match(k)]:
            gone = arms.pop(key)
            actives[0].aliases |= gone.aliases
            actives[0].support += gone.support
    if len(controls) == 2 and any(_key(arm.label) in ("control", "controls") for arm in controls):
        bare = next(arm for arm in controls if _key(arm.label) in ("control", "controls"))
        other = next(arm for arm in controls if arm is not bare)
        other.aliases |= bare.aliases
        other.support += bare.support
        del arms[_key(bare.label)]


def _main(arms: Sequence[Arm]) -> tuple[str, ...]:
    """Return the labels of the assigned arms, comparators last, when the report makes them plain."""
    strong = [arm for arm in arms if arm.support >= 3 or arm.assigned]
    if not strong:
        return ()
    top = max(arm.support for arm in strong)
    kept = [arm for arm in strong if arm.support >= 0.2 * top]
    return tuple(arm.label for arm in sorted(kept, key=lambda arm: (arm.control, -arm.support)))
