"""The name right before or right behind a value of a list: "partial response, 4 [8%]", "90% male"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.topic.subjects import PEOPLE_SUBJECT
from curate.extract.sentences.topic.verbs import VERB
from curate.parse.duration import find_times
from curate.parse.sentence import Statement

_LISTED = re.compile(
    r"(?:[;:(]\s*|,\s(?:and\s)?|^)([A-Za-z][^;:,.()\d]{1,60}(?:[\[(][A-Za-z/ -]{1,12}[\])])?)[,:]\s*(?:n\s*=?\s*)?$"
)
_NAME_AFTER = re.compile(
    r"\s+((?!(?:in|of|for|v|vs|versus|and|with|on|to|at|were|was|had|compared|than|or|among|patients|"
    r"participants|subjects|reduction|increase|decrease|lower|higher|greater|less|more|by|from|after|during|"
    r"improvement|confidence|women|men|while|who|that|respectively|received|did|increased|decreased)\b)"
    r"[A-Za-z][\w -]{2,40}?)(?=[,.;()]|$)"
)


def listed_name(text: str, start: int, mentions: Sequence[Mention]) -> str:
    """Return the name right before a value in a list: "complete response, 0 [0%]; partial response, 4 [8%]"."""
    before = re.sub(r"\s*[\[(][^\[\]()]*[\])](?=,?\s*$)", "", text[:start])
    match = _LISTED.search(before)
    if match is None or VERB.search(match[1]) or find_times(match[1]):
        return ""
    if re.match(
        r"(?i)\s*(?:at|by|in|on|after|during|of|among|for|from|since|until|including|excluding|counting|considering|using|overall|however|finally|furthermore|moreover|thus|indeed|therefore|besides|nevertheless|nonetheless|instead|[a-z]{4,}ly$|p|hr|or|rr|es|and|vs?|versus|while|but|with|respectively)\b",
        match[1],
    ):
        return ""
    if any(m.start < match.end(1) and match.start(1) < m.end for m in mentions):
        return ""
    phrase = re.sub(r"[\[(][^\])]*[\])]", "", match[1])
    return "" if PEOPLE_SUBJECT.match(phrase) else phrase


_LISTED_ARM = re.compile(r",\s+(?:and\s+)?")
_PERCENT_FIRST = re.compile(r"\d[\d.\u00b7]*\s?%\s*[(\[]\s*[nN]\s?=\s?\d[\d,]*\s*(?=[)\]])")


def name_after(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    """Return the name right after a percentage: "90% male, 37% white non-Hispanic", "45% (n = 106) female"."""
    alone = statement.statistics == ("percent",)
    if not alone and not _PERCENT_FIRST.match(text, statement.start):
        return ""
    closed = not alone and text[statement.end : statement.end + 1] in (")", "]")
    if any(
        _LISTED_ARM.fullmatch(text, m.end, statement.start) and text[m.start - 2] == "%"
        for m in mentions
    ):
        return ""  # "57% Kava, 60% Hops": an arm as well
    match = _NAME_AFTER.match(text, statement.end + closed)
    if match is None or VERB.search(match[1]):
        return ""
    return "" if any(m.start < match.end(1) and match.start(1) < m.end for m in mentions) else match[1]


_INSIDE = re.compile(r"[(\[]\s*(?:the\s+)?(?P<what>[a-z][A-Za-z -]{3,60}?)\s+(?:was|were)\s+$")


def told_inside(text: str, start: int) -> str:
    """Return what a bracket itself says its values are of: "(response rates were 63% A, 62% B)".

    Examples
    --------
    >>> text = "The visit at six months (response rates were 63%, 62%) showed more naps"
    >>> told_inside(text, text.index("63"))
    'response rates'
    """
    match = _INSIDE.search(text, max(0, start - 80), start)
    return match["what"] if match and not PEOPLE_SUBJECT.match(match["what"]) else ""
