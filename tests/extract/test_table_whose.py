"""Whose a number is below several levels of a header, and with whom it is compared."""

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.introduced import take_introduced
from curate.extract.tables.names.naming import Name
from curate.model.reading import Found
from curate.pdf.page import Word

from .sheet import PITCH, Sheet, sheet
from .told import named

__all__ = ["sheet"]


def below(sheet: Sheet, levels, rows, title="Table 1. Walkers", foot=(), xs=(), rules=()):
    """Header lines, each with the places of its texts; rules below spanners; the rows; the notes."""
    sheet.text(60, 100, title, bold=True)
    sheet.rule(60, 540, 108)
    y = 118
    for level, (texts, places) in enumerate(levels):
        sheet.row(y, texts, places)
        for x0, x1 in rules[level] if level < len(rules) else ():
            sheet.rule(x0, x1, y + 4)
        y += 14
    sheet.rule(60, 540, y - 8)
    y -= 10
    for row in rows:
        y += PITCH + 2
        sheet.row(y, row, xs)
    sheet.rule(60, 540, y + 5)
    for index, note in enumerate(foot):
        sheet.text(60, y + 16 + 10 * index, note, size=7)
    return sheet.read()


def sides(found, value):
    """(arms, comparators) of the readings of one value."""
    return {
        (item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
        if r.value == value
    }


XS = (60, 200, 270, 340, 410)
POPULATIONS = [
    (["Patients", "Partners"], (215, 355)),
    (["INT", "UC", "INT", "UC"], XS[1:]),
]
SPANS = [[(195, 320), (335, 460)]]


def subgroups(found):
    return {
        (item.result.arms, item.result.subgroup, r.statistic, r.value)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
    }


def test_letters_that_a_note_explains_are_the_arms_below_kinds_of_people(sheet: Sheet):
    rows = [["Walks daily", "93/158 (59%)", "86/152 (57%)", "51/83 (61%)", "49/82 (60%)"]]
    foot = ["Data are n/N (%). INT=intervention. UC=usual care."]
    found = subgroups(below(sheet, POPULATIONS, rows, foot=foot, xs=XS, rules=SPANS))
    assert (("INT",), "Patients", "events", "93") in found
    assert (("UC",), "Partners", "events", "49") in found


def test_letters_that_the_title_brings_in_are_arms(sheet: Sheet):
    levels = [(["Walkers, n", "Walks daily, %"], (205, 345)), (["C", "I", "C", "I"], XS[1:])]
    rows = [["Hills", "137", "116", "7.3", "6.9"], ["Plains", "66", "60", "2.4", "3.1"]]
    title = "Table 2. Walking in the control group (C) and the intervention group (I)"
    found = named(below(sheet, levels, rows, title, xs=XS, rules=SPANS))
    assert {a for _, a, _, v in found if v == "6.9"} == {("I",)}
    assert {a for _, a, _, v in found if v == "7.3"} == {("C",)}


def test_letters_for_what_was_measured_are_no_arms():
    notes = "SBP=systolic blood pressure. DBP=diastolic blood pressure."
    columns = [[column_name(text, at)] for at, text in enumerate(["SBP", "DBP"])]
    assert not take_introduced(columns, "Blood pressure", notes)
    assert take_introduced(columns, "Blood pressure", "SBP=soft boots group. DBP=dry boots group.")


def column_name(text, col):
    return Name("other", text, TableCell(0, col, [Word(text, 60, 92, 90, 102, 100, 8)]))


TESTED = (60, 180, 230, 280, 350, 400, 450, 500)


def test_p_values_below_the_last_arm_compare_all(sheet: Sheet):
    levels = [
        (["Boots group", "Shoes group"], (200, 395)),
        (["N", "#", "%", "N", "#", "%", "P"], TESTED[1:]),
    ]
    rows = [["Fell", "61", "16", "26", "59", "10", "17", "0.041"]]
    found = below(sheet, levels, rows, xs=TESTED, rules=[[(175, 300), (345, 515)]])
    (told,) = [
        item.result
        for item in found
        if isinstance(item, Found) and any(r.statistic == "p" for r in item.readings)
    ]
    assert (told.arms, told.comparators) == (("Boots group",), ("Shoes group",))


def test_p_values_below_each_arm_but_one_are_of_the_comparison_with_that_one(sheet: Sheet):
    xs = (60, 180, 270, 340, 420, 490)
    levels = [
        (["Control group, n = 50", "Boots group", "Shoes group"], (180, 290, 440)),
        (["No. (%), n = 47", "p value", "No. (%), n = 46", "p value"], xs[2:]),
    ]
    rows = [
        ["Fell", "38 (76)", "32 (68)", "0.39", "33 (72)", "0.64"],
        ["Lost", "13 (26)", "18 (38)", "0.20", "19 (41)", "0.11"],
    ]
    found = below(sheet, levels, rows, xs=xs, rules=[[(265, 370), (415, 520)]])
    told = {
        r.value: (item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == "p"
    }
    assert told["0.39"] == (("Boots group",), ("Control group",))
    assert told["0.11"] == (("Shoes group",), ("Control group",))


def test_a_row_names_whom_the_arms_over_it_are_compared_with(sheet: Sheet):
    xs = (60, 240, 330, 430)
    levels = [(["Boots (n=99)", "Shoes (n=98)", "Sandals (n=97)"], xs[1:])]
    rows = [
        ["Fell, n (%)", "13 (13)", "22 (22)", "25 (26)"],
        ["Difference in risk of a fall (RD% [95% CI])", "", "", ""],
        ["    Versus sandals", "-12.6 (-23.8 to -1.5)", "-3.3 (-15.2 to 8.6)", ""],
        ["    Versus shoes", "-9.3 (-19.9 to 1.3)", "", ""],
    ]
    found = below(sheet, levels, rows, xs=xs)
    told = {
        r.value: (item.result.outcome, item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == "rd"
    }
    assert told["-12.6"][1:] == (("Boots",), ("Sandals",))
    assert told["-9.3"][1:] == (("Boots",), ("Shoes",))
    assert not any("ersus" in outcome for outcome, *_ in told.values())


def test_what_was_counted_in_the_same_arms_each_is_no_arm(sheet: Sheet):
    xs = (60, 180, 240, 300, 370, 430, 490)
    levels = [
        (["P. crudum, ever", "P. crispum, ever"], (210, 400)),
        (["NET", "NN", "Risk ratio", "NET", "NN", "Risk ratio"], xs[1:]),
    ]
    rows = [
        ["Pair 1", "89 (12.8)", "30 (41.2)", "0.31", "51 (21.7)", "43 (32.9)", "0.66"],
        ["Pair 2", "26 (23.9)", "80 (12.1)", "1.98", "20 (22.8)", "72 (10.9)", "2.09"],
    ]
    title = "Table 3. Children (%) with an infection"
    foot = ["NET: net group, NN: control group."]
    found = below(sheet, levels, rows, title, foot, xs, [[(175, 350), (365, 540)]])
    told = named(found)
    assert {(o, a) for o, a, s, v in told if v == "21.7"} == {("Pair 1, P. crispum, ever", ("NET",))}


def test_text_below_arms_with_a_size_does_not_make_their_columns_labels(sheet: Sheet):
    xs = (60, 230, 310, 400)
    levels = [(["End point", "Drug (N=525)", "Placebo (N=527)", "Hazard ratio (95% CI)"], xs)]
    rows = [
        ["Median time to pain", "NE", "NE", "0.83 (0.65–1.05)"],
        ["Median time to gout", "NE", "NE", "0.77 (0.54–1.11)"],
        ["Median time to opioids", "NE", "12.9", "0.26 (0.21–0.32)"],
        ["Median time to fracture", "NE", "NE", "0.66 (0.50–0.87)"],
    ]
    found = below(sheet, levels, rows, xs=xs)
    told = [
        item.result
        for item in found
        if isinstance(item, Found) and any(r.value == "0.83" for r in item.readings)
    ]
    assert [(r.outcome, r.arms, r.comparators) for r in told] == [
        ("Median time to pain", ("Drug",), ("Placebo",))
    ]


def test_arms_in_the_middle_of_two_columns_each_are_over_both(sheet: Sheet):
    xs = (60, 200, 240, 300, 340)
    levels = [(["AL group", "DP group"], (215, 315))]
    rows = [
        ["Uninfected (N, %)", "470", "79.7", "478", "80.5"],
        ["Infected (N, %)", "120", "20.3", "116", "19.5"],
        ["Anaemic (N, %)", "25", "4.2", "28", "4.7"],
    ]
    found = named(below(sheet, levels, rows, xs=xs))
    assert {(a, s) for _, a, s, v in found if v in ("120", "20.3")} == {
        (("AL group",), "events"),
        (("AL group",), "percent"),
    }


def test_a_comparison_that_a_header_names_is_left_alone(sheet: Sheet):
    xs = (60, 180, 260, 340, 420, 490)
    levels = [
        (["Drug vs placebo", "Walks vs none", "Cohen D"], (200, 360, 490)),
        (["Estimate", "P value", "Estimate", "P value"], xs[1:5]),
    ]
    rows = [
        ["Mood", "0.33", "0.002", "-0.13", "0.19", "0.10"],
        ["Sleep", "0.28", "0.02", "-0.3", "0.3", "0.2"],
    ]
    found = below(sheet, levels, rows, xs=xs, rules=[[(175, 300), (335, 460)]])
    assert sides(found, "0.19") == {(("Walks",), ("none",))}


MODELLED = [
    ["Knowledge", "", "", ""],
    ["    Control", "2.03 (1.18)", "", ""],
    ["    Lecture", "2.67 (1.21)", "0.68 (0.29–1.07)", "0.001"],
    ["    Role play", "2.54 (1.16)", "0.48 (0.09–0.87)", "0.02"],
    ["Attitude", "", "", ""],
    ["    Control", "2.26 (1.14)", "", ""],
    ["    Lecture", "2.87 (1.09)", "0.63 (0.25–1.01)", "0.001"],
    ["    Role play", "2.72 (1.24)", "0.51 (0.14–0.89)", "0.008"],
]


def test_arms_come_again_below_each_outcome_and_the_control_has_no_estimate(sheet: Sheet):
    xs = (60, 200, 300, 420)
    levels = [(["Outcomes", "M (SD)", "β coef. (95% CI)", "p value"], xs)]
    found = below(sheet, levels, MODELLED, xs=xs)
    told = {
        r.value: (item.result.outcome, item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
    }
    assert told["2.67"] == ("Knowledge", ("Lecture",), ())
    assert told["0.02"] == ("Knowledge", ("Role play",), ("Control",))
    assert told["0.008"] == ("Attitude", ("Role play",), ("Control",))


def test_prevalences_observed_and_modelled_are_no_arms(sheet: Sheet):
    xs = (60, 200, 300, 400)
    levels = [(["Trouble", "Observed prevalence", "Modelled prevalence", "P value"], xs)]
    rows = [["Gout", "3 (1–5)", "3 (1–7)", "0.13"], ["Colds", "8 (4–12)", "8 (4–14)", "0.005"]]
    found = named(below(sheet, levels, rows, "Table 4. Trouble, % (95% CI)", xs=xs))
    assert not {a for _, arms, *_ in found for a in arms if a.endswith("prevalence")}


def test_a_column_of_tests_between_arms_is_of_those_left_of_it(sheet: Sheet):
    xs = (60, 160, 240, 330, 430)
    heads = ["", "Drug (n = 40)", "None (n = 80)", "Standardized difference", "Matched (n = 40)"]
    rows = [["Age, mean (SD)", "45.2 (9.1)", "47.0 (8.8)", "-20.3", "45.0 (8.7)"]]
    found = below(sheet, [(heads, xs)], rows, xs=xs)
    assert sides(found, "-20.3") == {(("Drug",), ("None",))}


def test_the_p_of_everyone_beside_those_of_the_arms_compares_no_arms(sheet: Sheet):
    xs = (60, 200, 300, 400)
    levels = [(["Trouble", "Baseline", "3 Years", "P value"], xs)]
    rows = []
    for trouble, ps in (("Gout", ("0.13", "0.29", "0.28")), ("Colds", ("0.37", "0.64", "0.36"))):
        rows.append([trouble, "", "", ""])
        labels = ("    Total", "        Control", "        Lecture")
        rows += [[label, "7/225 (3.1)", "9/171 (5.3)", p] for label, p in zip(labels, ps, strict=True)]
    found = below(sheet, levels, rows, "Table 5. Trouble, n/N (%)", xs=xs)
    told = {
        r.value: (item.result.outcome, item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == "p"
    }
    assert told["0.13"][1:] == ((), ())
    assert told["0.28"] == ("Gout", ("Lecture",), ())


def test_a_bare_1_without_limits_beside_it_is_the_reference_and_one_with_limits_is_not(sheet: Sheet):
    xs = (60, 220, 300, 400)
    levels = [(["Group", "Falls, %", "Odds ratio", "95% CI"], xs)]
    rows = [
        ["Control group (N=151)", "4.0", "1.00", ""],
        ["Boots group (N=147)", "10.9", "2.95", "0.83–10.53"],
        ["Shoes group (N=140)", "4.1", "1.0", "0.26–3.78"],
    ]
    found = below(sheet, levels, rows, "Table 6. Falls", xs=xs)
    told = {
        r.value: (item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
    }
    assert told["2.95"] == (("Boots group",), ("Control group",))
    assert told["3.78"] == (("Shoes group",), ("Control group",))
