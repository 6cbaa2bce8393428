"""Each rule with an error that was really published or made, and with clean numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.check.rules import check_effects, check_on_request, check_records, flagged_studies
from curate.effects.derive import derive
from curate.model.problem import Problem, Severity
from curate.model.protocol import Outcome, Protocol
from curate.model.record import Record, Study


@pytest.fixture
def found(protocol: Protocol) -> Any:
    """Return the codes that the rules on records report."""

    def run(*results: list[Record], studies: tuple[Study, ...] = ()) -> list[Problem]:
        records = [record for records in results for record in records]
        return check_records(records, studies, protocol)

    return run


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


# --- the published example


def test_se_typed_as_sd_is_found_unasked_in_a_published_review(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    """Marchi et al. (2022), doi 10.3389/fnins.2022.1011103: four of 17 trials, and one anxiety scale."""
    problems = check_records(ketamine_records, [], ketamine_protocol)
    depression = [p for p in problems if p.where.endswith(", depression")]
    assert flagged_studies(depression, "se_for_sd") == {
        "Zhong 2016",
        "Singh 2015",
        "Zhang 2018",
        "Kheirabadi 2019",
    }
    assert flagged_studies(problems, "se_for_sd") - flagged_studies(depression, "se_for_sd") == {
        "Anderson 2017"  # CAS: SD 4.62 in one arm, 0.89 in the other
    }


def test_the_four_are_found_whatever_the_protocol_knows_of_the_scale(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    for maximum in (None, 52, 60, 63, 100):
        scales = (Outcome("depression", "Depression", minimum=0, maximum=maximum),)
        problems = check_records(ketamine_records, [], replace(ketamine_protocol, outcomes=scales))
        depression = [p for p in problems if p.where.endswith(", depression")]
        assert len(flagged_studies(depression, "se_for_sd")) == 4, maximum


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


# --- one standard error, several disguises


def test_the_same_numbers_as_sd_and_as_se(result: Any, protocol: Protocol) -> None:
    """Artin: PCL-5 54.4 ± 2 before and 42.3 ± 2.5 after, n = 35: nobody differs by so little."""
    pcl5 = replace(protocol, outcomes=(Outcome("pcl5", "PCL-5", minimum=0, maximum=80),))
    for statistic, expected in (("sd", {"Artin"}), ("se", set())):
        before = result("Artin", "ketamine", outcome="pcl5", basis="baseline", n="35", mean="54.4")
        before += result("Artin", "ketamine", outcome="pcl5", basis="baseline", **{statistic: "2"})
        after = result("Artin", "ketamine", outcome="pcl5", n="35", mean="42.3", **{statistic: "2.5"})
        problems = check_records([*before, *after], [], pcl5)
        assert flagged_studies(problems, "se_for_sd") == expected


def sisters(result: Any) -> list[list[Record]]:
    sds = (("a", "9.1", "10.2"), ("b", "12.0", "11.1"), ("c", "8.4", "9.9"), ("d", "14.2", "12.5"))
    return [
        rows
        for name, one, two in sds
        for rows in (
            result(name, "ketamine", n="30", mean="18", sd=one),
            result(name, "placebo", n="31", mean="22", sd=two),
        )
    ]


def test_clean_trials_are_not_suspected(result: Any, found: Any) -> None:
    assert found(*sisters(result)) == []


def test_an_sd_that_grew_by_the_root_of_n_between_two_visits(result: Any, found: Any) -> None:
    problems = found(
        result("s", "ketamine", timepoint="day", n="25", mean="21", sd="8.2"),
        result("s", "ketamine", timepoint="end", n="25", mean="19", sd="1.7"),
    )
    assert codes(problems) == ["se_for_sd"]
    assert "8.5 if it is an SE" in problems[0].what


def test_sds_that_shrink_with_the_mean_near_the_floor_are_natural(result: Any, found: Any) -> None:
    """The anxiety scores of Domany 2020 in the example: 3.75 (1.64) and 16.45 (6.79), n 9 each."""
    problems = found(
        result("Domany", "ketamine", outcome="anxiety", n="9", mean="3.75", sd="1.64"),
        result("Domany", "placebo", outcome="anxiety", n="9", mean="16.45", sd="6.79"),
    )
    assert "se_for_sd" not in codes(problems)


# --- intervals, p values, signs


def test_a_published_estimate_outside_its_interval(result: Any, found: Any) -> None:
    """Almeida et al. (2024), doi 10.36131/cnfioritieditore20240102: 0.25 [0.57, 17.02], p = 0.0363."""
    problems = found(
        result("Almeida", "ketamine", "placebo", smd="0.25", ci_low="0.57", ci_high="17.02", p="0.0363")
    )
    assert codes(problems) == ["ci_excludes_estimate", "p_mismatch"]
    assert problems[0].severity is Severity.error


def test_a_published_misprint_of_an_interval(result: Any, found: Any) -> None:
    """Sicignano et al. (2023): time to relapse 15.74 [3.57 to 29.91]; the middle is 16.74."""
    place = ("Sicignano", "ketamine", "placebo")
    assert codes(found(result(*place, md="15.74", ci_low="3.57", ci_high="29.91"))) == ["ci_asymmetric"]
    assert found(result(*place, md="16.74", ci_low="3.57", ci_high="29.91")) == []


@pytest.mark.parametrize(
    ("statistic", "estimate", "low", "high"),
    [
        # Sicignano et al. (2023): differences and odds ratios as printed
        ("md", "-10.63", "-14.95", "-6.32"),
        ("md", "-6.13", "-8.61", "-3.64"),
        ("md", "-6.33", "-8.97", "-3.69"),
        ("or_", "5.85", "1.32", "25.95"),
        ("or_", "3.83", "1.28", "11.41"),
        ("or_", "7.57", "1.00", "57.10"),
        # Borgogna et al. (2024)
        ("smd", "0.27", "0.03", "0.51"),
        ("smd", "0.24", "-0.30", "0.78"),
    ],
)
def test_published_intervals_that_are_right(
    result: Any, found: Any, statistic: str, estimate: str, low: str, high: str
) -> None:
    values = {statistic: estimate, "ci_low": low, "ci_high": high}
    assert found(result("s", "ketamine", "placebo", **values)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"md": "12.7", "ci_low": "2.5", "ci_high": "22.8", "p": "0.02"},  # Feder et al. 2014
        {"md": "-11.88", "se": "3.96", "p": "0.004"},  # Feder et al. 2021
        {"md": "-11.88", "se": "3.96", "p": "<0.05"},
        {"or_": "3.83", "ci_low": "1.28", "ci_high": "11.41", "p": "0.016"},
    ],
)
def test_p_values_that_follow(result: Any, found: Any, values: dict[str, str]) -> None:
    assert found(result("s", "ketamine", "placebo", **values)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"md": "-11.88", "se": "3.96", "p": "0.4"},
        {"md": "-11.88", "se": "3.96", "p": ">0.05"},
        {"md": "1.0", "ci_low": "-2.0", "ci_high": "4.0", "p": "<0.01"},
    ],
)
def test_p_values_that_do_not_follow(result: Any, found: Any, values: dict[str, str]) -> None:
    assert codes(found(result("s", "ketamine", "placebo", **values))) == ["p_mismatch"]


def test_a_difference_printed_with_the_sign_of_benefit(result: Any, found: Any) -> None:
    """Feder et al. (2014) print the IES-R difference as 12.7, positive for benefit."""
    arms = [
        result("Feder", "ketamine", n="22", mean="20.1", sd="12.0"),
        result("Feder", "placebo", n="19", mean="32.8", sd="13.0"),
    ]
    printed = result("Feder", "ketamine", "placebo", md="12.7", ci_low="2.5", ci_high="22.9")
    assert codes(found(*arms, printed)) == ["sign_mismatch"]
    turned = result("Feder", "placebo", "ketamine", md="12.7", ci_low="2.5", ci_high="22.9")
    assert found(*arms, turned) == []


# --- single values


def test_totals_above_the_scale(result: Any, found: Any, protocol: Protocol) -> None:
    """A public trial file holds BDI totals from 21 to 69: its items are coded from 1, BDI ends at 63."""
    bdi = Outcome("bdi", "BDI", minimum=0, maximum=63)
    records = result("KPE", "ketamine", outcome="bdi", n="13", mean="44", sd="12", min="21", max="69")
    problems = check_records(records, [], replace(protocol, outcomes=(bdi,)))
    assert codes(problems) == ["mean_outside_scale"]
    assert problems[0].severity is Severity.error


def test_a_negative_mean_is_a_change_score(result: Any, found: Any) -> None:
    """Fedgchin et al. (2019) in the example: -19 and -14.8 among final scores."""
    problems = found(result("Fedgchin", "ketamine", n="115", mean="-19", sd="13.86"))
    assert codes(problems) == ["mean_outside_scale"]
    assert problems[0].severity is Severity.warning
    assert "change score" in problems[0].hint
    assert found(result("Fedgchin", "ketamine", basis="change", n="115", mean="-19", sd="13.86")) == []


def test_a_change_longer_than_the_scale(result: Any, found: Any) -> None:
    problems = found(result("s", "ketamine", basis="change", n="10", mean="-61", sd="9"))
    assert "mean_outside_scale" in codes(problems)


def test_an_sd_that_no_scores_can_have(result: Any, found: Any) -> None:
    """Almeida et al. (2024): d = 0.25 of a difference of 8.8 implies an SD of 35 on a scale of 0 to 80."""
    assert codes(found(result("s", "ketamine", n="140", mean="20", sd="35.2"))) == ["sd_over_range"]
    assert found(result("s", "ketamine", n="140", mean="20", sd="27")) == []
    assert found(result("s", "ketamine", basis="change", n="140", mean="-10", sd="35.2")) == []


def test_spreads_that_are_not_above_zero(result: Any, found: Any) -> None:
    assert codes(found(result("s", "ketamine", n="10", mean="12", sd="0"))) == ["sd_not_positive"]
    assert codes(found(result("s", "ketamine", n="10", mean="12", se="-1.2"))) == ["sd_not_positive"]


def test_people_are_whole(result: Any, found: Any) -> None:
    assert codes(found(result("s", "ketamine", n="10.5", mean="12", sd="4"))) == ["n_not_count"]


def test_more_events_than_people(result: Any, found: Any) -> None:
    place = {"outcome": "nausea", "basis": ""}
    assert codes(found(result("s", "ketamine", **place, events="16", total="15"))) == [
        "events_over_total"
    ]
    assert codes(found(result("s", "ketamine", **place, percent="107", n="15"))) == ["events_over_total"]


def test_percentages_and_counts(result: Any, found: Any) -> None:
    """Feder et al. (2021): response 67% against 20% of 15 people each, 10 and 3."""
    place = {"outcome": "nausea", "basis": ""}
    assert found(result("s", "ketamine", **place, events="10", total="15", percent="67")) == []
    assert found(result("s", "ketamine", **place, events="10", total="15", percent="66")) == []  # cut
    wrong = result("s", "ketamine", **place, events="10", total="15", percent="76")
    assert codes(found(wrong)) == ["percent_mismatch"]


def test_more_people_analysed_than_randomised(result: Any, found: Any) -> None:
    """Abdallah et al. (2022): 158 randomised in the paper; the registry's arms hold 55, 55 and 53."""
    arms = [
        result("Abdallah", "ketamine", n="55", mean="30", sd="12"),
        result("Abdallah", "esketamine", n="55", mean="31", sd="12"),
        result("Abdallah", "placebo", n="53", mean="33", sd="12"),
    ]
    paper = Study("Abdallah", "Abdallah 2022", n_randomised=158)
    assert codes(found(*arms, studies=(paper,))) == ["n_over_randomised"]
    assert found(*arms, studies=(replace(paper, n_randomised=163),)) == []
    assert found(*arms, studies=(replace(paper, design="crossover"),)) == []


def test_the_n_of_an_arm_against_its_own_randomised_n(result: Any, found: Any) -> None:
    records = [
        *result("s", "ketamine", n_role="randomised", n="20"),
        *[
            replace(record, key=f"{record.key}:analysed")
            for record in result("s", "ketamine", n_role="analysed", n="22")
        ],
    ]
    assert codes(found(records)) == ["n_over_randomised"]


def test_n_that_differs_between_tables(result: Any, found: Any) -> None:
    """Domany 2020 in the example: 7 people per arm for depression, 9 for anxiety."""
    problems = found(
        result("Domany", "ketamine", outcome="depression", n="7"),
        result("Domany", "ketamine", outcome="anxiety", n="9"),
    )
    assert codes(problems) == ["n_differs"]
    assert problems[0].severity is Severity.note


# --- effects


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


def test_problems_come_errors_first(result: Any, found: Any) -> None:
    problems = found(
        result("s", "ketamine", n="10", mean="-3", sd="5"),
        result("s", "placebo", n="10", mean="12", sd="0"),
    )
    assert [p.severity for p in problems] == [Severity.error, Severity.warning]


# --- tests, widths, changes


@pytest.mark.parametrize(
    ("values", "follows"),
    [
        ({"t": "2.20", "df": "28", "p": "0.036"}, True),
        ({"t": "2.20", "df": "28", "p": "0.018"}, True),  # one-sided
        ({"t": "2.20", "df": "28", "p": "<0.05"}, True),
        ({"f": "4.84", "df": "28", "p": "0.04"}, True),
        ({"chi2": "7.2", "df": "3", "p": "0.066"}, True),
        ({"z": "1.96", "p": "0.05"}, True),
        ({"r": "0.37", "df": "28", "p": "0.044"}, True),
        ({"t": "2.20", "df": "28", "p": "0.36"}, False),
        ({"t": "1.31", "df": "96", "p": "<0.05"}, False),
        ({"chi2": "7.2", "df": "3", "p": "0.006"}, False),
    ],
)
def test_p_of_a_test(result: Any, found: Any, values: dict[str, str], follows: bool) -> None:
    """Values of statcheck's own examples (Nuijten et al. 2016), worked out at 50 digits."""
    problems = found(result("s1", "ketamine", "placebo", **values))
    assert codes(problems) == ([] if follows else ["p_not_of_test"])


def test_the_width_of_an_interval_of_a_mean(result: Any, found: Any) -> None:
    right = {
        "n": "25",
        "mean": "32.0",
        "sd": "4.85",
        "ci_low": "30.0",
        "ci_high": "34.0",
    }  # Handbook 6.5.2.2
    assert found(result("s1", "ketamine", ci_level=95.0, **right)) == []
    wrong = right | {"sd": "0.97"}
    assert "ci_width" in codes(found(result("s1", "ketamine", ci_level=95.0, **wrong)))
    adjusted = result("s1", "ketamine", ci_level=95.0, adjusted="yes", **wrong)
    assert "ci_width" not in codes(found(adjusted))


def test_changes_that_do_not_add_up(result: Any, found: Any) -> None:
    """Handbook 6.5.2.8: SDs 6.4, 7.1 and 4.5 give r = 0.78."""
    first = result("s1", "ketamine", basis="baseline", timepoint="start", n="50", mean="15.2", sd="6.4")
    final = result("s1", "ketamine", n="50", mean="16.2", sd="7.1")
    right = result("s1", "ketamine", basis="change", n="50", mean="1.0", sd="4.5")
    assert found(first, final, right) == []
    turned = found(first, final, result("s1", "ketamine", basis="change", n="50", mean="-1.0", sd="4.5"))
    assert codes(turned) == ["change_mismatch"]
    assert "turn the sign" in turned[0].hint
    wide = found(first, final, result("s1", "ketamine", basis="change", n="50", mean="1.0", sd="14.5"))
    assert codes(wide) == ["change_correlation"]
    others = result("s1", "ketamine", basis="change", n="44", mean="2.0", sd="4.5")
    assert codes(found(first, final, others)) == ["n_differs"]  # of other people: a note, no more


def test_arms_that_do_not_add_up(result: Any, found: Any) -> None:
    one = result("s1", "ketamine", outcome="nausea", basis="", events="4", n="20")
    two = result("s1", "esketamine", outcome="nausea", basis="", events="3", n="21")
    both = result("s1", "ketamine+esketamine", outcome="nausea", basis="", events="7", n="41")
    assert found(one, two, both) == []
    wrong = result("s1", "ketamine+esketamine", outcome="nausea", basis="", events="9", n="41")
    assert codes(found(one, two, wrong)) == ["arms_not_summing"]


def test_the_same_digits_in_two_arms(result: Any, found: Any) -> None:
    one = result("s1", "ketamine", n="20", mean="12.43", sd="6.18")
    assert codes(found(one, result("s1", "placebo", n="22", mean="12.43", sd="6.18"))) == [
        "duplicate_arms"
    ]
    assert found(one, result("s1", "placebo", n="22", mean="12.43", sd="6.21")) == []
    short = [result("s1", arm, n="20", mean="12", sd="6") for arm in ("ketamine", "placebo")]
    assert found(*short) == []


def test_baselines_beyond_chance(result: Any, found: Any) -> None:
    def arm(name: str, mean: str) -> list[Record]:
        return list(result("s1", name, basis="baseline", timepoint="start", n="40", mean=mean, sd="6.0"))

    assert found(arm("ketamine", "30.1"), arm("placebo", "32.4")) == []
    assert codes(found(arm("ketamine", "30.1"), arm("placebo", "36.4"))) == ["baseline_imbalance"]


def test_too_equal_is_said_on_request_only(result: Any, found: Any, protocol: Protocol) -> None:
    outcomes = tuple(Outcome(f"o{n}", f"Score {n}") for n in range(12))
    wide = replace(protocol, outcomes=outcomes)
    records = [
        record
        for outcome in outcomes
        for name in ("ketamine", "placebo")
        for record in result(
            "s1",
            name,
            outcome=outcome.code,
            basis="baseline",
            timepoint="start",
            n="200",
            mean="30.12",
            sd="6.05",
        )
    ]
    assert "baseline_too_equal" not in codes(check_records(records, [], wide))
    assert codes(check_on_request(records, [], wide)) == ["baseline_too_equal"]
    assert check_on_request(records[:24], [], wide) == []


def test_whole_numbers(result: Any, protocol: Protocol) -> None:
    outcomes = (
        Outcome("depression", "MADRS", minimum=0, maximum=60, items=1),
        Outcome("yes", "Yes", minimum=0, maximum=1, items=1),
    )
    whole = replace(protocol, outcomes=outcomes)

    def told(**values: str) -> list[str]:
        return codes(check_records(result("s1", "ketamine", **values), [], whole))

    assert told(n="28", mean="5.18", sd="3.02") == []
    assert told(n="28", mean="5.19", sd="3.02") == ["grim"]
    assert told(n="5", mean="3.20", sd="1.30") == []
    assert told(n="5", mean="3.20", sd="1.41") == ["grimmer"]
    assert told(n="28", mean="5.19", adjusted="yes") == []
    assert codes(
        check_records(result("s1", "ketamine", outcome="yes", n="40", mean="0.35", sd="0.42"), [], whole)
    ) == ["debit", "grimmer"]
    assert (
        codes(check_records(result("s1", "ketamine", n="28", mean="5.19", sd="3"), [], protocol)) == []
    )


def test_an_sd_typed_as_an_se(result: Any, found: Any) -> None:
    assert found(result("s1", "ketamine", n="40", mean="22.0", se="1.4")) == []
    assert codes(found(result("s1", "ketamine", n="40", mean="22.0", se="8.9"))) == ["sd_for_se"]


def test_one_study_on_the_other_side_of_all_others(result: Any, protocol: Protocol) -> None:
    def trial(name: str, mean: str) -> list[Record]:
        one = result(name, "ketamine", n="60", mean=mean, sd="6.0")
        return [*one, *result(name, "placebo", n="60", mean="20.0", sd="6.2")]

    same = [record for n in range(4) for record in trial(f"s{n}", f"16.{n}")]
    turned = [*same, *trial("s9", "24.5")]
    assert check_effects(derive(same, [], protocol).effects, protocol) == []
    problems = check_effects(derive(turned, [], protocol).effects, protocol)
    assert [(p.code, p.study) for p in problems] == [("other_side", "s9")]
