"""Columns and rows that look like arms and are none, and those whose labels alone do not name one."""

import pytest

from curate.model.reading import Found

from .test_table_layouts import PITCH, Sheet, booktabs, sheet
from .told import bands, named

__all__ = ["sheet"]


def below_head(sheet: Sheet, head, leaves, body, corner="", title="Table 1. Scores, mean (SD)"):
    """A head over all columns, its leaves below a rule."""
    xs = [60, *(180 + 100 * i for i in range(len(leaves)))]
    sheet.text(60, 100, title, bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(60, 118, corner)
    sheet.text(180 + 50 * (len(leaves) - 1), 118, head)
    sheet.rule(180, 520, 122)
    sheet.row(132, ["", *leaves], xs)
    sheet.rule(60, 520, 137)
    y = 137
    for row in body:
        y += PITCH + 2
        sheet.row(y, row, xs)
    sheet.rule(60, 520, y + 5)
    return sheet.read()


def test_yes_and_no_are_named_by_the_head_over_them(sheet: Sheet):
    found = below_head(
        sheet,
        "Relapse within a year",
        ["Yes (N = 27)", "No (N = 84)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    got = named(found)
    assert ("Age, years", ("Relapse within a year: Yes",), "mean", "45.2") in got
    assert ("group size", ("Relapse within a year: No",), "n", "84") in got


def test_with_and_without_stand_before_their_head(sheet: Sheet):
    found = below_head(
        sheet,
        "Relapse",
        ["With (n = 27)", "Without (n = 84)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    assert ("Weight, kg", ("Without Relapse",), "sd", "8.4") in named(found)


def test_doses_below_their_drug_keep_its_name(sheet: Sheet):
    found = below_head(
        sheet,
        "Drug, mg/day",
        ["10 (n = 27)", "20 (n = 84)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    assert not [a for _, a, _, _ in named(found) if ":" in "".join(a)]


def test_analyses_are_no_arms(sheet: Sheet):
    xs = [60, 180, 240, 360, 420]
    sheet.text(60, 100, "Table 2. Predictors of relapse", bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(190, 118, "Univariate analysis")
    sheet.text(370, 118, "Multivariate analysis")
    sheet.rule(180, 320, 122)
    sheet.rule(360, 500, 122)
    sheet.row(132, ["", "HR", "95% CI", "HR", "95% CI"], xs)
    sheet.rule(60, 520, 137)
    sheet.row(150, ["Smoking", "1.75", "1.31-2.33", "1.88", "1.40-2.51"], xs)
    sheet.row(164, ["Diabetes", "1.46", "1.06-2.01", "1.33", "0.96-1.84"], xs)
    sheet.rule(60, 520, 169)
    found = sheet.read()
    assert {a for _, a, s, _ in named(found) if s in ("hr", "ci_low")} == {()}
    assert set(bands(found, "ci_low").values()) == {"medium"}


@pytest.mark.parametrize(
    "groups", [("Men", "Women"), ("Centre 1", "Centre 2"), ("Left kidney", "Right kidney")]
)
def test_kinds_of_people_and_places_are_subgroups(sheet: Sheet, groups):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["Scale", *groups],
        [["Sleep", "12.3 (4.5)", "18.1 (5.0)"], ["Mood", "9.8 (3.1)", "13.0 (3.9)"]],
        [60, 180, 300],
    )
    found = [item for item in sheet.read() if isinstance(item, Found)]
    assert {(item.result.arms, item.result.subgroup) for item in found} == {((), g) for g in groups}
    assert set(bands(found, "mean").values()) == {"medium"}


def test_kinds_of_one_arm_beside_arms_without_any(sheet: Sheet):
    xs = [60, 180, 280, 380]
    sheet.text(60, 100, "Table 1. Scores, mean (SD)", bold=True)
    sheet.rule(60, 520, 108)
    sheet.row(118, ["Scale", "Normal sleepers"], xs[:2])
    sheet.text(330, 118, "Bad sleepers")
    sheet.rule(280, 450, 122)
    sheet.row(132, ["Early", "Late"], xs[2:])
    sheet.rule(60, 520, 137)
    sheet.row(150, ["Mood", "12.3 (4.5)", "18.1 (5.0)", "17.2 (4.4)"], xs)
    sheet.row(164, ["Pain", "9.8 (3.1)", "13.0 (3.9)", "12.1 (4.0)"], xs)
    sheet.rule(60, 520, 169)
    got = named(sheet.read())
    assert ("Mood", ("Bad sleepers, Early",), "mean", "18.1") in got
    assert ("Mood", ("Normal sleepers",), "mean", "12.3") in got


def test_people_whom_the_columns_compare_are_no_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Success, n (%)",
        ["", "Early pulse", "Late pulse", "Ratio (95% CI)", "P Value"],
        [
            ["People with flutter (n = 18)", "7 (77)", "9 (100)", "1.3 (0.9-1.9)", "0.13"],
            ["People with ectopy (n = 24)", "2 (33)", "16 (89)", "2.7 (0.9-8.4)", "0.05"],
        ],
        [60, 200, 280, 360, 460],
    )
    got = named(sheet.read())
    assert ("People with flutter", ("Late pulse",), "events", "9") in got
    assert not [g for g in got if g[0] == "group size"]


def test_questions_that_so_many_answered_are_no_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the illness",
        ["", "N", "%"],
        [
            ["Course since the visit (n = 111)", "", ""],
            ["  Better", "42", "37.8"],
            ["  Worse", "19", "17.1"],
            ["Pills taken (N = 87)", "", ""],
            ["  All of them", "57", "65.5"],
            ["  Some of them", "30", "34.5"],
        ],
        [60, 280, 360],
    )
    found = sheet.read()
    assert {a for _, a, _, _ in named(found)} == {()}


def test_columns_of_measures_are_not_trusted_as_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. The patients before the procedure",
        ["Patient number", "Rhythm", "Age", "Width", "Episodes"],
        [[str(i), "SR", str(60 + i), str(140 + i), str(i % 3)] for i in range(1, 9)],
        [60, 150, 220, 300, 380],
    )
    found = sheet.read()
    assert "high" not in set(bands(found, "events").values()) | set(bands(found, "mean").values())
