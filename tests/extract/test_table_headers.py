"""Texts over columns: which lines of a header, rules and rows of dots belong to which column."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from curate.model.reading import Found

from .sheet import Sheet, booktabs, grids, rows_of, sheet, values
from .told import bands, named

__all__ = ["sheet"]


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


def test_the_head_of_the_rows_between_two_lines_of_labels_spans_no_columns(sheet: Sheet):
    sheet.text(60, 96, "Table 1. The patients", bold=True)
    for y in (104, 132, 146, 160):
        sheet.rule(60, 470, y)
    for x in (60, 470):
        sheet.canvas.line(x, sheet.height - 104, x, sheet.height - 160)
    for x in (200, 330):
        sheet.canvas.line(x, sheet.height - 132, x, sheet.height - 160)
    sheet.row(113, ["Usual care", "New care"], [204, 334])
    sheet.row(120, ["Starting values"], [64])
    sheet.row(127, ["(n = 18)", "(n = 17)"], [204, 334])
    sheet.row(143, ["Age, mean (SD)", "65 (12)", "66 (9)"], [64, 204, 334])
    sheet.row(157, ["Weight, mean (SD)", "81 (11)", "79 (10)"], [64, 204, 334])
    got = named(sheet.read())
    assert ("group size", ("Usual care",), "n", "18") in got
    assert {o for o, _, _, _ in got} == {"group size", "Age, mean (SD)", "Weight, mean (SD)"}


def test_labels_that_almost_touch_end_at_the_upright_rule_between_them(sheet: Sheet):
    sheet.text(60, 96, "Table 2. Success of the treatment, n (%)", bold=True)
    edges = [60, 150, 196, 250, 310]
    for y in (104, 132, 146, 160):
        sheet.rule(60, 310, y)
    for x in edges:
        sheet.canvas.line(x, sheet.height - 104, x, sheet.height - 160)
    sheet.row(113, ["Time", "Lidocaine", "Magnesium", "Placebo"], [64, 160.5, 197.2, 255])
    sheet.row(124, ["(n = 40)", "(n = 40)", "(n = 40)"], [156, 206, 258])
    sheet.row(143, ["Sleep", "29 (72.5)", "5 (12.5)", "7 (17.5)"], [64, 156, 206, 258])
    sheet.row(157, ["Ease", "34 (85.0)", "23 (57.5)", "6 (15.0)"], [64, 156, 206, 258])
    got = named(sheet.read())
    assert {a for _, a, _, _ in got} == {("Lidocaine",), ("Magnesium",), ("Placebo",)}
    assert ("Sleep", ("Magnesium",), "events", "5") in got


def test_a_value_that_went_into_the_header_is_in_no_outcome(sheet: Sheet):
    sheet.text(60, 100, "Table 3. Events, n (%)", bold=True)
    xs = [60, 240, 360]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "0/348", "2/58"], xs)
    sheet.rule(240, 300, 122)
    sheet.rule(360, 420, 122)
    sheet.row(132, ["Lost to follow-up", "Controls (n = 348)", "Cases (n = 56)"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(150, ["Falls", "12 (3.4)", "7 (12.5)"], xs)
    sheet.row(164, ["Burns", "2 (0.6)", "1 (1.8)"], xs)
    sheet.rule(60, 500, 169)
    assert {o for o, _, s, _ in named(sheet.read()) if s == "events"} == {"Falls", "Burns"}


@pytest.mark.parametrize("rule", [True, False])
def test_a_statement_flush_with_the_first_of_its_groups_is_said_of_all(sheet: Sheet, rule: bool):
    xs = [60, 260, 380]
    sheet.text(60, 100, "Table 1. The people", bold=True)
    sheet.rule(60, 500, 106)
    sheet.text(260, 118, "Mean (SD) or n (%)")
    if rule:
        sheet.rule(60, 500, 122)
    sheet.row(132, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.row(146, ["Age, years", "55.5 (12.3)", "51.2 (11.9)"], xs)
    sheet.row(160, ["Women", "20 (40)", "24 (48)"], xs)
    sheet.rule(60, 500, 165)
    found = sheet.read()
    assert rows_of(grids(found)[0])[:2] == [
        ["Mean (SD) or n (%)"],
        ["Drug (n = 50)", "Placebo (n = 50)"],
    ]
    assert {
        ("Age, years", "", ("Placebo",), (), "sd", "11.9"),
        ("Women", "", ("Placebo",), (), "percent", "48"),
    } <= values(found)


def test_a_unit_in_the_middle_of_the_groups_is_no_part_of_a_name(sheet: Sheet):
    xs = [60, 200, 300, 400]
    sheet.text(60, 100, "Table 2. Times to events", bold=True)
    sheet.rule(60, 500, 106)
    sheet.row(118, ["End point", "Drug (n = 50)", "Placebo (n = 50)", "Hazard ratio (95% CI)"], xs)
    sheet.text(266, 130, "months")
    sheet.rule(60, 500, 134)
    sheet.row(146, ["Median survival", "10.2", "12.7", "0.83 (0.65-1.05)"], xs)
    sheet.row(160, ["Median time to relapse", "4.1", "6.3", "0.61 (0.51-0.72)"], xs)
    sheet.rule(60, 500, 165)
    arms = {
        arms + comparators
        for _, _, arms, comparators, statistic, _ in values(sheet.read())
        if statistic == "hr"
    }
    assert arms in ({("Drug", "Placebo")}, {("Placebo", "Drug")})


def test_the_head_of_the_labels_right_below_the_caption_is_not_its_second_line(sheet: Sheet):
    sheet.text(60, 96, "Table 3. Summary of events")
    sheet.row(107, ["Event", "Drug (n = 50)", "Placebo (n = 50)"], [60, 260, 380], bold=True)
    sheet.rule(60, 500, 112)
    sheet.row(124, ["Nausea", "4 (8)", "2 (4)"], [60, 260, 380])
    sheet.row(138, ["Rash", "3 (6)", "5 (10)"], [60, 260, 380])
    sheet.rule(60, 500, 143)
    (grid,) = grids(sheet.read())
    assert grid.caption == "Table 3. Summary of events"
    assert rows_of(grid)[0] == ["Event", "Drug (n = 50)", "Placebo (n = 50)"]


def test_unadjusted_and_adjusted_differences_are_between_the_groups(sheet: Sheet):
    xs = [60, 180, 260, 350, 450]
    sheet.text(60, 100, "Table 2. Scores at 8 weeks, mean (SD)", bold=True)
    sheet.rule(60, 540, 106)
    sheet.text(362, 116, "Mean difference (95% CI)")
    sheet.rule(350, 530, 119)
    sheet.row(130, ["Scale", "Drug (n = 50)", "Placebo (n = 50)", "Unadjusted", "Adjusted"], xs)
    sheet.rule(60, 540, 134)
    sheet.row(
        146, ["Sleep", "7.9 (2.1)", "11.4 (2.6)", "-3.5 (-4.9 to -2.1)", "-3.8 (-5.1 to -2.5)"], xs
    )
    sheet.row(160, ["Worry", "6.0 (2.2)", "8.1 (2.5)", "-2.1 (-3.4 to -0.8)", "-2.0 (-3.2 to -0.8)"], xs)
    sheet.rule(60, 540, 165)
    told = {
        (v, arms, other) for _, _, arms, other, statistic, v in values(sheet.read()) if statistic == "md"
    }
    assert {("-3.5", ("Drug",), ("Placebo",)), ("-3.8", ("Drug",), ("Placebo",))} <= told


def test_a_justified_title_below_its_number_is_no_line_of_the_header(sheet: Sheet):
    sheet.text(60, 90, "Table 1", bold=True)
    words = ["Baseline", "(before", "treatment)", "characteristics", "of", "people,"]
    x = 60.0
    for word in words:
        sheet.text(x, 101, word, bold=True)
        x += stringWidth(word, "Helvetica-Bold", 8) + 9
    sheet.text(60, 112, "frequency (%).", bold=True)
    sheet.rule(60, 320, 118)
    sheet.row(128, ["", "Drug (n = 50)", "Placebo (n = 50)"], [60, 160, 250])
    sheet.rule(60, 320, 133)
    sheet.row(146, ["Women", "20 (40)", "24 (48)"], [60, 160, 250])
    sheet.row(160, ["Smokers", "10 (20)", "8 (16)"], [60, 160, 250])
    sheet.rule(60, 320, 165)
    (grid,) = grids(sheet.read())
    assert (
        grid.caption == "Table 1 Baseline (before treatment) characteristics of people, frequency (%)."
    )
    assert rows_of(grid)[0] == ["Drug (n = 50)", "Placebo (n = 50)"]
