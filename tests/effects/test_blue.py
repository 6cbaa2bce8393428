"""The best linear unbiased estimates beside R's, exact order statistics and samples."""

from __future__ import annotations

import json
from math import comb

import numpy as np
import pytest
from scipy import integrate, stats

from curate.effects.convert.blue import from_linear, order_statistics

from .r_values import column
from .test_conversions_reference import REFERENCE

NAN = np.nan


def test_it_agrees_with_r_where_quartiles_have_whole_ranks() -> None:
    path = REFERENCE / "conversions.json"
    if not path.is_file():
        pytest.skip("needs ../shared/reference beside the checkout")
    content = json.loads(path.read_text())
    given = {name: column(values) for name, values in content["fivenum_input"].items()}
    made = from_linear(*(given[name] for name in ("min", "q1", "median", "q3", "max", "n")))
    theirs = content["fivenum__blue__notest__norm"]
    whole = np.flatnonzero(given["n"] % 4 == 1)  # R's ranks lean to one side in other samples
    assert len(whole) >= 6
    for place in whole.tolist():
        assert made.mean[place] == pytest.approx(theirs[place]["mean"], rel=1e-11)
        assert made.sd[place] == pytest.approx(theirs[place]["sd"], rel=1e-11)


def exact_expectation(rank: int, n: int) -> float:
    """The expected order statistic of a standard normal sample, by integration."""

    def moment(x: float) -> float:
        below, above = stats.norm.cdf(x) ** (rank - 1), stats.norm.sf(x) ** (n - rank)
        return float(x * rank * comb(n, rank) * below * above * stats.norm.pdf(x))

    return float(integrate.quad(moment, -9, 9, points=[float(stats.norm.ppf(rank / (n + 1)))])[0])


@pytest.mark.parametrize("n", [9, 25, 101])
def test_the_series_is_close_to_the_order_statistics(n: int) -> None:
    expected, covariance = order_statistics(n)
    exact = [exact_expectation(rank, n) for rank in (1, (n + 3) // 4, (n + 1) // 2, (3 * n + 1) // 4, n)]
    assert expected == pytest.approx(exact, abs=4e-3)
    assert np.linalg.eigvalsh(covariance).min() > 0
    assert covariance == pytest.approx(covariance.T)
    assert covariance[2, 2] == pytest.approx(np.pi / 2 / n, rel=1.5 / n**0.5)


@pytest.mark.parametrize("kept", [(0, 2, 4), (1, 2, 3), (0, 1, 2, 3, 4)])
def test_samples_give_their_mean_and_sd_without_bias(kept: tuple[int, ...]) -> None:
    n, many = 25, 40_000
    samples = np.sort(np.random.default_rng(3).normal(10, 2, (many, n)), axis=1)
    five = samples[:, [0, 6, 12, 18, 24]].T
    given = [five[place] if place in kept else np.full(many, NAN) for place in range(5)]
    made = from_linear(*given, n)
    error = 4 / many**0.5  # four standard errors, in SDs of each estimate
    assert made.mean.mean() == pytest.approx(10, abs=error * made.mean.std())
    assert made.sd.mean() == pytest.approx(2, abs=error * made.sd.std() + 2e-3 * 2)


def test_it_is_as_precise_as_luo_and_wan_or_more() -> None:
    from curate.effects.convert.medians import from_five

    n, many = 81, 20_000
    samples = np.sort(np.random.default_rng(5).normal(size=(many, n)), axis=1)
    five = samples[:, [0, 20, 40, 60, 80]].T
    mine, luo = from_linear(*five, n), from_five(*five, n)
    assert mine.mean.var() < luo.mean.var() * 1.01
    assert mine.sd.var() < luo.sd.var() * 1.01


def test_what_is_not_determined() -> None:
    assert np.isnan(from_linear(3, NAN, 2, NAN, 5, 25).mean)  # not in order
    assert np.isnan(from_linear(5, NAN, NAN, NAN, 3, 25).mean)  # no median
    assert np.isnan(from_linear(1, NAN, 2, NAN, NAN, 25).mean)  # no pair
    assert np.isnan(from_linear(1, NAN, 2, NAN, 3, 4).mean)  # too small
    both = from_linear([1, NAN], [NAN, 1], [2, 2], [NAN, 3], [3, NAN], [25, 25])
    assert both.mean == pytest.approx([2, 2])
    assert both.sd[0] < both.sd[1]
    shifted = from_linear(*(10 + 3 * np.array([0, 1, 2, 3, 5.0])), 45)
    plain = from_linear(0, 1, 2, 3, 5.0, 45)
    assert shifted.mean == pytest.approx(10 + 3 * plain.mean)
    assert shifted.sd == pytest.approx(3 * plain.sd)
