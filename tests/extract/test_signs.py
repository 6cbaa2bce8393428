"""Signs: each one is found where it stands, and not beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curate.extract.arithmetic import reversed_sign
from curate.extract.band import CONTRADICTED, INTERPRETED, band_of, with_bands
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


def reading(statistic: str, value: str, place: Evidence = CELL, flags: tuple[str, ...] = ()) -> Reading:
    return Reading(statistic, value, place, as_printed=value, flags=flags)


def pair(place: Evidence = CELL, flags: tuple[str, ...] = ()) -> tuple[Reading, ...]:
    return reading("mean", "12.3", place, flags), reading("sd", "4.5", place, flags)


def signs(result: Result, *readings: Reading, others: tuple[Found | Grid, ...] = ()) -> set[str]:
    """Return the signs of the first reading that lower a band.

    That it is said once, and that of a whole table, have their own tests.
    """
    found = with_bands([Found(result, readings), *others])[0]
    assert isinstance(found, Found)
    flags = found.readings[0].flags
    lowering = set(flags) & (CONTRADICTED | INTERPRETED)
    assert found.readings[0].band == band_of(flags) == ("high" if not lowering else band_of(lowering))
    return lowering - {"said_once", "unfamiliar_table"}


def test_a_number_of_a_sentence_is_high_when_another_sentence_says_it_too() -> None:
    again = replace(SENTENCE, quote="again: 12.3 (4.5)")
    for quote, band in ((again.quote, "high"), (SENTENCE.quote, "medium")):
        second = Found(RESULT, pair(replace(again, quote=quote)))
        found = with_bands([Found(RESULT, pair(SENTENCE)), second])[0]
        assert isinstance(found, Found)
        assert {each.band for each in found.readings} == {band}
        assert ("said_once" in found.readings[0].flags) == (band == "medium")
    other = Found(replace(RESULT, arms=("Placebo",)), pair(again))
    found = with_bands([Found(RESULT, pair(SENTENCE)), other])[0]
    assert isinstance(found, Found)
    assert {each.band for each in found.readings} == {"medium"}


def test_a_plain_cell_has_none() -> None:
    assert signs(RESULT, *pair()) == set()


@pytest.mark.parametrize(
    ("arm", "wanted"),
    [
        ("Group A", set()),
        ("Test group", set()),
        ("Ketamine 0.5 mg/kg", set()),
        ("2400", {"arm_unnamed"}),
        ("(8)", {"arm_unnamed"}),
        ("Nausea score >1", {"arm_names_more"}),
        ("Intervention 0-3 months", {"arm_names_more"}),
        ("Friedman’s test χ2", {"arm_names_more"}),
        ("Ketamine (low dose", {"name_broken"}),
    ],
)
def test_names_of_arms(arm: str, wanted: set[str]) -> None:
    place = replace(CELL, column_headers=(f"{arm} (n = 20)", "Week 4"))
    assert signs(replace(RESULT, arms=(arm,)), *pair(place)) == wanted


@pytest.mark.parametrize("arm", ["Yes", "Without", "0–3", "<380", "Missing"])
def test_labels_that_name_no_arm_alone(arm: str) -> None:
    place = replace(CELL, column_headers=(f"{arm} (n = 20)",))
    assert "arm_unnamed" in signs(replace(RESULT, arms=(arm,)), *pair(place))


def test_the_size_of_an_arm_without_a_name() -> None:
    place = replace(CELL, column_headers=(), row_headers=(), quote="0–3 (n = 20)")
    size = reading("n", "20", place, ("n_from:column_header",))
    assert signs(Result(("0–3",), outcome="group size", scope="arm"), size) >= {"arm_unnamed"}


def test_what_nothing_confirms_to_be_an_arm() -> None:
    dose = replace(CELL, column_headers=("Width",))
    assert signs(replace(RESULT, arms=("Width",)), *pair(dose)) == {"arms_unconfirmed"}
    told = Found(replace(RESULT, arms=("Width",)), pair(SENTENCE))
    assert signs(replace(RESULT, arms=("Width",)), *pair(dose), others=(told,)) == set()
    against = Found(
        replace(RESULT, arms=("Width",), comparators=("Depth",)), (reading("p", "0.2", dose),)
    )
    assert signs(replace(RESULT, arms=("Width",)), *pair(dose), others=(against,)) == set()


def test_an_arm_from_the_title_alone() -> None:
    assert signs(replace(RESULT, arms=("Training group",)), *pair()) == {"arm_from_title"}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("Depression score", "No"), set()),
        (("Patient 3", "Depression score"), {"single_person"}),
        (("11", "Depression score"), {"outcome_unnamed"}),
        (("Depression score, Smith et al 2004",), {"row_is_study"}),
        (("Depression score [12]",), {"row_is_study"}),
        (("Depression score 15 628 (1.2%)",), {"label_holds_value"}),
        (("Depression score 42 (33)",), {"label_holds_value"}),
        (("Depression score (%) 42 (33)",), {"label_holds_value"}),
        (("Depression score 1 2 3 4 5 6",), {"label_holds_value"}),
        (("Depression score 17 (HAM)",), set()),
    ],
)
def test_rows_that_are_of_no_outcome(path: tuple[str, ...], wanted: set[str]) -> None:
    result = replace(RESULT, outcome=", ".join(path))
    assert signs(result, *pair(replace(CELL, row_headers=path))) == wanted


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("Pain, VAS", set()),
        ("24", {"outcome_unnamed"}),
        ("Pain on coughing, 6", {"outcome_unnamed"}),
        ("Postoperative 1st month", {"outcome_unnamed"}),
        ("Primary outcomes", {"outcome_unnamed"}),
        ("Any, Serious", {"outcome_unnamed"}),
        ("Any fall, Serious", set()),
        ("Baseline characteristics of the rowers by group", {"outcome_unnamed"}),
        ("Characteristics of the rowers, Age", set()),
        ("Time to first request of", {"name_broken"}),
    ],
)
def test_names_of_outcomes_in_tables(outcome: str, wanted: set[str]) -> None:
    place = replace(CELL, row_headers=(outcome,))
    assert signs(replace(RESULT, outcome=outcome), *pair(place)) == wanted


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("pain at rest", set()),
        ("associated with nausea", {"name_broken"}),
        ("interquartile range] for pain", {"name_broken"}),
        ("samples of the placebo group", {"outcome_names_arm"}),
        ("ketamine", {"outcome_names_arm"}),
        ("Enzyme by at 10 mg", {"name_broken"}),
        ("Slept through were wearing a cap", {"name_broken"}),
        ("Enzyme by dose", set()),
    ],
)
def test_names_of_outcomes_in_sentences(outcome: str, wanted: set[str]) -> None:
    assert signs(replace(RESULT, outcome=outcome), *pair(SENTENCE)) == wanted


def test_a_header_of_another_arm_in_the_outcome() -> None:
    """Two spanners over a column both name an arm: one became the outcome."""
    place = replace(CELL, column_headers=("Control group: unit B", "Ketamine (n = 20)"))
    mixed = replace(RESULT, outcome="Control group: unit B, Depression score")
    assert signs(mixed, *pair(place)) == {"outcome_names_arm"}
    beside = replace(CELL, row_headers=("Control group visits",))  # an outcome beside the arms
    assert signs(replace(RESULT, outcome="Control group visits"), *pair(beside)) == set()


def test_a_sentence_without_a_time_is_open_where_the_report_names_one() -> None:
    timeless = replace(RESULT, timepoint="")
    weeks = tuple(Found(replace(RESULT, timepoint=f"Week {week}"), pair(SENTENCE)) for week in (4, 8))
    assert signs(timeless, *pair(SENTENCE)) == set()
    assert signs(timeless, *pair(SENTENCE), others=weeks[:1]) == {"time_missing"}
    assert signs(replace(timeless, basis="baseline"), *pair(SENTENCE), others=weeks) == set()


def test_two_numbers_of_sentences_under_the_same_names() -> None:
    other = replace(SENTENCE, quote="14.1 (4.5)")
    again = replace(RESULT, anchor="elsewhere")
    shared = Found(again, (reading("mean", "14.1", other), reading("sd", "4.5", other)))
    rounded = Found(again, (reading("mean", "12", other), reading("sd", "4.5", other)))
    elsewhere = Found(replace(again, timepoint="Week 8"), shared.readings)
    assert signs(RESULT, *pair(SENTENCE), others=(shared,)) == {"names_shared"}
    assert signs(RESULT, *pair(SENTENCE), others=(rounded, elsewhere)) == set()


def test_a_group_has_one_size_in_one_sentence() -> None:
    result = Result(("Ketamine",), outcome="analysed")
    size = reading("n", "20", SENTENCE)
    again = Found(result, (reading("n", "31", SENTENCE),))
    elsewhere = Found(result, (reading("n", "31", replace(SENTENCE, quote="31 had ketamine")),))
    assert signs(result, size, others=(again,)) == {"names_shared"}
    assert signs(result, size, others=(elsewhere,)) == set()


def test_a_number_of_a_sentence_needs_an_outcome_beside_its_arm() -> None:
    assert signs(Result(("Ketamine",), timepoint="Week 4"), *pair(SENTENCE)) == {"outcome_missing"}
    assert signs(Result(("Ketamine",)), reading("n", "20", SENTENCE)) == set()


@pytest.mark.parametrize(
    ("timepoint", "flag", "wanted"),
    [
        ("Week 4 (28 days)", "time_from:abstract", set()),  # the table names it, the abstract counts it
        ("Month 6", "time_from:abstract", {"time_from_elsewhere"}),
        ("Month 6", "time_from:notes", set()),
        ("before and", "time_from:notes", {"name_broken"}),
    ],
)
def test_a_time_carried_over_from_the_text(timepoint: str, flag: str, wanted: set[str]) -> None:
    assert signs(replace(RESULT, timepoint=timepoint), *pair(flags=(flag,))) == wanted


def test_a_label_of_the_row_that_went_into_no_name() -> None:
    place = replace(CELL, row_headers=("Depression score", "Total point motion"))
    assert signs(RESULT, *pair(place)) == {"header_unused"}
    assert signs(RESULT, *pair(replace(CELL, row_headers=("Depression score", "Mean (SD)")))) == set()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("Blood pressure (mmHg)", "Systolic"), set()),
        (("Body mass index (kg/m2)", "Bleeding (%)"), {"group_in_doubt"}),
        (("Blood", "White cells", "Lymphocytes", "B cells"), {"group_in_doubt"}),
    ],
)
def test_headings_that_may_be_rows(path: tuple[str, ...], wanted: set[str]) -> None:
    place = replace(CELL, row_headers=path)
    assert signs(replace(RESULT, outcome=", ".join(path)), *pair(place)) == wanted


def test_the_unit_of_a_header_that_became_a_heading() -> None:
    place = replace(
        CELL, row_headers=("Iron (ng/ml)", "0"), column_headers=("Zinc (μg/ml)", "Ketamine (n = 9)")
    )
    result = replace(RESULT, outcome="Iron (ng/ml), Zinc (μg/ml)")
    assert signs(result, *pair(place)) == {"group_in_doubt"}


def test_a_total_column_names_everyone() -> None:
    everyone = replace(RESULT, arms=())
    assert signs(everyone, *pair()) == {"arm_missing"}
    assert signs(everyone, *pair(replace(CELL, column_headers=("Total (n = 40)", "Week 4")))) == set()


@pytest.mark.parametrize("statistic", ["p", "md", "or"])
def test_a_comparison_has_two_sides(statistic: str) -> None:
    alone = reading(statistic, "0.04"), reading("ci_low", "0.01")
    assert signs(RESULT, *alone) == {"comparison_unnamed"}
    assert signs(replace(RESULT, comparators=("Placebo",)), *alone) == set()


def test_limits_of_a_comparison_with_one_side() -> None:
    limits = reading("ci_low", "0.1"), reading("ci_high", "0.4")
    assert signs(RESULT, *limits) == {"comparison_unnamed"}
    assert signs(RESULT, *limits, reading("mean", "0.2")) == set()


def test_sides_that_only_the_rows_name() -> None:
    place = replace(CELL, row_headers=("Stage III vs stage I",), column_headers=("Odds ratio",))
    sides = replace(
        RESULT, arms=("Stage III",), comparators=("stage I",), outcome="Stage III vs stage I"
    )
    assert signs(sides, reading("or", "2.1", place)) == {"arms_unconfirmed"}


def test_a_row_without_an_author_among_studies() -> None:
    studies = tuple(
        Found(
            replace(RESULT, outcome=f"Smith et al {year}"),
            pair(replace(CELL, row_headers=(f"Smith et al {year}",))),
        )
        for year in range(2001, 2008)
    )
    ours = replace(CELL, row_headers=("Present study",))
    assert signs(replace(RESULT, outcome="Present study"), *pair(ours), others=studies) == {
        "row_is_study"
    }
    assert signs(replace(RESULT, outcome="Present study"), *pair(ours), others=studies[:2]) == set()


def test_the_limits_of_a_comparison_are_as_open_as_it_is() -> None:
    limits = reading("ci_low", "0.5"), reading("ci_high", "1.5")
    assert signs(RESULT, *limits, reading("hr", "1.0")) == {"comparison_unnamed"}
    assert signs(RESULT, *limits, reading("mean", "1.0")) == set()


def test_the_count_that_no_percentage_confirms() -> None:
    place = replace(CELL, quote="21; 12 (33%)")
    counts = (
        reading("event_count", "21", place),
        reading("events", "12", place),
        reading("percent", "33", place),
    )
    assert signs(RESULT, *counts) == {"count_unconfirmed"}
    assert signs(RESULT, *counts[1:]) == set()


@pytest.mark.parametrize(
    ("quote", "numbers", "wanted"),
    [
        ("97.7%", {"mean": "97.7"}, {"percent_sign"}),
        ("117 (94.4%)", {"mean": "117", "sd": "94.4"}, {"percent_sign"}),
        ("77.8% (27.2%)", {"mean": "77.8", "sd": "27.2"}, set()),
        ("(5.9)", {"mean": "5.9"}, {"average_in_brackets"}),
        ("5.9 (1.2)", {"mean": "5.9", "sd": "1.2"}, set()),
        ("247 (4.1%)", {"chi2": "247", "percent": "4.1"}, {"mixed_statistics"}),
        ("5.1 ± 0.07", {"percent": "5.1", "sd": "0.07"}, {"mixed_statistics"}),
    ],
)  # fmt: skip
def test_what_is_printed_speaks_against_the_statistic(
    quote: str, numbers: dict[str, str], wanted: set[str]
) -> None:
    place = replace(CELL, quote=quote)
    assert signs(RESULT, *(reading(*each, place) for each in numbers.items())) == wanted


def test_one_statistic_twice_in_a_cell() -> None:
    assert signs(RESULT, reading("mean", "1.6"), reading("mean", "70")) == {"statistic_repeated"}


def test_quartiles_where_the_label_says_range() -> None:
    def quartiles(label: str) -> set[str]:
        place = replace(CELL, row_headers=("Depression score", label))
        return signs(RESULT, reading("q1", "39", place), reading("median", "79", place))

    assert quartiles("Median (range)") == {"label_says_range"}
    assert quartiles("Median (interquartile range)") == set()


def test_integers_in_brackets_where_the_notes_say_mean_sd() -> None:
    told = ("statistic_from:notes",)
    fractions = Found(replace(RESULT, outcome="Age"), pair())
    count = replace(CELL, quote="9 (60)")
    cell = reading("mean", "9", count, told), reading("sd", "60", count, told)
    assert signs(RESULT, *cell, others=(fractions,)) == {"unlike_its_table"}
    assert signs(RESULT, *reversed(cell), others=(fractions,)) == {"unlike_its_table"}  # the SD too
    assert signs(RESULT, *cell) == set()  # nothing else is printed with decimals
    summed = replace(CELL, quote="9 ± 6")
    plain = reading("mean", "9", summed, told), reading("sd", "6", summed, told)
    assert signs(RESULT, *plain, others=(fractions,)) == set()


def test_a_difference_the_other_way_round() -> None:
    arms = [
        Found(replace(RESULT, arms=(arm,)), (reading("mean", value),))
        for arm, value in (("Ketamine", "8.4"), ("Placebo", "12.3"))
    ]
    contrast = replace(RESULT, comparators=("Placebo",))
    limits = reading("ci_low", "1.1"), reading("ci_high", "5.2")
    assert signs(contrast, *limits, reading("md", "3.9"), others=(*arms,)) == {"sign_reversed"}
    assert signs(contrast, reading("md", "-3.9"), others=(*arms,)) == set()
    assert signs(contrast, reading("md", "-3.1"), others=(*arms,)) == set()  # adjusted


@pytest.mark.parametrize(
    ("printed", "sides", "wanted"),
    [("0.06", (0.705, 0.767), True), ("-0.06", (0.705, 0.767), False), ("0.0", (1.0, 1.0), False)],
)
def test_signs_of_differences(printed: str, sides: tuple[float, float], wanted: bool) -> None:
    assert reversed_sign(reading("md", printed), *sides) is wanted


def test_a_row_that_had_a_heading_before_the_page_break() -> None:
    under = replace(CELL, row_headers=("Any parasite", "Depression score"))
    before = Found(replace(RESULT, outcome="Any parasite, Depression score"), pair(under))
    behind = replace(CELL, page=4, grid="tg_2")
    assert signs(RESULT, *pair(behind), others=(before,)) == {"group_lost"}
    assert signs(RESULT, *pair(replace(behind, table="Table 3")), others=(before,)) == set()


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Drug 1.5% mean score (n)", {"header_says_mean"}),
        ("Mean (SD) or n (%)", set()),
        ("n (%)", set()),
    ],
)
def test_a_percentage_where_the_header_says_mean(header: str, wanted: set[str]) -> None:
    place = replace(CELL, column_headers=("Ketamine (n = 20)", header))
    assert signs(RESULT, reading("percent", "0.8", place)) == wanted
