"""Effects from contrasts that a report prints itself: an estimate with its SE or confidence interval."""

from __future__ import annotations

import math

from curate.effects.arms import Missing, input_of, printed_level
from curate.effects.convert import se_from_difference_ci, se_from_normal_ci
from curate.effects.result import Result
from curate.model.effect import Input
from curate.model.protocol import PoolOptions
from curate.model.record import Record
from curate.model.terms import LOG_SCALE

STATISTIC = {
    **{"MD": "md", "RR": "rr", "OR": "or", "RD": "rd"},
    **{"ROM": "rom", "IRR": "irr", "HR": "hr"},
}
"""The printed statistic of each measure. A printed SMD is not used: its variance is not known."""


def contrast_estimate(
    result: Result, measure: str, reverse: bool, sizes: tuple[float, float] | None, options: PoolOptions
) -> tuple[float, float, tuple[Input, ...], tuple[str, ...]]:
    """Return yi, vi, inputs and steps of a printed contrast, by generic inverse variance.

    Parameters
    ----------
    reverse
        Whether it is printed as control against experimental: yi then changes sign, as a recorded step.
    sizes
        People per side, for the t of a mean difference's interval; None where not known: then z.

    Raises
    ------
    Missing
        When there is no estimate with an SE or both limits, or they cannot be right.

    References
    ----------
    Cochrane Handbook 6.3.2 (ratios) and 6.5.2.3 (differences in means), 10.3 (generic inverse variance).
    """
    name = STATISTIC.get(measure)
    if name is None:
        raise Missing(
            f"a printed contrast cannot be used for {measure}: the numbers of both arms are needed"
        )
    score, variance = result.record("o_minus_e"), result.record("v")
    if measure == "HR" and score and variance and not result.record("hr"):
        return _log_rank(score, variance, reverse)
    estimate = result.record(name)
    if estimate is None:
        raise Missing(f"{name} of the printed contrast is missing")
    value = input_of(estimate, name)
    se, low, high = (result.record(statistic) for statistic in ("se", "ci_low", "ci_high"))
    if se and measure not in LOG_SCALE:
        used = [input_of(se, "se")]
        sei, step = used[0].value, f"printed {name} and SE"
    elif low and high:
        used = [input_of(low, "ci_low"), input_of(high, "ci_high")]
        level = printed_level(low, options)
        sei, step = _se(measure, value.value, used[0].value, used[1].value, sizes, level)
    else:
        raise Missing(f"the printed {name} has neither an SE nor both limits")
    if not (math.isfinite(sei) and sei > 0):
        raise Missing(f"the interval of the printed {name} has no width")
    yi = math.log(value.value) if measure in LOG_SCALE else value.value
    steps = [step]
    if reverse:
        yi = -yi
        steps.append("sign reversed: printed as control against experimental")
    return yi, sei**2, (value, *used), tuple(steps)


def _log_rank(
    score: Record, variance: Record, reverse: bool
) -> tuple[float, float, tuple[Input, ...], tuple[str, ...]]:
    """Return the log hazard ratio of a log-rank test's O - E and V."""
    inputs = (input_of(score, "o_minus_e"), input_of(variance, "v"))
    if not inputs[1].value > 0:
        raise Missing("the variance of the log-rank test is not above zero")
    yi, steps = inputs[0].value / inputs[1].value, ["(O - E)/V of the log-rank test"]
    if reverse:
        yi = -yi
        steps.append("sign reversed: printed as control against experimental")
    return yi, 1 / inputs[1].value, inputs, tuple(steps)


def _se(
    measure: str,
    estimate: float,
    low: float,
    high: float,
    sizes: tuple[float, float] | None,
    level: float,
) -> tuple[float, str]:
    if not low <= estimate <= high:
        raise Missing("the printed estimate lies outside its own interval")
    if measure in LOG_SCALE:
        if low <= 0:
            raise Missing("a ratio's interval reaches zero")
        sei = float(se_from_normal_ci(math.log(low), math.log(high), level))
        return sei, f"printed ratio and its {level:g}% CI, normal on the log scale"
    if measure == "MD" and sizes and sum(sizes) > 2:
        sei = float(se_from_difference_ci(low, high, *sizes, level))
        return sei, f"printed md and its {level:g}% CI, t with n1+n2-2 df"
    sei = float(se_from_normal_ci(low, high, level))
    return sei, f"printed difference and its {level:g}% CI, normal"
