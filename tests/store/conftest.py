"""A store with one report read by a program, as small as it can be."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from curate.model.protocol import Arm, Comparison, Outcome, Protocol, Timepoint
from curate.model.reading import Evidence, Found, Reading, Result
from curate.store.act import Act, act
from curate.store.connect import connect, writing
from curate.store.migrate import migrate, set_local
from curate.store.protocols import put_protocol
from curate.store.reports import ReportFacts, find_study, put_report

REPORT = "a" * 64
OTHER = "b" * 64

PROTOCOL = Protocol(
    title="Ketamine",
    basis_of_truth="program_only",
    outcomes=(Outcome("madrs", "MADRS", minimum=0.0, maximum=60.0, aliases=("MADRS score",)),),
    arms=(
        Arm("ketamine", "Ketamine", "experimental"),
        Arm("placebo", "Placebo", "control", ("Saline",)),
    ),
    timepoints=(Timepoint("d7", "7 days", target_days=7.0, aliases=("Day 7",)),),
    comparisons=(Comparison("c", "MADRS", ("madrs",), ("ketamine",), ("placebo",), ("d7",), "MD"),),
)


def new_store(path: Path, work_file: str = "w1") -> sqlite3.Connection:
    connection = connect(path)
    migrate(connection)
    with writing(connection):
        set_local(connection, "work_file", work_file)
    return connection


def fill(current: Act) -> Protocol:
    facts = ReportFacts(REPORT, "zhong.pdf", "application/pdf", 10, title="Zhong", pages=2)
    put_report(current, facts)
    return put_protocol(current, "title", PROTOCOL)


def found(arm: str = "Ketamine", mean: str = "12.30", anchor: str = "x") -> Found:
    def evidence(value: str) -> Evidence:
        return Evidence(REPORT, f"{value} (4.5)", page=2, box=(10.04, 20.0, 40.0, 30.0), table="Table 2")

    result = Result(arms=(arm,), outcome="MADRS score", timepoint="Day 7", basis="final", anchor=anchor)
    return Found(result, (Reading("mean", mean, evidence(mean)), Reading("sd", "4.5", evidence(mean))))


@pytest.fixture
def store(tmp_path: Path) -> sqlite3.Connection:
    connection = new_store(tmp_path / "review.db")
    with act(connection, "add", "ann") as current:
        fill(current)
    yield connection
    connection.close()


@pytest.fixture
def second_study(store: sqlite3.Connection) -> str:
    """Add a second study, of one report."""
    with act(store, "add", "ann") as current:
        put_report(current, ReportFacts(OTHER, "zhong-2.pdf", "application/pdf", 10, pages=2))
    return find_study(store, "zhong-2").id
