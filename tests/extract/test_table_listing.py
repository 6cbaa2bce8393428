"""Tables that list single people: nothing of theirs is a statistic of an arm."""

from .sheet import booktabs, sheet
from .told import named

__all__ = ["sheet"]

XS = [60, 160, 260, 360]
PEOPLE = [[str(i), str(30 + i), f"{2 + i / 10}", ""] for i in range(1, 8)]


def test_the_values_of_numbered_people_are_not_read(sheet):
    booktabs(sheet, "Table 1. Findings", ["Patient", "Age (years)", "Score", ""], PEOPLE, XS)
    assert not named(sheet.read())


def test_a_column_with_few_values_beside_numbered_people_is_of_their_group(sheet):
    body = [["Drops (n = 7)", "", "", ""], *[list(row) for row in PEOPLE]]
    body += [["Spray (n = 7)", "", "", ""], *[list(row) for row in PEOPLE]]
    body[1][3], body[9][3] = "3.7 (1.5)", "2.2 (0.5)"
    head = ["Patient no.", "Size (cm)", "Ratio (cm/cm)", "Mean (SD)"]
    booktabs(sheet, "Table 2. Accuracy of grafts", head, body, XS)
    got = named(sheet.read())
    assert ("Accuracy of grafts", ("Drops",), "mean", "3.7") in got
    assert {value for _, _, _, value in got} == {"7", "3.7", "1.5", "2.2", "0.5"}


def test_few_classes_of_a_scale_are_no_people(sheet):
    head = ["No.", "Drops (n = 20)", "Spray (n = 25)", ""]
    body = [
        ["1", "5 (25)", "6 (24)", ""],
        ["2", "10 (50)", "9 (36)", ""],
        ["3", "5 (25)", "10 (40)", ""],
    ]
    booktabs(sheet, "Table 1. Grades of burns, n (%)", head, body, XS)
    assert ("Grades of burns, n (%), 2", ("Drops",), "events", "10") in named(sheet.read())
