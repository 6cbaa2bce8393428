"""What one study does to a pooled estimate: leaving each out in turn, and adding them one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curate.effects.measures import Array
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS, Interval


@dataclass(frozen=True, slots=True)
class Series:
    """Pooled estimates of the same studies under several choices of them, all of shape [fits]."""

    fits: Fits
    interval: Interval


def leave_one_out(
    yi: ArrayLike, vi: ArrayLike, method: str = "REML", ci: str = "z", level: float = 95.0
) -> Series:
    """Return the estimates without each study in turn; yi and vi of shape [k], at least two."""
    k = len(np.atleast_1d(yi))
    return _series(yi, vi, ~np.eye(k, dtype=bool), method, ci, level)


def cumulative(
    yi: ArrayLike, vi: ArrayLike, method: str = "REML", ci: str = "z", level: float = 95.0
) -> Series:
    """Return the estimates of the first study, the first two, and so on to all; yi and vi of shape [k]."""
    k = len(np.atleast_1d(yi))
    return _series(yi, vi, np.tri(k, dtype=bool), method, ci, level)


def _series(
    yi: ArrayLike, vi: ArrayLike, masks: NDArray[np.bool_], method: str, ci: str, level: float
) -> Series:
    """Fit all choices in one batch."""
    y, v = (_repeated(values, len(masks)) for values in (yi, vi))
    fits = fit(y, v, masks, method)
    return Series(fits, INTERVALS[ci](fits, level))


def _repeated(values: ArrayLike, times: int) -> Array:
    one = np.asarray(values, dtype=float)
    return np.broadcast_to(one, (times, len(one)))
