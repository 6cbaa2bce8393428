"""What readers say of a fact, and what else is known there: the material of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Value:
    """What one reader says: decimal text (or an answer), operator and status."""

    text: str
    operator: str = "="
    status: str = "reported"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table: id of the grid, row and column from 0, and the table's name for people."""

    grid: str
    row: int
    col: int
    table: str = ""

    def steps_to(self, other: Place) -> int | None:
        """Return rows plus columns between two cells; None when they are of two tables."""
        if self.grid != other.grid:
            return None
        return abs(self.row - other.row) + abs(self.col - other.col)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that somebody read in a cell of a table."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """What both readers say of the same statistic of another arm of the result, and the sizes of that arm."""

    one: Decimal
    two: Decimal
    sizes: tuple[Decimal, ...] = ()


_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Side:
    """What one reader says of the same result besides the value compared.

    Attributes
    ----------
    values
        Statistic → value, the one compared included where the reader gave it.
    place
        The cell where the value compared was read, None when not known.
    """

    values: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What explaining a difference needs besides the two values.

    Attributes
    ----------
    one, two
        What each reader says of the same result.
    sizes
        Sizes of the arm that either gives; empty for contrasts of arms.
    level
        Of the confidence limits, in percent.
    printed
        Numbers that were read for other facts in the tables where the two values stand.
    siblings
        What both say of the other arms: who took another column took it for every arm.
    """

    one: Side = Side()
    two: Side = Side()
    sizes: tuple[Decimal, ...] = ()
    level: float = 95.0
    printed: tuple[Printed, ...] = ()
    siblings: tuple[Sibling, ...] = ()

    def swapped(self) -> Context:
        """Return the context of the same two values in the other order."""
        siblings = tuple(replace(each, one=each.two, two=each.one) for each in self.siblings)
        return replace(self, one=self.two, two=self.one, siblings=siblings)


ALONE = Context()
"""Two values and nothing else known."""
