"""Quantile estimation against scipy's own distributions, and against R's fits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from curate.effects.convert.quantiles import from_quantiles

from .formula_values import FIVE
from .r_values import column
from .test_conversions_reference import loaded

FAMILIES = {
    "normal": lambda a, b: stats.norm(a, np.exp(b)),
    "log-normal": lambda a, b: stats.lognorm(np.exp(b), scale=np.exp(a)),
    "gamma": lambda a, b: stats.gamma(np.exp(a), scale=np.exp(b)),
    "weibull": lambda a, b: stats.weibull_min(np.exp(a), scale=np.exp(b)),
}

FARTHER_IN_R = {0, 10}
"""Rows for which R's fit has more than the least squares: another family, or an end of its search."""


def searched(values: np.ndarray, p: np.ndarray) -> float:
    """Return the least sum of squares that a plain search finds, over all families and several starts."""
    best = np.inf
    for make in FAMILIES.values():
        for start in ([0.0, 0.0], [1.0, 1.0], [values.mean(), np.log(np.ptp(values) / 3)]):

            def squares(x: np.ndarray, make: object = make) -> float:
                with np.errstate(all="ignore"):
                    found = float(((make(*np.clip(x, -50, 100)).ppf(p) - values) ** 2).sum())  # type: ignore[operator]
                return found if np.isfinite(found) else 1e300

            found = optimize.minimize(squares, start, method="Nelder-Mead", options={"maxiter": 4000})
            best = min(best, float(found.fun))
    return best


@pytest.mark.parametrize(
    "five",
    [
        (2, np.nan, 12, np.nan, 25, 50),
        (np.nan, 12, 18, 25, np.nan, 50),
        (0.1, 0.9, 1.7, 3.6, 22, 1000),
        (3, 3, 4, 6, 6, 17),
        (18, 31, 40, 52, 75, 33),
    ],
)
def test_no_search_finds_a_closer_distribution(five: tuple[float, ...]) -> None:
    found = from_quantiles(*five)
    n = five[-1]
    values = np.array(five[:5], dtype=float)
    there = np.isfinite(values)
    p = np.array([1 / n, 0.25, 0.5, 0.75, 1 - 1 / n])[there]
    assert float(found.squares) <= searched(values[there], p) * (1 + 1e-9)


def test_the_quantiles_of_a_distribution_give_it_back() -> None:
    n = 200
    p = [1 / n, 0.25, 0.5, 0.75, 1 - 1 / n]
    for family, truth in (
        ("normal", stats.norm(-3, 2)),
        ("log-normal", stats.lognorm(0.7, scale=4)),
        ("gamma", stats.gamma(2.5, scale=3)),
        ("weibull", stats.weibull_min(1.4, scale=10)),
        ("beta", stats.beta(2, 5)),
    ):
        found = from_quantiles(*truth.ppf(p), n)
        assert str(found.family) == family
        # shape to the root of the step's rounding error
        assert float(found.mean) == pytest.approx(truth.mean(), rel=1e-7)
        assert float(found.sd) == pytest.approx(truth.std(), rel=1e-6)


def test_beside_r() -> None:
    content = loaded("conversions")
    found = from_quantiles(*(column(content["fivenum_input"][name]) for name in FIVE))
    for row, theirs in enumerate(content["fivenum__qe__notest__norm"]):
        if (
            row not in FARTHER_IN_R
        ):  # R stops at a relative change of 1e-8 of the squares, 1e-4 of the shape
            assert found.mean[row] == pytest.approx(theirs["mean"], rel=1e-4)
            assert found.sd[row] == pytest.approx(theirs["sd"], rel=5e-4)


def test_too_few_numbers_or_none_in_order_give_nan() -> None:
    few = from_quantiles([np.nan, 5], [np.nan, 4], [3, 3], [np.nan, 2], [9, 1], [20, 20])
    assert np.isnan(few.mean).all()
    assert np.isnan(few.sd).all()
