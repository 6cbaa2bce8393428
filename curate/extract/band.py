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

REFUTED = frozenset(
    {
        "percent_mismatch",
        "outside_interval",
        "limits_disordered",
        "out_of_range",
        "sign_reversed",
        "statistic_repeated",
    }
)
"""Signs of `curate.extract.signs` that make a reading ``low``: the page's own numbers contradict it."""

CONTRADICTED = REFUTED | {"statistic_guessed", "doubtful", "doubtful_glyph"}
"""All signs that make a reading ``low``; extractors tell the others."""

OPEN = frozenset(
    {
        "arm_missing",
        "arm_unnamed",
        "arm_from_title",
        "arm_names_more",
        "arms_do_not_add_up",
        "arms_unconfirmed",
        "average_in_brackets",
        "beside_a_guess",
        "comparison_unnamed",
        "count_unconfirmed",
        "group_in_doubt",
        "group_lost",
        "header_incomplete",
        "header_says_mean",
        "header_unused",
        "label_holds_value",
        "label_says_range",
        "mixed_statistics",
        "name_broken",
        "names_shared",
        "number_mended",
        "outcome_from_elsewhere",
        "outcome_missing",
        "outcome_names_arm",
        "outcome_unnamed",
        "percent_sign",
        "row_is_study",
        "single_person",
        "size_of_more",
        "stands_alone",
        "said_once",
        "time_from_elsewhere",
        "time_missing",
        "two_tables",
        "unfamiliar_table",
        "unlike_its_table",
    }
)
"""Signs of `curate.extract.signs`, and of `curate.extract.unfamiliar`, that make a reading ``medium``."""

FOUND_HERE = REFUTED | OPEN

INTERPRETED = OPEN | {
    "arm_inferred",
    "cites_others",
    "direction_unsaid",
    "from_flowchart",
    "label_in_parts",
    "ocr",
    "outcome_inferred",
    "part_unread",
    "size_in_doubt",
    "size_noted",
    "spelt_number",
    "statement_disputed",
    "stored_number",
    "subgroup_unnamed",
    "time_inferred",
}
"""All signs that make a reading ``medium``; extractors tell the others."""

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
    grids = {reading.evidence.grid for reading in found.readings if reading.evidence}
    if unfamiliar.isdisjoint(grid for grid in grids if grid):
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
