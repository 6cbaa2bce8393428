"""Measures of one group, over any number of studies at once: means, proportions, correlations.

As in `curate.effects.measures`: arrays of one shape, `Estimates` on the analysis scale, NaN where a measure does not
exist, nothing dropped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.counts import DEFAULT, UNCORRECTED, Rule, which
from curate.effects.measures import Array, Estimates, finite, known, mean_over_studies

PROPORTION_VARIANCES = {
    "LS": "p(1 - p)/n",
    "UB": "p(1 - p)/(n - 1)",
    "AV": "LS with the mean proportion over all studies, weighted by n",
}
"""Names of the variances of a proportion."""


def mean(m: ArrayLike, sd: ArrayLike, n: ArrayLike) -> Estimates:
    """Return the mean in the unit of its scale, and sd²/n."""
    m, sd, n = (np.asarray(x, dtype=float) for x in (m, sd, n))
    vi = np.where((sd > 0) & (n >= 2), sd**2 / n, np.nan)
    return Estimates(np.where(np.isfinite(vi), m, np.nan), vi)


def proportion(events: ArrayLike, n: ArrayLike, rule: Rule = DEFAULT, variance: str = "LS") -> Estimates:
    """Return p and p(1 - p)/n, corrected by the rule where nobody or everybody had the event.

    `variance` is a name of `PROPORTION_VARIANCES`.
    """
    known("variance of a proportion", variance, PROPORTION_VARIANCES)
    x, n = _counts(events, n, rule)
    p = x / n
    mean_p = mean_over_studies(p, n) if variance == "AV" else p
    with np.errstate(divide="ignore", invalid="ignore"):
        return Estimates(p, mean_p * (1 - mean_p) / (n - 1 if variance == "UB" else n))


def logit_proportion(events: ArrayLike, n: ArrayLike, rule: Rule = DEFAULT) -> Estimates:
    """Return log(p/(1 - p)) and 1/events + 1/(n - events), corrected as in `proportion`."""
    x, n = _counts(events, n, rule)
    with np.errstate(divide="ignore", invalid="ignore"):
        return finite(np.log(x / (n - x)), 1 / x + 1 / (n - x))


def double_arcsine_proportion(events: ArrayLike, n: ArrayLike, rule: Rule = UNCORRECTED) -> Estimates:
    """Return the mean of arcsin √(x/(n + 1)) and arcsin √((x + 1)/(n + 1)), and 1/(4n + 2); zeros need no correction.

    Transforming a pooled value back needs one n for all, and can mislead (Schwarzer et al. 2019,
    doi:10.1002/jrsm.1348).

    References
    ----------
    Freeman & Tukey (1950), doi:10.1214/aoms/1177729756.
    """
    x, size = _counts(events, n, rule)
    yi = (np.arcsin(np.sqrt(x / (size + 1))) + np.arcsin(np.sqrt((x + 1) / (size + 1)))) / 2
    return Estimates(yi, 1 / (4 * size + 2))


def fisher_z(r: ArrayLike, n: ArrayLike) -> Estimates:
    """Return atanh r and 1/(n - 3); NaN for |r| = 1 or fewer than four people.

    References
    ----------
    Fisher (1921), Metron 1:3-32.
    """
    r, n = (np.asarray(x, dtype=float) for x in (r, n))
    possible = (np.abs(r) < 1) & (n > 3)
    r, n = (np.where(possible, x, np.nan) for x in (r, n))
    return Estimates(np.arctanh(r), 1 / (n - 3))


def _counts(events: ArrayLike, n: ArrayLike, rule: Rule) -> tuple[Array, Array]:
    """Return events and sizes, corrected where nobody or everybody had the event; NaN for the impossible."""
    known("rule for proportions", rule.zero_cells, ("only0", "all", "if0all", "none"))
    x, size = np.broadcast_arrays(*(np.asarray(given, dtype=float) for given in (events, n)))
    possible = (x >= 0) & (x <= size) & (size > 0)
    added = rule.add * which(rule.zero_cells, possible & ((x == 0) | (x == size)))
    return np.where(possible, x + added, np.nan), np.where(possible, size + 2 * added, np.nan)
