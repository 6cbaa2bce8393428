"""Which way round a difference is whose header names no arms: as the table's averages show, or its text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from curate.extract.arithmetic import reversed_sign
from curate.model.reading import Found, Reading

DIFFERENCES = ("md", "rd")
"""Statistics that change their sign with their direction."""


def with_directions(found: Iterable[Found], said: str = "") -> list[Found]:
    """Turn round the unnamed differences of a table where its averages say that they are the other way.

    A table computes all its differences alike, so that a row without averages follows the others; what no
    row shows is as caption and notes, `said`, name the arms. What they do not name either stays in the order of
    the columns, with the flag ``direction_unsaid``.
    """
    items = list(found)
    centres = _centres(items)
    shown = [_is_reversed(item, centres) for item in items if _is_unnamed(item)]
    told = [way for way in shown if way is not None]
    if not told:
        return [_as_said(item, said) if _is_unnamed(item) else item for item in items]
    if not all(told):
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


def _as_said(item: Found, said: str) -> Found:
    """Return a difference the way its text names the two arms; flagged where it does not."""
    one, other = item.result.arms[0], item.result.comparators[0]
    if _names_first(said, one, other):
        return item
    if _names_first(said, other, one):
        return _turned(item)
    flagged = (replace(r, flags=tuple(sorted({*r.flags, UNSAID}))) for r in item.readings)
    return replace(item, readings=tuple(flagged))


UNSAID = "direction_unsaid"
_BETWEEN = (
    r"(?:\W+\w+){0,2}?\W*"
    r"(?:\b(?:versus|vs\.?|minus|over|relative to|(?:as )?compared (?:with|to))\b|\s[-–−—]\s)"
)


def _names_first(said: str, one: str, other: str) -> bool:
    """Whether a text says "drug versus placebo", or "drug minus placebo", of the two in this order."""
    first, second = (re.escape(arm) for arm in (one, other))
    return bool(re.search(rf"(?<!\w){first}{_BETWEEN}\W*(?:the )?{second}(?!\w)", said, re.I))


def _turned(item: Found) -> Found:
    result = item.result
    return replace(item, result=replace(result, arms=result.comparators, comparators=result.arms))
