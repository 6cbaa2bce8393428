"""Intervals of the between-study variance: by the Q profile and by the profile likelihood."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import chdtri

from curate.effects.measures import Array
from curate.errors import UnknownName
from curate.pool.estimators import solve_q
from curate.pool.fit import batch_of, fit
from curate.pool.likelihood import log_likelihood, log_likelihoods


class Tau2Interval(NamedTuple):
    """Lower and upper limit of tau², [B]; NaN for one study."""

    low: Array
    high: Array


def q_profile(
    yi: ArrayLike, vi: ArrayLike, mask: ArrayLike | None = None, level: float = 95.0
) -> Tau2Interval:
    """Return the tau² at which Q on its own weights is at the tails of χ² with k - 1 df; exact under normality.

    Both limits are 0 where even tau² = 0 makes Q too small. `level` in percent.

    References
    ----------
    Viechtbauer (2007), doi:10.1002/sim.2514.
    """
    batch, _ = batch_of(yi, vi, mask)
    df = np.maximum(batch.k - 1, 1)
    tail = (1 - level / 100) / 2
    low, high = (
        solve_q(batch, np.asarray(chdtri(df, share), dtype=float)) for share in (tail, 1 - tail)
    )
    return Tau2Interval(*(np.where(batch.k > 1, limit, np.nan) for limit in (low, high)))


def profile_likelihood(
    yi: ArrayLike,
    vi: ArrayLike,
    mask: ArrayLike | None = None,
    method: str = "REML",
    level: float = 95.0,
) -> Tau2Interval:
    """Return the tau² whose log-likelihood is χ²(1)/2 below the maximum; the lower limit is 0 where none is.

    Where the likelihood has two modes, the limits are the outermost ones. `level` in percent.

    References
    ----------
    Hardy & Thompson (1996), doi:10.1002/(SICI)1097-0258(19960330)15:6<619::AID-SIM188>3.0.CO;2-A.

    Raises
    ------
    UnknownName
        For a method that maximises no likelihood.
    """
    if method not in ("REML", "ML"):
        raise UnknownName.among("method with a likelihood", method, ("REML", "ML"))
    batch, _ = batch_of(yi, vi, mask)
    peaks = fit(yi, vi, mask, method).tau2
    drop = float(chdtri(1, 1 - level / 100)) / 2
    limits = [
        _limits(y[filled], v[filled], peak, drop, restricted=method == "REML")
        if filled.sum() > 1
        else (np.nan, np.nan)
        for y, v, filled, peak in zip(batch.y, batch.v, batch.filled, peaks, strict=True)
    ]
    return Tau2Interval(*np.array(limits).T)


def _limits(y: Array, v: Array, peak: float, drop: float, *, restricted: bool) -> tuple[float, float]:
    """Return the limits of one analysis: the outermost tau² at which the likelihood has fallen by `drop`."""
    target = log_likelihood(y, v, peak, restricted=restricted) - drop

    def above(tau2: float) -> float:
        return log_likelihood(y, v, tau2, restricted=restricted) - target

    end = max(peak, float(v.max()))
    while above(end) > 0:
        end *= 4
    grid = np.concatenate([[0.0], np.geomspace(float(v.min()) * 1e-6, end, 400)])
    grid = np.unique(np.append(grid, peak))
    inside = log_likelihoods(y, v, grid, restricted=restricted) > target
    first, last = np.flatnonzero(inside)[[0, -1]]
    low = 0.0 if first == 0 else _root(above, grid[first - 1], grid[first])
    return low, _root(above, grid[last], grid[last + 1])


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(
        brentq(function, low, high, xtol=1e-300, rtol=4 * float(np.finfo(float).eps), maxiter=500)
    )
