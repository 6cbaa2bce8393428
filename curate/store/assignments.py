"""Assignments in the store: who extracts which study by plan."""

from __future__ import annotations

import sqlite3

from curate.model.ids import moment_id
from curate.store.act import Act


def assignments(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return study → its extractors by plan, in alphabetical order."""
    held: dict[str, tuple[str, ...]] = {}
    for row in connection.execute("SELECT * FROM current_assignment ORDER BY study_id, person"):
        held[row["study_id"]] = (*held.get(row["study_id"], ()), row["person"])
    return held


def put_assignment(act: Act, study: str, person: str, reason: str = "", *, active: bool = True) -> bool:
    """Assign a study to a person, or take it back; return whether that changes anything."""
    sql = """SELECT a.id, a.active FROM assignment a WHERE a.study_id = ? AND a.person = ?
        AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.supersedes = a.id)"""
    heads = act.connection.execute(sql, (study, person)).fetchall()
    if any(head["active"] for head in heads) == active:
        return False
    act.insert(
        "assignment",
        (
            {
                "id": moment_id("as"),
                "study_id": study,
                "person": person,
                "active": int(active),
                "reason": reason,
                "made_by": act.actor,
                "made_at": act.at,
                "supersedes": head["id"] if head else None,
            }
            for head in (heads or [None])
        ),
    )
    return True
