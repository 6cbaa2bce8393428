"""What is counted: people with data, people with an event, events of which one person may have several."""

from curate.model.reading import Found

from .sheet import Sheet, booktabs, sheet
from .told import named

__all__ = ["sheet"]


def read(sheet, header, body, xs, caption="Table 1. Walkers", foot=()):
    booktabs(sheet, caption, header, body, xs, foot)
    return sheet.read()


def below_arms(sheet: Sheet, leaves, rows, xs, caption):
    """Two arms with a rule below each, over leaves that come again."""
    half = len(leaves) // 2
    sheet.text(60, 100, caption, bold=True)
    sheet.rule(60, 540, 108)
    for arm, first in (("Boots group", 1), ("Shoes group", 1 + half)):
        left, right = xs[first], xs[first + half - 1] + 50
        sheet.text((left + right) / 2 - 22, 118, arm)
        sheet.rule(left - 4, right, 122)
    sheet.row(132, ["", *leaves], xs)
    sheet.rule(60, 540, 137)
    y = 137
    for row in rows:
        y += 14
        sheet.row(y, row, xs)
    sheet.rule(60, 540, y + 5)
    return sheet.read()


def test_cases_beside_person_time_are_events(sheet: Sheet):
    header = ["Study arm", "Number of cases", "PYAR", "Incidence per PYAR"]
    body = [["Control", "760", "109.3", "6.95"], ["Monthly drug", "366", "121.3", "3.02"]]
    found = named(read(sheet, header, body, (60, 200, 300, 400), "Table 2. Episodes of gout"))
    assert {s for _, a, s, v in found if v == "366"} == {"event_count"}


def test_cases_without_person_time_are_people(sheet: Sheet):
    header = ["", "Boots (n = 40)", "Shoes (n = 42)"]
    found = named(read(sheet, header, [["Falls, n (%)", "4 (10.0)", "8 (19.0)"]], (60, 200, 300)))
    assert ("Falls, n (%)", ("Boots",), "events", "4") in found


def test_participants_beside_an_average_are_its_size(sheet: Sheet):
    xs = (60, 180, 260, 360, 440)
    leaves = ["Participants, n", "Mean (SE)"] * 2
    rows = [
        ["Stamina", "2978", "0.01 (0.02)", "2964", "0.05 (0.02)"],
        ["Balance", "2657", "0.03 (0.02)", "2639", "0.06 (0.02)"],
    ]
    found = named(below_arms(sheet, leaves, rows, xs, "Table 3. Scores"))
    assert ("Balance", ("Boots group",), "n", "2657") in found
    assert not [f for f in found if f[2] == "events"]


def test_a_total_below_a_heading_is_the_size_of_its_classes_alone(sheet: Sheet):
    body = [
        ["Dog", "", ""],
        ["    Total No.", "405", "402"],
        ["    Never had one", "220 (54.3)", "223 (55.5)"],
        ["    Has one", "185 (45.7)", "179 (44.5)"],
        ["Cat", "40 (9.7)", "41 (10.0)"],
    ]
    header = ["No. (%)", "Boots (n = 411)", "Shoes (n = 410)"]
    found = named(read(sheet, header, body, (60, 240, 360)))
    assert {s for o, a, s, v in found if v == "405"} == {"n"}
    assert ("Dog, Has one", ("Boots",), "n", "405") in found
    assert ("Cat", ("Boots",), "n", "411") in found


def test_the_whole_of_which_percentages_are_is_a_size(sheet: Sheet):
    header = ["", "Boots (N)", "Shoes (N)", "Fell in boots", "Fell in shoes"]
    body = [
        ["Pair 1", "695", "740", "89 (12.8)", "305 (41.2)"],
        ["Pair 2", "527", "662", "126 (23.9)", "80 (12.1)"],
        ["Pair 3", "441", "285", "26 (5.9)", "81 (28.4)"],
    ]
    found = named(read(sheet, header, body, (60, 150, 240, 330, 430)))
    assert {s for _, _, s, v in found if v in ("695", "662", "285")} == {"n"}


def test_a_title_of_means_is_not_said_of_columns_beside_one_of_means(sheet: Sheet):
    header = ["Dust", "Samples", "Mean", "Min", "Max"]
    body = [["Coarse", "10", "5.25", "1.50", "10.8"], ["Fine", "12", "4.61", "1.10", "9.9"]]
    xs = (60, 150, 240, 330, 420)
    found = named(read(sheet, header, body, xs, "Table 4. Mean levels of dust"))
    assert "mean" not in {s for _, _, s, v in found if v == "10"}
    assert "mean" in {s for _, _, s, v in found if v == "5.25"}


def test_a_sentence_with_a_number_in_it_counts_nobody(sheet: Sheet):
    header = ["Walks", "Talks", "Walks and talks"]
    body = [
        ["1 group per school", "1 group per school (by age)", "1 group per school (by age)"],
        ["Trained guide", "Trained guide", "Trained guide"],
    ]
    found = named(read(sheet, header, body, (60, 220, 380), "Table 5. The walks"))
    assert not [f for f in found if f[3] == "1"]


def test_the_interaction_of_treatment_and_time_compares_the_arms(sheet: Sheet):
    header = ["", "Boots (n = 97)", "Shoes (n = 95)", "Treatment × time interaction P value", "P value"]
    body = [["Stamina", "86.1 (38.1)", "45.4 (27.0)", "0.56", "0.55"]]
    told = {
        r.value: (item.result.outcome, item.result.arms, item.result.comparators)
        for item in read(sheet, header, body, (60, 120, 190, 270, 450))
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == "p"
    }
    assert told["0.56"] == ("Stamina, Treatment × time interaction", ("Boots",), ("Shoes",))
    assert told["0.55"] == ("Stamina", ("Boots",), ("Shoes",))


def test_the_head_of_a_table_level_with_its_caption_in_the_margin(sheet: Sheet):
    sheet.text(40, 100, "TABLE 6 The walkers", bold=True)
    sheet.text(40, 110, "and their boots", bold=True)
    xs = (220, 300, 370, 420, 490, 530)
    sheet.row(106, ["", "Leather or rubber plus", "", "Canvas and cork plus", "", ""], xs)
    sheet.row(116, ["", "spikes (n = 169)", "", "spikes (n = 166)", "", ""], xs)
    sheet.row(132, ["", "n", "%", "n", "%", "P"], xs)
    rows = [
        ["Men", "95", "56.2", "101", "60.8", ".39"],
        ["Women", "74", "43.8", "65", "39.2", ""],
        ["Walk daily", "31", "18.3", "22", "13.3", ".20"],
    ]
    for index, row in enumerate(rows):
        sheet.row(148 + 14 * index, row, xs)
    found = named(sheet.read())
    assert ("Men", ("Leather or rubber plus spikes",), "events", "95") in found
    assert ("Walk daily", ("Canvas and cork plus spikes",), "percent", "13.3") in found


def test_more_adverse_events_than_people_who_had_one_are_events(sheet: Sheet):
    header = ["", "Drug, No. (n = 130)", "Placebo, No. (n = 132)"]
    body = [
        ["Total adverse events", "97", "106"],
        ["Cough", "12", "16"],
        ["Nausea", "14", "4"],
        ["Participants with an adverse event, No. (%)", "67 (51.5)", "71 (53.8)"],
    ]
    found = named(read(sheet, header, body, (60, 260, 380), "Table 6. Adverse events"))
    assert {s for o, a, s, v in found if v in ("97", "14")} == {"event_count"}
    assert {s for o, a, s, v in found if v == "67"} == {"events"}


def test_as_many_people_as_rows_count_leave_the_rows_people(sheet: Sheet):
    header = ["", "Drug, No. (n = 130)", "Placebo, No. (n = 132)"]
    body = [
        ["Total adverse events", "67", "71"],
        ["Nausea", "14", "4"],
        ["Participants with an adverse event, No. (%)", "67 (51.5)", "71 (53.8)"],
    ]
    found = named(read(sheet, header, body, (60, 260, 380), "Table 6. Adverse events"))
    assert {s for o, a, s, v in found if v == "14"} == {"events"}


def test_a_raised_two_alone_in_a_cell_counts_nobody(sheet: Sheet):
    """Python calls it a digit, but it is no number."""
    body = [["Home", "", ""], ["Town", "20", "21"], ["Land", "20", "²"]]
    found = named(read(sheet, ["", "Boots (n = 40)", "Shoes (n = 42)"], body, (60, 200, 300)))
    assert {"20", "21"} <= {v for o, a, s, v in found if o.endswith("Town")}
