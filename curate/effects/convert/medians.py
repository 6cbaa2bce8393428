"""Mean and SD from a median with quartiles, with the range, or with both, for samples from a normal distribution.

a and b are minimum and maximum. Values out of order, and samples of one, give NaN. `skewness_of_range` and its
siblings test what the formulas take for granted: where the statistic is above its critical value, the mean and SD
say little, and an analysis of medians or of logarithms is better.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array

SMALLEST = 5
"""Sample size below which the critical values of the test for skewness were not made."""


class Moments(NamedTuple):
    """Means and standard deviations, shape of the input."""

    mean: Array
    sd: Array


class Skewness(NamedTuple):
    """Shi's statistic and its critical value at 5%."""

    statistic: Array
    critical: Array

    @property
    def skewed(self) -> NDArray[np.bool_]:
        """Where symmetry is rejected; False where the test does not exist."""
        return np.asarray(self.statistic > self.critical)


def from_range(a: ArrayLike, median: ArrayLike, b: ArrayLike, n: ArrayLike) -> Moments:
    """Return the mean by Luo (scenario S1) and the SD by Wan from median and range.

    References
    ----------
    Luo et al. (2018), doi:10.1177/0962280216669183, formula 7; Wan et al. (2014),
    doi:10.1186/1471-2288-14-135, formula 9.
    """
    (a, m, b), n, ordered = _ordered((a, median, b), n)
    w = 4 / (4 + n**0.75)
    return Moments(defined(ordered, w * (a + b) / 2 + (1 - w) * m), wan_range(a, m, b, n).sd)


def from_quartiles(q1: ArrayLike, median: ArrayLike, q3: ArrayLike, n: ArrayLike) -> Moments:
    """Return the mean by Luo (scenario S2) and the SD by Wan from median and quartiles.

    References
    ----------
    Luo et al. (2018), doi:10.1177/0962280216669183, formula 11; Wan et al. (2014),
    doi:10.1186/1471-2288-14-135, formula 16.
    """
    (q1, m, q3), n, ordered = _ordered((q1, median, q3), n)
    w = 0.7 + 0.39 / n
    return Moments(defined(ordered, w * (q1 + q3) / 2 + (1 - w) * m), wan_quartiles(q1, m, q3, n).sd)


def from_five(
    a: ArrayLike, q1: ArrayLike, median: ArrayLike, q3: ArrayLike, b: ArrayLike, n: ArrayLike
) -> Moments:
    """Return the mean by Luo (scenario S3) and the SD by Shi from all five numbers.

    References
    ----------
    Luo et al. (2018), doi:10.1177/0962280216669183, formula 15; Shi et al. (2020), doi:10.1002/jrsm.1429, formula 10.
    """
    (a, q1, m, q3, b), n, ordered = _ordered((a, q1, median, q3, b), n)
    w1, w2 = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    mean = w1 * (a + b) / 2 + w2 * (q1 + q3) / 2 + (1 - w1 - w2) * m
    share = 1 / (1 + 0.07 * n**0.6)
    sd = share * wan_range(a, m, b, n).sd + (1 - share) * wan_quartiles(q1, m, q3, n).sd
    return Moments(defined(ordered, mean), defined(ordered, sd))


def wan_range(a: ArrayLike, median: ArrayLike, b: ArrayLike, n: ArrayLike) -> Moments:
    """Return (a + 2m + b)/4 and the range over its expectation in SDs (Wan 2014, C1)."""
    (a, m, b), n, ordered = _ordered((a, median, b), n)
    width = 2 * ndtri((n - 0.375) / (n + 0.25))
    with np.errstate(divide="ignore", invalid="ignore"):
        return Moments(defined(ordered, (a + 2 * m + b) / 4), defined(ordered, (b - a) / width))


def wan_quartiles(q1: ArrayLike, median: ArrayLike, q3: ArrayLike, n: ArrayLike) -> Moments:
    """Return (q1 + m + q3)/3 and the interquartile range over its expectation in SDs (Wan 2014, C3)."""
    (q1, m, q3), n, ordered = _ordered((q1, median, q3), n)
    width = 2 * ndtri((0.75 * n - 0.125) / (n + 0.25))
    with np.errstate(divide="ignore", invalid="ignore"):
        return Moments(defined(ordered, (q1 + m + q3) / 3), defined(ordered, (q3 - q1) / width))


def wan_five(
    a: ArrayLike, q1: ArrayLike, median: ArrayLike, q3: ArrayLike, b: ArrayLike, n: ArrayLike
) -> Moments:
    """Return (a + 2 q1 + 2m + 2 q3 + b)/8 and the mean of both SDs (Wan 2014, C2, formula 13)."""
    (a, q1, m, q3, b), n, ordered = _ordered((a, q1, median, q3, b), n)
    sd = (wan_range(a, m, b, n).sd + wan_quartiles(q1, m, q3, n).sd) / 2
    return Moments(defined(ordered, (a + 2 * q1 + 2 * m + 2 * q3 + b) / 8), defined(ordered, sd))


def hozo(a: ArrayLike, median: ArrayLike, b: ArrayLike, n: ArrayLike) -> Moments:
    """Return (a + 2m + b)/4, and by size an SD of three numbers (to 15), range/4 (to 70) or range/6.

    For reviews whose protocol names it; `from_range` is better.

    References
    ----------
    Hozo, Djulbegovic & Hozo (2005), doi:10.1186/1471-2288-5-13.
    """
    (a, m, b), n, ordered = _ordered((a, median, b), n)
    few = np.sqrt(((a - 2 * m + b) ** 2 / 4 + (b - a) ** 2) / 12)
    sd = np.where(n <= 15, few, (b - a) / np.where(n <= 70, 4, 6))
    return Moments(defined(ordered, (a + 2 * m + b) / 4), defined(ordered, sd))


def bland(a: ArrayLike, q1: ArrayLike, median: ArrayLike, q3: ArrayLike, b: ArrayLike) -> Moments:
    """Return mean and SD of five numbers without their n; `from_five` is better.

    References
    ----------
    Bland (2015), International Journal of Statistics in Medical Research 4:57-64.
    """
    (a, q1, m, q3, b), _, ordered = _ordered((a, q1, median, q3, b), 2)
    mean = (a + 2 * q1 + 2 * m + 2 * q3 + b) / 8
    squares = (a**2 + 2 * q1**2 + 2 * m**2 + 2 * q3**2 + b**2) / 16
    variance = squares + (a * q1 + q1 * m + m * q3 + q3 * b) / 8 - mean**2
    return Moments(defined(ordered, mean), defined(ordered, np.sqrt(np.maximum(variance, 0))))


def skewness_of_range(a: ArrayLike, median: ArrayLike, b: ArrayLike, n: ArrayLike) -> Skewness:
    """Test symmetry by median and range (scenario S1); NaN below n = 5.

    References
    ----------
    Shi et al. (2023), doi:10.1177/09622802231172043.
    """
    (a, m, b), n, ordered = _ordered((a, median, b), n)
    critical = 1 / np.log(n + 9) + 2.5 / (n + 1)
    return _skewness(ordered, n, _leaning(a, m, b), critical)


def skewness_of_quartiles(q1: ArrayLike, median: ArrayLike, q3: ArrayLike, n: ArrayLike) -> Skewness:
    """Test symmetry by median and quartiles (scenario S2), as `skewness_of_range`."""
    (q1, m, q3), n, ordered = _ordered((q1, median, q3), n)
    return _skewness(ordered, n, _leaning(q1, m, q3), 2.65 / np.sqrt(n) - 6 / n**2)


def skewness_of_five(
    a: ArrayLike, q1: ArrayLike, median: ArrayLike, q3: ArrayLike, b: ArrayLike, n: ArrayLike
) -> Skewness:
    """Test symmetry by all five numbers (scenario S3), as `skewness_of_range`."""
    (a, q1, m, q3, b), n, ordered = _ordered((a, q1, median, q3, b), n)
    outer = 2.65 * np.log(0.6 * n) / np.sqrt(n) * _leaning(a, m, b)
    return _skewness(ordered, n, np.maximum(outer, _leaning(q1, m, q3)), 3 / np.sqrt(n) - 40 / n**3)


def _ordered(
    values: tuple[ArrayLike, ...], n: ArrayLike
) -> tuple[list[Array], Array, NDArray[np.bool_]]:
    """Return the values, n (NaN below 2), and where the values do not decrease."""
    *given, size = numbers(*values, n)
    size = np.where(size >= 2, size, np.nan)
    rising = [one <= two for one, two in pairwise(given)]
    return given, size, np.asarray(np.all(rising, axis=0) & np.isfinite(size))


def _leaning(low: Array, middle: Array, high: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs(low + high - 2 * middle) / (high - low))


def _skewness(ordered: NDArray[np.bool_], n: Array, statistic: Array, critical: Array) -> Skewness:
    possible = ordered & (n >= SMALLEST)
    return Skewness(defined(possible, statistic), defined(possible, critical))
