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

_RELATIVE = 1e-7
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
    slopes = _slopes(y, v, grid, restricted)
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
    share = np.arange(points) / (points - 1)
    grid = np.zeros((len(y), points + 1))
    grid[:, 1:] = start[:, None] * np.exp(np.log(end / start)[:, None] * share)
    grid[:, -1] = end
    return grid


def _slopes(y: Array, v: Array, grid: Array, restricted: bool) -> Array:
    """Return `_slope` at every point of the grid, [B, G]: at once where that fits the processor's cache."""
    if grid.size * y.shape[1] > _AT_ONCE:
        return np.stack([_slope(y, v, grid[:, g], restricted) for g in range(grid.shape[1])], axis=1)
    w = 1 / (v[:, None, :] + grid[:, :, None])
    total, squares = w.sum(axis=2), _dot(w, w)
    effects = y[:, None, :]
    wr = w * (effects - (_dot(w, effects) / total)[:, :, None])
    slope = _dot(wr, wr) - total
    return np.asarray(slope + squares / total if restricted else slope)


_AT_ONCE = 50_000
"""Numbers in a block of batch, grid and studies that is still quicker at once than point by point."""


def _slope(y: Array, v: Array, tau2: Array, restricted: bool) -> Array:
    """Return the first derivative alone: Σ w²r² - Σw, and of the restricted likelihood + Σw²/Σw."""
    w = 1 / (v + tau2[:, None])
    total = w.sum(axis=1)
    wr = w * (y - (_dot(w, y) / total)[:, None])
    slope = _dot(wr, wr) - total
    return np.asarray(slope + _dot(w, w) / total if restricted else slope)


def _score(y: Array, v: Array, tau2: Array, restricted: bool) -> _Score:
    w = 1 / (v + tau2[:, None])
    total, total2 = w.sum(axis=1), _dot(w, w)
    wr = w * (y - (_dot(w, y) / total)[:, None])
    w2r = w * wr
    slope = _dot(wr, wr) - total
    curvature = total2 - 2 * (_dot(w2r, wr) - w2r.sum(axis=1) ** 2 / total)
    if restricted:
        ratio = total2 / total
        slope += ratio
        curvature += ratio**2 - 2 * _dot(w * w, w) / total
    return _Score(slope, curvature)


def _dot(one: Array, two: Array) -> Array:
    """Return the sum of products along the last axis."""
    return np.asarray(np.vecdot(one, two))


def _close(y: Array, v: Array, low: Array, high: Array, restricted: bool) -> Array:
    """Return the zero of the score inside each bracket [low, high], where it falls through zero.

    Newton's method from the middle, by bisection where a step would leave the bracket.
    """
    found, index = np.zeros(len(low)), np.arange(len(low))
    whole_y, whole_v = y, v
    t = np.where(low > 0, np.sqrt(low * high), high / 2)
    for _ in range(_ROUNDS if len(index) else 0):
        slope, curvature = _score(y, v, t, restricted)
        rising = slope > 0
        low, high = np.where(rising, t, low), np.where(rising, high, t)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = t - slope / curvature
        inside = (curvature < 0) & (newton >= low) & (newton <= high)
        following = np.where(inside, newton, (low + high) / 2)
        done = inside & (np.abs(following - t) <= _RELATIVE * t)
        done |= high - low <= np.spacing(high)
        t = following
        if done.any():
            found[index[done]] = t[done]
            left = ~done
            if not left.any():
                break
            y, v, low, high, t, index = (each[left] for each in (y, v, low, high, t, index))
    return _polish(whole_y, whole_v, found, restricted)


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
