"""A cell of a table's body with the names that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis


@dataclass(slots=True)
class Place:
    """A body cell with the names that bear on it; `counts` says that it counts one category of its row."""

    cell: TableCell
    over: list[Name]
    beside: list[Name]
    row: RowAxis
    counts: bool = False
    _by_kind: dict[str, list[Name]] | None = field(default=None, init=False, repr=False, compare=False)

    def names(self, kind: str) -> Sequence[Name]:
        """Return the names of one kind, those over the column first; sorted once."""
        if self._by_kind is None:
            self._by_kind = {}
            for name in [*self.over, *self.beside]:
                self._by_kind.setdefault(name.kind, []).append(name)
        return self._by_kind.get(kind, ())

    def names_over(self, kind: str) -> list[Name]:
        """Return the names of one kind over the column that stand right above the cell."""
        return [name for name in self.over[-1:] if name.kind == kind]
