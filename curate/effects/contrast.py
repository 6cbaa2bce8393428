"""Effects from contrasts that a report prints itself: an estimate with what leads to its standard error."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curate.effects.convert import spread
from curate.effects.convert.arrays import quantile_t, quantile_z
from curate.effects.measures import standardised_mean_difference
from curate.effects.printed import from_log_rank
from curate.effects.printed_scale import POINTS, others_with_interval, refuse_percent, scale_of
from curate.effects.result import Result
from curate.effects.routes import (
    Context,
    Doubt,
    Missing,
    Route,
    chosen,
    coarse,
    half_unit,
    input_of,
    printed,
    printed_level,
    value_of,
)
from curate.errors import Refused
from curate.model.effect import Input
from curate.model.problem import Severity
from curate.model.record import Record
from curate.model.terms import LOG_SCALE

STATISTIC = {
    **{"MD": "md", "RR": "rr", "OR": "or", "RD": "rd", "SMD": "md"},
    **{"ROM": "rom", "IRR": "irr", "HR": "hr"},
}
"""The printed statistic of each measure. A printed SMD is not used: its variance is not known."""

SE_ROUTES = ("se", "ci", "t", "f", "z", "p")
"""Ways to the SE of a contrast, best first; an SE is not used for ratios, since its scale is hardly ever said."""

EXACT_SE = ("se", "ci", "t", "f", "z")
"""Routes that differ by rounding only. A p is often of another test (ranks, covariates): `curate.check` compares it."""

_REVERSED = "sign reversed: printed as control against experimental"
_NAMES = {"se": "SE", "t": "t", "f": "F", "z": "z"}


@dataclass(frozen=True, slots=True)
class Contrast:
    """An effect by generic inverse variance, with inputs, steps and doubts.

    Attributes
    ----------
    se
        Of the printed estimate; log scale for ratios.
    """

    yi: float
    vi: float
    se: float
    inputs: tuple[Input, ...]
    steps: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Test:
    """What the routes to an SE work on.

    Attributes
    ----------
    estimate
        On the analysis scale; `low` and `high` are what its rounding leaves open.
    df, least_df
        Degrees of freedom of a difference in means, and the fewest that unequal variances can leave (Welch); None for a
        normal test.
    people
        The numbers on both sides, as inputs.
    """

    result: Result
    measure: str
    estimate: float
    low: float
    high: float
    df: float | None
    least_df: float | None
    df_name: str
    context: Context
    people: tuple[Input, ...] = ()


def contrast_estimate(
    result: Result,
    measure: str,
    reverse: bool,
    people: tuple[Record, Record] | None,
    context: Context,
    pairs: float | None = None,
) -> Contrast:
    """Return the effect of a printed contrast.

    An SMD follows from a printed difference whose SE is that of raw means: sd = SE/√(1/n1 + 1/n2).

    Parameters
    ----------
    reverse
        Whether it is printed as control against experimental: yi then changes sign, as a recorded step.
    people
        Their number on the experimental and the control side, for the t of a mean difference's interval; None where not
        known: then z.
    pairs
        People in a crossover, who were on both sides.

    Raises
    ------
    Missing
        When there is no estimate, nothing that leads to its SE, or they cannot be right.

    References
    ----------
    Cochrane Handbook 6.3.2 (ratios) and 6.5.2.3 (differences in means), 10.3 (generic inverse variance).
    """
    name = STATISTIC.get(measure, "")
    record = result.record(name)
    score, variance = result.record("o_minus_e"), result.record("v")
    if measure == "HR" and score and variance and record is None:
        return _log_rank(score, variance, reverse)
    if record is None and measure in ("SMD", "SMD1", "IRD"):
        raise Missing(
            f"a printed contrast cannot be used for {measure}: the numbers of both arms are needed"
        )
    if record is None:
        raise Missing(f"{name} of the printed contrast is missing")
    test = _test(result, measure, record, people, context, pairs)
    found = [route for key in SE_ROUTES if (route := _MAKERS[key](test)) is not None]
    if not found:
        raise Missing(_why_none(result, name, test))
    usable = [route for route in found if math.isfinite(route.value) and route.value > 0]
    if not usable:
        raise Missing(f"the {printed(found[0])} of the printed {name} gives no standard error")
    route, steps = chosen(usable, f"SE of {name}", EXACT_SE)
    scale = scale_of(result, record) if measure == "RD" else 1
    yi, vi, how = _effect(test, route.value, scale)
    if reverse:
        yi, how = -yi, (*how, _REVERSED)
    inputs = (input_of(record, name), *route.inputs)
    if measure == "SMD" or (test.df is not None and pairs is None and route.name in ("ci", "p")):
        inputs = (*inputs, *test.people)
    doubts = (*route.doubts, *(_whose_interval(result, name) if route.name == "ci" else ()))
    if route.name == "f":
        doubts = (*doubts, *_of_several_arms(result, context, route))
    if route.name == "p" and test.df is None:  # else its ends are those of Welch's t too
        doubts = (*doubts, *coarse(route, f"SE of {name}"))
    return Contrast(yi, vi, route.value, inputs, (*steps, *how), doubts)


def _whose_interval(result: Result, name: str) -> tuple[Doubt, ...]:
    """Return the doubt of an estimate that shares its one interval with another: "OR 0.45, RR 0.60 (0.40 to 0.90)"."""
    others = others_with_interval(result, name)
    if not others:
        return ()
    texts = " and ".join(f"{record.statistic} {record.value}" for record in others)
    what = f"the interval that gives the SE of {name} stands beside {texts} too: of which is it?"
    keys = tuple(record.key for record in (result.record(name), *others) if record)
    hint = "record each estimate with its own interval, as a result of its own"
    return (Doubt(Severity.warning, "whose_interval", what, hint, keys),)


def _of_several_arms(result: Result, context: Context, route: Route) -> tuple[Doubt, ...]:
    """Return the doubt of an F in a trial of more than two arms, which may be of all of them at once."""
    arms = {r.arms for r in context.results if len(r.arms) == 1 and r.outcome == result.outcome}
    if len(arms) <= 2:
        return ()
    what = f"its SE is from an F, and the trial has {len(arms)} arms: the F may be of all of them"
    hint = "look at its degrees of freedom: with more than one above, no SE of a difference follows"
    keys = tuple(entry.record for entry in route.inputs)
    return (Doubt(Severity.warning, "f_of_several_arms", what, hint, keys),)


def _log_rank(score: Record, variance: Record, reverse: bool) -> Contrast:
    """Return the log hazard ratio of a log-rank test's O - E and V (see `curate.effects.printed.from_log_rank`)."""
    inputs = (input_of(score, "o_minus_e"), input_of(variance, "v"))
    found = from_log_rank(inputs[0].value, inputs[1].value)
    yi, vi = float(found.yi), float(found.vi)
    if not math.isfinite(vi):
        raise Missing("the variance of the log-rank test is not above zero")
    steps = ("(O - E)/V of the log-rank test", *((_REVERSED,) if reverse else ()))
    return Contrast(-yi if reverse else yi, vi, math.sqrt(vi), inputs, steps)


def _test(
    result: Result,
    measure: str,
    record: Record,
    people: tuple[Record, Record] | None,
    context: Context,
    pairs: float | None,
) -> _Test:
    value, half = value_of(record), half_unit(record)
    low, high = value - half, value + half
    if measure in LOG_SCALE:
        if value <= 0:
            raise Missing(f"a ratio of {record.value} does not exist")
        refuse_percent(STATISTIC[measure], record)
        low, high = math.log(max(low, value / 2)), math.log(high)
        value = math.log(value)
    sizes = tuple(map(value_of, people)) if people else ()
    used = tuple(input_of(n, f"n{side}") for side, n in enumerate(people or (), start=1))
    df, least, name = None, None, ""
    if measure in ("MD", "SMD"):
        if pairs is not None and pairs >= 2:
            df, least, name = pairs - 1, pairs - 1, "n-1"
        elif sizes and sum(sizes) > 2:
            df, least, name = sum(sizes) - 2, max(min(sizes) - 1, 1), "n1+n2-2"
    return _Test(result, measure, value, low, high, df, least, name, context, used)


def _effect(test: _Test, se: float, scale: int) -> tuple[float, float, tuple[str, ...]]:
    """Return yi, vi and steps from the estimate and its SE, both divided by `scale`."""
    if scale != 1:
        step = "percentage points / 100" if scale == POINTS else f"people per {scale} / {scale}"
        return test.estimate / scale, (se / scale) ** 2, (step,)
    if test.measure != "SMD":
        return test.estimate, se**2, ()
    if test.result.adjusted:
        raise Missing("the SE of an adjusted difference carries its model: no SD follows from it")
    sizes = [entry.value for entry in test.people]
    if not sizes:
        raise Missing("the people of both sides are needed for the SD behind a printed difference")
    sd = float(spread.sd_from_difference_se(se, *sizes))
    options = test.context.options
    conventions = options.smd_variance, options.smd_correction
    g = standardised_mean_difference(test.estimate, sd, sizes[0], 0, sd, sizes[1], *conventions)
    if not math.isfinite(float(g.vi)):
        raise Missing(f"{sizes[0]:g} and {sizes[1]:g} people give no standardised difference")
    return float(g.yi), float(g.vi), (f"common sd {sd:.4g} = SE/√(1/n1+1/n2)", "n1 and n2 from the arms")


def _from_se(test: _Test) -> Route | None:
    record = test.result.record("se")
    if record is None or test.measure in LOG_SCALE:
        return None
    value, half = value_of(record), half_unit(record)
    name = STATISTIC[test.measure]
    return Route(
        "se", value, value - half, value + half, (input_of(record, "se"),), f"printed {name} and SE"
    )


def _from_ci(test: _Test) -> Route | None:
    low, high = test.result.record("ci_low"), test.result.record("ci_high")
    if low is None or high is None:
        return None
    level = printed_level(low, high, test.context.options)
    a, b = value_of(low), value_of(high)
    halves = half_unit(low), half_unit(high)
    ends = [(a, b), (a + halves[0], b - halves[1]), (a - halves[0], b + halves[1])]
    if test.measure in LOG_SCALE:
        if a <= 0 or b <= 0:
            raise Missing("a ratio's interval reaches zero")
        a, b = math.log(a), math.log(b)
        ends = [(a, b), *((math.log(max(x, 1e-300)), math.log(max(y, 1e-300))) for x, y in ends[1:])]
    if not a <= test.estimate <= b:
        raise Missing("the printed estimate lies outside its own interval")
    widths = [max(y - x, 0.0) / 2 for x, y in ends]
    z = float(quantile_z(level))
    value, least, most = (width / z for width in widths)
    step = f"printed difference and its {level:g}% CI, normal"
    if test.measure in LOG_SCALE:
        step = f"printed ratio and its {level:g}% CI, normal on the log scale"
    elif test.df is not None and test.least_df is not None:
        value = widths[0] / float(quantile_t(level, test.df))
        least = widths[1] / float(quantile_t(level, test.least_df))
        step = f"printed md and its {level:g}% CI, t with {test.df_name} df"
    used = (input_of(low, "ci_low"), input_of(high, "ci_high"))
    return Route("ci", value, least, most, used, step)


def _from_statistic(name: str) -> Callable[[_Test], Route | None]:
    """Return the maker of the route from t, F or z: |estimate| over it."""

    def make(test: _Test) -> Route | None:
        record = test.result.record(name)
        if record is None or test.estimate == 0:
            return None
        value, half = abs(value_of(record)), half_unit(record)
        ends = value, max(value - half, 1e-12), value + half
        sizes = [math.sqrt(end) for end in ends] if name == "f" else list(ends)
        if not sizes[0] > 0:
            return None
        se, least, most = _over(test, sizes)
        step = f"printed {STATISTIC[test.measure]} and {_NAMES[name]}"
        if name == "f":
            step += " with one numerator df"
        return Route(name, se, least, most, (input_of(record, name),), step)

    return make


def _from_p(test: _Test) -> Route | None:
    record = test.result.record("p")
    if record is None or test.estimate == 0:
        return None
    value, half = value_of(record), half_unit(record)
    if not 0 < value < 1:
        return None
    smaller, larger = max(value - half, 1e-300), min(value + half, 1.0)
    by_z = [float(spread.z_from_p(p)) for p in (value, larger, smaller)]
    sizes, how = by_z, "normal"
    if test.df is not None and test.least_df is not None:
        largest = float(spread.t_from_p(smaller, test.least_df))
        sizes = [float(spread.t_from_p(value, test.df)), by_z[1], largest]
        how = f"t with {test.df_name} df"
    elif test.measure in ("MD", "SMD"):
        return None  # the t behind it is not known
    if not sizes[0] > 0:
        return None
    se, least, most = _over(test, [sizes[0], max(sizes[1], 1e-12), sizes[2]])
    step = f"printed {STATISTIC[test.measure]} and p = {record.value}, {how}"
    return Route("p", se, least, most, (input_of(record, "p"),), step)


def _over(test: _Test, sizes: Sequence[float]) -> tuple[float, float, float]:
    """Return |estimate| over the statistic, and the least and the most that rounding leaves open."""
    value, smallest, largest = sizes
    size = abs(test.estimate)
    ends = sorted((abs(test.low), abs(test.high)))
    if test.low < 0 < test.high:
        ends[0] = 0.0
    return float(spread.se_from_t(size, value)), ends[0] / largest, ends[1] / smallest


_MAKERS: dict[str, Callable[[_Test], Route | None]] = {
    "se": _from_se,
    "ci": _from_ci,
    "t": _from_statistic("t"),
    "f": _from_statistic("f"),
    "z": _from_statistic("z"),
    "p": _from_p,
}


def _why_none(result: Result, name: str, test: _Test) -> str:
    """Return in words why nothing leads to an SE."""
    for record in result.records:
        if record.statistic == "p" and record.status == "reported" and record.number is not None:
            try:
                spread.exact_p(record.number, record.operator)
            except Refused as refusal:
                return f"the printed {name} has neither an SE nor both limits, and {refusal}"
            if test.estimate == 0:
                return f"the printed {name} is no difference, and p says nothing of its SE"
            return f"the printed {name} has p only, and the people of both sides are needed for the t behind it"
    return f"the printed {name} has neither an SE nor both limits"
