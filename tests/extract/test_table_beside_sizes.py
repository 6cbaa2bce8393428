"""Columns beside arms that print their sizes."""

from __future__ import annotations

from .sheet import Sheet, booktabs, sheet, values

__all__ = ["sheet"]

XS = [60, 170, 260, 350, 460]


def arms(sheet, header, row):
    booktabs(sheet, "Table 2. Results", header, [row], XS)
    return {value: (*arms, *against) for _, _, arms, against, _, value in values(sheet.read())}


def test_a_column_without_a_size_is_no_arm(sheet: Sheet):
    header = [
        "",
        "Drug (n = 168)",
        "Usual care (n = 171)",
        "Effect estimate (95% CI)",
        "Intracluster correlation",
    ]
    row = ["Days at home, mean (SD)", "62.0 (7.1)", "64.0 (7.7)", "-1.97 (-7.24 to 3.30)", "0.004"]
    told = arms(sheet, header, row)
    assert told["62.0"] == ("Drug",)
    assert told["-1.97"] == ("Drug", "Usual care")
    assert told.get("0.004", ()) == ()


def test_where_one_arm_has_no_size_the_others_may_have_none_either(sheet: Sheet):
    header = ["", "Placebo (n = 168)", "Low dose", "High dose", "P"]
    told = arms(
        sheet, header, ["Days at home, mean (SD)", "62.0 (7.1)", "64.0 (7.7)", "66.1 (7.9)", "0.004"]
    )
    assert (told["62.0"], told["64.0"], told["66.1"]) == (("Placebo",), ("Low dose",), ("High dose",))
