"""What rows and columns are of that name no arm and no outcome of their own, named after the defect."""

from curate.extract.band import with_bands
from curate.model.reading import Found

from .sheet import booktabs, sheet, values
from .told import bands, named

__all__ = ["sheet"]

XS = [60, 220, 320, 420]
HEAD = ["", "Drops (n = 50)", "Spray (n = 51)"]


def test_a_column_of_cut_offs_beside_two_arms_is_no_arm(sheet):
    booktabs(
        sheet,
        "Table 2. Findings",
        ["Finding", "Cut-off", "Drops (n = 20)", "Spray (n = 25)"],
        [["Anaemia, n (%)", "110", "5 (25)", "6 (24)"], ["Fever, n (%)", "38", "4 (20)", "5 (20)"]],
        [60, 200, 280, 380],
    )
    got = named(sheet.read())
    assert {arms for _, arms, _, value in got if value in ("110", "38")} == {()}
    assert ("Fever, n (%)", ("Spray",), "events", "5") in got


def test_numbers_below_n_behind_an_arm_are_those_whom_its_mean_is_of(sheet):
    booktabs(
        sheet,
        "Table 2. Scores at 6 weeks",
        ["Scale", "Drug n", "Drug mean (SD)", "Placebo n", "Placebo mean (SD)"],
        [
            ["Pain", "45", "3.1 (1.2)", "47", "4.5 (1.4)"],
            ["Sleep", "44", "6.4 (1.1)", "46", "5.9 (1.3)"],
        ],
        [60, 140, 200, 330, 400],
    )
    got = named(sheet.read())
    assert {("Pain", ("Drug",), "n", "45"), ("Sleep", ("Placebo",), "n", "46")} <= got
    assert "events" not in {statistic for _, _, statistic, _ in got}


def test_how_long_people_were_followed_in_a_title_is_when_events_are_counted(sheet):
    booktabs(
        sheet,
        "Table 2. Events during the 90 days of follow-up",
        HEAD,
        [["Death, n (%)", "5 (10)", "6 (12)"], ["Stroke, n (%)", "4 (8)", "5 (10)"]],
        XS[:3],
    )
    times = {t for o, t, _, _, s, _ in values(sheet.read()) if s == "events"}
    assert times == {"90 days"}


def test_numbers_of_schools_are_no_people_with_an_event(sheet):
    booktabs(
        sheet,
        "Table 1. Baseline",
        ["", "Drops", "Spray"],
        [
            ["N schools", "12", "13"],
            ["N children", "240", "255"],
            ["Age, mean (SD)", "8.1 (1.2)", "8.5 (1.3)"],
        ],
        XS[:3],
    )
    found = sheet.read()
    assert set(bands(found, "events").values()) <= {"low"}
    assert {v for _, _, s, v in named(found) if s == "n"} == {"240", "255"}


def test_a_second_header_with_the_corner_of_the_first_names_other_arms(sheet):
    sheet.text(60, 100, "Table 2. Scores at 6 weeks", bold=True)
    sheet.rule(60, 480, 108)
    sheet.row(118, ["Outcome", "Early (n = 20)", "Late (n = 21)"], XS[:3])
    sheet.rule(60, 480, 123)
    sheet.row(133, ["Pain, mean (SD)", "3.1 (1.2)", "4.5 (1.3)"], XS[:3])
    sheet.row(147, ["Mood, mean (SD)", "5.1 (1.2)", "5.5 (1.3)"], XS[:3])
    sheet.rule(60, 480, 152)
    sheet.row(162, ["Outcome", "Drops (n = 30)", "Spray (n = 31)"], XS[:3])
    sheet.rule(60, 480, 167)
    sheet.row(177, ["Pain, mean (SD)", "2.1 (1.2)", "4.1 (1.3)"], XS[:3])
    sheet.row(191, ["Mood, mean (SD)", "5.9 (1.2)", "5.0 (1.3)"], XS[:3])
    sheet.rule(60, 480, 196)
    got = named(sheet.read())
    assert ("Pain, mean (SD)", ("Late",), "mean", "4.5") in got
    assert ("Pain, mean (SD)", ("Drops",), "mean", "2.1") in got
    assert ("Mood, mean (SD)", ("Spray",), "sd", "1.3") in got
    assert not {value for _, _, _, value in got} & {"30"}  # a size, not a count


def test_a_row_of_another_analysis_is_of_the_outcome_above_it(sheet):
    booktabs(
        sheet,
        "Table 2. Outcomes at week 8",
        [*HEAD, "Difference (95% CI)"],
        [
            ["Pain, mean (SD)", "3.1 (1.2)", "4.5 (1.3)", "-1.4 (-2.0 to -0.8)"],
            ["Sensitivity analysis", "3.0 (1.1)", "4.6 (1.3)", "-1.6 (-2.2 to -1.0)"],
            ["Mood, mean (SD)", "5.0 (1.1)", "5.6 (1.3)", "-0.6 (-1.2 to 0.0)"],
        ],
        XS,
    )
    got = named(sheet.read())
    assert ("Pain, mean (SD), Sensitivity analysis", ("Drops",), "mean", "3.0") in got
    assert ("Mood, mean (SD)", ("Drops",), "mean", "5.0") in got


def test_rows_below_arm_are_arms_and_columns_what_they_had(sheet):
    booktabs(
        sheet,
        "Table 2. Diabetes at 3 years",
        ["Arm", "Incident cases", "Cumulative incidence (%)"],
        [["Drops", "55", "12.1"], ["Spray", "78", "17.3"], ["Tablet", "60", "13.0"]],
        [60, 160, 280],
    )
    got = {(a, s, v) for o, _, a, _, s, v in values(sheet.read()) if "Diabetes" in o}
    assert {(("Drops",), "percent", "12.1"), (("Tablet",), "percent", "13.0")} <= got


def test_notes_with_two_times_give_each_outcome_its_own(sheet):
    booktabs(
        sheet,
        "Table 2. Outcomes",
        HEAD,
        [["Death, n (%)", "5 (10)", "6 (12)"], ["Pain, mean (SD)", "3.1 (1.2)", "4.5 (1.3)"]],
        XS[:3],
        foot=["Death was assessed at 12 months and pain at 6 weeks."],
    )
    times = {(s, t) for _, t, _, _, s, _ in values(sheet.read()) if s in ("events", "mean")}
    assert times == {("events", "12 months"), ("mean", "6 weeks")}


def test_the_same_n_beside_every_percentage_is_a_size_and_no_count(sheet):
    xs = [60, 200, 240, 320, 360]
    sheet.text(60, 100, "Table 2. Response at week 8", bold=True)
    sheet.rule(60, 480, 108)
    sheet.row(118, ["Drug", "Placebo"], [210, 330])
    sheet.rule(200, 270, 122)
    sheet.rule(320, 390, 122)
    sheet.row(130, ["Outcome", "n", "%", "n", "%"], xs)
    sheet.rule(60, 480, 135)
    sheet.row(145, ["Response", "45", "33.3", "44", "22.7"], xs)
    sheet.row(159, ["Remission", "45", "24.4", "44", "13.6"], xs)
    sheet.row(173, ["Dropout", "46", "8.7", "45", "11.1"], xs)
    sheet.rule(60, 480, 178)
    got = named(sheet.read())
    assert {("Response", ("Drug",), "n", "45"), ("Response", ("Drug",), "percent", "33.3")} <= got
    assert "events" not in {statistic for _, _, statistic, _ in got}


def test_a_percentage_of_part_of_a_group_leaves_its_size_in_doubt(sheet):
    booktabs(
        sheet,
        "Table 2. Outcomes at week 8",
        ["", "Drug (n = 120)", "Placebo (n = 118)"],
        [
            ["All", "", ""],
            ["  Relapse, n (%)", "30 (25)", "35 (30)"],
            ["Women", "", ""],
            ["  Relapse, n (%)", "12 (20)", "14 (24)"],
        ],
        XS[:3],
    )
    told = {
        (item.result.outcome, r.statistic): r.band
        for item in with_bands(sheet.read())
        if isinstance(item, Found)
        for r in item.readings
        if item.result.arms == ("Drug",)
    }
    assert told["Women, Relapse, n (%)", "n"] == "medium"
    assert told["Women, Relapse, n (%)", "events"] == "high"
    assert told["All, Relapse, n (%)", "n"] == "high"


def test_numbers_needed_to_treat_are_no_counts(sheet):
    booktabs(
        sheet,
        "Table 2. Number of responders (%)",
        ["", "Drug (n = 40)", "Placebo (n = 42)", "NNT"],
        [["Week 4", "10 (25)", "6 (14)", "9"], ["Week 8", "20 (50)", "11 (26)", "4"]],
        XS,
    )
    got = named(sheet.read())
    assert {value for _, _, _, value in got} >= {"10", "11"}
    assert not {value for _, _, _, value in got} & {"9", "4"}
