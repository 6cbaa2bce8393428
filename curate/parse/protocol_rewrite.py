"""Another protocol in the words of the text before: what did not change keeps its lines and comments."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curate.errors import ProtocolError
from curate.model.protocol import Protocol
from curate.parse.protocol import block, read_protocol, write_protocol
from curate.parse.protocol_keys import KEYS, SINGLE, plural
from curate.parse.protocol_places import places


@dataclass(frozen=True, slots=True)
class _Block:
    """One table of a text.

    Attributes
    ----------
    section
        Comments and empty lines above it that an empty line separates from it.
    own
        Comments right above its header.
    body
        Header and keys, with the comments among them.
    """

    section: str
    own: str
    body: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry by its name and as it would be written anew."""

    name: str
    text: str


def rewrite(text: str, protocol: Protocol) -> str:
    """Return `protocol` as TOML that differs from `text` only where the two protocols do.

    A changed entry stays below its own comments and keeps the lines whose values it keeps; comments between
    those lines, and all of a removed entry, go. A text whose tables are not written one by one is written anew as
    a whole.

    Raises
    ------
    ProtocolError
        When `text` has mistakes.
    """
    before = read_protocol(text)
    blocks = _blocks(text)
    kinds = [*dict.fromkeys(kind for kind, _ in blocks), *KEYS]
    parts = [
        part
        for kind in dict.fromkeys(kinds)
        if kind in KEYS
        for part in _parts(kind, before, protocol, blocks)
    ]
    made = "".join(parts)
    try:
        if read_protocol(made) == protocol:
            return made
    except ProtocolError:
        pass
    return write_protocol(protocol)


def _blocks(text: str) -> dict[tuple[str, int], _Block]:
    """Return table and number of the entry → its block, in the order of the text."""
    lines = text.splitlines(keepends=True)
    headers = sorted((line, kind, index) for (kind, index, key), line in places(text).items() if not key)
    starts = [line - 1 for line, _, _ in headers]
    found: dict[tuple[str, int], _Block] = {}
    above = 0
    for (_, kind, index), start, end in zip(headers, starts, [*starts[1:], len(lines)], strict=True):
        own = start
        while own > above and lines[own - 1].lstrip().startswith("#"):
            own -= 1
        stop = _end(lines, start, end)
        found[kind, index] = _Block(
            "".join(lines[above:own]), "".join(lines[own:start]), "".join(lines[start:stop])
        )
        above = stop
    return found


def _end(lines: list[str], start: int, end: int) -> int:
    """Return where a table ends: comments right below its keys are its own, unless they stand right above a header."""
    if end == len(lines):
        return end
    keys = end
    while keys > start and (not lines[keys - 1].strip() or lines[keys - 1].lstrip().startswith("#")):
        keys -= 1
    stop = keys
    while stop < end and lines[stop].strip():
        stop += 1
    return keys if stop == end else stop


def _parts(
    kind: str, before: Protocol, after: Protocol, blocks: dict[tuple[str, int], _Block]
) -> Iterator[str]:
    """Yield the text of one kind's entries."""
    old, new = _entries(kind, before), _entries(kind, after)
    if (kind, 0) in blocks:
        yield blocks[kind, 0].section
    elif kind in SINGLE and new == old:
        return
    left = {index: entry for index, entry in enumerate(old) if (kind, index) in blocks}
    for place, entry in enumerate(new):
        index = _before(entry, new, left)
        if index is None:
            yield f"\n{entry.text}"
            continue
        held, same = blocks[kind, index], left.pop(index) == entry
        above = held.section if index else "\n" if place else ""
        yield above + held.own + (held.body if same else _changed(held.body, entry.text))


def _changed(body: str, text: str) -> str:
    """Return the new text of an entry with those lines of the old one that say the same."""
    known = [(_said(line), line) for line in body.splitlines(keepends=True)]
    return "".join(
        next((old for said, old in known if said and said == _said(line)), line)
        for line in text.splitlines(keepends=True)
    )


def _said(line: str) -> dict[str, Any]:
    """Return what a line says by itself: nothing where it is a header, or a part of something longer."""
    try:
        return {} if line.startswith("[") else tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return {}


def _entries(kind: str, protocol: Protocol) -> list[_Entry]:
    if kind in SINGLE:
        return [_Entry(kind, block(kind, protocol if kind == "review" else protocol.options))]
    entries = getattr(protocol, plural(kind))
    return [_Entry(_name(kind, entry), block(kind, entry)) for entry in entries]


def _name(kind: str, entry: Any) -> str:
    if kind == "rule":
        return f"{entry.dimension} {entry.comparison}"
    return str(entry.name if kind == "person" else entry.code)


def _before(entry: _Entry, new: list[_Entry], left: dict[int, _Entry]) -> int | None:
    """Return which entry this one was: an equal one, else the one of its name."""
    equal = (index for index, each in left.items() if each == entry)
    named = (index for index, each in left.items() if each.name == entry.name and each not in new)
    return next(equal, next(named, None))
