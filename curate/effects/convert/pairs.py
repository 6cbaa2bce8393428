"""Pairs of values of the same people: change from baseline, crossover periods, and the correlation between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array, Estimates, small_sample_factor


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


def standardised_change(
    after: ArrayLike, before: ArrayLike, sd_change: ArrayLike, n: ArrayLike
) -> Estimates:
    """Return J(n - 1)(after - before)/sd_change and 1/n + g²/(2n). Never to be pooled with SMDs in SDs of people.

    References
    ----------
    Gibbons, Hedeker & Davis (1993), doi:10.3102/10769986018003271.
    """
    after, before, sd, n = numbers(after, before, sd_change, n)
    return _standardised(after - before, sd, n, np.ones_like(n))


def standardised_change_by_raw_sd(
    after: ArrayLike, before: ArrayLike, sd_before: ArrayLike, n: ArrayLike, r: ArrayLike
) -> Estimates:
    """Return J(n - 1)(after - before)/sd_before and 2(1 - r)/n + g²/(2n).

    References
    ----------
    Becker (1988), doi:10.1111/j.2044-8317.1988.tb00901.x; Morris & DeShon (2002), doi:10.1037/1082-989X.7.1.105.
    """
    after, before, sd, n, r = numbers(after, before, sd_before, n, r)
    return _standardised(after - before, sd, n, np.where(np.abs(r) <= 1, 2 * (1 - r), np.nan))


def difference_of_standardised_changes(
    before1: ArrayLike,
    after1: ArrayLike,
    sd_before1: ArrayLike,
    n1: ArrayLike,
    before2: ArrayLike,
    after2: ArrayLike,
    sd_before2: ArrayLike,
    n2: ArrayLike,
    r: ArrayLike,
) -> Estimates:
    """Return d_ppc2: the difference of both groups' changes in pooled SDs of the baseline, and its variance.

    With the approximate factor 1 - 3/(4m - 1), m = n1 + n2 - 2, as the source has it.

    References
    ----------
    Morris (2008), doi:10.1177/1094428106291059, formulas 8 to 10 and 25.
    """
    b1, a1, s1, n1, b2, a2, s2, n2, r = numbers(
        before1, after1, sd_before1, n1, before2, after2, sd_before2, n2, r
    )
    possible = (s1 > 0) & (s2 > 0) & (n1 >= 2) & (n2 >= 2) & (n1 + n2 > 4) & (np.abs(r) < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        m = n1 + n2 - 2
        pooled = np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / m)
        factor = 1 - 3 / (4 * m - 1)
        d = factor * ((a1 - b1) - (a2 - b2)) / pooled
        unit = 2 * (1 - r) * (n1 + n2) / (n1 * n2)
        vi = factor**2 * unit * m / (m - 2) * (1 + d**2 / unit) - d**2
    return Estimates(defined(possible, d), defined(possible, vi))


def _standardised(change: Array, sd: Array, n: Array, share: Array) -> Estimates:
    possible = (sd > 0) & (n >= 3)
    with np.errstate(divide="ignore", invalid="ignore"):
        g = small_sample_factor(n - 1) * change / sd
        vi = share / n + g**2 / (2 * n)
    possible &= np.isfinite(vi)
    return Estimates(defined(possible, g), defined(possible, vi))
