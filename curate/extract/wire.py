"""Dataclasses over a pipe: to plain JSON values and back, by the classes' own annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable
from dataclasses import asdict, fields, is_dataclass
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
    back = _fields_back(cast(Hashable, cls))
    return cls(**{name: back[name](value) for name, value in content.items()})


@cache
def _fields_back(cls: Any) -> dict[str, Callable[[Any], Any]]:
    """Return field → how its value comes back from JSON, told once a class: there are thousands of values."""
    hints = typing.get_type_hints(cls)
    return {field.name: _back(hints[field.name]) for field in fields(cls)}


def _back(hint: Any) -> Callable[[Any], Any]:
    """Return how a value of the type `hint` comes back from JSON."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (given,) = (_back(option) for option in inner if option is not type(None))
        return lambda value: None if value is None else given(value)
    if origin is tuple and inner[1:] == (...,):
        part = _back(inner[0])
        return tuple if part is _as_it_is else lambda value: tuple(map(part, value))
    if origin is tuple:
        parts = [_back(one) for one in inner]
        return lambda value: tuple(back(one) for back, one in zip(parts, value, strict=True))
    if is_dataclass(hint):
        return lambda value: rebuilt(cast(type[Any], hint), value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
