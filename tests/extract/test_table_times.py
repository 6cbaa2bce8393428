"""Which time a table's rows and columns say, where title, spanners or like-looking words say another."""

import pytest

from curate.extract.sentences.text.report_times import noted_times
from curate.extract.tables.bearing.title_times import title_times
from curate.extract.tables.names.time_labels import times_in
from curate.model.reading import Found
from curate.parse.duration import is_time

from .sheet import Sheet, booktabs, sheet, values

__all__ = ["sheet"]

ARMS = ["", "Tea (n = 30)", "Water (n = 31)"]


def timed(found):
    return {(o, t, v) for o, t, _, _, _, v in values(found)}


def based(found):
    return {
        (i.result.timepoint, i.result.basis)
        for i in found
        if isinstance(i, Found) and len(i.readings) > 1
    }


def test_a_row_of_a_change_has_its_own_time_and_not_the_baseline_of_the_title(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Baseline Salt Intake and Its Changes by Group",
        ["", "Tea (n = 30)", "Water (n = 31)"],
        [
            ["Salt, mean (SD), g/d", "", ""],
            ["  Baseline", "8.3 (2.1)", "8.4 (2.0)"],
            ["  6-mo change", "-1.3 (1.1)", "-0.4 (1.0)"],
            ["  12-mo change", "-1.6 (1.2)", "-0.3 (1.4)"],
        ],
        [60, 220, 340],
    )
    got = timed(sheet.read())
    assert {(t, v) for _, t, v in got} >= {("Baseline", "8.3"), ("6-mo", "-1.3"), ("12-mo", "-0.3")}
    assert not any("change" in o for o, _, _ in got)


def test_a_spanner_of_baseline_over_a_change_is_not_its_time(sheet: Sheet):
    xs = [60, 130, 190, 260, 330]
    sheet.text(60, 100, "Table 2. What people ate", bold=True)
    sheet.rule(60, 470, 108)
    sheet.text(150, 118, "Baseline values,")
    sheet.rule(130, 470, 122)
    sheet.text(140, 132, "Mean (SD)")
    sheet.text(260, 132, "12-month change, mean (SD)")
    sheet.rule(130, 230, 136)
    sheet.rule(260, 460, 136)
    sheet.row(146, ["", "Tea group", "Water group", "Tea group", "Water group"], xs)
    sheet.rule(60, 470, 151)
    sheet.row(164, ["Peas, g", "30.1 (4.0)", "29.9 (6.1)", "9.8 (4.2)", "5.0 (6.6)"], xs)
    sheet.row(178, ["Beans, g", "22.1 (5.0)", "22.2 (5.1)", "1.8 (5.2)", "9.3 (5.6)"], xs)
    sheet.rule(60, 470, 183)
    got = timed(sheet.read())
    assert ("Peas, g", "12-month", "9.8") in got
    assert ("Beans, g", "12-month", "9.3") in got
    assert {t for _, t, v in got if v == "30.1"} == {"Baseline values"}


def test_beside_baseline_termination_is_a_time(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Weight of those who took tea",
        ["", "Baseline", "Termination"],
        [
            ["Weight, kg, mean (SD)", "78.3 (2.1)", "76.4 (2.0)"],
            ["Waist, cm, mean (SD)", "91.1 (3.3)", "90.2 (3.1)"],
        ],
        [60, 220, 340],
    )
    found = sheet.read()
    assert {(t, v) for _, t, v in timed(found)} >= {("Baseline", "78.3"), ("Termination", "76.4")}
    assert based(found) == {("Baseline", "baseline"), ("Termination", "final")}


@pytest.mark.parametrize("effect", ["Difference", "ES (95% CI)"])
def test_what_compares_behind_baseline_and_one_time_is_of_that_time(sheet: Sheet, effect):
    numbers = (
        ["-1.1", "-2.0"] if effect == "Difference" else ["-1.1 (-1.9 to -0.3)", "-2.0 (-3.1 to 0.2)"]
    )
    xs = [60, 150, 210, 280, 340, 400, 490]
    sheet.text(60, 100, "Table 2. Itch by group", bold=True)
    sheet.rule(60, 530, 108)
    sheet.text(165, 118, "Baseline")
    sheet.text(295, 118, "Week 8")
    sheet.rule(150, 260, 122)
    sheet.rule(280, 390, 122)
    sheet.row(132, ["", "Tea group", "Water group", "Tea group", "Water group", effect, "P value"], xs)
    sheet.rule(60, 530, 137)
    sheet.row(
        150,
        ["Itch, mean (SD)", "5.1 (1.0)", "5.2 (1.1)", "3.8 (1.2)", "4.9 (1.6)", numbers[0], "0.02"],
        xs,
    )
    sheet.row(
        164, ["Changes in taste, n (%)", "7 (23)", "6 (19)", "3 (10)", "5 (16)", numbers[1], "0.31"], xs
    )
    sheet.rule(60, 530, 169)
    found = sheet.read()
    got = {(t, v) for _, t, v in timed(found)}
    assert {("Week 8", "-1.1"), ("Week 8", "0.02"), ("Baseline", "5.1")} <= got
    assert ("Baseline", "change") not in based(found)  # of the taste that has changed


@pytest.mark.parametrize(
    ("head", "rows", "none"),
    [
        ("T stage", ("T1", "T2", "T3"), {"T1", "T2", "T3"}),
        ("Spread", ("M0", "M1", "MX"), {"M0", "M1"}),
        (
            "Age of the pregnancy",
            ("<22 weeks", "22-33 weeks", "34-36 weeks"),
            {"22-33 weeks", "34-36 weeks"},
        ),
    ],
)
def test_stages_and_spans_of_people_are_no_times(sheet: Sheet, head, rows, none):
    body = [[f"  {row}", f"{7 + i} (23)", f"{9 + i} (29)"] for i, row in enumerate(rows)]
    booktabs(
        sheet, "Table 1. People of both groups, No. (%)", ARMS, [[head, "", ""], *body], [60, 220, 340]
    )
    got = timed(sheet.read())
    assert not none & {t for _, t, _ in got}
    assert all(any(o.endswith(row) for o, _, _ in got) for row in none)


def test_t1_and_t2_alone_stay_times(sheet: Sheet):
    rows = [
        ["Itch score", "", ""],
        ["  T1", "5.1 (1.0)", "5.2 (1.1)"],
        ["  T2", "3.1 (1.0)", "4.2 (1.1)"],
    ]
    booktabs(sheet, "Table 2. Scores, mean (SD)", ARMS, rows, [60, 220, 340])
    assert {t for _, t, v in timed(sheet.read()) if v in ("5.1", "3.1")} == {"T1", "T2"}


def test_the_head_of_the_rows_may_say_that_they_are_of_baseline(sheet: Sheet):
    head = ["Baseline characteristics", *ARMS[1:]]
    booktabs(
        sheet,
        "Table 1. Participants",
        head,
        [["Weight, kg, mean (SD)", "78.3 (2.1)", "76.4 (2.0)"]],
        [60, 220, 340],
    )
    assert based(sheet.read()) == {("Baseline", "baseline")}


def test_at_trial_entry_is_before_treatment(sheet: Sheet):
    head = ["", "Trial entry", "28 weeks"]
    booktabs(
        sheet, "Table 1. Steps", head, [["Steps, mean (SD)", "7803 (201)", "7640 (220)"]], [60, 220, 340]
    )
    assert based(sheet.read()) == {("Trial entry", "baseline"), ("28 weeks", "final")}


def test_what_is_of_week_6_is_not_of_the_baseline_beside_it(sheet: Sheet):
    rows = [
        ["Glucose, mean (SD)", "", ""],
        ["  Baseline", "5.3 (1.1)", "5.9 (1.0)"],
        ["  Before breakfast", "5.1 (1.1)", "5.8 (1.0)"],
        ["  After breakfast", "7.1 (1.1)", "7.8 (1.0)"],
    ]
    booktabs(
        sheet, "Table 2. Glucose", ["", "Tea group week 6", "Water group week 6"], rows, [60, 220, 340]
    )
    assert based(sheet.read()) == {
        ("week 6", "final"),
        ("week 6, Before breakfast", "final"),
        ("week 6, After breakfast", "final"),
    }


def test_a_note_on_one_value_times_no_other(sheet: Sheet):
    rows = [["Fever", "1 (3)", "4 (13)"], ["Other event", "1 (3)", "2 (6)"]]
    booktabs(sheet, "Table 3. Harms in both groups, No. (%)", ARMS, rows, [60, 220, 340])
    sheet.text(238, 146, "a", size=5, rise=3)
    sheet.text(60, 166, "a", size=5, rise=3)
    sheet.text(63, 166, "Was on a ventilator for 3 days.", size=7)
    assert {t for _, t, _ in timed(sheet.read())} == {""}


@pytest.mark.parametrize(
    ("label", "times"),
    [
        ("12-month change", ("12-month",)),
        ("Mean 6-mo change", ("6-mo",)),
        ("Reduction from baseline", ()),
        ("Above the participant's baseline and 200 mg/dL", ()),
        ("Change from baseline at week 4", ("week 4",)),
        ("Resistance, final shock", ()),
        ("Resistance, final visit", ("final visit",)),
        ("Scan done (post-randomisation)", ()),
        ("Pain, post-treatment", ("post-treatment",)),
        ("Time to discharge", ()),
        ("(Pre-)eclampsia", ()),
        ("Drugs at discharge", ("discharge",)),
        ("3-mo quality of life", ("3-mo",)),
        ("30-day mortality", ("30-day",)),
        ("28-d mortality", ("28-d",)),
        ("Six-month adverse events", ("Six-month",)),
        ("Six-month treatment", ()),
        ("7-day recall of food", ()),
        ("10-year risk of a stroke", ()),
        ("4-week abstinence", ()),
    ],
)
def test_times_inside_a_label(label, times):
    assert times_in(label) == times


def test_how_long_people_were_followed_is_no_time():
    assert not is_time("Follow-up (months)")
    assert is_time("Follow-up (6 months)")


@pytest.mark.parametrize(
    ("title", "times"),
    [
        ("Deaths, According to the Age at Randomization", []),
        ("Characteristics according to treatment group at baseline", ["baseline"]),
        ("Pain according to age at 6 weeks", ["6 weeks"]),
    ],
)
def test_whom_the_rows_are_is_no_time_of_the_title(title, times):
    assert title_times(title) == times


@pytest.mark.parametrize(
    "note",
    [
        "Events from the first dose through 30 days after the last dose.",
        "Events were collected up to 30 days after the final dose.",
        "Events within 28 days of stopping treatment.",
    ],
)
def test_until_when_events_were_collected_is_no_moment(note):
    assert noted_times(note) == []


def test_a_moment_after_the_last_dose_stays_one():
    assert [t.text for t in noted_times("Pain was scored at 4 weeks after the last dose.")] == [
        "4 weeks"
    ]


def test_spans_below_a_time_with_its_unit_are_times(sheet: Sheet):
    header = ["Time to event, y", "Drug (n = 80)", "Placebo (n = 82)"]
    body = [["≤ 1", "2 (3)", "4 (5)"], [">1 to 2", "6 (8)", "9 (11)"], [">2 to 3", "8 (10)", "12 (15)"]]
    booktabs(sheet, "Table 2. Cumulative relapses in 3 years, n (%)", header, body, [60, 200, 340])
    times = {
        value: time for _, time, _, _, statistic, value in values(sheet.read()) if statistic == "events"
    }
    assert (times["2"], times["9"]) == ("y ≤ 1", "y >1 to 2")
