"""Labels whose kind shows only beside those next to them: letters, answers, classes, numbers of weeks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.naming import Name
from curate.extract.tables.stub import RowAxis, below_one_heading

_LETTERS = re.compile(r"^[A-Z](?:/[A-Z])?$")


def name_lettered_rows(rows: Iterable[RowAxis]) -> None:
    """Rows named by letters under one head are groups: "F" beside "M" is no F, "P" beside "A" and "N" no p."""
    lettered = (row for row in rows if row.names and _LETTERS.match(row.names[-1].text))
    for names in below_one_heading(lettered):
        if len({name.text for name in names}) > 1:
            for name in names:
                name.kind = "letter"


def name_answers(columns: Mapping[int, Sequence[Name]], rows: Sequence[RowAxis]) -> None:
    """Beside "Yes" a row or column called "No" counts no people: it is the other answer."""
    answers: dict[tuple[int, ...], dict[str, list[Name]]] = {}
    for over in columns.values():
        for name in over:
            if name.text.lower() in ("yes", "no"):
                answers.setdefault((-1, name.cell.row), {}).setdefault(name.text.lower(), []).append(
                    name
                )
    for row in rows:
        if row.names and row.names[-1].text.lower() in ("yes", "no"):
            answers.setdefault(row.block, {}).setdefault(row.names[-1].text.lower(), []).append(
                row.names[-1]
            )
    for said in answers.values():
        if len(said) > 1:
            for name in said["no"]:
                name.kind = "other"
    for row in rows:  # "No" beside "147 (95)" is the answer of people who are counted
        if row.names and row.names[-1].text == "No" and any(_BRACKET.search(c.plain) for c in row.cells):
            row.names[-1].kind = "other"


_BRACKET = re.compile(r"\d\s*[(\[]\s*[<\d]")
_MIDDLE = frozenset({"middle", "medium", "intermediate", "mid"})


def name_middles(rows: Iterable[RowAxis]) -> None:
    """Beside "Middle" a row called "Lower" or "Upper" is a class, no limit of an interval."""
    for beside in below_one_heading(rows):
        names = {name.text.casefold(): name for name in beside}
        if not _MIDDLE.isdisjoint(names):
            for text in ("lower", "upper"):
                if text in names:
                    names[text].kind = "letter"


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
"""All rows below a unit other than years, in which people's ages are told, are from one time to another: "6–12"."""
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

    Under one that names a time with its unit spans are too: "Time to event, y" over "≤ 1" and ">1 to 2".
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
