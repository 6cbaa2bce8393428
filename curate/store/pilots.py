"""Training studies in the store."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from curate.model.ids import moment_id
from curate.store.act import Act


class Training(NamedTuple):
    """A training study: whose extraction is the key, and whether it is a study of the review all the same."""

    study: str
    person: str
    counts: int


def training(connection: sqlite3.Connection) -> list[Training]:
    """Return the training studies, by study; of two marks (two laptops, merged) the later one stands."""
    sql = """SELECT study_id, person, counts FROM current_pilot p
        WHERE id = (SELECT max(id) FROM current_pilot q WHERE q.study_id = p.study_id) ORDER BY study_id"""
    return [Training(*row) for row in connection.execute(sql)]


def put_training(
    act: Act, study: str, person: str, reason: str, *, counts: bool, active: bool = True
) -> bool:
    """Mark a study, or take the mark back; return whether that changes anything."""
    sql = "SELECT id, person, counts FROM current_pilot WHERE study_id = ? ORDER BY id"
    held = act.connection.execute(sql, (study,)).fetchall()
    same = [(row["person"], row["counts"]) for row in held] == [(person, int(counts))]
    if (active and same) or (not active and not held):
        return False
    row = {
        "study_id": study,
        "person": person,
        "counts": int(counts),
        "active": int(active),
        "reason": reason,
    }
    signed = {**row, "made_by": act.actor, "made_at": act.at}
    before = [mark["id"] for mark in held] or [None]
    act.insert("pilot", [{"id": moment_id("pi"), **signed, "supersedes": mark} for mark in before])
    return True
