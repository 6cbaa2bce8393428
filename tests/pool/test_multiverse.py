"""The pooled estimate under every choice: exact where few, a sample where many, the protocol's own among them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from curate.errors import Refused
from curate.pool.fit import fit
from curate.pool.inference import hartung_knapp, wald
from curate.pool.multiverse import multiverse

EFFECTS = [
    [(-0.5, 0.05), (-0.2, 0.06), (-0.9, 0.04)],
    [(-0.1, 0.1)],
    [(-0.7, 0.08), (0.1, 0.07)],
    [(-0.3, 0.03)],
]


def test_every_universe_is_pooled_as_it_would_be_alone() -> None:
    found = multiverse(EFFECTS, [1, 0, 0, 0])
    assert found.is_exact
    assert (found.universes, len(found.picks), found.chosen) == (6, 6, 0)
    assert found.picks[0].tolist() == [1, 0, 0, 0]
    assert {tuple(row) for row in found.picks.tolist()} == set(product(range(3), [0], range(2), [0]))
    for row, picks in enumerate(found.picks.tolist()):
        taken = np.array([EFFECTS[study][pick] for study, pick in enumerate(picks)])
        alone = fit(taken[:, 0], taken[:, 1])
        assert found.fits.estimate[row] == pytest.approx(alone.estimate[0], rel=1e-13)
        interval = hartung_knapp(alone, 95) if alone.tau2[0] > 0 else wald(alone, 95)
        assert found.interval.low[row] == pytest.approx(interval.low[0], rel=1e-12)
    held = (found.interval.low <= 0) & (found.interval.high >= 0)
    assert found.excluding == pytest.approx(1 - held.mean())


def test_what_one_study_moves() -> None:
    found = multiverse(EFFECTS, [0, 0, 0, 0], method="CE", ci="z")
    assert found.alone[1].tolist() == found.alone[3].tolist()
    assert found.alone[1, 0] == found.alone[1, 1] == found.fits.estimate[0]
    moved = [
        fit([y, -0.1, -0.7, -0.3], [v, 0.1, 0.08, 0.03], method="CE").estimate[0] for y, v in EFFECTS[0]
    ]
    assert found.alone[0] == pytest.approx([min(moved), max(moved)], rel=1e-13)


def test_many_universes_are_sampled_with_a_seed() -> None:
    many = [[(x / 10, 0.1) for x in range(10)] for _ in range(12)]
    first = multiverse(many, [0] * 12, most=500, seed=3)
    assert not first.is_exact
    assert (first.universes, len(first.picks)) == (10**12, 500)
    assert first.picks[0].tolist() == [0] * 12
    assert (multiverse(many, [0] * 12, most=500, seed=3).picks == first.picks).all()
    assert (multiverse(many, [0] * 12, most=500, seed=4).picks != first.picks).any()
    counts = np.bincount(first.picks[1:].ravel(), minlength=10)
    assert counts.min() > 450  # 5,988 draws of ten, each is expected 599 times
    with pytest.raises(Refused):
        multiverse([])


def test_without_a_choice_of_the_protocol_there_is_still_a_range() -> None:
    found = multiverse(EFFECTS)
    assert found.chosen is None
    assert np.isnan(found.alone).all()
    assert len(found.picks) == 6
