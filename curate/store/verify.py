"""Is every row still what was written? Hashes of ids, rows, seals and chains, triggers, and files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from curate import resources
from curate.model.ids import content_id, digest
from curate.model.problem import Problem, Severity
from curate.store.act import event_hash, primary_key
from curate.store.migrate import statements
from curate.store.readings import evidence_of
from curate.store.rows import content_hash


def verify_rows(connection: sqlite3.Connection) -> list[Problem]:
    """Return everything in the store that is not what it says it is; an empty list is good."""
    checks = (
        _integrity,
        _triggers,
        _chains,
        _rows_of_events,
        _rows_of_people,
        broken_seals,
        _evidence_ids,
        _program_readings,
    )
    return [problem for check in checks for problem in check(connection)]


def _broken(code: str, where: str, what: str) -> Problem:
    return Problem(Severity.error, code, where, what, "restore a backup, or ask for the work file again")


def _integrity(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (answer,) in connection.execute("PRAGMA integrity_check"):
        if answer != "ok":
            yield _broken("damaged_file", "store", answer)
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield _broken(
            "broken_reference", f"{row[0]} row {row[1]}", f"refers to a missing row of {row[2]}"
        )


def _triggers(connection: sqlite3.Connection) -> Iterator[Problem]:
    held = {
        row[0].strip()
        for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    }
    for name in resources.names("db", "triggers", suffix=".sql"):
        for statement in statements(resources.text("db", "triggers", name)):
            start = statement.index("CREATE TRIGGER")
            wanted = statement[start:].strip().rstrip(";")
            if wanted not in held:
                yield _broken(
                    "trigger_missing", wanted.split()[2], "the guard is missing or was changed"
                )


def _chains(connection: sqlite3.Connection) -> Iterator[Problem]:
    last: dict[str, tuple[int, str]] = {}
    for row in connection.execute("SELECT * FROM event ORDER BY chain, seq"):
        seq, prev = last.get(row["chain"], (-1, ""))
        if row["id"] != event_hash(dict(row)):
            yield _broken("event_changed", f"{row['chain']} {row['seq']}", "the event was changed")
        if row["seq"] != seq + 1 or row["prev"] != prev:
            yield _broken(
                "chain_broken", f"{row['chain']} {row['seq']}", "an event before it is missing"
            )
        last[row["chain"]] = (row["seq"], row["id"])


def _rows_of_events(connection: sqlite3.Connection) -> Iterator[Problem]:
    for event in connection.execute("SELECT chain, seq, payload FROM event ORDER BY chain, seq"):
        for table, rows in json.loads(event["payload"]).get("rows", {}).items():
            for key, wanted in rows.items():
                held = _row(connection, table, key)
                if held is None or digest(held) != wanted:
                    how = "is missing" if held is None else "was changed"
                    yield _broken(
                        "row_changed", f"{table} {key}", f"the row {how} since event {event['seq']}"
                    )


def _row(connection: sqlite3.Connection, table: str, key: str) -> dict[str, Any] | None:
    names = primary_key(connection, table)
    where = " AND ".join(f'"{name}" = ?' for name in names)
    row = connection.execute(f'SELECT * FROM "{table}" WHERE {where}', tuple(key.split("|"))).fetchone()
    return dict(row) if row else None


def _rows_of_people(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Find what bears the name of a person and no act of anybody has written."""
    written: dict[str, set[str]] = {}
    for (payload,) in connection.execute("SELECT payload FROM event"):
        for table, rows in json.loads(payload).get("rows", {}).items():
            written.setdefault(table, set()).update(rows)
    sql = """SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'made_by'
        WHERE m.type = 'table' AND m.name <> 'event'"""
    for (table,) in connection.execute(sql).fetchall():
        for row in connection.execute(f"SELECT id, made_by FROM \"{table}\" WHERE made_by <> ''"):
            if row["id"] not in written.get(table, ()):
                yield _broken(
                    "row_unvouched",
                    f"{table} {row['id']}",
                    f"no act has written it for {row['made_by']}",
                )


def broken_seals(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield a problem for each sealed extraction whose readings are not the sealed ones."""
    for seal in connection.execute("SELECT extraction_id, content_hash, readings FROM seal").fetchall():
        if content_hash(connection, seal["extraction_id"]) != (seal["content_hash"], seal["readings"]):
            yield _broken(
                "seal_broken",
                f"extraction {seal['extraction_id']}",
                "its readings are not the sealed ones",
            )


def _evidence_ids(connection: sqlite3.Connection) -> Iterator[Problem]:
    for row in connection.execute("SELECT * FROM evidence"):
        if evidence_of(row).id != row["id"]:
            yield _broken(
                "evidence_changed", f"evidence {row['id']}", "it is not what its id stands for"
            )


def _program_readings(connection: sqlite3.Connection) -> Iterator[Problem]:
    for row in connection.execute("SELECT * FROM reading WHERE made_by = ''"):
        content = {name: value for name, value in dict(row).items() if name != "id"}
        if content_id("rd", content) != row["id"]:
            yield _broken("reading_changed", f"reading {row['id']}", "it is not what its id stands for")
