"""What an estimate is of, where its own words say so: "the hazard ratio for death was"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.parallel import without_arms
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement
from curate.parse.sentence_patterns import LABEL

_OF = re.compile(
    r"\s*[)\]]?\s*(?:\([^()]{1,12}\)|\[[^\[\]]{1,12}\])?(?<![^\s)\]])\s*(?:for|of|in)\s+(?:the\s+|an?\s+)?(?P<what>[A-Za-z0-9][^;:]{2,140})$"
)
_TOLD = re.compile(
    r"\s*(?:,|\(|\[|=|:|\b(?:was|were|is|are|of\W*$|did|came to|amounted to|remained|"
    r"reached|between|among|comparing|compared|in favou?r|"
    r"favou?ring|versus|vs\.?|relative to|with|from baseline|"
    r"(?<!death )(?<!deaths )(?<!mortality )from|at|after|over|during|by)\b)",
    re.I,
)
"""Behind what an estimate is of."""
_OF_WHOM = re.compile(
    rf"^(?:all\s+|the\s+)?(?:[a-z-]+\s){{0,2}}(?:{PEOPLE}|groups?|arms?|those)\b|^\W*$"
    r"|^(?:favou?r|all|each|both|any|comparison|contrast|model|analysis|cox|intention|per[ -]protocol|means?|change|"
    r"treatment|intervention|experimental|active|effect)\b(?!\s+(?:in|of)\b)",
    re.I,
)
_IN_PEOPLE = re.compile(
    rf"\s+(?:in|for|among)\s+(?:the\s+)?(?:[a-z-]+\s){{0,3}}(?:{PEOPLE}|groups?|arms?|those)?\s*$", re.I
)
_CHANGE_IN = re.compile(
    r"^(?:(?:mean|median|least[- ]squares)\s+)?changes?\s+(?:in|of)\s+(?:the\s+)?", re.I
)


def _end_of_name(text: str, statement: Statement, value: int) -> int:
    """Return where the name of an estimate ends ahead of its value, -1 where it is not found."""
    if statement.label:
        place = text.rfind(statement.label, 0, value)
        return place + len(statement.label) if place >= 0 else -1
    labels = list(LABEL.finditer(text, max(0, value - REACH), value))
    if not labels or _ANY_DIGIT.search(text, labels[-1].end(), value):
        return -1  # the name may be that of another value
    return labels[-1].end()


_THAT_FOR = re.compile(
    r"\b(?:that|those|the (?:corresponding )?(?:ratio|value|estimate|figure)s?)\s+(?:for|of)\s+(?:the\s+)?"
    r"(?P<what>[A-Za-z][^,;:()\d]{2,60}?)\s+(?:was|were)\s+$"
)
"""Ahead of the next of two estimates: "… was 0.81 (…) and that for waking was"."""
REACH = 120  # characters from the name of an estimate to its value
_ANY_DIGIT = re.compile(r"\d")


def estimated(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    """Return what the words between an estimate's name and its value say that it is of; or empty.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "The mean difference in sleep quality was 2.6 (95% CI 1.5 to 3.7)"
    >>> estimated(text, find_statements(text)[0], [])
    'sleep quality'
    """
    if statement.kind != "estimate":
        return ""
    value = statement.values[0].start
    other = _THAT_FOR.search(text, max(0, value - REACH), value)
    if other is not None and not any(m.start < other.end() and other.start() < m.end for m in mentions):
        return other["what"]
    end = _end_of_name(text, statement, value)
    if end < 0:
        return ""
    told = without_arms(text, end, value, mentions)
    match = _OF.match(told.rstrip(" ([,=:"))
    if match is None:
        return ""
    what = _TOLD.split(_CHANGE_IN.sub("", match["what"]), maxsplit=1)[0]
    what = _IN_PEOPLE.sub("", what)
    return "" if _OF_WHOM.match(what) else what
