"""Tests for small-study effects: whether small studies show other effects than large ones.

They have little power below ten studies, and reporting bias is only one of the reasons for such effects (Sterne et al.
2011, doi:10.1136/bmj.d4002). A standardised mean difference depends on its own standard error: the predictor should
then be one that does not, such as 1/√n (Pustejovsky & Rodgers 2019, doi:10.1002/jrsm.1332).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr
from scipy.stats import kendalltau

from curate.effects.counts import observed_less_expected, odds_ratio
from curate.effects.measures import Array
from curate.errors import Refused
from curate.pool.fit import batch_of

FEWEST = 10
"""Studies below which no p value is given unless it is asked for (Cochrane Handbook 13.3.5.4)."""


class Asymmetry(NamedTuple):
    """Regression of effects on a measure of precision.

    Attributes
    ----------
    slope, se, t, df, p
        Of the predictor.
    limit
        The effect at a predictor of zero: of a study of unlimited size.
    """

    slope: float
    se: float
    t: float
    df: int
    p: float
    limit: float


class RankTest(NamedTuple):
    """Kendall's tau between effects and their variances, and its two-sided p value."""

    tau: float
    p: float


def egger(yi: ArrayLike, vi: ArrayLike, predictor: ArrayLike | None = None) -> Asymmetry:
    """Regress effects on their standard errors, or on another `predictor`, weighted by 1/vi, with free dispersion.

    References
    ----------
    Egger et al. (1997), doi:10.1136/bmj.315.7109.629; in this form Sterne & Egger (2005).

    Raises
    ------
    Refused
        For fewer than three studies, or a predictor that does not vary.
    """
    y, v = _effects(yi, vi)
    return _line(y, np.sqrt(v) if predictor is None else np.asarray(predictor, dtype=float), 1 / v)


def precision_of_sizes(n1: ArrayLike, n2: ArrayLike) -> Array:
    """Return √(1/n1 + 1/n2): what the standard error of a standardised mean difference has without the effect.

    References
    ----------
    Pustejovsky & Rodgers (2019), doi:10.1002/jrsm.1332.
    """
    return np.asarray(np.sqrt(1 / np.asarray(n1, dtype=float) + 1 / np.asarray(n2, dtype=float)))


def peters(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Asymmetry:
    """Regress log odds ratios on 1/N, weighted by 1/(1/events + 1/no events) of both groups together.

    ½ is in the cells of studies with an empty one; double-zero studies are left out.

    References
    ----------
    Peters et al. (2006), doi:10.1001/jama.295.6.676.

    Raises
    ------
    Refused
        As `egger`.
    """
    counts = _counts(events1, n1, events2, n2)
    yi = odds_ratio(*counts).yi
    events, people = counts[0] + counts[2], counts[1] + counts[3]
    used = np.isfinite(yi)
    weights = events * (people - events) / people
    return _line(yi[used], 1 / people[used], weights[used])


def harbord(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Asymmetry:
    """Regress the efficient score over its variance, Z/V, on 1/√V, weighted by V; empty cells need no correction.

    Made for odds ratios, whose own standard error depends on the effect. Double-zero studies have no V and are left
    out.

    References
    ----------
    Harbord, Egger & Sterne (2006), doi:10.1002/sim.2380.

    Raises
    ------
    Refused
        As `egger`.
    """
    score, variance = observed_less_expected(*_counts(events1, n1, events2, n2))
    used = variance > 0
    v = variance[used]
    return _line(score[used] / v, 1 / np.sqrt(v), v)


def _line(y: Array, x: Array, w: Array) -> Asymmetry:
    """Fit a line by weighted least squares."""
    if len(y) < 3 or np.ptp(x) == 0:
        raise Refused("a line needs three studies of different precision", "look at the funnel plot")
    centre_x, centre_y = (w * x).sum() / w.sum(), (w * y).sum() / w.sum()
    spread = (w * (x - centre_x) ** 2).sum()
    slope = (w * (x - centre_x) * (y - centre_y)).sum() / spread
    limit = centre_y - slope * centre_x
    df = len(y) - 2
    dispersion = (w * (y - limit - slope * x) ** 2).sum() / df
    se = np.sqrt(dispersion / spread)
    t = slope / se
    return Asymmetry(float(slope), float(se), float(t), df, float(2 * stdtr(df, -abs(t))), float(limit))


def _counts(*given: ArrayLike) -> tuple[Array, Array, Array, Array]:
    a, first, c, second = (np.asarray(x, dtype=float) for x in given)
    return a, first, c, second


def begg(yi: ArrayLike, vi: ArrayLike) -> RankTest:
    """Correlate the ranks of standardised effects and variances; exact p value where there are no ties.

    References
    ----------
    Begg & Mazumdar (1994), doi:10.2307/2533446.

    Raises
    ------
    Refused
        For fewer than three studies.
    """
    y, v = _effects(yi, vi)
    if len(y) < 3:
        raise Refused("ranks need three studies", "look at the funnel plot")
    w = 1 / v
    centre = (w * y).sum() / w.sum()
    standardised = (y - centre) / np.sqrt(v - 1 / w.sum())
    ties = len(np.unique(v)) < len(v) or len(np.unique(standardised)) < len(v)
    found = kendalltau(standardised, v, method="asymptotic" if ties else "exact")
    return RankTest(float(found.statistic), float(found.pvalue))


def _effects(yi: ArrayLike, vi: ArrayLike) -> tuple[Array, Array]:
    batch_of(yi, vi)  # refuses what is no effect
    return np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
