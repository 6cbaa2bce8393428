"""Notes below a table: set in two columns, and what they say of a row's people."""

from curate.model.reading import Found

from .sheet import Sheet, booktabs, grids, sheet, values

__all__ = ["sheet"]

XS = [60, 220, 360]


def mark(page: Sheet, x: float, y: float, letter: str) -> None:
    page.text(x, y, letter, size=5, rise=3)


def scores(page: Sheet) -> None:
    booktabs(
        page,
        "Table 2. Scores at 8 weeks",
        ["Scale", "Drug (n = 52)", "Placebo (n = 49)"],
        [["Sleep, QZI", "11.2 (3.1)", "14.0 (3.3)"], ["Worry", "21.5 (6.2)", "22.9 (6.0)"]],
        XS,
    )
    mark(page, 99, 132, "a")


def test_notes_in_two_columns_are_read_one_after_the_other(sheet: Sheet):
    scores(sheet)
    left = ["Values are mean (SD). Abbreviations: QZI,", "quality of sleep index, from none to 21", "and more"]
    right = ["points. No other instrument of sleep was", "used here, and all visits took place in", "the morning."]
    for line, (a, b) in enumerate(zip(left, right, strict=True)):
        sheet.text(60, 162 + 10 * line, a, size=7)
        sheet.text(300, 162 + 10 * line, b, size=7)
    (grid,) = grids(found := sheet.read())
    assert grid.footnotes == (" ".join([*left, *right]),)
    assert ("Sleep, QZI", "8 weeks", ("Drug",), (), "sd", "3.1") in values(found)


def carried(found: list[object]) -> dict[str, set[str]]:
    """Outcome → the flags of the group sizes that stand with its means."""
    flags: dict[str, set[str]] = {}
    for item in found:
        if isinstance(item, Found) and len(item.readings) > 1:
            flags.setdefault(item.result.outcome, set()).update(
                flag for r in item.readings if r.statistic == "n" for flag in r.flags
            )
    return flags


def test_a_note_that_counts_people_puts_the_size_of_its_row_in_doubt(sheet: Sheet):
    scores(sheet)
    sheet.text(60, 162, "Values are mean (SD).", size=7)
    mark(sheet, 60, 172, "a")
    sheet.text(63, 172, "Data were missing for 2 patients in the drug group.", size=7)
    sizes = carried(sheet.read())
    assert "size_noted" in sizes["Sleep, QZI"]
    assert "size_noted" not in sizes["Worry"]


def test_a_note_about_the_scale_leaves_the_size_alone(sheet: Sheet):
    scores(sheet)
    sheet.text(60, 162, "Values are mean (SD).", size=7)
    mark(sheet, 60, 172, "a")
    sheet.text(63, 172, "Range 0 to 21; higher scores mean worse sleep.", size=7)
    assert "size_noted" not in carried(sheet.read())["Sleep, QZI"]
