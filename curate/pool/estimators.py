"""Estimators of the between-study variance tau², each over a batch of meta-analyses.

Those by moments set a sum of weighted squares around the weighted mean equal to its expectation; they differ in the
weights. Each but Sidik and Jonkman's is cut off at zero. y and v have shape [B, K], y centred, and in empty places y is
0 and v infinite, so that weights are 0 there.

References
----------
Overview with simulations: Veroniki et al. (2016), doi:10.1002/jrsm.1164. Variances of the estimators: Viechtbauer
(2005), doi:10.3102/10769986030003261.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from curate.effects.measures import Array
from curate.pool.likelihood import likeliest_tau2

_ROUNDS = 500
"""Newton's method on a convex falling function comes from below and at least doubles the distance each time."""

_RELATIVE = 1e-14


class Batch(NamedTuple):
    """What an estimator is given.

    Attributes
    ----------
    y, v
        Effects, centred, and sampling variances, [B, K].
    filled
        True where there is a study, [B, K].
    k
        Studies, [B].
    weights
        Of GENQ alone, [B, K]; None else.
    around
        What Q is taken around in place of the weighted mean, on the scale of y, [B]; None for the mean.
    """

    y: Array
    v: Array
    filled: NDArray[np.bool_]
    k: Array
    weights: Array | None = None
    around: Array | None = None


class Found(NamedTuple):
    """tau² and the number of local maxima of its likelihood (1 where there is none to maximise), both [B]."""

    tau2: Array
    modes: Array


Estimator = Callable[[Batch], Found]


def residuals(y: Array, w: Array) -> Array:
    """Return effects less their mean weighted by w, [B, K]."""
    return np.asarray(y - ((w * y).sum(axis=1) / w.sum(axis=1))[:, None])


def weight_spread(w: Array) -> Array:
    """Return Σ w (1 - w/Σw), without the cancellation when one study holds nearly all the weight."""
    total = w.sum(axis=1, keepdims=True)
    others = total - w
    rows, heaviest = np.arange(len(w)), w.argmax(axis=1)
    without = w.copy()
    without[rows, heaviest] = 0.0
    others[rows, heaviest] = without.sum(axis=1)
    return np.asarray(np.vecdot(w, others) / total[:, 0])


def cochran_q(y: Array, w: Array) -> Array:
    """Return Σ w r², r being the residuals, [B]."""
    return np.asarray((w * residuals(y, w) ** 2).sum(axis=1))


def common_q(batch: Batch) -> Array:
    """Return Cochran's Q with weights 1/v, [B], around the mean or what the batch has in its place."""
    w = 1 / batch.v
    if batch.around is None:
        return cochran_q(batch.y, w)
    return np.asarray((w * (batch.y - batch.around[:, None]) ** 2).sum(axis=1))


def _closed(formula: Callable[[Batch], Array]) -> Estimator:
    """Make an estimator of a formula: 0 for one study, cut off at zero."""

    def estimate(batch: Batch) -> Found:
        with np.errstate(divide="ignore", invalid="ignore"):
            tau2 = np.where(batch.k > 1, formula(batch), 0.0).clip(min=0)
        return Found(tau2, np.ones(len(tau2)))

    return estimate


def _common_effect(batch: Batch) -> Array:
    return np.zeros(len(batch.k))


def _dersimonian_laird(batch: Batch) -> Array:
    return np.asarray((common_q(batch) - (batch.k - 1)) / weight_spread(1 / batch.v))


def _hedges(batch: Batch) -> Array:
    """Return the variance of the effects less the mean sampling variance (Hedges & Olkin 1985)."""
    alike = batch.filled.astype(float)
    mean_v = np.where(batch.filled, batch.v, 0.0).sum(axis=1) / batch.k
    return np.asarray(cochran_q(batch.y, alike) / (batch.k - 1) - mean_v)


def _hunter_schmidt(batch: Batch) -> Array:
    """Return the weighted variance less the weighted mean of the sampling variances (Schmidt & Hunter 2015)."""
    w = 1 / batch.v
    return np.asarray((cochran_q(batch.y, w) - batch.k) / w.sum(axis=1))


def _hunter_schmidt_k(batch: Batch) -> Array:
    """Return the same with the unbiased weighted variance (Brannick et al. 2019, doi:10.1037/met0000195)."""
    w = 1 / batch.v
    q = cochran_q(batch.y, w) * batch.k / (batch.k - 1)
    return np.asarray((q - batch.k) / w.sum(axis=1))


def _sidik_jonkman(batch: Batch) -> Array:
    """Return one step from the crude variance of the effects; never 0 (Sidik & Jonkman 2005).

    doi:10.1111/j.1467-9876.2005.00489.x.
    """
    crude = (cochran_q(batch.y, batch.filled.astype(float)) / batch.k)[:, None]
    w = np.where(batch.filled, crude / (batch.v + crude), 0.0)
    equal = crude[:, 0] == 0
    w[equal] = batch.filled[equal]
    return np.asarray(np.where(equal, 0.0, cochran_q(batch.y, w) / (batch.k - 1)))


def _general(batch: Batch) -> Array:
    """Return that of any fixed weights (DerSimonian & Kacker 2007, doi:10.1016/j.cct.2006.04.004)."""
    if batch.weights is None:
        raise ValueError("GENQ needs weights")
    a = np.where(batch.filled, batch.weights, 0.0)
    share = a / a.sum(axis=1, keepdims=True)
    variances = np.where(batch.filled, batch.v, 0.0)
    expected = (a * (1 - share) * variances).sum(axis=1)
    return np.asarray((cochran_q(batch.y, a) - expected) / weight_spread(a))


def solve_q(batch: Batch, target: Array) -> Array:
    """Return the tau² ≥ 0 at which Σ r²/(v + tau²) comes down to `target`, [B]; 0 where it begins below.

    The sum falls and is convex in tau², so that Newton's method from zero reaches the root from the left.
    """
    tau2 = np.zeros(len(batch.k))
    open_ = np.flatnonzero(batch.k > 1)
    for _ in range(_ROUNDS):
        if not len(open_):
            break
        w = 1 / (batch.v[open_] + tau2[open_][:, None])
        r = residuals(batch.y[open_], w)
        over = (w * r**2).sum(axis=1) - target[open_]
        slope = (w**2 * r**2).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.where(over > 0, over / slope, 0.0)
        tau2[open_] += step
        open_ = open_[step > _RELATIVE * tau2[open_]]
    return tau2


def _paule_mandel(batch: Batch) -> Array:
    """Return where Q at its own weights equals its degrees of freedom (Paule & Mandel 1982).

    doi:10.6028/jres.087.022. Morris's empirical Bayes estimator solves the same equation (Rukhin 2013).
    """
    return solve_q(batch, batch.k - 1)


def _reml(batch: Batch) -> Found:
    return Found(*likeliest_tau2(batch.y, batch.v, batch.filled))


def _ml(batch: Batch) -> Found:
    return Found(*likeliest_tau2(batch.y, batch.v, batch.filled, restricted=False))


ESTIMATORS: Mapping[str, Estimator] = {
    "REML": _reml,
    "ML": _ml,
    "DL": _closed(_dersimonian_laird),
    "PM": _closed(_paule_mandel),
    "EB": _closed(_paule_mandel),
    "HE": _closed(_hedges),
    "HS": _closed(_hunter_schmidt),
    "HSk": _closed(_hunter_schmidt_k),
    "SJ": _closed(_sidik_jonkman),
    "GENQ": _closed(_general),
    "CE": _closed(_common_effect),
}
"""Name → estimator; ``CE`` is the common effect, with tau² 0."""


def standard_error(method: str, batch: Batch, tau2: Array) -> Array:
    """Return the standard error of an estimated tau², [B]; NaN for the common effect and for one study.

    Of an estimator that is a quadratic form y'Ay over its expectation's slope, √(2 tr(AΣAΣ))/slope with Σ = V + tau²
    I at the estimate; of likelihoods, from the expected information; of the empirical Bayes estimator, which Paule and
    Mandel's equals, that of Morris's form Σ w (k r²/(k-1) - v)/Σw with its weights taken as known (Morris 1983).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _standard_error(method, batch, tau2)
    return np.where((batch.k > 1) & (method != "CE"), found, np.nan)


def _standard_error(method: str, batch: Batch, tau2: Array) -> Array:
    w = 1 / (batch.v + tau2[:, None])
    w2 = w * w
    total, total2, total3 = w.sum(axis=1), np.vecdot(w, w), np.vecdot(w2, w)
    if method == "ML":
        return np.asarray(np.sqrt(2 / total2))
    if method == "REML":
        return np.asarray(np.sqrt(2 / (total2 - 2 * total3 / total + (total2 / total) ** 2)))
    if method in ("PM", "EB"):
        return np.asarray(np.sqrt(2 * (batch.k - 1)) * batch.k / ((batch.k - 1) * total))
    a, slope = _form(method, batch)
    sigma = np.where(batch.filled, batch.v + tau2[:, None], 0.0)
    share = a / a.sum(axis=1, keepdims=True)
    # tr(AΣAΣ) of A = diag(a) - aa'/Σa
    one = (a**2 * sigma**2).sum(axis=1) - 2 * (a**2 * share * sigma**2).sum(axis=1)
    two = (a * share * sigma).sum(axis=1) ** 2
    return np.asarray(np.sqrt(2 * (one + two)) / slope)


def _form(method: str, batch: Batch) -> tuple[Array, Array]:
    """Return the weights of a quadratic form, and how fast the expectation of the sum grows with tau²."""
    w = np.where(batch.filled, 1 / batch.v, 0.0)
    alike = batch.filled.astype(float)
    if method == "HE":
        return alike, batch.k - 1
    if method == "HS":
        return w, w.sum(axis=1)
    if method == "HSk":
        return w, w.sum(axis=1) * (batch.k - 1) / batch.k
    if method == "SJ":
        crude = (cochran_q(batch.y, alike) / batch.k)[:, None]
        return np.where(batch.filled, crude / (batch.v + crude), 0.0), batch.k - 1
    if method == "GENQ" and batch.weights is not None:
        a = np.where(batch.filled, batch.weights, 0.0)
        return a, weight_spread(a)
    return w, weight_spread(w)
