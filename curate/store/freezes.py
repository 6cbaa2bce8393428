"""Records declared final, and what was reopened since."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from curate.model.ids import moment_id
from curate.store.act import Act
from curate.store.records import records_hash
from curate.store.results import put_snapshot


@dataclass(frozen=True, slots=True)
class Frozen:
    """A freeze, and what happened to its records since.

    Attributes
    ----------
    snapshot
        Id of the snapshot.
    records
        How many records it holds.
    changed
        Whether the records now are others.
    decisions, corrections
        Decisions, and readings corrected after their seal, that came later.
    """

    name: str
    snapshot: str
    records: int
    reason: str
    made_by: str
    made_at: str
    changed: bool
    decisions: int
    corrections: int


def put_freeze(act: Act, name: str, reason: str, protocol: str) -> str:
    """Name the records as they stand; return the snapshot's id."""
    snapshot = put_snapshot(act, protocol)
    row = {"id": moment_id("fz"), "name": name, "snapshot_id": snapshot, "reason": reason}
    act.insert("freeze", [{**row, "made_by": act.actor, "made_at": act.at}])
    return snapshot


def freezes(connection: sqlite3.Connection) -> list[Frozen]:
    """Return every freeze, the first one first."""
    now, _ = records_hash(connection)
    sql = """SELECT f.*, s.content_hash, s.records,
            (SELECT count(*) FROM decision d WHERE d.made_at > f.made_at) AS decisions,
            (SELECT count(*) FROM reading r WHERE r.after_seal IS NOT NULL AND r.made_at > f.made_at) AS corrections
        FROM freeze f JOIN snapshot s ON s.id = f.snapshot_id ORDER BY f.made_at, f.id"""
    return [
        Frozen(
            row["name"],
            row["snapshot_id"],
            row["records"],
            row["reason"],
            row["made_by"],
            row["made_at"],
            row["content_hash"] != now,
            row["decisions"],
            row["corrections"],
        )
        for row in connection.execute(sql)
    ]
