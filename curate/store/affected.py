"""What rests on a report: readings, records, effects and pooled estimates."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Affected:
    """What rests on a report.

    Attributes
    ----------
    readings
        Current readings of people and programs that stand in it.
    records
        Keys of the curated records whose value stands in it.
    effects
        (id, study, comparison) of effects in the last pooled estimates.
    pooled
        (id, comparison) of the last pooled estimates.
    """

    readings: int
    records: tuple[str, ...]
    effects: tuple[tuple[str, str, str], ...]
    pooled: tuple[tuple[str, str], ...]


def affected(connection: sqlite3.Connection, report: str) -> Affected:
    """Return what rests on the report with this SHA-256."""
    readings = """SELECT count(*) FROM current_reading r JOIN evidence v ON v.id = r.evidence_id
        JOIN current_extraction e ON e.id = r.extraction_id WHERE v.report_id = ?"""
    records = "SELECT record_key FROM curated_record WHERE report_id = ? ORDER BY record_key"
    lines = """SELECT DISTINCT pooled_id, comparison, effect_id, study_name FROM lineage
        WHERE report_id = ? AND pooled_id IN (SELECT id FROM pooled p
            WHERE rowid = (SELECT max(rowid) FROM pooled q WHERE q.comparison = p.comparison))
        ORDER BY comparison, study_name, effect_id"""
    rows = connection.execute(lines, (report,)).fetchall()
    return Affected(
        readings=int(connection.execute(readings, (report,)).fetchone()[0]),
        records=tuple(row[0] for row in connection.execute(records, (report,))),
        effects=tuple(
            dict.fromkeys((row["effect_id"], row["study_name"], row["comparison"]) for row in rows)
        ),
        pooled=tuple(dict.fromkeys((row["pooled_id"], row["comparison"]) for row in rows)),
    )
