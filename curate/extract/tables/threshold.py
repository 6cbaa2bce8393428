"""Terms below the threshold of a safety table: not reported, which is not zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curate.extract.tables.bearing.labels import Labels
from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.stub import RowAxis
from curate.model.reading import Found
from curate.parse.safety import threshold_of
from curate.parse.statistic import read_shape

UNSAID = ("blank", "dash", "not_reported")
"""What stands in a cell whose term is below the threshold."""


def table_threshold(labels: Labels) -> str:
    """Return the share of people from which on the table lists a term (``≥5%``), empty when it names none."""
    said = f"{labels.caption} {labels.axes.corner} {labels.table.note_text}"
    return threshold_of(said) if labels.safety else ""


def counted(found: Iterable[Found]) -> str:
    """Return what a row says of each arm's people, ``events`` or ``percent``; empty when it counts none."""
    said = {
        reading.statistic
        for item in found
        if len(item.result.arms) == 1 and not item.result.comparators
        for reading in item.readings
    }
    return next((name for name in ("events", "percent") if name in said), "")


def empty_cells(labels: Labels, row: RowAxis) -> Iterator[TableCell]:
    """Yield the row's cells without a number under an arm; a blank one has the words of the row's label."""
    held = {col: cell for cell in row.cells for col in range(cell.col, cell.col + cell.colspan)}
    label = next((name.cell for name in reversed(row.names)), None)
    for col, over in sorted(labels.axes.columns.items()):
        if not any(name.kind == "arm" for name in over) or any(name.kind == "p" for name in over):
            continue
        cell = held.get(col)
        if cell is not None and read_shape(cell.plain).empty in UNSAID:
            yield cell
        elif cell is None and label is not None:
            blank = TableCell(row.index, col, label.words)
            blank.plain = ""
            yield blank
