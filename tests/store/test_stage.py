from __future__ import annotations

import sqlite3

from curate.store.records import records
from curate.store.stage import staged

from .conftest import found
from .test_program import read


def test_a_staged_view_answers_the_same_and_goes_away(store: sqlite3.Connection) -> None:
    read(store, found(), found("Saline", "15.0", "y"))
    before = records(store)
    with staged(store, "curated_record"), staged(store, "curated_record", "candidate"):
        assert records(store) == before
        held = store.execute("SELECT count(*) FROM sqlite_temp_master WHERE type = 'table'").fetchone()[
            0
        ]
        assert held == 2
        plan = store.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM candidate WHERE record_key = 'x'"
        ).fetchall()
        assert any("USING INDEX" in row["detail"] for row in plan)
    assert store.execute("SELECT count(*) FROM sqlite_temp_master").fetchone()[0] == 0
    assert records(store) == before


def test_disagreements_are_worked_out_once_and_not_once_a_fact(store: sqlite3.Connection) -> None:
    plan = " ".join(
        row["detail"] for row in store.execute("EXPLAIN QUERY PLAN SELECT * FROM disagreement")
    )
    assert "MATERIALIZE j" in plan
    assert "MATERIALIZE c" in plan


def test_what_is_made_of_a_staged_view_is_made_of_what_it_held(store: sqlite3.Connection) -> None:
    read(store, found(), found("Saline", "15.0", "y"))
    before = records(store)
    with staged(store, "candidate", "judged_fact"):
        assert records(store) == before
        plan = store.execute("EXPLAIN QUERY PLAN SELECT * FROM curated_record").fetchall()
        assert not any("result_by_extraction" in row["detail"] for row in plan)
        store.execute("DELETE FROM temp.candidate")
        assert records(store) == []
    assert records(store) == before
