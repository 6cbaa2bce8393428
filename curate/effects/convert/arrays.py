"""What all conversions share: arrays of one shape, and quantiles by a level in percent."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from curate.effects.measures import Array


def numbers(*given: ArrayLike) -> tuple[Array, ...]:
    """Return all of `given` as arrays of floats in their common shape."""
    return tuple(np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in given)))


def defined(possible: ArrayLike, value: ArrayLike) -> Array:
    """Return `value` where it is possible and finite, else NaN."""
    found = np.asarray(value, dtype=float)
    return np.asarray(np.where(np.asarray(possible) & np.isfinite(found), found, np.nan))


def quantile_t(level: ArrayLike, df: ArrayLike) -> Array:
    """Return the t that the middle `level` percent lie within; NaN below one degree of freedom."""
    share, freedom = numbers(level, df)
    quantile = stdtrit(np.maximum(freedom, 1), 0.5 + share / 200)
    return defined((freedom >= 1) & (share > 0) & (share < 100), quantile)


def quantile_z(level: ArrayLike) -> Array:
    """Return the z that the middle `level` percent lie within."""
    share = np.asarray(level, dtype=float)
    return defined((share > 0) & (share < 100), ndtri(0.5 + share / 200))
