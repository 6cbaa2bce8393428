"""From a pooled estimate, an effect or a record down to page, box and quote."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from curate.errors import NotSealed, UnknownName
from curate.model.reading import Evidence
from curate.model.record import fact_of
from curate.model.scale import estimate_in_words, interval_in_words
from curate.model.sign import in_words
from curate.store.blinding import is_evidence_withheld, is_withheld
from curate.store.readings import evidence_of
from curate.store.records import find_record_key, short_key
from curate.store.results import effect_of, input_of
from curate.store.rows import DISAGREE
from curate.store.stage import FACTS, staged
from curate.store.upheld import upheld_as


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way down.

    Attributes
    ----------
    noun
        ``pooled``, ``effect``, ``record``, ``decision``, ``reading`` or ``evidence``.
    id
        Id of the thing; of a record its short id.
    text
        What it says, on one line.
    stale
        Why it no longer stands; empty when it does.
    evidence, file_name
        For an evidence step.
    below
        The next steps.
    """

    noun: str
    id: str
    text: str
    below: tuple[Step, ...] = ()
    stale: str = ""
    evidence: Evidence | None = None
    file_name: str = ""

    def walk(self) -> Iterator[Step]:
        """Yield this step and all those below, depth first."""
        yield self
        for step in self.below:
            yield from step.walk()


TABLES = {"po": "pooled", "ef": "effect", "rd": "reading", "de": "decision", "ev": "evidence"}


def trace(connection: sqlite3.Connection, prefix: str, reader: str | None = None) -> Step:
    """Return the way down from the thing whose id starts with `prefix`.

    Parameters
    ----------
    reader
        Who will see it.

    Raises
    ------
    UnknownName
        When none, or more than one, is meant.
    NotSealed
        For what another person read of a study that is not fully sealed.
    """
    (step,) = trace_each(connection, [prefix], reader)
    return step


def trace_each(
    connection: sqlite3.Connection, prefixes: Iterable[str], reader: str | None
) -> list[Step]:
    """Return the ways down from several things, with the records worked out once; see `trace`."""
    with staged(connection, *FACTS, "curated_record"):
        return [_trace(connection, prefix, reader) for prefix in prefixes]


def _trace(connection: sqlite3.Connection, prefix: str, reader: str | None) -> Step:
    letters = prefix[:2]
    if letters == "rc" or "|" in prefix:
        return _record(connection, find_record_key(connection, prefix))
    if letters not in TABLES:
        kinds = ", ".join(f"{key}_… ({noun})" for key, noun in TABLES.items())
        raise UnknownName(f"{prefix!r} is no id", f"ids begin with {kinds} or rc_… (record)")
    table = TABLES[letters]
    rows = connection.execute(
        f"SELECT * FROM {table} WHERE substr(id, 1, ?) = ? LIMIT 3", (len(prefix), prefix)
    ).fetchall()
    if len(rows) != 1:
        how = "no" if not rows else "more than one"
        raise UnknownName(f"{how} {table} starts with {prefix!r}", "give more of the id")
    withheld = {"reading": is_withheld, "evidence": is_evidence_withheld}.get(table)
    if withheld and withheld(connection, rows[0]["id"], reader):
        raise NotSealed(
            f"this {table} is another person's, and the study is not fully sealed",
            "it is shown when everybody who reads the study has sealed: curate seal",
        )
    makers: dict[str, Callable[[sqlite3.Connection, sqlite3.Row], Step]] = {
        "pooled": _pooled,
        "effect": _effect,
        "reading": lambda connection, row: _step_of_reading(connection, row["id"]),
        "decision": _decision,
        "evidence": _evidence,
    }
    return makers[table](connection, rows[0])


def _pooled(connection: sqlite3.Connection, row: sqlite3.Row) -> Step:
    sql = """SELECT e.* FROM pooled_input i JOIN effect e ON e.id = i.effect_id
        WHERE i.pooled_id = ? ORDER BY i.position"""
    inputs = connection.execute(sql, (row["id"],)).fetchall()
    numbers = (row["estimate"], row["ci_low"], row["ci_high"])
    text = f"{row['comparison']}: {interval_in_words(row['measure'], *numbers)}"
    text += f", k {row['k']}, {row['method']}, {row['ci']}"
    return Step("pooled", row["id"], text, tuple(_effect(connection, effect) for effect in inputs))


def _effect(connection: sqlite3.Connection, row: sqlite3.Row) -> Step:
    from curate.pool.in_words import formula_in_words

    inputs = connection.execute(
        "SELECT * FROM effect_input WHERE effect_id = ? ORDER BY position", (row["id"],)
    ).fetchall()
    below = tuple(_input(connection, part) for part in inputs)
    number = row["left_out"] or estimate_in_words(row["measure"], row["yi"], row["vi"])
    effect = effect_of(row, map(input_of, inputs))
    return Step("effect", row["id"], f"{effect.label}: {number}; {formula_in_words(effect)}", below)


def _input(connection: sqlite3.Connection, part: sqlite3.Row) -> Step:
    """Return the record behind one input of an effect, stale when it has moved since."""
    now = connection.execute(
        "SELECT reading_id, decision_id, value, basis_of_truth FROM curated_record WHERE record_key = ?",
        (part["record_key"],),
    ).fetchone()
    stale = ""
    if now is None:
        stale = "there is no such record any more"
    elif (now["reading_id"], now["decision_id"]) != (part["reading_id"], part["decision_id"]):
        stale = f"the record is now {now['value']}"
    basis = f" ({now['basis_of_truth']})" if now else ""
    text = f"{part['role']} = {part['value']:g}{basis}: {fact_of(part['record_key'])}"
    below = _grounds(connection, part["record_key"], part["reading_id"], part["decision_id"])
    return Step("record", short_key(part["record_key"]), text, below, stale)


def _record(connection: sqlite3.Connection, key: str) -> Step:
    row = connection.execute("SELECT * FROM curated_record WHERE record_key = ?", (key,)).fetchone()
    if row is None:
        judgement, decision = connection.execute(
            "SELECT judgement, decision_id FROM judged_fact WHERE record_key = ?", (key,)
        ).fetchone()
        why = WHY_NOT[judgement]
        if judgement == "awaiting_seal":
            return Step("record", short_key(key), f"{why}: {fact_of(key)}")
        readings = connection.execute(
            "SELECT reading_id FROM candidate WHERE record_key = ? ORDER BY extractor, reading_id",
            (key,),
        ).fetchall()
        below = tuple(_step_of_reading(connection, reading["reading_id"]) for reading in readings)
        if decision:
            below = _grounds(connection, key, None, decision)
        return Step("record", short_key(key), f"no value stands, {why}: {fact_of(key)}", below)
    text = (
        f"{row['value'] or row['status']} ({row['basis_of_truth']}): {row['study_name']}: {fact_of(key)}"
    )
    below = _grounds(connection, key, row["reading_id"], row["decision_id"])
    return Step("record", short_key(key), text, below)


WHY_NOT = {
    "awaiting_seal": "somebody's extraction of the study is still open",
    "conflict": "the readings differ",
    "omission": "somebody left it out",
    "asked": "the authors are asked",
    "rejected": "it was rejected",
    "left_to_people": "people have read the study and not this",
}
"""Judgement of a fact → why no value stands."""


def _grounds(
    connection: sqlite3.Connection, key: str, reading: str | None, decision: str | None
) -> tuple[Step, ...]:
    """Return what a record rests on: its decision, or its reading and those of the people who agree."""
    if decision:
        row = connection.execute("SELECT * FROM decision WHERE id = ?", (decision,)).fetchone()
        return (_decision(connection, row),)
    if reading is None:
        return ()
    others = connection.execute(
        """SELECT c.reading_id FROM candidate c JOIN judged_fact j ON j.record_key = c.record_key
        WHERE c.record_key = ? AND c.kind = 'person' AND c.reading_id <> ?
            AND j.judgement IN ('double_agreed', 'verified') ORDER BY c.extractor, c.reading_id""",
        (key, reading),
    )
    names = (reading, *(row["reading_id"] for row in others))
    return tuple(_step_of_reading(connection, name) for name in names)


def _decision(connection: sqlite3.Connection, row: sqlite3.Row) -> Step:
    who = ", ".join(json.loads(row["participants"]))
    text = f"{row['choice']} by {who} ({row['mode']}, {row['cause']}): {row['reason']}"
    if row["evidence_id"]:
        held = connection.execute(
            "SELECT * FROM evidence WHERE id = ?", (row["evidence_id"],)
        ).fetchone()
        return Step(
            "decision", row["id"], f"{text}; value {row['value']}", (_evidence(connection, held),)
        )
    read = connection.execute(
        "SELECT reading_id FROM candidate WHERE record_key = ? ORDER BY reading_id IS NOT ?, extractor, reading_id",
        (row["record_key"], row["reading_id"]),
    ).fetchall()
    below = [_step_of_reading(connection, each["reading_id"], chosen=row["reading_id"]) for each in read]
    return Step("decision", row["id"], text, tuple(below))


def _step_of_reading(connection: sqlite3.Connection, reading: str, chosen: str | None = None) -> Step:
    row = connection.execute("SELECT * FROM weighed_reading WHERE id = ?", (reading,)).fetchone()
    step = _reading(connection, row)
    if chosen == reading:
        return Step(step.noun, step.id, f"{step.text} ← chosen", step.below, step.stale)
    return step


def _reading(connection: sqlite3.Connection, row: sqlite3.Row) -> Step:
    who = connection.execute(
        """SELECT x.name, x.version FROM extraction e JOIN extractor x ON x.id = e.extractor_id
        WHERE e.id = ?""",
        (row["extraction_id"],),
    ).fetchone()
    reader = f"{who['name']} {who['version']}".strip()
    flags = [flag for flag in json.loads(row["flags"]) if flag != DISAGREE]  # that is told below
    second = connection.execute(
        "SELECT content, agrees FROM second_reading WHERE reading_id = ? ORDER BY agrees, id",
        (row["id"],),
    ).fetchone()
    said = f"{row['statistic'] or row['item']} {printed_value(row)} read by {reader}"
    if row["band"]:
        said += f", {row['band']}"
    if flags:
        said += f" [{'; '.join(in_words(flags))}]"
    if second:
        said += (
            "; the second engine agrees"
            if second["agrees"]
            else f"; the second engine reads {second['content']!r}"
        )
    if row["supersedes"]:
        before = connection.execute(
            "SELECT value, operator, status FROM reading WHERE id = ?", (row["supersedes"],)
        ).fetchone()
        said += f"; before: {printed_value(before)}"
    if row["reason"]:
        said += f" ({'corrected: ' if row['after_seal'] else ''}{row['reason']})"
    below: tuple[Step, ...] = ()
    if row["evidence_id"]:
        held = connection.execute(
            "SELECT * FROM evidence WHERE id = ?", (row["evidence_id"],)
        ).fetchone()
        below = (_evidence(connection, held),)
    return Step("reading", row["id"], said, below)


def printed_value(row: sqlite3.Row) -> str:
    """Return the value of a reading or decision with its operator, or the status that stands for it."""
    if not row["value"]:
        return str(row["status"])
    operator = "" if row["operator"] == "=" else row["operator"]
    return f"{operator}{row['value']}"


def _evidence(connection: sqlite3.Connection, row: sqlite3.Row) -> Step:
    evidence = evidence_of(row)
    report = connection.execute(
        "SELECT * FROM current_report WHERE id = ?", (evidence.report,)
    ).fetchone()
    name = report["file_name"] if report else evidence.report[:8]
    source = connection.execute(
        """SELECT c.file_name FROM report_source s JOIN current_report c ON c.id = s.source_id
        WHERE s.report_id = ? ORDER BY s.source_id""",
        (evidence.report,),
    ).fetchone()
    if source:
        name = f"{name} (read by OCR from {source['file_name']})"
    if connection.execute("SELECT 1 FROM letter WHERE report_id = ?", (evidence.report,)).fetchone():
        name = f"reply of the authors, {name}"
    place = [name, evidence.where, evidence.table]
    if evidence.box:
        place.append("box " + " ".join(f"{edge:g}" for edge in evidence.box))
    headers = [" / ".join(path) for path in (evidence.row_headers, evidence.column_headers) if path]
    text = ", ".join(filter(None, place)) + "".join(f"; {header}" for header in headers)
    if evidence.quote:
        text += f": “{evidence.quote}”"
        if evidence.kind == "pdf_text" and evidence.box is None:
            text += " (not found there)"
    stale = ""
    if report and report["standing"] != "current":
        held = upheld_as(connection, row["id"]) if report["standing"] == "corrected" else None
        stale = "" if held else f"the report is {report['standing']}"
        text += _upheld(connection, *held) if held else ""
    return Step("evidence", row["id"], text, (), stale, evidence, name)


def _upheld(connection: sqlite3.Connection, place: Evidence | None, how: str) -> str:
    """Return in words why a place of a corrected report holds all the same."""
    if place is None:
        return f"; upheld by {how}"
    sql = "SELECT file_name FROM current_report WHERE id = ?"
    (name,) = connection.execute(sql, (place.report,)).fetchone()
    return f"; the same in {name}, {place.where}"
