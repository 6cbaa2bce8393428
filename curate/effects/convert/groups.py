"""Arms combined, a shared control split, and people counted from percentages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array

_EXACT = 1e-9
"""Printed decimals are exact, the floats behind them not."""


class Group(NamedTuple):
    """Mean, standard deviation and size of one group of people."""

    mean: float
    sd: float
    n: float


class Groups(NamedTuple):
    """Means, standard deviations and sizes, arrays of one shape."""

    mean: Array
    sd: Array
    n: Array


def combine(means: ArrayLike, sds: ArrayLike, ns: ArrayLike) -> Groups:
    """Return the one group that several make together, over the first axis: as if never split.

    The SD is that of all people about the common mean: the sums of squares within the groups plus those of the
    groups' means about it (Handbook table 6.5.a, for any number of groups). Empty groups count for nothing.
    """
    means, sds, ns = numbers(means, sds, ns)
    present = ns > 0
    means, sds = (np.where(present, given, 0.0) for given in (means, sds))
    n = ns.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (ns * means).sum(axis=0) / n
        within = np.where(present, ns - 1, 0) * sds**2
        squares = (within + ns * (means - mean) ** 2).sum(axis=0)
        sd = defined(
            (ns >= 0).all(axis=0) & (sds >= 0).all(axis=0) & (n > 1), np.sqrt(squares / (n - 1))
        )
    return Groups(defined(n > 0, mean), sd, n)


def combine_arms(groups: Sequence[Group]) -> Group:
    """Return the one group that the arms make together; see `combine`."""
    whole = combine(*zip(*groups, strict=True))
    return Group(float(whole.mean), float(whole.sd), sum(group.n for group in groups))


def split_control(
    n: ArrayLike, comparisons: ArrayLike, events: ArrayLike = np.nan
) -> tuple[Array, Array]:
    """Return people and events of a control that several comparisons share, for each: n/k and events/k.

    Mean and SD stay. It keeps the weight right, but not the correlation of the comparisons (Handbook 23.3.4):
    combining the arms, or the covariances of `curate.effects.convert.shared`, is better.
    """
    n, comparisons, events = numbers(n, comparisons, events)
    possible = comparisons >= 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined(possible, n / comparisons), defined(possible, events / comparisons)


def events_from_percent(percent: float, decimals: int, n: float) -> int | None:
    """Return the one number of people that is `percent` of `n` after rounding to `decimals`, else None.

    Examples
    --------
    >>> events_from_percent(66.7, 1, 15)
    10
    >>> events_from_percent(17, 0, 151) is None  # 25 of 151 and 26 of 151 are both 17%
    True
    """
    found = float(events_from_percents(percent, decimals, n))
    return None if np.isnan(found) else int(found)


def events_from_percents(percent: ArrayLike, decimals: ArrayLike, n: ArrayLike) -> Array:
    """Return, for each, the one number of people that fits as in `events_from_percent`, else NaN."""
    percent, decimals, n = numbers(percent, decimals, n)
    half_unit = 0.5 * 10.0**-decimals + _EXACT
    lowest = np.maximum(np.ceil((percent - half_unit) * n / 100), 0)
    highest = np.minimum(np.floor((percent + half_unit) * n / 100), np.floor(n))
    return defined((n > 0) & (lowest == highest), lowest)


def total_from_percent(events: ArrayLike, percent: ArrayLike, decimals: ArrayLike) -> Array:
    """Return the one number of people of whom `events` are `percent` after rounding, else NaN."""
    events, percent, decimals = numbers(events, percent, decimals)
    half_unit = 0.5 * 10.0**-decimals + _EXACT
    with np.errstate(divide="ignore", invalid="ignore"):
        lowest = np.maximum(np.ceil(100 * events / (percent + half_unit)), events)
        highest = np.floor(100 * events / (percent - half_unit))
    return defined((events > 0) & (percent > half_unit) & (lowest == highest), lowest)
