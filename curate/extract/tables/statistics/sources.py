"""The texts that may say what a cell's numbers are, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curate.parse.statistic_said import find_said

FOR_ALL = ("caption", "notes", "text")
"""Texts that are said of many cells."""
SAID_FOR_ALL = frozenset(f"statistic_from:{name}" for name in FOR_ALL)
"""Flags of numbers whose statistic one of them says, and no row or column."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may say what numbers are; nearer ones are asked first."""

    name: str
    text: str


def sources_of(
    column: Iterable[str], row: Iterable[str], marked: Iterable[str], shared: Iterable[Source]
) -> list[Source]:
    """Return the texts in the order in which they are asked; those of the whole table, `shared`, come last."""
    return [
        *[Source("column", text) for text in column],
        *[Source("row", text) for text in row],
        *[Source("mark", text) for text in marked],
        *shared,
    ]


def shared_sources(corner: str, caption: str, notes: str, spoken: str = "") -> list[Source]:
    """Return the texts that may say of all cells of a table what their numbers are."""
    told = [("column", corner), ("caption", caption), ("notes", notes), ("text", spoken)]
    return [Source(name, text) for name, text in told if text]


def row_first(sources: Sequence[Source]) -> list[Source]:
    """Ask the row's own labels that name an average with its spread before those over all columns.

    "Heart rate, mean (SD)" below a "No. (%)" that heads the whole table.
    """
    own = [s for s in sources if s.name == "row" and says_average(s.text)]
    return [*own, *(s for s in sources if s not in own)]


def says_average(text: str) -> bool:
    """Whether a text names an average with its spread.

    Examples
    --------
    >>> says_average("Age, mean (SD)"), says_average("Age, mean"), says_average("No. (%)")
    (True, False, False)
    """
    return any(len(said.slots) > 1 and said.slots[0] in ("mean", "median") for said in find_said(text))


def averages(text: str) -> bool:
    """Whether a text says nothing but that numbers are averages.

    Examples
    --------
    >>> averages("Mean"), averages("Mean levels of dust"), averages("Mean and range"), averages("Dust")
    (True, True, False, False)
    """
    told = [said.slots for said in find_said(text)]
    return bool(told) and all(slots in (("mean",), ("median",)) for slots in told)
