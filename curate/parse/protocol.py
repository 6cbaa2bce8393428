"""review.toml ↔ `Protocol`.

The text is the authority: a person writes it. `write_protocol` gives a commented text of the same
protocol (what the workbook form comes back as), `sample` the one that a new review begins with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from curate.errors import ProtocolError
from curate.model.protocol import Protocol
from curate.parse.protocol_build import build
from curate.parse.protocol_keys import (
    KEYS,
    OF_COMPARISON,
    SINGLE,
    Place,
    default,
    nearest,
    number_text,
    plural,
)
from curate.parse.protocol_places import places
from curate.parse.protocol_sample import COMMENTS, SAMPLE


def read_protocol(text: str, name: str = "review.toml") -> Protocol:
    """Return the protocol that a TOML text describes.

    Raises
    ------
    ProtocolError
        Listing every mistake with line and key: TOML that cannot be read, unknown tables and keys (with
        the nearest known one), missing and mistyped values, codes that nothing defines, labels that
        mean two things, numbers out of order.
    """
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError(
            f"{name} is no TOML", "mend the line and run again", [_toml(error)]
        ) from None
    where = places(text)

    def place(kind: str, index: int, key: str) -> str:
        title = f"[{kind}]" if kind in SINGLE or kind not in KEYS else f"[[{kind}]]"
        line = where.get((kind, index, key)) or where.get((kind, index, ""))
        return f"line {line}, {title}" if line else f"{title}"

    return build(_tables(raw, place, name), place, name)


def _toml(error: tomllib.TOMLDecodeError) -> str:
    """Return tomllib's message with the line in front."""
    found = re.fullmatch(r"(?P<what>.*?) \(at line (?P<line>\d+), column (?P<column>\d+)\)", str(error))
    if not found:
        return str(error)
    return f"line {found['line']}, column {found['column']}: {found['what']}"


def _tables(raw: Mapping[str, Any], place: Place, name: str) -> dict[str, list[Mapping[str, Any]]]:
    """Return every table as a list of entries, refusing wrong shapes."""
    tables: dict[str, list[Mapping[str, Any]]] = {}
    wrong = []
    for kind, value in raw.items():
        entries = [value] if isinstance(value, dict) else value
        where = place(kind, 0, "")
        if not (isinstance(entries, list) and all(isinstance(each, dict) for each in entries)):
            belongs = [table for table in SINGLE if kind in KEYS[table]]
            hint = f"it belongs below [{belongs[0]}]" if belongs else nearest(kind, list(KEYS))
            wrong.append(f"{where}: unknown key {kind!r} ({hint})")
        elif kind in SINGLE and isinstance(value, list):
            wrong.append(f"{where}: write [{kind}], it stands once")
        elif kind in KEYS and kind not in SINGLE and isinstance(value, dict):
            wrong.append(f"{where}: write [[{kind}]], with two brackets")
        else:
            tables[kind] = entries
    if wrong:
        raise ProtocolError(f"{name} cannot be read", "mend what is listed and run again", wrong)
    return tables


def write_protocol(protocol: Protocol) -> str:
    """Return `protocol` as commented TOML; reading it gives an equal protocol.

    Keys that hold their default are left out, except in ``[options]``, which shows what is in use.
    `Protocol.version` is the store's and is not written.
    """
    parts = []
    for kind in KEYS:
        entries = [protocol] if kind == "review" else [protocol.options]
        if kind not in SINGLE:
            entries = list(getattr(protocol, plural(kind)))
        comment = "".join(f"# {line}\n" for line in COMMENTS[kind].splitlines())
        parts.append(comment + "\n" + "\n".join(block(kind, entry) for entry in entries))
    return "\n".join(part.rstrip() + "\n" for part in parts)


def block(kind: str, entry: object) -> str:
    """Return one entry as a table; keys that hold their default are left out, but in ``[options]``."""
    lines = [f"[{kind}]" if kind in SINGLE else f"[[{kind}]]"]
    for name, key in KEYS[kind].items():
        value = getattr(entry, name)
        usual = value == default(kind, name) and not key.required and kind not in SINGLE
        if value is None or usual:
            continue
        lines.append(f"{name} = {_toml_value(value, key.holds)}")
    return "\n".join(lines) + "\n"


def _toml_value(value: Any, holds: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(float(value))
    if holds == "options":
        numbers = [key for key, spec in OF_COMPARISON.items() if spec.holds == "number"]
        pairs = [f"{name} = {text if name in numbers else _quoted(text)}" for name, text in value]
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_quoted(each) for each in value) + "]"
    return _quoted(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def sample(title: str) -> str:
    """Return the text of a complete, commented review.toml for a new review called `title`.

    Raises
    ------
    ProtocolError
        When the title is empty or holds control characters.
    """
    text = SAMPLE.replace("{title}", _quoted(" ".join(title.split())))
    read_protocol(text)
    return text
