"""Numbers as plots write them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from curate.plots.numbers import column, interval, number, p_value, ratio_ticks, tick_labels, ticks


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"),
        (-0.614, "−0.61"),
        (0.0034, "0.003"),
        (-0.0034, "−0.003"),
        (0.00003, "3e−05"),
        (-12345.6, "−12346"),
        (999.999, "1000.00"),
    ],
)
def test_a_number_keeps_its_sign_and_never_rounds_away(value: float, text: str) -> None:
    assert number(value) == text


def test_an_interval() -> None:
    assert interval(-0.4187, -0.8409, 0.0034) == "−0.42 [−0.84, 0.003]"


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.00002, "p < 0.001"), (0.0036, "p = 0.004"), (0.0519, "p = 0.052"), (0.3, "p = 0.30")],
)
def test_p_values_show_what_decides(p: float, text: str) -> None:
    assert p_value(p) == text


def test_a_column_has_one_number_of_decimals() -> None:
    assert column([14.18, 26.0, None]) == ["14.18", "26.00", "–"]
    assert column([20.0, 7.0]) == ["20", "7"]
    assert column([0.024, 0.5]) == ["0.024", "0.500"]


@pytest.mark.parametrize(
    ("low", "high"), [(-9.7, 4.6), (-0.67, 0.06), (-1e-4, 3e-4), (-1500, 200), (0.2, 0.21)]
)
def test_ticks_are_round_and_inside(low: float, high: float) -> None:
    found = ticks(low, high)
    assert 3 <= len(found) <= 11
    slack = 1e-9 * (high - low)  # multiples of a decimal step are off by roundings
    assert low - slack <= found[0]
    assert found[-1] <= high + slack
    steps = {round((b - a) / (found[1] - found[0]), 6) for a, b in pairwise(found)}
    assert steps == {1.0}
    assert len(set(tick_labels(found))) == len(found)


def test_tick_labels_share_their_decimals() -> None:
    assert tick_labels([-1.4, -1.2, -1.0, 0.0]) == ["−1.4", "−1.2", "−1.0", "0"]
    assert tick_labels([-8.0, -6.0, 0.0]) == ["−8", "−6", "0"]


@pytest.mark.parametrize(("low", "high"), [(0.02, 2.7), (0.9, 1.15), (1e-4, 1e5), (0.5, 0.9)])
def test_ratio_ticks_are_inside(low: float, high: float) -> None:
    found = ratio_ticks(math.log(low), math.log(high))
    assert len(found) >= 2
    assert found == sorted(found)
    if low < 1 < high:
        assert 1.0 in found
    assert all(low * 0.999 <= tick <= high * 1.001 for tick in found)
