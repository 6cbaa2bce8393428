from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest

from curate.store.act import act
from curate.store.migrate import migrate
from curate.store.verify import verify_rows

from .conftest import REPORT, found, new_store
from .test_program import read


def guarded(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
    )
    return [row[0] for row in rows if row[0] != "local"]


def test_every_table_but_local_is_guarded(store: sqlite3.Connection) -> None:
    triggers = {row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for table in guarded(store):
        for act_ in ("updated", "deleted", "replaced"):
            assert f"{table}_is_never_{act_}" in triggers
        (sql,) = store.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_is_never_replaced",)
        ).fetchone()
        for column in store.execute("SELECT name FROM pragma_table_info(?)", (table,)):
            assert f"NEW.{column[0]}" in sql or f'NEW."{column[0]}"' in sql, f"{table}.{column[0]}"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE report SET bytes = 1",
        "DELETE FROM report",
        "UPDATE reading SET value = '99'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO report (id, media_type, bytes) VALUES ('" + REPORT + "', 'x', 1)",
        "INSERT INTO report (id, media_type, bytes) VALUES ('"
        + REPORT
        + "', 'x', 1) ON CONFLICT (id) DO UPDATE SET bytes = 1",
    ],
)
def test_nothing_written_can_be_changed(store: sqlite3.Connection, sql: str) -> None:
    read(store, found())
    store.execute("PRAGMA recursive_triggers=OFF")  # as any other program would open it
    with pytest.raises(sqlite3.IntegrityError):
        store.execute(sql)


def test_a_replaced_event_is_refused_through_its_chain_place(store: sqlite3.Connection) -> None:
    store.execute("PRAGMA recursive_triggers=OFF")
    with pytest.raises(sqlite3.IntegrityError, match="taken"):
        store.execute(
            "INSERT OR REPLACE INTO event SELECT 'x' || substr(id, 2), chain, seq, prev, kind, made_by, "
            "made_at, payload FROM event LIMIT 1"
        )


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        ("UPDATE reading SET value = '99', number = 99", "reading_changed"),
        ("UPDATE report_detail SET title = 'another'", "row_changed"),
        ("UPDATE evidence SET page = 3", "evidence_changed"),
        ("UPDATE event SET made_by = 'bob'", "event_changed"),
        ("DELETE FROM reading WHERE statistic = 'sd'", "seal_broken"),
        ("DELETE FROM event WHERE seq = 0", "chain_broken"),
    ],
)
def test_verify_finds_what_was_changed_behind_the_triggers(
    store: sqlite3.Connection, attack: str, code: str
) -> None:
    read(store, found())
    triggers = store.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        store.execute(f'DROP TRIGGER "{name}"')
    store.execute(attack)
    for _, sql in triggers:
        store.execute(sql)
    assert code in {problem.code for problem in verify_rows(store)}


def test_verify_misses_no_dropped_trigger(store: sqlite3.Connection) -> None:
    store.execute("DROP TRIGGER reading_is_never_updated")
    assert [(p.code, p.where) for p in verify_rows(store)] == [
        ("trigger_missing", "reading_is_never_updated")
    ]


def test_a_store_that_is_up_to_date_is_not_written(store: sqlite3.Connection, tmp_path) -> None:
    changes = store.total_changes
    migrate(store)
    assert store.total_changes == changes


def test_an_act_that_fails_leaves_nothing(tmp_path) -> None:
    connection = new_store(tmp_path / "x.db")
    with suppress(RuntimeError), act(connection, "add", "ann") as current:
        current.insert("report", [{"id": REPORT, "media_type": "x", "bytes": 1}])
        raise RuntimeError
    assert connection.execute("SELECT count(*) FROM report").fetchone()[0] == 0
    connection.close()
