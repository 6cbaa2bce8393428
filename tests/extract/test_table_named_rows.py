"""What rows and columns name beside their statistics: named after the defect."""

import pytest

from curate.extract.band import with_bands
from curate.model.reading import Found
from curate.parse.label import basis_of, read_contrast
from curate.parse.statistic import read_shape
from curate.parse.statistic_said import find_said

from .sheet import booktabs, sheet, values
from .told import bands, named

__all__ = ["sheet"]

XS = [60, 240, 340, 440]
HEAD = ["", "Drops (n = 50)", "Spray (n = 51)"]


def test_what_is_averaged_between_the_words_of_a_statistic_is_the_outcome(sheet):
    body = [
        ["Median age in years (range)", "11 (2–30)", "12 (1–41)"],
        ["Number of boys (%)", "20 (40)", "21 (41)"],
        ["Median haematocrit in % (range)", "34.3 (19.2–54.3)", "34.6 (20.7–60.5)"],
    ]
    booktabs(sheet, "Table 1. Features at entry", HEAD, body, XS[:3])
    got = named(sheet.read())
    assert ("Median age in years (range)", ("Drops",), "median", "11") in got
    assert ("Number of boys (%)", ("Spray",), "events", "21") in got
    assert ("Median haematocrit in % (range)", ("Drops",), "median", "34.3") in got


def test_degrees_of_freedom_in_a_note_are_no_counts(sheet):
    foot = ["P is of a chi-squared test with 5 degrees of freedom."]
    body = [["Yes", "17 (34%)", "20 (39%)", "0.21"], ["Missing", "2", "3", ""]]
    booktabs(sheet, "Table 3. Compliance", [*HEAD, "P"], body, XS, foot)
    found = sheet.read()
    assert ("Compliance, Missing", ("Drops",), "events", "2") in named(found)
    assert "df" not in {statistic for _, _, statistic, _ in named(found)}
    assert bands(found, "events")["3"] == "high"


def test_an_estimate_beside_one_of_two_arms_in_rows_compares_both(sheet):
    head = ["", "No. (%)", "OR (95% CI)", "P"]
    body = [
        ["Week 12", "", "", ""],
        ["Drops group", "140 (56.2)", "1.36 (0.95–1.93)", ".09"],
        ["Placebo group", "125 (48.6)", "", ""],
        ["Week 26", "", "", ""],
        ["Drops group", "95 (38.2)", "", ""],
        ["Placebo group", "82 (31.9)", "0.76 (0.53–1.10)", ".14"],
    ]
    booktabs(sheet, "Table 2. Relief", head, body, XS)
    got = {(t, a, c, s, v) for _, t, a, c, s, v in values(sheet.read())}
    assert ("Week 12", ("Drops group",), ("Placebo group",), "or", "1.36") in got
    assert ("Week 12", ("Drops group",), ("Placebo group",), "p", "0.09") in got
    assert ("Week 26", ("Placebo group",), ("Drops group",), "or", "0.76") in got


def test_limits_that_were_not_reached_leave_the_median_and_the_other_limit(sheet):
    foot = ["Data are median (95% CI). NR=not reached."]
    body = [
        ["Overall survival, months", "53.3 (48.2–NR)", "36.5 (33.5–40.0)"],
        ["Relapse, months", "NR (62.6–NR)", "57.6 (38.2–61.0)"],
    ]
    booktabs(sheet, "Table 3. Efficacy", HEAD, body, XS[:3], foot)
    got = {(o, a, s, v) for o, a, s, v in named(sheet.read()) if a == ("Drops",) and s != "n"}
    assert got == {
        ("Overall survival, months", ("Drops",), "median", "53.3"),
        ("Overall survival, months", ("Drops",), "ci_low", "48.2"),
        ("Relapse, months", ("Drops",), "ci_low", "62.6"),
    }


def test_an_upper_limit_that_was_not_reached_beside_no_average(sheet):
    body = [["Time to relapse, range", "12–NR", "10–41"], ["Time to healing, range", "100 – NR", "3–52"]]
    booktabs(sheet, "Table 3. Efficacy", HEAD, body, XS[:3])
    got = {(o.split(",")[0], s, v) for o, a, s, v in named(sheet.read()) if a == ("Drops",) and s != "n"}
    assert got == {("Time to relapse", "min", "12"), ("Time to healing", "min", "100")}


def test_classes_below_an_average_count_people(sheet):
    sheet.text(60, 100, "Table 1. Participant characteristics", bold=True)
    sheet.rule(60, 500, 106)
    sheet.text(300, 116, "No. (%)")
    sheet.rule(240, 420, 120)
    sheet.row(130, HEAD, XS[:3])
    sheet.rule(60, 500, 135)
    rows = [
        ["Pain, mean (SD)", "5.2 (2.0)", "5.3 (2.1)"],
        ["≤5", "30 (60)", "26 (51)"],
        ["≥6", "20 (40)", "25 (49)"],
    ]
    for index, (label, *cells) in enumerate(rows):
        sheet.row(148 + 14 * index, [label, *cells], [60 + 8 * (index > 0), *XS[1:3]])
    sheet.rule(60, 500, 184)
    got = {(o.split(", ")[-1], t, a, s, v) for o, t, a, _, s, v in values(sheet.read())}
    assert ("≤5", "baseline", ("Drops",), "events", "30") in got
    assert ("≥6", "baseline", ("Spray",), "percent", "49") in got
    assert any(s == "sd" and v == "2.0" for _, _, _, s, v in got)


def test_doses_below_a_head_name_the_arms(sheet):
    sheet.text(60, 100, "Table 2. Relief at week 4", bold=True)
    sheet.canvas.setFillGray(0.8)
    sheet.canvas.rect(58, sheet.height - 133, 464, 26, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.text(60, 116, "Measure")
    sheet.text(250, 116, "Median % change (95% confidence interval)")
    sheet.rule(180, 520, 119)
    xs = [60, 180, 270, 360, 450]
    sheet.row(129, ["", "Placebo", "300 mg/day", "600 mg/day", "900 mg/day"], xs)
    rows = [["Flushes", "21.5 (11.3–30.9)", "22.8 (12.1–33.0)", "31.8 (16.5–40.5)", "45.5 (31.1–50.6)"]]
    rows += [["Score", "27.0 (12.1–36.1)", "29.7 (13.1–36.9)", "33.8 (22.2–47.1)", "44.4 (35.2–56.3)"]]
    for index, row in enumerate(rows):
        sheet.row(143 + 12 * index, row, xs)
    sheet.rule(58, 522, 160)
    got = named(sheet.read())
    assert ("Relief, Score", ("600 mg/day",), "median", "33.8") in got
    assert ("Flushes", ("300 mg/day",), "ci_high", "33.0") in got
    assert "300" not in {value for _, _, _, value in got}


def test_what_people_were_given_next_is_no_arm_beside_sized_groups(sheet):
    booktabs(
        sheet,
        "Table 2. Later treatment, n (%)",
        ["", "Drops plus rest (n = 50)", "Placebos plus rest (n = 51)"],
        [
            ["Any treatment", "20 (40)", "31 (61)"],
            ["Ointment", "9 (18)", "12 (24)"],
            ["Placebo crossover to drops", "..", "7 (14)"],
            ["Baths", "4 (8)", "5 (10)"],
        ],
        [60, 200, 340],
    )
    sheet.text(60, 300, "Table 3. Falls, n (%)", bold=True)
    sheet.rule(60, 500, 308)
    sheet.row(
        318, ["", "Placebos plus rest (n = 51)", "Placebo crossover to drops (n = 7)"], [60, 200, 340]
    )
    sheet.rule(60, 500, 323)
    sheet.row(336, ["Falls", "4 (8)", "1 (14)"], [60, 200, 340])
    sheet.row(348, ["Burns", "3 (6)", "2 (29)"], [60, 200, 340])
    sheet.rule(60, 500, 353)
    got = named(sheet.read())
    assert ("Placebo crossover to drops", ("Placebos plus rest",), "events", "7") in got
    assert ("Ointment", ("Drops plus rest",), "events", "9") in got


def test_one_number_twice_under_the_same_names_is_in_doubt(sheet):
    body = [["Length before", "", ""], ["<1 cm", "8 (16%)", "5 (10%)"], ["mean", "1.0", "1.2"]]
    body += [["<1 cm", "3 (6%)", "1 (2%)"], [">9 cm", "4 (8%)", "6 (12%)"]]
    booktabs(sheet, "Table 1. Sizes", HEAD, body, XS[:3])
    got = bands(sheet.read(), "events")
    assert (got["8"], got["3"], got["4"]) == ("medium", "medium", "high")


def test_a_lone_zero_beside_people_counts_nobody(sheet):
    foot = ["Data are mean (SD) or n (%)."]
    body = [["Age, years", "67.3 (8.5)", "66.8 (8.7)"], ["Other site", "2 (4%)", "0"]]
    booktabs(sheet, "Table 1. Baseline characteristics", HEAD, body, XS[:3], foot)
    assert ("Other site", ("Spray",), "events", "0") in named(sheet.read())


def test_a_size_cut_to_the_label_of_p_is_of_the_group_before(sheet):
    head = ["", "Drops n = 45", "Spray", "n = 42 p-value"]
    body = [["Relapse, n (%)", "6 (13)", "8 (19)", "0.41"], ["Fever, n (%)", "2 (4)", "3 (7)", "0.68"]]
    booktabs(sheet, "Table 2. Outcomes", head, body, XS)
    got = named(sheet.read())
    assert ("group size", ("Spray",), "n", "42") in got


def test_a_first_line_that_ends_in_of_spans_nothing(sheet):
    sheet.text(60, 100, "Table 1. Patients at baseline", bold=True)
    sheet.rule(60, 400, 106)
    sheet.text(250, 116, "No. of")
    sheet.row(125, ["Feature", "Patients", "%"], [60, 245, 330])
    sheet.rule(60, 400, 130)
    for index, row in enumerate([["Asthma", "24", "41"], ["Gout", "31", "53"], ["Burns", "3", "5"]]):
        sheet.row(143 + 12 * index, row, [60, 255, 330])
    sheet.row(179, ["Dose, range", "10.1–3,846"], [60, 262])
    sheet.rule(60, 400, 185)
    got = named(sheet.read())
    assert ("Asthma", (), "events", "24") in got
    assert ("Dose, range", (), "min", "10.1") in got


def test_grades_beside_events_are_labels(sheet):
    head = ["Toxicity", "Grade", "Drops (n = 50)", "Spray (n = 51)"]
    body = [
        ["Anaemia", "2", "9 (18)", "8 (16)"],
        ["", "3", "1 (2)", "2 (4)"],
        ["Nausea", "2", "6 (12)", "7 (14)"],
    ]
    booktabs(sheet, "Table 2. Adverse events, n (%)", head, body, [60, 180, 260, 360])
    got = named(sheet.read())
    assert ("Anaemia, grade 3", ("Drops",), "events", "1") in got
    assert ("Nausea, grade 2", ("Spray",), "events", "7") in got


def test_centred_labels_are_on_one_level(sheet):
    sheet.text(60, 100, "Table 2. Effort, mean ± SD", bold=True)
    sheet.rule(60, 500, 106)
    sheet.row(116, HEAD, XS[:3])
    sheet.rule(60, 500, 121)
    rows = ["Performance time (min)", "Mean rate (bpm)", "Low power (W)", "High power (W)", "Pace (s)"]
    for index, label in enumerate(rows):
        width = sheet.canvas.stringWidth(label, "Helvetica", 8)
        sheet.row(
            134 + 12 * index, [label, f"{12 + index}.0 ± 2.4", "11.2 ± 2.2"], [120 - width / 2, *XS[1:3]]
        )
    sheet.rule(60, 500, 190)
    assert {o for o, *_ in named(sheet.read())} == {*rows, "group size"}


def test_a_group_ends_with_the_last_row_that_begins_with_a_dash(sheet):
    body = [
        ["Income, n (%)", "", ""],
        ["– <25 000", "4 (8)", "6 (12)"],
        ["– >25 000", "40 (80)", "41 (80)"],
        ["Relatives ill, n (%)", "4 (8)", "5 (10)"],
    ]
    booktabs(sheet, "Table 1. Features at entry", HEAD, body, XS[:3])
    assert ("Relatives ill, n (%)", ("Drops",), "events", "4") in named(sheet.read())


def test_a_row_as_heavy_as_the_head_of_lighter_rows_is_not_below_it(sheet):
    sheet.text(60, 100, "Table 1. Features at entry", bold=True)
    sheet.rule(60, 500, 106)
    sheet.row(116, HEAD, XS[:3])
    sheet.rule(60, 500, 121)
    rows = [
        ("Hospital, n (%)", "", ""),
        ("North", "20 (40)", "21 (41)"),
        ("Fever, n (%)", "9 (18)", "8 (16)"),
    ]
    for index, (label, *cells) in enumerate(rows):
        sheet.text(60, 134 + 12 * index, label, bold=index != 1)
        sheet.row(134 + 12 * index, cells, XS[1:3])
    sheet.rule(60, 500, 165)
    got = named(sheet.read())
    assert ("Fever, n (%)", ("Drops",), "events", "9") in got
    assert ("Hospital, n (%), North", ("Spray",), "events", "21") in got


def test_a_difference_of_two_times_is_a_change_at_the_later(sheet):
    head = ["", "Baseline mean (SD)", "Six weeks mean (SD)", "Six weeks – baseline (95% CI)"]
    body = [
        ["Pain", "50.6 (6.5)", "52.8 (4.4)", "2.2 (0.9 3.5)"],
        ["Sleep", "47.2 (8.5)", "50.2 (7.7)", "3.0 (1.1 4.9)"],
    ]
    booktabs(sheet, "Table 4. Mean change in scores", head, body, [60, 150, 260, 380], x1=560)
    found = [item for item in with_bands(sheet.read()) if isinstance(item, Found)]
    (item,) = (f for f in found if any(r.value == "2.2" for r in f.readings))
    assert (item.result.timepoint, item.result.basis, item.result.outcome) == (
        "Six weeks",
        "change",
        "Pain",
    )
    assert {r.statistic: r.value for r in item.readings} == {
        "mean": "2.2",
        "ci_low": "0.9",
        "ci_high": "3.5",
    }


def test_people_seen_later_have_their_baseline_in_its_table(sheet):
    sheet.text(60, 100, "Table 3. Baseline characteristics of the cohort", bold=True)
    sheet.rule(60, 520, 106)
    sheet.text(180, 116, "All patients")
    sheet.text(340, 116, "Patients assessed at 5 years")
    sheet.rule(150, 280, 120)
    sheet.rule(320, 470, 120)
    xs = [60, 150, 220, 320, 400]
    sheet.row(130, ["", "Drops (n = 64)", "Spray (n = 26)", "Drops (n = 51)", "Spray (n = 21)"], xs)
    sheet.rule(60, 520, 135)
    sheet.row(148, ["Age, mean (SD)", "52 (9)", "56 (8)", "51 (9)", "55 (8)"], xs)
    sheet.row(160, ["Weight, mean (SD)", "70 (9)", "71 (8)", "72 (9)", "73 (8)"], xs)
    sheet.rule(60, 520, 165)
    times = {t for o, t, _, _, s, _ in values(sheet.read()) if s == "mean"}
    assert times == {"Baseline"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("HR (95% CI)", [("hr", "ci")]),
        ("HR+ disease", []),
        ("Median % change (95% CI)", [("median", "ci")]),
    ],
)
def test_what_letters_say(text, wanted):
    assert [said.slots for said in find_said(text)] == wanted


def test_limits_with_nothing_between_them_are_an_interval():
    assert read_shape("1.0 (0.4 1.6)").name == "a (b–c)"
    assert read_shape("1.0 (3 1.6)").name != "a (b–c)"


def test_adjusted_by_baseline_names_no_time_and_no_arm():
    contrast = read_contrast("Drops vs. spray (adjusted by baseline)")
    assert contrast is not None
    assert (contrast.left, contrast.right) == ("Drops", "spray")
    assert basis_of("Fall since baseline") == ""


def test_a_label_goes_on_with_versus_and_its_arms_are_no_outcome(sheet):
    sheet.text(60, 100, "Table 3. Rank-sum comparisons", bold=True)
    sheet.rule(60, 540, 106)
    xs = [60, 130, 250, 340, 430]
    sheet.row(116, ["", "", "Placebo (n = 46)", "Drops (n = 43)", "P value"], xs)
    sheet.rule(60, 540, 121)
    y = 134
    for outcome, values_of in (("Pain", ("2.8", "3.3", "0.48")), ("Itch", ("1.6", "2.1", "0.19"))):
        sheet.row(y, [outcome, "Drops", *values_of], xs)
        sheet.text(142, y + 11, "versus placebo")
        y += 22
    sheet.rule(60, 540, y)
    got = {(o, a, c, v) for o, _, a, c, _, v in values(sheet.read())}
    assert ("Pain", ("Drops",), ("placebo",), "0.48") in got
    assert ("Itch", ("Placebo",), (), "1.6") in got


def test_lower_and_upper_beside_middle_are_classes(sheet):
    body = [["Income, n (%)", "", ""], ["Lower", "30 (60)", "29 (57)"], ["Middle", "15 (30)", "14 (27)"]]
    booktabs(sheet, "Table 1. Features", HEAD, [*body, ["Upper", "5 (10)", "8 (16)"]], XS[:3])
    got = named(sheet.read())
    assert ("Income, n (%), Lower", ("Drops",), "events", "30") in got
    assert ("Income, n (%), Upper", ("Spray",), "percent", "16") in got


def test_the_two_columns_that_a_p_compares_name_the_arms_of_rows(sheet):
    booktabs(
        sheet,
        "Table 1. Effort, mean ± SD",
        ["", "Fasting", "Eating", "p"],
        [
            ["Time (min)", "12.0 ± 2.4", "11.2 ± 2.2", "0.08"],
            ["Rate (bpm)", "161.0 ± 9.3", "160.8 ± 8.4", "0.96"],
        ],
        XS,
    )
    sheet.text(60, 300, "Table 2. Effort before and after, mean ± SD", bold=True)
    sheet.rule(60, 500, 308)
    sheet.row(318, ["", "", "Before", "After"], [60, 150, 240, 340])
    sheet.rule(60, 500, 323)
    rows = [
        ["Grip (kg)", "Fasting", "32.9 ± 3.6", "33.6 ± 2.7"],
        ["", "Eating", "33.0 ± 3.3", "33.4 ± 3.1"],
    ]
    rows += [
        ["Jump (cm)", "Fasting", "175.1 ± 9.9", "168.6 ± 8.6"],
        ["", "Eating", "167.6 ± 8.9", "170.1 ± 8.9"],
    ]
    for index, row in enumerate(rows):
        sheet.row(336 + 12 * index, row, [60, 150, 240, 340])
    sheet.rule(60, 500, 379)
    assert ("Grip (kg)", ("Eating",), "mean", "33.0") in named(sheet.read())


def test_a_label_that_begins_with_an_article_heads_the_rows_below_it(sheet):
    body = [["Age", "", ""], ["<30", "8 (16%)", "5 (10%)"], ["others", "40 (80%)", "41 (80%)"]]
    body += [
        ["the longest stretch (cm)", "", ""],
        ["<1", "3 (6%)", "1 (2%)"],
        [">9", "4 (8%)", "6 (12%)"],
    ]
    sheet.text(60, 100, "Table 1. Sizes at entry", bold=True)
    sheet.rule(60, 500, 106)
    sheet.row(116, HEAD, XS[:3])
    sheet.rule(60, 500, 121)
    for index, row in enumerate(body):
        sheet.row(133 + 11 * index, row, XS[:3])
    sheet.rule(60, 500, 194)
    got = named(sheet.read())
    assert ("the longest stretch (cm), <1", ("Drops",), "events", "3") in got
    assert ("Age, others", ("Spray",), "events", "41") in got


def test_people_counted_in_a_table_of_changes_are_no_change(sheet):
    head = ["", "Drops, no.", "Placebo, no.", "Difference (95% CI)"]
    body = [
        ["Short stay", "70", "88", "-0.1 (-0.4, 0.2)"],
        ["Long stay", "116", "97", "0.2 (-0.2, 0.5)"],
    ]
    booktabs(sheet, "Table 6. Five-year change in pain", head, body, XS)
    found = [item for item in sheet.read() if isinstance(item, Found)]
    bases = {r.value: item.result.basis for item in found for r in item.readings}
    assert bases["70"] != "change"
    assert bases["-0.1"] == "change"
