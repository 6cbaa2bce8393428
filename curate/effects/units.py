"""Units of printed numbers: two that differ make neither a difference nor a ratio."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.effects.result import Result
from curate.effects.routes import Missing
from curate.model.record import Record

_LETTERS = re.compile(r"[\s.,\-\u2010-\u2013]+")
_PEOPLE = re.compile(r"(\d*)(?:person|patient|participant|subject)s?(?=y|m|w|d)")
_WORDS = {
    **{"percent": "%", "pct": "%", "score": "point", "pt": "point"},
    **{"second": "s", "sec": "s", "minute": "min", "hour": "h", "hr": "h"},
    **{"day": "d", "week": "wk", "month": "mo", "year": "y", "yr": "y"},
    **{"kilogram": "kg", "gram": "g", "kgs": "kg"},
}
"""Spellings of one unit, in the singular."""

_ABBREVIATED = 2
"""Letters of units whose s is no plural: ms."""

_OF_SCORES = ("mean", "median")


def plain_unit(unit: str) -> str:
    """Return a unit without what only its spelling has.

    Examples
    --------
    >>> plain_unit("mm Hg") == plain_unit("mmHg"), plain_unit("Minutes"), plain_unit("μmol/L")
    (True, 'min', 'umol/l')
    """
    text = _LETTERS.sub("", unit.casefold()).replace("\u03bc", "u").replace("\u00b5", "u").strip("()[]")
    text = _PEOPLE.sub(r"\1", text)
    one = text[:-1] if text.endswith("s") and len(text) > _ABBREVIATED else text
    return _WORDS.get(text, _WORDS.get(one, one))


def units_of(records: Iterable[Record]) -> dict[str, str]:
    """Return the units that are said, as printed, by their plain form."""
    return {plain: record.unit for record in records if (plain := plain_unit(record.unit))}


def unit_of_scores(result: Result) -> str:
    """Return the unit of an arm's mean, else of its median, in its plain form; empty where none is said."""
    records = [record for name in _OF_SCORES if (record := result.record(name))]
    return next(iter(units_of(records)), "")


def is_one_unit(one: str, two: str) -> bool:
    """Return whether two plain units can be one: where either is not said, they can."""
    return not one or not two or one == two


def refuse_unlike(sides: Sequence[Sequence[Result]], *, rates: bool) -> None:
    """Refuse two sides that count in several units, or events on one and people on the other.

    Raises
    ------
    Missing
        With the units.
    """
    results = [result for side in sides for result in side]
    names = ("person_time",) if rates else _OF_SCORES
    units = units_of(record for r in results for name in names if (record := r.record(name)))
    if len(units) > 1:
        what = "count person-time" if rates else "are measured"
        raise Missing(f"the arms {what} in several units: {', '.join(sorted(units.values()))}")
    counted = {"events" if r.record("event_count") else "people" for r in results}
    if rates and len(counted) > 1:
        raise Missing("one arm counts events, the other people who had one")
