"""Audits in the store: what was drawn, what was found, and what was decided then."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from curate.model.ids import moment_id
from curate.model.reading import Found
from curate.store.act import Act
from curate.store.rows import found_rows


class Agreed(NamedTuple):
    """A value on which two people agreed; `reading` speaks for both."""

    key: str
    study: str
    reading: str


def agreed(connection: sqlite3.Connection) -> list[Agreed]:
    """Return the values that are double agreed, by key."""
    sql = """SELECT record_key, study_id, reading_id FROM curated_record
        WHERE basis_of_truth = 'double_agreed' ORDER BY record_key"""
    return [Agreed(*row) for row in connection.execute(sql)]


class Drawn(NamedTuple):
    """One value of an audit.

    Attributes
    ----------
    finding
        The auditor's reading; None before it was read.
    blind, auditor
        How it was read, and by whom.
    """

    audit: str
    key: str
    study: str
    probability: float
    reading: str
    finding: str | None
    blind: int
    auditor: str


def put_audit(
    act: Act,
    percent: float,
    population: int,
    seed: int,
    rules: str,
    drawn: Sequence[tuple[Agreed, float]],
) -> str:
    """Write a draw: values with their chances, in the order of reading; return its id."""
    audit = moment_id("au")
    row = {"id": audit, "fraction": percent, "population": population, "seed": seed, "rules": rules}
    act.insert("audit", [{**row, "made_by": act.actor, "made_at": act.at}])
    act.insert(
        "audit_fact",
        (
            {
                "audit_id": audit,
                "record_key": value.key,
                "study_id": value.study,
                "position": place,
                "probability": probability,
                "reading_id": value.reading,
            }
            for place, (value, probability) in enumerate(drawn)
        ),
    )
    return audit


def put_finding(
    act: Act, value: Drawn, extraction: str, found: Found, *, same: bool, blind: bool
) -> None:
    """Write what the auditor read of a value: one reading in `extraction`, instead of an earlier finding.

    Parameters
    ----------
    found
        A result with its one reading.
    same
        Whether it says what was agreed, which it then confirms.
    blind
        Whether the auditor typed it before seeing what was agreed.
    """
    result, (reading,), evidence = found_rows(extraction, found)
    seal = act.connection.execute(
        "SELECT id FROM seal WHERE extraction_id = ?", (extraction,)
    ).fetchone()
    name = moment_id("rd")
    reading |= {"id": name, "confirms": value.reading if same else None, "supersedes": value.finding}
    reading |= {"reason": "read again in an audit", "after_seal": seal["id"] if seal else None}
    act.insert("evidence", evidence)
    act.insert("result", [result])
    act.insert("reading", [{**reading, "made_by": act.actor, "made_at": act.at}])
    row = {"id": moment_id("af"), "audit_id": value.audit, "record_key": value.key, "reading_id": name}
    act.insert("audit_finding", [{**row, "blind": int(blind), "made_by": act.actor, "made_at": act.at}])


def extractors_of(connection: sqlite3.Connection, study: str) -> set[str]:
    """Return the people who extracted a study; who verified or audited it is none of them."""
    sql = """SELECT extractor FROM current_extraction
        WHERE kind = 'person' AND study_id = ? AND mode <> 'verification'"""
    return {row[0] for row in connection.execute(sql, (study,))}


def is_sealed(connection: sqlite3.Connection, extraction: str) -> bool:
    """Tell whether an extraction is sealed."""
    sql = "SELECT 1 FROM seal WHERE extraction_id = ?"
    return connection.execute(sql, (extraction,)).fetchone() is not None


def audits(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return the rows of all audits, the first one first."""
    return connection.execute("SELECT * FROM audit ORDER BY made_at, id").fetchall()


def drawn(connection: sqlite3.Connection, audit: str) -> list[Drawn]:
    """Return the values of an audit in the order of reading; of several findings the latest stands."""
    sql = """SELECT f.audit_id, f.record_key, f.study_id, f.probability, f.reading_id, n.reading_id AS finding,
            coalesce(n.blind, 0) AS blind, coalesce(n.made_by, '') AS auditor
        FROM audit_fact f LEFT JOIN audit_finding n ON n.id = (SELECT id FROM audit_finding m
            WHERE m.audit_id = f.audit_id AND m.record_key = f.record_key ORDER BY made_at DESC, id DESC LIMIT 1)
        WHERE f.audit_id = ? ORDER BY f.position"""
    return [Drawn(*row) for row in connection.execute(sql, (audit,))]


def decided_value(connection: sqlite3.Connection, key: str, after: str) -> tuple[str, str, str] | None:
    """Return (value, operator, status) that was decided for a fact since a time; None while nothing was."""
    sql = """SELECT d.choice, d.value, d.operator, r.value AS read, r.operator AS read_operator, r.status
        FROM current_decision d LEFT JOIN reading r ON r.id = d.reading_id
        WHERE d.record_key = ? AND d.made_at >= ?"""
    row = connection.execute(sql, (key, after)).fetchone()
    if row is None or row["choice"] == "ask_authors":
        return None
    if row["choice"] == "reading":
        return row["read"], row["read_operator"], row["status"]
    if row["choice"] == "typed":
        return row["value"], row["operator"], "reported"
    return "", "=", "not_reported"
