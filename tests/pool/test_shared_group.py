"""Estimates over trials with several arms against one group."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.effects.counts import odds_ratio
from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.effects.shared_group import covariances
from curate.errors import Refused
from curate.export.metafor import write_metafor
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Protocol, Rule
from curate.model.record import Record
from curate.pool.counted import counts_of
from curate.pool.fit import fit
from curate.pool.pool import pool
from curate.pool.sparse import mantel_haenszel_or
from tests.differential.r import needs_r, run
from tests.pool.test_reference import REFERENCE, needs_reference

TRIALS = {
    "s1": {"ketamine": (7, 40), "esketamine": (9, 38), "placebo": (12, 42)},
    "s2": {"ketamine": (5, 60), "placebo": (9, 58)},
    "s3": {"ketamine": (11, 51), "placebo": (14, 49)},
    "s4": {"ketamine": (3, 25), "esketamine": (6, 27), "placebo": (8, 26)},
}


@pytest.fixture
def records(result: Any) -> list[Record]:
    return [
        record
        for study, arms in TRIALS.items()
        for arm, (events, n) in arms.items()
        for record in result(study, arm, outcome="nausea", basis="", events=str(events), n=str(n))
    ]


def pooled(
    records: list[Record], protocol: Protocol, action: str, **options: str
) -> tuple[Pooled, tuple[Effect, ...]]:
    comparison = replace(
        protocol.comparisons[0], outcomes=("nausea",), measure="OR", options=tuple(options.items())
    )
    protocol = replace(protocol, comparisons=(comparison,), rules=(Rule("arm", action),))
    effects = derive(records, [], protocol).effects
    return pool(effects, merged_options(protocol, comparison), comparison), effects


SPLIT = [
    (9, 38, 6, 21), (7, 40, 6, 21), (5, 60, 9, 58), (11, 51, 14, 49), (6, 27, 4, 13), (3, 25, 4, 13)
]  # fmt: skip


def test_a_split_control_is_pooled_as_plain_rows(records: list[Record], protocol: Protocol) -> None:
    made, effects = pooled(records, protocol, "split", method="DL", ci="z")
    yi, vi = odds_ratio(*np.array(SPLIT, dtype=float).T)
    expected = fit(yi, vi, method="DL")
    assert (made.k, made.studies, made.covaries) == (6, 4, False)
    assert made.estimate == pytest.approx(float(expected.estimate[0]), rel=1e-14)
    assert made.tau2 == pytest.approx(float(expected.tau2[0]), abs=1e-14)
    assert [counts_of(effect) for effect in effects] == SPLIT
    said = "a group is split among its effects, taken as independent: s1 (2 effects), s4 (2 effects)"
    assert said in made.warnings


def test_mantel_and_haenszel_take_the_split_counts(records: list[Record], protocol: Protocol) -> None:
    made, _ = pooled(records, protocol, "split", method="MH")
    assert (made.k, made.studies) == (6, 4)
    assert made.estimate == mantel_haenszel_or(*np.array(SPLIT, dtype=float).T).estimate


def test_effects_of_one_study_are_counted_twice_where_nothing_keeps_them_apart(
    records: list[Record], protocol: Protocol
) -> None:
    _, effects = pooled(records, protocol, "split")
    bare = [replace(effect, options=()) for effect in effects]
    comparison = replace(protocol.comparisons[0], measure="OR")
    with pytest.raises(Refused, match="counted twice: s1, s4"):
        pool(bare, merged_options(protocol, comparison), comparison)


def gleser(result: Any, protocol: Protocol) -> tuple[tuple[Effect, ...], Any, dict[str, Any]]:
    """Effects of the trials of Gleser and Olkin's table, each arm with the SD that R was given."""
    held = json.loads((REFERENCE / "dat.gleser2009_multiarm.json").read_text())
    records, rows = [], held["rows"]
    for place, study in enumerate(rows["study"]):
        sd = str(rows["sdpi"][place])
        for arm, mean, n in (
            (f"t{rows['trt'][place]}", rows["m1i"][place], rows["n1i"][place]),
            ("placebo", rows["m2i"][place], rows["n2i"][place]),
        ):
            made = result(f"s{study}", arm, n=str(n), mean=str(mean), sd=sd)
            records += [record for record in made if record.key not in {r.key for r in records}]
    arms = ("t1", "t2", "t3")
    comparison = replace(
        protocol.comparisons[0], experimental=arms, options=(("method", "CE"), ("ci", "z"))
    )
    protocol = replace(protocol, comparisons=(comparison,), rules=(Rule("arm", "covary"),))
    return derive(records, [], protocol).effects, comparison, held


@needs_reference
def test_covariances_are_those_of_r(result: Any, protocol: Protocol) -> None:
    effects, comparison, held = gleser(result, protocol)
    assert [effect.yi for effect in effects] == pytest.approx(held["rows"]["yi"], rel=1e-9)
    theirs = np.array(held["V"])
    mine = covariances(effects)
    np.fill_diagonal(mine, np.diag(theirs))  # R's variances have N of all arms, ours of the two
    assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-14)
    same = [replace(e, vi=float(v)) for e, v in zip(effects, np.diag(theirs), strict=True)]
    made = pool(same, merged_options(protocol, comparison), comparison)
    fit_of_r = held["mv"]["EE_common"]
    assert made.estimate == pytest.approx(fit_of_r["beta"][0], rel=1e-9)
    assert made.se == pytest.approx(fit_of_r["se"][0], rel=1e-9)
    assert (made.ci_low, made.ci_high) == pytest.approx(
        (fit_of_r["ci_lb"][0], fit_of_r["ci_ub"][0]), rel=1e-8
    )
    assert (made.q, made.q_p) == pytest.approx((fit_of_r["QE"], fit_of_r["QEp"]), rel=1e-8)
    assert (made.k, made.studies, made.covaries) == (6, 3, True)
    assert sum(made.weights) == pytest.approx(100)


def test_covariances_by_hand(records: list[Record], protocol: Protocol) -> None:
    """Gleser & Olkin (2009): the variance of the control's log odds, 1/12 + 1/30 of s1."""
    _, effects = pooled(records, protocol, "covary")
    matrix = covariances(effects)
    assert matrix[0, 1] == pytest.approx(1 / 12 + 1 / 30, rel=1e-14)
    assert matrix[4, 5] == matrix[5, 4] == pytest.approx(1 / 8 + 1 / 18, rel=1e-14)
    assert np.count_nonzero(matrix) == 6 + 4
    assert np.diag(matrix) == pytest.approx([effect.vi for effect in effects])


def test_a_corrected_cell_is_in_the_covariance_of_its_own_effect(
    result: Any, protocol: Protocol
) -> None:
    records = [
        record
        for arm, events in (("ketamine", 0), ("esketamine", 4), ("placebo", 5))
        for record in result("s1", arm, outcome="nausea", basis="", events=str(events), n="20")
    ]
    _, effects = pooled([*records, *_other(result)], protocol, "covary")
    shared = np.sqrt((1 / 5 + 1 / 15) * (1 / 5.5 + 1 / 15.5))  # esketamine is not corrected
    assert covariances(effects)[0, 1] == pytest.approx(shared, rel=1e-14)
    assert np.linalg.eigvalsh(covariances(effects)).min() > 0


def _other(result: Any) -> list[Record]:
    return [
        record
        for arm, events in (("ketamine", "6"), ("placebo", "9"))
        for record in result("s9", arm, outcome="nausea", basis="", events=events, n="40")
    ]


def test_one_study_alone_is_its_own_common_effect(records: list[Record], protocol: Protocol) -> None:
    made, effects = pooled([r for r in records if r.study == "s1"], protocol, "covary")
    weights = np.linalg.inv(covariances(effects)).sum(axis=1)
    yi = np.array([effect.yi for effect in effects], dtype=float)
    assert made.estimate == pytest.approx(weights @ yi / weights.sum(), rel=1e-12)
    assert made.se == pytest.approx(weights.sum() ** -0.5, rel=1e-12)
    assert (made.ci, made.tau2, made.pi_low) == ("z", 0, None)
    assert "one study: nothing is known about others" in made.warnings


def test_methods_that_take_effects_as_independent_are_refused(
    records: list[Record], protocol: Protocol
) -> None:
    for method in ("DL", "MH"):
        with pytest.raises(Refused, match=f"{method} takes effects as independent, those of s1, s4"):
            pooled(records, protocol, "covary", method=method)


def test_trials_of_two_arms_covary_with_none(records: list[Record], protocol: Protocol) -> None:
    two = [record for record in records if record.arms != ("esketamine",)]
    made, _ = pooled(two, protocol, "covary")
    assert made == pooled(two, protocol, "combine")[0]


MEASURES = {
    **dict.fromkeys(("OR", "RR", "RD"), ("nausea", ("events", "n"))),
    **dict.fromkeys(("IRR", "IRD"), ("nausea", ("event_count", "person_time"))),
    **dict.fromkeys(("MD", "SMD", "ROM"), ("depression", ("mean", "sd", "n"))),
}


@needs_r
def test_r_fits_the_same_models(result: Any, protocol: Protocol, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    records, drugs = [], ("ketamine", "esketamine")
    for study in range(7):
        risk, own = rng.uniform(0.2, 0.5), rng.normal(0, 3)
        for arm in (*drugs[: 2 if study % 2 else 1], "placebo"):
            n = int(rng.integers(25, 60))
            events = int(rng.binomial(n, risk if arm == "placebo" else risk * 0.7))
            counts = {"events": str(max(events, 1)), "n": str(n)}
            times = {"event_count": str(max(events, 1)), "person_time": str(1.5 * n)}
            mean = 20 + own - (4 + rng.normal(0, 2) if arm != "placebo" else 0)
            scores = {"n": str(n), "mean": f"{mean:.2f}", "sd": f"{rng.uniform(5, 8):.2f}"}
            for given in ({"outcome": "nausea", "basis": ""} | counts | times, scores):
                records += result(f"s{study}", arm, **given)
    comparisons = tuple(
        replace(
            protocol.comparisons[0],
            code=f"{measure}_{method}_{ci}".lower(),
            outcomes=(outcome,),
            measure=measure,
            options=(("method", method), ("ci", ci)),
        )
        for measure, (outcome, _) in MEASURES.items()
        for method, ci in (("REML", "t"), ("ML", "z"), ("CE", "z"))
    )
    whole = replace(protocol, comparisons=comparisons, rules=(Rule("arm", "covary"),))
    effects = derive(records, [], whole).effects
    estimates = [pool(effects, merged_options(whole, each), each) for each in comparisons]
    assert all(each.k == 10 and each.studies == 7 for each in estimates)
    assert any(each.tau2 > 0 for each in estimates)
    named = [(f"ef_{place}", effect) for place, effect in enumerate(effects)]
    write_metafor(tmp_path / "R", named, estimates)
    said = run(tmp_path / "R" / "analysis.R").splitlines()
    assert len(said) == len(comparisons)
    assert all(line.startswith("OK") for line in said), "\n".join(said)
