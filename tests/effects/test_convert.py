"""Conversions against the Handbook's worked examples, and against raw data."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from curate.effects import convert
from curate.effects.convert import Group
from curate.effects.counts import odds_ratio


def test_sd_from_the_interval_of_a_mean_undoes_the_interval() -> None:
    data = np.array([3.0, 5.0, 6.0, 9.0, 14.0])
    low, high = stats.t.interval(0.9, 4, loc=data.mean(), scale=stats.sem(data))
    # one division and one root apart: a few roundings
    assert convert.sd_from_ci(low, high, 5, 90) == pytest.approx(data.std(ddof=1), rel=1e-13)


def test_sd_from_se_undoes_the_standard_error() -> None:
    data = np.array([3.0, 5.0, 6.0, 9.0, 14.0])
    assert convert.sd_from_se(stats.sem(data), 5) == pytest.approx(data.std(ddof=1), rel=1e-15)


def test_se_of_a_difference_is_that_of_the_t_test() -> None:
    one, two = np.array([1.0, 4.0, 4.0, 7.0, 9.0]), np.array([2.0, 2.0, 3.0, 8.0])
    test = stats.ttest_ind(one, two)
    interval = test.confidence_interval(0.95)
    expected = (one.mean() - two.mean()) / test.statistic
    assert convert.se_from_difference_ci(interval.low, interval.high, 5, 4, 95) == pytest.approx(
        expected, rel=1e-12
    )


def test_se_of_a_ratio_from_its_logarithms() -> None:
    yi, vi = odds_ratio(7, 40, 12, 38)
    low, high = stats.norm.interval(0.99, loc=yi, scale=np.sqrt(vi))
    assert convert.se_from_normal_ci(low, high, 99) == pytest.approx(float(np.sqrt(vi)), rel=1e-13)


def test_combined_arms_are_the_people_of_all_arms() -> None:
    arms = [np.array([1.0, 4.0, 6.0]), np.array([2.0, 9.0]), np.array([5.0, 5.0, 8.0, 11.0])]
    everyone = np.concatenate(arms)
    whole = convert.combine_arms([Group(arm.mean(), arm.std(ddof=1), len(arm)) for arm in arms])
    assert whole.n == 9
    assert whole.mean == pytest.approx(everyone.mean(), rel=1e-14)
    assert whole.sd == pytest.approx(everyone.std(ddof=1), rel=1e-14)


@pytest.mark.parametrize(
    ("percent", "decimals", "n", "events"),
    [
        (67, 0, 15, 10),
        (20, 0, 15, 3),
        (66.7, 1, 15, 10),
        (0, 0, 20, 0),
        (100, 0, 20, 20),
        (17, 0, 151, None),  # 25 and 26 of 151 both print as 17
        (50, 0, 15, None),  # no number of 15 people prints as 50
        (12.5, 1, 8, 1),
    ],
)
def test_events_from_percent_only_when_one_number_fits(
    percent: float, decimals: int, n: int, events: int | None
) -> None:
    assert convert.events_from_percent(percent, decimals, n) == events


def test_every_count_comes_back_from_its_exact_percentage() -> None:
    for n in range(1, 60):
        for events in range(n + 1):
            percent = round(100 * events / n, 2)
            assert convert.events_from_percent(percent, 2, n) == events
