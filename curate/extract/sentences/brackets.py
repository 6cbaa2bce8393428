"""What brackets and headings of a comparison tell of its arms: "(A vs B: 4.1 vs 5.2)", "in A (4.1 vs 5.2)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms import Mention
from curate.extract.sentences.named import Named, distinct

_HEADED = re.compile(
    r"(?:^|[(\[;,])\s*(?:for\s+)?(?P<names>[A-Za-z][^()\[\];:,]{1,40}(?:\s(?:vs?\.?|versus)\s[A-Za-z][^()\[\];:,]{1,40})+)"
    r"\s*[:,=]\s*(?:[A-Za-z ]{0,30}\s)?$"
)
_VERSUS = re.compile(r"\s(?:vs?\.?|versus)\s")


def headed_by(text: str, start: int, width: int, named: Named) -> list[str]:
    """Return the arms that are set against each other as the values behind them: "(A vs B: 4.1 vs 5.2)"."""
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
        if bracket and len(_COMPARED.findall(bracket[0])) == 1:
            holders.append((bracket.start() <= start and end <= bracket.end(), mention.arm))
    own = {arm for holds, arm in holders if holds}
    return own.pop() if len(own) == 1 and len({arm for _, arm in holders}) > 1 else ""


_OWN_BRACKET = re.compile(r"\s*\([^()]*\)")
_COMPARED = re.compile(r"\d[^\d,;]{0,20}\b(?:vs?\b\.?|versus\b)\s*\d")


def closes_over(text: str, ahead: Sequence[Mention], place: int) -> bool:
    """Whether a bracket with several arms has closed before a place: "(19 in A, 20 in B), 35 (90%) of all"."""
    gap = text[ahead[-1].end : place]
    if gap.count(")") <= gap.count("("):
        return False
    opened = text.rfind("(", 0, ahead[-1].start)
    return len(distinct([m for m in ahead if m.start > opened >= 0])) > 1
