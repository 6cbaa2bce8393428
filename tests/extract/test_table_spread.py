"""Spanners of a header and the columns that they were once said of wrongly, named after the defect."""

from .sheet import grids
from .test_table_shapes import page

__all__ = ["page"]


def test_rules_below_spanners_weigh_more_than_leaves_that_come_again(page):
    xs = [60, 130, 170, 210, 250, 290, 330, 380, 430]
    page.text(60, 90, "Table 1. Scores and effects", bold=True)
    page.rule(60, 480, 98)
    page.lines(108, [["Score, mean", "Effect"]], [130, 380])
    page.rule(130, 370, 112)
    page.rule(380, 480, 112)
    page.lines(122, [["Training (n = 47)", "Control (n = 37)"]], [130, 250])
    page.rule(130, 240, 126)
    page.rule(250, 370, 126)
    leaves = ["Baseline", "1 mo", "6 mo"]
    page.lines(136, [["Variable", *leaves, *leaves, "1 mo", "6 mo"]], xs)
    page.rule(60, 480, 141)
    rows = [
        [name, "13.7", "11.0", "10.7", "14.3", "13.4", "12.1", "0.2", "0.3"]
        for name in ("Pain", "Sleep", "Mood")
    ]
    page.rule(60, 480, page.lines(153, rows, xs) - 8)
    (grid,) = grids(page.read())
    heads = {c.text: (c.col, c.colspan) for c in grid.cells if c.role == "header"}
    assert (heads["Score, mean"], heads["Effect"]) == ((1, 6), (7, 2))
    assert (heads["Training (n = 47)"], heads["Control (n = 37)"]) == ((1, 3), (4, 3))


def test_labels_alone_above_their_rows_leave_the_first_column_to_values(page):
    xs = [84, 134, 190, 240, 295, 360, 410, 465]
    spanners = ["Baseline, mean (SD)", "At 3 months, mean (SD)", "At 9 months, mean (SD)"]
    page.text(60, 90, "Table 1. Weight and activity", bold=True)
    page.rule(60, 530, 98)
    page.lines(108, [spanners], [84, 190, 360])
    page.lines(120, [["Texts", "Control", *["Texts", "Control", "Difference"] * 2]], xs)
    page.rule(60, 530, 125)
    y = 137.0
    values = ["78.4 (9.2)", "79.3 (9.6)", *["-2.2 (3.1)", "-0.2 (2.3)", "-3.7 (1.3)"] * 2]
    for label in ("Weight, kg", "Body mass index", "Steps"):
        page.text(60, y, label)
        y = page.lines(y + 12, [values], xs)
    page.rule(60, 530, y - 8)
    (grid,) = grids(page.read())
    heads = {c.text: (c.col, c.colspan) for c in grid.cells if c.role == "header" and c.row == 0}
    assert heads == dict(zip(spanners, [(1, 2), (3, 3), (6, 3)], strict=True))
    assert [c.text for c in grid.cells if c.role == "group"] == [
        "Weight, kg",
        "Body mass index",
        "Steps",
    ]
    assert [c.text for c in grid.cells if c.row == 3] == values


def test_a_rule_below_a_spanner_keeps_it_from_the_column_beside(page):
    xs = [60, 150, 240, 330, 420]
    page.text(60, 90, "Table 1. Traits, mean (SD)", bold=True)
    page.rule(60, 520, 98)
    page.lines(108, [["Class type"]], [330])
    page.rule(330, 520, 112)
    page.lines(122, [["Trait", "Waiting", "Classes", "Evening", "Morning"]], xs)
    page.rule(60, 520, 127)
    rows = [[name, "51 (7)", "49 (9)", "48 (8)", "50 (10)"] for name in ("Age", "Weight", "Height")]
    page.rule(60, 520, page.lines(139, rows, xs) - 8)
    (grid,) = grids(page.read())
    heads = {c.text: (c.col, c.colspan) for c in grid.cells if c.role == "header"}
    assert (heads["Class type"], heads["Classes"]) == ((3, 2), (2, 1))


def test_the_first_line_of_the_longer_of_two_leaves_is_no_line_of_their_spanner(page):
    def centred(y, texts, middles):
        for text, middle in zip(texts, middles, strict=True):
            page.text(middle - page.width(text) / 2, y, text)

    page.text(60, 90, "Table 1. Deaths by age", bold=True)
    page.rule(60, 540, 98)
    page.text(60, 110, "Age")
    centred(110, ["Screened", "Controls", "Rate ratio"], [228, 378, 490])
    centred(124, ["Person-years (deaths"] * 2, [260, 410])
    centred(133, ["No. of", "per 1000 people", "No. of", "per 1000 people"], [190, 260, 340, 410])
    centred(142, ["deaths", "and year)", "deaths", "and year)"], [190, 260, 340, 410])
    y = 156
    for age in ("All", "50-54", "55-59", "60-64"):
        page.text(60, y, age)
        values = ["261", "737,397 (0.35)", "363", "878,547 (0.41)", "0.85 (0.73-1.00)"]
        centred(y, values, [190, 260, 340, 410, 490])
        y += 13
    page.rule(60, 540, y - 8)
    (grid,) = grids(page.read())
    heads = {c.text: (c.col, c.colspan) for c in grid.cells if c.role == "header"}
    assert (heads["Screened"], heads["Controls"]) == ((1, 2), (3, 2))
    assert "Person-years (deaths per 1000 people and year)" in heads


def test_names_that_come_again_over_sizes_that_do_not_spread_their_spanners(page):
    xs = [60, 150, 240, 330, 420]
    page.text(60, 90, "Table 1. Characteristics, n (%)", bold=True)
    page.rule(60, 510, 98)
    page.lines(108, [["Low income (N=2142)", "High income (N=2471)"]], [150, 330])
    page.lines(120, [["Advisor", "Control", "Advisor", "Control"]], xs[1:])
    page.lines(130, [["(n=1088)", "(n=1054)", "(n=1233)", "(n=1238)"]], xs[1:])
    page.rule(60, 510, 135)
    rows = [[name, "658 (61%)", "632 (60%)", "804 (65%)", "796 (64%)"] for name in ("Women", "Smokers")]
    page.rule(60, 510, page.lines(147, rows, xs) - 8)
    (grid,) = grids(page.read())
    heads = {c.text: (c.col, c.colspan) for c in grid.cells if c.role == "header" and c.row == 0}
    assert heads == {"Low income (N=2142)": (1, 2), "High income (N=2471)": (3, 2)}
