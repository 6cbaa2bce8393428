"""Whom the rows of a model are of: arms against the reference, or nobody; and labels that are no arms, or some."""

from .headed import read, set_table, sides
from .test_table_shapes import page

__all__ = ["page"]

NOBODY = ((), ())


def _introduce(page, *arms):
    """Set a table below that names the arms of the report."""
    xs = [60, 240, 360]
    page.text(60, 400, "Table 9. Stay, mean (SD)", bold=True)
    page.rule(60, 540, 408)
    page.lines(420, [["Scale", *(f"{arm} (n = 61)" for arm in arms)]], xs)
    page.rule(60, 540, 425)
    page.rule(60, 540, page.lines(437, [["Pain", "3.1 (1.2)", "4.5 (1.3)"]] * 2, xs) - 8)


def test_covariates_beside_arms_of_a_model_compare_no_arms(page):
    xs = [60, 260, 420]
    rows = [
        ["Walking arm", "0.46 (0.23-0.91)", ".026"],
        ["Rowing arm", "0.70 (0.30-1.67)", ".424"],
        ["Waiting arm", "Ref", "Ref"],
        ["Age over 60", "0.69 (0.36-1.33)", ".272"],
        ["Pension", "1.50 (0.89-2.54)", ".131"],
    ]
    heads = [(["Variables in the model", "Relative risk (95% CI)", "P-value"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 2. Adjusted model of falls")
    against = ("Waiting arm",)
    expected = {"0.46": (("Walking arm",), against), "0.70": (("Rowing arm",), against)}
    assert sides(found, "rr") == {**expected, "0.69": NOBODY, "1.50": NOBODY}
    assert sides(found, "p")["0.131"] == NOBODY


def test_a_row_of_an_outcome_over_its_arms_compares_them(page):
    xs = [60, 260, 420]
    rows = [
        ["Falls", "", ".026"],
        ["Walking arm", "0.46 (0.23-0.91)", ""],
        ["Waiting arm", "Ref", ""],
        ["Burns", "", ".131"],
        ["Walking arm", "0.69 (0.36-1.33)", ""],
        ["Waiting arm", "Ref", ""],
    ]
    heads = [(["Outcome", "Relative risk (95% CI)", "P-value"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 2. Accidents")
    arms = {frozenset((*a, *c)) for a, c in sides(found, "p").values()}
    assert arms == {frozenset(("Walking arm", "Waiting arm"))}


def test_a_bare_one_beside_ratios_with_limits_is_what_they_are_compared_with(page):
    _introduce(page, "Waiting", "Training")
    rows = [
        ["Age, years", "0.70 (0.49-1.00)", "0.051"],
        ["Treatment", "", "0.16"],
        ["    Waiting", "1", ""],
        ["    Training", "0.69 (0.41-1.16)", ""],
        ["Iron", "", "0.93"],
        ["    Low", "1", ""],
        ["    High", "0.97 (0.55-1.71)", ""],
    ]
    xs = [60, 260, 420]
    heads = [(["Characteristic", "Hazard ratio (95% CI)", "P-value"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 3. Cox model of survival")
    ratios, tests = sides(found, "hr"), sides(found, "p")
    assert ratios["0.69"] == (("Training",), ("Waiting",))
    assert (ratios["0.70"], ratios["0.97"], tests["0.93"]) == (NOBODY,) * 3
    assert tests["0.16"] == (("Waiting",), ("Training",))


def test_the_effect_that_a_model_estimates_is_no_arm(page):
    xs = [60, 200, 290, 370, 470]
    heads = [
        (["Overall effect of gloves", "Effect per glove type"], [200, 370]),
        (["Variable", *["Hazard ratio (95% CI)", "p value"] * 2], xs),
    ]
    rows = [
        [name, "1.07 (0.66-1.71)", "0.80", "1.06 (0.65-1.72)", "0.81"]
        for name in ("Wearing of gloves", "Siblings", "Crowding")
    ]
    found = set_table(
        page, heads, rows, xs, title="Table 5. Hazard ratios", rules=[(200, 350, 114), (370, 540, 114)]
    )
    assert set(sides(found, "hr").values()) == {NOBODY}


def test_all_of_one_treatment_is_one_of_the_groups(page):
    xs = [60, 200, 320, 440]
    rows = [[name, "48 (10%)", "395 (42%)", "0.02"] for name in ("Itch", "Heat", "Rash")]
    heads = [(["Complaint", "Cotton glove (n = 492)", "All latex (n = 949)", "P value"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 5. Complaints")
    assert sides(found, "p") == {"0.02": (("Cotton glove",), ("All latex",))}
    assert (("All latex",), ()) in sides(found, "events").values()


def test_an_outcome_in_all_patients_is_no_arm_of_their_number(page):
    xs = [60, 220, 300, 400, 480]
    over = "Overall survival (all patients, n = 436)"
    heads = [
        (["Single predictors", "Joint predictors"], [220, 400]),
        ([over, over], [220, 400]),
        (["Factor", *["HR (95% CI)", "P value"] * 2], xs),
    ]
    rows = [
        [name, "0.71 (0.64, 0.79)", "0.02", "0.91 (0.79, 1.05)", "0.20"]
        for name in ("Fever", "Cough", "Ache")
    ]
    page_rules = [(220, 380, 114), (400, 540, 114), (220, 380, 126), (400, 540, 126)]
    found = set_table(page, heads, rows, xs, title="Table 3. Predictors of death", rules=page_rules)
    assert not any("survival" in arm for item in found for arm in item.result.arms)
    assert all("Overall survival" in item.result.outcome for item in found if item.result.outcome)


def test_rows_below_treatment_are_the_arms_of_what_came_of_them(page):
    xs = [60, 180, 250, 340, 430]
    heads = [
        (["Treatment", "No. of patients"], [60, 250]),
        (["Total", "Good recovery", "Disability", "Death"], xs[1:]),
    ]
    rows = [
        ["Rest", "25", "20", "4", "1"],
        ["Drain", "8", "7", "1", "0"],
        ["Stent", "5", "3", "1", "1"],
        ["Total", "38", "30", "6", "2"],
    ]
    found = set_table(
        page, heads, rows, xs, title="Table 3. Treatments and outcomes", rules=[(180, 540, 114)]
    )
    arms = {item.result.arms for item in found}
    assert {("Rest",), ("Drain",), ("Stent",)} <= arms
    assert not {("Good recovery",), ("Disability",), ("Death",), ("Total",)} & arms


def test_rows_below_treatment_beside_groups_are_what_was_given(page):
    xs = [60, 240, 400]
    rows = [["Insulin", "8 (20)", "9 (21)"], ["Diet", "5 (12)", "7 (17)"], ["Tablets", "3 (8)", "2 (5)"]]
    heads = [(["Treatment", "Training group", "Waiting group"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 1. Treatments before, n (%)")
    assert {item.result.arms for item in found} == {("Training group",), ("Waiting group",)}


def test_what_was_given_to_the_one_group_of_a_table_is_no_arm(page):
    page.text(60, 90, "Table 1. Patients", bold=True)
    page.rule(60, 540, 98)
    page.lines(110, [["", "N = 119, n (%)"]], [60, 300])
    page.rule(60, 540, 115)
    rows = [
        ["Female sex", "48 (40.3)"],
        ["Smoker", "20 (16.8)"],
        ["Fever", "22 (18.5)"],
        ["Keyhole repair", "61 (51.3)"],
        ["Anaemia", "14 (11.8)"],
    ]
    page.rule(60, 540, page.lines(127, rows, [60, 300]) - 8)
    _introduce(page, "Keyhole repair", "Open repair")
    found = [item for item in read(page) if any(r.value == "51.3" for r in item.readings)]
    assert [(item.result.arms, item.result.outcome) for item in found] == [((), "Keyhole repair")]


def test_a_p_below_a_header_between_the_rows_compares_the_arms_of_that(page):
    xs = [60, 220, 320, 420, 500]
    _introduce(page, "Walking", "Training")
    heads = [(["", "All (N = 262)", "Waiting (N = 129)", "Training (N = 133)", "P-value"], xs)]
    rows = [
        ["Falls, no. (%)", "174 (66)", "83 (64)", "91 (68)", "0.49"],
        ["Burns, no. (%)", "74 (28)", "33 (26)", "41 (31)", "0.28"],
        ["", "", "Walking", "Training", ""],
        ["Cuts, no. (%)", "155 (59)", "64 (50)", "91 (68)", "0.002"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 2. Accidents")
    assert sides(found, "p") == {
        "0.49": (("Waiting",), ("Training",)),
        "0.28": (("Waiting",), ("Training",)),
        "0.002": (("Walking",), ("Training",)),
    }


def test_coefficients_of_treatments_against_the_reference_are_no_outcomes_of_them(page):
    xs = [60, 260, 420]
    rows = [["Balm", "0.846", "0.189"], ["Rinse", "0.602", "0.201"], ["Gel (reference)", "0", ""]]
    heads = [(["Treatment", "Estimate", "SE"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 1. Model of scores")
    assert not any(item.result.arms for item in found)
