"""The best linear unbiased mean and SD from a median with quartiles, range or both, of a normal sample.

The quantiles are regressed on the expected order statistics of a standard normal sample, weighted by the inverse of
their covariance, so that they are used as fully as a linear estimate can. Expectations and covariances are David and
Johnson's series to the second order in 1/(n + 2), about p = r/(n + 1) of the rank r; quartiles have the ranks
(n + 3)/4 and (3n + 1)/4, whole where n = 4Q + 1.

References
----------
Yang, Hutson & Wang (2022), doi:10.1080/02664763.2021.1967890; David & Johnson (1954),
doi:10.1093/biomet/41.1-2.228.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from curate.effects.convert.arrays import defined, numbers
from curate.effects.convert.medians import SMALLEST, Moments
from curate.effects.measures import Array


def from_linear(
    a: ArrayLike, q1: ArrayLike, median: ArrayLike, q3: ArrayLike, b: ArrayLike, n: ArrayLike
) -> Moments:
    """Return mean and SD by generalised least squares; what is not there is NaN, the median and a pair must be.

    NaN where the values decrease, or n is below 5.
    """
    *given, size = numbers(a, q1, median, q3, b, n)
    y = np.stack(given, axis=-1)
    there = np.isfinite(y)
    has_pair = there[..., [0, 4]].all(axis=-1) | there[..., [1, 3]].all(axis=-1)
    rising = (~there | (y >= np.fmax.accumulate(y, axis=-1))).all(axis=-1)
    possible = rising & there[..., 2] & has_pair & (size >= SMALLEST)
    n_used = np.where(possible, size, SMALLEST)
    expected, covariance = order_statistics(n_used)
    pairs = there[..., :, None] & there[..., None, :]
    weight = np.linalg.inv(np.where(pairs, covariance, np.eye(5)))
    design = np.stack([np.ones_like(y), expected], axis=-1) * there[..., None]
    crossed = np.swapaxes(design, -1, -2) @ weight
    left = np.where(possible[..., None, None], crossed @ design, np.eye(2))
    right = crossed @ np.where(there, y, 0.0)[..., None]
    found = np.linalg.solve(left, right)[..., 0]
    return Moments(
        defined(possible, found[..., 0]), defined(possible & (found[..., 1] >= 0), found[..., 1])
    )


def order_statistics(n: ArrayLike) -> tuple[Array, Array]:
    """Return expectations, [..., 5], and covariances, [..., 5, 5], of minimum, quartiles, median and maximum.

    Of samples of n from the standard normal distribution, in the order minimum, q1, median, q3, maximum.
    """
    size = np.asarray(n, dtype=float)[..., None]
    ranks = np.concatenate(
        [np.ones_like(size), (size + 3) / 4, (size + 1) / 2, (3 * size + 1) / 4, size], axis=-1
    )
    p = ranks / (size + 1)
    q, m = 1 - p, size + 2
    x = ndtri(p)
    h = np.sqrt(2 * np.pi) * np.exp(x**2 / 2)
    first, second, third = h, x * h**2, (1 + 2 * x**2) * h**3
    fourth = (7 * x + 6 * x**3) * h**4
    expected = x + p * q / (2 * m) * second + p * q / m**2 * ((q - p) / 3 * third + p * q / 8 * fourth)
    low, high = (
        np.minimum(p[..., :, None], p[..., None, :]),
        np.minimum(q[..., :, None], q[..., None, :]),
    )
    one, two = _outer(first, first), _outer((q - p) * second, first)
    three = _outer(p * q * third, first)
    more = two + np.swapaxes(two, -1, -2) + (three + np.swapaxes(three, -1, -2)) / 2
    more = more + low * high * _outer(second, second) / 2
    wide = m[..., None]
    return expected, np.asarray(low * high * (one / wide + more / wide**2))


def _outer(left: Array, right: Array) -> Array:
    return np.asarray(left[..., :, None] * right[..., None, :])
