"""Conversions: what is undefined, what is refused, and what undoes what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from curate.effects.convert import (
    clusters,
    groups,
    medians,
    pairs,
    pvalues,
    ratios,
    scales,
    shared,
    spread,
    standardised,
    survival,
    tables,
)
from curate.effects.measures import Estimates
from curate.errors import Refused


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (spread.sd_from_se, (-1, 20)),
        (spread.sd_from_ci, (3, 5, 1, 95)),  # no degree of freedom
        (spread.sd_from_ci, (5, 3, 20, 95)),  # limits swapped
        (spread.sd_from_ci, (3, 5, 20, 100)),
        (spread.se_from_difference_ci, (0, 1, 1, 1, 95)),
        (spread.se_from_t, (2.0, 0)),
        (spread.se_from_t, (0, 2.0)),  # no difference says nothing of its error
        (spread.se_from_f, (2.0, -1)),
        (spread.se_from_p, (2.0, 0, 20)),
        (spread.se_from_p, (2.0, 1, 20)),
        (spread.sd_from_iqr, (5, 3)),
        (spread.sd_of_share, (1.2, 20)),
        (pairs.change_sd, (3, 4, 1.2)),
        (pairs.change_correlation, (0, 4, 2)),
        (clusters.design_effect, (0.5, 0.1)),
        (clusters.design_effect, (20, -0.1)),
        (clusters.effective, (100, 0.9)),
        (scales.reversed_mean, (70, 0, 60)),
        (ratios.risk_ratio_from_odds_ratio, (-1, 0.2)),
        (ratios.odds_ratio_from_risk_ratio, (6, 0.2)),  # a risk of 120%
        (ratios.number_needed_to_treat, (0,)),
        (ratios.altman_bland_z, (0,)),
        (survival.variance_from_events, (0,)),
        (survival.variance_from_events_by_arm, (3, 0)),
        (standardised.d_from_r, (1,)),
        (standardised.d_from_f, (4, 20, 20, 0)),  # no sign
        (standardised.r_from_chi2, (30, 20, 1)),
        (shared.covariance_of_risk_ratios, (0, 20)),
        (groups.total_from_percent, (3, 3, 0)),  # 86 to 120 people
        (pvalues.p_from_t, (2, 0)),
    ],
)
def test_what_is_not_defined_is_nan(function: Callable[..., Any], given: tuple[float, ...]) -> None:
    assert np.isnan(function(*given))


def test_pairs_of_estimates_are_both_nan() -> None:
    found: tuple[Estimates, ...] = (
        ratios.log_ratio_from_p(1.0, 0.5),
        pairs.crossover_smd(3, 1, 2, 1, 20, 1),
        pairs.paired_mean_difference(3, 0, 20),
    )
    assert all(np.isnan(each.yi) and np.isnan(each.vi) for each in found)


def test_arrays_keep_their_places() -> None:
    sd = spread.sd_from_ci([30.0, np.nan, 30.0], [34.0, 34.0, 29.0], 25, [[95], [90]])
    assert sd.shape == (2, 3)
    assert np.isfinite(sd[:, 0]).all()
    assert np.isnan(sd[:, 1:]).all()
    moments = medians.from_quartiles([12, 25], [18, 18], [25, 12], 50)
    assert np.isfinite(moments.mean[0])
    assert np.isnan(moments.mean[1])
    assert np.isnan(moments.sd[1])


def test_a_bound_is_no_p_value() -> None:
    assert spread.exact_p(0.03) == 0.03
    with pytest.raises(Refused, match=r"p < 0.05 is a bound"):
        spread.exact_p(0.05, "<")
    with pytest.raises(Refused, match="rounded"):
        spread.exact_p(0.0)


def test_an_icc_has_a_source() -> None:
    assert clusters.ICC.of(0.02, "Health Services Research Unit, Aberdeen").value == 0.02
    with pytest.raises(Refused, match="source"):
        clusters.ICC.of(0.02, " ")
    with pytest.raises(Refused, match="no intracluster correlation"):
        clusters.ICC.of(2, "a guess")


def test_cluster_sizes_give_mean_and_variation() -> None:
    size, cv = clusters.size_and_variation([10, 20, 30])
    assert (size, cv) == (20, 0.5)
    assert float(clusters.design_effect(size, 0.1, cv)) == pytest.approx(
        1 + (1.25 * 20 - 1) * 0.1, rel=1e-15
    )
    assert float(clusters.design_effect(1, 0.3)) == 1


def test_three_sds_that_cannot_be_right_show_it() -> None:
    assert bool(pairs.is_correlation(pairs.change_correlation(6.4, 7.1, 4.5)))
    typed_se = pairs.change_correlation(6.4, 7.1, 0.45)
    assert not bool(pairs.is_correlation(typed_se))
    assert float(typed_se) > 1


def people(seed: int, n: int, r: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    random = np.random.default_rng(seed)
    one = random.normal(20, 5, n)
    return one, r * one + random.normal(0, 4, n)


def test_a_paired_analysis_is_that_of_the_people() -> None:
    one, two = people(1, 30, 0.6)
    r = float(np.corrcoef(one, two)[0, 1])
    differences = one - two
    found = pairs.crossover_mean_difference(
        one.mean(), one.std(ddof=1), two.mean(), two.std(ddof=1), 30, r
    )
    assert float(found.yi) == pytest.approx(differences.mean(), rel=1e-12)
    assert float(found.vi) == pytest.approx(differences.var(ddof=1) / 30, rel=1e-12)
    back = pairs.change_correlation(one.std(ddof=1), two.std(ddof=1), differences.std(ddof=1))
    assert float(back) == pytest.approx(r, rel=1e-12)


def test_the_sd_of_people_from_a_test_of_two_groups() -> None:
    one, _ = people(2, 25, 0)
    two = people(3, 18, 0)[0] - 3
    pooled = np.sqrt((24 * one.var(ddof=1) + 17 * two.var(ddof=1)) / 41)
    md = one.mean() - two.mean()
    t = md / (pooled * np.sqrt(1 / 25 + 1 / 18))
    p = pvalues.p_from_t(t, 41)
    for se in (spread.se_from_t(md, t), spread.se_from_f(md, t**2), spread.se_from_p(md, p, 41)):
        assert float(spread.sd_from_difference_se(se, 25, 18)) == pytest.approx(pooled, rel=1e-12)
    assert float(standardised.d_from_p(p, 25, 18, np.sign(md))) == pytest.approx(md / pooled, rel=1e-12)
    r = standardised.r_from_t(t, 41)
    everyone, group = np.concatenate([one, two]), np.repeat([1, 0], [25, 18])
    assert float(r) == pytest.approx(np.corrcoef(everyone, group)[0, 1], rel=1e-12)
    assert float(standardised.d_from_point_biserial(r, 25, 18)) == pytest.approx(md / pooled, rel=1e-12)
    slope = standardised.d_from_slope(md, everyone.std(ddof=1), 25, 18)
    assert float(slope) == pytest.approx(md / pooled, rel=1e-12)


def test_combined_groups_over_many_studies_at_once() -> None:
    whole = groups.combine([[10.0, 1], [12.0, 2]], [[3.0, 1], [4.0, 1]], [[27, 5], [31, 0]])
    assert whole.n.tolist() == [58, 5]
    assert whole.mean[1] == 1  # an empty arm adds nothing
    assert whole.sd[1] == 1


def test_a_shared_control_is_split_for_each_comparison() -> None:
    n, events = groups.split_control(60, 3, 12)
    assert (float(n), float(events)) == (20, 4)


def test_people_behind_a_percentage_when_only_one_number_fits() -> None:
    assert groups.events_from_percents([66.7, 17], [1, 0], [15, 151]).tolist() == pytest.approx(
        [10, np.nan], nan_ok=True
    )
    assert float(groups.total_from_percent(3, 33, 0)) == 9


def test_odds_and_risks_undo_each_other() -> None:
    ratio = np.array([0.4, 1.0, 2.5])
    risk = 0.2
    risks = ratios.risk_ratio_from_odds_ratio(ratio, risk)
    np.testing.assert_allclose(ratios.odds_ratio_from_risk_ratio(risks, risk), ratio, rtol=1e-14)
    assert float(risks[1]) == 1


def test_tables_have_the_measure_they_were_made_from() -> None:
    a, b, c, d = tables.table_from_odds_ratio([0.3, 1, 4.18, 60], 200, 80, 60, whole=False)
    np.testing.assert_allclose(a * d / (b * c), [0.3, 1, 4.18, 60], rtol=1e-11)
    a, b, c, d = tables.table_from_chi2(12.5, 120, 60, 40, [1, -1], yates=False, whole=False)
    chi2 = 120 * (a * d - b * c) ** 2 / (60 * 60 * 40 * 80)
    np.testing.assert_allclose(chi2, 12.5, rtol=1e-13)
    assert (a > c).tolist() == [True, False]
    assert np.isnan(tables.table_from_phi(0.99, 100, 50, 10).a)  # more events than there are


def test_scales_end_where_they_should() -> None:
    assert float(scales.reversed_mean(12, 0, 60)) == 48
    mean, sd = scales.rescaled(5, 2, 0, 10, 0, 100)
    assert (float(mean), float(sd)) == (50, 20)
    found = scales.points_from_smd(-0.5, 0.04, 9)
    assert (float(found.yi), float(found.vi)) == (-4.5, pytest.approx(0.04 * 81, rel=1e-15))
    longer = scales.rescaled_difference(1.5, 0.25, 10, 100)
    assert (float(longer.yi), float(longer.vi)) == (15, 25)


def test_the_covariance_of_a_shared_control_is_its_error() -> None:
    """Two differences in means from one control: sd²/n of it, the pooled SD being 1."""
    n, v = 20.0, 1 / 20 + 1 / 20
    both = shared.covariance_matrix([v, v], [1, 1], ["a", "b"], ["c", "c"], [n, n], [n, n])
    assert both[0, 1] == pytest.approx(float(shared.covariance_of_mean_differences(1, n)), rel=1e-14)


def test_skewed_numbers_are_told_from_symmetrical_ones() -> None:
    test = medians.skewness_of_quartiles([12, 1], [18, 1.5], [25, 9], [50, 50])
    assert test.skewed.tolist() == [False, True]
    assert not medians.skewness_of_quartiles(1, 1.5, 9, 4).skewed  # too few people to test
