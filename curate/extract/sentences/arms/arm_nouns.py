"""Names that stand before "group", "arm" and what else reports call the arms of a trial."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from curate.parse.people import MANY_PEOPLE

WORD = r"[A-Za-z0-9α-ωµ][\w+/&.'’α-ωµ®™-]*"
_NO_NUMBER = r"\b(?!\s*(?:[A-Z]|[IVX]{1,4}|\d)\b)"
_GROUP_NOUN = re.compile(rf"\b(?:groups?|arms?){_NO_NUMBER}", re.I)
_COHORT = re.compile(rf"\bcohorts?{_NO_NUMBER}", re.I)
_CONDITION = re.compile(rf"\bconditions?{_NO_NUMBER}", re.I)
"""With `_COHORT` and `_OF_UNITS`, what arms are called in a report that never says "group" or "arm" of them."""
UNITS = (
    r"(?:villages?|clusters?|households?|schools?|clinics?|practices?|hospitals?|communit(?:y|ies)|wards?|animals"
    rf"|{MANY_PEOPLE})"
)
"""What a group consists of, where it is named by that: "control villages"."""
_OF_UNITS = re.compile(
    rf"\b(?P<name>intervention|control|placebo|experimental)\s+{UNITS}\b",
    re.I,
)
_STOP_WORDS = """
the a an in of and or to with for than both two three four each either between other same respective
among all from by on at per as that which this these those their its our into within any no one whereas
while were was is are had versus vs compared respectively but not only across between-group received
receiving assigned allocated randomized randomised comparing
"""
STOP = frozenset(_STOP_WORDS.split())
_NO_ARM_WORDS = """
study age ages sub subgroup patient patients participant participants subject subjects treatment-by
different blood risk parallel support focus working research comparison healthy matched large small
whole total separate similar first second third fourth left right upper dominant forearm food drug drugs
ethnic racial racial/ethnic functional methyl sex gender trial single multiple diagnostic weight
pp pps itt mitt fas safety per-protocol intent-to-treat
opposite contralateral affected operated investigator collaborative writing reference parallel-group
two-arm additional new entire combined pooled overall individual experimental-control age-group peer
self-help five six seven eight intention-to-treat baseline final between significant equal studied
following main two three fig figure table only randomization randomisation type types dose doses score scores
grade grades stage stages
village villages household households clinic clinics centre centres center centers school schools practice
practices cluster clusters district districts community communities hospital hospitals ward wards
"""
NO_ARM = frozenset(_NO_ARM_WORDS.split())
GENERIC = re.compile(
    r"^(?:intervention(?:al)?|treatment|experimental|active|active treatment|study|test|treated|exposed|training)$",
    re.I,
)


def name_key(name: str) -> str:
    """Return a name in lower case with single spaces for hyphens and spaces."""
    return " ".join(name.replace("-", " ").split()).lower()


def called_otherwise(texts: Sequence[str]) -> list[str]:
    """Return the names of arms that are called cohorts or conditions, or by what they consist of, where several are.

    Conditions are arms where one of them is the control's; else people may have been in all of them.
    """
    found = [match["name"] for text in texts for match in _OF_UNITS.finditer(text)]
    found += [name for text in texts for name in beside_group(text, _COHORT)]
    conditions = [name for text in texts for name in beside_group(text, _CONDITION)]
    if any(name_key(name) in ("control", "controls") for name in conditions):
        found += conditions
    often = {key for key, count in Counter(map(name_key, found)).items() if count >= LEAST_NAMED}
    return [name for name in found if name_key(name) in often] if len(often) > 1 else []


_FILLER_WORDS = "group groups arm arms treatment therapy treated patients alone only dose"
_FILLERS = frozenset(_FILLER_WORDS.split())
"""Words that tell no longer name from a shorter one."""
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")


def told_apart(texts: Sequence[str], counts: Iterable[str]) -> set[frozenset[str]]:
    """Return the pairs of names, one within the other, that one sentence gives a group each."""
    keys = {key: set(key.split()) for key in counts}
    within = [(a, b) for a in keys for b in keys if keys[a] < keys[b] and keys[b] - keys[a] - _FILLERS]
    apart: set[frozenset[str]] = set()
    if not within:
        return apart
    for text in texts:
        for sentence in _SENTENCE.split(text):
            here = {name_key(name) for name in beside_group(sentence)}
            apart.update(frozenset(pair) for pair in within if here.issuperset(pair))
    return apart


LEAST_NAMED = 3  # times that a name stands beside "group": a report where none does says it otherwise


def beside_group(text: str, noun: re.Pattern[str] = _GROUP_NOUN) -> Iterable[str]:
    """Yield the names that stand before "group", "arm" or another noun for them, each of a coordinated pair."""
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


_LAST_WORD = re.compile(rf"(?:^|(?<=[\s(\[,/]))({WORD})\s*$")


def _tail_name(text: str) -> tuple[str, str]:
    """Return the noun phrase at the end of a text, up to a stop word, and what stands before it."""
    words: list[str] = []
    rest = text
    while len(words) < 5:
        match = _LAST_WORD.search(rest)
        if not match or match[1].lower().strip(".") in STOP:
            break
        words.insert(0, match[1])
        rest = rest[: match.start()]
        if rest[-1:] in "([,":
            break
        rest = rest.rstrip()
    name = " ".join(words)
    bad = any(word.lower() in NO_ARM for word in words[-1:]) or not re.search(r"[A-Za-z]", name)
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
    while len(words) > 1 and (words[0].lower() in NO_ARM or words[0].lower().endswith("ly")):
        words = words[1:]
    if len(words) > 1 and words[-1].lower() in ("treatment", "treated", "therapy"):
        words = words[:-1]
    return " ".join(words).removesuffix("-treated")
