"""Headings that stand right below headings: which of them is the outer one, and how far down it reaches."""

from __future__ import annotations

import re

from curate.extract.tables.grid.cell import TableCell
from curate.parse.duration import is_time

Held = tuple[float, TableCell, bool]
"""A label over the rows below it: where it begins, its cell, and whether it is a heading without values."""

_BEGINS = re.compile(r"[^a-z]")
"""The rest of a label that was broken begins in lower case."""


def outer_headings(
    stack: list[Held], label: TableCell, own: float, indent: float, headed: bool = True
) -> list[Held]:
    """Return the headings of a stack that head a further heading, set where they are, with the rows below it.

    A heading has rows: one right below another, set no heavier, divides what the outer one heads. So do later ones
    that are set as the inner one was and not as the outer one, or that are times as it was. `headed` says that
    nothing stands below the last of the stack yet.
    """
    if not _BEGINS.match(label.plain):
        return []
    kept = []
    for at, held in enumerate(stack):
        x0, cell, heads = held
        if not heads or abs(own - x0) > indent or not _BEGINS.match(cell.plain):
            continue
        inner = stack[at + 1] if at + 1 < len(stack) else None
        if inner is None:
            outer = headed and label.weight <= cell.weight and not is_time(cell.plain)
        elif inner[2] and abs(inner[0] - x0) <= indent:
            outer = _divides_as(inner[1], label, cell)
        else:
            outer = False
        if outer:
            kept.append(held)
    return kept


def _divides_as(inner: TableCell, label: TableCell, outer: TableCell) -> bool:
    """Whether a heading is one of those that the inner of two began."""
    alike = _type(label) == _type(inner) != _type(outer)
    timed = is_time(inner.plain) and is_time(label.plain)
    return alike or (timed and not is_time(outer.plain))


def _type(cell: TableCell) -> tuple[str, int]:
    return cell.words[0].font, cell.weight
