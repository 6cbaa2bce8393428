"""Tables in boxes and in parts, and where rows and headers of such begin and end, named after the defect."""

from curate.model.reading import Found

from .sheet import grids, rows_of
from .test_table_regions import COLUMNS, HEAD, ROWS, ruled, tables_on
from .test_table_shapes import PITCH, page

__all__ = ["page"]

LONG_NOTE = "Data are mean (SD) unless otherwise stated, and each person is counted once in each of the rows here"


def boxed(page, top, rows, foot):
    """Set a header and rows in a tinted box, with lines of small type at its foot; return the last line's height."""
    bottom = top + 40 + PITCH * len(rows) + 9 * len(foot)
    page.shade(60, 440, top, bottom)
    page.frame(60, 440, top, bottom)
    page.lines(top + 14, [HEAD], [66, 200, 320])
    page.rule(66, 434, top + 19)
    y = page.lines(top + 32, rows, [66, 200, 320])
    for line in foot:
        page.text(66, y, line, size=7)
        y += 9
    return y


def test_parts_of_a_table_whose_caption_stands_below_its_last_part(page):
    more = [["Mood", "1.1 (0.2)", "0.3 (0.1)"], ["Energy", "2.2 (0.4)", "1.6 (0.3)"]]
    y = boxed(page, 90, ROWS, [])
    page.text(300, y - 4, "(Table 1 continues on next page)", size=7)
    page.prose(60, 440, 400, 600)
    page.canvas.showPage()
    notes = [f"{LONG_NOTE}." for _ in range(11)]
    y = boxed(page, 90, [["(Continued from previous page)", None, None], *more], notes)
    page.text(66, y, "Table 1: Scores, mean (SD)", bold=True, size=8)
    first, second = grids(page.read())
    assert (first.page, second.page) == (1, 2)
    assert rows_of(first) == [HEAD, *ROWS]
    assert rows_of(second)[1:] == more
    assert first.caption == second.caption == "Table 1: Scores, mean (SD)"
    assert LONG_NOTE in first.footnotes[0]


def test_a_figure_below_a_table_does_not_lengthen_it(page):
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    foot = ruled(page, 100)
    page.text(60, foot + 10, "a More than 1 event in some people.", size=7)
    page.rule(60, 420, foot + 30)
    page.text(60, foot + 42, "Figure 2. Share of people without an event", bold=True)
    for step in range(5):
        page.text(60, foot + 60 + 12 * step, f"{1 - step / 5:.1f}")
        page.text(200, foot + 60 + 12 * step, f"{60 - 8 * step}")
    page.rule(60, 420, foot + 130)
    assert tables_on(page) == {"Table 1": [HEAD, *ROWS]}


def test_the_first_row_is_no_header_though_no_rule_parts_them(page):
    page.text(60, 90, "Table 1. Characteristics", bold=True)
    page.rule(60, 420, 100)
    page.lines(111, [["", "Exercise", "Control"]], COLUMNS)
    page.lines(121, [["Variable", "group (n=91)", "group (n=93)"]], COLUMNS)
    y = 133.0
    rows = [
        [f"Mean (SD) {name}", "27.2 (6.1)", "27.8 (6.5)"]
        for name in ("age", "weight", "height", "pulse")
    ]
    for row in rows:
        page.lines(y, [row], COLUMNS)
        page.rule(60, 420, y + 4)
        y += PITCH
    (table,) = tables_on(page).values()
    assert table == [["Variable", "Exercise group (n=91)", "Control group (n=93)"], *rows]


def test_rows_that_share_a_label_on_a_line_of_its_own_are_not_merged(page):
    xs = [60, 160, 290, 390]
    page.text(60, 90, "Table 1. Characteristics", bold=True)
    page.rule(60, 460, 98)
    page.lines(108, [["", "", "Exercise", "Control"]], xs)
    page.rule(60, 460, 113)
    y = 126.0
    rows = {
        "Weight": [
            ["Normal", "24 (19.5)", "33 (26.4)"],
            ["Over", "83 (67.5)", "70 (56.0)"],
            ["Obese", "16 (13.0)", "22 (17.6)"],
        ],
        "Income": [
            ["0-60", "8 (6.5)", "7 (5.6)"],
            ["61-80", "28 (22.8)", "17 (13.6)"],
            ["81-100", "87 (70.7)", "101 (80.8)"],
        ],
    }
    for label, group in rows.items():
        y = page.lines(y, [[label]], xs[:1])
        y = page.lines(y, group, xs[1:])
    page.lines(y, [["Age", "", "28.1 (4.9)", "27.2 (4.9)"]], xs)
    page.lines(y + 22, [["Score", "", "11.8 (4.7)", "12.9 (4.5)"]], xs)
    page.lines(y + 44, [["Minutes", "", "16.2 (5.8)", "16.4 (4.7)"]], xs)
    page.rule(60, 460, y + 50)
    (table,) = tables_on(page).values()
    assert [row for row in table if len(row) == 3 and row[0] in ("Normal", "Over", "Obese")] == rows[
        "Weight"
    ]
    assert [row for row in table if row[0] in ("0-60", "61-80", "81-100")] == rows["Income"]


def test_the_second_line_of_a_spanner_set_flush_left_belongs_to_it(page):
    xs = [60, 150, 230, 310, 390]
    page.text(60, 90, "Table 1. Scores, mean (SD)", bold=True)
    page.rule(60, 470, 98)
    page.lines(108, [["Everybody (n = 90)", "Those who had been treated"]], [150, 310])
    page.lines(118, [["(n = 40)"]], [310])
    page.rule(150, 300, 122)
    page.rule(310, 470, 122)
    page.lines(132, [["Drug", "Placebo", "Drug", "Placebo"]], xs[1:])
    page.rule(60, 470, 137)
    rows = [
        [name, "13.7 (2.1)", "11.0 (2.2)", "10.7 (2.3)", "14.3 (2.4)"]
        for name in ("Pain", "Sleep", "Mood")
    ]
    page.rule(60, 470, page.lines(149, rows, xs) - 8)
    (grid,) = grids(page.read())
    heads = {c.text: (c.col, c.colspan) for c in grid.cells if c.role == "header"}
    assert heads["Those who had been treated (n = 40)"] == (3, 2)


def test_rows_of_values_not_reached_in_one_shaded_band_are_rows(page):
    xs = [60, 240, 310, 380]
    page.text(60, 90, "Table 1. Median time to events", bold=True)
    page.rule(60, 470, 98)
    page.lines(108, [["End point", "Drug", "Placebo", "Hazard ratio"]], xs)
    page.rule(60, 470, 113)
    rows = [
        [f"Time to {name}", "NE", "NE", f"0.{n}9 (0.27-0.96)"]
        for n, name in enumerate(("relapse", "pain", "surgery", "death"), 3)
    ]
    page.shade(60, 470, 113, 127)
    page.shade(60, 470, 141, 170)
    page.lines(123, rows, xs)
    page.rule(60, 470, 172)
    (table,) = tables_on(page).values()
    assert table[1:] == rows


def test_an_arm_s_name_ends_before_what_its_column_gives(page):
    xs = [60, 200, 340]
    page.text(60, 90, "Table 1. Pain and use of drugs", bold=True)
    page.rule(60, 500, 98)
    page.lines(108, [["Measure", "Krill oil, mean (95% CI)", "Usual care mean (SD) or n (%)"]], xs)
    page.rule(60, 500, 113)
    rows = [["Pain", "3.1 (2.2 to 4.0)", "4.5 (1.3)"], ["Sleep", "7.2 (6.0 to 8.4)", "6.1 (1.9)"]]
    page.rule(60, 500, page.lines(125, rows, xs) - 8)
    assert {arm for item in page.read() if isinstance(item, Found) for arm in item.result.arms} == {
        "Krill oil",
        "Usual care",
    }


def test_zeros_beside_people_with_their_percentage_are_people(page):
    xs = [60, 170, 240, 310, 370, 440]
    page.text(60, 90, "Table 1. Toxic effects", bold=True)
    page.rule(60, 520, 98)
    page.lines(108, [["Drug (n=189)", "Placebo (n=186)"]], [170, 370])
    page.rule(170, 350, 112)
    page.rule(370, 520, 112)
    page.lines(122, [["", "Grade 1-2", "Grade 3-4", "Grade 5", "Grade 1-2", "Grade 3-5"]], xs)
    page.rule(60, 520, 127)
    rows = [
        ["Nausea", "94 (50%)", "61 (32%)", "0", "5 (3%)", "0"],
        ["Fatigue", "139 (74%)", "14 (7%)", "0", "35 (19%)", "2 (1%)"],
    ]
    page.rule(60, 520, page.lines(139, rows, xs) - 8)
    readings = [r for item in page.read() if isinstance(item, Found) for r in item.readings]
    zeros = [r for r in readings if r.value == "0"]
    assert {(r.statistic, r.status) for r in zeros} == {("events", "reported")}
    assert len(zeros) == 3
    assert all("statistic_from:beside" in r.flags and "statistic_guessed" not in r.flags for r in zeros)


def told(page):
    """(outcome, statistic, value) of every reading of the tables on a page."""
    found = [item for item in page.read() if isinstance(item, Found)]
    return {(item.result.outcome, r.statistic, r.value) for item in found for r in item.readings}


def test_a_column_without_a_head_holds_labels_though_many_of_them_begin_with_a_number(page):
    xs = [60, 170, 300, 400]
    page.text(60, 90, "Table 1. Characteristics, n (%)", bold=True)
    page.rule(60, 480, 98)
    page.lines(108, [["Characteristic", None, "Texts (n = 123)", "Control (n = 125)"]], xs)
    page.rule(60, 480, 113)
    rows = [
        ["Income", None, None, None],
        [None, "0-60", "8 (6.5)", "7 (5.6)"],
        [None, "61-80", "28 (22.8)", "17 (13.6)"],
        [None, "81-100 (high)", "87 (70.7)", "101 (80.8)"],
        ["Fruit", "< 2 serves per day", "82 (66.7)", "77 (61.6)"],
        ["Greens", "3 serves per day", "104 (84.6)", "107 (85.6)"],
        ["Meals", "> once a week", "75 (61.0)", "79 (63.2)"],
        ["Sport", "Never", "40 (32.5)", "41 (32.8)"],
    ]
    page.rule(60, 480, page.lines(125, rows, xs) - 8)
    got = told(page)
    assert {("Fruit, < 2 serves per day", "events", "82"), ("Income, 61-80", "percent", "22.8")} <= got
    assert not {value for _, _, value in got} & {"0", "60", "61", "2"}


def test_a_bold_group_heads_the_groups_below_it_that_are_not(page):
    page.text(60, 90, "Table 1. Outcomes", bold=True)
    page.rule(60, 420, 98)
    page.lines(108, [HEAD], COLUMNS)
    page.rule(60, 420, 113)
    y = 125.0
    for group, subgroups in {
        "Quality of life, mean (SD)": ["Short form", "Index"],
        "Heart, median (IQR)": ["Function"],
    }.items():
        page.text(60, y, group, bold=True)
        y += PITCH
        for subgroup in subgroups:
            page.text(60, y, subgroup)
            y = page.lines(
                y + PITCH,
                [["Physical", "28.9 (11.6)", "27.2 (10.2)"], ["Mental", "31.8 (12.6)", "29.6 (11.2)"]],
                [68, *COLUMNS[1:]],
            )
    page.rule(60, 420, y - 8)
    got = told(page)
    assert ("Quality of life, mean (SD), Index, Mental", "mean", "31.8") in got
    assert ("Heart, median (IQR), Function, Physical", "median", "28.9") in got
