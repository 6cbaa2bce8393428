import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.parse.statistic import read_shape
from curate.parse.statistic_fit import assign
from curate.parse.statistic_said import find_said


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("12.3 ± 4.5", "a ± b"),
        ("12.3 +/- 4.5", "a ± b"),
        ("12.3 (4.5)", "a (b)"),
        ("12.3 (±4.5)", "a (± b)"),
        ("3/20 (15%)", "a/b (c%)"),
        ("12 of 34", "a/b"),
        ("12 (8%)", "a (b%)"),
        ("30% (6)", "a% (b)"),
        ("−2·4 (−4·1 to −0·7)", "a (b–c)"),
        ("0.75 (0.60, 0.93)", "a (b–c)"),
        ("[IQR 3-9]", "(a–b)"),
        ("5 (3 –9)", "a (b–c)"),
        ("1-3", "a–b"),
        ("12 (8%) 15 events", "a (b%) c"),
        ("210; 122 (32.6%)", "a b (c%)"),
        ("56.5 ± 3.4 (50–60)", "a ± b (c–d)"),
        ("-3.86 (-5.28 to -2.45) <0.0001", "a (b–c) d"),
        ("p<0.001", "a"),
        ("6.2 (2.0; 3–11)", "a (b) (c–d)"),  # a dash binds closer than a semicolon
        ("5.0 (25–75% IQR: 3–8)", "a (b–c)"),  # which quartiles follow is no value
        ("47.1+10.3", "a ± b"),  # the text layer has a plus where ± is printed
    ],
)
def test_shapes(cell, name):
    assert read_shape(cell).name == name


@pytest.mark.parametrize(
    ("cell", "empty"),
    [("-", "dash"), ("—", "dash"), ("NR", "not_reported"), ("..", "not_reported"), ("n/a", "not_applicable"),
     ("NS", "not_significant"), ("", "blank"), ("0", "")],
)  # fmt: skip
def test_no_number_is_not_zero(cell, empty):
    assert read_shape(cell).empty == empty


def test_the_level_of_an_interval_is_no_value():
    shape = read_shape("0.7 (95% CI 0.6-0.9)")
    assert shape.ci_level == 95.0
    assert [n.value for n in shape.numbers] == ["0.7", "0.6", "0.9"]
    both = read_shape("RR, 0.7 (95% CI, 0.6 to 0.9) RD, 0.04 (95% CI, 0.01 to 0.07)")
    assert [n.value for n in both.numbers] == ["0.7", "0.6", "0.9", "0.04", "0.01", "0.07"]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "Data are mean (SD), median [IQR] or n (%)",
            [("mean", "sd"), ("median", "iqr"), ("events", "percent")],
        ),
        ("Values are mean ± SEM", [("mean", "se")]),
        ("mean ± standard deviation (range)", [("mean", "sd", "range")]),
        ("HR (95% CI)", [("hr", "ci")]),
        ("Ratio of geometric means (95% CI)", [("rom", "ci")]),
        ("Geometric mean (95% CI)", [("mean", "ci")]),
        ("Events, No.", [("event_count",)]),
        ("Median CD4 count (IQR)", [("median", "iqr")]),
        ("Difference, Mean (95% CI)", [("md", "ci")]),
        ("Difference (95% CI), P value", [("md", "ci", "p")]),
        ("Relative difference (95% CI)", [("ci",)]),
        ("sHR, 1.02", [("hr",)]),
        ("Absolute difference, % (95% CI)", [("rd", "ci")]),
        ("Difference, % (95% CI)", [("md", "ci")]),
        ("Change (95% CI)", [("mean", "ci")]),
        ("Relative change (95% CI)", [("ci",)]),
        ("n/N (%)", [("events", "total", "percent")]),
        ("No. (%)", [("events", "percent")]),
        ("% (n)", [("percent", "events")]),
        ("Number of patients with relapse (%)", [("events", "percent")]),
        ("Total number of events; subjects with events (%)", [("event_count", "events", "percent")]),
        ("median (25th–75th percentiles)", [("median", "iqr")]),
        ("age or sex", []),
        ("Placebo (n = 20)", []),
    ],
)
def test_what_a_table_says(text, slots):
    assert [said.slots for said in find_said(text)] == slots


def test_unless_otherwise_stated():
    assert find_said("Values are median (IQR) unless otherwise stated")[0].default
    assert not find_said("Values are median (IQR)")[0].default


@pytest.mark.parametrize(
    ("cell", "slots", "assigned"),
    [
        ("30% (6)", ("events", "percent"), [("percent", "30"), ("events", "6")]),
        ("3/20 (15%)", ("events", "percent"), [("events", "3"), ("total", "20"), ("percent", "15")]),
        ("0", ("events", "percent"), [("events", "0")]),
        ("5 (3-9)", ("median", "iqr"), [("median", "5"), ("q1", "3"), ("q3", "9")]),
        ("5 (3-9)", ("mean", "sd"), []),
        ("12.3 (4.5)", ("events", "percent"), []),
        ("12.3 ± 4.5", ("mean", "se"), [("mean", "12.3"), ("se", "4.5")]),
        ("19%", ("events", "percent"), [("percent", "19")]),
    ],
)
def test_statements_fit_or_do_not(cell, slots, assigned):
    got, _ = assign(read_shape(cell), slots)
    assert [(statistic, number.value) for statistic, number in got] == assigned


def test_what_is_left_unsaid_is_handed_back():
    got, left = assign(read_shape("12.3 (4.5)"), ("mean",))
    assert [s for s, _ in got] == ["mean"]
    assert [item.numbers[0].value for item in left] == ["4.5"]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("% (n/N)", ("percent", "events", "total")),
        ("% (No) with asthma", ("percent", "events")),
        ("Mean score (n)", ("mean", "n")),
        ("Upper", ("ci_high",)),
    ],
)
def test_rarer_statements(text, slots):
    assert find_said(text)[0].slots == slots


def test_letters_within_a_word_name_no_statistic():
    assert find_said("Characteristics of participants") == []
    assert [said.slots for said in find_said("PrevalenceMean (SD)")] == [("mean", "sd")]


def test_events_beside_people():
    got, _ = assign(read_shape("12 (8%) 15 events"), ("events", "percent"))
    assert [s for s, _ in got] == ["events", "percent", "event_count"]


@given(st.text("0123456789.,·−–-±()[]%<>=/ abnpCI", max_size=30))
def test_any_cell_can_be_taken_apart(text):
    shape = read_shape(text)
    assert all(item.numbers for item in shape.items)
    assert len(shape.numbers) <= sum(char.isdigit() for char in text)
    for slots in (("mean", "sd"), ("events", "percent"), ("median", "iqr")):
        assigned, left = assign(shape, slots)
        assert len(assigned) + sum(len(item.numbers) for item in left) <= len(shape.numbers)
