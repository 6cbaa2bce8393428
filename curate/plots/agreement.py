"""The Bland-Altman plot: differences of two people's effects against their means, in units of the effect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import Refused
from curate.model.scale import analysis_name, own_scale
from curate.model.terms import LOG_SCALE
from curate.plots.file import write
from curate.plots.numbers import number
from curate.reconcile.concordance import MARGIN, BlandAltman

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Panel = tuple[str, str, BlandAltman | None]
"""Label of the comparison, its measure, and what is drawn."""

_WIDTH, _HEIGHT = 4.2, 3.2
"""Of a panel, in inches."""

_DOT, _LINE, _BAND = "#1f5a96", "#1a1a1a", "#e4edf6"


def agreement_plot(panels: Sequence[Panel], path: str | Path) -> Path:
    """Write one panel a comparison and pair of people as SVG, PNG or PDF, by the suffix of `path`.

    Each dot is a study. The lines are the mean difference and the limits of agreement; the band, for SMD, is
    where two extractions of a trial count as agreeing.

    Raises
    ------
    Refused
        When no comparison has two studies to compare.
    CurateError
        For another suffix, or a place that cannot be written.
    """
    drawn = [(label, measure, held) for label, measure, held in panels if held is not None]
    if not drawn:
        raise Refused(
            "there is nothing to plot", "it takes two studies whose effects two people's readings give"
        )
    return write(lambda: draw(drawn), path)


def draw(panels: Sequence[tuple[str, str, BlandAltman]]) -> Figure:
    """Return the figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, _HEIGHT * len(panels)), layout="constrained")
    FigureCanvasAgg(figure)
    for axes, (label, measure, held) in zip(
        figure.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True
    ):
        if measure == "SMD":
            axes.axhspan(-MARGIN, MARGIN, color=_BAND, zorder=0)
        _panel(axes, label, measure, held)
    return figure


def _panel(axes: Axes, label: str, measure: str, held: BlandAltman) -> None:
    unit, is_log = analysis_name(measure), measure in LOG_SCALE
    axes.scatter(held.means, held.differences, s=14, color=_DOT, zorder=3)
    for value, style in ((held.bias, "-"), (held.limits.low, "--"), (held.limits.high, "--")):
        axes.axhline(value, color=_LINE, linewidth=0.8, linestyle=style)
        ratio = f" (ratio {own_scale(measure, value)})" if is_log else ""
        axes.annotate(
            number(value) + ratio, (1, value), xycoords=("axes fraction", "data"), xytext=(3, 0),
            textcoords="offset points", fontsize=7, va="center",
        )  # fmt: skip
    axes.set_title(label, fontsize=9, loc="left")
    axes.set_xlabel(f"mean of the two, {unit}", fontsize=8)
    axes.set_ylabel(f"difference of {unit}" if is_log else "difference", fontsize=8)
    axes.tick_params(labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
