"""Meta-regression: pooled effects that depend on properties of the studies.

One analysis at a time: y and v of shape [k], X of shape [k, p], with a column of ones for an intercept. Everything runs
over residuals of a weighted least squares fit; no k × k matrix is made.

References
----------
Raudenbush (2009), The Handbook of Research Synthesis and Meta-Analysis, chapter 16; Viechtbauer et al. (2015),
doi:10.1037/met0000048; López-López et al. (2014), doi:10.1111/bmsp.12002.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtr, stdtrit

from curate.effects.measures import Array
from curate.errors import Refused, UnknownName
from curate.pool.fit import batch_of, fit

METHODS = ("REML", "ML", "DL", "PM", "EB", "HE", "HS", "HSk", "SJ", "CE")
TESTS = ("z", "t", "knha", "adhoc")


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted meta-regression.

    Attributes
    ----------
    names
        Of the columns of X, [p].
    estimate, se, ci_low, ci_high, p
        Of each coefficient, [p], on the analysis scale.
    covariance
        Of the coefficients, [p, p].
    tau2, i2
        Residual heterogeneity; I² in percent.
    r2
        Heterogeneity accounted for, percent; None without an intercept or without heterogeneity to begin with.
    qe, qe_p
        Test for residual heterogeneity on k - p df.
    qm, qm_df, qm_p
        Test of all coefficients but the intercept: χ², or F with (m, k - p) df for tests on t.
    """

    k: int
    names: tuple[str, ...]
    estimate: Array
    se: Array
    ci_low: Array
    ci_high: Array
    p: Array
    covariance: Array
    tau2: float
    i2: float
    r2: float | None
    qe: float
    qe_p: float | None
    qm: float
    qm_df: tuple[int, int | None]
    qm_p: float
    method: str
    test: str


class _Fit:
    """A weighted least squares fit at one tau²: coefficients, residuals and leverages."""

    def __init__(self, y: Array, v: Array, x: Array, tau2: float) -> None:
        self.w = 1 / (v + tau2)
        root = np.sqrt(self.w)
        self.q, self.r = np.linalg.qr(x * root[:, None])
        self.estimate = np.linalg.solve(self.r, self.q.T @ (root * y))
        self.residuals = y - x @ self.estimate
        self.leverage = (self.q**2).sum(axis=1)

    @property
    def squares(self) -> float:
        """Σ w r²."""
        return float((self.w * self.residuals**2).sum())

    @property
    def trace(self) -> float:
        """The trace of the projection P: Σ w (1 - h)."""
        return float((self.w * (1 - self.leverage)).sum())

    @property
    def covariance(self) -> Array:
        """(X'WX)⁻¹."""
        inverse = np.linalg.inv(self.r)
        return np.asarray(inverse @ inverse.T)


def regress(
    yi: ArrayLike,
    vi: ArrayLike,
    x: ArrayLike,
    names: tuple[str, ...],
    *,
    method: str = "REML",
    test: str = "knha",
    level: float = 95.0,
) -> Regression:
    """Fit a meta-regression.

    Parameters
    ----------
    x
        The model matrix, [k, p]; an intercept is a first column of ones.
    names
        Of its columns.

    Raises
    ------
    UnknownName
        For a method or a test that is not known.
    Refused
        For a variance that is not above zero, fewer studies than coefficients, or columns that depend on each other.
    """
    if method not in METHODS:
        raise UnknownName.among("method", method, METHODS)
    if test not in TESTS:
        raise UnknownName.among("test", test, TESTS)
    y, v, matrix = (np.asarray(given, dtype=float) for given in (yi, vi, x))
    k, p = matrix.shape
    batch_of(y, v)  # refuses what is no effect
    refuse_singular(matrix, names)
    tau2 = _TAU2[method](y, v, matrix)
    found, plain = _Fit(y, v, matrix, tau2), _Fit(y, v, matrix, 0.0)
    df = k - p
    factor = found.squares / df if df else np.nan
    scale = {"knha": factor, "adhoc": max(factor, 1.0)}.get(test, 1.0)
    covariance = found.covariance * scale
    se = np.sqrt(np.diag(covariance))
    on_t = test != "z"
    half = (stdtrit(df, 0.5 + level / 200) if on_t else ndtri(0.5 + level / 200)) * se
    statistic = np.abs(found.estimate / se)
    tails = 2 * (stdtr(df, -statistic) if on_t else ndtr(-statistic))
    qm, m = _omnibus(found.estimate, covariance, matrix)
    typical = df / plain.trace if df else 0.0
    i2 = 100 * tau2 / (tau2 + typical) if tau2 + typical > 0 else 0.0
    if method == "CE":
        i2 = max(0.0, 100 * (plain.squares - df) / plain.squares) if plain.squares > 0 else 0.0
    return Regression(
        k=k,
        names=names,
        estimate=found.estimate,
        se=se,
        ci_low=found.estimate - half,
        ci_high=found.estimate + half,
        p=np.asarray(tails),
        covariance=covariance,
        tau2=tau2,
        i2=i2,
        r2=_explained(y, v, matrix, method, tau2, plain.squares),
        qe=plain.squares,
        qe_p=float(chdtrc(df, plain.squares)) if df else None,
        qm=qm / m if on_t else qm,
        qm_df=(m, df if on_t else None),
        qm_p=float(fdtrc(m, df, qm / m) if on_t else chdtrc(m, qm)),
        method=method,
        test=test,
    )


def refuse_singular(x: Array, names: tuple[str, ...]) -> None:
    """Refuse a model matrix of more columns than rows, or of columns that depend on each other."""
    k, p = x.shape
    if k <= p:
        raise Refused(
            f"{k} studies cannot tell {p} coefficients", "take out a moderator, or pool without"
        )
    if np.linalg.matrix_rank(x / np.abs(x).max(axis=0)) < p:
        raise Refused(f"the columns {', '.join(names)} depend on each other", "take one of them out")


def _has_intercept(x: Array) -> bool:
    return bool((x[:, 0] == 1).all())


def _omnibus(estimate: Array, covariance: Array, x: Array) -> tuple[float, int]:
    """Return the Wald statistic of all coefficients but the intercept, and how many they are."""
    first = 1 if _has_intercept(x) and x.shape[1] > 1 else 0
    b, c = estimate[first:], covariance[first:, first:]
    return float(b @ np.linalg.solve(c, b)), len(b)


def _explained(y: Array, v: Array, x: Array, method: str, tau2: float, qe: float) -> float | None:
    """Return the heterogeneity that moderators account for, percent, never negative."""
    if not _has_intercept(x) or x.shape[1] == 1:
        return None
    k, p = x.shape
    without = fit(y, v, method=method)
    if method == "CE":
        alone = float(without.q[0]) / (k - 1)
        return max(0.0, 100 * (alone - qe / (k - p)) / alone) if alone > 0 else None
    before = float(without.tau2[0])
    return max(0.0, 100 * (before - tau2) / before) if before > 0 else None


def _closed(formula: Callable[[Array, Array, Array], float]) -> Callable[[Array, Array, Array], float]:
    return lambda y, v, x: max(0.0, formula(y, v, x))


def _dl(y: Array, v: Array, x: Array) -> float:
    plain = _Fit(y, v, x, 0.0)
    return float((plain.squares - (len(y) - x.shape[1])) / plain.trace)


def _he(y: Array, v: Array, x: Array) -> float:
    alike = _Fit(y, np.ones_like(v), x, 0.0)
    return float((alike.squares - (v * (1 - alike.leverage)).sum()) / (len(y) - x.shape[1]))


def _hs(y: Array, v: Array, x: Array) -> float:
    plain = _Fit(y, v, x, 0.0)
    return (plain.squares - len(y)) / float(plain.w.sum())


def _hsk(y: Array, v: Array, x: Array) -> float:
    plain, k = _Fit(y, v, x, 0.0), len(y)
    return float((plain.squares * k / (k - x.shape[1]) - k) / plain.w.sum())


def _sj(y: Array, v: Array, x: Array) -> float:
    crude = float(((y - y.mean()) ** 2).mean())
    return float(crude * _Fit(y, v, x, crude).squares / (len(y) - x.shape[1])) if crude else 0.0


def _pm(y: Array, v: Array, x: Array) -> float:
    df = len(y) - x.shape[1]

    def over(tau2: float) -> float:
        return float(_Fit(y, v, x, tau2).squares - df)

    if over(0.0) <= 0:
        return 0.0
    return _root(over, 0.0, _beyond(over, float(v.max())))


def _likelihood(y: Array, v: Array, x: Array, *, restricted: bool) -> float:
    """Return the tau² of the global maximum: every maximum on a fine grid is closed in, the highest is taken."""

    def slope(tau2: float) -> float:
        found = _Fit(y, v, x, tau2)
        return float((found.w**2 * found.residuals**2).sum()) - (
            found.trace if restricted else float(found.w.sum())
        )

    def height(tau2: float) -> float:
        found = _Fit(y, v, x, tau2)
        more = float(np.log(np.abs(np.diag(found.r))).sum()) if restricted else 0.0
        return float(0.5 * np.log(found.w).sum()) - more - 0.5 * found.squares

    end = 4 * (float(np.ptp(y)) ** 2 + float(v.max()))
    grid = np.concatenate([[0.0], np.geomspace(float(v.min()) * 1e-2, end, 60)])
    slopes = [slope(float(tau2)) for tau2 in grid]
    peaks = [
        _root(slope, float(low), float(high))
        for low, high, a, b in zip(grid[:-1], grid[1:], slopes[:-1], slopes[1:], strict=True)
        if a > 0 >= b
    ]
    return max([*peaks, *([0.0] if slopes[0] <= 0 else [])], key=height, default=0.0)


def _beyond(function: Callable[[float], float], start: float) -> float:
    while function(start) > 0:
        start *= 4
    return start


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(
        brentq(function, low, high, xtol=1e-300, rtol=4 * float(np.finfo(float).eps), maxiter=500)
    )


_TAU2: dict[str, Callable[[Array, Array, Array], float]] = {
    "REML": lambda y, v, x: _likelihood(y, v, x, restricted=True),
    "ML": lambda y, v, x: _likelihood(y, v, x, restricted=False),
    "DL": _closed(_dl),
    "PM": _pm,
    "EB": _pm,
    "HE": _closed(_he),
    "HS": _closed(_hs),
    "HSk": _closed(_hsk),
    "SJ": _sj,
    "CE": lambda y, v, x: 0.0,
}
