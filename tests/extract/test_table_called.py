"""What numbers are called that were read right: their statistic, arm, outcome and time, by the labels around them."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from curate.extract.band import with_bands
from curate.extract.tables.cell import TableCell, labels_in_parts
from curate.model.reading import Found
from curate.parse.statistic import read_shape
from curate.parse.statistic_said import assign
from curate.pdf.page import Word

from .sheet import SIZE, Sheet, booktabs, grids, rows_of, sheet, values
from .told import bands, named

__all__ = ["sheet"]

TWO = ["Measure", "Drug group (n = 200)", "Control group (n = 198)"]
XS = [60, 220, 360]


def test_a_percentage_below_one_is_none_of_another_statistic():
    shape = read_shape("2 (<1)")
    assert [(slot, number.value) for slot, number in assign(shape, ("events", "percent"))[0]] == [
        ("events", "2"),
        ("percent", "1"),
    ]
    assert not assign(read_shape("2 (<0.001)"), ("events", "percent"))[0]


def test_patients_counted_behind_a_dash_had_the_event(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events",
        TWO,
        [
            ["Withdrawal for an event — no. of patients", "33", "14"],
            ["Rash — no. of patients (%)", "8 (4)", "6 (3)"],
        ],
        XS,
    )
    got = named(sheet.read())
    assert ("Withdrawal for an event — no. of patients", ("Drug group",), "events", "33") in got


def test_a_row_of_means_below_a_head_of_counts(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Patients at baseline", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 80)", "Placebo (n = 40)"], [60, 200, 360])
    for left in (200, 360):
        sheet.rule(left, left + 100, 122)
        sheet.text(left, 132, "No. of")
        sheet.row(142, ["Patients", "%"], [left, left + 70])
    sheet.rule(60, 500, 147)
    y = 157
    for line in (
        ["Weight, kg"],
        ["  Mean", "", "72", "", "", "76", ""],
        ["  Range", "", "52-94", "", "", "55-90", ""],
        ["Race"],
        ["  White", "40", "", "50", "36", "", "90"],
        ["  Black", "30", "", "37.5", "0", "", ""],
        ["  Other", "10", "", "12.5", "4", "", "10"],
    ):
        for x, text in zip([60, 203, 235, 270, 363, 395, 430], line, strict=False):
            sheet.text(x + 8 * text.startswith("  "), y, text.strip())
        y += 12
    sheet.rule(60, 500, y - 7)
    got = named(sheet.read())
    assert ("Weight, kg", ("Drug",), "mean", "72") in got
    white = ("Race, White", ("Drug",))
    assert {(*white, "events", "40"), (*white, "percent", "50")} <= got
    assert ("Race, Black", ("Placebo",), "events", "0") in got


def test_counts_are_told_from_means_by_the_one_number_that_they_are_shares_of(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Pathology and course",
        ["Variables", "Stapler", "Suture", "p value"],
        [
            ["Length, mm, median (interquartile range)", "36 (25-50)", "35 (27-40)", "0.253"],
            ["Stage I", "20 (11.8)", "5 (5.4)", "0.123"],
            ["Stage II", "66 (38.8)", "37 (40.2)", "0.791"],
            ["Stage III", "77 (45.3)", "43 (46.7)", "0.897"],
            ["Recurrence", "7 (4.1)", "4 (4.3)", "1.000"],
            ["Drug after surgery", "46 (27.2)", "20 (21.7)", "0.374"],
        ],
        [60, 240, 330, 420],
    )
    found = sheet.read()
    got = named(found)
    assert {
        ("Stage II", ("Stapler",), "events", "66"),
        ("Stage II", ("Stapler",), "percent", "38.8"),
    } <= got
    assert ("Drug after surgery", ("Stapler",), "events", "46") in got  # of one fewer
    assert "mean" not in {statistic for _, _, statistic, _ in got}
    assert bands(found, "percent")["38.8"] == "high"


def test_a_spread_in_a_column_of_counts_is_no_share(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Pathology and course",
        ["Variables", "Stapler", "Suture"],
        [
            ["Stage I", "20 (11.8)", "5 (5.4)"],
            ["Stage II", "66 (38.8)", "37 (40.2)"],
            ["Stage III", "77 (45.3)", "43 (46.7)"],
            ["Recurrence", "7 (4.1)", "4 (4.3)"],
            ["Weight", "62 ± 36.5", "61 ± 66.3"],
            ["Length", "36 ± 9 (25)", "35 ± 8 (27)"],
        ],
        [60, 240, 330],
    )
    got = named(sheet.read())
    assert {("Weight", ("Stapler",), "mean", "62"), ("Length", ("Suture",), "sd", "8")} <= got
    assert ("Stage II", ("Stapler",), "events", "66") in got


def test_means_whose_spread_differs_are_no_shares_of_one_number(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the measures",
        ["Variables", "Stapler", "Suture"],
        [
            ["Weight", "72 (11.8)", "75 (10.4)"],
            ["Age", "61 (9.8)", "60 (10.2)"],
            ["Score A", "44 (15.3)", "43 (16.7)"],
            ["Score B", "17 (4.1)", "14 (4.3)"],
            ["Score C", "46 (27.2)", "20 (21.7)"],
        ],
        [60, 240, 330],
    )
    assert not {"events", "percent"} & {statistic for _, _, statistic, _ in named(sheet.read())}


def test_whole_means_with_like_spreads_are_no_shares_of_one_number(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the measures",
        ["Variables", "Stapler", "Suture"],
        [
            ["Weight", "45 (9)", "46 (9)"],
            ["Pressure", "120 (24)", "121 (24)"],
            ["Score A", "30 (6)", "31 (6)"],
            ["Score B", "55 (11)", "56 (11)"],
        ],
        [60, 240, 330],
    )
    assert not {"events", "percent"} & {statistic for _, _, statistic, _ in named(sheet.read())}


def test_columns_that_share_people_are_doubtful_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Responses",
        ["", "Whole series (n = 75)", "Brain disease (n = 75)", "Other disease (n = 60)"],
        [
            ["Complete response, n (%)", "20 (27)", "26 (35)", "26 (43)"],
            ["None, n (%)", "3 (4)", "6 (8)", "3 (5)"],
        ],
        [60, 180, 290, 400],
    )
    found = with_bands(sheet.read())
    told = {
        (item.result.arms, reading.value): reading.band
        for item in found
        if isinstance(item, Found)
        for reading in item.readings
    }
    assert told[("Brain disease",), "35"] == "medium"
    assert told[(), "27"] == "high"


def _label(row: int, role: str, *starts: float) -> TableCell:
    words = [Word("label", x, 100, x + 20, 108, 107, SIZE) for x in starts]
    return TableCell(row, 0, words, role=role)


def test_headings_of_two_columns_run_into_one_are_doubtful():
    rows = [_label(row, "stub", 190) for row in range(8)]
    headings = [_label(8, "group", 60, 180), _label(9, "group", 60, 180), _label(10, "group", 60, 180)]
    assert labels_in_parts([*rows, *headings])
    assert not labels_in_parts([*rows, *(_label(cell.row, "group", 60, 83) for cell in headings)])


def test_a_share_that_arithmetic_confirms_needs_no_word(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        TWO,
        [["Smokers", "36/197 (18)", "40/190 (21)"], ["Women", "90/200 (45)", "99/198 (50)"]],
        XS,
    )
    assert set(bands(sheet.read(), "percent").values()) == {"high"}


@pytest.mark.parametrize(
    ("label", "cell", "statistics"),
    [
        ("Joint count, mean ± SD", "15.8 ± 8.03", {"mean", "sd"}),
        ("Visits, median number of days (range)", "12 (1-31)", {"median", "min", "max"}),
    ],
)
def test_a_number_that_is_averaged_is_no_number_of_people(sheet: Sheet, label, cell, statistics):
    booktabs(
        sheet,
        "Table 1. The patients",
        TWO,
        [[label, cell, cell], ["Age, mean (SD)", "61 (9)", "60 (8)"]],
        XS,
    )
    found = sheet.read()
    assert statistics <= {s for o, _, s, _ in named(found) if o == label}
    assert {band for s in statistics for band in bands(found, s).values()} == {"high"}


def test_limits_are_what_the_label_calls_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Attack rates",
        ["Season", "Mask group", "Control group"],
        [
            ["Attack rate (95% CI)", "9 (3-19)", "23 (13-35)"],
            ["Attack rate at home (95% CI)", "8 (2-17)", "24 (9-42)"],
        ],
        [60, 240, 360],
    )
    got = {s for _, _, s, _ in named(sheet.read())}
    assert {"ci_low", "ci_high"} <= got
    assert not {"q1", "q3", "median"} & got


def test_the_row_of_sizes_whose_shares_make_the_whole(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Variables", "Stapler", "Suture"],
        [["Number (%)", "170 (64.9)", "92 (35.1)"], ["Women (%)", "60 (35.3)", "39 (42.4)"]],
        [60, 240, 330],
    )
    got = named(sheet.read())
    assert {("n", "170"), ("n", "92")} <= {(s, v) for _, _, s, v in got}
    assert ("events", "170") not in {(s, v) for _, _, s, v in got}


def test_no_is_an_answer_where_people_are_counted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Variables", "Overall (n = 154)"],
        [
            ["Earlier surgery (%)", ""],
            ["    No", "147 (95.5)"],
            ["    Open", "3 (1.9)"],
            ["    Robot", "4 (2.6)"],
        ],
        [60, 240],
    )
    assert ("Earlier surgery (%), No", (), "events", "147") in named(sheet.read())


def test_an_arm_among_the_kinds_of_something_else_is_none(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Variables", "Robot group (n = 60)", "Scope group (n = 90)"],
        [
            ["Earlier surgery (%)", "", ""],
            ["    Open", "3 (5.0)", "4 (4.4)"],
            ["    Robot", "1 (1.7)", "2 (2.2)"],
            ["    Scope", "2 (3.3)", "1 (1.1)"],
        ],
        [60, 240, 380],
    )
    assert ("Earlier surgery (%), Robot", ("Scope group",), "events", "2") in named(sheet.read())


def test_people_listed_one_by_one_are_no_results(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Patient no. (initials)", "Age", "Score before", "Score after"],
        [[f"{n} (A{'BCDEFG'[n]})", str(40 + n), str(10 + n), str(5 + n)] for n in range(1, 6)],
        [60, 200, 300, 400],
    )
    found = sheet.read()
    assert grids(found)
    assert not values(found)


def test_a_column_of_p_values_without_a_word_for_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Fit of the masks",
        ["Measure", "Cup (n = 24)", "Fold (n = 24)", "Cup versus fold"],
        [
            ["Fit, median (IQR)", "200 (103-200)", "150 (120-180)", "<0.001"],
            ["Time, mean (SD)", "33.2 (2.6)", "28.7 (1.6)", "0.324"],
            ["Comfort, mean (SD)", "3.2 (0.6)", "2.7 (0.6)", "0.048"],
        ],
        [60, 200, 300, 420],
    )
    got = {(o, a, c, s, v) for o, _, a, c, s, v in values(sheet.read())}
    assert ("Time, mean (SD)", ("Cup",), ("fold",), "p", "0.324") in got
    assert "md" not in {statistic for *_, statistic, _ in got}


def test_a_long_head_of_p_values(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        [
            "",
            "Rapid group (n = 16)",
            "Slow group (n = 47)",
            "P-value for the comparison of rapid versus slow groups (alpha 0.05)",
        ],
        [
            ["Age, median (range)", "29 (21-53)", "27 (20-61)", "0.38"],
            ["Women (%)", "2 (13)", "6 (13)", "1.00"],
        ],
        [60, 160, 250, 340],
    )
    got = {(a, c, s, v) for _, _, a, c, s, v in values(sheet.read())}
    assert (("rapid",), ("slow",), "p", "0.38") in got


def test_a_ratio_of_arms_is_no_change_and_has_its_limits_beside_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Predictors of infection",
        ["Variable", "OR", "95% CI", "p-value"],
        [
            ["Group", "", "", ""],
            ["    Control Group", "Ref.", "", ""],
            ["    Mask Group", "0.39", "0.13-1.19", "0.10"],
            ["    Hygiene Group", "0.61", "0.23-1.66", "0.34"],
            ["Sex", "", "", ""],
            ["    Female", "Ref.", "", ""],
            ["    Male", "1.2", "0.62-2.28", "0.52"],
        ],
        [60, 240, 300, 400],
    )
    found = sheet.read()
    got = {(a, c, s, v) for _, _, a, c, s, v in values(found)}
    assert {
        (("Mask Group",), ("Control Group",), s, v)
        for s, v in (("or", "0.39"), ("ci_low", "0.13"), ("p", "0.10"))
    } <= got
    assert ((), (), "p", "0.52") in got
    assert "change" not in {item.result.basis for item in found if hasattr(item, "result")}


def test_numbers_below_a_quantity_are_levels_of_it(sheet: Sheet):
    sheet.text(60, 100, "Table 5. Gain before treatment", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(300, 118, "Frequency (Hz)")
    sheet.rule(200, 500, 122)
    sheet.row(132, ["", "0.01", "0.08", "0.32"], [60, 220, 320, 420])
    sheet.rule(60, 500, 137)
    sheet.row(149, ["Gain, mean (SD)", "0.26 (0.16)", "0.44 (0.21)", "0.52 (0.21)"], [60, 210, 310, 410])
    sheet.row(161, ["Norms", "0.14-0.40", "0.23-0.67", "0.45-1.01"], [60, 210, 310, 410])
    sheet.row(173, ["Phase, mean (SD)", "43.0 (40.8)", "30.0 (31.4)", "4.0 (18.0)"], [60, 210, 310, 410])
    sheet.rule(60, 500, 180)
    got = named(sheet.read())
    assert ("Gain, mean (SD), Frequency (Hz): 0.08", (), "mean", "0.44") in got
    assert "0.67" not in {v for *_, v in got}


def test_groups_that_only_the_caption_brings_in(sheet: Sheet):
    sheet.text(
        60, 100, "Table 4. Nerves saved in the scope (SC) and open (OP) group of patients", bold=True
    )
    sheet.rule(60, 500, 108)
    sheet.row(118, ["SC", "OP"], [220, 380])
    for left in (200, 360):
        sheet.rule(left, left + 130, 122)
    sheet.row(132, ["Grade", "Nerve", "Hearing", "Nerve", "Hearing"], [60, 205, 275, 365, 435])
    sheet.rule(60, 500, 137)
    for y, label in ((149, "First"), (161, "Second"), (173, "Third")):
        sheet.row(y, [label, "5 (50 %)", "4 (40 %)", "3 (30 %)", "2 (20 %)"], [60, 205, 275, 365, 435])
    sheet.rule(60, 500, 180)
    assert ("Second, Hearing", ("OP",), "events", "2") in named(sheet.read())


def test_cohorts_named_below_several_headings_are_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Progression in both sets",
        ["Cohort", "Number", "Mean change ± SD", "P value"],
        [
            ["All patients with films", "", "", ""],
            ["    Historic", "169", "0.9 ± 3.3", "0.771"],
            ["    Treated", "307", "0.8 ± 2.6", ""],
            ["Eligible patients", "", "", ""],
            ["    Historic", "77", "0.9 ± 4.1", "0.744"],
            ["    Treated", "307", "0.8 ± 2.6", ""],
        ],
        [60, 220, 300, 420],
    )
    got = {(a, s, v): o for o, a, s, v in named(sheet.read())}
    assert got[("Historic",), "sd", "4.1"].startswith("Progression in both sets, Eligible patients")


def test_headings_in_capitals_hold_those_below_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events, n (%)",
        TWO,
        [
            ["RELATED TO THE VACCINE:", "", ""],
            ["Local events", "", ""],
            ["redness", "2 (1)", "1 (1)"],
            ["NOT RELATED TO THE VACCINE:", "", ""],
            ["Frequent events", "", ""],
            ["fever", "12 (6)", "11 (6)"],
        ],
        XS,
    )
    assert "NOT RELATED TO THE VACCINE, Frequent events, fever" in {o for o, *_ in named(sheet.read())}


def test_labels_set_in_by_less_than_usual(sheet: Sheet):
    sheet.text(60, 100, "Table 3. Findings", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Variable", "Value", "%"], [60, 240, 330])
    sheet.rule(60, 500, 123)
    rows = [
        ("Side", "", ""), (" Right", "16", "50"), (" Left", "16", "50"), ("Compression", "", ""),
        (" Grade I", "5", "15.6"), (" Grade II", "27", "84.4"), ("Hydrocephalus", "29", "90.6"),
        ("Tight fossa", "27", "84.4"),
    ]  # fmt: skip
    for index, (label, *cells) in enumerate(rows):
        sheet.row(135 + 12 * index, [label.strip(), *cells], [62.2 if label[0] == " " else 60, 240, 330])
    sheet.rule(60, 500, 226)
    got = named(sheet.read())
    assert ("Side, Right", (), "events", "16") in got
    assert ("Hydrocephalus", (), "events", "29") in got


def test_a_title_that_stands_below_its_label(sheet: Sheet):
    sheet.text(60, 100, "Table 2", bold=True)
    sheet.rule(60, 500, 106)
    sheet.text(60, 118, "Pain at week 6 in the patients who were treated as planned", bold=True)
    sheet.rule(60, 500, 124)
    sheet.row(136, ["Measure", "Drug group", "Control group"], [60, 240, 360], bold=True)
    sheet.rule(60, 500, 142)
    for y, label in ((154, "Pain, mean (SD)"), (166, "Itch, mean (SD)")):
        sheet.row(y, [label, "12.1 (3.4)", "14.2 (3.6)"], [60, 240, 360])
    sheet.rule(60, 500, 172)
    found = sheet.read()
    assert rows_of(grids(found)[0])[0] == ["Measure", "Drug group", "Control group"]
    assert ("Pain, mean (SD)", "week 6", ("Drug group",), (), "mean", "12.1") in values(found)


def test_a_title_that_a_narrow_measure_has_spaced_out(sheet: Sheet):
    sheet.text(60, 100, "Table 1.")
    x = 100.0
    for word in ("Demographic", "and", "baseline", "clinical", "features"):
        sheet.text(x, 100, word)
        x += stringWidth(word, "Helvetica", SIZE) + 0.75 * SIZE
    sheet.text(60, 110, "of patients with active disease in each treatment group")
    sheet.rule(60, 280, 116)
    sheet.row(126, ["Characteristic", "Drug (n = 20)", "Placebo (n = 22)"], [60, 150, 215])
    sheet.rule(60, 280, 131)
    sheet.row(143, ["Age, mean ± SD", "49.8 ± 12.67", "52.5 ± 11.91"], [60, 150, 215])
    sheet.row(155, ["Weight, mean ± SD", "70.1 ± 10.2", "71.5 ± 9.9"], [60, 150, 215])
    sheet.rule(60, 280, 162)
    assert "baseline" in {time for _, time, *_ in values(sheet.read())}


def test_letters_below_a_head_of_classes(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Control of attacks",
        ["Class", "Group I (n = 70)", "Group II (n = 17)"],
        [["A", "39 (56)", "10 (59)"], ["B", "7 (10)", "3 (18)"], ["F", "24 (34)", "4 (24)"]],
        [60, 240, 360],
        foot=["Data are n (%)."],
    )
    found = sheet.read()
    assert ("Control of attacks, Class B", ("Group II",), "events", "3") in named(found)
    assert set(bands(found, "events").values()) == {"high"}


def test_a_count_has_no_limits(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Course",
        ["Variable", "No.", "%"],
        [
            ["Survivors", "28", "87.5"],
            ["Score (median, survivors)", "2 (0-4)", ""],
            ["Falls", "4", "12.5"],
        ],
        [60, 240, 360],
    )
    got = {(s, v) for o, _, s, v in named(sheet.read()) if o.startswith("Score")}
    assert ("median", "2") in got
    assert not {"n", "events"} & {s for s, _ in got}


def test_people_with_the_number_of_all_behind_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events",
        TWO,
        [["With any event No. of pts (Total No. of pts)", "12 (12)", "22 (24)"]] * 2,
        XS,
    )
    got = {(s, v) for _, _, s, v in named(sheet.read())}
    assert {("events", "22"), ("total", "24")} <= got
    assert "percent" not in {s for s, _ in got}


def test_a_median_below_one_heading_and_below_two_has_lost_none(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        TWO,
        [
            ["Marker, ng/ml", "", ""],
            ["    Median", "0.13", "0.15"],
            ["Density by device", "", ""],
            ["    First", "", ""],
            ["        Median", "1.0", "1.1"],
            ["    Second", "", ""],
            ["        Median", "1.2", "1.3"],
        ],
        XS,
    )
    assert bands(sheet.read(), "median")["0.13"] == "high"


def test_limits_below_values_that_others_stand_between(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Fit of the masks, median (IQR)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Measure", "Cup group", "Fold group", "P value"], [60, 130, 230, 320, 420])
    sheet.rule(60, 500, 123)
    y = 133.0
    for phase, measure, cup, fold, p in (
        ("At rest", "Fit", "200", "150", "0.107"),
        ("Walking", "Fit", "180", "142.5", "0.015"),
        ("Climbing", "Fit", "160", "130", "0.009"),
    ):
        sheet.row(y, [cup, fold], [230, 320])
        sheet.row(y + 4.6, [phase, measure, p], [60, 130, 420])
        sheet.row(y + 9.2, ["(103-200)", "(64-200)"], [230, 320])
        y += 18.6
    sheet.rule(60, 500, y - 3)
    got = named(sheet.read())
    walking = ("Walking, Fit", ("Fold group",))
    assert {(*walking, "median", "142.5"), (*walking, "q1", "64"), (*walking, "q3", "200")} <= got


def test_rows_that_come_again_below_rows_in_bold(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Households", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Variable", "Soap group", "Control group"], [60, 240, 360])
    sheet.rule(60, 500, 123)
    rows = [
        ("Cases, n", "13", "11"), ("Women, n (%)", "5 (39)", "5 (45)"), ("Vaccinated, n (%)", "2 (15)", "1 (9)"),
        ("Contacts, n", "36", "31"), ("Women, n (%)", "18 (50)", "15 (49)"), ("Vaccinated, n (%)", "6 (17)", "7 (23)"),
    ]  # fmt: skip
    for index, row in enumerate(rows):
        sheet.row(135 + 12 * index, row, [60, 240, 360], bold=row[0][0] == "C")
    sheet.rule(60, 500, 203)
    got = named(sheet.read())
    assert ("Contacts, n, Women, n (%)", ("Soap group",), "events", "18") in got
    assert ("Cases, n, Women, n (%)", ("Soap group",), "events", "5") in got


def test_numbers_of_two_rows_with_the_same_names_are_doubtful(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        TWO,
        [
            ["Weight, kg, mean (SD)", "72 (11)", "70 (12)"],
            ["Pregnancies, n (%)", "110 (55)", "99 (50)"],
            ["Smokers, n (%)", "20 (10)", "18 (9)"],
            ["Pregnancies, n (%)", "59 (30)", "61 (31)"],
        ],
        XS,
    )
    told = bands(sheet.read(), "events")
    assert (told["110"], told["59"], told["20"]) == ("medium", "medium", "high")


def test_a_number_needed_to_treat_over_comparisons_is_no_difference(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Response to training", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(330, 118, "Adjusted No. needed to treat (95% CI)")
    sheet.rule(320, 500, 122)
    sheet.row(
        132, ["Measure", "Training, n (%)", "Training vs usual", "Coach vs usual"], [60, 200, 325, 420]
    )
    sheet.rule(60, 500, 137)
    for y, label in ((149, "Pain"), (161, "Sleep")):
        sheet.row(y, [label, "40 (35)", "18 (10 to 71)", "9 (7 to 14)"], [60, 200, 325, 420])
    sheet.rule(60, 500, 168)
    found = sheet.read()
    assert ("events", "40") in {(s, v) for _, _, s, v in named(found)}
    assert not {"18", "9"} & {v for *_, v in named(found)}


def test_whole_percentages_of_an_arm_of_known_size(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Events by grade",
        ["Event", "Drug (N = 597)", "Placebo (N = 602)"],
        [
            ["Fatigue", "233 (39)", "206 (34)"],
            ["Edema", "220 (37)", "181 (30)"],
            ["Flush", "209 (35)", "203 (34)"],
            ["Cramps", "120 (20)", "112 (19)"],
            ["Fall", "8 (1)", "2 (<1)"],
        ],
        [60, 240, 360],
    )
    found = sheet.read()
    assert ("Fall", ("Drug",), "events", "8") in named(found)
    assert set(bands(found, "percent").values()) == {"high"}
