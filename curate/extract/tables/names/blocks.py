"""What stands over one column of values and comes again in mid-table in other words: a block of rows with its name.

"7-day, %" over the percentages and "30-day, %" further down say what the ratios beside them are of, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.names.time_labels import WINDOW, says_abstinence


def share_blocks(columns: Mapping[int, Sequence[Name]], rows: Iterable[RowAxis]) -> None:
    """Give the columns behind a header that begins anew alone what it says, and those above it what it said before."""
    held = list(rows)
    alone = {col for row in held if len(row.over) == 1 for col in row.over}
    if len(alone) != 1:
        return
    (col,) = alone
    first = columns.get(col, ())[-1:]
    if not first or first[0].kind in ("p", "n", "statistic", "unit"):
        return
    behind = [other for other in columns if other > col and columns[other][-1].kind in ("contrast", "p")]
    for row in held:
        name = row.over.get(col) or first[0]
        cell = replace(name.cell)
        cell.plain = name.text
        row.over = {**row.over, **{other: Name("other", name.text, cell) for other in behind}}


def name_windows_over(columns: Iterable[Sequence[Name]], rows: Iterable[RowAxis], said: str) -> None:
    """Make "7-day" over columns no time where the table is of abstinence and no header of the level is another time."""
    if not says_abstinence(said):
        return
    over = {id(n): n for names in columns for n in names if n.kind == "time"}
    over |= {id(n): n for row in rows for n in row.over.values() if n.kind == "time"}
    levels = {n.cell.row for n in over.values() if not WINDOW.fullmatch(n.text)}
    for name in over.values():
        if name.cell.row not in levels:
            name.kind = "other"


def reach_over_groups(columns: dict[int, list[Name]], rows: Iterable[RowAxis]) -> None:
    """Give a column without a head that of the one before where headers in mid-table name a group over each.

    "% Abstinent" is set to the left of two columns that are "A (n = 20)" and "B (n = 21)" in one block, others in
    the next.
    """
    for over in {id(row.over): row.over for row in rows if row.over}.values():
        for col, name in over.items():
            before = over.get(col - 1)
            if before is None or col in columns or not columns.get(col - 1):
                continue
            if before.kind == name.kind == "arm":
                columns[col] = list(columns[col - 1])
