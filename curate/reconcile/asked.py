"""What a changed protocol asks of those who extracted under an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curate.model.protocol import Arm, Item, Outcome, Protocol, Timepoint

_ASKED: dict[type, tuple[str, ...]] = {
    Item: ("question", "kind", "choices", "per", "codebook"),
    Outcome: ("kind", "minimum", "maximum", "unit", "codebook"),
    Arm: (),
    Timepoint: ("target_days", "from_days", "to_days", "anchor", "prefer"),
}
"""Kind of part → what of it tells a reader what to look for. Labels and aliases do not: they map themselves."""

Part = Item | Outcome | Arm | Timepoint


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of the protocol that must be looked at again.

    Attributes
    ----------
    kind
        ``item``, ``outcome``, ``arm`` or ``timepoint``.
    how
        ``added``, or what of it is another: ``codebook: … → …``.
    """

    kind: str
    code: str
    label: str
    how: str


def asked_anew(then: Protocol, now: Protocol) -> list[Asked]:
    """Return the parts that are new or ask something else; what is no longer asked concerns nobody."""
    before = {(kind, part.code): part for kind, part in parts(then)}
    found = []
    for kind, part in parts(now):
        how = _difference(before.get((kind, part.code)), part)
        if how:
            found.append(Asked(kind, part.code, name_of(part), how))
    return found


def parts(protocol: Protocol) -> list[tuple[str, Part]]:
    """Return what readers look for, with its kind, in the order of the protocol."""
    kinds: dict[str, Sequence[Part]] = {
        "arm": protocol.arms,
        "outcome": protocol.outcomes,
        "timepoint": protocol.timepoints,
        "item": protocol.items,
    }
    return [(kind, part) for kind, held in kinds.items() for part in held]


def part_of(protocol: Protocol, kind: str, code: str) -> Part | None:
    """Return one part of a protocol; None when it has no such part."""
    return next((part for held, part in parts(protocol) if (held, part.code) == (kind, code)), None)


def name_of(part: Part) -> str:
    """Return a part's words for people: a question, or a label."""
    return part.question if isinstance(part, Item) else part.label


def asked_since(kind: str, code: str, history: Sequence[tuple[Protocol, str]], now: Protocol) -> str:
    """Return since when a part has been asked as it is now; empty when it was never asked otherwise.

    What was never asked otherwise may have been answered before it was asked: a report's outcome is read under
    its own label.

    Parameters
    ----------
    history
        Versions with the time at which each came into force, in that order.
    """
    wanted = part_of(now, kind, code)
    held = [(part_of(protocol, kind, code), at) for protocol, at in history]
    since, otherwise = "", False
    for part, at in held:
        same = part is not None and wanted is not None and not _difference(part, wanted)
        otherwise = otherwise or (part is not None and not same)
        since = (since or at) if same else ""
    return since if otherwise else ""


def _difference(then: Part | None, now: Part) -> str:
    if then is None:
        return "added"
    pairs = ((name, getattr(then, name), getattr(now, name)) for name in _ASKED[type(now)])
    return "; ".join(f"{name}: {_said(a)} → {_said(b)}" for name, a, b in pairs if a != b)


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    return "–" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)
