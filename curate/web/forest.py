"""A forest plot as SVG whose studies are links: places from `curate.plots.layout`, words from `curate.plots.rows`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curate.plots.forest import BIGGEST_SQUARE, DIAMOND, SMALLEST_SQUARE
from curate.plots.layout import GAP, LINE, MARGIN, SIZE, TICK, TITLE, Sheet, axis_ticks, lay_out
from curate.plots.rows import Forest, Row

BIG = 1.5
"""Size on the screen against that on paper."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text at its place; `align` is ``start``, ``middle`` or ``end``."""

    x: float
    y: float
    text: str
    align: str = "start"
    look: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the plot, with its places as they are written: a plot of 500 studies has thousands.

    Attributes
    ----------
    y, top
        Middle and upper edge of the row.
    columns
        Right end and text of each column.
    link
        Where it leads; empty for the summary.
    square
        Left, top and side; None for the summary.
    whisker
        From, to; and whether it goes on beyond the plot on the left and on the right.
    diamond
        Corners, as SVG points.
    """

    kind: str
    name: str
    y: str
    top: str
    columns: tuple[tuple[str, str], ...]
    link: str = ""
    square: tuple[str, str, str] | None = None
    whisker: tuple[str, str, bool, bool] | None = None
    diamond: str = ""


def drawn(plot: Forest, links: Sequence[str]) -> dict[str, Any]:
    """Return what the template of a forest plot draws.

    Parameters
    ----------
    links
        Where each study leads, in the order of the rows.
    """
    sheet = lay_out(plot)
    heaviest = max((row.weight or 0.0 for row in plot.rows if row.kind == "study"), default=0.0)
    lines, rest = [], iter(links)
    for place, row in enumerate(plot.rows):
        link = next(rest, "") if row.kind == "study" else ""
        lines.append(_line(sheet, row, sheet.row_y(place), heaviest, link))
    last = next((n for n, row in enumerate(plot.rows) if row.kind == "pooled"), None)
    low, high = sheet.limits
    return {
        "title": plot.title,
        "width": sheet.width,
        "height": sheet.height,
        "big": BIG,
        "margin": MARGIN,
        "row_height": LINE,
        "left": sheet.plot[0],
        "right": sheet.plot[1],
        "top": sheet.top,
        "bottom": sheet.bottom,
        "null": sheet.x(0) if low <= 0 <= high else None,
        "summary": (sheet.x(plot.rows[last].estimate), sheet.row_y(last)) if last is not None else None,
        "headings": _headings(plot, sheet),
        "groups": sheet.groups,
        "lines": lines,
        "ticks": _ticks(plot, sheet),
        "notes": _notes(plot, sheet),
    }


def _line(sheet: Sheet, row: Row, y: float, heaviest: float, link: str) -> Line:
    columns = [*zip(sheet.columns, row.raw, strict=False), (sheet.text, row.text)]
    if row.weight is not None:
        columns.append((sheet.weight, f"{row.weight:.1f}%"))
    low, high = sheet.limits
    a, m, b = (sheet.x(value) for value in (row.low, row.estimate, row.high))
    square = None
    if row.kind == "study" and heaviest and row.weight is not None and low <= row.estimate <= high:
        side = max(BIGGEST_SQUARE * math.sqrt(row.weight / heaviest), SMALLEST_SQUARE)
        square = (written(m - side / 2), written(y - side / 2), written(side))
    is_bar = row.kind in ("study", "prediction")
    corners = [(a, y), (m, y - DIAMOND), (b, y), (m, y + DIAMOND)]
    diamond = "" if is_bar else " ".join(f"{written(x)},{written(up)}" for x, up in corners)
    whisker = (written(a), written(b), row.low < low, row.high > high) if is_bar else None
    texts = tuple((written(x), text) for x, text in columns)
    top = written(y - LINE / 2)
    return Line(row.kind, row.name, written(y), top, texts, link, square, whisker, diamond)


def written(place: float) -> str:
    """Return a coordinate as it is written."""
    return f"{place:.2f}"


def _headings(plot: Forest, sheet: Sheet) -> list[Text]:
    upper, lower = sheet.top - 1.75 * LINE, sheet.top - 0.75 * LINE
    found = [Text(MARGIN, MARGIN + TITLE / 2, plot.title, look="title"), Text(MARGIN, lower, "Study")]
    found += [
        Text((start + end) / 2, upper, label, "middle")
        for (label, _), (start, end) in zip(plot.groups, sheet.groups, strict=True)
    ]
    found += [Text(x, lower, name, "end") for x, name in zip(sheet.columns, plot.columns, strict=True)]
    found.append(Text(sum(sheet.plot) / 2, lower, plot.measure, "middle"))
    found.append(Text(sheet.text, lower, plot.interval, "end"))
    if sheet.weight:
        found.append(Text(sheet.weight, lower, "Weight", "end"))
    return found


def _ticks(plot: Forest, sheet: Sheet) -> list[Text]:
    y = sheet.bottom + TICK + SIZE * 0.8
    return [Text(x, y, name, "middle") for x, name in axis_ticks(plot, sheet)]


def _notes(plot: Forest, sheet: Sheet) -> list[Text]:
    y = sheet.bottom + TICK + SIZE * 1.6 + 0.55 * LINE
    centre = min(max(sheet.x(0), sheet.plot[0] + 60), sheet.plot[1] - 60)
    found = [
        Text(centre - GAP / 2, y, f"← {plot.favours[0]}", "end"),
        Text(centre + GAP / 2, y, f"{plot.favours[1]} →"),
    ]
    below = sheet.bottom + 2.9 * LINE
    return found + [
        Text(MARGIN, below + place * LINE * 0.85, text) for place, text in enumerate(sheet.notes)
    ]
