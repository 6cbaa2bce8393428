from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from curate.errors import StoreError
from curate.model.protocol import Protocol
from curate.model.reading import Evidence, Found, Reading, Result
from curate.store.act import act
from curate.store.mappings import labels, map_aliases
from curate.store.marks import readings_on
from curate.store.protocols import put_protocol
from curate.store.readings import Program, put_program_extraction, put_second
from curate.store.records import records
from curate.store.reports import ReportFacts, put_report
from curate.store.tables import values
from curate.store.trace import trace
from curate.store.verify import verify_rows

from .conftest import PROTOCOL, REPORT, fill, found, new_store

TABLE = Program("table", "1.0.0")


def read(connection: sqlite3.Connection, *entries: Found, program: Program = TABLE) -> None:
    with act(connection, "extract", "ann") as current:
        put_program_extraction(current, program, REPORT, "ok", entries, (), ())
        map_aliases(current, put_protocol(current, "title", PROTOCOL))


def snapshot(connection: sqlite3.Connection) -> dict[str, set[tuple[object, ...]]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    skip = {"local", "_sqlite_migrations", "event"}
    return {
        name: {tuple(row) for row in connection.execute(f'SELECT * FROM "{name}"')}
        for name in names
        if name not in skip
    }


def test_a_program_reading_becomes_a_record(store: sqlite3.Connection) -> None:
    read(store, found(), found("Saline", "15.0", "y"))
    held = {(record.arms, record.statistic): record for record in records(store)}
    assert held[("ketamine",), "mean"].value == "12.30"
    assert held[("ketamine",), "mean"].number == 12.3
    assert held[("ketamine",), "mean"].basis_of_truth == "program_only"
    assert held[("placebo",), "mean"].outcome == "madrs"
    assert verify_rows(store) == []


def test_running_twice_is_running_once(store: sqlite3.Connection) -> None:
    read(store, found())
    before = snapshot(store)
    events = store.execute("SELECT count(*) FROM event").fetchone()[0]
    read(store, found())
    assert snapshot(store) == before
    assert store.execute("SELECT count(*) FROM event").fetchone()[0] == events


def test_a_higher_version_speaks_instead(store: sqlite3.Connection) -> None:
    read(store, found())
    read(store, found(mean="12.40"), program=Program("table", "1.10.0"))
    read(store, found(mean="12.50"), program=Program("table", "1.9.0"))
    assert [record.value for record in records(store) if record.statistic == "mean"] == ["12.40"]


def test_unmapped_labels_are_kept_and_hidden(store: sqlite3.Connection) -> None:
    read(store, found("Esketamine"))
    assert records(store) == []
    assert [(label.label, label.code) for label in labels(store) if label.kind == "arm"] == [
        ("Esketamine", None)
    ]


def test_a_reading_without_its_place_is_refused(store: sqlite3.Connection) -> None:
    nowhere = Reading("mean", "1.0", Evidence(REPORT, "1.0", page=1))
    with pytest.raises(StoreError, match="page, box and quote"):
        read(store, Found(Result(arms=("Ketamine",), outcome="MADRS"), (nowhere,)))
    assert store.execute("SELECT count(*) FROM extraction").fetchone()[0] == 0


def test_programs_that_differ_make_no_record(store: sqlite3.Connection) -> None:
    read(store, found())
    read(store, found(mean="13.2"), program=Program("prose", "1.0.0"))
    kept = {record.statistic for record in records(store)}
    assert kept == {"sd"}
    (row,) = store.execute("SELECT DISTINCT record_key, judgement FROM disagreement").fetchall()
    assert row["judgement"] == "conflict"


def test_a_later_second_reading_that_disagrees_lowers_the_band_everywhere(
    store: sqlite3.Connection,
) -> None:
    item = found()
    banded = tuple(replace(each, band="high") for each in item.readings)
    read(store, Found(item.result, banded))
    before = snapshot(store)["reading"]
    (mean,) = store.execute("SELECT id FROM reading WHERE statistic = 'mean'").fetchone()
    with act(store, "read again", "ann") as current:
        put_second(current, mean, "12.80 (4.5)", agrees=False)
    assert snapshot(store)["reading"] == before  # sealed, and the same in every copy of the review
    assert verify_rows(store) == []
    exported = {row["statistic"]: (row["band"], row["flags"]) for row in values(store)}
    shown = {each.statistic: (each.band, " ".join(each.flags)) for each in readings_on(store, REPORT, 2)}
    wanted = {"mean": ("low", "readers_disagree"), "sd": ("high", "")}
    assert exported == shown == wanted
    assert {row["second_text"] for row in values(store)} == {"12.80 (4.5)", ""}
    candidates = store.execute("SELECT statistic, band FROM candidate").fetchall()
    assert {(row["statistic"], row["band"]) for row in candidates} == {("mean", "low"), ("sd", "high")}
    assert {record.statistic: record.flags for record in records(store)} == {
        "mean": ("readers_disagree",),
        "sd": (),
    }
    assert "read by table 1.0.0, low; the second engine reads '12.80 (4.5)'" in trace(store, mean).text


def test_who_read_again_does_not_change_what_was_read(store: sqlite3.Connection, tmp_path: Path) -> None:
    item = found()
    alone = Found(item.result, tuple(replace(each, band="high") for each in item.readings))
    beside = Found(
        item.result,
        tuple(
            replace(each, second_text="12.80 (4.5)", flags=("readers_disagree",))
            for each in alone.readings
        ),
    )
    read(store, alone)
    other = new_store(tmp_path / "other.db", "w2")
    with act(other, "add", "ann") as current:
        fill(current)
    read(other, beside)
    assert snapshot(store)["reading"] == snapshot(other)["reading"]
    assert {row["band"] for row in values(other)} == {"low"}
    other.close()


@pytest.mark.parametrize("time", ["Day 7 (1 week)", "Final (7 days)"])
def test_a_time_with_its_meaning_in_brackets_maps_by_either(
    store: sqlite3.Connection, time: str
) -> None:
    item = found()
    read(store, Found(replace(item.result, timepoint=time), item.readings))
    assert {record.timepoint for record in records(store)} == {"d7"}


def test_an_alias_holds_for_its_own_version_only(store: sqlite3.Connection) -> None:
    read(store, found())
    with act(store, "protocol", "ann") as current:
        bare = Protocol("Ketamine", outcomes=PROTOCOL.outcomes, arms=(), timepoints=PROTOCOL.timepoints)
        map_aliases(current, put_protocol(current, "other", bare))
    assert records(store) == []


def test_the_labels_of_one_report_can_be_mapped_alone(store: sqlite3.Connection) -> None:
    other = "b" * 64
    with act(store, "extract", "ann") as current:
        put_report(current, ReportFacts(other, "zou.pdf", "application/pdf", 10, pages=2))
        put_program_extraction(current, TABLE, REPORT, "ok", [found()], (), ())
        protocol = put_protocol(current, "title", PROTOCOL)
        assert map_aliases(current, protocol, other) == 0
        assert map_aliases(current, protocol, REPORT) > 0
        assert map_aliases(current, protocol) == 0
