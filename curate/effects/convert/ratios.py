"""Ratios from p values, and re-expressed at an assumed risk; from intervals: `curate.effects.printed.from_interval`.

Ratios and limits are given on the natural scale; estimates come back as logarithms. Levels are in percent, p values
two-sided.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.convert.spread import se_from_normal_p
from curate.effects.measures import Array, Estimates

LOGISTIC_SD = float(np.pi / np.sqrt(3))
"""SD of the standard logistic distribution: log odds ratios in units of standardised mean differences."""

COX = 1.65
"""The factor of Cox for the same, from a normal distribution."""


def log_ratio_from_p(ratio: ArrayLike, p: ArrayLike) -> Estimates:
    """Return the logarithm of a ratio and SE² = (ln ratio/z)² from the exact p; NaN for a ratio of 1.

    References
    ----------
    Altman & Bland (2011), doi:10.1136/bmj.d2090, with the exact z; Handbook 6.3.2.
    """
    ratio, p = numbers(ratio, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        yi = defined(ratio > 0, np.log(ratio))
        se = se_from_normal_p(yi, p)
        return Estimates(defined(np.isfinite(se), yi), defined(True, se**2))


def altman_bland_z(p: ArrayLike) -> Array:
    """Return z ≈ -0.862 + √(0.743 - 2.404 ln p), the approximation for hand calculators; `z_from_p` is exact.

    References
    ----------
    Altman & Bland (2011), doi:10.1136/bmj.d2090.
    """
    p = np.asarray(p, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((p > 0) & (p <= 1), -0.862 + np.sqrt(0.743 - 2.404 * np.log(p)))


def asymmetry(estimate: ArrayLike, low: ArrayLike, high: ArrayLike) -> Array:
    """Return how far the estimate lies from the middle of its interval, in half widths; for ratios give logarithms.

    More than rounding allows means that the interval is no Wald interval, or that a number is wrong.
    """
    estimate, low, high = numbers(estimate, low, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(high > low, np.abs(estimate - (low + high) / 2) / ((high - low) / 2))


def risk_ratio_from_odds_ratio(odds_ratio: ArrayLike, risk: ArrayLike) -> Array:
    """Return OR/(1 - risk (1 - OR)), `risk` being that of the control group (Handbook 15.4.4.4).

    References
    ----------
    Zhang & Yu (1998), doi:10.1001/jama.280.19.1690.
    """
    ratio, risk = numbers(odds_ratio, risk)
    return defined((ratio > 0) & (risk >= 0) & (risk < 1), ratio / (1 - risk * (1 - ratio)))


def odds_ratio_from_risk_ratio(risk_ratio: ArrayLike, risk: ArrayLike) -> Array:
    """Return RR (1 - risk)/(1 - RR risk), the inverse of `risk_ratio_from_odds_ratio`; NaN where RR risk reaches 1."""
    ratio, risk = numbers(risk_ratio, risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(
            (ratio > 0) & (risk >= 0) & (ratio * risk < 1), ratio * (1 - risk) / (1 - ratio * risk)
        )


def risk_difference_from_odds_ratio(odds_ratio: ArrayLike, risk: ArrayLike) -> Array:
    """Return the risk difference that an odds ratio makes at the control group's `risk`."""
    ratio, risk = numbers(odds_ratio, risk)
    return risk_difference_from_risk_ratio(risk_ratio_from_odds_ratio(ratio, risk), risk)


def risk_difference_from_risk_ratio(risk_ratio: ArrayLike, risk: ArrayLike) -> Array:
    """Return risk (RR - 1); NaN where the other risk would exceed 1."""
    ratio, risk = numbers(risk_ratio, risk)
    return defined((ratio > 0) & (risk >= 0) & (ratio * risk <= 1), risk * (ratio - 1))


def number_needed_to_treat(risk_difference: ArrayLike) -> Array:
    """Return 1/|risk difference|, not rounded up; NaN for no difference. Benefit or harm is in the sign of the latter.

    References
    ----------
    Cochrane Handbook 15.4.4.
    """
    difference = np.asarray(risk_difference, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(difference != 0, 1 / np.abs(difference))


def smd_from_log_odds_ratio(yi: ArrayLike, vi: ArrayLike, factor: float = LOGISTIC_SD) -> Estimates:
    """Return a log odds ratio as standardised mean difference, yi √3/π and vi 3/π²; `COX` is another factor.

    References
    ----------
    Chinn (2000), doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M; Cox & Snell (1989), Analysis
    of Binary Data.
    """
    yi, vi = numbers(yi, vi)
    return Estimates(yi / factor, defined(vi >= 0, vi / factor**2))


def log_odds_ratio_from_smd(yi: ArrayLike, vi: ArrayLike, factor: float = LOGISTIC_SD) -> Estimates:
    """Return a standardised mean difference as log odds ratio, the inverse of `smd_from_log_odds_ratio`."""
    yi, vi = numbers(yi, vi)
    return Estimates(yi * factor, defined(vi >= 0, vi * factor**2))
