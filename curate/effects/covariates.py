"""What effects are grouped by, or regressed on: answers to items of the protocol, and properties of studies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curate.effects.result import is_level_trusted
from curate.errors import UnknownName
from curate.model.effect import Effect
from curate.model.protocol import Comparison, Item, Protocol
from curate.model.record import Answer, Record, Study

PROPERTIES = ("design", "n_randomised", "outcome", "timepoint", "basis")
"""What is known of an effect without an item; an item of the same code goes before."""

_NUMBERS = ("n_randomised",)
_UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Value:
    """What one effect has: a text, or why it has none; and the records that say it."""

    text: str = ""
    why: str = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Covariate:
    """One item or property, over effects.

    Attributes
    ----------
    name
        Code of the item, or a name of `PROPERTIES`.
    is_number
        Whether its texts are numbers; words else, whatever they look like.
    values
        Of each effect, in their order.
    """

    name: str
    is_number: bool
    values: tuple[Value, ...]


def covariate(
    name: str,
    effects: Sequence[Effect],
    comparison: Comparison,
    protocol: Protocol,
    answers: Sequence[Answer],
    records: Sequence[Record],
    studies: Sequence[Study],
) -> Covariate:
    """Return what the effects of a comparison have of an item of the protocol, or of a property.

    An item asked per arm is that of the experimental arms behind the effect, one asked per result that of the results
    behind it; where they answer differently the effect has none. Only answers that may be pooled count.

    Raises
    ------
    UnknownName
        With the names of all items and properties.
    """
    items = {item.code: item for item in protocol.items}
    if name in items:
        held = [answer for answer in answers if answer.item == name]
        known = {record.key: record for record in records}
        values = tuple(
            _said(items[name], _about(effect, items[name], held, known, comparison), protocol)
            for effect in effects
        )
        return Covariate(name, items[name].kind == "number", values)
    if name not in PROPERTIES:
        raise UnknownName.among("item or property", name, (*items, *PROPERTIES))
    of_study = {study.id: study for study in studies}
    return Covariate(name, name in _NUMBERS, tuple(_property(name, e, of_study) for e in effects))


def _property(name: str, effect: Effect, studies: Mapping[str, Study]) -> Value:
    holder = effect if name in ("outcome", "timepoint", "basis") else studies.get(effect.study)
    found = getattr(holder, name, None)
    return Value(str(found)) if found not in (None, "") else Value(why=_UNKNOWN)


def _about(
    effect: Effect,
    item: Item,
    answers: Sequence[Answer],
    records: Mapping[str, Record],
    comparison: Comparison,
) -> list[Answer]:
    """Return the answers to `item` that are about an effect."""
    mine = [answer for answer in answers if answer.study == effect.study]
    behind = [records[entry.record] for entry in effect.inputs if entry.record in records]
    fits: Mapping[str, Callable[[], set[str]]] = {
        "arm": lambda: {label for record in behind for label in _experimental(record, comparison)},
        "result": lambda: {record.result_key for record in behind},
    }
    if item.per not in fits:
        return mine
    wanted = fits[item.per]()
    return [a for a in mine if (a.arm if item.per == "arm" else a.result_key) in wanted]


def _experimental(record: Record, comparison: Comparison) -> list[str]:
    """Return the experimental arms of a record, by the labels that tell arms of one code apart."""
    labels = record.arm_labels or record.arms
    arms = [*zip(record.arms, labels, strict=True), *((code, code) for code in record.comparators)]
    return [label for code, label in arms if code in comparison.experimental]


def _said(item: Item, answers: Sequence[Answer], protocol: Protocol) -> Value:
    """Return the one value that answers give."""
    if not answers:
        return Value(why="no answer")
    keys = tuple(answer.key for answer in answers)
    if not all(is_level_trusted(each.basis_of_truth, protocol.basis_of_truth) for each in answers):
        return Value(
            why=f"its answer stands below {protocol.basis_of_truth.replace('_', ' ')}", records=keys
        )
    silent = [each.status.replace("_", " ") for each in answers if each.status != "reported"]
    if silent:
        return Value(why=silent[0], records=keys)
    given = {f"{each.operator.replace('=', '')}{each.value}": each for each in answers}
    is_number = item.kind == "number"
    if is_number and any(each.operator != "=" for each in answers):
        return Value(why=f"{next(iter(given))} is not one number", records=keys)
    if len({float(each.value) if is_number else each.value for each in answers}) > 1:
        return Value(why=f"several answers: {', '.join(sorted(given))}", records=keys)
    return Value(next(iter(given)), "", keys)
