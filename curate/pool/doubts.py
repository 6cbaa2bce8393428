"""What is to be said of a table's numbers that a trial can have but hardly has: percent, logarithms, changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from curate.effects.convert.ratios import asymmetry
from curate.effects.definition import PRINTED
from curate.effects.extremes import EXTREME_RATIO, is_extreme
from curate.effects.measures import Array
from curate.model.caution import Caution, DoubtfulNumbers
from curate.model.terms import LOG_SCALE
from curate.pool.columns import StudyTable

OFF_CENTRE = 0.25
"""Share of the half width off the middle from which an interval is doubted: rounding and likelihoods make less."""

_COUNTS = (("ai", "n1i"), ("ci", "n2i"), ("xi", "ni"), ("x1i", ""), ("x2i", ""))
"""Numbers of events, and the people that they are of; those divided by a design effect are whole neither."""


def on_all_numbers(studies: StudyTable) -> list[Caution]:
    """Return what is to be said of every row that has an effect."""
    return on_numbers(studies, np.flatnonzero(np.isfinite(studies.yi)))


def on_numbers(studies: StudyTable, used: NDArray[np.intp]) -> list[Caution]:
    """Return what is to be said of the rows `used`, by kind."""
    given = {name: column[used] for name, column in studies.given.items()}
    labels = [studies.labels[row] for row in used.tolist()]

    def named(where: NDArray[np.bool_]) -> str:
        return ", ".join(labels[place] for place in np.flatnonzero(where).tolist())

    told = [
        *_off_centre(given, studies.measure),
        (_not_whole(given, len(labels)), "events that are no whole number, as percentages are"),
    ]
    if studies.measure in LOG_SCALE:
        extreme = is_extreme(studies.yi[used], studies.vi[used])
        ends = f"{EXTREME_RATIO:g} or 1/{EXTREME_RATIO:g}"
        told.append(
            (extreme, f"a ratio beyond {ends}, as a percentage or a logarithm in its place makes")
        )
    if studies.measure == "ROM" and {"m1i", "m2i"} <= given.keys():
        told.append((given["m1i"] < 0, "a ratio of two means below zero, as of changes"))
    return [
        Caution(f"look at {named(where)}: {text}", DoubtfulNumbers)
        for where, text in told
        if where.any()
    ]


def _off_centre(given: Mapping[str, Array], measure: str) -> Iterator[tuple[NDArray[np.bool_], str]]:
    """Yield where an estimate is not the middle of its interval, and is on the other scale or on none."""
    if not set(PRINTED) <= given.keys():
        return
    plain = np.array([given[name] for name in PRINTED])
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(plain[1] > 0, np.log(plain), np.nan)
    off, other = (asymmetry(*each) > OFF_CENTRE for each in (plain, logs))
    fits = asymmetry(*logs) <= OFF_CENTRE
    if measure in LOG_SCALE:
        off, fits = other, asymmetry(*plain) <= OFF_CENTRE
    which = "as of a logarithm" if measure in LOG_SCALE else "as of a ratio, whose measure is another"
    yield off & fits, f"the estimate is the middle of its interval on the other scale, {which}"
    yield off & ~fits, "the estimate is far from the middle of its interval"


def _not_whole(given: Mapping[str, Array], rows: int) -> NDArray[np.bool_]:
    found = np.zeros(rows, dtype=bool)
    for events, people in _COUNTS:
        if events in given:
            whole = np.ones(rows, dtype=bool)
            if people in given:
                whole = given[people] == np.round(given[people])
            found |= whole & (given[events] != np.round(given[events]))
    return found
