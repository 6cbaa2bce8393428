"""One person's part of a store: what a work file may hold, and nothing else.

What everybody may know goes in (protocol, reports, studies), and what the person has read and said that their own
labels mean. What others read, map or decide does not, and neither do their events: one new event vouches for the rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping

from curate.store.act import Act, Row

_EVERYBODY = (
    "protocol_version", "outcome", "arm_kind", "timepoint_window", "comparison", "selection_rule",
    "item", "report", "report_detail", "report_link", "study", "study_detail", "study_report",
)  # fmt: skip
"""Tables that hold nothing of what anybody read."""

_PERSON = """SELECT id FROM extraction WHERE mode IN ('independent', 'assisted')
    AND extractor_id IN (SELECT id FROM extractor WHERE kind = 'person' AND name = :person)"""
_PROGRAMS = """SELECT id FROM extraction WHERE mode = 'program'
    AND report_id IN (SELECT value FROM json_each(:reports))"""

_MAPPINGS = f"""id IN (
    WITH RECURSIVE used AS (
        SELECT DISTINCT l.study_id, l.kind, l.label FROM label_in_use l JOIN result r ON r.id = l.result_id
        WHERE r.extraction_id IN ({_PERSON})),
    own AS (
        SELECT m.id FROM mapping m JOIN study_now w ON w.id = m.study_id
        JOIN used u ON u.study_id = w.study_id AND u.kind = m.kind AND u.label = m.label
        WHERE m.made_by = :person AND m.source = 'person' AND m.supersedes IS NULL
        UNION
        SELECT n.id FROM mapping n JOIN own ON n.supersedes = own.id
        WHERE n.made_by = :person AND n.source = 'person')
    SELECT id FROM own)"""
"""The person's own mappings, of labels that their own readings use. One that replaces another person's stays where
that is; and what somebody who leads has said of other readers' labels is none of it."""


def put_portion(
    act: Act, source: sqlite3.Connection, person: str, reports: Iterable[str], *, programs: bool
) -> None:
    """Copy the part of `source` that belongs to a person into the empty store of `act`.

    Parameters
    ----------
    reports
        SHA-256 of the reports whose program readings are wanted.
    programs
        Whether the person may see what programs read (mode ``assisted``).
    """
    words = {"person": person, "reports": json.dumps(sorted(reports))}
    act.connection.execute("PRAGMA defer_foreign_keys=ON")
    known = dict.fromkeys(_EVERYBODY, "true") | {
        "report_link": "reference_id IS NULL",
        "assignment": "person = :person",
    }
    _copy(source, known, words, act.insert)
    _copy(source, _rows_of(_PERSON) | {"mapping": _MAPPINGS}, words, act.insert)
    if programs:
        _copy(source, _rows_of(_PROGRAMS), words, act.insert_many)


def _rows_of(extractions: str) -> dict[str, str]:
    """Return table → condition for what belongs to some extractions."""
    readings = f"SELECT id FROM reading WHERE extraction_id IN ({extractions})"
    seals = f"SELECT id FROM seal WHERE extraction_id IN ({extractions})"
    read = f"SELECT evidence_id FROM reading WHERE extraction_id IN ({extractions})"
    evidence = f"{read} UNION SELECT new_evidence_id FROM upheld WHERE evidence_id IN ({read})"
    grids = f"""SELECT grid_id FROM extraction_grid WHERE extraction_id IN ({extractions})
        UNION SELECT grid_id FROM evidence WHERE id IN ({evidence})"""
    return {
        "extractor": f"id IN (SELECT extractor_id FROM extraction WHERE id IN ({extractions}))",
        "extraction": f"id IN ({extractions})",
        "table_grid": f"id IN ({grids})",
        "table_cell": f"grid_id IN ({grids})",
        "extraction_grid": f"extraction_id IN ({extractions})",
        "evidence": f"id IN ({evidence})",
        "result": f"extraction_id IN ({extractions})",
        "reading": f"extraction_id IN ({extractions})",
        "second_reading": f"reading_id IN ({readings})",
        "seal": f"extraction_id IN ({extractions})",
        "withdrawal": f"reading_id IN ({readings})",
        "sealed_under": f"seal_id IN ({seals})",
        "kept_answer": f"extraction_id IN ({extractions})",
        "upheld": f"evidence_id IN ({read})",
    }


def _copy(
    source: sqlite3.Connection,
    wanted: Mapping[str, str],
    words: Mapping[str, str],
    put: Callable[[str, Iterable[Row]], int],
) -> None:
    for table, where in wanted.items():
        cursor = source.execute(f'SELECT * FROM "{table}" WHERE {where} ORDER BY rowid', words)
        put(table, (dict(row) for row in cursor))
