"""Dataclasses over a pipe: to plain JSON values and back, by the classes' own annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Hashable
from dataclasses import asdict, fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from curate.model.problem import Problem
from curate.model.reading import Found, Grid

T = TypeVar("T")

Item = Found | Grid | Problem
"""What an extractor yields."""

_ITEMS: dict[str, type[Item]] = {"found": Found, "grid": Grid, "problem": Problem}


def to_plain(item: Item) -> dict[str, Any]:
    """Return what an extractor yielded as lists, dicts and scalars."""
    return {"kind": type(item).__name__.lower(), "content": asdict(item)}


def from_plain(plain: dict[str, Any]) -> Item:
    """Return what `to_plain` was given.

    Raises
    ------
    KeyError, TypeError, ValueError
        `plain` was not made by `to_plain`.
    """
    return rebuilt(_ITEMS[plain["kind"]], plain["content"])


def rebuilt(cls: type[T], content: dict[str, Any]) -> T:
    """Return the dataclass `cls` from the plain `content` that `dataclasses.asdict` and JSON made."""
    hints = _hints(cast(Hashable, cls))
    return cls(**{name: _value(hints[name], value) for name, value in content.items()})


@cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(next(option for option in inner if option is not type(None)), value)
    if origin is tuple:
        hints = inner[:1] * len(value) if inner[1:] == (...,) else inner
        return tuple(_value(one, part) for one, part in zip(hints, value, strict=True))
    if isinstance(value, dict):
        return rebuilt(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
