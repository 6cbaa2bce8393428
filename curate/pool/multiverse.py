"""The pooled estimate under every choice among the results that the trials report.

One universe takes one eligible effect of each study. Where they are few, all are pooled; where they are many, a random
sample with a seed. All universes are one batch.

References
----------
Tendal et al. (2011), doi:10.1136/bmj.d4829; multiverse analysis: Steegen et al. (2016),
doi:10.1177/1745691616658637.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from curate.effects.measures import Array
from curate.errors import Refused
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS, Interval, automatic

MOST = 20_000
"""Universes up to which all are pooled; so many are drawn where there are more."""


@dataclass(frozen=True, slots=True)
class Multiverse:
    """Pooled estimates of many universes.

    Attributes
    ----------
    universes
        How many there are; `picks` holds all of them, or a sample.
    picks
        Which effect of each study a universe takes, [M, K].
    fits, interval
        Of each universe, [M].
    chosen
        The row of the universe that the protocol's rules choose, always the first; None where they choose none.
    alone
        Lowest and highest estimate when only one study's choice changes, by study, [K, 2]; NaN without a chosen one.
    """

    universes: int
    picks: NDArray[np.intp]
    fits: Fits
    interval: Interval
    chosen: int | None
    alone: Array

    @property
    def is_exact(self) -> bool:
        """Whether every universe was pooled."""
        return len(self.picks) == self.universes

    @property
    def excluding(self) -> float:
        """The share of the universes whose interval does not hold zero."""
        return float(((self.interval.low > 0) | (self.interval.high < 0)).mean())


def multiverse(
    effects: Sequence[Sequence[tuple[float, float]]],
    chosen: Sequence[int] | None = None,
    *,
    method: str = "REML",
    ci: str = "auto",
    level: float = 95.0,
    most: int = MOST,
    seed: int = 1,
) -> Multiverse:
    """Pool every universe, or a sample of them.

    Parameters
    ----------
    effects
        Of each study, yi and vi of each of its eligible effects.
    chosen
        Of each study, the place of the effect that the protocol takes.
    most
        Universes that are pooled at most.
    seed
        Of the sample.

    Raises
    ------
    Refused
        When there is no study.
    """
    if not effects:
        raise Refused("there is no study to pool", "see why the effects were left out")
    sizes = [len(each) for each in effects]
    universes = prod(sizes)
    if universes <= most:
        picks = np.indices(sizes).reshape(len(sizes), -1).T
    else:
        draws = np.random.default_rng(seed).random((most, len(sizes)))
        picks = (draws * np.array(sizes)).astype(np.intp)
    if chosen is not None:
        mine = np.asarray(chosen)
        picks = np.vstack([mine, picks[(picks != mine).any(axis=1)]])[: max(most, 1)]
    yi, vi = _taken(effects, picks)
    fits = fit(yi, vi, method=method)
    interval = automatic(fits, level) if ci == "auto" else INTERVALS[ci](fits, level)
    return Multiverse(
        universes,
        picks,
        fits,
        interval,
        None if chosen is None else 0,
        _alone(effects, chosen, method),
    )


def _taken(
    effects: Sequence[Sequence[tuple[float, float]]], picks: NDArray[np.intp]
) -> tuple[Array, Array]:
    """Return the effects that each universe takes, yi and vi, [M, K] each."""
    columns = [np.array(each)[picks[:, place]] for place, each in enumerate(effects)]
    both = np.stack(columns, axis=1)
    return both[:, :, 0], both[:, :, 1]


def _alone(
    effects: Sequence[Sequence[tuple[float, float]]], chosen: Sequence[int] | None, method: str
) -> Array:
    """Return the range of the estimate over one study's effects, the others as chosen."""
    ranges = np.full((len(effects), 2), np.nan)
    if chosen is None:
        return ranges
    owners = np.repeat(np.arange(len(effects)), [len(each) for each in effects])
    picks = np.tile(np.asarray(chosen), (len(owners), 1))
    picks[np.arange(len(owners)), owners] = np.concatenate([np.arange(len(each)) for each in effects])
    estimates = fit(*_taken(effects, picks), method=method).estimate
    for place in range(len(effects)):
        mine = estimates[owners == place]
        ranges[place] = mine.min(), mine.max()
    return ranges
