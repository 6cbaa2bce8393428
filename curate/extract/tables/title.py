"""The times that a table's title gives to all of its numbers."""

from __future__ import annotations

import re

from curate.extract.tables.time_labels import is_start, times_in

_CHARACTERISTICS = re.compile(
    r"(?i)^(?:\w+\W+){0,3}?(?P<time>baseline)(?:\W+\w+){0,4}?\W+(?:characteristics?|demographics?|features|profiles?|data)\b"
)
_MORE = re.compile(
    r"(?i)(?:\b(?:and|to|versus|vs\.?)|,)\s+(?:\w+\s+){0,2}(?:outcomes?|results?|follow-?up|changes?|end ?points?|\d)"
)
_ACCORDING = re.compile(
    r"(?i)\b(?:according to|stratified by|depending on|by|for) [^,;.]{1,60}?"
    r" (?:status|use|subgroups?|class(?:es)?|levels?|tertiles?|quartiles?) at \w+.*"
    r"|\b(?:according to|stratified by) (?:(?!groups?\b|arms?\b|treatment|allocat|assign)[^,;.]){1,60}?"
    r" at (?:baseline|randomi[sz]ation|entry|enroll?ment|inclusion|screening|admission)\b"
    r"|\bby (?:(?!groups?\b|arms?\b|cohorts?\b|treatment|intervention|condition|allocat|assign|random|stud)[^,;.])"
    r"{1,60}?"
    r" at (?:baseline|randomi[sz]ation|entry|enroll?ment|inclusion|screening|admission)\b"
    r"|\b(?:with|without)\W+(?:missing|known|unknown) [^,;.]{1,40}? (?:at|by|beyond) \w+.*"
)
"""Which people the columns are: "according to smoking status at baseline"."""


def corner_times(corner: str) -> list[str]:
    """Return "Baseline" where the head of the rows' labels says that they are baseline characteristics."""
    told = _CHARACTERISTICS.match(corner)
    return [told["time"]] if told and not _MORE.search(corner) else []


def title_times(title: str) -> list[str]:
    """Return the times in a title; one where it says baseline twice, or where others are of the people only.

    Examples
    --------
    >>> title_times("Baseline characteristics of patients who died within 30 days")
    ['Baseline']
    >>> title_times("Pain at baseline and at 6 weeks")
    ['baseline', '6 weeks']
    """
    told = _CHARACTERISTICS.match(title)
    if told and not _MORE.search(title):
        return [told["time"]]
    times = list(dict.fromkeys(times_in(_ACCORDING.sub("", title))))
    return times[:1] if all(map(is_start, times)) else times
