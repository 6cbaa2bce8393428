"""A number of a cell with the statistic that it is."""

from __future__ import annotations

from dataclasses import dataclass

from curate.parse.number import Number


@dataclass(frozen=True, slots=True)
class Stated:
    """One number with its statistic.

    Attributes
    ----------
    guessed
        Whether the table does not say it.
    disputed
        Whether the same text says something else that fits the cell as well.
    source
        ``cell``, ``column``, ``row``, ``mark``, ``caption``, ``notes`` or ``shape``.
    """

    statistic: str
    number: Number
    source: str
    guessed: bool = False
    disputed: bool = False
