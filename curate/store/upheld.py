"""Places in corrected reports that hold all the same: found in the correction, or said by a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from curate.errors import Refused
from curate.model.ids import moment_id
from curate.model.reading import Evidence
from curate.store.act import Act
from curate.store.readings import evidence_of, find_evidence
from curate.store.rows import evidence_row

_USED = """SELECT r.evidence_id, m.result_key || '|' || coalesce(r.statistic, r.item) ||
            CASE r.role WHEN '' THEN '' ELSE ':' || r.role END AS record_key
        FROM current_reading r JOIN current_extraction e ON e.id = r.extraction_id AND e.kind = 'person'
        LEFT JOIN (SELECT id, result_key FROM mapped_result UNION ALL SELECT id, result_key FROM plain_result) m
            ON m.id = r.result_id WHERE r.evidence_id IS NOT NULL
        UNION SELECT evidence_id, record_key FROM current_decision WHERE evidence_id IS NOT NULL
        UNION SELECT evidence_id, record_key FROM curated_record WHERE evidence_id IS NOT NULL"""
"""Every evidence that people or records rest on, with the fact it is about."""


class Place(NamedTuple):
    """A place that does not stand any more.

    Attributes
    ----------
    evidence
        Id of the evidence that readings and decisions refer to.
    where
        Where it was last: that evidence itself, or the place in an earlier correction.
    """

    evidence: str
    where: Evidence


def fallen_places(connection: sqlite3.Connection, report: str) -> list[Place]:
    """Return the places of a corrected report that people's readings, decisions and records rest on, in its order."""
    sql = f"""WITH used AS MATERIALIZED (SELECT DISTINCT evidence_id FROM ({_USED})),
            last AS (SELECT u.evidence_id, u.new_evidence_id, max(u.id) FROM upheld u
                WHERE u.new_evidence_id IS NOT NULL GROUP BY u.evidence_id)
        SELECT f.id, p.* FROM fallen_evidence f LEFT JOIN last l ON l.evidence_id = f.id
        JOIN evidence p ON p.id = coalesce(l.new_evidence_id, f.id) JOIN used ON used.evidence_id = f.id
        WHERE p.report_id = ? AND f.standing = 'corrected' ORDER BY p.page, p.top, p.x0, p.locator, f.id"""
    return [Place(row[0], evidence_of(row)) for row in connection.execute(sql, (report,)).fetchall()]


def facts_on(connection: sqlite3.Connection, evidence: Iterable[str]) -> dict[str, list[str]]:
    """Return evidence → keys of the facts that rest on it, for those asked about."""
    wanted = set(evidence)
    held: dict[str, list[str]] = {}
    for row in connection.execute(f"SELECT evidence_id, record_key FROM ({_USED}) ORDER BY record_key"):
        if row["evidence_id"] in wanted and row["record_key"]:
            held.setdefault(row["evidence_id"], []).append(row["record_key"])
    return held


def is_whole(connection: sqlite3.Connection, report: str) -> bool:
    """Tell whether places of a corrected report were found in its correction: a version, not a notice."""
    sql = """SELECT 1 FROM upheld u JOIN evidence v ON v.id = u.evidence_id
        WHERE v.report_id = ? AND u.new_evidence_id IS NOT NULL LIMIT 1"""
    return connection.execute(sql, (report,)).fetchone() is not None


def put_upheld(act: Act, evidence: str, new: Evidence | None, reason: str) -> None:
    """Write that a place holds: in the correction as `new`, or as it was.

    Raises
    ------
    Refused
        Without a reason.
    """
    if not reason.strip():
        raise Refused("a number of a corrected report holds for a reason", "say it: --reason")
    if new is not None:
        act.insert("evidence", [evidence_row(new)])
    row = {"id": moment_id("up"), "evidence_id": evidence, "new_evidence_id": new.id if new else None}
    act.insert("upheld", [{**row, "reason": reason, "made_by": act.actor, "made_at": act.at}])


def upheld_as(connection: sqlite3.Connection, evidence: str) -> tuple[Evidence | None, str] | None:
    """Return where a place of a corrected report stands now, and how that is known; None when it fell."""
    sql = """SELECT u.* FROM upheld u LEFT JOIN evidence n ON n.id = u.new_evidence_id
        LEFT JOIN current_report c ON c.id = n.report_id
        WHERE u.evidence_id = ? AND (u.new_evidence_id IS NULL OR c.standing = 'current') ORDER BY u.id DESC LIMIT 1"""
    row = connection.execute(sql, (evidence,)).fetchone()
    if row is None:
        return None
    place = find_evidence(connection, row["new_evidence_id"]) if row["new_evidence_id"] else None
    return place, f"{row['made_by']}: {row['reason']}"
