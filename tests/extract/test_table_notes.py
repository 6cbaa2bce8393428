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
    left = [
        "Values are mean (SD). Abbreviations: QZI,",
        "quality of sleep index, from none to 21",
        "and more",
    ]
    right = [
        "points. No other instrument of sleep was",
        "used here, and all visits took place in",
        "the morning.",
    ]
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


def test_a_mark_set_off_before_its_note(sheet: Sheet):
    scores(sheet)
    for y, letter, note in ((162, "a", "Range 0 to 21."), (172, "b", "Values are mean (SD).")):
        mark(sheet, 66, y, letter)
        sheet.text(74, y, note)
    (grid,) = grids(found := sheet.read())
    assert grid.footnotes == ("a Range 0 to 21. b Values are mean (SD).",)
    assert ("Sleep, QZI", "8 weeks", ("Drug",), (), "sd", "3.1") in values(found)


def test_notes_beside_a_narrow_table_end_where_it_ends(sheet: Sheet):
    scores(sheet)
    for line, text in enumerate(
        ["Abbreviations: QZI,", "quality of sleep", "index. Values are", "mean (SD)."]
    ):
        sheet.text(508, 122 + 9 * line, text, size=6.5)
    (grid,) = grids(found := sheet.read())
    assert grid.footnotes == ("Abbreviations: QZI, quality of sleep index. Values are mean (SD).",)
    assert ("Sleep, QZI", "8 weeks", ("Drug",), (), "sd", "3.1") in values(found)


def test_text_beside_a_table_that_is_no_block_of_its_own(sheet: Sheet):
    scores(sheet)
    for line, text in enumerate(
        ["other text of a", "column, above its", "Abbreviations: no", "notes of this one"]
    ):
        sheet.text(508, 122 + 9 * line, text, size=6.5)
    (grid,) = grids(sheet.read())
    assert not grid.footnotes


def test_the_last_row_has_no_rule_below_it_where_every_other_has(sheet: Sheet):
    sheet.text(60, 100, "Table 3. Adverse events, n (%)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Event", "Drug (n = 50)", "Placebo (n = 50)"], XS)
    names = ["Nausea", "Headache", "Rash", "Cough", "Fatigue", "Insomnia"]
    for place, name in enumerate(names):
        sheet.rule(60, 500, 123 + 14 * place)
        sheet.row(132 + 14 * place, [name, f"{place + 2} ({2 * place + 4})", "1 (2)"], XS)
    (grid,) = grids(sheet.read())
    assert [cell.text for cell in grid.cells if cell.col == 0 and cell.role == "stub"] == names


def test_the_parts_of_a_table_share_the_notes_below_the_last(sheet: Sheet):
    scores(sheet)
    sheet.text(60, 162, "(continued)", size=7)
    sheet.prose(60, 300, 6)
    sheet.canvas.showPage()
    booktabs(
        sheet,
        "Table 2. Scores at 8 weeks (continued)",
        ["Scale", "Drug (n = 52)", "Placebo (n = 49)"],
        [["Mood", "7.3 (2.2)", "8.8 (2.9)"], ["Pain", "31.0 (9.1)", "33.2 (8.7)"]],
        XS,
    )
    mark(sheet, 60, 162, "a")
    sheet.text(
        63, 162, "Data were missing for 2 patients in the drug group. Values are mean (SD).", size=7
    )
    found = sheet.read()
    assert ("Sleep, QZI", "8 weeks", ("Drug",), (), "sd", "3.1") in values(found)
    sizes = carried(found)
    assert "size_noted" in sizes["Sleep, QZI"]
    assert "size_noted" not in sizes["Mood"]


def test_a_test_named_in_the_notes_is_not_what_the_values_are(sheet: Sheet):
    y = booktabs(
        sheet,
        "Table 1. The women by place of delivery",
        ["Care", "Cases", "Others", "p"],
        [["Same unit", "47.3", "23.6", "0.01"], ["Other unit", "49.8", "71.4", ""]],
        [60, 200, 300, 420],
    )
    sheet.text(60, y + 16, "P values by the chi-square test.", size=7)
    assert "chi2" not in {statistic for *_, statistic, _ in values(sheet.read())}


def test_an_abbreviation_spelt_out_is_no_time(sheet: Sheet):
    y = booktabs(
        sheet,
        "Table 4. Outcomes, mean (SD)",
        ["Outcome", "Drug (n = 52)", "Placebo (n = 49)"],
        [
            ["Hospital stay, d", "7.4 (2.8)", "7.5 (1.9)"],
            ["Amylase on POD3", "31.0 (9.1)", "33.2 (8.7)"],
        ],
        XS,
    )
    sheet.text(60, y + 16, "Abbreviations: POD3, postoperative day 3.", size=7)
    assert ("Hospital stay, d", "", ("Drug",), (), "mean", "7.4") in values(sheet.read())


def test_other_codes_of_a_mark_and_marks_that_stand_high_or_before_a_colon(sheet: Sheet):
    y = booktabs(
        sheet,
        "Table 2. Scores at 8 weeks, mean (SD)",
        ["Scale", "Drug (n = 52)", "Placebo (n = 49)"],
        [["Sleep", "11.2 (3.1)", "14.0 (3.3)"], ["Worry", "21.5 (6.2)", "22.9 (6.0)"]],
        XS,
    )
    mark(sheet, 81, 132, "1")
    mark(sheet, 82, 146, "2")
    sheet.text(60, y + 16, "1: Data for 97 people; 2: higher is worse.", size=7)
    sizes = carried(sheet.read())
    assert "size_noted" in sizes["Sleep"]
    assert "size_noted" not in sizes["Worry"]
