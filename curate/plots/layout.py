"""Where the parts of a forest plot go. All places are in points from the top left corner of the page.

Columns are as wide as their texts, measured with the font that draws them, so that nothing can overlap
whatever the names and numbers are; the page grows with the number of studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from curate.plots.rows import Forest

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
    studies: int
    rows: int
    notes: tuple[str, ...]

    def row_y(self, line: int) -> float:
        """Return the middle of row `line`; the summaries stand a little apart."""
        return self.top + (line + 0.5) * LINE + (LINE / 2 if line >= self.studies else 0)

    @property
    def bottom(self) -> float:
        """Where the axis is."""
        return self.row_y(self.rows - 1) + LINE

    def x(self, value: float) -> float:
        """Return the place of an analysis-scale value, clipped to the plot."""
        (left, right), (low, high) = self.plot, self.limits
        share = (value - low) / (high - low)
        return left + min(max(share, 0.0), 1.0) * (right - left)


def lay_out(plot: Forest) -> Sheet:
    """Return the places of everything that `plot` says."""
    names = max(text_width(row.name, bold=row.kind == "pooled") for row in plot.rows)
    x = MARGIN + max(names, text_width("Study", bold=True))
    columns: list[float] = []
    groups: list[tuple[float, float]] = []
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
    left = x + WIDE_GAP
    plot_width = max(PLOT_WIDTH, sum(text_width(side, SMALL) for side in plot.favours) + 3 * WIDE_GAP)
    right = left + plot_width
    texts = max(
        text_width(text, bold=True) for text in (plot.interval, *(row.text for row in plot.rows))
    )
    text = right + WIDE_GAP + texts
    weight = text + GAP + max(text_width("Weight", bold=True), text_width("100.0%", bold=True))
    width = weight + MARGIN
    notes = tuple(line for note in plot.notes for line in _wrap(note, width - 2 * MARGIN))
    top = MARGIN + TITLE + 2.6 * LINE
    studies = sum(row.kind == "study" for row in plot.rows)
    below = LINE * (len(plot.rows) + 1.5) + 2 * LINE + TICK + LINE * 0.85 * len(notes) + MARGIN
    return Sheet(
        width=width,
        height=top + below,
        columns=tuple(columns),
        groups=tuple(groups),
        plot=(left, right),
        limits=_limits(plot),
        text=text,
        weight=weight,
        top=top,
        studies=studies,
        rows=len(plot.rows),
        notes=notes,
    )


def _limits(plot: Forest) -> tuple[float, float]:
    """Return the ends of the axis: what the summaries need, and the studies unless they stretch it."""
    summaries = [row for row in plot.rows if row.kind not in ("study", "other")]
    studies = [row for row in plot.rows if row.kind == "study"]
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
    summed = [row.raw[place] for row in plot.rows if row.raw and row.kind == "pooled"]
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
