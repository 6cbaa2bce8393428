"""Times of tables: those in titles and labels, and words that look like times and are none."""

import pytest

from .sheet import Sheet, booktabs, sheet, values

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


def timed(sheet, title, rows, foot=(), head=""):
    """Outcome → times of its events."""
    booktabs(sheet, title, [head, "Drug (n = 50)", "Placebo (n = 50)"], rows, [60, 260, 380], foot=foot)
    found: dict[str, set[str]] = {}
    for outcome, time, _, _, statistic, _ in values(sheet.read()):
        if statistic == "events":
            found.setdefault(outcome, set()).add(time)
    return found


TWO = [["Falls", "12 (24)", "7 (14)"], ["Burns", "2 (4)", "1 (2)"]]


@pytest.mark.parametrize(
    ("title", "time"),
    [
        ("Baseline characteristics of those who fell within 30 days, n (%)", "Baseline"),
        ("Baseline findings at hospital entry in patients on admission, n (%)", "Baseline"),
        ("Events, n (%), according to smoking status at baseline", ""),
        ("Events (baseline–24 weeks), n (%)", "24 weeks"),
        ("Events after a 7-day course, n (%)", "7-day"),
    ],
)
def test_the_time_that_a_title_gives(sheet: Sheet, title, time):
    assert timed(sheet, f"Table 2. {title}", TWO) == {"Falls": {time}, "Burns": {time}}


def test_pre_in_a_word_is_no_time_without_its_post(sheet: Sheet):
    rows = [
        ["Pre-pregnancy weight over 90 kg", "12 (24)", "7 (14)"],
        ["Pre-eclampsia", "2 (4)", "1 (2)"],
    ]
    assert set().union(*timed(sheet, "Table 2. Findings, n (%)", rows).values()) == {""}


def test_rows_that_are_nothing_but_before_and_after(sheet: Sheet):
    rows = [["Pre-lesson", "12 (24)", "7 (14)"], ["Post-lesson", "22 (44)", "11 (22)"]]
    assert timed(sheet, "Table 2. Right answers, n (%)", rows) == {
        "Right answers, n (%)": {"Pre-lesson", "Post-lesson"}
    }


def test_an_admission_that_is_counted_is_no_time(sheet: Sheet):
    rows = [["Hospital admission", "12 (24)", "7 (14)"], ["Findings on admission", "2 (4)", "1 (2)"]]
    assert timed(sheet, "Table 2. Events, n (%)", rows) == {
        "Hospital admission": {""},
        "Findings on admission": {"admission"},
    }


def marked_row(sheet: Sheet, note):
    sheet.text(60, 100, "Table 2. Events, n (%)", bold=True)
    xs = [60, 240, 360]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(136, TWO[0], xs)
    sheet.text(77.5, 136, "a", size=5, rise=3)
    sheet.row(150, TWO[1], xs)
    sheet.rule(60, 500, 155)
    sheet.text(60, 166, "a", size=5, rise=3)
    sheet.text(64, 166, note, size=7)
    return {(o, t) for o, t, _, _, s, _ in values(sheet.read()) if s == "events"}


def test_a_time_in_the_note_to_a_mark_is_of_the_rows_with_that_mark(sheet: Sheet):
    assert marked_row(sheet, "Any fall within 30 days.") == {("Falls", "30 days"), ("Burns", "")}


def test_a_span_in_a_note_is_no_time(sheet: Sheet):
    note = "Events were monitored between enrolment and 1 week after delivery."
    got = timed(sheet, "Table 2. Events, n (%)", TWO, foot=[note])
    assert got == {"Falls": {""}, "Burns": {""}}


def test_a_span_over_both_arms_is_a_time(sheet: Sheet):
    xs = [60, 160, 240, 330, 410]
    sheet.text(60, 100, "Table 2. Complications, n (%)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(190, 118, "Week 1")
    sheet.text(330, 118, "During 4 weeks of follow-up")
    sheet.rule(160, 290, 122)
    sheet.rule(330, 470, 122)
    sheet.row(132, ["", "Drug", "Placebo", "Drug", "Placebo"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(150, ["Falls", "1 (2)", "3 (6)", "2 (4)", "5 (9)"], xs)
    sheet.row(164, ["Burns", "6 (11)", "7 (13)", "8 (15)", "9 (17)"], xs)
    sheet.rule(60, 500, 169)
    got = {(o, t, v) for o, t, _, _, s, v in values(sheet.read()) if s == "events"}
    assert ("Falls", "Week 1", "1") in got
    assert ("Falls", "During 4 weeks of follow-up", "5") in got
