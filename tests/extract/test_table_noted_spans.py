"""Days that a note defines with, spans from baseline, and ends beside counted times: none is the time of a row."""

import pytest

from curate.extract.sentences.text.report_times import noted_times
from curate.extract.tables.names.time_labels import times_in

from .sheet import Sheet, booktabs, sheet, values
from .test_table_not_then import XS, page, set_table, times

__all__ = ["page", "sheet"]


@pytest.mark.parametrize(
    "note",
    [
        "Falls on the ice or up to 3 days after any temporary or permanent interruption of rowing.",
        "Falls after the first row and up to 3 days after any tempo- rary or lasting interruption of it.",
        "Bad falls were defined as any fracture or death within 7 days.",
        "Rest, defined as no rowing for at least 24 hours.",
        "Hazard ratios of depth and age are for 1 m and 1 year increases.",
        "N = 21 for all 3-month results.",
    ],
)
def test_days_of_a_definition_are_no_time(note):
    assert noted_times(note) == []


@pytest.mark.parametrize("note", ["Scores were taken at 7 days.", "Defined as rowing alone at 6 weeks."])
def test_a_note_that_says_when_is_a_time(note):
    assert len(noted_times(note)) == 1


@pytest.mark.parametrize(
    ("label", "times"),
    [
        ("Rowing alone at 30 d", ("30 d",)),
        ("Falls by 90 d", ("90 d",)),
        ("Rowed at 5 d/wk", ()),
        ("Speed, baseline to wk 8", ("wk 8",)),
        ("Speed, baseline to month 6", ("month 6",)),
        ("Speed at week 52, ratio to baseline", ("week 52",)),
        ("Falls at study end", ("study end",)),
    ],
)
def test_days_in_short_form_and_what_goes_from_baseline(label, times):
    assert times_in(label) == times


def test_completion_below_a_visit_is_what_happened(page):
    rows = [
        ["Baseline", "", ""],
        ["     Completion", "40 (93)", "41 (91)"],
        ["     Compliance", "39 (91)", "40 (89)"],
        ["Week 6", "", ""],
        ["     Completion", "36 (84)", "37 (82)"],
        ["     Compliance", "35 (81)", "36 (80)"],
    ]
    heads = [(["", "Rowing (n = 43), n (%)", "Skating (n = 45), n (%)"], XS)]
    assert ("Completion", "Week 6") in times(set_table(page, heads, rows, XS))


def test_completion_among_times_is_one(page):
    rows = [["Baseline", "40.1 (9.3)", "41.2 (9.1)"], ["Completion", "35.0 (8.1)", "36.3 (8.0)"]]
    heads = [(["Speed", "Rowing (n = 43), mean (SD)", "Skating (n = 45), mean (SD)"], XS)]
    assert "Completion" in {time for _, time in times(set_table(page, heads, rows, XS))}


def test_a_point_with_a_space_behind_it_is_one_number(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Falls",
        ["", "Rowing (n = 50), n (%)", "Skating (n = 50), n (%)", "P value"],
        [["Ice", "9 (18)", "4 (8)", "0. 09"], ["Water", "8 (16)", "7 (14)", "0. 848"]],
        [60, 160, 290, 420],
    )
    assert {v for *_, s, v in values(sheet.read()) if s == "p"} == {"0.09", "0.848"}


def test_a_coefficient_of_variation_is_no_sd(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Rowers at baseline",
        ["", "Rowing (n = 50)", "Skating (n = 50)"],
        [
            ["Speed, mean (SD)", "12.1 (3.0)", "12.4 (3.1)"],
            ["Force, geometric mean (CV)", "192.0 (0.6)", "188.9 (0.6)"],
        ],
        [60, 240, 380],
    )
    found = {(s, v) for *_, s, v in values(sheet.read())}
    assert ("mean", "192.0") in found
    assert ("sd", "3.0") in found
    assert ("sd", "0.6") not in found


def test_2p_heads_p_values(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Falls at day 90",
        ["", "Rowing, n (%)", "Skating, n (%)", "2P"],
        [["Ice", "9 (18)", "4 (8)", "0.09"], ["Water", "8 (16)", "7 (14)", "0.85"]],
        [60, 180, 300, 420],
    )
    assert {(a, c, v) for _, _, a, c, s, v in values(sheet.read()) if s == "p"} == {
        (("Rowing",), ("Skating",), "0.09"),
        (("Rowing",), ("Skating",), "0.85"),
    }


def test_people_with_data_are_how_many_the_next_column_is_of(sheet: Sheet):
    xs = [60, 160, 260, 340, 440]
    sheet.text(60, 100, "Table 2. Falls", bold=True)
    sheet.rule(60, 540, 108)
    sheet.row(118, ["", "Rowing (n = 15)", "", "Skating (n = 15)", ""], xs)
    sheet.rule(160, 320, 122)
    sheet.rule(340, 500, 122)
    sheet.row(
        132, ["", "Patients with data", "Patients, n (%)", "Patients with data", "Patients, n (%)"], xs
    )
    sheet.rule(60, 540, 137)
    sheet.row(150, ["Ice", "14", "6 (43)", "15", "1 (7)"], xs)
    sheet.row(164, ["Water", "13", "4 (31)", "12", "2 (17)"], xs)
    sheet.rule(60, 540, 170)
    got = {(a, s, v) for o, _, a, _, s, v in values(sheet.read()) if o.startswith("Ice")}
    assert {(("Rowing",), "n", "14"), (("Rowing",), "events", "6"), (("Skating",), "n", "15")} <= got


def test_people_before_their_average_are_its_size(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Minutes on the ice. Values are no. (mean ± SD)",
        ["", "Rowing (n = 70)", "Skating (n = 64)", "Difference (95% CI)"],
        [["To the first fall", "69 (8±4)", "63 (9±4)", "-1.0 (-1.3 to -0.6)"]],
        [60, 180, 290, 390],
    )
    got = {(a, s, v) for _, _, a, _, s, v in values(sheet.read())}
    assert {(("Rowing",), "n", "69"), (("Rowing",), "mean", "8"), (("Rowing",), "sd", "4")} <= got
    assert (("Rowing",), "md", "-1.0") in got


def test_what_people_are_counted_by_in_the_head_of_a_column_is_of_the_outcome(sheet: Sheet):
    xs = [60, 160, 260, 350, 450]
    title = "Table 3. Effect in subgroups of rowers according to base-line characteristics"
    sheet.text(60, 100, title, bold=True)
    sheet.rule(60, 560, 108)
    sheet.row(118, ["", "Rowing (n = 90)", "", "Skating (n = 92)", ""], xs)
    sheet.rule(160, 335, 122)
    sheet.rule(350, 560, 122)
    heads = ["No. of patients", "No. of patients"]
    sheet.row(132, ["", heads[0], "", heads[1], ""], xs)
    sheet.row(142, ["", "", "with falls (%)", "", "with falls (%)"], xs)
    sheet.row(132, ["", "", heads[0], "", heads[1]], xs)
    sheet.rule(60, 560, 147)
    sheet.row(160, ["Female", "41", "27 (65.9)", "52", "33 (63.5)"], xs)
    sheet.row(174, ["Male", "49", "17 (34.7)", "40", "13 (32.5)"], xs)
    sheet.rule(60, 560, 180)
    found = values(sheet.read())
    assert {t for _, t, *_ in found} == {""}
    assert ("Female, falls", "", ("Rowing",), (), "events", "27") in found
