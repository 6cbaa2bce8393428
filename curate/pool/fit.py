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
from curate.pool.reml import reml_tau2

METHODS = ("REML", "DL", "CE")


class Fits(NamedTuple):
    """What the models give; each array has shape [B] unless noted.

    Attributes
    ----------
    k
        Studies.
    estimate, se
        The weighted mean and its classic standard error 1/√Σw.
    tau2
        Between-study variance; 0 for the common effect.
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
    q: Array
    i2: Array
    spread: Array
    weights: Array
    modes: Array


def fit(yi: ArrayLike, vi: ArrayLike, mask: ArrayLike | None = None, method: str = "REML") -> Fits:
    """Fit one model to every analysis of the batch.

    Parameters
    ----------
    yi, vi
        Effects and their sampling variances, [B, K] or [K].
    mask
        True where there is a study; None when all places are filled.
    method
        ``REML``, ``DL`` (DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2) or ``CE``.

    Raises
    ------
    UnknownName
        For another method.
    Refused
        For a variance that is not positive, a number that is not finite, or an analysis without a study.
    """
    if method not in METHODS:
        raise UnknownName.among("method", method, METHODS)
    y = np.atleast_2d(np.asarray(yi, dtype=float))
    v = np.atleast_2d(np.asarray(vi, dtype=float))
    filled = (
        np.ones(y.shape, dtype=bool) if mask is None else np.atleast_2d(np.asarray(mask, dtype=bool))
    )
    _refuse_bad(y, v, filled)
    k = filled.sum(axis=1).astype(float)
    v = np.where(filled, v, np.inf)  # weight zero in empty places
    y = np.where(filled, y, 0.0)
    centre = np.average(y, axis=1, weights=1 / v)[:, None]
    y = np.where(filled, y - centre, 0.0)  # residuals keep their digits when effects lie far from zero

    common = 1 / v
    q = (common * _residuals(y, common) ** 2).sum(axis=1)
    c = _weight_spread(common)
    modes = np.ones(len(k))
    if method == "CE":
        tau2 = np.zeros(len(k))
    elif method == "DL":
        tau2 = np.divide(q - (k - 1), c, out=np.zeros(len(k)), where=k > 1).clip(min=0)
    else:
        tau2, modes = reml_tau2(y, v, filled)

    w = 1 / (v + tau2[:, None])
    total = w.sum(axis=1)
    mean = (w * y).sum(axis=1) / total
    squares = (w * _residuals(y, w) ** 2).sum(axis=1)
    return Fits(
        k=k,
        estimate=mean + centre[:, 0],
        se=1 / np.sqrt(total),
        tau2=tau2,
        q=q,
        i2=_i2(method, k, q, c, tau2),
        spread=np.divide(squares, k - 1, out=np.full(len(k), np.nan), where=k > 1),
        weights=100 * w / total[:, None],
        modes=modes,
    )


def _residuals(y: Array, w: Array) -> Array:
    return np.asarray(y - ((w * y).sum(axis=1) / w.sum(axis=1))[:, None])


def _weight_spread(w: Array) -> Array:
    """Return Σ w (1 - w/Σw), without the cancellation when one study holds nearly all the weight."""
    total = w.sum(axis=1, keepdims=True)
    others = total - w
    heaviest = w.argmax(axis=1)[:, None]
    without = w.copy()
    np.put_along_axis(without, heaviest, 0.0, axis=1)
    np.put_along_axis(others, heaviest, without.sum(axis=1, keepdims=True), axis=1)
    return np.asarray((w * others / total).sum(axis=1))


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
