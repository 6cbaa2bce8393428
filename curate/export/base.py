"""What an exporter is, and how it is found by the suffix of the file."""

from __future__ import annotations

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
