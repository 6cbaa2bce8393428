"""Which statistics the cells hold where labels, notes and methods say different things, or the shape misleads."""

import pytest

from .sheet import Sheet, booktabs, sheet
from .told import bands, named

__all__ = ["sheet"]


def test_a_count_of_the_arm_is_no_mean_for_a_word_in_the_methods(sheet: Sheet):
    sheet.prose(60, 500, 1)
    sheet.text(60, 520, "All data are expressed as mean (SD) in this report and its tables.")
    booktabs(
        sheet,
        "Table 2. Secondary outcomes",
        ["Outcome", "Surgery (n = 98)", "Drugs (n = 48)"],
        [["None", "64 (65.3)", "24 (50.0)"], ["Age", "61 (10.2)", "59 (9.8)"]],
        [60, 200, 320],
    )
    got = named(sheet.read())
    assert {("None", ("Surgery",), "events", "64"), ("None", ("Surgery",), "percent", "65.3")} <= got
    assert ("Age", ("Surgery",), "mean", "61") in got


def test_a_measure_that_shares_its_letters_with_a_statistic(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Course of the measures (mean ± SD)",
        ["Measure", "Oxygen group", "Air group"],
        [
            ["HR (bpm)", "106 ± 12", "101 ± 14"],
            ["CI (L/min/m2)", "3.1 ± 0.6", "2.9 ± 0.5"],
            ["MAP (mmHg)", "84 ± 7", "86 ± 8"],
        ],
        [60, 200, 320],
    )
    got = named(sheet.read())
    assert ("HR (bpm)", ("Oxygen group",), "mean", "106") in got
    assert ("CI (L/min/m2)", ("Air group",), "sd", "0.5") in got


def test_a_span_of_days_in_brackets_is_no_percentage(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["", "One group", "Other group"],
        [
            ["Attacks (n)", "2 (5 days to 36 months)", "2 (5 days to 24 months)"],
            ["Falls (n)", "25", "28"],
        ],
        [60, 200, 340],
    )
    assert "percent" not in {s for _, _, s, _ in named(sheet.read())}


@pytest.mark.parametrize(
    "label", ["N (%)", "Participants", "No. patients (%)", "Total number of subjects"]
)
def test_the_row_of_sizes_under_n_and_percent(sheet: Sheet, label: str):
    booktabs(
        sheet,
        "Table 1. The patients, n (%)",
        ["", "Total", "Treated patients", "Untreated patients"],
        [[label, "73279", "63112", "10167"], ["Smokers", "4603 (6.3)", "4361 (6.9)", "242 (2.4)"]],
        [60, 200, 300, 420],
    )
    sizes = {(s, v) for _, _, s, v in named(sheet.read())}
    assert {("n", "73279"), ("n", "63112"), ("n", "10167")} <= sizes
    assert ("events", "4361") in sizes


def test_the_other_answer_is_no_number_of_people(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Costs by group",
        ["", "Drug group", "", "Control group", ""],
        [],
        [60, 200, 260, 340, 400],
    )
    xs = [60, 200, 260, 340, 420]
    sheet.row(132, ["", "No patients", "Mean costs", "No patients", "Mean costs"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(150, ["Asthma"], [60])
    sheet.row(164, ["Yes", "81", "35,022", "156", "15,716"], [70, *xs[1:]])
    sheet.row(178, ["No", "302", "34,437", "1,075", "9,636"], [70, *xs[1:]])
    sheet.rule(60, 500, 183)
    got = named(sheet.read())
    assert ("Asthma, No", "n", "302") in {(o, s, v) for o, _, s, v in got}
    assert ("34437", "n") not in {(v, s) for _, _, s, v in got}


def test_notes_with_two_statements_for_one_shape_leave_it_open(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the measures",
        ["Measure", "Drug group", "Control group"],
        [
            ["Volume (mL)", "120 (100; 154)", "16.0 (11.1; 20.8)"],
            ["Mass (g)", "61 (51; 76)", "13.1 (7.3; 18.9)"],
        ],
        [60, 180, 320],
        foot=[
            "Values of week 26 are median (interquartile range), changes are mean (95% confidence interval)."
        ],
    )
    assert set(bands(sheet.read(), "median").values()) == {"medium"}


def test_notes_with_one_statement_for_each_shape_leave_nothing_open(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the measures",
        ["Measure", "Drug group (n = 50)", "Control group (n = 48)"],
        [["Volume (mL)", "120 (100-154)", "116 (91-148)"], ["Falls", "12 (24)", "10 (21)"]],
        [60, 180, 320],
        foot=["Values are median (interquartile range), mean ± SD or n (%)."],
    )
    found = sheet.read()
    assert set(bands(found, "median").values()) == {"high"} == set(bands(found, "events").values())


def test_a_size_in_the_brackets_of_a_cell_is_no_spread(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Dose given (mean ± SD)",
        ["Drug", "Oxygen group", "Air group"],
        [
            ["Dopamine, mg", "4.2 ± 1.1 (n = 9)", "5.1 ± 0.9 (n = 8)"],
            ["Noradrenaline, mg", "0.2 (n = 1)", "0.3 (n = 1)"],
        ],
        [60, 180, 320],
    )
    got = named(sheet.read())
    assert ("Noradrenaline, mg", ("Oxygen group",), "n", "1") in got
    assert ("Noradrenaline, mg", ("Oxygen group",), "sd", "1") not in got
    assert ("Dopamine, mg", ("Air group",), "sd", "0.9") in got


def test_no_people_printed_with_decimals_are_a_count(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Origin of the patients",
        ["", "Drug (n = 50)", "Placebo (n = 50)"],
        [
            ["Origin, n (%)", "", ""],
            ["  Here", "12 (24)", "50 (100)"],
            ["  There", "38 (76)", "0.0 (0)"],
        ],
        [60, 200, 320],
        foot=["Values are mean (SD) or n (%)."],
    )
    assert ("Origin, n (%), There", ("Placebo",), "events", "0.0") in named(sheet.read())


def test_a_whole_number_with_decimals_behind_it_is_no_certain_mean(sheet: Sheet):
    sheet.prose(60, 500, 1)
    sheet.text(60, 520, "All data are expressed as mean (SD) in this report and its tables.")
    booktabs(
        sheet,
        "Table 2. The people",
        ["", "Drug group", "Placebo"],
        [["Finished school", "1181 (49.2)", "1203 (48.8)"], ["Works", "815 (75.3)", "811 (74.9)"]],
        [60, 200, 320],
    )
    found = sheet.read()
    assert "high" not in {b for s in ("mean", "events") for b in bands(found, s).values()}


def test_an_interval_of_the_heart_is_no_ratio(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Course (mean ± SD)",
        ["", "Baseline", "Week 4"],
        [
            ["RR interval (ms)", "", ""],
            ["  Sham group", "828.5 ± 161.0", "810.1 ± 177.8"],
            ["  Mask group", "805.8 ± 146.7", "898.8 ± 190.1"],
        ],
        [60, 200, 320],
    )
    assert {o for o, _, _, _ in named(sheet.read())} == {"RR interval (ms)"}


def test_the_people_of_a_group_of_rows_in_brackets_are_no_events(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. The women by pain, %",
        ["", "Drug group", "Control group"],
        [
            ["Care", "", ""],
            ["  Here", "47.3", "23.6"],
            ["  There", "52.7", "76.4"],
            ["  (n)", "(283)", "(729)"],
        ],
        [60, 200, 320],
    )
    got = {(a, s, v) for _, a, s, v in named(sheet.read())}
    assert (("Drug group",), "n", "283") in got


def test_a_mean_rank_is_no_mean(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Scores of the groups",
        ["", "Drug group", "", "Placebo", ""],
        [],
        [60, 180, 250, 340, 410],
    )
    xs = [60, 180, 250, 340, 420]
    sheet.row(132, ["", "Mean", "Mean rank", "Mean", "Mean rank"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(150, ["Mood", "12.4", "32.66", "13.5", "33.13"], xs)
    sheet.row(164, ["Pain", "9.1", "31.78", "8.7", "30.02"], xs)
    sheet.rule(60, 500, 169)
    found = sheet.read()
    assert "high" not in {
        b for s in ("mean", "rate") for v, b in bands(found, s).items() if v == "32.66"
    }
    assert bands(found, "mean")["12.4"] == "high"
