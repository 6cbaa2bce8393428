"""2 × 2 tables from a measure of association and the margins.

The table is a, b (group 1 with and without the event), c, d (group 2). Margins: `n` people, `n1` in group 1,
`events` in both groups.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.measures import Array


class Table(NamedTuple):
    """The four cells, arrays of one shape; NaN for tables that cannot be."""

    a: Array
    b: Array
    c: Array
    d: Array


def table_from_odds_ratio(
    odds_ratio: ArrayLike, n: ArrayLike, n1: ArrayLike, events: ArrayLike, *, whole: bool = True
) -> Table:
    """Return the table with this odds ratio; `whole`: rounded to people.

    References
    ----------
    Bonett (2007), doi:10.1037/0003-066X.62.3.254.
    """
    ratio, n, n1, events = numbers(odds_ratio, n, n1, events)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = n + (ratio - 1) * (n1 + events)
        root = np.sqrt(middle**2 - 4 * ratio * (ratio - 1) * n1 * events)
        above = 2 * ratio * n1 * events / (middle + root)
        below = (middle - root) / (2 * (ratio - 1))
        a = np.where(middle > 0, above, below)
    return _table(np.where(ratio > 0, a, np.nan), n, n1, events, whole)


def table_from_phi(
    phi: ArrayLike, n: ArrayLike, n1: ArrayLike, events: ArrayLike, *, whole: bool = True
) -> Table:
    """Return the table with this phi coefficient, positive where group 1 has more events."""
    phi, n, n1, events = numbers(phi, n, n1, events)
    with np.errstate(divide="ignore", invalid="ignore"):
        a = (n1 * events + phi * np.sqrt(n1 * (n - n1) * events * (n - events))) / n
    return _table(a, n, n1, events, whole)


def table_from_chi2(
    chi2: ArrayLike,
    n: ArrayLike,
    n1: ArrayLike,
    events: ArrayLike,
    sign: ArrayLike,
    *,
    yates: bool,
    whole: bool = True,
) -> Table:
    """Return the table with this chi² of one degree of freedom.

    Parameters
    ----------
    sign
        1 where group 1 has more events, -1 where it has fewer: chi² does not say.
    yates
        Whether the chi² was corrected for continuity.
    """
    chi2, n, n1, events, sign = numbers(chi2, n, n1, events, sign)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = n1 * (n - n1) * events * (n - events)
        away = np.sqrt(np.where(chi2 >= 0, chi2, np.nan) * spread / n) + (n / 2 if yates else 0.0)
        a = (n1 * events + np.where(np.abs(sign) == 1, sign, np.nan) * away) / n
    return _table(a, n, n1, events, whole)


def _table(a: Array, n: Array, n1: Array, events: Array, whole: bool) -> Table:
    a = np.round(a) if whole else a
    cells = (a, n1 - a, events - a, n - n1 - events + a)
    possible = np.all([cell >= 0 for cell in cells], axis=0)
    return Table(*(defined(possible, cell) for cell in cells))
