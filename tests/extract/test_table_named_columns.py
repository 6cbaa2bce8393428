"""Columns whose head, or whose neighbours, say what their numbers are: differences, limits, P values, people."""

import pytest

from curate.extract.tables.bearing.title_times import title_times
from curate.extract.tables.names.time_labels import times_in

from .headed import read, set_table, sides
from .sheet import Sheet, booktabs, sheet
from .test_table_shapes import page
from .told import bands, named

__all__ = ["page", "sheet"]

XS = [60, 200, 290, 380]


@pytest.mark.parametrize("dash", ["\u2013", " \u2013 ", "-"])
def test_two_heads_with_a_dash_between_them_are_the_difference_of_both(page, dash):
    found = set_table(
        page,
        [
            (["Mean % change over the study"], [200]),
            (["Scale", "WalkA", "WalkB", f"WalkA{dash}WalkB"], XS),
        ],
        [
            ["Pain", "-0.3", "-4.7", "4.4"],
            ["Sleep", "1.4", "0.4", "1.0"],
            ["Fatigue", "2.8", "-2.8", "5.6"],
        ],
        XS,
        rules=[(200, 440, 114)],
    )
    assert sides(found, "md") == {v: (("WalkA",), ("WalkB",)) for v in ("4.4", "1.0", "5.6")}
    assert sides(found, "mean")["-4.7"] == (("WalkB",), ())


def test_a_head_with_a_dash_that_is_no_pair_of_heads_stays_an_arm(page):
    found = set_table(
        page,
        [(["Scale, mean (SD)", "WalkA", "WalkB", "WalkA-WalkC"], XS)],
        [[name, "8.2 (1.2)", "8.7 (1.7)", "7.7 (1.6)"] for name in ("Pain", "Sleep", "Mood")],
        XS,
    )
    assert sides(found, "mean")["7.7"] == (("WalkA-WalkC",), ())


def test_pairs_of_arms_beside_the_p_of_them_all_have_p_values_though_rows_are_few(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Fit of three masks, mean \u00b1 SD",
        ["", "Cup", "Fold", "Valve", "P", "Cup vs. fold", "Fold vs. valve"],
        [
            [
                "Fit at rest",
                "73.7 \u00b1 9.6",
                "90.0 \u00b1 8.1",
                "87.5 \u00b1 9.3",
                ".002",
                "0.003",
                "0.012",
            ],
            [
                "Fit at work",
                "44.9 \u00b1 9.8",
                "93.2 \u00b1 9.7",
                "59.5 \u00b1 9.7",
                "<.001",
                "<0.001",
                "<0.001",
            ],
        ],
        [60, 140, 205, 270, 335, 385, 455],
    )
    got = named(sheet.read())
    assert {v for _, _, s, v in got if s == "p"} >= {"0.003", "0.012"}
    assert "md" not in {s for _, _, s, _ in got}


def test_both_columns_under_one_interval_are_its_limits(page):
    xs = [60, 180, 290, 350, 430]
    found = set_table(
        page,
        [
            (["Adjusted relative risk"], [180]),
            (["", "Point estimate", "95% Confidence interval", "P value"], [60, 180, 277, 430]),
        ],
        [
            ["Cough", "0.80", "0.65", "0.99", "0.04"],
            ["Fever", "0.71", "0.59", "0.85", "0.001"],
            ["Wheeze", "0.86", "0.72", "1.02", "0.09"],
        ],
        xs,
        rules=[(180, 460, 114), (277, 372, 126)],
    )
    assert set(sides(found, "ci_low")) == {"0.65", "0.59", "0.72"}
    assert set(sides(found, "ci_high")) == {"0.99", "0.85", "1.02"}


def test_a_proportion_printed_as_a_fraction_is_no_percentage(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Proportion of correct answers",
        ["Question", "Leaflet group", "Film group", "P"],
        [
            ["Cause", "0.32", "0.37", ".19"],
            ["Course", "0.68", "0.66", ".72"],
            ["Cure", "0.88", "0.87", ".58"],
        ],
        XS,
    )
    assert "percent" not in {s for _, _, s, _ in named(sheet.read())}


def test_a_proportion_printed_in_percent_stays_one(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Proportion of correct answers",
        ["Question", "Leaflet group", "Film group", "P"],
        [
            ["Cause", "32.0", "37.0", ".19"],
            ["Course", "68.0", "66.0", ".72"],
            ["Cure", "88.0", "87.0", ".58"],
        ],
        XS,
    )
    assert ("Cause", ("Leaflet group",), "percent", "32.0") in named(sheet.read())


def test_the_mean_of_a_title_that_lists_a_proportion_too_is_not_sure(page):
    found = set_table(
        page,
        [(["Outcome", "Leaflet (n = 168)", "Film (n = 142)"], XS[:3])],
        [
            ["Mean knowledge score", "7.75", "7.45"],
            ["Asked the nurse", "0.37", "0.42"],
            ["Told the family", "0.64", "0.66"],
        ],
        XS[:3],
        title="Table 5. Mean knowledge score, proportion who asked or told",
    )
    told = bands(found, "mean")
    assert (told["7.75"], told["0.42"]) != ("high", "high")
    assert told["0.42"] != "high"


def test_numbers_of_patients_with_each_disease_are_events(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Diseases at entry",
        ["Disease", "No. of patients"],
        [["Recent infarction", "6"], ["Flutter", "2"], ["Open foramen", "3"], ["Total", "11"]],
        [60, 240],
    )
    got = {(o, s, v) for o, _, s, v in named(sheet.read())}
    assert ("Flutter", "events", "2") in got
    assert ("Disease, Total", "n", "11") in got


def test_numbers_of_patients_of_each_hospital_are_sizes(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Where people came from",
        ["Hospital", "No. of patients"],
        [["North end", "16"], ["South end", "12"], ["Harbour", "13"]],
        [60, 240],
    )
    assert {s for _, _, s, _ in named(sheet.read())} == {"n"}


def test_people_beside_the_word_percent_are_events(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Adverse events of the drug group",
        ["Event", "Number of patients", "Percent"],
        [["Nausea", "6", "15.0%"], ["Rash", "19", "47.5%"], ["Cough", "2", "5.0%"]],
        [60, 200, 330],
    )
    got = {(s, v) for _, _, s, v in named(sheet.read())}
    assert {("events", "19"), ("percent", "47.5")} <= got


@pytest.mark.parametrize(
    "title",
    [
        "Survival by extent and site of disease at baseline",
        "Features of people with and without missing vital status at day 90",
        "Fit during the baseline and working phases",
    ],
)
def test_the_time_of_whom_the_columns_are_is_none_of_the_numbers(title):
    assert title_times(title) == []


def test_the_first_years_of_a_title_and_pain_by_group_at_baseline_are_times():
    assert title_times("Worst cough in first 2 years") == ["2 years"]
    assert title_times("Pain by treatment group at baseline") == ["baseline"]


def test_a_vital_status_over_sized_kinds_of_people_gives_them_no_time(page):
    found = set_table(
        page,
        [
            (["Vital status at day 90 after enrolment"], [200]),
            (["Feature, n (%)", "Known (n = 80)", "Unknown (n = 20)"], XS[:3]),
        ],
        [
            ["Male", "40 (50)", "12 (60)"],
            ["Smoker", "8 (10)", "6 (30)"],
            ["Diabetes", "4 (5)", "5 (25)"],
        ],
        XS[:3],
        title="Table 6. Features of people",
        rules=[(200, 370, 114)],
    )
    assert {item.result.timepoint for item in found} == {""}


@pytest.mark.parametrize(
    ("label", "times"),
    [
        ("3-yr OS rate", ("3-yr",)),
        ("4-year relapse", ("4-year",)),
        ("2-year PFS", ("2-year",)),
        ("10-year risk of stroke", ()),
    ],
)
def test_years_before_survival_are_a_time(label, times):
    assert times_in(label) == times


def test_numbers_below_days_after_an_event_are_times(sheet: Sheet):
    booktabs(
        sheet,
        "Table 5. Disability",
        ["Days after trial enrollment", "Spinal group, median (IQR)", "General group, median (IQR)"],
        [
            ["60", "22.7 (8.3, 43.2)", "18.2 (6.3, 31.8)"],
            ["180", "10.4 (2.3, 27.1)", "10.6 (2.1, 27.3)"],
            ["365", "8.3 (2.1, 25.0)", "8.4 (2.0, 25.2)"],
        ],
        [60, 200, 340],
    )
    times = {
        item.result.timepoint for item in read(sheet) if any(r.value == "10.4" for r in item.readings)
    }
    assert times == {"Days 180"}
