"""Differences of shares of people: risk differences, and whether they are in percentage points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curate.model.reading import Found, Reading

_AVERAGES = frozenset({"mean", "median"})
_LIMITS = frozenset({"md", "ci_low", "ci_high", "se"})
PERCENT = "%"
MOST_POINTS = 100  # nobody's risk differs by more

Row = tuple[str | None, int | None]


def with_risk_differences(found: Iterable[Found]) -> list[Found]:
    """Call the differences of rows that count people risk differences.

    A header over all rows says "Difference (95% CI)", of means here and of shares there. In percentage points, which
    the printed sign or the arms' own percentages tell, their unit is ``%``.
    """
    items = list(found)
    rows: dict[Row, list[Reading]] = {}
    for item in items:
        if not item.result.comparators:
            for reading in item.readings:
                rows.setdefault(_row(reading), []).append(reading)
    return [_as_risk(item, rows) if item.result.comparators else item for item in items]


def _row(reading: Reading) -> Row:
    evidence = reading.evidence
    return (evidence.table, evidence.row) if evidence else (None, None)


def _as_risk(item: Found, rows: dict[Row, list[Reading]]) -> Found:
    difference = next((reading for reading in item.readings if reading.statistic == "md"), None)
    beside = rows.get(_row(difference), []) if difference else []
    kinds = {reading.statistic for reading in beside}
    if difference is None or "events" not in kinds or kinds & _AVERAGES:
        return item
    if abs(difference.number or 0.0) > MOST_POINTS:
        return item
    unit = PERCENT if _in_points(difference, beside) else difference.unit
    return replace(item, readings=tuple(_called(reading, unit) for reading in item.readings))


def _called(reading: Reading, unit: str) -> Reading:
    if reading.statistic not in _LIMITS:
        return reading
    return replace(
        reading, statistic="rd" if reading.statistic == "md" else reading.statistic, unit=unit
    )


def _in_points(difference: Reading, beside: Iterable[Reading]) -> bool:
    """Whether a difference is in percentage points: by its sign, its size, or what the arms make."""
    shares = [r.number for r in beside if r.statistic == "percent" and r.number is not None]
    size = abs(difference.number or 0.0)
    if PERCENT in difference.as_printed or size > 1:
        return True
    if len(shares) != 2:
        return False
    made = abs(shares[0] - shares[1])
    return abs(size - made) < abs(size - made / 100)
