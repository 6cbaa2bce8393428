"""What a forest plot of a table's studies says: studies, subgroups, and series of estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from curate.effects.catalogue import measure_of
from curate.effects.definition import CELLS, MEANS, RATES
from curate.effects.measures import Array
from curate.model.terms import LOG_SCALE
from curate.plots.numbers import column, number
from curate.plots.rows import Forest, Row, heterogeneity, method, printed, short, summaries
from curate.plots.subgroup_rows import grouped
from curate.pool.sensitivity import Series
from curate.pool.study_pool import StudyPool
from curate.pool.subgroups import Subgroups

_PAIRS = {
    MEANS: ("Mean", "SD", "n"),
    CELLS: ("Events", "n"),
    RATES: ("Events", "Time"),
}
"""Columns behind the effects → headings of one side."""

_SINGLES = {
    ("xi", "ni"): ("Events", "n"),
    ("mi", "sdi", "ni"): ("Mean", "SD", "n"),
    ("ri", "ni"): ("r", "n"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a table does not say of itself.

    Attributes
    ----------
    title
        Over the plot.
    sides
        Names of the two groups.
    favours
        What lies to the left and to the right of no effect; empty for ``lower`` and ``higher``.
    layout
        A name of `curate.plots.style.STYLES`.
    """

    title: str = ""
    sides: tuple[str, str] = ("Experimental", "Control")
    favours: tuple[str, str] = ("", "")
    layout: str = "curate"


def table_forest(
    found: StudyPool, said: Said, groups: Sequence[str] = (), parts: Subgroups | None = None
) -> Forest:
    """Return the forest plot of a pooled table.

    Parameters
    ----------
    groups, parts
        The subgroup of each study, and the subgroups pooled; none for a plot of all studies in their order.
    """
    pooled = found.pooled
    headings, raw = _raw(found)
    half = ndtri(0.5 + pooled.level / 200) * np.sqrt(found.vi)
    studies = [
        _study(found, place, raw[place], float(half[place]))
        for place in range(len(found.labels))
        if np.isfinite(found.yi[place])
    ]
    name = measure_of(pooled.measure).name
    plot = Forest(
        title=said.title,
        groups=_groups(headings, said.sides),
        columns=headings,
        measure=name.split(",")[0].capitalize(),
        interval=f"{pooled.measure} [{pooled.level:g}% CI]",
        log=pooled.measure in LOG_SCALE,
        rows=(*studies, *summaries(pooled, _totals(headings, found))),
        favours=_favours(said),
        notes=(heterogeneity(pooled), method(pooled, name), *_told(found)),
        layout=said.layout,
    )
    known = [label for label, y in zip(groups, found.yi, strict=False) if np.isfinite(y)]
    return grouped(plot, known, parts) if parts else plot


def series_forest(found: StudyPool, held: Series, said: Said, word: str) -> Forest:
    """Return the plot of a series of estimates: leaving each study out, or adding one after the other.

    Parameters
    ----------
    word
        Before the name of each study: ``without`` or ``with``.
    """
    pooled = found.pooled
    log = pooled.measure in LOG_SCALE
    rows = []
    for place, label in enumerate(found.labels):
        m, low, high = (
            float(each[place]) for each in (held.fits.estimate, held.interval.low, held.interval.high)
        )
        low, high = (low, high) if np.isfinite(low) else (m, m)
        row = Row("series", f"{word} {short(label)}", (), m, low, high, None, printed(m, low, high, log))
        rows.append(row)
    last = replace(summaries(pooled, ())[0], weight=None)
    name = measure_of(pooled.measure).name
    return Forest(
        title=said.title,
        groups=(),
        columns=(),
        measure=name.split(",")[0].capitalize(),
        interval=f"{pooled.measure} [{pooled.level:g}% CI]",
        log=log,
        rows=(*rows, last),
        favours=_favours(said),
        notes=(method(pooled, name),),
        layout=said.layout,
    )


def _study(found: StudyPool, place: int, raw: tuple[str, ...], half: float) -> Row:
    y, weight = float(found.yi[place]), found.pooled.weights[place]
    text = printed(y, y - half, y + half, found.pooled.measure in LOG_SCALE)
    return Row("study", short(found.labels[place]), raw, y, y - half, y + half, weight, text)


def _raw(found: StudyPool) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headings and texts of the numbers behind the effects."""
    none: list[tuple[str, ...]] = [()] * len(found.labels)
    names = tuple(found.given)
    if names in _PAIRS:
        wide = len(_PAIRS[names])
        columns = [found.given[name] for name in names]
        pairs = [_alike(columns[place], columns[place + wide]) for place in range(wide)]
        texts = [pair[side] for side in (0, 1) for pair in pairs]
        return _PAIRS[names] * 2, list(zip(*texts, strict=True))
    if names in _SINGLES:
        texts = [column(_known(found.given[name])) for name in names]
        return _SINGLES[names], list(zip(*texts, strict=True))
    if found.sizes is not None:
        people = [column(_known(each)) for each in found.sizes]
        return ("n", "n"), list(zip(*people, strict=True))
    return (), none


def _alike(one: Array, two: Array) -> tuple[list[str], list[str]]:
    texts = column([*_known(one), *_known(two)])
    return texts[: len(one)], texts[len(one) :]


def _known(values: Array) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _groups(headings: tuple[str, ...], sides: tuple[str, str]) -> tuple[tuple[str, int], ...]:
    if not headings:
        return ()
    if headings in _SINGLES.values() and headings not in (("n", "n"),):
        return (("", len(headings)),)
    return tuple((side, len(headings) // 2) for side in sides)


def _totals(headings: tuple[str, ...], found: StudyPool) -> tuple[str, ...]:
    """Return the sums of people, events and time under their columns."""
    names = tuple(found.given)
    columns = [found.given[name] for name in names]
    if headings == ("n", "n") and found.sizes is not None:
        columns = list(found.sizes)
    if len(columns) != len(headings):
        return ()
    return tuple(
        number(float(np.nansum(values)), 0) if heading in ("n", "Events", "Time") else ""
        for heading, values in zip(headings, columns, strict=True)
    )


def _favours(said: Said) -> tuple[str, str]:
    if all(said.favours):
        return said.favours
    one = said.sides[0].lower()
    return f"lower with {one}", f"higher with {one}"


def _told(found: StudyPool) -> list[str]:
    told = [
        f"Note: {text.replace('tau²', 'τ²')}"
        for text in found.pooled.warnings
        if not text.startswith("left out: ")
    ]
    if found.left_out:
        names = "; ".join(f"{name} ({why})" for name, why in found.left_out.items())
        told.append(f"Not pooled: {names}")
    return told
