"""Log-rank O - E and V from what survival analyses print; the hazard ratio is `curate.effects.printed.from_log_rank`.

Logarithms of hazard ratios of the research group against control; O - E is negative where the research group had
fewer events than expected. The p values are two-sided; `sign` is -1 where the research group did better.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.convert.spread import z_from_p
from curate.effects.measures import Array, Estimates


class LogRank(NamedTuple):
    """Observed minus expected events of the research group, and their log-rank variance."""

    o_minus_e: Array
    v: Array


def log_rank(estimates: Estimates) -> LogRank:
    """Return V = 1/vi and O - E = yi V behind log hazard ratios.

    References
    ----------
    Parmar, Torri & Stewart (1998), doi:10.1002/(SICI)1097-0258(19981230)17:24<2815::AID-SIM110>3.0.CO;2-8; Tierney
    et al. (2007), doi:10.1186/1745-6215-8-16, formulas 4 and 5.
    """
    yi, vi = numbers(estimates.yi, estimates.vi)
    with np.errstate(divide="ignore", invalid="ignore"):
        return LogRank(defined(vi > 0, yi / vi), defined(vi > 0, 1 / vi))


def variance_from_events(events: ArrayLike, ratio: ArrayLike = 1.0) -> Array:
    """Return V = O R1 R2/(R1 + R2)² from all events; O/4 for equal groups.

    Parameters
    ----------
    ratio
        R1/R2: people randomised, or at risk, in the research group for one in the control group.

    References
    ----------
    Tierney et al. (2007), doi:10.1186/1745-6215-8-16, formulas 8 and 9.
    """
    events, ratio = numbers(events, ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((events > 0) & (ratio > 0), events * ratio / (1 + ratio) ** 2)


def variance_from_events_by_arm(events1: ArrayLike, events2: ArrayLike) -> Array:
    """Return V = O1 O2/(O1 + O2) (Tierney 2007, formula 10)."""
    one, two = numbers(events1, events2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return defined((one > 0) & (two > 0), one * two / (one + two))


def log_rank_from_p(p: ArrayLike, v: ArrayLike, sign: ArrayLike) -> LogRank:
    """Return O - E = ± z √V from the exact two-sided p of the log-rank test (Tierney 2007, formula 11).

    Parameters
    ----------
    sign
        -1 where the research group did better, 1 where it did worse: the p does not say.
    """
    p, v, sign = numbers(p, v, sign)
    possible = (v > 0) & (np.abs(sign) == 1)
    with np.errstate(invalid="ignore"):
        return LogRank(defined(possible, sign * z_from_p(p) * np.sqrt(v)), defined(possible, v))
