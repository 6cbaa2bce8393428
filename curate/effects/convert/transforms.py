"""Transformations of proportions, correlations and reliabilities, and what an SMD means in people."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit as _expit
from scipy.special import logit as _logit
from scipy.special import ndtr

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array, Estimates


def logit(p: ArrayLike) -> Array:
    """Return log(p/(1 - p)); infinite at 0 and 1, NaN outside."""
    with np.errstate(divide="ignore"):
        return np.asarray(_logit(np.asarray(p, dtype=float)))


def inverse_logit(x: ArrayLike) -> Array:
    """Return 1/(1 + e^-x)."""
    return np.asarray(_expit(np.asarray(x, dtype=float)))


def inverse_logit_estimates(yi: ArrayLike, vi: ArrayLike) -> Estimates:
    """Return logits as proportions, variances by the delta method: vi (p(1 - p))²."""
    yi, vi = numbers(yi, vi)
    p = inverse_logit(yi)
    return Estimates(p, defined(vi >= 0, vi * (p * (1 - p)) ** 2))


def fisher_z(r: ArrayLike) -> Array:
    """Return atanh r."""
    r = np.asarray(r, dtype=float)
    return defined(np.abs(r) < 1, np.arctanh(np.where(np.abs(r) < 1, r, 0.0)))


def inverse_fisher_z(z: ArrayLike) -> Array:
    """Return tanh z."""
    return np.asarray(np.tanh(np.asarray(z, dtype=float)))


def arcsine(p: ArrayLike) -> Array:
    """Return arcsin √p."""
    p = np.asarray(p, dtype=float)
    inside = (p >= 0) & (p <= 1)
    return defined(inside, np.arcsin(np.sqrt(np.where(inside, p, 0.0))))


def inverse_arcsine(x: ArrayLike) -> Array:
    """Return sin² x, 0 below 0 and 1 above π/2."""
    return np.asarray(np.sin(np.clip(np.asarray(x, dtype=float), 0, np.pi / 2)) ** 2)


def double_arcsine(p: ArrayLike, n: ArrayLike) -> Array:
    """Return (arcsin √(x/(n + 1)) + arcsin √((x + 1)/(n + 1)))/2, x = p n (Freeman & Tukey 1950)."""
    p, n = numbers(p, n)
    inside = (p >= 0) & (p <= 1) & (n > 0)
    x, size = np.where(inside, p * n, 0.0), np.where(inside, n, 1.0)
    both = np.arcsin(np.sqrt(x / (size + 1))) + np.arcsin(np.sqrt((x + 1) / (size + 1)))
    return defined(inside, both / 2)


def bonett(alpha: ArrayLike) -> Array:
    """Return -log(1 - alpha), for Cronbach's alpha (Bonett 2002, doi:10.3102/10769986027004335)."""
    alpha = np.asarray(alpha, dtype=float)
    return defined(alpha < 1, -np.log1p(-np.where(alpha < 1, alpha, 0.0)))


def inverse_bonett(x: ArrayLike) -> Array:
    """Return 1 - e^-x, 0 below 0."""
    return np.asarray(-np.expm1(-np.maximum(np.asarray(x, dtype=float), 0)))


def hakstian_whalen(alpha: ArrayLike) -> Array:
    """Return 1 - (1 - alpha)^⅓, for Cronbach's alpha (Hakstian & Whalen 1976, doi:10.1007/BF02291840)."""
    alpha = np.asarray(alpha, dtype=float)
    return defined(alpha <= 1, 1 - np.cbrt(1 - alpha))


def inverse_hakstian_whalen(x: ArrayLike) -> Array:
    """Return 1 - (1 - x)³, between 0 and 1."""
    return np.asarray(1 - (1 - np.clip(np.asarray(x, dtype=float), 0, 1)) ** 3)


def log_normal_mean(yi: ArrayLike, tau2: ArrayLike) -> Array:
    """Return exp(yi + tau²/2): the mean of effects whose logarithms are normal."""
    yi, tau2 = numbers(yi, tau2)
    return defined(tau2 >= 0, np.exp(yi + tau2 / 2))


def point_biserial_from_balanced_d(d: ArrayLike) -> Array:
    """Return d/√(d² + 4): the correlation of outcome and group, for groups of one size."""
    d = np.asarray(d, dtype=float)
    return defined(True, d / np.sqrt(d**2 + 4))


def non_overlap(d: ArrayLike) -> Array:
    """Return Cohen's U1, the share of both groups together that does not overlap."""
    half = ndtr(np.abs(np.asarray(d, dtype=float)) / 2)
    return np.asarray((2 * half - 1) / half)


def share_above_same_share(d: ArrayLike) -> Array:
    """Return Cohen's U2, Φ(d/2): the share of one group above what the same share of the other is below."""
    return np.asarray(ndtr(np.asarray(d, dtype=float) / 2))


def share_above_mean(d: ArrayLike) -> Array:
    """Return Cohen's U3, Φ(d): the share of one group that lies above the other's mean."""
    return np.asarray(ndtr(np.asarray(d, dtype=float)))


def superiority(d: ArrayLike) -> Array:
    """Return Φ(d/√2): the probability that one of group 1 has more than one of group 2 (McGraw & Wong 1992)."""
    return np.asarray(ndtr(np.asarray(d, dtype=float) / np.sqrt(2)))


def cliffs_delta(d: ArrayLike) -> Array:
    """Return 2Φ(d/√2) - 1."""
    return 2 * superiority(d) - 1


def overlap(d: ArrayLike) -> Array:
    """Return 2Φ(-|d|/2): the area under both normal curves."""
    return np.asarray(2 * ndtr(-np.abs(np.asarray(d, dtype=float)) / 2))
