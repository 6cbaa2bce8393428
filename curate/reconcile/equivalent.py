"""One fact in two forms: a count and a percentage; a standard error, a deviation and an interval.

What is found here is a question to a person, never an agreement: that two numbers fit a conversion does not
say which of them the report prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from math import sqrt

from curate.reconcile.precision import Span, decimal, span
from curate.reconcile.values import Context, Side, Value

COUNTED = frozenset({"events", "people"})
"""Counts that a percentage of the arm can stand for."""

SPREAD = frozenset({"sd", "se", "ci_low", "ci_high"})
_NAMES = {"sd": "SD", "se": "SE", "half": "half the interval", "ci": "interval"}


def one_number_in_two_forms(one: Decimal, two: Decimal, statistic: str, context: Context) -> str:
    """Return which conversion leads from one value to the other, both given as `statistic`; else empty.

    Formulas: percent = 100 events / n; SD = SE √n; half the interval = t(n - 1) SE (Cochrane Handbook
    6.5.2.2). Printed precision counts: 12/17 is 70.6 and 71 percent, not 72.
    """
    if statistic in COUNTED or statistic == "percent":
        return _count_and_percent(one, two, context.sizes)
    if statistic in ("sd", "se"):
        return _factor_of_spread(one, two, context)
    return ""


def said_in_another_form(statistic: str, has: Side, lacks: Side, context: Context) -> str:
    """Return how what one reader says follows from what the other says in another form; else empty.

    `has` is the side that gives `statistic`, `lacks` the one that does not.
    """
    given = _numbers(has.values)
    other = _numbers(lacks.values)
    if statistic == "percent":
        counts = [other[name] for name in sorted(COUNTED) if name in other]
        sizes = _own_sizes(other) or context.sizes
        return next(_fitting_percents([given[statistic]], counts, sizes), "")
    if statistic in COUNTED and "percent" in other:
        sizes = _own_sizes(given) or context.sizes
        return next(_fitting_percents([other["percent"]], [given[statistic]], sizes), "")
    if statistic in SPREAD:
        return next(_spreads_that_fit(statistic, given, other, context), "")
    return ""


def _numbers(values: Mapping[str, Value]) -> dict[str, Decimal]:
    found = ((name, decimal(value.text)) for name, value in values.items() if value.operator == "=")
    return {name: number for name, number in found if number is not None}


def _own_sizes(values: Mapping[str, Decimal]) -> tuple[Decimal, ...]:
    return (values["total"],) if "total" in values else ()


def _count_and_percent(one: Decimal, two: Decimal, sizes: tuple[Decimal, ...]) -> str:
    ways = ((one, two), (two, one)) if one < two else ((two, one), (one, two))
    return next((said for way in ways for said in _fitting_percents([way[1]], [way[0]], sizes)), "")


def _fitting_percents(
    percents: list[Decimal], counts: list[Decimal], sizes: tuple[Decimal, ...]
) -> Iterator[str]:
    for percent, count, size in product(percents, counts, sizes):
        whole = count == count.to_integral_value() and 0 <= count <= size and size > 0
        if whole and span(percent).meets(Span(*[float(100 * count / size)] * 2)):
            yield f"{count}/{size} = {percent}%: a count and its percentage?"


def _factor_of_spread(one: Decimal, two: Decimal, context: Context) -> str:
    small, large = sorted((one, two))
    first, second = span(small), span(large)
    if small <= 0 or not (first.is_telling and second.is_telling):
        return ""
    for size in context.sizes:
        if size < 2:
            continue
        root, quantile = sqrt(size), _quantile(float(size), context.level)
        factors = (
            (root, f"√{size}", "SE and SD?"),
            (quantile, f"t({size - 1})", "SE and half of an interval?"),
            (root / quantile, f"√{size}/t({size - 1})", "half of an interval and SD?"),
        )
        for factor, name, question in factors:
            if factor > 1 and first.times(factor).meets(second):
                return f"{small} × {name} = {large}: {question}"
    return ""


def _spreads_that_fit(
    statistic: str, given: Mapping[str, Decimal], other: Mapping[str, Decimal], context: Context
) -> Iterator[str]:
    form = "ci" if statistic.startswith("ci_") else statistic
    for size in context.sizes:
        if size < 2:
            continue
        mine = _deviations(given, float(size), context.level)
        for name, theirs in _deviations(other, float(size), context.level).items():
            if name != form and form in mine and mine[form].meets(theirs):
                said = sorted((_named(form, given), _named(name, other)))
                yield f"{said[0]} = {said[1]} with n = {size}: one spread in two forms?"


def _deviations(values: Mapping[str, Decimal], size: float, level: float) -> dict[str, Span]:
    """Return form → the SDs that it can stand for, of forms printed finely enough to tell."""
    found = {}
    if "sd" in values:
        found["sd"] = span(values["sd"])
    if "se" in values:
        found["se"] = span(values["se"]).times(sqrt(size))
    if "ci_low" in values and "ci_high" in values:
        low, high = span(values["ci_low"]), span(values["ci_high"])
        width = Span(high.low - low.high, high.high - low.low)
        found["ci"] = width.times(sqrt(size) / (2 * _quantile(size, level)))
    return {form: deviation for form, deviation in found.items() if deviation.is_telling}


def _named(form: str, values: Mapping[str, Decimal]) -> str:
    if form == "ci":
        return f"interval {values['ci_low']} to {values['ci_high']}"
    return f"{_NAMES[form]} {values[form]}"


def _quantile(size: float, level: float) -> float:
    """Return t with n - 1 degrees of freedom for a two-sided interval of `level` percent."""
    from scipy.special import stdtrit

    return float(stdtrit(size - 1, 0.5 + level / 200))
