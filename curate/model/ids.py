"""Ids: what a program finds is named by its content, what a person does by the moment.

Running a program twice or merging two stores therefore changes nothing, while a person's A → B → A
keeps three steps. Each id starts with two letters that say what it names (``rd_…`` is a reading), so
that a command can be given any unique prefix.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(content: Any) -> str:
    """Return the one JSON text of `content`: sorted keys, no spaces, no NaN.

    Raises
    ------
    ValueError
        For NaN and infinities, which have no JSON text.
    """
    return _CANONICAL.encode(content)


def digest(content: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `content`, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def content_id(letters: str, content: Any) -> str:
    """Return an id made from `content` alone; equal content gives an equal id."""
    return f"{letters}_{digest(content)[:32]}"


def moment_id(letters: str) -> str:
    """Return a new id that sorts by time of making (UUIDv7, RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (random >> 68) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    return f"{letters}_{value:032x}"


def now() -> str:
    """Return the time in UTC, ISO 8601 to the millisecond."""
    seconds, rest = divmod(time.time_ns(), 1_000_000_000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest // 1_000_000:03d}Z"
