"""Each rule on records with an error that was really published or made, and with clean numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curate.check.rules import check_on_request, check_records, flagged_studies
from curate.model.problem import Severity
from curate.model.protocol import Outcome, Protocol
from curate.model.record import Record, Study

from .conftest import codes

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


def test_an_sd_typed_as_an_se(result: Any, found: Any) -> None:
    assert found(result("s1", "ketamine", n="40", mean="22.0", se="1.4")) == []
    assert codes(found(result("s1", "ketamine", n="40", mean="22.0", se="8.9"))) == ["sd_for_se"]


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


# --- changes, arms, whole numbers


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


# --- the order of what is told


def test_problems_come_errors_first(result: Any, found: Any) -> None:
    problems = found(
        result("s", "ketamine", n="10", mean="-3", sd="5"),
        result("s", "placebo", n="10", mean="12", sd="0"),
    )
    assert [p.severity for p in problems] == [Severity.error, Severity.warning]


def test_one_control_group_in_two_studies(result: Any, found: Any) -> None:
    """Two doses of one trial, published apart, each against the same placebo group."""
    records = [
        result("high", "ketamine", n="20", mean="12.31", sd="6.12"),
        result("high", "placebo", n="21", mean="15.07", sd="6.40"),
        result("low", "ketamine", n="22", mean="13.11", sd="5.92"),
    ]
    (problem,) = found(*records, result("low", "placebo", n="21", mean="15.07", sd="6.40"))
    assert (problem.code, problem.study) == ("duplicate_arms", "low")
    assert "also those of high, placebo" in problem.what
    assert found(*records, result("low", "placebo", n="23", mean="15.07", sd="6.40")) == []


def test_a_rate_typed_as_a_number_of_events(result: Any, found: Any) -> None:
    place = {"outcome": "nausea", "basis": "", "person_time": "120"}
    (problem,) = found(result("s", "ketamine", **place, event_count="12.4"))
    assert (problem.code, problem.what) == ("n_not_count", "event_count = 12.4 is no number of events")
    assert found(result("s", "ketamine", **place, event_count="12")) == []
