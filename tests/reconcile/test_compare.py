from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.reconcile.compare import AGREEING, EXPLAINED, Difference, compare
from curate.reconcile.values import Context, Place, Printed, Sibling, Side, Value


def arm(*sizes: int, level: float = 95.0) -> Context:
    return Context(sizes=tuple(Decimal(size) for size in sizes), level=level)


def said(**values: str) -> Side:
    return Side({name: Value(text) for name, text in values.items()})


def difference(one: str, two: str, statistic: str, context: Context | None = None) -> str:
    """Compare in both orders, which must give one answer."""
    context = context or Context()
    found = compare(Value(one), Value(two), statistic, context=context)
    assert compare(Value(two), Value(one), statistic, context=context.swapped()) == found
    return found.difference


@pytest.mark.parametrize(
    ("one", "two", "statistic", "expected"),
    [
        ("12.3", "12.3", "mean", "identical"),
        ("12.3", "12.30", "mean", "equal"),
        ("29", "29.0", "n", "equal"),
        ("12.3", "12.34", "mean", "rounding"),
        ("12.3", "12.35", "mean", "rounding"),
        ("12.3", "12.36", "mean", "conflict"),
        ("0.125", "0.12", "mean", "rounding"),
        ("0.125", "0.13", "mean", "rounding"),
        ("29", "30", "n", "conflict"),
        ("29", "29.4", "n", "conflict"),
        ("29", "29.4", "mean", "rounding"),
        ("12.3", "12.4", "sd", "conflict"),
        ("1204", "1204.0", "mean", "equal"),
        ("-5.2", "5.2", "mean", "sign"),
        ("-5.2", "5.24", "md", "sign"),
        ("0.0", "-0.0", "mean", "equal"),
        ("0.50", "2.00", "or", "sign"),
        ("0.50", "2.00", "md", "conflict"),
        ("2", "1", "or", "conflict"),
        ("0.05", "0.005", "p", "slip"),
        ("12.3", "1.23", "sd", "slip"),
        ("12.34", "1.2", "sd", "slip"),
        ("0.706", "70.6", "percent", "slip"),
        ("1.204", "1204", "n", "slip"),
        ("1", "10.3", "mean", "conflict"),
        ("0", "10", "events", "conflict"),
        ("14.80", "14.08", "mean", "transposed"),
        ("21", "12", "n", "transposed"),
        ("-14.80", "-14.08", "md", "transposed"),
        ("-14.80", "14.08", "md", "conflict"),
        ("08.1", "80.1", "mean", "transposed"),
        ("123", "321", "n", "conflict"),
        ("14.8", "14.08", "mean", "conflict"),
    ],
)
def test_two_numbers(one: str, two: str, statistic: str, expected: str) -> None:
    assert difference(one, two, statistic) == expected


@pytest.mark.parametrize(
    ("one", "two", "statistic", "context", "sentence"),
    [
        ("2.40", "9.90", "sd", arm(17), "2.40 × √17 = 9.90: SE and SD?"),
        ("9.90", "2.40", "se", arm(17), "2.40 × √17 = 9.90: SE and SD?"),
        # Handbook 6.5.2.2: t with 11 degrees of freedom is 2.201, not 1.96
        ("2.0", "4.4", "se", arm(12), "2.0 × t(11) = 4.4: SE and half of an interval?"),
        ("4.402", "6.93", "sd", arm(12), "4.402 × √12/t(11) = 6.93: half of an interval and SD?"),
        ("70.6", "12", "percent", arm(17), "12/17 = 70.6%: a count and its percentage?"),
        ("71", "12", "events", arm(17), "12/17 = 70.6%, rounded 71%: a count and its percentage?"),
        ("38", "65", "events", arm(171), "65/171 = 38.0%, rounded 38%: a count and its percentage?"),
        ("5.5", "44", "events", arm(793), "44/793 = 5.5%: a count and its percentage?"),
    ],
)
def test_a_value_in_the_place_of_its_other_form(
    one: str, two: str, statistic: str, context: Context, sentence: str
) -> None:
    assert difference(one, two, statistic, context) == "equivalent"
    assert compare(Value(one), Value(two), statistic, context=context).because[0] == sentence


def siblings(*said: tuple[int, int, int]) -> tuple[Sibling, ...]:
    return tuple(Sibling(Decimal(one), Decimal(two), (Decimal(size),)) for one, two, size in said)


SHARE = "44/793 = 5.5%, rounded 6%: a count and its percentage?"


@pytest.mark.parametrize(
    ("context", "sentence"),
    [
        (arm(793), ""),  # 6% is the share of each count from 44 to 51
        (replace(arm(793), siblings=siblings((54, 7, 769))), SHARE),  # the other arm shows the column
        (replace(arm(793), siblings=siblings((44, 11, 769))), ""),  # 44 of 769 is no 11%
        (replace(arm(793), siblings=siblings((44, 44, 769))), ""),
    ],
)
def test_two_counts_of_many_people_are_no_percentage_unless_the_other_arm_shows_it(
    context: Context, sentence: str
) -> None:
    found = compare(Value("44"), Value("6"), "events", context=context)
    assert (found.because[0] if found.because else "") == sentence
    assert compare(Value("6"), Value("44"), "events", context=context.swapped()) == found


@pytest.mark.parametrize(
    "context",
    [
        replace(arm(200), siblings=siblings((48, 31, 120))),  # of which 48 are 40%
        replace(arm(200), printed=(Printed(Place("t", 1, 2), "21.0"),)),  # so it is printed
        replace(arm(200), two=said(events="21", percent="10.5")),  # 21 has a percentage of its own
    ],
)
def test_a_percentage_that_the_report_or_the_other_arm_refutes_is_none(context: Context) -> None:
    assert difference("42", "21", "events", arm(200)) == "equivalent"
    assert difference("42", "21", "events", context) == "conflict"


@pytest.mark.parametrize(
    ("one", "two", "statistic", "context"),
    [
        ("72", "12", "events", arm(17)),  # 12/17 is 70.6%
        ("2.40", "9.90", "sd", Context()),  # the size is not known
        ("2.40", "9.90", "mean", arm(17)),
        ("2", "9", "sd", arm(17)),  # 1.5 to 2.5: nearly anything is √n times that
        ("2.40", "9.90", "sd", arm(1)),
        ("0", "9.90", "sd", arm(17)),
        ("4.31", "6.93", "sd", arm(12)),  # half of the interval by 1.96 in place of t
    ],
)
def test_what_no_conversion_explains(one: str, two: str, statistic: str, context: Context) -> None:
    assert difference(one, two, statistic, context) == "conflict"


@pytest.mark.parametrize(
    ("statistic", "has", "lacks", "size", "sentence"),
    [
        ("sd", said(sd="9.90"), said(se="2.40"), 17, "SD 9.90 = SE 2.40"),
        ("se", said(se="2.40"), said(sd="9.90"), 17, "SD 9.90 = SE 2.40"),
        (
            "sd",
            said(sd="9.90"),
            said(ci_low="7.21", ci_high="17.39"),
            17,
            "SD 9.90 = interval 7.21 to 17.39",
        ),
        (
            "ci_low",
            said(ci_low="7.21", ci_high="17.39"),
            said(se="2.40"),
            17,
            "SE 2.40 = interval 7.21 to 17.39",
        ),
        ("percent", said(percent="70.6"), said(events="12", total="17"), 99, "12/17 = 70.6%"),
        ("events", said(events="12", total="17"), said(percent="71"), 99, "12/17 = 70.6%, rounded 71%"),
        ("people", said(people="12"), said(percent="70.6"), 17, "12/17 = 70.6%"),
    ],
)
def test_what_one_leaves_out_and_says_in_another_form(
    statistic: str, has: Side, lacks: Side, size: int, sentence: str
) -> None:
    context = replace(arm(size), one=has, two=lacks)
    value = has.values[statistic]
    for found in (
        compare(value, None, statistic, context=context),
        compare(None, value, statistic, context=context.swapped()),
        compare(value, Value("", status="not_reported"), statistic, context=context),
    ):
        assert found.difference == "equivalent"
        assert found.because[0].startswith(sentence)


@pytest.mark.parametrize(
    ("statistic", "has", "lacks"),
    [
        ("sd", said(sd="9.90"), said(se="2.10")),
        ("sd", said(sd="9.90"), said(ci_low="7.21")),
        ("percent", said(percent="72"), said(events="12", total="17")),
        ("mean", said(mean="12.3"), said(median="12.3")),
        ("sd", said(sd="9.90"), said(sd="9.90")),
    ],
)
def test_what_one_leaves_out_and_another_form_does_not_fit(
    statistic: str, has: Side, lacks: Side
) -> None:
    context = replace(arm(17), one=has, two=lacks)
    assert compare(has.values[statistic], None, statistic, context=context).difference == "omission"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (said(ci_low="-8.2", ci_high="1.1"), said(ci_low="-1.1", ci_high="8.2"), "sign"),
        (said(ci_low="-8.2", ci_high="1.1"), said(ci_low="-1.1", ci_high="9.9"), "conflict"),
        (said(ci_low="-8.2"), said(ci_low="8.2"), "sign"),
        (said(rr="0.80", ci_low="0.50", ci_high="1.25"), said(ci_low="0.80", ci_high="2.00"), "sign"),
        (
            said(rr="0.80", ci_low="0.50", ci_high="1.25"),
            said(ci_low="0.70", ci_high="1.30"),
            "conflict",
        ),
    ],
)
def test_limits_of_an_interval_change_places(one: Side, two: Side, expected: str) -> None:
    values = one.values["ci_low"].text, two.values["ci_low"].text
    assert difference(*values, "ci_low", Context(one, two)) == expected


HERE = Place("tg_1", 4, 2, "Table 2")


@pytest.mark.parametrize(
    ("one", "two", "printed", "sentence"),
    [
        (HERE, replace(HERE, row=5), (), "12.3 and 15.8 of Table 2 stand one row apart: the neighbouring row?"),
        (HERE, replace(HERE, col=1), (), "12.3 and 15.8 of Table 2 stand one column apart: the neighbouring column?"),
        (HERE, None, (Printed(replace(HERE, col=3), "15.80"),), "12.3 and 15.8 of Table 2 stand one column apart"),
        (None, HERE, (Printed(replace(HERE, row=3), "12.3"),), "12.3 and 15.8 of Table 2 stand one row apart"),
        (HERE, None, (Printed(HERE, "15.8"),), "12.3 and 15.8 of Table 2 stand in one cell: another number of it?"),
    ],
)  # fmt: skip
def test_neighbouring_cells(
    one: Place | None, two: Place | None, printed: tuple[Printed, ...], sentence: str
) -> None:
    context = Context(Side(place=one), Side(place=two), printed=printed)
    assert difference("12.3", "15.8", "mean", context) == "neighbour"
    assert compare(Value("12.3"), Value("15.8"), "mean", context=context).because[0].startswith(sentence)


@pytest.mark.parametrize(
    ("one", "two", "printed"),
    [
        (HERE, replace(HERE, row=6), ()),
        (HERE, replace(HERE, row=5, col=3), ()),
        (HERE, replace(HERE, grid="tg_2", row=5), ()),
        (HERE, HERE, ()),  # one of them is mistyped
        (HERE, None, (Printed(replace(HERE, row=6), "15.8"),)),
        (HERE, None, (Printed(replace(HERE, row=5), "15.9"),)),
        (None, None, (Printed(HERE, "15.8"), Printed(replace(HERE, row=5), "12.3"))),
    ],
)
def test_cells_that_are_no_neighbours(
    one: Place | None, two: Place | None, printed: tuple[Printed, ...]
) -> None:
    context = Context(Side(place=one), Side(place=two), printed=printed)
    assert difference("12.3", "15.8", "mean", context) == "conflict"


def test_every_explanation_that_fits_is_told_and_the_first_names_the_kind() -> None:
    places = Context(Side(place=HERE), Side(place=replace(HERE, row=5)), (Decimal(100),))
    found = compare(Value("1.23"), Value("12.30"), "sd", context=places)
    assert found.difference == "equivalent"
    assert found.because == (
        "1.23 × √100 = 12.30: SE and SD?",
        "1.23 × 10 = 12.30: decimal point?",
        "1.23 and 12.30 of Table 2 stand one row apart: the neighbouring row?",
    )


@pytest.mark.parametrize(
    ("one", "two", "expected", "because"),
    [
        (Value("3"), None, "omission", ()),
        (Value("3"), Value("", status="not_reported"), "omission", ("one gives a value, the other says not reported",)),
        (Value("3"), Value("", status="figure_only"), "status", ("one gives a value, the other says figure only",)),
        (Value("", status="unclear"), Value("", status="not_reported"), "status", ("not reported and unclear",)),
        (None, Value("", status="not_reported"), "status", ("left out and not reported",)),
        (Value("0.05", "<"), Value("0.05"), "conflict", ("< 0.05 and = 0.05",)),
        (Value("", status="not_reported"), Value("", status="not_reported"), "identical", ()),
    ],
)  # fmt: skip
def test_operators_and_statuses(
    one: Value | None, two: Value | None, expected: str, because: tuple[str, ...]
) -> None:
    for first, second in ((one, two), (two, one)):
        found = compare(first, second, "events")
        assert (found.difference, found.because) == (expected, because)


@pytest.mark.parametrize(
    ("one", "two", "kind", "expected"),
    [
        ("Parallel", "parallel", "category", "equal"),
        ("parallel", "crossover", "category", "conflict"),
        ("double blind", "double blind, placebo controlled", "category", "conflict"),
        ("Double-blind.", "double\u2010blind", "text", "equal"),
        ("ketamine 0.5 mg/kg", "0.5 mg/kg ketamine", "text", "equivalent"),
        ("ketamine", "ketamine 0.5 mg/kg", "text", "equivalent"),
        ("ketamine", "esketamine", "text", "conflict"),
        ("?", "ketamine", "text", "conflict"),
        ("2019-03", "2019-03-12", "date", "rounding"),
        ("2019", "2019-03", "date", "rounding"),
        ("2019-03-12", "2019-12-03", "date", "transposed"),
        ("2019-03-12", "2020-03-12", "date", "conflict"),
        ("12.30", "12.3", "number", "equal"),
        ("12.34", "12.3", "number", "rounding"),
        ("12.34", "12.3", "text", "conflict"),
    ],
)
def test_answers(one: str, two: str, kind: str, expected: str) -> None:
    assert compare(Value(one), Value(two), "", kind).difference == expected
    assert compare(Value(two), Value(one), "", kind) == compare(Value(one), Value(two), "", kind)


def test_what_is_explained_is_never_agreement() -> None:
    assert {Difference.identical, Difference.equal} == AGREEING
    assert AGREEING.isdisjoint(EXPLAINED)
    assert all(difference.words for difference in Difference)


numbers = st.decimals(-1000, 1000, places=2).map(str) | st.integers(0, 200).map(str)
places = st.none() | st.builds(Place, st.just("tg"), st.integers(0, 2), st.integers(0, 2))
statistics = st.sampled_from(["mean", "sd", "se", "percent", "events", "n", "rr", "md", "ci_low"])
sides = st.builds(
    Side,
    st.dictionaries(statistics | st.just("ci_high"), numbers.map(Value), max_size=4),
    places,
)
contexts = st.builds(
    Context,
    sides,
    sides,
    st.lists(st.integers(0, 200).map(Decimal), max_size=2).map(tuple),
    printed=st.lists(st.builds(Printed, places.filter(bool), numbers), max_size=3).map(tuple),
)


@given(st.decimals(-1000, 1000, places=3).map(str), st.integers(0, 2))
def test_a_number_agrees_with_its_own_rounding(text: str, places: int) -> None:
    coarse = str(round(Decimal(text), places))
    assert difference(text, coarse, "mean") in ("identical", "equal", "rounding")


@given(numbers | st.none(), numbers | st.none(), statistics, contexts)
def test_comparison_is_symmetric(
    one: str | None, two: str | None, statistic: str, context: Context
) -> None:
    first, second = (None if text is None else Value(text) for text in (one, two))
    found = compare(first, second, statistic, context=context)
    assert compare(second, first, statistic, context=context.swapped()) == found


@given(st.integers(1000, 99999), st.integers(2, 400))
def test_a_standard_error_worked_out_from_an_sd_is_found(sd: int, n: int) -> None:
    deviation = Decimal(sd).scaleb(-2)
    error = (deviation / Decimal(n).sqrt()).quantize(Decimal("0.0001"))
    assert difference(str(deviation), str(error), "sd", arm(n)) == "equivalent"


@given(st.integers(1, 300), st.data(), st.integers(0, 2))
def test_a_percentage_worked_out_from_its_count_is_found(
    n: int, data: st.DataObject, places: int
) -> None:
    count = data.draw(st.integers(0, n))
    percent = round(Decimal(100 * count) / n, places)
    context = replace(arm(n), one=said(events=str(count)), two=said(percent=str(percent)))
    assert compare(Value(str(count)), None, "events", context=context).difference == "equivalent"
