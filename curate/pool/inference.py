"""Intervals and p values of pooled means: Wald, Hartung-Knapp, prediction. All arrays have shape [B]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from curate.effects.measures import Array
from curate.pool.fit import Fits

FEWEST_FOR_PREDICTION = 5
"""Studies below which no prediction interval is given: fewer say too little about tau²."""


class Interval(NamedTuple):
    """Standard error, limits and two-sided p value of the mean against zero."""

    se: Array
    low: Array
    high: Array
    p: Array


def wald(fits: Fits, level: float) -> Interval:
    """Return the normal interval on the classic standard error; `level` in percent."""
    half = ndtri(0.5 + level / 200) * fits.se
    p = 2 * ndtr(-np.abs(fits.estimate / fits.se))
    return Interval(fits.se, fits.estimate - half, fits.estimate + half, p)


def hartung_knapp(fits: Fits, level: float) -> Interval:
    """Return the interval of Hartung and Knapp: se² = Σ w r²/((k-1) Σ w), t with k - 1 df.

    NaN for one study and where all effects are equal, since it has no width there. No ad hoc bound.

    References
    ----------
    Hartung & Knapp (2001), doi:10.1002/sim.1009; Sidik & Jonkman (2002), doi:10.1002/sim.1262.
    """
    usable = (fits.k > 1) & (fits.spread > 0)
    se = np.where(usable, fits.se * np.sqrt(np.where(usable, fits.spread, 1.0)), np.nan)
    df = np.maximum(fits.k - 1, 1)
    half = stdtrit(df, 0.5 + level / 200) * se
    p = 2 * stdtr(df, -np.abs(fits.estimate / se))
    return Interval(se, fits.estimate - half, fits.estimate + half, p)


def prediction(fits: Fits, se: Array, level: float) -> tuple[Array, Array]:
    """Return the interval for the effect in a new setting: t with k - 2 df on √(tau² + se²).

    NaN below three studies. `se` is that of the interval in use, so that it agrees with what is printed
    beside it.

    References
    ----------
    Higgins, Thompson & Spiegelhalter (2009), doi:10.1111/j.1467-985X.2008.00552.x.
    """
    df = np.where(fits.k > 2, fits.k - 2, np.nan)
    half = stdtrit(df, 0.5 + level / 200) * np.sqrt(fits.tau2 + se**2)
    return np.asarray(fits.estimate - half), np.asarray(fits.estimate + half)


def heterogeneity_p(fits: Fits) -> Array:
    """Return the p value of Cochran's Q on k - 1 df; NaN for one study."""
    df = np.where(fits.k > 1, fits.k - 1, np.nan)
    return np.asarray(chdtrc(df, fits.q))
