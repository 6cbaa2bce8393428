"""Mean and SD from a median with quartiles, range or both without taking a normal distribution for granted.

Quantile estimation: normal, log-normal, gamma, Weibull and (for values from 0 to 1) beta distributions are fitted to
the quantiles by least squares, and the one that comes closest gives mean and SD.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq, least_squares
from scipy.special import betaincinv, gamma, gammaincinv, ndtri

from curate.effects.convert.arrays import numbers
from curate.effects.measures import Array

_STEP = 1e-6
"""Step of the logarithm of a shape for its derivative: rounding and curvature err by about 1e-10 each."""

_GRID = 400
"""Shapes that are tried before the best is refined: several minima are possible."""


class Fitted(NamedTuple):
    """Mean and SD of the closest distribution, its name, and the sum of squares that it leaves.

    Arrays of the input's shape.
    """

    mean: Array
    sd: Array
    family: NDArray[np.str_]
    squares: Array


class _Fit(NamedTuple):
    mean: float
    sd: float
    squares: float


@dataclass(frozen=True, slots=True)
class _Family:
    """A family of positive distributions of one shape, times a scale.

    Attributes
    ----------
    quantile
        Of scale 1, from shapes (k, 1) and probabilities (m,).
    moments
        Mean and SD of scale 1, from a shape.
    lowest, highest
        Shapes looked at.
    """

    quantile: Callable[[Array, Array], Array]
    moments: Callable[[float], tuple[float, float]]
    lowest: float
    highest: float


def _weibull(k: float) -> tuple[float, float]:
    first, second = gamma(1 + 1 / k), gamma(1 + 2 / k)
    return float(first), float(np.sqrt(second - first**2))


def _log_normal(sigma: float) -> tuple[float, float]:
    mean = float(np.exp(sigma**2 / 2))
    return mean, mean * float(np.sqrt(np.expm1(sigma**2)))


_POSITIVE = {
    "log-normal": _Family(lambda s, p: np.exp(s * ndtri(p)), _log_normal, 1e-3, 6),
    "gamma": _Family(gammaincinv, lambda k: (k, float(np.sqrt(k))), 0.02, 1e6),
    "weibull": _Family(lambda k, p: (-np.log1p(-p)) ** (1 / k), _weibull, 0.1, 1e3),
}


def from_quantiles(
    a: ArrayLike, q1: ArrayLike, median: ArrayLike, q3: ArrayLike, b: ArrayLike, n: ArrayLike
) -> Fitted:
    """Return mean and SD by quantile estimation from whichever of the five numbers are given.

    Minimum `a` and maximum `b` are taken as the quantiles 1/n and 1 - 1/n. Positive distributions are tried where
    all numbers are positive, the beta where all lie between 0 and 1.

    Parameters
    ----------
    a, q1, median, q3, b
        NaN where not reported; three must be there, in order.
    n
        At least 2; for `a` and `b` at least 3.

    References
    ----------
    McGrath et al. (2020), doi:10.1177/0962280219889080.
    """
    given = numbers(a, q1, median, q3, b, n)
    rows = np.stack([each.ravel() for each in given], axis=1)
    found = [_closest(row[:5], row[5]) for row in rows]
    shape = given[0].shape
    mean, sd, squares = (
        np.array([getattr(fit, name) for _, fit in found], dtype=float).reshape(shape)
        for name in _Fit._fields
    )
    return Fitted(mean, sd, np.array([name for name, _ in found], dtype=str).reshape(shape), squares)


def _closest(values: Array, n: float) -> tuple[str, _Fit]:
    ends = np.array([1 / n, 0.25, 0.5, 0.75, 1 - 1 / n]) if n >= 2 else np.full(5, np.nan)
    there = np.isfinite(values) & np.isfinite(ends)
    x, p = values[there], ends[there]
    if len(x) < 3 or (np.diff(x) < 0).any() or (np.diff(p) <= 0).any() or x[0] == x[-1]:
        return "", _Fit(np.nan, np.nan, np.nan)
    fits = {"normal": _normal(x, p)}
    if x[0] > 0:
        fits |= {name: _scaled(family, x, p) for name, family in _POSITIVE.items()}
        if x[-1] < 1:
            fits["beta"] = _beta(x, p)
    return min(fits.items(), key=lambda item: item[1].squares)


def _normal(x: Array, p: Array) -> _Fit:
    z = ndtri(p)
    sd = float(((z - z.mean()) * x).sum() / ((z - z.mean()) ** 2).sum())
    mean = float(x.mean() - sd * z.mean())
    return _Fit(mean, sd, float(((mean + sd * z - x) ** 2).sum()))


def _scaled(family: _Family, x: Array, p: Array) -> _Fit:
    """Return the best of `family`: the scale follows from the shape, which is where the squares stop falling."""

    def left(log_shape: Array) -> tuple[Array, Array, Array]:
        g = family.quantile(np.exp(np.atleast_1d(log_shape))[:, None], p)
        scale = (g * x).sum(axis=1) / (g * g).sum(axis=1)
        return g, scale, ((scale[:, None] * g - x) ** 2).sum(axis=1)

    def slope(log_shape: float) -> float:
        g, scale, _ = left(np.array([log_shape]))
        above, _, _ = left(np.array([log_shape + _STEP]))
        below, _, _ = left(np.array([log_shape - _STEP]))
        return float(((scale[0] * g[0] - x) * (above[0] - below[0])).sum())

    grid = np.linspace(np.log(family.lowest), np.log(family.highest), _GRID)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        squares = left(grid)[2]
        best = int(np.nanargmin(squares))
        log_shape = grid[best]
        if 0 < best < _GRID - 1:
            low, high = grid[best - 1], grid[best + 1]
            if slope(low) < 0 < slope(high):
                log_shape = brentq(slope, low, high, xtol=1e-14)
    _, scale, squares = left(np.array([log_shape]))
    mean, sd = family.moments(float(np.exp(log_shape)))
    return _Fit(float(scale[0]) * mean, float(scale[0]) * sd, float(squares[0]))


def _beta(x: Array, p: Array) -> _Fit:
    middle, spread = float(x.mean()), max(float(x[-1] - x[0]) / 4, 1e-3)
    size = max(middle * (1 - middle) / spread**2 - 1, 0.5)
    start = np.log([middle * size, (1 - middle) * size])

    def left(logs: Array) -> Array:
        one, two = np.exp(logs)
        return np.asarray(betaincinv(one, two, p) - x)

    found = least_squares(left, start, xtol=1e-15, ftol=1e-15, gtol=1e-15)
    one, two = np.exp(found.x)
    total = one + two
    sd = np.sqrt(one * two / (total**2 * (total + 1)))
    return _Fit(float(one / total), float(sd), float(2 * found.cost))
