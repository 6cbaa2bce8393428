"""Sampling covariances of effects that share people: correlated outcomes, and comparisons with one control group.

Each function returns a covariance matrix [k, k] with nothing between clusters, for `curate.pool.multilevel`.

References
----------
Gleser & Olkin (2009), The Handbook of Research Synthesis and Meta-Analysis, chapter 19.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.measures import Array, known
from curate.errors import Refused

SHARED = {
    "RR": "1/c - 1/n",
    "OR": "1/c + 1/(n - c)",
    "RD": "c(n - c)/n³",
    "MD": "sd²/n",
    "ROM": "sd²/(n m²)",
    "SMD": "1/n + d1 d2/(2N), N of all groups of the trial",
}
"""Measure → covariance of two effects against one control group of size n, c of whom had the event."""


def constant_correlation(vi: ArrayLike, cluster: Sequence[Hashable], rho: float) -> Array:
    """Return the covariances of effects whose sampling errors correlate by `rho` within a cluster.

    It is an assumption, since reports hardly ever say it: vary it, and use a robust variance.

    References
    ----------
    Pustejovsky & Tipton (2022), doi:10.1007/s11121-021-01246-3.

    Raises
    ------
    Refused
        For a correlation outside [0, 1).
    """
    if not 0 <= rho < 1:
        raise Refused(f"a correlation of {rho:g} is not between 0 and 1", "0.6 is a common guess")
    se = np.sqrt(np.asarray(vi, dtype=float))
    return _within(cluster, rho * np.outer(se, se), se**2)


def shared_control(
    vi: ArrayLike,
    cluster: Sequence[Hashable],
    measure: str,
    *,
    n: ArrayLike,
    events: ArrayLike | None = None,
    sd: ArrayLike | None = None,
    mean: ArrayLike | None = None,
    yi: ArrayLike | None = None,
    total: ArrayLike | None = None,
) -> Array:
    """Return the covariances of effects of several groups against the one control group of their trial.

    Parameters
    ----------
    vi
        Sampling variances of the effects, [k].
    cluster
        Trial of each, [k].
    measure
        A key of `SHARED`, which says what else is needed.
    n, events, sd, mean
        Of the control group, repeated for each of its effects, [k].
    yi, total
        Of SMD: the effects, and the people in all groups of the trial, [k].

    Raises
    ------
    UnknownName
        For another measure.
    """
    known("measure with a covariance", measure, SHARED)
    size = np.asarray(n, dtype=float)
    variances = np.asarray(vi, dtype=float)
    if measure == "SMD":
        d, people = _needed(measure, yi=yi, total=total)
        shared = 1 / size[:, None] + np.outer(d, d) / (2 * people[:, None])
    elif measure in ("MD", "ROM"):
        given = {"sd": sd} | ({"mean": mean} if measure == "ROM" else {})
        spread = _needed(measure, **given)
        ratio = spread[0] / (spread[1] if measure == "ROM" else 1.0)
        shared = np.tile((ratio**2 / size)[:, None], (1, len(size)))
    else:
        (c,) = _needed(measure, events=events)
        value = {
            "RR": 1 / c - 1 / size,
            "OR": 1 / c + 1 / (size - c),
            "RD": c * (size - c) / size**3,
        }[measure]
        shared = np.tile(np.asarray(value)[:, None], (1, len(size)))
    return _within(cluster, shared, variances)


def _needed(measure: str, **given: ArrayLike | None) -> tuple[Array, ...]:
    if absent := [name for name, value in given.items() if value is None]:
        raise Refused(f"the covariance of {measure} needs {' and '.join(absent)}", SHARED[measure])
    return tuple(np.asarray(value, dtype=float) for value in given.values())


def _within(cluster: Sequence[Hashable], covariance: Array, variances: Array) -> Array:
    """Return the covariances within clusters, the variances on the diagonal."""
    number = {name: place for place, name in enumerate(dict.fromkeys(cluster))}
    owner = np.array([number[name] for name in cluster])
    matrix = np.where(owner[:, None] == owner[None, :], covariance, 0.0)
    np.fill_diagonal(matrix, variances)
    return matrix
