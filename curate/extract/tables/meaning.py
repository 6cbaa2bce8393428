"""From a table to results: the readings of each cell with their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from curate.extract.sentences.text.report_times import ReportTimes
from curate.extract.tables.bearing.direction import with_directions
from curate.extract.tables.bearing.labels import Labels
from curate.extract.tables.bearing.sizes import Scope, counts_people, header_sizes
from curate.extract.tables.bearing.times import TableTimes
from curate.extract.tables.bearing.whom import Arms
from curate.extract.tables.cell_statistics import CellStatistics
from curate.extract.tables.grid.cell import TableCell, labels_in_parts
from curate.extract.tables.merging import key_of, merge, with_contrast, with_tests
from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.block_tests import tests_of_blocks
from curate.extract.tables.names.categories import categories_of, counts_of, counts_of_both
from curate.extract.tables.names.naming import Name, is_norm, is_number_needed
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.size_row import says_answered
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.extract.tables.statistics.beside import with_counts, with_parts
from curate.extract.tables.statistics.contradicted import is_told_in_words
from curate.extract.tables.statistics.open_limits import fill_open
from curate.extract.tables.statistics.shares import with_risk_differences
from curate.extract.tables.statistics.unclear import guessed_cell, unclear_cells
from curate.extract.tables.threshold import counted, empty_cells, table_threshold
from curate.model.problem import Problem
from curate.model.reading import Evidence, Found, Reading
from curate.parse.label import role_of
from curate.parse.number import Convention, Number
from curate.parse.statistic import Shape, read_shape
from curate.parse.statistic_said import CONTRASTS, RATIOS

MOST_WORDS = 8
"""A cell with more words is a sentence."""

COMPARING = {"p", "chi2", "z"} | CONTRASTS
"""Statistics that compare arms where no arm is named; a t or F may also compare times or subgroups."""

COUNTS = {"events", "total"}
"""Numbers of people with something, which are no changes though the title of their table tells of one."""

_WORD = re.compile(r"[A-Za-z]{3,}")
_BEHIND_VALUE = re.compile(r"(?<=[\d)%\]])\s*[*†‡§¶#∗]+")

_MISSING = {
    "not_reported": "not_reported",
    "not_applicable": "not_applicable",
    "not_significant": "unclear",
}
"""Status of a p value that is not there, by what stands in its place."""


class Interpreter:
    """Reads the results of one table.

    Parameters
    ----------
    report, grid
        SHA-256 of the report, id of the table's grid.
    axes, known, spoken
        See `Labels`.
    times
        What the report says about when it measured.
    convention
        How the report prints numbers.

    Attributes
    ----------
    unclear
        Cells whose statistics the table does not say; filled by `read`.
    """

    def __init__(
        self,
        report: str,
        grid: str,
        axes: Axes,
        known: ArmBook,
        convention: Convention,
        spoken: str = "",
        times: ReportTimes | None = None,
    ) -> None:
        self.report, self.grid, self.axes = report, grid, axes
        self.table = axes.table
        self.convention = convention
        self.labels = Labels(axes, known, spoken)
        self.times = TableTimes(self.table, self.labels.title, times, axes.stubs)
        self.threshold = table_threshold(self.labels)
        self.doubts = {"label_in_parts"} if labels_in_parts(self.table.body) else set()
        self.statistics = CellStatistics(axes, known, self.labels)
        self.of_blocks = tests_of_blocks(axes.columns, axes.rows)
        self.unclear: list[str] = []

    def read(self) -> Iterator[Found]:
        """Yield the group sizes of the header, then the results row by row."""
        said = f"{self.labels.caption} {self.table.note_text}"
        yield from with_risk_differences(with_directions(with_parts(self._read()), said))

    def _read(self) -> Iterator[Found]:
        sizes = header_sizes(self.axes, self._evidence, self.labels.set, self.labels.whom.arms_of)
        yield from sizes.values()
        scope = Scope(sizes)
        for row in self.axes.rows:
            found = self._row(row)
            scope.note(found, row.block if says_answered(row.names) else ())
            self.unclear.extend(filter(None, map(guessed_cell, found)))
            noted = any(map(counts_people, self.labels.noted(row)))
            yield from (self.times.complete(scope.complete(item, noted, row.block)) for item in found)

    def _row(self, row: RowAxis) -> list[Found]:
        """Return the results of a row; cells with the same labels and other statistics make one."""
        merged: dict[tuple[object, ...], Found] = {}
        for place in self._places(row):
            found = self._cell(place)
            if found is None:
                continue
            found = with_contrast(found, place, merged)
            merge(merged, found)
        if self.threshold:
            for found in self._below_threshold(row, counted(merged.values())):
                merged.setdefault(key_of(found.result), found)
        return with_counts(with_tests(list(merged.values())))

    def _below_threshold(self, row: RowAxis, statistic: str) -> Iterator[Found]:
        """Yield the row's empty cells as not reported: the term was rarer than what the table lists."""
        for cell in empty_cells(self.labels, row) if statistic else ():
            place = self._place(cell, row)
            arms, comparators, _ = self.labels.whom.who(place)
            evidence = self._evidence(cell, place)
            reading = Reading(
                statistic,
                "",
                evidence,
                as_printed=cell.plain,
                status="not_reported",
                flags=(f"below_threshold:{self.threshold}",),
            )
            yield Found(self.labels.result(place, arms, comparators, evidence), (reading,))

    def _places(self, row: RowAxis) -> Iterator[Place]:
        """Yield the cells of a row with their names; one that holds the values of two arms comes as two."""
        for cell in row.cells:
            place = self._place(cell, row)
            pair = self.axes.pairs.get(cell.col)
            halves = pair.part(cell, self.convention) if pair else None
            if pair is None or halves is None:
                yield from self._by_category(place)
                continue
            for half, arm in zip(halves, pair.arms, strict=True):
                yield replace(place, cell=half, over=[*place.over, arm])

    def _by_category(self, place: Place) -> Iterator[Place]:
        """Yield a place; one that counts the categories of its row's label, "12/8" beside "male/female", as many."""
        label = place.beside[-1] if place.beside else None
        if label is None:
            yield place
            return
        categories = categories_of(label.cell.plain)
        counts = tuple(zip(categories, counts_of(place.cell.plain, categories), strict=False))
        if not counts and label.cell.plain.endswith(")"):
            size = self.labels.size(place, self.labels.whom.who(place)[0])
            counts = counts_of_both(label.cell.plain, place.cell.plain, size)
        if not counts:
            yield place
            return
        for category, count in counts:
            cell = replace(place.cell)
            cell.plain = count
            beside = [*place.beside, Name("other", category, label.cell)]
            yield replace(place, cell=cell, beside=beside, counts=True)

    def _place(self, cell: TableCell, row: RowAxis) -> Place:
        """Return a cell with its names; one over several columns bears those that these share."""
        spans = [self.axes.columns.get(col, []) for col in range(cell.col, cell.col + cell.colspan)]
        over = [n for n in spans[0] if all(any(n is m for m in other) for other in spans[1:])]
        again = row.over.get(cell.col)
        if again is not None:
            over = [n for n in over if n.kind not in ("statistic", "probability", again.kind)] + [again]
        names = row.names[:-1] if (row.index, cell.col) in self.of_blocks else row.names
        return Place(cell, over, names, row)

    def _cell(self, place: Place) -> Found | None:
        text, gone = fill_open(_value_text(place.cell))
        shape = read_shape(text, self.convention)
        if not shape.items:
            return self._empty(place, shape)
        needed = any(is_number_needed(n.cell.plain) for n in (*place.over, *place.beside))
        if len(_WORD.findall(place.cell.plain)) > MOST_WORDS or place.names("probability") or needed:
            return None
        if self.labels.whom.reference.is_one(place) or any(
            is_norm(n.cell.plain) for n in place.beside[-1:]
        ):
            return None
        arms, comparators, compares = self.labels.whom.who(place)
        stated = self.statistics.of(place, shape, arms, comparators, compares)
        absent = [number for index, number in enumerate(shape.numbers) if index in gone]
        stated = [s for s in stated if s.statistic and not any(s.number is n for n in absent)]
        if stated and all(s.guessed for s in stated) and is_told_in_words(place.cell.plain):
            return None
        if not stated:
            self.unclear.append(place.cell.plain)
        return self._found(place, shape, stated, arms, comparators) if stated else None

    def _found(
        self, place: Place, shape: Shape, stated: list[Stated], arms: Arms, comparators: Arms
    ) -> Found:
        statistics = {s.statistic for s in stated}
        comparing = statistics & COMPARING
        unnamed = not comparators and not place.names("arm")
        if unnamed and comparing and statistics <= {"ci_low", "ci_high", "se"} | COMPARING:
            arms, comparators = self.labels.whom.between(place)
        evidence = self._evidence(place.cell, place)
        result = self.labels.result(place, arms, comparators, evidence)
        if result.basis == "change" and statistics <= COUNTS and not self.labels.when.changes(place):
            result = replace(result, basis="final" if result.timepoint else "unclear")
        limits = not statistics.isdisjoint(("ci_low", "ci_high"))
        level = (shape.ci_level or self.labels.level(place)) if limits else None
        inferred = "±" not in place.cell.plain and any(i.form == "spread" for i in shape.items)
        # an SD as a share of its mean has no place in a record
        kept = [s for s in stated if s.statistic != "cv"]
        readings = [self._reading(s, evidence, level, place.cell, inferred) for s in kept]
        if _leaves_a_p(shape, statistics) or len(kept) < len(stated):
            readings = [replace(r, flags=tuple(sorted((*r.flags, "part_unread")))) for r in readings]
        if "n" not in statistics:
            return Found(result, tuple(readings))
        role = role_of(" ".join(n.text for n in [*place.beside, *place.over]))
        return Found(result, tuple(replace(r, role=role) if r.statistic == "n" else r for r in readings))

    def _reading(
        self, stated: Stated, evidence: Evidence, level: float | None, cell: TableCell, inferred: bool
    ) -> Reading:
        number = stated.number
        flags = {f"statistic_from:{stated.source}", *cell.flags, *self.doubts}
        if stated.guessed:
            flags.add("statistic_guessed")
        if stated.disputed:
            flags.add("statement_disputed")
        if stated.source == "cell" and stated.statistic in RATIOS:
            flags.add("direction_unsaid")  # the head of its column names no ratio
        if inferred and not re.search(r"\+\s?/", cell.plain):
            flags.add("sign_inferred")
        return Reading(
            stated.statistic,
            number.value,
            evidence,
            operator=number.operator,
            as_printed=_as_printed(number, cell),
            raw_text=cell.raw,
            ci_level=level if stated.statistic in ("ci_low", "ci_high") else None,
            status="unclear" if stated.guessed else "reported",
            flags=tuple(sorted(flags)),
        )

    def _empty(self, place: Place, shape: Shape) -> Found | None:
        """Keep "NS" and the like where a p stands; other empty cells report nothing."""
        is_p = bool(place.names("p")) or shape.empty == "not_significant"
        if shape.empty not in _MISSING or not is_p:
            return None
        arms, comparators, _ = self.labels.whom.who(place)
        if not comparators and not place.names("arm"):
            arms, comparators = self.labels.whom.between(place)
        evidence = self._evidence(place.cell, place)
        printed, status = place.cell.plain, _MISSING[shape.empty]
        reading = Reading("p", "", evidence, as_printed=printed, status=status, flags=(shape.empty,))
        return Found(self.labels.result(place, arms, comparators, evidence), (reading,))

    def _evidence(self, cell: TableCell, place: Place | None = None) -> Evidence:
        beside = tuple(n.cell.plain for n in place.beside) if place else ()
        over = tuple(n.cell.plain for n in place.over) if place else ()
        return self.table.evidence(self.report, cell, beside, over, self.grid)

    @property
    def problems(self) -> list[Problem]:
        """What the table leaves unsaid; complete once `read` has run."""
        return unclear_cells(self.table.where, self.unclear)


_COMMA_FOR_POINT = re.compile(
    r"^(?P<mean>[-–−]?\d+\.\d+\s*(?:±|\+/?-)\s*)(?P<sd>\d+),(?P<decimals>\d{1,2})$"
)
"""An SD with a comma behind an average with a point: "178.2 ± 10,3"."""
_SPACED_THOUSANDS = re.compile(r"^(\d{1,3})((?: \d{3})+)(?=$|\s*[(\[±])")
THIN_SPACE = "\u2009"


def _value_text(cell: TableCell) -> str:
    """Return a cell without marks; a space between thousands ("10 218" alone) is a thin one."""
    text = _BEHIND_VALUE.sub("", cell.plain)
    text = _COMMA_FOR_POINT.sub(r"\g<mean>\g<sd>.\g<decimals>", text)
    return _SPACED_THOUSANDS.sub(lambda m: m[1] + m[2].replace(" ", THIN_SPACE), text)


def _as_printed(number: Number, cell: TableCell) -> str:
    printed = number.as_printed
    others = (printed, printed.replace(THIN_SPACE, " "), printed.replace(".", ","))
    return next((other for other in others if other in cell.plain), others[1])


def _leaves_a_p(shape: Shape, statistics: set[str]) -> bool:
    """Whether a cell of p values holds others besides the one that was read."""
    return statistics == {"p"} and len(shape.numbers) > 1
