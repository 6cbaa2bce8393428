"""Layouts that were once read wrongly, one small table each, named after the defect."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from curate.extract.table import TableExtractor
from curate.model.reading import Grid
from curate.pdf.document import read_document

from .trial_table import Content, Row, Style, expected_rows
from .typesetter import PAGE, Sheet, typeset

PITCH = 14.0


@pytest.fixture
def page(tmp_path):
    return Page(tmp_path / "table.pdf")


class Page(Sheet):
    """One sheet on which a test sets a table by hand."""

    def __init__(self, path):
        super().__init__(Canvas(str(path), pagesize=PAGE), PAGE[1], Style())
        self.path = path

    def lines(self, y, rows, xs):
        """Set rows one below the other; None leaves a cell empty."""
        for row in rows:
            for x, text in zip(xs, row, strict=True):
                if text:
                    self.text(x, y, text)
            y += PITCH
        return y

    def shade(self, x0, x1, top, bottom):
        self.canvas.setFillGray(0.85)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def read(self):
        """Return all that is read of the page; a lone table has few letters, running text makes it no scan."""
        self.prose(60, 500, 700, 760)
        self.canvas.save()
        return list(TableExtractor().read(read_document(self.path)))

    def cells(self):
        """Return (row, column, rows, columns, text) of the one table on the page."""
        self.prose(60, 500, 600, 680)
        self.canvas.save()
        (grid,) = grids_in(self.path)
        return {(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells}


def grids_in(path: Path):
    return [item for item in TableExtractor().read(read_document(path)) if isinstance(item, Grid)]


def body_of(path, content, style):
    typeset(path, content, style)
    (grid,) = grids_in(path)
    rows = {}
    for cell in grid.cells:
        if cell.role != "header":
            rows.setdefault(cell.row, []).append((cell.col, cell.text))
    return [[text for _, text in sorted(cells)] for _, cells in sorted(rows.items())]


SCORES = Content(
    (("Ketamine", 12), ("Midazolam", 44), ("Placebo", 40)),
    (),
    (
        Row("MADRS", (("0.2", "1.1"), ("3.8", "1.1"), ("9.7", "1.1"))),
        Row("Sleep", (("24.4", "3.0"), ("2.9", "1.1"), ("10.1", "1.1"))),
        Row("Quality of life score", (("31.0", "1.1"), ("5.7", "1.1"), ("11.6", "8.3"))),
    ),
)


@pytest.mark.parametrize(
    "style",
    [
        Style(rules="none", lead=1.3),
        Style(rules="none", lead=1.8, size=6.5, own_line=True),
        Style(rules="none", wrap=True),
    ],
    ids=["last row above prose", "group sizes on a line of their own", "last label on two lines"],
)
def test_a_table_without_rules_is_read_to_its_end(tmp_path, style):
    style = Style(
        **{name: getattr(style, name) for name in style.__dataclass_fields__} | {"sign": "ascii"}
    )
    assert body_of(tmp_path / "t.pdf", SCORES, style) == expected_rows(SCORES, style)


def test_a_full_rule_parts_a_spanner_from_the_leaf_centred_below_it(page):
    page.text(60, 100, "Table 1. Rejected samples", bold=True)
    page.rule(60, 500, 106)
    page.text(165, 116, "Before training")
    page.text(365, 116, "After training")
    for rule in ((150, 290), (350, 490)):
        page.rule(*rule, 120)
    page.rule(60, 500, 121)
    page.lines(
        131,
        [["Clinic", "Samples taken", "Rejected", "Samples taken", "Rejected"]],
        [60, 165, 250, 365, 450],
    )
    page.rule(60, 500, 136)
    page.lines(
        147,
        [["A", "7557", "60", "9218", "79"], ["B", "3973", "45", "4114", "48"]],
        [60, 165, 250, 365, 450],
    )
    page.rule(60, 500, 168)
    texts = {cell[4] for cell in page.cells()}
    assert {"Before training", "After training", "Samples taken"} <= texts


def test_the_middle_one_of_several_leaves_is_no_second_line_of_its_spanner(page):
    xs = [60, 140, 190, 240, 320, 370, 420]
    page.text(60, 100, "Table 1. Attachment in mm, by month", bold=True)
    page.rule(60, 460, 106)
    for middle, name in ((205, "Probiotic group (n = 16)"), (385, "Placebo group (n = 15)")):
        page.text(middle - page.width(name) / 2, 117, name)
    times = ["Baseline", "3 months", "9 months"]
    page.lines(128, [[None, *times, *times]], xs)
    page.rule(60, 460, 133)
    rows = [
        ["CAL", "3.8", "3.4", "3.3", "4.4", "4.0", "3.9"],
        ["PPD", "2.7", "2.1", "2.3", "2.9", "2.3", "2.2"],
    ]
    y = page.lines(144, rows, xs)
    page.rule(60, 460, y - 8)
    cells = page.cells()
    assert {(0, 1, 1, 3, "Probiotic group (n = 16)"), (1, 2, 1, 1, "3 months")} <= cells


def test_merged_cells_of_a_full_grid_reach_over_their_rows(page):
    page.text(60, 100, "Table 1. Balance by group, mean (SD)", bold=True)
    xs = (60, 160, 220, 300, 380)
    for y in (106, 122, 154, 186):
        page.rule(60, 380, y)
    for y in (138, 170):
        page.rule(160, 300, y)
    for x in xs:
        page.upright(x, 106, 186)
    page.lines(117, [["Test", "Time", "Balance", "Difference"]], [64, 164, 224, 304])
    page.text(64, 137, "Physical activity")
    page.text(64, 146, "(hours per week)")
    page.lines(133, [["Before", "8.03 (7.18)"], ["After", "9.77 (6.61)"]], [164, 224])
    page.text(304, 141, "1.12")
    page.text(64, 173, "Memory")
    page.lines(165, [["Before", "7.50 (5.34)"], ["After", "9.44 (5.48)"]], [164, 224])
    page.text(304, 173, "1.60")
    cells = page.cells()
    assert (1, 0, 2, 1, "Physical activity (hours per week)") in cells
    assert (1, 3, 2, 1, "1.12") in cells
    assert (3, 0, 2, 1, "Memory") in cells
    assert (4, 2, 1, 1, "9.44 (5.48)") in cells


def test_words_in_a_box_are_cells_however_many_they_are(page):
    page.text(60, 100, "Table 1. The sessions", bold=True)
    for y in (106, 122, 146, 170):
        page.rule(60, 500, y)
    for x in (60, 280, 500):
        page.upright(x, 106, 170)
    page.lines(117, [["Session", "What was done"]], [64, 284])
    first = [
        "Introducing the approach and the ways of the group",
        "The patients get to know one another and the",
    ]
    second = [
        "Looking at a day of the life of each of the patients",
        "The patients learn how much they move about",
    ]
    page.lines(131, [first], [64, 284])
    page.text(64, 140, "and of its leader")
    page.text(284, 140, "leader tells of the rules")
    page.lines(155, [second], [64, 284])
    page.text(64, 164, "in the trial")
    page.text(284, 164, "and how little")
    cells = page.cells()
    assert (1, 0, 1, 1, f"{first[0]} and of its leader") in cells
    assert (2, 1, 1, 1, f"{second[1]} and how little") in cells


def test_a_label_that_touches_its_value_does_not_join_two_columns(page):
    page.text(60, 100, "Table 1. The stones", bold=True)
    page.rule(60, 300, 106)
    page.lines(116, [[None, "Open surgery", "Ureteroscopy"]], [60, 150, 230])
    page.rule(60, 300, 121)
    rows = [
        ["Patients", "22", "20"],
        ["Age, years", "47.3", "49.0"],
        ["Size, mm", "19.9", "19.6"],
        ["Body mass index", "25.9", "27.8"],
        ["Density, Hounsfield units", "1000", "1184"],
    ]
    y = page.lines(132, rows, [60, 150, 230])
    page.rule(60, 300, y - 8)
    cells = page.cells()
    assert {(2, 0, 1, 1, "Age, years"), (2, 1, 1, 1, "47.3"), (4, 1, 1, 1, "25.9")} <= cells


def test_labels_centred_on_two_rows_are_a_column_that_the_header_names(page):
    page.text(60, 100, "Table 1. Contacts with a doctor", bold=True)
    xs = [60, 160, 240, 300]
    page.rule(60, 340, 106)
    page.lines(117, [["Treatment", "Time", "Median", "Most"]], xs)
    page.rule(60, 340, 122)
    for y, name, before, after in ((133, "NBT (n = 37)", "18", "13"), (163, "CBT (n = 35)", "21", "14")):
        page.lines(y, [["Before", before, "42"]], xs[1:])
        page.lines(y + 11, [["After", after, "67"]], xs[1:])
        page.text(60, y + 5.5, name)
        page.rule(60, 340, y + 16)
    placed = {(col, text) for _, col, _, _, text in page.cells()}
    assert {(0, "NBT (n = 37)"), (1, "Before"), (1, "After"), (2, "18"), (3, "67")} <= placed


def test_two_crossed_factors_are_two_levels_of_the_header(page):
    xs = [60, 140, 200, 270, 360]
    page.text(60, 100, "Table 1. Prevalence by sector", bold=True)
    page.rule(60, 440, 106)
    page.lines(117, [["Arm", "Public", "Private", "Public", "Private"]], xs)
    page.lines(127, [[None, "n", "n", "n/N (%)", "n/N (%)"]], xs)
    page.rule(60, 440, 132)
    y = page.lines(
        143,
        [
            ["Control", "6", "7", "118/229 (52)", "314/1307 (24)"],
            ["Provider", "9", "8", "30/325 (9)", "86/1507 (6)"],
        ],
        xs,
    )
    page.rule(60, 440, y - 8)
    cells = page.cells()
    assert {
        (0, 1, 1, 1, "Public"),
        (1, 1, 1, 1, "n"),
        (0, 4, 1, 1, "Private"),
        (1, 4, 1, 1, "n/N (%)"),
    } <= cells


def test_a_group_centred_over_the_values_leaves_the_labels_free(page):
    xs = [60, 160, 260, 360]
    page.text(60, 100, "Table 1. Cells in the blood, mean (SD)", bold=True)
    page.rule(60, 420, 106)
    page.lines(117, [["Weeks", "NK cells", "CD4 cells", "CD8 cells"]], xs)
    page.rule(60, 420, 122)
    y = 134.0
    for group in ("S1; 1-9 a day (placebo, n = 4)", "S2; 10-19 a day (placebo, n = 17)"):
        page.text(290 - page.width(group) / 2, y, group)
        rows = [
            ["0", "21.5 (9.6)", "26.3 (5.4)", "28.3 (9.1)"],
            ["12", "22.0 (2.7)", "25.3 (3.2)", "27.3 (9.3)"],
        ]
        y = page.lines(y + PITCH, rows, xs)
    page.rule(60, 420, y - 8)
    cells = page.cells()
    assert {
        (1, 1, 1, 3, "S1; 1-9 a day (placebo, n = 4)"),
        (4, 1, 1, 3, "S2; 10-19 a day (placebo, n = 17)"),
    } <= cells


def test_shaded_groups_of_rows_with_one_value_are_rows(page):
    page.text(60, 100, "Table 1. The participants", bold=True)
    page.rule(60, 300, 106)
    page.shade(60, 300, 122, 122 + 3 * PITCH)
    page.lines(117, [["Category", "n (%)"]], [60, 200])
    page.rule(60, 300, 122)
    rows = [
        ["Rank", None],
        ["Nurse", "17 (74)"],
        ["Doctor", "3 (13)"],
        ["Sex", None],
        ["Male", "1 (5)"],
        ["Female", "22 (95)"],
    ]
    y = page.lines(132, rows, [60, 200])
    page.rule(60, 300, y - 8)
    assert {(4, 0, 1, 1, "Sex"), (5, 0, 1, 1, "Male"), (6, 1, 1, 1, "22 (95)")} <= page.cells()


def test_the_rule_of_the_running_head_is_not_the_rest_of_a_table(page):
    xs = [60, 200, 300]
    rows = [[f"Outcome {number}", f"{number}.5 (1.2)", f"{number}.7 (1.4)"] for number in range(1, 49)]
    for first, last in ((0, 44), (44, 48)):
        page.text(60, 40, "A Journal of Trials")
        page.text(300, 40, "Smith et al")
        page.rule(60, 400, 46)
        y = 80.0
        if not first:
            page.text(60, y, "Table 1. Scores, mean (SD)", bold=True)
            page.rule(60, 400, y + 6)
            y += 16
        page.rule(60, 400, y - 10)
        page.lines(y, [["Scale", "Ketamine", "Placebo"]], xs)
        page.rule(60, 400, y + 5)
        y = page.lines(y + 16, rows[first:last], xs)
        page.rule(60, 400, y - 8)
        if not first:
            page.canvas.showPage()
    page.prose(60, 500, 400, 500)
    page.canvas.save()
    (first, rest) = grids_in(page.path)
    assert "A Journal of Trials" not in {cell.text for cell in rest.cells}
    assert {"Outcome 45", "48.7 (1.4)"} <= {cell.text for cell in rest.cells}


def test_a_group_above_rows_set_in_in_lower_case_is_no_label_that_goes_on(page):
    page.text(60, 100, "Table 1. The participants", bold=True)
    page.rule(60, 300, 106)
    page.lines(117, [["Characteristic", "n (%)"]], [60, 220])
    page.rule(60, 300, 122)
    y = page.lines(132, [["Smoking (yes or sometimes)", "75 (29)"]], [60, 220])
    y = page.lines(y, [["Leisure-time physical activity", None]], [60, 220])
    y = page.lines(y, [["never", "17 (74)"], ["four hours a week", "3 (13)"]], [68, 220])
    page.rule(60, 300, y - 8)
    assert {
        (2, 0, 1, 1, "Leisure-time physical activity"),
        (3, 0, 1, 1, "never"),
        (3, 1, 1, 1, "17 (74)"),
    } <= page.cells()


def test_the_edge_of_a_shaded_band_parts_the_levels_of_a_header(page):
    page.text(60, 100, "Table 1. Counts of bacteria", bold=True)
    page.shade(60, 500, 107, 121)
    page.shade(60, 500, 135, 149)
    page.rule(60, 500, 106)
    page.lines(117, [["Variable", "Treatment group", "P value"]], [65, 230, 440])
    heads = [None, "Probiotic (n = 16)", "Antibiotic (n = 16)", "Placebo (n = 15)", None]
    xs = [65, 150, 245, 340, 440]
    page.lines(131, [heads, [None, "Mean (SD)", "Mean (SD)", "Mean (SD)", "of means"]], xs)
    page.rule(60, 500, 150)
    rows = [["P. gingivalis", "14.2 (17.6)", "17.8 (19.3)", "14.7 (15.7)", "0.98"]]
    rows += [["A. actinomyces", "1.1 (2.6)", "2.1 (6.6)", "0.3 (1.0)", "0.59"]]
    y = page.lines(162, rows, xs)
    page.rule(60, 500, y - 8)
    texts = {cell[4] for cell in page.cells()}
    assert {"Treatment group", "Antibiotic (n = 16)", "P value", "of means"} <= texts


def test_a_group_at_the_foot_of_a_page_heads_rows_overleaf_and_is_no_note(page):
    xs = [60, 200, 300]
    rows = [[f"Outcome {number}", f"{number}.5 (1.2)", f"{number}.7 (1.4)"] for number in range(1, 49)]
    for part, caption in ((rows[:44], "Table 1."), (rows[44:], "Table 1. (continued)")):
        page.text(60, 80, f"{caption} Scores, mean (SD)", bold=True)
        page.rule(60, 400, 86)
        page.lines(96, [["Scale", "Ketamine", "Placebo"]], xs)
        page.rule(60, 400, 101)
        y = page.lines(112, part, xs)
        if len(part) == 44:
            y = page.lines(y, [["Secondary outcomes", None, None]], xs)
        page.rule(60, 400, y - 8)
        if len(part) == 44:
            page.canvas.showPage()
    page.prose(60, 500, 400, 500)
    page.canvas.save()
    (first, _) = grids_in(page.path)
    assert [cell.text for cell in first.cells if cell.role == "group"] == ["Secondary outcomes"]
    assert not first.footnotes


def test_a_row_of_negative_values_with_a_lower_case_label_is_no_second_line(page):
    page.text(60, 100, "Table 1. Changes, mean (SD)", bold=True)
    page.rule(60, 400, 106)
    page.lines(117, [["Scale", "Ketamine", "Placebo"]], [60, 200, 300])
    page.rule(60, 400, 122)
    rows = [["HAM-D", "15.8 (8.6)", "23.0 (11.0)"], ["walking pace", "–12.8 (1.1)", "–2.4 (4.8)"]]
    y = page.lines(132, rows, [60, 200, 300])
    page.rule(60, 400, y - 8)
    assert {(2, 0, 1, 1, "walking pace"), (2, 1, 1, 1, "–12.8 (1.1)")} <= page.cells()


def test_a_rule_below_the_next_caption_is_not_beside_the_first(page):
    page.text(60, 100, "Table 1", bold=True)
    page.text(60, 116, "Table 2. Scores, mean (SD)", bold=True)
    page.rule(120, 480, 122)
    page.lines(132, [["Scale", "Drug (n = 22)", "Placebo (n = 20)"]], [120, 240, 360])
    page.rule(120, 480, 137)
    page.lines(149, [["MADRS", "12.3 (4.5)", "18.1 (5.0)"]] * 3, [120, 240, 360])
    page.rule(120, 480, 184)
    assert {(0, 1, 1, 1, "Drug (n = 22)"), (1, 0, 1, 1, "MADRS")} <= page.cells()
