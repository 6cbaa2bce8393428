"""Measures where no reference program is needed to know the truth."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from curate.effects import counts, measures, paired
from curate.errors import UnknownName


@pytest.mark.parametrize("half", [20, 49, 50, 51, 500, 100_000])
def test_small_sample_factor_against_exact_integers(half: int) -> None:
    # Γ(z + ½)/Γ(z) = √π z C(2z, z)/4^z in whole numbers; J(m) with m = 2z + 1 is that over √(m/2).
    ratio = float(Fraction(math.comb(2 * half, half) * half, 4**half)) * math.sqrt(math.pi)
    df = 2 * half + 1
    exact = ratio / math.sqrt(df / 2)
    # below 100 df the difference of two log-gammas near 150 carries their rounding
    assert measures.small_sample_factor(df) == pytest.approx(exact, rel=1e-13, abs=0)


def test_small_sample_factor_needs_two_degrees_of_freedom() -> None:
    assert np.isnan(measures.small_sample_factor([0, 1])).all()
    assert measures.small_sample_factor(2) == pytest.approx(1 / math.sqrt(math.pi), rel=1e-15)


def test_smd_of_a_worked_example() -> None:
    """Borenstein et al. (2009), Introduction to Meta-Analysis, chapter 4: g 0.5924, variance 0.0411.

    The book takes J as 1 - 3/(4 df - 1), which at 98 df is the exact J to four digits.
    """
    g, v = measures.standardised_mean_difference(103, 5.5, 50, 100, 4.5, 50, variance="LS2")
    assert round(float(g), 4) == 0.5924
    assert round(float(v), 4) == 0.0411


def test_mean_difference_of_a_worked_example() -> None:
    """The same chapter: D 3.0; its variance for unequal population variances is 1.01."""
    d, v = measures.mean_difference(103, 5.5, 50, 100, 4.5, 50)
    assert float(d) == 3.0
    assert float(v) == pytest.approx(1.01, rel=1e-15)


def test_swapping_the_groups_changes_the_sign_only() -> None:
    table = (7, 40, 12, 38)
    swapped = (12, 38, 7, 40)
    for measure in (counts.odds_ratio, counts.risk_ratio, counts.risk_difference):
        there, back = measure(*table), measure(*swapped)
        assert float(there.yi) == pytest.approx(-float(back.yi), rel=1e-15)
        assert float(there.vi) == pytest.approx(float(back.vi), rel=1e-15)


def test_rows_keep_their_places_where_a_measure_is_undefined() -> None:
    yi, vi = measures.mean_difference([1, 2, 3], [1, 0, 1], [10, 10, 10], 0, 1, [10, 10, 1])
    assert np.isfinite(yi).tolist() == [True, False, False]
    assert np.isfinite(vi).tolist() == [True, False, False]


def test_double_zero_trials_have_a_difference_but_no_ratio() -> None:
    assert np.isnan(counts.odds_ratio([0, 10], [10, 10], [0, 12], [12, 12]).yi).all()
    assert np.isnan(counts.risk_ratio([0, 10], [10, 10], [0, 12], [12, 12]).yi).all()
    assert (counts.risk_difference([0, 10], [10, 10], [0, 12], [12, 12]).vi > 0).all()
    assert np.isnan(counts.risk_difference(0, 10, 0, 12, rule=counts.Rule("none")).yi)


def test_impossible_tables_give_nothing() -> None:
    assert np.isnan(counts.odds_ratio([11, -1], [10, 10], [1, 1], [10, 10]).yi).all()


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(UnknownName) as error:
        measures.standardised_mean_difference(1, 1, 10, 0, 1, 10, variance="XX")
    assert "UB" in error.value.hint
    with pytest.raises(UnknownName):
        counts.odds_ratio(1, 10, 2, 10, counts.Rule("sometimes"))


def test_difference_in_changes_of_morris() -> None:
    """Morris (2008), table 5, first study, by both variances; 50-digit values of c(m) and equation 25."""
    columns = {
        "post": (38.5, 23.8),
        "pre": (30.6, 23.5),
        "sd_pre": (15.0, 3.1),
        "n": (20, 50),
        "r": (0.47, 0.64),
    }
    found = paired.change_contrast(**columns)
    exact = paired.change_contrast(**columns, variance="exact")
    assert found.yi == exact.yi
    mean_r = (20 * 0.47 + 50 * 0.64) / 70
    assert found.vi == pytest.approx(2 * (1 - mean_r) * (1 / 20 + 1 / 50) + found.yi**2 / 140, rel=1e-15)
    assert exact.vi > found.vi
    assert np.isnan(paired.change_contrast((1, 1), (0, 0), (1, 1), (9, 9), (0.5, 1.2)).yi)
