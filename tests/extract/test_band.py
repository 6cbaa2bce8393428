"""Bands: each sign alone lowers a reading that is high without it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.extract.arithmetic import contradictions
from curate.extract.band import with_bands
from curate.model.reading import Evidence, Found, Grid, Reading, Result

CELL = Evidence(
    "a" * 64,
    "12.3 (4.5)",
    page=3,
    box=(10.0, 10.0, 60.0, 20.0),
    table="Table 2",
    row_headers=("Depression score",),
    column_headers=("Ketamine (n = 20)", "Week 4"),
    grid="tg_1",
    row=2,
    col=1,
)
SENTENCE = replace(CELL, table="text", grid=None, row=None, col=None, row_headers=(), column_headers=())
RESULT = Result(("Ketamine",), outcome="Depression score", timepoint="Week 4")


def reading(statistic, value, evidence=CELL, **more):
    return Reading(statistic, value, evidence, as_printed=more.pop("as_printed", value), **more)


def mean_sd(**more):
    return (reading("mean", "12.3", **more), reading("sd", "4.5", **more))


def bands(result, *readings, others=()):
    found = with_bands([Found(result, readings), *others])[0]
    return {r.statistic: r.band for r in found.readings}


def test_a_cell_that_leaves_nothing_open_is_high():
    assert bands(RESULT, *mean_sd()) == {"mean": "high", "sd": "high"}


@pytest.mark.parametrize("flag", ["statistic_guessed", "doubtful"])
def test_a_flag_that_contradicts_makes_a_reading_low(flag):
    mean, sd = mean_sd()
    assert bands(RESULT, mean, replace(sd, flags=(flag,)))["sd"] == "low"


def test_what_stands_beside_a_guess_is_not_high():
    mean, sd = mean_sd()
    assert bands(RESULT, mean, replace(sd, flags=("statistic_guessed",)))["mean"] == "medium"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"arms": ()}, {}),
        ({"outcome": ""}, {}),
        ({"outcome": "Depression score of the caption"}, {}),
        ({}, {"row_headers": ()}),
        ({"outcome": "Week"}, {"row_headers": ()}),
    ],
)
def test_a_name_that_is_missing_or_comes_from_elsewhere_makes_it_medium(change, where):
    evidence = replace(CELL, **where)
    assert set(bands(replace(RESULT, **change), *mean_sd(evidence=evidence)).values()) == {"medium"}


TIMELESS = replace(RESULT, timepoint="")


def test_an_outcome_without_a_time_is_not_sure():
    assert bands(TIMELESS, *mean_sd())["mean"] == "medium"
    assert bands(replace(TIMELESS, basis="baseline"), *mean_sd())["mean"] == "high"


def test_a_contrast_beside_times_may_be_of_all_of_them():
    contrast = replace(TIMELESS, comparators=("Placebo",))
    assert bands(contrast, reading("md", "-3.1"))["md"] == "medium"
    timed = Found(RESULT, mean_sd(evidence=replace(CELL, row=3)))
    assert bands(contrast, reading("md", "-3.1"), others=[timed])["md"] == "high"
    assert bands(TIMELESS, *mean_sd(), others=[timed])["mean"] == "medium"


@pytest.mark.parametrize(
    ("caption", "where", "statistic"),
    [
        ("Table 2. Characteristics of the patients", {}, "events"),
        ("Table 2. Adverse events", {}, "events"),
        ("Table 2. Results", {"row_headers": ("Any adverse event",)}, "events"),
        ("Table 2. Results", {}, "hr"),
        ("Table 2. Numbers of participants", {}, "n"),
    ],
)
def test_who_people_are_harms_and_hazards_need_no_time(caption, where, statistic):
    evidence = replace(CELL, **where)
    grid = Grid("a" * 64, 3, "Table 2", caption, ())
    evidence = replace(evidence, grid=grid.id)
    result = replace(TIMELESS, outcome=evidence.row_headers[0], comparators=("Placebo",))
    told = with_bands([grid, Found(result, (reading(statistic, "0.51", evidence),))])[1]
    assert [r.band for r in told.readings] == ["high"]
    plain = replace(grid, caption="Table 2. Results")
    moved = replace(evidence, grid=plain.id, row_headers=("Depression score",))
    outcome = replace(result, outcome="Depression score")
    told = with_bands([plain, Found(outcome, (reading("events", "0.51", moved),))])[1]
    assert [r.band for r in told.readings] == ["medium"]


def test_a_mended_glyph_counts_where_it_is_the_numbers_own():
    mended = {"flags": ("repaired",)}
    beside = reading("mean", "51.2", raw_text="51.2+9.4", **mended)
    own = reading("p", "0.01", operator="<", as_printed="<0.01", raw_text=",0.01", **mended)
    assert bands(RESULT, beside, own) == {"mean": "high", "p": "medium"}


def test_sizes_that_do_not_add_up_are_medium():
    def size(arms, value):
        return Found(
            Result(arms, outcome="group size", scope="arm"),
            (reading("n", value, flags=("n_from:column_header",)),),
        )

    right = [size(("A",), "20"), size(("B",), "21"), size((), "41")]
    wrong = [*right[:2], size((), "43")]
    assert {f.readings[0].band for f in with_bands(right)} == {"high"}
    assert {f.readings[0].band for f in with_bands(wrong)} == {"medium"}


@pytest.mark.parametrize(
    ("numbers", "flag", "concerned"),
    [
        ({"events": "40", "total": "61", "percent": "56"}, "percent_mismatch", {"events", "total", "percent"}),
        ({"rr": "3.93", "ci_low": "1.1", "ci_high": "3.4"}, "outside_interval", {"rr", "ci_low", "ci_high"}),
        ({"median": "8", "q1": "2", "q3": "7"}, "outside_interval", {"median", "q1", "q3"}),
        ({"ci_low": "3", "ci_high": "1"}, "limits_disordered", {"ci_low", "ci_high"}),
        ({"p": "1.2"}, "out_of_range", {"p"}),
        ({"mean": "-3", "sd": "-1"}, "out_of_range", {"sd"}),
        ({"events": "12", "total": "10"}, "out_of_range", {"events", "total"}),
    ],
)  # fmt: skip
def test_numbers_that_contradict_each_other_are_flagged_and_low(numbers, flag, concerned):
    found = with_bands([Found(RESULT, tuple(reading(*pair) for pair in numbers.items()))])[0]
    assert {r.statistic for r in found.readings if flag in r.flags} == concerned
    assert {r.statistic for r in found.readings if r.band == "low"} == concerned


def test_a_limit_of_p_is_no_number_to_calculate_with():
    assert contradictions([reading("p", "0.05", operator="<")]) == [set()]


def test_a_sentence_needs_numbers_that_explain_each_other():
    assert bands(RESULT, reading("events", "9", SENTENCE)) == {"events": "medium"}
    again = replace(SENTENCE, quote="9 of 20 again")
    pair, twice = (
        (reading("events", "9", place), reading("total", "20", place)) for place in (SENTENCE, again)
    )
    assert bands(RESULT, *pair, others=(Found(RESULT, twice),)) == {"events": "high", "total": "high"}
    alone, also = reading("events", "9", SENTENCE), reading("events", "9", again)
    assert bands(RESULT, alone, others=(Found(RESULT, (also,)),)) == {"events": "medium"}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(["mean", "sd", "p", "n", "ci_low", "ci_high", "percent"]), unique=True),
       st.lists(st.integers(-2000, 2000).map(lambda x: f"{x / 10:.1f}"), min_size=7, max_size=7))  # fmt: skip
def test_bands_are_settled_after_one_look(statistics, values):
    readings = tuple(reading(s, v) for s, v in zip(statistics, values, strict=False))
    once = with_bands([Found(RESULT, readings)])
    assert with_bands(once) == once
    assert {r.band for f in once for r in f.readings} <= {"high", "medium", "low"}
