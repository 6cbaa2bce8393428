"""The models where exact arithmetic or a law of the method is the judge, not another program."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from curate.errors import Refused, UnknownName
from curate.pool.fit import fit
from curate.pool.inference import hartung_knapp, prediction, wald

# yi and vi as the awkward cases of the shared reference have them
AWKWARD = {
    "spans fourteen orders": (
        [0.5, 0.52, 0.4, 0.9, -3, 40, 900],
        [1e-8, 1e-6, 1e-4, 1e-2, 1, 1e3, 1e6],
    ),
    "ratio above 1e7": ([0.1, 0.2, 0.3, 0.5], [1e-9, 0.01, 0.02, 0.5]),
    "one dominates": ([0.1, 0.6, -0.4, 0.3], [1e-6, 0.5, 0.6, 0.4]),
    "two clusters": ([-5, -5.1, -4.9, 5, 5.1, 4.9], [1e-4, 1e-4, 1e-4, 20, 20, 20]),
    "far from zero": ([1e6 + 1, 1e6 + 2, 1e6 + 5, 1e6 - 3], [1.0, 2.0, 0.5, 1.5]),
    "tiny": ([3e-7, -8e-7, 1e-6, 2e-7], [2e-13, 5e-13, 1e-13, 4e-13]),
}

# A sum of a few terms in doubles against the same sum in whole numbers.
ROUNDING = 1e-13


def exact(values: list[float]) -> list[Fraction]:
    return [Fraction(value) for value in values]


def exact_weights(v: list[Fraction], tau2: Fraction) -> list[Fraction]:
    return [1 / (one + tau2) for one in v]


def exact_mean(y: list[Fraction], w: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(w, y, strict=True)), Fraction(0)) / sum(w)


def exact_score(y: list[Fraction], v: list[Fraction], tau2: Fraction) -> Fraction:
    """Return the derivative of the restricted likelihood: Σ w²r² - Σw + Σw²/Σw."""
    w = exact_weights(v, tau2)
    mean = exact_mean(y, w)
    squares = sum((a**2 * (b - mean) ** 2 for a, b in zip(w, y, strict=True)), Fraction(0))
    return squares - sum(w) + sum((a**2 for a in w), Fraction(0)) / sum(w)


@pytest.mark.parametrize("name", AWKWARD)
def test_closed_forms_against_rational_arithmetic(name: str) -> None:
    y, v = AWKWARD[name]
    ye, ve = exact(y), exact(v)
    w = exact_weights(ve, Fraction(0))
    mean = exact_mean(ye, w)
    q = sum((a * (b - mean) ** 2 for a, b in zip(w, ye, strict=True)), Fraction(0))
    c = sum(w) - sum((a**2 for a in w), Fraction(0)) / sum(w)
    tau2 = max(Fraction(0), (q - (len(y) - 1)) / c)
    common, random = fit(y, v, method="CE"), fit(y, v, method="DL")
    scale = max(abs(float(mean)), float(common.se[0]))
    assert abs(float(common.estimate[0]) - float(mean)) <= ROUNDING * scale
    assert common.q[0] == pytest.approx(float(q), rel=ROUNDING)
    # where Q is close to its df, their difference keeps the rounding of Q
    assert abs(random.tau2[0] - float(tau2)) <= ROUNDING * float(max(tau2, q / c))


@pytest.mark.parametrize("name", AWKWARD)
def test_reml_is_where_the_exact_score_falls_through_zero(name: str) -> None:
    y, v = AWKWARD[name]
    tau2 = fit(y, v, method="REML").tau2[0]
    if tau2 == 0:
        assert exact_score(exact(y), exact(v), Fraction(0)) <= 0
        return
    # the root in doubles is good to the conditioning of the score, some ten digits and more
    below, above = Fraction(tau2 * (1 - 1e-11)), Fraction(tau2 * (1 + 1e-11))
    assert exact_score(exact(y), exact(v), below) > 0 > exact_score(exact(y), exact(v), above)


def test_reml_at_the_boundary() -> None:
    y, v = [0.10, 0.12, 0.11, 0.13, 0.09], [0.04, 0.05, 0.03, 0.06, 0.05]
    assert exact_score(exact(y), exact(v), Fraction(0)) < 0
    assert fit(y, v, method="REML").tau2[0] == 0


def test_reml_takes_the_higher_of_two_maxima() -> None:
    fits = fit(*AWKWARD["two clusters"], method="REML")
    assert fits.modes[0] == 2
    assert fits.tau2[0] < 1  # the other maximum lies at 16.5


@pytest.mark.parametrize("method", ["CE", "DL", "REML"])
@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1e5])
def test_the_unit_of_the_effects_changes_nothing_but_the_unit(method: str, scale: float) -> None:
    y, v = random_analyses(20, 8)
    here, there = fit(y, v, method=method), fit(y * scale, v * scale**2, method=method)
    # tau² near zero is the difference of two nearly equal sums: compare on the scale of the variances
    floor = np.median(v)
    assert np.allclose(there.tau2, here.tau2 * scale**2, rtol=1e-10, atol=1e-10 * floor * scale**2)
    assert np.allclose(there.estimate, here.estimate * scale, rtol=1e-9, atol=1e-11 * scale)


@pytest.mark.parametrize("method", ["CE", "DL", "REML"])
def test_a_batch_is_its_analyses_one_by_one(method: str) -> None:
    rng = np.random.default_rng(7)
    y, v = random_analyses(30, 12)
    mask = rng.random(y.shape) < 0.7
    mask[:, 0] = True
    padded_y, padded_v = np.where(mask, y, np.nan), np.where(mask, v, np.nan)
    together = fit(padded_y, padded_v, mask, method)
    for row in range(len(y)):
        alone = fit(y[row, mask[row]], v[row, mask[row]], method=method)
        assert together.k[row] == mask[row].sum()
        # the order of summation differs, and REML's grid with the rest of the batch
        floor = np.median(v)
        assert together.tau2[row] == pytest.approx(alone.tau2[0], rel=1e-10, abs=1e-12 * floor)
        assert together.estimate[row] == pytest.approx(alone.estimate[0], rel=1e-10, abs=1e-12)
        assert together.weights[row, mask[row]] == pytest.approx(alone.weights[0], rel=1e-9)
        assert together.weights[row, ~mask[row]].sum() == 0


def test_nothing_fails_to_converge() -> None:
    """A thousand ordinary sets and a thousand wild ones: the score has fallen through zero at each."""
    rng = np.random.default_rng(3)
    for spread in (0.3, 3.0):
        v = np.exp(rng.normal(-3, spread, (1000, 6)))
        y = rng.normal(0, np.sqrt(v + np.exp(rng.normal(-3, 3, (1000, 1)))))
        tau2 = fit(y, v, method="REML").tau2
        for row in range(0, 1000, 50):
            ye, ve, t = exact(y[row].tolist()), exact(v[row].tolist()), Fraction(tau2[row])
            if t == 0:
                assert exact_score(ye, ve, t) <= 0
            else:
                assert exact_score(ye, ve, t * Fraction(1 - 1e-9)) > 0
                assert exact_score(ye, ve, t * Fraction(1 + 1e-9)) < 0


def test_one_study_is_itself() -> None:
    for method in ("CE", "DL", "REML"):
        fits = fit([0.3], [0.04], method=method)
        assert (fits.estimate[0], fits.tau2[0], fits.i2[0]) == (0.3, 0, 0)
        assert fits.se[0] == pytest.approx(0.2, rel=1e-15)
        assert np.isnan(hartung_knapp(fits, 95).se[0])


def test_equal_effects_have_a_wald_interval_only() -> None:
    fits = fit([0.25] * 5, [0.01, 0.02, 0.03, 0.04, 0.05])
    assert fits.q[0] == 0
    assert np.isnan(hartung_knapp(fits, 95).low[0])
    assert wald(fits, 95).low[0] < 0.25


def test_prediction_needs_three_studies() -> None:
    fits = fit([0.1, 0.5], [0.02, 0.05])
    assert np.isnan(prediction(fits, fits.se, 95)).all()


@pytest.mark.parametrize("bad", [0.0, -0.01, np.nan, np.inf])
def test_a_variance_that_is_no_variance_is_refused_by_row(bad: float) -> None:
    with pytest.raises(Refused) as error:
        fit([0.1, 0.4, 0.3], [0.01, bad, 0.03])
    assert "row 1" in error.value.what


def test_other_bad_input() -> None:
    with pytest.raises(Refused):
        fit([0.1, np.nan], [0.01, 0.01])
    with pytest.raises(Refused):
        fit([[0.1, 0.2]], [[0.1, 0.2]], [[False, False]])
    with pytest.raises(UnknownName):
        fit([0.1], [0.1], method="XX")
    with pytest.raises(ValueError, match="shape"):
        fit([0.1, 0.2], [0.1])


def random_analyses(count: int, studies: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rng = np.random.default_rng(11)
    v = rng.uniform(0.01, 0.3, (count, studies))
    return rng.normal(0.2, np.sqrt(v + 0.1)), v
