"""P values beside the last or the first row of each of several groups: they are of the whole group."""

from .headed import set_table, sides
from .test_table_shapes import page
from .told import outcomes_read

__all__ = ["page"]

XS = [60, 220, 330, 440]
HEADS = [(["", "Rowing (n = 90)", "Skating (n = 80)", "P"], XS)]


def test_a_p_beside_the_last_of_each_times_answers_is_of_all_of_them(page):
    rows = [
        ["3 months", "", "", ""],
        ["     Never fell", "30 (33)", "14 (18)", ""],
        ["     Fell once", "60 (67)", "66 (82)", "0.018"],
        ["6 months", "", "", ""],
        ["     Never fell", "24 (27)", "15 (19)", ""],
        ["     Fell once", "66 (73)", "65 (81)", "0.199"],
    ]
    found = set_table(page, HEADS, rows, XS, title="Table 1. Falls from boats, n (%)")
    told = {v: (o, t) for o, t, _, s, v in outcomes_read(found) if s == "p"}
    assert told == {
        "0.018": ("Falls from boats, n (%)", "3 months"),
        "0.199": ("Falls from boats, n (%)", "6 months"),
    }
    assert sides(found, "p")["0.018"] == (("Rowing",), ("Skating",))


def test_a_p_beside_each_row_is_of_that_row(page):
    rows = [
        ["3 months", "", "", ""],
        ["     Never fell", "30 (33)", "14 (18)", "0.02"],
        ["     Fell once", "60 (67)", "66 (82)", "0.018"],
        ["6 months", "", "", ""],
        ["     Never fell", "24 (27)", "15 (19)", ""],
        ["     Fell once", "66 (73)", "65 (81)", "0.199"],
    ]
    found = set_table(page, HEADS, rows, XS, title="Table 1. Falls from boats, n (%)")
    told = {v: o for o, _, _, s, v in outcomes_read(found) if s == "p"}
    assert told == {"0.02": "Never fell", "0.018": "Fell once", "0.199": "Fell once"}


def test_a_size_whose_equals_sign_is_a_tilde_says_no_counts(page):
    heads = [(["", "Rowing (n~30)", "Skating (n~23)", "P"], XS)]
    rows = [["% Fell", "93", "96", ".72"], ["% Slipped", "30", "13", ".14"]]
    found = outcomes_read(set_table(page, heads, rows, XS, title="Table 1. Harms at 6 weeks"))
    told = {v: (a, s) for *_, a, s, v in found}
    assert told["93"] == (("Rowing",), "percent")
    assert told["23"] == (("Skating",), "n")


def test_p_values_below_a_head_of_comparisons_are_those_that_their_own_heads_name(page):
    xs = [60, 180, 230, 290, 350, 410, 480]
    heads = [
        (["", "Group", "Between-group comparisons"], [60, 200, 370]),
        (["", "BI", "EI", "EI+P", "All", "BI vs EI", "BI vs EI+P"], xs),
    ]
    rows = [
        ["No.", "62", "68", "128", "...", "...", "..."],
        ["Fell, %", "9.1", "10.4", "19.0", "<.001", ".42", "<.001"],
        ["Slipped, %", "11.6", "13.6", "25.9", "<.001", ".31", "<.001"],
        ["Sank, %", "12.2", "14.4", "19.7", ".02", ".23", ".01"],
    ]
    rules = [(180, 330, 114), (350, 540, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Harms at 3 months", rules=rules)
    compared = sides(found, "p")
    assert compared["0.42"] == (("BI",), ("EI",))
    assert compared["0.01"] == (("BI",), ("EI+P",))
    assert compared["0.02"][0] == ("BI", "EI", "EI+P")
    assert {s for *_, s, v in outcomes_read(found) if v == "0.31"} == {"p"}


def test_an_n_behind_a_percentage_that_it_cannot_be_the_base_of_counts_people(page):
    xs = [60, 220, 300, 390, 470]
    heads = [(["", "In trial", "Not in trial"], [60, 240, 410])]
    rows = [
        ["Age (mean, SD)", "46.62 (10.3)", "60", "47.53 (9.4)", "27"],
        ["", "%", "n", "%", "n"],
        ["Fell", "71.7", "43", "44.4", "12"],
        ["Slipped", "45.0", "27", "44.4", "27"],
        ["Sank", "23.3", "14", "25.9", "7"],
    ]
    rules = [(220, 330, 116), (390, 500, 116)]
    found = set_table(page, heads, rows, xs, title="Table 1. Baseline characteristics", rules=rules)
    told = {(o, a, v): s for o, _, a, s, v in outcomes_read(found) if s != "percent"}
    assert told["Fell", ("In trial",), "43"] == "events"
    assert told["Slipped", ("In trial",), "27"] == "events"
    assert told["Slipped", ("Not in trial",), "27"] == "events"


def test_an_n_behind_percentages_that_are_all_of_so_many_is_their_base(page):
    xs = [60, 220, 300, 390, 470]
    heads = [
        (["", "In trial", "Not in trial"], [60, 240, 410]),
        (["", "%", "n", "%", "n"], xs),
    ]
    rows = [["Fell", "70.0", "60", "44.4", "27"], ["Slipped", "45.0", "60", "33.3", "27"]]
    rules = [(220, 330, 114), (390, 500, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Harms at 6 weeks", rules=rules)
    assert {s for *_, s, v in outcomes_read(found) if v == "27"} == {"n"}


def test_two_shares_of_all_are_no_mean_with_its_sd_and_those_withdrawn_are_no_size(page):
    heads = [(["", "Rowing (n = 900)", "Skating (n = 800)"], [60, 240, 400])]
    rows = [
        ["Age (years)", "72.4 ± 7.6", "72.3 ± 7.5"],
        ["Pulse (beats/min)", "78.2 ± 10,3", "78.1 ± 10,2"],
        ["Gender (M/F%)", "37.8/62.2", "39.6/60.4"],
        ["Number of patients withdrawn", "39", "41"],
    ]
    title = "Table 1. Characteristics of rowers"
    found = set_table(page, heads, rows, [60, 240, 400], title=title, notes=["Data are mean ± SD."])
    told = {v: s for *_, s, v in outcomes_read(found)}
    assert told["72.4"] == "mean"
    assert told["10.3"] == told["10.2"] == "sd"
    assert not {"37.8", "62.2"} & told.keys()
    assert told["39"] == "events"
