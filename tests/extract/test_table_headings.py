"""Headings, titles and groups: what they hold, and where one was lost."""

from reportlab.pdfbase.pdfmetrics import stringWidth

from curate.extract.tables.grid.cell import TableCell, labels_in_parts
from curate.pdf.page import Word

from .sheet import SIZE, Sheet, booktabs, grids, rows_of, sheet, values
from .told import bands, named

__all__ = ["sheet"]

TWO = ["Measure", "Drug group (n = 200)", "Control group (n = 198)"]
XS = [60, 220, 360]


def _label(row: int, role: str, *starts: float) -> TableCell:
    words = [Word("label", x, 100, x + 20, 108, 107, SIZE) for x in starts]
    return TableCell(row, 0, words, role=role)


def test_headings_of_two_columns_run_into_one_are_doubtful():
    rows = [_label(row, "stub", 190) for row in range(8)]
    headings = [_label(8, "group", 60, 180), _label(9, "group", 60, 180), _label(10, "group", 60, 180)]
    assert labels_in_parts([*rows, *headings])
    assert not labels_in_parts([*rows, *(_label(cell.row, "group", 60, 83) for cell in headings)])


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
