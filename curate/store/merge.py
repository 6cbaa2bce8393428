"""Merging stores: the union of their rows, in either order, any number of times."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from curate.errors import StoreError
from curate.store.connect import connect, writing

ORDER = (
    "protocol_version", "outcome", "arm_kind", "timepoint_window", "comparison", "selection_rule",
    "item", "reference", "report", "report_detail", "report_link", "study", "study_detail",
    "study_report", "assignment", "screening_decision", "extractor", "extraction", "table_grid", "table_cell",
    "extraction_grid", "evidence", "result", "reading", "second_reading", "seal", "withdrawal", "sealed_under",
    "kept_answer", "upheld", "letter", "mapping", "audit", "audit_fact", "audit_finding", "pilot",
    "structure_match", "decision", "effect", "effect_input", "snapshot", "freeze", "pooled",
    "pooled_input", "event",
)  # fmt: skip
"""Every table but ``local``: a row comes after what it refers to, a seal after what it seals."""


def merge(connection: sqlite3.Connection, other: Path, name: str = "") -> dict[str, int]:
    """Add the rows of the store at `other`, called `name` in errors; return how many were new, by table.

    Raises
    ------
    StoreError
        When the other store contradicts this one or its own hashes; nothing is changed then.
    """
    from curate.store.verify import broken_seals, verify_rows

    name = name or other.name
    source = connect(other, read_only=True)
    try:
        if broken := verify_rows(source):
            raise StoreError(
                f"{name} was changed after it was written: {broken[0].where} {broken[0].what}",
                "ask for it again",
            )
        with writing(connection):
            connection.execute("PRAGMA defer_foreign_keys=ON")
            new = {table: count for table in ORDER if (count := _copy(connection, source, table, name))}
            if new and (parted := next(broken_seals(connection), None)):
                raise StoreError(
                    f"{name} has readings of {parted.where} that its seal elsewhere does not cover",
                    "one extraction went on in two places: keep one of them",
                )
        return new
    finally:
        source.close()


def _copy(connection: sqlite3.Connection, source: sqlite3.Connection, table: str, name: str) -> int:
    order = "chain, seq" if table == "event" else "made_at, rowid" if table == "reading" else "rowid"
    cursor = source.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
    names = [column[0] for column in cursor.description]
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'
    new = 0
    for row in cursor:
        try:
            new += connection.execute(sql, tuple(row)).rowcount == 1
        except sqlite3.IntegrityError as error:
            raise StoreError(
                f"{name} and this review contradict each other: {error}", "curate verify in both"
            ) from error
    return new
