"""Cells that are named outright, by themselves or by their labels: sizes, counts, P values."""

from __future__ import annotations

import re

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.stated import Stated
from curate.parse.people import MANY_PEOPLE
from curate.parse.statistic import Shape
from curate.parse.statistic_said import INTERVALS, find_said

_WITH_DATA = re.compile(
    rf"(?i)(?:(?:numbers?|no\.?|n)(?: of)? )?(?:{MANY_PEOPLE} )?(?:with (?:available |complete )?(?:data|measurements?)"
    r"|(?:with )?available data|analy[sz]ed|assessed)"
)
"""The head of a column of how many people the numbers in the next one are of."""
_OWN_P = re.compile(r"p(?: \w)?")  # its mark behind it


def named(place: Place, shape: Shape, counted: bool = False) -> list[Stated] | None:
    """Return the n or p that the cell itself or its labels name, None when they name neither.

    `counted` says that a column of percentages follows: then n are the people with the event.
    """
    first, alone = shape.numbers[0], len(shape.numbers) == 1
    own = shape.words.strip().lower()
    if place.counts:
        return [Stated("events", first, "row")]
    if own == "n" and alone and first.operator == "=":
        leading = re.match(r"\W*n\b", place.cell.plain, re.I)
        return [Stated("n" if leading else "events", first, "cell")]  # "n = 19", but "13 (n)"
    if alone and first.whole and place.over and _WITH_DATA.fullmatch(place.over[-1].cell.plain):
        return [Stated("n", first, "column")]
    if _OWN_P.fullmatch(own) and alone and is_p(shape):
        return [Stated("p", first, "cell")]
    if place.names("p"):
        return [Stated("p", first, "column")] if is_p(shape) else []
    limits = _limits_over(place)
    if limits and alone and place.cell.colspan == 1:
        return [Stated(limits[place.cell.col - place.over[-1].cell.col], first, "column")]
    part = _part_of_pair(place) if alone else ""
    if part and (first.whole or part == "percent"):
        return [Stated(part, first, "row")]
    missing = bool(place.beside) and _MISSING_ROW.match(place.beside[-1].cell.plain)
    if alone and first.whole and missing and not first.percent:
        return [Stated("events", first, "row")]
    if any(name.kind == "statistic" and _is_average(name.cell.plain) for name in place.beside[-1:]):
        return None  # "Median" beside a column of numbers of patients
    if counted and alone and first.whole and not any(map(_says, (*place.over, *place.beside))):
        return [Stated("events", first, "shape")]
    sizes = place.names("n")  # "(n = 20)" is no label but of counts with their percentages beside them
    if sizes and (counted or any(name.text for name in sizes)) and alone and first.whole:
        counted = counted or _counts_of_sized(place)
        return [Stated("events" if counted else "n", first, "column")]
    return None


def _part_of_pair(place: Place) -> str:
    """Return which half of the row's "(N, %)" a place is where one arm heads just two columns, empty for none."""
    own = place.over[-1] if place.over else None
    if own is None or own.kind != "arm" or own.cell.colspan != 2 or place.cell.colspan != 1:
        return ""
    said = find_said(place.beside[-1].cell.plain) if place.beside else []
    if len(said) != 1 or said[0].slots != ("events", "percent"):
        return ""
    both = all(any(c.col == col for c in place.row.cells) for col in (own.cell.col, own.cell.col + 1))
    return said[0].slots[place.cell.col - own.cell.col] if both else ""


def _limits_over(place: Place) -> tuple[str, str] | None:
    """Return both limits of the interval that heads just two columns, "95% CI", one of which a place is in."""
    own = place.over[-1] if place.over else None
    if own is None or own.cell.colspan != 2 or own.kind not in ("statistic", "other"):
        return None
    said = find_said(own.cell.plain)
    slots = said[0].slots if len(said) == 1 else ()
    return INTERVALS.get(slots[0]) if len(slots) == 1 else None


def _says(name: Name) -> bool:
    return bool(find_said(name.cell.plain))


_MISSING_ROW = re.compile(
    r"(?i)^(?:missing|unknown|not (?:known|reported|recorded|stated|available))(?: data)?\W*$"
)
"""A row of a class of people who have no value."""


def _is_average(label: str) -> bool:
    return any(said.slots[0] in _OF_VALUES for said in find_said(label))


_OF_VALUES = frozenset({"mean", "median", "range", "iqr", "sd", "se", "min", "max", "q1", "q3"})


def _counts_of_sized(place: Place) -> bool:
    """Whether "number of patients" is said of all columns, whose arms have their sizes: then they had the event."""
    return any(n.kind == "n" and n.cell.colspan > 1 for n in place.over) and any(n.n for n in place.over)


def is_p(shape: Shape) -> bool:
    """Whether the first number of a cell may be a P value."""
    return 0 <= float(shape.numbers[0]) <= 1
