"""Times of a label that are the age at which people did something, not when they were measured."""

from __future__ import annotations

import re

from curate.parse.duration import DAYS, TimePoint

LONGEST_TRIAL = 12.5 * DAYS["year"]
"""Days; a year of a higher number is one of life."""
CHILDHOOD = 8 * DAYS["year"]
"""Days; nobody is said to have begun a habit earlier."""
_YEAR_OF_LIFE = re.compile(r"(?i)years?\s*\d")
_UNTIL = re.compile(r"(?i)\b(?:before|until|since|prior to|by)\s+$")
_BEFORE_AGE = re.compile(r"(?i)(?:before|after) (?:the )?(?:age|year)$")
_BEGUN = re.compile(
    r"(?i)\b(?:first|start\w*|began|begun|onset|initiat\w+|learn\w*|married)\b[^,;:]*"
    r"\b(?:at|by|before|until|after|since)\s+$"
)


def is_age(label: str, time: TimePoint) -> bool:
    """Whether a time of a label is an age: "Sailing begun before year 20", "First sailed at 12 years".

    Examples
    --------
    >>> from curate.parse.duration import find_times
    >>> [is_age(label, find_times(label)[0]) for label in ("Sailed before year 20", "Sailing at year 2")]
    [True, False]
    """
    if _BEFORE_AGE.match(time.text):
        return True
    if time.anchor != "start" or not time.days:
        return False
    if time.days > LONGEST_TRIAL and _YEAR_OF_LIFE.match(time.text):
        return bool(_UNTIL.search(label, 0, time.start))
    years = "year" in time.text.lower() or "yr" in time.text.lower()
    return years and time.days >= CHILDHOOD and bool(_BEGUN.search(label, 0, time.start))
