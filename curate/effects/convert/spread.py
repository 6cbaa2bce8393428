"""Standard deviations and standard errors from what stands beside a mean or a difference in means.

Levels are in percent; p values are two-sided. An SE here is that of raw means: the SE of an adjusted (least-squares)
mean carries its model, and no function turns it into an SD.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from curate.effects.convert.arrays import defined, numbers, quantile_t, quantile_z
from curate.effects.measures import Array
from curate.errors import Refused

HANDBOOK_IQR = 1.35
"""Interquartile range of a normal distribution in SDs, as the Cochrane Handbook rounds it (6.5.2.5)."""


def sd_from_se(se: ArrayLike, n: ArrayLike) -> Array:
    """Return SE √n: the SD behind the standard error of a group's raw mean (Handbook 6.5.2.2).

    Not for least-squares or otherwise adjusted means, whose SE carries the model.
    """
    se, n = numbers(se, n)
    with np.errstate(invalid="ignore"):
        return defined((se >= 0) & (n > 0), se * np.sqrt(n))


def sd_from_ci(low: ArrayLike, high: ArrayLike, n: ArrayLike, level: ArrayLike) -> Array:
    """Return the SD behind the interval of one group's mean: √n (high - low)/(2 t), t with n - 1 df.

    References
    ----------
    Cochrane Handbook 6.5.2.2.
    """
    low, high, n, level = numbers(low, high, n, level)
    return sd_from_se((high - low) / 2 / quantile_t(level, n - 1), n)


def sd_from_normal_ci(low: ArrayLike, high: ArrayLike, n: ArrayLike, level: ArrayLike) -> Array:
    """Return the SD behind an interval of one group's mean that was made with z (Handbook 6.5.2.2, large groups)."""
    return sd_from_se(se_from_normal_ci(low, high, level), n)


def se_from_difference_ci(
    low: ArrayLike, high: ArrayLike, n1: ArrayLike, n2: ArrayLike, level: ArrayLike
) -> Array:
    """Return the SE behind the confidence interval of a difference in means, t with n1 + n2 - 2 df.

    References
    ----------
    Cochrane Handbook 6.5.2.3.
    """
    low, high, n1, n2, level = numbers(low, high, n1, n2, level)
    return defined(high >= low, (high - low) / 2 / quantile_t(level, n1 + n2 - 2))


def se_from_normal_ci(low: ArrayLike, high: ArrayLike, level: ArrayLike) -> Array:
    """Return the SE behind an interval estimate ± z SE; for ratios give the logarithms of the limits."""
    low, high, level = numbers(low, high, level)
    return defined(high >= low, (high - low) / 2 / quantile_z(level))


def se_from_t(estimate: ArrayLike, t: ArrayLike) -> Array:
    """Return |estimate/t|, for a t or z statistic; NaN where either is zero (Handbook 6.5.2.3)."""
    estimate, t = numbers(estimate, t)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((estimate != 0) & (t != 0), np.abs(estimate / t))


def se_from_f(estimate: ArrayLike, f: ArrayLike) -> Array:
    """Return |estimate|/√F, for an F statistic with one numerator degree of freedom (Handbook 6.5.2.3)."""
    estimate, f = numbers(estimate, f)
    with np.errstate(invalid="ignore"):
        return defined(f > 0, se_from_t(estimate, np.sqrt(f)))


def se_from_p(estimate: ArrayLike, p: ArrayLike, df: ArrayLike) -> Array:
    """Return the SE of a difference in means from the exact two-sided p of its t test (Handbook 6.5.2.3).

    The p of a paired test, of a covariance model or of a rank test is none of these.

    Parameters
    ----------
    df
        n1 + n2 - 2.
    """
    estimate, p, df = numbers(estimate, p, df)
    return defined((p > 0) & (p < 1), se_from_t(estimate, t_from_p(p, df)))


def se_from_normal_p(estimate: ArrayLike, p: ArrayLike) -> Array:
    """Return the SE of an estimate from the exact two-sided p of its z test (Handbook 6.3.2).

    For ratios give the logarithm.
    """
    estimate, p = numbers(estimate, p)
    return defined((p > 0) & (p < 1), se_from_t(estimate, z_from_p(p)))


def t_from_p(p: ArrayLike, df: ArrayLike) -> Array:
    """Return |t| of the two-sided `p` with `df` degrees of freedom."""
    p, df = numbers(p, df)
    inside = (p > 0) & (p <= 1) & (df > 0)
    return defined(inside, -stdtrit(np.where(inside, df, 1.0), np.where(inside, p, 0.5) / 2))


def z_from_p(p: ArrayLike) -> Array:
    """Return |z| of the two-sided `p`."""
    p = np.asarray(p, dtype=float)
    inside = (p > 0) & (p <= 1)
    return defined(inside, -ndtri(np.where(inside, p, 0.5) / 2))


def exact_p(p: float, operator: str = "=") -> float:
    """Return `p` when it is a number and no bound.

    Raises
    ------
    Refused
        For "p < 0.05", and for 0 or 1: from a bound no standard error follows.
    """
    if operator != "=":
        raise Refused(
            f"p {operator} {p:g} is a bound, and no standard error follows from it",
            "look for the exact p, a t, or an interval; or ask the authors",
        )
    if not 0 < p < 1:
        raise Refused(
            f"p = {p:g} is rounded, and no standard error follows from it",
            "look for a t or an interval; or ask the authors",
        )
    return p


def sd_from_difference_se(se: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return SE/√(1/n1 + 1/n2): the SD that both groups share, from the SE of the difference in their means.

    References
    ----------
    Cochrane Handbook 6.5.2.3.
    """
    se, n1, n2 = numbers(se, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((se >= 0) & (n1 > 0) & (n2 > 0), se / np.sqrt(1 / n1 + 1 / n2))


def sd_from_iqr(q1: ArrayLike, q3: ArrayLike, per_sd: float = HANDBOOK_IQR) -> Array:
    """Return (q3 - q1)/1.35, for large normal samples (Handbook 6.5.2.5).

    Parameters
    ----------
    per_sd
        Interquartile range in SDs; `NORMAL_IQR` for the exact 1.3489795.
    """
    q1, q3 = numbers(q1, q3)
    return defined(q3 >= q1, (q3 - q1) / per_sd)


NORMAL_IQR = float(2 * ndtri(0.75))
"""Interquartile range of a normal distribution in SDs."""


def sd_of_share(share: ArrayLike, n: ArrayLike) -> Array:
    """Return √(n/(n-1) p(1-p)): the SD that zeros and ones with this mean must have.

    References
    ----------
    Heathers & Brown (2019), DEBIT, osf.io/5vb3u.
    """
    share, n = numbers(share, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((share >= 0) & (share <= 1) & (n > 1), np.sqrt(n / (n - 1) * share * (1 - share)))
