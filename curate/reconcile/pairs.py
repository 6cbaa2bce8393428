"""From the readings of a study to pairs: each fact with what both say, and what helps to explain it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from curate.reconcile.compare import Difference, Finding, Pair
from curate.reconcile.precision import decimal
from curate.reconcile.values import Context, Place, Printed, Sibling, Side, Value

_PLAIN_PARTS = 4
"""Parts of the key of a fact about an arm or a study: study, arm, scope, statistic. A result's has more."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one reader says of one fact.

    Attributes
    ----------
    key
        The fact: key of its result, and after the last ``|`` the statistic with its role, or the item.
    statistic
        Empty for the answer to an item.
    kind
        ``number``; for answers the kind of the item.
    level
        Of a confidence limit, in percent.
    place
        The table cell it was read in, where known.
    """

    key: str
    statistic: str
    value: Value
    kind: str = "number"
    level: float | None = None
    place: Place | None = None

    @property
    def result(self) -> str:
        """Key of the result."""
        return self.key.rpartition("|")[0]


class Reader:
    """What one reader says of the facts of a study.

    Attributes
    ----------
    said
        Fact → what the reader says of it.
    results
        Result → statistic with its role → the same.
    sizes
        Arm → the numbers of people that the reader gives of it, anywhere.
    alike
        Fact of an arm without its arm → its keys, one an arm.
    """

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = {each.key: each for each in said}
        self.results: dict[str, dict[str, Said]] = defaultdict(dict)
        self.sizes: dict[str, set[Decimal]] = defaultdict(set)
        self.alike: dict[str, list[str]] = defaultdict(list)
        for each in self.said.values():
            self.results[each.result][each.key.rpartition("|")[2]] = each
            arm, contrast = _arms(each.key)
            self.alike[_of_any_arm(each.key)].append(each.key)
            if not contrast and (size := _size(each)) is not None:
                self.sizes[arm].add(size)

    def of_result(self, key: str) -> Mapping[str, Said]:
        """Return statistic → what the reader says, of one result."""
        return self.results.get(key, {})


def _arms(key: str) -> tuple[str, bool]:
    """Return the arms of a fact, and whether they are contrasted with others."""
    parts = key.split("|")
    return parts[1], len(parts) > _PLAIN_PARTS and bool(parts[2])


def _of_any_arm(key: str) -> str:
    """Return a fact without its arm."""
    parts = key.split("|")
    return "|".join((parts[0], *parts[2:]))


def _size(said: Said) -> Decimal | None:
    return decimal(said.value.text) if said.statistic in ("n", "total") else None


class Tables:
    """Where numbers stand in the tables of a study's reports, as far as any reading tells."""

    def __init__(self, readings: Iterable[Said]) -> None:
        self._cells: dict[tuple[str, int, int], set[tuple[str, str]]] = defaultdict(set)
        self._facts: dict[tuple[str, Decimal | None], Place] = {}
        self._names: dict[str, str] = {}
        for said in readings:
            if said.place and (number := decimal(said.value.text)) is not None:
                place = said.place
                self._cells[place.grid, place.row, place.col].add((said.key, said.value.text))
                self._facts.setdefault((said.key, number), place)
                self._names[place.grid] = place.table

    def place_of(self, said: Said | None) -> Place | None:
        """Return where a value stands: its own place, or that of another reading of the same fact."""
        if said is None:
            return None
        return said.place or self._facts.get((said.key, decimal(said.value.text)))

    def around(self, fact: str, *places: Place | None) -> tuple[Printed, ...]:
        """Return the numbers of other facts in these cells and one row or column from them."""
        return tuple(
            Printed(Place(*cell, self._names[cell[0]]), text)
            for cell in dict.fromkeys(cell for place in places if place for cell in _cells_around(place))
            for key, text in sorted(self._cells.get(cell, ()))
            if key != fact
        )


def _cells_around(place: Place) -> Iterator[tuple[str, int, int]]:
    for row, col in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
        yield place.grid, place.row + row, place.col + col


def pairs(one: Reader, two: Reader, tables: Tables) -> tuple[Pair, ...]:
    """Return each fact that at least one of two readers gives, by key."""
    return tuple(
        pair(one.said.get(key), one, two.said.get(key), two, tables)
        for key in sorted(one.said.keys() | two.said.keys())
    )


def pair(first: Said | None, one: Reader, second: Said | None, two: Reader, tables: Tables) -> Pair:
    """Return what readers `one` and `two` say of a fact, `first` and `second`; one of them may be None."""
    known = first or second
    if known is None:
        raise ValueError("neither reader gives the fact")
    first_value = first.value if first else None
    second_value = second.value if second else None
    if first_value == second_value:
        return Pair(known.key, known.statistic, first_value, second_value, known.kind)
    results = [reader.of_result(known.result) for reader in (one, two)]
    places = [tables.place_of(first), tables.place_of(second)]
    left, right = (
        Side({name: said.value for name, said in result.items()}, place)
        for result, place in zip(results, places, strict=True)
    )
    levels = [said.level for result in results for said in result.values() if said.level]
    context = Context(
        left,
        right,
        sizes=_sizes_for(known, one, two),
        level=levels[0] if levels else 95.0,
        printed=tables.around(known.key, *places),
        siblings=tuple(_siblings(known, one, two)),
    )
    return Pair(known.key, known.statistic, first_value, second_value, known.kind, context)


def _siblings(fact: Said, one: Reader, two: Reader) -> Iterator[Sibling]:
    """Yield what both readers say of the same fact of other arms, where both give a number."""
    if _arms(fact.key)[1]:
        return
    for key in one.alike.get(_of_any_arm(fact.key), ()):
        if key != fact.key and key in two.said:
            first, second = (decimal(reader.said[key].value.text) for reader in (one, two))
            if first is not None and second is not None:
                yield Sibling(first, second, _sizes_for(one.said[key], one, two))


def _sizes_for(fact: Said, one: Reader, two: Reader) -> tuple[Decimal, ...]:
    """Return the sizes that either gives with the result, else those that either gives of the arm."""
    arm, contrast = _arms(fact.key)
    if contrast:
        return ()
    near = [_size(said) for reader in (one, two) for said in reader.of_result(fact.result).values()]
    found = {size for size in near if size is not None}
    return tuple(sorted(found or one.sizes.get(arm, set()) | two.sizes.get(arm, set())))


def explain(sides: Sequence[tuple[Said | None, Reader]], tables: Tables) -> Finding:
    """Return how what several readers say of one fact relates: the worst of all pairs, every sentence once.

    At least two sides, of which one gives the fact; None stands for a reader that left it out.
    """
    found = [
        pair(first, one, second, two, tables).finding
        for (first, one), (second, two) in combinations(sides, 2)
        if first or second
    ]
    order = list(Difference)
    found.sort(key=lambda finding: order.index(finding.difference), reverse=True)
    because = dict.fromkeys(sentence for finding in found for sentence in finding.because)
    return Finding(found[0].difference, tuple(because))
