"""Tables whose rows do not say what was measured: the title does, or the head of the labels."""

import pytest

from curate.extract.tables.bearing.titled import modelled_in, ratio_in
from curate.extract.tables.names.empty_labels import says_nothing

from .sheet import booktabs, sheet, values
from .told import named

__all__ = ["sheet"]

TWO = ["Drug (n = 200)", "Control (n = 198)"]
XS = [60, 220, 330, 440]


def _outcomes(found, statistic):
    return {o for o, _, _, _, s, _ in values(found) if s == statistic}


def test_predictors_in_a_model_are_of_what_its_title_says(sheet):
    booktabs(
        sheet,
        "Table 3. Multivariable logistic regression of factors associated with return to work",
        ["Characteristic", "Odds ratio (95% CI)", "P value"],
        [
            ["Treatment", "", ""],
            ["    Drug vs control", "1.62 (1.08-2.44)", "0.02"],
            ["Age, per year", "0.97 (0.95-0.99)", "0.01"],
            ["Sex", "", ""],
            ["    Female vs male", "1.10 (0.80-1.52)", "0.55"],
        ],
        [60, 220, 360],
    )
    outcomes = _outcomes(sheet.read(), "or")
    assert "return to work, Age, per year" in outcomes
    assert all(outcome.startswith("return to work") for outcome in outcomes)


def test_rows_that_a_title_of_ratios_lists_are_outcomes(sheet):
    booktabs(
        sheet,
        "Table 3. Odds ratios for stroke or bleeding",
        ["Event", "Odds ratio (95% CI)", "P value"],
        [["Stroke", "0.62 (0.41-0.94)", "0.02"], ["Bleeding", "1.27 (0.95-1.69)", "0.11"]],
        [60, 220, 360],
    )
    assert _outcomes(sheet.read(), "or") == {"Stroke", "Bleeding"}


def test_ages_are_of_the_deaths_that_a_title_gives_by_age(sheet):
    booktabs(
        sheet,
        "Table 2. Death from stroke, according to age at entry",
        ["Age at entry", *TWO, "Rate ratio (95% CI)"],
        [
            ["50-59 yr", "11 (5.5)", "16 (8.1)", "0.68 (0.32-1.43)"],
            ["60-69 yr", "21 (10.5)", "29 (14.6)", "0.72 (0.43-1.21)"],
        ],
        XS,
    )
    assert _outcomes(sheet.read(), "events") == {
        "Death from stroke, 50-59 yr",
        "Death from stroke, 60-69 yr",
    }


def test_outcomes_that_a_title_gives_by_age_are_not_of_the_title(sheet):
    booktabs(
        sheet,
        "Table 2. Symptoms by age",
        ["Symptom", "Under 50 (n = 90)", "50 or over (n = 80)"],
        [["Headache", "11 (12)", "16 (20)"], ["Cough", "21 (23)", "29 (36)"]],
        [60, 220, 330],
    )
    assert _outcomes(sheet.read(), "events") == {"Headache", "Cough"}


def test_outcomes_that_a_title_lists_are_not_of_all_of_them(sheet):
    booktabs(
        sheet,
        "Table 2. Effect of the drug on pain, sleep or mood stratified by sex",
        ["", *TWO],
        [
            ["Pain in men, mean (SD)", "4.1 (1.2)", "5.0 (1.3)"],
            ["Sleep by sex, mean (SD)", "6.1 (1.2)", "6.0 (1.3)"],
        ],
        XS[:3],
    )
    assert not any("mood" in outcome for outcome in _outcomes(sheet.read(), "mean"))


@pytest.mark.parametrize(
    ("caption", "corner", "labels", "wanted"),
    [
        ("Patients by function", "Barthel index", ["20-40", "41-60"], ["Barthel index, 20-40"]),
        (
            "Response of the tumour",
            "Category",
            ["Grade 0", "Grade 1"],
            ["Response of the tumour, Grade 1"],
        ),
        ("State at the end", "Dizziness", ["Unchanged", "Better"], ["Dizziness, Unchanged"]),
        ("Causes of death", "Cause", ["Cancer", "Stroke"], ["Causes of death, Cancer"]),
        ("Tracer uptake", "Region", ["Pons", "Thalamus"], ["Tracer uptake, Pons"]),
        (
            "Therapy after progression",
            "",
            ["Docetaxel", "None"],
            ["Therapy after progression, Docetaxel"],
        ),
        ("Results", "Outcome", ["Primary", "Death"], ["Outcome, Primary", "Death"]),
        ("Adverse events", "", ["Nausea", "Total"], ["Nausea", "Adverse events, Total"]),
        ("Secondary outcomes", "", ["None", "Total"], ["None"]),
        ("Symptoms", "Symptom", ["Nausea", "Cough"], ["Nausea", "Cough"]),
        ("Baseline characteristics", "", ["Yes", "Cough"], ["Yes", "Cough"]),
    ],
)
def test_kinds_of_something_are_told_of_what(sheet, caption, corner, labels, wanted):
    body = [[label, f"{11 + i} (6)", f"{16 + i} (8)"] for i, label in enumerate(labels)]
    booktabs(sheet, f"Table 2. {caption}", [corner, *TWO], body, XS[:3])
    assert set(wanted) <= _outcomes(sheet.read(), "events")


def test_a_median_time_is_until_what_the_title_says(sheet):
    booktabs(
        sheet,
        "Table 4. Time to first meal",
        ["", *TWO],
        [["As randomised", "", ""], ["    Median time, h", "12", "19"]],
        XS[:3],
    )
    assert _outcomes(sheet.read(), "median") == {"Time to first meal, As randomised, Median time, h"}


def test_a_score_over_all_labels_is_said_of_each(sheet):
    booktabs(
        sheet,
        "Table 2. Results of questionnaires",
        ["Mean SHQ scores (SD)", *TWO],
        [["Bodily pain", "71.2 (10.1)", "68.4 (11.0)"], ["Vitality", "61.5 (12.0)", "60.9 (11.8)"]],
        XS[:3],
    )
    assert _outcomes(sheet.read(), "mean") == {"SHQ scores, Bodily pain", "SHQ scores, Vitality"}


@pytest.mark.parametrize(
    ("caption", "outcome"),
    [
        ("Serious adverse events", "Serious adverse events, Nausea"),
        ("Adverse events and serious adverse events", "Nausea"),
        ("Mild, moderate, or severe adverse events", "Nausea"),
        ("Serious adverse events and other adverse events", "Nausea"),
    ],
)
def test_one_of_several_kinds_of_events_is_not_that_of_all_rows(sheet, caption, outcome):
    body = [["Nausea", "11 (6)", "16 (8)"], ["Cough", "21 (11)", "29 (15)"]]
    booktabs(sheet, f"Table 2. {caption}", ["Event", *TWO], body, XS[:3])
    assert outcome in _outcomes(sheet.read(), "events")


def test_those_of_a_whole_table_are_its_subgroup(sheet):
    booktabs(
        sheet,
        "Table 3. Secondary outcomes in the elderly subgroup",
        ["", *TWO],
        [["Pain, mean (SD)", "4.1 (1.2)", "5.0 (1.3)"], ["Sleep, mean (SD)", "6.1 (1.2)", "6.0 (1.3)"]],
        XS[:3],
    )
    found = sheet.read()
    assert ("Pain", ("Drug",), "mean", "4.1") in {
        (o.split(",")[0], a, s, v) for o, a, s, v in named(found)
    }
    subgroups = {
        item.result.subgroup
        for item in found
        if hasattr(item, "result") and "Pain" in item.result.outcome
    }
    assert subgroups == {"elderly subgroup"}


def test_what_a_model_is_of():
    assert modelled_in("Predictors of relapse at 12 months") == "relapse at 12 months"
    assert modelled_in("Logistic regression of complications on age and sex") == "complications"
    assert modelled_in("Univariate analysis for the total sample") == ""
    assert modelled_in("Serious adverse events of the whole cohort") == ""
    assert ratio_in("Hazard ratios (95% CI) for death, by centre") == "death"


def test_labels_that_say_nothing_alone():
    assert all(
        map(says_nothing, ["Total", "Model 2", "Per-protocol population", "Much better", "Main effects"])
    )
    assert not any(
        map(says_nothing, ["Model 1: abstinence", "Gradual onset", "Any adverse event", "Better sleep"])
    )


@pytest.mark.parametrize("head", ["Follow-up Evaluation", "Visit"])
def test_a_set_of_people_over_times_is_no_outcome(sheet, head):
    booktabs(
        sheet,
        "Table 3. Comparison of nap rates between the kava and hops groups",
        [head, "Kava group", "Hops group"],
        [
            ["Intent-to-treat design", "", ""],
            ["    1 mo", "50/494", "45/496"],
            ["    3 mo", "67/494", "64/496"],
            ["Not using intent-to-treat design", "", ""],
            ["    1 mo", "50/366", "45/356"],
            ["    3 mo", "67/357", "64/350"],
        ],
        XS[:3],
    )
    told = {(o, t, v) for o, t, _, _, s, v in values(sheet.read()) if s == "events" and v == "67"}
    assert {o.split(", ")[-1] for o, _, _ in told} == {
        "Intent-to-treat design",
        "Not using intent-to-treat design",
    }
    assert all("nap rates" in o and head not in o and t == "3 mo" for o, t, _ in told)


def test_how_often_is_no_outcome_without_the_question(sheet):
    booktabs(
        sheet,
        "Table 3. How often do you row each week?",
        ["", "Control, n/N (%)", "Intervention, n/N (%)"],
        [
            ["About once", "20/95 (21.1)", "16/109 (14.7)"],
            ["2–3 times", "37/95 (38.9)", "48/109 (44.0)"],
        ],
        XS[:3],
    )
    told = {o for o, _, _, _, s, _ in values(sheet.read()) if s == "events"}
    assert told == {
        "How often do you row each week?, About once",
        "How often do you row each week?, 2–3 times",
    }


def test_a_coefficient_beside_an_arm_is_no_change(sheet):
    booktabs(
        sheet,
        "Table 5. Knowledge after the film",
        ["Group", "M (SD)", "β coef. (95% CI)"],
        [
            ["Treatment accuracy", "", ""],
            ["    Control group", "2.03 (1.18)", ""],
            ["    Film group", "2.67 (1.21)", "0.68 (0.29-1.07)"],
            ["    Talk group", "2.54 (1.16)", "0.48 (0.09-0.87)"],
        ],
        XS[:3],
    )
    found = [item for item in sheet.read() if hasattr(item, "result")]
    bases = {item.result.basis for item in found for r in item.readings if r.value == "0.68"}
    assert bases == {"unclear"}


@pytest.mark.parametrize(
    ("title", "outcomes"),
    [
        (
            "Hospitalizations in both arms, by cause",
            {"Hospitalizations, Stroke", "Hospitalizations, Burns"},
        ),
        ("Numbers of deaths by cause", {"Deaths, Stroke", "Deaths, Burns"}),
        ("Hospitalizations and burns by cause", {"Stroke", "Burns"}),
    ],
)
def test_causes_are_of_what_the_title_counts(sheet, title, outcomes):
    rows = [["Stroke", "12 (6)", "18 (9)"], ["Burns", "4 (2)", "6 (3)"]]
    booktabs(sheet, f"Table 3. {title}", ["", *(f"{arm}, n (%)" for arm in TWO)], rows, XS[:3])
    assert _outcomes(sheet.read(), "events") == outcomes


def test_scores_at_visits_are_no_change_that_the_title_names(sheet):
    rows = [
        ["Baseline, mean (SD)", "65.6 (20.8)", "67.3 (19.6)"],
        ["Week 18, mean (SD)", "68.6 (17.4)", "66.9 (18.1)"],
        ["Change from baseline, mean (SD)", "3.0 (9.1)", "-0.4 (8.2)"],
    ]
    booktabs(
        sheet, "Table 3. Change from baseline to week 18 in the Rowing Scale", ["", *TWO], rows, XS[:3]
    )
    found = {(t, v): o for o, t, _, _, s, v in values(sheet.read()) if s == "mean"}
    assert found["Baseline", "65.6"] == found["Week 18", "66.9"] == "Rowing Scale"
    assert "3.0" in {v for (_, v), o in found.items() if o.lower().startswith("change")}
