"""Common-effect and random-effects estimates of many meta-analyses at once.

Arrays are padded: yi and vi have shape [B, K], `mask` says which of the K places of each of the B
analyses holds a study. One analysis is a batch of one. Sums run over residuals, never over k × k
matrices, so that an analysis of 10^5 studies costs a few megabytes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.measures import Array
from curate.errors import Refused, UnknownName
from curate.pool.estimators import ESTIMATORS, Batch, cochran_q, common_q, standard_error, weight_spread

METHODS = tuple(ESTIMATORS)


class Fits(NamedTuple):
    """What the models give; each array has shape [B] unless noted.

    Attributes
    ----------
    k
        Studies.
    estimate, se
        The weighted mean and its classic standard error 1/√Σw.
    tau2, tau2_se
        Between-study variance, 0 for the common effect, and its standard error.
    q
        Cochran's Q, with weights 1/vi.
    i2
        Percent. Random effects: tau2/(tau2 + s²) with s² = (k-1)/Σ w(1 - w/Σw), the typical sampling
        variance (Higgins & Thompson 2002, doi:10.1002/sim.1186). Common effect: (Q - df)/Q.
    spread
        Σ w r²/(k-1), by which Hartung and Knapp multiply the variance; NaN for one study.
    weights
        Shape [B, K], in percent; 0 in empty places.
    modes
        Local maxima of the restricted likelihood; 1 for the other methods.
    """

    k: Array
    estimate: Array
    se: Array
    tau2: Array
    tau2_se: Array
    q: Array
    i2: Array
    spread: Array
    weights: Array
    modes: Array


def fit(
    yi: ArrayLike,
    vi: ArrayLike,
    mask: ArrayLike | None = None,
    method: str = "REML",
    weights: ArrayLike | None = None,
    around: ArrayLike | None = None,
) -> Fits:
    """Fit one model to every analysis of the batch.

    Parameters
    ----------
    yi, vi
        Effects and their sampling variances, [B, K] or [K].
    mask
        True where there is a study; None when all places are filled.
    method
        One of `curate.pool.estimators.ESTIMATORS`; ``CE`` for the common effect.
    weights
        Of ``GENQ``, as `yi`; the mean is then weighted by them too.
    around
        What Cochran's Q, and ``DL`` with it, is taken around in place of the common effect, [B]: Review Manager takes
        Mantel and Haenszel's estimate.

    Raises
    ------
    UnknownName
        For another method.
    Refused
        For a variance that is not positive, a number that is not finite, an analysis without a study, or ``GENQ``
        without weights.
    """
    if method not in METHODS:
        raise UnknownName.among("method", method, METHODS)
    if method == "GENQ" and weights is None:
        raise Refused("GENQ needs a weight of each study", "give weights, or say another method")
    batch, centre = batch_of(yi, vi, mask, weights)
    if around is not None:
        batch = batch._replace(around=np.atleast_1d(np.asarray(around, dtype=float)) - centre)
    y, v, filled, k = batch.y, batch.v, batch.filled, batch.k
    common = np.where(filled, 1 / v, 0.0)
    q = common_q(batch)
    tau2, modes = ESTIMATORS[method](batch)
    w = np.where(filled, 1 / (v + tau2[:, None]), 0.0)
    shares = w / w.sum(axis=1, keepdims=True)
    if batch.weights is not None:
        given = np.where(filled, batch.weights, 0.0)
        shares = given / given.sum(axis=1, keepdims=True)
    mean = (shares * y).sum(axis=1)
    squares = cochran_q(y, w)
    variance = np.where(filled, shares**2 * (np.where(filled, v, 0.0) + tau2[:, None]), 0.0).sum(axis=1)
    return Fits(
        k=k,
        estimate=mean + centre,
        se=1 / np.sqrt(w.sum(axis=1)) if batch.weights is None else np.sqrt(variance),
        tau2=tau2,
        tau2_se=standard_error(method, batch, tau2),
        q=q,
        i2=_i2(method, k, q, weight_spread(common), tau2),
        spread=np.divide(squares, k - 1, out=np.full(len(k), np.nan), where=k > 1),
        weights=100 * shares,
        modes=modes,
    )


def batch_of(
    yi: ArrayLike, vi: ArrayLike, mask: ArrayLike | None = None, weights: ArrayLike | None = None
) -> tuple[Batch, Array]:
    """Return effects and variances as estimators take them, and the centre that was taken from the effects, [B].

    Raises
    ------
    Refused
        For a variance that is not positive, a number that is not finite, or an analysis without a study.
    """
    y = np.atleast_2d(np.asarray(yi, dtype=float))
    v = np.atleast_2d(np.asarray(vi, dtype=float))
    filled = (
        np.ones(y.shape, dtype=bool) if mask is None else np.atleast_2d(np.asarray(mask, dtype=bool))
    )
    _refuse_bad(y, v, filled)
    k = filled.sum(axis=1).astype(float)
    v = np.where(filled, v, np.inf)  # weight zero in empty places
    y = np.where(filled, y, 0.0)
    weight = 1 / v
    centre = np.einsum("bk,bk->b", weight, y) / weight.sum(axis=1)
    y = np.where(
        filled, y - centre[:, None], 0.0
    )  # residuals keep their digits when effects lie far from zero
    given = None if weights is None else np.atleast_2d(np.asarray(weights, dtype=float))
    return Batch(y, v, filled, k, given), centre


def _i2(method: str, k: Array, q: Array, c: Array, tau2: Array) -> Array:
    zero = np.zeros(len(k))
    if method == "CE":
        return 100 * np.divide(q - (k - 1), q, out=zero, where=q > 0).clip(min=0)
    typical = np.divide(k - 1, c, out=zero, where=k > 1)
    return 100 * np.divide(tau2, tau2 + typical, out=np.zeros(len(k)), where=k > 1)


def _refuse_bad(y: Array, v: Array, filled: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
    if y.shape != v.shape or y.shape != filled.shape:
        raise ValueError(f"yi {y.shape}, vi {v.shape} and mask {filled.shape} differ in shape")
    if not filled.any(axis=1).all():
        raise Refused("there is no study to pool", "see why the effects were left out")
    bad = filled & ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if bad.any():
        analysis, row = np.argwhere(bad)[0].tolist()
        place = f"row {row}" if len(y) == 1 else f"analysis {analysis}, row {row}"
        what = f"{place}: yi = {y[analysis, row]:g}, vi = {v[analysis, row]:g}"
        raise Refused(what, "effects must be finite and variances above zero")
