"""Sides and trials that are not alike: units, what is counted, designs, medians, and means that have no ratio."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from curate.effects.derive import derive
from curate.effects.units import plain_unit
from curate.model.protocol import Protocol, Rule
from curate.model.record import Record, Study

from .derived import CROSSOVER, arms, codes, md, only, periods, with_comparison

__all__ = ["arms"]

NAUSEA = {"outcome": "nausea", "basis": ""}


def of_nausea(protocol: Protocol, measure: str) -> Protocol:
    return with_comparison(protocol, outcomes=("nausea",), measure=measure)


def in_unit(records: list[Record], unit: str) -> list[Record]:
    return [replace(record, unit=unit) for record in records]


# --- units


def test_arms_in_several_units_make_no_difference(result: Any, protocol: Protocol) -> None:
    one = in_unit(result("s1", "ketamine", n="20", mean="120", sd="30"), "mg/dL")
    two = in_unit(result("s1", "placebo", n="20", mean="6.5", sd="1.2"), "mmol/L")
    assert "several units: mg/dL, mmol/L" in only(derive([*one, *two], [], md(protocol))).left_out
    same = in_unit(two, "mg / dl")
    assert only(derive([*one, *same], [], md(protocol))).yi == 113.5


def test_rates_of_years_and_of_months_make_no_ratio(result: Any, protocol: Protocol) -> None:
    one = in_unit(
        result("s1", "ketamine", **NAUSEA, event_count="12", person_time="120"), "person-years"
    )
    months = {"event_count": "20", "person_time": "1440"}
    two = in_unit(result("s1", "placebo", **NAUSEA, **months), "person-months")
    irr = of_nausea(protocol, "IRR")
    assert "several units: person-months, person-years" in only(derive([*one, *two], [], irr)).left_out
    effect = only(derive([*one, *in_unit(two, "Person years")], [], irr))
    assert effect.yi == pytest.approx(math.log((12 / 120) / (20 / 1440)), rel=1e-12)


def test_events_against_people_with_one_make_no_ratio(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", **NAUSEA, event_count="12", person_time="120"),
        *result("s1", "placebo", **NAUSEA, events="20", person_time="144"),
    ]
    left_out = only(derive(records, [], of_nausea(protocol, "IRR"))).left_out
    assert left_out == "one arm counts events, the other people who had one"


def test_spellings_of_one_unit_are_one() -> None:
    for one, two in (
        *(("mm Hg", "mmHg"), ("min", "Minutes"), ("µmol/L", "\u03bcmol/l"), ("kgs", "kg")),
        *(("person-year", "Patient years"), ("1,000 person-years", "1000 participant-years")),
    ):
        assert plain_unit(one) == plain_unit(two)
    for one, two in (("min", "h"), ("mg/dL", "mmol/L"), ("%", "points"), ("ms", "m"), ("", "kg")):
        assert plain_unit(one) != plain_unit(two)


def test_an_sd_in_another_unit_is_not_borrowed(result: Any, protocol: Protocol) -> None:
    def trial(name: str, unit: str, **sd: str) -> list[Record]:
        one = result(name, "ketamine", n="20", mean="12", **sd)
        return in_unit([*one, *result(name, "placebo", n="20", mean="13", **sd)], unit)

    donors = [*trial("a", "mg/dL", sd="20.1"), *trial("d", "mg/dL", sd="22.1")]
    asked = with_comparison(protocol, options=(("sd_donors", "a, d"),))
    for unit, borrowed in (("mmol/L", False), ("mg/dl", True), ("", True)):
        effects = derive([*donors, *trial("b", unit)], [], asked).effects
        (effect,) = (each for each in effects if each.study == "b")
        assert (effect.yi is not None) is borrowed, unit


def test_a_change_in_percent_has_no_sd_from_scores(result: Any, protocol: Protocol) -> None:
    """-12% with SDs of 15 mmHg before and after: their SD of a change, 15, is in mmHg."""
    ends = [
        record
        for arm in ("ketamine", "placebo")
        for basis in ("baseline", "final")
        for record in in_unit(result("s1", arm, basis=basis, n="20", mean="130", sd="15.0"), "mm Hg")
    ]
    r = (("correlation", "0.5"), ("correlation_low", "0.3"), ("correlation_high", "0.8"))
    asked = md(protocol, *r, basis="change")
    for unit, is_made in (("%", False), ("mmHg", True), ("", True)):
        changes = [
            record
            for arm, mean in (("ketamine", "-12"), ("placebo", "-4"))
            for record in in_unit(result("s1", arm, basis="change", n="20", mean=mean), unit)
        ]
        assert (only(derive([*ends, *changes], [], asked)).yi is not None) is is_made, unit


def test_periods_in_several_units_make_no_difference(result: Any, protocol: Protocol) -> None:
    records = periods(result, se="0.5819")
    turned = [replace(r, unit="h" if "ketamine" in r.arms else "min") for r in records]
    for measure in ("MD", "SMD"):
        asked = with_comparison(protocol, measure=measure)
        assert "several units" in only(derive(turned, CROSSOVER, asked)).left_out


def test_of_several_effects_of_a_study_all_or_none_are_made(result: Any, protocol: Protocol) -> None:
    """Two arms against one: the second in another unit takes the first with it."""
    records = [
        *in_unit(result("s1", "esketamine", n="20", mean="11", sd="4.1"), "mg/dL"),
        *in_unit(result("s1", "ketamine", n="20", mean="12", sd="4.2"), "mmol/L"),
        *in_unit(result("s1", "placebo", n="20", mean="13", sd="4.3"), "mg/dL"),
    ]
    asked = replace(md(protocol), rules=(Rule("arm", "split"),))
    assert "several units" in only(derive(records, [], asked)).left_out


# --- what a measure or a design cannot have


def test_means_below_zero_have_no_ratio(result: Any, protocol: Protocol) -> None:
    """Changes of -9 and -5: their ratio, 1.8, would say that the first group has more."""
    records = [
        *result("s1", "ketamine", n="20", mean="-9", sd="6"),
        *result("s1", "placebo", n="20", mean="-5", sd="6"),
    ]
    derivation = derive(records, [], with_comparison(protocol, measure="ROM"))
    assert "a mean below zero has no ratio" in only(derivation).left_out
    assert codes(derivation) == ["not_computable"]


def test_the_printed_difference_of_a_crossover_makes_no_smd(result: Any, protocol: Protocol) -> None:
    """Its SE is of pairs: the SD that would follow is too small by √(1 - r) at least."""
    records = [
        *result("s1", "ketamine", "placebo", md="-4", se="0.8"),
        *result("s1", "ketamine", n="20", mean="12"),
        *result("s1", "placebo", n="20", mean="16"),
    ]
    for design, whose in (("crossover", "of pairs"), ("cluster", "of clusters")):
        left_out = only(derive(records, [Study("s1", "A", design=design)], protocol)).left_out
        assert whose in left_out
    assert only(derive(records, [Study("s1", "A", design="parallel")], protocol)).yi is not None
    assert only(derive(records, [Study("s1", "A", design="crossover")], md(protocol))).vi == 0.8**2


def test_the_printed_contrast_of_a_cluster_trial_is_told(result: Any, protocol: Protocol) -> None:
    records = result("s1", "ketamine", "placebo", **NAUSEA, or_="0.50", ci_low="0.30", ci_high="0.83")
    clustered = derive(records, [Study("s1", "A", design="cluster")], of_nausea(protocol, "OR"))
    assert codes(clustered) == ["cluster_as_parallel"]
    assert only(clustered).yi == math.log(0.5)


def test_cluster_sizes_of_a_study_that_is_no_cluster_trial_are_told(
    arms: list[Record], protocol: Protocol
) -> None:
    icc = (("icc", "0.02"), ("icc_low", "0"), ("icc_high", "0.05"), ("icc_source", "Handbook"))
    given = md(protocol, *icc, ("cluster_sizes", "A: 30"))
    forgotten = derive(arms, [Study("s1", "A")], given)
    assert codes(forgotten) == ["cluster_as_parallel"]
    assert "its design is not recorded" in forgotten.problems[0].what
    assert codes(derive(arms, [Study("s1", "A", design="cluster")], given)) == []


def test_a_difference_beside_medians_alone_is_doubted(result: Any, protocol: Protocol) -> None:
    difference = result("s1", "ketamine", "placebo", md="-4.0", ci_low="-7.0", ci_high="-1.0")

    def beside(**centre: str) -> list[Record]:
        return [*result("s1", "ketamine", n="20", **centre), *result("s1", "placebo", n="20", **centre)]

    assert codes(derive([*difference, *beside(median="12")], [], md(protocol))) == ["md_of_medians"]
    assert codes(derive([*difference, *beside(mean="12")], [], md(protocol))) == []


def test_people_randomised_behind_a_mean_are_noted(result: Any, protocol: Protocol) -> None:
    def sized(role: str) -> list[Record]:
        return [
            *result("s1", "ketamine", n="20", n_role=role, mean="12.5", sd="6.1"),
            *result("s1", "placebo", n="22", n_role="analysed", mean="16.0", sd="7.3"),
        ]

    (note,) = derive(sized("randomised"), [], md(protocol)).problems
    assert (note.code, note.severity.name) == ("n_randomised", "note")
    assert derive(sized("analysed"), [], md(protocol)).problems == ()
