"""Whom a comparison is of, by its brackets, headings and words: "(A vs B: 4.1 vs 5.2)", "in A (4.1 vs 5.2)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.named import Named, distinct
from curate.parse.people import PEOPLE

_WHO = rf"\b(?:those|{PEOPLE})\s+(?:with|without|who|whose|diagnosed)\b"
_PEOPLE_WHO = re.compile(_WHO)
_PEOPLE_SIDES = re.compile(
    rf"(?P<first>{_WHO}[^()\[\];:,]{{3,60}}?)\s+"
    r"(?:(?:as )?compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|than|and)\s+"
    rf"(?:(?:in|of|for|with|among)\s+)?(?P<last>{_WHO}[^()\[\];:,]{{3,60}}?)\s*[(\[,]?\s*$"
)
_HEADED = re.compile(
    r"(?:^|[(\[;,])\s*(?:for\s+)?(?P<names>[A-Za-z][^()\[\];:,]{1,40}(?:\s(?:vs?\.?|versus)\s[A-Za-z][^()\[\];:,]{1,40})+)"
    r"\s*[:,=]\s*(?:[A-Za-z ]{0,30}\s)?$"
)
_VERSUS = re.compile(r"\s(?:vs?\.?|versus)\s")


def headed_by(text: str, start: int, width: int, named: Named) -> list[str]:
    """Return the arms that are set against each other as the values behind them: "(A vs B: 4.1 vs 5.2)".

    In a sentence without an arm these may be people: "in those who left than in those who stayed (4.1 vs 5.2)".
    """
    sides = None if named.mentions else _PEOPLE_SIDES.search(text[max(0, start - 180) : start])
    if sides is not None and width == 2:
        return [sides["first"], sides["last"]]
    match = _HEADED.search(text[max(0, start - 140) : start])
    if match is None:
        return []
    offset = max(0, start - 140) + match.start("names")
    arms, place = [], offset
    for name in _VERSUS.split(match["names"]):
        begin = text.index(name, place)
        place = begin + len(name)
        known = [m.arm for m in named.mentions if begin <= m.start and m.end <= place]
        dosed = re.search(r"\d", name)  # a dose tells arms of one name apart
        arms.append(known[0] if known and not dosed else name.strip())
    return arms if len(arms) == width == len(set(arms)) else []


def held_by(text: str, start: int, end: int, named: Named) -> str:
    """Return the arm whose bracket holds a whole comparison, where another arm has such a bracket too.

    "in the A group (9.3 ± 1 v 9.9 ± 2) and in the B group (9.1 ± 1 v 9.2 ± 2)" compares two times in each arm.
    """
    holders = []
    for mention in named.mentions:
        bracket = _OWN_BRACKET.match(text, mention.end)
        if bracket is None:
            continue
        against = _SET_AGAINST.search(text, 0, mention.start) is not None  # "in A than in B (4.1 v 5.2)"
        if _PAIR.fullmatch(bracket[0]) or (not against and len(_COMPARED.findall(bracket[0])) == 1):
            holders.append((bracket.start() <= start and end <= bracket.end(), mention.arm))
    own = {arm for holds, arm in holders if holds}
    return own.pop() if len(own) == 1 and len({arm for _, arm in holders}) > 1 else ""


_SET_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|than|versus|vs\.?)\s+(?:(?:in|with|for|on)\s+)?(?:the\s+|those\s+)*$",
    re.I,
)
_OWN_BRACKET = re.compile(r"\s*\([^()]*\)")
_PAIR = re.compile(r"\s*\(\d[\d.\u00b7]*\s?%?\s+and\s+\d[\d.\u00b7]*\s?%?\)")
"""The two values of one arm: "(21% and 19%)"."""
_COMPARED = re.compile(r"\d[^\d,;]{0,20}\b(?:vs?\b\.?|versus\b)\s*\d")


def closes_over(text: str, ahead: Sequence[Mention], place: int) -> bool:
    """Whether a bracket with several arms has closed before a place: "(19 in A, 20 in B), 35 (90%) of all"."""
    gap = text[ahead[-1].end : place]
    if gap.count(")") <= gap.count("("):
        return False
    opened = text.rfind("(", 0, ahead[-1].start)
    return len(distinct([m for m in ahead if m.start > opened >= 0])) > 1


_WORD_AGAINST_WORD = re.compile(r"\b(?P<first>[a-z-]{4,})\s+(?:vs\.?|versus)\s+(?P<last>[a-z-]{4,})\b")
_GROUPS = re.compile(
    r"intervention|treatment|treated|control|placebo|active|drug|experimental|baseline|group"
)


_SEXES = re.compile(
    r"\b(?:girls|boys|women|men|females|males)\b[^.;()]{0,80}\bthan\s+(?:in\s+|among\s+)?(?:girls|boys|women|men|females|males)\b",
    re.I,
)


def compares_others(text: str) -> bool:
    """Whether a sentence that names no arm compares other people: "those with an event v those without one".

    Examples
    --------
    >>> compares_others("Age of those who stayed was 61.1 ± 4.0, of those who left 66.0 ± 5.2")
    True
    >>> compares_others("Falls were fewer (missing versus complete: 4% versus 9%)")
    True
    >>> compares_others("Falls were fewer (4% versus 9%)")
    False
    """
    sides = _WORD_AGAINST_WORD.search(text)
    own = sides is not None and not _GROUPS.search(sides["first"] + sides["last"])
    own = own or ("than" in text and _SEXES.search(text) is not None)
    return own or len(_PEOPLE_WHO.findall(text)) > 1


TIED = 110  # characters between an arm and its value, a clause at most
_ELSEWHERE = re.compile(
    r";|\.\s+[A-Z]|\b(?:compared|versus|vs|than|whereas|while|but(?! [a-z]+ly\b))\b|"
    rf"\b(?:of|in) (?:the |all )?(?:other |remaining )?(?:\d[\d,]* )?{PEOPLE}\b"
)


def is_tied(text: str, start: int, end: int, named: Named) -> bool:
    """Whether the arm nearest to a value stands in its clause, with nobody else's words between.

    Examples
    --------
    >>> from curate.extract.sentences.arms.arms import Mention
    >>> text = "With kava sleep was long, but in all patients it took 6.1 (SD 1.0) h"
    >>> is_tied(text, 54, 57, Named([Mention("kava", 5, 9)]))
    False
    """
    gaps = [text[m.end : start] for m in named.ahead(start)[-1:]]
    gaps += [text[end : m.start] for m in named.following(end)[:1]]
    return any(len(gap) <= TIED and (gap[:1] == ";" or not _ELSEWHERE.search(gap)) for gap in gaps)


_OPENED_BY_ARM = re.compile(r"\s*(?:groups?|arms?)?\s*[(\[]\s*(?:mean\s+)?(?:dose\s*:?\s*)?", re.I)
_DOSE_UNIT = re.compile(r"\s?(?:[mµμ]?g|mcg|IU|U)(?:\s?/\s?(?:kg|day|d|h|min|week))*(?![\w/])")


def is_dose_of_arm(text: str, start: int, end: int, named: Named) -> bool:
    """Whether a number in the bracket right behind an arm is how much of it people took: "kava (143 ± 19 mg/day)"."""
    own = any(_OPENED_BY_ARM.fullmatch(text, m.end, start) for m in named.ahead(start)[-1:])
    return own and _DOSE_UNIT.match(text, end) is not None


def shut_in(text: str, place: int, start: int) -> bool:
    """Whether a place stands in a bracket that closes before `start`: "success (sleep, and it was long) came to"."""
    return text.count("(", 0, place) > text.count(")", 0, place) and ")" in text[place:start]


def in_brackets(text: str, start: int) -> bool:
    """Whether a place stands in a bracket."""
    before = text[:start]
    return before.count("(") + before.count("[") > before.count(")") + before.count("]")


def closing(text: str, place: int) -> int:
    """Return where the bracket that opens at a place closes."""
    depth = 0
    for at in range(place, len(text)):
        depth += _DEPTH.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}
