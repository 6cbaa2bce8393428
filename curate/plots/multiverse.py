"""The pooled estimates of a multiverse, in order, with their intervals, and the protocol's own among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from curate.model.terms import LOG_SCALE
from curate.plots.file import write
from curate.plots.layout import FONT, POINTS_PER_INCH, SIZE, SMALL, TITLE
from curate.pool.multiverse import Multiverse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 420.0, 260.0
"""Of the page, in points."""

SHOWN = 2000
"""Universes that are drawn; of more, every n-th in order."""

INK, PALE, MARK, SIDE = "#1a1a1a", "#9ecae1", "#d55e00", "#007057"


def multiverse_plot(
    found: Multiverse,
    title: str,
    measure: str,
    path: str | Path,
    assumed: Sequence[float] = (),
) -> Path:
    """Write the curve of estimates as SVG, PNG or PDF, by the suffix of `path`.

    Each universe is a vertical line, its interval, and a dot, its estimate, from the lowest to the highest; the
    protocol's choice is the ringed dot, and the null a line. Ratios stand on a log axis. Triangles on the right are the
    estimates under other assumptions, `assumed`.
    """
    return write(lambda: _draw(found, title, measure, assumed), path)


def _draw(found: Multiverse, title: str, measure: str, assumed: Sequence[float]) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.ticker import ScalarFormatter

    is_ratio = measure in LOG_SCALE
    scale = np.exp if is_ratio else np.asarray
    order = np.argsort(found.fits.estimate, kind="stable")
    place = {int(row): rank for rank, row in enumerate(order)}
    shown = order[:: max(1, math.ceil(len(order) / SHOWN))]
    ranks = np.array([place[int(row)] for row in shown]) + 1
    figure = Figure(figsize=(WIDTH / POINTS_PER_INCH, HEIGHT / POINTS_PER_INCH))
    axes = figure.add_axes((0.13, 0.17, 0.84, 0.68))
    low, high = scale(found.interval.low[shown]), scale(found.interval.high[shown])
    axes.vlines(ranks, low, high, colors=PALE, linewidth=max(0.4, min(4.0, 240 / len(shown))))
    axes.scatter(ranks, scale(found.fits.estimate[shown]), s=5, color=INK, zorder=3, linewidths=0)
    axes.axhline(1.0 if is_ratio else 0.0, color=INK, linewidth=0.7)
    if is_ratio:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(ScalarFormatter())
        axes.yaxis.set_minor_formatter(ScalarFormatter())
    if found.chosen is not None:
        x, y = place[found.chosen] + 1, scale(found.fits.estimate[found.chosen])
        axes.scatter([x], [y], s=60, facecolors="none", edgecolors=MARK, linewidths=1.6, zorder=4)
    if len(assumed):
        right = np.full(len(assumed), len(order) * 1.03 + 1)
        axes.scatter(
            right, scale(np.array(assumed)), s=22, marker="<", color=SIDE, zorder=4, linewidths=0
        )
    name = "ratio, log axis" if is_ratio else measure
    axes.set_ylabel(f"{measure}, pooled ({name})" if is_ratio else f"{measure}, pooled", fontsize=SIZE)
    drawn = "" if len(shown) == len(order) else f", {len(shown)} drawn"
    kind = "all choices" if found.is_exact else f"{len(order)} of {found.universes} choices"
    axes.set_xlabel(f"{kind} among eligible results, by estimate{drawn}", fontsize=SIZE)
    axes.tick_params(labelsize=SMALL, which="both", length=3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.02)
    figure.text(0.13, 0.94, title, fontsize=TITLE, family=FONT, weight="bold", va="center")
    if len(assumed):
        figure.text(0.55, 0.885, "triangles: other assumptions", fontsize=SMALL, color=SIDE, va="center")
    if found.chosen is not None:
        figure.text(
            0.13, 0.885, "ring: the protocol\u2019s choice", fontsize=SMALL, color=MARK, va="center"
        )
    return figure
