"""A first column of values that labels run into: few labels are long, all others stand clear of the values."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from curate.extract.tables.grid.lines import Chunk, Line

Span = tuple[float, float]

_VALUE = re.compile(r"[<>≤≥−–-]?\s?\d[\d.,·]*(?:\s*(?:[(\[±%/].*|%))?\W?$")
_LABEL = re.compile(r"[A-Za-z]|\d\s?[-–−]\s?\d|[<>≤≥]")

MOST_ROWS = 0.6
"""Share of the rows that have a value of their own behind their label, before these are a column."""
BRIDGES = 0.3
"""Share of them whose label runs below the values, at most."""
LEAST = 4
"""Rows with such a value."""
CLEAR = 0.6
"""Em between a label and its value."""


def part_stub(spans: list[Span], body: Sequence[Line], size: float) -> list[Span]:
    """Part the first span where most rows have a label and values in it that stand clear of each other."""
    if len(spans) < 2:
        return spans
    rows = [line for line in body if len(line.chunks) > 1 and line.chunks[-1].x1 > spans[1][0]]
    held = [values for line in rows if (values := _values(line, spans[0]))]
    if len(held) < max(LEAST, MOST_ROWS * len(rows)):
        return spans
    usual = Counter(map(len, held)).most_common(1)[0][0]
    held = [values for values in held if len(values) == usual]
    columns = [(min(c.x0 for c in col), max(c.x1 for c in col)) for col in zip(*held, strict=True)]
    labels = [line.chunks[0] for line in rows]
    clear = [label for label in labels if label.x1 + CLEAR * size < columns[0][0]]
    apart = all(b[0] - a[1] > CLEAR * size for a, b in itertools.pairwise([*columns, spans[1]]))
    if (
        len(held) < MOST_ROWS * len(rows)
        or len(labels) - len(clear) > BRIDGES * len(labels)
        or not apart
    ):
        return spans
    return [(spans[0][0], max(label.x1 for label in clear)), *columns, *spans[1:]]


def holds_columns(body: Sequence[Line], span: Span) -> bool:
    """Whether most lines with a value in a span have several there, far apart, or a label before it."""
    held = [[c for c in line.chunks if span[0] <= (c.x0 + c.x1) / 2 <= span[1]] for line in body]
    values = [sum(bool(_VALUE.match(chunk.text)) for chunk in chunks) for chunks in held]
    some = sum(count > 0 for count in values)
    several = sum(
        count > 1 or (count == 1 < len(chunks) and bool(_LABEL.search(chunks[0].text)))
        for count, chunks in zip(values, held, strict=True)
    )
    return some >= LEAST and several > MOST_ROWS * some


def _values(line: Line, span: Span) -> list[Chunk]:
    inside = [chunk for chunk in line.chunks if chunk.x1 <= span[1] + 1]
    if len(inside) < 2 or not _LABEL.search(inside[0].text):
        return []
    return inside[1:] if all(_VALUE.match(chunk.text) for chunk in inside[1:]) else []
