"""Columns and rows that look like arms and are none, and those whose labels alone do not name one."""

import pytest

from curate.extract.band import with_bands
from curate.extract.tables.lines import join_words, marks_of, plain_text
from curate.model.reading import Found
from curate.pdf.page import Word

from .test_table_layouts import PITCH, Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def below_head(sheet: Sheet, head, leaves, body, corner="", title="Table 1. Scores, mean (SD)"):
    """A head over all columns, its leaves below a rule."""
    xs = [60, *(180 + 100 * i for i in range(len(leaves)))]
    sheet.text(60, 100, title, bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(60, 118, corner)
    sheet.text(180 + 50 * (len(leaves) - 1), 118, head)
    sheet.rule(180, 520, 122)
    sheet.row(132, ["", *leaves], xs)
    sheet.rule(60, 520, 137)
    y = 137
    for row in body:
        y += PITCH + 2
        sheet.row(y, row, xs)
    sheet.rule(60, 520, y + 5)
    return sheet.read()


def named(found):
    """(outcome, arms, statistic, value) of every reading."""
    return {(o, a, s, v) for o, _, a, _, s, v in values(found)}


def bands(found, statistic):
    """Value → band, of one statistic."""
    return {
        r.value: r.band
        for item in with_bands(found)
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == statistic
    }


def test_yes_and_no_are_named_by_the_head_over_them(sheet: Sheet):
    found = below_head(
        sheet,
        "Relapse within a year",
        ["Yes (N = 27)", "No (N = 84)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    got = named(found)
    assert ("Age, years", ("Relapse within a year: Yes",), "mean", "45.2") in got
    assert ("group size", ("Relapse within a year: No",), "n", "84") in got


def test_with_and_without_stand_before_their_head(sheet: Sheet):
    found = below_head(
        sheet,
        "Relapse",
        ["With (n = 27)", "Without (n = 84)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    assert ("Weight, kg", ("Without Relapse",), "sd", "8.4") in named(found)


def test_doses_below_their_drug_keep_its_name(sheet: Sheet):
    found = below_head(
        sheet,
        "Drug, mg/day",
        ["10 (n = 27)", "20 (n = 84)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    assert not [a for _, a, _, _ in named(found) if ":" in "".join(a)]


def test_analyses_are_no_arms(sheet: Sheet):
    xs = [60, 180, 240, 360, 420]
    sheet.text(60, 100, "Table 2. Predictors of relapse", bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(190, 118, "Univariate analysis")
    sheet.text(370, 118, "Multivariate analysis")
    sheet.rule(180, 320, 122)
    sheet.rule(360, 500, 122)
    sheet.row(132, ["", "HR", "95% CI", "HR", "95% CI"], xs)
    sheet.rule(60, 520, 137)
    sheet.row(150, ["Smoking", "1.75", "1.31-2.33", "1.88", "1.40-2.51"], xs)
    sheet.row(164, ["Diabetes", "1.46", "1.06-2.01", "1.33", "0.96-1.84"], xs)
    sheet.rule(60, 520, 169)
    found = sheet.read()
    assert {a for _, a, s, _ in named(found) if s in ("hr", "ci_low")} == {()}
    assert set(bands(found, "ci_low").values()) == {"medium"}


@pytest.mark.parametrize(
    "groups", [("Men", "Women"), ("Centre 1", "Centre 2"), ("Left kidney", "Right kidney")]
)
def test_kinds_of_people_and_places_are_subgroups(sheet: Sheet, groups):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["Scale", *groups],
        [["Sleep", "12.3 (4.5)", "18.1 (5.0)"], ["Mood", "9.8 (3.1)", "13.0 (3.9)"]],
        [60, 180, 300],
    )
    found = [item for item in sheet.read() if isinstance(item, Found)]
    assert {(item.result.arms, item.result.subgroup) for item in found} == {((), g) for g in groups}
    assert set(bands(found, "mean").values()) == {"medium"}


def test_kinds_of_one_arm_beside_arms_without_any(sheet: Sheet):
    xs = [60, 180, 280, 380]
    sheet.text(60, 100, "Table 1. Scores, mean (SD)", bold=True)
    sheet.rule(60, 520, 108)
    sheet.row(118, ["Scale", "Normal sleepers"], xs[:2])
    sheet.text(330, 118, "Bad sleepers")
    sheet.rule(280, 450, 122)
    sheet.row(132, ["Early", "Late"], xs[2:])
    sheet.rule(60, 520, 137)
    sheet.row(150, ["Mood", "12.3 (4.5)", "18.1 (5.0)", "17.2 (4.4)"], xs)
    sheet.row(164, ["Pain", "9.8 (3.1)", "13.0 (3.9)", "12.1 (4.0)"], xs)
    sheet.rule(60, 520, 169)
    got = named(sheet.read())
    assert ("Mood", ("Bad sleepers, Early",), "mean", "18.1") in got
    assert ("Mood", ("Normal sleepers",), "mean", "12.3") in got


def test_people_whom_the_columns_compare_are_no_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Success, n (%)",
        ["", "Early pulse", "Late pulse", "Ratio (95% CI)", "P Value"],
        [
            ["People with flutter (n = 18)", "7 (77)", "9 (100)", "1.3 (0.9-1.9)", "0.13"],
            ["People with ectopy (n = 24)", "2 (33)", "16 (89)", "2.7 (0.9-8.4)", "0.05"],
        ],
        [60, 200, 280, 360, 460],
    )
    got = named(sheet.read())
    assert ("People with flutter", ("Late pulse",), "events", "9") in got
    assert not [g for g in got if g[0] == "group size"]


def test_questions_that_so_many_answered_are_no_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the illness",
        ["", "N", "%"],
        [
            ["Course since the visit (n = 111)", "", ""],
            ["  Better", "42", "37.8"],
            ["  Worse", "19", "17.1"],
            ["Pills taken (N = 87)", "", ""],
            ["  All of them", "57", "65.5"],
            ["  Some of them", "30", "34.5"],
        ],
        [60, 280, 360],
    )
    found = sheet.read()
    assert {a for _, a, _, _ in named(found)} == {()}


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


def test_a_rule_of_dots_below_the_title_is_not_in_it(sheet: Sheet):
    sheet.text(60, 96, "Table 2. Events by group", bold=True)
    sheet.text(60, 104, "." * 180)
    xs = [60, 200, 320]
    sheet.row(118, ["Event, n (%)", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(136, ["Falls", "12 (24)", "7 (14)"], xs)
    sheet.row(150, ["Burns", "2 (4)", "1 (2)"], xs)
    sheet.rule(60, 500, 155)
    got = named(sheet.read())
    assert not [o for o, _, _, _ in got if ".." in o]


def test_a_statement_in_the_middle_below_all_labels_is_said_of_each(sheet: Sheet):
    xs = [60, 200, 300, 400, 500]
    sheet.text(60, 100, "Table 2. Complications", bold=True)
    sheet.rule(60, 560, 108)
    sheet.text(60, 118, "Complication")
    sheet.row(118, ["Late", "Early", "Slow", "Quick"], xs[1:])
    sheet.row(127, ["Stretching", "Stretching", "Stretching", "Stretching"], xs[1:])
    sheet.row(136, ["(n = 218)", "(n = 219)", "(n = 210)", "(n = 207)"], xs[1:])
    sheet.text(340, 150, "number of patients")
    sheet.rule(60, 560, 155)
    sheet.row(168, ["Falls", "3", "1", "2", "4"], xs)
    sheet.row(182, ["Bruises", "0", "2", "5", "1"], xs)
    sheet.rule(60, 560, 187)
    got = named(sheet.read())
    assert ("Falls", ("Slow Stretching",), "events", "2") in got
    assert ("group size", ("Quick Stretching",), "n", "207") in got


def test_a_text_between_two_rules_stays_over_its_column(sheet: Sheet):
    sheet.text(60, 96, "Table 2. Prevalence of insomnia", bold=True)
    edges = [60, 200, 290, 410, 470]
    for y in (104, 132, 146, 160, 174):
        sheet.rule(60, 470, y)
    sheet.rule(200, 410, 118)
    for x in edges:
        sheet.canvas.line(x, sheet.height - 104, x, sheet.height - 174)
    sheet.row(113, ["Feature", "All participants"], [64, 204])
    sheet.row(122, ["Insomnia"], [294])
    sheet.row(130, ["n", "n (%)", "p"], [204, 294, 414])
    for y, row in (
        (143, ["Smoking", "3412", "119 (3.5)", "0.02"]),
        (157, ["Diabetes", "2094", "67 (3.2)", "0.30"]),
    ):
        sheet.row(y, row, [64, 204, 294, 414])
    sheet.row(171, ["Obesity", "1122", "17 (1.5)", "0.41"], [64, 204, 294, 414])
    held = {(o, s, v) for o, _, s, v in named(sheet.read())}
    assert not [h for h in held if h[2] == "3412" and "Insomnia" in h[0]]
    assert ("Smoking, Insomnia", "percent", "3.5") in held


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


def test_the_row_of_sizes_called_n_and_percent(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients, n (%)",
        ["", "Treated patients", "Untreated patients"],
        [["N (%)", "63112", "10167"], ["Smokers", "4361 (6.9)", "242 (2.4)"]],
        [60, 200, 340],
    )
    assert ("n", "63112") in {(s, v) for _, _, s, v in named(sheet.read())}


def test_the_head_of_the_rows_that_says_what_was_counted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Efficacy, n (%)",
        ["Freedom from any relapse", "Drug group (n = 50)", "Control group (n = 50)"],
        [["Without other drugs", "12 (24)", "7 (14)"], ["With or without them", "22 (44)", "17 (34)"]],
        [60, 200, 320],
    )
    found = sheet.read()
    assert ("Freedom from any relapse, Without other drugs", ("Drug group",), "events", "12") in named(
        found
    )
    assert set(bands(found, "events").values()) == {"high"}


def test_admission_for_an_illness_is_no_time(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Events, n (%)",
        ["Event", "Drug group (n = 50)", "Control group (n = 50)"],
        [["Admission for heart failure", "12 (24)", "7 (14)"], ["Death", "2 (4)", "1 (2)"]],
        [60, 200, 320],
    )
    assert {t for _, t, _, _, _, _ in values(sheet.read())} == {""}


def word(text, x0, x1, baseline=100.0, size=10.0, flags=()):
    return Word(text, x0, baseline - size, x1, baseline + 2, baseline, size, flags=flags)


def test_the_arc_of_an_italic_f_does_not_close_the_space():
    assert (
        join_words([word("Number", 0, 30), word("of", 32, 40.6), word("patients", 40.8, 70)])
        == "Number of patients"
    )
    assert (
        join_words([word("H", 0, 7), word("2", 7.2, 11, 103.0, 7.0, ("lowered",)), word("O", 11.1, 18)])
        == "H2O"
    )


def test_a_mark_a_space_behind_a_size_is_no_exponent():
    sized = [
        word("N", 0, 8),
        word("=", 11, 17),
        word("10", 20, 30),
        word("1", 32.5, 36, 96.4, 7.6, ("raised",)),
    ]
    assert (plain_text(sized), marks_of(sized)) == ("N = 10", ["1"])
    power = [word("10", 20, 30), word("9", 30.2, 34, 96.4, 7.0, ("raised",))]
    assert marks_of(power) == []


def test_columns_of_measures_are_not_trusted_as_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. The patients before the procedure",
        ["Patient number", "Rhythm", "Age", "Width", "Episodes"],
        [[str(i), "SR", str(60 + i), str(140 + i), str(i % 3)] for i in range(1, 9)],
        [60, 150, 220, 300, 380],
    )
    found = sheet.read()
    assert "high" not in set(bands(found, "events").values()) | set(bands(found, "mean").values())


def test_rows_that_are_studies_are_not_trusted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Trials of the drug",
        ["Trial", "Drug group, n", "Control group, n"],
        [
            ["Smith et al 2004", "13", "15"],
            ["Jones et al 2010", "27", "26"],
            ["Brown et al", "20", "44"],
        ],
        [60, 200, 320],
    )
    found = sheet.read()
    assert {b for s in ("n", "events") for b in bands(found, s).values()} == {"medium"}


def test_a_spanner_between_two_upright_rules_spans_the_columns_between_them(sheet: Sheet):
    sheet.text(60, 96, "Table 2. Predictors of relapse", bold=True)
    edges = [60, 180, 240, 300, 360, 420, 480, 540]
    for y in (104, 118, 132, 146, 160, 174):
        sheet.rule(60, 540, y)
    for x in edges:
        top = 104 if x in (60, 180, 360, 540) else 118
        sheet.canvas.line(x, sheet.height - top, x, sheet.height - 174)
    sheet.text(258, 115, "Crude")
    sheet.text(430, 115, "Adjusted")
    cells = [x + 6 for x in edges[:-1]]
    sheet.row(129, ["Feature", "OR", "95% CI", "P", "OR", "95% CI", "P"], cells)
    for y, name in ((143, "Smoking"), (157, "Diabetes"), (171, "Obesity")):
        sheet.row(y, [name, "1.75", "1.31-2.33", "0.002", "1.88", "1.40-2.51", "0.01"], cells)
    found = [item for item in sheet.read() if isinstance(item, Found)]
    adjusted = {r.value: i.result.adjusted for i in found for r in i.readings if r.statistic == "or"}
    assert adjusted == {"1.75": "no", "1.88": "yes"}


def test_two_tables_side_by_side_are_not_trusted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Findings of the first group and of the second",
        ["Finding", "Drug group", "Finding", "Control group"],
        [
            ["Mild pain, n (%)", "12 (24)", "Slight pain, n (%)", "7 (14)"],
            ["No pain, n (%)", "2 (4)", "None, n (%)", "1 (2)"],
        ],
        [60, 180, 280, 400],
    )
    assert "high" not in bands(sheet.read(), "events").values()


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


def test_a_group_that_each_of_its_rows_goes_on(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Illnesses of the patients, n (%)", bold=True)
    xs = [60, 200, 320]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(135, ["History of"], [60])
    for y, row in (
        (147, ["Asthma", "12 (24)", "7 (14)"]),
        (159, ["Diabetes", "2 (4)", "1 (2)"]),
        (171, ["Gout", "3 (6)", "5 (10)"]),
    ):
        sheet.row(y, row, [68, *xs[1:]])
    sheet.rule(60, 500, 176)
    got = named(sheet.read())
    assert {o for o, _, s, _ in got if s == "events"} == {
        "History of, Asthma",
        "History of, Diabetes",
        "History of, Gout",
    }


def test_times_that_lie_behind_people_at_baseline(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Characteristics at baseline, n (%)", bold=True)
    xs = [60, 240, 360]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(135, ["Bleeding within 12 months", "5 (10)", "4 (8)"], xs)
    sheet.row(147, ["Duration of the illness"], [60])
    sheet.row(159, ["1-12 months", "12 (24)", "7 (14)"], [68, *xs[1:]])
    sheet.row(171, ["13-24 months", "2 (4)", "1 (2)"], [68, *xs[1:]])
    sheet.rule(60, 500, 176)
    held = {(o, t, v) for o, t, _, _, s, v in values(sheet.read()) if s == "events"}
    assert ("Bleeding within 12 months", "baseline", "5") in held
    assert ("Duration of the illness, 1-12 months", "baseline", "12") in held
