"""Numbers of cases beside the time that people were followed: events of which one person may have several."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.parse.people import MANY_PEOPLE

_PERSON_TIME = re.compile(
    r"(?i)\b(?:person|patient|child|infant|woman|subject|participant)s?[- –]{1,2}(?:years?|months?|weeks?|days?|time)\b"
    r"|\bincidence (?:rate|density|per)\b|\brates? per\b|(?-i:\bPYAR\b|\bPYO\b|\bPYRS?\b)"
)
_CASES = re.compile(
    r"(?i)(?:(?:total )?(?:no\.?|numbers?|n)(?: of)? )?(?:(?!people|persons|patients)[a-z-]+ ){0,2}"
    r"(?:cases?|episodes?|events?|attacks?|infections?|admissions?|exacerbations?|falls|fractures)\b(?! rate)"
)


def tells_person_time(text: str) -> bool:
    """Whether a label is of the time that people were followed, or of a rate per such time.

    Examples
    --------
    >>> tells_person_time("Person-years"), tells_person_time("Incidence per PYAR"), tells_person_time("5 years")
    (True, True, False)
    """
    return bool(_PERSON_TIME.search(text))


def case_columns(columns: Mapping[int, Sequence[Name]]) -> frozenset[int]:
    """Return the columns of numbers of cases, in a table that has their people's time or their rate beside them."""
    if not any(tells_person_time(n.cell.plain) for names in columns.values() for n in names):
        return frozenset()
    return frozenset(
        col
        for col, names in columns.items()
        if _CASES.match(names[-1].cell.plain) and not tells_person_time(names[-1].cell.plain)
    )


_ALL_EVENTS = re.compile(
    r"(?i)(?:total|all|(?:total )?(?:numbers?|no\.?) of) (?:adverse (?:events?|effects?|reactions?)|AEs|side effects)\b"
)
_PEOPLE_WITH = re.compile(
    rf"(?i)\b{MANY_PEOPLE} with (?:an?|any|one|at least|≥).*(?:\badverse\b|\bAEs?\b|\bside effects?\b)"
)
_FIRST = re.compile(r"\d+")


def counts_events(rows: Sequence[RowAxis]) -> bool:
    """Whether the rows of a table of harms count events: all of them are more than the people who had one."""
    events = next(
        (row for row in rows if row.names and _ALL_EVENTS.match(row.names[-1].cell.plain)), None
    )
    people = next(
        (row for row in rows if row.names and _PEOPLE_WITH.search(row.names[-1].cell.plain)), None
    )
    if events is None or people is None:
        return False
    had = {cell.col: int(match[0]) for cell in people.cells if (match := _FIRST.match(cell.plain))}
    told = {cell.col: int(cell.plain) for cell in events.cells if cell.plain.isdecimal()}
    return bool(had) and had.keys() == told.keys() and all(told[col] > had[col] for col in had)


def as_cases(stated: list[Stated], place: Place, columns: Collection[int]) -> list[Stated]:
    """Return a lone count in such a column as a number of events."""
    if place.cell.col not in columns or len(stated) != 1 or stated[0].statistic not in ("n", "events"):
        return stated
    return [replace(stated[0], statistic="event_count", source="column", guessed=False)]
