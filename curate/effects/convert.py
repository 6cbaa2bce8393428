"""What trials print instead: standard deviations from standard errors and intervals, arms combined.

Array functions take numbers or arrays of one shape. Levels are in percent. Nothing here guesses: where
the input does not determine the answer the result is NaN or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from curate.effects.measures import Array


class Group(NamedTuple):
    """Mean, standard deviation and size of one group of people."""

    mean: float
    sd: float
    n: float


def sd_from_se(se: ArrayLike, n: ArrayLike) -> Array:
    """Return SE √n: the SD behind the standard error of a group's raw mean (Handbook 6.5.2.2).

    Not for least-squares or otherwise adjusted means, whose SE carries the model.
    """
    return np.asarray(np.asarray(se, dtype=float) * np.sqrt(np.asarray(n, dtype=float)))


def sd_from_ci(low: ArrayLike, high: ArrayLike, n: ArrayLike, level: ArrayLike) -> Array:
    """Return the SD behind the interval of one group's mean: √n (high - low)/(2 t), t with n - 1 df.

    References
    ----------
    Cochrane Handbook 6.5.2.2.
    """
    size = np.asarray(n, dtype=float)
    return sd_from_se(_half_width(low, high) / _quantile(level, size - 1), size)


def se_from_difference_ci(
    low: ArrayLike, high: ArrayLike, n1: ArrayLike, n2: ArrayLike, level: ArrayLike
) -> Array:
    """Return the SE behind the confidence interval of a difference in means, t with n1 + n2 - 2 df.

    References
    ----------
    Cochrane Handbook 6.5.2.3.
    """
    df = np.asarray(n1, dtype=float) + np.asarray(n2, dtype=float) - 2
    return np.asarray(_half_width(low, high) / _quantile(level, df))


def se_from_normal_ci(low: ArrayLike, high: ArrayLike, level: ArrayLike) -> Array:
    """Return the SE behind an interval estimate ± z SE; for ratios give the logarithms of the limits."""
    share = 0.5 + np.asarray(level, dtype=float) / 200
    return np.asarray(_half_width(low, high) / ndtri(share))


def combine_arms(groups: Sequence[Group]) -> Group:
    """Return the one group that the arms make together, as if never split.

    The SD is that of all people about the common mean: the sums of squares within the arms plus
    those of the arms' means about it (Handbook table 6.5.a, for any number of arms).
    """
    n = sum(group.n for group in groups)
    mean = sum(group.n * group.mean for group in groups) / n
    squares = sum((group.n - 1) * group.sd**2 + group.n * (group.mean - mean) ** 2 for group in groups)
    return Group(mean, float(np.sqrt(squares / (n - 1))), n)


def events_from_percent(percent: float, decimals: int, n: float) -> int | None:
    """Return the one number of people that is `percent` of `n` after rounding to `decimals`, else None.

    Examples
    --------
    >>> events_from_percent(66.7, 1, 15)
    10
    >>> events_from_percent(17, 0, 151) is None  # 25 of 151 and 26 of 151 are both 17%
    True
    """
    half_unit = 0.5 * 10.0**-decimals + 1e-9  # printed decimals are exact, the floats behind them not
    lowest = int(np.ceil((percent - half_unit) * n / 100))
    highest = int(np.floor((percent + half_unit) * n / 100))
    fits = range(max(lowest, 0), min(highest, int(n)) + 1)
    return fits[0] if len(fits) == 1 else None


def _half_width(low: ArrayLike, high: ArrayLike) -> Array:
    return np.asarray((np.asarray(high, dtype=float) - np.asarray(low, dtype=float)) / 2)


def _quantile(level: ArrayLike, df: ArrayLike) -> Array:
    freedom = np.asarray(df, dtype=float)
    share = 0.5 + np.asarray(level, dtype=float) / 200
    quantile = stdtrit(np.maximum(freedom, 1), share)
    return np.asarray(np.where(freedom >= 1, quantile, np.nan))
