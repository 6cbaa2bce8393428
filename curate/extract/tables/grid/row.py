"""One row of a table's body: its cells by column."""

from __future__ import annotations

from dataclasses import dataclass, field

from curate.extract.tables.grid.lines import join_words
from curate.pdf.page import Word


@dataclass(slots=True)
class RowCell:
    """Words of one cell; columns `first` to `last`, and `rowspan` rows where rules say so."""

    first: int
    last: int
    words: list[Word] = field(default_factory=list)
    rowspan: int = 1

    @property
    def text(self) -> str:
        """Words as printed."""
        return join_words(self.words)


@dataclass(slots=True)
class Row:
    """One row of the body.

    Attributes
    ----------
    cells
        By first column.
    baselines
        Of its lines.
    data_baseline
        Of its last line with values.
    """

    cells: dict[int, RowCell]
    baselines: list[float]
    data_baseline: float | None = None

    @property
    def stub(self) -> RowCell | None:
        """The cell of the first column."""
        return self.cells.get(0)

    @property
    def data(self) -> list[RowCell]:
        """The cells of the other columns."""
        return [cell for first, cell in sorted(self.cells.items()) if first > 0]

    def take(self, other: Row) -> None:
        """Append the words of a continuing line."""
        for first, cell in other.cells.items():
            home = next((c for c in self.cells.values() if c.first <= first <= c.last), None)
            if home is not None and home.first == 0 < first:
                home.last = first - 1  # a label that runs below the value beside it
                home = None
            if home is None:
                self.cells[first] = cell
            else:
                home.words.extend(cell.words)
                home.last = max(home.last, cell.last) if cell.last > cell.first else home.last
        self.baselines.extend(other.baselines)
        if other.data:
            self.data_baseline = other.data_baseline
