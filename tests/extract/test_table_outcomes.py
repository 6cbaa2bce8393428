"""What the outcome of a reading holds of headings, columns and title, named after the defect."""

import pytest

from curate.extract.tables.names.definitions import is_definition, without_count

from .sheet import booktabs, rows_of, sheet, values
from .sheet import grids as grids_of
from .told import named

__all__ = ["sheet"]

TWO = ["Drug (n = 200)", "Control (n = 198)"]
XS = [60, 220, 330, 440]


def outcomes(found, statistic):
    return {o for o, _, _, _, s, _ in values(found) if s == statistic}


def close_groups(sheet, groups, between, ruled=True):
    """Set groups whose first row stands close below them; a rule below each row where `ruled`."""
    sheet.text(60, 100, "Table 2. Leaks at home", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Sign", *TWO], XS[:3])
    sheet.rule(60, 500, 123)
    y = 123
    for group, rows in groups:
        y += 10
        sheet.text(60, y, group)
        for index, row in enumerate(rows):
            y += between if index else 8
            sheet.row(y, [f"  {row[0]}", *row[1:]], [68, *XS[1:3]])
            if ruled:
                sheet.rule(60, 500, y + 3)
    if not ruled:
        sheet.rule(60, 500, y + 5)


GROUPS = [
    ("Frequency", [("Daily", "12 (6.0)", "14 (7.1)"), ("Weekly", "21 (10.5)", "31 (15.7)")]),
    (
        "How much it keeps from going out",
        [
            ("Never", "52 (26.0)", "44 (22.2)"),
            ("Often", "11 (5.5)", "9 (4.5)"),
            ("Always", "1 (0.5)", "3 (1.5)"),
        ],
    ),
    ("How much it worries at home", [("Much", "9 (4.5)", "8 (4.0)"), ("Little", "7 (3.5)", "5 (2.5)")]),
]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_group_close_to_its_first_row_is_no_part_of_its_label(sheet, ruled):
    close_groups(sheet, GROUPS, 13, ruled)
    found = outcomes(sheet.read(), "events")
    assert "How much it keeps from going out, Never" in found
    assert "How much it worries at home, Little" in found
    assert {"Frequency, Daily", "Frequency, Weekly"} <= found


def test_the_rest_of_a_label_between_two_rules_is_no_row_of_a_group(sheet):
    close_groups(
        sheet, [("Days of work or of school", [("lost in all", "12 (6.0)", "14 (7.1)")])] * 3, 13
    )
    assert outcomes(sheet.read(), "events") == {"Days of work or of school lost in all"}


def test_a_class_of_numbers_with_its_percent_sign_names_a_row(sheet):
    booktabs(
        sheet,
        "Table 1. Characteristics of both groups",
        ["", *TWO],
        [
            ["Cups per week", "", ""],
            ["    0 (%)", "20.5", "21.0"],
            ["    1–60 (%)", "42.1", "57.0"],
            ["    >60 (%)", "37.4", "22.0"],
        ],
        XS[:3],
    )
    got = outcomes(sheet.read(), "percent")
    assert got == {"Cups per week, 0 (%)", "Cups per week, 1–60 (%)", "Cups per week, >60 (%)"}


def test_the_last_kind_of_a_group_that_is_set_out_heads_no_rows(sheet):
    booktabs(
        sheet,
        "Table 1. Who took part, n (%)",
        ["", *TWO],
        [
            ["Trade", "", ""],
            ["    Skilled", "20 (10.0)", "21 (10.6)"],
            ["    Clerical", "42 (21.0)", "57 (28.8)"],
            ["Other", "31 (15.5)", "22 (11.1)"],
            ["    Sure of success", "51 (25.5)", "42 (21.2)"],
        ],
        XS[:3],
    )
    assert outcomes(sheet.read(), "events") >= {"Trade, Other", "Sure of success"}


def test_a_title_names_the_outcome_that_kinds_of_people_have(sheet):
    booktabs(
        sheet,
        "Table 4. Falls in the second winter",
        ["", *TWO, "Difference (95% CI)"],
        [
            ["Sex", "", "", ""],
            ["    Men", "26/99 (26.3)", "12/97 (12.4)", "13.9 (2.9-24.8)"],
            ["    Women", "34/101 (33.7)", "15/101 (14.9)", "18.8 (7.2-30.4)"],
            ["Age", "", "", ""],
            ["    Up to 70", "27/90 (30.0)", "11/98 (11.2)", "18.8 (7.4-30.1)"],
            ["    Above 70", "33/110 (30.0)", "16/100 (16.0)", "14.0 (2.8-25.2)"],
        ],
        XS,
    )
    assert "Falls in the second winter, Sex, Men" in outcomes(sheet.read(), "events")


def test_kinds_of_people_who_took_part_have_no_outcome_of_the_title(sheet):
    booktabs(
        sheet,
        "Table 1. Characteristics of both groups, n (%)",
        ["", *TWO, "Difference (95% CI)"],
        [
            ["Sex", "", "", ""],
            ["    Men", "99 (49.5)", "97 (49.0)", "0.5 (-9.3-10.3)"],
            ["    Women", "101 (50.5)", "101 (51.0)", "-0.5 (-10.3-9.3)"],
            ["Age", "", "", ""],
            ["    Up to 70", "90 (45.0)", "98 (49.5)", "-4.5 (-14.3-5.3)"],
        ],
        XS,
    )
    assert "Sex, Men" in outcomes(sheet.read(), "events")


def test_how_abstinence_was_counted_does_not_name_it(sheet):
    booktabs(
        sheet,
        "Table 3. Abstinence rates by number of calls, n (%)",
        ["", *TWO],
        [
            ["7-day point prevalence", "26 (13.0)", "40 (20.2)"],
            ["6 months prolonged", "15 (7.5)", "21 (10.6)"],
            ["Cravings", "60 (30.0)", "81 (40.9)"],
        ],
        XS[:3],
    )
    got = outcomes(sheet.read(), "events")
    assert any(o.startswith("Abstinence rates") and o.endswith("7-day point prevalence") for o in got)
    assert "Cravings" in got


def test_what_leads_to_the_times_below_a_heading_is_no_part_of_the_outcome(sheet):
    booktabs(
        sheet,
        "Table 3. Naps, n (%)",
        ["", *TWO],
        [
            ["3-month prolonged abstinence at:", "", ""],
            ["  4 months post recruitment", "26 (13.0)", "14 (7.1)"],
            ["  7 months post recruitment", "46 (23.0)", "36 (18.2)"],
        ],
        XS[:3],
    )
    found = {(o, t, v) for o, t, _, _, s, v in values(sheet.read()) if s == "events"}
    assert ("3-month prolonged abstinence", "7 months post recruitment", "46") in found


def test_definitions_are_told_from_outcomes():
    assert is_definition("30-day, CO-verified")
    assert is_definition("Self-report at 6 months")
    assert not is_definition("Point prevalence of pain")
    assert not is_definition("12 months")
    assert without_count("Intention to treat, %") == "Intention to treat"


def test_the_head_of_the_labels_heads_the_rows_above_the_first_heading(sheet):
    booktabs(
        sheet,
        "Table 9. Practices by group, n (%)",
        ["Most frequent brand", *TWO],
        [
            ["Northern", "50 (25.0)", "53 (26.8)"],
            ["Plain", "18 (9.0)", "11 (5.6)"],
            ["Habits", "", ""],
            ["    Smokes when ill", "35 (17.5)", "38 (19.2)"],
            ["    Smokes indoors", "29 (14.5)", "19 (9.6)"],
        ],
        XS[:3],
    )
    got = outcomes(sheet.read(), "events")
    assert got == {
        "Most frequent brand, Northern",
        "Most frequent brand, Plain",
        "Habits, Smokes when ill",
        "Habits, Smokes indoors",
    }


LONG = "Any other event of the heart or of its vessels"


def test_labels_that_run_below_the_first_values_do_not_take_them(sheet):
    sheet.text(60, 100, "Table 5. End points in both groups, n (%)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Drug", "Control", "P"], [180, 240, 330])
    sheet.rule(60, 500, 123)
    rows = [("Stroke", "61 (3.1)", "56 (2.8)", "0.52"), ("Death", "16 (0.8)", "5 (0.2)", "0.02")]
    rows += [("Relapse", "17 (0.9)", "23 (1.2)", "0.43"), ("Fracture", "55 (2.8)", "63 (3.2)", "0.52")]
    y = 123
    for row in rows:
        y += 12
        sheet.row(y, row, [60, 180, 240, 330])
    sheet.text(60, y + 12, LONG)
    sheet.row(y + 22, ["", "12 (0.6)", "11 (0.6)", "0.84"], [60, 180, 240, 330])
    sheet.rule(60, 500, y + 27)
    found = sheet.read()
    assert rows_of(grids_of(found)[0])[1] == ["Stroke", "61 (3.1)", "56 (2.8)", "0.52"]
    assert ("Stroke", ("Drug",), "events", "61") in named(found)
    assert (LONG, ("Drug",), "events", "12") in named(found)


def test_brackets_that_join_rows_beside_a_p_are_no_columns(sheet):
    sheet.text(60, 100, "Table 1. Who took part, n (%)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", *TWO, "P", "Device (n = 90)", "P"], [60, 160, 240, 330, 370, 460])
    sheet.rule(60, 500, 123)
    y = 123
    for block in range(3):
        top = y + 4
        for line in range(4):
            y += 12
            label = ("Up to 50", "51-60", "61-70", "Older")[line]
            cells = [f"{block + line + 3}1 (1{line}.4)", f"{block + line + 4}2 (1{line}.9)"]
            test = ".84" if line == 1 else ""
            sheet.row(y, [label, *cells, test, cells[0], test], [60, 160, 240, 332, 370, 462])
        for x in (325, 455):
            sheet.canvas.line(x, sheet.height - top, x, sheet.height - y)
    sheet.rule(60, 500, y + 5)
    assert rows_of(grids_of(sheet.read())[0])[2][:3] == ["51-60", "41 (11.4)", "52 (11.9)"]


def test_marks_in_a_list_of_marks_make_no_line_of_their_own(sheet):
    sheet.text(60, 100, "Table 2. Scores, mean (SD)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", *TWO], XS[:3])
    sheet.rule(60, 500, 123)
    y = 123
    for label in ("Hope", "Trust"):
        y += 14
        sheet.text(60, y, label)
        width = sheet.canvas.stringWidth(label, "Helvetica", 8)
        sheet.text(60 + width, y, "c,", size=5, rise=3)
        sheet.text(60 + width + 6, y, "d", size=5, rise=3)
        for name in ("First", "Second"):
            y += 11
            sheet.row(y, [f"    {name}", "8.6 (1.7)", "8.5 (1.4)"], XS[:3])
    sheet.rule(60, 500, y + 5)
    assert outcomes(sheet.read(), "mean") >= {"Trust, First", "Hope, Second"}


def test_a_title_behind_a_dash_keeps_its_first_word(sheet):
    booktabs(
        sheet,
        "Table 2—Sleepers with long nights, n (%)",
        ["Model", *TWO],
        [["Grade 1", "26 (13.0)", "40 (20.2)"], ["Grade 2", "15 (7.5)", "21 (10.6)"]],
        XS[:3],
    )
    assert all(o.startswith("Sleepers with long nights") for o in outcomes(sheet.read(), "events"))


def test_statistics_in_a_line_of_their_own_head_the_rows_below(sheet):
    booktabs(
        sheet,
        "Table 6. Who took part",
        ["", *TWO],
        [
            ["Age, y", "46.7 (9.9)", "46.5 (10.8)"],
            ["", "n (%)", "%"],
            ["    Women", "64 (32.0)", "80.8"],
            ["    Schooling", "", ""],
            ["        Some", "17 (8.5)", "19.2"],
        ],
        XS[:3],
    )
    got = {(o, s, v) for o, _, s, v in named(sheet.read())}
    assert ("Women", "percent", "80.8") in got
    assert ("Schooling, Some", "percent", "19.2") in got


def test_a_tall_header_below_a_spanner_with_nothing_over_the_labels(sheet):
    sheet.text(
        60, 100, "Table 3. Habits of everybody who took part, at the start of the trial", bold=True
    )
    sheet.text(300, 118, "n (%)")
    sheet.rule(220, 430, 123)
    for index, word in enumerate(("Visits", "on the ward", "with calls", "thereafter")):
        sheet.row(135 + 11 * index, [word, "Usual" if index == 3 else ""], [225, 340])
    sheet.text(460, 168, "P")
    sheet.rule(60, 500, 173)
    rows = [
        ["Tried before", "47 (23.5)", "41 (20.5)", ".45"],
        ["Advised", "38 (19.0)", "39 (19.5)", ".91"],
    ]
    rows += [["Lives alone", "12 (6.0)", "19 (9.5)", ".19"], ["Works", "88 (44.0)", "91 (45.5)", ".83"]]
    for index, row in enumerate(rows):
        sheet.row(185 + 12 * index, row, [60, 225, 340, 460])
    sheet.rule(60, 500, 228)
    assert rows_of(grids_of(sheet.read())[0])[-4:] == rows


def test_a_header_in_mid_table_ends_the_group_before_it(sheet):
    booktabs(
        sheet,
        "Table 1. Who took part",
        ["", *TWO],
        [
            ["", "n (%)", "n (%)"],
            ["Work", "", ""],
            ["    Full time", "32 (16.0)", "24 (12.1)"],
            ["    Part time", "28 (14.0)", "58 (29.3)"],
            ["", "Mean (SD)", "Mean (SD)"],
            ["Age", "44.2 (11.0)", "45.1 (10.9)"],
            ["Cups a day", "4.2 (1.0)", "4.1 (1.9)"],
        ],
        XS[:3],
    )
    found = sheet.read()
    assert outcomes(found, "mean") == {"Age", "Cups a day"}
    assert outcomes(found, "events") == {"Work, Full time", "Work, Part time"}


def test_scores_set_to_the_middle_head_no_scores(sheet):
    booktabs(
        sheet,
        "Table 2. Coma scores at entry, n (%)",
        ["Coma score", *TWO],
        [
            ["    3", "2 (1.0)", "4 (2.0)"],
            ["9–12", "15 (7.5)", "11 (5.6)"],
            ["    13", "15 (7.5)", "17 (8.6)"],
            ["    14", "7 (3.5)", "9 (4.5)"],
        ],
        XS[:3],
    )
    found = outcomes(sheet.read(), "events")
    assert len(found) == 4
    assert sum("9–12" in outcome for outcome in found) == 1


def test_the_head_of_all_sized_arms_is_no_outcome(sheet):
    sheet.text(60, 100, "Table 1. Who took part", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(300, 118, "Assigned dose")
    sheet.rule(200, 500, 121)
    sheet.row(131, ["50 Gy (n = 196)", "60 Gy (n = 195)"], [210, 370])
    for left in (200, 360):
        sheet.rule(left, left + 130, 134)
    sheet.row(144, ["", "No.", "%", "No.", "%"], [60, 210, 280, 370, 440])
    sheet.rule(60, 500, 149)
    rows = [["Men", "43", "22", "34", "17"], ["Women", "92", "47", "106", "54"]]
    for index, row in enumerate([*rows, ["Retired", "61", "31", "55", "28"]]):
        sheet.row(161 + 12 * index, row, [60, 210, 280, 370, 440])
    sheet.rule(60, 500, 190)
    assert outcomes(sheet.read(), "percent") == {"Men", "Women", "Retired"}
