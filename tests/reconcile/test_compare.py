from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.reconcile.agreement import agreement
from curate.reconcile.compare import Difference, Pair, Value, compare


@pytest.mark.parametrize(
    ("one", "two", "statistic", "difference"),
    [
        ("12.3", "12.3", "mean", "identical"),
        ("12.3", "12.30", "mean", "equal"),
        ("29", "29.0", "n", "equal"),
        ("12.3", "12.34", "mean", "rounding"),
        ("12.3", "12.35", "mean", "rounding"),
        ("12.3", "12.36", "mean", "conflict"),
        ("0.125", "0.12", "mean", "rounding"),
        ("0.125", "0.13", "mean", "rounding"),
        ("-5.2", "5.2", "mean", "conflict"),
        ("29", "30", "n", "conflict"),
        ("29", "29.4", "n", "conflict"),
        ("29", "29.4", "mean", "rounding"),
        ("12.3", "12.4", "sd", "conflict"),
        ("1204", "1204.0", "mean", "equal"),
    ],
)
def test_two_numbers(one: str, two: str, statistic: str, difference: str) -> None:
    assert compare(Value(one), Value(two), statistic) == difference
    assert compare(Value(two), Value(one), statistic) == difference


def test_operators_and_statuses() -> None:
    assert compare(Value("0.05", "<"), Value("0.05"), "p") is Difference.conflict
    assert compare(Value("", status="not_reported"), Value("3"), "events") is Difference.status
    assert (
        compare(Value("", status="not_reported"), Value("", status="not_reported"), "n")
        is Difference.identical
    )


decimals = st.decimals(-1000, 1000, places=3).map(str)


@given(decimals, st.integers(0, 2))
def test_a_number_agrees_with_its_own_rounding(text: str, places: int) -> None:
    coarse = str(round(Decimal(text), places))
    assert compare(Value(text), Value(coarse), "mean") in ("identical", "equal", "rounding")


@given(decimals, decimals)
def test_comparison_is_symmetric(one: str, two: str) -> None:
    assert compare(Value(one), Value(two), "mean") == compare(Value(two), Value(one), "mean")


def test_omissions_count_as_disagreement_and_stand_apart() -> None:
    pairs = [
        Pair("a", "mean", Value("1.0"), Value("1.0")),
        Pair("b", "mean", Value("1.0"), Value("1.00")),
        Pair("c", "mean", Value("1.0"), None),
        Pair("d", "mean", Value("1.0"), Value("2.0")),
    ]
    held = agreement(pairs)
    assert (held.pairs, held.agreeing, held.omissions) == (4, 2, 1)
    assert held.percent == 50.0
    assert held.percent_of_both == pytest.approx(100 * 2 / 3)
    assert agreement([]).percent is None
