"""Agreement of two vectors of numbers: of study effects, and the coefficients that belong in an appendix.

Across numbers of different size ICC and CCC say nothing: with every fifth value 10 to 25% wrong, Lin's CCC is
1.000. They are here for those who are asked for them, and never headline anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from curate.reconcile.intervals import LEVEL, Interval, wilson

MARGIN = 0.1
"""SMD within which two extractions of a trial agree (Tendal 2009, doi:10.1136/bmj.b3128: 53% of trials)."""

_ROUNDING = 1e-9
"""Binary fractions: 0.3 - 0.2 is a little less than 0.1, 0.2 - 0.1 is not."""


class Within(NamedTuple):
    """How many pairs of effects there are and agree, with Wilson's interval: studies are independent."""

    pairs: int
    agreeing: int
    share: float
    interval: Interval


def share_within(one: ArrayLike, two: ArrayLike, margin: float = MARGIN) -> Within | None:
    """Return the share of studies whose two effects differ by no more than `margin`; None without any.

    `one` and `two` have shape (k,): effects of the same studies, one pair a study, on the analysis scale (SMD,
    log RR). A NaN stands for an effect that a reader's values do not give; such a study does not count.
    """
    first, second = _both(one, two)
    if not len(first):
        return None
    agreeing = int((np.abs(first - second) <= margin + _ROUNDING).sum())
    return Within(len(first), agreeing, agreeing / len(first), wilson(agreeing, len(first)))


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Differences of paired effects, one minus two, against their means.

    Attributes
    ----------
    means, differences
        Shape (k,), what the plot shows.
    bias, sd
        Mean and standard deviation of the differences.
    bias_interval
        Of the bias.
    limits
        Limits of agreement: where 95% of the differences are expected.
    limit_se
        Standard error of either limit, sd √(3/k).
    """

    means: tuple[float, ...]
    differences: tuple[float, ...]
    bias: float
    sd: float
    bias_interval: Interval
    limits: Interval
    limit_se: float


def bland_altman(one: ArrayLike, two: ArrayLike, level: float = LEVEL) -> BlandAltman | None:
    """Return bias and limits of agreement of paired effects, shape (k,); None for fewer than two pairs.

    References
    ----------
    Bland & Altman (1986), doi:10.1016/S0140-6736(86)90837-8.
    """
    first, second = _both(one, two)
    k = len(first)
    if k < 2:
        return None
    differences = first - second
    bias, sd = float(differences.mean()), float(differences.std(ddof=1))
    half = float(stdtrit(k - 1, 0.5 + level / 200)) * sd / np.sqrt(k)
    reach = float(ndtri(0.5 + level / 200)) * sd
    return BlandAltman(
        tuple(((first + second) / 2).tolist()),
        tuple(differences.tolist()),
        bias,
        sd,
        Interval(bias - half, bias + half),
        Interval(bias - reach, bias + reach),
        float(sd * np.sqrt(3 / k)),
    )


class Icc(NamedTuple):
    """Intraclass correlations of single ratings; None where a variance is not there to be shared."""

    one_way: float | None
    two_way_random: float | None
    two_way_mixed: float | None


def icc(ratings: ArrayLike) -> Icc:
    """Return ICC(1,1), ICC(2,1) and ICC(3,1) of ratings, shape (targets, raters).

    References
    ----------
    Shrout & Fleiss (1979), doi:10.1037/0033-2909.86.2.420.
    """
    held = np.asarray(ratings, dtype=float)
    n, k = held.shape
    grand = held.mean()
    between = k * ((held.mean(axis=1) - grand) ** 2).sum()
    raters = n * ((held.mean(axis=0) - grand) ** 2).sum()
    within = ((held - grand) ** 2).sum() - between
    bms, jms = between / (n - 1), raters / (k - 1)
    wms, ems = within / (n * (k - 1)), (within - raters) / ((n - 1) * (k - 1))

    def share(noise: float, total: float) -> float | None:
        return float((bms - noise) / total) if total > 0 else None

    return Icc(
        share(wms, bms + (k - 1) * wms),
        share(ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        share(ems, bms + (k - 1) * ems),
    )


def ccc(one: ArrayLike, two: ArrayLike) -> float | None:
    """Return Lin's concordance correlation of two vectors of shape (k,); None when neither varies.

    References
    ----------
    Lin (1989), doi:10.2307/2532051; variances with 1/k as there.
    """
    first, second = _both(one, two)
    if not len(first):
        return None
    spread = float(first.var() + second.var() + (first.mean() - second.mean()) ** 2)
    if spread == 0:
        return None
    together = float(((first - first.mean()) * (second - second.mean())).mean())
    return 2 * together / spread


def _both(one: ArrayLike, two: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the entries that both vectors have."""
    first, second = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError("needs two vectors of one length, study by study")
    there = np.isfinite(first) & np.isfinite(second)
    return first[there], second[there]
