"""Effect measures of people measured twice: change within one group, and how it differs between two.

As in `curate.effects.measures`: arrays of one shape, `Estimates`, NaN where a measure does not exist. 1 is after and 2
before; r is the correlation of the two. Change and final scores never go into one pool of standardised differences.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import hyp2f1

from curate.effects.measures import Array, Estimates, finite, known, small_sample_factor

CHANGE_VARIANCES = {
    "LS": "1/n + g²/(2n); by the SD before, 2(1-r)/n + g²/(2n)",
    "LS2": "J² times the same with d",
    "UB": "LS with g² (1 - (m-2)/(m J²)), m = n-1, in place of g²/(2n), and r without its bias (Olkin & Pratt)",
}
"""Names of the variances of a standardised mean change. d is without, g with the factor J(n - 1)."""

CONTRAST_VARIANCES = {
    "LS": "2(1-r)(1/n1 + 1/n2) + d²/(2N), r the mean correlation weighted by n",
    "exact": "2 J² (1-r) (N/(n1 n2)) (N-2)/(N-4) (1 + n1 n2 d²/(2(1-r)N)) - d²",
}
"""Names of the variances of a difference in standardised changes; exact is equation 25 of Morris (2008)."""


def mean_change(
    m1: ArrayLike, sd1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n: ArrayLike, r: ArrayLike
) -> Estimates:
    """Return m1 - m2 in the unit of the scale, and (sd1² + sd2² - 2 r sd1 sd2)/n."""
    m1, m2, n, sd = _changes(m1, sd1, m2, sd2, n, r)
    return finite(m1 - m2, sd**2 / n)


def standardised_change(
    m1: ArrayLike,
    sd1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n: ArrayLike,
    r: ArrayLike,
    variance: str = "LS",
    correction: str = "exact",
) -> Estimates:
    """Return J(n - 1) (m1 - m2) over the SD of the changes (``SMCC``).

    Parameters
    ----------
    variance
        A name of `CHANGE_VARIANCES`.
    correction
        ``exact`` or ``none``.

    References
    ----------
    Gibbons, Hedeker & Davis (1993), doi:10.3102/10769986018003271.

    Raises
    ------
    UnknownName
        For another variance or correction.
    """
    m1, m2, n, sd = _changes(m1, sd1, m2, sd2, n, r)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _standardised((m1 - m2) / sd, n, np.ones_like(n), variance, correction)


def raw_standardised_change(
    m1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n: ArrayLike,
    r: ArrayLike,
    variance: str = "LS",
    correction: str = "exact",
) -> Estimates:
    """Return J(n - 1) (m1 - m2)/sd2, in SDs of the scores before (``SMCR``); arguments as `standardised_change`.

    References
    ----------
    Becker (1988), doi:10.1111/j.2044-8317.1988.tb00901.x; Morris & DeShon (2002), doi:10.1037/1082-989X.7.1.105.
    The correlation of UB: Olkin & Pratt (1958), doi:10.1214/aoms/1177706717.
    """
    m1, m2, sd2, n, r = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (m1, m2, sd2, n, r)))
    usable = (sd2 > 0) & (n >= 2) & (np.abs(r) <= 1)
    sd2 = np.where(usable, sd2, np.nan)
    if variance == "UB":
        r = r * hyp2f1(0.5, 0.5, (n - 2) / 2, 1 - r**2)
    return _standardised((m1 - m2) / sd2, np.where(usable, n, np.nan), 2 * (1 - r), variance, correction)


def change_contrast(
    post: tuple[ArrayLike, ArrayLike],
    pre: tuple[ArrayLike, ArrayLike],
    sd_pre: tuple[ArrayLike, ArrayLike],
    n: tuple[ArrayLike, ArrayLike],
    r: tuple[ArrayLike, ArrayLike],
    variance: str = "LS",
) -> Estimates:
    """Return the difference of the two groups' changes in SDs before treatment, pooled, with J(N - 2) (d_ppc2).

    Parameters
    ----------
    post, pre, sd_pre, n, r
        Of the experimental and the control group: means after and before, SD before, size, correlation.
    variance
        A name of `CONTRAST_VARIANCES`; d is the corrected estimate there.

    References
    ----------
    Morris (2008), doi:10.1177/1094428106291059.

    Raises
    ------
    UnknownName
        For another variance.
    """
    known("variance of a difference in changes", variance, CONTRAST_VARIANCES)
    (post1, post2), (pre1, pre2), (sd1, sd2), (a, b), (r1, r2) = (
        tuple(np.asarray(x, dtype=float) for x in pair) for pair in (post, pre, sd_pre, n, r)
    )
    usable = (sd1 > 0) & (sd2 > 0) & (a >= 2) & (b >= 2) & (np.abs(r1) <= 1) & (np.abs(r2) <= 1)
    total = np.where(usable, a + b, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        sd = np.sqrt(((a - 1) * sd1**2 + (b - 1) * sd2**2) / (total - 2))
        j = small_sample_factor(total - 2)
        d = j * ((post1 - pre1) - (post2 - pre2)) / sd
        r_mean = (a * r1 + b * r2) / total
        if variance == "LS":
            return finite(d, 2 * (1 - r_mean) * (1 / a + 1 / b) + d**2 / (2 * total))
        spread = 2 * j**2 * (1 - r_mean) * total / (a * b) * (total - 2) / (total - 4)
        return finite(d, spread * (1 + a * b * d**2 / (2 * (1 - r_mean) * total)) - d**2)


def _changes(
    m1: ArrayLike, sd1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n: ArrayLike, r: ArrayLike
) -> tuple[Array, Array, Array, Array]:
    """Return both means, the size and the SD of the changes; NaN where they cannot be used."""
    m1, sd1, m2, sd2, n, r = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (m1, sd1, m2, sd2, n, r))
    )
    usable = (sd1 > 0) & (sd2 > 0) & (n >= 2) & (np.abs(r) <= 1)
    with np.errstate(invalid="ignore"):
        sd = np.sqrt(sd1**2 + sd2**2 - 2 * r * sd1 * sd2)
    return m1, m2, np.where(usable, n, np.nan), np.where(usable & (sd > 0), sd, np.nan)


def _standardised(d: Array, n: Array, unit: Array, variance: str, correction: str) -> Estimates:
    """Return J d with the variance unit/n + …, see `CHANGE_VARIANCES`."""
    known("variance of a standardised change", variance, CHANGE_VARIANCES)
    known("correction of a standardised change", correction, ("exact", "none"))
    exact = small_sample_factor(n - 1)
    j = exact if correction == "exact" else np.ones_like(exact)
    g = j * d
    if variance == "LS2":
        return finite(g, j**2 * (unit / n + d**2 / (2 * n)))
    factor = 1 / (2 * n) if variance == "LS" else 1 - (n - 3) / ((n - 1) * exact**2)
    return finite(g, unit / n + factor * g**2)
