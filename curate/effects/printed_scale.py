"""The scale on which a contrast is printed: proportions or percentage points, ratios or percent of the other side."""

from __future__ import annotations

import re

from curate.effects.result import Result
from curate.effects.routes import Missing, value_of
from curate.model.record import Record

POINTS = 100
"""Percentage points in a whole, the scale of a risk difference in `curate.effects.counts`."""

_PERCENT = re.compile(r"%|per ?cent|\bpp\b", re.I)
_PER = re.compile(r"(?:per\s+|/\s*)(?P<people>1[,. ]?0[0 ,.]*)|(?P<mille>‰)", re.I)
_TIME = re.compile(
    r"\b(?:years?|yrs?|py)\b|\b(?:person|patient)[- ](?:month|week|day)s?\b|\bper (?:month|week|day)\b",
    re.I,
)
_ESTIMATES = ("md", "smd", "rr", "or", "hr", "irr", "rom", "rd")

_LEAST_PERCENT = 5.0
"""A ratio from here on whose unit is % is in percent: the % of a row's label may stand beside a true ratio."""

_LARGE, _BEYOND = 0.5, 1.5
"""A difference in proportions from here on may have limits a little beyond 1, up to there."""


_OF_PROPORTIONS = 3
"""Decimals with which proportions are printed and percentage points are not: "0.102", whose unit may be its label's."""


def scale_of(result: Result, estimate: Record) -> int:
    """Return by what a printed risk difference is to be divided: 1 for proportions, `POINTS` for percentage points.

    No difference of proportions lies beyond 1, nor is one printed to a tenth: "0.7 (-0.4 to 0.9)" may be either.

    Raises
    ------
    Missing
        When neither the unit nor the numbers tell, or no two risks differ so much.
    """
    limits = (result.record("ci_low"), result.record("ci_high"))
    numbers = [record for record in (estimate, *limits, result.record("se")) if record]
    if any(_TIME.search(record.unit) for record in numbers):
        raise Missing(f"{estimate.value} {estimate.unit} is a difference of rates, and of no risks")
    scale = _scale(estimate, numbers)
    if abs(value_of(estimate)) > scale:
        raise Missing(f"no two risks differ by {estimate.value} of {scale}")
    return scale


def _scale(estimate: Record, numbers: list[Record]) -> int:
    per = {_people(match) for record in numbers if (match := _PER.search(record.unit))}
    if len(per) > 1:
        raise Missing("the printed rd and its interval are of several numbers of people")
    if per:
        return per.pop()  # "7.1 deaths per 1000 men"
    size, largest = abs(value_of(estimate)), max(abs(value_of(record)) for record in numbers)
    decimals = max(record.decimals or 0 for record in numbers)
    if any(_PERCENT.search(record.unit) for record in numbers):
        if decimals >= _OF_PROPORTIONS and largest <= 1:
            raise Missing(
                f"a risk difference of {estimate.value} in % may be a proportion under a label in percent: type it as a"
                " proportion without a unit, or with fewer decimals"
            )
        return POINTS
    either = _LARGE <= size <= 1 < largest <= _BEYOND if decimals >= 2 else largest <= 1
    if size and either:
        raise Missing(
            f"a risk difference of {estimate.value} may be a proportion or percentage points: type it as a proportion"
            " of two decimals or more"
        )
    return POINTS if largest > 1 else 1


def _people(match: re.Match[str]) -> int:
    return 1000 if match["mille"] else int(re.sub(r"\D", "", match["people"]))


def refuse_percent(name: str, estimate: Record) -> None:
    """Refuse a ratio in percent: "95.3% (88.1 to 103.1)" of the other side, or a reduction by 24%.

    Raises
    ------
    Missing
        When it is one.
    """
    if _PERCENT.search(estimate.unit) and value_of(estimate) >= _LEAST_PERCENT:
        raise Missing(
            f"{name} is printed as {estimate.value}%: type the ratio and its limits, 0.95 for 95% of the other side and"
            " 0.76 for 24% less"
        )


def others_with_interval(result: Result, name: str) -> list[Record]:
    """Return the other estimates of a contrast whose interval, of which there is one, may be theirs."""
    if not result.record("ci_low"):
        return []
    return [record for each in _ESTIMATES if each != name and (record := result.record(each))]
