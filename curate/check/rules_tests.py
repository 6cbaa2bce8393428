"""Rules on tests and on intervals of single arms: whether the printed numbers follow from each other."""

from __future__ import annotations

import math

from scipy.special import chdtrc, fdtrc, ndtr, stdtr, stdtrit

from curate.check.look import Look, half_unit, problem, value
from curate.effects.result import Result
from curate.model.problem import Problem, Severity
from curate.model.record import Record

_WIDTH = (0.8, 1.25)
"""Share of the expected width that a printed interval may have: other quantiles, weights, a model."""


def p_not_of_test(look: Look) -> list[Problem]:
    """``p_not_of_test``, warning: the p value does not follow from the test statistic and its degrees of freedom.

    For t, F with one degree of freedom, z, χ² and r, within what rounding leaves open; a p half as large, of a
    one-sided test, is taken.
    Hint: p of another test, degrees of freedom of another analysis, or a misread digit.
    Source: Nuijten et al. (2016), doi:10.3758/s13428-015-0664-2: half of all papers have such a slip.
    """
    found = []
    for result in look.results:
        p = _p_record(result)
        statistics = [r for name in ("t", "f", "z", "chi2", "r") if (r := result.record(name))]
        if p is None or len(statistics) != 1:
            continue
        (statistic,) = statistics
        span = _span(statistic, result.record("df"))
        if span is None:
            continue
        low, high = _printed_p(p)
        if _apart(span, low, high) and _apart((span[0] / 2, span[1] / 2), low, high):
            follows = (
                f"{span[0]:.2g}"
                if f"{span[0]:.2g}" == f"{span[1]:.2g}"
                else f"{span[0]:.2g} to {span[1]:.2g}"
            )
            source = f"{statistic.statistic} = {statistic.value}"
            what = f"p {p.operator} {p.value} is printed, {follows} follows from {source}"
            hint = "p of another test, degrees of freedom of another analysis, or a misread digit"
            keys = [p, statistic, result.record("df")]
            found.append(problem(Severity.warning, "p_not_of_test", result, what, hint, keys))
    return found


def ci_width(look: Look) -> list[Problem]:
    """``ci_width``, warning: the interval of a mean is not as wide as its SD and n make it.

    Expected is 2 t SD/√n; an interval between 0.8 and 1.25 times that passes, beyond what rounding explains.
    Hint: the SD is an SE, the interval is of another quantity, or n of another analysis.
    Source: Cochrane Handbook 6.5.2.2.
    """
    found = []
    for result in look.arms:
        mean, sd, n, low, high = (
            result.record(name) for name in ("mean", "sd", "n", "ci_low", "ci_high")
        )
        if not (mean and sd and n and low and high) or result.adjusted or value(n) < 3 or value(sd) <= 0:
            continue
        level = low.ci_level or 95.0
        quantile = float(stdtrit(value(n) - 1, 0.5 + level / 200))
        expected = 2 * quantile * value(sd) / math.sqrt(value(n))
        blur = half_unit(low) + half_unit(high)
        slack = 2 * quantile * half_unit(sd) / math.sqrt(value(n))
        width = value(high) - value(low)
        least = _WIDTH[0] * (expected - slack) - blur
        most = _WIDTH[1] * (expected + slack) + blur
        if not least <= width <= most:
            what = f"[{low.value}, {high.value}] is {width:.3g} wide, SD {sd.value} at n {n.value} gives {expected:.3g}"
            hint = "the SD is an SE, the interval is of another quantity, or n of another analysis"
            keys = [sd, n, low, high]
            found.append(problem(Severity.warning, "ci_width", result, what, hint, keys))
    return found


def _p_record(result: Result) -> Record | None:
    found = [r for r in result.records if r.statistic == "p" and r.status == "reported"]
    usable = [r for r in found if r.number is not None and 0 <= r.number <= 1]
    return usable[0] if len(usable) == 1 else None


def _printed_p(p: Record) -> tuple[float, float]:
    if p.operator in ("<", "≤"):
        return 0.0, value(p)
    if p.operator in (">", "≥"):
        return value(p), 1.0
    return max(value(p) - half_unit(p), 0.0), min(value(p) + half_unit(p), 1.0)


def _apart(span: tuple[float, float], low: float, high: float) -> bool:
    return span[1] < low or span[0] > high


def _span(statistic: Record, df: Record | None) -> tuple[float, float] | None:
    """Return the smallest and the largest two-sided p that a rounded statistic allows."""
    size, half = abs(value(statistic)), half_unit(statistic)
    ends = (size + half, max(size - half, 0.0))
    name = statistic.statistic
    if name == "z":
        low, high = (2 * float(ndtr(-each)) for each in ends)
        return low, high
    if df is None or value(df) <= 0:
        return None
    freedom = value(df)
    if name == "chi2":
        low, high = (float(chdtrc(freedom, each)) for each in ends)
    elif name == "f":
        low, high = (float(fdtrc(1, freedom, each)) for each in ends)
    else:
        if name == "r":
            if ends[0] >= 1:
                return None
            ends = (_t_of_r(ends[0], freedom), _t_of_r(ends[1], freedom))
        low, high = (2 * float(stdtr(freedom, -each)) for each in ends)
    return low, high


def _t_of_r(r: float, df: float) -> float:
    return r * math.sqrt(df / (1 - r * r))
