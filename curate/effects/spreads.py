"""The ways to the mean and the SD of one arm."""

from __future__ import annotations

import numpy as np

from curate.effects.convert import spread
from curate.effects.estimated import from_change, from_donors, from_quantiles_of, moments_of
from curate.effects.result import Result
from curate.effects.routes import Context, Missing, Route, half_unit, input_of, printed_level, value_of
from curate.model.record import Record

SD_ROUTES = ("sd", "se", "ci", "change", "quantiles", "donors")
"""Ways to an SD, best first: printed; from the SE; from the interval of the mean; of a change, from the SDs of baseline
and end with a correlation; from quartiles or range; from other studies that the protocol names."""


def sd_routes(result: Result, n: float, suffix: str, context: Context) -> list[Route]:
    """Return every way to the SD of an arm, best first; empty when there is none.

    Raises
    ------
    Missing
        When nothing leads to an SD, with the reason: the SE or the interval of an adjusted mean, a level that is not
        said, quartiles out of order.
    """
    makers = {
        "sd": _printed_sd,
        "se": _from_se,
        "ci": _from_ci,
        "change": from_change,
        "quantiles": from_quantiles_of,
        "donors": from_donors,
    }
    printed = result.record("sd")
    if printed and not value_of(printed) > 0:
        raise Missing("the standard deviation is not positive")
    routes, closed = [], []
    for name in SD_ROUTES:
        try:
            route = makers[name](result, n, suffix, context)
        except Missing as why:
            closed.append(why)
            continue
        if route is not None and route.value > 0:
            routes.append(route)
    if not routes and closed:
        raise closed[0]
    if not routes and result.adjusted and any(result.record(name) for name in ("se", "ci_low")):
        raise Missing("sd is missing, and the SE of an adjusted mean is not SD/√n")
    return routes


def mean_route(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    """Return the mean of an arm as printed, else from its quantiles; None when there is none.

    Raises
    ------
    Missing
        For quartiles or a range out of order.
    """
    if record := result.record("mean"):
        return _of_record(record, "mean", f"m{suffix}")
    found = moments_of(result, n, suffix, context)
    if found is None or not np.isfinite(found[0].mean):
        return None
    moments, inputs, how, doubts = found
    mean = float(moments.mean)
    return Route("quantiles", mean, mean, mean, inputs, f"m{suffix} from {how}", (), doubts)


def _printed_sd(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    record = result.record("sd")
    return _of_record(record, "sd", f"sd{suffix}") if record else None


def _of_record(record: Record, name: str, role: str) -> Route:
    value, half = value_of(record), half_unit(record)
    return Route(name, value, value - half, value + half, (input_of(record, role),))


def _from_se(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    record = result.record("se")
    if record is None or result.adjusted or not result.record("mean"):
        return None
    value, half = value_of(record), half_unit(record)
    sd, least, most = (
        float(spread.sd_from_se(max(end, 0.0), n)) for end in (value, value - half, value + half)
    )
    used = (input_of(record, f"se{suffix}"),)
    return Route("se", sd, least, most, used, f"sd{suffix} from se{suffix}")


def _from_ci(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    low, high = result.record("ci_low"), result.record("ci_high")
    mean = result.record("mean")
    if low is None or high is None or result.adjusted or mean is None:
        return None  # beside a median it is the interval of the median
    level = printed_level(low, high, context.options)
    a, b = value_of(low), value_of(high)
    half = half_unit(low) + half_unit(high)
    if not a - half <= value_of(mean) <= b + half:
        raise Missing("the mean lies outside its own interval")
    sd = float(spread.sd_from_ci(a, b, n, level))
    least = float(spread.sd_from_ci(a, max(b - half, a), n, level))
    most = float(spread.sd_from_normal_ci(a, b + half, n, level))  # it may have been made with z
    used = (input_of(low, f"ci_low{suffix}"), input_of(high, f"ci_high{suffix}"))
    step = f"sd{suffix} from the {level:g}% CI of the mean, t with n-1 df"
    return Route("ci", sd, least, most, used, step)
