"""How a review was conducted, counted: who read, who settled, what was changed when."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

_SEALED = """FROM current_extraction WHERE kind = 'person' AND seal_id IS NOT NULL AND mode <> 'verification'
    AND study_id NOT IN (SELECT study_id FROM training_study)"""


class Counts(NamedTuple):
    """What the store tells of the conduct of the review; the fields are those of `Conduct`."""

    designs: Mapping[str, int]
    people: int
    trainees: int
    programs: tuple[str, ...]
    settled: Mapping[str, int]
    rounding: int
    asked: int
    sent: int
    answered: int
    changed: tuple[str, ...]


def conduct(connection: sqlite3.Connection) -> Counts:
    """Count what was done."""
    designs = "SELECT design, count(*) FROM extraction_design GROUP BY design"
    modes = "SELECT mode, count(*) FROM current_decision WHERE choice <> 'ask_authors' GROUP BY mode"
    programs = (
        "SELECT DISTINCT extractor, version FROM current_extraction WHERE kind = 'program' ORDER BY 1, 2"
    )
    return Counts(
        designs=dict(map(tuple, connection.execute(designs))),
        people=_count(connection, f"SELECT count(DISTINCT extractor) {_SEALED}"),
        trainees=_count(connection, f"SELECT count(DISTINCT extractor) {_SEALED} AND trainee = 1"),
        programs=tuple(f"{name} {version}" for name, version in connection.execute(programs)),
        settled=dict(map(tuple, connection.execute(modes))),
        rounding=_count(connection, "SELECT count(*) FROM current_decision WHERE cause = 'rounding'"),
        asked=_count(connection, "SELECT count(*) FROM current_decision WHERE choice = 'ask_authors'"),
        sent=_letters(connection, "sent"),
        answered=_letters(connection, "answered"),
        changed=_changed(connection),
    )


def _count(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _letters(connection: sqlite3.Connection, step: str) -> int:
    """Return the studies whose letter came to this step."""
    sql = "SELECT count(DISTINCT w.study_id) FROM letter l JOIN study_now w ON w.id = l.study_id WHERE l.step = ?"
    return int(connection.execute(sql, (step,)).fetchone()[0])


def _changed(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the dates on which a version of the protocol came after the first seal of a person."""
    first = connection.execute("SELECT min(made_at) FROM seal WHERE made_by <> ''").fetchone()[0]
    if first is None:
        return ()
    when: dict[str, str] = {}
    for made_at, payload in connection.execute("SELECT made_at, payload FROM event ORDER BY made_at"):
        for version in json.loads(payload).get("rows", {}).get("protocol_version", {}):
            when.setdefault(version, made_at)
    return tuple(sorted(made_at[:10] for made_at in when.values() if made_at > first))
