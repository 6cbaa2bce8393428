"""Counts of a review pooled without correcting them: Mantel-Haenszel and Peto from an effect's own inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.errors import Refused
from curate.model.effect import Effect
from curate.model.protocol import Comparison, Protocol, Rule
from curate.model.record import Record
from curate.pool.counted import counts_of
from curate.pool.pool import pool
from curate.pool.sparse import mantel_haenszel_or, mantel_haenszel_rd, peto


def events(result: Any, study: str, arm: str, *counts: str, **more: str) -> list[Record]:
    given = {"events": counts[0], "n": counts[1]} | more
    return list(result(study, arm, outcome="nausea", basis="", **given))


@pytest.fixture
def records(result: Any) -> list[Record]:
    return [
        *(*events(result, "s1", "ketamine", "0", "50"), *events(result, "s1", "placebo", "3", "50")),
        *(*events(result, "s2", "ketamine", "5", "60"), *events(result, "s2", "placebo", "9", "58")),
        *(*events(result, "s3", "ketamine", "0", "40"), *events(result, "s3", "placebo", "0", "41")),
        *result(
            "s4",
            "ketamine",
            "placebo",
            outcome="nausea",
            basis="",
            or_="0.5",
            ci_low="0.2",
            ci_high="1.25",
        ),
    ]


def made(
    records: list[Record], protocol: Protocol, measure: str, method: str
) -> tuple[list[Effect], Any]:
    comparison: Comparison = replace(
        protocol.comparisons[0], outcomes=("nausea",), measure=measure, options=(("method", method),)
    )
    protocol = replace(protocol, comparisons=(comparison,), rules=(Rule("arm", "combine"),))
    found = list(derive(records, [], protocol).effects)
    return found, pool(found, merged_options(protocol, comparison), comparison)


def test_ratios_without_correction_and_what_has_no_counts_is_said(
    records: list[Record], protocol: Protocol
) -> None:
    effects, pooled = made(records, protocol, "OR", "MH")
    assert counts_of(effects[0]) == (0, 50, 3, 50)
    assert counts_of(effects[3]) is None
    expected = mantel_haenszel_or([0, 5], [50, 60], [3, 9], [50, 58])
    assert (pooled.estimate, pooled.se) == (expected.estimate, expected.se)
    assert (pooled.k, pooled.method, pooled.ci, pooled.tau2) == (2, "MH", "z", 0)
    assert pooled.effects == tuple(effect.id for effect in effects[:2])
    assert ("zero_cells", "none") in pooled.options
    assert "left out: s4 (printed without counts)" in pooled.warnings
    assert any(w.startswith("left out: s3 (double-zero") for w in pooled.warnings)
    _, by_peto = made(records, protocol, "OR", "PETO")
    assert by_peto.estimate == peto([0, 5], [50, 60], [3, 9], [50, 58]).estimate


def test_a_difference_keeps_trials_without_events(records: list[Record], protocol: Protocol) -> None:
    _, pooled = made(records[:-3], protocol, "RD", "MH")
    expected = mantel_haenszel_rd([0, 5, 0], [50, 60, 40], [3, 9, 0], [50, 58, 41])
    assert (pooled.k, pooled.estimate, pooled.se) == (3, expected.estimate, expected.se)


def test_combined_arms_and_percentages_count_as_people(result: Any, protocol: Protocol) -> None:
    records = [
        *events(result, "s1", "ketamine", "4", "20"),
        *events(result, "s1", "esketamine", "3", "21"),
        *result("s1", "placebo", outcome="nausea", basis="", percent="25.0", n="20"),
    ]
    effects, pooled = made(records, protocol, "RR", "MH")
    assert counts_of(effects[0]) == (7, 41, 5, 20)
    assert pooled.k == 1


def test_a_method_for_other_measures_is_refused(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12", sd="6"),
        *result("s1", "placebo", n="22", mean="16", sd="7"),
    ]
    comparison = replace(protocol.comparisons[0], options=(("method", "PETO"),))
    protocol = replace(protocol, comparisons=(comparison,))
    with pytest.raises(Refused, match="PETO pools OR"):
        pool(derive(records, [], protocol).effects, merged_options(protocol, comparison), comparison)
