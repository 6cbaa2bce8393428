"""Letters to authors in the store: the steps of each, in order."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from curate.model.ids import moment_id
from curate.model.reading import Result
from curate.store.act import Act
from curate.store.readings import result_of


class Step(NamedTuple):
    """One step of the correspondence about a study.

    Attributes
    ----------
    step
        ``drafted``, ``sent``, ``reminded``, ``answered`` or ``closed``.
    day
        ISO date.
    content
        The letter as drafted; why it was closed without an answer.
    report
        SHA-256 of the file that answers.
    """

    study: str
    step: str
    day: str
    address: str
    content: str
    report: str | None
    made_by: str


def steps(connection: sqlite3.Connection) -> dict[str, list[Step]]:
    """Return study → its steps in the order in which they were entered; those of joined studies together."""
    sql = """SELECT w.study_id, l.step, l.day, l.address, l.content, l.report_id, l.made_by
        FROM letter l JOIN study_now w ON w.id = l.study_id ORDER BY l.made_at, l.id"""
    held: dict[str, list[Step]] = {}
    for row in connection.execute(sql):
        held.setdefault(row["study_id"], []).append(Step(*row))
    return held


def put_step(
    act: Act,
    study: str,
    step: str,
    day: str,
    *,
    address: str = "",
    content: str = "",
    report: str | None = None,
) -> None:
    """Write a step."""
    row = {"id": moment_id("le"), "study_id": study, "step": step, "day": day, "address": address}
    signed = {"content": content, "made_by": act.actor, "made_at": act.at}
    act.insert("letter", [{**row, **signed, "report_id": report}])


def replies(connection: sqlite3.Connection) -> set[str]:
    """Return the SHA-256 of the files that answer a letter."""
    sql = "SELECT DISTINCT report_id FROM letter WHERE report_id IS NOT NULL"
    return {row[0] for row in connection.execute(sql)}


def result_behind(connection: sqlite3.Connection, reading: str) -> Result:
    """Return the result, with the report's own labels, that a reading belongs to."""
    sql = "SELECT t.* FROM reading r JOIN result t ON t.id = r.result_id WHERE r.id = ?"
    return result_of(connection.execute(sql, (reading,)).fetchone())
