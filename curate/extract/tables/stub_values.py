"""A first column of values that labels run into: few labels are long, all others stand clear of the values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.lines import Chunk, Line

Span = tuple[float, float]

_VALUE = re.compile(r"[<>≤≥−–-]?\s?\d[\d.,·]*(?:\s*(?:[(\[±%/].*|%))?\W?$")
_LABEL = re.compile(r"[^\d\s]")

MOST_ROWS = 0.6
"""Share of the rows that have a value of their own behind their label, before these are a column."""
BRIDGES = 0.3
"""Share of them whose label runs below the values, at most."""
LEAST = 4
"""Rows with such a value."""
CLEAR = 0.6
"""Em between a label and its value."""


def part_stub(spans: list[Span], body: Sequence[Line], size: float) -> list[Span]:
    """Part the first span where most rows have a label and a value in it that stand clear of each other."""
    if len(spans) < 2:
        return spans
    rows = [line for line in body if len(line.chunks) > 1 and line.chunks[-1].x1 > spans[1][0]]
    pairs = [pair for line in rows if (pair := _label_and_value(line, spans[0]))]
    if len(pairs) < max(LEAST, MOST_ROWS * len(rows)):
        return spans
    x0, x1 = min(value.x0 for _, value in pairs), max(value.x1 for _, value in pairs)
    labels = [line.chunks[0] for line in rows]
    clear = [label for label in labels if label.x1 + CLEAR * size < x0]
    if len(labels) - len(clear) > BRIDGES * len(labels) or x1 >= spans[1][0]:
        return spans
    return [(spans[0][0], max(label.x1 for label in clear)), (x0, x1), *spans[1:]]


def _label_and_value(line: Line, span: Span) -> tuple[Chunk, Chunk] | None:
    inside = [chunk for chunk in line.chunks if chunk.x1 <= span[1] + 1]
    if len(inside) != 2 or not _LABEL.match(inside[0].text) or not _VALUE.match(inside[1].text):
        return None
    return inside[0], inside[1]
