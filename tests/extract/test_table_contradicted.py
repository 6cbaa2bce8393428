"""Words of a table that are of other numbers than the one in the cell, or are no statistics at all."""

from curate.parse.statistic import read_shape
from curate.parse.statistic_fit import assign

from .sheet import Sheet, booktabs, sheet
from .told import named

__all__ = ["sheet"]

XS = [60, 240, 340, 440, 510]


def read(sheet, header, body, foot=(), caption="Table 1. Walkers", xs=XS):
    booktabs(sheet, caption, header, body, xs[: len(header)], foot)
    return named(sheet.read())


def test_a_lone_percentage_below_mean_and_sd_is_a_share(sheet: Sheet):
    header = ["", "Boots, means (S.D.)", "Shoes, means (S.D.)"]
    found = read(sheet, header, [["Stamina", "3.1 (0.9)", "3.2 (1.1)"], ["Own a dog", "41%", "38%"]])
    assert ("Own a dog", ("Boots",), "percent", "41") in found
    assert ("Stamina", ("Boots",), "mean", "3.1") in found


def test_a_percentage_is_no_spread_though_a_cell_above_it_is(sheet: Sheet):
    body = [
        ["Age", "M = 53.8", "M = 54.0"],
        ["", "SD = 7.8", "SD = 7.2"],
        ["Unclear", "7.1%", "7.2%"],
        ["No answer", "7.3%", ""],
    ]
    found = read(sheet, ["", "Boots N = 14", "Shoes N = 14"], body)
    assert ("No answer", ("Boots",), "percent", "7.3") in found


def test_a_percentage_is_no_ratio():
    assert assign(read_shape("(20%)"), ("or",))[0] == []
    assert assign(read_shape("0.20"), ("or",))[0] != []


def test_a_heart_rate_is_no_hazard_ratio(sheet: Sheet):
    header = ["", "Maximum HR (bpm)", "Duration (h)"]
    found = read(sheet, header, [["Climb", "177", "31.1"], ["Descent", "185", "72.4"]])
    assert not [f for f in found if f[2] == "hr"]


def test_stable_disease_is_no_standard_deviation(sheet: Sheet):
    body = [["PR", "8", "22"], ["SD", "2", "12"], ["PD", "3", "13"]]
    found = read(sheet, ["Response", "Drug (n = 13)", "Placebo (n = 47)"], body)
    assert ("SD", ("Drug",), "events", "2") in found


def test_the_percent_sign_of_a_mean_change_is_its_unit(sheet: Sheet):
    body = [
        ["Mean change to week 52", "", ""],
        ["Weight — kg", "–9.4±0.1", "–0.9±0.1"],
        ["Ferritin level — %", "4.9", "0.6"],
        ["Walkers with blisters", "", ""],
        ["Any — no. (%)", "40 (20.0)", "30 (15.0)"],
    ]
    found = read(sheet, ["", "Boots (N=200)", "Shoes (N=200)"], body)
    assert [
        f for f in found if f[0].endswith("Ferritin level — %") and f[1:] == (("Boots",), "mean", "4.9")
    ]


def test_the_mean_of_z_scores_is_a_mean(sheet: Sheet):
    body = [["Balance z-scores (mean, s.d.)", "0.28 (0.83)", "0.51 (0.78)"]]
    found = read(sheet, ["", "Boots", "Shoes", "P"], [[*body[0], "0.04"]])
    assert {s for _, _, s, v in found if v == "0.28"} == {"mean"}


def test_a_chi_squared_set_with_the_letter_x(sheet: Sheet):
    header = ["", "Boots (n = 137)", "Shoes (n = 143)", "x", "p"]
    body = [
        ["Blisters, % yes", "21.2", "22.4", "0.06", "0.81"],
        ["Lost, % yes", "48.9", "54.5", "4.11", "0.04"],
    ]
    sheet.text(444.1, 118, "2", size=5, rise=3)
    booktabs(sheet, "Table 3. Trouble", header, body, XS)
    found = named(sheet.read())
    assert ("Blisters, % yes", ("Boots",), "chi2", "0.06") in found


def test_whole_numbers_that_make_up_an_arm_are_people(sheet: Sheet):
    body = [
        ["Age", "66.9 (6.8)", "69.4 (5.6)"],
        ["Boot", "", ""],
        ["    Leather", "6", "3"],
        ["    Rubber", "5", "4"],
        ["    None", "1", "3"],
    ]
    foot = ["Mean and StDev presented."]
    found = read(sheet, ["", "Hill (n = 12)", "Plain (n = 10)"], body, foot)
    assert {s for o, a, s, v in found if o.endswith("Rubber") and a == ("Hill",) and v == "5"} == {
        "events"
    }


HEAD = ["", "SS", "df", "MS", "F", "p"]
AGAIN = ["", "Mean Diff", "SE", "95%LL", "95%UL", "p"]
XS_OF_SIX = [60, 180, 250, 320, 390, 460]


def test_the_letters_of_an_analysis_of_variance_are_no_arms(sheet: Sheet):
    body = [
        ["Between", "411.45", "3", "137.15", "15.78", "<.001"],
        ["Within", "948.65", "115", "8.74", "-", "-"],
    ]
    found = read(sheet, HEAD, body, caption="Table 4. ANOVA of stamina", xs=XS_OF_SIX)
    assert not [
        f for f in found if {"SS", "df", "MS"}.intersection(f[1]) or f[3] in ("411.45", "137.15")
    ]


def test_a_header_in_the_middle_that_begins_with_a_percentage(sheet: Sheet):
    body = [
        ["Between", "411.45", "3", "137.15", "15.78", "<.001"],
        AGAIN,
        ["Arm 1 vs. 2", "1.57", "0.77", "0.41", "3.55", ".176"],
        ["Arm 1 vs. 3", "4.51", "0.78", "2.49", "6.52", "<.001"],
    ]
    found = read(sheet, HEAD, body, caption="Table 5. ANOVA of stamina", xs=XS_OF_SIX)
    told = {(s, v) for o, _, s, v in found if o.endswith("Arm 1 vs. 2")}
    assert {("md", "1.57"), ("se", "0.77"), ("ci_low", "0.41"), ("ci_high", "3.55")} <= told
    assert "95" not in {v for *_, v in found}
