"""What people enter: workbooks out and in, single numbers, seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import FormError, Refused, UnknownName
from curate.model import terms
from curate.model.file_table import PLACE_EXAMPLE, parse_place
from curate.model.problem import Problem
from curate.model.protocol import Item
from curate.model.reading import Evidence, Found, Reading, Result
from curate.model.record import Study
from curate.office.package import EVIDENCE_KINDS
from curate.review.home import Home
from curate.review.places import READABLE, Said, doubts, holds, without_place
from curate.review.quotes import Quote, find_quotes, quote_of
from curate.review.reports import SUPPLEMENTS
from curate.review.witnesses import witnesses
from curate.store import readings as store
from curate.store.assignments import assignments
from curate.store.blinding import still_reading
from curate.store.mappings import labels, map_aliases, put_mapping
from curate.store.reports import find_study, linked, reports, studies

if TYPE_CHECKING:
    from curate.forms.extraction_form import FilledForm, FormStudy


@dataclass(frozen=True, slots=True)
class FormRead:
    """What reading a filled form did.

    Attributes
    ----------
    new, same
        Readings that are new or changed, and those that stood already.
    located, looked
        Quotes, or numbers without one, that have a place of their own in their report, and how many were looked up: one
        a row, and a number without a quote for itself.
    """

    person: str
    studies: int
    new: int
    same: int
    located: int
    looked: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What entering a number did: whether anything is new, and what is doubtful of its place."""

    new: bool
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return self.new


NOTHING = "nothing"
"""Said instead of a number, to take back what was entered."""


class Forms:
    """Entries of people. Nobody's form holds anything of anybody else's."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def write(self, path: Path, person: str | None = None, names: Sequence[str] = ()) -> int:
        """Write the form of a person (else of who acts) for the named studies or all; return how many."""
        from curate.forms.extraction_book import write
        from curate.forms.extraction_form import ExtractionForm

        connection = self._home.connection
        name = self._home.person(person or self._home.actor).name
        chosen = [find_study(connection, one) for one in names] or self._assigned(name)
        chosen = [study for study in chosen if study.reports]
        if not chosen:
            raise Refused("there is no study with a report yet", "curate add *.pdf")
        sheets = tuple(self._sheet(name, study) for study in chosen)
        if name != self._home.actor:
            self._refuse_to_show(name, chosen, sheets)
        form = ExtractionForm(name, self._home.protocol, sheets)
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, form)
        return len(chosen)

    def _assigned(self, person: str) -> list[Study]:
        """Return the studies that a person is to extract: by work file, by plan, else all."""
        every = studies(self._home.connection)
        work, plan = self._home.work_file, assignments(self._home.connection)
        if work:
            return [study for study in every if study.id in work.studies]
        return [study for study in every if person in plan.get(study.id, ())] or every

    def _refuse_to_show(self, person: str, chosen: Sequence[Study], sheets: Sequence[FormStudy]) -> None:
        """Refuse to put what a person has entered into anybody else's hands before all seals."""
        people = still_reading(self._home.connection)
        for study, sheet in zip(chosen, sheets, strict=True):
            if sheet.entries and study.id in people:
                raise Refused(
                    f"{study.name}: a new form would show what {person} has entered, and the study is open",
                    f"only {person} may write it: --as {person}",
                )

    def _sheet(self, person: str, study: Study) -> FormStudy:
        from curate.forms.extraction_form import FormLabel, FormReport, FormStudy

        rows = [row for row in reports(self._home.connection) if row["study_id"] == study.id]
        entries = tuple(store.person_entries(self._home.connection, person, study.id))
        own = {label for entry in entries for label in (*entry.result.arms, *entry.result.comparators)}
        times = {entry.result.timepoint for entry in entries}
        quoted = {r.evidence.report for entry in entries for r in entry.readings if r.evidence}
        held = labels(self._home.connection, person, study.id)
        return FormStudy(
            study.id,
            study.name,
            tuple(
                FormReport(
                    row["id"],
                    row["title"] or row["file_name"],
                    row["pages"] or 0,
                    EVIDENCE_KINDS.get(row["media_type"], "pdf_text"),
                )
                for row in rows
                if not row["replaced"] or row["id"] in quoted
            ),
            tuple(FormLabel(x.label, x.code or "") for x in held if x.kind == "arm" and x.label in own),
            tuple(
                FormLabel(x.label, x.code or "")
                for x in held
                if x.kind == "timepoint" and x.label in times
            ),
            entries,
        )

    def read(self, path: Path, reason: str = "") -> FormRead:
        """Read a filled form into its person's extractions; all of it or nothing.

        A quote, or else the number as printed, is looked up on its page and gets its box.

        Raises
        ------
        FormError
            Listing every mistake, or the questions that the protocol has changed since.
        Refused
            For a change after the seal without a reason.
        """
        from curate.forms.extraction_book import read

        filled = read(path)
        if filled.version != self._home.protocol.version:
            self._refuse_changed_questions(path, filled)
        used = [study for study in filled.studies if study.found]
        found = [entry for study in used for entry in study.found]
        quotes = find_quotes(self._home, [reading for entry in found for reading in entry.readings])
        new = same = 0
        told: list[Said] = []
        spots: dict[tuple[str, Quote], bool] = {}
        readable = {row["id"] for row in reports(self._home.connection) if row["state"] in READABLE}
        person = self._home.person(filled.extractor)
        with self._home.act("form", file=path.name) as act:
            for study in used:
                extraction = store.person_extraction(act, person, study.id, self._home.mode)
                for mapping in study.mappings:
                    put_mapping(act, mapping)
                for line, entry in zip(study.lines, study.found, strict=True):
                    for reading in entry.readings:
                        near = witnesses(self._home, study.id, entry.result, reading)
                        said = quotes.placed(entry, reading, near)
                        told.append(Said(said, f"{study.id} {entry.result}", line=line))
                        own = reading.statistic or (reading.evidence and reading.evidence.quote)
                        if own and (quote := quote_of(reading)) and quote.report in readable:
                            spots[line, quote] = quotes.spot(entry, reading, near) is not None
                        changed = store.put_person_reading(act, extraction, entry.result, said, reason)
                        new, same = new + changed, same + (not changed)
            map_aliases(act, self._home.protocol)
        problems = (*filled.problems, *doubts(self._home, told, quotes))
        located = sum(spots.values())
        return FormRead(filled.extractor, len(used), new, same, located, len(spots), problems)

    def _refuse_changed_questions(self, path: Path, filled: FilledForm) -> None:
        """Refuse a form of an earlier protocol whose answered questions the protocol has changed since.

        All else of it holds: the labels are the report's, and one that means nothing now waits for a code.
        """
        answered = {
            reading.item
            for study in filled.studies
            for entry in study.found
            for reading in entry.readings
            if reading.item
        }
        now = {item.code: item for item in self._home.protocol.items}
        changed = [
            item.question
            for item in filled.protocol.items
            if item.code in answered and (item.code not in now or _asked(item) != _asked(now[item.code]))
        ]
        if changed:
            raise FormError(
                f"{path.name} answers questions that the protocol has changed since; nothing was imported",
                "write the form again (what was read before is in it), and copy the entries over",
                changed,
            )

    def enter(
        self,
        study: str,
        statistic: str,
        value: str,
        *,
        arms: Sequence[str],
        outcome: str,
        timepoint: str,
        comparators: Sequence[str] = (),
        basis: str = "final",
        role: str = "",
        page: int | None = None,
        cell: str = "",
        quote: str = "",
        report: str | None = None,
        level: float | None = None,
        person: str | None = None,
        reason: str = "",
    ) -> Entry:
        """Enter or correct one number of a person, or take it back; return whether that says anything new.

        What is doubtful of its place is told, and the number is kept.

        Parameters
        ----------
        value
            As printed, a status, or `NOTHING`.

        Raises
        ------
        UnknownName
            For a study, statistic or report that is not known.
        Refused
            For a value that is no number, has no page, or changes a sealed extraction without a reason.
        """
        from curate.parse.number import parse_number

        if statistic not in terms.codes("statistic"):
            raise UnknownName.among("statistic", statistic, terms.codes("statistic"))
        held = find_study(self._home.connection, study)
        result = Result(tuple(arms), tuple(comparators), outcome, timepoint, basis=basis)
        if value == NOTHING:
            nothing = Reading(statistic, "", None, role=role)
            return Entry(self._take_back(held, result, nothing, person, reason))
        if value in terms.codes("status"):
            reading = Reading(statistic, "", None, role=role, status=value)
        else:
            number = parse_number(value)
            if number is None:
                raise Refused(f"{value!r} is no number", "give the number as printed, or not_reported")
            evidence = self.place(held, report, page, quote, cell)
            reading = Reading(
                statistic,
                number.value,
                evidence,
                role=role,
                operator=number.operator,
                as_printed=value,
                ci_level=level,
                reason=reason,
            )
        return self.put(held, result, reading, person, reason)

    def put(
        self,
        study: Study,
        result: Result,
        reading: Reading,
        person: str | None,
        reason: str,
        mode: str = "",
    ) -> Entry:
        """Write one number of a person; `mode` is that of an extraction that is begun with it, else as usual here."""
        quotes = find_quotes(self._home, [reading])
        near = witnesses(self._home, study.id, result, reading)
        said = quotes.placed(Found(result, (reading,)), reading, near)
        who = self._home.person(person or self._home.actor)
        with self._home.act("enter") as act:
            extraction = store.person_extraction(act, who, study.id, mode or self._home.mode)
            place = said.evidence
            bare = place is not None and (
                not (place.box or place.locator) or not holds(place.quote, said)
            )
            new = store.put_person_reading(
                act, extraction, result, said, reason, anew=bare and bool(reason)
            )
            map_aliases(act, self._home.protocol)
        return Entry(new, tuple(doubts(self._home, [Said(said, reason=reason)], quotes)))

    def _take_back(
        self, study: Study, result: Result, reading: Reading, person: str | None, reason: str
    ) -> bool:
        """Take back a person's number with nothing in its place; return whether there was one."""
        who = self._home.person(person or self._home.actor)
        with self._home.act("enter") as act:
            extraction = store.person_extraction(act, who, study.id, self._home.mode)
            return store.withdraw_reading(act, extraction, result, reading, reason)

    def place(
        self, study: Study, report: str | None, page: int | None, quote: str, cell: str = ""
    ) -> Evidence:
        """Return a place in a report of a study: a page, or the `cell` of a file without pages.

        Raises
        ------
        UnknownName
            When none of its reports, or more than one, is meant.
        Refused
            Without a place, and for one that the report does not have.
        """
        sha256 = self.report_of(study, report)
        row = next(row for row in reports(self._home.connection) if row["id"] == sha256)
        kind, pages = EVIDENCE_KINDS.get(row["media_type"]), row["pages"]
        if kind:
            locator = parse_place(kind, cell)
            if locator is None:
                raise Refused(f"{row['file_name']} has no pages", f"give --cell {PLACE_EXAMPLE[kind]!r}")
            return Evidence(sha256, quote, kind=kind, locator=locator)
        if page is None:
            raise Refused("a value needs its page", "give --page, and --quote for its box")
        if pages and page > pages:
            raise Refused(
                f"the report has {pages} pages, not {page}", "count from the first page of the PDF"
            )
        return Evidence(sha256, quote, page=page)

    def report_of(self, study: Study, report: str | None) -> str:
        """Return the SHA-256 of a study's report by file name or prefix.

        When not named it is the only one that supplements no other.

        Raises
        ------
        UnknownName
            When none, or more than one, is meant.
        """
        rows = [row for row in reports(self._home.connection) if row["study_id"] == study.id]
        extra = linked(self._home.connection, SUPPLEMENTS)
        if report is None:
            rows = [row for row in rows if not row["replaced"]]
            meant = [row["id"] for row in rows if len(rows) == 1 or row["id"] not in extra]
        else:
            meant = [
                row["id"] for row in rows if row["file_name"] == report or row["id"].startswith(report)
            ]
        if len(meant) != 1:
            raise UnknownName.among(
                "report", report or "(not named)", (row["file_name"] for row in rows)
            )
        return str(meant[0])

    def seal(self, names: Sequence[str], person: str | None = None) -> list[tuple[str, str, int]]:
        """Seal a person's extraction of the named studies, or of all that the person has open.

        Returns
        -------
        list of (str, str, int)
            Study, content hash and number of readings.

        Raises
        ------
        Refused
            When a study is not extracted, or sealed already; none is sealed then.
        """
        connection = self._home.connection
        who = self._home.person(person or self._home.actor).name
        if names:
            chosen = [find_study(connection, name) for name in names]
        else:
            rows = store.extractions(connection)
            mine = {row["study_id"] for row in rows if row["extractor"] == who and not row["sealed"]}
            chosen = [study for study in studies(connection) if study.id in mine]
        with self._home.act("seal") as act:
            return [
                (study.name, *store.seal_extraction(act, who, study.id, study.name)) for study in chosen
            ]

    def without_place(self, name: str, person: str | None = None) -> list[str]:
        """Return a person's numbers in a study that have a page and no place on it, for people."""
        who = self._home.person(person or self._home.actor).name
        return without_place(self._home, who, find_study(self._home.connection, name).id)


def _asked(item: Item) -> tuple[object, ...]:
    """Return what an answer depends on."""
    return item.kind, item.per, item.choices
