"""The arms, outcomes and time points of sealed extractions, and what people say of pairs of them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from curate.model.ids import moment_id
from curate.model.protocol import normalised
from curate.store.act import Act


@dataclass(frozen=True, slots=True)
class Side:
    """What one person calls the arms, outcomes and time points of a study, in a sealed extraction.

    Attributes
    ----------
    labels
        Kind → labels as printed, in the order of their first use; empty ones are left out.
    sizes
        Label of an arm → how many people were randomised to it, where the person says one number.
    """

    extraction: str
    reader: str
    labels: dict[str, list[str]]
    sizes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said of two labels of a study."""

    study: str
    kind: str
    one: str
    two: str
    verdict: str


_STANDS = "NOT EXISTS (SELECT 1 FROM structure_match n WHERE n.supersedes = m.id)"


def sides(connection: sqlite3.Connection, study: str) -> list[Side]:
    """Return what people have sealed of a study, by reader."""
    held: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for extraction, reader, kind, label in _labels(connection, study):
        kinds = held.setdefault((reader, extraction), defaultdict(dict))
        if label:
            kinds[kind].setdefault(label)
    sizes = _sizes(connection, study)
    return [
        Side(
            extraction,
            reader,
            {kind: list(labels) for kind, labels in kinds.items()},
            sizes.get(extraction, {}),
        )
        for (reader, extraction), kinds in sorted(held.items())
    ]


def _labels(connection: sqlite3.Connection, study: str) -> Iterator[tuple[str, str, str, str]]:
    sql = """SELECT e.id, e.extractor, r.arms, r.comparators, r.outcome, r.timepoint, r.scope
        FROM current_extraction e JOIN result r ON r.extraction_id = e.id
        WHERE e.study_id = ? AND e.kind = 'person' AND e.seal_id IS NOT NULL AND r.scope IN ('result', 'arm')
            AND EXISTS (SELECT 1 FROM current_reading c WHERE c.result_id = r.id)
        ORDER BY r.rowid"""
    for row in connection.execute(sql, (study,)):
        for arm in (*json.loads(row["arms"]), *json.loads(row["comparators"])):
            yield row["id"], row["extractor"], "arm", arm
        if row["scope"] == "result":
            yield row["id"], row["extractor"], "outcome", row["outcome"]
            yield row["id"], row["extractor"], "timepoint", row["timepoint"]


def _sizes(connection: sqlite3.Connection, study: str) -> dict[str, dict[str, int]]:
    """Return extraction → arm → people randomised; an arm with several numbers is left out."""
    sql = """SELECT e.id, json_extract(r.arms, '$[0]') AS arm, min(c.number) AS least, max(c.number) AS most
        FROM current_extraction e JOIN result r ON r.extraction_id = e.id
        JOIN current_reading c ON c.result_id = r.id
        WHERE e.study_id = ? AND e.kind = 'person' AND e.seal_id IS NOT NULL
            AND json_array_length(r.arms) = 1 AND json_array_length(r.comparators) = 0
            AND c.statistic = 'n' AND c.role = 'randomised' AND c.number IS NOT NULL
        GROUP BY e.id, arm"""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(sql, (study,)):
        if row["least"] == row["most"]:
            found[row["id"]][row["arm"]] = int(row["least"])
    return dict(found)


def judged(connection: sqlite3.Connection) -> list[Judged]:
    """Return what people say of pairs of labels, over all studies.

    What was said later of the same pair stands. Of a pair that two laptops judged differently nothing is
    returned: it is to be asked again.
    """
    sql = f"""SELECT w.study_id AS study, m.kind, m.label_a AS one, m.label_b AS two, min(m.verdict) AS verdict
        FROM structure_match m JOIN study_now w ON w.id = m.study_id WHERE {_STANDS}
        GROUP BY w.study_id, m.kind, m.extraction_a, m.label_a, m.extraction_b, m.label_b
        HAVING min(m.verdict) = max(m.verdict) ORDER BY min(m.id)"""
    return [Judged(**dict(row)) for row in connection.execute(sql)]


def meanings(connection: sqlite3.Connection, kind: str) -> dict[str, set[str]]:
    """Return normalised label → the codes that people mapped it to, in any study.

    The names that arms of one kind have within a study (``ketamine/0.2 mg/kg``) hold in it alone: of
    these labels nothing is returned.
    """
    sql = "SELECT label, code FROM current_mapping WHERE kind = ? AND source <> 'alias' AND code <> ''"
    found: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(sql, (kind,)):
        found[normalised(row["label"])].add(row["code"])
    return {label: codes for label, codes in found.items() if not any("/" in code for code in codes)}


def put_match(
    act: Act, study: str, kind: str, one: tuple[str, str], two: tuple[str, str], verdict: str, why: str
) -> bool:
    """Write what is said of two labels; return whether it is new.

    Parameters
    ----------
    one, two
        Extraction and label, in the order of the extractions.
    verdict
        ``same`` or ``different``.
    """
    held = act.connection.execute(
        f"""SELECT id, verdict FROM structure_match m
        WHERE study_id = ? AND kind = ? AND extraction_a = ? AND label_a = ? AND extraction_b = ? AND label_b = ?
            AND {_STANDS} ORDER BY made_at, id""",
        (study, kind, *one, *two),
    ).fetchall()
    others = [head["id"] for head in held if head["verdict"] != verdict]
    if held and not others:
        return False
    row = {
        "id": moment_id("sm"),
        "study_id": study,
        "kind": kind,
        "extraction_a": one[0],
        "label_a": one[1],
        "extraction_b": two[0],
        "label_b": two[1],
        "verdict": verdict,
        "reason": why,
        "made_by": act.actor,
        "made_at": act.at,
        "supersedes": others[-1] if others else None,
    }
    return act.insert("structure_match", [row]) == 1
