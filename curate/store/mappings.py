"""Labels and what they mean, in the store."""

from __future__ import annotations

import re
import sqlite3
from collections import abc
from dataclasses import dataclass, replace
from typing import NamedTuple

from curate.model.decision import Mapping
from curate.model.ids import content_id, moment_id
from curate.model.protocol import Protocol, normalised
from curate.store.act import Act


@dataclass(frozen=True, slots=True)
class Label:
    """A label in use: what it names, in which study, and its code if it has one.

    Attributes
    ----------
    code
        None when unmapped, empty when left aside.
    results
        How many results use it.
    """

    study: str
    study_name: str
    kind: str
    label: str
    code: str | None
    source: str | None
    results: int


EVERYONE = "*"
"""Instead of a reader: labels of all, for what shows them to nobody."""


def labels(
    connection: sqlite3.Connection, reader: str | None = None, study: str | None = None
) -> list[Label]:
    """Return the labels in use, by study, kind and label.

    Parameters
    ----------
    reader
        Who will see them: what other people have in an open extraction is left out. `EVERYONE` for all.
    """
    sql = """WITH l AS MATERIALIZED (SELECT study_id, kind, label, count(*) AS results FROM label_in_use
            WHERE (? IS NULL OR study_id = ?) AND (reader = '' OR ? IN (reader, '*'))
            GROUP BY study_id, kind, label)
        SELECT l.*, s.name AS study_name, m.code, m.source FROM l
        JOIN current_study s ON s.id = l.study_id
        LEFT JOIN current_mapping m ON m.study_id = l.study_id AND m.kind = l.kind AND m.label = l.label
        ORDER BY s.name, l.study_id, l.kind, l.label"""
    return [
        Label(
            row["study_id"],
            row["study_name"],
            row["kind"],
            row["label"],
            row["code"],
            row["source"],
            row["results"],
        )
        for row in connection.execute(sql, (study, study, reader))
    ]


@dataclass(frozen=True, slots=True)
class LabelPage:
    """A page on which numbers under a label stand.

    Attributes
    ----------
    own
        Whether the reader's own open extraction has them there.
    readings
        How many.
    """

    kind: str
    label: str
    report: str | None
    page: int | None
    own: bool
    readings: int


def label_pages(connection: sqlite3.Connection, reader: str | None, study: str) -> list[LabelPage]:
    """Return where the labels of a study stand, those pages first that have most numbers under them.

    Parameters
    ----------
    reader
        Who will see them, as for `labels`.
    """
    sql = """SELECT l.kind, l.label, v.report_id, v.page, l.reader <> '' AS own, count(*) AS readings
        FROM label_in_use l
        LEFT JOIN reading r ON r.result_id = l.result_id
        LEFT JOIN evidence v ON v.id = r.evidence_id
        WHERE l.study_id = ? AND (l.reader = '' OR l.reader = ?)
        GROUP BY 1, 2, 3, 4, 5 ORDER BY v.page IS NULL, readings DESC, v.report_id, v.page"""
    return [
        LabelPage(
            row["kind"], row["label"], row["report_id"], row["page"], bool(row["own"]), row["readings"]
        )
        for row in connection.execute(sql, (study, reader))
    ]


def _alias_code(kind: str, label: str, codes: dict[str, str]) -> str | None:
    """Return the code of a label that is an alias.

    A time point such as "Final (16 weeks)" is one by its printed words, else by the time in brackets.
    """
    names = [label]
    if kind == "timepoint":
        parts = re.fullmatch(r"([^()]+) \(([^()]+)\)", label)
        names += parts.groups() if parts else ()
    return next((codes[name] for name in map(normalised, names) if name in codes), None)


def map_aliases(act: Act, protocol: Protocol, report: str | None = None) -> int:
    """Map every unmapped label that is an alias of the protocol, to the letter; return how many.

    With a `report`, only labels of the study that it belongs to: no others are new when a program has read it.
    """
    study = act.connection.execute(
        "SELECT study_id FROM current_membership WHERE report_id = ?", (report,)
    ).fetchone()
    used = labels(act.connection, EVERYONE, study and study["study_id"])
    return _map(act, protocol, ((x.study, x.kind, x.label) for x in used if x.code is None))


def map_aliases_of(
    act: Act, protocol: Protocol, study: str, used: abc.Mapping[str, abc.Iterable[str]]
) -> int:
    """Map those labels of a study that are new and aliases of the protocol, to the letter; return how many.

    `used` is kind → labels: what was just entered, and nothing else of the study can be new.
    """
    known = {kind: codes_of(act.connection, study, kind) for kind in used}
    new = ((study, kind, x) for kind, held in used.items() for x in held if x not in known[kind])
    return _map(act, protocol, new)


def codes_of(connection: sqlite3.Connection, study: str, kind: str) -> dict[str, str]:
    """Return label → code of the labels of a study that mean something, or are left aside: then it is empty."""
    sql = "SELECT label, code FROM current_mapping WHERE study_id = ? AND kind = ?"
    return {row["label"]: row["code"] for row in connection.execute(sql, (study, kind))}


def _map(act: Act, protocol: Protocol, unmapped: abc.Iterable[tuple[str, str, str]]) -> int:
    """Map labels, each with its study and kind, where they are aliases."""
    aliases = {kind: protocol.aliases(kind) for kind in ("arm", "outcome", "timepoint")}
    rows = []
    for study, kind, label in unmapped:
        if code := _alias_code(kind, label, aliases[kind]):
            content = {"study_id": study, "kind": kind, "label": label, "code": code}
            content |= {"source": "alias", "protocol_id": protocol.version}
            said = {"reason": "alias of the protocol", "made_by": "", "made_at": "", "supersedes": None}
            rows.append({"id": content_id("ma", content), **content, **said})
    return act.insert("mapping", rows)


def carry_mappings(act: Act, source: str, target: str, reason: str) -> int:
    """Map labels of the study `target` as people mapped them in `source`; return how many.

    Only labels that mean nothing yet there are mapped.
    """
    rows = act.connection.execute(
        "SELECT kind, label, code FROM current_mapping WHERE study_id = ? AND source <> 'alias'",
        (source,),
    )
    known = {(row["kind"], row["label"]): row["code"] for row in rows}
    carried = [
        Mapping(target, label.kind, label.label, known[label.kind, label.label], "person", reason)
        for label in labels(act.connection, EVERYONE, target)
        if label.code is None and (label.kind, label.label) in known
    ]
    return sum(put_mapping(act, mapping) for mapping in carried)


Meant = abc.Mapping[tuple[str, str, str], tuple[str, str]]
"""Study, kind and label → code, and ``alias`` or ``person``."""


def said_by_people(connection: sqlite3.Connection) -> list[Mapping]:
    """Return the mappings of people that stand."""
    sql = "SELECT study_id, kind, label, code FROM current_mapping WHERE source <> 'alias' ORDER BY id"
    return [Mapping(*row) for row in connection.execute(sql)]


def meanings_here(
    connection: sqlite3.Connection, protocol: Protocol, said: abc.Iterable[Mapping]
) -> Meant:
    """Return what the labels of mappings from elsewhere mean here; those that mean nothing are left out.

    An alias of the protocol means something also where nobody has used it yet.
    """
    sql = """SELECT code, source FROM current_mapping WHERE kind = ? AND label = ?
        AND study_id = (SELECT study_id FROM study_now WHERE id = ?)"""
    found = {}
    for each in said:
        held = connection.execute(sql, (each.kind, each.label, each.study)).fetchone()
        key = (each.study, each.kind, each.label)
        if held:
            found[key] = (held["code"], "alias" if held["source"] == "alias" else "person")
        elif code := _alias_code(each.kind, each.label, protocol.aliases(each.kind)):
            found[key] = (code, "alias")
    return found


class Parted(NamedTuple):
    """What somebody elsewhere says that a label means, its study here, its code here, and whether that still stands."""

    said: Mapping
    study: str
    code: str
    stands: bool


def parted_meanings(
    connection: sqlite3.Connection, before: Meant, said: abc.Iterable[Mapping]
) -> list[Parted]:
    """Return the mappings from elsewhere that say otherwise than what a label meant here before they came.

    An arm's code with the arm's own name behind it is the same kind of arm: it says otherwise than a person, but not
    than an alias.
    """
    found = []
    for each in said:
        code, source = before.get((each.study, each.kind, each.label), ("", ""))
        theirs = each.code.partition("/")[0] if source == "alias" else each.code
        if source and theirs != code:
            study = _study_now(connection, each.study)
            now = codes_of(connection, study, each.kind).get(each.label)
            found.append(Parted(each, study, code, now == code))
    return found


def strayed(connection: sqlite3.Connection, said: abc.Iterable[Mapping]) -> list[Mapping]:
    """Return mappings from elsewhere, of a study that was joined to another since, for that one, where it has none."""
    found = []
    for each in said:
        study = _study_now(connection, each.study)
        if study != each.study and each.label not in codes_of(connection, study, each.kind):
            found.append(replace(each, study=study, why=each.why or "from a study that was joined"))
    return found


def _study_now(connection: sqlite3.Connection, study: str) -> str:
    sql = "SELECT study_id FROM study_now WHERE id = ?"
    return str(connection.execute(sql, (study,)).fetchone()[0])


def put_mapping(act: Act, mapping: Mapping) -> bool:
    """Write a person's mapping, superseding the one before; return whether it said something new."""
    held = act.connection.execute(
        "SELECT id, code, source FROM current_mapping WHERE study_id = ? AND kind = ? AND label = ?",
        (mapping.study, mapping.kind, mapping.label),
    ).fetchone()
    if held and held["code"] == mapping.code and held["source"] != "alias":
        return False
    row = {
        "id": moment_id("ma"),
        "study_id": mapping.study,
        "kind": mapping.kind,
        "label": mapping.label,
        "code": mapping.code,
        "source": mapping.source,
        "protocol_id": None,
        "reason": mapping.why,
        "made_by": act.actor,
        "made_at": act.at,
        "supersedes": held["id"] if held and held["source"] != "alias" else None,
    }
    act.insert("mapping", [row])
    return True
