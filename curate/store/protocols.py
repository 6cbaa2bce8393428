"""Versions of the protocol in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace

from curate.model.ids import canonical, content_id
from curate.model.protocol import Arm, Comparison, Item, Outcome, Protocol, Timepoint
from curate.store.act import Act
from curate.store.migrate import get_local, set_local

_Part = Outcome | Arm | Timepoint | Comparison | Item


def version_of(text: str) -> str:
    """Return the id of the protocol version whose review.toml is `text`."""
    return content_id("pv", text)


def current_version(connection: sqlite3.Connection) -> str | None:
    """Return the id of the version in force, None before the first."""
    return get_local(connection, "protocol")


def put_protocol(act: Act, text: str, protocol: Protocol) -> Protocol:
    """Store a version with its parts, make it the one in force, and return it with its id."""
    version = version_of(text)
    options = canonical(asdict(protocol.options))
    act.insert(
        "protocol_version",
        [
            {
                "id": version,
                "content": text,
                "title": protocol.title,
                "basis_of_truth": protocol.basis_of_truth,
                "options": options,
            }
        ],
    )
    parts: tuple[tuple[str, Sequence[_Part]], ...] = (
        ("outcome", protocol.outcomes),
        ("arm_kind", protocol.arms),
        ("timepoint_window", protocol.timepoints),
        ("comparison", protocol.comparisons),
        ("item", protocol.items),
    )
    for table, entries in parts:
        act.insert_many(
            table, (_part(version, place, asdict(entry)) for place, entry in enumerate(entries))
        )
    for place, rule in enumerate(protocol.rules):
        act.insert_many(
            "selection_rule",
            [
                {
                    "protocol_id": version,
                    "position": place,
                    "comparison": rule.comparison,
                    "dimension": rule.dimension,
                    "action": rule.action,
                    "preference": canonical(rule.order),
                }
            ],
        )
    set_local(act.connection, "protocol", version)
    return replace(protocol, version=version)


def _part(version: str, place: int, content: dict[str, object]) -> dict[str, object]:
    lists = {
        name: canonical(dict(value) if name == "options" else value)
        for name, value in content.items()
        if isinstance(value, tuple)
    }
    return {"protocol_id": version, "position": place, **content, **lists}
