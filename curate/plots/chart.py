"""Plots with two axes: the frame, points whose area is a weight, and labels that do not overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from curate.effects.measures import Array
from curate.plots.layout import FONT, POINTS_PER_INCH, SIZE, SMALL, TITLE
from curate.plots.numbers import MINUS, number, ratio_ticks
from curate.plots.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

WIDTH, HEIGHT = 400.0, 320.0
"""Of the page, in points."""

POINT = 26.0
"""Area of a point without a weight, in square points."""

LARGEST = 220.0
"""Area of the heaviest point, in square points."""

FEWEST_PIXELS = 2.0

_AROUND = (
    (5, 0, "left", "center"),
    (-5, 0, "right", "center"),
    (0, 6, "center", "bottom"),
    (0, -6, "center", "top"),
)
"""Where a label may stand: offset in points, and how it is aligned."""


def frame(
    title: str, across: str, up: str, width: float = WIDTH, height: float = HEIGHT
) -> tuple[Figure, Axes]:
    """Return a figure with one pair of axes, its title and the names of the axes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
    FigureCanvasAgg(figure)
    left, below = 46.0, 40.0
    above = 34.0 if title else 14.0
    box = (left / width, below / height, 1 - (left + 14.0) / width, 1 - (below + above) / height)
    axes = figure.add_axes(box)
    dress(axes)
    axes.set_xlabel(across, fontsize=SIZE, family=FONT)
    axes.set_ylabel(up, fontsize=SIZE, family=FONT)
    if title:
        figure.text(
            left / width,
            1 - 17.0 / height,
            title,
            fontsize=TITLE,
            family=FONT,
            weight="bold",
            va="center",
        )
    return figure, axes


def dress(axes: Axes) -> None:
    """Give axes their font, colours and open corners."""
    from matplotlib.ticker import FuncFormatter

    axes.tick_params(labelsize=SMALL, which="both", length=3, color=INK, labelcolor=INK)
    axes.spines[["top", "right"]].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(INK)
        spine.set_linewidth(0.8)
    plain = FuncFormatter(lambda value, _: f"{value:g}".replace("-", MINUS))
    axes.xaxis.set_major_formatter(plain)
    axes.yaxis.set_major_formatter(plain)


def ratio_axis(axes: Axes, which: str) -> None:
    """Write the ticks of a log axis, whose places are logarithms, as ratios."""
    low, high = axes.get_xlim() if which == "x" else axes.get_ylim()
    values = ratio_ticks(min(low, high), max(low, high))
    places, names = [math.log(value) for value in values], [f"{value:.3g}" for value in values]
    if which == "x":
        axes.set_xticks(places, names)
    else:
        axes.set_yticks(places, names)


def areas(weights: Array) -> Array:
    """Return the areas of points whose weights these are."""
    return np.asarray(np.maximum(LARGEST * weights / np.nanmax(weights), 6.0))


def label_points(
    axes: Axes, x: Array, y: Array, names: Sequence[str], order: Sequence[int], most: int = 12
) -> list[str]:
    """Name points, the first of `order` first, where there is room; return the names that found none.

    A label stands right, left, above or below its point, where it touches no point and no other label.
    """
    figure = axes.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    spots = axes.transData.transform(np.column_stack([x, y]))
    frame_box = axes.get_window_extent(renderer)
    taken: list[Bbox] = []
    left: list[str] = []
    for place in list(order)[:most]:
        for dx, dy, ha, va in _AROUND:
            text = axes.annotate(
                names[place], (x[place], y[place]), xytext=(dx, dy), textcoords="offset points",
                fontsize=SMALL, family=FONT, ha=ha, va=va, parse_math=False,
            )  # fmt: skip
            box = text.get_window_extent(renderer)
            inside = frame_box.x0 <= box.x0 and box.x1 <= frame_box.x1 + 8
            inside = inside and frame_box.y0 <= box.y0 and box.y1 <= frame_box.y1
            others = [spot for row, spot in enumerate(spots) if row != place]
            free = not any(box.padded(FEWEST_PIXELS).contains(*spot) for spot in others)
            if inside and free and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()
        else:
            left.append(names[place])
    return left


def effect_name(measure: str, log: bool) -> str:
    """Return the name of an axis of effects."""
    return f"{measure} (log scale)" if log else measure


def in_words(value: float, log: bool) -> str:
    """Return an estimate as it is printed."""
    return number(math.exp(value) if log else value)
