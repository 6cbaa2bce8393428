"""What an exporter is, and how it is found by the suffix of the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from curate.errors import UnknownName

if TYPE_CHECKING:
    import pandas as pd

GROUP = "curate.exporters"


class Exporter(Protocol):
    """Writes one table to one file. Registered under the suffix, without the dot."""

    def write(self, table: pd.DataFrame, path: Path) -> None:
        """Write `table` to `path`, replacing the file only when all of it is written."""
        ...


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a draft beside `path` that takes its place at the end; of a failure nothing is left."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def for_path(path: Path) -> Exporter:
    """Return the exporter for the suffix of `path`.

    Raises
    ------
    UnknownName
        With the list of the known ones.
    """
    suffix = path.suffix.removeprefix(".").lower()
    for point in entry_points(group=GROUP, name=suffix):
        exporter: Exporter = point.load()()
        return exporter
    raise UnknownName.among(
        "kind of export", path.suffix, (f".{p.name}" for p in entry_points(group=GROUP))
    )
