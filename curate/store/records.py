"""Curated records, disagreements and decisions in the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from curate.errors import UnknownName
from curate.model.decision import Decision
from curate.model.ids import canonical, content_id, digest, moment_id
from curate.model.record import Answer, Record
from curate.reconcile.pairs import Said
from curate.reconcile.values import Place, Value
from curate.store.act import Act
from curate.store.rows import evidence_row
from curate.store.stage import FACTS, staged


def short_key(record_key: str) -> str:
    """Return the short id of a record, made from its key; commands take any unique prefix of it."""
    return content_id("rc", record_key)[:15]


def study_of(record_key: str) -> str:
    """Return the study that a fact belongs to."""
    return record_key.partition("|")[0]


def records(connection: sqlite3.Connection) -> list[Record]:
    """Return the numeric curated records, by key."""
    sql = "SELECT * FROM curated_record WHERE item IS NULL ORDER BY record_key"
    with staged(connection, *FACTS):
        return [record_of(row) for row in map(dict, connection.execute(sql))]


def answers(connection: sqlite3.Connection) -> list[Answer]:
    """Return the curated answers to items, by key."""
    sql = "SELECT * FROM curated_record WHERE item IS NOT NULL ORDER BY record_key"
    return [
        Answer(
            row["record_key"],
            row["result_key"],
            row["study_id"],
            row["arm_codes"],
            row["item"],
            row["value"] or "",
            row["operator"],
            row["status"],
            row["basis_of_truth"],
        )
        for row in connection.execute(sql)
    ]


def record_of(row: sqlite3.Row | Mapping[str, Any]) -> Record:
    """Return the record that a row of ``curated_record`` describes."""
    arms = tuple(row["arm_codes"].split("+"))
    others = tuple(filter(None, row["comparator_codes"].split("+")))
    return Record(
        key=row["record_key"],
        result_key=row["result_key"],
        study=row["study_id"],
        study_name=row["study_name"],
        arms=tuple(arm.partition("/")[0] for arm in arms),
        comparators=tuple(arm.partition("/")[0] for arm in others),
        arm_labels=arms,
        outcome=row["outcome"],
        timepoint=row["timepoint"],
        statistic=row["statistic"],
        value=row["value"],
        number=row["number"],
        basis=row["basis"],
        adjusted=row["adjusted"],
        analysis_set=row["analysis_set"],
        period=row["period"],
        subgroup=row["subgroup"],
        role=row["role"],
        operator=row["operator"],
        status=row["status"],
        unit=row["unit"],
        ci_level=row["ci_level"],
        decimals=row["decimals"],
        basis_of_truth=row["basis_of_truth"],
        reading=row["reading_id"],
        decision=row["decision_id"] or "",
        page=row["page"],
        reports=(row["report_id"],) if row["report_id"] else (),
        flags=tuple(json.loads(row["flags"])) if row["flags"] != "[]" else (),
    )


def put_decision(act: Act, study: str, decision: Decision, protocol: str) -> str:
    """Write a decision, superseding what was decided on the same fact before; return its id.

    Of two laptops that decided differently both decisions are superseded, by a row each.
    """
    sql = "SELECT id FROM decision_head WHERE record_key = ? ORDER BY id"
    held = [row["id"] for row in act.connection.execute(sql, (decision.key,))]
    if decision.evidence:
        act.insert("evidence", [evidence_row(decision.evidence)])
    row = {
        "study_id": study,
        "record_key": decision.key,
        "choice": decision.choice,
        "reading_id": decision.reading or None,
        "value": decision.value,
        "number": _float(decision.value),
        "operator": decision.operator,
        "unit": decision.unit,
        "ci_level": decision.ci_level,
        "evidence_id": decision.evidence.id if decision.evidence else None,
        "mode": decision.mode,
        "participants": canonical(decision.participants),
        "cause": decision.cause,
        "reason": decision.reason,
        "protocol_id": protocol,
        "made_by": act.actor,
        "made_at": act.at,
    }
    rows = [{"id": moment_id("de"), **row, "supersedes": before} for before in held or [None]]
    act.insert("decision", rows)
    return str(rows[-1]["id"])


def readings_of(connection: sqlite3.Connection, key: str) -> list[str]:
    """Return the ids of the current readings of a fact."""
    sql = "SELECT reading_id FROM candidate WHERE record_key = ? ORDER BY extractor, reading_id"
    return [str(row[0]) for row in connection.execute(sql, (key,))]


def people_of(connection: sqlite3.Connection, key: str) -> set[str]:
    """Return the people who read the fact, or left it out of a sealed extraction of its study.

    Who audited what others had agreed on is a third person.
    """
    sql = """SELECT e.extractor FROM current_extraction e WHERE e.kind = 'person' AND e.study_id = ?
        AND EXISTS (SELECT 1 FROM reading r WHERE r.extraction_id = e.id
            AND NOT EXISTS (SELECT 1 FROM audit_finding f WHERE f.reading_id = r.id))"""
    return {row[0] for row in connection.execute(sql, (study_of(key),))}


def item_of(connection: sqlite3.Connection, key: str) -> str | None:
    """Return the code of the item that a fact answers; None for a number."""
    row = connection.execute("SELECT item FROM candidate WHERE record_key = ?", (key,)).fetchone()
    return row["item"] if row else None


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def reading_with_value(connection: sqlite3.Connection, key: str, value: str) -> str | None:
    """Return the reading of a fact that has this value, the most finely printed first; None if none has."""
    sql = """SELECT reading_id FROM candidate WHERE record_key = ? AND number = ?
        ORDER BY decimals DESC, extractor DESC, reading_id LIMIT 1"""
    row = connection.execute(sql, (key, _float(value))).fetchone()
    return str(row[0]) if row else None


def decision_on(connection: sqlite3.Connection, key: str) -> str:
    """Return choice and maker of the decision that stands on a fact, empty without one."""
    row = connection.execute(
        "SELECT choice, made_by FROM current_decision WHERE record_key = ?", (key,)
    ).fetchone()
    return f"{row['choice'].replace('_', ' ')}, by {row['made_by']}" if row else ""


def standing_decisions(connection: sqlite3.Connection) -> dict[str, tuple[str, str | None, str]]:
    """Return fact → (choice, reading, reason) of the decision that stands."""
    rows = connection.execute("SELECT record_key, choice, reading_id, reason FROM current_decision")
    return {row["record_key"]: (row["choice"], row["reading_id"], row["reason"]) for row in rows}


def facts(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the rows of ``judged_fact``: each fact and how it stands."""
    return [dict(row) for row in connection.execute("SELECT * FROM judged_fact ORDER BY record_key")]


def find_record_key(connection: sqlite3.Connection, prefix: str) -> str:
    """Return the key of the fact whose short id starts with `prefix`, or that is `prefix` itself.

    Raises
    ------
    UnknownName
        When none, or more than one, is meant.
    """
    sql = "SELECT DISTINCT record_key FROM candidate"
    if "|" in prefix:
        with staged(connection, "candidate", about=prefix):
            meant = connection.execute(f"{sql} WHERE record_key = ?", (prefix,)).fetchall()
    else:
        meant = [row for row in connection.execute(sql) if short_key(row[0]).startswith(prefix)]
    if len(meant) != 1:
        how = f"{len(meant)} records start" if meant else "no record starts"
        raise UnknownName(
            f"{how} with {prefix!r}",
            "give more of the id; curate export records lists them",
        )
    return str(meant[0][0])


def records_hash(connection: sqlite3.Connection) -> tuple[str, int]:
    """Return SHA-256 and number of the curated records: what a snapshot stands for."""
    sql = """SELECT record_key, value, operator, status, reading_id, decision_id
        FROM curated_record ORDER BY record_key"""
    rows = [list(row) for row in connection.execute(sql)]
    return digest(rows), len(rows)


def records_of_readers(connection: sqlite3.Connection) -> dict[str, list[Record]]:
    """Return person → what that person alone would make records of, as sealed, by key.

    Only people of studies that nobody still reads: the readings of one are not shown to another before.
    """
    sql = """WITH s AS MATERIALIZED (SELECT * FROM sealed_reading WHERE kind = 'person'),
            m AS MATERIALIZED (SELECT * FROM mapped_result)
        SELECT s.extractor, s.record_key, s.study_id, n.name AS study_name, m.result_key, m.arm_codes,
            m.comparator_codes, m.outcome_code AS outcome, m.timepoint_code AS timepoint,
            m.basis_code AS basis, m.adjusted, m.analysis_set, m.period, m.subgroup, r.statistic, r.role,
            r.value, r.number, r.operator, r.status, r.unit, r.ci_level, r.decimals, r.id AS reading_id,
            'single' AS basis_of_truth, NULL AS decision_id, NULL AS page, NULL AS report_id, '[]' AS flags
        FROM s JOIN reading r ON r.id = s.reading_id JOIN m ON m.id = r.result_id
        JOIN current_study n ON n.id = s.study_id JOIN study_people p ON p.study_id = s.study_id
        WHERE r.item IS NULL AND p.unsealed = 0 ORDER BY s.extractor, s.record_key, r.decimals, r.id"""
    held: dict[str, dict[str, Record]] = {}
    for row in connection.execute(sql):
        held.setdefault(row["extractor"], {})[row["record_key"]] = record_of(row)
    return {person: list(records.values()) for person, records in held.items()}


def assisted_readers(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return the people and studies that were extracted with the programs' readings in view."""
    sql = """SELECT DISTINCT extractor, study_id FROM current_extraction
        WHERE kind = 'person' AND mode = 'assisted' AND seal_id IS NOT NULL"""
    return {(person, study) for person, study in connection.execute(sql)}


def records_of(connection: sqlite3.Connection, person: str, study: str) -> list[Record]:
    """Return what a person's readings of a study would make records of as they stand, sealed or not, by key."""
    sql = """SELECT m.result_key || '|' || r.statistic || CASE WHEN r.role = '' THEN '' ELSE ':' || r.role END
            AS record_key, m.study_id, n.name AS study_name, m.result_key, m.arm_codes, m.comparator_codes,
            m.outcome_code AS outcome, m.timepoint_code AS timepoint, m.basis_code AS basis, m.adjusted,
            m.analysis_set, m.period, m.subgroup, r.statistic, r.role, r.value, r.number, r.operator, r.status,
            r.unit, r.ci_level, r.decimals, r.id AS reading_id, 'single' AS basis_of_truth, NULL AS decision_id,
            NULL AS page, NULL AS report_id, r.flags
        FROM mapped_result m JOIN current_reading r ON r.result_id = m.id
        JOIN current_extraction e ON e.id = r.extraction_id AND e.kind = 'person'
        JOIN current_study n ON n.id = m.study_id
        WHERE m.extraction_id IN (SELECT id FROM current_extraction WHERE extractor = ?1 AND study_id = ?2)
            AND m.study_id = ?2 AND r.item IS NULL ORDER BY record_key, r.decimals, r.id"""
    held = {row["record_key"]: record_of(row) for row in connection.execute(sql, (person, study))}
    return list(held.values())


class Spoken(NamedTuple):
    """One reading as comparison takes it: whose, of which study, and what it says."""

    study: str
    kind: str
    reader: str
    reading: str
    mode: str
    said: Said


class Settled(NamedTuple):
    """A fact that two people agreed on or somebody decided; `cause` is empty where nobody had to."""

    study: str
    key: str
    statistic: str
    kind: str
    value: Value
    cause: str


def settled_facts(connection: sqlite3.Connection, kinds: Mapping[str, str]) -> list[Settled]:
    """Return the facts that are settled, by key; `kinds` as for `sealed_readings`."""
    sql = """SELECT c.study_id, c.record_key, c.statistic, c.item, c.value, c.operator, c.status, d.cause
        FROM curated_record c LEFT JOIN decision d ON d.id = c.decision_id
        WHERE c.basis_of_truth IN ('double_agreed', 'adjudicated') ORDER BY c.record_key"""
    return [
        Settled(
            row["study_id"],
            row["record_key"],
            row["statistic"] or "",
            _kind(row, kinds),
            Value(row["value"], row["operator"], row["status"]),
            row["cause"] or "",
        )
        for row in connection.execute(sql)
    ]


def _kind(row: sqlite3.Row, kinds: Mapping[str, str]) -> str:
    return "number" if row["item"] is None else kinds.get(row["item"], "text")


def sealed_readings(connection: sqlite3.Connection, kinds: Mapping[str, str]) -> list[Spoken]:
    """Return what was sealed, by study, reader and fact; of several of one reader the finest comes last.

    What somebody verified is no extraction, and is left out.
    `kinds` is item → its kind; an item that the protocol no longer has counts as text.
    """
    return _spoken(connection, "sealed_reading WHERE mode <> 'verification'", kinds)


def standing_readings(connection: sqlite3.Connection, kinds: Mapping[str, str]) -> list[Spoken]:
    """Return what readers say now, with corrections made after the seal; ordered as `sealed_readings`."""
    return _spoken(connection, "candidate", kinds)


def _spoken(connection: sqlite3.Connection, source: str, kinds: Mapping[str, str]) -> list[Spoken]:
    sql = f"""WITH c AS MATERIALIZED (SELECT study_id, kind, extractor, mode, reading_id, record_key FROM {source})
        SELECT c.*, r.statistic, r.item, r.value, r.operator, r.status, r.ci_level,
            v.grid_id, v.row, v.col, v.table_label
        FROM c JOIN reading r ON r.id = c.reading_id LEFT JOIN evidence v ON v.id = r.evidence_id
        ORDER BY c.study_id, c.extractor, c.record_key, r.decimals, c.reading_id"""
    return [
        Spoken(
            row["study_id"],
            row["kind"],
            row["extractor"],
            row["reading_id"],
            row["mode"],
            _said(row, kinds),
        )
        for row in connection.execute(sql)
    ]


def _said(row: sqlite3.Row, kinds: Mapping[str, str]) -> Said:
    in_table = row["grid_id"] is not None and row["row"] is not None and row["col"] is not None
    return Said(
        row["record_key"],
        row["statistic"] or "",
        Value(row["value"], row["operator"], row["status"]),
        _kind(row, kinds),
        row["ci_level"],
        Place(row["grid_id"], row["row"], row["col"], row["table_label"]) if in_table else None,
    )
