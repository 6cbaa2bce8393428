"""Values of several arms side by side, and what a sentence says besides the arms' names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curate.extract.sentences.arms.arms import Mention
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_WHOSE = (
    r"(?:in|of|for|among|with|on|by|who|were|had|the|those|receiving|received|treated|taking|given|"
    rf"{PEOPLE}|groups?|arms?)"
)
_SIDE_BY_SIDE = re.compile(
    rf"[)\]%\s]*(?:{_WHOSE}\s+)*{_WHOSE}?\s*,?\s*(?:and|vs\.?|versus|compared (?:with|to)|against|than)\s+"
    rf"(?:only\s+)?(?:{_WHOSE}\s+)*",
    re.I,
)
"""Between the values of two arms, their names taken out: ") patients in … and in"."""


def is_parallel(text: str, members: Sequence[Statement], mentions: Sequence[Mention]) -> bool:
    """Whether values of one kind stand side by side, one for each arm, so that their subject is that of all."""
    for one, other in pairwise(members):
        gap = without_arms(text, max(one.end, one.reach), other.start, mentions)
        if one.kind != other.kind or not _SIDE_BY_SIDE.fullmatch(gap):
            return False
    return True


_LEFT_OF_NAME = re.compile(
    r"[-\u2010\u2011](?<=\s[-\u2010\u2011])(?:treated|supplemented|assigned|allocated|randomi[sz]ed|vaccinated|fed|exposed|based|only)\b"
)
"""What is left of "kava-treated" once the name is taken out."""


def without_arms(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str:
    """Return a stretch of the text without the names of arms."""
    pieces, place = [], start
    for mention in mentions:
        if place <= mention.start and mention.end <= end:
            pieces.append(text[place : mention.start])
            place = mention.end
    pieces.append(text[place:end])
    return _LEFT_OF_NAME.sub(" ", " ".join(pieces))
