"""Numbers that are times by the head over them, which names a unit: "Weeks" over the rows, "Years after surgery"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis

UNSURE = ("other", "arm", "letter")
"""Kinds of labels that may be times after all."""

_UNIT = r"(weeks?|wks?|days?|months?|mos?|years?|yrs?|[ydh]|hours?|min(?:ute)?s?)"
_UNIT_HEAD = re.compile(
    rf"(?i)^(?:time\s*\W?\s*)?{_UNIT}(?:\s+(?:after|since|from|post)\s+(?:the\s+)?[a-z-]+(?:\s+[a-z-]+){{0,3}}\s*)?\W*$"
)
_TIME_HEAD = re.compile(
    rf"(?i)^(?:time|follow[- ]?up|duration of follow[- ]?up)\b[^()\[\],]{{0,40}}[,(\[]\s*{_UNIT}\W*$"
)
_COUNTED = re.compile(r"\d{1,3}")
_NO_AGE = re.compile(r"(?i)[mwdh]")
_BETWEEN = re.compile(r"\d{1,3}\s*(?:to|[-–−])\s*\d{1,3}")
_SPANNED = re.compile(r"[<>≤≥]?\s*\d{1,3}(?:\s*(?:to|[-–−])\s*[<>≤≥]?\s*\d{1,3})?")


def time_unit(head: str) -> str:
    """Return the unit of the numbers below a head that is one, or that says times are counted in it; else nothing.

    Examples
    --------
    >>> time_unit("Years after surgery"), time_unit("Follow-up (months)"), time_unit("Dose"), time_unit("d")
    ('Years', 'months', '', '')
    """
    match = _UNIT_HEAD.match(head) or _TIME_HEAD.match(head)
    return match[1] if match and len(match[1]) > 1 else ""


def name_counted_times(corner: str, rows: Sequence[RowAxis]) -> None:
    """Under a stub head that is a unit of time, bare numbers are time points: "Weeks" over 0, 12, 24.

    Under one that names a time with its unit spans are too: "Time to event, y" over "≤ 1" and ">1 to 2". So are
    they where all rows are spans, "0-6" and "6-12" below "Months", but of years, which may be ages.
    """
    unit, spanned = _UNIT_HEAD.match(corner), _TIME_HEAD.match(corner)
    head = unit or spanned
    if head is None:
        return
    labels = [row.names[-1].text for row in rows if row.names]
    if spanned is None and _NO_AGE.match(head[1]) and all(map(_BETWEEN.fullmatch, labels)):
        spanned = head
    for row in rows:
        for name in row.names:
            if (_SPANNED if spanned else _COUNTED).fullmatch(name.text):
                name.kind, name.text = "time", f"{head[1]} {name.text}"


def name_numbers_over_columns(columns: Mapping[int, Sequence[Name]]) -> None:
    """Make bare numbers below "Years after surgery" times, with those left of them that its rule does not reach."""
    counted, units, heads = dict[int, Name](), dict[int, str](), list[Name]()
    for col, names in columns.items():
        for head, name in itertools.pairwise(names):
            if (
                _COUNTED.fullmatch(name.text)
                and head.kind in (*UNSURE, "head", "unit", "time")
                and time_unit(head.text)
            ):
                counted[col], units[col] = name, time_unit(head.text)
                heads.append(head)
    if len({name.text for name in counted.values()}) < 2:
        return
    for head in heads:
        head.kind = "head"
    for col in range(min(counted) - 1, 0, -1):
        names = columns.get(col, ())
        if len(names) != 1 or not _COUNTED.fullmatch(names[0].text):
            break
        if int(names[0].text) >= int(counted[col + 1].text):
            break
        counted[col], units[col] = names[0], units[col + 1]
    for col, name in counted.items():
        if name.kind != "time":
            name.kind, name.text = "time", f"{units[col]} {name.text}"
