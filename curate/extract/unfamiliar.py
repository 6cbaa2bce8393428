"""Tables whose layout was hardly understood: two signs that only a whole table shows.

Errors come in whole tables: where a header was taken for an arm that is none, all of its cells are named wrongly,
and most of them look whole. Two things tell such a table: the sentences of the report do not know its arms, and
more of its readings than a few are in doubt for other reasons. Each alone is common in tables that are right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from curate.extract.signs import is_size
from curate.extract.tables.names.arm_book import plain_key
from curate.extract.wire import Item
from curate.model.reading import Found

SAID = 0.5
"""Share of a table's arms that sentences name, at least: shorter names stand in headers."""

SURE = 0.9
"""Share of a table's readings without any doubt from which it needs no sentence."""

LEAST = 6
"""Readings of a table from which a share of them says something."""


def unfamiliar_tables(
    judged: Iterable[Item], beside: Iterable[Item], doubts: frozenset[str]
) -> frozenset[str]:
    """Return the ids of the grids that were hardly understood.

    Parameters
    ----------
    judged
        What the extractor of tables yielded, each reading with its own signs.
    beside
        What other extractors yielded of the same report.
    doubts
        The signs that speak against how a reading is named.
    """
    said = {key for item in beside if isinstance(item, Found) for key in _arms(item)}
    arms: dict[str, set[str]] = defaultdict(set)
    readings: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    for item in judged:
        if not isinstance(item, Found):
            continue
        own = _arms(item)
        for reading in item.readings:
            grid = reading.evidence.grid if reading.evidence else None
            if grid is None:
                continue
            arms[grid] |= own
            if not is_size(reading):
                readings[grid] += 1
                sure[grid] += doubts.isdisjoint(reading.flags)
    return frozenset(
        grid
        for grid, named in arms.items()
        if readings[grid] >= LEAST and sure[grid] < SURE * readings[grid]
        if not named or len(named & said) < SAID * len(named)
    )


def _arms(found: Found) -> set[str]:
    return {plain_key(arm) for arm in (*found.result.arms, *found.result.comparators)}
