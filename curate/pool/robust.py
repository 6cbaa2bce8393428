"""Cluster-robust variances of pooled effects and meta-regressions: right even where the assumed covariance is not.

The sandwich (X'WX)⁻¹ Σ X'W A r r'A'W X (X'WX)⁻¹ runs over clusters, with W the inverse of the working model's
covariance. With few clusters CR2 and Satterthwaite's degrees of freedom are needed.

References
----------
Hedges, Tipton & Johnson (2010), doi:10.1002/jrsm.5. CR2 and degrees of freedom: Bell & McCaffrey (2002), Survey
Methodology 28:169-181; Pustejovsky & Tipton (2018), doi:10.1080/07350015.2016.1247004. Small samples: Tipton (2015),
doi:10.1037/met0000011.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from curate.effects.measures import Array, known
from curate.errors import Refused
from curate.pool.clusters import Clusters, Solved, solve, stacked

KINDS = {
    "CR0": "no correction",
    "CR1": "CR0 times C/(C - 1), C clusters",
    "CR1p": "CR0 times C/(C - p): metafor's own",
    "CR1S": "CR0 times C(k - 1)/((C - 1)(k - p)): Stata's",
    "CR2": "each cluster's residuals brought to their variance under the working model",
}
"""Names of the corrections for few clusters."""

FEWEST_DF = 4.0
"""Degrees of freedom below which a robust test is not to be trusted (Tipton 2015)."""


@dataclass(frozen=True, slots=True)
class Robust:
    """Coefficients with their robust variance; each array has shape [p].

    Attributes
    ----------
    df
        Satterthwaite's degrees of freedom of each coefficient, or clusters - p.
    covariance
        [p, p].
    """

    clusters: int
    estimate: Array
    se: Array
    df: Array
    ci_low: Array
    ci_high: Array
    p: Array
    covariance: Array
    kind: str
    level: float


def robust(
    yi: ArrayLike,
    v: ArrayLike,
    cluster: Sequence[Hashable],
    x: ArrayLike | None = None,
    *,
    inner: Sequence[Hashable] | None = None,
    within: float = 0.0,
    between: float = 0.0,
    kind: str = "CR2",
    satterthwaite: bool = True,
    level: float = 95.0,
) -> Robust:
    """Return the coefficients of a working model with their robust variance.

    Parameters
    ----------
    yi, v, cluster, x, inner
        As `curate.pool.clusters.stacked` takes them.
    within, between
        Variances of the working model: those of `curate.pool.multilevel.multilevel`, or tau² as ``within`` for a
        two-level model.
    kind
        A name of `KINDS`.
    satterthwaite
        Degrees of freedom by Satterthwaite under the working model, or clusters - p.

    Raises
    ------
    UnknownName
        For another kind.
    Refused
        For fewer clusters than coefficients and one.
    """
    known("robust variance", kind, KINDS)
    held = stacked(yi, v, cluster, x, inner)
    clusters = len(held.names)
    if clusters <= held.p:
        raise Refused(
            f"{clusters} clusters cannot tell the variance of {held.p} coefficients",
            "take out a moderator, or use the model's own variance",
        )
    found = solve(held, within, between)
    sigma = held.v + within * held.within + between * held.between
    scores, spreads = _scores(held, found, sigma, kind)
    meat = np.einsum("ca,cb->ab", scores, scores)
    covariance = found.bread @ meat @ found.bread * _factor(kind, held)
    se = np.sqrt(np.diag(covariance))
    df = np.full(held.p, float(clusters - held.p))
    if satterthwaite:
        df = _satterthwaite(held, found, sigma, spreads)
    half = stdtrit(df, 0.5 + level / 200) * se
    return Robust(
        clusters=clusters,
        estimate=found.beta,
        se=se,
        df=df,
        ci_low=found.beta - half,
        ci_high=found.beta + half,
        p=2 * stdtr(df, -np.abs(found.beta / se)),
        covariance=covariance,
        kind=kind,
        level=level,
    )


def _scores(held: Clusters, found: Solved, sigma: Array, kind: str) -> tuple[Array, Array]:
    """Return X'W A r of each cluster, [C, p], and A'WX, [C, n, p]."""
    weighted_x = found.inverse @ held.x
    if kind == "CR2":
        weighted_x = np.swapaxes(_adjustment(held, found, sigma), 1, 2) @ weighted_x
    return np.einsum("cia,ci->ca", weighted_x, found.residuals), weighted_x


def _adjustment(held: Clusters, found: Solved, sigma: Array) -> Array:
    """Return A of each cluster: D'(D (Σ - X M X') D')^(-1/2) D with Σ = D'D, [C, n, n].

    A pseudo-inverse where a coefficient is known from one cluster alone, whose residuals then are zero.
    """
    lower = np.linalg.cholesky(sigma)
    upper = np.swapaxes(lower, 1, 2)
    left = sigma - held.x @ found.bread @ np.swapaxes(held.x, 1, 2)
    middle = upper @ left @ lower
    values, vectors = np.linalg.eigh((middle + np.swapaxes(middle, 1, 2)) / 2)
    largest = values.max(axis=1, keepdims=True)
    usable = values > 1e-12 * largest
    roots = np.where(usable, 1 / np.sqrt(np.where(usable, values, 1.0)), 0.0)
    power = (vectors * roots[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    return np.asarray(lower @ power @ upper)


def _satterthwaite(held: Clusters, found: Solved, sigma: Array, spreads: Array) -> Array:
    """Return (tr Ω)²/tr Ω² of each coefficient, Ω being the covariance of the clusters' contributions, [C, C]."""
    df = np.zeros(held.p)
    for place in range(held.p):
        g = spreads @ found.bread[:, place]  # [C, n]
        own = np.einsum("ci,cij,cj->c", g, sigma, g)
        across = np.einsum("ci,cia->ca", g, held.x)
        omega = np.diag(own) - across @ found.bread @ across.T
        df[place] = np.trace(omega) ** 2 / (omega**2).sum()
    return df


def _factor(kind: str, held: Clusters) -> float:
    clusters, k, p = len(held.names), held.k, held.p
    return {
        "CR1": clusters / (clusters - 1),
        "CR1p": clusters / (clusters - p),
        "CR1S": clusters * (k - 1) / ((clusters - 1) * (k - p)),
    }.get(kind, 1.0)
