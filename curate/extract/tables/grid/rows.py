"""Rows of a table: which lines belong to one row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from curate.extract.tables.grid.columns import Column, cut_line
from curate.extract.tables.grid.going_on import (
    BEGINS,
    VALUE,
    WORD,
    begin_large,
    both_complete,
    continues,
    heads_band,
    is_rest,
)
from curate.extract.tables.grid.lines import Line
from curate.extract.tables.grid.row import Row, RowCell
from curate.extract.tables.grid.rules import HLine


def find_rows(
    lines: Sequence[Line], columns: Sequence[Column], rules: Sequence[HLine], size: float
) -> list[Row]:
    """Return the body's rows.

    A full grid of rules gives one row per band. Else lines join by what they say (an open bracket, a
    label that goes on in lower case) and by how near they stand.
    """
    raw = [_raw_row(line, columns) for line in lines]
    raw = [row for row in raw if row.cells]
    if not raw:
        return []
    inner = [rule.y for rule in rules if raw[0].baselines[0] < rule.y < raw[-1].baselines[-1]]
    gridded = len(inner) >= 2 and _wrapped_bands(raw, inner)
    if gridded and inner:
        return _by_bands(raw, sorted(inner))
    pitch = _usual_pitch(raw, size)
    capital = begin_large(raw)
    rows: list[Row] = []
    whole: set[str] = set()
    for index, row in enumerate(raw):
        nxt = raw[index + 1] if index + 1 < len(raw) else None
        if (
            rows
            and not _heads(row, rows[-1], nxt, whole)
            and (
                continues(rows[-1], row, nxt, inner, pitch, size)
                or (capital and is_rest(rows[-1], row, inner, pitch))
            )
        ):
            rows[-1].take(row)
        else:
            if rows and rows[-1].stub and rows[-1].data:
                whole.add(rows[-1].cells[0].text)
            rows.append(row)
    _join_units(rows)
    return rows


def _join_units(rows: list[Row]) -> None:
    """Give a label back its unit that stands below it beside the label of the next row: "PaO2", "(mmHg)"."""
    for above, row in itertools.pairwise(rows):
        beside = [held.cells.get(1) for held in (above, row)]
        worded = all(cell is not None and WORD.match(cell.text) for cell in beside)
        if worded and row.stub and above.stub and len(row.cells) > 2 and _UNIT_ONLY.match(row.stub.text):
            above.stub.words.extend(row.cells.pop(0).words)


_UNIT_ONLY = re.compile(
    r"^[(\[](?![^()]*\b(?:CI|SD|SE|SEM|IQR|range|confidence)\b)[^()\[\]]{1,20}[)\]]$"
)


def _heads(row: Row, above: Row, nxt: Row | None, whole: set[str]) -> bool:
    """Whether a lone label stands between two labels with values that came before: it heads the same rows anew."""
    if row.data or not row.stub or not above.data or not above.stub:
        return False
    following = nxt is not None and nxt.stub is not None and bool(nxt.data) and nxt.stub.text in whole
    return following and above.stub.text in whole


def _wrapped_bands(raw: list[Row], inner: list[float]) -> bool:
    """Whether bands of several lines hold wrapped text: hardly any line but the first has values."""
    later = [
        b for a, b in itertools.pairwise(raw)
        if not any(a.baselines[0] < y < b.baselines[0] for y in inner)
    ]  # fmt: skip
    filled = sorted(len(row.data) for row in raw if row.data)
    enough = min(2, filled[len(filled) // 2]) if filled else 0
    full = [
        row for row in later
        if 0 < enough <= sum(bool(BEGINS.match(c.text)) for c in row.data) and (enough > 1 or row.stub)
    ]  # fmt: skip
    return len(full) <= 0.15 * len(later)


def _raw_row(line: Line, columns: Sequence[Column]) -> Row:
    cells = {p.first: RowCell(p.first, p.last, p.words) for p in cut_line(line, columns)}
    return Row(cells, [line.baseline], line.baseline if any(first > 0 for first in cells) else None)


def _by_bands(raw: list[Row], heights: list[float]) -> list[Row]:
    rows: list[Row] = []
    bands = [sum(y < row.baselines[0] for y in heights) for row in raw]
    for index, row in enumerate(raw):
        below = next((i for i in range(index, len(raw)) if bands[i] > bands[index]), None)
        if (
            not rows
            or bands[index] != bands[index - 1]
            or both_complete(rows[-1], row)
            or (below is not None and heads_band(rows[-1], row, raw[below]))
        ):
            rows.append(row)
        else:
            rows[-1].take(row)
    return rows


def _usual_pitch(raw: list[Row], size: float) -> float:
    """Return the usual distance between rows: the median between lines with a label and data."""
    gaps = [
        b.baselines[0] - a.baselines[-1]
        for a, b in itertools.pairwise(raw)
        if (a.stub and a.data and b.stub and b.data) or _alike(a, b)
    ]
    if not gaps:
        gaps = [b.baselines[0] - a.baselines[0] for a, b in itertools.pairwise(raw)]
    gaps = sorted(g for g in gaps if g > 0.5 * size)
    return gaps[len(gaps) // 2] if gaps else 1.3 * size


def _alike(above: Row, row: Row) -> bool:
    """Whether two rows without a label, as below one that several share, have whole values in the same columns."""
    values = (sum(bool(VALUE.match(cell.text)) for cell in line.data) for line in (above, row))
    return not above.stub and above.cells.keys() == row.cells.keys() and min(values) > 1
