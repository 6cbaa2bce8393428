"""Effects that a report prints itself: an estimate with its interval, or a log-rank test's O - E and V.

They go in as generic inverse variance. Arrays of one shape, NaN where there is none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from curate.effects.measures import Estimates, finite


def from_interval(
    estimate: ArrayLike, low: ArrayLike, high: ArrayLike, *, level: ArrayLike = 95.0, log: bool
) -> Estimates:
    """Return yi and vi of an estimate with its normal interval; of a ratio (`log`) on the log scale.

    NaN where the limits are not in order, the estimate lies outside them, or a ratio is not above zero.

    References
    ----------
    Cochrane Handbook 6.3.1 and 6.3.2.
    """
    estimate, low, high, level = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (estimate, low, high, level))
    )
    usable = (low <= estimate) & (estimate <= high) & (low < high)
    if log:
        usable &= low > 0
        estimate, low, high = (np.log(np.where(usable, x, 1.0)) for x in (estimate, low, high))
    se = (high - low) / (2 * ndtri(0.5 + level / 200))
    return finite(np.where(usable, estimate, np.nan), np.where(usable, se**2, np.nan))


def from_log_rank(o_minus_e: ArrayLike, v: ArrayLike) -> Estimates:
    """Return the log hazard ratio (O - E)/V and 1/V; NaN where V is not above zero.

    References
    ----------
    Yusuf et al. (1985), doi:10.1016/S0033-0620(85)80003-7; Tierney et al. (2007), doi:10.1186/1745-6215-8-16.
    """
    o_minus_e, v = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (o_minus_e, v)))
    v = np.where(v > 0, v, np.nan)
    return finite(o_minus_e / v, 1 / v)
