"""Extractors, extractions, readings and seals in the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as package_version
from typing import Any

from curate.errors import Refused, StoreError
from curate.model.ids import canonical, content_id, moment_id
from curate.model.problem import Problem
from curate.model.protocol import Person
from curate.model.reading import Evidence, Found, Grid, Reading, Result
from curate.store.act import Act
from curate.store.protocols import current_version
from curate.store.rows import DISAGREE, cell_row, content_hash, found_rows, grid_row

STEP = 1_000_000
"""Room for each part of a version in `version_order`."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that extracts: name, ``major.minor.patch`` and a hash of its settings."""

    name: str
    version: str
    settings: str = ""


def put_program(act: Act, program: Program) -> str:
    """Register a version of a program; return its id."""
    major, minor, patch = (int(part) for part in program.version.split("."))
    content = {
        "name": program.name,
        "kind": "program",
        "version": program.version,
        "version_order": (major * STEP + minor) * STEP + patch,
        "settings": program.settings,
        "trainee": 0,
    }
    return _put_extractor(act, content)


def put_person(act: Act, person: Person) -> str:
    """Register a person as extractor; return the id."""
    content = {
        "name": person.name,
        "kind": "person",
        "version": "",
        "version_order": 0,
        "settings": "",
        "trainee": int(person.trainee),
    }
    return _put_extractor(act, content)


def _put_extractor(act: Act, content: dict[str, Any]) -> str:
    row = {"id": content_id("ex", content), **content}
    act.insert("extractor", [row])
    return str(row["id"])


def put_program_extraction(
    act: Act,
    program: Program,
    report: str,
    status: str,
    found: Sequence[Found],
    grids: Iterable[Grid],
    problems: Iterable[Problem],
) -> str:
    """Write and seal what a program read in one report, in the caller's transaction; return the id."""
    content = {"extractor_id": put_program(act, program), "report_id": report, "mode": "program"}
    extraction = content_id("xt", content)
    told = canonical([asdict(problem) for problem in problems])
    row = {"id": extraction, **content, "study_id": None, "status": status, "problems": told}
    if not act.insert("extraction", [row]):
        return extraction
    for grid in grids:
        table = grid_row(grid)
        act.insert_many("table_grid", [table])
        act.insert_many("table_cell", (cell_row(table["id"], cell) for cell in grid.cells))
        act.insert_many("extraction_grid", [{"extraction_id": extraction, "grid_id": table["id"]}])
    for entry in found:
        result, readings, evidence = found_rows(extraction, entry)
        act.insert_many("evidence", evidence)
        act.insert_many("result", [result])
        act.insert_many("reading", readings)
        for written, reading in zip(readings, entry.readings, strict=True):
            if reading.second_text is not None:
                put_second(act, written["id"], reading.second_text, DISAGREE not in reading.flags)
    digest, count = content_hash(act.connection, extraction)
    seal = {
        "extraction_id": extraction,
        "content_hash": digest,
        "readings": count,
        "made_by": "",
        "made_at": "",
    }
    act.insert("seal", [{"id": content_id("se", seal), **seal}])
    return extraction


def put_second(act: Act, reading: str, text: str, agrees: bool) -> None:
    """Write what the second engine sees at the place of a reading."""
    engine = f"pdfplumber {package_version('pdfplumber')}"
    content = {"reading_id": reading, "engine": engine, "content": text, "agrees": int(agrees)}
    act.insert("second_reading", [{"id": content_id("s2", content), **content}])


def read_already(connection: sqlite3.Connection, program: Program) -> set[str]:
    """Return the reports that this version of the program has read."""
    sql = """SELECT e.report_id FROM extraction e JOIN extractor x ON x.id = e.extractor_id
        WHERE x.kind = 'program' AND x.name = ? AND x.version = ? AND x.settings = ?"""
    rows = connection.execute(sql, (program.name, program.version, program.settings))
    return {row[0] for row in rows}


def person_extraction(act: Act, person: Person, study: str, mode: str = "independent") -> str:
    """Return the id of a person's extraction of a study, made when it is not there."""
    held = _of_person(act.connection, person.name, study)
    if held:
        return str(held[0]["id"])
    content = {"extractor_id": put_person(act, person), "study_id": study, "mode": mode}
    row = {
        "id": content_id("xt", content),
        **content,
        "report_id": None,
        "status": "open",
        "problems": "[]",
    }
    act.insert("extraction", [row])
    return str(row["id"])


def _of_person(connection: sqlite3.Connection, person: str, study: str) -> list[sqlite3.Row]:
    """Return a person's extractions of a study, open ones first; of joined studies there are several."""
    sql = """SELECT id, seal_id FROM current_extraction WHERE kind = 'person' AND extractor = ?
        AND study_id = ? ORDER BY seal_id IS NOT NULL, id"""
    return connection.execute(sql, (person, study)).fetchall()


def put_person_reading(
    act: Act,
    extraction: str,
    result: Result,
    reading: Reading,
    reason: str = "",
    *,
    anew: bool = False,
) -> bool:
    """Write what a person read; supersede the person's earlier reading of the same when it differs.

    Parameters
    ----------
    reason
        Why it changes; it is kept with the reading where `reading` itself says nothing of how it came about.
    anew
        What is said of it, `reading`'s own reason, is a difference too.

    Returns
    -------
    bool
        Whether anything was new.

    Raises
    ------
    Refused
        After the seal, without a reason.
    """
    row, readings, evidence = found_rows(extraction, Found(result, (reading,)))
    (new,) = readings
    held = _held(act.connection, row["id"], reading)
    told = anew and held and held["reason"] != reading.reason
    reason = reading.reason or reason
    if held and not told and all(held[name] == new[name] for name in _SAID):
        return False
    seal = _seal_of(act.connection, extraction)
    if seal and not reason:
        raise _needs_reason(result, reading, held, reading.value or reading.status)
    act.insert("evidence", evidence)
    act.insert("result", [row])
    new |= {"id": moment_id("rd"), "made_by": act.actor, "made_at": act.at, "reason": reason}
    new |= {"supersedes": held["id"] if held else None, "after_seal": seal}
    act.insert("reading", [new])
    return True


def withdraw_reading(
    act: Act, extraction: str, result: Result, reading: Reading, reason: str = ""
) -> bool:
    """Take back what a person entered as `reading`'s statistic or item, with nothing in its place.

    Returns
    -------
    bool
        Whether there was anything to take back.

    Raises
    ------
    Refused
        After the seal, without a reason.
    """
    row, _, _ = found_rows(extraction, Found(result, (reading,)))
    held = _held(act.connection, row["id"], reading)
    if held is None:
        return False
    seal = _seal_of(act.connection, extraction)
    if seal and not reason.strip():
        raise _needs_reason(result, reading, held, "taken back")
    new = {"id": moment_id("wd"), "reading_id": held["id"], "reason": reason, "after_seal": seal}
    act.insert("withdrawal", [{**new, "made_by": act.actor, "made_at": act.at}])
    return True


def _seal_of(connection: sqlite3.Connection, extraction: str) -> str | None:
    row = connection.execute("SELECT id FROM seal WHERE extraction_id = ?", (extraction,)).fetchone()
    return str(row["id"]) if row else None


def _needs_reason(result: Result, reading: Reading, held: sqlite3.Row | None, after: str) -> Refused:
    about = " · ".join(filter(None, (*result.arms, result.outcome, result.timepoint)))
    before = (held["value"] or held["status"]) if held else "not entered"
    return Refused(
        "the extraction is sealed; a correction needs a reason",
        "give --reason",
        [f"{about} · {reading.statistic or reading.item}: {before} → {after}"],
    )


_SAID = ("value", "operator", "status", "unit", "ci_level", "evidence_id", "as_printed")


def _held(connection: sqlite3.Connection, result_id: str, reading: Reading) -> sqlite3.Row | None:
    sql = """SELECT * FROM current_reading WHERE result_id = ? AND statistic IS ? AND item IS ?
        AND role = ? ORDER BY made_at DESC, id DESC"""
    key = (result_id, reading.statistic or None, reading.item or None, reading.role)
    row: sqlite3.Row | None = connection.execute(sql, key).fetchone()
    return row


def seal_extraction(act: Act, person: str, study: str, study_name: str) -> tuple[str, int]:
    """Seal a person's extraction of a study; return the content hash and how many readings stand in it.

    The seal covers also what was corrected or taken back before it.

    Raises
    ------
    Refused
        When there is no such extraction or it is sealed already.
    """
    held = _of_person(act.connection, person, study)
    if not held:
        raise Refused(
            f"{person} has not extracted {study_name}", "read the filled form first: curate form --read"
        )
    still_open = [str(row["id"]) for row in held if row["seal_id"] is None]
    if not still_open:
        raise Refused(
            f"{person}'s extraction of {study_name} is sealed already",
            "a correction is a new reading with a reason",
        )
    digests = []
    for extraction in still_open:
        digest, count = content_hash(act.connection, extraction)
        seal, name = (
            {"extraction_id": extraction, "content_hash": digest, "readings": count},
            moment_id("se"),
        )
        act.insert("seal", [{"id": name, **seal, "made_by": act.actor, "made_at": act.at}])
        if version := current_version(act.connection):
            act.insert("sealed_under", [{"seal_id": name, "protocol_id": version}])
        digests.append(digest)
    standing = (
        "SELECT count(*) FROM current_reading WHERE extraction_id IN (SELECT value FROM json_each(?))"
    )
    (total,) = act.connection.execute(standing, (json.dumps(still_open),)).fetchone()
    return digests[-1], total


def extractions(connection: sqlite3.Connection, study: str | None = None) -> list[dict[str, Any]]:
    """Return the rows of the view ``progress``, of one study or all."""
    where = "WHERE study_id = ?" if study else ""
    rows = connection.execute(
        f"SELECT * FROM progress {where} ORDER BY name, kind, extractor", (study,) if study else ()
    )
    return [dict(row) for row in rows]


def evidence_of(row: sqlite3.Row | dict[str, Any]) -> Evidence:
    """Return the evidence that a row of ``evidence`` describes."""
    box = None if row["x0"] is None else (row["x0"], row["top"], row["x1"], row["bottom"])
    return Evidence(
        report=row["report_id"],
        quote=row["quote"],
        kind=row["kind"],
        page=row["page"],
        box=box,
        table=row["table_label"],
        row_headers=tuple(json.loads(row["row_headers"])),
        column_headers=tuple(json.loads(row["column_headers"])),
        grid=row["grid_id"],
        row=row["row"],
        col=row["col"],
        locator=tuple(sorted(json.loads(row["locator"]).items())),
    )


def find_evidence(connection: sqlite3.Connection, evidence: str) -> Evidence:
    """Return the evidence with this id.

    Raises
    ------
    StoreError
        When it is not there.
    """
    row = connection.execute("SELECT * FROM evidence WHERE id = ?", (evidence,)).fetchone()
    if row is None:
        raise StoreError(f"no evidence {evidence}", "curate verify tells what else is missing")
    return evidence_of(row)


def find_reading(connection: sqlite3.Connection, reading: str) -> Reading:
    """Return the reading with this id, with its evidence.

    Raises
    ------
    StoreError
        When it is not there.
    """
    row = connection.execute("SELECT * FROM weighed_reading WHERE id = ?", (reading,)).fetchone()
    if row is None:
        raise StoreError(f"no reading {reading}", "curate verify tells what else is missing")
    evidence = find_evidence(connection, row["evidence_id"]) if row["evidence_id"] else None
    return reading_of(row, evidence)


def result_of(row: sqlite3.Row | dict[str, Any]) -> Result:
    """Return the result that a row of ``result`` describes."""
    names = [name for name in Result.__dataclass_fields__ if name not in ("arms", "comparators")]
    plain = {name: row[name] for name in names}
    return Result(
        arms=tuple(json.loads(row["arms"])), comparators=tuple(json.loads(row["comparators"])), **plain
    )


def person_entries(connection: sqlite3.Connection, person: str, study: str) -> list[Found]:
    """Return what a person has entered for a study, one `Found` a result."""
    sql = """SELECT r.* FROM current_extraction e CROSS JOIN current_reading r ON r.extraction_id = e.id
        WHERE e.kind = 'person' AND e.extractor = ? AND e.study_id = ? ORDER BY r.made_at, r.id"""
    held: dict[str, list[Reading]] = {}
    for row in connection.execute(sql, (person, study)):
        evidence = find_evidence(connection, row["evidence_id"]) if row["evidence_id"] else None
        held.setdefault(row["result_id"], []).append(reading_of(row, evidence))
    found = []
    for result_id, readings in held.items():
        row = connection.execute("SELECT * FROM result WHERE id = ?", (result_id,)).fetchone()
        found.append(Found(result_of(row), tuple(readings)))
    return found


def reading_of(row: sqlite3.Row | dict[str, Any], evidence: Evidence | None) -> Reading:
    """Return the reading that a row of ``reading`` describes."""
    return Reading(
        statistic=row["statistic"] or "",
        value=row["value"],
        evidence=evidence,
        item=row["item"] or "",
        role=row["role"],
        operator=row["operator"],
        as_printed=row["as_printed"],
        raw_text=row["raw_text"],
        unit=row["unit"],
        ci_level=row["ci_level"],
        status=row["status"],
        flags=tuple(json.loads(row["flags"])),
        band=row["band"],
        reason=row["reason"],
    )
