"""One fact in two forms: a count and a percentage; a standard error, a deviation and an interval.

What is found here is a question to a person, never an agreement: that two numbers fit a conversion does not
say which of them the report prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from math import sqrt

from curate.reconcile.precision import Span, decimal, places, same_print, span
from curate.reconcile.values import Context, Side, Value

COUNTED = frozenset({"events", "people"})
"""Counts that a percentage of the arm can stand for."""

FEW = 2
"""Counts of an arm that a printed percentage may fit and still tell which one is meant."""

SPREAD = frozenset({"sd", "se", "ci_low", "ci_high"})
_NAMES = {"sd": "SD", "se": "SE", "half": "half the interval", "ci": "interval"}


def one_number_in_two_forms(one: Decimal, two: Decimal, statistic: str, context: Context) -> str:
    """Return which conversion leads from one value to the other, both given as `statistic`; else empty.

    Formulas: percent = 100 events / n; SD = SE √n; half the interval = t(n - 1) SE (Cochrane Handbook
    6.5.2.2). Printed precision counts: 12/17 is 70.6 and 71 percent, not 72. In two numbers of events a percentage is
    seen only where little else fits: 6 is the percentage of eight counts of 793. See `_is_doubtful`.
    """
    if statistic in COUNTED or statistic == "percent":
        return _count_and_percent(one, two, context)
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


def _count_and_percent(one: Decimal, two: Decimal, context: Context) -> str:
    """Return how one number is the percentage of the other, first the larger one of the smaller."""
    small, large = sorted((one, two))
    for count, percent in ((small, large), (large, small)):
        for size in context.sizes:
            first = count == one
            if _is_share(percent, count, size) and not _is_doubtful(
                percent, count, size, context, first=first
            ):
                return _share_in_words(percent, count, size)
    return ""


def _is_share(percent: Decimal, count: Decimal, size: Decimal) -> bool:
    """Whether a whole count of so many people is, rounded as a percentage is printed, that percentage."""
    whole = count == count.to_integral_value() and 0 <= count <= size and size > 0
    return whole and span(percent).meets(_share(count, size))


def _share(count: Decimal, size: Decimal) -> Span:
    exact = float(100 * count / size)
    return Span(exact, exact)


def _is_doubtful(
    percent: Decimal, count: Decimal, size: Decimal, context: Context, *, first: bool
) -> bool:
    """Whether what fits as a percentage and its count is more likely two counts; `first` where reader one counts.

    So it is where the report gives the count another, finer percentage; where somebody gives a percentage of this
    result that is another; where the two differ on another arm and nothing of the kind fits there, since who took the
    column of percentages took it for every arm; and, where no other arm shows it too, where the percentage fits
    more than `FEW` counts of the arm.
    """
    near = [number for each in context.printed if (number := decimal(each.text)) is not None]
    if any(places(q) > places(percent) and _is_share(q, count, size) for q in near):
        return True
    given = [
        number
        for side in (context.one, context.two)
        if (value := side.values.get("percent")) and (number := decimal(value.text)) is not None
    ]
    if given and not any(same_print(number, percent) for number in given):
        return True
    found = [
        any(
            _is_share(each.two if first else each.one, each.one if first else each.two, n)
            for n in each.sizes
        )
        for each in context.siblings
        if each.one != each.two
    ]
    return not all(found) or (not found and size.scaleb(-places(percent) - 2) > FEW)


def _share_in_words(percent: Decimal, count: Decimal, size: Decimal) -> str:
    exact = 100 * count / size
    told = f"{percent}%" if places(percent) or exact == percent else f"{exact:.1f}%, rounded {percent}%"
    return f"{count}/{size} = {told}: a count and its percentage?"


def _fitting_percents(
    percents: list[Decimal], counts: list[Decimal], sizes: tuple[Decimal, ...]
) -> Iterator[str]:
    for percent, count, size in product(percents, counts, sizes):
        if _is_share(percent, count, size):
            yield _share_in_words(percent, count, size)


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
