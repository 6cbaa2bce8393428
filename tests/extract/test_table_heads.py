"""Labels over columns that were once taken for arms, and arms that were not, named after the defect."""

import pytest

from curate.model.reading import Found
from curate.parse.label import is_coefficient, is_probability

from .sheet import Sheet, booktabs, sheet, values
from .test_table_shapes import page

__all__ = ["page", "sheet"]

ARMS = ["Training (n = 96)", "Waiting (n = 92)"]


def set_table(page, heads, rows, xs, title="Table 1. Outcomes", notes=(), rules=()):
    """Set header lines, each with the places of its texts, and rows between three rules; return what is read of it."""
    page.text(60, 90, title, bold=True)
    page.rule(60, 540, 98)
    y = 110
    for line, places in heads:
        page.lines(y, [line], places)
        y += 12
    for x0, x1, height in rules:
        page.rule(x0, x1, height)
    page.rule(60, 540, y - 7)
    y = page.lines(y + 5, rows, xs)
    page.rule(60, 540, y - 8)
    for note in notes:
        page.text(60, y + 2, note, size=7)
        y += 9
    return read(page)


def read(page):
    return [item for item in page.read() if isinstance(item, Found)]


def sides(found, statistic):
    """Value → arms and comparators of the readings of one statistic."""
    return {
        r.value: (item.result.arms, item.result.comparators)
        for item in found
        for r in item.readings
        if r.statistic == statistic
    }


BOTH = (("Training",), ("Waiting",))


def test_the_head_of_differences_is_no_arm(page):
    xs = [60, 130, 195, 260, 325, 390, 500]
    rows = [
        [name, "8.2 (1.2)", "8.0 (1.8)", "8.7 (1.7)", "7.2 (1.4)", "1.4 (1.0 to 1.8)", "<.001"]
        for name in ("Pain", "Sleep", "Mood")
    ]
    found = set_table(
        page,
        [
            (["Training", "Waiting", "Group comparison"], [130, 260, 390]),
            (["Outcome", *["Baseline", "Year 1"] * 2, "Difference", "P value"], xs),
        ],
        rows,
        xs,
        title="Table 1. Scores, mean (SD)",
        rules=[(130, 250, 114), (260, 380, 114), (390, 540, 114)],
    )
    names = {arm for item in found for arm in (*item.result.arms, *item.result.comparators)}
    assert names == {"Training", "Waiting"}
    assert sides(found, "p") == {"0.001": BOTH}


@pytest.mark.parametrize(
    ("head", "notes"),
    [
        ("Model β (95% CI)", ()),
        ("Coefficient (95% CI)", ()),
        ("RC (95% CI)", ("Abbreviations: BMI, body mass index; RC, regression coefficient.",)),
    ],
)
def test_a_regression_coefficient_beside_arms_is_of_both(page, head, notes):
    xs = [60, 180, 300, 420]
    rows = [
        [name, "8.2 (1.2)", "8.7 (1.7)", "-3.7 (-6.1 to -1.3)"] for name in ("Pain", "Sleep", "Mood")
    ]
    found = set_table(
        page, [(["Scale, mean (SD)", *ARMS, head], xs)], rows, xs, title="Table 1. Scores", notes=notes
    )
    assert sides(found, "ci_low")["-6.1"] == BOTH


def test_an_abbreviation_that_no_note_spells_out_stays_an_arm(page):
    xs = [60, 180, 300, 420]
    rows = [[name, "8.2 (1.2)", "8.7 (1.7)", "7.7 (1.6)"] for name in ("Pain", "Sleep", "Mood")]
    found = set_table(
        page, [(["Scale, mean (SD)", *ARMS, "RC"], xs)], rows, xs, notes=("RC, relaxation classes.",)
    )
    assert sides(found, "mean")["7.7"] == (("RC",), ())


def test_the_second_of_two_groups_is_no_coefficient():
    assert [is_coefficient(text) for text in ("B", "Group B", "B (SE)", "β", "b (95% CI)")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_a_probability_of_benefit_is_no_share_of_an_arm(page):
    xs = [60, 170, 280, 390]
    heads = [(["Outcome, No. (%)", *ARMS, "Posterior probability of benefit, %"], xs)]
    rows = [["Falls", "44 (46)", "27 (29)", "97"], ["Burns", "19 (20)", "16 (17)", "82"]]
    found = set_table(page, heads, rows, xs)
    assert not {"97", "82"} & {r.value for item in found for r in item.readings}
    assert {item.result.arms for item in found} == {("Training",), ("Waiting",)}
    assert not is_probability("Probability of being discharged")


def test_the_labels_below_group_in_a_column_of_its_own_are_arms(page):
    xs = [60, 160, 240, 340]
    rows = []
    for name in ("Plaque index", "Bleeding", "Coating"):
        rows += [[name, "A", "0.83 (0.20)", "0.18 (0.15)"], [None, "B", "0.89 (0.24)", "0.26 (0.17)"]]
        rows += [[None, "P value", "0.470", "0.200"]]
    heads = [(["Variable", "Group", "Baseline", "Week 1"], xs)]
    found = set_table(page, heads, rows, xs, title="Table 2. Scores, mean (SD)")
    assert sides(found, "mean")["0.83"] == (("A",), ())
    assert sides(found, "p")["0.470"] == (("A",), ("B",))
    assert {item.result.outcome for item in found} == {"Plaque index", "Bleeding", "Coating"}


def test_populations_over_the_same_arms_are_people(page):
    xs = [60, 160, 255, 350, 445]
    arms = ["Pill group (n = 50)", "Sham group (n = 60)", "Pill group (n = 20)", "Sham group (n = 30)"]
    found = set_table(
        page,
        [
            (["Full cohort (n = 110)", "With diabetes (n = 50)"], [160, 350]),
            (["Event", *arms], xs),
        ],
        [
            ["Falls", "5 (10)", "6 (10)", "4 (20)", "9 (30)"],
            ["Burns", "10 (20)", "3 (5)", "1 (5)", "3 (10)"],
        ],
        xs,
        title="Table 1. Events, n (%)",
        rules=[(160, 340, 114), (350, 540, 114)],
    )
    got = {
        (item.result.arms, item.result.subgroup, r.value)
        for item in found
        for r in item.readings
        if r.statistic == "events" and item.result.outcome == "Falls"
    }
    assert (("Pill group",), "With diabetes", "4") in got
    assert (("Sham group",), "With diabetes", "9") in got


def test_rows_of_arms_are_compared_with_the_one_that_is_the_reference(page):
    xs = [60, 200, 360]
    rows = [
        ["Waiting", "1.00 (reference)", "1.00 (reference)"],
        ["Training", "1.31 (0.79-2.15) P=.292", "2.03 (1.23-3.35) P=.006"],
    ]
    y = 128
    page.text(
        60, 90, "Table 3. Odds ratios (95% CI) of better habits for training versus waiting", bold=True
    )
    page.rule(60, 540, 98)
    page.lines(110, [["Phase", "Fruit", "Vegetables"]], xs)
    page.rule(60, 540, 115)
    for phase in ("After 3 months", "After 9 months"):
        page.text(60, y, phase)
        y = page.lines(y + 12, rows, xs)
    page.rule(60, 540, y - 8)
    page.text(60, 600, "Table 4. Scores, mean (SD)", bold=True)
    page.rule(60, 540, 608)
    page.lines(620, [["Scale", *ARMS]], xs)
    page.rule(60, 540, 625)
    page.rule(60, 540, page.lines(637, [["Pain", "3.1 (1.2)", "4.5 (1.3)"]] * 2, xs) - 8)
    found = read(page)
    assert sides(found, "or") == {"1.31": BOTH, "2.03": BOTH}
    assert sides(found, "p") == {"0.292": BOTH, "0.006": BOTH}


def test_levels_beside_all_of_the_people_are_parts_of_them(page):
    xs = [60, 200, 290, 380, 460]
    found = set_table(
        page,
        [
            (["Baseline level, ng/mL"], [300]),
            (["Outcome", "Total population", "<20", "20-40", "P for interaction"], xs),
        ],
        [
            ["Relapse, HR (95% CI)", "0.75 (0.48-1.17)", "1.18 (0.64-2.19)", "0.44 (0.21-0.89)", ".04"],
            ["Death, HR (95% CI)", "1.09 (0.58-2.01)", "1.45 (0.63-3.38)", "0.78 (0.29-2.10)", ".35"],
        ],
        xs,
        rules=[(200, 440, 114)],
    )
    assert {item.result.arms for item in found} == {()}
    assert {item.result.subgroup for item in found} >= {"Baseline level, ng/mL: <20"}


def test_a_row_that_names_a_comparison_of_others_counts_the_people_of_each_arm(page):
    xs = [60, 240, 380]
    rows = [["Aspirin", "54 (56)", "60 (65)"], ["Statin vs dummy pill", "19 (20)", "21 (23)"]]
    found = set_table(
        page, [(["Took part later in", *ARMS], xs)], rows, xs, title="Table 2. Later trials, n (%)"
    )
    assert sides(found, "events")["19"] == (("Training",), ())
    assert sides(found, "events")["21"] == (("Waiting",), ())


def test_kinds_of_an_arm_with_sizes_are_arms_and_what_heads_them_is_none(page):
    xs = [60, 160, 260, 360, 450]
    rows = [[name, "51 (7)", "49 (9)", "48 (8)", "50 (10)"] for name in ("Age", "Weight", "Height")]
    found = set_table(
        page,
        [
            (["Class type"], [360]),
            (
                [
                    "Trait, mean (SD)",
                    "Waiting (n = 96)",
                    "Classes (n = 66)",
                    "Evening (n = 26)",
                    "Morning (n = 40)",
                ],
                xs,
            ),
        ],
        rows,
        xs,
        rules=[(360, 540, 114)],
    )
    assert {arm for item in found for arm in item.result.arms} == {
        "Waiting",
        "Classes",
        "Evening",
        "Morning",
    }


def test_a_label_above_the_first_rule_over_one_column_is_no_line_of_the_title(page):
    xs = [60, 180, 300]
    page.text(60, 90, "Table 1. Depression. Values are means (standard deviations)", bold=True)
    page.rule(60, 540, 80)
    page.text(420, 106, "Mean difference")
    page.lines(115, [["Visit", "Waiting group", "Training group"]], xs)
    page.text(420, 115, "(training- waiting) (95% CI)")
    page.rule(60, 540, 120)
    rows = [
        [name, "7.7 (5.0)", "7.6 (5.3)", "1.06 (0.19 to 1.94)"]
        for name in ("Month 1", "Month 2", "Month 6")
    ]
    page.rule(60, 540, page.lines(132, rows, [*xs, 420]) - 8)
    found = read(page)
    assert set(sides(found, "md").values()) == {(("training",), ("waiting",))}


def test_an_analysis_over_the_arms_goes_into_no_outcome(page):
    xs = [60, 200, 360]
    found = set_table(
        page,
        [
            (["Multiple imputation: all randomised people"], [230]),
            (["Scale, mean (SD)", *ARMS], xs),
        ],
        [["Pain", "3.1 (1.2)", "4.5 (1.3)"], ["Sleep", "7.2 (2.0)", "6.1 (1.9)"]],
        xs,
        rules=[(200, 480, 114)],
    )
    assert {item.result.outcome for item in found} == {"group size", "Pain", "Sleep"}
    assert {item.result.missing_data for item in found if item.result.outcome == "Pain"} == {"MI"}


def test_whom_the_numbers_count_over_the_arms_goes_into_no_outcome(page):
    xs = [60, 200, 360]
    found = set_table(
        page,
        [(["Infants, No. (%)"], [230]), (["Trait", *ARMS], xs)],
        [["Girls", "48 (50)", "46 (50)"], ["Twins", "24 (25)", "23 (25)"]],
        xs,
        rules=[(200, 480, 114)],
    )
    assert {item.result.outcome for item in found} == {"group size", "Girls", "Twins"}


def test_a_name_that_breaks_off_above_its_arms_goes_on_in_each(page):
    xs = [60, 200, 360]
    found = set_table(
        page,
        [(["Sertraline plus"], [290]), (["Event, No. (%)", "Lithium (n = 50)", "Placebo (n = 40)"], xs)],
        [["Falls", "10 (20)", "6 (15)"], ["Burns", "5 (10)", "2 (5)"]],
        xs,
        rules=[(200, 480, 114)],
    )
    assert {arm for item in found for arm in item.result.arms} == {
        "Sertraline plus Lithium",
        "Sertraline plus Placebo",
    }


def test_the_head_of_arms_without_sizes_is_in_no_outcome(page):
    xs = [60, 240, 360]
    rows = [["Smokers", "18 (20)", "9 (11)"], ["Pipes", "40 (44)", "35 (42)"]]
    heads = [(["Group"], [300]), (["Characteristic", "Texts", "Usual care"], xs)]
    found = set_table(
        page, heads, rows, xs, "Table 1. Characteristics, No. (%)", rules=[(240, 540, 113)]
    )
    assert {item.result.outcome for item in found} == {"Smokers", "Pipes"}


def test_a_row_s_own_mean_is_nearer_than_the_counts_that_head_all_columns(page):
    xs = [60, 260, 400]
    rows = [["Women", "98 (32)", "114 (34)"], ["Heart rate, mean (SD), bpm", "92 (17)", "90 (18)"]]
    heads = [(["No. (%)"], [330]), (["Characteristic", "Oxygen (n = 302)", "Ventilation (n = 339)"], xs)]
    found = set_table(page, heads, rows, xs, rules=[(260, 540, 113)])
    got = {
        (item.result.outcome.split(",")[0], r.statistic, r.value)
        for item in found
        for r in item.readings
    }
    assert {("Women", "events", "98"), ("Heart rate", "mean", "92"), ("Heart rate", "sd", "17")} <= got


def test_a_column_called_diff_is_a_difference(page):
    xs = [60, 170, 290, 400, 480]
    rows = [[name, "8.2 (1.2)", "9.9 (1.8)", "1.7", "<.001"] for name in ("Fruit", "Greens")]
    heads = [(["Variable", "Control (n = 50)", "Advice (n = 48)", "Diff", "P"], xs)]
    found = set_table(page, heads, rows, xs, "Table 1. Portions, mean (SD)")
    assert set(sides(found, "md")) == {"1.7"}
    assert {arm for item in found for arm in item.result.arms} == {"Control", "Advice"}


def test_that_by_which_the_arms_differ_is_in_no_outcome(page):
    xs = [60, 260, 400]
    rows = [["Smokers", "18 (20)", "9 (11)"], ["Pipes", "40 (44)", "35 (42)"]]
    heads = [
        (["Medication timing"], [320]),
        (["Characteristic", "Bedtime (n = 91)", "Morning (n = 83)"], xs),
    ]
    found = set_table(
        page, heads, rows, xs, "Table 1. Characteristics, No. (%)", rules=[(260, 540, 113)]
    )
    assert {item.result.outcome for item in found} == {"Smokers", "Pipes", "group size"}
    assert {arm for item in found for arm in item.result.arms} == {"Bedtime", "Morning"}


def test_the_p_of_a_predictor_in_a_regression_is_not_of_the_groups_among_the_rows(sheet: Sheet):
    booktabs(
        sheet,
        "Table 5. Predictors of craving",
        ["Predictor", "F", "p", "B", "SE"],
        [
            ["Confidence", "6.79", ".013", "-3.61", "1.59"],
            ["Programme", "0.78", ".465", "", ""],
            ["Music group", "", "", "-4.85", "6.39"],
            ["Talking group", "", "", "-8.65", "7.39"],
        ],
        [60, 200, 260, 320, 400],
    )
    told = {
        (arms, other) for _, _, arms, other, statistic, _ in values(sheet.read()) if statistic == "p"
    }
    assert told == {((), ())}


def test_causes_and_counts_over_columns_are_no_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Adverse events in 40 patients",
        ["Event", "# of patients", "Related to study treatment"],
        [["Nausea", "36 (90%)", "30 (75%)"], ["Rash", "6 (15%)", "5 (12.5%)"]],
        [60, 200, 320],
    )
    assert {arms for _, _, arms, *_ in values(sheet.read())} == {()}


def test_an_effect_estimate_with_its_own_name_is_between_the_groups(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Mean intake (SE)",
        ["Food", "Intervention (n = 50)", "Control (n = 52)", "Parameter estimate (95% CI)"],
        [
            ["Fruit, g", "16 (3)", "4 (4)", "12 (2 to 22)"],
            ["Milk, ml", "23 (9)", "10 (12)", "13 (-5 to 31)"],
        ],
        [60, 150, 270, 390],
    )
    found = values(sheet.read())
    assert ("Fruit, g", "", ("Intervention",), ("Control",), "ci_low", "2") in found


def test_a_lone_number_is_no_spread_by_a_note(sheet: Sheet):
    y = booktabs(
        sheet,
        "Table 4. Response by status",
        ["Response", "Positive", "Negative", "Total"],
        [["PR", "3", "29", "32"], ["PD", "5", "7", "12"]],
        [60, 200, 280, 360],
    )
    sheet.text(60, y + 16, "PR partial response, SD stable disease", size=7)
    assert "sd" not in {statistic for *_, statistic, _ in values(sheet.read())}
