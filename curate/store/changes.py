"""What extractions were made under, and what people have looked at again since."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from curate.errors import Refused
from curate.model.ids import moment_id
from curate.store.act import Act

Subject = tuple[str, str, str, str]
"""Person, study, kind of part and its code."""


class SealedUnder(NamedTuple):
    """A person's sealed extraction of a study, the version of the protocol that it was made under, and when."""

    extraction: str
    person: str
    study: str
    protocol: str
    at: str


def sealed_under(connection: sqlite3.Connection) -> list[SealedUnder]:
    """Return every sealed extraction of a person whose protocol is known."""
    sql = """SELECT e.id, e.extractor, e.study_id, u.protocol_id, e.sealed_at FROM current_extraction e
        JOIN sealed_under u ON u.seal_id = e.seal_id WHERE e.kind = 'person' AND e.mode <> 'verification'
        ORDER BY e.extractor, e.study_id, e.id"""
    return [SealedUnder(*row) for row in connection.execute(sql)]


def versions(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return every version of the protocol: id, text, and when it came into force; the first one first."""
    sql = """SELECT p.id, p.content, coalesce(min(e.made_at), '') AS since FROM protocol_version p
        LEFT JOIN (SELECT j."key" AS version, e.made_at FROM event e,
            json_each(e.payload, '$.rows.protocol_version') j) e ON e.version = p.id
        GROUP BY p.id ORDER BY since, p.rowid"""
    return [(row["id"], row["content"], row["since"]) for row in connection.execute(sql)]


def looked_at(connection: sqlite3.Connection) -> dict[Subject, str]:
    """Return when people last said something of each part of the protocol: a reading, or that nothing is to add."""
    sql = """WITH said AS MATERIALIZED (
            SELECT e.extractor, e.study_id, r.made_at, r.item, t.outcome, t.timepoint, t.arms, t.comparators
            FROM current_extraction e JOIN result t ON t.extraction_id = e.id
            JOIN current_reading r ON r.result_id = t.id WHERE e.kind = 'person'),
        mapped AS MATERIALIZED (SELECT * FROM current_mapping)
        SELECT extractor, study_id, 'item', item, max(made_at) FROM said WHERE item IS NOT NULL GROUP BY 1, 2, 4
        UNION ALL SELECT s.extractor, s.study_id, m.kind, m.code, max(s.made_at) FROM said s
            JOIN mapped m ON m.study_id = s.study_id AND (m.kind = 'outcome' AND m.label = s.outcome
                OR m.kind = 'timepoint' AND m.label = s.timepoint) GROUP BY 1, 2, 3, 4
        UNION ALL SELECT s.extractor, s.study_id, 'arm', m.code, max(s.made_at) FROM said s,
            (SELECT 1 AS side UNION SELECT 2) b, json_each(CASE b.side WHEN 1 THEN s.arms ELSE s.comparators END) j
            JOIN mapped m ON m.study_id = s.study_id AND m.kind = 'arm' AND m.label = j.value GROUP BY 1, 2, 4
        UNION ALL SELECT e.extractor, e.study_id, k.kind, k.code, max(k.made_at) FROM kept_answer k
            JOIN current_extraction e ON e.id = k.extraction_id GROUP BY 1, 2, 3, 4"""
    latest: dict[Subject, str] = {}
    for person, study, kind, code, at in connection.execute(sql):
        subject = (person, study, kind, code.partition("/")[0] if kind == "arm" else code)
        latest[subject] = max(at, latest.get(subject, ""))
    return latest


def put_kept(act: Act, extraction: str, kind: str, code: str, protocol: str, reason: str) -> None:
    """Write that a person looked at a part of the protocol again and has nothing to add.

    Raises
    ------
    Refused
        Without a reason.
    """
    if not reason.strip():
        raise Refused("an answer is kept for a reason", "say what the report shows: --reason")
    row = {"id": moment_id("ka"), "extraction_id": extraction, "kind": kind, "code": code}
    row |= {"protocol_id": protocol, "reason": reason, "made_by": act.actor, "made_at": act.at}
    act.insert("kept_answer", [row])


class Fallen(NamedTuple):
    """A number that stands in a report which was corrected, and that nothing upholds.

    Attributes
    ----------
    person
        Whose reading it is; empty for a record that a decision or a program made.
    """

    person: str
    study: str
    evidence: str
    value: str
    file_name: str


def fallen(connection: sqlite3.Connection) -> list[Fallen]:
    """Return what people read in corrected reports and must read again, and the records that must be decided anew."""
    sql = """WITH f AS MATERIALIZED (SELECT * FROM fallen_evidence WHERE standing = 'corrected')
        SELECT e.extractor, e.study_id, r.evidence_id, coalesce(r.statistic, r.item) || ' ' ||
            CASE r.operator WHEN '=' THEN '' ELSE r.operator END || r.value, c.file_name, v.page, v.top, v.x0
        FROM f JOIN evidence v ON v.id = f.id JOIN current_reading r ON r.evidence_id = f.id
        JOIN current_extraction e ON e.id = r.extraction_id AND e.kind = 'person'
        JOIN current_report c ON c.id = f.report_id
        UNION ALL SELECT '', k.study_id, k.evidence_id, coalesce(k.statistic, k.item) || ' ' ||
            CASE k.operator WHEN '=' THEN '' ELSE k.operator END || k.value, c.file_name, v.page, v.top, v.x0
        FROM f JOIN evidence v ON v.id = f.id JOIN curated_record k ON k.evidence_id = f.id
        JOIN current_report c ON c.id = f.report_id
        WHERE k.basis_of_truth IN ('adjudicated', 'program_only') ORDER BY 1, 2, 5, 6, 7, 8, 4"""
    return [Fallen(*row[:5]) for row in connection.execute(sql)]
