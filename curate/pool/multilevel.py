"""Three-level models: effects within clusters within a population, such as several effects of one trial.

y = Xβ + u(cluster) + w(effect or inner group) + e, with known sampling covariances. Two variances are estimated, that
between clusters and that within them.

References
----------
Konstantopoulos (2011), doi:10.1002/jrsm.35; Van den Noortgate et al. (2013), doi:10.3758/s13428-012-0261-6.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri, fdtrc, ndtr, ndtri, stdtr, stdtrit

from curate.effects.measures import Array, known
from curate.errors import Refused
from curate.pool.clusters import Clusters, Solved, log_likelihood, score_and_information, solve, stacked

METHODS = ("REML", "ML")
TESTS = {
    "z": "normal",
    "t": "t with k - p df",
    "clusters": "t with (clusters - p) df",
}
"""Names of the tests of a coefficient."""

_GRID = (0.0, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Starts of each variance, in units of the variance of the effects."""

_ROUNDS = 100
_RELATIVE = 1e-12


@dataclass(frozen=True, slots=True)
class Multilevel:
    """A fitted three-level model.

    Attributes
    ----------
    estimate, se, ci_low, ci_high, p
        Of each coefficient, [p]; of an intercept alone, the pooled estimate.
    covariance
        Of the coefficients, [p, p].
    between, within
        The variances between clusters, and between effects within a cluster.
    i2_between, i2_within
        Their shares of the total variance of an effect of typical precision, percent (Cheung 2014,
        doi:10.1037/a0032968).
    log_likelihood
        At the maximum; restricted for REML.
    modes
        Local maxima of the likelihood that were found; the highest is taken.
    q, q_p
        Test for heterogeneity of any kind, on k - p df.
    pi_low, pi_high
        Of an intercept alone, where an effect of a new cluster is expected.
    """

    k: int
    clusters: int
    estimate: Array
    se: Array
    ci_low: Array
    ci_high: Array
    p: Array
    covariance: Array
    between: float
    within: float
    i2_between: float
    i2_within: float
    log_likelihood: float
    modes: int
    q: float
    q_p: float | None
    qm: float
    qm_df: tuple[int, int | None]
    qm_p: float
    pi_low: float | None
    pi_high: float | None
    method: str
    test: str
    level: float


def multilevel(
    yi: ArrayLike,
    v: ArrayLike,
    cluster: Sequence[Hashable],
    x: ArrayLike | None = None,
    *,
    inner: Sequence[Hashable] | None = None,
    method: str = "REML",
    test: str = "clusters",
    level: float = 95.0,
) -> Multilevel:
    """Fit a three-level model.

    Parameters
    ----------
    yi, v, cluster, x, inner
        As `curate.pool.clusters.stacked` takes them.
    method
        ``REML`` or ``ML``.
    test
        A name of `TESTS`.

    Raises
    ------
    UnknownName
        For another method or test.
    Refused
        For what is no effect, fewer than two clusters, or fewer effects than coefficients.
    """
    return fit_multilevel(stacked(yi, v, cluster, x, inner), method=method, test=test, level=level)


def fit_multilevel(
    held: Clusters, *, method: str = "REML", test: str = "clusters", level: float = 95.0
) -> Multilevel:
    """Fit a three-level model to effects that are stacked already; as `multilevel`."""
    known("method of a three-level model", method, METHODS)
    known("test", test, TESTS)
    _refuse_few(held)
    (within, between), modes = maximise(held, restricted=method == "REML")
    found, plain = solve(held, within, between), solve(held, 0.0, 0.0)
    df = {"z": None, "t": held.k - held.p, "clusters": len(held.names) - held.p}[test]
    if df is not None and df < 1:
        raise Refused(
            f"{len(held.names)} clusters cannot tell {held.p} coefficients", "take out a moderator"
        )
    se = np.sqrt(np.diag(found.bread))
    tail = 0.5 + level / 200
    quantile = float(ndtri(tail) if df is None else stdtrit(df, tail))
    statistic = np.abs(found.beta / se)
    p = 2 * (ndtr(-statistic) if df is None else stdtr(df, -statistic))
    qm, m = _omnibus(held, found)
    alone = held.p == 1
    half = quantile * float(np.sqrt(within + between + found.bread[0, 0]))
    typical = (held.k - held.p) / _trace_of_projection(held, plain)
    total = within + between + typical
    residual_df = held.k - held.p
    return Multilevel(
        k=held.k,
        clusters=len(held.names),
        estimate=found.beta,
        se=se,
        ci_low=found.beta - quantile * se,
        ci_high=found.beta + quantile * se,
        p=np.asarray(p),
        covariance=found.bread,
        between=between,
        within=within,
        i2_between=100 * between / total,
        i2_within=100 * within / total,
        log_likelihood=log_likelihood(held, found, restricted=method == "REML"),
        modes=modes,
        q=plain.squares,
        q_p=float(chdtrc(residual_df, plain.squares)) if residual_df else None,
        qm=qm / m if df else qm,
        qm_df=(m, df),
        qm_p=float(fdtrc(m, df, qm / m) if df else chdtrc(m, qm)),
        pi_low=float(found.beta[0]) - half if alone else None,
        pi_high=float(found.beta[0]) + half if alone else None,
        method=method,
        test=test,
        level=level,
    )


def maximise(held: Clusters, *, restricted: bool) -> tuple[tuple[float, float], int]:
    """Return the variances (within, between) of the highest maximum of the likelihood, and how many were found.

    Every point of a grid that no neighbour surpasses is the start of a climb by Newton's method, with the expected
    information where the observed one is not positive; a variance that would fall below zero stays there. A variance
    that the data cannot tell from the other (one effect in every cluster) stays zero.
    """
    scale = float(np.var(held.y.ravel()[held.rows])) or float(np.median(_diagonal(held)))
    steps = np.array(_GRID) * scale
    inner = 1 if _is_confounded(held) else len(steps)

    def height(within: float, between: float) -> float:
        return log_likelihood(held, solve(held, within, between), restricted=restricted)

    heights = np.full((inner + 2, len(steps) + 2), -np.inf)
    for row in range(inner):
        for column in range(len(steps)):
            heights[row + 1, column + 1] = height(steps[row], steps[column])
    tops = []
    for row in range(1, inner + 1):
        for column in range(1, len(steps) + 1):
            around = heights[row - 1 : row + 2, column - 1 : column + 2]
            if heights[row, column] >= around.max():
                tops.append(_climb(held, steps[row - 1], steps[column - 1], scale, restricted))
    best = max(tops, key=lambda top: top[1])
    distinct: list[Array] = []
    for variances, _ in tops:
        if all(np.abs(variances - other).max() > 1e-6 * scale for other in distinct):
            distinct.append(variances)
    return (float(best[0][0]), float(best[0][1])), len(distinct)


def _climb(
    held: Clusters, within: float, between: float, scale: float, restricted: bool
) -> tuple[Array, float]:
    """Return a local maximum and its height, from a start."""
    free = np.array([not _is_confounded(held), True])
    theta = np.array([within, between])
    solved = solve(held, *theta)
    height = log_likelihood(held, solved, restricted=restricted)
    for _ in range(_ROUNDS):
        score, observed, expected = score_and_information(held, solved, restricted=restricted)
        moving = free & ((theta > 0) | (score > 0))
        if not moving.any():
            break
        step = np.zeros(2)
        part = observed[np.ix_(moving, moving)]
        if (np.linalg.eigvalsh(part) <= 0).any():
            part = expected[np.ix_(moving, moving)]
        step[moving] = np.linalg.solve(part, score[moving])
        length = 1.0
        while length > _RELATIVE:
            tried = np.maximum(theta + length * step, 0.0)
            next_solved = solve(held, *tried)
            next_height = log_likelihood(held, next_solved, restricted=restricted)
            if next_height >= height - 1e-13 * abs(height):
                break
            length /= 2
        moved = np.abs(tried - theta).max()
        theta, solved, height = tried, next_solved, next_height
        if moved <= _RELATIVE * (theta.max() + 1e-3 * scale):
            break
    return theta, height


def variance_interval(
    yi: ArrayLike,
    v: ArrayLike,
    cluster: Sequence[Hashable],
    x: ArrayLike | None = None,
    *,
    inner: Sequence[Hashable] | None = None,
    method: str = "REML",
    level: float = 95.0,
) -> dict[str, tuple[float, float]]:
    """Return the profile-likelihood intervals of the variances ``between`` and ``within``.

    Each limit is where the likelihood, highest over the other variance, has fallen by half a quantile of χ² on 1 df; a
    lower limit that it never falls to is zero.
    """
    known("method of a three-level model", method, METHODS)
    held = stacked(yi, v, cluster, x, inner)
    _refuse_few(held)
    restricted = method == "REML"
    best, _ = maximise(held, restricted=restricted)
    peak = log_likelihood(held, solve(held, *best), restricted=restricted)
    drop = float(chdtri(1, 1 - level / 100)) / 2
    scale = max(max(best), float(np.median(_diagonal(held))))

    def limits(place: int) -> tuple[float, float]:
        def over(value: float) -> float:
            return _profile(held, place, value, best[1 - place], scale, restricted) - peak + drop

        low = 0.0 if over(0.0) >= 0 else float(brentq(over, 0.0, best[place], xtol=1e-13, rtol=1e-12))
        high = best[place] + scale
        while over(high) > 0:
            high *= 2
        return low, float(brentq(over, best[place], high, xtol=1e-13, rtol=1e-12))

    return {"within": limits(0), "between": limits(1)}


def _profile(
    held: Clusters, place: int, value: float, start: float, scale: float, restricted: bool
) -> float:
    """Return the log-likelihood at one variance, highest over the other, by Newton's method from a start."""
    theta = np.array([start, start])
    theta[place] = value
    other = 1 - place
    solved = solve(held, *theta)
    height = log_likelihood(held, solved, restricted=restricted)
    for _ in range(_ROUNDS):
        score, observed, expected = score_and_information(held, solved, restricted=restricted)
        if theta[other] == 0 and score[other] <= 0:
            break
        curve = observed[other, other] if observed[other, other] > 0 else expected[other, other]
        length, before = 1.0, theta[other]
        while length > _RELATIVE:
            theta[other] = max(before + length * score[other] / curve, 0.0)
            solved = solve(held, *theta)
            tried = log_likelihood(held, solved, restricted=restricted)
            if tried >= height - 1e-13 * abs(height):
                break
            length /= 2
        height = tried
        if abs(theta[other] - before) <= _RELATIVE * (theta[other] + 1e-3 * scale):
            break
    return height


def _refuse_few(held: Clusters) -> None:
    if len(held.names) < 2:
        raise Refused(
            "one cluster tells nothing about others", "pool its effects, or leave the clusters out"
        )
    if held.k <= held.p:
        raise Refused(
            f"{held.k} effects cannot tell {held.p} coefficients",
            "take out a moderator, or pool without",
        )
    flat = held.x.reshape(-1, held.p)
    if np.linalg.matrix_rank(flat / np.abs(flat).max(axis=0)) < held.p:
        raise Refused("the moderators depend on each other", "take one of them out")


def _is_confounded(held: Clusters) -> bool:
    """Return whether the two variances cannot be told apart: one effect, or one inner group, in every cluster."""
    return bool((held.within == held.between).all())


def _diagonal(held: Clusters) -> Array:
    return np.asarray(np.diagonal(held.v, axis1=1, axis2=2).ravel()[held.rows])


def _trace_of_projection(held: Clusters, plain: Solved) -> float:
    """Return the trace of V⁻¹ - V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹ over the effects."""
    diagonal = np.diagonal(plain.inverse, axis1=1, axis2=2).ravel()[held.rows].sum()
    weighted_x = (plain.inverse @ held.x).reshape(-1, held.p)
    return float(diagonal - np.trace(plain.bread @ weighted_x.T @ weighted_x))


def _omnibus(held: Clusters, found: Solved) -> tuple[float, int]:
    """Return the Wald statistic of all coefficients but an intercept, and how many they are."""
    flat = held.x.reshape(-1, held.p)[held.rows]
    first = 1 if (flat[:, 0] == 1).all() and held.p > 1 else 0
    b, c = found.beta[first:], found.bread[first:, first:]
    return float(b @ np.linalg.solve(c, b)), len(b)
