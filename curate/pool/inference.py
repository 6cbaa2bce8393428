"""Intervals and p values of pooled means: Wald, Hartung-Knapp, prediction. All arrays have shape [B]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from curate.effects.measures import Array
from curate.errors import UnknownName
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


def student(fits: Fits, level: float) -> Interval:
    """Return the interval on the classic standard error with t on k - 1 df; NaN for one study."""
    return _with_t(fits, np.where(fits.k > 1, fits.se, np.nan), level)


def _with_t(fits: Fits, se: Array, level: float) -> Interval:
    df = np.maximum(fits.k - 1, 1)
    half = stdtrit(df, 0.5 + level / 200) * se
    p = 2 * stdtr(df, -np.abs(fits.estimate / se))
    return Interval(se, fits.estimate - half, fits.estimate + half, p)


def ad_hoc(fits: Fits, level: float) -> Interval:
    """Return Hartung and Knapp's interval whose standard error is never smaller than the classic one.

    References
    ----------
    Knapp & Hartung (2003), doi:10.1002/sim.1482; IQWiG's rule, discussed by Jackson et al. (2017),
    doi:10.1002/sim.7411.
    """
    factor = np.sqrt(np.maximum(np.where(fits.k > 1, fits.spread, np.nan), 1.0))
    return _with_t(fits, fits.se * factor, level)


def hartung_knapp(fits: Fits, level: float) -> Interval:
    """Return the interval of Hartung and Knapp: se² = Σ w r²/((k-1) Σ w), t with k - 1 df.

    NaN for one study and where all effects are equal, since it has no width there. No ad hoc bound.

    References
    ----------
    Hartung & Knapp (2001), doi:10.1002/sim.1009; Sidik & Jonkman (2002), doi:10.1002/sim.1262.
    """
    usable = (fits.k > 1) & (fits.spread > 0)
    return _with_t(
        fits, np.where(usable, fits.se * np.sqrt(np.where(usable, fits.spread, 1.0)), np.nan), level
    )


def automatic(fits: Fits, level: float) -> Interval:
    """Return Hartung and Knapp's interval where k > 2 and tau² > 0, else Wald's: what ``auto`` stands for."""
    usable = (fits.k > 2) & (fits.tau2 > 0)
    pairs = zip(hartung_knapp(fits, level), wald(fits, level), strict=True)
    return Interval(*(np.where(usable, one, other) for one, other in pairs))


INTERVALS = {"z": wald, "t": student, "knha": hartung_knapp, "adhoc": ad_hoc}
"""Name → interval of the mean."""


PREDICTIONS = ("riley", "t", "z", "simple")
"""Prediction intervals by their quantile: t on k - 2 df, t on k - 1 df, normal; ``simple`` is normal without the
uncertainty of the mean."""


def prediction(fits: Fits, se: Array, level: float, kind: str = "riley") -> tuple[Array, Array]:
    """Return the interval for the effect in a new setting, on √(tau² + se²); NaN without degrees of freedom.

    `se` is that of the interval in use, so that it agrees with what is printed beside it.

    References
    ----------
    ``riley``: Higgins, Thompson & Spiegelhalter (2009), doi:10.1111/j.1467-985X.2008.00552.x. ``t``: Partlett & Riley
    (2017), doi:10.1002/sim.7140.

    Raises
    ------
    UnknownName
        For a kind that is none of `PREDICTIONS`.
    """
    if kind not in PREDICTIONS:
        raise UnknownName.among("prediction interval", kind, PREDICTIONS)
    df = fits.k - (2 if kind == "riley" else 1)
    tail = 0.5 + level / 200
    on_t = kind in ("riley", "t")
    quantile = np.asarray(stdtrit(np.where(df > 0, df, np.nan), tail) if on_t else ndtri(tail))
    half = quantile * np.sqrt(fits.tau2 + (0.0 if kind == "simple" else se**2))
    return np.asarray(fits.estimate - half), np.asarray(fits.estimate + half)


def heterogeneity_p(fits: Fits) -> Array:
    """Return the p value of Cochran's Q on k - 1 df; NaN for one study."""
    df = np.where(fits.k > 1, fits.k - 1, np.nan)
    return np.asarray(chdtrc(df, fits.q))
