"""Numbers that stand beside each other in a table: the eye slipped by a row or a column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from curate.reconcile.precision import decimal
from curate.reconcile.values import Context, Place

_ROW, _COLUMN = "one row apart", "one column apart"


def neighbouring_cell(one: Decimal, two: Decimal, context: Context) -> str:
    """Return how near the two values stand in one table; empty when they do not, or nobody knows where.

    Where a reader's own place is not known, another reading of the report with the same value tells it.
    One step is a row or a column. Two numbers of one cell ("12.3 (4.5)") are no step apart, and count when
    one of them was read there for another fact: else somebody mistyped the same number.
    """
    near = sorted(_near(one, two, context), key=lambda found: found[0])
    if not near:
        return ""
    _, how, table = near[0]
    small, large = sorted((one, two))
    return f"{small} and {large}{f' of {table}' if table else ''} stand {how}: {_QUESTIONS[how]}"


_SAME = "in one cell"
_QUESTIONS = {
    _SAME: "another number of it?",
    _ROW: "the neighbouring row?",
    _COLUMN: "the neighbouring column?",
}


def _near(one: Decimal, two: Decimal, context: Context) -> Iterator[tuple[int, str, str]]:
    """Yield steps, words and table of each way in which the two stand near each other."""
    mine, theirs = context.one.place, context.two.place
    if mine and theirs:
        pairs = [(mine, theirs)]
    else:
        pairs = [(mine, place) for place in _printed(two, context)] if mine else []
        pairs += [(theirs, place) for place in _printed(one, context)] if theirs else []
    for place, other in pairs:
        steps = place.steps_to(other)
        if steps == 0 and any(place.steps_to(each) == 0 for each in _printed_either(one, two, context)):
            yield 0, _SAME, place.table
        elif steps == 1:
            yield 1, _ROW if place.col == other.col else _COLUMN, place.table


def _printed(value: Decimal, context: Context) -> list[Place]:
    return [each.place for each in context.printed if decimal(each.text) == value]


def _printed_either(one: Decimal, two: Decimal, context: Context) -> list[Place]:
    return _printed(one, context) + _printed(two, context)
