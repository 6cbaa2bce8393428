"""A forest plot's studies under the headings of their subgroups, each with its estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from curate.plots.numbers import number, p_value
from curate.plots.rows import Forest, Row, printed
from curate.pool.subgroups import Subgroups

NO_GROUP = "In no subgroup"


def grouped(plot: Forest, groups: Sequence[str], parts: Subgroups) -> Forest:
    """Return the plot with its studies by subgroup, and the test between them among its notes.

    Parameters
    ----------
    groups
        The subgroup of each study, in the order of the plot; empty for one in none, which stands behind the others.
    """
    studies = [replace(row, indent=True) for row in plot.rows if row.kind == "study"]
    rest = [row for row in plot.rows if row.kind != "study"]
    rows: list[Row] = []
    for place, name in enumerate(parts.names):
        mine = [row for row, label in zip(studies, groups, strict=True) if label == name]
        rows += [_heading(name), *mine, _subtotal(parts, place, mine, plot.log)]
    if alone := [row for row, label in zip(studies, groups, strict=True) if not label]:
        rows += [_heading(NO_GROUP), *alone]
    notes = plot.notes if parts.p is None else (_between(parts, parts.p), *plot.notes)
    return replace(plot, rows=(*rows, *rest), notes=notes)


def _heading(name: str) -> Row:
    return Row("heading", name, (), 0.0, 0.0, 0.0, None, "")


def _subtotal(parts: Subgroups, place: int, mine: Sequence[Row], log: bool) -> Row:
    m, low, high = (
        float(each[place]) for each in (parts.fits.estimate, parts.interval.low, parts.interval.high)
    )
    low, high = (low, high) if np.isfinite(low) else (m, m)
    spread = f"τ² {number(float(parts.fits.tau2[place]), 3)}, I² {parts.fits.i2[place]:.0f}%"
    name = "Subtotal" if len(mine) == 1 else f"Subtotal ({spread})"
    weight = sum(row.weight or 0.0 for row in mine)
    return Row("subtotal", name, (), m, low, high, weight, printed(m, low, high, log), True)


def _between(parts: Subgroups, p: float) -> str:
    letter, df = ("F", f"{parts.df}, {parts.df2}") if parts.df2 else ("Q", str(parts.df))
    return f"Test for subgroup differences: {letter} = {number(parts.q)}, df = {df}, {p_value(p)}"
