"""The arms that a sentence names, in their order, and the lists that it closes with "respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curate.extract.sentences.arms.arms import Mention
from curate.parse.duration import find_times
from curate.parse.people import PEOPLE

Arms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The arms that a sentence can draw on.

    Attributes
    ----------
    mentions
        In the sentence, in their order.
    main
        The assigned arms of the trial, comparator last.
    before
        Those that the sentence before named, in their order.
    """

    mentions: Sequence[Mention]
    main: Arms = ()
    before: Arms = ()

    def ahead(self, place: int) -> list[Mention]:
        """Return the mentions that end before a place."""
        return [m for m in self.mentions if m.end <= place]

    def following(self, place: int) -> list[Mention]:
        """Return the mentions that begin after a place."""
        return [m for m in self.mentions if m.start >= place]


def distinct(mentions: Sequence[Mention]) -> list[str]:
    """Return the labels of mentions, each once, in their order."""
    return list(dict.fromkeys(mention.arm for mention in mentions))


_LIST_AFTER = re.compile(
    r"^[)\]]?[^\d;.]{0,24}?\b(?:in|on|for|with|at|among|during|under|received|receiving|took|given)\s+(?:the\s+)?(?P<list>[^;()]{6,160}?),?\s+resp(?:ectively\b|\.)",
    re.I,
)
_ITEM = re.compile(r",\s*(?:and\s+|or\s+)?|\s+and\s+")


def listed_names(text: str, place: int, width: int) -> list[str]:
    """Return the names in a list that ends in "respectively" after `place`, when there are `width` of them.

    Examples
    --------
    >>> text = "was 0.83, 0.92 and 0.74 g/l on saline, dextrose 5% and saline with quinine, respectively"
    >>> listed_names(text, 23, 3)
    ['saline', 'dextrose 5%', 'saline with quinine']
    """
    match = _LIST_AFTER.match(text[place:])
    if match is None:
        return []
    names = [
        re.sub(r"\s*\b(?:groups?|arms?|patients|subjects)$", "", n).strip()
        for n in _ITEM.split(match["list"])
    ]
    whole = (
        len(names) == width and all(1 < len(name) < 45 for name in names) and len(set(names)) == width
    )
    return names if whole and not any(find_times(name) for name in names) else []


_LIST_OVER = re.compile(r"\brespectively\b|\d\.\d|\d\s?%|\b\d+ of \d|\d\s?/\s?\d")
_NEXT_CLAUSE = re.compile(r",\s*(?:while|whereas|but)\b")


_EACH = re.compile(
    rf"\s*[)\]]?\s*(?:{PEOPLE}\s*)?(?:each\s*(?:[.,;:)]|$)|(?:[^\W\d][\w/]{{0,7}}\s+)?(?:(?:were\s+)?"
    r"(?:included|enrolled|randomi[sz]ed|allocated|assigned|recruited|analy[sz]ed)\s+)?"
    r"(?:(?:in|per|for|to|into|from)\s+(?:each|both|either)\s+(?:of the\s+)?(?:\w+\s+){0,2}(?:groups?|arms?)|"
    r"per\s+(?:treatment\s+|study\s+)?(?:group|arm)\b(?!\s+[a-z])))",
    re.I,
)
"""Behind a number, its unit maybe between."""


def is_of_each(text: str, place: int) -> bool:
    """Whether what ends at a place is said of every arm: "30 in each group"."""
    return bool(_EACH.match(text, place))


def arms_of_each(named: Named) -> list[str]:
    """Return the arms that "each group" means: those of the sentence, else the assigned ones."""
    here = distinct(named.mentions)
    return here if len(here) >= 2 else list(named.main)


def cluster(text: str, following: Sequence[Mention], place: int) -> list[Mention]:
    """Return the mentions that follow closely upon each other after a place."""
    found: list[Mention] = []
    for mention in following:
        gap = text[place : mention.start]
        if len(gap) > (90 if not found else 40) or re.search(r"\.\s|;", gap):
            break
        if found and (_LIST_OVER.search(gap) or _NEXT_CLAUSE.search(gap)):
            break
        found.append(mention)
        place = mention.end
    return found
