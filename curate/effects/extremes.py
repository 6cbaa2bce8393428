"""Ratios that hardly any trial has: percent, logarithms or a variance typed in their place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

EXTREME_RATIO = 10.0
"""A ratio whose 95% interval lies beyond this, or its inverse, is hardly ever seen between randomised groups.

Large effects are nearly always of small trials, with wide intervals, and become smaller: Pereira, Horwitz & Ioannidis
(2012), doi:10.1001/jama.2012.13444.
"""

_Z = 1.96


def is_extreme(yi: ArrayLike, vi: ArrayLike) -> NDArray[np.bool_]:
    """Return where the 95% interval of a log ratio lies beyond `EXTREME_RATIO` or its inverse."""
    yi, vi = (np.asarray(x, dtype=float) for x in (yi, vi))
    return np.asarray(np.abs(yi) - _Z * np.sqrt(vi) > math.log(EXTREME_RATIO))
