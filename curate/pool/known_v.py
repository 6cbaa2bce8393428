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

from curate.effects.convert import shared
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
    variances = np.asarray(vi, dtype=float)
    if measure == "SMD":
        d, people = _needed(measure, yi=yi, total=total)
        sizes, everyone = np.asarray(n, dtype=float)[:, None], people[:, None]
        covariance = shared.covariance_of_smds(d[:, None], d[None, :], sizes, everyone)
        return _within(cluster, covariance, variances)
    if measure == "MD":
        (spread,) = _needed(measure, sd=sd)
        value = shared.covariance_of_mean_differences(spread, n)
    elif measure == "ROM":
        centre, spread = _needed(measure, mean=mean, sd=sd)
        value = shared.covariance_of_ratios_of_means(centre, spread, n)
    else:
        of_counts = {
            "RR": shared.covariance_of_risk_ratios,
            "OR": shared.covariance_of_odds_ratios,
            "RD": shared.covariance_of_risk_differences,
        }
        (with_event,) = _needed(measure, events=events)
        value = of_counts[measure](with_event, n)
    return _within(cluster, np.tile(value[:, None], (1, len(value))), variances)


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
