"""Effect measures from events: 2 × 2 tables, and events in person-time, over any number of studies at once.

As in `curate.effects.measures`: 1 is the experimental and 2 the control side, yi is on the analysis scale (log for
ratios), and where a measure does not exist both numbers are NaN. Empty cells follow a named rule of `ZERO_CELLS`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curate.effects.measures import Array, Estimates, finite, known, mean_over_studies

ZERO_CELLS = {
    "only0": "½ to the four cells of each study that has an empty one",
    "all": "½ to the four cells of all studies",
    "if0all": "½ to the four cells of all studies, if one of them has an empty one",
    "none": "no correction",
    "tacc": "to both cells of a group its share of the people, where a cell is empty",
    "total_once": "½ to the events, and ½ (not 1) to the people, of each study that has an empty cell",
    "variance": "½ to the four cells of each study that has an empty one, in the variance alone",
}
"""Names of the rules for empty cells of a 2 × 2 table; ½ stands for the amount `add`.

tacc is the treatment-arm continuity correction of Sweeting, Sutton & Lambert (2004), doi:10.1002/sim.1761; total_once
that of Pettigrew, Gart & Thomas (1986), doi:10.1093/biomet/73.2.425, as R's meta has it for risk ratios; variance
Review Manager's for risk differences.
"""


RISK_VARIANCES = {
    "LS": "each group's own risk",
    "UB": "of a difference: n - 1 in place of n",
    "AV": "each group's mean risk over all studies, weighted by n, in place of each study's own",
}
"""Names of the variances of risk differences and risk ratios (UB of differences alone)."""


class Rule(NamedTuple):
    """What is done with empty cells.

    Attributes
    ----------
    zero_cells
        A name of `ZERO_CELLS`.
    add
        The amount that is added.
    keep_double_zero
        Whether a ratio keeps the studies in which nobody, or everybody, of both groups had the event: they say nothing
        about it (Cochrane Handbook 10.4.4.2), and all that they then have comes from what is added.
    """

    zero_cells: str = "only0"
    add: float = 0.5
    keep_double_zero: bool = False


DEFAULT = Rule()
"""½ to the cells of a study with an empty one; double-zero studies are left out of ratios."""

UNCORRECTED = Rule("none", keep_double_zero=True)


def odds_ratio(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, rule: Rule = DEFAULT
) -> Estimates:
    """Return the log odds ratio and the sum of the reciprocal cells (Woolf).

    NaN where no-one or everyone in both groups had the event, unless the rule keeps them.

    References
    ----------
    Woolf B (1955), doi:10.1111/j.1469-1809.1955.tb01348.x.

    Raises
    ------
    UnknownName
        For another rule.
    """
    a, b, c, d = _cells(events1, n1, events2, n2, rule, ratio=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return finite(np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def risk_ratio(
    events1: ArrayLike,
    n1: ArrayLike,
    events2: ArrayLike,
    n2: ArrayLike,
    rule: Rule = DEFAULT,
    variance: str = "LS",
) -> Estimates:
    """Return the log risk ratio and its variance 1/a - 1/n1 + 1/c - 1/n2; NaN as in `odds_ratio`.

    `variance` is ``LS`` or ``AV`` of `RISK_VARIANCES`.

    References
    ----------
    Katz et al. (1978), doi:10.2307/2530610.
    """
    known("variance of a risk ratio", variance, ("LS", "AV"))
    a, b, c, d = _cells(events1, n1, events2, n2, rule, ratio=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = a + b, c + d
        p1, p2 = _risks(a / first, first, variance), _risks(c / second, second, variance)
        vi = 1 / a - 1 / first + 1 / c - 1 / second
        if variance == "AV":
            vi = (1 - p1) / (first * p1) + (1 - p2) / (second * p2)
        return finite(np.log((a / first) / (c / second)), vi)


def risk_difference(
    events1: ArrayLike,
    n1: ArrayLike,
    events2: ArrayLike,
    n2: ArrayLike,
    rule: Rule = DEFAULT,
    variance: str = "LS",
) -> Estimates:
    """Return p1 - p2 and p1(1-p1)/n1 + p2(1-p2)/n2; double-zero trials are kept, corrected by the rule.

    NaN where the variance is zero (a double-zero trial under the rule ``none``). `variance` is a name of
    `RISK_VARIANCES`.
    """
    known("variance of a risk difference", variance, RISK_VARIANCES)
    a, b, c, d = _cells(events1, n1, events2, n2, rule, ratio=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = a + b, c + d
        p1, p2 = _risks(a / first, first, variance), _risks(c / second, second, variance)
        less = 1.0 if variance == "UB" else 0.0
        vi = p1 * (1 - p1) / (first - less) + p2 * (1 - p2) / (second - less)
        yi = a / first - c / second
        if rule.zero_cells == "variance":
            raw, whole, other, all_ = (np.asarray(x, dtype=float) for x in (events1, n1, events2, n2))
            yi = raw / whole - other / all_ + 0 * yi
        return finite(yi, np.where(vi > 0, vi, np.nan))


def peto_odds_ratio(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, rule: Rule = UNCORRECTED
) -> Estimates:
    """Return Peto's log odds ratio (O - E)/V and 1/V; NaN where V is zero, as in a double-zero study.

    Empty cells need no correction; R's escalc makes one. The method is biased where the effect is large or the groups
    differ in size (Handbook 10.4.2).

    References
    ----------
    Yusuf et al. (1985), doi:10.1016/S0033-0620(85)80003-7.
    """
    a, b, c, d = _cells(events1, n1, events2, n2, rule, ratio=True)
    difference, variance = observed_less_expected(a, a + b, c, c + d)
    with np.errstate(divide="ignore", invalid="ignore"):
        return finite(difference / variance, 1 / variance)


def observed_less_expected(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike
) -> tuple[Array, Array]:
    """Return O - E of the experimental side, and its hypergeometric variance V, of each trial."""
    a, first, c, second = (np.asarray(x, dtype=float) for x in (events1, n1, events2, n2))
    events, total = a + c, first + second
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = first * second * events * (total - events) / (total**2 * (total - 1))
        return a - first * events / total, variance


def rate_ratio(
    events1: ArrayLike, time1: ArrayLike, events2: ArrayLike, time2: ArrayLike, rule: Rule = DEFAULT
) -> Estimates:
    """Return the log rate ratio and 1/events1 + 1/events2; person-time in any unit, the same in both groups.

    ½ is added to both numbers of events where one is zero, by the rule; NaN where nobody had an event.

    References
    ----------
    Rothman, Greenland & Lash (2008), Modern Epidemiology, chapter 14.
    """
    x1, t1, x2, t2 = _rates(events1, time1, events2, time2, rule, ratio=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return finite(np.log((x1 / t1) / (x2 / t2)), 1 / x1 + 1 / x2)


def rate_difference(
    events1: ArrayLike, time1: ArrayLike, events2: ArrayLike, time2: ArrayLike, rule: Rule = DEFAULT
) -> Estimates:
    """Return events1/time1 - events2/time2 and events1/time1² + events2/time2², corrected as in `rate_ratio`."""
    x1, t1, x2, t2 = _rates(events1, time1, events2, time2, rule, ratio=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        vi = x1 / t1**2 + x2 / t2**2
        return finite(x1 / t1 - x2 / t2, np.where(vi > 0, vi, np.nan))


def is_double_zero(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike
) -> NDArray[np.bool_]:
    """Return where no-one, or everyone, in both groups had the event."""
    a, first, c, second = (np.asarray(x, dtype=float) for x in (events1, n1, events2, n2))
    return np.asarray(((a == 0) & (c == 0)) | ((a == first) & (c == second)))


def corrected_tables(counts: Array, rule: Rule, *, ratio: bool) -> Array:
    """Return events and people of both groups after a rule for empty cells; NaN for studies left out.

    Parameters
    ----------
    counts
        Events and people of the experimental side, then of the control side, [4, k].
    """
    events1, n1, events2, n2 = counts
    a, b, c, d = _cells(events1, n1, events2, n2, rule, ratio=ratio)
    return np.stack([a, a + b, c, c + d])


def corrected_rates(counts: Array, rule: Rule, *, ratio: bool) -> Array:
    """Return events and person-time of both groups after a rule for no events; as `corrected_tables`."""
    events1, time1, events2, time2 = counts
    return np.stack(_rates(events1, time1, events2, time2, rule, ratio=ratio))


def _rates(
    events1: ArrayLike,
    time1: ArrayLike,
    events2: ArrayLike,
    time2: ArrayLike,
    rule: Rule,
    *,
    ratio: bool,
) -> tuple[Array, Array, Array, Array]:
    """Return events and person-time after the rule for no events; NaN for what is left out or impossible."""
    known("rule for rates without events", rule.zero_cells, ("only0", "all", "if0all", "none"))
    x1, t1, x2, t2 = _same_shape(events1, time1, events2, time2)
    usable = (x1 >= 0) & (x2 >= 0) & (t1 > 0) & (t2 > 0)
    if ratio and not rule.keep_double_zero:
        usable &= (x1 > 0) | (x2 > 0)
    added = rule.add * which(rule.zero_cells, usable & ((x1 == 0) | (x2 == 0)))
    first, second = (np.where(usable, x + added, np.nan) for x in (x1, x2))
    return first, t1, second, t2


def _cells(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, rule: Rule, *, ratio: bool
) -> tuple[Array, Array, Array, Array]:
    """Return the four cells after the rule for empty ones; NaN for tables left out or impossible."""
    known("rule for empty cells", rule.zero_cells, ZERO_CELLS)
    a, first, c, second = _same_shape(events1, n1, events2, n2)
    cells = np.stack([a, first - a, c, second - c])
    possible = (cells >= 0).all(axis=0) & (first > 0) & (second > 0)
    if ratio and not rule.keep_double_zero:
        possible &= ~is_double_zero(a, first, c, second)
    empty = possible & (cells == 0).any(axis=0)
    added = np.full_like(cells, rule.add)
    if rule.zero_cells == "tacc":
        share = 2 * rule.add / (first + second)
        added = np.stack([share * first, share * first, share * second, share * second])
    elif rule.zero_cells == "total_once":
        added[1] = added[3] = 0.0
    corrected = np.where(possible, cells + added * which(rule.zero_cells, empty), np.nan)
    return corrected[0], corrected[1], corrected[2], corrected[3]


def _risks(risks: Array, sizes: Array, variance: str) -> Array:
    """Return the risks that a variance is made of: each study's own, or their mean over the studies."""
    return mean_over_studies(risks, sizes) if variance == "AV" else risks


def which(name: str, empty: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the studies to which the rule `name` adds, given those with an empty cell."""
    if name in ("all", "none"):
        return np.full_like(empty, name == "all")
    return np.full_like(empty, empty.any()) if name == "if0all" else empty


def _same_shape(*given: ArrayLike) -> tuple[Array, ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in given)))
