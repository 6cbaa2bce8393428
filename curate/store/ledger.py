"""Who did what when and why: the events of the store, newest first, with what each wrote."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from curate.model.record import fact_of
from curate.model.scale import estimate_in_words
from curate.store.blinding import is_withheld
from curate.store.trace import printed_value

SHOWN = 12
"""Things of one event that are named one by one; the rest is counted."""

WITHHELD = "another person's, until everybody who reads the study has sealed"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that an event wrote; `id` is empty where its reader may not see it yet."""

    noun: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event.

    Attributes
    ----------
    made_at
        UTC, ISO 8601.
    words
        What it was about, by name.
    wrote
        Table → number of rows.
    things
        The first `SHOWN` decisions, estimates and readings.
    """

    id: str
    kind: str
    made_by: str
    made_at: str
    words: Mapping[str, str]
    wrote: Mapping[str, int]
    things: tuple[Thing, ...]


_OF_STUDY = """ AND (json_extract(payload, '$.study') IN (:study, :name)
    OR EXISTS (SELECT 1 FROM json_each(payload, '$.rows.reading') j JOIN reading r ON r.id = j."key"
        JOIN extraction x ON x.id = r.extraction_id WHERE x.study_id = :study)
    OR EXISTS (SELECT 1 FROM json_each(payload, '$.rows.decision') j JOIN decision d ON d.id = j."key"
        WHERE d.study_id = :study))"""


def entries(
    connection: sqlite3.Connection,
    reader: str | None,
    *,
    who: str = "",
    kind: str = "",
    study: tuple[str, str] | None = None,
    before: str = "",
    most: int = 50,
) -> list[Entry]:
    """Return the newest events that are asked for.

    Parameters
    ----------
    reader
        Who will see them: readings that they may not see yet are named without their value.
    study
        Id and name.
    before
        Id of an event: only those before it.
    """
    sql = "SELECT * FROM event WHERE 1"
    said: dict[str, object] = {"who": who, "kind": kind, "before": before, "most": most}
    sql += " AND made_by = :who" if who else ""
    sql += " AND kind = :kind" if kind else ""
    if study:
        said |= {"study": study[0], "name": study[1]}
        sql += _OF_STUDY
    if before:
        sql += " AND (made_at, id) < (SELECT made_at, id FROM event WHERE id = :before)"
    rows = connection.execute(f"{sql} ORDER BY made_at DESC, id DESC LIMIT :most", said)
    return [_entry(connection, row, reader) for row in rows.fetchall()]


def kinds_and_people(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Return every kind of event, and everybody who made one."""
    kinds = connection.execute("SELECT DISTINCT kind FROM event ORDER BY kind").fetchall()
    people = connection.execute("SELECT DISTINCT made_by FROM event ORDER BY made_by").fetchall()
    return [row[0] for row in kinds], [row[0] for row in people]


def _entry(connection: sqlite3.Connection, row: sqlite3.Row, reader: str | None) -> Entry:
    payload = json.loads(row["payload"])
    rows: dict[str, dict[str, str]] = payload.pop("rows", {})
    words = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in payload.items()
    }
    things: list[Thing] = []
    for table, make in _THINGS.items():
        for name in list(rows.get(table, {}))[: SHOWN - len(things)]:
            things.append(make(connection, name, reader))
    wrote = {table: len(held) for table, held in rows.items()}
    return Entry(row["id"], row["kind"], row["made_by"], row["made_at"], words, wrote, tuple(things))


def _decision(connection: sqlite3.Connection, name: str, _: str | None) -> Thing:
    row = connection.execute("SELECT * FROM decision WHERE id = ?", (name,)).fetchone()
    fact = fact_of(row["record_key"])
    typed = printed_value(row) if row["value"] else ""
    choice = f"{row['choice'].replace('_', ' ')} {typed}".strip()
    return Thing(
        "decision", name, f"{fact}: {choice} ({row['cause'].replace('_', ' ')}): {row['reason']}"
    )


def _reading(connection: sqlite3.Connection, name: str, reader: str | None) -> Thing:
    if is_withheld(connection, name, reader):
        return Thing("reading", "", WITHHELD)
    row = connection.execute(
        """SELECT r.*, e.page, e.quote FROM reading r LEFT JOIN evidence e ON e.id = r.evidence_id
        WHERE r.id = ?""",
        (name,),
    ).fetchone()
    said = f"{row['statistic'] or row['item']} {printed_value(row).replace('_', ' ')}"
    said += f", page {row['page']}" if row["page"] else ""
    said += f", “{row['quote']}”" if row["quote"] else ""
    return Thing("reading", name, said + (f"; {row['reason']}" if row["reason"] else ""))


def _pooled(connection: sqlite3.Connection, name: str, _: str | None) -> Thing:
    row = connection.execute("SELECT * FROM pooled WHERE id = ?", (name,)).fetchone()
    told = estimate_in_words(row["measure"], row["estimate"])
    said = f"{row['comparison']}: {told}, k {row['k']}, {row['method']}"
    return Thing("pooled", name, said)


_THINGS = {"decision": _decision, "pooled": _pooled, "reading": _reading}
