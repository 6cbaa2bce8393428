"""Rules on estimates with their interval and p value, and on their sign."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.special import ndtr, ndtri, stdtr

from curate.check.look import Look, half_unit, problem, value
from curate.effects import counts
from curate.effects.measures import Estimates
from curate.effects.printed_scale import scale_of
from curate.effects.result import Result
from curate.effects.routes import Missing
from curate.model.problem import Problem, Severity
from curate.model.record import Record

_RATIOS = ("rr", "or", "hr", "irr", "rom")
_DIFFERENCES = ("md", "smd", "rd", "mean")
_USUAL_LEVEL = 95.0

_OFF_CENTRE = {False: 0.03, True: 0.10}
"""Share of the half width by which an estimate may lie off the middle; more on the log scale, where
exact and likelihood intervals are common."""

_FEW_DF = 10.0
"""Degrees of freedom of the widest t that a p value is recomputed with when n is not known."""

_P_SLACK = 1.5
"""Factor by which a recomputed p may miss the printed one: models, covariates and unequal variances."""


def ci_excludes_estimate(look: Look) -> list[Problem]:
    """``ci_excludes_estimate``, error: an estimate outside its own confidence interval.

    Beyond what rounding explains.
    Hint: the two belong to different quantities, or a sign was lost.
    Source: definition; a published case: Almeida et al. (2024), doi:10.36131/cnfioritieditore20240102.
    """
    found = []
    for result, estimate, low, high in _intervals(look):
        slack = half_unit(estimate) + max(half_unit(low), half_unit(high))
        inside = value(low) - slack <= value(estimate) <= value(high) + slack
        if not inside or value(low) > value(high):
            what = f"{estimate.statistic} {estimate.value} lies outside {_text(low, high)}"
            hint = "the two belong to different quantities, or a sign was lost: look at the page"
            keys = [estimate, low, high]
            found.append(problem(Severity.error, "ci_excludes_estimate", result, what, hint, keys))
    return found


def ci_asymmetric(look: Look) -> list[Problem]:
    """``ci_asymmetric``, warning: an estimate well off the middle of its interval.

    On the natural scale for differences, on the log scale for ratios; by more than rounding and a small
    share of the half width.
    Hint: a misprinted digit, a bootstrap, or an interval on another scale.
    Source: form of the normal and t intervals (Cochrane Handbook 6.3).
    """
    found = []
    for result, estimate, low, high in _intervals(look):
        a, m, b = value(low), value(estimate), value(high)
        on_log = estimate.statistic in _RATIOS
        if not a < m < b or (on_log and a - half_unit(low) <= 0):
            continue
        rounding = half_unit(estimate) + (half_unit(low) + half_unit(high)) / 2
        if on_log:
            rounding = half_unit(estimate) / m + (half_unit(low) / a + half_unit(high) / b) / 2
            a, m, b = math.log(a), math.log(m), math.log(b)
        off = abs(m - (a + b) / 2) - rounding
        if off > _OFF_CENTRE[on_log] * (b - a) / 2:
            scale = "log scale" if on_log else "scale"
            what = f"{estimate.statistic} {estimate.value} is not the middle of {_text(low, high)}"
            hint = f"on the {scale} an interval is symmetric: a misprinted digit, or a bootstrap"
            if _fits_other_scale(estimate, low, high, on_log):
                hint = "a logarithm typed as a ratio?" if on_log else "a ratio, or a geometric mean?"
                hint = f"it is the middle on the other scale: {hint}"
            keys = [estimate, low, high]
            found.append(problem(Severity.warning, "ci_asymmetric", result, what, hint, keys))
    return found


def _fits_other_scale(estimate: Record, low: Record, high: Record, on_log: bool) -> bool:
    """Return whether an estimate is the middle of its interval on the scale that it is not said to be on."""
    a, m, b = value(low), value(estimate), value(high)
    if on_log:
        return abs(m - (a + b) / 2) <= half_unit(estimate) + (half_unit(low) + half_unit(high)) / 2
    if a - half_unit(low) <= 0:
        return False
    rounding = half_unit(estimate) / m + (half_unit(low) / a + half_unit(high) / b) / 2
    return abs(math.log(m) - math.log(a * b) / 2) <= rounding


def p_mismatch(look: Look) -> list[Problem]:
    """``p_mismatch``, warning: the p value does not follow from the estimate and its SE or interval.

    p is recomputed for all that rounding leaves open, from the normal to a t with few degrees of
    freedom, and must miss the printed one by a factor of 1.5 before it is reported.
    Hint: p of another test or another time point, or a misread digit.
    Source: the logic of Nuijten et al. (2016), doi:10.3758/s13428-015-0664-2.
    """
    found = []
    for result in look.results:
        estimate, p = _estimate(result), _p_record(result)
        if estimate is None or p is None or estimate.statistic == "mean":
            continue
        span = _recomputed(result, estimate)
        if span is None:
            continue
        printed_low, printed_high = _printed_p(p)
        if span[1] * _P_SLACK < printed_low or span[0] > printed_high * _P_SLACK:
            what = f"p {p.operator} {p.value} is printed, {_p_text(*span)} follows from the estimate"
            hint = "p of another test or time point, or a misread digit"
            found.append(problem(Severity.warning, "p_mismatch", result, what, hint, [estimate, p]))
    return found


def sign_mismatch(look: Look) -> list[Problem]:
    """``sign_mismatch``, warning: a printed difference has another sign than that of its means.

    So too a ratio, or a risk difference, on the other side of no effect than the events of its arms, which lie beyond
    chance of it (1.96 of their own standard errors).
    Hint: the report prints control minus treatment, benefit as positive, or the ratio of control to treatment: record
    arms and comparators in its order.
    Source: two trials of one group print opposite signs, Feder et al. 2014
    (doi:10.1001/jamapsychiatry.2014.62) and 2021 (doi:10.1176/appi.ajp.2020.20050596).
    """
    found = []
    for contrast in look.results:
        md = contrast.record("md")
        if md is None or not contrast.comparators or value(md) == 0:
            continue
        one, two = (_mean(look, contrast, arms) for arms in (contrast.arms, contrast.comparators))
        if one is None or two is None:
            continue
        difference = value(one) - value(two)
        if abs(difference) > half_unit(one) + half_unit(two) and difference * value(md) < 0:
            what = f"md {md.value} is printed, the means differ by {difference:.4g}"
            hint = "printed as control minus treatment, or benefit as positive"
            keys = [md, one, two]
            found.append(problem(Severity.warning, "sign_mismatch", contrast, what, hint, keys))
    return found + _against_events(look)


def _against_events(look: Look) -> list[Problem]:
    """Return the ratios and risk differences that their arms' events contradict."""
    found = []
    for contrast in look.results:
        for name, (compute, reference) in _OF_EVENTS.items() if contrast.comparators else ():
            record = contrast.record(name)
            arms = [_counts(look, contrast, arms) for arms in (contrast.arms, contrast.comparators)]
            if record is None or not all(arms):
                continue
            held = [count for pair in arms for count in pair]
            crude, variance = map(float, compute(*map(value, held)))
            printed = _on_analysis_scale(contrast, record)
            if printed is None:
                continue
            if printed * crude < 0 and abs(printed - crude) > _Z * math.sqrt(variance):
                text = f"{crude:.2g}" if name == "rd" else f"{reference} {math.exp(crude):.2g}"
                what = f"{name} {record.value} is printed, the events of its arms give {text}"
                hint = "printed as control against treatment, or of those without the event"
                keys = [record, *held]
                found.append(problem(Severity.warning, "sign_mismatch", contrast, what, hint, keys))
    return found


def _on_analysis_scale(contrast: Result, record: Record) -> float | None:
    """Return a risk difference as a proportion, the log of a ratio, or (O - E)/V; None where there is none."""
    number, v = value(record), contrast.record("v")
    if record.statistic == "o_minus_e":
        return number / value(v) if v and value(v) > 0 else None
    if record.statistic != "rd":
        return math.log(number) if number > 0 else None
    try:
        return number / scale_of(contrast, record)
    except Missing:
        return None


_Z = 1.96
_OF_EVENTS: dict[str, tuple[Callable[..., Estimates], str]] = {
    "rr": (counts.risk_ratio, "rr"),
    "or": (counts.odds_ratio, "or"),
    "hr": (counts.risk_ratio, "rr"),
    "o_minus_e": (counts.risk_ratio, "rr"),
    "rd": (counts.risk_difference, "rd"),
}
"""Printed estimates, and what the events of both arms give in their place."""


def _counts(look: Look, contrast: Result, arms: tuple[str, ...]) -> tuple[Record, ...]:
    """Return events and people of the arm that a contrast is about, empty where they are not there."""
    place = (contrast.study, contrast.outcome, contrast.timepoint, contrast.basis, contrast.subgroup)
    for result in look.arms:
        same = (result.study, result.outcome, result.timepoint, result.basis, result.subgroup) == place
        if same and result.arms == arms:
            events, total = result.record("events"), result.record("total") or result.record("n")
            if events and total and 0 <= value(events) <= value(total) > 0:
                return events, total
    return ()


def _intervals(look: Look) -> list[tuple[Result, Record, Record, Record]]:
    """Return the results that have one estimate and both limits."""
    found = []
    for result in look.results:
        estimate, low, high = _estimate(result), result.record("ci_low"), result.record("ci_high")
        if estimate and low and high:
            found.append((result, estimate, low, high))
    return found


def _estimate(result: Result) -> Record | None:
    """Return the estimate of a result; None when it has several, since the interval could be of any."""
    found = [r for name in (*_RATIOS, *_DIFFERENCES) if (r := result.record(name))]
    return found[0] if len(found) == 1 else None


def _mean(look: Look, contrast: Result, arms: tuple[str, ...]) -> Record | None:
    place = (contrast.study, contrast.outcome, contrast.timepoint, contrast.basis, contrast.subgroup)
    for result in look.arms:
        same = (result.study, result.outcome, result.timepoint, result.basis, result.subgroup) == place
        if same and result.arms == arms:
            return result.record("mean")
    return None


def _p_record(result: Result) -> Record | None:
    """Return the p value, also one that is a bound ("< 0.001")."""
    found = [r for r in result.records if r.statistic == "p" and r.status == "reported"]
    usable = [r for r in found if r.number is not None and 0 <= r.number <= 1]
    return usable[0] if len(usable) == 1 else None


def _printed_p(p: Record) -> tuple[float, float]:
    if p.operator in ("<", "≤"):
        return 0.0, value(p)
    if p.operator in (">", "≥"):
        return value(p), 1.0
    return max(value(p) - half_unit(p), 0.0), min(value(p) + half_unit(p), 1.0)


def _recomputed(result: Result, estimate: Record) -> tuple[float, float] | None:
    """Return the smallest and largest p that estimate and SE (or interval) allow within rounding."""
    on_log = estimate.statistic in _RATIOS
    low, high, se = (result.record(name) for name in ("ci_low", "ci_high", "se"))
    if on_log:
        if not (low and high) or value(low) - half_unit(low) <= 0:
            return None
        if value(estimate) <= 0 or value(high) <= 0:
            return None
        middle = abs(math.log(value(estimate)))
        blur = half_unit(estimate) / value(estimate)
        width = math.log(value(high) / value(low))
        width_blur = half_unit(low) / value(low) + half_unit(high) / value(high)
    elif low and high:
        middle, blur = abs(value(estimate)), half_unit(estimate)
        width, width_blur = value(high) - value(low), half_unit(low) + half_unit(high)
    elif se:
        return _p_span(abs(value(estimate)), half_unit(estimate), value(se), half_unit(se), on_log)
    else:
        return None
    level = (low.ci_level if low else None) or _USUAL_LEVEL
    twice_z = 2 * float(ndtri(0.5 + level / 200))
    return _p_span(middle, blur, width / twice_z, width_blur / twice_z, on_log)


def _p_span(
    middle: float, blur: float, se: float, se_blur: float, on_log: bool
) -> tuple[float, float] | None:
    if se - se_blur <= 0:
        return None
    largest, smallest = (middle + blur) / (se - se_blur), max(middle - blur, 0.0) / (se + se_blur)
    by_normal = 2 * float(ndtr(-largest))
    widest = 2 * float(ndtr(-smallest) if on_log else stdtr(_FEW_DF, -smallest))
    return by_normal, widest


def _p_text(low: float, high: float) -> str:
    return f"{low:.2g}" if f"{low:.2g}" == f"{high:.2g}" else f"{low:.2g} to {high:.2g}"


def _text(low: Record, high: Record) -> str:
    return f"[{low.value}, {high.value}]"
