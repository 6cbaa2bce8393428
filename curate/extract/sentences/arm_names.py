"""The names of a trial's arms: beside "group" and "arm", after "randomised to", in the title, as abbreviations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curate.extract.sentences.passage import Passage

_WORD = r"[A-Za-z0-9α-ωµ][\w+/&.'’α-ωµ®™-]*"
_GROUP_NOUN = re.compile(r"\b(?:groups?|arms?)\b(?!\s*(?:[A-Z]|[IVX]{1,4}|\d)\b)", re.I)
_NO_NUMBER = r"\b(?!\s*(?:[A-Z]|[IVX]{1,4}|\d)\b)"
_COHORT = re.compile(rf"\bcohorts?{_NO_NUMBER}", re.I)
_CONDITION = re.compile(rf"\bconditions?{_NO_NUMBER}", re.I)
"""What the arms of a report are called that never says "group" or "arm" of them."""
_OF_UNITS = re.compile(
    r"\b(?P<name>intervention|control|placebo|experimental)\s+(?:schools?|patients|participants|subjects|children|villages?|"
    r"clusters?|households?|clinics?|practices?|hospitals?|communities|students|women|men)\b",
    re.I,
)
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
_STOP_WORDS = """
the a an in of and or to with for than both two three four each either between other same respective
among all from by on at per as that which this these those their its our into within any no one whereas
while were was is are had versus vs compared respectively but not only across between-group received
receiving assigned allocated randomized randomised comparing
"""
_STOP = frozenset(_STOP_WORDS.split())
_NO_ARM_WORDS = """
study age ages sub subgroup patient patients participant participants subject subjects treatment-by
different blood risk parallel support focus working research comparison healthy matched large small
whole total separate similar first second third fourth left right upper dominant forearm food drug drugs
ethnic racial racial/ethnic functional methyl sex gender trial single multiple diagnostic weight
pp pps itt mitt fas safety per-protocol intent-to-treat
opposite contralateral affected operated investigator collaborative writing reference parallel-group
two-arm additional new entire combined pooled overall individual experimental-control age-group peer
self-help five six seven eight intention-to-treat itt baseline final between significant equal studied
following main two three fig figure table only randomization randomisation type types dose doses score scores
grade grades stage stages
village villages household households clinic clinics centre centres center centers school schools practice
practices cluster clusters district districts community communities hospital hospitals ward wards
"""
_NO_ARM = frozenset(_NO_ARM_WORDS.split())
COMPARATOR = re.compile(
    r"\b(?:placebo|controls?|usual care|standard care|sham|standard treatment|vehicle|saline|"
    r"waiting list|wait-?list|TAU|UC|comparator|conventional)\b",
    re.I,
)
"""The words by which a name is known to be that of a comparator."""
_CONTROL_OF = re.compile(
    r"\b(?:rhythm|rate|glyc\w+|glucose|pressure|pain|weight|lipid|symptom|infection|vector|temperature|fluid|asthma)"
    r"[ -]controls?\b",
    re.I,
)
"""A treatment that is called so, and no comparator: "early rhythm control"."""
GENERIC = re.compile(
    r"^(?:intervention(?:al)?|treatment|experimental|active|active treatment|study|test|treated|exposed|training)$",
    re.I,
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
        return bool(COMPARATOR.search(_CONTROL_OF.sub("", self.label)))


def name_key(name: str) -> str:
    """Return a name in lower case with single spaces for hyphens and spaces."""
    return " ".join(name.replace("-", " ").split()).lower()


def find_names(passages: Sequence[Passage]) -> list[Arm]:
    """Return the arms of a report with their names, from its title, abstract, methods and results."""
    texts = [
        p.text
        for p in passages
        if p.section in ("front", "abstract", "methods", "results", "introduction", "caption")
    ]
    whole = " ".join(texts)
    counts: Counter[str] = Counter()
    spelling: dict[str, Counter[str]] = {}
    named = [name for text in texts for name in _beside_group(text)]
    if not named or max(Counter(map(name_key, named)).values()) < PLAIN:
        named += _called_otherwise(texts)
    for name in named:
        counts[name_key(name)] += 1
        spelling.setdefault(name_key(name), Counter())[name] += 1
    assigned = []
    for text in texts:
        names = list(_assigned(text))
        if not names:
            continue
        known = any(name_key(name) in counts for name in names) or COMPARATOR.search(text)
        if known or (len(set(names)) == 2 and all(_is_name(name, whole, OFTEN) for name in names)):
            assigned += [name for name in names if name_key(name) in counts or _is_name(name, whole)]
    assigned += [name for p in passages if p.section == "front" for name in _compared(p.text)]
    return _merge(counts, spelling, assigned, whole, _told_apart(texts, counts))


def _called_otherwise(texts: Sequence[str]) -> list[str]:
    """Return the names of arms that are called cohorts or conditions, or by what they consist of, where several are.

    Conditions are arms where one of them is the control's; else people may have been in all of them.
    """
    found = [match["name"] for text in texts for match in _OF_UNITS.finditer(text)]
    found += [name for text in texts for name in _beside_group(text, _COHORT)]
    conditions = [name for text in texts for name in _beside_group(text, _CONDITION)]
    if any(name_key(name) in ("control", "controls") for name in conditions):
        found += conditions
    often = {key for key, count in Counter(map(name_key, found)).items() if count >= PLAIN}
    return [name for name in found if name_key(name) in often] if len(often) > 1 else []


_FILLERS = {
    "group",
    "groups",
    "arm",
    "arms",
    "treatment",
    "therapy",
    "treated",
    "patients",
    "alone",
    "only",
    "dose",
}
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")


def _told_apart(texts: Sequence[str], counts: Iterable[str]) -> set[frozenset[str]]:
    """Return the pairs of names, one within the other, that a sentence gives a group each: "the A and the pre-A group"."""
    keys = {key: set(key.split()) for key in counts}
    within = [(a, b) for a in keys for b in keys if keys[a] < keys[b] and keys[b] - keys[a] - _FILLERS]
    apart: set[frozenset[str]] = set()
    if not within:
        return apart
    for text in texts:
        for sentence in _SENTENCE.split(text):
            here = {name_key(name) for name in _beside_group(sentence)}
            apart.update(frozenset(pair) for pair in within if here.issuperset(pair))
    return apart


PLAIN = 3  # times that a name stands beside "group": a report where none does says it otherwise


def _beside_group(text: str, noun: re.Pattern[str] = _GROUP_NOUN) -> Iterable[str]:
    """Yield the names that stand before "group" or "arm", each of a coordinated pair."""
    for match in noun.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()].rstrip()
        before = re.sub(r"\s*\([A-Za-z0-9 /+-]{1,14}\)$", "", before)
        name, rest = _tail_name(before)
        if match[0].lower().endswith("s") and GENERIC.match(name):
            continue  # "the treatment groups" are all of them
        if name:
            yield name
        joined = re.search(r"\s(?:and|or|vs\.?|versus)(?: the)?$", rest)
        if name and joined and match[0].lower().endswith("s"):
            first, _ = _tail_name(rest[: joined.start()])
            if first:
                yield first


_LAST_WORD = re.compile(rf"(?:^|(?<=[\s(\[,/]))({_WORD})\s*$")


def _tail_name(text: str) -> tuple[str, str]:
    """Return the noun phrase at the end of a text, up to a stop word, and what stands before it."""
    words: list[str] = []
    rest = text
    while len(words) < 5:
        match = _LAST_WORD.search(rest)
        if not match or match[1].lower().strip(".") in _STOP:
            break
        words.insert(0, match[1])
        rest = rest[: match.start()]
        if rest[-1:] in "([,":
            break
        rest = rest.rstrip()
    name = " ".join(words)
    bad = any(word.lower() in _NO_ARM for word in words[-1:]) or not re.search(r"[A-Za-z]", name)
    if not words or bad or re.search(r"\d\.\d|^\d+-?$|[.]\s|-$|^[A-Z]$", name) or len(words) > 4:
        return "", rest
    return _strip_qualifiers(name), rest


_COUNT = re.compile(r"\d[\d,]*(?:/\d[\d,]*)?")
_UNIT = re.compile(
    r"(?:[mnµμ]?g|mcg|k?IU|U|m[lL]|[mkc]?m|Gy|Hz|h|%|(?:min|hour|day|week|month|year|dose)s?)(?:/.*)?\b.*"
)


def _strip_qualifiers(name: str) -> str:
    words = name.split()
    if len(words) > 1 and _COUNT.fullmatch(words[0]) and not _UNIT.fullmatch(words[1]):
        words = words[1:]  # how many of the group: "33/59 control group patients"
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
            said = re.search(r"(?i)\b(?:groups?|arms?|that|who|which|either|one|two|three)\b", words)
            if (
                2 < len(words) < 45
                and len(words.split()) <= 5
                and not re.match(r"\d", words)
                and not said
                and words.split()[-1].lower() not in _NO_ARM
            ):
                yield words


_NO_NAME = re.compile(
    r"^(?:evaluat|measur|receiv|be |were|was|how|such|one|two|three|start|begin|continu|complet|determin|assess|compar|"
    r"age\b|sex\b|gender|standard$|study|follow|treatment$|baseline|safety|growth|anemia|muscle|no\b|not\b|a\b|"
    r"respectively|hazard|odds|ratio|difference|changes?\b|confidence|asked\b|instructed|told\b|encouraged|invited|offered\b"
    r"|deaths?\b|(?:disease )?progression\b|relapse|recurrence|(?:the )?(?:first|last|date|time|end)\b"
    r"|given\b|required|allowed|provided|socio-?economic)",
    re.I,
)


OFTEN = 8  # times that both of two treatments are printed in a report that never says "group"


def _is_name(name: str, whole: str, least: int = 3) -> bool:
    """Whether words of a list of treatments name an arm: no verb or stratum, and printed so often at least."""
    if _NO_NAME.match(name):
        return False
    return len(re.findall(rf"(?i)(?<![\w-]){re.escape(name)}(?![\w-])", whole)) >= least


def _compared(title: str) -> Iterable[str]:
    """Yield the names that a title sets against each other ("A versus B, C, and D for …")."""
    if len(title) > 300 or not any(word in title for word in ("versus", "vs", "compared")):
        return
    match = _VERSUS.search(title)
    if match is None:
        return
    left = re.split(r"\b(?:of|with|between|comparing|:)\s+", match[1])[-1]
    right = re.split(r"\b(?:to|in|for|on|after|as|during|with|:)\s", title[match.start(2) :])[0]
    for part in [left, *re.split(r",\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+", right)]:
        name = part.strip(" .,:;")
        if 2 < len(name) < 45 and len(name.split()) <= 4:
            yield name


def abbreviations(whole: str) -> dict[str, str]:
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
            if tail[0][0].lower() != letters[0]:
                continue
            initials = [w[0].lower() for w in re.split(r"[\s/-]+", " ".join(tail)) if w]
            if _subsequence(letters, initials, " ".join(tail).lower()):
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
    counts: Counter[str],
    spelling: dict[str, Counter[str]],
    assigned: Sequence[str],
    whole: str,
    apart: set[frozenset[str]],
) -> list[Arm]:
    arms: dict[str, Arm] = {}
    for key, count in counts.items():
        label = spelling[key].most_common(1)[0][0]
        arms[key] = Arm(label, {label, *spelling[key]}, count)
    for name in assigned:
        key = name_key(name)
        if key in arms:
            arms[key].assigned = True
        elif re.search(rf"(?i)\b{re.escape(name)}\b.*\b{re.escape(name)}\b", whole):
            arms[key] = Arm(name, {name}, 0, True)
    if len(re.findall(r"(?i)\bplacebo\b(?!-)", whole)) >= 3:
        arms.setdefault("placebo", Arm("placebo", {"placebo"}, 1)).assigned = True
    _unite_spellings(arms)
    short = abbreviations(whole)
    _add_short_names(arms, whole)
    for abbreviation, long in short.items():
        _unite(arms, name_key(abbreviation), name_key(long), abbreviation, long)
    _absorb(arms, apart)
    _absorb_generic(arms)
    for arm in arms.values():
        arm.aliases |= {f"{alias}s" for alias in arm.aliases if alias.lower().endswith("control")}
    return sorted(arms.values(), key=lambda arm: (-arm.assigned, -arm.support, arm.label))


_SHORT_NAME = re.compile(
    r"([A-Z](?<!\w[A-Z])[A-Za-z]{1,5})(?:[- ]treated)? "
    r"(?:groups?|arms?|subjects|patients|participants|controls|animals)\b"
)


def _add_short_names(arms: dict[str, Arm], whole: str) -> None:
    """Know "CON subjects" as the control group: capitals that begin an arm's only matching name."""
    for short, count in Counter(match[1] for match in _SHORT_NAME.finditer(whole)).items():
        if count < 2 or not short.isupper() or name_key(short) in arms:
            continue
        begun = [arm for arm in arms.values() if name_key(arm.label).startswith(short.lower())]
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


def _absorb(arms: dict[str, Arm], apart: set[frozenset[str]]) -> None:
    """Join a name to the only longer name that holds all of its words, unless a sentence tells them apart."""
    for key in sorted(arms, key=len):
        if key not in arms:
            continue
        arm = arms[key]
        words = set(key.split())
        longer = [k for k in arms if k != key and words < set(k.split()) and arms[k] is not arm]
        longer = [k for k in longer if frozenset((k, key)) not in apart]
        longer = [k for k in longer if not any(word[:1].isdigit() for word in set(k.split()) - words)]
        if len(longer) != 1 or not words or GENERIC.match(key):
            continue
        if words <= {"control", "controls"} and _CONTROL_OF.search(longer[0]):
            continue
        other = arms[longer[0]]
        main, minor = (arm, other) if arm.support >= other.support else (other, arm)
        main.aliases |= minor.aliases
        main.support += minor.support
        main.assigned |= minor.assigned
        gone = key if minor is arm else longer[0]
        del arms[gone]


def _absorb_generic(arms: dict[str, Arm]) -> None:
    """Take "the intervention group" for the arm that is no comparator, where there is just one such arm."""
    real = [arm for arm in arms.values() if arm.support >= 2 or arm.assigned]
    actives = [arm for arm in real if not arm.control and not GENERIC.match(name_key(arm.label))]
    controls = [arm for arm in real if arm.control]
    if len(actives) == 1 and len(controls) <= 2:
        for key in [k for k in arms if GENERIC.match(k)]:
            gone = arms.pop(key)
            actives[0].aliases |= gone.aliases
            actives[0].support += gone.support
    elif len(actives) >= 2:
        top = max(arm.support for arm in actives)
        for key in [k for k, arm in arms.items() if GENERIC.match(k) and arm.support < top]:
            del arms[key]
    if len(controls) == 2 and any(name_key(arm.label) in ("control", "controls") for arm in controls):
        bare = next(arm for arm in controls if name_key(arm.label) in ("control", "controls"))
        other = next(arm for arm in controls if arm is not bare)
        other.aliases |= bare.aliases
        other.support += bare.support
        del arms[name_key(bare.label)]
