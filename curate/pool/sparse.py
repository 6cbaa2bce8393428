"""Common-effect models that pool tables, not effects: Mantel-Haenszel and Peto, without correcting empty cells.

For rare events: inverse variance needs a ½ in empty cells, which then decides the result. Arrays have shape [k], one
entry a trial; 1 is the experimental and 2 the control side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.counts import observed_less_expected
from curate.effects.measures import Array, known


class Common(NamedTuple):
    """A common effect from tables.

    Attributes
    ----------
    estimate, se
        On the analysis scale: log for ratios.
    weights
        Of each trial in percent; 0 for one that tells nothing, such as one without an event.
    """

    estimate: float
    se: float
    weights: Array


def mantel_haenszel_or(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Common:
    """Return the log odds ratio Σ(ad/N)/Σ(bc/N).

    References
    ----------
    Mantel & Haenszel (1959), doi:10.1093/jnci/22.4.719; variance: Robins, Breslow & Greenland (1986),
    doi:10.2307/2531052.
    """
    a, first, c, second, total = _tables(events1, n1, events2, n2)
    b, d = first - a, second - c
    r, s = a * d / total, b * c / total
    p, q = (a + d) / total, (b + c) / total
    up, down = r.sum(), s.sum()
    variance = (p * r).sum() / (2 * up**2) + (q * s).sum() / (2 * down**2)
    variance += (p * s + q * r).sum() / (2 * up * down)
    return Common(float(np.log(up / down)), float(np.sqrt(variance)), 100 * s / down)


def mantel_haenszel_rr(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Common:
    """Return the log risk ratio Σ(a n2/N)/Σ(c n1/N).

    References
    ----------
    Variance: Greenland & Robins (1985), doi:10.2307/2530643.
    """
    a, first, c, second, total = _tables(events1, n1, events2, n2)
    r, s = a * second / total, c * first / total
    up, down = r.sum(), s.sum()
    variance = ((first * second * (a + c) - a * c * total) / total**2).sum() / (up * down)
    return Common(float(np.log(up / down)), float(np.sqrt(variance)), 100 * s / down)


RD_VARIANCES = {
    "sato": "Sato, Greenland & Robins (1989), as metafor has it",
    "greenland-robins": "Greenland & Robins (1985), as Review Manager has it",
}
"""Names of the variances of Mantel and Haenszel's risk difference."""


def mantel_haenszel_rd(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, variance: str = "sato"
) -> Common:
    """Return the risk difference Σ((a n2 - c n1)/N)/Σ(n1 n2/N), with a variance of `RD_VARIANCES`.

    References
    ----------
    Sato: doi:10.2307/2531506; it holds for few large strata and for many small ones. Greenland & Robins:
    doi:10.2307/2530643.

    Raises
    ------
    UnknownName
        For another variance.
    """
    known("variance of a Mantel-Haenszel risk difference", variance, RD_VARIANCES)
    a, first, c, second, total = _tables(events1, n1, events2, n2)
    weight = first * second / total
    estimate = ((a * second - c * first) / total).sum() / weight.sum()
    if variance == "sato":
        p = (first**2 * c - second**2 * a + first * second * (second - first) / 2) / total**2
        q = (a * (second - c) + c * (first - a)) / (2 * total)
        spread = estimate * p.sum() + q.sum()
    else:
        each = a * (first - a) * second**3 + c * (second - c) * first**3
        spread = (each / (first * second * total**2)).sum()
    vi = spread / weight.sum() ** 2
    return Common(float(estimate), float(np.sqrt(vi)), 100 * weight / weight.sum())


def mantel_haenszel_irr(
    events1: ArrayLike, time1: ArrayLike, events2: ArrayLike, time2: ArrayLike
) -> Common:
    """Return the log rate ratio Σ(x1 t2/T)/Σ(x2 t1/T), T = t1 + t2.

    References
    ----------
    Greenland & Robins (1985), doi:10.2307/2530643; Rothman, Greenland & Lash (2008), chapter 15.
    """
    x1, t1, x2, t2, total = _tables(events1, time1, events2, time2)
    r, s = x1 * t2 / total, x2 * t1 / total
    up, down = r.sum(), s.sum()
    variance = ((x1 + x2) * t1 * t2 / total**2).sum() / (up * down)
    return Common(float(np.log(up / down)), float(np.sqrt(variance)), 100 * s / down)


def peto(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Common:
    """Return Peto's log odds ratio Σ(O - E)/ΣV: good for small effects in arms of like size only.

    References
    ----------
    Yusuf et al. (1985), doi:10.1016/S0033-0620(85)80003-7.
    """
    difference, variance = observed_less_expected(events1, n1, events2, n2)
    total = variance.sum()
    return Common(float(difference.sum() / total), float(1 / np.sqrt(total)), 100 * variance / total)


def _tables(*given: ArrayLike) -> tuple[Array, Array, Array, Array, Array]:
    a, first, c, second = (np.asarray(x, dtype=float) for x in given)
    return a, first, c, second, first + second


MODELS: Mapping[tuple[str, str], Callable[..., Common]] = {
    ("MH", "OR"): mantel_haenszel_or,
    ("MH", "RR"): mantel_haenszel_rr,
    ("MH", "RD"): mantel_haenszel_rd,
    ("MH", "IRR"): mantel_haenszel_irr,
    ("PETO", "OR"): peto,
    ("PETO", "PETO"): peto,
}
"""Method and measure → model."""
