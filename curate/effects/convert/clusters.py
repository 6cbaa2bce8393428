"""Clusters of people randomised together: the design effect, and what it does to sizes, events and errors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array
from curate.errors import Refused


class ICC(NamedTuple):
    """An intracluster correlation, and where it was taken from: it is hardly ever the trial's own."""

    value: float
    source: str

    @classmethod
    def of(cls, value: float, source: str) -> ICC:
        """Return the ICC.

        Raises
        ------
        Refused
            Without a source, or outside 0 to 1.
        """
        if not source.strip():
            raise Refused("an ICC needs its source", "name the trial, or the database, that it is from")
        if not 0 <= value <= 1:
            raise Refused(f"{value:g} is no intracluster correlation", "it lies between 0 and 1")
        return cls(value, source.strip())


def design_effect(size: ArrayLike, icc: ArrayLike, cv: ArrayLike = 0.0) -> Array:
    """Return 1 + ((cv² + 1) M - 1) ICC: how many times the variance is that of as many independent people.

    Parameters
    ----------
    size
        Mean size of the clusters, M.
    icc
        Intracluster correlation.
    cv
        Coefficient of variation of the sizes; 0 for equal ones.

    References
    ----------
    Cochrane Handbook 23.1.4; unequal sizes: Eldridge et al. (2006), doi:10.1093/ije/dyl129.
    """
    size, icc, cv = numbers(size, icc, cv)
    return defined((size >= 1) & (icc >= 0) & (icc <= 1) & (cv >= 0), 1 + ((cv**2 + 1) * size - 1) * icc)


def size_and_variation(sizes: ArrayLike) -> tuple[float, float]:
    """Return mean and coefficient of variation of cluster sizes (SD with k - 1; 0 for one cluster)."""
    given = np.asarray(sizes, dtype=float)
    mean = float(given.mean())
    return mean, float(given.std(ddof=1) / mean) if given.size > 1 else 0.0


def effective(count: ArrayLike, effect: ArrayLike) -> Array:
    """Return people, or events, divided by the design effect: means and SDs stay (Handbook 23.1.4)."""
    count, effect = numbers(count, effect)
    return defined((count >= 0) & (effect >= 1), count / effect)


def inflated_se(se: ArrayLike, effect: ArrayLike) -> Array:
    """Return SE √(design effect), for an analysis that took no notice of the clusters (Handbook 23.1.5)."""
    se, effect = numbers(se, effect)
    with np.errstate(invalid="ignore"):
        return defined((se > 0) & (effect >= 1), se * np.sqrt(effect))
