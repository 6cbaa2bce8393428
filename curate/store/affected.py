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
        Current readings of people and programs that stand in it, or in a report that it corrects.
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
    mine = """SELECT id FROM evidence WHERE report_id = :report UNION SELECT u.evidence_id FROM upheld u
        JOIN evidence n ON n.id = u.new_evidence_id WHERE n.report_id = :report"""
    readings = f"""SELECT count(*) FROM current_reading r JOIN current_extraction e ON e.id = r.extraction_id
        WHERE r.evidence_id IN ({mine})"""
    records = f"SELECT record_key FROM curated_record WHERE evidence_id IN ({mine}) ORDER BY record_key"
    lines = f"""SELECT DISTINCT pooled_id, comparison, effect_id, study_name FROM lineage
        WHERE evidence_id IN ({mine}) AND pooled_id IN (SELECT id FROM pooled p
            WHERE rowid = (SELECT max(rowid) FROM pooled q WHERE q.comparison = p.comparison))
        ORDER BY comparison, study_name, effect_id"""
    asked = {"report": report}
    rows = connection.execute(lines, asked).fetchall()
    return Affected(
        readings=int(connection.execute(readings, asked).fetchone()[0]),
        records=tuple(row[0] for row in connection.execute(records, asked)),
        effects=tuple(
            dict.fromkeys((row["effect_id"], row["study_name"], row["comparison"]) for row in rows)
        ),
        pooled=tuple(dict.fromkeys((row["pooled_id"], row["comparison"]) for row in rows)),
    )
