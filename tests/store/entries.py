"""What people and programs enter and decide, and what becomes of it, as tests ask for it."""

from __future__ import annotations

import sqlite3

from curate.model.decision import Decision
from curate.model.protocol import Person
from curate.model.reading import Evidence, Found, Reading, Result
from curate.store.act import act
from curate.store.mappings import map_aliases
from curate.store.protocols import put_protocol
from curate.store.readings import (
    Program,
    person_extraction,
    put_person_reading,
    put_program_extraction,
    seal_extraction,
)
from curate.store.records import facts, put_decision
from curate.store.reports import studies

from .conftest import PROTOCOL, REPORT

Store = sqlite3.Connection
SCORE = Result(("Ketamine",), (), "MADRS score", "Day 7", basis="final")


def number(value: str, statistic: str = "mean", **said: object) -> Reading:
    evidence = Evidence(REPORT, value, page=2) if value else None
    return Reading(statistic, value, evidence, as_printed=value, **said)  # type: ignore[arg-type]


def reply(item: str, text: str) -> Reading:
    return Reading("", text, Evidence(REPORT, text, page=1), item=item, as_printed=text)


def write(
    store: Store,
    name: str,
    *readings: Reading,
    about: Result = SCORE,
    mode: str = "independent",
    trainee: bool = False,
    reason: str = "",
    study: str = "",
) -> None:
    study = study or studies(store)[0].id
    with act(store, "form", name) as current:
        extraction = person_extraction(current, Person(name, trainee), study, mode)
        for reading in readings:
            put_person_reading(current, extraction, about, reading, reason)
        map_aliases(current, put_protocol(current, "title", PROTOCOL))


def seal(store: Store, *names: str, study: str = "") -> None:
    for name in names:
        with act(store, "seal", name) as current:
            seal_extraction(current, name, study or studies(store)[0].id, "zhong")


def program(store: Store, *entries: Found, version: str = "1.0.0", name: str = "table") -> None:
    with act(store, "extract", "ann") as current:
        put_program_extraction(current, Program(name, version), REPORT, "ok", entries, (), ())
        map_aliases(current, put_protocol(current, "title", PROTOCOL))


def decide(store: Store, key: str, choice: str, **said: object) -> None:
    made = Decision(key, choice, "as printed", "lead", **said)  # type: ignore[arg-type]
    version = store.execute("SELECT value FROM local WHERE \"key\" = 'protocol'").fetchone()[0]
    with act(store, "decide", "cas") as current:
        put_decision(current, key.partition("|")[0], made, version)


def judgements(store: Store) -> dict[str, str]:
    return {row["record_key"].rpartition("|")[2]: row["judgement"] for row in facts(store)}


def key_of(store: Store, statistic: str = "mean") -> str:
    (key,) = [row["record_key"] for row in facts(store) if row["record_key"].endswith(f"|{statistic}")]
    return str(key)
