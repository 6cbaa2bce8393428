"""The between-study variance by maximum likelihood, restricted or not: the global maximum, found every time.

The score is scanned over a grid of tau² from zero to where it must be negative; each change of sign from
plus to minus brackets a local maximum. Every bracket is closed by Newton's method, held inside it by
bisection, so that nothing fails to converge, and the maximum with the highest likelihood is taken.
Nothing depends on the scale of the effects: grid and stopping are relative to the variances.

References
----------
Patterson & Thompson (1971), doi:10.1093/biomet/58.3.545; Viechtbauer (2005),
doi:10.3102/10769986030003261.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from curate.effects.measures import Array

_RATIO = 4.0
"""Largest step of the grid: features of the likelihood are wider, as they live on the scale v + tau²."""

_FEWEST = 16
_BELOW_SMALLEST = 1e-2
"""The grid starts at this share of the smallest variance, below which the score is flat."""

_ROUNDS = 200
"""More than enough to close any bracket of doubles by bisection alone."""

_RELATIVE = 1e-9
"""Relative Newton step after which one more (quadratic) step reaches the last digit."""


class _Score(NamedTuple):
    """First and second derivative of twice the log-likelihood."""

    slope: Array
    curvature: Array


def likeliest_tau2(
    y: Array, v: Array, filled: NDArray[np.bool_], *, restricted: bool = True
) -> tuple[Array, Array]:
    """Return tau² at the global maximum, and the number of local maxima, for each analysis.

    Parameters
    ----------
    y, v
        [B, K]; in empty places y is 0 and v infinite.
    filled
        [B, K], True where there is a study. One study has no tau²: 0.
    restricted
        REML; else ML, which is biased towards zero.
    """
    grid = _grid(y, v, filled)
    slopes = np.stack([_slope(y, v, grid[:, g], restricted) for g in range(grid.shape[1])], axis=1)
    several = filled.sum(axis=1) > 1
    at_zero = several & (slopes[:, 0] <= 0)
    rows, places = np.nonzero((slopes[:, :-1] > 0) & (slopes[:, 1:] <= 0) & several[:, None])
    peaks = _close(y[rows], v[rows], grid[rows, places], grid[rows, places + 1], restricted)

    modes = np.bincount(rows, minlength=len(y)) + at_zero
    tau2 = np.zeros(len(y))
    tau2[rows] = peaks
    for row in np.nonzero(modes > 1)[0]:
        candidates = [*peaks[rows == row], *([0.0] if at_zero[row] else [])]
        at = y[row][filled[row]], v[row][filled[row]]
        heights = [log_likelihood(*at, t, restricted=restricted) for t in candidates]
        tau2[row] = candidates[int(np.argmax(heights))]
    return tau2, np.maximum(modes, 1).astype(float)


def _grid(y: Array, v: Array, filled: NDArray[np.bool_]) -> Array:
    """Return tau² values [B, G], the first zero, the last where the score is surely not positive.

    Beyond 2 max(v) no weight is more than 1.5 times another, so that Σ w (1 - w/Σw) > Σw/4; beyond four
    squared ranges of the effects Σ w²r² is below that.
    """
    smallest = np.where(filled, v, np.inf).min(axis=1)
    largest = np.where(filled, v, 0.0).max(axis=1)
    low = np.where(filled, y, np.inf).min(axis=1)
    high = np.where(filled, y, -np.inf).max(axis=1)
    end = np.maximum(4 * (high - low) ** 2, 2 * largest)
    start = _BELOW_SMALLEST * smallest
    points = max(_FEWEST, int(np.ceil(np.log((end / start).max()) / np.log(_RATIO))) + 1)
    spaced = np.geomspace(start, end, points, axis=1)
    return np.concatenate([np.zeros((len(y), 1)), spaced], axis=1)


def _slope(y: Array, v: Array, tau2: Array, restricted: bool) -> Array:
    """Return the first derivative alone: Σ w²r² - Σw, and of the restricted likelihood + Σw²/Σw."""
    w = 1 / (v + tau2[:, None])
    total = w.sum(axis=1)
    mean = np.einsum("bk,bk->b", w, y) / total
    wr = w * (y - mean[:, None])
    squares = np.einsum("bk,bk->b", wr, wr)
    slope = squares - total
    return np.asarray(slope + np.einsum("bk,bk->b", w, w) / total if restricted else slope)


def _score(y: Array, v: Array, tau2: Array, restricted: bool) -> _Score:
    w = 1 / (v + tau2[:, None])
    w2 = w * w
    total, total2 = w.sum(axis=1), w2.sum(axis=1)
    r = y - ((w * y).sum(axis=1) / total)[:, None]
    w2r = w2 * r
    slope = (w2r * r).sum(axis=1) - total
    curvature = total2 - 2 * ((w2r * r * w).sum(axis=1) - w2r.sum(axis=1) ** 2 / total)
    if restricted:
        slope += total2 / total
        curvature += (total2 / total) ** 2 - 2 * (w2 * w).sum(axis=1) / total
    return _Score(slope, curvature)


def _close(y: Array, v: Array, low: Array, high: Array, restricted: bool) -> Array:
    """Return the zero of the score inside each bracket [low, high], where it falls through zero."""
    low, high = low.copy(), high.copy()
    tau2 = np.where(low > 0, np.sqrt(low * high), high / 2)
    open_ = np.arange(len(tau2))
    for _ in range(_ROUNDS):
        if not len(open_):
            break
        t = tau2[open_]
        slope, curvature = _score(y[open_], v[open_], t, restricted)
        low[open_] = np.where(slope > 0, t, low[open_])
        high[open_] = np.where(slope > 0, high[open_], t)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = t - slope / curvature
        middle = (low[open_] + high[open_]) / 2
        inside = (curvature < 0) & (newton >= low[open_]) & (newton <= high[open_])
        following = np.where(inside, newton, middle)
        tau2[open_] = following
        done = inside & (np.abs(following - t) <= _RELATIVE * t)
        done |= high[open_] - low[open_] <= np.spacing(high[open_])
        open_ = open_[~done]
    return _polish(y, v, tau2, restricted)


def _polish(y: Array, v: Array, tau2: Array, restricted: bool) -> Array:
    """Take the one more Newton step that doubles the digits."""
    if not len(tau2):
        return tau2
    slope, curvature = _score(y, v, tau2, restricted)
    with np.errstate(divide="ignore", invalid="ignore"):
        step = slope / curvature
    small = np.abs(step) <= _RELATIVE * tau2
    return np.asarray(np.where(small & (curvature < 0), tau2 - step, tau2))


def log_likelihood(y: Array, v: Array, tau2: float, *, restricted: bool = True) -> float:
    """Return the log-likelihood of one analysis at its best mean, up to a constant; y and v of shape [k]."""
    return float(log_likelihoods(y, v, np.array([tau2]), restricted=restricted)[0])


def log_likelihoods(y: Array, v: Array, tau2: Array, *, restricted: bool = True) -> Array:
    """Return `log_likelihood` at many tau², shape [t]."""
    w = 1 / (v + tau2[:, None])
    r = y - ((w * y).sum(axis=1) / w.sum(axis=1))[:, None]
    more = np.log(w.sum(axis=1)) if restricted else 0.0
    return np.asarray(-0.5 * (-np.log(w).sum(axis=1) + more + (w * r**2).sum(axis=1)))
