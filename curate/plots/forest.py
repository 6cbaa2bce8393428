"""The forest plot, drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.errors import UnknownName
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Protocol
from curate.plots.file import write
from curate.plots.layout import (
    FONT,
    GAP,
    INDENT,
    LINE,
    MARGIN,
    POINTS_PER_INCH,
    SIZE,
    SMALL,
    TICK,
    TITLE,
    Sheet,
    axis_ticks,
    lay_out,
    text_width,
)
from curate.plots.rows import Forest, Row, forest_rows
from curate.plots.style import BLUE, FAINT, INK, STYLES
from curate.plots.subgroup_rows import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from curate.pool.subgroups import Subgroups

BIGGEST_SQUARE = 8.5
SMALLEST_SQUARE = 2.0
DIAMOND = 4.5
"""Half the height of a diamond."""
ARROW = 5.0
SERIES_SQUARE = 5.0


def forest(
    pooled: Pooled,
    effects: Sequence[Effect],
    path: str | Path,
    *,
    protocol: Protocol | None = None,
    groups: Sequence[str] = (),
    parts: Subgroups | None = None,
    layout: str = "curate",
    title: str = "",
    sides: tuple[str, str] | None = None,
) -> Path:
    """Write the forest plot of `pooled` as SVG, PNG or PDF, by the suffix of `path`.

    The same input gives the same bytes (of one version of matplotlib).

    Parameters
    ----------
    effects
        The effects of the comparison, with the ones left out, which are listed under the plot.
    protocol
        Gives the labels of comparison and arms, and which direction is benefit.
    groups, parts
        The subgroup of each pooled effect, empty for none, and the subgroups pooled; none for all in their order.

    layout, title, sides
        A name of `STYLES`; title and names of the two groups other than the protocol's.

    Raises
    ------
    CurateError
        For another suffix or layout, or a place that cannot be written.
    """
    if layout not in STYLES:
        raise UnknownName.among("layout", layout, STYLES)
    plot = forest_rows(pooled, effects, protocol, sides)
    plot = replace(plot, layout=layout, title=title or plot.title)
    return write(lambda: draw(grouped(plot, groups, parts) if parts else plot), path)


def draw(plot: Forest) -> Figure:
    """Return the figure of a forest plot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet = lay_out(plot)
    figure = Figure(figsize=(sheet.width / POINTS_PER_INCH, sheet.height / POINTS_PER_INCH))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(sheet.height, 0)
    axes.axis("off")
    pen = _Pen(axes, plot, sheet)
    pen.headings()
    for line, row in enumerate(plot.rows):
        pen.row(row, sheet.row_y(line))
    pen.scale()
    pen.notes()
    return figure


class _Pen:
    """Draws the parts of one plot at their places."""

    def __init__(self, axes: Axes, plot: Forest, sheet: Sheet) -> None:
        self.axes, self.plot, self.sheet = axes, plot, sheet
        self.style = STYLES[plot.layout]
        self.heaviest = max((row.weight or 0.0 for row in plot.rows if row.kind == "study"), default=0.0)

    def headings(self) -> None:
        """Draw title, group headings, column headings and the rule under them."""
        sheet, plot = self.sheet, self.plot
        self._text(MARGIN, MARGIN + TITLE / 2, plot.title, size=TITLE, bold=True)
        upper, lower = sheet.top - 1.75 * LINE, sheet.top - 0.75 * LINE
        for (label, _), (start, end) in zip(plot.groups, sheet.groups, strict=True):
            self._text((start + end) / 2, upper, label, bold=True, align="center")
            self._line((start, end), (upper + LINE / 2, upper + LINE / 2), FAINT, 0.5)
        self._text(MARGIN, lower, "Study", bold=True)
        for x, heading in zip(sheet.columns, plot.columns, strict=True):
            self._text(x, lower, heading, bold=True, align="right")
        middle = sum(sheet.plot) / 2
        self._text(
            middle, lower, "" if self.style.favours_above else plot.measure, bold=True, align="center"
        )
        self._text(sheet.text, lower, plot.interval, bold=True, align="right")
        if sheet.weight:
            self._text(sheet.weight, lower, "Weight", bold=True, align="right")
        if self.style.favours_above:
            self._text(middle, upper, plot.measure, bold=True, align="center")
            self._favoured(lower)
        under = sheet.top - 0.15 * LINE
        self._line((MARGIN, sheet.width - MARGIN), (under, under), INK, 0.8)

    def row(self, row: Row, y: float) -> None:
        """Draw one line: texts, and its square, diamond or bar."""
        bold = row.kind in ("pooled", "subtotal", "heading")
        if self.style.ruled and row.kind != "heading":
            edge = y + LINE / 2
            self._line((MARGIN, self.sheet.width - MARGIN), (edge, edge), FAINT, 0.25, order=0)
        self._text(MARGIN + (INDENT if row.indent else 0.0), y, row.name, bold=bold)
        for x, text in zip(self.sheet.columns, row.raw, strict=False):
            self._text(x, y, text, bold=bold, align="right")
        self._text(self.sheet.text, y, row.text, bold=bold, align="right")
        if row.weight is not None:
            self._text(self.sheet.weight, y, f"{row.weight:.1f}%", bold=bold, align="right")
        if row.kind == "study":
            self._study(row, y)
        elif row.kind == "series":
            self._whisker(row, y, INK, 0.9)
            self._square(row, y, SERIES_SQUARE)
        elif row.kind == "heading":
            return
        elif row.kind == "prediction":
            self._whisker(row, y, BLUE, 3.0)
        else:
            self._diamond(row, y, filled=row.kind in ("pooled", "subtotal") and bool(self.style.diamond))

    def scale(self) -> None:
        """Draw the axis, no effect, the pooled estimate through the studies, and who is favoured."""
        sheet, plot = self.sheet, self.plot
        left, right = sheet.plot
        y, top = sheet.bottom, sheet.top
        last = next((line for line, row in enumerate(plot.rows) if row.kind == "pooled"), None)
        if last is not None:
            pooled = sheet.x(plot.rows[last].estimate)
            self._line((pooled, pooled), (top, sheet.row_y(last)), BLUE, 0.7, style=(0, (3, 2)))
        low, high = sheet.limits
        if low <= 0 <= high:
            self._line((sheet.x(0), sheet.x(0)), (top, y), INK, 0.7, order=1)
        self._line((left, right), (y, y), INK, 0.8)
        for x, name in axis_ticks(plot, sheet):
            self._line((x, x), (y, y + TICK), INK, 0.8)
            self._text(x, y + TICK + SIZE * 0.8, name, size=SMALL, align="center")
        if not self.style.favours_above:
            self._favoured(y + TICK + SIZE * 1.6 + 0.55 * LINE)

    def notes(self) -> None:
        """Write heterogeneity, method, warnings and studies left out under the plot."""
        y = self.sheet.bottom + (1.9 if self.style.favours_above else 2.9) * LINE
        for place, text in enumerate(self.sheet.notes):
            self._text(MARGIN, y + place * LINE * 0.85, text, size=SMALL, colour=INK)

    def _study(self, row: Row, y: float) -> None:
        self._whisker(row, y, INK, 0.9)
        if row.weight is not None and self.heaviest:
            side = max(BIGGEST_SQUARE * math.sqrt(row.weight / self.heaviest), SMALLEST_SQUARE)
            self._square(row, y, side)

    def _square(self, row: Row, y: float, side: float) -> None:
        low, high = self.sheet.limits
        if low <= row.estimate <= high:
            x = self.sheet.x(row.estimate)
            corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
            self._shape([(x + a * side / 2, y + b * side / 2) for a, b in corners], self.style.square)

    def _whisker(self, row: Row, y: float, colour: str, width: float) -> None:
        """Draw the interval; an arrow head where it goes on beyond the plot."""
        sheet = self.sheet
        low, high = sheet.limits
        self._line((sheet.x(row.low), sheet.x(row.high)), (y, y), colour, width, order=4)
        for beyond, edge, way in ((row.low < low, low, -1), (row.high > high, high, 1)):
            if beyond:
                x = sheet.x(edge)
                head = [(x + way * 1.0, y), (x - way * ARROW, y - 2.5), (x - way * ARROW, y + 2.5)]
                self._shape(head, colour)

    def _diamond(self, row: Row, y: float, filled: bool) -> None:
        sheet = self.sheet
        a, m, b = (sheet.x(value) for value in (row.low, row.estimate, row.high))
        corners = [(a, y), (m, y - DIAMOND), (b, y), (m, y + DIAMOND)]
        self._shape(corners, self.style.diamond or INK, filled=filled)

    def _favoured(self, y: float) -> None:
        """Write who is favoured: on both sides of no effect, or at the ends where there is no room."""
        left, right = self.sheet.plot
        null, arrow = self.sheet.x(0), ARROW + 4
        widths = [text_width(text, SMALL) + arrow for text in self.plot.favours]
        one, two = null - GAP / 2 - widths[0], null + GAP / 2 + widths[1]
        if one < left or two > right:
            one, two = left, right
        self._text(one + arrow, y, self.plot.favours[0], size=SMALL)
        self._text(two - arrow, y, self.plot.favours[1], size=SMALL, align="right")
        for tip, way in ((one, -1), (two, 1)):
            self._line((tip, tip - way * (ARROW + 1)), (y, y), INK, 0.7)
            self._shape([(tip, y), (tip - way * 3, y - 2), (tip - way * 3, y + 2)], INK)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SIZE,
        bold: bool = False,
        align: str = "left",
        colour: str = INK,
    ) -> None:
        if text:
            weight = "bold" if bold else "normal"
            self.axes.text(
                x, y, text, fontsize=size, fontweight=weight, family=FONT, color=colour,
                ha=align, va="center_baseline", parse_math=False,
            )  # fmt: skip

    def _line(
        self,
        xs: tuple[float, float],
        ys: tuple[float, float],
        colour: str,
        width: float,
        style: Any = "-",
        order: int = 2,
    ) -> None:
        line = self.axes.plot(xs, ys, color=colour, linewidth=width, linestyle=style, zorder=order)
        line[0].set_solid_capstyle("butt")

    def _shape(self, corners: list[tuple[float, float]], colour: str, filled: bool = True) -> None:
        from matplotlib.patches import Polygon

        face = colour if filled else "white"
        self.axes.add_patch(
            Polygon(corners, closed=True, facecolor=face, edgecolor=colour, linewidth=0.8, zorder=3)
        )
