"""Cells that say of how many people their average is: "69 (8 ± 4)"."""

from __future__ import annotations

from dataclasses import replace

from curate.parse.number import Number
from curate.parse.statistic import Shape


def part_size(shape: Shape, size: str) -> tuple[Number | None, Shape]:
    """Return the people of a cell "n (mean ± SD)" and the shape of what stands in its brackets.

    Parameters
    ----------
    size
        People of the arm, of whom there cannot be more; empty where it is not known, and then nothing is parted.
    """
    if [item.form for item in shape.items] != ["single", "single", "spread"] or not size.isdecimal():
        return None, shape
    first, *average = shape.items
    number = first.numbers[0]
    if first.bracketed or not all(item.bracketed for item in average):
        return None, shape
    if not number.whole or number.percent or not 0 < float(number) <= int(size):
        return None, shape
    return number, replace(shape, items=tuple(replace(item, bracketed=False) for item in average))
