"""What the numbers of small typeset tables are, by what the table says of them."""

import pytest

from curate.model.problem import Problem
from curate.model.reading import Found

from .sheet import booktabs, grids, rows_of, sheet, values

__all__ = ["sheet"]


def test_booktabs_with_a_stated_spread(sheet):
    booktabs(
        sheet,
        "Table 1. Depression at week 4. Data are mean (SD).",
        ["Scale", "Ketamine (n = 22)", "Placebo (n = 20)", "P value"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)", "0.003"], ["HAM-D", "9.8 (3.1)", "13.0 (3.9)", "<0.001"]],
        [60, 180, 300, 420],
    )
    found = sheet.read()
    (grid,) = grids(found)
    assert (grid.label, rows_of(grid)[1]) == ("Table 1", ["MADRS", "12.3 (4.5)", "18.1 (5.0)", "0.003"])
    got = values(found)
    assert ("MADRS", "week 4", ("Ketamine",), (), "mean", "12.3") in got
    assert ("MADRS", "week 4", ("Ketamine",), (), "sd", "4.5") in got
    assert ("HAM-D", "week 4", ("Ketamine",), ("Placebo",), "p", "<0.001") in got
    assert ("group size", "", ("Placebo",), (), "n", "20") in got
    assert not [item for item in found if isinstance(item, Problem)]


def test_each_result_has_its_n_and_says_whence(sheet):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["Scale", "Ketamine (n = 22)", "Placebo (n = 20)"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"]],
        [60, 180, 300],
    )
    (result,) = [
        item for item in sheet.read()
        if isinstance(item, Found) and item.result.arms == ("Ketamine",) and item.result.outcome == "MADRS"
    ]  # fmt: skip
    n = next(r for r in result.readings if r.statistic == "n")
    assert (n.value, n.flags) == ("22", ("n_from:column_header",))
    assert n.evidence.quote == "Ketamine (n = 22)"


def test_evidence_names_the_place(sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        ["Scale", "Drug (n = 22)", "Placebo (n = 20)"],
        [["MADRS", "12.3 (4.5)", "18.1 (5.0)"]],
        [60, 180, 300],
    )
    found = sheet.read()
    reading = next(
        r for item in found if isinstance(item, Found) for r in item.readings if r.value == "18.1"
    )
    evidence = reading.evidence
    assert (evidence.page, evidence.table, evidence.quote) == (1, "Table 2", "18.1 (5.0)")
    assert evidence.row_headers == ("MADRS",)
    assert evidence.column_headers == ("Placebo (n = 20)",)
    x0, top, _, bottom = evidence.box
    assert 299 < x0 < 301
    assert top < 132 < bottom
    assert evidence.grid == grids(found)[0].id


def test_a_footnote_makes_the_spread_a_standard_error(sheet):
    booktabs(
        sheet,
        "Table 1 Change in weight",
        ["Outcome", "Diet", "Control group"],
        [["Weight, kg", "-2.4 ± 0.3", "-0.2 ± 0.4"], ["Waist, cm", "-3.1 ± 0.5", "0.1 ± 0.6"]],
        [60, 200, 320],
        foot=["Values are means ± SE."],
    )
    got = values(sheet.read())
    assert ("Weight, kg", "", ("Diet",), (), "se", "0.3") in got
    assert ("Waist, cm", "", ("Control group",), (), "mean", "0.1") in got
    assert not [g for g in got if g[4] == "sd"]


def test_an_unsaid_spread_is_unclear_and_a_problem(sheet):
    booktabs(
        sheet,
        "Table 1 Weight",
        ["Outcome", "Diet", "Control group"],
        [["Weight, kg", "70.1 ± 9.3", "71.2 ± 8.4"]],
        [60, 200, 320],
    )
    found = sheet.read()
    readings = [r for item in found if isinstance(item, Found) for r in item.readings]
    assert {(r.statistic, r.status) for r in readings} == {("mean", "unclear"), ("sd", "unclear")}
    assert all("statistic_guessed" in r.flags for r in readings)
    assert {item.code for item in found if isinstance(item, Problem)} == {"statistic_unclear"}


def test_counts_with_percent_and_ratios(sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events in the safety population",
        ["Event, n (%)", "Drug (n = 150)", "Placebo (n = 140)"],
        [
            ["Headache", "12 (8)", "7 (5)"],
            ["Nausea", "3/150 (2%)", "0"],
            ["Any", "30% (45)", "20% (28)"],
        ],
        [60, 200, 320],
    )
    found = sheet.read()
    got = {(o.rpartition(", ")[2], arms[0], s, v) for o, _, arms, _, s, v in values(found)}
    assert {("Headache", "Drug", "events", "12"), ("Headache", "Drug", "percent", "8")} <= got
    assert {("Nausea", "Drug", "events", "3"), ("Nausea", "Drug", "total", "150")} <= got
    assert ("Nausea", "Placebo", "events", "0") in got
    assert {("Any", "Drug", "events", "45"), ("Any", "Drug", "percent", "30")} <= got
    assert {i.result.analysis_set for i in found if isinstance(i, Found)} == {"safety"}


def test_counts_and_means_under_one_statement_are_told_by_arithmetic(sheet):
    booktabs(
        sheet,
        "Table 1. Baseline characteristics",
        ["", "Drug (n = 50)", "Placebo (n = 50)"],
        [["Female", "30 (60)", "25 (50)"], ["Age, years", "45 (12)", "46 (11)"]],
        [60, 200, 320],
        foot=["Values are mean (SD) or n (%)."],
    )
    got = values(sheet.read())
    assert ("Female", "Baseline", ("Drug",), (), "events", "30") in got
    assert ("Age, years", "Baseline", ("Drug",), (), "mean", "45") in got
    assert ("Age, years", "Baseline", ("Drug",), (), "sd", "12") in got


def test_median_and_quartiles_unless_otherwise_stated(sheet):
    booktabs(
        sheet,
        "Table 1. Values are median [IQR] unless otherwise stated",
        ["", "Drug (n = 50)", "Placebo (n = 50)"],
        [["Pain", "5 [3–9]", "6 [4–8]"], ["Weight, mean (SD)", "70 (9)", "71 (8)"]],
        [60, 200, 320],
    )
    got = values(sheet.read())
    assert ("Pain", "", ("Drug",), (), "q1", "3") in got
    assert ("Pain", "", ("Placebo",), (), "q3", "8") in got
    assert ("Weight, mean (SD)", "", ("Drug",), (), "sd", "9") in got


def test_differences_name_both_arms(sheet):
    booktabs(
        sheet,
        "Table 2. Blood pressure at 12 weeks",
        ["Outcome", "Drug, mean (SD)", "Placebo, mean (SD)", "Difference (95% CI)"],
        [["Systolic, mm Hg", "130 (12)", "138 (13)", "-8.0 (-11.2 to -4.8)"]],
        [60, 160, 270, 380],
    )
    found = sheet.read()
    (contrast,) = [i for i in found if isinstance(i, Found) and i.result.comparators]
    assert {r.statistic: r.value for r in contrast.readings} == {
        "md": "-8.0",
        "ci_low": "-11.2",
        "ci_high": "-4.8",
    }
    assert {r.ci_level for r in contrast.readings if r.statistic != "md"} == {95.0}
    assert contrast.result.timepoint == "12 weeks"


def test_raised_marks_stay_out_of_the_value_and_lead_to_their_note(sheet):
    booktabs(
        sheet,
        "Table 1 Lengths of stay",
        ["Outcome", "Drug (n = 30)", "Placebo (n = 30)"],
        [["Stay, days", "5 (3–9)", "6 (4–8)"], ["Age, years", "50 (9)", "51 (8)"]],
        [60, 200, 320],
    )
    sheet.text(60 + 37, 132, "a", size=5, rise=3)
    sheet.text(60, 164, "a", size=5, rise=3)
    sheet.text(63, 164, "Median (interquartile range).", size=7)
    found = sheet.read()
    got = values(found)
    assert ("Stay, days", "", ("Drug",), (), "median", "5") in got
    assert next(c.marks for c in grids(found)[0].cells if c.text.startswith("Stay")) == "a"


def test_within_arm_differences_are_changes(sheet):
    booktabs(
        sheet,
        "Table 2. Quality of life, mean ± SD",
        ["Survey", "Group", "Baseline", "6 months", "Difference"],
        [["SF-12", "Drug group", "47.1 ± 10.3", "51.1 ± 8.9", "4.0 ± 9.8"],
         ["", "Placebo group", "48.9 ± 9.8", "50.8 ± 8.8", "1.9 ± 9.9"]],
        [60, 130, 230, 320, 410],
    )  # fmt: skip
    changes = [i for i in sheet.read() if isinstance(i, Found) and i.result.basis == "change"]
    assert {i.result.arms for i in changes} == {("Drug group",), ("Placebo group",)}
    assert {r.statistic for i in changes for r in i.readings} == {"mean", "sd"}


@pytest.mark.parametrize(
    "said",
    [
        "Values are presented as mean ± SD, and groups were",
        "Mean and standard deviation are reported for continuous variables, groups were",
        "Descriptive statistical methods (mean, standard deviation, median) were used, groups",
    ],
)
def test_the_methods_section_says_what_the_spread_is(sheet, said):
    sheet.text(60, 600, f"Statistical analysis. {said}", size=9)
    sheet.text(
        60, 611, "compared with the t test for independent samples throughout this report.", size=9
    )
    booktabs(
        sheet,
        "Table 1 Weight",
        ["Outcome", "Diet", "Control group"],
        [["Weight, kg", "70.1 ± 9.3", "71.2 ± 8.4"]],
        [60, 200, 320],
    )
    readings = [r for i in sheet.read() if isinstance(i, Found) for r in i.readings]
    assert {(r.statistic, r.status) for r in readings} == {("mean", "reported"), ("sd", "reported")}
    assert all("statistic_from:text" in r.flags for r in readings)


def test_roles_of_group_sizes(sheet):
    booktabs(
        sheet,
        "Table 1. Numbers of participants",
        ["", "Drug group", "Control group"],
        [["Randomised", "24", "25"], ["Analysed for pain", "22", "23"], ["Completed", "20", "21"]],
        [60, 200, 320],
    )
    roles = {(r.role, r.value) for i in sheet.read() if isinstance(i, Found) for r in i.readings}
    assert {("randomised", "24"), ("analysed", "22"), ("completed", "21")} <= roles


def test_limits_in_columns_of_their_own(sheet):
    booktabs(
        sheet,
        "Table 2. Treatment effects at week 12",
        ["Outcome", "Drug vs placebo, mean difference", "Lower limit", "Upper limit"],
        [["MADRS", "-3.2", "-5.0", "-1.4"]],
        [60, 150, 310, 400],
    )
    (contrast,) = [i for i in sheet.read() if isinstance(i, Found) and i.result.comparators]
    assert contrast.result.comparators == ("placebo",)
    assert {r.statistic: r.value for r in contrast.readings} == {
        "md": "-3.2",
        "ci_low": "-5.0",
        "ci_high": "-1.4",
    }


def test_two_rates_in_one_cell_are_no_mean_with_the_sd_of_the_methods_section(sheet):
    sheet.text(
        60, 600, "Statistical analysis. Values are presented as mean (SD), and groups were", size=9
    )
    sheet.text(
        60, 611, "compared with the t test for independent samples throughout this report.", size=9
    )
    booktabs(
        sheet,
        "Table 1 Rates of rowing, those seen (all)",
        ["Week", "Diet", "Control group"],
        [["Week 12", "44 (36)", "31 (25)"], ["Week 24", "40 (33)", "30 (24)"]],
        [60, 200, 320],
    )
    readings = [r for i in sheet.read() if isinstance(i, Found) for r in i.readings]
    assert {r.statistic for r in readings} == {"percent"}
    assert {r.status for r in readings} == {"unclear"}
