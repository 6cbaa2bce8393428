"""Columns and rows that look like arms and are none, and those whose labels alone do not name one."""

import pytest

from curate.extract.band import with_bands
from curate.model.reading import Found

from .sheet import PITCH, Sheet, booktabs, sheet, values
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


def test_a_statistic_below_yes_and_no_does_not_part_them_from_their_head(sheet: Sheet):
    xs = [60, 180, 280]
    sheet.text(60, 100, "Table 4. Outcomes of the mothers", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(215, 118, "Gout")
    sheet.rule(180, 330, 122)
    sheet.row(132, ["Outcome", "Yes", "No"], xs)
    sheet.row(146, ["", "n (%)", "n (%)"], xs)
    sheet.rule(60, 500, 151)
    sheet.row(164, ["Falls", "14 (4.8)", "96 (1.2)"], xs)
    sheet.row(178, ["Burns", "44 (15.0)", "612 (7.7)"], xs)
    sheet.rule(60, 500, 183)
    assert ("Falls", ("Gout: Yes",), "events", "14") in named(sheet.read())


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


def over_blocks(sheet: Sheet, outer, leaves, body, title="Table 2. Scores, mean (SD)"):
    """Two labels over the same leaves each, with a rule below each."""
    xs = [60, *(180 + 80 * i for i in range(2 * len(leaves)))]
    sheet.text(60, 100, title, bold=True)
    sheet.rule(60, 540, 108)
    for index, label in enumerate(outer):
        left = xs[1 + index * len(leaves)]
        sheet.text(left + 30, 118, label)
        sheet.rule(left, left + 80 * len(leaves) - 20, 122)
    sheet.row(132, ["Scale", *leaves, *leaves], xs)
    sheet.rule(60, 540, 137)
    for index, row in enumerate(body):
        sheet.row(150 + 14 * index, row, xs)
    sheet.rule(60, 540, 155 + 14 * len(body))
    return [item for item in sheet.read() if isinstance(item, Found)]


FOUR = [
    ["Mood", "12.3 (4.5)", "18.1 (5.0)", "17.2 (4.4)", "16.6 (4.1)"],
    ["Pain", "9.8 (3.1)", "13.0 (3.9)", "12.1 (4.0)", "11.4 (3.3)"],
]


@pytest.mark.parametrize(
    "outer", [["Taking iron", "Not taking iron"], ["Gout patients", "Lupus patients"]]
)
def test_people_over_both_arms_are_subgroups(sheet: Sheet, outer):
    found = over_blocks(sheet, outer, ["Drug group", "Placebo"], FOUR)
    assert {(item.result.subgroup, item.result.outcome) for item in found} == {
        (people, scale) for people in outer for scale in ("Mood", "Pain")
    }


def test_arms_over_kinds_of_their_people(sheet: Sheet):
    found = over_blocks(sheet, ["Verapamil", "Control"], ["Responders (n = 9)", "Others (n = 8)"], FOUR)
    assert {(item.result.arms, item.result.subgroup) for item in found} == {
        ((arm,), kind) for arm in ("Verapamil", "Control") for kind in ("Responders", "Others")
    }


@pytest.mark.parametrize(
    "head", ["ITT population", "Full cohort", "Per-protocol set (PP)", "Patient group"]
)
def test_whom_a_label_over_all_arms_means_is_neither_arm_nor_outcome(sheet: Sheet, head):
    found = below_head(
        sheet,
        head,
        ["Drug (n = 27)", "Placebo (n = 25)"],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)"], ["Weight, kg", "70.1 (9.3)", "71.2 (8.4)"]],
    )
    got = named(found)
    assert {a for _, a, _, _ in got} == {("Drug",), ("Placebo",)}
    assert {o for o, _, _, _ in got} == {"Age, years", "Weight, kg", "group size"}
    assert ("group size", ("Drug",), "n", "27") in got


@pytest.mark.parametrize(
    "everyone", ["Overall Total (N = 52)", "All study population (N = 52)", "Cohort (N = 52)"]
)
def test_a_column_of_everyone_beside_arms(sheet: Sheet, everyone):
    booktabs(
        sheet,
        "Table 1. The patients, mean (SD)",
        ["", "Drug (n = 27)", "Placebo (n = 25)", everyone],
        [["Age, years", "45.2 (9.1)", "47.0 (8.8)", "46.1 (9.0)"]],
        [60, 180, 280, 390],
    )
    assert ("Age, years", (), "mean", "46.1") in named(sheet.read())


def test_the_only_column_is_of_all_patients(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients at baseline, mean (SD)",
        ["Characteristic", "Patients (N = 52)"],
        [["Age, years", "45.2 (9.1)"], ["Weight, kg", "70.1 (9.3)"]],
        [60, 220],
    )
    found = sheet.read()
    assert {a for _, a, _, _ in named(found)} == {()}
    assert set(bands(found, "mean").values()) == {"high"}


def test_kinds_called_by_roman_numbers_have_the_name_of_their_head(sheet: Sheet):
    found = below_head(
        sheet, "Severity", ["II (n = 27)", "III/IV (n = 25)"], [["Age", "45.2 (9.1)", "47.0 (8.8)"]]
    )
    assert ("Age", ("Severity: III/IV",), "mean", "47.0") in named(found)


def test_rows_that_another_row_compares_are_the_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Change in weight (kg), mean (SD)",
        ["", "Insulin users (n = 40)", "No insulin (n = 90)"],
        [
            ["Drug", "-1.6 (0.7)", "-4.1 (0.3)"],
            ["Tablet", "-5.3 (0.8)", "-7.3 (0.4)"],
            ["Between-group difference drug – tablet", "3.7 (1.6 to 5.8)", "3.2 (2.3 to 4.2)"],
        ],
        [60, 260, 400],
    )
    found = [item for item in sheet.read() if isinstance(item, Found)]
    told = {(i.result.arms, i.result.comparators, i.result.subgroup) for i in found if i.result.subgroup}
    assert {(("Drug",), (), "Insulin users"), (("drug",), ("tablet",), "No insulin")} <= told


def ps_beside(sheet: Sheet, header, row):
    """(arms, comparators) of each p in a row."""
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        header,
        [row, ["Pain", *row[1:]]],
        [60, *range(150, 150 + 70 * len(row) - 70, 70)],
    )
    found = [
        i for i in sheet.read() if isinstance(i, Found) and i.result.outcome.split(",")[0] == "Mood"
    ]
    return {
        r.value: (i.result.arms, i.result.comparators, r.band)
        for i in with_bands(found)
        if isinstance(i, Found)
        for r in i.readings
        if r.statistic == "p"
    }


def test_a_p_beside_each_of_several_arms_leaves_open_whom_it_compares(sheet: Sheet):
    header = ["", "None (n = 9)", "Low (n = 8)", "P", "High (n = 7)", "P"]
    row = ["Mood", "12.3 (4.5)", "18.1 (5.0)", "0.04", "17.2 (4.4)", "0.03"]
    assert ps_beside(sheet, header, row) == {p: ((), (), "medium") for p in ("0.04", "0.03")}


def test_a_p_of_several_that_names_its_arms_beside_one_over_all(sheet: Sheet):
    header = ["", "Tea (n = 9)", "Milk (n = 8)", "Water (n = 7)", "P", "P tea vs milk"]
    row = ["Mood", "12.3 (4.5)", "18.1 (5.0)", "17.2 (4.4)", "0.04", "0.03"]
    got = ps_beside(sheet, header, row)
    assert got["0.04"][0] == ("Tea", "Milk", "Water")
    assert got["0.03"][:2] == (("tea",), ("milk",))


def test_a_p_for_interaction_compares_no_arms(sheet: Sheet):
    header = ["", "Drug (n = 9)", "Placebo (n = 8)", "P for interaction"]
    row = ["Mood", "12.3 (4.5)", "18.1 (5.0)", "0.04"]
    assert ps_beside(sheet, header, row) == {"0.04": ((), (), "medium")}


def test_a_p_has_the_time_of_the_block_that_it_ends(sheet: Sheet):
    xs = [60, 150, 220, 290, 340, 410, 480]
    sheet.text(60, 100, "Table 2. Scores at weeks 4 and 8", bold=True)
    sheet.rule(60, 540, 108)
    sheet.row(118, ["", "Drug", "Placebo", "P", "Drug", "Placebo", "P"], xs)
    for left, label in ((150, "Mean (SD) score at week 4"), (340, "Mean (SD) score at week 8")):
        sheet.rule(left, left + 115, 122)
        sheet.text(left, 132, label)
    sheet.rule(60, 540, 137)
    numbers = ["12.3 (4.5)", "18.1 (5.0)", "0.04", "17.2 (4.4)", "16.6 (4.1)", "0.60"]
    sheet.row(150, ["Mood", *numbers], xs)
    sheet.row(164, ["Pain", *numbers], xs)
    sheet.rule(60, 540, 169)
    got = {(t, v) for _, t, _, _, s, v in values(sheet.read()) if s == "p"}
    assert got == {("week 4", "0.04"), ("week 8", "0.60")}


def test_labels_of_two_columns_in_one_are_not_trusted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        ["", "Drug (n = 27) Placebo (n = 25)", "Third group (n = 30)"],
        [["Mood", "12.3 (4.5)", "18.1 (5.0)"], ["Pain", "9.8 (3.1)", "13.0 (3.9)"]],
        [60, 180, 380],
    )
    assert bands(sheet.read(), "mean")["12.3"] == "medium"


def test_two_numbers_of_a_row_with_the_same_names_are_not_trusted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        ["", "Drug group", "Control group", "Drug group", "Control group"],
        FOUR,
        [60, 180, 280, 380, 480],
        x1=560,
    )
    assert set(bands(sheet.read(), "mean").values()) == {"medium"}


def test_what_stands_left_of_the_groups_in_the_row_of_one_is_no_value_of_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Mean changes at 6 months",
        ["", "Least that matters", "Group", "Mean (95% CI)"],
        [
            ["Weight, kg", "1.5 units", "Drug", "-0.89 (-1.53, -0.25)"],
            ["", "", "Control", "0.30 (-0.35, 0.95)"],
            ["Waist, cm", "1.2 units", "Drug", "-1.34 (-2.31, -0.36)"],
            ["", "", "Control", "-0.32 (-1.47, 0.82)"],
        ],
        [60, 180, 290, 360],
    )
    told = {value for *_, statistic, value in values(sheet.read()) if statistic == "mean"}
    assert told == {"-0.89", "0.30", "-1.34", "-0.32"}
