"""What a table's labels say about its cells, in layouts of trial reports."""

from curate.model.reading import Found

from .sheet import PITCH, Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def test_a_column_of_arms_between_columns_of_numbers(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Change in six months, mean (95% CI)",
        ["Outcome", "Difference", "Group", "Change", "P value"],
        [
            ["Weight (kg)", "1 kg", "I", "-0.89 (-1.53, -0.25)", "0.007"],
            ["", "", "C", "0.30 (-0.35, 0.95)", "0.357"],
            ["Waist (cm)", "1 cm", "I", "-1.34 (-2.31, -0.36)", "0.008"],
            ["", "", "C", "-0.32 (-1.47, 0.82)", "0.578"],
        ],
        [60, 150, 230, 300, 420],
    )
    got = {(o, a, s, v) for o, _, a, _, s, v in values(sheet.read())}
    assert ("Weight (kg)", ("C",), "mean", "0.30") in got
    assert ("Waist (cm)", ("I",), "ci_low", "-2.31") in got


def crossed(sheet, corner="Weeks"):
    xs = [60, 120, 220, 330, 430]
    sheet.text(60, 100, "Table 1. Vitamin E in plasma, mean ± SD", bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(150, 118, "Walkers")
    sheet.text(360, 118, "Sitters")
    sheet.rule(120, 310, 122)
    sheet.rule(330, 520, 122)
    header = [corner, "Placebo, n = 27", "Vitamin, n = 29", "Placebo, n = 28", "Vitamin, n = 30"]
    sheet.row(132, header, xs)
    sheet.rule(60, 520, 137)
    y = 137
    for row in (["0", "11.6 ± 3.1", "11.7 ± 2.2", "11.5 ± 3.3", "11.3 ± 3.0"],
                ["12", "10.4 ± 2.1", "14.2 ± 3.6", "10.2 ± 3.4", "13.9 ± 4.1"]):  # fmt: skip
        y += PITCH + 2
        sheet.row(y, row, xs)
    sheet.rule(60, 520, y + 5)
    return [item for item in sheet.read() if isinstance(item, Found)]


def test_arms_below_subgroups(sheet: Sheet):
    found = crossed(sheet)
    held = {
        (item.result.subgroup, item.result.arms, reading.value)
        for item in found
        for reading in item.readings
        if reading.statistic == "mean"
    }
    assert ("Walkers", ("Vitamin",), "14.2") in held
    assert ("Sitters", ("Placebo",), "10.2") in held


def test_each_subgroup_has_the_sizes_of_its_own_arms(sheet: Sheet):
    sizes = {
        (item.result.subgroup, item.result.arms, reading.value)
        for item in crossed(sheet)
        for reading in item.readings
        if reading.statistic == "n" and item.result.outcome != "group size"
    }
    assert sizes == {
        ("Walkers", ("Placebo",), "27"),
        ("Walkers", ("Vitamin",), "29"),
        ("Sitters", ("Placebo",), "28"),
        ("Sitters", ("Vitamin",), "30"),
    }


def test_bare_numbers_below_a_unit_of_time_are_time_points(sheet: Sheet):
    times = {item.result.timepoint for item in crossed(sheet) if item.result.outcome != "group size"}
    assert times == {"Weeks 0", "Weeks 12"}


def test_bare_numbers_below_another_head_are_none(sheet: Sheet):
    times = {item.result.timepoint for item in crossed(sheet, corner="Doses")}
    assert times == {""}


def test_n_beside_a_column_of_percentages_counts_people_with_the_event(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Prescriptions",
        ["Arm", "n", "(%)"],
        [["Nurse group (n = 125)", "27", "(22)"], ["Usual care group (n = 133)", "43", "(32)"]],
        [60, 250, 330],
    )
    got = {(a, s, v) for _, _, a, _, s, v in values(sheet.read())}
    assert (("Nurse group",), "events", "27") in got
    assert (("Usual care group",), "percent", "32") in got
    assert (("Nurse group",), "n", "125") in got


def test_a_note_about_the_difference_leaves_the_arms_counts_alone(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Outcomes",
        ["Outcome", "Group A (n = 6051)", "Group B (n = 5892)"],
        [
            ["Opened the letter", "247 (4.1%)a", "515 (8.7%)a"],
            ["Read the page", "202 (3.3%)", "362 (6.1%)"],
        ],
        [60, 220, 360],
        foot=["a Risk difference 4.6% (95% CI 3.8 to 5.5)"],
    )
    got = {(o, s, v) for o, _, _, _, s, v in values(sheet.read())}
    assert ("Opened the letter", "events", "247") in got
    assert ("Opened the letter", "percent", "8.7") in got
    assert not [s for _, s, _ in got if s in ("md", "rd")]


def test_a_heading_across_the_columns_names_the_arm_of_the_rows_below(sheet: Sheet):
    xs = [60, 150, 270, 390]
    sheet.text(60, 100, "Table 6. Blood cells, mean ± SD", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Weeks", "White cells", "Red cells", "Platelets"], xs)
    sheet.rule(60, 500, 123)
    sheet.text(200, 137, "Walkers (placebo, n = 27)")
    sheet.row(151, ["0", "7.6 ± 1.8", "4.1 ± 0.9", "250 ± 40"], xs)
    sheet.row(165, ["12", "7.2 ± 1.9", "4.2 ± 0.6", "251 ± 41"], xs)
    sheet.text(200, 179, "Walkers (vitamin, n = 29)")
    sheet.row(193, ["0", "8.3 ± 1.5", "4.0 ± 0.6", "252 ± 42"], xs)
    sheet.row(207, ["12", "8.4 ± 1.6", "4.3 ± 0.7", "253 ± 43"], xs)
    sheet.rule(60, 500, 212)
    got = {(t, a, v) for _, t, a, _, s, v in values(sheet.read()) if s == "mean"}
    assert ("Weeks 12", ("Walkers (placebo)",), "7.2") in got
    assert ("Weeks 12", ("Walkers (vitamin)",), "8.4") in got


def test_a_header_of_change_joins_the_title_where_rows_are_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2: Home pressure",
        ["Arm", "Pressure", "Change from baseline (mm Hg)"],
        [["Drug group", "134.9 (9.0)", "-12.8 (5.1)"], ["Placebo group", "143.6 (9.9)", "-4.1 (5.2)"]],
        [60, 200, 330],
        foot=["Data are mean (SD)."],
    )
    outcomes = {o for o, _, a, _, s, _ in values(sheet.read()) if s == "mean"}
    assert "Home pressure, Change from baseline (mm Hg)" in outcomes


def test_labels_of_other_statistics_below_before_and_after_are_outcomes(sheet: Sheet):
    xs = [60, 110, 210, 310, 410]
    sheet.text(60, 100, "Table 2. Samples before and after the course", bold=True)
    sheet.rule(60, 520, 108)
    sheet.text(120, 118, "Before the course May 2030")
    sheet.text(330, 118, "After the course July 2030")
    sheet.rule(110, 290, 122)
    sheet.rule(310, 500, 122)
    sheet.row(
        132, ["Clinic", "Samples taken", "Rejected, n (%)", "Samples taken", "Rejected, n (%)"], xs
    )
    sheet.rule(60, 520, 137)
    sheet.row(151, ["A", "7557", "60 (0.79)", "10 218", "79 (0.77)"], xs)
    sheet.row(165, ["B", "3973", "45 (1.13)", "4114", "48 (1.17)"], xs)
    sheet.rule(60, 520, 170)
    got = values(sheet.read())
    assert ("A, Rejected", "Before the course May 2030", (), (), "events", "60") in got
    assert ("B, Rejected", "After the course July 2030", (), (), "percent", "1.17") in got
    assert ("A, Samples taken", "After the course July 2030", (), (), "events", "10218") in got


def test_a_span_of_years_beside_a_row_is_a_group_of_ages(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Participants, n (%)",
        ["Age", "Ketamine (n = 30)", "Placebo (n = 30)"],
        [["< 30 years", "7 (23)", "9 (30)"], ["30–50 years", "23 (77)", "21 (70)"]],
        [60, 200, 340],
    )
    got = {(o, t) for o, t, _, _, s, _ in values(sheet.read()) if s == "events"}
    assert got == {("< 30 years", ""), ("30–50 years", "")}


def test_rows_named_by_their_initials_are_no_statistics(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Restraint by shift",
        ["Shift", "Drug (n = 63), M (%) ± SD", "Control (n = 61), M (%) ± SD"],
        [
            ["A", "0.6 ± 0.02", "7.1 ± 0.08"],
            ["P", "0.7 ± 0.02", "3.7 ± 0.05"],
            ["N", "1.0 ± 0.02", "2.8 ± 0.04"],
        ],
        [60, 160, 340],
    )
    got = {(s, v) for o, _, _, _, s, v in values(sheet.read()) if o != "group size"}
    assert {("mean", "0.7"), ("sd", "0.05"), ("mean", "1.0")} <= got
    assert {s for s, _ in got} == {"mean", "sd", "n"}


def test_a_median_over_its_range(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Profile, median/range",
        ["Measure", "Drug (n = 63)", "Control (n = 61)"],
        [["Age", "77/31–100", "64/17–88"], ["Diagnoses", "3/1–7", "1/1–7"]],
        [60, 200, 340],
    )
    got = {(o, s, v) for o, _, a, _, s, v in values(sheet.read()) if a == ("Drug",)}
    assert {("Diagnoses", "median", "3"), ("Diagnoses", "min", "1"), ("Age", "max", "100")} <= got


def test_counts_of_categories_are_no_events_of_a_total(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Participants",
        ["", "TAP group", "Control group"],
        [["Sex (male/female)", "2/19", "12/9"], ["ASA I/II/III", "9/8/4", "10/10/1"]],
        [60, 200, 340],
    )
    got = {(o, a[0], s, v) for o, _, a, _, s, v in values(sheet.read())}
    assert ("Sex (male/female), male", "TAP group", "events", "2") in got
    assert ("Sex (male/female), female", "TAP group", "events", "19") in got
    assert ("ASA I/II/III, III", "Control group", "events", "1") in got
    assert not [s for _, _, s, _ in got if s == "total"]


def test_a_group_whose_p_stands_beside_its_head(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Participants, n (%)",
        ["", "Drug (n = 20)", "Placebo (n = 20)", "P"],
        [
            ["Married", "9 (45)", "11 (55)", "0.53"],
            ["Origin", "", "", "0.82"],
            ["Home", "12 (60)", "13 (65)", ""],
            ["Hospital", "8 (40)", "7 (35)", ""],
            ["Smoker", "5 (25)", "4 (20)", "0.71"],
        ],
        [60, 180, 300, 420],
    )
    outcomes = {o for o, _, _, _, s, _ in values(sheet.read()) if s in ("events", "p")}
    assert outcomes == {"Married", "Origin", "Origin, Home", "Origin, Hospital", "Smoker"}


def test_pre_and_post_of_one_procedure_are_times(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Markers, mean ± SD",
        ["Marker", "Precooling", "Postcooling", "P"],
        [["Sodium", "141 ± 3", "138 ± 4", "0.04"], ["Potassium", "4.1 ± 0.4", "3.9 ± 0.5", "0.20"]],
        [60, 180, 300, 420],
    )
    found = [f for f in sheet.read() if isinstance(f, Found)]
    got = {(f.result.timepoint, f.result.basis, f.result.arms) for f in found if len(f.readings) > 1}
    assert got == {("Precooling", "baseline", ()), ("Postcooling", "final", ())}


def test_periods_below_the_arms_are_times(sheet: Sheet):
    xs = [60, 140, 250, 360, 460]
    sheet.text(60, 100, "Table 1. Patients, n (%)", bold=True)
    sheet.rule(60, 560, 108)
    sheet.text(160, 118, "Intervention group")
    sheet.text(400, 118, "Control group")
    sheet.rule(140, 340, 122)
    sheet.rule(360, 560, 122)
    header = ["", "Period 1 (n = 448)", "Period 2 (n = 492)", "Period 1 (n = 743)", "Period 2 (n = 881)"]
    sheet.row(132, header, xs)
    sheet.rule(60, 560, 137)
    sheet.row(151, ["Died", "60 (13)", "91 (18)", "236 (32)", "256 (29)"], xs)
    sheet.row(165, ["Male", "308 (69)", "320 (65)", "439 (59)", "531 (60)"], xs)
    sheet.rule(60, 560, 170)
    got = {(o, t, a, v) for o, t, a, _, s, v in values(sheet.read()) if s in ("events", "n")}
    assert ("Died", "Period 2", ("Intervention group",), "91") in got
    assert ("Died", "Period 2", ("Control group",), "881") in got


def test_a_group_called_by_the_letter_n(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Response, n (%)",
        ["Response", "Group N", "Group L"],
        [["None", "4 (13%)", "24 (80%)"], ["Some", "26 (87%)", "6 (20%)"]],
        [60, 200, 340],
    )
    got = {(a, s, v) for _, _, a, _, s, v in values(sheet.read())}
    assert {(("Group N",), "events", "4"), (("Group L",), "percent", "20")} <= got


def test_a_lone_count_beside_n_counts_people_with_the_event(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Complications (n)",
        ["Complication", "Group 1", "Group 2"],
        [["Spasm", "5", "6"], ["Fever", "0", "1 (n)"]],
        [60, 200, 340],
    )
    got = {(o, a[0], s, v) for o, _, a, _, s, v in values(sheet.read())}
    assert ("Spasm", "Group 1", "events", "5") in got
    assert ("Fever", "Group 2", "events", "1") in got
    assert {s for _, _, s, _ in got} == {"events"}


def test_a_note_about_the_test_leaves_the_arms_counts_alone(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Outcomes",
        ["Outcome", "Group A", "Group B"],
        [
            ["Opened the letter", "247 (4.1%)a", "515 (8.7%)a"],
            ["Read the page", "202 (3.3%)", "362 (6.1%)"],
        ],
        [60, 220, 360],
        foot=["a χ2 = 110.4, P < 0.001"],
    )
    got = {(s, v) for _, _, _, _, s, v in values(sheet.read())}
    assert ("events", "247") in got
    assert "chi2" not in {s for s, _ in got}
