"""Funnel, radial (Galbraith), L'Abbé, bubble and Baujat plots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from curate.effects.measures import Array
from curate.errors import Refused
from curate.model.terms import LOG_SCALE
from curate.plots.chart import POINT, areas, effect_name, frame, label_points, ratio_axis
from curate.plots.file import write
from curate.plots.layout import FONT, SMALL
from curate.plots.style import BLUE, FAINT, INK, PALE
from curate.pool.influence import baujat
from curate.pool.moderators import Regression
from curate.pool.study_pool import StudyPool
from curate.pool.trim_fill import Filled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHADES = (("0.10", "#f7f7f7"), ("0.05", "#e3e9f1"), ("0.01", "#c9d8ea"))
"""Two-sided p from which a region of the funnel is shaded, and its shade."""


def funnel(found: StudyPool, path: str | Path, *, title: str = "", filled: Filled | None = None) -> Path:
    """Write a contour-enhanced funnel plot; studies that trim and fill adds are hollow.

    The dashed lines hold 95% of the studies if there were neither heterogeneity nor bias. The shades are regions of
    significance against no effect: missing studies in the unshaded middle speak for publication bias, others do not
    (Peters et al. 2008, doi:10.1016/j.jclinepi.2007.11.010).
    """
    return write(lambda: draw_funnel(found, title, filled), path)


def draw_funnel(found: StudyPool, title: str, filled: Filled | None) -> Figure:
    """Return the figure of a funnel plot."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    log = found.pooled.measure in LOG_SCALE
    given = np.isfinite(found.yi)
    y, se = found.yi[given], np.sqrt(found.vi[given])
    figure, axes = frame(title, effect_name(found.pooled.measure, log), "Standard error")
    top = 1.06 * float(max(se.max(), *(np.sqrt(filled.vi) if filled and filled.missing else [0.0])))
    centre = found.pooled.estimate
    reach = [*y, *(filled.yi if filled else []), centre - 1.96 * top, centre + 1.96 * top, 0.0]
    pad = 0.05 * (max(reach) - min(reach))
    axes.set_xlim(min(reach) - pad, max(reach) + pad)
    axes.set_ylim(top, 0.0)
    edge = max(abs(min(reach) - pad), abs(max(reach) + pad))
    depth = np.array([0.0, top])
    quantiles = [float(-ndtri(float(p) / 2)) for p, _ in SHADES]
    outer = [*quantiles[1:], None]
    for (_, shade), inner, next_ in zip(SHADES, quantiles, outer, strict=True):
        for way in (-1.0, 1.0):
            far = way * next_ * depth if next_ is not None else np.full(2, way * edge)
            axes.fill_betweenx(depth, way * inner * depth, far, color=shade, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=0.7, zorder=1)
    axes.axvline(centre, color=BLUE, linewidth=0.9, zorder=2)
    for way in (-1.0, 1.0):
        axes.plot(centre + way * 1.96 * depth, depth, color=BLUE, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.scatter(y, se, s=POINT, color=INK, linewidths=0, zorder=4)
    handles = [
        Patch(facecolor=shade, edgecolor=FAINT, linewidth=0.4, label=f"p < {p}") for p, shade in SHADES
    ]
    if filled and filled.missing:
        axes.scatter(
            filled.yi, np.sqrt(filled.vi), s=POINT, facecolors="white", edgecolors=INK, zorder=4
        )
        hollow = Line2D([], [], linestyle="", marker="o", markerfacecolor="white", markeredgecolor=INK)
        hollow.set_label("filled in")
        handles.append(hollow)  # type: ignore[arg-type]
    if log:
        ratio_axis(axes, "x")
    figure.legend(
        handles=handles, loc="upper right", fontsize=SMALL, frameon=False, ncols=len(handles),
        handlelength=1.2, columnspacing=1.2, prop={"family": FONT, "size": SMALL}, borderaxespad=0.6,
    )  # fmt: skip
    return figure


def radial(found: StudyPool, path: str | Path, *, title: str = "") -> Path:
    """Write Galbraith's radial plot: effects over their standard errors against precision.

    Points lie around the line through the origin whose slope is the common effect; those outside the band of two
    differ from it by more than chance.

    References
    ----------
    Galbraith (1988), doi:10.1002/sim.4780070807.
    """
    return write(lambda: draw_radial(found, title), path)


def draw_radial(found: StudyPool, title: str) -> Figure:
    """Return the figure of a radial plot."""
    given = np.isfinite(found.yi)
    se = np.sqrt(found.vi[given])
    precision, z = 1 / se, found.yi[given] / se
    slope = float((precision * z).sum() / (precision**2).sum())
    figure, axes = frame(title, "Precision, 1/SE", "Effect over its SE")
    far = np.array([0.0, 1.05 * float(precision.max())])
    axes.fill_between(far, slope * far - 2, slope * far + 2, color=PALE, alpha=0.35, linewidth=0)
    axes.plot(far, slope * far, color=BLUE, linewidth=0.9)
    axes.axhline(0.0, color=INK, linewidth=0.6)
    axes.scatter(precision, z, s=POINT, color=INK, linewidths=0, zorder=3)
    axes.set_xlim(0.0, far[1])
    away = np.abs(z - slope * precision)
    names = [name for name, there in zip(found.labels, given, strict=True) if there]
    order = [int(row) for row in np.argsort(-away) if away[row] > 2]
    label_points(axes, precision, z, names, order)
    return figure


def labbe(
    found: StudyPool,
    path: str | Path,
    *,
    title: str = "",
    sides: tuple[str, str] = ("Experimental", "Control"),
) -> Path:
    """Write L'Abbé's plot: the risk in the experimental against that in the control group, areas by people.

    References
    ----------
    L'Abbé, Detsky & O'Rourke (1987), doi:10.7326/0003-4819-107-2-224.

    Raises
    ------
    Refused
        For effects without counts of people.
    """
    return write(lambda: draw_labbe(found, title, sides), path)


def draw_labbe(found: StudyPool, title: str, sides: tuple[str, str]) -> Figure:
    """Return the figure of L'Abbé's plot."""
    if found.counts is None or found.pooled.measure not in ("OR", "RR", "RD", "PETO"):
        raise Refused("L'Abbé's plot is of events among people", "give ai n1i ci n2i and OR, RR or RD")
    a, first, c, second = found.counts
    one, two = a / first, c / second
    figure, axes = frame(title, f"Risk, {sides[1]}", f"Risk, {sides[0]}", 330.0, 330.0)
    top = min(1.0, 1.1 * float(max(one.max(), two.max())))
    grid = np.linspace(1e-6, top, 400)
    axes.plot([0, top], [0, top], color=INK, linewidth=0.7)
    axes.plot(grid, _at_effect(grid, found), color=BLUE, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.scatter(
        two, one, s=areas(first + second), color=PALE, edgecolors=BLUE, linewidths=0.7, zorder=3
    )
    axes.set_xlim(-0.03 * top, 1.03 * top)
    axes.set_ylim(-0.03 * top, 1.03 * top)
    return figure


def _at_effect(risk: Array, found: StudyPool) -> Array:
    """Return the experimental risk at a control risk under the pooled effect; NaN beyond 0 and 1."""
    m = found.pooled.estimate
    if found.pooled.measure == "RD":
        other = risk + m
    elif found.pooled.measure == "RR":
        other = risk * np.exp(m)
    else:
        odds = risk / (1 - np.minimum(risk, 1 - 1e-9)) * np.exp(m)
        other = odds / (1 + odds)
    return np.asarray(np.where((other >= 0) & (other <= 1), other, np.nan))


def bubble(
    found: StudyPool, x: Array, name: str, made: Regression, path: str | Path, *, title: str = ""
) -> Path:
    """Write effects against one moderator, areas by weight, with the line of the meta-regression and its band."""
    return write(lambda: draw_bubble(found, x, name, made, title), path)


def draw_bubble(found: StudyPool, x: Array, name: str, made: Regression, title: str) -> Figure:
    """Return the figure of a bubble plot."""
    if np.ptp(x) == 0 or len(made.names) != 2:
        raise Refused("a bubble plot needs one moderator that varies and is a number", "--mod COLUMN")
    log = found.pooled.measure in LOG_SCALE
    figure, axes = frame(title, name, effect_name(found.pooled.measure, log))
    pad = 0.05 * float(np.ptp(x))
    grid = np.linspace(x.min() - pad, x.max() + pad, 200)
    matrix = np.column_stack([np.ones(len(grid)), grid])
    line = matrix @ made.estimate
    half = (made.ci_high[0] - made.estimate[0]) / made.se[0]
    spread = half * np.sqrt(np.einsum("ij,jk,ik->i", matrix, made.covariance, matrix))
    axes.fill_between(grid, line - spread, line + spread, color=PALE, alpha=0.35, linewidth=0)
    axes.plot(grid, line, color=BLUE, linewidth=1.0)
    axes.axhline(0.0, color=INK, linewidth=0.6)
    weights = 1 / (found.vi + made.tau2)
    axes.scatter(x, found.yi, s=areas(weights), color="white", edgecolors=INK, linewidths=0.8, zorder=3)
    axes.set_xlim(grid[0], grid[-1])
    if log:
        ratio_axis(axes, "y")
    return figure


def baujat_plot(found: StudyPool, path: str | Path, *, title: str = "") -> Path:
    """Write Baujat's plot: what each study adds to the heterogeneity, and what it does to the estimate."""
    return write(lambda: draw_baujat(found, title), path)


def draw_baujat(found: StudyPool, title: str) -> Figure:
    """Return the figure of Baujat's plot."""
    added, moved = baujat(found.yi, found.vi, found.pooled.method)
    figure, axes = frame(title, "Contribution to heterogeneity", "Influence on the estimate")
    axes.scatter(added, moved, s=POINT, color=INK, linewidths=0, zorder=3)
    axes.set_xlim(-0.03 * float(added.max()), 1.12 * float(added.max()))
    axes.set_ylim(-0.04 * float(moved.max()), 1.1 * float(moved.max()))
    far = added / max(added.max(), 1e-300) + moved / max(moved.max(), 1e-300)
    label_points(axes, added, moved, found.labels, [int(row) for row in np.argsort(-far)])
    return figure
