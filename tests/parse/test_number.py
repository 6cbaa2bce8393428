from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.parse.number import Convention, find_numbers, parse_number, print_number

COMMA = Convention(decimal=",")


@pytest.mark.parametrize(
    ("printed", "value", "operator"),
    [
        ("−2.4", "-2.4", "="),  # U+2212
        ("–2·40", "-2.40", "="),  # en dash, Lancet's middle dot
        ("-2.4", "-2.4", "="),
        ("·05", "0.05", "="),
        (".05", "0.05", "="),
        ("<0.001", "0.001", "<"),
        ("≥ 3", "3", "≥"),
        ("1,234", "1234", "="),
        ("1\u2009234", "1234", "="),
        ("2\u202f310\u202f184", "2310184", "="),
        ("12.30", "12.30", "="),
        ("+0.3", "0.3", "="),
    ],
)
def test_one_number(printed, value, operator):
    number = parse_number(printed)
    assert number is not None
    assert (number.value, number.operator, number.as_printed) == (value, operator, printed)


def test_a_range_is_no_minus():
    assert [n.value for n in find_numbers("1-3")] == ["1", "3"]
    assert [n.value for n in find_numbers("5 (3–9)")] == ["5", "3", "9"]
    assert [n.value for n in find_numbers("(−4.1–−0.7)")] == ["-4.1", "-0.7"]
    assert [n.value for n in find_numbers("(-4.1 to -0.7)")] == ["-4.1", "-0.7"]
    assert [n.value for n in find_numbers("3 - 9")] == ["3", "9"]


def test_digits_of_words_are_no_numbers():
    assert [n.value for n in find_numbers("SF-36, CD4, IL-6, HbA1c")] == []


def test_digits_around_a_letter_that_no_number_holds_are_none():
    assert find_numbers("<0Æ01, 11Æ6 (8Æ8–14Æ4)") == ()


def test_percent_signs_are_noticed():
    assert [n.percent for n in find_numbers("12 (8%), 3 %")] == [False, True, True]


def test_spans_point_at_the_number():
    text = "was −2·4 (p<0.001)"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["−2·4", "<0.001"]


def test_decimal_commas_by_the_report_s_own_convention():
    german = ["12,3 ± 4,5", "0,05", "1.234 g", "7,25"]
    assert Convention.of(german).decimal == ","
    assert Convention.of(["12.3 (4.5)", "1,234", "0.05", "12,345"]).decimal == "."
    assert parse_number("1.234,5", COMMA).value == "1234.5"
    assert parse_number("12,30", COMMA).value == "12.30"


def test_ordinary_spaces_group_only_where_the_report_does_so():
    assert [n.value for n in find_numbers("2 310")] == ["2", "310"]
    assert [n.value for n in find_numbers("2 310", Convention(spaced=True))] == ["2310"]
    assert Convention.of(["2 310 184", "1 204 500", "12 000 000"]).spaced


def test_columns_of_three_digits_are_no_thousands() -> None:
    rows = ["148 121 108 120 92", "135 118 102 98 112", "138 116 104 94 104", "144 120 110 106 102"]
    assert not Convention.of(rows).spaced


def test_what_is_longer_than_any_number_of_a_report_is_none() -> None:
    assert [n.value for n in find_numbers("999999999999 and 1000000000000")] == ["999999999999"]


decimal_texts = st.decimals(min_value=-(10**7), max_value=10**7, places=3, allow_nan=False).flatmap(
    lambda d: st.integers(0, 3).map(lambda places: f"{d:.{places}f}")
)


@given(
    decimal_texts,
    st.sampled_from("-−–‐"),
    st.sampled_from(".·"),
    st.sampled_from(["", ",", "\u2009", "\u202f", "\u00a0"]),
    st.booleans(),
)
def test_printing_and_parsing_come_back_to_the_same_text(value, minus, dot, thousands, zero):
    printed = print_number(value, minus=minus, dot=dot, thousands=thousands, leading_zero=zero)
    number = parse_number(printed)
    assert number is not None
    assert number.value == value
    assert number.as_printed == printed


@given(decimal_texts)
def test_decimal_commas_come_back_too(value):
    number = parse_number(print_number(value, dot=",", thousands="."), COMMA)
    assert number is not None
    assert number.value == value


@given(
    st.lists(st.decimals(0, 999, places=1), min_size=2, max_size=2),
    st.sampled_from(["-", "–", " to ", ", "]),
)
def test_two_positive_numbers_stay_positive(pair, separator):
    text = f"({pair[0]}{separator}{pair[1]})"
    assert [Decimal(n.value) for n in find_numbers(text)] == pair
