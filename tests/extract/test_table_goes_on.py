"""Headers that begin anew in mid-table, and labels that go on in the next line."""

from .headed import read, set_table, sides
from .test_table_shapes import page
from .told import bands, outcomes_read

__all__ = ["page"]


def test_groups_with_their_sizes_beside_a_heading_are_the_header_of_its_rows(page):
    xs = [60, 240, 350, 460]
    heads = [(["Rates", "Letters (n = 501)", "Nothing (n = 218)", "Relative risk (95% CI)"], xs)]
    rows = [
        ["Falls", "", "", ""],
        ["     At home, n (%)", "115 (23.0)", "28 (12.8)", "1.79 (1.22, 2.62)"],
        ["Attendance", "Rowing (n = 249)", "Skating (n = 252)", ""],
        ["     At school, n (%)", "34 (13.7)", "32 (12.7)", "1.08 (0.69, 1.69)"],
        ["     At sea, n (%)", "18 (7.2)", "9 (3.6)", "2.02 (0.93, 4.42)"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Rates at 6 months")
    told = {v: (o, a) for o, _, a, s, v in outcomes_read(found) if s == "events"}
    assert told == {
        "115": ("Falls, At home, n (%)", ("Letters",)),
        "28": ("Falls, At home, n (%)", ("Nothing",)),
        "34": ("Attendance, At school, n (%)", ("Rowing",)),
        "32": ("Attendance, At school, n (%)", ("Skating",)),
        "18": ("Attendance, At sea, n (%)", ("Rowing",)),
        "9": ("Attendance, At sea, n (%)", ("Skating",)),
    }
    assert sides(found, "rr")["2.02"] == (("Rowing",), ("Skating",))


def test_a_label_that_goes_on_beside_the_second_row_is_one_label(page):
    xs = [60, 235, 330, 440]
    heads = [(["Outcome", "Trial group", "Relative risk (95% CI)", "P value"], xs)]
    rows = [
        ["Falls at 6 mo (primary)", "Rowing vs. letters", "8.2 (3.7-18.0)", "0.001"],
        ["", "Skating vs. letters", "7.4 (3.4-16.3)", "0.002"],
        ["", "Rowing vs. skating", "1.1 (0.6-2.2)", "0.78"],
        ["Adjusted estimates for all the falls", "Rowing vs. letters", "9.2 (4.0-21.1)", "0.003"],
        ["   at 6 mo (primary)", "Skating vs. letters", "8.4 (3.7-19.4)", "0.004"],
        ["", "Rowing vs. skating", "1.3 (0.5-2.2)", "0.81"],
        ["Falls at 1 mo", "Rowing vs. letters", "8.7 (4.1-18.2)", "0.005"],
        ["", "Skating vs. letters", "9.8 (4.7-20.7)", "0.006"],
        ["", "Rowing vs. skating", "0.9 (0.5-1.7)", "0.69"],
    ]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Analyses"))
    told = {v: o.rpartition(",")[0] for o, _, _, s, v in found if s == "rr"}
    whole = "Adjusted estimates for all the falls at 6 mo (primary)"
    assert {v for v, o in told.items() if o == whole} == {"9.2", "8.4", "1.3"}
    assert {v for v, o in told.items() if o == "Falls at 1 mo"} == {"8.7", "9.8", "0.9"}


def test_a_percentage_of_those_unknown_is_no_count_of_them(page):
    xs = [60, 240, 400]
    heads = [(["", "Rowing (n = 388)", "Skating (n = 401)"], xs)]
    rows = [
        ["Reason for admission, %", "", ""],
        ["     Falls", "37%", "30%"],
        ["     Unknown", "24%", "11%"],
    ]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Baseline characteristics"))
    assert {s for *_, s, v in found if v in ("24", "11")} == {"percent"}


def test_a_p_behind_a_plus_is_a_group_and_a_head_without_a_neighbour_is_of_both_groups(page):
    xs = [60, 250, 350, 440, 500]
    heads = [(["Months", "% Fell", "", "P value", "Cohen's h"], xs)]
    rows = [
        ["SONGS + B vs SONGS + P", "SONGS + B (n=106)", "SONGS + P (n=87)", "", ""],
        ["     3 months", "41", "18", ".001", ".51"],
        ["     6 months", "34", "11", ".002", ".57"],
        ["SONGS + B vs BOATS + P", "SONGS + B (n=106)", "BOATS + P (n=67)", "", ""],
        ["     3 months", "42", "19", ".07", ".32"],
        ["     6 months", "35", "10", ".08", ".31"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Planned contrasts on falls")
    told = {v: (s, a) for *_, a, s, v in outcomes_read(found)}
    assert told["18"] == ("percent", ("SONGS + P",))
    assert told["10"] == ("percent", ("BOATS + P",))
    assert sides(found, "p")["0.08"] == (("SONGS + B",), ("BOATS + P",))
    assert sides(found, "p").keys() == {"0.001", "0.002", "0.07", "0.08"}


def test_counts_that_the_row_and_arithmetic_say_are_no_means_though_the_column_does(page):
    xs = [60, 230, 340, 390, 490]
    heads = [
        (["", "Rowing n = 216", "Skating n = 214"], [60, 250, 410]),
        (["", "Mean (SD)", "n", "Mean (SD)", "n"], xs),
    ]
    rows = [
        ["Age, mean (SD)", "44.5 (9.7)", "216", "44.2 (10.1)", "214"],
        ["Male, n (%)", "158 (73.1)", "216", "163 (76.2)", "214"],
    ]
    rules = [(230, 360, 114), (390, 510, 114)]
    title = "Table 1. Baseline characteristics"
    found = outcomes_read(set_table(page, heads, rows, xs, title=title, rules=rules))
    told = {v: s for *_, s, v in found}
    assert (told["158"], told["73.1"], told["44.5"]) == ("events", "percent", "mean")


def test_a_title_about_numbers_of_schools_counts_no_people(page):
    xs = [60, 230, 340, 440]
    heads = [(["", "Rowing", "Control", "Total"], xs)]
    rows = [["Invited in May", "36", "34", "70"], ["Measured in June", "34", "33", "67"]]
    title = "Table 1. Number of schools from approach to follow-up"
    found = set_table(page, heads, rows, xs, title=title)
    assert not {v for v, band in bands(found, "events").items() if band == "high"}


def test_marks_before_a_group_are_no_part_of_its_name(page):
    xs = [60, 240, 360]
    heads = [(["", "a,bSkating (n = 34)", "Rowing (n = 39)"], xs)]
    rows = [["Falls, n (%)", "10 (29)", "12 (31)"], ["Slips, n (%)", "20 (59)", "21 (54)"]]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Harms at 6 weeks"))
    assert {a for *_, a, s, v in found if v in ("10", "20")} == {("Skating",)}


def test_statistics_overleaf_are_of_the_last_label_of_the_page_before(page):
    xs = [60, 200, 300, 400]
    rows = [[f"Outcome {number}", f"{number}.5", f"{number}.7", "0.5"] for number in range(1, 45)]
    rows = [*rows, ["Boats a day", None, None, "0.04"]]
    more = [
        ["Mean (SD)", "17.2 (9.4)", "19.4 (9.9)", None],
        ["Range", "3-70", "3-50", None],
        ["Songs a day, mean (SD)", "3.2 (1.4)", "3.4 (1.9)", "0.6"],
    ]
    for part, caption in ((rows, "Table 1."), (more, "Table 1. (continued)")):
        page.text(60, 80, f"{caption} Baseline characteristics", bold=True)
        page.rule(60, 450, 86)
        page.lines(96, [["Characteristic", "Rowing", "Skating", "P"]], xs)
        page.rule(60, 450, 101)
        y = page.lines(112, part, xs)
        page.rule(60, 450, y - 8)
        if part is rows:
            page.canvas.showPage()
    told = {v: o for o, *_, s, v in outcomes_read(read(page))}
    assert told["17.2"] == told["70"] == "Boats a day"
    assert told["3.2"] == "Songs a day, mean (SD)"


def test_a_range_below_an_average_is_of_what_is_averaged_and_a_mean_is_no_count(page):
    xs = [60, 240, 400]
    heads = [(["", "Rowing", "Skating"], xs), (["", "n = 186 (%)", "n = 186 (%)"], xs)]
    rows = [
        ["Helpers", "", ""],
        ["     Age (mean, SD)", "59 (12)", "58 (12)"],
        ["     Range", "20-71", "18-73"],
        ["     Female", "118 (63)", "115 (62)"],
    ]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Baseline characteristics"))
    told = {v: (o, s) for o, _, _, s, v in found}
    assert told["59"] == ("Helpers, Age (mean, SD)", "mean")
    assert told["71"] == ("Helpers, Age (mean, SD)", "max")
    assert told["118"] == ("Helpers, Female", "events")


def test_a_median_below_a_mean_that_stands_below_a_heading_is_of_the_heading_alone(page):
    xs = [60, 240, 400]
    heads = [(["", "Rowing", "Skating"], xs)]
    rows = [
        ["Age, y", "", ""],
        ["     Mean (SD)", "59.1 (12.2)", "58.2 (12.3)"],
        ["     Median (IQR)", "57 (50-63)", "56 (51-64)"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Baseline characteristics")
    assert {r.evidence.row_headers for item in found for r in item.readings if r.value == "57"} == {
        ("Age, y", "Median (IQR)")
    }
