"""The two axes of a table: which labels stand over each column and beside each row."""

from __future__ import annotations

from dataclasses import dataclass, field

from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.paired import ArmPair
from curate.extract.tables.names.stub import RowAxis


@dataclass(slots=True)
class Axes:
    """Names over each column and beside each row.

    Attributes
    ----------
    stubs
        How many leading columns hold labels.
    columns
        Column → names over it, outermost first.
    corner
        Text over the stub columns.
    pairs
        Column → the two arms whose values stand in each of its cells.
    """

    table: Table
    stubs: int
    columns: dict[int, list[Name]]
    rows: list[RowAxis]
    corner: str = ""
    arms: list[Name] = field(default_factory=list)
    pairs: dict[int, ArmPair] = field(default_factory=dict)


def compares(axes: Axes) -> bool:
    """Whether columns compare others: a P value or a difference beside two of one level."""
    over = {id(names[-1]): names[-1] for names in axes.columns.values()}.values()
    sides = [n for n in over if n.kind in ("other", "arm")]
    return len(sides) > 1 and any(n.kind in ("p", "contrast") for n in over)
