"""Effect measures of two groups, over any number of studies at once.

Every function takes arrays (or numbers) of one shape, one entry per study; 1 is the experimental and 2
the control side. It returns `Estimates`: yi on the analysis scale (log for RR and OR) and its sampling
variance vi. Where a measure is not defined (an SD of zero, an empty arm, a double-zero trial) both
are NaN: nothing is dropped, so that rows keep their places.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from curate.errors import UnknownName

Array = NDArray[np.float64]

SMD_VARIANCES = {
    "LS": "1/n1 + 1/n2 + g²/(2N)",
    "LS2": "J² (1/n1 + 1/n2 + d²/(2N))",
    "UB": "N/(n1 n2) + g² (1 - (m-2)/(m J²)), m = N-2",
}
"""Names of the variances of a standardised mean difference. d is without, g with the factor J."""

ZERO_CELLS = {
    "only0": "½ to the four cells of each study that has an empty one",
    "all": "½ to all studies",
    "none": "no correction",
}
"""Names of the rules for empty cells of a 2 × 2 table."""

_SERIES_FROM = 100.0
"""Degrees of freedom from which J is summed as a series: its error is then below 1e-16."""


class Estimates(NamedTuple):
    """Effect sizes `yi` and their sampling variances `vi`, shape of the input."""

    yi: Array
    vi: Array


def small_sample_factor(df: ArrayLike) -> Array:
    """Return Hedges' exact J(m) = Γ(m/2) / (√(m/2) Γ((m-1)/2)) for `df` = m; NaN for m below 2.

    From m = 100 on by Stirling's series in w = m/2 - 3/4, since the difference of two large log-gammas
    loses as many digits as they have before the point.

    References
    ----------
    Hedges LV (1981), Journal of Educational Statistics 6:107-128, doi:10.3102/10769986006002107.
    """
    m = np.asarray(df, dtype=float)
    small = np.clip(m, 2.0, _SERIES_FROM)
    exact = np.exp(gammaln(small / 2) - np.log(small / 2) / 2 - gammaln((small - 1) / 2))
    large = np.maximum(m, _SERIES_FROM)
    u = (large / 2 - 0.75) ** -2
    series = np.sqrt(1 - 1.5 / large) * np.exp(u * (1 / 64 - u * (5 / 2048 - u * (61 / 49152))))
    return np.where(m >= 2, np.where(m < _SERIES_FROM, exact, series), np.nan)


def mean_difference(
    m1: ArrayLike, sd1: ArrayLike, n1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n2: ArrayLike
) -> Estimates:
    """Return m1 - m2 in the unit of the scale, and sd1²/n1 + sd2²/n2.

    NaN where an SD is not positive or a group has fewer than two people.

    References
    ----------
    Cochrane Handbook 6.5.1.1; Deeks & Higgins (2010), Statistical algorithms in Review Manager 5.
    """
    means, sds, ns = _groups(m1, sd1, n1, m2, sd2, n2)
    vi = sds[0] ** 2 / ns[0] + sds[1] ** 2 / ns[1]
    return Estimates(np.where(np.isfinite(vi), means[0] - means[1], np.nan), vi)


def standardised_mean_difference(
    m1: ArrayLike,
    sd1: ArrayLike,
    n1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n2: ArrayLike,
    variance: str = "LS",
) -> Estimates:
    """Return Hedges' g = J (m1 - m2)/sd, sd pooled over both groups, with the exact J.

    Parameters
    ----------
    variance
        A name of `SMD_VARIANCES`.

    References
    ----------
    g and J: Hedges (1981), doi:10.3102/10769986006002107. LS: Hedges (1982),
    doi:10.1037/0033-2909.92.2.490. UB: Hedges (1983), doi:10.1037/0033-2909.93.2.388. LS2: Borenstein et
    al. (2009), Introduction to Meta-Analysis, chapter 4, doi:10.1002/9780470743386.

    Raises
    ------
    UnknownName
        For another variance.
    """
    if variance not in SMD_VARIANCES:
        raise UnknownName.among("variance of an SMD", variance, SMD_VARIANCES)
    means, sds, (a, b) = _groups(m1, sd1, n1, m2, sd2, n2)
    df = a + b - 2
    pooled_sd = np.sqrt(((a - 1) * sds[0] ** 2 + (b - 1) * sds[1] ** 2) / df)
    d = (means[0] - means[1]) / pooled_sd
    j = small_sample_factor(df)
    g = j * d
    from_sizes = 1 / a + 1 / b
    if variance == "LS":
        vi = from_sizes + g**2 / (2 * (a + b))
    elif variance == "LS2":
        vi = j**2 * (from_sizes + d**2 / (2 * (a + b)))
    else:
        vi = from_sizes + g**2 * (1 - (df - 2) / (df * j**2))
    return Estimates(g, vi)


def ratio_of_means(
    m1: ArrayLike,
    sd1: ArrayLike,
    n1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n2: ArrayLike,
    *,
    corrected: bool = True,
) -> Estimates:
    """Return log(m1/m2) and c1 + c2, c = sd²/(n m²); corrected by (c1 - c2)/2 for its bias in small groups.

    NaN as in `mean_difference`, and where the means are zero or of opposite sign: there is no such ratio then.

    References
    ----------
    Hedges, Gurevitch & Curtis (1999), doi:10.1890/0012-9658(1999)080[1150:TMAORR]2.0.CO;2. Correction: Lajeunesse
    (2015), doi:10.1890/14-2402.1.
    """
    means, sds, ns = _groups(m1, sd1, n1, m2, sd2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = ((sd / mean) ** 2 / n for sd, mean, n in zip(sds, means, ns, strict=True))
        yi = np.log(means[0] / means[1]) + ((one - two) / 2 if corrected else 0.0)
        return _finite(yi, one + two)


def rate_ratio(
    events1: ArrayLike, time1: ArrayLike, events2: ArrayLike, time2: ArrayLike, zero_cells: str = "only0"
) -> Estimates:
    """Return the log rate ratio and 1/events1 + 1/events2; person-time in any unit, the same in both groups.

    ½ is added to both numbers of events where one is zero, by the rule; NaN where nobody had an event.

    References
    ----------
    Rothman, Greenland & Lash (2008), Modern Epidemiology, chapter 14.
    """
    x1, t1, x2, t2 = _rates(events1, time1, events2, time2, zero_cells, both_zero=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _finite(np.log((x1 / t1) / (x2 / t2)), 1 / x1 + 1 / x2)


def rate_difference(
    events1: ArrayLike, time1: ArrayLike, events2: ArrayLike, time2: ArrayLike, zero_cells: str = "only0"
) -> Estimates:
    """Return events1/time1 - events2/time2 and events1/time1² + events2/time2², corrected as in `rate_ratio`."""
    x1, t1, x2, t2 = _rates(events1, time1, events2, time2, zero_cells, both_zero=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        vi = x1 / t1**2 + x2 / t2**2
        return _finite(x1 / t1 - x2 / t2, np.where(vi > 0, vi, np.nan))


def _rates(
    events1: ArrayLike,
    time1: ArrayLike,
    events2: ArrayLike,
    time2: ArrayLike,
    zero_cells: str,
    *,
    both_zero: bool,
) -> tuple[Array, Array, Array, Array]:
    """Return events and person-time after the rule for no events; NaN for what is left out or impossible."""
    if zero_cells not in ZERO_CELLS:
        raise UnknownName.among("rule for empty cells", zero_cells, ZERO_CELLS)
    x1, t1, x2, t2 = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (events1, time1, events2, time2))
    )
    usable = (x1 >= 0) & (x2 >= 0) & (t1 > 0) & (t2 > 0)
    if not both_zero:
        usable &= (x1 > 0) | (x2 > 0)
    empty = (x1 == 0) | (x2 == 0)
    added = 0.5 * {"only0": empty, "all": np.ones_like(empty), "none": np.zeros_like(empty)}[zero_cells]
    first, second = (np.where(usable, x + added, np.nan) for x in (x1, x2))
    return first, t1, second, t2


def odds_ratio(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, zero_cells: str = "only0"
) -> Estimates:
    """Return the log odds ratio and the sum of the reciprocal cells (Woolf).

    NaN where no-one or everyone in both groups had the event: such a trial says nothing about a ratio
    (Handbook 10.4.4.2).

    References
    ----------
    Woolf B (1955), doi:10.1111/j.1469-1809.1955.tb01348.x.
    """
    a, b, c, d = _cells(events1, n1, events2, n2, zero_cells, double_zero=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _finite(np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def risk_ratio(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, zero_cells: str = "only0"
) -> Estimates:
    """Return the log risk ratio and its variance 1/a - 1/n1 + 1/c - 1/n2; NaN as in `odds_ratio`.

    References
    ----------
    Katz et al. (1978), doi:10.2307/2530610.
    """
    a, b, c, d = _cells(events1, n1, events2, n2, zero_cells, double_zero=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        yi = np.log((a / (a + b)) / (c / (c + d)))
        return _finite(yi, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def risk_difference(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, zero_cells: str = "only0"
) -> Estimates:
    """Return p1 - p2 and p1(1-p1)/n1 + p2(1-p2)/n2; double-zero trials are kept, corrected by the rule.

    NaN where the variance is zero (a double-zero trial under the rule ``none``).
    """
    a, b, c, d = _cells(events1, n1, events2, n2, zero_cells, double_zero=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = a + b, c + d
        vi = a * b / first**3 + c * d / second**3
        return _finite(a / first - c / second, np.where(vi > 0, vi, np.nan))


def is_double_zero(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike
) -> NDArray[np.bool_]:
    """Return where no-one, or everyone, in both groups had the event."""
    a, first, c, second = (np.asarray(x, dtype=float) for x in (events1, n1, events2, n2))
    return np.asarray(((a == 0) & (c == 0)) | ((a == first) & (c == second)))


def _groups(*given: ArrayLike) -> tuple[tuple[Array, Array], tuple[Array, Array], tuple[Array, Array]]:
    """Return means, SDs and sizes of both groups; SDs and sizes are NaN where they cannot be used."""
    m1, sd1, n1, m2, sd2, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in given))
    usable = (sd1 > 0) & (sd2 > 0) & (n1 >= 2) & (n2 >= 2)
    sd1, n1, sd2, n2 = (np.where(usable, x, np.nan) for x in (sd1, n1, sd2, n2))
    return (m1, m2), (sd1, sd2), (n1, n2)


def _cells(
    events1: ArrayLike,
    n1: ArrayLike,
    events2: ArrayLike,
    n2: ArrayLike,
    zero_cells: str,
    double_zero: bool,
) -> tuple[Array, Array, Array, Array]:
    """Return the four cells after the rule for empty ones; NaN for tables left out or impossible."""
    if zero_cells not in ZERO_CELLS:
        raise UnknownName.among("rule for empty cells", zero_cells, ZERO_CELLS)
    a, first, c, second = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (events1, n1, events2, n2))
    )
    cells = np.stack([a, first - a, c, second - c])
    possible = (cells >= 0).all(axis=0) & (first > 0) & (second > 0)
    if not double_zero:
        possible &= ~is_double_zero(a, first, c, second)
    cells = np.where(possible, cells, np.nan)
    empty = (cells == 0).any(axis=0)
    where = {
        "only0": empty,
        "all": np.full_like(empty, True),
        "none": np.full_like(empty, False),
    }[zero_cells]
    corrected = cells + 0.5 * where
    return corrected[0], corrected[1], corrected[2], corrected[3]


def _finite(yi: Array, vi: Array) -> Estimates:
    usable = np.isfinite(yi) & np.isfinite(vi)
    return Estimates(np.where(usable, yi, np.nan), np.where(usable, vi, np.nan))
