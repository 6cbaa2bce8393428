"""Arms that are doses of one drug are kept apart; a pooled column is of several arms."""

from curate.model.reading import Found

from .sheet import PITCH, Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def test_doses_that_differ_in_a_decimal_stay_apart(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Score at day 7, mean (SD)",
        ["Scale", "Ketamine 0.5 mg/kg (n = 20)", "Ketamine 1.0 mg/kg (n = 22)", "Placebo (n = 21)"],
        [["MADRS", "14.1 (4.0)", "12.2 (4.4)", "19.0 (5.1)"]],
        [60, 150, 290, 430],
        x1=540,
    )
    found = sheet.read()
    got = {(a, s, v) for o, _, a, _, s, v in values(found) if o == "MADRS"}
    assert (("Ketamine 0.5 mg/kg",), "mean", "14.1") in got
    assert (("Ketamine 0.5 mg/kg",), "n", "20") in got
    assert (("Ketamine 1.0 mg/kg",), "n", "22") in got


def test_a_column_of_all_doses_is_of_several_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Responders, n (%)",
        [
            "Outcome",
            "Drug 5 mg (n = 20)",
            "Drug 10 mg (n = 22)",
            "All doses (n = 42)",
            "Placebo (n = 21)",
        ],
        [["Response", "9 (45)", "12 (55)", "21 (50)", "6 (29)"]],
        [60, 140, 240, 340, 440],
        x1=540,
    )
    got = {(a, s, v) for o, _, a, _, s, v in values(sheet.read()) if o == "Response"}
    pooled = ("Drug 5 mg", "Drug 10 mg")
    assert {(pooled, "events", "21"), (pooled, "percent", "50"), (pooled, "n", "42")} <= got
    assert (("Placebo",), "events", "6") in got


def test_a_header_of_two_doses_is_of_two_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Responders, n (%)",
        ["Outcome", "Quetiapine 300 and 600 mg (n = 42)", "Placebo (n = 21)"],
        [["Response", "21 (50)", "6 (29)"]],
        [60, 160, 360],
    )
    got = {(a, s, v) for o, _, a, _, s, v in values(sheet.read()) if o == "Response"}
    assert (("Quetiapine 300 mg", "Quetiapine 600 mg"), "events", "21") in got


def test_bare_doses_have_the_drug_above_them(sheet: Sheet):
    xs = [60, 180, 290, 400]
    sheet.text(60, 100, "Table 2. Responders, n (%)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(320, 118, "Drug, mg/day")
    sheet.rule(290, 480, 122)
    sheet.row(132, ["Outcome", "Placebo (n = 21)", "1200 (n = 20)", "2400 (n = 22)"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(137 + PITCH, ["Response", "6 (29)", "9 (45)", "12 (55)"], xs)
    sheet.row(139 + 2 * PITCH, ["Remission", "2 (10)", "3 (15)", "5 (23)"], xs)
    sheet.rule(60, 500, 142 + 2 * PITCH)
    got = {(o, a, v) for o, _, a, _, s, v in values(sheet.read()) if s == "events"}
    assert ("Response", ("Drug 1200 mg/day",), "9") in got
    assert ("Remission", ("Drug 2400 mg/day",), "5") in got
    assert ("Remission", ("Placebo",), "2") in got


def test_an_arm_measured_in_fewer_people_later_has_both_sizes(sheet: Sheet):
    xs = [60, 140, 250, 360, 460]
    sheet.text(60, 100, "Table 2. Scores, mean ± SD", bold=True)
    sheet.rule(60, 560, 108)
    sheet.text(210, 118, "Drug")
    sheet.text(420, 118, "Placebo")
    sheet.rule(140, 340, 122)
    sheet.rule(360, 560, 122)
    header = ["Scale", "Baseline (n = 40)", "Week 8 (n = 31)", "Baseline (n = 41)", "Week 8 (n = 35)"]
    sheet.row(132, header, xs)
    sheet.rule(60, 560, 137)
    sheet.row(151, ["Pain", "6.1 ± 1.2", "3.2 ± 1.1", "6.0 ± 1.3", "5.0 ± 1.4"], xs)
    sheet.row(165, ["Sleep", "4.1 ± 0.9", "5.2 ± 1.1", "4.0 ± 1.0", "4.4 ± 1.0"], xs)
    sheet.rule(60, 560, 170)
    sizes = {
        (item.result.arms[0], item.result.timepoint, reading.value)
        for item in sheet.read()
        if isinstance(item, Found) and item.result.outcome == "Pain"
        for reading in item.readings
        if reading.statistic == "n"
    }
    assert sizes == {
        ("Drug", "Baseline", "40"), ("Drug", "Week 8", "31"),
        ("Placebo", "Baseline", "41"), ("Placebo", "Week 8", "35"),
    }  # fmt: skip


def test_one_label_over_all_arms_is_no_arm(sheet: Sheet):
    xs = [60, 180, 290, 400]
    sheet.text(60, 100, "Table 2. Scores", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(290, 118, "Treatment group")
    sheet.rule(180, 480, 122)
    sheet.row(132, ["Outcome", "Placebo (n = 21)", "Drug (n = 20)", "Laser (n = 22)"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(151, ["Nausea, n", "6 (28.6%)", "9 (45.0%)", "12 (54.5%)"], xs)
    sheet.row(165, ["Pain", "2.1 (1.0)", "3.2 (1.5)", "5.1 (2.3)"], xs)
    sheet.rule(60, 500, 170)
    sheet.text(60, 180, "Data are mean (SD).", size=7)
    got = {(a, s, v) for _, _, a, _, s, v in values(sheet.read())}
    assert {(("Laser",), "n", "22"), (("Laser",), "events", "12"), (("Drug",), "sd", "1.5")} <= got
    assert not {v for _, s, v in got if s == "sd"} & {"28.6", "45.0", "54.5"}


def test_a_head_that_stands_over_the_middle_arm_alone_is_no_arm(sheet: Sheet):
    xs = [60, 180, 290, 400]
    sheet.text(60, 100, "Table 2. Scores, mean ± SD", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(290, 118, "Treatment group")
    sheet.rule(285, 390, 122)
    sheet.row(132, ["Outcome", "Placebo (n = 21)", "Drug (n = 20)", "Laser (n = 22)"], xs)
    sheet.rule(60, 500, 137)
    sheet.row(151, ["Pain", "2.1 ± 1.0", "3.2 ± 1.5", "5.1 ± 2.3"], xs)
    sheet.row(165, ["Sleep", "4.1 ± 1.1", "4.2 ± 1.6", "4.4 ± 1.3"], xs)
    sheet.rule(60, 500, 170)
    arms = {a for o, _, a, _, _, _ in values(sheet.read()) if o == "Pain"}
    assert arms == {("Placebo",), ("Drug",), ("Laser",)}
