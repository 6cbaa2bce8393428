"""Which numbers of a corrected report read the same at the same place of the correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curate.errors import Refused, UnknownName
from curate.extract.job import Job
from curate.extract.run import run_jobs
from curate.model.reading import Box, Evidence
from curate.pdf.text import bare
from curate.review.home import Home
from curate.review.reports import Reports
from curate.store import upheld as store
from curate.store.marks import PageTable, tables_on
from curate.store.records import short_key
from curate.store.reports import linked
from curate.store.upheld import Place

CARRIED = "reads the same at the same place"


@dataclass(frozen=True, slots=True)
class Left:
    """A place that must be read again: what stood there, and why it does not carry over."""

    where: Evidence
    records: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """How many places of a corrected report carried over into its correction, and those that did not."""

    count: int
    left: tuple[Left, ...]


class Upholding:
    """Nothing is taken for unchanged that a correction of a header, a caption or a note could have changed."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def carry(self, report: str) -> Carried:
        """Look the places of a corrected report up in its correction; what reads the same carries over.

        A place carries over when its words stand in the same box of the same page and, in a table that the
        programs found, the table's caption, notes, headers and stubs read the same; elsewhere when its line and
        those before and behind do.

        Raises
        ------
        UnknownName
            When there is no such report.
        Refused
            When it was not corrected.
        """
        old = Reports(self._home).find(report)["id"]
        new = {held: by for by, held in linked(self._home.connection, "corrects").items()}.get(old)
        if new is None:
            raise Refused("the report was not corrected", "curate report correct OLD NEW")
        places = store.fallen_places(self._home.connection, old)
        compared = list(zip(places, self._compared(old, new, places), strict=True))
        with self._home.act("carry over", report=old, by=new) as act:
            for place, (found, _) in compared:
                if found is not None:
                    store.put_upheld(act, place.evidence, found, CARRIED)
        kept = sum(found is not None for _, (found, _) in compared)
        return Carried(
            kept, tuple(self._left([(p, why) for p, (found, why) in compared if found is None]))
        )

    def uphold(self, report: str, records: Sequence[str], reason: str) -> int:
        """Say that what a corrected report prints holds all the same: of some records, or all that is left.

        Parameters
        ----------
        records
            Short ids; none means every place that does not stand any more.

        Raises
        ------
        UnknownName
            For a report or a record that is not known, or does not rest on it.
        Refused
            Without a reason, when nothing is left, or for all at once where the correction is the whole report
            anew: what did not carry over then reads otherwise.
        """
        old = Reports(self._home).find(report)["id"]
        places = store.fallen_places(self._home.connection, old)
        facts = store.facts_on(self._home.connection, [place.evidence for place in places])
        names = {evidence: [short_key(key) for key in keys] for evidence, keys in facts.items()}
        known = sorted({name for held in names.values() for name in held})
        for record in records:
            if not any(name.startswith(record) for name in known):
                raise UnknownName.among("record that rests on it", record, known)
        wanted = tuple(records)
        chosen = [
            place
            for place in places
            if not records or any(name.startswith(wanted) for name in names.get(place.evidence, ()))
        ]
        if records and (
            besides := [n for p in chosen for n in names[p.evidence] if not n.startswith(wanted)]
        ):
            raise Refused(
                f"its place holds {', '.join(dict.fromkeys(besides))} as well",
                "name them too, or enter the number anew with its place in the correction",
            )
        if chosen and not records and store.is_whole(self._home.connection, old):
            raise Refused(
                "the correction is the whole report anew, and what is left reads otherwise in it",
                "look at each place, and name the records that hold all the same",
            )
        if not chosen:
            raise Refused("nothing that rests on it is left to uphold", "curate report uses lists it")
        with self._home.act("uphold", report=old) as act:
            for place in chosen:
                store.put_upheld(act, place.evidence, None, reason)
        return len(chosen)

    def _left(self, places: Sequence[tuple[Place, str]]) -> list[Left]:
        """Return what is left, once a place: what two readers marked there is one."""
        facts = store.facts_on(self._home.connection, [place.evidence for place, _ in places])
        left: dict[tuple[int | None, str, str], Left] = {}
        for place, why in places:
            key = (place.where.page, place.where.quote, why)
            held = left.setdefault(key, Left(place.where, (), why))
            records = dict.fromkeys((*held.records, *facts.get(place.evidence, ())))
            left[key] = replace(held, records=tuple(records))
        return list(left.values())

    def _compared(
        self, old: str, new: str, places: Sequence[Place]
    ) -> Iterator[tuple[Evidence | None, str]]:
        """Yield for each place where it stands in the correction, or None and why it does not."""
        boxes = [place.where for place in places if place.where.page and place.where.box]
        there = dict(zip(boxes, self._stands(new, boxes), strict=True))
        lines = dict(zip(boxes, self._same_lines(old, new, boxes), strict=True))
        tables = self._tables(
            {(report, where.page) for where in boxes for report in (where.report, new)}
        )
        for place in places:
            where = place.where
            if where.page is None or where.box is None:
                yield None, "its place on a page is not marked"
            elif not there[where]:
                yield None, f"“{where.quote}” does not stand there in the correction"
            else:
                before, after = (tables[report, where.page] for report in (where.report, new))
                yield _placed(new, where, before, after, same_lines=lines[where])

    def _tables(
        self, pages: Iterable[tuple[str, int | None]]
    ) -> dict[tuple[str, int | None], list[PageTable]]:
        return {(report, page): tables_on(self._home.connection, report, page) for report, page in pages}

    def _stands(self, report: str, places: Sequence[Evidence]) -> list[bool]:
        quotes = [(place.page or 0, place.quote, place.box) for place in places]
        return self._run(Job.hold(report, self._home.report_path(report), quotes)) if places else []

    def _same_lines(self, old: str, new: str, places: Sequence[Evidence]) -> list[bool]:
        spots: list[tuple[int, Box]] = [(p.page, p.box) for p in places if p.page and p.box]
        if not spots:
            return []
        path = self._home.report_path
        then, now = (self._run(Job.around(report, path(report), spots)) for report in (old, new))
        return [bool(a) and bare(a) == bare(b) for a, b in zip(then, now, strict=True)]

    def _run(self, job: Job) -> list:  # type: ignore[type-arg]
        (result,) = run_jobs([job], workers=1)
        found: list = result.unwrap()  # type: ignore[type-arg]
        return found


def _placed(
    new: str,
    where: Evidence,
    before: Sequence[PageTable],
    after: Sequence[PageTable],
    *,
    same_lines: bool,
) -> tuple[Evidence | None, str]:
    """Return where a place stands in the report `new`, or None and why it does not carry over."""
    table = _table_at(before, where)
    if table is None:
        if not same_lines:
            return None, "its line, or one beside it, reads otherwise in the correction"
        return replace(where, report=new, grid=None, row=None, col=None), ""
    other = next((held for held in after if held.label == table.label), None)
    if other is None:
        return None, f"the programs found no {table.label or 'such table'} there in the correction"
    if why := _differs(table, other):
        return None, f"{table.label}: {why}"
    return replace(where, report=new, grid=where.grid and other.id), ""


def _table_at(tables: Sequence[PageTable], where: Evidence) -> PageTable | None:
    """Return the table that a place belongs to: the one it names, else the one whose box holds its middle."""
    if where.grid:
        return next((table for table in tables if table.id == where.grid), None)
    return next(
        (table for table in tables if table.box and where.box and _holds(table.box, where.box)), None
    )


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _differs(old: PageTable, new: PageTable) -> str:
    """Return what of a table says otherwise how its numbers are to be read; empty when nothing does."""
    if bare(old.caption) != bare(new.caption):
        return "another caption"
    if [bare(note) for note in old.footnotes] != [bare(note) for note in new.footnotes]:
        return "other notes"
    return "" if _words(old) == _words(new) else "other headers or rows"


def _words(table: PageTable) -> Mapping[tuple[int, int], str]:
    """Return place → text of every cell that says what numbers are: headers, stubs and groups."""
    return {(cell.row, cell.col): bare(cell.text) for cell in table.cells if cell.role != "body"}
