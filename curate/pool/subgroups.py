"""Subgroups of studies, each pooled, and whether they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from curate.effects.measures import Array
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS, Interval, wald
from curate.pool.moderators import regress


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Pooled estimates of subgroups, each with a tau² of its own or one for all.

    Attributes
    ----------
    names
        In the order in which they first occur; one entry a subgroup in `fits` and `interval`.
    q, df, p
        Test that all subgroups have one mean: Cochran's Q of their estimates; None for one subgroup.
    df2
        Of a test on t with one tau² for all: q is an F on df and df2 degrees of freedom then.
    walds
        Subgroups whose interval is Wald's, since the one asked for has no width: those of one study.
    """

    names: tuple[str, ...]
    fits: Fits
    interval: Interval
    q: float
    df: int
    p: float | None
    df2: int | None = None
    walds: tuple[str, ...] = ()


def subgroups(
    yi: ArrayLike,
    vi: ArrayLike,
    groups: Sequence[str],
    *,
    method: str = "REML",
    ci: str = "z",
    level: float = 95.0,
    common_tau2: bool = False,
) -> Subgroups:
    """Pool each subgroup by itself and test whether their means differ.

    The test takes each estimate with the standard error of its interval, which is Wald's for a subgroup of one study.
    With few studies a subgroup's tau² is poorly known: `common_tau2` estimates one for all, within the subgroups.

    References
    ----------
    Borenstein & Higgins (2013), doi:10.1007/s11121-013-0377-7; Cochrane Handbook 10.11.3.1.
    """
    y, v = np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
    names = tuple(dict.fromkeys(groups))
    masks = np.array([[group == name for group in groups] for name in names])
    if common_tau2 and len(names) > 1:
        return _common(y, v, names, masks, method, ci, level)
    fits = fit(np.tile(y, (len(names), 1)), np.tile(v, (len(names), 1)), masks, method)
    asked = INTERVALS[ci](fits, level)
    has_width = np.isfinite(asked.se)
    both = zip(asked, wald(fits, level), strict=True)
    interval = Interval(*(np.where(has_width, one, other) for one, other in both))
    q = between(fits.estimate, interval.se)
    df = len(names) - 1
    p = float(chdtrc(df, q)) if df else None
    walds = tuple(name for name, wide in zip(names, has_width.tolist(), strict=True) if not wide)
    return Subgroups(names, fits, interval, q, df, p, walds=walds)


def _common(
    y: Array,
    v: Array,
    names: tuple[str, ...],
    masks: NDArray[np.bool_],
    method: str,
    ci: str,
    level: float,
) -> Subgroups:
    """Fit the subgroups as a factor: one tau² within them all."""
    cells = masks.T.astype(float)
    made = regress(y, v, cells, names, method=method, test=ci, level=level)
    against = np.column_stack([np.ones(len(y)), cells[:, 1:]])
    test = regress(y, v, against, names, method=method, test=ci, level=level)
    each = fit(np.tile(y, (len(names), 1)), np.tile(v, (len(names), 1)), masks, "CE")
    w = np.where(masks, 1 / (v + made.tau2), 0.0)
    fits = each._replace(
        estimate=made.estimate,
        se=1 / np.sqrt(w.sum(axis=1)),
        tau2=np.full(len(names), made.tau2),
        tau2_se=np.full(len(names), np.nan),
        i2=np.full(len(names), made.i2),
        weights=100 * w / w.sum(axis=1, keepdims=True),
    )
    interval = Interval(made.se, made.ci_low, made.ci_high, made.p)
    df, df2 = test.qm_df
    return Subgroups(names, fits, interval, test.qm, df, test.qm_p, df2)


def between(estimates: Array, se: Array) -> float:
    """Return Cochran's Q of the estimates of subgroups."""
    w = 1 / se**2
    return float((w * (estimates - (w * estimates).sum() / w.sum()) ** 2).sum())
