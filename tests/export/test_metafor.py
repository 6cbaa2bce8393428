"""The folder for R: what is in it, and that R pools the same."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.export.metafor import FILES, write_metafor
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Protocol, Rule
from curate.pool.pool import pool
from curate.review.demo import run as run_demo
from tests.differential.r import needs_r, run

METHODS = [
    *(("OR", "MH"), ("RR", "MH"), ("RD", "MH"), ("OR", "PETO"), ("OR", "REML"), ("RD", "CE")),
    *(("IRR", "MH"), ("IRR", "DL"), ("OR", "GENQ"), ("RD", "GENQ")),
]


@pytest.fixture
def made(result: Any, protocol: Protocol) -> tuple[list[tuple[str, Effect]], list[Pooled]]:
    """Effects and estimates of counts, under every method that pools them, and under Review Manager's profile."""
    records = []
    for study, (a, n1, c, n2) in {
        "s1": (0, 50, 3, 50), "s2": (5, 60, 9, 58), "s3": (7, 40, 12, 41), "s4": (0, 30, 0, 31)
    }.items():  # fmt: skip
        for arm, events, people in (("ketamine", a, n1), ("placebo", c, n2)):
            counts = {"events": str(events), "n": str(people), "person_time": str(people * 1.5)}
            records += result(
                study, arm, outcome="nausea", basis="", study_name=f"=Cmd, {study}", **counts
            )
    first = protocol.comparisons[0]
    comparisons = tuple(
        replace(
            first,
            code=f"{measure}_{method}_{profile}".lower().replace("-", "_"),
            outcomes=("nausea",),
            measure=measure,
            options=(("profile", profile), ("method", method)),
        )
        for profile in ("curate", "cochrane-revman")
        for measure, method in METHODS
    )
    protocol = replace(protocol, comparisons=comparisons, rules=(Rule("arm", "combine"),))
    effects = derive(records, [], protocol).effects
    estimates = [pool(effects, merged_options(protocol, each), each) for each in comparisons]
    return [(f"ef_{place}", effect) for place, effect in enumerate(effects)], estimates


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_in_the_folder(made: tuple[Any, Any], tmp_path: Path) -> None:
    paths = write_metafor(tmp_path / "R", *made)
    assert [path.name for path in paths] == list(FILES)
    effects = [row for row in rows(paths[0]) if row["comparison"] == "or_mh_curate"]
    assert [(row["ai"], row["n1i"], row["pooled"]) for row in effects] == [
        ("0.0", "50.0", "1"), ("5.0", "60.0", "1"), ("7.0", "40.0", "1"), ("0.0", "30.0", "0")
    ]  # fmt: skip
    assert effects[0]["study"] == "'=Cmd, s1"  # a spreadsheet shows it and does not run it
    assert effects[3]["left_out"].startswith("double-zero")
    assert effects[3]["yi"] == "NA"
    assert float(effects[1]["yi"]) == made[0][1][1].yi
    assert len(rows(paths[1])) == 2 * len(METHODS)


@needs_r
def test_r_pools_the_same_counts(made: tuple[Any, Any], tmp_path: Path) -> None:
    write_metafor(tmp_path / "R", *made)
    said = run(tmp_path / "R" / "analysis.R").splitlines()
    assert len(said) == 2 * len(METHODS)
    others = [line for line in said if not line.startswith("OK")]
    assert [line.split()[1] for line in others] == ["rd_mh_cochrane_revman"], "\n".join(said)
    assert others[0].startswith("--")


@needs_r
def test_r_finds_an_estimate_that_was_changed(made: tuple[Any, Any], tmp_path: Path) -> None:
    effects, estimates = made
    wrong = [replace(estimates[0], estimate=estimates[0].estimate + 1e-4), *estimates[1:]]
    write_metafor(tmp_path / "R", effects, wrong)
    with pytest.raises(AssertionError, match="DIFFERS  or_mh_curate"):
        run(tmp_path / "R" / "analysis.R")


@needs_r
def test_r_pools_the_example_review_as_we_did(tmp_path: Path) -> None:
    run_demo(tmp_path / "d", lambda _: None)
    asked = ["export", "metafor", str(tmp_path / "R"), "-C", str(tmp_path / "d"), "--as", "ann"]
    assert "wrote" in CliRunner().invoke(main, asked).stdout
    said = run(tmp_path / "R" / "analysis.R").splitlines()
    assert len(said) == 7
    assert all(line.startswith("OK") for line in said), "\n".join(said)
