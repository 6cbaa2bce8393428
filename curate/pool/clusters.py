"""Effects in clusters, such as several effects of one trial: blocks of a covariance, and likelihoods over them.

Clusters are stacked and padded, [C, n, …] with n effects in the largest; a padded place has variance 1, and nothing
else, so that it adds nothing. No k × k matrix is made.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curate.effects.measures import Array
from curate.errors import Refused


class Clusters(NamedTuple):
    """Effects by cluster.

    Attributes
    ----------
    names
        Of the clusters, in the order in which they first occur.
    y
        Effects, [C, n].
    x
        Model matrix, [C, n, p].
    v
        Sampling covariances, [C, n, n].
    within
        1 where two effects share an inner group, [C, n, n]; the unit matrix where each effect is its own.
    between
        1 where two places are both effects, [C, n, n].
    rows
        Places of the effects in the order of the input: rows of [C, n] flattened, [k].
    """

    names: tuple[Hashable, ...]
    y: Array
    x: Array
    v: Array
    within: Array
    between: Array
    rows: NDArray[np.intp]

    @property
    def k(self) -> int:
        """Effects."""
        return len(self.rows)

    @property
    def p(self) -> int:
        """Coefficients."""
        return int(self.x.shape[2])


def stacked(
    yi: ArrayLike,
    v: ArrayLike,
    cluster: Sequence[Hashable],
    x: ArrayLike | None = None,
    inner: Sequence[Hashable] | None = None,
) -> Clusters:
    """Return effects by cluster.

    Parameters
    ----------
    yi
        Effects, [k].
    v
        Sampling variances, [k], or their covariance matrix, [k, k], with nothing between clusters.
    cluster
        Of each effect, such as its trial.
    x
        Model matrix, [k, p]; None for an intercept alone.
    inner
        Of each effect its group within the cluster; None where each effect is its own.

    Raises
    ------
    Refused
        For a variance that is not above zero, numbers that are not finite, a covariance between clusters, or one that
        is no covariance.
    """
    y, given = np.asarray(yi, dtype=float), np.asarray(v, dtype=float)
    k = len(y)
    matrix = np.ones((k, 1)) if x is None else np.asarray(x, dtype=float)
    variances = np.diag(given) if given.ndim == 2 else given
    bad = ~(np.isfinite(y) & np.isfinite(variances) & (variances > 0) & np.isfinite(matrix).all(axis=1))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        what = f"row {row}: yi = {y[row]:g}, vi = {variances[row]:g}"
        raise Refused(what, "effects must be finite and variances above zero")
    names = tuple(dict.fromkeys(cluster))
    number = {name: place for place, name in enumerate(names)}
    owner = np.array([number[name] for name in cluster], dtype=np.intp)
    place = np.zeros(k, dtype=np.intp)
    counts = np.zeros(len(names), dtype=np.intp)
    for row, own in enumerate(owner.tolist()):
        place[row] = counts[own]
        counts[own] += 1
    shape = (len(names), int(counts.max()))
    held = Clusters(
        names,
        np.zeros(shape),
        np.zeros((*shape, matrix.shape[1])),
        np.tile(np.eye(shape[1]), (shape[0], 1, 1)),
        np.zeros((*shape, shape[1])),
        np.zeros((*shape, shape[1])),
        owner * shape[1] + place,
    )
    held.y[owner, place] = y
    held.x[owner, place] = matrix
    there = np.zeros(shape)
    there[owner, place] = 1.0
    held.between[:] = there[:, :, None] * there[:, None, :]
    _fill_covariance(held.v, given, owner, place)
    _fill_inner(held.within, owner, place, inner)
    return held


def _fill_covariance(v: Array, given: Array, owner: NDArray[np.intp], place: NDArray[np.intp]) -> None:
    if given.ndim == 1:
        v[owner, place, place] = given
        return
    same = owner[:, None] == owner[None, :]
    if (given[~same] != 0).any():
        raise Refused("effects of two clusters have a covariance", "put them into one cluster")
    if not np.allclose(given, given.T, rtol=1e-12, atol=0):
        raise Refused("the covariance matrix is not symmetric", "give the same covariance both ways")
    one, two = np.nonzero(same)
    v[owner[one], place[one], place[two]] = given[one, two]
    if (np.linalg.eigvalsh(v) <= 0).any():
        raise Refused("the covariances leave no variance", "a correlation within a cluster is too large")


def _fill_inner(
    within: Array,
    owner: NDArray[np.intp],
    place: NDArray[np.intp],
    inner: Sequence[Hashable] | None,
) -> None:
    if inner is None:
        within[owner, place, place] = 1.0
        return
    groups: dict[tuple[int, Hashable], list[int]] = {}
    for row, (own, name) in enumerate(zip(owner.tolist(), inner, strict=True)):
        groups.setdefault((own, name), []).append(row)
    for (own, _), rows in groups.items():
        places = place[rows]
        within[own, places[:, None], places[None, :]] = 1.0


class Solved(NamedTuple):
    """Everything at one covariance Σ: its inverse, and the generalised least squares fit.

    Attributes
    ----------
    inverse
        Of Σ, [C, n, n].
    log_det
        Of Σ, over all effects.
    bread
        (X'Σ⁻¹X)⁻¹, the covariance of the coefficients, [p, p].
    log_det_bread
        Of X'Σ⁻¹X.
    beta
        Coefficients, [p].
    residuals
        [C, n].
    """

    inverse: Array
    log_det: float
    bread: Array
    log_det_bread: float
    beta: Array
    residuals: Array

    @property
    def weighted(self) -> Array:
        """Σ⁻¹ r, [C, n]."""
        return np.asarray(np.einsum("cij,cj->ci", self.inverse, self.residuals))

    @property
    def squares(self) -> float:
        """r'Σ⁻¹r."""
        return float((self.residuals * self.weighted).sum())


def solve(held: Clusters, within: float, between: float) -> Solved:
    """Return the fit at Σ = V + `within` · (shared inner group) + `between` · (shared cluster)."""
    sigma = held.v + within * held.within + between * held.between
    factor = np.linalg.cholesky(sigma)
    eye = np.broadcast_to(np.eye(sigma.shape[1]), sigma.shape)
    root = np.linalg.solve(factor, eye)
    inverse = np.swapaxes(root, 1, 2) @ root
    log_det = 2 * float(np.log(np.diagonal(factor, axis1=1, axis2=2)).sum())
    scaled_x = (root @ held.x).reshape(-1, held.p)
    scaled_y = np.einsum("cij,cj->ci", root, held.y).ravel()
    q, r = np.linalg.qr(scaled_x)
    beta = np.linalg.solve(r, q.T @ scaled_y)
    half = np.linalg.inv(r)
    residuals = held.y - held.x @ beta
    log_det_bread = 2 * float(np.log(np.abs(np.diag(r))).sum())
    return Solved(inverse, log_det, half @ half.T, log_det_bread, beta, residuals)


def log_likelihood(held: Clusters, solved: Solved, *, restricted: bool) -> float:
    """Return the log-likelihood, or the restricted one as R's metafor has it, with ½ log|X'X| added."""
    total = solved.log_det + solved.squares
    df = held.k
    if restricted:
        flat = held.x.reshape(-1, held.p)
        total += solved.log_det_bread - float(np.linalg.slogdet(flat.T @ flat)[1])
        df -= held.p
    return -(df * float(np.log(2 * np.pi)) + total) / 2


def score_and_information(
    held: Clusters, solved: Solved, *, restricted: bool
) -> tuple[Array, Array, Array]:
    """Return the slope of the log-likelihood in (within, between), [2], and its observed and expected information.

    References
    ----------
    Harville (1977), doi:10.1080/01621459.1977.10480998.
    """
    parts = (held.within, held.between)
    inverse, weighted = solved.inverse, solved.weighted
    weighted_x = inverse @ held.x
    spread = [inverse @ part for part in parts]
    pulled = [np.einsum("cij,cj->ci", part, weighted) for part in parts]
    meat = [np.einsum("cia,cij,cjb->ab", weighted_x, part, weighted_x) for part in parts]
    score, traces, quadratic = np.zeros(2), np.zeros((2, 2)), np.zeros((2, 2))
    for i in range(2):
        trace = float(np.trace(spread[i], axis1=1, axis2=2).sum())
        if restricted:
            trace -= float(np.trace(solved.bread @ meat[i]))
        score[i] = (float((weighted * pulled[i]).sum()) - trace) / 2
        for j in range(2):
            traces[i, j] = float(np.einsum("cij,cji->", spread[i], spread[j]))
            if restricted:
                crossed = np.einsum(
                    "cia,cij,cjk,ckl,clb->ab",
                    weighted_x,
                    parts[i],
                    inverse,
                    parts[j],
                    weighted_x,
                    optimize=True,
                )
                traces[i, j] += float(
                    np.trace(solved.bread @ meat[i] @ solved.bread @ meat[j])
                    - 2 * np.trace(solved.bread @ crossed)
                )
            across = (
                np.einsum("cia,ci->a", weighted_x, pulled[i]),
                np.einsum("cia,ci->a", weighted_x, pulled[j]),
            )
            direct = float(np.einsum("ci,cij,cj->", pulled[i], inverse, pulled[j]))
            quadratic[i, j] = direct - float(across[0] @ solved.bread @ across[1])
    return score, quadratic - traces / 2, traces / 2
