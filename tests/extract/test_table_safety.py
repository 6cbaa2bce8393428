"""Tables of harms: classes and terms, grades, thresholds, people and events."""

import pytest

from curate.model.reading import Found

from .sheet import Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def counts(found):
    """(outcome, arm, statistic, value or status) of the arms' readings, sizes aside."""
    return {
        (item.result.outcome, item.result.arms[0], r.statistic, r.value or r.status)
        for item in found
        if isinstance(item, Found) and item.result.arms and item.result.outcome != "group size"
        for r in item.readings
        if r.statistic != "n"
    }


def test_a_term_below_the_threshold_is_not_reported(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events in at least 5% of patients in either group, n (%)",
        ["Event", "Ketamine (n = 100)", "Placebo (n = 98)"],
        [
            ["Headache", "", "7 (7)"],
            ["Nausea", "12 (12)", "6 (6)"],
            ["Dizziness", "9 (9)", "-"],
            ["Rash", "6 (6)", "2 (2)"],
        ],
        [60, 200, 340],
    )
    found = sheet.read()
    got = counts(found)
    assert ("Dizziness", "Placebo", "events", "not_reported") in got
    assert ("Headache", "Ketamine", "events", "not_reported") in got
    assert ("Headache", "Placebo", "events", "7") in got
    absent = [r for f in found if isinstance(f, Found) for r in f.readings if r.status == "not_reported"]
    assert {(r.value, r.flags) for r in absent} == {("", ("below_threshold:≥5%",))}
    assert {r.evidence.quote for r in absent} == {"-", "Headache"}


def test_without_a_threshold_a_dash_says_nothing(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events, n (%)",
        ["Event", "Ketamine (n = 100)", "Placebo (n = 98)"],
        [["Nausea", "12 (12)", "6 (6)"], ["Dizziness", "9 (9)", "-"]],
        [60, 200, 340],
    )
    assert not {got for got in counts(sheet.read()) if got[3] == "not_reported"}


def test_a_share_below_the_least_one_printed_keeps_its_operator(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events, % of patients",
        ["Event", "Ketamine (n = 200)", "Placebo (n = 198)"],
        [["Nausea", "12%", "6%"], ["Dizziness", "9%", "<1%"]],
        [60, 200, 340],
    )
    got = values(sheet.read())
    assert ("Dizziness", "", ("Placebo",), (), "percent", "<1") in got


def test_a_system_class_with_numbers_heads_its_terms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events (safety population), n (%)",
        ["Class and term", "Ketamine (n = 100)", "Placebo (n = 98)"],
        [
            ["Any adverse event", "40 (40)", "31 (32)"],
            ["Cardiac disorders", "8 (8)", "4 (4)"],
            ["Palpitations", "6 (6)", "3 (3)"],
            ["Psychiatric disorders", "9 (9)", "2 (2)"],
            ["Dissociation", "7 (7)", "0"],
        ],
        [60, 200, 340],
    )
    found = sheet.read()
    got = counts(found)
    assert ("Cardiac disorders, Palpitations", "Ketamine", "events", "6") in got
    assert ("Psychiatric disorders, Dissociation", "Placebo", "events", "0") in got
    assert ("Any adverse event", "Placebo", "events", "31") in got
    assert ("Psychiatric disorders", "Ketamine", "events", "9") in got
    sizes = [f for f in found if isinstance(f, Found) and f.result.outcome == "group size"]
    assert {f.result.analysis_set for f in sizes} == {"safety"}
    assert {r.role for f in sizes for r in f.readings} == {"analysed"}


def test_grades_below_the_arms_belong_to_the_outcome(sheet: Sheet):
    xs = [60, 160, 250, 340, 430]
    sheet.text(60, 100, "Table 4. Toxicity, no. (%)", bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(190, 118, "Drug")
    sheet.text(370, 118, "Vehicle")
    sheet.rule(160, 310, 122)
    sheet.rule(340, 500, 122)
    sheet.row(132, ["Term", "Any grade", "Grade 3-4", "Any grade", "Grade 3-4"], xs)
    sheet.rule(60, 520, 137)
    sheet.row(151, ["Anaemia", "30 (60)", "5 (10)", "22 (45)", "1 (2)"], xs)
    sheet.row(165, ["Fatigue", "28 (56)", "2 (4)", "21 (43)", "0"], xs)
    sheet.rule(60, 520, 170)
    got = counts(sheet.read())
    assert ("Anaemia, Grade 3-4", "Drug", "events", "5") in got
    assert ("Anaemia, Any grade", "Vehicle", "percent", "45") in got
    assert ("Fatigue, Grade 3-4", "Vehicle", "events", "0") in got


@pytest.mark.parametrize(
    ("caption", "cells"),
    [
        ("Table 3. Adverse events, n (%) E", ["12 (8) 15", "6 (4) 6"]),
        ("Table 3. Adverse events, n (%) [E]", ["12 (8) [15]", "6 (4) [6]"]),
        ("Table 3. Adverse events, n (%)", ["12 (8%) 15 events", "6 (4%) 6 events"]),
    ],
)
def test_people_and_events_in_one_cell(sheet: Sheet, caption, cells):
    booktabs(
        sheet,
        caption,
        ["Event", "Drug (n = 150)", "Placebo (n = 150)"],
        [["Fall", *cells]],
        [60, 200, 340],
    )
    got = counts(sheet.read())
    assert ("Fall", "Drug", "events", "12") in got
    assert ("Fall", "Drug", "percent", "8") in got
    assert ("Fall", "Drug", "event_count", "15") in got
    assert ("Fall", "Placebo", "event_count", "6") in got


def test_columns_of_people_and_of_events(sheet: Sheet):
    xs = [60, 160, 250, 340, 430]
    sheet.text(60, 100, "Table 4. Adverse events", bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(170, 118, "Drug (n = 50)")
    sheet.text(350, 118, "Placebo (n = 49)")
    sheet.rule(160, 310, 122)
    sheet.rule(340, 500, 122)
    sheet.row(132, ["Term", "Patients, n (%)", "Events, n", "Patients, n (%)", "Events, n"], xs)
    sheet.rule(60, 520, 137)
    sheet.row(151, ["Fall", "3 (6)", "5", "2 (4)", "2"], xs)
    sheet.row(165, ["Rash", "4 (8)", "4", "1 (2)", "3"], xs)
    sheet.rule(60, 520, 170)
    got = {(o.split(",")[0], a, s, v) for o, a, s, v in counts(sheet.read())}
    assert ("Fall", "Drug", "events", "3") in got
    assert ("Fall", "Drug", "event_count", "5") in got
    assert ("Rash", "Placebo", "event_count", "3") in got


def test_a_row_that_says_its_statistic_is_asked_before_the_column(sheet: Sheet):
    xs = [60, 200, 340]
    sheet.text(60, 100, "Table 1. Participants", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(280, 118, "No. (%)")
    sheet.rule(200, 450, 122)
    sheet.row(132, ["", "Drug (n = 53)", "Placebo (n = 53)"], xs)
    sheet.rule(60, 500, 137)
    sheet.text(60, 151, "Age, years")
    sheet.row(165, ["  Median", "64", "62"], [68, 200, 340])
    sheet.text(60, 179, "Sex")
    sheet.row(193, ["  Male", "31 (58)", "27 (51)"], [68, 200, 340])
    sheet.rule(60, 500, 198)
    got = counts(sheet.read())
    assert ("Age, years", "Drug", "median", "64") in got
    assert ("Sex, Male", "Placebo", "events", "27") in got


def test_a_disorder_of_pregnancy_is_no_class_of_events(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Characteristics, No. (%)",
        ["Characteristic", "Drug (n = 90)", "Placebo (n = 88)"],
        [
            ["Hypertensive disorders of pregnancy", "14 (16)", "16 (18)"],
            ["Multiple birth", "7 (8)", "6 (7)"],
        ],
        [60, 260, 380],
    )
    assert {item[0] for item in values(sheet.read()) if item[4] == "events"} == {
        "Hypertensive disorders of pregnancy",
        "Multiple birth",
    }
