"""Subgroups and moderators of effects that covary: three-level models with the covariances known."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr, stdtr

from curate.effects.measures import Array
from curate.errors import Refused
from curate.pool.clusters import solve, stacked
from curate.pool.fit import Fits
from curate.pool.inference import Interval
from curate.pool.moderators import Regression, refuse_singular
from curate.pool.multilevel import fit_multilevel
from curate.pool.pool_covarying import fit_covarying, quantile, row_weights
from curate.pool.subgroups import Subgroups, between


def regress_covarying(
    yi: Array,
    v: Array,
    clusters: Sequence[Hashable],
    x: Array,
    names: tuple[str, ...],
    *,
    method: str,
    ci: str,
    level: float = 95.0,
) -> Regression:
    """Fit a meta-regression; tau² is the variance between and within studies that is left, R² is not given.

    Parameters
    ----------
    v
        Covariances of the effects, [k, k].
    clusters
        The study of each effect.
    method, ci
        ``REML``, ``ML``, or ``CE`` for the common effect; ``t`` on studies - p degrees of freedom, or ``z``.

    Raises
    ------
    Refused
        For fewer effects, or studies, than coefficients, and columns that depend on each other.
    """
    refuse_singular(x, names)
    held = stacked(yi, v, clusters, x)
    if method != "CE":
        made = fit_multilevel(held, method=method, test="z" if ci == "z" else "clusters", level=level)
        return Regression(
            k=made.k,
            names=names,
            estimate=made.estimate,
            se=made.se,
            ci_low=made.ci_low,
            ci_high=made.ci_high,
            p=made.p,
            covariance=made.covariance,
            tau2=made.between + made.within,
            i2=made.i2_between + made.i2_within,
            r2=None,
            qe=made.q,
            qe_p=made.q_p,
            qm=made.qm,
            qm_df=made.qm_df,
            qm_p=made.qm_p,
            method=method,
            test=ci,
        )
    found = solve(held, 0.0, 0.0)
    se, df = np.sqrt(np.diag(found.bread)), held.k - held.p
    half = quantile(None, level) * se
    first = 1 if held.p > 1 and bool((x[:, 0] == 1).all()) else 0
    b = found.beta[first:]
    qm = float(b @ np.linalg.solve(found.bread[first:, first:], b))
    return Regression(
        k=held.k,
        names=names,
        estimate=found.beta,
        se=se,
        ci_low=found.beta - half,
        ci_high=found.beta + half,
        p=np.asarray(2 * ndtr(-np.abs(found.beta / se))),
        covariance=found.bread,
        tau2=0.0,
        i2=max(0.0, 100 * (found.squares - df) / found.squares) if found.squares > 0 else 0.0,
        r2=None,
        qe=found.squares,
        qe_p=float(chdtrc(df, found.squares)) if df else None,
        qm=qm,
        qm_df=(len(b), None),
        qm_p=float(chdtrc(len(b), qm)),
        method=method,
        test="z",
    )


def subgroups_covarying(
    yi: Array,
    v: Array,
    clusters: Sequence[Hashable],
    groups: Sequence[str],
    *,
    method: str,
    ci: str,
    level: float = 95.0,
    common_tau2: bool = False,
) -> Subgroups:
    """Pool each subgroup and test whether their means differ; arguments as of `regress_covarying`.

    Raises
    ------
    Refused
        Where effects of one study are in several subgroups and these are pooled apart.
    """
    names = tuple(dict.fromkeys(groups))
    masks = np.array([[group == name for group in groups] for name in names])
    if common_tau2 and len(names) > 1:
        return _common(yi, v, clusters, names, masks, method, ci, level)
    where: dict[Hashable, set[str]] = {}
    for cluster, group in zip(clusters, groups, strict=True):
        where.setdefault(cluster, set()).add(group)
    if any(len(held) > 1 for held in where.values()):
        raise Refused(
            "effects of one study are in several subgroups and covary",
            "--common-tau2 takes them together",
        )
    parts = [_alone(yi, v, clusters, mask, method) for mask in masks]
    fits = Fits(*(np.stack(column) for column in zip(*parts, strict=True)))
    studies = [sum(name in held for held in where.values()) for name in names]
    df = [count - 1 if ci != "z" and count > 1 else None for count in studies]
    half = np.array([quantile(each, level) for each in df]) * fits.se
    statistic = -np.abs(fits.estimate / fits.se)
    p = [
        2 * (ndtr(each) if free is None else stdtr(free, each))
        for each, free in zip(statistic.tolist(), df, strict=True)
    ]
    interval = Interval(fits.se, fits.estimate - half, fits.estimate + half, np.array(p))
    q = between(fits.estimate, fits.se)
    rest = len(names) - 1
    walds = tuple(n for n, free in zip(names, df, strict=True) if free is None and ci != "z")
    return Subgroups(
        names, fits, interval, q, rest, float(chdtrc(rest, q)) if rest else None, walds=walds
    )


def _alone(
    yi: Array, v: Array, clusters: Sequence[Hashable], mask: NDArray[np.bool_], method: str
) -> Fits:
    """Fit one subgroup; each number an array without dimensions, the weights of all effects, [k]."""
    mine = [cluster for cluster, kept in zip(clusters, mask.tolist(), strict=True) if kept]
    held = stacked(yi[mask], v[np.ix_(mask, mask)], mine)
    found = fit_covarying(held, method)
    weights = np.zeros(len(yi))
    weights[mask] = row_weights(held, found)
    return Fits(
        k=np.array(float(held.k)),
        estimate=np.array(found.estimate),
        se=np.array(found.se),
        tau2=np.array(found.tau2),
        tau2_se=np.array(np.nan),
        q=np.array(found.q),
        i2=np.array(found.i2),
        spread=np.array(np.nan),
        weights=weights,
        modes=np.array(found.modes),
    )


def _common(
    yi: Array,
    v: Array,
    clusters: Sequence[Hashable],
    names: tuple[str, ...],
    masks: NDArray[np.bool_],
    method: str,
    ci: str,
    level: float,
) -> Subgroups:
    """Fit the subgroups as a factor: the same variances in all of them."""
    cells = masks.T.astype(float)
    against = np.column_stack([np.ones(len(yi)), cells[:, 1:]])
    made = regress_covarying(yi, v, clusters, cells, names, method=method, ci=ci, level=level)
    test = regress_covarying(yi, v, clusters, against, names, method=method, ci=ci, level=level)
    empty, whole = np.full(len(names), np.nan), np.ones(len(names))
    k, tau2, i2 = masks.sum(axis=1).astype(float), made.tau2 * whole, made.i2 * whole
    unknown = np.full(cells.T.shape, np.nan)
    fits = Fits(k, made.estimate, made.se, tau2, empty, empty, i2, empty, unknown, whole)
    interval = Interval(made.se, made.ci_low, made.ci_high, made.p)
    return Subgroups(names, fits, interval, test.qm, test.qm_df[0], test.qm_p, test.qm_df[1])
