"""How far a program's reading can be trusted: a band from explicit signs, one rule set for all extractors.

The signs are kept among the reading's flags. What contradicts the reading makes it ``low``, what leaves something
to interpretation makes it ``medium``; without either it is ``high``. No band stands for a person's look at the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curate.extract.context import Report
from curate.extract.signs import signs_of
from curate.extract.unfamiliar import unfamiliar_tables
from curate.extract.wire import Item
from curate.model.reading import Found, Reading
from curate.model.sign import SIGNS

CONTRADICTED = frozenset(flag for flag, sign in SIGNS.items() if sign.band == "low")
"""Signs that make a reading ``low``: the page itself speaks against it."""

INTERPRETED = frozenset(flag for flag, sign in SIGNS.items() if sign.band == "medium")
"""Signs that make a reading ``medium``: something is left to interpretation."""

FOUND_HERE = frozenset(flag for flag, sign in SIGNS.items() if sign.band and not sign.told)
"""Signs that `curate.extract.signs` and `curate.extract.unfamiliar` find; extractors give the others."""

_OF_NAMES = (CONTRADICTED | INTERPRETED) - {"doubtful_glyph", "number_mended", "ocr", "stored_number"}
"""Signs that a layout was not understood; the others are of a number's own letters."""


def with_bands(items: Iterable[Item], beside: Iterable[Item] = ()) -> tuple[Item, ...]:
    """Return what one extractor yielded, each reading with its band and the signs that it rests on.

    The bands depend on nothing but `items` and `beside`: doing it again changes nothing.

    Parameters
    ----------
    beside
        What other extractors yielded of the same report: its tables confirm numbers of sentences, and its
        sentences the arms of tables.
    """
    kept, others = tuple(items), tuple(beside)
    report = Report(kept, others)
    judged = tuple(
        _banded(item, report) if isinstance(item, Found) and item.readings else item for item in kept
    )
    unfamiliar = unfamiliar_tables(judged, others, _OF_NAMES)
    if not unfamiliar:
        return judged
    return tuple(_doubted(item, unfamiliar) if isinstance(item, Found) else item for item in judged)


def _banded(found: Found, report: Report) -> Found:
    found = Found(found.result, tuple(map(_as_told, found.readings)))
    readings = []
    for reading, signs in zip(found.readings, signs_of(found, report), strict=True):
        flags = signs.union(reading.flags)
        readings.append(reading.judged(tuple(sorted(flags)), band_of(flags)))
    return Found(found.result, tuple(readings))


def _doubted(found: Found, unfamiliar: frozenset[str]) -> Found:
    """Return a result with the sign at its readings in tables that were hardly understood."""
    if unfamiliar.isdisjoint(reading.evidence.grid for reading in found.readings if reading.evidence):
        return found
    readings = []
    for reading in found.readings:
        if reading.evidence and reading.evidence.grid in unfamiliar:
            flags = {*reading.flags, "unfamiliar_table"}
            reading = reading.judged(tuple(sorted(flags)), band_of(flags))
        readings.append(reading)
    return Found(found.result, tuple(readings))


def _as_told(reading: Reading) -> Reading:
    """Return a reading with the flags of its extractor alone, without signs that were found before."""
    if FOUND_HERE.isdisjoint(reading.flags):
        return reading
    return replace(reading, flags=tuple(flag for flag in reading.flags if flag not in FOUND_HERE))


def band_of(signs: Iterable[str]) -> str:
    """Return the band of a reading with these signs."""
    signs = set(signs)
    if not signs.isdisjoint(CONTRADICTED):
        return "low"
    return "high" if signs.isdisjoint(INTERPRETED) else "medium"
