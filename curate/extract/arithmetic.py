"""What the numbers of a result, and of the results beside it, say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from curate.model.reading import Reading

ROUNDING = 1.0
"""Percent: how far a printed percentage may lie from its counts; some reports cut, not round."""

ESTIMATES = ("md", "smd", "rom", "rr", "or", "hr", "rd", "irr")
_AROUND = (
    (("mean", *ESTIMATES), ("ci_low", "ci_high")),
    (("median",), ("q1", "q3")),
    (("mean", "median"), ("min", "max")),
)
_ORDERED = (("ci_low", "ci_high"), ("q1", "q3"), ("min", "max"))
_RANGES = {
    "sd": (0.0, float("inf")),
    "se": (0.0, float("inf")),
    "p": (0.0, 1.0),
    "percent": (0.0, 100.0),
    "n": (0.0, float("inf")),
    "events": (0.0, float("inf")),
}


def contradictions(readings: Iterable[Reading]) -> list[set[str]]:
    """Return for each reading of one result the flags of what its own or the others' numbers contradict."""
    readings = list(readings)
    numbers = {
        r.statistic: number for r in readings if r.operator == "=" and (number := r.number) is not None
    }
    told = (
        ("percent_mismatch", _mismatched(numbers)),
        ("outside_interval", _outside(numbers)),
        ("limits_disordered", _disordered(numbers)),
        ("out_of_range", _out_of_range(numbers)),
    )
    concerned = [(flag, statistics) for flag, statistics in told if statistics]
    return [
        {flag for flag, statistics in concerned if reading.statistic in statistics}
        for reading in readings
    ]


def _mismatched(numbers: Mapping[str, float]) -> set[str]:
    parts = {"events", "total", "percent"}
    if not parts <= numbers.keys() or numbers["total"] <= 0:
        return set()
    share = 100 * numbers["events"] / numbers["total"]
    return parts if abs(share - numbers["percent"]) > ROUNDING else set()


def _outside(numbers: Mapping[str, float]) -> set[str]:
    """Return the statistics of an estimate outside of its own limits.

    Beside a percentage nobody can tell whose limits they are.
    """
    found: set[str] = set()
    for centres, (low, high) in _AROUND:
        if not {low, high} <= numbers.keys() or (low == "ci_low" and "percent" in numbers):
            continue
        for centre in centres:
            if centre in numbers and not numbers[low] <= numbers[centre] <= numbers[high]:
                found |= {centre, low, high}
    return found


def _disordered(numbers: Mapping[str, float]) -> set[str]:
    pairs = [{low, high} for low, high in _ORDERED if {low, high} <= numbers.keys()
             and numbers[low] > numbers[high]]  # fmt: skip
    return set().union(*pairs)


def _out_of_range(numbers: Mapping[str, float]) -> set[str]:
    found = {
        statistic
        for statistic, (low, high) in _RANGES.items()
        if statistic in numbers and not low <= numbers[statistic] <= high
    }
    if {"events", "total"} <= numbers.keys() and numbers["events"] > numbers["total"]:
        found |= {"events", "total"}
    return found


def reversed_sign(difference: Reading, first: float, second: float) -> bool:
    """Whether a printed difference is `second` less `first`, to the digits that it is printed with."""
    number, decimals = difference.number, difference.decimals
    if number is None or decimals is None or difference.operator != "=":
        return False
    room = 1.5 * 10.0**-decimals  # of three rounded numbers
    stated = first - second
    return abs(number + stated) <= room < abs(number - stated)
