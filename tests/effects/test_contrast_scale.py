"""Printed risk differences, which are as often in percentage points as in proportions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.effects.derive import derive
from curate.model.effect import Effect
from curate.model.protocol import Protocol


@pytest.fixture
def risk(protocol: Protocol) -> Protocol:
    """Return the protocol with one risk difference."""
    comparison = replace(protocol.comparisons[0], outcomes=("nausea",), measure="RD")
    return replace(protocol, comparisons=(comparison,))


def effect(result: Any, risk: Protocol, rd: str, low: str, high: str, unit: str = "") -> Effect:
    """Return the effect of one trial that prints a difference with its 95% interval."""
    values = {"rd": rd, "ci_low": low, "ci_high": high}
    printed = result("s1", "ketamine", "placebo", outcome="nausea", basis="", **values)
    (found,) = derive([replace(record, unit=unit) for record in printed], [], risk).effects
    return found


def test_percentage_points_are_divided_on_record(result: Any, risk: Protocol) -> None:
    points = effect(result, risk, "-10.2", "-17.5", "-2.9")
    assert points.yi == pytest.approx(-0.102, rel=1e-12)
    assert points.vi == pytest.approx((0.146 / 2 / 1.959963984540054) ** 2, rel=1e-12)
    assert "percentage points / 100" in points.formula
    assert [entry.value for entry in points.inputs] == [-10.2, -17.5, -2.9]  # as printed


def test_proportions_stay_as_they_are(result: Any, risk: Protocol) -> None:
    proportion = effect(result, risk, "-0.102", "-0.175", "-0.029")
    assert proportion.yi == -0.102
    assert proportion.vi == pytest.approx((0.146 / 2 / 1.959963984540054) ** 2, rel=1e-12)
    assert "percentage points" not in proportion.formula


def test_small_percentage_points_are_told_by_a_limit_or_the_unit(result: Any, risk: Protocol) -> None:
    assert effect(result, risk, "0.7", "-0.3", "1.7").yi == pytest.approx(0.007, rel=1e-12)
    assert effect(result, risk, "0.71", "0.40", "0.98", unit="%").yi == pytest.approx(0.0071, rel=1e-12)


def test_what_may_be_either_is_not_guessed(result: Any, risk: Protocol) -> None:
    assert (
        "may be a proportion or percentage points" in effect(result, risk, "0.7", "0.4", "0.9").left_out
    )


def test_a_limit_of_one_percentage_point_is_no_proportion(result: Any, risk: Protocol) -> None:
    assert effect(result, risk, "0.7", "0.4", "1", unit="percentage points").yi == pytest.approx(0.007)


def test_people_of_a_thousand_are_divided_too(result: Any, risk: Protocol) -> None:
    found = effect(result, risk, "0.71", "0.11", "1.31", unit="deaths per 1,000 men")
    assert found.yi == pytest.approx(0.00071, rel=1e-12)
    assert "people per 1000 / 1000" in found.formula


@pytest.mark.parametrize("unit", ["per 1000 person-years", "per 1000 patient-days", "% per month"])
def test_rates_make_no_risk_difference(result: Any, risk: Protocol, unit: str) -> None:
    left_out = effect(result, risk, "7.1", "1.1", "13.1", unit=unit).left_out
    assert "a difference of rates" in left_out
