"""Subgroups of studies, each pooled, and whether they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from curate.effects.measures import Array
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS, Interval


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Pooled estimates of subgroups, each with a tau² of its own.

    Attributes
    ----------
    names
        In the order in which they first occur; one entry a subgroup in `fits` and `interval`.
    q, df, p
        Test that all subgroups have one mean: Cochran's Q of their estimates; None for one subgroup.
    """

    names: tuple[str, ...]
    fits: Fits
    interval: Interval
    q: float
    df: int
    p: float | None


def subgroups(
    yi: ArrayLike,
    vi: ArrayLike,
    groups: Sequence[str],
    *,
    method: str = "REML",
    ci: str = "z",
    level: float = 95.0,
) -> Subgroups:
    """Pool each subgroup by itself and test whether their means differ.

    The test takes each estimate with the standard error of its interval. With few studies a subgroup's tau² is poorly
    known: one tau² for all is `curate.pool.moderators.regress` with the subgroup as a factor.

    References
    ----------
    Borenstein & Higgins (2013), doi:10.1007/s11121-013-0377-7; Cochrane Handbook 10.11.3.1.
    """
    y, v = np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
    names = tuple(dict.fromkeys(groups))
    masks = np.array([[group == name for group in groups] for name in names])
    fits = fit(np.tile(y, (len(names), 1)), np.tile(v, (len(names), 1)), masks, method)
    interval = INTERVALS[ci](fits, level)
    q = _q(fits.estimate, interval.se)
    df = len(names) - 1
    return Subgroups(names, fits, interval, q, df, float(chdtrc(df, q)) if df else None)


def _q(estimates: Array, se: Array) -> float:
    w = 1 / se**2
    return float((w * (estimates - (w * estimates).sum() / w.sum()) ** 2).sum())
