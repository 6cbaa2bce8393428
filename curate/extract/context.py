"""What the results of one table, and of one report, share: a reading alone cannot tell whether it is in doubt."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import attrgetter

from curate.extract.arithmetic import reversed_sign
from curate.extract.confirm import Confirmations
from curate.extract.names import is_study, without_statistics, words
from curate.extract.tables.names.arm_book import plain_key
from curate.extract.wire import Item
from curate.model.reading import Evidence, Found, Grid, Reading, Result
from curate.parse.label import read_contrast, read_label, sounds_like_arm
from curate.parse.people import MANY_PEOPLE
from curate.parse.safety import is_safety


@dataclass(slots=True)
class Table:
    """What the results of one table share.

    Attributes
    ----------
    captions, heads
        Its caption, and the head of its rows' labels; on one page there may be several of one label.
    timed
        Outcomes that the table gives at a named time point.
    arms, everyone
        Arm → its size, and the sizes of all together, as headers give them.
    fractions
        Whether a mean of it is printed with decimals.
    named
        All arms that its results name.
    sized
        Whether a header over its numbers has the size of a group.
    compared
        Whether a result of it names both arms that it compares, and not its row alone.
    studies
        How many of its results stand in the row of a study.
    centres
        Row and arm → the averages or percentages there.
    """

    captions: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    timed: set[str] = field(default_factory=set)
    arms: dict[str, float] = field(default_factory=dict)
    everyone: set[float] = field(default_factory=set)
    fractions: bool = False
    named: set[str] = field(default_factory=set)
    sized: bool = False
    compared: bool = False
    studies: int = 0
    centres: dict[tuple[int | None, str], set[float]] = field(default_factory=dict)
    _said: frozenset[str] | None = None
    _overlaps: bool | None = None
    _timeless: bool | None = None

    @property
    def titles(self) -> set[str]:
        """All that is said of the whole table."""
        return self.captions | self.heads

    @property
    def said(self) -> frozenset[str]:
        """The words of its titles, once all of its results are known."""
        if self._said is None:
            self._said = words(*self.titles)
        return self._said

    @property
    def timeless(self) -> bool:
        """Whether its caption tells of harms, which are of the whole course, or of who people are."""
        if self._timeless is None:
            self._timeless = any(
                is_safety(text) or _WHO_PEOPLE_ARE.search(text) for text in self.captions
            )
        return self._timeless

    def note(self, found: Found) -> None:
        """Take in what one result tells about the table."""
        result = found.result
        self.named.update(result.arms, result.comparators)
        evidence = found.readings[0].evidence if found.readings else None
        rows = evidence.row_headers if evidence else ()
        self.compared |= bool(result.comparators) and not any(map(_names_sides, rows))
        self.studies += any(map(is_study, rows))
        self.sized = self.sized or _has_size(found)
        if result.timepoint:
            self.timed.add(result.outcome)
        for reading in found.readings:
            if reading.statistic == "mean" and reading.decimals:
                self.fractions = True
            if reading.number is None or len(result.arms) > 1 or result.comparators:
                continue
            if reading.statistic in ("mean", "percent") and result.arms and reading.evidence:
                place = reading.evidence.row, result.arms[0]
                self.centres.setdefault(place, set()).add(reading.number)
            if any(flag.startswith("n_from:column") for flag in reading.flags):
                if result.arms:
                    self.arms.setdefault(result.arms[0], reading.number)
                else:
                    self.everyone.add(reading.number)

    @property
    def adds_up(self) -> bool:
        """Whether the arms' sizes make the size of all, where a table gives both."""
        if len(self.arms) < 2 or not self.everyone:
            return True
        return sum(self.arms.values()) in self.everyone

    @property
    def overlaps(self) -> bool:
        """Whether columns that were taken for arms have more people together than all, once all sizes are known.

        One arm that pools others, and has as many people as these, may count them again.
        """
        if self._overlaps is None:
            self._overlaps = self._has_overlaps()
        return self._overlaps

    def _has_overlaps(self) -> bool:
        if not 1 < len(self.arms) <= MOST_ARMS or not self.everyone:
            return False
        *others, largest = sorted(self.arms.values())
        pooled = any(
            largest == sum(held)
            for count in range(2, len(others) + 1)
            for held in itertools.combinations(others, count)
        )
        return sum(others) + (0 if pooled else largest) > OVER * max(self.everyone)

    def reverses(self, difference: Reading, result: Result) -> bool:
        """Whether the averages of two arms say that a difference between them is the other way round."""
        if difference.evidence is None or len(result.arms) != 1 or len(result.comparators) != 1:
            return False
        sides = [
            self.centres.get((difference.evidence.row, arm), set())
            for arm in (*result.arms, *result.comparators)
        ]
        if any(len(side) != 1 for side in sides):
            return False  # several times or statistics in one row: not told apart here
        return reversed_sign(difference, *(next(iter(side)) for side in sides))


_WHO_PEOPLE_ARE = re.compile(r"(?i)\b(?:characteristics?|demographics?|baseline)\b")

MOST_ARMS = 8
"""Arms of a table whose sizes are added up."""

OVER = 1.02
"""How many times the number of all people that of the arms is at most."""


class Report:
    """What the readings of one extractor share.

    Attributes
    ----------
    tables
        By the id of the grid.
    arms, times
        All names of arms, and of time points after the start.
    told
        Names and statistic → the numbers that sentences give under them.
    seen
        Name of an arm → the labels of the tables that have it.
    doubled
        Page and label of the tables that are two, side by side.
    cells
        Table, row, names and statistic → the columns with such a number.
    rows, numbers
        Table, names and statistic → the rows with such a number, and the numbers.
    depths
        Label of the table and of the row → how many labels its path has at most.
    """

    def __init__(self, items: Sequence[Item], beside: Sequence[Item] = ()) -> None:
        self.tables: dict[str, Table] = defaultdict(Table)
        self.arms: set[str] = set()
        self.times: set[str] = set()
        self.told: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
        self._items, self._beside = items, beside
        self._confirmed: dict[str, bool] = {}  # grid → see `confirms_arms`
        self.cells: dict[tuple[object, ...], set[int | None]] = defaultdict(set)
        self.rows: dict[tuple[object, ...], set[int | None]] = defaultdict(set)
        self.numbers: dict[tuple[object, ...], set[str]] = defaultdict(set)
        self.depths: dict[tuple[str, str], int] = {}
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.doubled: set[tuple[int | None, str]] = set()
        captions: dict[tuple[int | None, str], set[str]] = defaultdict(set)
        heads: dict[tuple[int | None, str], set[str]] = defaultdict(set)
        for item in items:
            if isinstance(item, Grid):  # its id is its content's, and dear
                captions[item.page, item.label].add(item.caption)
                heads[item.page, item.label].update(
                    cell.text for cell in item.cells if cell.role == "header" and cell.col == 0
                )
                if _has_two_stubs(item):
                    self.doubled.add((item.page, item.label))
        for item in items:
            if isinstance(item, Found):
                places = _places(item)
                self._note(item, places)
                for evidence in places:
                    if evidence.grid:
                        table = self.tables[evidence.grid]
                        table.captions |= captions[evidence.page, evidence.table]
                        table.heads |= heads[evidence.page, evidence.table]

    @cached_property
    def given(self) -> Confirmations:
        """Where the numbers stand: of the sentences, and of all tables; asked for sentences alone."""
        given = Confirmations()
        for item in self._items:
            if isinstance(item, Found):
                given.note(item)
        for item in self._beside:
            if isinstance(item, Found) and _in_table(item):
                given.note(item)
        return given

    def _note(self, found: Found, places: Sequence[Evidence]) -> None:
        result = found.result
        self.arms.update(result.arms, result.comparators)
        if result.timepoint and result.basis != "baseline":
            self.times.add(result.timepoint)
        for grid in {place.grid for place in places if place.grid}:
            self.tables[grid].note(found)
        for arm in (*result.arms, *result.comparators):
            self.seen[plain_key(arm)].update([place.table for place in places])
        names = _NAMES(result)
        for reading in found.readings:
            if reading.evidence and reading.evidence.grid:
                cell = _cell_names(reading, reading.evidence, names)
                self.cells[cell].add(reading.evidence.col)
                if reading.statistic in _GIVEN_ONCE:
                    held = _table_names(reading, reading.evidence, names)
                    self.rows[held].add(reading.evidence.row)
                    self.numbers[held].add(reading.value)
            if reading.evidence and not reading.evidence.grid and result.outcome:
                self.told[_names(reading, result)].append(reading)
        for place in places:
            if path := without_statistics(place.row_headers):
                row = place.table, path[-1]
                self.depths[row] = max(len(path), self.depths.get(row, 0))

    def shares_its_names(self, found: Found) -> bool:
        """Whether other numbers have the same names, in sentences, in the row or below: one is named wrongly."""
        names = _NAMES(found.result)
        if any(
            len(self.cells[_cell_names(reading, reading.evidence, names)]) > 1
            for reading in found.readings
            if reading.evidence and reading.evidence.grid
        ):
            return True
        if any(
            self._differ(_table_names(reading, reading.evidence, names))
            for reading in found.readings
            if reading.statistic in _GIVEN_ONCE and reading.evidence and reading.evidence.grid
        ):
            return True
        return any(
            not _agree(reading, other)
            for reading in found.readings
            if reading.evidence and not reading.evidence.grid
            for other in self.told.get(_names(reading, found.result), ())
        )

    def _differ(self, place: tuple[object, ...]) -> bool:
        """Whether several rows of a table have several numbers under the same names."""
        return len(self.rows[place]) > 1 and len(self.numbers[place]) > 1

    def confirms_arms(self, grid: str) -> bool:
        """Whether anything says that what a table's columns or rows were taken for are arms.

        Their words, sizes in the headers, a comparison between two of them, or their names elsewhere in the
        report: else "Age" beside "Dose" may be what was measured.
        """
        table = self.tables[grid]
        if table.sized or table.compared:
            return True
        if grid not in self._confirmed:
            self._confirmed[grid] = any(
                sounds_like_arm(arm) or _OF_PEOPLE.search(arm) or len(self.seen[plain_key(arm)]) > 1
                for arm in table.named
            )
        return self._confirmed[grid]

    def lost_its_group(self, evidence: Evidence) -> bool:
        """Whether a row's label stands under a heading elsewhere in the table, as before a page break, and not here."""
        path = without_statistics(evidence.row_headers)
        return bool(path) and len(path) < self.depths.get((evidence.table, path[-1]), 0)


_OF_PEOPLE = re.compile(
    rf"\b(?:{MANY_PEOPLE}|(?:un)?treated|therapy|treatment|regimen|(?<=\d )[mµ]g|(?<=\d)[mµ]g)\b",
    re.I,
)
"""Words of a name that people bear, or what they were given."""


def _places(found: Found) -> list[Evidence]:
    """Return where the readings of a result stand; those of one cell or sentence share its place."""
    return list({id(r.evidence): r.evidence for r in found.readings if r.evidence}.values())


def _in_table(found: Found) -> bool:
    return any(reading.evidence and reading.evidence.grid for reading in found.readings)


def _has_two_stubs(grid: Grid) -> bool:
    """Whether the head of the rows' labels comes again over another column, with labels below it."""
    heads = {cell.text for cell in grid.cells if cell.role == "header" and cell.col == 0 and cell.text}
    again = {c.col for c in grid.cells if c.role == "header" and c.col > 1 and c.text in heads}
    below = [cell.text for cell in grid.cells if cell.role == "body" and cell.col in again]
    return bool(below) and sum(text[:1].isalpha() for text in below) > 0.5 * len(below)


def _names_sides(label: str) -> bool:
    contrast = read_contrast(label)
    return contrast is not None and bool(contrast.left and contrast.right)


def _has_size(found: Found) -> bool:
    evidence = found.readings[0].evidence if found.readings else None
    return evidence is not None and any(read_label(label).n for label in evidence.column_headers)


def _cell_names(reading: Reading, evidence: Evidence, names: object) -> tuple[object, ...]:
    """Return what tells a number of a table's row apart from the others; `names` is what its result is about."""
    return evidence.grid, evidence.row, reading.statistic, names


def _table_names(reading: Reading, evidence: Evidence, names: object) -> tuple[object, ...]:
    """Return what tells a number of a table apart from those of its other rows."""
    return evidence.grid, evidence.col, reading.statistic, names


_GIVEN_ONCE = frozenset({"mean", "sd", "median", "events", "percent", "md", "or", "rr", "hr"})
"""Statistics of which a table gives one under the same names; where there are two, a heading was lost."""

_NAMES = attrgetter(*(each.name for each in fields(Result) if each.name not in ("anchor", "unit")))
"""What a result is about, without its place and its unit; a copy without them would cost more."""


def _names(reading: Reading, result: Result) -> tuple[object, ...]:
    """Return what tells a number of a sentence apart from others; a group has one size in one sentence."""
    if reading.statistic == "n":
        told = reading.evidence.quote if reading.evidence and result.arms else reading.evidence
        return "n", told, result.arms, reading.role
    return reading.statistic, _OCCASION.get(result.basis, ""), _SAID(result)


_SAID = attrgetter(*(each.name for each in fields(Result) if each.name not in ("anchor", "basis")))
"""What the sentence says of a number, without its place and the occasion."""

_OCCASION = {"baseline": "baseline", "change": "change"}


def _agree(one: Reading, other: Reading) -> bool:
    """Whether two numbers are the same to the places that both are printed with."""
    if one.number is None or other.number is None:
        return one.value == other.value
    places = min(one.decimals or 0, other.decimals or 0)
    return abs(one.number - other.number) <= 0.5 * 10.0**-places + 1e-9
