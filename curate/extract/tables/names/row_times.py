"""Headings and rows that are times by what stands beside them, and those that are ages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from curate.extract.tables.names.stub import RowAxis
from curate.parse.duration import find_times

_EVENT_OF_CARE = re.compile(
    r"(?i)^(?:at |on |upon )?"
    r"(?:(?:hospital|surgery|surgical|clinic|study|trial|treatment|program(?:me)?|ward|ICU|index) )?"
    r"(?:admission|discharge|intake|enrol?lment|recruitment|entry|birth|delivery"
    r"|(?:first|last|final) (?:visit|session))$"
)


def name_events(rows: Iterable[RowAxis]) -> None:
    """Among headings that are times, "3-month follow-up" and the like, "Surgery admission" is one."""
    heads = {id(row.names[0].cell): row.names[0].kind for row in rows if len(row.names) > 1}
    times = sum(kind == "time" for kind in heads.values())
    if not times or len(heads) - times > 1:
        return
    for row in rows:
        if (
            len(row.names) > 1
            and row.names[0].kind == "other"
            and _EVENT_OF_CARE.match(row.names[0].text)
        ):
            row.names[0].kind = "time"


def name_ages(rows: Iterable[RowAxis]) -> None:
    """Make spans below "Age group" no times: people are so old."""
    for row in rows:
        for above, name in itertools.pairwise(row.names):
            if (
                name.kind == "time"
                and _AGE.search(above.text)
                and any(t.days for t in find_times(name.text))
            ):
                name.kind = "other"


_AGE = re.compile(
    r"(?i)^(?:\w+ )?age(?:s|d| groups?| categor(?:y|ies)| class(?:es)?| range)?(?=\W|$)(?! at\b.*\bfollow)"
)
