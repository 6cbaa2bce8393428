"""What the people of a share did, by whatever verb it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.parallel import without_arms
from curate.extract.sentences.topic.verbs import VERBS
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_NO_ACT = (
    r"(?:compared|randomi[sz]ed|assigned|allocated|treated|received|enrolled|included|recruited|"
    r"related|based|"
    r"respectively|followed|observed|reported by|given|aged|matched|combined|increased|decreased|"
    r"reduced|improved|"
    r"estimated|predicted|expected|stratified|adjusted|relative|need|speed|red|weighted)"
)
_TOLD = (
    rf"(?:(?:also|never|rarely|always|subsequently|successfully|correctly|actually|"
    rf"already)\s+)?(?P<act>(?!{_NO_ACT}\b)"
    r"(?:[a-z]{2,}ed|called|said|took|went|felt|knew|made|chose|kept|saw|got|gave|found|set|quit|"
    r"met|began|left|wore|"
    r"slept|bought|sought|drank|ate|fell|thought|held|read|smoke|use|have)\b[^.;,()]{3,90})"
)
_BEGINS = re.compile(
    r"(?:^|[,;:]\s*|\b(?:and|while|whereas|but|that)\s+)(?:(?:of\s+(?:whom|these|those)|another|"
    r"a total of|a further|only|"
    r"about|approximately|almost|nearly|the (?:other|remaining))\s*,?\s+)?$",
    re.I,
)
_WHOSE = (
    rf"[)\]%\s]*(?:of\s+)?(?:the\s+|those\s+|these\s+|all\s+)?(?:\d+\s+)?(?:[a-z-]+\s+)?"
    rf"(?:{PEOPLE}\b\s*)?(?:groups?\b\s*|arms?\b\s*)?"
    r"(?:\([^()]{1,40}\)\s*)?"
)
_ACT = re.compile(rf"{_WHOSE}{_TOLD}")
_OTHERS = re.compile(
    rf"[)\]%\s]*(?:of|in|from|among|for)\s+(?:the\s+|those\s+)?(?:[a-z-]+\s+){{0,3}}(?:groups?|"
    rf"arms?|{PEOPLE})?\s*(?:\([^()]{{1,40}}\)\s*)?,?\s*"
    r"(?:and|vs\.?|versus|compared (?:with|to))\s+(?:only\s+)?",
    re.I,
)
"""Between two shares of people, the arms' names taken out or not known: "% of the video group and "."""


def what_they_told(
    text: str, statement: Statement, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> str:
    """Return what the people of a share did, where the share begins its clause and no other verb is ahead.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Of the 83 adults who slept, 63% (52/83) replied that they woke rested"
    >>> found = find_statements(text)
    >>> what_they_told(text, found[-1], found, [])
    'replied that they woke rested'
    """
    if statement.kind != "count" or not {"percent", "events"} & set(statement.statistics):
        return ""
    if _BEGINS.search(text, max(0, statement.start - 40), statement.start) is None:
        return ""
    last = statement
    for other in statements:
        if other.start < last.reach or other.kind != "count":
            continue
        gap = without_arms(text, max(last.end, last.reach), other.start, mentions)
        if not _OTHERS.fullmatch(gap):
            break
        last = other
    end = max(last.end, last.reach)
    match = _ACT.match(without_arms(text, end, len(text), [m for m in mentions if m.start >= end]))
    act = _NEXT.split(match["act"])[0] if match else ""
    if _OF_THINGS.match(act):
        return ""
    verb, _, what = act.partition(" ")
    return what if verb in _HAD else act


_NEXT = re.compile(
    r"\s+(?:compared|versus|vs|than|while|whereas|but)\b|\s+and\s+(?:(?:only\s+)?\d|(?:were|was|another|received|had)\b)"
)
_HAD = frozenset(
    ("reported", "experienced", "had", "showed", "achieved", "developed", "suffered", "demonstrated")
)
"""What comes behind these is what people had."""
_OF_THINGS = re.compile(
    r"(?:(?!\b(?:that|they|there|it|this|he|she|who|and)\b)[^,;]){0,70}\b(?:was|were|is|are|had|has|have|did)\b"
    rf"|[a-z]+ed\s+(?:to|by|with|in|on|from|through)\s(?:(?!\b(?:that|and)\b)[^,;]){{0,70}}\b(?:{VERBS})\b"
)
"""Things of which a share is told, with their own verb: "planned visits were made"."""
_PEOPLE_WHO = re.compile(
    rf"\b(?:{PEOPLE}|those)\s+who\s+(?P<did>(?!(?:was|were|had been)\b)(?!{_NO_ACT}\b)[a-z]+(?:ed|t|"
    rf"d)\b[^,;()]{{3,70}}?)\s+(?:was|were)\s+(?:only\s+)?$",
    re.I,
)


def people_who(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    """Return what people did of whom a share is told: "patients who remained on their drug were 79.5%"."""
    if statement.statistics[0] != "percent":
        return ""
    match = _PEOPLE_WHO.search(text, 0, statement.start)
    if match is None or any(match.start("did") <= m.start < match.end("did") for m in mentions):
        return ""
    return match["did"]
