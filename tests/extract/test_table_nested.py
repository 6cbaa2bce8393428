"""Headings right below headings, labels that end below their line, and rules that are typed."""

from curate.extract.tables.grid.drawn import with_typed_rules
from curate.model.reading import Found

from .sheet import PITCH, booktabs, grids, rows_of, sheet, values
from .told import named

__all__ = ["sheet"]

TWO = ["Measure", "Drug (n = 200)", "Control (n = 198)"]
XS = [60, 220, 330]


def _outcomes(found, statistic):
    return {(o, t) for o, t, _, _, s, _ in values(found) if s == statistic}


def _set(sheet, lines):
    """Set lines below a header: (label, values or none, font)."""
    sheet.text(60, 100, "Table 2. Mean values with standard deviations (SD)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, TWO, XS)
    sheet.rule(60, 500, 123)
    y = 123
    for label, cells, font in lines:
        y += PITCH + 2
        sheet.canvas.setFont(font, 8)
        sheet.canvas.drawString(60 + (10 if cells else 0), sheet.height - y, label)
        sheet.row(y, cells, XS[1 : 1 + len(cells)])
    sheet.rule(60, 500, y + 5)


PLAIN, ITALIC = "Helvetica", "Helvetica-Oblique"


def test_a_heading_in_italics_divides_the_one_above_it(sheet):
    one, two = ("2.9 (0.7)", "3.0 (0.4)"), ("4.5 (1.3)", "4.6 (0.6)")
    _set(
        sheet,
        [
            ("Sway on foam", (), PLAIN),
            ("Forward", (), ITALIC),
            ("Speed", one, PLAIN),
            ("Control", two, PLAIN),
            ("Sideways", (), ITALIC),
            ("Speed", two, PLAIN),
            ("Reach", (), PLAIN),
            ("Speed", one, PLAIN),
        ],
    )
    outcomes = {o for o, _ in _outcomes(sheet.read(), "mean")}
    assert outcomes == {
        "Sway on foam, Forward, Speed",
        "Sway on foam, Forward, Control",
        "Sway on foam, Sideways, Speed",
        "Reach, Speed",
    }


def test_times_below_a_heading_keep_it(sheet):
    one = ("2.9 (0.7)", "3.0 (0.4)")
    _set(
        sheet,
        [
            ("Units a week", (), ITALIC),
            ("1-month follow-up", (), PLAIN),
            ("All randomised", one, PLAIN),
            ("6-month follow-up", (), PLAIN),
            ("All randomised", one, PLAIN),
            ("Worst day", (), ITALIC),
            ("1-month follow-up", (), PLAIN),
            ("All randomised", one, PLAIN),
        ],
    )
    assert _outcomes(sheet.read(), "mean") == {
        ("Units a week, All randomised", "1-month follow-up"),
        ("Units a week, All randomised", "6-month follow-up"),
        ("Worst day, All randomised", "1-month follow-up"),
    }


def test_a_total_heads_none_of_its_parts(sheet):
    booktabs(
        sheet,
        "Table 2. Events, n (%)",
        TWO,
        [
            ["Falls", "", ""],
            ["    Total", "20 (10)", "31 (16)"],
            ["        At home", "12 (6)", "19 (10)"],
            ["        Outdoors", "8 (4)", "12 (6)"],
        ],
        XS,
    )
    assert {o for o, _ in _outcomes(sheet.read(), "events")} == {
        "Falls, Total",
        "Falls, At home",
        "Falls, Outdoors",
    }


def test_a_unit_set_off_from_one_label_makes_no_second_column_of_labels(sheet):
    sheet.text(60, 100, "Table 1. Values are mean (SD) or n (%)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 200)", "Control (n = 198)"], XS)
    sheet.rule(60, 500, 123)
    rows = [
        (60, "Reason for entry", "", ""),
        (67, "Exposure", "91 (46)", "95 (48)"),
        (67, "Symptoms", "109 (54)", "103 (52)"),
        (60, "Age when it began", "17.1 (2.8)", "17.2 (2.9)"),
        (60, "Height", "179 (6)", "179 (6)"),
        (60, "Cough in the morning", "52 (26)", "61 (31)"),
        (60, "Phlegm", "41 (20)", "37 (19)"),
        (60, "Wheeze", "33 (16)", "38 (19)"),
    ]
    for number, (x, label, drug, control) in enumerate(rows):
        y = 135 + 12 * number
        sheet.row(y, [label, drug, control], [x, 220, 330])
        if label.startswith("Age"):
            sheet.text(145, y, "yrs")
    sheet.rule(60, 500, 135 + 12 * len(rows) - 7)
    outcomes = {o for o, _, _, _, _, v in values(sheet.read()) if v in ("109", "33", "17.1")}
    assert outcomes == {"Reason for entry, Symptoms", "Wheeze", "Age when it began"}


def test_the_rest_of_a_label_in_small_letters_heads_nothing(sheet):
    booktabs(
        sheet,
        "Table 2. Drugs given, n (%)",
        TWO,
        [
            ["Antibiotics", "", ""],
            ["      Penicillins", "20 (10)", "31 (16)"],
            ["      First and second generation", "12 (6)", "19 (10)"],
            ["   cephalosporins", "", ""],
            ["      Macrolides", "8 (4)", "12 (6)"],
            ["      Quinolones", "9 (4)", "13 (7)"],
            ["Other drugs", "10 (5)", "14 (7)"],
        ],
        XS,
    )
    outcomes = {o for o, _ in _outcomes(sheet.read(), "events")}
    assert "Antibiotics, First and second generation cephalosporins" in outcomes
    assert "Antibiotics, Macrolides" in outcomes


def test_medians_that_were_not_estimable_are_no_labels(sheet):
    booktabs(
        sheet,
        "Table 2. Secondary end points",
        ["End point", "Drug (n = 200)", "Control (n = 198)", "Hazard ratio (95% CI)"],
        [
            ["Median time to pain, mo", "NE", "NE", "0.83 (0.65-1.05)"],
            ["Median time to opioid use, mo", "NE", "NE", "0.77 (0.54-1.11)"],
            ["Median time to relapse, mo", "NE", "12.9", "0.26 (0.21-0.32)"],
        ],
        [60, 220, 330, 440],
    )
    found = sheet.read()
    got = {(o, a, c, v) for o, _, a, c, s, v in values(found) if s == "hr"}
    assert ("Median time to pain, mo", ("Drug",), ("Control",), "0.83") in got


def test_a_class_above_a_limit_is_no_statistic(sheet):
    booktabs(
        sheet,
        "Table 1. Patients at baseline",
        ["", "Drug (n = 200)", "Control (n = 198)"],
        [
            ["Age (yr)", "", ""],
            ["    Median (range)", "69 (44-90)", "67 (41-88)"],
            ["    ≥70, no. of patients (%)".replace("≥", ">"), "92 (46)", "83 (42)"],
        ],
        XS,
    )
    outcomes = {o for o, _ in _outcomes(sheet.read(), "events")}
    assert outcomes == {"Age (yr), >70, no. of patients (%)"}


def test_dashes_for_a_line_are_a_rule_and_no_words(sheet):
    line, part = "\u2014" * 55, "\u2014" * 8
    sheet.text(60, 90, "Table 5. Abstinence by group", bold=True)
    sheet.text(60, 100, line)
    sheet.row(112, ["Drug, n = 200", "Control, n = 198"], [220, 330])
    sheet.row(120, [part, part], [220, 330])
    sheet.row(
        130, ["Time after visit", "n", "(%)", "n", "(%)", "OR", "P"], [60, 220, 255, 330, 365, 420, 460]
    )
    sheet.text(60, 138, line)
    sheet.text(230, 150, "Point abstinence")
    for number, month in enumerate(("1 month", "3 months", "6 months")):
        cells = [
            month,
            f"{60 - number}",
            f"({30 - number})",
            "25",
            "(13)",
            f"{3 - number / 2:.2f}",
            ".001",
        ]
        sheet.row(162 + 12 * number, cells, [60, 220, 255, 330, 365, 420, 460])
    sheet.text(60, 198, line)
    found = sheet.read()
    assert not any("\u2014" in text for grid in grids(found) for row in rows_of(grid) for text in row)
    assert ("Point abstinence", ("Drug",), "events", "60") in named(found)
    assert _outcomes(found, "or") == {
        ("Point abstinence", f"{m}") for m in ("1 month", "3 months", "6 months")
    }


def test_dashes_for_a_line_are_a_rule_overleaf_too(sheet):
    line = "\u2014" * 45
    sheet.text(60, 600, "Table 1. Scores, mean (SD)", bold=True)
    y = 608
    for page in range(2):
        sheet.text(60, y, line)
        sheet.row(y + 12, ["Scale", "Drug (n = 22)", "Placebo (n = 20)"], XS[:3])
        sheet.text(60, y + 22, line)
        for index in range(9):
            y += 13
            label = f"Item {page}{chr(65 + index)}"
            sheet.row(y + 20, [label, f"{index + 2}.3 (1.5)", f"{index + 3}.1 (1.2)"], XS[:3])
        sheet.text(60, y + 32, line)
        if not page:
            sheet.canvas.showPage()
            y = 60
    found = sheet.read()
    assert [grid.page for grid in grids(found)] == [1, 2]
    assert not any("\u2014" in text for grid in grids(found) for row in rows_of(grid) for text in row)
    assert ("Item 1A", ("Drug",), "mean", "2.3") in named(found)


def test_a_page_without_typed_rules_stays_as_it_is(sheet):
    booktabs(sheet, "Table 1. Events", TWO, [["Falls", "-", "\u2014"], ["Cuts", "3 (2)", "4 (2)"]], XS)
    sheet.prose(60, 700, 6)
    sheet.canvas.save()
    from curate.pdf.document import read_document

    page = read_document(sheet.path).pages[0]
    assert with_typed_rules(page) is page


def test_labels_on_a_line_above_their_values(sheet):
    booktabs(
        sheet,
        "Table 2. Mean (SD) at one year",
        ["", "Drug (n = 200)", "Control (n = 198)"],
        [
            ["Weight, kg", "", ""],
            ["", "78.4 (11.2)", "79.3 (12.6)"],
            ["Waist, cm", "", ""],
            ["", "91.2 (9.9)", "92.0 (8.7)"],
            ["Steps a day", "", ""],
            ["", "6211 (1500)", "5920 (1475)"],
        ],
        XS,
    )
    got = {(o, v) for o, _, _, _, s, v in values(sheet.read()) if s == "mean"}
    assert {("Weight, kg", "78.4"), ("Waist, cm", "91.2"), ("Steps a day", "6211")} <= got


def test_a_heading_in_the_second_column_of_labels(sheet):
    sheet.text(60, 100, "Table 3. Answers to the letter", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "", "North (n = 200)", "South (n = 198)"], [60, 170, 300, 400])
    sheet.rule(60, 500, 123)
    lines = [
        (["Answers", "Yes", "", ""], 170),
        (["", "Offered", "68 (34%)", "54 (27%)"], 178),
        (["", "Not offered", "41 (20%)", "31 (16%)"], 178),
        (["", "Declined", "", ""], 170),
        (["", "Offered", "30 (15%)", "44 (22%)"], 178),
        (["", "Not offered", "33 (16%)", "39 (20%)"], 178),
        (["Consents", "Offered", "18 (9%)", "14 (7%)"], 170),
        (["", "Not offered", "11 (6%)", "12 (6%)"], 170),
    ]
    for number, (texts, x) in enumerate(lines):
        sheet.row(136 + 13 * number, texts, [60, x, 300, 400])
    sheet.rule(60, 500, 136 + 13 * len(lines) - 8)
    got = {(o, v) for o, _, _, _, s, v in values(sheet.read()) if s == "events"}
    assert {
        ("Answers, Yes, Offered", "68"),
        ("Answers, Declined, Not offered", "33"),
        ("Consents, Offered", "18"),
    } <= got


def test_statistics_below_the_groups_beside_the_head_of_labels_are_no_row(sheet):
    sheet.text(60, 100, "Table 2. Isolates that resist", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["North (n = 80)", "South (n = 60)"], [220, 380])
    sheet.rule(60, 500, 123)
    sheet.row(135, ["Agent", "R, n (%)", "S, n (%)", "R, n (%)", "S, n (%)"], [60, 220, 290, 380, 450])
    for number, agent in enumerate(("Cefepime", "Imipenem", "Colistin")):
        cells = [agent, f"7{number} (9{number})", "8 (10)", f"5{number} (9{number})", "6 (10)"]
        sheet.row(148 + 13 * number, cells, [60, 220, 290, 380, 450])
    sheet.rule(60, 500, 180)
    got = {(o, v) for o, _, _, _, s, v in values(sheet.read()) if s == "events"}
    assert {("Cefepime, R, n (%)", "70"), ("Imipenem, S, n (%)", "8")} <= got


def test_the_two_lines_of_a_group_below_the_header_are_none_of_it(sheet):
    sheet.text(60, 100, "Table 2. Results, mean (SD)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Variable", "Drug", "Control"], XS)
    sheet.row(126, ["(n = 200)", "(n = 198)"], XS[1:])
    sheet.text(60, 140, "Primary end point: change in the", bold=True)
    sheet.text(90, 149, "level of sodium", bold=True)
    rows = [
        ("All patients", "", ""),
        ("   Day 4", "3.6 (2.7)", "0.3 (2.1)"),
        ("   Day 30", "6.2 (4.1)", "1.7 (3.6)"),
    ]
    for number, cells in enumerate(rows):
        sheet.row(162 + 12 * number, cells, XS)
    sheet.text(60, 200, "Fluids", bold=True)
    sheet.row(212, ["Urine on day 1, ml", "3218 (1646)", "2076 (1534)"], XS)
    sheet.rule(60, 500, 218)
    basis = {
        reading.value: item.result.basis
        for item in sheet.read()
        if isinstance(item, Found)
        for reading in item.readings
    }
    assert (basis["3.6"], basis["3218"]) == ("change", "final")


def test_each_of_several_captions_has_the_table_below_it(sheet):
    """The notes of each bring its end nearer to the next caption than its own title is to its head."""
    for number in range(3):
        y = 90 + 150 * number
        sheet.text(60, y, f"Table {number + 2}. Score {number + 2}", bold=True)
        sheet.rule(60, 500, y + 40)
        sheet.row(y + 50, TWO, XS)
        sheet.rule(60, 500, y + 55)
        for row in range(3):
            sheet.row(y + 67 + 12 * row, [f"Part {row}", f"{number}{row}.5 (1.2)", "9.1 (1.1)"], XS)
        sheet.rule(60, 500, y + 97)
        sheet.text(60, y + 108, "Values are means with standard deviations in brackets.", size=7)
        sheet.text(60, y + 117, "Higher is better, and the best that anybody can have is 20.", size=7)
    labels = {item.label: rows_of(item)[1][1] for item in grids(sheet.read())}
    assert {key: value[0] for key, value in labels.items()} == {
        "Table 2": "0",
        "Table 3": "1",
        "Table 4": "2",
    }


def test_values_with_their_statistics_in_the_first_row_are_no_header(sheet):
    booktabs(
        sheet,
        "Table 1. Who took part",
        ["", "Drug (n = 200)", "Control (n = 198)"],
        [["Age", "M = 55.4 SD = 8.2", "M = 53.9 SD = 7.5"], ["Men", "50 (25%)", "52 (26%)"]],
        XS,
    )
    got = {(o, s, v) for o, _, s, v in named(sheet.read())}
    assert ("Men", "events", "50") in got
