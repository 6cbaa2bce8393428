"""Reports and studies in the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curate.errors import UnknownName
from curate.model.ids import content_id, moment_id
from curate.model.record import Study
from curate.store.act import Act


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What opening a file told.

    Attributes
    ----------
    sha256, media_type, size
        Of the file; `size` in bytes.
    state, detail
        One of ``report_state`` and why.
    """

    sha256: str
    file_name: str
    media_type: str
    size: int
    title: str = ""
    doi: str = ""
    pages: int | None = None
    state: str = "ok"
    detail: str = ""


def put_report(act: Act, facts: ReportFacts) -> bool:
    """Register a report and found its study; return whether it was new."""
    if act.connection.execute("SELECT 1 FROM report WHERE id = ?", (facts.sha256,)).fetchone():
        return False
    _describe(act, facts, "added")
    study = content_id("st", facts.sha256)
    act.insert("study", [{"id": study, "founder_report_id": facts.sha256}])
    name = facts.file_name.rpartition(".")[0] or facts.file_name
    about = {
        "study_id": study,
        "name": name,
        "design": "",
        "n_randomised": None,
        "registration": "",
        "note": "",
    }
    act.insert("study_detail", [_founding("sd", about)])
    membership = {"report_id": facts.sha256, "study_id": study, "reason": "founded by this report"}
    act.insert("study_report", [_founding("sm", membership)])
    return True


def put_link(act: Act, report: str, other: str, relation: str, reason: str = "") -> bool:
    """Record how a report stands to another, see ``report_link``; return whether that was new."""
    sql = """SELECT 1 FROM report_link l WHERE report_id = ? AND other_report_id = ? AND relation = ?
        AND NOT EXISTS (SELECT 1 FROM report_link n WHERE n.supersedes = l.id)"""
    if act.connection.execute(sql, (report, other, relation)).fetchone():
        return False
    row = {"id": moment_id("rl"), "report_id": report, "other_report_id": other, "reference_id": None}
    row |= {"relation": relation, "reason": reason, "made_by": act.actor, "made_at": act.at}
    return act.insert("report_link", [{**row, "supersedes": None}]) == 1


def linked(connection: sqlite3.Connection, relation: str) -> dict[str, str]:
    """Return report → the report that it stands to in this relation."""
    sql = """SELECT report_id, other_report_id FROM report_link l WHERE relation = ?
        AND other_report_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM report_link n WHERE n.supersedes = l.id) ORDER BY made_at, id"""
    return {row["report_id"]: row["other_report_id"] for row in connection.execute(sql, (relation,))}


def put_standing(act: Act, report: str, standing: str, reason: str) -> bool:
    """Supersede what is said of a report's standing; return whether that changes anything."""
    held = dict(_standing(act, "report_detail", "report_id", report))
    if held["standing"] == standing:
        return False
    row = {**held, "id": moment_id("rp"), "standing": standing, "reason": reason}
    row |= {"made_by": act.actor, "made_at": act.at, "supersedes": held["id"]}
    return act.insert("report_detail", [row]) == 1


def put_derived(act: Act, facts: ReportFacts, source: str, reason: str) -> bool:
    """Register a report that was made of the report `source`, in its study; return whether it was new.

    Where two copies of a review made a document each, the first stands: see ``current_derivation``.
    """
    new = not act.connection.execute("SELECT 1 FROM report WHERE id = ?", (facts.sha256,)).fetchone()
    if new:
        _describe(act, facts, "derived")
        membership = {
            "report_id": facts.sha256,
            "study_id": _founding_study(act, source),
            "reason": "goes with the report it was made of",
        }
        act.insert("study_report", [_founding("sm", membership)])
    put_link(act, facts.sha256, source, "derived_from", reason)
    now = _standing(act, "study_report", "report_id", source)["study_id"]
    move_reports(act, [facts.sha256], now, "goes with the report it was made of")
    return new


def _founding_study(act: Act, report: str) -> str:
    """Return the study that a report came into when it was registered."""
    sql = "SELECT study_id FROM study_report WHERE report_id = ? AND made_by = '' ORDER BY id LIMIT 1"
    return str(act.connection.execute(sql, (report,)).fetchone()["study_id"])


def _describe(act: Act, facts: ReportFacts, reason: str) -> None:
    """Write a report and what opening its file told."""
    act.insert("report", [{"id": facts.sha256, "media_type": facts.media_type, "bytes": facts.size}])
    detail = {
        "report_id": facts.sha256,
        "file_name": facts.file_name,
        "title": facts.title,
        "doi": facts.doi,
        "pages": facts.pages,
        "state": facts.state,
        "detail": facts.detail,
        "standing": "current",
        "reason": reason,
    }
    act.insert("report_detail", [_founding("rp", detail)])


def _founding(letters: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a statement that no person made: named by its content, without name and time."""
    return {
        "id": content_id(letters, content),
        **content,
        "made_by": "",
        "made_at": "",
        "supersedes": None,
    }


def reports(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return every report as a row of ``current_report`` with its study's id and name.

    ``read_from`` is the name of the file that the report was made of by OCR, or None; ``replaced`` is 1 for a
    report that is not to be read, since another document stands for it.
    """
    sql = """SELECT r.*, m.study_id, s.name AS study_name,
            (SELECT o.file_name FROM report_source d JOIN current_report o ON o.id = d.source_id
                WHERE d.report_id = r.id ORDER BY d.source_id LIMIT 1) AS read_from,
            r.id IN (SELECT id FROM replaced_report) AS replaced
        FROM current_report r
        JOIN current_membership m ON m.report_id = r.id JOIN current_study s ON s.id = m.study_id
        ORDER BY s.name, r.file_name, r.id"""
    return [dict(row) for row in connection.execute(sql)]


def derived_of(connection: sqlite3.Connection, source: str) -> str | None:
    """Return the report that stands for `source`, or None."""
    row = connection.execute(
        "SELECT report_id FROM current_derivation WHERE source_id = ?", (source,)
    ).fetchone()
    return row["report_id"] if row else None


def with_scans(connection: sqlite3.Connection, report: str) -> list[str]:
    """Return a report, what it was made of, and what was made of it."""
    rows = connection.execute(
        "SELECT report_id, source_id FROM report_source WHERE ? IN (report_id, source_id)", (report,)
    )
    return sorted({report, *(name for row in rows for name in tuple(row))})


def studies(connection: sqlite3.Connection) -> list[Study]:
    """Return every study, by name."""
    rows = connection.execute("SELECT * FROM current_study ORDER BY name, id")
    return [
        Study(
            row["id"],
            row["name"],
            row["design"],
            row["n_randomised"],
            tuple(json.loads(row["reports"])),
            row["registration"] or "",
        )
        for row in rows
    ]


def find_study(connection: sqlite3.Connection, name: str) -> Study:
    """Return the study with this name, id or unique prefix of an id.

    Raises
    ------
    UnknownName
        When none, or more than one, is meant.
    """
    every = studies(connection)
    named = [study for study in every if study.name == name]
    meant = named or [study for study in every if study.id.startswith(name) and len(name) > 3]
    if len(meant) != 1:
        raise UnknownName.among("study", name, (study.name for study in every))
    return meant[0]


def describe_study(act: Act, study: Study, **changes: Any) -> None:
    """Supersede what is said of a study: name, design, n_randomised, registration or note."""
    held = _standing(act, "study_detail", "study_id", study.id)
    before = {name: held[name] for name in ("name", "design", "n_randomised", "registration", "note")}
    after = {**before, **changes}
    if after == before:
        return
    row = {
        "id": moment_id("sd"),
        "study_id": study.id,
        **after,
        "made_by": act.actor,
        "made_at": act.at,
        "supersedes": held["id"],
    }
    act.insert("study_detail", [row])


def _standing(act: Act, table: str, column: str, subject: str) -> Any:
    """Return the statement about `subject` that nothing supersedes."""
    sql = f"""SELECT * FROM {table} h WHERE {column} = ?
        AND NOT EXISTS (SELECT 1 FROM {table} n WHERE n.supersedes = h.id)
        ORDER BY made_at DESC, id DESC"""
    return act.connection.execute(sql, (subject,)).fetchone()


def move_reports(act: Act, reports: Iterable[str], study: str, reason: str) -> None:
    """Make `reports` belong to `study`."""
    for report in reports:
        held = _standing(act, "study_report", "report_id", report)
        if held["study_id"] == study:
            continue
        row = {
            "id": moment_id("sm"),
            "report_id": report,
            "study_id": study,
            "reason": reason,
            "made_by": act.actor,
            "made_at": act.at,
            "supersedes": held["id"],
        }
        act.insert("study_report", [row])


def new_study(act: Act, name: str) -> str:
    """Make a study by hand, for reports split off; return its id."""
    study = moment_id("st")
    act.insert("study", [{"id": study, "founder_report_id": None}])
    row = {"id": moment_id("sd"), "study_id": study, "name": name, "design": "", "n_randomised": None}
    row |= {"registration": "", "note": "", "made_by": act.actor, "made_at": act.at, "supersedes": None}
    act.insert("study_detail", [row])
    return study
