"""Small tables typeset in the layouts of journals, read back to the same cells and results."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from curate.extract.table import TableExtractor
from curate.model.problem import Problem
from curate.model.reading import Found, Grid
from curate.pdf.document import read_document

SIZE = 8.0
PITCH = 12.0


class Sheet:
    """A page on which tests set text and rules; y counts from the top."""

    def __init__(self, path, size=(595, 842)):
        self.path, self.height = path, size[1]
        self.canvas = Canvas(str(path), pagesize=size)

    def text(self, x, y, text, bold=False, size=SIZE, rise=0.0):
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.height - y + rise, text)

    def row(self, y, texts, xs, bold=False):
        for x, text in zip(xs, texts, strict=True):
            if text:
                self.text(x, y, text, bold)

    def rule(self, x0, x1, y):
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def prose(self, x, y, lines):
        for index in range(lines):
            self.text(
                x,
                y + 11 * index,
                "running text that goes on over the whole measure of the column and on",
                size=9,
            )

    def read(self):
        # A text layer is told from a scan by its letters; a lone table has few.
        self.prose(60, 700, 6)
        self.canvas.save()
        document = read_document(self.path)
        assert document.state == "ok"
        return list(TableExtractor().read(document))


@pytest.fixture
def sheet(tmp_path):
    return Sheet(tmp_path / "table.pdf")


def grids(found):
    return [item for item in found if isinstance(item, Grid)]


def rows_of(grid):
    rows = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append((cell.col, cell.text))
    return [[text for _, text in sorted(cells)] for _, cells in sorted(rows.items())]


def values(found):
    """(outcome, time point, arms, comparators, statistic, value with operator) of every reading."""
    return {
        (
            item.result.outcome,
            item.result.timepoint,
            item.result.arms,
            item.result.comparators,
            reading.statistic,
            reading.operator.replace("=", "") + reading.value,
        )
        for item in found
        if isinstance(item, Found)
        for reading in item.readings
    }


def booktabs(sheet, caption, header, body, xs, foot=(), x1=500):
    """Three rules; returns the y below the table."""
    sheet.text(xs[0], 100, caption, bold=True)
    sheet.rule(xs[0], x1, 108)
    y = 118
    sheet.row(y, header, xs)
    sheet.rule(xs[0], x1, y + 5)
    for line in body:
        y += PITCH + 2
        sheet.row(y, line, xs)
    sheet.rule(xs[0], x1, y + 5)
    for index, note in enumerate(foot):
        sheet.text(xs[0], y + 16 + 10 * index, note, size=7)
    return y


def test_booktabs_with_a_stated_spread(sheet):
    booktabs(
        sheet,
        "Table 1. Depression at week 4. Data are mean (SD).",
        ["Scale", "Ketamine (n = 22)", "Placebo (n = 20)", "P value"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)", "0.003"], ["HAM-D", "9.8 (3.1)", "13.0 (3.9)", "<0.001"]],
        [60, 180, 300, 420],
    )
    found = sheet.read()
    (grid,) = grids(found)
    assert (grid.label, rows_of(grid)[1]) == ("Table 1", ["MADRS", "12.3 (4.5)", "18.1 (5.0)", "0.003"])
    got = values(found)
    assert ("MADRS", "week 4", ("Ketamine",), (), "mean", "12.3") in got
    assert ("MADRS", "week 4", ("Ketamine",), (), "sd", "4.5") in got
    assert ("HAM-D", "week 4", ("Ketamine",), ("Placebo",), "p", "<0.001") in got
    assert ("group size", "", ("Placebo",), (), "n", "20") in got
    assert not [item for item in found if isinstance(item, Problem)]


def test_each_result_has_its_n_and_says_whence(sheet):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["Scale", "Ketamine (n = 22)", "Placebo (n = 20)"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"]],
        [60, 180, 300],
    )
    (result,) = [
        item for item in sheet.read()
        if isinstance(item, Found) and item.result.arms == ("Ketamine",) and item.result.outcome == "MADRS"
    ]  # fmt: skip
    n = next(r for r in result.readings if r.statistic == "n")
    assert (n.value, n.flags) == ("22", ("n_from:column_header",))
    assert n.evidence.quote == "Ketamine (n = 22)"


def test_evidence_names_the_place(sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        ["Scale", "Drug (n = 22)", "Placebo (n = 20)"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"]],
        [60, 180, 300],
    )
    found = sheet.read()
    reading = next(
        r for item in found if isinstance(item, Found) for r in item.readings if r.value == "18.1"
    )
    evidence = reading.evidence
    assert (evidence.page, evidence.table, evidence.quote) == (1, "Table 2", "18.1 (5.0)")
    assert evidence.row_headers == ("MADRS",)
    assert evidence.column_headers == ("Placebo (n = 20)",)
    x0, top, _, bottom = evidence.box
    assert 299 < x0 < 301
    assert top < 132 < bottom
    assert evidence.grid == grids(found)[0].id


def test_a_footnote_makes_the_spread_a_standard_error(sheet):
    booktabs(
        sheet,
        "Table 1 Change in weight",
        ["Outcome", "Diet", "Control group"],
        [["Weight, kg", "-2.4 ± 0.3", "-0.2 ± 0.4"], ["Waist, cm", "-3.1 ± 0.5", "0.1 ± 0.6"]],
        [60, 200, 320],
        foot=["Values are means ± SE."],
    )
    got = values(sheet.read())
    assert ("Weight, kg", "", ("Diet",), (), "se", "0.3") in got
    assert ("Waist, cm", "", ("Control group",), (), "mean", "0.1") in got
    assert not [g for g in got if g[4] == "sd"]


def test_an_unsaid_spread_is_unclear_and_a_problem(sheet):
    booktabs(
        sheet,
        "Table 1 Weight",
        ["Outcome", "Diet", "Control group"],
        [["Weight, kg", "70.1 ± 9.3", "71.2 ± 8.4"]],
        [60, 200, 320],
    )
    found = sheet.read()
    readings = [r for item in found if isinstance(item, Found) for r in item.readings]
    assert {(r.statistic, r.status) for r in readings} == {("mean", "unclear"), ("sd", "unclear")}
    assert all("statistic_guessed" in r.flags for r in readings)
    assert {item.code for item in found if isinstance(item, Problem)} == {"statistic_unclear"}


def test_counts_with_percent_and_ratios(sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events in the safety population",
        ["Event, n (%)", "Drug (n = 150)", "Placebo (n = 140)"],
        [
            ["Headache", "12 (8)", "7 (5)"],
            ["Nausea", "3/150 (2%)", "0"],
            ["Any", "30% (45)", "20% (28)"],
        ],
        [60, 200, 320],
    )
    found = sheet.read()
    got = {(o.rpartition(", ")[2], arms[0], s, v) for o, _, arms, _, s, v in values(found)}
    assert {("Headache", "Drug", "events", "12"), ("Headache", "Drug", "percent", "8")} <= got
    assert {("Nausea", "Drug", "events", "3"), ("Nausea", "Drug", "total", "150")} <= got
    assert ("Nausea", "Placebo", "events", "0") in got
    assert {("Any", "Drug", "events", "45"), ("Any", "Drug", "percent", "30")} <= got
    assert {i.result.analysis_set for i in found if isinstance(i, Found)} == {"safety"}


def test_counts_and_means_under_one_statement_are_told_by_arithmetic(sheet):
    booktabs(
        sheet,
        "Table 1. Baseline characteristics",
        ["", "Drug (n = 50)", "Placebo (n = 50)"],
        [["Female", "30 (60)", "25 (50)"], ["Age, years", "45 (12)", "46 (11)"]],
        [60, 200, 320],
        foot=["Values are mean (SD) or n (%)."],
    )
    got = values(sheet.read())
    assert ("Female", "Baseline", ("Drug",), (), "events", "30") in got
    assert ("Age, years", "Baseline", ("Drug",), (), "mean", "45") in got
    assert ("Age, years", "Baseline", ("Drug",), (), "sd", "12") in got


def test_median_and_quartiles_unless_otherwise_stated(sheet):
    booktabs(
        sheet,
        "Table 1. Values are median [IQR] unless otherwise stated",
        ["", "Drug (n = 50)", "Placebo (n = 50)"],
        [["Pain", "5 [3–9]", "6 [4–8]"], ["Weight, mean (SD)", "70 (9)", "71 (8)"]],
        [60, 200, 320],
    )
    got = values(sheet.read())
    assert ("Pain", "", ("Drug",), (), "q1", "3") in got
    assert ("Pain", "", ("Placebo",), (), "q3", "8") in got
    assert ("Weight, mean (SD)", "", ("Drug",), (), "sd", "9") in got


def test_spanning_headers_carry_the_arm_to_their_time_points(sheet):
    xs = [60, 150, 220, 300, 370]
    sheet.text(60, 100, "Table 2. MADRS total, mean (SD)", bold=True)
    sheet.rule(60, 450, 108)
    sheet.text(180, 118, "Drug (n = 30)")
    sheet.text(325, 118, "Placebo (n = 31)")
    sheet.rule(150, 270, 122)
    sheet.rule(300, 430, 122)
    sheet.row(132, ["", "Baseline", "Week 8", "Baseline", "Week 8"], xs)
    sheet.rule(60, 450, 137)
    sheet.row(150, ["MADRS", "30.1 (4.0)", "20.2 (6.1)", "29.8 (4.2)", "25.0 (6.6)"], xs)
    sheet.row(164, ["HAM-A", "22.1 (5.0)", "15.2 (5.1)", "21.8 (5.2)", "19.0 (5.6)"], xs)
    sheet.rule(60, 450, 169)
    found = sheet.read()
    (grid,) = grids(found)
    assert [(c.text, c.col, c.colspan) for c in grid.cells if c.row == 0] == [
        ("Drug (n = 30)", 1, 2), ("Placebo (n = 31)", 3, 2),
    ]  # fmt: skip
    got = values(found)
    assert ("MADRS", "Week 8", ("Drug",), (), "mean", "20.2") in got
    assert ("HAM-A", "Baseline", ("Placebo",), (), "sd", "5.2") in got
    bases = {i.result.timepoint: i.result.basis for i in found if isinstance(i, Found)}
    assert (bases["Baseline"], bases["Week 8"]) == ("baseline", "final")


def test_differences_name_both_arms(sheet):
    booktabs(
        sheet,
        "Table 2. Blood pressure at 12 weeks",
        ["Outcome", "Drug, mean (SD)", "Placebo, mean (SD)", "Difference (95% CI)"],
        [["Systolic, mm Hg", "130 (12)", "138 (13)", "-8.0 (-11.2 to -4.8)"]],
        [60, 160, 270, 380],
    )
    found = sheet.read()
    (contrast,) = [i for i in found if isinstance(i, Found) and i.result.comparators]
    assert {r.statistic: r.value for r in contrast.readings} == {
        "md": "-8.0",
        "ci_low": "-11.2",
        "ci_high": "-4.8",
    }
    assert {r.ci_level for r in contrast.readings if r.statistic != "md"} == {95.0}
    assert contrast.result.timepoint == "12 weeks"


def test_groups_and_indents_make_the_outcome_s_path(sheet):
    xs = [60, 200, 320]
    sheet.text(60, 100, "Table 3. Results, mean (SD)", bold=True)
    sheet.rule(60, 420, 108)
    sheet.row(118, ["Scale", "Drug (n = 30)", "Placebo (n = 30)"], xs)
    sheet.rule(60, 420, 123)
    sheet.text(60, 136, "SF-36")
    sheet.row(148, ["Physical", "50 (9)", "48 (8)"], [70, 200, 320])
    sheet.row(160, ["Mental", "51 (7)", "47 (6)"], [70, 200, 320])
    sheet.text(60, 172, "EQ-5D")
    sheet.row(184, ["Index", "0.8 (0.1)", "0.7 (0.2)"], [70, 200, 320])
    sheet.rule(60, 420, 190)
    got = {g[0] for g in values(sheet.read())}
    assert {"SF-36, Physical", "SF-36, Mental", "EQ-5D, Index"} <= got


def test_an_interval_on_a_second_line_joins_its_estimate(sheet):
    xs = [60, 200, 320]
    sheet.text(60, 100, "Table 3. Results, mean (95% CI)", bold=True)
    sheet.rule(60, 420, 108)
    sheet.row(118, ["Scale", "Drug (n = 30)", "Placebo (n = 30)"], xs)
    sheet.rule(60, 420, 123)
    for y, label, pairs in ((136, "MADRS", ("20.1", "24.0")), (162, "HAM-D", ("11.0", "14.2"))):
        sheet.row(y, [label, *pairs], xs)
        sheet.row(y + 10, ["", "(9.0 to 30.1)", "(8.1 to 31.9)"], xs)
    sheet.rule(60, 420, 180)
    found = sheet.read()
    assert rows_of(grids(found)[0])[1] == ["MADRS", "20.1 (9.0 to 30.1)", "24.0 (8.1 to 31.9)"]
    assert ("HAM-D", "", ("Placebo",), (), "ci_high", "31.9") in values(found)


def test_raised_marks_stay_out_of_the_value_and_lead_to_their_note(sheet):
    booktabs(
        sheet,
        "Table 1 Lengths of stay",
        ["Outcome", "Drug (n = 30)", "Placebo (n = 30)"],
        [["Stay, days", "5 (3–9)", "6 (4–8)"], ["Age, years", "50 (9)", "51 (8)"]],
        [60, 200, 320],
    )
    sheet.text(60 + 37, 132, "a", size=5, rise=3)
    sheet.text(60, 164, "a", size=5, rise=3)
    sheet.text(63, 164, "Median (interquartile range).", size=7)
    found = sheet.read()
    got = values(found)
    assert ("Stay, days", "", ("Drug",), (), "median", "5") in got
    assert next(c.marks for c in grids(found)[0].cells if c.text.startswith("Stay")) == "a"


def test_a_sideways_table_has_boxes_on_the_upright_sheet(tmp_path):
    sheet = Sheet(tmp_path / "sideways.pdf")
    sheet.prose(60, 60, 3)
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(0, 842)
    canvas.rotate(-90)
    turned = Sheet.__new__(Sheet)
    turned.canvas, turned.height, turned.path = canvas, 595, sheet.path
    booktabs(
        turned,
        "Table 4. Scores at week 6, mean (SD)",
        ["Scale", "Drug (n = 22)", "Placebo (n = 20)"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"], ["HAM-D", "9.1 (4.0)", "11.1 (4.1)"]],
        [200, 330, 450],
        x1=560,
    )
    canvas.restoreState()
    found = sheet.read()
    assert ("MADRS", "week 6", ("Drug",), (), "mean", "12.3") in values(found)
    box = next(
        r.evidence.box for i in found if isinstance(i, Found) for r in i.readings if r.value == "12.3"
    )
    x0, top, x1, bottom = box
    assert bottom - top > x1 - x0  # the words run down the sheet
    assert 0 < x0 < x1 < 595
    assert 0 < top < bottom < 842


def test_a_full_grid_of_rules_gives_a_row_per_band(sheet):
    xs = [64, 204, 324]
    sheet.text(60, 100, "Table 5. Scores, mean (SD)", bold=True)
    for y in (108, 124, 150, 166):
        sheet.rule(60, 440, y)
    sheet.row(118, ["Scale", "Drug (n = 22)", "Placebo (n = 20)"], xs)
    sheet.row(134, ["Quality of life", "12.3 (4.5)", "18.1 (5.0)"], xs)
    sheet.text(64, 144, "at six months")
    sheet.row(160, ["Pain", "1.3 (0.5)", "2.1 (0.6)"], xs)
    assert rows_of(grids(sheet.read())[0]) == [
        ["Scale", "Drug (n = 22)", "Placebo (n = 20)"],
        ["Quality of life at six months", "12.3 (4.5)", "18.1 (5.0)"],
        ["Pain", "1.3 (0.5)", "2.1 (0.6)"],
    ]


def test_two_columns_keep_the_prose_out(sheet):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["Scale", "Drug (n = 22)", "Placebo (n = 20)"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"], ["HAM-D", "9.1 (4.0)", "11.1 (4.1)"]],
        [40, 120, 200],
        x1=285,
    )
    for index in range(20):
        sheet.text(
            310, 90 + 11 * index, "prose of the other column that has 12 of 34 numbers in", size=9
        )
    (grid,) = grids(sheet.read())
    assert rows_of(grid)[-1] == ["HAM-D", "9.1 (4.0)", "11.1 (4.1)"]
    assert len(rows_of(grid)) == 3


def test_arms_in_rows(sheet):
    booktabs(
        sheet,
        "Table 2. Pain at day 7",
        ["Group", "Mean", "SD", "n"],
        [["Drug group", "3.1", "1.2", "40"], ["Placebo group", "4.4", "1.5", "41"]],
        [60, 180, 260, 340],
    )
    found = sheet.read()
    got = {(g[1], g[2], g[4], g[5]) for g in values(found)}
    assert ("day 7", ("Drug group",), "mean", "3.1") in got
    assert ("day 7", ("Placebo group",), "sd", "1.5") in got
    assert ("day 7", ("Drug group",), "n", "40") in got


def test_a_page_that_only_mentions_a_table_has_none(sheet):
    sheet.text(
        60, 100, "Table 2 shows that the groups did not differ at baseline (12.3 vs 12.4).", size=9
    )
    assert grids(sheet.read()) == []


def test_a_caption_in_the_margin(sheet):
    sheet.text(40, 100, "Table 2. Scores at", bold=True)
    sheet.text(40, 111, "week 4, mean (SD)")
    sheet.rule(160, 500, 92)
    sheet.row(102, ["Scale", "Drug (n = 22)", "Placebo (n = 20)"], [160, 280, 400])
    sheet.rule(160, 500, 107)
    sheet.row(120, ["MADRS", "12.3 (4.5)", "18.1 (5.0)"], [160, 280, 400])
    sheet.row(134, ["HAM-D", "9.1 (4.0)", "11.1 (4.1)"], [160, 280, 400])
    sheet.rule(160, 500, 140)
    found = sheet.read()
    (grid,) = grids(found)
    assert grid.caption == "Table 2. Scores at week 4, mean (SD)"
    assert ("HAM-D", "week 4", ("Placebo",), (), "sd", "4.1") in values(found)


def test_a_dash_that_its_font_maps_to_a_letter_ends_the_label_of_a_caption(sheet):
    booktabs(
        sheet,
        "Table 2dScores at week 4, mean (SD)",
        ["Scale", "Ketamine", "Placebo"],
        [
            ["Mood", "n = 22", "n = 20"],
            ["MADRS", "12.3 (4.5)", "18.1 (5.0)"],
            ["Pain", "n = 19", "n = 18"],
            ["NRS", "3.1 (1.5)", "4.2 (1.6)"],
        ],
        [60, 180, 300],
    )
    found = sheet.read()
    (grid,) = grids(found)
    assert (grid.label, grid.caption) == ("Table 2", "Table 2—Scores at week 4, mean (SD)")
    sizes = {(arms, value) for _, _, arms, _, statistic, value in values(found) if statistic == "n"}
    assert sizes >= {
        (("Ketamine",), "22"),
        (("Placebo",), "20"),
        (("Ketamine",), "19"),
        (("Placebo",), "18"),
    }


def test_a_caption_below_its_table_in_a_panel(sheet):
    for top, label, number in ((80, "week 6", "10"), (190, "week 12", "20")):
        sheet.canvas.setFillGray(0.92)
        sheet.canvas.rect(55, sheet.height - top - 90, 400, 90, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.row(top + 14, ["", "Drug (n=22)", "Placebo (n=20)"], [60, 180, 300])
        sheet.rule(60, 450, top + 20)
        sheet.row(top + 32, ["MADRS", f"{number}·3 (4·5)", "18·1 (5·0)"], [60, 180, 300])
        sheet.row(top + 45, ["HAM-D", f"{number}·1 (4·0)", "11·1 (4·1)"], [60, 180, 300])
        sheet.text(60, top + 62, "Data are mean (SD).", size=6.5)
        sheet.rule(60, 450, top + 70)
        sheet.text(60, top + 82, f"Table {number[0]}: Scores at {label}", bold=True)
    got = values(sheet.read())
    assert ("MADRS", "week 6", ("Drug",), (), "mean", "10.3") in got
    assert ("MADRS", "week 12", ("Drug",), (), "mean", "20.3") in got


def test_a_table_goes_on_overleaf_without_a_caption(tmp_path):
    sheet = Sheet(tmp_path / "two.pdf")
    xs = [60, 200, 320]
    sheet.text(60, 600, "Table 1. Scores, mean (SD)", bold=True)
    y = 608
    for page in range(2):
        sheet.rule(60, 420, y)
        sheet.row(y + 10, ["Scale", "Drug (n = 22)", "Placebo (n = 20)"], xs)
        sheet.rule(60, 420, y + 15)
        for index in range(9):
            y += 13
            sheet.row(
                y + 14,
                [f"Item {page}{chr(65 + index)}", f"{index + 2}.3 (1.5)", f"{index + 3}.1 (1.2)"],
                xs,
            )
        sheet.rule(60, 420, y + 20)
        if not page:
            sheet.canvas.showPage()
            y = 60
    found = sheet.read()
    assert [(g.page, g.label) for g in grids(found)] == [(1, "Table 1"), (2, "Table 1")]
    assert ("Item 1I", "", ("Placebo",), (), "mean", "11.1") in values(found)


def test_shaded_bands_hold_wrapped_cells_together(sheet):
    xs = [60, 200, 320]
    sheet.text(60, 100, "Table 1. Scores, mean (SD)", bold=True)
    sheet.rule(60, 440, 108)
    sheet.row(118, ["Scale", "Drug (n = 22)", "Placebo (n = 20)"], xs)
    sheet.rule(60, 440, 123)
    labels = (("Quality of life", "Patients"), ("Social functioning", "Carers"), ("Pain", "Nurses"))
    for index, (label, second) in enumerate(labels):
        top = 123 + 26 * index
        if index % 2 == 0:
            sheet.canvas.setFillGray(0.9)
            sheet.canvas.rect(60, sheet.height - top - 26, 380, 26, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
        sheet.row(top + 10, [label, f"{index}2.3 (4.5)", "18.1 (5.0)"], xs)
        sheet.text(60, top + 21, second)
    sheet.rule(60, 440, 201)
    assert [row[0] for row in rows_of(grids(sheet.read())[0])[1:]] == [
        "Quality of life Patients", "Social functioning Carers", "Pain Nurses",
    ]  # fmt: skip


def test_a_header_in_the_middle_of_a_table(sheet):
    xs = [60, 200, 320]
    booktabs(
        sheet,
        "Table 2. Changes at week 24",
        ["Parameter", "Drug", "Placebo"],
        [
            ["", "Median (Q1, Q3)", "Median (Q1, Q3)"],
            ["Glucose", "5 (-4, 12)", "4 (-3, 11)"],
            ["Insulin", "0.4 (-1.5, 3.8)", "1.4 (-1.1, 4.2)"],
            ["", "Number (%)", "Number (%)"],
            ["Obesity", "19 (27%)", "16 (21%)"],
        ],
        xs,
    )
    got = values(sheet.read())
    assert ("Glucose", "week 24", ("Drug",), (), "q1", "-4") in got
    assert ("Obesity", "week 24", ("Placebo",), (), "events", "16") in got


def test_a_label_beside_several_rows_reaches_over_them(sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        ["Scale", "Group", "Baseline", "6 months"],
        [
            ["MADRS", "Drug group", "30.1 (4.0)", "20.2 (6.1)"],
            ["", "Placebo group", "29.8 (4.2)", "25.0 (6.6)"],
            ["HAM-D", "Drug group", "22.1 (5.0)", "15.2 (5.1)"],
            ["", "Placebo group", "21.8 (5.2)", "19.0 (5.6)"],
        ],
        [60, 140, 240, 340],
    )
    found = sheet.read()
    (grid,) = grids(found)
    assert [(c.text, c.rowspan) for c in grid.cells if c.col == 0 and c.row] == [
        ("MADRS", 2),
        ("HAM-D", 2),
    ]
    assert ("HAM-D", "6 months", ("Placebo group",), (), "mean", "19.0") in values(found)


def test_within_arm_differences_are_changes(sheet):
    booktabs(
        sheet,
        "Table 2. Quality of life, mean ± SD",
        ["Survey", "Group", "Baseline", "6 months", "Difference"],
        [["SF-12", "Drug group", "47.1 ± 10.3", "51.1 ± 8.9", "4.0 ± 9.8"],
         ["", "Placebo group", "48.9 ± 9.8", "50.8 ± 8.8", "1.9 ± 9.9"]],
        [60, 130, 230, 320, 410],
    )  # fmt: skip
    changes = [i for i in sheet.read() if isinstance(i, Found) and i.result.basis == "change"]
    assert {i.result.arms for i in changes} == {("Drug group",), ("Placebo group",)}
    assert {r.statistic for i in changes for r in i.readings} == {"mean", "sd"}


def test_the_methods_section_says_what_the_spread_is(sheet):
    sheet.text(
        60, 600, "Statistical analysis. Values are presented as mean ± SD, and groups were", size=9
    )
    sheet.text(
        60, 611, "compared with the t test for independent samples throughout this report.", size=9
    )
    booktabs(
        sheet,
        "Table 1 Weight",
        ["Outcome", "Diet", "Control group"],
        [["Weight, kg", "70.1 ± 9.3", "71.2 ± 8.4"]],
        [60, 200, 320],
    )
    readings = [r for i in sheet.read() if isinstance(i, Found) for r in i.readings]
    assert {(r.statistic, r.status) for r in readings} == {("mean", "reported"), ("sd", "reported")}
    assert all("statistic_from:text" in r.flags for r in readings)


def test_roles_of_group_sizes(sheet):
    booktabs(
        sheet,
        "Table 1. Numbers of participants",
        ["", "Drug group", "Control group"],
        [["Randomised", "24", "25"], ["Analysed for pain", "22", "23"], ["Completed", "20", "21"]],
        [60, 200, 320],
    )
    roles = {(r.role, r.value) for i in sheet.read() if isinstance(i, Found) for r in i.readings}
    assert {("randomised", "24"), ("analysed", "22"), ("completed", "21")} <= roles


def test_parts_under_one_caption_are_tables_of_their_own(sheet):
    sheet.text(60, 90, "Table 1: Characteristics, mean (SD).", bold=True)
    for top, title, label in (
        (104, "(a) Sample profile at baseline", "Age"),
        (190, "(b) Sample profile at week 8", "BMI"),
    ):
        sheet.text(180, top, title)
        sheet.rule(60, 440, top + 7)
        sheet.row(top + 17, ["", "Drug (n = 22)", "Placebo (n = 20)"], [60, 200, 320])
        sheet.rule(60, 440, top + 22)
        sheet.row(top + 34, [label, "42.3 (4.5)", "38.1 (5.0)"], [60, 200, 320])
        sheet.row(top + 48, ["Weight", "72.3 (4.5)", "78.1 (5.0)"], [60, 200, 320])
        sheet.rule(60, 440, top + 54)
    found = sheet.read()
    assert [g.label for g in grids(found)] == ["Table 1(a)", "Table 1(b)"]
    assert ("BMI", "week 8", ("Drug",), (), "mean", "42.3") in values(found)


def test_limits_in_columns_of_their_own(sheet):
    booktabs(
        sheet,
        "Table 2. Treatment effects at week 12",
        ["Outcome", "Drug vs placebo, mean difference", "Lower limit", "Upper limit"],
        [["MADRS", "-3.2", "-5.0", "-1.4"]],
        [60, 150, 310, 400],
    )
    (contrast,) = [i for i in sheet.read() if isinstance(i, Found) and i.result.comparators]
    assert contrast.result.comparators == ("placebo",)
    assert {r.statistic: r.value for r in contrast.readings} == {
        "md": "-3.2",
        "ci_low": "-5.0",
        "ci_high": "-1.4",
    }


def test_a_caption_may_name_the_one_arm(sheet):
    booktabs(
        sheet,
        "Table 1. Scores by group, mean (SD)",
        ["Scale", "Ketamine group", "Placebo group"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"], ["HAM-D", "9.1 (4.0)", "11.1 (4.1)"]],
        [60, 200, 320],
    )
    sheet.text(60, 300, "Table 2. Course in the ketamine group, mean (SD)", bold=True)
    sheet.rule(60, 420, 308)
    sheet.row(318, ["Scale", "Baseline", "Week 1"], [60, 200, 320])
    sheet.rule(60, 420, 323)
    sheet.row(336, ["MADRS", "30.3 (4.5)", "20.1 (5.0)"], [60, 200, 320])
    sheet.row(350, ["HAM-D", "22.1 (4.0)", "15.1 (4.1)"], [60, 200, 320])
    sheet.rule(60, 420, 356)
    assert ("HAM-D", "Week 1", ("ketamine",), (), "mean", "15.1") in values(sheet.read())


def test_a_caption_without_a_table_is_told(sheet):
    sheet.text(60, 100, "Table 3. Adverse events", bold=True)
    (problem,) = sheet.read()
    assert (problem.code, problem.where) == ("table_not_read", "page 1, Table 3")
