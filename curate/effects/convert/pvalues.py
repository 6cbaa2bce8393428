"""Two-sided p values from test statistics, and Welch's test from summaries."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc, ndtr, stdtr

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array


class Welch(NamedTuple):
    """Welch's t, its Satterthwaite degrees of freedom, and the two-sided p."""

    t: Array
    df: Array
    p: Array


def p_from_t(t: ArrayLike, df: ArrayLike) -> Array:
    """Return the two-sided p of `t`."""
    t, df = numbers(t, df)
    possible = df > 0
    return defined(possible, 2 * stdtr(np.where(possible, df, 1.0), -np.abs(t)))


def p_from_z(z: ArrayLike) -> Array:
    """Return the two-sided p of `z`."""
    return defined(True, 2 * ndtr(-np.abs(np.asarray(z, dtype=float))))


def p_from_f(f: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Array:
    """Return the probability of an F at least as large."""
    f, df1, df2 = numbers(f, df1, df2)
    possible = (f >= 0) & (df1 > 0) & (df2 > 0)
    return defined(possible, fdtrc(*(np.where(possible, x, 1.0) for x in (df1, df2, f))))


def p_from_chi2(chi2: ArrayLike, df: ArrayLike) -> Array:
    """Return the probability of a chi² at least as large."""
    chi2, df = numbers(chi2, df)
    possible = (chi2 >= 0) & (df > 0)
    return defined(possible, chdtrc(*(np.where(possible, x, 1.0) for x in (df, chi2))))


def p_range_from_t(t: ArrayLike, decimals: ArrayLike, df: ArrayLike) -> tuple[Array, Array]:
    """Return the lowest and the highest p that a t printed with so many decimals may have had."""
    t, decimals, df = numbers(t, decimals, df)
    half_unit = 0.5 * 10.0**-decimals
    size = np.abs(t)
    return p_from_t(size + half_unit, df), p_from_t(np.maximum(size - half_unit, 0), df)


def welch(
    m1: ArrayLike, sd1: ArrayLike, n1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n2: ArrayLike
) -> Welch:
    """Return the t test for two groups of unequal variances.

    References
    ----------
    Welch (1947), doi:10.1093/biomet/34.1-2.28; Satterthwaite (1946), doi:10.2307/3002019.
    """
    m1, sd1, n1, m2, sd2, n2 = numbers(m1, sd1, n1, m2, sd2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        v1, v2 = sd1**2 / n1, sd2**2 / n2
        possible = (n1 > 1) & (n2 > 1) & (v1 + v2 > 0)
        t = defined(possible, (m1 - m2) / np.sqrt(v1 + v2))
        df = defined(possible, (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1)))
    return Welch(t, df, p_from_t(t, df))
