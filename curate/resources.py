"""Where the data folders are: ``schemas``, ``db`` and ``demo``.

In a wheel they lie inside the package; in a checkout they lie beside it (``demo`` in ``fixtures``).
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_CHECKOUT = {"schemas": "schemas", "db": "db", "demo": "fixtures/demo"}


def folder(kind: str) -> Traversable:
    """Return the data folder `kind`: ``"schemas"``, ``"db"`` or ``"demo"``."""
    installed = files("curate") / kind
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parents[1] / _CHECKOUT[kind]


def text(kind: str, *path: str) -> str:
    """Return the text of one data file, UTF-8."""
    return folder(kind).joinpath(*path).read_text(encoding="utf-8")


def names(kind: str, *path: str, suffix: str) -> list[str]:
    """Return the sorted names of the files with `suffix` in a data folder."""
    place = folder(kind).joinpath(*path) if path else folder(kind)
    return sorted(entry.name for entry in place.iterdir() if entry.name.endswith(suffix))
