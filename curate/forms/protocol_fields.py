"""The protocol as fields that hold texts: the columns of its workbook, the boxes of its form on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from curate.errors import ProtocolError
from curate.forms.protocol_columns import HEADINGS, OF_COMPARISON_HEADINGS, TITLES, Heading
from curate.forms.workbook import NoText
from curate.model.protocol import PROFILES, Protocol
from curate.parse.protocol_build import build
from curate.parse.protocol_keys import (
    KEYS,
    OF_COMPARISON,
    SINGLE,
    Key,
    default,
    nearest,
    number_text,
    plural,
)

Texts = Mapping[str, Sequence[Mapping[str, str]]]
"""Kind of table → its entries → field → what stands in it; an absent field is an empty one."""


def fields_of(kind: str) -> list[tuple[str, Key, Heading]]:
    """Return name, key and heading of each field; options of a comparison have one each, ``options.method``."""
    found = []
    for name, key in KEYS[kind].items():
        if key.holds == "options":
            found += [
                (f"{name}.{each}", Key(spec.holds, choices=spec.choices), OF_COMPARISON_HEADINGS[each])
                for each, spec in OF_COMPARISON.items()
            ]
        else:
            found.append((name, key, HEADINGS[kind][name]))
    return found


def held(entry: object, name: str) -> Any:
    """Return what an entry holds in a field."""
    name, _, option = name.partition(".")
    value = getattr(entry, name)
    return dict(value).get(option, "") if option else value


def text_of(key: Key, value: Any) -> str:
    """Return a value as its field shows it."""
    if value is None:
        return ""
    if key.holds == "flag":
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value)
    return number_text(float(value)) if isinstance(value, int | float) else str(value)


def value_of(key: Key, text: str) -> Any:
    """Return the text of a field, which is not empty, as review.toml would have it.

    Raises
    ------
    NoText
        When it is no such value.
    """
    if key.holds == "number":
        try:
            return float(text)
        except ValueError:
            raise NoText(f"{text!r} is no number; write it with a decimal point") from None
    if key.holds == "flag":
        if text.casefold() not in ("yes", "no"):
            raise NoText(f"{text!r} is neither yes nor no")
        return text.casefold() == "yes"
    if key.holds in ("texts", "codes"):
        return [part.strip() for part in text.split(";") if part.strip()]
    return text


def put(entry: dict[str, Any], name: str, value: Any) -> None:
    """Put the value of a field into a raw entry."""
    name, _, option = name.partition(".")
    if option:
        entry.setdefault(name, {})[option] = value
    else:
        entry[name] = value


def entries_of(protocol: Protocol, kind: str) -> Sequence[object]:
    """Return the entries of a kind; the review and its options are one entry each."""
    if kind in SINGLE:
        return [protocol if kind == "review" else protocol.options]
    entries: Sequence[object] = getattr(protocol, plural(kind))
    return entries


def usual(kind: str, name: str, profile: str = "curate") -> str:
    """Return what an empty field means, where that is a value; for the options of the review, in a profile."""
    key = KEYS[kind].get(name)
    if key is None or key.required or (kind, name) == ("options", "profile"):
        return ""
    value = getattr(PROFILES[profile], name) if kind == "options" else default(kind, name)
    return text_of(key, value)


def texts_of(protocol: Protocol) -> dict[str, list[dict[str, str]]]:
    """Return a protocol as the texts of its fields, those that hold the usual value empty.

    Reading them gives an equal protocol.
    """
    profile = protocol.options.profile
    found: dict[str, list[dict[str, str]]] = {}
    for kind in KEYS:
        rows = []
        for entry in entries_of(protocol, kind):
            texts = {name: text_of(key, held(entry, name)) for name, key, _ in fields_of(kind)}
            rows.append(
                {n: "" if text == usual(kind, n, profile) else text for n, text in texts.items()}
            )
        found[kind] = rows
    return found


def read_texts(texts: Texts) -> Protocol:
    """Return the protocol that the texts of its fields describe.

    Raises
    ------
    ProtocolError
        With every mistake and its field.
    """
    wrong: list[tuple[str, int, str, str]] = [
        (kind, 0, "", f"is unknown ({nearest(kind, list(KEYS))})") for kind in texts if kind not in KEYS
    ]
    tables = {
        kind: [_entry(kind, index, row, wrong) for index, row in enumerate(texts.get(kind, ()))]
        for kind in KEYS
    }
    protocol = None
    try:
        protocol = build(tables, _place, "the form")
    except ProtocolError as error:
        refused = {(kind, index, key) for kind, index, key, _ in wrong}
        wrong += [each for each in error.mistakes if each[:3] not in refused]
    if wrong or protocol is None:
        count = f"{len(wrong)} mistake{'s' if len(wrong) > 1 else ''}"
        lines = [f"{_place(kind, index, key)}: {what}" for kind, index, key, what in wrong]
        hint = "mend the fields that are marked and save again"
        raise ProtocolError(f"the protocol has {count}; nothing was written", hint, lines, wrong)
    return protocol


def _entry(
    kind: str, index: int, row: Mapping[str, str], wrong: list[tuple[str, int, str, str]]
) -> dict[str, Any]:
    fields = {name: key for name, key, _ in fields_of(kind)}
    entry: dict[str, Any] = {}
    for name, said in row.items():
        text = " ".join(said.split())
        if name not in fields:
            wrong.append((kind, index, "", f"unknown field {name!r} ({nearest(name, list(fields))})"))
        elif text:
            try:
                put(entry, name, value_of(fields[name], text))
            except NoText as error:
                wrong.append((kind, index, name, str(error)))
    return entry


def _place(kind: str, index: int, key: str) -> str:
    titles = {name: heading.title for name, _, heading in fields_of(kind)} if kind in KEYS else {}
    words = [TITLES.get(kind, kind)]
    if kind not in SINGLE:
        words.append(f"number {index + 1}")
    if key:
        words.append(titles.get(key, key))
    return ", ".join(words)
