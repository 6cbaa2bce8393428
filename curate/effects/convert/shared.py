"""Covariances of effects that share people: comparisons with one control, outcomes of the same people.

All are of two effects of one trial, on the analysis scale (log for RR, OR and ROM).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array


def covariance_of_risk_ratios(events: ArrayLike, n: ArrayLike) -> Array:
    """Return 1/events - 1/n of the shared control.

    References
    ----------
    Gleser & Olkin, in Cooper, Hedges & Valentine (2009), chapter 19: also for the four below.
    """
    events, n = numbers(events, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((events > 0) & (events <= n), 1 / events - 1 / n)


def covariance_of_odds_ratios(events: ArrayLike, n: ArrayLike) -> Array:
    """Return 1/events + 1/(n - events) of the shared control."""
    events, n = numbers(events, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((events > 0) & (events < n), 1 / events + 1 / (n - events))


def covariance_of_risk_differences(events: ArrayLike, n: ArrayLike) -> Array:
    """Return events (n - events)/n³ of the shared control."""
    events, n = numbers(events, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((events >= 0) & (events <= n) & (n > 0), events * (n - events) / n**3)


def covariance_of_mean_differences(sd: ArrayLike, n: ArrayLike) -> Array:
    """Return sd²/n of the shared control."""
    sd, n = numbers(sd, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((sd > 0) & (n > 0), sd**2 / n)


def covariance_of_smds(d1: ArrayLike, d2: ArrayLike, n: ArrayLike, everyone: ArrayLike) -> Array:
    """Return 1/n + d1 d2/(2N), n people in the shared control and N = `everyone` in all arms."""
    d1, d2, n, everyone = numbers(d1, d2, n, everyone)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((n > 0) & (everyone > n), 1 / n + d1 * d2 / (2 * everyone))


def covariance_of_ratios_of_means(mean: ArrayLike, sd: ArrayLike, n: ArrayLike) -> Array:
    """Return sd²/(n mean²) of the shared control.

    References
    ----------
    Lajeunesse (2011), doi:10.1890/11-0423.1.
    """
    mean, sd, n = numbers(mean, sd, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((sd > 0) & (n > 0) & (mean != 0), sd**2 / (n * mean**2))


def covariance_of_rate_ratios(events: ArrayLike, time: ArrayLike) -> Array:
    """Return 1/events of the shared control, the variance of the log of its rate."""
    events, time = numbers(events, time)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((events > 0) & (time > 0), 1 / events)


def covariance_of_rate_differences(events: ArrayLike, time: ArrayLike) -> Array:
    """Return events/time² of the shared control, the variance of its rate."""
    events, time = numbers(events, time)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((events >= 0) & (time > 0), events / time**2)


def covariance_matrix(
    vi: ArrayLike,
    study: Sequence[object],
    group1: Sequence[object],
    group2: Sequence[object],
    n1: ArrayLike,
    n2: ArrayLike,
    *,
    outcome: Sequence[object] | None = None,
    rho: float = 1.0,
    time: ArrayLike | None = None,
    phi: float = 1.0,
) -> Array:
    """Return the covariances of effects by the groups that they share, shape (k, k).

    Two effects correlate by the error that a group in both gives them, its share 1/n, positive on the same side and
    negative on opposite ones; between two outcomes of the same people times `rho`, and over a time t times phi^t.

    Parameters
    ----------
    vi
        Sampling variances, shape (k,).
    study, group1, group2
        Names; groups are the same people where study and name agree.
    n1, n2
        Sizes of the groups.
    outcome, rho
        Outcomes, and the correlation of two of them within people.
    time, phi
        Times, and the correlation over one unit of it.

    References
    ----------
    Gleser & Olkin, in Cooper, Hedges & Valentine (2009), chapter 19.
    """
    v, one, two = numbers(vi, n1, n2)
    where = np.asarray(study, dtype=object)
    sides = [
        (np.asarray(group1, dtype=object), 1 / one, 1.0),
        (np.asarray(group2, dtype=object), 1 / two, -1.0),
    ]
    shared = np.zeros((len(v), len(v)))
    for names, share, sign in sides:
        for others, other_share, other_sign in sides:
            same = names[:, None] == others[None, :]
            shared += sign * other_sign * same * np.sqrt(np.outer(share, other_share))
    total = 1 / one + 1 / two
    r = shared / np.sqrt(np.outer(total, total)) * (where[:, None] == where[None, :])
    if outcome is not None:
        kind = np.asarray(outcome, dtype=object)
        r = r * np.where(kind[:, None] == kind[None, :], 1.0, rho)
    if time is not None:
        at = np.asarray(time, dtype=float)
        r = r * phi ** np.abs(at[:, None] - at[None, :])
    np.fill_diagonal(r, 1.0)
    return np.asarray(r * np.sqrt(np.outer(v, v)))
