"""What each study does to a pooled estimate: deletion diagnostics, and Baujat's two axes.

Everything is made of one batch of fits without each study in turn. Arrays have shape [k].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtr

from curate.effects.measures import Array
from curate.errors import Refused
from curate.pool.fit import fit
from curate.pool.inference import INTERVALS
from curate.pool.sensitivity import leave_one_out

HALF = 0.5
"""Share of the chi-square distribution from which Cook's distance is said to be large."""


@dataclass(frozen=True, slots=True)
class Influence:
    """Deletion diagnostics of a pooled estimate.

    Attributes
    ----------
    rstudent
        The study's distance from the estimate without it, over its standard error.
    dffits
        How many standard errors the study moves the estimate at its own place.
    cook_d
        Squared move of the estimate over the variance that it has with all studies.
    cov_r
        Variance of the estimate without the study over that with it; above 1 the study adds precision.
    tau2_del, q_del
        tau² and Q without the study.
    hat
        The share of the weight, from 0 to 1.
    dfbetas
        The move of the estimate over its standard error without the study.
    flagged
        Where |DFFITS| > 3 √(1/(k - 1)), Cook's distance is beyond the middle of χ² on 1 df, the share of the weight is
        above 3/k, or |DFBETAS| > 1: look at these first.

    References
    ----------
    Viechtbauer & Cheung (2010), doi:10.1002/jrsm.11.
    """

    rstudent: Array
    dffits: Array
    cook_d: Array
    cov_r: Array
    tau2_del: Array
    q_del: Array
    hat: Array
    dfbetas: Array
    flagged: NDArray[np.bool_]


def influence(yi: ArrayLike, vi: ArrayLike, method: str = "REML", ci: str = "z") -> Influence:
    """Return the deletion diagnostics of the studies; yi and vi of shape [k], at least three.

    Standard errors are those of the interval `ci`.

    Raises
    ------
    Refused
        For fewer than three studies.
    """
    y, v = np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
    if len(y) < 3:
        raise Refused("influence needs three studies", "with two, each is the other's whole difference")
    k = len(y)
    masks = np.vstack(
        [np.ones((1, k), dtype=bool), ~np.eye(k, dtype=bool)]
    )  # all, and without each in turn
    fits = fit(np.broadcast_to(y, (k + 1, k)), np.broadcast_to(v, (k + 1, k)), masks, method)
    ses = INTERVALS[ci](fits, 95.0).se
    se, se_del = ses[0], ses[1:]
    estimate, tau2 = fits.estimate[1:], fits.tau2[1:]
    spread = se_del**2 / fits.se[1:] ** 2  # the factor of Hartung and Knapp, 1 for Wald
    moved = fits.estimate[0] - estimate
    hat = fits.weights[0] / 100
    own = v + tau2
    all_at = (1 / (v[None, :] + tau2[:, None])).sum(axis=1)
    dffits = moved / np.sqrt(spread * hat * own)
    dfbetas = moved / np.sqrt(spread / all_at)
    cook_d = moved**2 / se**2
    flagged = (
        (np.abs(dffits) > 3 * np.sqrt(1 / (k - 1)))
        | (chdtr(1, cook_d) > HALF)
        | (hat > 3 / k)
        | (np.abs(dfbetas) > 1)
    )
    return Influence(
        rstudent=(y - estimate) / np.sqrt(spread * (own + fits.se[1:] ** 2)),
        dffits=dffits,
        cook_d=cook_d,
        cov_r=se_del**2 / se**2,
        tau2_del=tau2,
        q_del=fits.q[1:],
        hat=hat,
        dfbetas=dfbetas,
        flagged=flagged,
    )


def baujat(yi: ArrayLike, vi: ArrayLike, method: str = "REML") -> tuple[Array, Array]:
    """Return what each study adds to the heterogeneity, and what it does to the estimate.

    The first is (y - μ)²/(v + tau²), the second (μ - μ₋ᵢ)² over the variance of μ₋ᵢ. Studies far to the right and high
    up are those to look at.

    References
    ----------
    Baujat et al. (2002), doi:10.1002/sim.1221.
    """
    y, v = np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
    fits = fit(y, v, method=method)
    without = leave_one_out(y, v, method)
    added = (y - fits.estimate[0]) ** 2 / (v + fits.tau2[0])
    return added, (fits.estimate[0] - without.fits.estimate) ** 2 / without.fits.se**2
