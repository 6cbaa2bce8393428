"""From records to effects: what is used, what is refused, and what is said about it."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import Any

import pytest

from curate.effects.counts import odds_ratio
from curate.effects.derive import Derivation, derive
from curate.effects.measures import standardised_mean_difference
from curate.errors import ProtocolError, UnknownName
from curate.model.ids import content_id
from curate.model.problem import Severity
from curate.model.protocol import PROFILES, Comparison, PoolOptions, Protocol, Rule
from curate.model.record import Record, Study

from .derived import arms, codes, only, with_comparison

__all__ = ["arms"]


def test_an_effect_knows_its_formula_and_inputs(arms: list[Record], protocol: Protocol) -> None:
    derivation = derive(arms, [Study("s1", "Feder 2014")], protocol)
    effect = only(derivation)
    expected = standardised_mean_difference(12.5, 6.1, 20, 16.0, 7.3, 22)
    assert (effect.yi, effect.vi) == (float(expected.yi), float(expected.vi))
    assert effect.formula == "SMD; exact J; variance LS"
    assert effect.options == (("j", "exact"), ("smd_variance", "LS"))
    assert [entry.role for entry in effect.inputs] == ["m1", "sd1", "n1", "m2", "sd2", "n2"]
    assert {entry.record for entry in effect.inputs} == {record.key for record in arms}
    assert all(entry.reading.startswith("rd_") for entry in effect.inputs)
    assert (effect.study_name, effect.n1, effect.n2) == ("Feder 2014", 20, 22)
    assert derivation.problems == ()
    assert derivation.pooled("dep") == (effect,)


def test_the_same_records_give_the_same_id(arms: list[Record], protocol: Protocol) -> None:
    assert only(derive(arms, [], protocol)).id == only(derive(arms, [], protocol)).id
    effect = only(derive(arms, [], protocol))
    assert effect.id == content_id(
        "ef", asdict(effect)
    )  # whatever is in it makes the id, and stored ones stay
    other = with_comparison(protocol, options=(("smd_variance", "UB"),))
    assert only(derive(arms, [], protocol)).id != only(derive(arms, [], other)).id


def test_the_comparison_overrides_the_options_of_the_review(
    arms: list[Record], protocol: Protocol
) -> None:
    protocol = replace(protocol, options=PoolOptions(smd_variance="LS2"))
    assert "variance LS2" in only(derive(arms, [], protocol)).formula
    overridden = with_comparison(protocol, options=(("smd_variance", "UB"),))
    assert "variance UB" in only(derive(arms, [], overridden)).formula


def test_mistaken_options_are_all_listed(arms: list[Record], protocol: Protocol) -> None:
    options = (("smd_variance", "XX"), ("levle", "90"), ("level", "many"))
    with pytest.raises(ProtocolError) as error:
        derive(arms, [], with_comparison(protocol, options=options))
    assert len(error.value.details) == 3


def test_an_unknown_measure_is_refused(arms: list[Record], protocol: Protocol) -> None:
    with pytest.raises(UnknownName):
        derive(arms, [], with_comparison(protocol, measure="XYZ"))


def test_sd_from_se_and_from_the_interval_of_a_mean(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="16", mean="12", se="1.5"),
        *result("s1", "placebo", n="16", mean="15", ci_low="12", ci_high="18", ci_level=90.0),
    ]
    effect = only(derive(records, [], with_comparison(protocol, measure="MD")))
    half_width = 3 / 1.7530503556925547  # t with 15 df, 95th percentile, from printed tables 1.753
    assert effect.yi == -3
    assert effect.vi == pytest.approx(1.5**2 + half_width**2, rel=1e-12)
    assert "sd1 from se1" in effect.formula
    assert "sd2 from the 90% CI of the mean" in effect.formula
    assert "se1" in [entry.role for entry in effect.inputs]


def test_an_interval_without_its_level_may_be_refused(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="16", mean="12", sd="4"),
        *result("s1", "placebo", n="16", mean="15", ci_low="12", ci_high="18"),
    ]
    assert "95% CI" in only(derive(records, [], protocol)).formula
    strict = with_comparison(protocol, options=(("ci_level_printed", "0"),))
    assert "level is not reported" in only(derive(records, [], strict)).left_out


def test_the_se_of_an_adjusted_mean_is_not_multiplied(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", adjusted="yes", n="16", mean="12", se="1.5"),
        *result("s1", "placebo", adjusted="yes", n="16", mean="15", se="1.4"),
    ]
    effect = only(derive(records, [], protocol))
    assert effect.yi is None
    assert "adjusted mean" in effect.left_out


def test_a_missing_sd_leaves_the_study_out_by_name(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="16", mean="12"),
        *result("s1", "ketamine", sd="1", status="not_reported"),
        *result("s1", "placebo", n="16", mean="15", sd="4"),
    ]
    derivation = derive(records, [], protocol)
    assert only(derivation).left_out == "sd is not reported in ketamine"
    assert codes(derivation) == ["not_computable"]
    assert derivation.problems[0].study == "s1"
    assert derivation.pooled("dep") == ()


def test_a_bound_is_no_number(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="16", mean="12", sd="<5"),
        *result("s1", "placebo", n="16", mean="15", sd="4"),
    ]
    assert "sd is missing" in only(derive(records, [], protocol)).left_out


def test_a_study_with_one_arm_only_is_listed(result: Any, protocol: Protocol) -> None:
    derivation = derive(result("s1", "ketamine", n="16", mean="12", sd="4"), [], protocol)
    assert only(derivation).left_out == "no result of the control arm"


def test_a_study_without_the_outcome_makes_no_effect(result: Any, protocol: Protocol) -> None:
    derivation = derive(result("s1", "ketamine", outcome="anxiety", n="16", mean="12"), [], protocol)
    assert derivation == Derivation((), ())


def test_records_below_the_basis_of_truth_are_not_used(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", truth="program_only", n="20", mean="12", sd="6"),
        *result("s1", "placebo", truth="double_agreed", n="20", mean="15", sd="6"),
    ]
    assert "3 of its values stand below verified" in only(derive(records, [], protocol)).left_out
    lowered = replace(protocol, basis_of_truth="program_only")
    assert not only(derive(records, [], lowered)).left_out


@pytest.mark.parametrize(
    ("dimension", "change", "order"),
    [
        ("timepoint", {"timepoint": "day"}, ("day", "end")),
        ("basis", {"basis": "change"}, ("change",)),
        ("adjusted", {"adjusted": "yes"}, ("yes", "no")),
        ("analysis_set", {"analysis_set": "PP"}, ("PP",)),
        ("outcome", {"outcome": "anxiety"}, ("anxiety", "depression")),
    ],
)
def test_people_count_once_until_a_rule_picks(
    arms: list[Record],
    result: Any,
    protocol: Protocol,
    dimension: str,
    change: dict[str, str],
    order: tuple[str, ...],
) -> None:
    other = [
        *result("s1", "ketamine", **change, n="20", mean="2.5", sd="6.1"),
        *result("s1", "placebo", **change, n="22", mean="6.5", sd="7.3"),
    ]
    wide = with_comparison(
        protocol, timepoints=("end", "day"), basis="any", outcomes=("depression", "anxiety")
    )
    refused = derive([*arms, *other], [], wide)
    assert codes(refused) == ["counted_twice"]
    assert refused.problems[0].severity is Severity.error
    assert dimension in refused.problems[0].what
    assert only(refused).yi is None

    ruled = replace(wide, rules=(Rule(dimension, "prefer", order),))
    picked = only(derive([*arms, *other], [], ruled))
    assert {entry.record for entry in picked.inputs} == {record.key for record in other}
    assert f"{dimension} {order[0]} preferred" in picked.formula


def test_an_empty_order_means_the_comparisons_own(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    other = [
        *result("s1", "ketamine", timepoint="day", n="20", mean="2.5", sd="6.1"),
        *result("s1", "placebo", timepoint="day", n="22", mean="6.5", sd="7.3"),
    ]
    wide = replace(
        with_comparison(protocol, timepoints=("day", "end")), rules=(Rule("timepoint", "prefer"),)
    )
    assert only(derive([*arms, *other], [], wide)).timepoint == "day"


def test_a_rule_of_the_comparison_goes_before_a_general_one(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    other = [
        *result("s1", "ketamine", basis="change", n="20", mean="2.5", sd="6.1"),
        *result("s1", "placebo", basis="change", n="22", mean="6.5", sd="7.3"),
    ]
    rules = (Rule("basis", "prefer", ("change",)), Rule("basis", "prefer", ("final",), "dep"))
    wide = replace(with_comparison(protocol, basis="any"), rules=rules)
    assert only(derive([*arms, *other], [], wide)).basis == "final"


def test_a_shared_control_is_refused_until_arms_are_combined(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    records = [*arms, *result("s1", "esketamine", n="18", mean="11.0", sd="5.5")]
    refused = derive(records, [], protocol)
    assert codes(refused) == ["counted_twice"]
    assert "would count twice" in refused.problems[0].what

    combined = only(derive(records, [], replace(protocol, rules=(Rule("arm", "combine"),))))
    assert combined.n1 == 38
    assert "2 arms combined as group 1" in combined.formula
    assert {"m1.1", "sd1.2", "n1.2", "m2"} <= {entry.role for entry in combined.inputs}

    preferred = replace(protocol, rules=(Rule("arm", "prefer", ("esketamine",)),))
    assert only(derive(records, [], preferred)).n1 == 18


def test_arms_reported_together_are_used_only_where_they_are_not_reported_singly(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    pooled = result("s1", "esketamine+ketamine", n="38", mean="11.8", sd="5.9")
    assert only(derive([*arms, *pooled], [], protocol)).n1 == 20
    assert only(derive([*pooled, *arms[3:]], [], protocol)).n1 == 38


def test_two_reports_of_one_study_are_refused_until_one_is_preferred(
    result: Any, protocol: Protocol
) -> None:
    records = [
        *result("s1", "ketamine", report="aaaa", n="20", mean="12.5", sd="6.1"),
        *result("s1", "ketamine", report="bbbb", n="19", mean="12.4", sd="6.0"),
        *result("s1", "placebo", n="22", mean="16.0", sd="7.3"),
    ]
    assert codes(derive(records, [], protocol)) == ["counted_twice"]
    ruled = replace(protocol, rules=(Rule("report", "prefer", ("bb",)),))
    assert only(derive(records, [], ruled)).n1 == 19


def test_the_analysed_n_goes_before_the_randomised_one(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n_role="randomised", n="25"),
        *result("s1", "ketamine", n_role="analysed", n="20", mean="12.5", sd="6.1"),
        *result("s1", "placebo", n="22", mean="16.0", sd="7.3"),
    ]
    assert only(derive(records, [], protocol)).n1 == 20


def test_binary_outcomes_from_events_and_from_percent(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", outcome="nausea", basis="", events="10", total="15"),
        *result("s1", "placebo", outcome="nausea", basis="", percent="20", n="15"),
    ]
    binary = with_comparison(protocol, outcomes=("nausea",), measure="OR")
    effect = only(derive(records, [], binary))
    assert effect.yi == float(odds_ratio(10, 15, 3, 15).yi)
    assert "events2 from percent2" in effect.formula
    assert effect.options == (("zero_cells", "only0"),)


def test_a_percentage_that_fits_two_counts_is_not_guessed(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", outcome="nausea", basis="", events="40", total="150"),
        *result("s1", "placebo", outcome="nausea", basis="", percent="17", n="151"),
    ]
    binary = with_comparison(protocol, outcomes=("nausea",), measure="OR")
    assert "not one number of people" in only(derive(records, [], binary)).left_out


def test_double_zero_trials_are_dropped_and_listed(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", outcome="nausea", basis="", events="0", total="15"),
        *result("s1", "placebo", outcome="nausea", basis="", events="0", total="14"),
    ]
    ratio = derive(records, [], with_comparison(protocol, outcomes=("nausea",), measure="RR"))
    assert only(ratio).left_out.startswith("double-zero")
    assert codes(ratio) == ["double_zero"]
    difference = derive(records, [], with_comparison(protocol, outcomes=("nausea",), measure="RD"))
    assert only(difference).left_out == ""


def test_an_smd_on_a_scale_of_the_other_direction_is_reversed_on_record(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    records = [
        *arms,
        *result("s2", "ketamine", outcome="wellbeing", n="20", mean="60", sd="10"),
        *result("s2", "placebo", outcome="wellbeing", n="20", mean="50", sd="10"),
    ]
    mixed = with_comparison(protocol, outcomes=("depression", "wellbeing"))
    derivation = derive(records, [], mixed)
    assert [effect.yi is not None and effect.yi < 0 for effect in derivation.effects] == [True, True]
    assert "sign reversed" in derivation.effects[1].formula
    assert codes(derivation) == ["mixed_directions"]

    points = derive(
        records, [], replace(mixed, comparisons=(replace(mixed.comparisons[0], measure="MD"),))
    )
    assert points.effects[1].left_out
    assert points.problems[0].severity is Severity.error


def test_a_comparison_of_two_outcomes_takes_each_study_once(
    arms: list[Record], result: Any, protocol: Protocol
) -> None:
    records = [
        *arms,
        *result("s2", "ketamine", outcome="anxiety", n="20", mean="30", sd="10"),
        *result("s2", "placebo", outcome="anxiety", n="20", mean="35", sd="10"),
    ]
    wide = with_comparison(protocol, outcomes=("depression", "anxiety"))
    assert [effect.outcome for effect in derive(records, [], wide).effects] == ["depression", "anxiety"]


def test_subgroups_are_not_pooled_beside_their_whole(arms: list[Record], protocol: Protocol) -> None:
    women = [replace(record, subgroup="women", result_key=f"w{record.result_key}") for record in arms]
    assert derive(women, [], protocol).effects == ()
    assert only(derive([*arms, *women], [], protocol)).yi is not None


def test_comparisons_are_independent(arms: list[Record], protocol: Protocol) -> None:
    first = protocol.comparisons[0]
    second = Comparison(
        **{**{f: getattr(first, f) for f in first.__slots__}, "code": "md", "measure": "MD"}
    )
    derivation = derive(arms, [], replace(protocol, comparisons=(first, second)))
    assert [effect.measure for effect in derivation.effects] == ["SMD", "MD"]


def test_rates_come_from_events_and_person_time(result: Any, protocol: Protocol) -> None:
    protocol = with_comparison(protocol, outcomes=("nausea",), measure="IRR")
    records = [
        *result("s1", "ketamine", outcome="nausea", basis="", event_count="8", person_time="120.5"),
        *result("s1", "placebo", outcome="nausea", basis="", event_count="3", person_time="118"),
        *result("s2", "ketamine", outcome="nausea", basis="", events="0", person_time="40"),
        *result("s2", "placebo", outcome="nausea", basis="", events="0", person_time="41"),
    ]
    found = derive(records, [], protocol)
    first, second = found.effects
    assert first.yi == pytest.approx(math.log((8 / 120.5) / (3 / 118)), rel=1e-14)
    assert first.vi == pytest.approx(1 / 8 + 1 / 3, rel=1e-14)
    assert [entry.role for entry in first.inputs] == ["x1", "t1", "x2", "t2"]
    assert second.left_out == "double-zero: no-one in either group had an event"


def test_a_profile_sets_the_conventions_of_the_effects(arms: list[Record], protocol: Protocol) -> None:
    revman = replace(protocol, options=PROFILES["cochrane-revman"])
    effect = only(derive(arms, [], revman))
    assert effect.options == (("j", "approximate"), ("smd_variance", "revman"))
    expected = standardised_mean_difference(12.5, 6.1, 20, 16.0, 7.3, 22, "revman", "approximate")
    assert (effect.yi, effect.vi) == (float(expected.yi), float(expected.vi))
    own = with_comparison(revman, options=(("smd_variance", "LS"),))
    assert only(derive(arms, [], own)).options == (("j", "approximate"), ("smd_variance", "LS"))
    other = with_comparison(protocol, options=(("profile", "cochrane-revman"),))
    assert only(derive(arms, [], other)) == effect
