"""Which statistic a number is, where labels, caption and notes say several things."""

import pytest

from curate.extract.band import with_bands
from curate.model.reading import Found

from .sheet import Sheet, booktabs, sheet, values
from .told import bands

__all__ = ["sheet"]

XS = [60, 220, 340, 440]


def read(sheet, caption, header, body, foot=()):
    booktabs(sheet, caption, header, body, XS[: len(header)], foot)
    return [item for item in with_bands(sheet.read()) if isinstance(item, Found)]


def told(found, outcome, arm):
    return {(s, v) for o, _, a, _, s, v in values(found) if o == outcome and a == (arm,)}


def test_the_percent_sign_of_a_dose_is_no_statement(sheet: Sheet):
    header = ["Time", "Vehicle mean score (n)", "Ointment 1.5% mean score (n)"]
    found = read(sheet, "Table 1. Itching", header, [["3 min", "1.9 (70)", "0.4 (68)"]])
    told = {(a, s, v) for _, _, a, _, s, v in values(found)}
    assert (("Ointment 1.5%",), "mean", "0.4") in told
    assert (("Ointment 1.5%",), "n", "68") in told


def test_a_note_prints_brackets_for_counts_and_a_sign_for_spreads(sheet: Sheet):
    found = read(
        sheet,
        "Table 1. Participants",
        ["", "Drug", "Control"],
        [["Age (years)", "34.9 ± 5.4", "38.3 ± 5.2"], ["Men", "9 (60)", "8 (53.3)"]],
        ["Data are mean ± standard deviation or frequency (percentage)."],
    )
    assert told(found, "Men", "Drug") == {("events", "9"), ("percent", "60")}
    assert told(found, "Age (years)", "Drug") == {("mean", "34.9"), ("sd", "5.4")}


def test_spreads_in_rows_of_their_own_below_their_means(sheet: Sheet):
    found = read(
        sheet,
        "Table 2. Average and standard deviation of affects at week 8",
        ["", "Film", "Control"],
        [["Proud", "3.69", "3.10"], ["", "(1.14)", "(1.12)"]],
    )
    assert {("mean", "3.69"), ("sd", "1.14")} <= told(found, "Proud", "Film")
    assert not [r for item in found for r in item.readings if r.band != "high"]


def test_a_median_whose_quartiles_are_one_number_apart(sheet: Sheet):
    label = "Time (s), median (IQR)"
    found = read(
        sheet, "Table 3. Visits", ["", "Letter", "Mail"], [[label, "25.0 (37.2)", "25.3 (35.8)"]]
    )
    assert told(found, label, "Letter") == {("median", "25.0")}


def test_a_range_named_in_the_row_where_the_notes_say_quartiles(sheet: Sheet):
    found = read(
        sheet,
        "Table 1. Participants",
        ["", "Training", "Control"],
        [["Age, years (range)", "76 (38–94)", "79 (39–94)"], ["Score", "9 (4–19)", "8 (3–18)"]],
        ["Data are median values and quartiles, if not otherwise stated."],
    )
    assert {("min", "38"), ("max", "94")} <= told(found, "Age, years (range)", "Training")
    assert {("q1", "4"), ("q3", "19")} <= told(found, "Score", "Training")


def test_an_abbreviation_explained_in_the_notes_is_no_statement_about_counts(sheet: Sheet):
    found = read(
        sheet,
        "Table 1. Participants",
        ["", "Drug", "Control"],
        [["Class I", "20 (32.3%)", "18 (29.0%)"]],
        ["SD = standard deviation."],
    )
    assert told(found, "Class I", "Drug") == {("events", "20"), ("percent", "32.3")}


def test_a_test_between_all_arms_is_none_of_them(sheet: Sheet):
    found = read(
        sheet,
        "Table 4. Accuracy, mean (SD)",
        ["", "Sham", "Active", "Friedman’s Test χ2"],
        [["Span", "4.8 (0.9)", "5.5 (1.6)", "9.24"]],
    )
    assert ("Span", "", ("Sham",), ("Active",), "chi2", "9.24") in values(found)


def test_a_cell_with_the_p_values_of_three_contrasts(sheet: Sheet):
    header = ["", "Drug", "Control", "p value"]
    body = [["Weight", "70.1 (3.2)", "72.3 (4.0)", "0.186, 0.995, 0.210"]]
    found = read(sheet, "Table 2. Outcomes, mean (SD)", header, body)
    tests = [r for item in found for r in item.readings if r.statistic == "p"]
    assert [(r.value, r.band) for r in tests] == [("0.186", "medium")]
    assert "part_unread" in tests[0].flags


@pytest.mark.parametrize("size", ["Nc = 12", "(Nc = 12)"])
def test_a_number_of_clusters_below_the_arms_is_no_outcome(sheet: Sheet, size: str):
    xs = [60, 220, 340]
    sheet.text(60, 100, "Table 1. Patients per cluster, mean (SD)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Control", "Training"], xs)
    sheet.row(130, ["", size, size.replace("12", "14")], xs)
    sheet.rule(60, 500, 136)
    sheet.row(148, ["Patients", "41.3 (3.4)", "40.2 (2.9)"], xs)
    sheet.row(160, ["Schools", "4.3 (1.4)", "4.2 (1.9)"], xs)
    sheet.rule(60, 500, 166)
    found = [item for item in sheet.read() if isinstance(item, Found)]
    assert {o for o, *_ in values(found)} <= {"Patients", "Schools", "group size"}


def test_the_caption_says_change_of_some_rows_only(sheet: Sheet):
    found = read(
        sheet,
        "Table 1. Comparison of awakening time and mean changes of heart rate",
        ["", "Group 1", "Group 2"],
        [["Awakening time (min)", "3.3 ± 0.8", "2.1 ± 0.7"], ["Change of heart rate", "7.1 ± 7.7", "6.5 ± 7.0"]],
    )  # fmt: skip
    basis = {item.result.outcome: item.result.basis for item in found}
    assert basis["Awakening time (min)"] != "change"
    assert basis["Change of heart rate"] == "change"


def test_headers_that_name_an_arm_and_a_time_each(sheet: Sheet):
    header = ["Visits to", "Intervention 0-3 months", "Usual care 0-3 months"]
    found = read(sheet, "Table 4. Visits, mean (SD)", header, [["Nurse", "3.44 (1.21)", "2.59 (1.35)"]])
    got = {(o, t, a, s, v) for o, t, a, _, s, v in values(found)}
    assert ("Nurse", "0-3 months", ("Intervention",), "mean", "3.44") in got
    assert ("Nurse", "0-3 months", ("Usual care",), "sd", "1.35") in got


def test_counts_of_categories_head_no_rows(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Participants, mean ± SD", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug", "Control"], [60, 220, 340])
    sheet.rule(60, 500, 124)
    sheet.row(136, ["Gender (M/F)", "10/6", "8/7"], [60, 220, 340])
    sheet.row(148, ["Depth (mm)", "3.1 ± 0.9", "3.8 ± 0.7"], [66, 220, 340])
    sheet.rule(60, 500, 154)
    found = [item for item in sheet.read() if isinstance(item, Found)]
    assert told(found, "Depth (mm)", "Drug") == {("mean", "3.1"), ("sd", "0.9")}


def test_the_head_of_the_labels_says_change_of_every_row(sheet: Sheet):
    header = ["Mean change from start (SD)", "Drug", "Control"]
    body = [
        ["Glucose (mg/dL)", "3.3 (1.0)", "1.8 (1.1)"],
        ["Weight change (kg)", "1.0 (0.2)", "0.1 (0.2)"],
    ]
    found = read(sheet, "Table 4. Laboratory data", header, body)
    assert {item.result.basis for item in found} == {"change"}


def test_a_time_in_a_row_with_its_statistic(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Shoulder", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Group I", "Group II"], XS[:3])
    sheet.rule(60, 500, 124)
    sheet.text(60, 136, "Abduction")
    sheet.row(148, ["Week 4 (mean±SD)", "42.0±4.3", "48.1±2.1"], [68, 220, 340])
    sheet.row(160, ["Week 8 (mean±SD)", "44.0±4.1", "49.1±2.2"], [68, 220, 340])
    sheet.rule(60, 500, 166)
    found = [item for item in sheet.read() if isinstance(item, Found)]
    assert ("Abduction", "Week 4", ("Group I",), (), "mean", "42.0") in values(found)


def test_the_name_of_a_test_in_a_note_names_no_number_of_an_arm(sheet: Sheet):
    found = read(
        sheet,
        "Table 2. Pain",
        ["", "Drug", "Control"],
        [
            ["Rescue dose", "", "0.117"],
            ["Mean ± SD", "12.1 ± 1.3", "14.5 ± 1.2"],
            ["Group", "8.1", "P <0.001"],
        ],
        ["Chi-squared test; Wilcoxon rank sum test."],
    )
    told = {(s, v) for _, _, _, _, s, v in values(found)}
    assert "chi2" not in {s for s, _ in told}
    assert ("p", "<0.001") in told


def test_a_median_with_the_width_of_its_quartiles_in_a_group_of_counts(sheet: Sheet):
    found = read(
        sheet,
        "Table 1. Participants",
        ["", "Drug (n = 171)", "Control (n = 171)"],
        [
            ["Medical history, No. (%)", "", ""],
            ["Stroke", "24 (14.0)", "22 (12.9)"],
            ["Median risk score (IQR)", "2.0 (1.0)", "2.5 (1.5)"],
        ],
    )
    told = {(s, v) for _, _, _, _, s, v in values(found)}
    assert {("median", "2.0"), ("median", "2.5"), ("events", "24")} <= told
    assert not {"mean", "sd"} & {s for s, _ in told}


def test_a_ratio_with_its_name_below_effect_size_is_that_ratio(sheet: Sheet):
    found = read(
        sheet,
        "Table 2. Outcomes",
        ["", "Drug (n = 69)", "Control (n = 69)", "Effect size"],
        [
            ["Fever, n (%)", "18 (26.1)", "8 (11.6)", "RR = 2.250"],
            ["Cough, n (%)", "9 (13.0)", "8 (11.6)", "na"],
        ],
    )
    told = {(s, v) for _, _, _, _, s, v in values(found)}
    assert ("rr", "2.250") in told
    assert bands(found, "rr") == {"2.250": "medium"}  # nothing says which arm it is of


def test_a_difference_named_in_its_cell_below_relative_risks_is_a_difference(sheet: Sheet):
    header = ["", "Drug (n = 69)", "Control (n = 69)", "RR (95% CI)"]
    body = [
        ["Fever, n (%)", "18 (26.1)", "8 (11.6)", "2.3 (1.1 to 4.8)"],
        ["Mean stages passed", "0.31", "0.12", "MD, 0.19 (0.02 to 0.36)"],
    ]
    booktabs(sheet, "Table 2. Outcomes at week 8", header, body, [60, 190, 280, 380])
    found = [item for item in with_bands(sheet.read()) if isinstance(item, Found)]
    told = {(s, v) for _, _, _, _, s, v in values(found)}
    assert {("rr", "2.3"), ("md", "0.19"), ("ci_low", "0.02"), ("ci_high", "0.36")} <= told
    assert ("rr", "0.19") not in told


def test_an_interval_that_the_label_names_is_none_of_the_quartiles_of_the_notes(sheet: Sheet):
    found = read(
        sheet,
        "Table 2. Activity",
        ["", "Drug", "Control"],
        [
            ["Steps (95% CI)", "239.1 (203.3 to 278.6)", "251.4 (208.1 to 280.2)"],
            ["Sitting", "12.0 (9.1 to 18.4)", "13.1 (8.8 to 17.9)"],
        ],
        ["Values are median (IQR)."],
    )
    assert {("ci_low", "203.3"), ("ci_high", "278.6")} <= told(found, "Steps (95% CI)", "Drug")
    assert {("q1", "9.1"), ("q3", "18.4")} <= told(found, "Sitting", "Drug")


def test_the_interval_of_a_median_whose_name_stands_apart(sheet: Sheet):
    label = "Median survival, months (95% CI)"
    found = read(
        sheet,
        "Table 2. Results",
        ["", "Drug", "Control"],
        [[label, "26.7 (24.8-30.1)", "21.2 (19.0-25.3)"]],
    )
    (outcome,) = {item.result.outcome for item in found}
    assert told(found, outcome, "Drug") == {("median", "26.7"), ("ci_low", "24.8"), ("ci_high", "30.1")}


def test_an_average_number_of_people_is_no_size(sheet: Sheet):
    label = "No. of pupils, mean (range)"
    found = read(
        sheet, "Table 1. Schools", ["", "Lessons", "Usual"], [[label, "212 (80-410)", "198 (75-377)"]]
    )
    (outcome,) = {item.result.outcome for item in found}
    assert told(found, outcome, "Lessons") == {("mean", "212"), ("min", "80"), ("max", "410")}
