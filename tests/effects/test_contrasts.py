"""Effects of printed contrasts: with their interval, p or t, whichever way round, beside the numbers of the arms."""

from __future__ import annotations

import math
from typing import Any

import pytest

from curate.effects.derive import derive
from curate.effects.measures import mean_difference, standardised_mean_difference
from curate.model.protocol import Protocol
from curate.model.record import Record

from .derived import arms, codes, md, only, with_comparison

__all__ = ["arms"]


def test_a_printed_difference_stands_in_for_missing_arms(result: Any, protocol: Protocol) -> None:
    records = result("s1", "ketamine", "placebo", md="-4.0", ci_low="-7.0", ci_high="-1.0")
    effect = only(derive(records, [], with_comparison(protocol, measure="MD")))
    assert effect.yi == -4
    assert effect.vi == pytest.approx((3 / 1.959963984540054) ** 2, rel=1e-12)
    assert "generic inverse variance" in effect.formula


def test_a_printed_contrast_makes_no_smd(result: Any, protocol: Protocol) -> None:
    records = result("s1", "ketamine", "placebo", smd="-0.4", ci_low="-0.7", ci_high="-0.1")
    assert "the numbers of both arms are needed" in only(derive(records, [], protocol)).left_out


def test_a_difference_printed_the_other_way_round_is_reversed_on_record(
    result: Any, protocol: Protocol
) -> None:
    records = [
        *result("s1", "placebo", "ketamine", md="4.0", ci_low="1.0", ci_high="7.0"),
        *result("s1", "ketamine", n="16", mean="12"),
        *result("s1", "placebo", n="16", mean="16"),
    ]
    effect = only(derive(records, [], with_comparison(protocol, measure="MD")))
    assert effect.yi == -4
    assert "sign reversed" in effect.formula
    assert effect.vi == pytest.approx((3 / 2.042272456301238) ** 2, rel=1e-12)  # t with 30 df
    assert (effect.n1, effect.n2) == (16, 16)


def test_arm_results_go_before_a_printed_difference(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    printed = result("s1", "ketamine", "placebo", md="-9", ci_low="-10", ci_high="-8")
    effect = only(derive([*arms, *printed], [], with_comparison(protocol, measure="MD")))
    assert effect.vi == float(mean_difference(12.5, 6.1, 20, 16.0, 7.3, 22).vi)


def test_an_estimate_outside_its_own_interval_is_refused(result: Any, protocol: Protocol) -> None:
    """Almeida et al. (2024), doi 10.36131/cnfioritieditore20240102: "0.25 ... 95% CI 0.57 to 17.02"."""
    records = result("s1", "ketamine", "placebo", md="0.25", ci_low="0.57", ci_high="17.02")
    effect = only(derive(records, [], with_comparison(protocol, measure="MD")))
    assert "outside its own interval" in effect.left_out


def test_a_ratio_with_its_interval_is_taken_on_the_log_scale(result: Any, protocol: Protocol) -> None:
    place = {"outcome": "nausea", "basis": ""}
    records = result("s1", "ketamine", "placebo", **place, or_="3.83", ci_low="1.28", ci_high="11.41")
    effect = only(derive(records, [], with_comparison(protocol, outcomes=("nausea",), measure="OR")))
    assert effect.yi == pytest.approx(1.3428648, abs=1e-6)
    assert effect.vi is not None
    assert effect.vi**0.5 == pytest.approx(0.558, abs=5e-4)  # (ln 11.41 - ln 1.28)/3.92


def test_hazard_ratios_come_from_contrasts_only(result: Any, protocol: Protocol) -> None:
    protocol = with_comparison(protocol, outcomes=("nausea",), measure="HR")
    events = {"outcome": "nausea", "basis": ""}
    printed = {"hr": "0.76", "ci_low": "0.55", "ci_high": "1.05", "ci_level": 95.0}
    records = [
        *result("s1", "ketamine", "placebo", **events, **printed),
        *result("s2", "placebo", "ketamine", **events, o_minus_e="8.4", v="31.2"),
        *result("s3", "ketamine", **events, events="3", n="20"),
        *result("s3", "placebo", **events, events="5", n="20"),
    ]
    one, two, three = derive(records, [], protocol).effects
    assert one.yi == pytest.approx(-0.2744368457017602891924912, rel=1e-14)
    assert math.sqrt(one.vi or 0) == pytest.approx(0.1649589405788996639399689, rel=1e-14)
    assert two.yi == pytest.approx(-8.4 / 31.2, rel=1e-15)
    assert "sign reversed" in two.formula
    assert "printed contrast" in three.left_out


def contrast_of(result: Any, **values: str) -> list[Record]:
    return [
        *result("s1", "ketamine", "placebo", md="3.8", **values),
        *result("s1", "ketamine", n="25", mean="12.1"),
        *result("s1", "placebo", n="22", mean="8.3"),
    ]


def test_a_difference_with_its_exact_p_or_t(result: Any, protocol: Protocol) -> None:
    """Handbook 6.5.2.3: MD 3.8, p = 0.008 of 25 and 22 people, t 2.78 and SE 1.37."""
    effect = only(derive(contrast_of(result, p="0.008"), [], md(protocol)))
    assert effect.vi == pytest.approx(1.369100300705289872**2, rel=1e-12)
    assert "p = 0.008, t with n1+n2-2 df" in effect.formula
    for statistic in ({"t": "2.78"}, {"f": "7.7284"}):
        effect = only(derive(contrast_of(result, **statistic), [], md(protocol)))
        assert effect.vi == pytest.approx((3.8 / 2.78) ** 2, rel=1e-12)
    agreeing = derive(contrast_of(result, p="0.008", t="2.78"), [], md(protocol))
    assert codes(agreeing) == []
    fitting = derive(contrast_of(result, ci_low="1.0", ci_high="6.6", t="2.78"), [], md(protocol))
    assert codes(fitting) == []
    assert "agrees with t" in only(fitting).formula
    for off in ({"t": "2.78", "ci_low": "2.4", "ci_high": "5.2"}, {"t": "2.78", "p": "0.6"}):
        assert codes(derive(contrast_of(result, **off), [], md(protocol))) == ["routes_disagree"]


def test_unequal_variances_are_no_disagreement(result: Any, protocol: Protocol) -> None:
    """Welch's interval of groups of 25 and 22 may have as few as 21 degrees of freedom."""
    wide = {"se": "1.370", "ci_low": "0.95", "ci_high": "6.65"}  # t of 21 df: 3.8 ± 2.849
    assert codes(derive(contrast_of(result, **wide), [], md(protocol))) == []


def test_the_sd_behind_a_difference_makes_an_smd(result: Any, protocol: Protocol) -> None:
    effect = only(derive(contrast_of(result, p="0.008"), [], protocol))
    assert [entry.role for entry in effect.inputs] == ["md", "p", "n1", "n2"]
    sd = 4.683469341375098
    expected = standardised_mean_difference(3.8, sd, 25, 0, sd, 22)
    assert effect.yi == pytest.approx(float(expected.yi), rel=1e-12)
    assert effect.vi == pytest.approx(float(expected.vi), rel=1e-12)
    adjusted = contrast_of(result, adjusted="yes", p="0.008")
    assert "carries its model" in only(derive(adjusted, [], protocol)).left_out


def test_a_bound_on_p_is_refused_with_its_reason(result: Any, protocol: Protocol) -> None:
    for text, reason in (("<0.05", "p < 0.05 is a bound"), ("0.000", "p = 0 is rounded")):
        effect = only(derive(contrast_of(result, p=text), [], md(protocol)))
        assert reason in effect.left_out


def test_an_adjusted_mean_gives_way_to_its_contrast(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", adjusted="yes", n="16", mean="12", se="1.5"),
        *result("s1", "placebo", adjusted="yes", n="16", mean="15", se="1.4"),
        *result("s1", "ketamine", "placebo", adjusted="yes", md="-3", se="2.0"),
    ]
    effect = only(derive(records, [], md(protocol)))
    assert (effect.yi, effect.vi) == (-3, 4)
    assert "generic inverse variance" in effect.formula


def test_a_ratio_with_its_exact_p(result: Any, protocol: Protocol) -> None:
    place = {"outcome": "nausea", "basis": ""}
    ratio = with_comparison(protocol, outcomes=("nausea",), measure="RR")
    effect = only(derive(result("s1", "ketamine", "placebo", **place, rr="0.72", p="0.04"), [], ratio))
    assert effect.vi == pytest.approx(0.1599533736921003786**2, rel=1e-12)
    both = {"rr": "0.72", "p": "0.04", "ci_low": "0.53", "ci_high": "0.99"}
    assert codes(derive(result("s1", "ketamine", "placebo", **place, **both), [], ratio)) == []
    wide = {**both, "p": "0.001", "ci_low": "0.30", "ci_high": "1.73"}
    assert codes(derive(result("s1", "ketamine", "placebo", **place, **wide), [], ratio)) == [
        "routes_disagree"
    ]
