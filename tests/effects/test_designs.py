"""Trials of other designs than two parallel groups: crossovers by both periods or the first, and clusters."""

from __future__ import annotations

import math
from typing import Any

import pytest

from curate.effects.convert import pairs, spread
from curate.effects.counts import odds_ratio
from curate.effects.derive import derive
from curate.effects.measures import small_sample_factor
from curate.effects.sensitivity import scenarios
from curate.model.protocol import Protocol
from curate.model.record import Record, Study

from .derived import CROSSOVER, codes, md, only, options, periods, with_comparison


def test_crossover_designs(result: Any, protocol: Protocol) -> None:
    def arms_of(period: str) -> list[Record]:
        return [
            *result("s1", "ketamine", period=period, n="20", mean="12.5", sd="6.1"),
            *result("s1", "placebo", period=period, n="20", mean="16.0", sd="7.3"),
        ]

    studies = [Study("s1", "Zarate 2012", design="crossover")]
    assert codes(derive(arms_of(""), studies, protocol)) == ["crossover_as_parallel"]
    first = derive([*arms_of("first"), *arms_of("both")], studies, protocol)
    assert codes(first) == []
    assert only(first).yi is not None
    both = derive(arms_of("both"), studies, protocol)
    assert codes(both) == ["crossover_paired"]
    assert only(both).left_out


CLUSTERS = (
    ("icc", "0.02"),
    ("icc_low", "0.0"),
    ("icc_high", "0.05"),
    ("icc_source", "Handbook 23.1.4"),
    ("cluster_sizes", "Jones 2010: 29.761904761904763"),
)


def test_a_crossover_with_the_difference_within_people(result: Any, protocol: Protocol) -> None:
    derivation = derive(periods(result, se="0.5819"), CROSSOVER, md(protocol))
    effect = only(derivation)
    assert (effect.yi, effect.n1, effect.n2) == (0.5, 10, 10)
    assert effect.vi == pytest.approx(0.5819**2, rel=1e-14)
    assert "paired analysis of both periods" in effect.formula
    by_p = only(derive(periods(result, p="0.4"), CROSSOVER, md(protocol)))
    assert by_p.vi == pytest.approx(float(spread.se_from_p(0.5, 0.4, 9)) ** 2, rel=1e-12)
    assert "t with n-1 df" in by_p.formula
    assert codes(derivation) == []

    smd = only(derive(periods(result, se="0.5819"), CROSSOVER, protocol))
    r = pairs.change_correlation(2.38, 2.21, 0.5819 * math.sqrt(10))
    expected = pairs.crossover_smd(7.0, 2.38, 6.5, 2.21, 10, r)
    j = float(small_sample_factor(9))
    assert smd.yi == pytest.approx(j * float(expected.yi), rel=1e-12)
    assert smd.vi == pytest.approx(j**2 * float(expected.vi), rel=1e-12)
    assert "from the SDs of both periods and of their difference" in smd.formula
    assert options(smd) == {"j": "exact"}
    plain = with_comparison(protocol, options=(("smd_correction", "none"),))
    cohen = only(derive(periods(result, se="0.5819"), CROSSOVER, plain))
    assert cohen.yi == pytest.approx(float(expected.yi), rel=1e-12)


def test_a_crossover_with_an_assumed_correlation(result: Any, protocol: Protocol) -> None:
    """Handbook 5.1, 16.4.6.4: with a correlation of 0.68 the SE is 0.583."""
    assumed = (("correlation", "0.68"), ("correlation_low", "0.5"), ("correlation_high", "0.8"))
    derivation = derive(periods(result), CROSSOVER, md(protocol, *assumed))
    effect = only(derivation)
    assert effect.vi is not None
    assert round(math.sqrt(effect.vi), 3) == 0.583
    assert options(effect) == {"correlation": "0.68 (0.5 to 0.8)"}
    assert codes(derivation) == ["correlation_assumed"]
    names = [each.name for each in scenarios(periods(result), CROSSOVER, md(protocol, *assumed))]
    assert names == ["correlation 0.5", "correlation 0.8"]


def test_the_first_period_alone_is_the_last_way(result: Any, protocol: Protocol) -> None:
    first = [
        *result("s1", "ketamine", period="first", n="5", mean="7.4", sd="2.0"),
        *result("s1", "placebo", period="first", n="5", mean="6.1", sd="2.2"),
    ]
    effect = only(derive([*periods(result), *first], CROSSOVER, md(protocol)))
    assert effect.yi == pytest.approx(1.3)
    paired = only(derive([*periods(result, se="0.5819"), *first], CROSSOVER, md(protocol)))
    assert paired.yi == 0.5
    swapped = only(derive(periods(result, se="3.2"), CROSSOVER, protocol))  # r far below -1
    assert swapped.left_out.startswith("both periods of a crossover")


def test_a_cluster_trial_is_thinned_by_its_design_effect(result: Any, protocol: Protocol) -> None:
    """Handbook 23.1.4: 63/295 and 84/330 count as 40.0/187.2 and 53.3/209.4."""
    place = {"outcome": "nausea", "basis": ""}
    records = [
        *result("s1", "ketamine", **place, events="63", total="295"),
        *result("s1", "placebo", **place, events="84", total="330"),
    ]
    study = [Study("s1", "Jones 2010", design="cluster")]
    binary = with_comparison(protocol, outcomes=("nausea",), measure="OR", options=CLUSTERS)
    derivation = derive(records, study, binary)
    effect = only(derivation)
    deff = 1.575238095238095
    assert effect.vi == pytest.approx(float(odds_ratio(63, 295, 84, 330).vi) * deff, rel=1e-12)
    assert (effect.n1, effect.n2) == (295, 330)
    assert options(effect)["icc_source"] == "Handbook 23.1.4"
    assert codes(derivation) == []
    none = scenarios(records, study, binary)[0]
    assert none.name == "icc 0"
    assert none.effects[0].vi == pytest.approx(float(odds_ratio(63, 295, 84, 330).vi), rel=1e-12)
    unequal = dict(CLUSTERS) | {"cluster_sizes": "Kim 2012: 9, Jones 2010: 20 cv 0.6", "icc": "0.05"}
    wider = with_comparison(protocol, outcomes=("nausea",), measure="OR", options=tuple(unequal.items()))
    vi = only(derive(records, study, wider)).vi
    assert vi == pytest.approx(float(odds_ratio(63, 295, 84, 330).vi) * 2.31, rel=1e-12)
    plain = derive(records, study, with_comparison(protocol, outcomes=("nausea",), measure="OR"))
    assert codes(plain) == ["cluster_as_parallel"]
