"""Open disagreements in the store: the queue before it is explained and weighed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache

from curate.model.ids import digest
from curate.model.reading import Box
from curate.model.record import Record
from curate.reconcile.compare import Finding
from curate.reconcile.impact import Impact
from curate.store.records import record_of, short_key
from curate.store.stage import FACTS, staged
from curate.store.tables import place_of


@dataclass(frozen=True, slots=True)
class Side:
    """One reading of a disagreement.

    Attributes
    ----------
    reader
        Name of the person or program.
    quote, page, report, box
        Where it was read; empty or None without evidence.
    place
        Where it stands in a file without pages.
    reason
        What its reader says of it: how it was worked out, or why it was corrected.
    """

    reading: str
    reader: str
    kind: str
    value: str
    operator: str
    status: str
    decimals: int | None
    quote: str
    page: int | None
    report: str
    file_name: str
    table: str
    place: str = ""
    box: Box | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact on which sealed extractions differ.

    Attributes
    ----------
    judgement
        ``conflict`` (values differ), ``omission`` (somebody left it out) or ``asked`` (the authors are asked).
    sides
        In an order that is shuffled for each study: "reader 1" is not always the same person.
    records
        The record that each side would make; empty for the answer to a question.
    finding
        How its sides relate, with explanations; None until they are compared, and where there is one side.
    parted
        It was decided in two ways, and neither stands.
    impact
        How far it could move the pooled estimates; None until that is worked out.
    """

    key: str
    study: str
    study_name: str
    judgement: str
    sides: tuple[Side, ...]
    records: tuple[Record, ...] = ()
    finding: Finding | None = None
    parted: bool = False
    impact: Impact | None = None

    @property
    def id(self) -> str:
        """Short id of the fact."""
        return short_key(self.key)

    @property
    def difference(self) -> str:
        """How its sides relate, in words."""
        if self.parted:
            return "decided in two ways"
        return self.finding.difference.words if self.finding else self.judgement

    @property
    def names(self) -> tuple[str, ...]:
        """What the sides are called: programs by name, people "reader 1" and "reader 2"."""
        people = list(dict.fromkeys(side.reader for side in self.sides if side.kind == "person"))
        return tuple(
            f"reader {people.index(side.reader) + 1}" if side.kind == "person" else side.reader
            for side in self.sides
        )

    @property
    def because(self) -> tuple[str, ...]:
        """Sentences that explain it."""
        return self.finding.because if self.finding else ()


def disputes(connection: sqlite3.Connection) -> list[Dispute]:
    """Return the open disagreements, by key."""
    return _disputes(connection, "d.judgement <> 'asked'")


def dispute_on(connection: sqlite3.Connection, key: str) -> Dispute | None:
    """Return the open disagreement about one fact; None when there is none."""
    with staged(connection, "candidate", about=key):
        found = _disputes(connection, "d.judgement <> 'asked' AND d.record_key = ?", key)
    return found[0] if found else None


def asked(connection: sqlite3.Connection) -> list[Dispute]:
    """Return the facts that the authors are asked about, with what was read, by key."""
    return _disputes(connection, "d.judgement = 'asked'")


def _disputes(connection: sqlite3.Connection, which: str, *given: str) -> list[Dispute]:
    sql = f"""WITH report AS MATERIALIZED (SELECT id, file_name FROM current_report)
        SELECT d.*, v.quote, v.page, v.report_id, v.table_label, v.locator, v.x0, v.top, v.x1, v.bottom, r.file_name,
            y.reason, d.record_key IN (SELECT record_key FROM parted_decision) AS parted,
            'adjudicated' AS basis_of_truth, NULL AS decision_id FROM disputed_fact d
        LEFT JOIN evidence v ON v.id = d.evidence_id LEFT JOIN report r ON r.id = v.report_id
        LEFT JOIN reading y ON y.id = d.reading_id
        WHERE {which} ORDER BY d.study_name, d.record_key, d.extractor, d.reading_id"""
    held: dict[str, list[sqlite3.Row]] = {}
    with staged(connection, *FACTS):
        for row in connection.execute(sql, given):
            held.setdefault(row["record_key"], []).append(row)
    return [_dispute(key, sorted(rows, key=_place)) for key, rows in held.items()]


def _place(row: sqlite3.Row) -> str:
    return _shuffled(row["study_id"], row["extractor"])


@lru_cache(maxsize=4096)
def _shuffled(study: str, reader: str) -> str:
    return digest([study, reader])


def _dispute(key: str, rows: list[sqlite3.Row]) -> Dispute:
    first = rows[0]
    sides = tuple(
        Side(
            reading=row["reading_id"],
            reader=row["extractor"],
            kind=row["kind"],
            value=row["value"],
            operator=row["operator"],
            status=row["status"],
            decimals=row["decimals"],
            quote=row["quote"] or "",
            page=row["page"],
            report=row["report_id"] or "",
            file_name=row["file_name"] or "",
            table=row["table_label"] or "",
            place=place_of(row["locator"] or "{}"),
            box=None if row["x0"] is None else (row["x0"], row["top"], row["x1"], row["bottom"]),
            reason=row["reason"] or "",
        )
        for row in rows
    )
    made = tuple(record_of(row) for row in rows if row["item"] is None)
    return Dispute(
        key,
        first["study_id"],
        first["study_name"],
        first["judgement"],
        sides,
        made,
        parted=bool(first["parted"]),
    )
