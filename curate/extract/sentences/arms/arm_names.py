"""The names of a trial's arms: beside "group" and "arm", after "randomised to", in the title, as abbreviations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curate.extract.sentences.arms.arm_nouns import (
    GENERIC,
    LEAST_NAMED,
    NO_ARM,
    STOP,
    WORD,
    beside_group,
    called_otherwise,
    name_key,
    told_apart,
)
from curate.extract.sentences.text.passage import Passage

_ABBREVIATION = re.compile(
    r"\(\s*([A-Za-z][A-Za-z0-9+/&.-]{0,11}(?:\s[A-Z][\w/+]{0,6})?)\s*(?:[;,][^()]*)?\)"
)
_RANDOMISED_TO = re.compile(
    r"\b(?:randomi[sz]ed|randomly (?:assigned|allocated|divided)|assigned|allocated|randomi[sz]ation)\b[^.;]{0,60}?"
    r"\b(?:to|into|between)\s+(?:one of (?:two|three|four)\s+\w+:?\s*)?(?:(?:receive|either|undergo|treatment with|"
    r"a|an|the|oral|daily|once[- ]daily)\s+){0,3}(?P<list>[^.;]{5,200})"
)
_VERSUS = re.compile(
    rf"((?:{WORD}\s){{0,4}}{WORD})\s+(?:versus|vs\.?|compared (?:with|to))\s+((?:{WORD}\s?){{1,3}})"
)
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
    named = [name for text in texts for name in beside_group(text)]
    if not named or max(Counter(map(name_key, named)).values()) < LEAST_NAMED:
        named += called_otherwise(texts)
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
    assigned = [name for name in assigned if "=" not in name]  # a value: "(b = –0.4 versus"
    return _merge(counts, spelling, assigned, whole, told_apart(texts, counts))


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
                and words.split()[-1].lower() not in NO_ARM
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
            if tail[0].lower() in STOP or not letters:
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
