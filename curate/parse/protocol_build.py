"""Raw tables → `Protocol`, or the list of everything that is wrong with them.

It does not matter where the tables came from, review.toml or the workbook: the caller's `place` turns
table, entry and key into words ("line 12", "sheet Outcomes, row 4").
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from curate.model.protocol import PROFILES, Protocol
from curate.parse.protocol_checks import check
from curate.parse.protocol_keys import (
    KEYS,
    MODELS,
    OF_COMPARISON,
    SINGLE,
    Key,
    Mistakes,
    Place,
    default,
    nearest,
    number_text,
    plural,
)

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
"""Kind of table → its entries; ``review`` and ``options`` have at most one."""

_NO_XML = "\ufffe\uffff"
"""Characters that no XML, and so no workbook, can hold."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def build(tables: Tables, place: Place, name: str) -> Protocol:
    """Return the protocol that raw `tables` describe.

    Parameters
    ----------
    tables
        Entries as plain dicts; absent keys take their defaults.
    place
        Says where an entry or key stands.
    name
        What the tables were read from, for the error.

    Raises
    ------
    ProtocolError
        With every mistake found.
    """
    mistakes = Mistakes(place)
    for kind in tables:
        if kind not in KEYS:
            mistakes.add(kind, 0, "", f"unknown table {kind!r} ({nearest(kind, list(KEYS))})")
    clean = {
        kind: [_entry(kind, index, raw, mistakes) for index, raw in enumerate(tables.get(kind, ()))]
        for kind in KEYS
    }
    if not clean["review"]:
        mistakes.add("review", 0, "", "the table [review] with a title is missing")
    check(clean, mistakes)
    mistakes.refuse(name)
    return _assembled(clean)


def _assembled(clean: Mapping[str, list[dict[str, Any]]]) -> Protocol:
    """Make the dataclasses; the entries have no mistakes any more."""
    entries: dict[str, Any] = {
        plural(kind): tuple(model(**entry) for entry in clean[kind])
        for kind, model in MODELS.items()
        if kind not in SINGLE
    }
    given = clean["options"][0] if clean["options"] else {}
    options = replace(PROFILES[given.get("profile", "curate")], **given)
    return Protocol(**clean["review"][0], **entries, options=options)


def _entry(kind: str, index: int, raw: Mapping[str, Any], mistakes: Mistakes) -> dict[str, Any]:
    """Return the entry with every good value in its Python type; note the others."""
    keys = KEYS[kind]
    good: dict[str, Any] = {}
    for name in raw:
        if name not in keys:
            mistakes.add(kind, index, name, f"unknown key {name!r} ({nearest(name, list(keys))})")
    for name, key in keys.items():
        value = raw.get(name)
        if value is None:
            if key.required:
                mistakes.add(kind, index, name, f"{name} is missing")
            continue
        try:
            good[name] = _value(key, value)
            if good[name] == "" and default(kind, name):
                raise ValueError(f"is empty; leave it out for {default(kind, name)!r}")
        except ValueError as error:
            mistakes.add(kind, index, name, f"{name} {error}")
    return good


def _value(key: Key, value: Any) -> Any:
    """Return `value` in the type that `key` holds.

    Raises
    ------
    ValueError
        Saying what is wrong, as the end of a sentence that begins with the key.
    """
    if key.holds == "number":
        return _number(value)
    if key.holds == "flag":
        if not isinstance(value, bool):
            raise ValueError(f"must be true or false, not {value!r}")
        return value
    if key.holds in ("texts", "codes"):
        return _texts(key, value)
    if key.holds == "options":
        return _options(value)
    text = _text(value)
    if key.required and not text:
        raise ValueError("is empty")
    if key.holds == "code":
        _refuse_no_code(text)
    if key.choices and text not in key.choices:
        raise ValueError(f"is {text!r} ({nearest(text, [c for c in key.choices if c])})")
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {value!r}")
    text = " ".join(value.split())
    if any(
        unicodedata.category(character) in ("Cc", "Cs") or character in _NO_XML for character in text
    ):
        raise ValueError("holds control characters")
    return text


def _refuse_no_code(text: str) -> None:
    if not _CODE.fullmatch(text):
        raise ValueError(f"is {text!r}; a code has letters, digits, '_', '-' and '.', and no spaces")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a number without quotes, not {value!r}")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"must be a finite number, not {value!r}")
    return number


def _texts(key: Key, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f'must be a list such as ["a", "b"], not {value!r}')
    texts = tuple(_text(each) for each in value)
    if key.required and not texts:
        raise ValueError("is empty")
    for text in texts:
        if not text:
            raise ValueError("holds an empty text")
        if ";" in text:
            raise ValueError(f"holds {text!r}; ';' separates entries in the workbook and cannot be used")
        if key.holds == "codes":
            _refuse_no_code(text)
    if len(set(texts)) < len(texts):
        raise ValueError("names something twice")
    return texts


def _options(value: Any) -> tuple[tuple[str, str], ...]:
    """Return what differs from the review's options, and what is assumed, in the order of `OF_COMPARISON`."""
    if not isinstance(value, Mapping):
        raise ValueError(f'must be a table such as {{ method = "DL" }}, not {value!r}')
    keys = OF_COMPARISON
    for name in value:
        if name not in keys:
            raise ValueError(f"holds the unknown key {name!r} ({nearest(name, list(keys))})")
    pairs = []
    for name, key in keys.items():
        if name in value:
            try:
                good = _value(key, value[name])
            except ValueError as error:
                raise ValueError(f"{name} {error}") from None
            pairs.append((name, number_text(good) if isinstance(good, float) else good))
    return tuple(pairs)
