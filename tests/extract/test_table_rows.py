"""Labels of rows: what heads them, what they go on from, and rows that are no outcomes."""

from .test_table_layouts import Sheet, booktabs, sheet
from .told import bands, named

__all__ = ["sheet"]


def test_the_head_of_the_rows_that_says_what_was_counted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Efficacy, n (%)",
        ["Freedom from any relapse", "Drug group (n = 50)", "Control group (n = 50)"],
        [["Without other drugs", "12 (24)", "7 (14)"], ["With or without them", "22 (44)", "17 (34)"]],
        [60, 200, 320],
    )
    found = sheet.read()
    assert ("Freedom from any relapse, Without other drugs", ("Drug group",), "events", "12") in named(
        found
    )
    assert set(bands(found, "events").values()) == {"high"}


def test_a_group_that_each_of_its_rows_goes_on(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Illnesses of the patients, n (%)", bold=True)
    xs = [60, 200, 320]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(135, ["History of"], [60])
    for y, row in (
        (147, ["Asthma", "12 (24)", "7 (14)"]),
        (159, ["Diabetes", "2 (4)", "1 (2)"]),
        (171, ["Gout", "3 (6)", "5 (10)"]),
    ):
        sheet.row(y, row, [68, *xs[1:]])
    sheet.rule(60, 500, 176)
    got = named(sheet.read())
    assert {o for o, _, s, _ in got if s == "events"} == {
        "History of, Asthma",
        "History of, Diabetes",
        "History of, Gout",
    }


def test_rows_that_are_studies_are_not_trusted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Trials of the drug",
        ["Trial", "Drug group, n", "Control group, n"],
        [
            ["Smith et al 2004", "13", "15"],
            ["Jones et al 2010", "27", "26"],
            ["Brown et al", "20", "44"],
        ],
        [60, 200, 320],
    )
    found = sheet.read()
    assert {b for s in ("n", "events") for b in bands(found, s).values()} == {"medium"}
