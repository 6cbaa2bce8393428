"""GRIM and its kin against every sample there is, and published cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.check.integers import is_debit, is_grim, is_grimmer

TRUTH = Path(__file__).resolve().parents[3] / "shared" / "reference" / "grim_grimmer_bruteforce.json"


@pytest.mark.skipif(not TRUTH.is_file(), reason="needs ../shared/reference beside the checkout")
def test_every_answer_is_that_of_all_samples() -> None:
    asked = 0
    for case in json.loads(TRUTH.read_text())["cases"]:
        n, low, high = case["n"], case["lo"], case["hi"]
        possible = set(case["means_ok"])
        for hundredth in range(100 * low, 100 * high + 1):
            mean = f"{hundredth / 100:.2f}"
            assert is_grim(mean, n) == (mean in possible), (mean, n)
            asked += 1
        for mean, sd in case["pairs_ok_sample"]:
            assert is_grimmer(mean, sd, n, ends=(low, high)), (mean, sd, n)
            assert is_grimmer(mean, sd, n), (mean, sd, n)
            asked += 1
        for mean, sd in case["pairs_bad_sample"]:
            assert not is_grimmer(mean, sd, n, ends=(low, high)), (mean, sd, n)
            asked += 1
    assert asked > 6000


@given(st.lists(st.integers(0, 20), min_size=2, max_size=30), st.integers(1, 3))
def test_a_real_sample_is_never_called_impossible(sample: list[int], decimals: int) -> None:
    n = len(sample)
    mean = sum(sample) / n
    sd = (sum((x - mean) ** 2 for x in sample) / (n - 1)) ** 0.5
    printed = f"{mean:.{decimals}f}", f"{sd:.{decimals}f}"
    assert is_grim(printed[0], n)
    assert is_grimmer(*printed, n)
    assert is_grimmer(*printed, n, ends=(0, 20))


def test_published_cases() -> None:
    """Brown & Heathers (2017), p. 364: 5.19 of 28 people; their examples of items; zeros and ones."""
    assert not is_grim("5.19", 28)
    assert is_grim("5.18", 28)
    assert is_grim("5.19", 28, items=4)
    assert is_debit("0.35", "0.48", 40)
    assert not is_debit("0.35", "0.42", 40)
    assert not is_grimmer("3.45", "9.00", 20, ends=(1, 5))  # wider than the scale
