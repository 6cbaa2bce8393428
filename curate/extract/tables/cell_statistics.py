"""Which statistics the numbers of a cell are, by its labels and by what the other cells of its table show."""

from __future__ import annotations

import re
from dataclasses import replace

from curate.extract.tables.bearing.labels import Labels
from curate.extract.tables.bearing.whom import Arms
from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.categories import sums_of
from curate.extract.tables.names.clusters import counts_clusters, heads_clusters
from curate.extract.tables.names.person_time import as_cases, case_columns, counts_events
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.size_row import (
    counts_only_people,
    is_kind_of_people,
    percents_beside,
    row_size,
)
from curate.extract.tables.stated import Stated
from curate.extract.tables.statistics.behind_size import part_size
from curate.extract.tables.statistics.classes import (
    as_classes,
    counts_first,
    counts_of_class,
    measured_heads,
    whole_classes,
)
from curate.extract.tables.statistics.contradicted import (
    are_counts_by_row,
    is_average_by_row,
    is_of_test,
    is_split_of_all,
)
from curate.extract.tables.statistics.count_rows import counts_happening, counts_share, shares_below
from curate.extract.tables.statistics.fractions import are_fractions, fraction_columns
from curate.extract.tables.statistics.implied import as_counts, implied_sizes, size_columns
from curate.extract.tables.statistics.own_label import named
from curate.extract.tables.statistics.share_first import as_shares, share_columns
from curate.extract.tables.statistics.sources import row_first
from curate.extract.tables.statistics.stating import state
from curate.parse.safety import is_events
from curate.parse.statistic import Shape

_AGAINST = re.compile(r"(?i)\d\s*(?:vs\.?|versus)\s*\d")


class CellStatistics:
    """Says of each cell of one table which statistics its numbers are.

    Parameters
    ----------
    axes, known
        See `Labels`.
    labels
        What the labels of the table say.
    """

    def __init__(self, axes: Axes, known: ArmBook, labels: Labels) -> None:
        self.labels = labels
        self.percents = percents_beside(axes.columns, axes.rows)
        self.sums = sums_of(cell for row in axes.rows for cell in row.cells)
        told = {
            col: {size for n in names if n.kind == "arm" and (size := n.n or known.size(n.text))}
            for col, names in axes.columns.items()
        }
        self.implied = implied_sizes(axes.rows, told)
        self.measured = measured_heads(axes.rows)
        one_size = {col: int(next(iter(held))) for col, held in told.items() if len(held) == 1}
        self.whole = whole_classes(axes.rows, one_size)
        sized = {col: int(n.n) for col, names in axes.columns.items() for n in names if n.n.isdecimal()}
        self.shares = share_columns(axes.rows, {**sized, **one_size})
        self.of_clusters = heads_clusters(labels.title)
        self.only_people = counts_only_people(axes.columns.values(), axes.corner)
        self.fractions = fraction_columns(axes.rows)
        harms = self.labels.safety and counts_events(axes.rows)
        self.cases = frozenset(axes.columns) if harms else case_columns(axes.columns)
        self.below = shares_below(axes.rows)
        self.sized = size_columns(axes.columns, axes.rows)

    def of(
        self, place: Place, shape: Shape, arms: Arms, comparators: Arms, compares: bool
    ) -> list[Stated]:
        """Return what the numbers of a cell are.

        Parameters
        ----------
        place, shape
            The cell with its names, and the form of its numbers.
        arms, comparators, compares
            See `Whom.who`.
        """
        listed = self.only_people and is_kind_of_people(place)
        stated = named(place, shape, listed or self._beside_percent(place))
        if place.cell.col in self.sized and place.cell.plain.isdecimal():
            stated = [Stated("n", shape.numbers[0], "column")]
        if stated is None:
            stated = self._events(place, shape) or row_size(place, shape, arms)
        if stated is None:
            alone = bool(place.names("arm")) and not comparators
            size = self.labels.size(place, arms)
            implied = self.implied.get(place.cell.col, "")
            sources = self.labels.sources(place)
            counted = shape.numbers and (
                counts_of_class(place, shape, size, self.measured)
                or are_counts_by_row(sources, shape, size)
            )
            if shape.numbers and not counted and is_average_by_row(sources, shape, size):
                sources = row_first(sources)
            if counted:
                sources = counts_first(sources)
            people, shape = part_size(shape, size)
            stated = self._part(place, shape, size) or state(
                shape, sources, compares and not alone, size or implied, alone
            )
            if people:
                stated = [Stated("n", people, "cell"), *stated]
            stated = as_classes(as_counts(stated, shape, implied), place, self.whole)
            stated = as_shares(stated, shape, self.shares.get(place.cell.col, 0))
            if place.cell.col in self.fractions and are_fractions(stated, sources):
                stated = []
            tests = [name.cell.plain for name in place.names_over("statistic")]
            told = [s.source for s in stated]
            if (tests and is_of_test(tests[0], told)) or is_split_of_all(place.cell.plain, shape, told):
                stated = []
            if alone:
                stated = _within_arm(stated)
        shares = self.below.get((place.row.index, place.cell.col), [])
        sized = [s.statistic for s in stated] == ["n"]
        if sized and counts_share(place.cell.plain, self.labels.size(place, arms), shares):
            stated = [replace(stated[0], statistic="events")]
        nearest = [name.cell.plain for name in (*place.over[-1:], *place.beside[-1:])]
        if sized and any(map(counts_happening, nearest)):
            stated = [replace(stated[0], statistic="events")]
        stated = as_cases(stated, place, self.cases)
        clusters = self.of_clusters or any(counts_clusters(n.cell.plain) for n in place.beside[-1:])
        against = _AGAINST.search(place.cell.plain)  # "18 versus 47": a number of each of two groups
        if clusters or against:
            stated = [replace(s, guessed=True) for s in stated]
        return stated

    def _events(self, place: Place, shape: Shape) -> list[Stated] | None:
        """Return a lone count in a safety table's column of events; None in any other place."""
        lone = len(shape.numbers) == 1 and shape.numbers[0].whole
        if lone and self.labels.safety and place.over and is_events(place.over[-1].cell.plain):
            return [Stated("event_count", shape.numbers[0], "column")]
        return None

    def _part(self, place: Place, shape: Shape, size: str) -> list[Stated] | None:
        """Return the first number of "30/5", those with something beside those without; None for a share of a total."""
        if [item.form for item in shape.items] != ["ratio"]:
            return None
        whole = int(float(shape.numbers[0]) + float(shape.numbers[1]))
        parts = whole == self.sums.get(place.cell.col) or str(whole) == size
        if not parts or shape.numbers[1].value == size:
            return None
        return [Stated("events", shape.numbers[0], "cell", guessed=True)]

    def _beside_percent(self, place: Place) -> bool:
        """Whether the next cell of the row is a percentage of the people counted in this one; nobody has none."""
        if not self.percents:
            return False
        after = min((cell.col for cell in place.row.cells if cell.col > place.cell.col), default=-1)
        next_one = place.cell.col + place.cell.colspan
        unsaid = place.cell.plain == "0" and (bool(place.names("n")) or next_one in self.percents)
        return after in self.percents or unsaid


def _within_arm(stated: list[Stated]) -> list[Stated]:
    """Call a difference with its SD under one arm the mean of its people's changes."""
    if not {"md", "sd"} <= {s.statistic for s in stated}:
        return stated
    return [replace(s, statistic="mean") if s.statistic == "md" else s for s in stated]
