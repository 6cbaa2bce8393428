"""Pairs of values of the same people: change from baseline, crossover periods, and the correlation between them.

Effects of change are in `curate.effects.paired`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array, Estimates


def change_sd(sd1: ArrayLike, sd2: ArrayLike, r: ArrayLike) -> Array:
    """Return √(sd1² + sd2² - 2 r sd1 sd2): the SD of the differences of pairs with correlation `r`.

    References
    ----------
    Cochrane Handbook 6.5.2.8 (change from baseline) and 23.2.7 (crossover).
    """
    one, two, r = numbers(sd1, sd2, r)
    possible = (one >= 0) & (two >= 0) & (np.abs(r) <= 1)
    with np.errstate(invalid="ignore"):
        return defined(possible, np.sqrt(one**2 + two**2 - 2 * r * one * two))


def change_correlation(sd1: ArrayLike, sd2: ArrayLike, sd_change: ArrayLike) -> Array:
    """Return (sd1² + sd2² - sd_change²)/(2 sd1 sd2); outside -1 to 1 one of the three is wrong.

    It is returned as it is, so that the caller can say so: `is_correlation`.

    References
    ----------
    Cochrane Handbook 6.5.2.8.
    """
    one, two, change = numbers(sd1, sd2, sd_change)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(
            (one > 0) & (two > 0) & (change >= 0), (one**2 + two**2 - change**2) / (2 * one * two)
        )


def is_correlation(r: ArrayLike) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where `r` lies from -1 to 1: three SDs that give another cannot all be right."""
    return np.asarray(np.abs(np.asarray(r, dtype=float)) <= 1)


def paired_mean_difference(difference: ArrayLike, sd_difference: ArrayLike, n: ArrayLike) -> Estimates:
    """Return the mean of the differences within people, and sd²/n.

    References
    ----------
    Elbourne et al. (2002), doi:10.1093/ije/31.1.140; Handbook 23.2.7.1.
    """
    d, sd, n = numbers(difference, sd_difference, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        vi = defined((sd > 0) & (n >= 2), sd**2 / n)
    return Estimates(defined(np.isfinite(vi), d), vi)


def crossover_mean_difference(
    m1: ArrayLike, sd1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n: ArrayLike, r: ArrayLike
) -> Estimates:
    """Return m1 - m2 of `n` people who had both treatments, its variance by the correlation `r` of their values.

    References
    ----------
    Elbourne et al. (2002), doi:10.1093/ije/31.1.140; Handbook 23.2.7.
    """
    m1, m2 = numbers(m1, m2)
    return paired_mean_difference(m1 - m2, change_sd(sd1, sd2, r), n)


def crossover_smd(
    m1: ArrayLike, sd1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n: ArrayLike, r: ArrayLike
) -> Estimates:
    """Return d = (m1 - m2)/√((sd1² + sd2²)/2), in SDs of people as in parallel trials, and (1/n + d²/2n) 2(1 - r).

    Without Hedges' J, as the source has it.

    References
    ----------
    Elbourne et al. (2002), doi:10.1093/ije/31.1.140; Handbook 23.2.7.2.
    """
    m1, sd1, m2, sd2, n, r = numbers(m1, sd1, m2, sd2, n, r)
    possible = (sd1 > 0) & (sd2 > 0) & (n >= 2) & (r > -1) & (r < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        d = (m1 - m2) / np.sqrt((sd1**2 + sd2**2) / 2)
        vi = (1 / n + d**2 / (2 * n)) * 2 * (1 - r)
    return Estimates(defined(possible, d), defined(possible, vi))


def smd_from_paired(difference: ArrayLike, sd_difference: ArrayLike, r: ArrayLike) -> Array:
    """Return the difference in SDs of people, sd = sd_difference/√(2(1 - r)) (Elbourne 2002)."""
    d, sd, r = numbers(difference, sd_difference, r)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((sd > 0) & (np.abs(r) < 1), d * np.sqrt(2 * (1 - r)) / sd)
