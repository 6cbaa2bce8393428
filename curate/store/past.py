"""Pooled estimates as they stood, and why a number behind them is another one now."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields

from curate.model.effect import Effect, Input, Pooled


def pooled_at(connection: sqlite3.Connection, snapshot: str) -> dict[str, Pooled]:
    """Return comparison → its estimate under a snapshot: the one of most studies, none left out on request."""
    sql = "SELECT comparison, content FROM pooled WHERE snapshot_id = ? ORDER BY k, id DESC"
    return {row["comparison"]: _pooled(row["content"]) for row in connection.execute(sql, (snapshot,))}


def _pooled(content: str) -> Pooled:
    said = json.loads(content)
    for name in ("effects", "weights", "warnings"):
        said[name] = tuple(said[name])
    said["options"] = tuple((key, value) for key, value in said["options"])
    said["other"] = tuple(said["other"]) if said["other"] else None
    return Pooled(**said)


def effects_at(connection: sqlite3.Connection, snapshot: str, comparison: str) -> list[Effect]:
    """Return the effects that were pooled for a comparison under a snapshot, with their inputs."""
    sql = """SELECT e.* FROM pooled p JOIN pooled_input i ON i.pooled_id = p.id JOIN effect e ON e.id = i.effect_id
        WHERE p.id = (SELECT id FROM pooled WHERE snapshot_id = ? AND comparison = ? ORDER BY k DESC, id LIMIT 1)
        ORDER BY i.position"""
    return [_effect(connection, row) for row in connection.execute(sql, (snapshot, comparison))]


def _effect(connection: sqlite3.Connection, row: sqlite3.Row) -> Effect:
    plain = {field.name: row[field.name] for field in fields(Effect) if field.name in row.keys()}  # noqa: SIM118
    sql = "SELECT * FROM effect_input WHERE effect_id = ? ORDER BY position"
    inputs = tuple(
        Input(
            part["role"],
            part["value"],
            part["record_key"],
            part["reading_id"] or "",
            part["decision_id"] or "",
        )
        for part in connection.execute(sql, (row["id"],))
    )
    options = tuple((key, value) for key, value in json.loads(row["options"]))
    return Effect(**plain | {"study": row["study_id"], "options": options, "inputs": inputs})


def reason_for(connection: sqlite3.Connection, now: Input, before: Input | None) -> str:
    """Return who made a number what it is now, and why: the decision or the correction behind it."""
    if now.decision and now.decision != (before.decision if before else ""):
        row = connection.execute("SELECT * FROM decision WHERE id = ?", (now.decision,)).fetchone()
        return (
            f"decided by {', '.join(json.loads(row['participants']))} ({row['cause']}): {row['reason']}"
        )
    sql = """SELECT r.reason, r.after_seal, x.name, x.kind, x.version FROM reading r
        JOIN extraction e ON e.id = r.extraction_id JOIN extractor x ON x.id = e.extractor_id WHERE r.id = ?"""
    row = connection.execute(sql, (now.reading,)).fetchone()
    if row is None:
        return ""
    reader = f"{row['name']} {row['version']}".strip()
    how = f"{'corrected' if row['after_seal'] else 'read'} by {reader}"
    return f"{how}: {row['reason']}" if row["reason"] else how


def standing_of(connection: sqlite3.Connection, part: Input) -> str:
    """Return how the report that a number stands in was said not to stand; empty when it stands."""
    sql = """SELECT c.file_name, f.standing FROM fallen_evidence f JOIN current_report c ON c.id = f.report_id
        WHERE f.id = coalesce((SELECT evidence_id FROM decision WHERE id = ?),
            (SELECT evidence_id FROM reading WHERE id = ?))"""
    row = connection.execute(sql, (part.decision, part.reading)).fetchone()
    return f"{row['file_name']} was {row['standing']}" if row else ""
