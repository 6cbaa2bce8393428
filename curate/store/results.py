"""Effects, pooled estimates and snapshots in the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from curate.model.effect import Effect, Input, Pooled
from curate.model.ids import canonical, content_id
from curate.store.act import Act
from curate.store.records import records_hash


def put_snapshot(act: Act, protocol: str) -> str:
    """Name the records as they stand now; return the snapshot's id."""
    held, count = records_hash(act.connection)
    content = {"protocol_id": protocol, "content_hash": held, "records": count}
    row = {"id": content_id("sn", content), **content}
    act.insert("snapshot", [row])
    return str(row["id"])


def put_effects(act: Act, effects: Iterable[Effect], protocol: str) -> None:
    """Write effects with their inputs; the same effect again changes nothing."""
    for effect in effects:
        content = asdict(effect)
        inputs = content.pop("inputs")
        content["study_id"] = content.pop("study")
        content["options"] = canonical(effect.options)
        act.insert("effect", [{"id": effect_id(effect, protocol), "protocol_id": protocol, **content}])
        rows = [
            {
                "effect_id": effect_id(effect, protocol),
                "role": part["role"],
                "position": place,
                "value": part["value"],
                "record_key": part["record"],
                "reading_id": part["reading"] or None,
                "decision_id": part["decision"] or None,
            }
            for place, part in enumerate(inputs)
        ]
        act.insert_many("effect_input", rows)


def stored_effects(connection: sqlite3.Connection, protocol: str) -> list[Effect]:
    """Return the effects that were written under one version of the protocol, with their inputs."""
    inputs: dict[str, list[Input]] = {}
    for row in connection.execute("SELECT * FROM effect_input ORDER BY effect_id, position"):
        inputs.setdefault(row["effect_id"], []).append(input_of(row))
    rows = connection.execute("SELECT * FROM effect WHERE protocol_id = ? ORDER BY id", (protocol,))
    return [effect_of(row, inputs.get(row["id"], ())) for row in rows]


def effect_of(row: sqlite3.Row, inputs: Iterable[Input]) -> Effect:
    """Return a row of the table ``effect``, with its inputs."""
    alike = ("comparison", "study_name", "measure", "yi", "vi", "formula", "n1", "n2", "outcome", "timepoint",
             "basis", "left_out")  # fmt: skip
    return Effect(
        study=row["study_id"],
        inputs=tuple(inputs),
        options=tuple((key, value) for key, value in json.loads(row["options"])),
        **{name: row[name] for name in alike},
    )


def input_of(row: sqlite3.Row) -> Input:
    """Return a row of the table ``effect_input``."""
    return Input(
        row["role"], row["value"], row["record_key"], row["reading_id"] or "", row["decision_id"] or ""
    )


def effect_id(effect: Effect, protocol: str) -> str:
    """Return the id of an effect in the store: its content under one version of the protocol."""
    return content_id("ef", [effect.id, protocol])


def put_pooled(act: Act, pooled: Pooled, effects: Iterable[Effect], protocol: str, snapshot: str) -> str:
    """Write a pooled estimate with its weights; return its id."""
    stored = {effect.id: effect_id(effect, protocol) for effect in effects}
    content = asdict(pooled)
    row = {
        name: content[name]
        for name in (
            "comparison", "measure", "method", "ci", "level", "k", "estimate", "se", "ci_low", "ci_high",
            "p", "tau2", "i2", "q", "q_p", "pi_low", "pi_high",
        )
    }  # fmt: skip
    name = content_id("po", [pooled.id, protocol, snapshot])
    held = {
        "id": name,
        "protocol_id": protocol,
        "snapshot_id": snapshot,
        **row,
        "content": canonical(content),
    }
    act.insert("pooled", [held])
    weights = zip(pooled.effects, pooled.weights, strict=True)
    act.insert_many(
        "pooled_input",
        (
            {"pooled_id": name, "effect_id": stored[effect], "position": place, "weight": weight}
            for place, (effect, weight) in enumerate(weights)
        ),
    )
    return name
