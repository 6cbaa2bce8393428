"""Rules on effects that would be pooled together: published mixtures, scales, sides, and numbers that stand twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curate.check.rules import check_effects, check_records, flagged_studies
from curate.effects.derive import derive
from curate.model.problem import Severity
from curate.model.protocol import Protocol
from curate.model.record import Record

from .conftest import codes


def test_change_scores_among_final_ones_are_found_unasked(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    derivation = derive(ketamine_records, [], ketamine_protocol)
    problems = check_effects(derivation.effects, ketamine_protocol)
    mixed = [p for p in problems if p.code == "mixed_basis"]
    assert flagged_studies(mixed, "mixed_basis") == {"Fedgchin 2019", "Singh 2015", "Ochs-Ross 2020"}
    assert {p.severity for p in mixed} == {Severity.warning}  # the protocol says basis any

    strict = replace(
        ketamine_protocol,
        comparisons=tuple(replace(c, basis="final") for c in ketamine_protocol.comparisons),
    )
    again = check_effects(derive(ketamine_records, [], strict).effects, strict)
    assert {p.severity for p in again if p.code == "mixed_basis"} == {Severity.error}


def test_change_scores_are_found_where_the_protocol_does_not_know_the_scales(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    scales = tuple(replace(o, minimum=None, maximum=None) for o in ketamine_protocol.outcomes)
    unknown = replace(ketamine_protocol, outcomes=scales)
    problems = check_effects(derive(ketamine_records, [], unknown).effects, unknown)
    assert flagged_studies(problems, "mixed_basis") == {"Fedgchin 2019", "Singh 2015", "Ochs-Ross 2020"}


def test_a_scale_with_negative_scores_may_have_negative_means(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    scales = tuple(replace(o, minimum=-100.0) for o in ketamine_protocol.outcomes)
    open_ended = replace(ketamine_protocol, outcomes=scales)
    problems = check_effects(derive(ketamine_records, [], open_ended).effects, open_ended)
    assert flagged_studies(problems, "mixed_basis") == frozenset()


def test_extreme_effects_of_the_example(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    derivation = derive(ketamine_records, [], ketamine_protocol)
    problems = check_effects(derivation.effects, ketamine_protocol)
    assert flagged_studies(problems, "smd_extreme") == {"Zhong 2016", "Singh 2015", "Kheirabadi 2019"}
    assert flagged_studies(problems, "duplicate_effects") == frozenset()


def test_change_and_final_scores_as_recorded(result: Any, protocol: Protocol) -> None:
    records = [
        *result("a", "ketamine", n="20", mean="12", sd="6"),
        *result("a", "placebo", n="20", mean="15", sd="6"),
        *result("b", "ketamine", basis="change", n="20", mean="-9", sd="6"),
        *result("b", "placebo", basis="change", n="20", mean="-5", sd="6"),
    ]
    wide = replace(protocol, comparisons=(replace(protocol.comparisons[0], basis="any"),))
    problems = check_effects(derive(records, [], wide).effects, wide)
    assert [(p.code, p.severity, p.study) for p in problems] == [("mixed_basis", Severity.warning, "b")]
    ratio = replace(wide, comparisons=(replace(wide.comparisons[0], measure="ROM"),))
    better = [*records[:6], *(replace(r, number=abs(r.number or 0)) for r in records[6:])]
    problems = check_effects(derive(better, [], ratio).effects, ratio)
    assert [(p.code, p.severity) for p in problems] == [("mixed_basis", Severity.warning)]
    points = replace(wide, comparisons=(replace(wide.comparisons[0], measure="MD"),))
    problems = check_effects(derive(records, [], points).effects, points)
    assert [(p.code, p.severity) for p in problems] == [("mixed_basis", Severity.note)]
    assert check_effects(derive(records[:6], [], wide).effects, wide) == []
    assert check_effects(derive(records[6:], [], wide).effects, wide) == []


def test_mean_differences_on_two_scales(result: Any, protocol: Protocol) -> None:
    records = [
        *result("a", "ketamine", n="20", mean="12", sd="6"),
        *result("a", "placebo", n="20", mean="15", sd="6"),
        *result("b", "ketamine", outcome="anxiety", n="20", mean="42", sd="16"),
        *result("b", "placebo", outcome="anxiety", n="20", mean="45", sd="16"),
    ]
    both = replace(protocol.comparisons[0], outcomes=("depression", "anxiety"))
    for measure, expected in (("MD", ["mixed_scales"]), ("SMD", [])):
        wide = replace(protocol, comparisons=(replace(both, measure=measure),))
        assert codes(check_effects(derive(records, [], wide).effects, wide)) == expected


def test_two_studies_with_the_same_digits(result: Any, protocol: Protocol) -> None:
    records = [
        *result("a", "ketamine", n="20", mean="12.31", sd="6.12"),
        *result("a", "placebo", n="21", mean="15.07", sd="6.4"),
        *result("b", "ketamine", n="20", mean="12.31", sd="6.12"),
        *result("b", "placebo", n="21", mean="15.07", sd="6.4"),
    ]
    problems = check_effects(derive(records, [], protocol).effects, protocol)
    assert [(p.code, p.study) for p in problems] == [("duplicate_effects", "b")]


def test_one_study_on_the_other_side_of_all_others(result: Any, protocol: Protocol) -> None:
    def trial(name: str, mean: str) -> list[Record]:
        one = result(name, "ketamine", n="60", mean=mean, sd="6.0")
        return [*one, *result(name, "placebo", n="60", mean="20.0", sd="6.2")]

    same = [record for n in range(4) for record in trial(f"s{n}", f"16.{n}")]
    turned = [*same, *trial("s9", "24.5")]
    assert check_effects(derive(same, [], protocol).effects, protocol) == []
    problems = check_effects(derive(turned, [], protocol).effects, protocol)
    assert [(p.code, p.study) for p in problems] == [("other_side", "s9")]


def test_ratios_that_are_percent_logarithms_or_variances(result: Any, protocol: Protocol) -> None:
    """GMR 95.3% (88.1 to 103.1); O - E -8.4 with 1/V in the place of V; HR 12 (2 to 72) may be one."""
    place = {"outcome": "nausea", "basis": ""}
    records = [
        *result("a", "ketamine", "placebo", **place, hr="95.3", ci_low="88.1", ci_high="103.1"),
        *result("b", "ketamine", "placebo", **place, o_minus_e="-8.4", v="0.03"),
        *result("c", "ketamine", "placebo", **place, hr="12", ci_low="2", ci_high="72"),
        *result("d", "ketamine", "placebo", **place, hr="0.76", ci_low="0.55", ci_high="1.05"),
    ]
    ratio = replace(protocol.comparisons[0], outcomes=("nausea",), measure="HR")
    wide = replace(protocol, comparisons=(ratio,))
    problems = check_effects(derive(records, [], wide).effects, wide)
    assert flagged_studies(problems, "ratio_extreme") == {"a", "b"}


def test_mean_differences_in_two_units(result: Any, protocol: Protocol) -> None:
    def trial(name: str, unit: str, one: str, two: str) -> list[Record]:
        records = [
            *result(name, "ketamine", n="20", mean=one, sd="4.31"),
            *result(name, "placebo", n="20", mean=two, sd="4.42"),
        ]
        return [replace(record, unit=unit) for record in records]

    dose = [*trial("a", "mg/dL", "12.0", "13.0"), *trial("b", "mmol/L", "6.1", "6.5")]
    alike = [*trial("a", "min", "12.0", "13.0"), *trial("b", "Minutes", "16.1", "16.5")]
    unsaid = [*trial("a", "h", "12.0", "13.0"), *trial("b", "", "16.1", "16.5")]
    points = replace(protocol, comparisons=(replace(protocol.comparisons[0], measure="MD"),))
    (problem,) = check_records(dose, [], points)
    assert problem.code == "mixed_units"
    assert problem.what == "depression in several units: mg/dL (a); mmol/L (b)"
    for records, asked in ((alike, points), (unsaid, points), (dose, protocol)):
        assert check_records(records, [], asked) == []  # an SMD has no unit


def test_rate_differences_of_years_and_of_months(result: Any, protocol: Protocol) -> None:
    place = {"outcome": "nausea", "basis": ""}
    records = [
        replace(record, unit=unit if record.statistic == "person_time" else "")
        for study, unit, time in (("a", "person-years", "120"), ("b", "person-months", "1440"))
        for arm in ("ketamine", "placebo")
        for record in result(study, arm, **place, event_count="12", person_time=time)
    ]
    rate = replace(protocol.comparisons[0], outcomes=("nausea",), measure="IRD")
    for measure, expected in (("IRD", ["mixed_units"]), ("IRR", [])):
        asked = replace(protocol, comparisons=(replace(rate, measure=measure),))
        assert codes(check_records(records, [], asked)) == expected


def test_improvement_printed_as_positive_in_one_study(result: Any, protocol: Protocol) -> None:
    """A reduction of 9.1 and 5.2 among changes of -8 and -5: its difference, +3.9, would favour the control."""

    def trial(name: str, one: str, two: str) -> list[Record]:
        first = result(name, "ketamine", basis="change", n="20", mean=one, sd="8.1")
        return [*first, *result(name, "placebo", basis="change", n="20", mean=two, sd="8.4")]

    wide = replace(protocol, comparisons=(replace(protocol.comparisons[0], basis="change"),))
    others = [*trial("a", "-8.0", "-5.1"), *trial("b", "-7.2", "-6.0")]
    mixed = check_effects(derive([*others, *trial("c", "9.1", "5.2")], [], wide).effects, wide)
    assert [(p.code, p.study) for p in mixed] == [("change_signs", "c")]
    for last in (("-9.1", "-5.2"), ("-9.1", "0.4")):
        assert check_effects(derive([*others, *trial("c", *last)], [], wide).effects, wide) == []
