"""Deletion diagnostics side by side: one row a study, one column a diagnostic, what stands out in colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from curate.effects.measures import Array
from curate.plots.chart import dress
from curate.plots.file import write
from curate.plots.layout import FONT, LINE, MARGIN, POINTS_PER_INCH, SIZE, SMALL, TITLE, text_width
from curate.plots.rows import short
from curate.plots.style import FAINT, INK
from curate.pool.influence import Influence, influence
from curate.pool.study_pool import StudyPool

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANEL = 74.0
"""Width of one diagnostic, in points."""

BETWEEN = 12.0
FLAG = "#d55e00"

_PANELS: Sequence[tuple[str, str, Callable[[int], tuple[float, ...]]]] = (
    ("rstudent", "Studentised residual", lambda _: (-1.96, 0.0, 1.96)),
    ("dffits", "DFFITS", lambda k: (-3 * (1 / (k - 1)) ** 0.5, 0.0, 3 * (1 / (k - 1)) ** 0.5)),
    ("cook_d", "Cook's distance", lambda _: (0.0,)),
    ("cov_r", "Covariance ratio", lambda _: (1.0,)),
    ("tau2_del", "τ² without", lambda _: ()),
    ("q_del", "Q without", lambda _: ()),
    ("hat", "Share of weight", lambda k: (1 / k, 3 / k)),
)
"""Diagnostic, its name, and the lines that are drawn for so many studies."""


def influence_plot(found: StudyPool, path: str | Path, *, title: str = "") -> Path:
    """Write the deletion diagnostics of `curate.pool.influence.influence`; flagged studies are in orange."""
    made = influence(found.yi, found.vi, found.pooled.method, found.pooled.ci)
    return write(lambda: draw_influence(made, found.labels, title), path)


def draw_influence(made: Influence, labels: Sequence[str], title: str) -> Figure:
    """Return the figure of the diagnostics."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = [short(label) for label in labels]
    k = len(names)
    left = MARGIN + max(text_width(name) for name in names) + 8.0
    above, below = (42.0 if title else 26.0), 30.0
    width = left + len(_PANELS) * (PANEL + BETWEEN) + MARGIN
    height = above + k * LINE + below
    figure = Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
    FigureCanvasAgg(figure)
    if title:
        figure.text(
            MARGIN / width,
            1 - 14 / height,
            title,
            fontsize=TITLE,
            family=FONT,
            weight="bold",
            va="center",
        )
    rows = np.arange(k)
    for column, (name, heading, lines) in enumerate(_PANELS):
        x = (left + column * (PANEL + BETWEEN)) / width
        axes = figure.add_axes((x, below / height, PANEL / width, k * LINE / height))
        dress(axes)
        values: Array = getattr(made, name)
        for line in lines(k):
            axes.axvline(line, color=FAINT, linewidth=0.7, linestyle="-" if line == 0 else (0, (3, 2)))
        axes.plot(values, rows, color=FAINT, linewidth=0.7, zorder=1)
        colours = np.where(made.flagged, FLAG, INK)
        axes.scatter(values, rows, s=16, c=colours.tolist(), linewidths=0, zorder=3)
        axes.set_ylim(k - 0.5, -0.5)
        axes.margins(x=0.12)
        axes.locator_params(axis="x", nbins=3)
        axes.set_yticks(rows, names if column == 0 else [""] * k, fontsize=SIZE, family=FONT)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_title(heading, fontsize=SMALL, family=FONT, weight="bold", pad=4)
        if column == 0:
            for text, flagged in zip(axes.get_yticklabels(), made.flagged, strict=True):
                text.set_color(FLAG if flagged else INK)
    return figure
