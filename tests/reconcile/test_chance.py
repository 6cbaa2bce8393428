"""Published values of agreement beyond chance, of paired effects, and of the appendix coefficients."""

from __future__ import annotations

import numpy as np
import pytest

from curate.reconcile.chance import chance_corrected, cross_table
from curate.reconcile.concordance import bland_altman, ccc, icc, share_within


@pytest.mark.parametrize(
    ("table", "kappa", "ac1", "pabak"),
    [
        ([[118, 5], [2, 0]], -0.0234, 0.9408, 0.888),
        ([[90, 5], [4, 1]], 0.135, 0.900, 0.82),
    ],
)
def test_kappa_comes_with_ac1(table: list[list[int]], kappa: float, ac1: float, pabak: float) -> None:
    found = chance_corrected(table)
    # to the digits published
    assert found.kappa == pytest.approx(kappa, abs=5e-4)
    assert found.ac1 == pytest.approx(ac1, abs=5e-4)
    assert found.pabak == pytest.approx(pabak, abs=5e-4)


def test_kappa_of_three_categories() -> None:
    # Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, table 18.1: kappa 0.68
    found = chance_corrected([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert found.kappa == pytest.approx(0.68, abs=0.005)
    assert found.n == 100
    assert found.prevalence == pytest.approx(0.80)


def test_one_category_in_use_has_no_kappa() -> None:
    found = chance_corrected(cross_table([("yes", "yes")] * 9, ["yes", "no"]))
    assert (found.kappa, found.ac1, found.prevalence) == (None, 1.0, 1.0)
    assert chance_corrected(cross_table([("yes", "yes")], [])).ac1 == 1.0


def test_a_cross_table_keeps_the_order_of_the_choices_and_what_else_was_answered() -> None:
    table = cross_table([("b", "a"), ("a", "a"), ("c", "a")], ["a", "b"])
    assert table.tolist() == [[1, 0, 0], [1, 0, 0], [1, 0, 0]]


@pytest.mark.parametrize("table", [[[1]], [[0, 0], [0, 0]], [[1, 2, 3], [4, 5, 6]]])
def test_no_table_of_two_readers(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="square table"):
        chance_corrected(table)


def test_intraclass_correlations_of_shrout_and_fleiss() -> None:
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    found = icc(ratings)
    assert found == pytest.approx((0.17, 0.29, 0.71), abs=0.005)
    assert icc(np.ones((4, 2))) == (None, None, None)


def test_a_coefficient_of_concordance_does_not_see_that_a_fifth_is_wrong() -> None:
    rng = np.random.default_rng(1)
    right = rng.lognormal(3, 2.5, size=200)
    wrong = right.copy()
    wrong[::5] *= rng.choice([-1, 1], size=40) * rng.uniform(0.10, 0.25, size=40) + 1
    within = share_within(right, wrong, margin=0)
    assert within is not None
    assert within.share == 0.80
    assert ccc(right, wrong) > 0.98  # type: ignore[operator]
    assert ccc(right, right) == pytest.approx(1)
    assert ccc([1, 1], [1, 1]) is None


WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_peak_flow_of_bland_and_altman() -> None:
    # Bland & Altman (1986): mean difference -2.1, SD 38.8 l/min, 95% CI of the bias -22.0 to 17.8, SE of the
    # limits 16.3. Their limits use 2 SD, ours 1.96.
    found = bland_altman(WRIGHT, MINI)
    assert found is not None
    assert (found.bias, found.sd) == pytest.approx((-2.1, 38.8), abs=0.05)
    assert found.bias_interval == pytest.approx((-22.0, 17.8), abs=0.1)
    assert found.limit_se == pytest.approx(16.3, abs=0.05)
    assert found.limits == pytest.approx((-2.1 - 1.96 * 38.8, -2.1 + 1.96 * 38.8), abs=0.1)
    assert found.means[0] == 503
    assert found.differences[0] == -18


def test_effects_within_a_tenth_of_a_standard_deviation() -> None:
    found = share_within([0.2, 0.30, -0.5, 1.0, np.nan], [0.1, 0.41, -0.4, 1.0, 0.3])
    assert found is not None
    assert (found.pairs, found.agreeing) == (4, 3)
    assert found.interval.low < 0.75 < found.interval.high
    assert share_within([np.nan], [1.0]) is None
    assert bland_altman([1.0, np.nan], [1.0, 2.0]) is None
    with pytest.raises(ValueError, match="study by study"):
        share_within([1.0], [1.0, 2.0])
