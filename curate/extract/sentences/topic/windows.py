"""How far back people were asked, which is no moment at which they were: "7-day abstinence", "the past 30 days"."""

from __future__ import annotations

import re

from curate.parse.duration import TimePoint

_PAST = re.compile(r"\b(?:past|previous|prior|last|preceding)\s+$(?<!\bthe last )", re.I)
_ABSTINENT = re.compile(
    r"(?:(?:\d{1,2}|seven|thirty)(?:-(?:day|d|hour|h)|\s(?:day|hour))|(?:1|one)[\s-]week)[\s-]+(?:[\w-]+\s+){0,2}?(?:point[\s-]+prevalen|abstinen|PPA?\b|quit)",
    re.I,
)
"""How long nobody may have smoked or drunk, when asked: "7-day point-prevalence abstinence"."""
_LOOKS_BACK = re.compile(r"\d+-(?:day|hour)\Z")
_AT = re.compile(r"\b(?:at|after|by|within)\s+(?:the\s+)?\Z", re.I)
_ABSTINENCE = re.compile(r"point[\s-]+prevalen|abstinen", re.I)
A_MONTH = 32.0
"""Days; who did not smoke for longer was followed for as long."""
_ABSTAINED_FOR = re.compile(
    r"\b(?:quit|stopp\w+|abst(?:inen|ain)\w*|(?:not|never|no|nothing)\s+smok\w+|smoke-?free|cessation|sober)\b"
    r"[^.;,()\d]{0,40}\bfor\s+(?:at\s+least\s+)?$",
    re.I,
)
"""Ahead of how long nobody may have smoked or drunk: "stopped smoking for at least "."""


def is_window(text: str, time: TimePoint) -> bool:
    """Whether a time of a sentence tells how far back people were asked, or how long they had to have held out.

    Examples
    --------
    >>> from curate.parse.duration import find_times
    >>> said = ("those who stopped smoking for seven days", "past 7-day smoking", "after seven days")
    >>> [is_window(text, find_times(text)[-1]) for text in said]
    [True, True, False]
    """
    before = text[max(0, time.start - 16) : time.start]
    brief = (time.days or A_MONTH) < A_MONTH and before.endswith(("for ", "least "))
    if brief and _ABSTAINED_FOR.search(text, 0, time.start):
        return True
    asked = _PAST.search(before) or _ABSTINENT.match(text, time.start)
    return bool(asked) or looks_back(text, time.start, time.end)


def looks_back(text: str, start: int, end: int) -> bool:
    """Whether a time ahead of a bracket tells how far abstinence was asked for: "abstinence was rarer for 7-day ("."""
    opened = text[end : end + 2].strip()[:1] in ("(", "[") and end < len(text)
    asked = opened and _LOOKS_BACK.match(text[start:end]) and _ABSTINENCE.search(text)
    return bool(asked and not _AT.search(text[max(0, start - 12) : start]))


def looked_back(text: str, start: int) -> str:
    """Return how far back abstinence was asked for, where the bracket of a value is of it; or empty.

    Examples
    --------
    >>> looked_back("Abstinence was rarer for 7-day (4% v 9%)", 33), looked_back("Sleep was rarer at 7-day (4%)", 27)
    ('7-day', '')
    """
    opening = text.rfind("(", 0, start)
    last = (
        _LOOKED_BACK.search(text[max(0, opening - 16) : opening])
        if opening > text.rfind(")", 0, start)
        else None
    )
    return last["span"] if last and _ABSTINENCE.search(text, 0, start) else ""


_LOOKED_BACK = re.compile(r"(?<!at )(?<!after )(?<!by )(?P<span>\b\d+-(?:day|hour))\s*\Z")
