"""Trim and fill: how many studies a lopsided funnel lacks, and the estimate with their mirror images.

It takes every asymmetry for missing studies, which it need not be: the filled estimate is a sensitivity analysis, not a
corrected result (Cochrane Handbook 13.3.5.3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from curate.effects.measures import Array, known
from curate.errors import Refused
from curate.pool.fit import Fits, fit
from curate.pool.moderators import regress

ESTIMATORS = ("L0", "R0", "Q0")
SIDES = ("left", "right")

_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Filled:
    """A funnel made symmetric.

    Attributes
    ----------
    missing, se
        Studies that the estimator counts as missing, and its standard error; NaN where it counts less than none.
    p
        Of R0 alone: of the hypothesis that none is missing.
    side
        Where they are missing.
    yi, vi
        The filled studies, mirror images of the outermost on the other side, [missing].
    fits
        Of the studies with the filled ones.
    """

    missing: int
    se: float
    p: float | None
    side: str
    yi: Array
    vi: Array
    fits: Fits


def trim_and_fill(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    estimator: str = "L0",
    side: str | None = None,
    method: str = "REML",
) -> Filled:
    """Trim the outermost studies until the rest is symmetric, and fill in their mirror images.

    Parameters
    ----------
    yi, vi
        Effects and sampling variances, [k].
    estimator
        ``L0``, ``R0`` or ``Q0``; R0 errs where single studies lie apart, L0 is the usual one.
    side
        Where studies are taken to be missing; None for the side that the slope of effects on standard errors says.
    method
        Of the model that is fitted at each step.

    References
    ----------
    Duval & Tweedie (2000), doi:10.1111/j.0006-341X.2000.00455.x and doi:10.1080/01621459.2000.10473905.

    Raises
    ------
    UnknownName
        For another estimator or side.
    Refused
        For fewer than three studies.
    """
    known("trim-and-fill estimator", estimator, ESTIMATORS)
    y, v = np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
    if len(y) < 3:
        raise Refused("trim and fill needs three studies", "look at the funnel plot")
    if side is None:
        side = "right" if _slope(y, v, method) < 0 else "left"
    known("side", side, SIDES)
    sign = -1.0 if side == "right" else 1.0  # work as if the missing were on the left
    order = np.argsort(sign * y, kind="stable")
    y, v = sign * y[order], v[order]
    k, missing, before = len(y), 0, -1
    for _ in range(_ROUNDS):
        if missing == before:
            break
        before = missing
        kept = slice(0, k - missing)
        centre = float(fit(y[kept], v[kept], method=method).estimate[0])
        counted = _count(y - centre, estimator)
        missing = min(max(0, round(counted)), k - 1)
        ranks = _signed_ranks(y - centre)
    filled_y = 2 * centre - y[k - missing :]
    filled_v = v[k - missing :]
    fits = fit(sign * np.concatenate([y, filled_y]), np.concatenate([v, filled_v]), method=method)
    se = _standard_error(counted, k, ranks, estimator)
    p = 0.5 ** (missing + 1) if estimator == "R0" else None
    return Filled(missing, se, p, side, sign * filled_y, filled_v, fits)


def _slope(y: Array, v: Array, method: str) -> float:
    """Return the slope of effects on standard errors under the model."""
    x = np.stack([np.ones(len(y)), np.sqrt(v)], axis=1)
    if np.ptp(v) == 0:
        return 0.0
    return float(regress(y, v, x, ("limit", "se"), method=method, test="z").estimate[1])


def _signed_ranks(residuals: Array) -> Array:
    return np.asarray(np.sign(residuals) * rankdata(np.abs(residuals), method="ordinal"))


def _count(residuals: Array, estimator: str) -> float:
    """Return the number of missing studies on the left, before rounding."""
    k = len(residuals)
    ranks = _signed_ranks(residuals)
    positive = ranks[ranks > 0].sum()
    if estimator == "R0":
        return float(k - np.max(-ranks[ranks < 0], initial=0.0) - 1)
    if estimator == "L0":
        return float((4 * positive - k * (k + 1)) / (2 * k - 1))
    return float(k - 0.5 - np.sqrt(max(2 * k**2 - 4 * positive + 0.25, 0.0)))


def _standard_error(missing: float, k: int, ranks: Array, estimator: str) -> float:
    if estimator == "R0":
        return float(np.sqrt(2 * max(0, missing) + 2))
    grown = k * (k + 1) * (2 * k + 1) + 10 * missing**3 + 27 * missing**2 + 17 * missing
    variance = (grown - 18 * k * missing**2 - 18 * k * missing + 6 * k**2 * missing) / 24
    if variance < 0:
        return float("nan")
    if estimator == "L0":
        return float(4 * np.sqrt(variance) / (2 * k - 1))
    positive = ranks[ranks > 0].sum()
    return float(2 * np.sqrt(variance / (2 * k**2 - 4 * positive + 0.25)))
