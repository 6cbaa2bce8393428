"""Mantel-Haenszel and Peto against R, table by table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from curate.pool.sparse import MODELS, Common, mantel_haenszel_irr, mantel_haenszel_rd, peto

from .test_reference import CLOSED, REFERENCE, needs_reference, numbers

NAMES = {"MH_OR": ("MH", "OR"), "MH_RR": ("MH", "RR"), "MH_RD": ("MH", "RD"), "Peto": ("PETO", "OR")}


def answers() -> Iterator[tuple[str, Common, dict[str, Any]]]:
    for path in sorted(REFERENCE.glob("dat.*.json")):
        content = json.loads(path.read_text())
        cells = content.get("mh_cells")
        if not content.get("mh_peto") or not cells:
            continue
        a, b, c, d = (numbers(cells[name]) for name in ("ai", "bi", "ci", "di"))
        whole = np.isfinite(a + b + c + d)
        table = (a[whole], (a + b)[whole], c[whole], (c + d)[whole])
        for name, model in NAMES.items():
            answer = content["mh_peto"].get(name)
            if answer and not answer.get("error"):
                yield f"{path.stem}:{name}", MODELS[model](*table), answer


@needs_reference
def test_every_table_agrees_with_r() -> None:
    compared = 0
    for name, ours, theirs in answers():
        scale = max(abs(theirs["beta"]), theirs["se"])
        assert abs(ours.estimate - theirs["beta"]) <= CLOSED * scale, name
        assert ours.se == pytest.approx(theirs["se"], rel=CLOSED), name
        compared += 1
    assert compared > 60


def test_a_trial_without_an_event_changes_nothing_but_its_own_weight() -> None:
    tables = (
        np.array([4, 6, 0]),
        np.array([123, 306, 50]),
        np.array([11, 29, 0]),
        np.array([139, 303, 50]),
    )
    two = tuple(column[:2] for column in tables)
    for key in (("MH", "OR"), ("MH", "RR"), ("PETO", "OR")):
        with_it, without = MODELS[key](*tables), MODELS[key](*two)
        assert with_it.estimate == pytest.approx(without.estimate, rel=1e-14)
        assert with_it.se == pytest.approx(without.se, rel=1e-14)
        assert with_it.weights[2] == 0
    assert mantel_haenszel_rd(*tables).weights[2] > 0, "a risk difference of zero is something"


def test_weights_are_percent_and_a_rate_ratio_of_one_trial_is_its_own() -> None:
    for key, model in MODELS.items():
        found = model([4, 6], [123, 306], [11, 29], [139, 303])
        assert found.weights.sum() == pytest.approx(100, rel=1e-14), key
    one = mantel_haenszel_irr([15], [19017], [41], [28010])
    assert one.estimate == pytest.approx(np.log((15 / 19017) / (41 / 28010)), rel=1e-14)
    assert one.se == pytest.approx(np.sqrt(1 / 15 + 1 / 41), rel=1e-12)


def test_peto_by_hand() -> None:
    found = peto([1], [10], [3], [10])
    expected, variance = 10 * 4 / 20, 10 * 10 * 4 * 16 / (400 * 19)
    assert found.estimate == pytest.approx((1 - expected) / variance, rel=1e-14)
    assert found.se == pytest.approx(variance**-0.5, rel=1e-14)
