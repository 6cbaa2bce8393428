"""What the words right before a value say that it is of: "a mean stay of 3 days", "with a response rate of 68%"."""

from __future__ import annotations

import re

from curate.extract.sentences.topic.verbs import VERB

LONGEST = 140  # characters of an outcome

_CENTRE_OF = re.compile(
    r"\b(?:mean|median|average)\s+(?P<what>(?!(?:of|was|were|is|value|change|difference)\b)[A-Za-z][\w-]*(?:\s[\w-]+){0,3}?)"
    r"(?:\s+(?:of|was|were|is)|\s*[,:=])?\s+$",
    re.I,
)


_ASIDE = re.compile(
    r"\b(?:with|and|had|have|has)\s+(?:a|the)\s+$|,\s*(?:and\s+)?(?:the|their)\s+$|[(\[]\s*$"
)
"""Before a mean that is told on the way."""


_THE_AVERAGE = re.compile(
    r"[,;:]\s*(?:and\s+)?the\s+(?:mean|median|average)\s+(?P<what>(?!(?:of|value|change|difference)\b)[A-Za-z][\w-]*(?:\s[\w-]+){0,6})"
    r"\s+(?:was|is)\s+$"
)
"""A mean with a clause of its own: ", the average time to take all of them was"."""


def centre_of(text: str, start: int) -> str:
    """Return what the words right before a value call its mean: "with a mean hospital stay of 3.2 days"."""
    told = _THE_AVERAGE.search(text, max(0, start - LONGEST), start)
    if told and not VERB.search(told["what"]):
        return told["what"]
    match = _CENTRE_OF.search(text, max(0, start - LONGEST), start)
    aside = match and _ASIDE.search(text[: match.start()])
    return match["what"] if match and aside and not VERB.search(match["what"]) else ""


_WITH_OF = re.compile(
    r"\b(?:with|giving|for)\s+an?\s+(?P<what>(?!(?:difference|total|range|mean|median|average|power|margin)\b)[A-Za-z0-9][^,;()]{2,60}?)"
    r"\s+of\s+(?:only\s+)?$"
)


def with_of(text: str, start: int) -> str:
    """Return what a value is of that is told on the way: "similar in all of them, with a response rate of 68%"."""
    match = _WITH_OF.search(text, max(0, start - LONGEST), start)
    if match is None or VERB.search(match["what"]) or _NO_MEASURE.search(match["what"]):
        return ""
    return match["what"]


_NO_MEASURE = re.compile(
    r"\b(?:difference|reduction|increase|decrease|improvement|change|loss|gain|rise|fall|drop|decline|majority|sample|dose|history|diagnosis|risk|ratio|number|"
    r"proportion|percentage|maximum|minimum|mean|median|average)s?\b",
    re.I,
)


FOLLOW_UP = "duration of follow-up"
_FOLLOWED = re.compile(
    r"\b(?:(?:mean|median|average)\s+(?:(?:duration|length|time) of\s+)?follow[- ]?up(?:\s+(?:time|duration|period))?"
    r"(?:\s+(?:was|of|is))?"
    r"|follow[- ]?up(?:\s+(?:time|duration|period))?\s*\(\s*(?:mean|median|average))\s*[,:(=]?\s*$",
    re.I,
)


_AT_FOLLOW_UP = re.compile(
    r"\b(?:at|end of|during|after|over|through|until)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$", re.I
)
"""Ahead of a follow-up that is when something was measured: "at the end of 4-year follow-up (mean"."""


def follow_up_of(text: str, start: int) -> str:
    """Return what a mean time of follow-up is of; empty for anything else.

    Examples
    --------
    >>> follow_up_of("Median follow-up was 37 months", 21)
    'duration of follow-up'
    """
    match = _FOLLOWED.search(text, max(0, start - 60), start)
    if match is None:
        return ""
    if match[0][0] in "fF" and _AT_FOLLOW_UP.search(text, 0, match.start()):
        return ""
    return FOLLOW_UP
