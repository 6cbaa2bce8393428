"""Which studies moved, and how far each alone moves the estimate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curate.model.effect import Effect, Input
from curate.model.protocol import PoolOptions
from curate.pool.moves import moves

COMMON = PoolOptions(method="CE")


def effect(study: str, yi: float, vi: float = 1.0, **other: float) -> Effect:
    inputs = tuple(Input(role, value, f"{study}|{role}") for role, value in other.items())
    return Effect("c", study, study, "MD", yi, vi, "MD", inputs)


A, B = effect("a", 1.0, m1=3.0, m2=2.0), effect("b", 3.0, m1=5.0, m2=2.0)


def test_nothing_moves_when_nothing_is_another() -> None:
    assert moves([A, B], [B, A], COMMON) == []


def test_a_number_that_changed_is_named_and_weighed() -> None:
    now = replace(A, yi=2.0, inputs=(Input("m1", 4.0, "a|m1"), A.inputs[1]))
    (move,) = moves([A, B], [now, B], COMMON)
    (change,) = move.changes
    assert (change.role, change.before, change.after) == ("m1", A.inputs[0], now.inputs[0])
    assert move.shift == pytest.approx((2 + 3) / 2 - (1 + 3) / 2, rel=1e-12)


def test_a_new_study_and_one_that_left() -> None:
    new, out = effect("c", 5.0), replace(B, yi=None, vi=None, left_out="no SD")
    found = {move.study: move for move in moves([A, B], [A, out, new], COMMON)}
    assert set(found) == {"b", "c"}
    assert found["c"].shift == pytest.approx((1 + 3 + 5) / 3 - 2, rel=1e-12)
    assert found["b"].shift == pytest.approx(1.0 - 2.0, rel=1e-12)
    assert [move.study for move in moves([A, B], [A, out, new], COMMON)] == ["b", "c"]


def test_a_study_that_was_and_is_left_out_did_not_move() -> None:
    out = replace(B, yi=None, vi=None, left_out="no SD")
    assert moves([A], [A, out], COMMON) == []


def test_the_last_study_leaves_no_estimate_to_move_to() -> None:
    (move,) = moves([A], [], COMMON)
    assert (move.after, move.shift) == (None, None)
