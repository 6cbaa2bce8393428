"""Standardised mean differences and correlations from test statistics, slopes and each other.

d is Cohen's, without Hedges' J: multiply by `curate.effects.measures.small_sample_factor` of n1 + n2 - 2. p values are
two-sided; they, F and chi² have no sign, so that `sign` gives it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from curate.effects.convert.arrays import defined, numbers
from curate.effects.convert.spread import t_from_p
from curate.effects.measures import Array, Estimates


def d_from_t(t: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return t √(1/n1 + 1/n2), for a t test of two groups (Borenstein et al. 2009, chapter 7)."""
    t, n1, n2 = numbers(t, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((n1 > 0) & (n2 > 0), t * np.sqrt(1 / n1 + 1 / n2))


def d_from_f(f: ArrayLike, n1: ArrayLike, n2: ArrayLike, sign: ArrayLike) -> Array:
    """Return d from the F of an analysis of variance of two groups."""
    f, n1, n2, sign = numbers(f, n1, n2, sign)
    with np.errstate(invalid="ignore"):
        return d_from_t(_signed(np.sqrt(f), sign), n1, n2)


def d_from_p(p: ArrayLike, n1: ArrayLike, n2: ArrayLike, sign: ArrayLike) -> Array:
    """Return d from the exact p of a t test of two groups."""
    p, n1, n2, sign = numbers(p, n1, n2, sign)
    return d_from_t(_signed(t_from_p(p, n1 + n2 - 2), sign), n1, n2)


def d_from_chi2(chi2: ArrayLike, n: ArrayLike, sign: ArrayLike) -> Array:
    """Return 2 √(chi²/(n - chi²)), for a 2 × 2 table (Lipsey & Wilson 2001)."""
    return d_from_r(r_from_chi2(chi2, n, sign))


def d_from_r(r: ArrayLike) -> Array:
    """Return 2r/√(1 - r²), for groups of about one size (Borenstein et al. 2009, formula 7.5)."""
    r = np.asarray(r, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(np.abs(r) < 1, 2 * r / np.sqrt(1 - r**2))


def d_from_point_biserial(r: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return r √h/√(1 - r²), h = m/n1 + m/n2, m = n1 + n2 - 2: the inverse of `point_biserial_from_d`."""
    r, n1, n2 = numbers(r, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(np.abs(r) < 1, r * np.sqrt(_h(n1, n2)) / np.sqrt(1 - r**2))


def d_from_slope(slope: ArrayLike, sd: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return d from the regression coefficient of the group (1 against 0), which is the difference in means.

    Parameters
    ----------
    sd
        Of the outcome in all people; the SD within groups follows from it.

    References
    ----------
    Lipsey & Wilson (2001), Practical Meta-Analysis, appendix B.
    """
    slope, sd, n1, n2 = numbers(slope, sd, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = slope**2 * n1 * n2 / (n1 + n2)
        within = ((n1 + n2 - 1) * sd**2 - between) / (n1 + n2 - 2)
        return defined((within > 0) & (n1 > 0) & (n2 > 0), slope / np.sqrt(within))


def d_from_standardised_slope(beta: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return d from the standardised regression coefficient of the group (Lipsey & Wilson 2001)."""
    beta, n1, n2 = numbers(beta, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        sd_group = np.sqrt(n1 * n2 / ((n1 + n2) * (n1 + n2 - 1)))
        return d_from_slope(beta / sd_group, 1.0, n1, n2)


def d_from_paired_t(t: ArrayLike, n: ArrayLike, r: ArrayLike) -> Array:
    """Return t √(2(1 - r)/n), in SDs of people, from the paired t of `n` people whose values correlate by `r`.

    References
    ----------
    Dunlap et al. (1996), doi:10.1037/1082-989X.1.2.170.
    """
    t, n, r = numbers(t, n, r)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((n > 1) & (np.abs(r) <= 1), t * np.sqrt(2 * (1 - r) / n))


def d_variance(d: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return 1/n1 + 1/n2 + d²/(2(n1 + n2))."""
    d, n1, n2 = numbers(d, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((n1 > 0) & (n2 > 0), 1 / n1 + 1 / n2 + d**2 / (2 * (n1 + n2)))


def d_from_adjusted_means(
    difference: ArrayLike, sd_adjusted: ArrayLike, r: ArrayLike, n1: ArrayLike, n2: ArrayLike
) -> Estimates:
    """Return d from adjusted means, sd = sd_adjusted/√(1 - r²), and (1/n1 + 1/n2)(1 - r²) + d²/(2(n1 + n2)).

    Parameters
    ----------
    sd_adjusted
        Residual SD of the covariance model, such as SE/√(1/n1 + 1/n2) of its difference.
    r
        Correlation of outcome and covariates.

    References
    ----------
    Borenstein, in Cooper, Hedges & Valentine (2009), formulas 12.24 to 12.27.
    """
    difference, sd, r, n1, n2 = numbers(difference, sd_adjusted, r, n1, n2)
    possible = (sd > 0) & (np.abs(r) < 1) & (n1 > 0) & (n2 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        d = difference * np.sqrt(1 - r**2) / sd
        vi = (1 / n1 + 1 / n2) * (1 - r**2) + d**2 / (2 * (n1 + n2))
    return Estimates(defined(possible, d), defined(possible, vi))


def d_from_adjusted_t(t: ArrayLike, r: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Estimates:
    """Return d from the t of a covariance model: t √(1/n1 + 1/n2) √(1 - r²), as `d_from_adjusted_means`."""
    t, r, n1, n2 = numbers(t, r, n1, n2)
    return d_from_adjusted_means(d_from_t(t, n1, n2), 1.0, r, n1, n2)


def r_from_t(t: ArrayLike, df: ArrayLike) -> Array:
    """Return t/√(t² + df)."""
    t, df = numbers(t, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(df > 0, t / np.sqrt(t**2 + df))


def r_from_f(f: ArrayLike, df: ArrayLike, sign: ArrayLike) -> Array:
    """Return √(F/(F + df)), for an F with one numerator degree of freedom."""
    f, df, sign = numbers(f, df, sign)
    with np.errstate(invalid="ignore"):
        return r_from_t(_signed(np.sqrt(f), sign), df)


def r_from_p(p: ArrayLike, df: ArrayLike, sign: ArrayLike) -> Array:
    """Return the correlation whose exact two-sided p, by t with `df` degrees of freedom, this is."""
    p, df, sign = numbers(p, df, sign)
    return r_from_t(_signed(t_from_p(p, df), sign), df)


def r_from_chi2(chi2: ArrayLike, n: ArrayLike, sign: ArrayLike) -> Array:
    """Return √(chi²/n): the phi coefficient of a 2 × 2 table."""
    chi2, n, sign = numbers(chi2, n, sign)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((chi2 >= 0) & (chi2 <= n) & (n > 0), _signed(np.sqrt(chi2 / n), sign))


def point_biserial_from_d(d: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return d/√(d² + h), h = m/n1 + m/n2, m = n1 + n2 - 2: the correlation of group and outcome."""
    d, n1, n2 = numbers(d, n1, n2)
    with np.errstate(invalid="ignore"):
        return defined(True, d / np.sqrt(d**2 + _h(n1, n2)))


def biserial_from_d(d: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Estimates:
    """Return the biserial correlation, as if the groups were a normal variable cut in two, and Soper's variance.

    References
    ----------
    Jacobs & Viechtbauer (2017), doi:10.1002/jrsm.1218; Soper (1914), doi:10.1093/biomet/10.2-3.384.
    """
    d, n1, n2 = numbers(d, n1, n2)
    p, height = _cut(n1, n2)
    z = -ndtri(p)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = p * (1 - p) / height**2
        r = defined(True, np.sqrt(share) * point_biserial_from_d(d, n1, n2))
        vi = r**4 + r**2 * (share * z**2 + (2 * p - 1) * z / height - 2.5) + share
    return Estimates(r, defined(True, vi / (n1 + n2 - 1)))


def biserial_z_from_d(d: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Estimates:
    """Return the biserial correlation transformed to a stable variance, 1/(n1 + n2 - 1).

    References
    ----------
    Jacobs & Viechtbauer (2017), doi:10.1002/jrsm.1218.
    """
    d, n1, n2 = numbers(d, n1, n2)
    p, height = _cut(n1, n2)
    r = biserial_from_d(d, n1, n2).yi
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.sqrt(height) / (p * (1 - p)) ** 0.25
        yi = defined(True, a / 2 * np.log((1 + a * r) / (1 - a * r)))
        return Estimates(yi, defined(np.isfinite(yi), 1 / (n1 + n2 - 1)))


def _cut(n1: Array, n2: Array) -> tuple[Array, Array]:
    """Return the share p of group 1, and the height of the normal density where it cuts."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p = defined((n1 > 0) & (n2 > 0), n1 / (n1 + n2))
    return p, np.exp(-(ndtri(p) ** 2) / 2) / np.sqrt(2 * np.pi)


def _h(n1: Array, n2: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((n1 > 0) & (n2 > 0) & (n1 + n2 > 2), (n1 + n2 - 2) * (1 / n1 + 1 / n2))


def _signed(size: Array, sign: Array) -> Array:
    return np.asarray(np.where(np.abs(sign) == 1, sign, np.nan) * size)
