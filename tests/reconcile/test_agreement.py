from __future__ import annotations

import pytest

from curate.reconcile.agreement import agreement
from curate.reconcile.compare import Pair
from curate.reconcile.values import Value


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
