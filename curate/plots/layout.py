"""Where the parts of a forest plot go. All places are in points from the top left corner of the page.

Columns are as wide as their texts, measured with the font that draws them, so that nothing can overlap
whatever the names and numbers are; the page grows with the number of studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log

from curate.plots.numbers import ratio_ticks, tick_labels, ticks
from curate.plots.rows import Forest, Row
from curate.plots.style import STYLES

POINTS_PER_INCH = 72.0
MARGIN = 14.0
LINE = 14.0
"""Height of a row."""
GAP = 10.0
"""Between columns."""
WIDE_GAP = 18.0
"""Between the two groups, and around the plot."""
PLOT_WIDTH = 210.0
TICK = 3.0

FONT = "DejaVu Sans"
"""Comes with matplotlib: the same widths, and the same bytes, everywhere."""
SIZE, SMALL, TITLE = 8.0, 7.0, 9.5

_CLIP = 2.5
"""A study's interval may stretch the axis to so many times the width that the middle of all studies needs."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything goes, in points.

    Attributes
    ----------
    columns
        Right edge of each raw data column.
    groups
        Left and right edge of the columns under each group heading.
    plot
        Left and right edge of the plot.
    limits
        Analysis-scale values at these edges.
    text, weight
        Right edges of the columns of estimates and weights; the latter is 0 where no row has a weight.
    middles
        Of each row.
    """

    width: float
    height: float
    columns: tuple[float, ...]
    groups: tuple[tuple[float, float], ...]
    plot: tuple[float, float]
    limits: tuple[float, float]
    text: float
    weight: float
    top: float
    middles: tuple[float, ...]
    notes: tuple[str, ...]

    def row_y(self, line: int) -> float:
        """Return the middle of row `line`."""
        return self.middles[line]

    @property
    def bottom(self) -> float:
        """Where the axis is."""
        return self.middles[-1] + LINE

    def x(self, value: float) -> float:
        """Return the place of an analysis-scale value, clipped to the plot."""
        (left, right), (low, high) = self.plot, self.limits
        share = (value - low) / (high - low)
        return left + min(max(share, 0.0), 1.0) * (right - left)


def lay_out(plot: Forest) -> Sheet:
    """Return the places of everything that `plot` says."""
    x = MARGIN + max(_name_width(row) for row in (*plot.rows, _HEAD))
    columns: list[float] = []
    groups: list[tuple[float, float]] = []
    place = {"text": 0.0, "weight": 0.0}
    span = (0.0, 0.0)
    weighed = any(row.weight is not None for row in plot.rows)
    for part in STYLES[plot.layout].order:
        if part == "raw":
            x = _raw(plot, x, columns, groups)
        elif part == "plot":
            favours = sum(text_width(side, SMALL) for side in plot.favours) + 3 * WIDE_GAP
            span = (x + WIDE_GAP, x + WIDE_GAP + max(PLOT_WIDTH, favours))
            x = span[1]
        elif part == "text":
            texts = (plot.interval, *(row.text for row in plot.rows))
            x += WIDE_GAP + max(text_width(text, bold=True) for text in texts)
            place["text"] = x
        elif weighed:
            x += WIDE_GAP + max(text_width(text, bold=True) for text in ("Weight", "100.0%"))
            place["weight"] = x
    width = x + MARGIN
    notes = tuple(line for note in plot.notes for line in _wrap(note, width - 2 * MARGIN))
    top = MARGIN + TITLE + 2.6 * LINE
    middles = _middles(plot, top)
    favoured = 0.0 if STYLES[plot.layout].favours_above else LINE
    below = 2.5 * LINE + favoured + TICK + LINE * 0.85 * len(notes) + MARGIN
    return Sheet(
        width=width,
        height=middles[-1] + below,
        columns=tuple(columns),
        groups=tuple(groups),
        plot=span,
        limits=_limits(plot),
        text=place["text"],
        weight=place["weight"],
        top=top,
        middles=middles,
        notes=notes,
    )


def axis_ticks(plot: Forest, sheet: Sheet) -> list[tuple[float, str]]:
    """Return place and name of each tick of the axis."""
    low, high = sheet.limits
    values = ratio_ticks(low, high) if plot.log else ticks(low, high)
    names = [f"{value:.3g}" for value in values] if plot.log else tick_labels(values)
    places = [sheet.x(log(value) if plot.log else value) for value in values]
    return list(zip(places, names, strict=True))


INDENT = 8.0
"""Of the studies of a subgroup."""

_HEAD = Row("pooled", "Study", (), 0.0, 0.0, 0.0, None, "")


def _name_width(row: Row) -> float:
    bold = row.kind in ("pooled", "heading", "subtotal")
    return text_width(row.name, bold=bold) + (INDENT if row.indent else 0.0)


def _raw(plot: Forest, x: float, columns: list[float], groups: list[tuple[float, float]]) -> float:
    """Put down the right edges of the raw data columns, and return where they end."""
    first = 0
    for label, count in plot.groups:
        x += WIDE_GAP
        start = x
        widths = [_column_width(plot, first + offset) for offset in range(count)]
        natural = sum(widths) + GAP * (count - 1)
        spare = max(text_width(label, bold=True) - natural, 0.0) / count
        for offset, width in enumerate(widths):
            x += width + spare + (GAP if offset else 0.0)
            columns.append(x)
        groups.append((start, x))
        first += count
    return x


def _middles(plot: Forest, top: float) -> tuple[float, ...]:
    """Return the middle of each row; headings and the summary stand a little apart."""
    y, found = top, []
    for line, row in enumerate(plot.rows):
        if line and row.kind in ("heading", "pooled"):
            y += LINE / 2
        found.append(y + LINE / 2)
        y += LINE
    return tuple(found)


def _limits(plot: Forest) -> tuple[float, float]:
    """Return the ends of the axis: what the summaries need, and the studies unless they stretch it."""
    summaries = [row for row in plot.rows if row.kind not in ("study", "other", "heading", "series")]
    studies = [row for row in plot.rows if row.kind in ("study", "series")]
    lows, highs = sorted(row.low for row in studies), sorted(row.high for row in studies)
    tenth = len(studies) // 10
    core_low = min([0.0, *(row.low for row in summaries), lows[tenth]])
    core_high = max([0.0, *(row.high for row in summaries), highs[-1 - tenth]])
    room = (_CLIP - 1) / 2 * (core_high - core_low)
    low = max(min(core_low, lows[0]), core_low - room)
    high = min(max(core_high, highs[-1]), core_high + room)
    pad = 0.04 * (high - low)
    return low - pad, high + pad


def _column_width(plot: Forest, place: int) -> float:
    texts = [row.raw[place] for row in plot.rows if row.raw]
    summed = [row.raw[place] for row in plot.rows if row.raw and row.kind in ("pooled", "subtotal")]
    widths = [text_width(text) for text in texts] + [text_width(text, bold=True) for text in summed]
    return max(text_width(plot.columns[place], bold=True), *widths)


def _wrap(text: str, width: float) -> list[str]:
    """Return `text` in lines that are at most so wide."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, SMALL) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Return the width of `text` in points, in the font that draws it."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])
