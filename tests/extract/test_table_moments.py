"""Times of tables: those in titles and labels, and words that look like times and are none."""

from .test_table_layouts import Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def test_admission_for_an_illness_is_no_time(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Events, n (%)",
        ["Event", "Drug group (n = 50)", "Control group (n = 50)"],
        [["Admission for heart failure", "12 (24)", "7 (14)"], ["Death", "2 (4)", "1 (2)"]],
        [60, 200, 320],
    )
    assert {t for _, t, _, _, _, _ in values(sheet.read())} == {""}


def test_times_that_lie_behind_people_at_baseline(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Characteristics at baseline, n (%)", bold=True)
    xs = [60, 240, 360]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(135, ["Bleeding within 12 months", "5 (10)", "4 (8)"], xs)
    sheet.row(147, ["Duration of the illness"], [60])
    sheet.row(159, ["1-12 months", "12 (24)", "7 (14)"], [68, *xs[1:]])
    sheet.row(171, ["13-24 months", "2 (4)", "1 (2)"], [68, *xs[1:]])
    sheet.rule(60, 500, 176)
    held = {(o, t, v) for o, t, _, _, s, v in values(sheet.read()) if s == "events"}
    assert ("Bleeding within 12 months", "baseline", "5") in held
    assert ("Duration of the illness, 1-12 months", "baseline", "12") in held
