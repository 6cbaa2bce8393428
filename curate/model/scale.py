"""Estimates in words for people: a ratio as a ratio, with its logarithm named.

The analysis has ratios as their logarithms (`curate.model.terms.LOG_SCALE`): a log RR of 0.27 is an RR of 1.30.
"""

from __future__ import annotations

from math import exp

from curate.model.terms import LOG_SCALE

_LARGEST_LOG = 700.0
"""Near the logarithm of the largest float."""


def analysis_name(measure: str) -> str:
    """Return what the numbers of the analysis are: ``log RR`` of a ratio, else the measure itself."""
    return f"log {measure}" if measure in LOG_SCALE else measure


def own_scale(measure: str, value: float) -> str:
    """Return a number of the analysis as its measure has it, a ratio as a ratio.

    Examples
    --------
    >>> own_scale("RR", 0.2653), own_scale("RR", -4.2), own_scale("MD", -0.11)
    ('1.30', '0.0150', '-0.11')
    """
    shown = exp(min(value, _LARGEST_LOG)) if measure in LOG_SCALE else value
    if 0 < abs(shown) < 0.1 and measure in LOG_SCALE:
        return f"{shown:#.3g}"
    return (
        f"{shown:.3f}"
        if 0 < abs(shown) < 0.005
        else f"{shown:.2f}"
        if abs(shown) < 1e6
        else f"{shown:.3g}"
    )


def scale_in_words(measure: str) -> str:
    """Return on which scale the numbers of the analysis are, for the head of a table of them."""
    return (
        f"on the scale of {analysis_name(measure)}" if measure in LOG_SCALE else "on the analysis scale"
    )


def estimate_columns(measure: str) -> list[str]:
    """Return the heads of `estimate_cells`: of a ratio its logarithm has a column of its own."""
    own = [measure, "lower", "upper", analysis_name(measure)]
    return own if measure in LOG_SCALE else ["estimate", "lower", "upper"]


def estimate_cells(measure: str, estimate: float, low: float, high: float) -> list[str]:
    """Return an estimate and its interval as cells of a table; ratios as ratios."""
    if measure not in LOG_SCALE:
        return [f"{each:.3f}" for each in (estimate, low, high)]
    return [*(own_scale(measure, each) for each in (estimate, low, high)), f"{estimate:.3f}"]


def estimate_in_words(measure: str, value: float, variance: float | None = None) -> str:
    """Return an estimate for people, with the number of the analysis where that is another one.

    Examples
    --------
    >>> estimate_in_words("RR", 0.2653, 0.018)
    'RR 1.30 (log RR 0.2653, variance 0.0180)'
    >>> estimate_in_words("SMD", -0.0618, 0.0255), estimate_in_words("OR", 0.0)
    ('SMD -0.0618 (variance 0.0255)', 'OR 1.00 (log OR 0.0000)')
    """
    told = [f"log {measure} {value:.4f}"] if measure in LOG_SCALE else []
    told += [] if variance is None else [f"variance {variance:.4f}"]
    shown = own_scale(measure, value) if measure in LOG_SCALE else f"{value:.4f}"
    return f"{measure} {shown}" + (f" ({', '.join(told)})" if told else "")


def interval_in_words(measure: str, estimate: float, low: float, high: float) -> str:
    """Return an estimate with its interval, for people.

    Examples
    --------
    >>> interval_in_words("RR", 0.2808, 0.0953, 0.4700)
    'RR 1.32 [1.10, 1.60] (log RR 0.2808 [0.0953, 0.4700])'
    """
    exact = f"{estimate:.4f} [{low:.4f}, {high:.4f}]"
    if measure not in LOG_SCALE:
        return f"{measure} {exact}"
    shown, *limits = (own_scale(measure, value) for value in (estimate, low, high))
    return f"{measure} {shown} [{', '.join(limits)}] (log {measure} {exact})"
