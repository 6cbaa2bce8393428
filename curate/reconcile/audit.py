"""Agreed values read a third time: drawing them by impact, and what the sample says of all of them.

Two readers can agree and be wrong, and nobody looks at such values again. A sample is drawn in which a value has the
greater a chance the further the pooled estimates would move without it; every value has some. Weighted by the
inverse of these chances, the sample speaks for all agreed values.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.reconcile.intervals import LEVEL, Interval

RULES = (
    "1: chances by impact, systematic sampling in random order; Hájek estimate, Korn-Graubard interval"
)
"""Version and name of what is done here; kept with each draw."""

FLOOR, CAP = 0.05, 1.0
"""Standard errors of a pooled estimate: what a value without impact counts for, and the most that any does.

So no value has less than about a twentieth of the chance of another, and no weight outweighs all others.
"""


def chances(impacts: Sequence[float], size: int) -> npt.NDArray[np.float64]:
    """Return the chance of each value to be among `size` drawn ones, proportional to its impact.

    Parameters
    ----------
    impacts
        How far the pooled estimates move without the value, in their standard errors; infinite counts as `CAP`.
    size
        Values to draw; all of them when there are no more.

    Returns
    -------
    ndarray
        Shape [values]; sums to `size`. Where proportion would give more than 1, the value is drawn for certain and
        the rest share what is left.
    """
    weight = FLOOR + np.minimum(np.asarray(impacts, dtype=np.float64), CAP)
    if size >= len(weight):
        return np.ones(len(weight))
    certain = np.zeros(len(weight), dtype=bool)
    while True:
        left = size - int(certain.sum())
        share = np.where(certain, 1.0, left * weight / weight[~certain].sum())
        over = ~certain & (share >= 1.0)
        if not over.any():
            return share
        certain |= over


def sample_size(population: int, percent: float) -> int:
    """Return how many of `population` values a share of `percent` is, rounded up, at least one."""
    return max(1, ceil(round(population * percent / 100, 9)))


def draw(probabilities: npt.ArrayLike, seed: int) -> list[int]:
    """Return the places of the values drawn, in a random order, with exactly these chances.

    Systematic sampling of a list in random order: a ruler with marks one apart, begun at a random place, is laid
    along the chances; a value is drawn where a mark falls on it (Madow 1949, doi:10.1214/aoms/1177729988).
    """
    rng = np.random.default_rng(seed)
    given = np.asarray(probabilities, dtype=np.float64)
    order = rng.permutation(len(given))
    ends = np.cumsum(given[order])
    marks = rng.random() + np.arange(round(float(ends[-1])))
    drawn = np.searchsorted(ends * (len(marks) / ends[-1]), marks, side="right")
    return [int(place) for place in order[drawn]]


class Audited(NamedTuple):
    """One value that was read again: its study, its chance to be drawn, and whether it was wrong."""

    study: str
    probability: float
    wrong: bool


class Estimate(NamedTuple):
    """The share of all agreed values that are wrong, from a sample of them.

    Attributes
    ----------
    read, wrong
        Values in the sample.
    share
        Estimated for all, from 0 to 1.
    interval
        None where the sample is of one study only; of no width where all agreed values were read.
    """

    read: int
    wrong: int
    share: float
    interval: Interval | None


def estimate(sample: Sequence[Audited], level: float = LEVEL) -> Estimate:
    """Return the estimated share of wrong values among all that the sample was drawn from.

    Each value counts by the inverse of its chance (the Hájek estimator, Hájek 1971). The interval is Clopper and
    Pearson's at the sample's effective size, after Korn & Graubard (1998, Survey Methodology 24:193-201; compared
    with others by Dean & Pagano 2015, doi:10.1093/jssam/smv024): the size at which values drawn alone would vary as
    much as these do, whose variance is that between studies, made smaller by Student's t for few studies. Where
    nothing, or everything, is wrong, it is Kish's effective size of the weights.

    Raises
    ------
    ValueError
        For an empty sample.
    """
    if not sample:
        raise ValueError("nothing was read")
    weight = 1 / np.array([each.probability for each in sample])
    wrong = np.array([each.wrong for each in sample], dtype=np.float64)
    share = float(weight @ wrong / weight.sum())
    studies = sorted({each.study for each in sample})
    found = Estimate(len(sample), int(wrong.sum()), share, None)
    if all(each.probability == 1 for each in sample):  # nothing was left to chance
        return found._replace(interval=Interval(share, share))
    if len(studies) < 2:
        return found
    place = np.array([studies.index(each.study) for each in sample])
    size = _effective_size(weight, wrong, place, len(studies))
    return found._replace(interval=_exact(share, size, len(sample), len(studies), level))


def _effective_size(
    weight: npt.NDArray[np.float64], wrong: npt.NDArray[np.float64], study: npt.NDArray[np.int_], k: int
) -> float:
    """Return the number of values drawn alone and alike that would tell as much."""
    share = weight @ wrong / weight.sum()
    kish = float(weight.sum() ** 2 / (weight**2).sum())
    if share in (0.0, 1.0):
        return kish
    of_study = np.bincount(study, weight * (wrong - share) / weight.sum(), minlength=k)
    variance = k / (k - 1) * float(((of_study - of_study.mean()) ** 2).sum())
    return min(float(share * (1 - share) / variance), float(len(weight))) if variance else kish


def _exact(share: float, size: float, read: int, k: int, level: float) -> Interval:
    """Return Clopper and Pearson's interval at an effective size, taken down for the few studies behind it."""
    from scipy.special import betaincinv, stdtrit

    tail = (1 - level / 100) / 2
    ratio = float(stdtrit(read - 1, tail) / stdtrit(k - 1, tail))
    size *= min(ratio, 1.0) ** 2
    hits = share * size
    low = float(betaincinv(hits, size - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, size - hits, 1 - tail)) if hits < size else 1.0
    return Interval(low, high)
