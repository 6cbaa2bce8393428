"""Which way round a difference is whose header names no arms: as the averages of its own table show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from curate.extract.arithmetic import reversed_sign
from curate.model.reading import Found, Reading

DIFFERENCES = ("md", "rd")
"""Statistics that change their sign with their direction."""


def with_directions(found: Iterable[Found]) -> list[Found]:
    """Turn round the unnamed differences of a table where its averages say that they are the other way.

    A table computes all its differences alike, so that a row without averages follows the others; what no
    row shows stays as it is, the arms in the order of the columns.
    """
    items = list(found)
    centres = _centres(items)
    shown = [_is_reversed(item, centres) for item in items if _is_unnamed(item)]
    told = [way for way in shown if way is not None]
    if not told or not all(told):
        return items
    return [_turned(item) if _is_unnamed(item) else item for item in items]


Centres = dict[tuple[int | None, str, str], set[float]]


def _centres(items: Iterable[Found]) -> Centres:
    """Return row, arm and time → the averages or percentages there."""
    centres: Centres = {}
    for item in items:
        result = item.result
        if len(result.arms) != 1 or result.comparators:
            continue
        for reading in item.readings:
            if reading.statistic in ("mean", "percent") and reading.number is not None:
                row = reading.evidence.row if reading.evidence else None
                centres.setdefault((row, result.arms[0], result.timepoint), set()).add(reading.number)
    return centres


def _is_unnamed(item: Found) -> bool:
    """Whether a result is a difference of two arms that its own labels do not name."""
    result, evidence = item.result, item.readings[0].evidence if item.readings else None
    if evidence is None or len(result.arms) != 1 or len(result.comparators) != 1:
        return False
    labels = " ".join((*evidence.row_headers, *evidence.column_headers)).casefold()
    named = any(arm.casefold() in labels for arm in (*result.arms, *result.comparators))
    return not named and _difference(item.readings) is not None


def _difference(readings: Sequence[Reading]) -> Reading | None:
    return next((reading for reading in readings if reading.statistic in DIFFERENCES), None)


def _is_reversed(item: Found, centres: Centres) -> bool | None:
    """Whether the row's averages say that the difference is the other way; None where they cannot tell."""
    difference, result = _difference(item.readings), item.result
    if difference is None or difference.evidence is None:
        return None
    row = difference.evidence.row
    sides = [
        centres.get((row, arm, result.timepoint), set()) for arm in (*result.arms, *result.comparators)
    ]
    if any(len(side) != 1 for side in sides):
        return None
    first, second = (next(iter(side)) for side in sides)
    if reversed_sign(difference, first, second):
        return True
    return False if reversed_sign(difference, second, first) else None


def _turned(item: Found) -> Found:
    result = item.result
    return replace(item, result=replace(result, arms=result.comparators, comparators=result.arms))
