"""Effect measures from the means and SDs of two groups, over any number of studies at once.

Every function takes arrays (or numbers) of one shape, one entry per study; 1 is the experimental and 2
the control side. It returns `Estimates`: yi on the analysis scale (log for ratios) and its sampling
variance vi. Where a measure is not defined (an SD of zero, a group of one) both are NaN: nothing is
dropped, so that rows keep their places.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    "AV": "LS with the mean of g over all studies, weighted by N, in place of each study's own",
    "H0": "J² m/(m-2) (1/n1 + 1/n2), m = N-2: that of g where there is no effect",
    "metapsy": "1/n1 + 1/n2 + d²/(2N)",
    "revman": "1/n1 + 1/n2 + g²/(2(N - 3.94))",
}
"""Names of the variances of a standardised mean difference. d is without, g with the factor J."""

CORRECTIONS = {
    "exact": "J(m) = Γ(m/2) / (√(m/2) Γ((m-1)/2)), m = N-2: Hedges' g",
    "approximate": "1 - 3/(4N - 9): Hedges' g as Review Manager has it",
    "none": "1: Cohen's d",
}
"""Names of the factor that takes the bias of small samples out of a standardised mean difference."""

GLASS_VARIANCES = {
    "LS": "1/n1 + 1/n2 + g²/(2 n2)",
    "UB": "1/n1 + 1/n2 + g² (1 - (m-2)/(m J²)), m = n2-1",
}
"""Names of the variances of Glass's delta, g being delta with the factor J(n2 - 1)."""

MD_VARIANCES = {
    "LS": "sd1²/n1 + sd2²/n2",
    "HO": "sd² (1/n1 + 1/n2), sd pooled over both groups",
}
"""Names of the variances of a mean difference."""

ROM_VARIANCES = {
    "LS": "c1 + c2, c = sd²/(n m²)",
    "LS2": "LS + (c1² + c2²)/2",
    "HO": "sd² (1/(n1 m1²) + 1/(n2 m2²)), sd pooled over both groups",
    "AV": "LS with each group's mean of sd/m over all studies, weighted by n, in place of each study's own",
    "AVHO": "LS with one mean of sd/m over both groups of all studies, weighted by n",
}
"""Names of the variances of a log ratio of means."""

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
    m1: ArrayLike,
    sd1: ArrayLike,
    n1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n2: ArrayLike,
    variance: str = "LS",
) -> Estimates:
    """Return m1 - m2 in the unit of the scale, and a variance of `MD_VARIANCES`.

    NaN where an SD is not positive or a group has fewer than two people.

    References
    ----------
    Cochrane Handbook 6.5.1.1; Deeks & Higgins (2010), Statistical algorithms in Review Manager 5.

    Raises
    ------
    UnknownName
        For another variance.
    """
    known("variance of an MD", variance, MD_VARIANCES)
    means, sds, ns = _groups(m1, sd1, n1, m2, sd2, n2)
    if variance == "HO":
        vi = _pooled_variance(sds, ns) * (1 / ns[0] + 1 / ns[1])
    else:
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
    correction: str = "exact",
) -> Estimates:
    """Return Hedges' g = J (m1 - m2)/sd, sd pooled over both groups.

    Parameters
    ----------
    variance
        A name of `SMD_VARIANCES`; its g is what is returned, so that ``LS`` of Cohen's d has d.
    correction
        A name of `CORRECTIONS`.

    References
    ----------
    g and J: Hedges (1981), doi:10.3102/10769986006002107. LS: Hedges (1982),
    doi:10.1037/0033-2909.92.2.490. UB: Hedges (1983), doi:10.1037/0033-2909.93.2.388. LS2: Borenstein et
    al. (2009), Introduction to Meta-Analysis, chapter 4, doi:10.1002/9780470743386. AV: Hunter & Schmidt (2004),
    as for correlations. revman: Deeks & Higgins (2010), Statistical algorithms in Review Manager 5.

    Raises
    ------
    UnknownName
        For another variance or correction.
    """
    known("variance of an SMD", variance, SMD_VARIANCES)
    known("correction of an SMD", correction, CORRECTIONS)
    means, sds, (a, b) = _groups(m1, sd1, n1, m2, sd2, n2)
    return standardised(
        (means[0] - means[1]) / np.sqrt(_pooled_variance(sds, (a, b))), a, b, variance, correction
    )


def standardised(
    d: ArrayLike, n1: ArrayLike, n2: ArrayLike, variance: str = "LS", correction: str = "exact"
) -> Estimates:
    """Return Hedges' g of Cohen's d, for `standardised_mean_difference` and for a d from a test (see there)."""
    d, a, b = (np.asarray(x, dtype=float) for x in (d, n1, n2))
    total, df = a + b, a + b - 2
    exact = small_sample_factor(df)
    j = {"exact": exact, "approximate": 1 - 3 / (4 * total - 9), "none": np.ones_like(exact)}[correction]
    g = j * d
    from_sizes = 1 / a + 1 / b
    if variance == "H0":
        freedom = np.where(df > 2, df, np.nan)
        return finite(g, exact**2 * freedom / (freedom - 2) * from_sizes)
    if variance == "LS2":
        return Estimates(g, j**2 * (from_sizes + d**2 / (2 * total)))
    squared = {"AV": mean_over_studies(g, total) ** 2, "metapsy": d**2}.get(variance, g**2)
    factor = {
        "revman": 1 / (2 * (total - 3.94)),
        "UB": 1 - (df - 2) / (df * exact**2),
    }.get(variance, 1 / (2 * total))
    return Estimates(g, from_sizes + factor * squared + 0 * g)


def glass_delta(
    m1: ArrayLike,
    sd1: ArrayLike,
    n1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n2: ArrayLike,
    variance: str = "LS",
    correction: str = "exact",
) -> Estimates:
    """Return J(n2 - 1) (m1 - m2)/sd2: the difference in SDs of the control group, where treatment changes the SD.

    Parameters
    ----------
    variance
        A name of `GLASS_VARIANCES`; both take the SDs of the groups to be alike.
    correction
        ``exact`` or ``none``.

    References
    ----------
    Glass (1976), doi:10.3102/0013189X005010003; variance: Hedges (1981), doi:10.3102/10769986006002107.

    Raises
    ------
    UnknownName
        For another variance or correction.
    """
    known("variance of Glass's delta", variance, GLASS_VARIANCES)
    known("correction of Glass's delta", correction, ("exact", "none"))
    means, sds, (a, b) = _groups(m1, sd1, n1, m2, sd2, n2)
    exact = small_sample_factor(b - 1)
    g = (exact if correction == "exact" else 1.0) * (means[0] - means[1]) / sds[1]
    factor = 1 - (b - 3) / ((b - 1) * exact**2) if variance == "UB" else 1 / (2 * b)
    return finite(g, 1 / a + 1 / b + factor * g**2)


def ratio_of_means(
    m1: ArrayLike,
    sd1: ArrayLike,
    n1: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    n2: ArrayLike,
    variance: str = "LS",
    *,
    corrected: bool = True,
) -> Estimates:
    """Return log(m1/m2) and a variance of `ROM_VARIANCES`; corrected by (c1 - c2)/2 for its bias in small groups.

    NaN as in `mean_difference`, and where the means are zero or of opposite sign: there is no such ratio then.

    References
    ----------
    Hedges, Gurevitch & Curtis (1999), doi:10.1890/0012-9658(1999)080[1150:TMAORR]2.0.CO;2. Correction and LS2:
    Lajeunesse (2015), doi:10.1890/14-2402.1. AV: Nakagawa et al. (2023), doi:10.1111/ele.14144.

    Raises
    ------
    UnknownName
        For another variance.
    """
    known("variance of an ROM", variance, ROM_VARIANCES)
    means, sds, ns = _groups(m1, sd1, n1, m2, sd2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_ratio = np.log(means[0] / means[1])
        one, two = (sd / mean for sd, mean in zip(sds, means, strict=True))
        c1, c2 = one**2 / ns[0], two**2 / ns[1]
        if variance == "HO":
            pooled = _pooled_variance(sds, ns)
            vi = pooled * (1 / (ns[0] * means[0] ** 2) + 1 / (ns[1] * means[1] ** 2))
        elif variance == "AV":
            vi = mean_over_studies(one, ns[0]) ** 2 / ns[0] + mean_over_studies(two, ns[1]) ** 2 / ns[1]
        elif variance == "AVHO":
            both = mean_over_studies(np.stack([one, two]), np.stack(ns))
            vi = both**2 * (1 / ns[0] + 1 / ns[1])
        else:
            vi = c1 + c2 + ((c1**2 + c2**2) / 2 if variance == "LS2" else 0.0)
        return finite(log_ratio + ((c1 - c2) / 2 if corrected else 0.0), vi)


def known(what: str, name: str, names: Iterable[str]) -> None:
    """Refuse a `name` that is not one of `names`."""
    if name not in names:
        raise UnknownName.among(what, name, names)


def _pooled_variance(sds: tuple[Array, Array], ns: tuple[Array, Array]) -> Array:
    squares = (ns[0] - 1) * sds[0] ** 2 + (ns[1] - 1) * sds[1] ** 2
    return np.asarray(squares / (ns[0] + ns[1] - 2))


def mean_over_studies(values: Array, sizes: Array) -> Array:
    """Return the mean of all values that there are, weighted by `sizes`; one number."""
    there = np.isfinite(values) & np.isfinite(sizes)
    if not there.any():
        return np.asarray(np.nan)
    return np.asarray(np.average(values[there], weights=sizes[there]))


def _groups(*given: ArrayLike) -> tuple[tuple[Array, Array], tuple[Array, Array], tuple[Array, Array]]:
    """Return means, SDs and sizes of both groups; SDs and sizes are NaN where they cannot be used."""
    m1, sd1, n1, m2, sd2, n2 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in given))
    usable = (sd1 > 0) & (sd2 > 0) & (n1 >= 2) & (n2 >= 2)
    sd1, n1, sd2, n2 = (np.where(usable, x, np.nan) for x in (sd1, n1, sd2, n2))
    return (m1, m2), (sd1, sd2), (n1, n2)


def finite(yi: Array, vi: Array) -> Estimates:
    """Return the two, both NaN where either is not finite."""
    usable = np.isfinite(yi) & np.isfinite(vi)
    return Estimates(np.where(usable, yi, np.nan), np.where(usable, vi, np.nan))
