"""Small tables typeset in the layouts of journals, read back to the same cells and results."""

from curate.model.reading import Found

from .sheet import Sheet, booktabs, grids, rows_of, sheet, values

__all__ = ["sheet"]


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


def test_a_label_that_is_cut_short_goes_on_in_the_next_line_though_that_begins_with_a_figure(
    sheet: Sheet,
):
    body = [
        ["3-month follow-up", "", ""],
        ["One nap of at least", "88.3%", "83.7%"],
        ["  24 min, % (n)", "(151/171)", "(133/159)"],
        ["A nap on each day, % (n)", "48.0% (82/171)", "36.5% (58/159)"],
        ["6-month follow-up", "", ""],
        ["A nap at 3 and", "28.7%", "19.5%"],
        ["  6 months, % (n)", "(49/171)", "(31/159)"],
        ["A nap on each day, % (n)", "38.0% (65/171)", "30.2% (48/159)"],
    ]
    booktabs(sheet, "Table 4. Naps", ["", "Film (n = 171)", "Talk (n = 159)"], body, [60, 220, 330])
    told = {v: (o, t) for o, t, _, _, s, v in values(sheet.read()) if s == "events"}
    assert told["151"] == ("One nap of at least 24 min, % (n)", "3-month follow-up")
    assert told["82"] == ("A nap on each day, % (n)", "3-month follow-up")
    assert told["49"] == ("A nap at 3 and 6 months, % (n)", "6-month follow-up")
    assert told["65"] == ("A nap on each day, % (n)", "6-month follow-up")
