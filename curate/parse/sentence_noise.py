"""Numbers of a sentence that are no values: times, doses, grades, years, counts of things."""

from __future__ import annotations

import re

_TIME_BEFORE = re.compile(
    r"(?:\b(?:at|after|for|over|within|by|during|until|through|every|last|first|next|previous|than|between|"
    r"(?:early|late|soon|long) as|"
    r"days?|weeks?|months?|years?|visits?|hours?|day|grades?|phases?|types?|stages?|class(?:es)?|levels?|table|tables|figure|"
    r"fig\.?|group|groups|cohort|arm|part|appendix|version|aged?|ages|aged between|≥|≤|<|>|step|item|items|"
    r"dose|trial|study|step|chapter|model|cycle|cycles|season|wave|session|score of|cutoff of)\s*-?\s*|[A-Za-z]-)$",
    re.I,
)
_DOSE_AFTER = re.compile(r"^\s*-?\s*(?:mg|µg|μg|mcg|IU|mL|ml|g)\b(?!\s*/\s*(?:d[lL]|[mlL]|mol))")
_ADJECTIVE = re.compile(r"^-[a-z]")
_OTHER_AFTER = re.compile(
    r"^\s*(?:centers?|centres?|sites?|hospitals?|countries|items?|questions?|groups?|arms?|doses?|sessions?|"
    r"visits?|times|fold|cycles?|point (?:scale|likert)|th\b|st\b|nd\b|rd\b|tablets?|capsules?|drugs?|"
    r"treatments?|interviews?|measurements|readings|recordings|determinations|replicates|occasions?|clinics?|trials?|studies|categories|domains|factors|scales?)\b",
    re.I,
)


_OF_GROUPS = re.compile(
    r"\s(?!(?:in|into|for|from|of|with|within|between|among|across|and|or|vs?|versus|to|on|at|by|per|all|each|points?|units?|than)\b)[a-z][\w-]+\s"
    r"(?:groups?|arms?|sites?|cent(?:er|re)s|treatments|trials|studies|"
    r"components|outcomes|end[- ]?points|measures|subscales|"
    r"comparisons)\b"
)
"""Behind a count of things that are told apart: "the 4 antibody groups"."""
_TO_TIME = re.compile(
    r"\b(?:baseline|start|entry|inclusion|enrol+ment|randomi[sz]ation|admission|discharge|surgery|birth)\s+to\s+$",
    re.I,
)
_LASTS = re.compile(r"\s*-?\s*(?:hours?|days?|weeks?|months?|years?)\b", re.I)
_END_OF_RANGE = re.compile(
    r"\b(?:waves|visits|days|weeks|months|years|cycles|grades|stages)\s+\d+(?:,\s*\d+)*,?\s+(?:and|or)\s+$|"
    r"\b(?:days|weeks|months|years|visits|cycles)\s+\d+\s*(?:to|through|and)\s+$|"
    r"\b(?:19|20)\d\d/$|\bage[ds]?\s+(?:[a-z]+\s+)?\d+\s*(?:to|and|-|\u2013)\s*$",
    re.I,
)
"""Ahead of the end of a school year, or of an age: "2009/10", "aged 53 to 81"."""
_NAME_BEFORE = re.compile(r"\b[A-Za-z]{2,}-?\d+/$")
"""Ahead of the end of a name: "HPV16/18"."""
_LAST_OF_TIMES = re.compile(
    r"\b(?:at|by|after|within)\s+(?:either\s+|both\s+)?\w+(?:,\s*\w+){0,3},?\s+(?:or|and)\s+$", re.I
)
"""Ahead of the last time of a list: "at either six or 12 months"."""
_MOMENT_OF_LIST = re.compile(
    r"\s*(?:hours?|days?|weeks?|months?|years?)\b(?:,\s*\d+\s\w+){0,3}(?:,?\s*and\s\d+\s\w+)?\s+(?:post|after\b|before\b|later\b)",
    re.I,
)
_LISTED_BEFORE = re.compile(r"(?:[,(]|\band|\bor)\s*$", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_noise(text: str, start: int, end: int) -> bool:
    """Whether a number is a time point, a dose, a grade or a count of things, not an outcome's value.

    Examples
    --------
    >>> text = "Median survival at 12 months was 6.9 months"
    >>> is_noise(text, 19, 21), is_noise(text, 33, 36)
    (True, False)
    """
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    if _OTHER_AFTER.match(after):
        return True
    if _OF_GROUPS.match(text, end) and text[start:end].strip().isdigit():
        return True
    if _ADJECTIVE.match(after) or _DOSE_AFTER.match(after):
        return True
    if _TIME_BEFORE.search(before) or _NAME_BEFORE.search(before):
        return True
    if _LASTS.match(after) and _LAST_OF_TIMES.search(text[max(0, start - 48) : start]):
        return True
    if _END_OF_RANGE.search(before):
        return True
    if _LISTED_BEFORE.search(before) and _MOMENT_OF_LIST.match(text, end):
        return True
    if _LASTS.match(after) and _TO_TIME.search(before):
        return True
    return bool(_YEAR.fullmatch(text[start:end].strip()))
