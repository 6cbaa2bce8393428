"""The times that a table's title gives to all of its numbers."""

from __future__ import annotations

import re

from curate.extract.tables.names.time_labels import is_start, times_in
from curate.parse.label import basis_of
from curate.parse.people import MANY_PEOPLE

_CHARACTERISTICS = re.compile(
    r"(?i)^(?:\w+\W+){0,3}?(?P<time>base-?line)(?:\W+\w+){0,4}?\W+(?:characteristics?|demographics?|features|profiles?|data|variables?)\b"
)
_MORE = re.compile(
    r"(?i)(?:\b(?:and|to|versus|vs\.?)|,)\s+(?:\w+\s+){0,2}(?:outcomes?|results?|follow-?up|changes?|end ?points?|\d)"
)
_LOST = r"(?:lost|drop-?outs?|dropped out|attriters|non-?complet\w+|loss to follow-?up)"
_KEPT = r"(?:retained|remain(?:ed|ing|ers)|(?<!non)(?<!non-)complet\w+|stay(?:ed|ers)|followed|not lost)"
"""Of whom a title compares those who left with those who stayed: "lost and retained at one-year follow-up"."""
_ACCORDING = re.compile(
    r"(?i)\b(?:according to|stratified by|depending on|by|for) [^,;.]{1,60}?"
    r" (?:status|use|subgroups?|class(?:es)?|levels?|tertiles?|quartiles?) at \w+.*"
    r"|\b(?:according to|stratified by) (?:(?!groups?\b|arms?\b|treatment|allocat|assign)[^,;.]){1,60}?"
    r" at (?:baseline|randomi[sz]ation|entry|enroll?ment|inclusion|screening|admission)\b"
    r"|\bby (?:(?!groups?\b|arms?\b|cohorts?\b|treatment|intervention|condition|allocat|assign|random|stud)[^,;.])"
    r"{1,60}?"
    r" at (?:baseline|randomi[sz]ation|entry|enroll?ment|inclusion|screening|admission)\b"
    r"|\b(?:according to|stratified by|depending on|by) (?:(?:the|levels? of|their) ){0,2}base-?line\W+\w[^,;.:]*"
    rf"|\b{MANY_PEOPLE} who\b[^,;.:]*"
    r"|\b(?:with|without)\W+(?:missing|known|unknown) [^,;.]{1,40}? (?:at|by|beyond) \w+.*"
    r"|\b(?:with|having) (?:\w+ ){1,4}data at [^,;:.]*"
    rf"|\b{_LOST}\b[^;:.]*?\b{_KEPT}\b[^,;:.]*|\b{_KEPT}\b[^;:.]*?\b{_LOST}\b[^,;:.]*"
)
"""Which people the columns are: "according to smoking status at baseline"."""
_OF_THOSE = re.compile(
    rf"(?i)\b(?:in|among|of|for) (?:\w+ ){{0,3}}(?:{MANY_PEOPLE}|quitters|non-?smokers|abstainers|drinkers)"
    r" (?:(?!and\b|or\b)\w+ ){0,3}?"
    r"at (?:baseline|randomi[sz]ation|(?:study |trial )?entry|enroll?ment|inclusion|screening|admission)\b"
)
"""Of whom a title tells what came later: "continence at 1 year in women symptomatic at baseline"."""
_OF_AFFECTED = re.compile(
    rf"(?i)\b(?:in|among|of|for) (?:\w+ ){{0,3}}{MANY_PEOPLE} (?:with|without|having)\b[^,;:.]* at base-?line\b"
)
_CAME_OUT = re.compile(
    r"(?i)\b(?:(?:progression|disease|event)-free|survival|[A-Z]{0,3}PFS|respon(?:ses?|ders?)|efficacy|outcomes?"
    r"|end ?points?|mortality|deaths?|relapses?|recurrences?|events?)\b"
)
"""Of whom, and what came out: "response rates in patients with brain metastases at baseline"."""


def corner_times(corner: str) -> list[str]:
    """Return the one time in the head of the rows' labels: "Work after two years", "Baseline characteristic"."""
    told = _CHARACTERISTICS.match(corner)
    if told and not _MORE.search(corner):
        return [told["time"]]
    times = list(times_in(corner))
    return times if len(times) == 1 and not is_start(times[0]) else []


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
    said = _ACCORDING.sub("", title)
    times = list(dict.fromkeys(times_in(said)))
    if len(times) > 1:
        times = list(dict.fromkeys(times_in(_OF_THOSE.sub("", said)))) or times
    later = _PREDICTS.search(said) or _AT_THE_END.search(said)
    if len(times) == 1 and (later or (_CAME_OUT.search(said) and _OF_AFFECTED.search(said))):
        times = list(times_in(_OF_THOSE.sub("", said)))
    if len(times) < 2 and len(_FROM_TO.findall(said)) > 1:
        return []  # of one stretch each part of the table, only one of whose ends is known as a time
    after = _AFTER_OPERATION.match(said) if not times else None
    if after:
        return [after["time"]]
    either = _EITHER.search(said) if len(times) < 2 else None
    if either:
        return [either[1]]
    if len(times) == 2 and (span := _span_in(said, *times)):
        return [span]
    return times[:1] if all(map(is_start, times)) else times


_EITHER = re.compile(
    r"(?i)\((?:at )?(\d{1,2}(?:-|th)? or \d{1,2}[- ](?:months?|mos?|weeks?|wks?|years?|days?)(?: follow-?up)?)\)"
)
"""Two times of one outcome: "long-term (9- or 12-month) cessation"."""


_AFTER_OPERATION = re.compile(
    r"(?i)(?:(?:incidence|rates?|frequency|summary|details) of |(?:early|major|minor|all) |the )*"
    r"(?P<time>post[- ]?operative) (?:\w+ )?"
    r"(?:complications?|morbidity|mortality|outcomes?|courses?|recovery|data|results|appearances?|findings"
    r"|status|pain|symptoms?|events|improvement)\b"
)
"""A title of what came after an operation, which has no other time."""


def _span_in(title: str, first: str, last: str) -> str:
    """Return the one stretch of time that a title is of, none where it tells a change over it."""
    if is_start(first) or basis_of(title) == "change" or _CHANGED.search(title):
        return ""
    span = re.search(
        rf"(?i)\bfrom ({re.escape(first)} (?:to|until|through) (?:the )?(?:end of )?{re.escape(last)})",
        title,
    )
    return span[1] if span else ""


_CHANGED = re.compile(
    r"(?i)\b(?:differences?|increases?|decreases?|improvements?|reductions?|progress\w*)\b"
)


_AT_THE_END = re.compile(r"(?i)\bat (?:the )?(?:final|end|last|follow-?up)\b.*?\b(?:among|in|of)\b")
"""A title of what came out, and of whom: "status at final among smokers at baseline"."""


_PREDICTS = re.compile(
    r"(?i)\b(?:predict\w+|regression|models?|determinants?|(?:odds|hazard|risk) ratios?)\b"
)
"""In a title, what came later by what was known before: "predicting quitting for smokers at enrollment"."""
_FROM_TO = re.compile(r"\bfrom\b[^,;.]*?\bto\b")
