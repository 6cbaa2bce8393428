"""Labels over columns that were once taken for arms, and arms that were not, named after the defect."""

from .headed import ARMS, set_table, sides
from .sheet import Sheet, booktabs, sheet, values
from .test_table_shapes import page

__all__ = ["page", "sheet"]


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


def test_causes_and_counts_over_columns_are_no_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Adverse events in 40 patients",
        ["Event", "# of patients", "Related to study treatment"],
        [["Nausea", "36 (90%)", "30 (75%)"], ["Rash", "6 (15%)", "5 (12.5%)"]],
        [60, 200, 320],
    )
    assert {arms for _, _, arms, *_ in values(sheet.read())} == {()}


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
