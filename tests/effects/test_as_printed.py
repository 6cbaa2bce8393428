"""Numbers as papers print them that would make a wrong effect without a word: refused, doubted or put on record."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from curate.effects.derive import Derivation, derive
from curate.model.protocol import Protocol
from curate.model.record import Record, Study

from .derived import codes, md, only, with_comparison

Z = 1.959963984540054
NAUSEA = {"outcome": "nausea", "basis": ""}


def of_nausea(protocol: Protocol, measure: str) -> Protocol:
    return with_comparison(protocol, outcomes=("nausea",), measure=measure)


def in_unit(records: list[Record], unit: str) -> list[Record]:
    return [replace(record, unit=unit) for record in records]


def printed(result: Any, protocol: Protocol, measure: str, unit: str = "", **values: str) -> Derivation:
    records = in_unit(result("s1", "ketamine", "placebo", **NAUSEA, **values), unit)
    return derive(records, [], of_nausea(protocol, measure))


# --- contrasts on another scale


@pytest.mark.parametrize("unit", ["/1000", "‰", "per 1000", "deaths / 1,000"])
def test_a_risk_difference_of_a_thousand_people(result: Any, protocol: Protocol, unit: str) -> None:
    effect = only(printed(result, protocol, "RD", unit, rd="7.1", ci_low="1.1", ci_high="13.1"))
    assert effect.yi == pytest.approx(0.0071, rel=1e-12)
    assert effect.vi == pytest.approx((0.012 / 2 / Z) ** 2, rel=1e-12)


@pytest.mark.parametrize("unit", ["per 100 person-months", "per 100 patient-weeks", "/1000 PY"])
def test_a_difference_of_rates_is_told_by_any_time(result: Any, protocol: Protocol, unit: str) -> None:
    derivation = printed(result, protocol, "RD", unit, rd="7.1", ci_low="1.1", ci_high="13.1")
    assert "a difference of rates" in only(derivation).left_out


def test_no_two_risks_differ_by_more_than_everybody(result: Any, protocol: Protocol) -> None:
    derivation = printed(result, protocol, "RD", rd="-150", ci_low="-170", ci_high="-130")
    assert only(derivation).left_out == "no two risks differ by -150 of 100"


def test_a_large_proportion_with_a_limit_beyond_one_is_not_guessed(
    result: Any, protocol: Protocol
) -> None:
    """0.90 (0.78 to 1.02) may be nine in ten or nine in a thousand."""
    derivation = printed(result, protocol, "RD", rd="0.90", ci_low="0.78", ci_high="1.02")
    assert "may be a proportion or percentage points" in only(derivation).left_out
    pp = only(printed(result, protocol, "RD", "%", rd="0.90", ci_low="0.78", ci_high="1.02"))
    assert pp.yi == pytest.approx(0.009, rel=1e-12)


def test_a_proportion_that_kept_the_percent_of_its_label_is_not_divided(
    result: Any, protocol: Protocol
) -> None:
    """What is left out as doubtful is typed as a proportion; its unit may still be %."""
    values = {"rd": "-0.102", "ci_low": "-0.175", "ci_high": "-0.029"}
    assert "without a unit" in only(printed(result, protocol, "RD", "%", **values)).left_out
    assert only(printed(result, protocol, "RD", **values)).yi == -0.102
    small = {"rd": "0.71", "ci_low": "0.40", "ci_high": "0.98"}
    assert only(printed(result, protocol, "RD", "%", **small)).yi == pytest.approx(0.0071, rel=1e-12)


def test_a_ratio_in_percent_is_no_ratio(result: Any, protocol: Protocol) -> None:
    values = {"rr": "76", "ci_low": "55", "ci_high": "105"}
    assert "printed as 76%" in only(printed(result, protocol, "RR", "%", **values)).left_out


def test_the_percent_of_a_label_beside_a_ratio_changes_nothing(result: Any, protocol: Protocol) -> None:
    values = {"rr": "0.76", "ci_low": "0.55", "ci_high": "1.05"}
    effect = only(printed(result, protocol, "RR", "%", **values))
    assert effect.yi == pytest.approx(math.log(0.76), rel=1e-14)


def test_an_adjusted_ratio_says_so(result: Any, protocol: Protocol) -> None:
    values = {"or_": "0.50", "ci_low": "0.30", "ci_high": "0.83"}
    adjusted = only(printed(result, protocol, "OR", adjusted="yes", **values))
    assert "adjusted for covariates" in adjusted.formula
    assert "adjusted" not in only(printed(result, protocol, "OR", adjusted="no", **values)).formula


# --- intervals


def test_the_level_is_that_of_either_limit(result: Any, protocol: Protocol) -> None:
    records = result("s1", "ketamine", "placebo", **NAUSEA, hr="0.76", ci_low="0.55", ci_high="1.05")
    high = [replace(r, ci_level=90.0) if r.statistic == "ci_high" else r for r in records]
    effect = only(derive(high, [], of_nausea(protocol, "HR")))
    assert effect.vi == pytest.approx((math.log(1.05 / 0.55) / 2 / 1.6448536269514722) ** 2, rel=1e-12)
    two = [replace(r, ci_level=95.0) if r.statistic == "ci_low" else r for r in high]
    assert "two levels, 90% and 95%" in only(derive(two, [], of_nausea(protocol, "HR"))).left_out


def test_a_level_as_a_share_is_none(result: Any, protocol: Protocol) -> None:
    values = {"hr": "0.76", "ci_low": "0.55", "ci_high": "1.05"}
    records = result("s1", "ketamine", "placebo", **NAUSEA, ci_level=0.95, **values)
    assert "0.95% is no level" in only(derive(records, [], of_nausea(protocol, "HR"))).left_out


def test_one_interval_beside_two_estimates_is_doubted(result: Any, protocol: Protocol) -> None:
    values = {"or_": "0.45", "ci_low": "0.40", "ci_high": "0.90"}
    assert codes(printed(result, protocol, "OR", **values)) == []
    assert codes(printed(result, protocol, "OR", rr="0.60", **values)) == ["whose_interval"]


def test_an_interval_of_two_digits_leaves_the_weight_open(result: Any, protocol: Protocol) -> None:
    """HR 1.0 (0.9 to 1.1): the limits may be 0.95 and 1.05, or 0.85 and 1.15."""
    coarse = printed(result, protocol, "HR", hr="1.0", ci_low="0.9", ci_high="1.1")
    assert codes(coarse) == ["coarse_rounding"]
    least, most = (math.log(b / a) / 2 / Z for a, b in ((0.95, 1.05), (0.85, 1.15)))
    assert f"between {least:.3g} and {most:.3g}" in coarse.problems[0].what
    assert codes(printed(result, protocol, "HR", hr="1.00", ci_low="0.90", ci_high="1.10")) == []


def test_a_ratio_next_to_one_with_its_p_leaves_the_weight_open(result: Any, protocol: Protocol) -> None:
    assert codes(printed(result, protocol, "OR", or_="1.01", p="0.04")) == ["coarse_rounding"]
    assert codes(printed(result, protocol, "OR", or_="1.51", p="0.04")) == []


def test_a_small_se_of_many_people_is_doubted(result: Any, protocol: Protocol) -> None:
    """SE 0.1 of 100 people: an SD from 0.5 to 1.5."""
    records = [
        *result("s1", "ketamine", n="100", mean="12.1", se="0.1"),
        *result("s1", "placebo", n="100", mean="12.4", se="0.10"),
    ]
    (problem,) = derive(records, [], md(protocol)).problems
    assert problem.code == "coarse_rounding"
    assert "between 0.5 and 1.5" in problem.what


def test_a_mean_outside_its_own_interval_has_no_sd(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12", ci_low="14", ci_high="18"),
        *result("s1", "placebo", n="20", mean="15", ci_low="14", ci_high="16"),
    ]
    assert "outside its own interval" in only(derive(records, [], md(protocol))).left_out


def test_an_interval_or_an_se_without_width_leaves_the_word_to_p(
    result: Any, protocol: Protocol
) -> None:
    """Such a study ended the whole derivation with a division by zero."""
    flat = printed(result, protocol, "HR", hr="1.51", ci_low="1.51", ci_high="1.51", p="0.04")
    assert only(flat).vi == pytest.approx((math.log(1.51) / 2.0537489106318225) ** 2, rel=1e-12)
    none = printed(result, protocol, "HR", hr="1.51", ci_low="1.51", ci_high="1.51")
    assert "gives no standard error" in only(none).left_out
    records = [
        *result("s1", "ketamine", "placebo", md="3.8", se="0.00", p="0.008"),
        *result("s1", "ketamine", n="25", mean="12.1"),
        *result("s1", "placebo", n="22", mean="8.3"),
    ]  # Handbook 6.5.2.3: SE 1.37
    assert only(derive(records, [], md(protocol))).vi == pytest.approx(
        1.369100300705289872**2, rel=1e-12
    )


def test_an_f_of_three_arms_is_doubted(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", "placebo", md="3.8", f="7.73"),
        *result("s1", "ketamine", n="25", mean="12.1"),
        *result("s1", "placebo", n="22", mean="8.3"),
    ]
    assert codes(derive(records, [], md(protocol))) == []
    third = result("s1", "midazolam", n="24", mean="9.1")
    assert codes(derive([*records, *third], [], md(protocol))) == ["f_of_several_arms"]


def test_a_mean_outside_its_quartiles_is_doubted(result: Any, protocol: Protocol) -> None:
    def arms_of(mean: str) -> list[Record]:
        one = result("s1", "ketamine", n="20", mean=mean, q1="5", q3="20")
        return [*one, *result("s1", "placebo", n="20", mean="12", q1="5", q3="20")]

    assert codes(derive(arms_of("30"), [], md(protocol))) == ["skewed"]
    assert codes(derive(arms_of("18"), [], md(protocol))) == []


def test_numbers_that_cannot_be_leave_out_their_study_alone(result: Any, protocol: Protocol) -> None:
    """A dash read as a minus (0.85 to -0.94), or nobody in a group, ended the derivation of all studies."""
    dash = printed(result, protocol, "OR", or_="0.89", ci_low="0.85", ci_high="-0.94")
    assert "interval reaches zero" in only(dash).left_out
    records = [
        *result("s1", "ketamine", "placebo", md="0.5", se="1.0"),
        *result("s1", "ketamine", total="1"),
        *result("s1", "placebo", total="0.4"),
    ]
    assert "give no standardised difference" in only(derive(records, [], protocol)).left_out
    both = result("s1", "ketamine", "placebo", period="both", md="0.5", se="1.0", n="0")
    crossover = [Study("s1", "A", design="crossover")]
    asked = with_comparison(
        protocol,
        options=(("correlation", "0.5"), ("correlation_low", "0.3"), ("correlation_high", "0.8")),
    )
    assert only(derive(both, crossover, asked)).left_out
