"""Labels of tables that are times, or are none, only by what stands around them."""

import pytest

from curate.extract.tables.bearing.title_times import corner_times, title_times
from curate.extract.tables.names.time_labels import times_in
from curate.parse.duration import find_times, is_time

from .sheet import Sheet, booktabs, sheet, values

__all__ = ["sheet"]

XS = [60, 220, 300, 380, 460]


def held(sheet):
    """(outcome, time, arms, statistic, value) of every reading."""
    return {(o, t, a, s, v) for o, t, a, _, s, v in values(sheet.read())}


def spanned(sheet, title, spans, heads, rows, xs=XS):
    """Set a table whose columns stand in pairs below `spans`."""
    sheet.text(60, 100, title, bold=True)
    sheet.rule(60, 540, 108)
    for index, span in enumerate(spans):
        sheet.text(xs[1 + 2 * index] + 10, 118, span)
        sheet.rule(xs[1 + 2 * index], xs[2 + 2 * index] + 60, 122)
    sheet.row(132, heads, xs)
    sheet.rule(60, 540, 137)
    y = 137
    for row in rows:
        y += 12
        sheet.row(y, row, xs)
    sheet.rule(60, 540, y + 5)


FOUR = [["Fatigue, mean (SD)", "47.2 (9.8)", "49.0 (9.4)", "58.4 (8.4)", "51.6 (2.5)"]]


@pytest.mark.parametrize("spans", [("Visit 1 (baseline)", "Visit 3"), ("January 2013", "July 2013")])
def test_visits_and_dates_over_the_arms_are_times(sheet: Sheet, spans):
    spanned(
        sheet,
        "Table 2. Scores at the surveys",
        spans,
        ["", "Drug group", "Control group", "Drug group", "Control group"],
        FOUR,
    )
    assert ("Fatigue, mean (SD)", spans[1], ("Drug group",), "mean", "58.4") in held(sheet)


def test_numbers_below_years_after_the_start_are_times(sheet: Sheet):
    sheet.text(60, 100, "Table 3. Deaths from the illness at 4 years", bold=True)
    sheet.rule(60, 540, 108)
    sheet.text(300, 118, "Years after Randomization")
    sheet.rule(220, 540, 122)
    sheet.row(132, ["Variable", "1", "2", "3", "4"], XS)
    sheet.rule(60, 540, 137)
    sheet.row(149, ["Cumulative deaths, drug group", "3", "6", "12", "16"], XS)
    sheet.row(161, ["Rate ratio (95% CI)"] + ["1.50 (0.42-5.31)"] * 4, XS)
    sheet.rule(60, 540, 166)
    times = {t for _, t, _, s, _ in held(sheet) if s == "ci_low"}
    assert times == {"Years 1", "Years 2", "Years 3", "Years 4"}


def test_rows_below_visit_time_are_times(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Low mood",
        ["Visit time", "Drug group", "Control group"],
        [
            ["Baseline", "7.7 (5.0)", "7.6 (5.3)"],
            ["Birth of the child", "7.2 (5.1)", "8.0 (4.9)"],
            ["6 month follow-up", "6.6 (4.7)", "6.8 (4.8)"],
        ],
        XS[:3],
        foot=["Values are mean (SD)."],
    )
    assert "Birth of the child" in {t for _, t, _, s, v in held(sheet) if v == "8.0"}


def test_rows_below_months_may_be_spans(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Talks with a nurse",
        ["Months", "Drug group", "Control group"],
        [["0-6", "97/171", "84/164"], ["6-12", "75/155", "70/148"], ["12-18", "61/141", "51/136"]],
        XS[:3],
    )
    assert {t for _, t, *_ in held(sheet)} == {"Months 0-6", "Months 6-12", "Months 12-18"}


def blocks(sheet, heads, labels=("Weight, mean (SD)", "Pulse, mean (SD)")):
    """Times of the values of a table whose rows come again under each head."""
    sheet.text(60, 100, "Table 2. Weight and pulse", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug group", "Control group"], XS[:3])
    sheet.rule(60, 500, 123)
    y, value = 123, 10
    for head in heads:
        y += 12
        sheet.text(60, y, head, bold=True)
        for label in labels:
            y, value = y + 12, value + 1
            sheet.row(y, [label, f"{value}.5 (2.0)", f"{value}.1 (2.1)"], [68, 220, 300])
    sheet.rule(60, 500, y + 5)
    return [
        next(t for o, t, a, s, v in values_ if s == "mean" and v == f"{first}.5")
        for values_ in [held(sheet)]
        for first in range(11, 11 + len(heads) * len(labels), len(labels))
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ["At enrolment", "At dose 2", "At 24 months"],
        ["3 mo after baseline", "6 mo after baseline"],
        ["3-y Analysis", "5-y Analysis"],
        ["Rainy period", "Dry period"],
    ],
)
def test_blocks_of_rows_are_under_their_times(sheet: Sheet, heads):
    assert blocks(sheet, heads) == heads


def test_how_long_something_is_taken_to_last_is_no_time(sheet: Sheet):
    assert blocks(sheet, ["1-d incubation period", "3-d incubation period"]) == ["", ""]


def test_what_follows_the_baseline_is_no_baseline(sheet: Sheet):
    spanned(
        sheet,
        "Table 2. Scores",
        ("Baseline", "3 mo after baseline"),
        ["", "Drug group", "Control group", "Drug group", "Control group"],
        FOUR,
    )
    assert "3 mo after baseline" in {t for _, t, _, _, v in held(sheet) if v == "58.4"}


def test_labels_that_differ_in_their_time_alone_end_with_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Scores, mean (SD)",
        ["", "Drug group", "Control group"],
        [
            ["Vitality 8 weeks", "64 (6)", "62 (5)"],
            ["Vitality 52 weeks", "61 (5)", "59 (4)"],
            ["Stay in hospital 3 days", "12 (2)", "13 (3)"],
        ],
        XS[:3],
    )
    found = {(o, t) for o, t, _, s, _ in held(sheet) if s == "mean"}
    assert {("Vitality", "8 weeks"), ("Vitality", "52 weeks")} <= found
    assert ("Stay in hospital 3 days", "") in found


def test_labels_that_differ_in_their_time_alone_begin_with_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["", "Drug group", "Control group"],
        [
            ["Admission GCS", "6.2 (3.5)", "6.3 (3.2)"],
            ["Postoperation GCS", "7.9 (3.6)", "6.4 (3.1)"],
            ["Discharge GCS", "9.9 (5.0)", "6.5 (4.0)"],
            ["Initial response, d", "2.2 (0.5)", "2.3 (0.4)"],
        ],
        XS[:3],
    )
    found = {(o, t) for o, t, _, s, _ in held(sheet) if s == "mean"}
    assert {("GCS", "Admission"), ("GCS", "Postoperation"), ("GCS", "Discharge")} <= found
    assert ("Initial response, d", "") in found


def test_a_follow_up_by_its_number_is_a_time_and_tells_nothing_of_the_others(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Sleep, mean (SD)",
        ["", "Pre n = 78", "Post n = 71", "FU3 n = 62", "FU12 n = 57"],
        [["Total", "15.4 (4.2)", "8.9 (5.0)", "10.6 (5.6)", "9.2 (5.8)"]],
        XS,
    )
    assert {t for _, t, _, s, _ in held(sheet) if s == "mean"} == {"Pre", "Post", "FU3", "FU12"}


def test_spans_of_years_are_ages_where_the_title_tells_of_them(sheet: Sheet):
    spanned(
        sheet,
        "Table 2. Fever after 52 weeks of follow-up by group and age category",
        ("1-4 years", "5-11 years"),
        ["", "Drug group", "Control group", "Drug group", "Control group"],
        [["Fever, n (%)", "12 (24)", "15 (30)", "9 (18)", "8 (16)"]],
    )
    assert {t for _, t, _, s, _ in held(sheet) if s == "events"} == {"52 weeks"}


@pytest.mark.parametrize(("last", "times"), [("Person-years", True), ("Weight, kg", False)])
def test_ages_at_which_infants_were_followed_are_times_beside_person_time(sheet: Sheet, last, times):
    sheet.text(60, 100, "Table 2. Fever in infants", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug group (n = 50)", "Control group (n = 50)"], XS[:3])
    sheet.rule(60, 500, 123)
    heads = ["2-11 months of age", "12-23 months of age"]
    for y, head in zip((135, 171), heads, strict=True):
        sheet.text(60, y, head, bold=True)
        sheet.row(y + 12, ["Fever, n (%)", "12 (24)", "15 (30)"], [68, 220, 300])
        sheet.row(y + 24, [last, "150.2", "149.7"], [68, 220, 300])
    sheet.rule(60, 500, 200)
    assert {t for _, t, _, s, _ in held(sheet) if s == "events"} == (set(heads) if times else {""})


def test_how_long_nobody_smoked_is_no_time(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Smoking abstinence",
        ["", "Drug group (n = 50)", "Control group (n = 50)"],
        [["7-d", "12 (24)", "7 (14)"], ["24-h", "20 (40)", "15 (30)"]],
        XS[:3],
        foot=["Values are n (%)."],
    )
    assert {t for _, t, *_ in held(sheet)} == {""}
    assert times_in("Tobacco abstinence (7-day)") == ()
    assert times_in("Mortality (30-day)") == ("30-day",)
    assert times_in("Off tobacco (seven days or more)") == ()
    assert times_in("Off tobacco 6 months or longer") == ()
    assert times_in("7 day point prevalence abstinence") == ()
    assert times_in("Smoking at 7 days") == ("7 days",)


@pytest.mark.parametrize(("head", "time"), [("P value", ""), ("P value at 28 weeks", "28 weeks")])
def test_one_test_for_all_times_is_of_what_its_head_says(sheet: Sheet, head, time):
    xs = [60, 160, 240, 330, 430]
    rows = []
    for what, p in (("Walking, min", "0.56"), ("Running, min", "0.22")):
        rows += [
            [what, "Trial entry", "286 (38)", "245 (27)", p],
            ["", "28 weeks", "234 (34)", "219 (26)", ""],
        ]
    booktabs(
        sheet,
        "Table 6. Activity, mean (SD)",
        ["Outcome", "Time point", "Drug group", "Control group", head],
        rows,
        xs,
    )
    found = held(sheet)
    assert {t for _, t, _, s, _ in found if s == "p"} == {time}
    assert {t for _, t, _, s, _ in found if s == "mean"} == {"Trial entry", "28 weeks"}


def test_what_was_known_before_is_a_factor_beside_ratios(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Predictors of falls",
        ["", "Odds ratio (95% CI)", "P value"],
        [
            ["Baseline weight, per kg", "1.14 (0.77-1.69)", "0.51"],
            ["Age, y", "1.03 (0.91-1.19)", "0.19"],
        ],
        [60, 240, 380],
    )
    assert {t for _, t, _, s, _ in held(sheet) if s == "or"} == {""}


@pytest.mark.parametrize(
    ("title", "times"),
    [
        ("Work two years after randomisation by group", ["two years"]),
        ("Characteristics on entry", ["on entry"]),
        ("Lung function at the screening", ["at the screening"]),
        ("Pain at the start of the study", ["at the start of the study"]),
        ("Smoking at end of pregnancy: subgroups by baseline weight", ["end of pregnancy"]),
        ("Events according to baseline state of the arteries", []),
        ("Continence at 1 year in women symptomatic at baseline", ["1 year"]),
        ("Characteristics of participants who were interviewed at the end of the study", []),
        ("Changes in intake between baseline and follow-up", []),
        ("Changes from baseline to post-test and from post-test to three month follow-up", []),
        ("Weight six weeks postpartum", ["six weeks"]),
    ],
)
def test_times_in_the_words_of_titles(title, times):
    assert title_times(title) == times


def test_the_head_of_the_labels_tells_their_time():
    assert corner_times("Work after two years") == ["two years"]
    assert corner_times("Baseline variable") == ["Baseline"]
    assert corner_times("Baseline") == []


def test_a_question_a_quantity_and_what_is_counted_after_treatment_are_no_times():
    assert times_in("Did you cut down before you stopped? n (%)") == ()
    assert times_in("Died within 1 month of going off treatment") == ()
    assert find_times("per 1,000 weeks") == ()
    assert [t.text for t in find_times("at 2,4 weeks")] == ["4 weeks"]


def test_an_estimate_of_years_later_has_their_time():
    assert times_in("Absolute 8-year risk difference, %") == ("8-year",)
    assert times_in("10-year risk of stroke") == ()
    assert times_in("End of program=3 months, mean difference (SD)") == ("3 months",)
    assert is_time("5-y analysis")
    assert times_in("Cumulative incidence at 8 y") == ("8 y",)


def test_what_was_measured_below_measurements_keeps_its_name(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Outcomes, mean (SD)",
        ["Measurement", "Drug group", "Control group"],
        [["Pain at 6 weeks", "7.7 (5.0)", "7.6 (5.3)"], ["Sleep at 6 weeks", "7.2 (5.1)", "8.0 (4.9)"]],
        XS[:3],
    )
    assert {o for o, _, _, s, _ in held(sheet) if s == "mean"} == {"Pain at 6 weeks", "Sleep at 6 weeks"}


def test_how_far_back_people_were_asked_is_no_time_of_a_table_of_the_start(sheet: Sheet):
    body = [
        ["Tea at night (12 months), mean (SD)", "2.6 (1.1)", "2.8 (1.2)"],
        ["Years awake before enrolment, mean (SD)", "8.1 (3.3)", "7.9 (3.0)"],
    ]
    booktabs(sheet, "Table 1. Baseline characteristics", ["", "Drug", "Control"], body, XS[:3])
    assert {(v, t) for _, t, _, s, v in held(sheet) if s == "mean"} == {
        ("2.6", "Baseline"), ("2.8", "Baseline"), ("8.1", "Baseline"), ("7.9", "Baseline"),
    }  # fmt: skip


def test_a_window_of_abstinence_in_brackets_is_no_time(sheet: Sheet):
    body = [
        ["3-month outcomes", "", ""],
        ["  Abstinence from tea (24 hours), n (%)", "12 (30)", "9 (22)"],
    ]
    body += [
        ["6-month outcomes", "", ""],
        ["  Abstinence from tea (24 hours), n (%)", "10 (25)", "8 (20)"],
    ]
    head = ["", "Drug (n = 40)", "Control (n = 40)"]
    booktabs(sheet, "Table 2. Tea drinking", head, body, XS[:3])
    told = {v: t for _, t, _, s, v in held(sheet) if s == "events"}
    assert (told["12"][:7].lower(), told["10"][:7].lower()) == ("3-month", "6-month")


@pytest.mark.parametrize(
    "head", ["Condition", "Group type", "Study condition", "Treatment group", "Arms"]
)
def test_a_word_for_groups_over_the_arms_goes_into_no_name(sheet: Sheet, head):
    row = ["Fatigue, mean (SD)", "47.2 (9.8)", "49.0 (9.4)"]
    spanned(sheet, "Table 2. Fatigue at week 8", [head], ["", "Film", "Lecture"], [row], XS[:3])
    assert {(o, a, v) for o, _, a, s, v in held(sheet) if s == "mean"} == {
        ("Fatigue, mean (SD)", ("Film",), "47.2"),
        ("Fatigue, mean (SD)", ("Lecture",), "49.0"),
    }


def test_each_spanner_gives_its_own_numbers_its_unit(sheet: Sheet):
    spanned(
        sheet,
        "Table 3. Pain",
        ("Days after surgery", "Months after surgery"),
        ["Pain, mean (SD)", "1", "3", "2", "6"],
        [["Drug group", "5.1 (1.0)", "4.1 (1.1)", "3.1 (1.2)", "2.1 (1.3)"]],
    )
    assert {t for _, t, _, s, _ in held(sheet) if s == "mean"} == {
        "Days 1",
        "Days 3",
        "Months 2",
        "Months 6",
    }
