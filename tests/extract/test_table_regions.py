"""Captions and the places of their tables that were once found wrongly, named after the defect."""

from .sheet import Sheet, grids, rows_of, sheet
from .test_table_shapes import PITCH, Page, page

__all__ = ["page", "sheet"]

COLUMNS = [60, 200, 320]
HEAD = ["Scale", "Ketamine", "Placebo"]
ROWS = [["Pain", "3.1 (1.2)", "4.5 (1.3)"], ["Sleep", "7.2 (2.0)", "6.1 (1.9)"]]


def tables_on(page: Page) -> dict[str, list[list[str]]]:
    """Label → texts of the rows, of each table on the sheet; an empty cell is left out."""
    return {grid.label: rows_of(grid) for grid in grids(page.read())}


def ruled(page: Page, y: float, rows=ROWS, head=HEAD, x1=420) -> float:
    """Set a header and rows between three rules; return the height of the last."""
    page.rule(60, x1, y)
    page.lines(y + 11, [head], COLUMNS)
    page.rule(60, x1, y + 16)
    foot = page.lines(y + 28, rows, COLUMNS) - 8
    page.rule(60, x1, foot)
    return foot


def test_the_table_above_belongs_to_its_own_caption_though_the_next_one_is_near(page):
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    foot = ruled(page, 100)
    page.text(60, foot + 9, "SD, standard deviation.", size=7)
    page.text(60, foot + 19, "Table 2. Changes, mean (SD)", bold=True)
    ruled(page, foot + 45, [["Mood", "1.1 (0.2)", "0.3 (0.1)"], ["Energy", "2.2 (0.4)", "1.6 (0.3)"]])
    tables = tables_on(page)
    assert tables["Table 1"] == [HEAD, *ROWS]
    assert [row[0] for row in tables["Table 2"]] == ["Scale", "Mood", "Energy"]


def test_the_number_of_a_caption_may_stand_off(page):
    for x, text in ((60, "TABLE"), (98, "1"), (125, "Scores, mean (SD)")):
        page.text(x, 90, text, bold=True)
    ruled(page, 100)
    assert tables_on(page) == {"Table 1": [HEAD, *ROWS]}


def test_spaced_out_running_text_that_speaks_of_a_table_is_no_caption(page):
    for x, text in (
        (60, "patients."),
        (112, "Table"),
        (140, "5"),
        (163, "shows"),
        (205, "the"),
        (235, "scores"),
    ):
        page.text(x, 90, text)
    ruled(page, 100)
    assert tables_on(page) == {}


def test_a_sentence_that_ends_on_the_name_of_a_table_is_no_caption(page):
    page.text(60, 75, "Table 2. Scores, mean (SD)", bold=True)
    foot = ruled(page, 100)
    page.text(60, foot + 10, "Mean (SD). Abbreviations and methods as in", size=7)
    page.text(60, foot + 19, "Table 1.", size=7)
    assert tables_on(page) == {"Table 2": [HEAD, *ROWS]}


def test_spanners_between_a_caption_and_the_first_long_rule_are_the_header_s(page):
    xs = [60, 180, 240, 330, 390]
    page.text(250, 60, "Table 1.", bold=True)
    page.text(60, 84, "Scores before and after, mean (SD)")
    for x, name in ((180, "Control group (n = 11)"), (330, "Exercise group (n = 20)")):
        page.text(x, 112, name, size=7)
        page.rule(x, x + 90, 118)
    page.lines(128, [["", "Pre", "Post", "Pre", "Post"]], xs)
    page.rule(60, 460, 134)
    rows = [[f"Scale {n}", *(f"{n}.{k} (1.{k})" for k in range(1, 5))] for n in range(1, 5)]
    page.rule(60, 460, page.lines(146, rows, xs) - 8)
    (table,) = tables_on(page).values()
    assert table[0] == ["Control group (n = 11)", "Exercise group (n = 20)"]
    assert table[1] == ["Pre", "Post", "Pre", "Post"]
    assert table[-1] == ["Scale 4", "4.1 (1.1)", "4.2 (1.2)", "4.3 (1.3)", "4.4 (1.4)"]


def test_sizes_beside_the_head_of_counts_are_no_note(page):
    page.text(60, 90, "Table 1. Earlier treatment", bold=True)
    page.lines(108, [["Treatment,", "Ketamine", "Placebo"]], COLUMNS)
    page.lines(118, [["n (%)", "(n = 40)", "(n = 38)"]], COLUMNS)
    page.lines(
        133, [["None", "30 (75.0)", "29 (76.3)"], ["Medicine for", "4 (10.0)", "5 (13.2)"]], COLUMNS
    )
    page.lines(157, [["mood"]], COLUMNS[:1])
    page.lines(171, [["Therapy other", "6 (15.0)", "4 (10.5)"]], COLUMNS)
    page.lines(181, [["than medicine"]], COLUMNS[:1])
    page.lines(191, [["or for pain"]], COLUMNS[:1])
    (table,) = tables_on(page).values()
    assert table == [
        ["Treatment, n (%)", "Ketamine (n = 40)", "Placebo (n = 38)"],
        ["None", "30 (75.0)", "29 (76.3)"],
        ["Medicine for mood", "4 (10.0)", "5 (13.2)"],
        ["Therapy other than medicine or for pain", "6 (15.0)", "4 (10.5)"],
    ]


def test_two_columns_of_running_text_above_the_rule_of_the_foot_are_no_rows(page):
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    foot = ruled(page, 100, x1=500)
    for line in range(14):
        page.text(60, foot + 40 + 11 * line, "whose scores at week 4 (mean 7.4) were so", size=9.5)
        page.text(290, foot + 40 + 11 * line, "7.4 points lower at week 4 than at 0 of all", size=9.5)
    page.rule(60, 500, foot + 205)
    assert tables_on(page) == {"Table 1": [HEAD, *ROWS]}


def test_rules_of_dots_with_spaces_between_them_are_rules(page):
    xs = [60, 180, 260, 340]
    page.text(60, 90, "Table 1. Predictors", bold=True)
    page.rule(60, 400, 98)
    page.text(240, 109, "Any event")
    page.text(180, 114, " . " * 42, size=5)
    page.lines(124, [["", "HR", "Lower", "Upper"]], xs)
    page.text(60, 130, " . " * 60, size=5)
    rows = [["Age", "1.5", "0.8", "1.8"], ["Sex", "1.8", "1.2", "2.8"], ["Pain", "3.1", "1.6", "5.9"]]
    page.rule(60, 400, page.lines(142, rows, xs) - 8)
    (table,) = tables_on(page).values()
    assert table == [["Any event"], ["HR", "Lower", "Upper"], *rows]


def test_groups_between_two_rules_part_no_rows_of_one_column_of_values(page):
    xs = [60, 300]
    page.text(60, 90, "Table 1. Complications", bold=True)
    page.rule(60, 380, 98)
    page.lines(108, [["Outcome", "N (%)"]], xs)
    y = 113.0
    rows = [["Death", "0"], ["Stroke", "6 (0.7)"], ["Bleeding", "9 (1.1)"], ["Readmission", "20 (2.5)"]]
    for group in ("In hospital", "At 30 days", "At 90 days"):
        page.rule(60, 380, y)
        page.text(60, y + 10, group, bold=True)
        page.rule(60, 380, y + 15)
        y = page.lines(y + 26, rows, xs) - 8
    (table,) = tables_on(page).values()
    assert table[0] == ["Outcome", "N (%)"]
    assert table[1:] == [
        line for g in ("In hospital", "At 30 days", "At 90 days") for line in ([g], *rows)
    ]


def test_a_raised_letter_as_large_as_its_label_is_a_mark_and_no_column(page):
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    ruled(
        page,
        100,
        [["Pain", "3.1 (1.2)", "4.5 (1.3)"], ["Sleep", "7.2 (2.0)", "6.1 (1.9)"], ["Mood", "1", "2"]],
    )
    page.text(60 + page.width("Sleep"), 100 + 28 + PITCH, "b", rise=2.5)
    (grid,) = grids(page.read())
    marks = {cell.text: cell.marks for cell in grid.cells if cell.col == 0}
    assert marks["Sleepb"] == "b"
    assert {cell.col for cell in grid.cells} == {0, 1, 2}


def test_doses_above_the_sizes_of_their_groups_are_a_header(page):
    xs = [60, 180, 260, 340, 420]
    page.text(60, 90, "Table 1. Adverse events, n (%)", bold=True)
    page.lines(108, [["", "Placebo", "5 mg", "10 mg", "20 mg"]], xs)
    page.lines(118, [["", "(n = 16)", "(n = 6)", "(n = 6)", "(n = 6)"]], xs)
    page.lines(128, [["Part 1", "n (%)", "n (%)", "n (%)", "n (%)"]], xs)
    rows = [
        [name, "2 (12.5)", "0 (0.0)", "1 (16.7)", "0 (0.0)"]
        for name in ("Headache", "Nausea", "Dizziness")
    ]
    page.lines(143, rows, xs)
    (grid,) = grids(page.read())
    arms = [
        f"{name} n (%)"
        for name in ("Placebo (n = 16)", "5 mg (n = 6)", "10 mg (n = 6)", "20 mg (n = 6)")
    ]
    assert [cell.text for cell in grid.cells if cell.role == "header"] == ["Part 1", *arms]
    assert rows_of(grid)[1:] == rows


def test_a_title_wider_than_its_table_is_whole(page):
    page.text(170, 70, "Table 1.", bold=True)
    title = "Complications, readmissions and visits to an emergency department after the first treatment of all"
    page.text(60, 88, title)
    ruled(page, 100, x1=380)
    (grid,) = grids(page.read())
    assert grid.caption.endswith(title)


def test_a_dash_alone_is_a_missing_value_and_leaves_no_row_open(page):
    page.text(60, 90, "Table 1. Comorbidity, mean (SD)", bold=True)
    rows = [
        ["10 mg", "-", "-"],
        ["20 mg", "–", "2.1 (0.4)"],
        ["50 mg", "1.9 (0.5)", "-"],
        ["Control", "-", "2.0 (0.6)"],
    ]
    ruled(page, 100, rows)
    assert tables_on(page) == {"Table 1": [HEAD, *rows]}


def test_labels_set_out_and_labels_set_in_are_one_column(page):
    page.text(60, 90, "Table 1. Effective and ineffective treatment, mean (SD)", bold=True)
    page.rule(60, 420, 100)
    page.lines(111, [["", "Ketamine", "Placebo"]], COLUMNS)
    page.rule(60, 420, 116)
    y = 128.0
    for size, rows in (("7", ROWS), ("5", [["Mood", "1.1 (0.2)", "0.3 (0.1)"]])):
        y = page.lines(y, [["n", size, size]], COLUMNS)
        y = page.lines(y, rows, [78, *COLUMNS[1:]])
    page.rule(60, 420, y - 8)
    (table,) = tables_on(page).values()
    assert table == [
        HEAD[1:],
        ["n", "7", "7"],
        *ROWS,
        ["n", "5", "5"],
        ["Mood", "1.1 (0.2)", "0.3 (0.1)"],
    ]


def test_a_difference_centred_below_two_arms_does_not_make_them_one_column(page):
    xs = [60, 220, 285, 350, 415, 470]
    page.text(60, 90, "Table 1. Changes by severity", bold=True)
    page.rule(60, 520, 98)
    for x, name in ((235, "Mild illness"), (362, "Severe illness")):
        page.text(x, 109, name)
    page.lines(121, [["Endpoint", "Ketamine", "Placebo", "Ketamine", "Placebo", "P"]], xs)
    page.rule(60, 520, 126)
    differences = ["6.0 (3.4-8.6)", "-8.4 (-9.4 to -7.3)", "14.4 (5.1-23.7)", "0.65 (0.56-0.75)"]
    y = 138.0
    for name, difference in zip(("Pain", "Sleep", "Mood", "Energy"), differences, strict=True):
        y = page.lines(y, [[f"{name}, points", "15.8", "9.8", "13.3", "2.8", None]], xs)
        for middle in (260, 390):
            page.text(middle - page.width(difference) / 2, y, difference)
        y = page.lines(y, [["Adjusted difference", None, None, None, None, "0.06"]], xs)
    page.rule(60, 520, y - 8)
    (grid,) = grids(page.read())
    spans = {(c.col, c.colspan) for c in grid.cells if c.text in differences}
    assert {(1, 2), (3, 2)} <= spans
    assert [c.text for c in grid.cells if c.row == 1] == ["Ketamine", "Placebo"] * 2


def test_what_stands_below_the_notes_between_two_rules_is_no_part_of_the_table(page):
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    foot = ruled(page, 100)
    page.text(60, foot + 10, "* NA denotes not applicable.", size=7)
    page.rule(60, 420, foot + 18)
    page.rule(60, 420, foot + 30)
    for step in range(6):
        page.text(60, foot + 44 + 12 * step, f"Drug {step}")
        page.text(200, foot + 44 + 12 * step, f"{651 - 40 * step}")
        page.text(320, foot + 44 + 12 * step, f"{640 - 40 * step}")
    page.rule(60, 420, foot + 120)
    assert tables_on(page) == {"Table 1": [HEAD, *ROWS]}


def test_the_rules_of_spanners_side_by_side_are_no_table_of_their_own(sheet: Sheet):
    xs = [60, 200, 270, 360, 430]
    sheet.text(60, 100, "Table 2. Scores at 8 weeks, mean (SD)", bold=True)
    sheet.row(116, ["", "With the drug", "", "Without it", ""], xs)
    sheet.rule(198, 330, 120)
    sheet.rule(358, 490, 120)
    sheet.row(130, ["Scale", "Women", "Men", "Women", "Men"], xs)
    for place, name in enumerate(["Sleep", "Worry", "Mood", "Pain"]):
        sheet.row(146 + 14 * place, [name, "11.2 (3.1)", "14.0 (3.3)", "21.5 (6.2)", "22.9 (6.0)"], xs)
    sheet.rule(60, 490, 194)
    (grid,) = grids(sheet.read())
    assert [row[0] for row in rows_of(grid)][-4:] == ["Sleep", "Worry", "Mood", "Pain"]
    assert "Without it" in rows_of(grid)[0]


def test_two_columns_of_running_text_below_notes_that_cross_the_middle_are_no_rows(page):
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    foot = ruled(page, 100, x1=500)
    note = "SD, standard deviation; VAS, visual analogue scale; NRS, numerical rating scale; CGI, global impression."
    page.text(60, foot + 10, note, size=7)
    for line in range(14):
        page.text(60, foot + 44 + 11 * line, "whose scores at week 4 (mean 7.4) were so", size=9.5)
        page.text(290, foot + 44 + 11 * line, "7.4 points lower at week 4 than at 0 of all", size=9.5)
    page.rule(60, 500, foot + 205)
    assert tables_on(page) == {"Table 1": [HEAD, *ROWS]}


def test_a_row_without_a_label_of_its_group_whose_value_is_named_is_no_header(page):
    page.text(60, 90, "Table 1. Features of the 49 people", bold=True)
    rows = [
        ["", "Age", "Median 70.4 (55.5-78.4)"],
        ["Habits", "Smoking", "8 (16.3%)"],
        ["", "Wine", "5 (10.2%)"],
    ]
    ruled(page, 100, rows, ["Domain", "Feature", "Number"])
    (grid,) = grids(page.read())
    assert rows_of(grid)[1] == ["Age", "Median 70.4 (55.5-78.4)"]
    assert {cell.row for cell in grid.cells if cell.role == "header"} == {0}
