"""One person's extraction of a study, cell by cell: what is asked, what stands there, and what was just typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from curate.errors import NotSealed, Refused, ReportError, UnknownName
from curate.model import terms
from curate.model.decision import Mapping as LabelMapping
from curate.model.file_table import Locator
from curate.model.problem import Problem
from curate.model.protocol import normalised
from curate.model.reading import Box, Evidence
from curate.model.record import Study
from curate.office.package import EVIDENCE_KINDS
from curate.review import program_marks
from curate.review.home import Home
from curate.review.reports import LEAST_PREFIX
from curate.store import readings as store
from curate.store.blinding import closed_studies
from curate.store.mappings import codes_of, map_aliases_of, put_mapping
from curate.store.records import records_of
from curate.store.reports import find_study, reports, studies

if TYPE_CHECKING:
    from curate.forms.extraction_form import FormStudy
    from curate.forms.grid import Grid
    from curate.forms.grid_entry import TypedRow

MODES = ("independent", "assisted")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person's extraction of a study.

    Attributes
    ----------
    mode
        ``independent`` or ``assisted``; empty before anything was entered or begun.
    sealed
        A correction needs a reason then.
    reports
        Rows of ``current_report``, those replaced by others apart.
    """

    study: Study
    person: str
    mode: str
    sealed: bool
    reports: tuple[dict[str, Any], ...]
    grid: Grid


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a typed row.

    Attributes
    ----------
    new, withdrawn
        Readings written, and readings taken back.
    refused
        Column → what is wrong; nothing that stood there was changed.
    """

    new: int
    withdrawn: int
    refused: Mapping[str, str] = field(default_factory=dict)


class Sheets:
    """The extractions of the acting person. Nothing of anybody else's is in them."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def of(self, name: str) -> Sheet:
        """Return the acting person's extraction of a study.

        Raises
        ------
        UnknownName
            When there is no such study.
        """
        from curate.forms.grid import grid_of as made

        study = find_study(self._home.connection, name)
        person = self._home.person(self._home.actor).name
        asked = self._form_study(person, study)
        mode, sealed = self._state(person, study)
        quoted = {r.evidence.report for found in asked.entries for r in found.readings if r.evidence}
        rows = [row for row in reports(self._home.connection) if row["study_id"] == study.id]
        shown = tuple(row for row in rows if not row["replaced"] or row["id"] in quoted)
        return Sheet(study, person, mode, sealed, shown, made(self._home.protocol, asked))

    def grid_of(self, person: str, study: Study) -> Grid:
        """Return what a person has entered of a study, with the names that are known of its arms and times."""
        from curate.forms.grid import grid_of as made

        return made(self._home.protocol, self._form_study(person, study))

    def mode_of(self, person: str, study: Study) -> str:
        """Return how a person extracts a study, empty before it is begun."""
        return self._state(person, study)[0]

    def _form_study(self, person: str, study: Study) -> FormStudy:
        from curate.forms.extraction_form import FormLabel, FormStudy

        entries = tuple(store.person_entries(self._home.connection, person, study.id))
        results = [entry.result for entry in entries]
        own = {
            "arm": {label for result in results for label in (*result.arms, *result.comparators)},
            "timepoint": {result.timepoint for result in results if result.timepoint},
        }
        arms, times = (
            tuple(FormLabel(label, known.get(label, "")) for label in sorted(used))
            for kind, used in own.items()
            for known in [codes_of(self._home.connection, study.id, kind)]
        )
        return FormStudy(study.id, study.name, (), arms, times, entries)

    def _state(self, person: str, study: Study) -> tuple[str, bool]:
        """Return mode and whether it is sealed, of a person's extraction."""
        mine = [
            row
            for row in store.extractions(self._home.connection, study.id)
            if row["kind"] == "person" and row["extractor"] == person
        ]
        if not mine:
            return "", False
        return mine[0]["mode"], all(row["sealed"] for row in mine)

    def begin(self, name: str, mode: str) -> None:
        """Begin an extraction: ``independent``, or ``assisted`` by what the programs read.

        Raises
        ------
        UnknownName
            For another mode.
        Refused
            When it was begun in the other mode.
        """
        if mode not in MODES:
            raise UnknownName.among("mode", mode, MODES)
        study = find_study(self._home.connection, name)
        who = self._home.person(self._home.actor)
        held, _ = self._state(who.name, study)
        if held and held != mode:
            raise Refused(
                f"{who.name}'s extraction of {study.name} is {held}",
                "the mode stands from the first entry on: the methods section tells it",
            )
        if not held:
            with self._home.act("begin", study=study.name) as act:
                store.person_extraction(act, who, study.id, mode)

    def may_see_programs(self, name: str) -> bool:
        """Tell whether the acting person may see what programs read in a study.

        That is who extracts it with their help, and everybody once it has been extracted; see `closed`.
        """
        study = find_study(self._home.connection, name)
        mode, _ = self._state(self._home.actor, study)
        return mode == "assisted" or study.id not in closed_studies(
            self._home.connection, self._home.actor
        )

    def closed(self) -> list[str]:
        """Return the names of the studies of which the acting person may not see what others read.

        See `curate.store.blinding.closed_studies`.
        """
        return list(closed_studies(self._home.connection, self._home.actor).values())

    def program_readings(self, report: str, page: int | None) -> list[dict[str, Any]]:
        """Return what programs read on a page, or in a file without pages; see `program_marks`."""
        return program_marks.on_page(self._home, report, page)

    def proposals(self, name: str) -> list[dict[str, Any]]:
        """Return what programs read in the reports of a study of an arm of the protocol, for who may see it.

        Raises
        ------
        NotSealed
            For who extracts without the programs' help.
        """
        study = find_study(self._home.connection, name)
        if not self.may_see_programs(study.id):
            raise NotSealed(
                "what programs read is not shown to who extracts independently", "type the values"
            )
        return program_marks.of_study(self._home, study)

    def place_of_program(self, name: str, reading: str) -> Evidence:
        """Return the place of a program's reading, for who may see it.

        Raises
        ------
        NotSealed
            For who extracts without the programs' help.
        """
        study = find_study(self._home.connection, name)
        evidence = store.find_reading(self._home.connection, reading).evidence
        if evidence is None or evidence.report not in study.reports:
            raise UnknownName(f"no program has read {reading[:12]!r} in {study.name}", "reload the page")
        if not self.may_see_programs(study.id):
            raise NotSealed(
                "what programs read is not shown to who extracts independently", "type the value"
            )
        return evidence

    def place(self, report: str, page: int, box: Box | None = None, quote: str = "") -> Evidence:
        """Return a place on a page; the words in a `box` are its quote.

        Raises
        ------
        ReportError
            When the report has no such page, or no words stand in the box.
        """
        from curate.extract.job import Job

        row = self._report(report)
        if not 1 <= page <= (row["pages"] or page):
            raise ReportError(
                f"{row['file_name']} has no page {page}", f"its pages are 1 to {row['pages']}"
            )
        if box is None:
            return Evidence(row["id"], quote, page=page)
        path = self._home.report_path(row["id"])
        (done,) = self._home.run([Job.words_in("place", path, [(page, box)])])
        (held,) = done.unwrap()
        if held is None:
            raise ReportError(
                f"no words stand there on page {page}",
                "where the page is a picture, type the value and its page",
            )
        return Evidence(row["id"], held[0], page=page, box=held[1])

    def place_in_file(self, report: str, locator: Locator) -> Evidence:
        """Return a cell of a file without pages; its text is the quote.

        Raises
        ------
        ReportError
            When the file cannot be read, or nothing stands there.
        """
        from curate.extract.job import Job

        row = self._report(report)
        path = self._home.report_path(row["id"])
        (done,) = self._home.run([Job.cells("place", path, [locator])])
        (text,) = done.unwrap()
        if text is None:
            raise ReportError(
                f"nothing stands there in {row['file_name']}", "click the cell that is meant"
            )
        return Evidence(row["id"], text, kind=EVIDENCE_KINDS[row["media_type"]], locator=locator)

    def _report(self, report: str) -> dict[str, Any]:
        rows = [
            row
            for row in reports(self._home.connection)
            if len(report) >= LEAST_PREFIX and row["id"].startswith(report)
        ]
        if len(rows) != 1:
            raise UnknownName(
                f"no report has the SHA-256 {report[:12]!r}", "curate status lists the reports"
            )
        return rows[0]

    def put(
        self,
        name: str,
        row: TypedRow,
        codes: Mapping[str, Mapping[str, str]] | None = None,
        reason: str = "",
    ) -> Entered:
        """Write a row of the acting person's extraction: new and changed cells, and those that are empty now.

        Parameters
        ----------
        codes
            ``arm`` and ``timepoint`` → label → the protocol's code that the person gave it.

        Raises
        ------
        Refused
            When the row cannot be placed, or for a change after the seal without a reason.
        """
        from curate.forms.extraction_values import NotTaken
        from curate.forms.grid_entry import read_row

        try:
            read = read_row(row, self._home.protocol)
        except NotTaken as problem:
            return Entered(0, 0, {problem.column: str(problem)})
        study = find_study(self._home.connection, name)
        result = read.found.result
        who = self._home.person(self._home.actor)
        arms = (*result.arms, *result.comparators)
        mappings = self._mappings(study.id, arms, result.timepoint, codes or {})
        with self._home.act("enter", study=study.name) as act:
            extraction = store.person_extraction(act, who, study.id, self._home.mode)
            for mapping in mappings:
                put_mapping(act, mapping)
            new = sum(
                store.put_person_reading(act, extraction, result, reading, reason, anew=True)
                for reading in read.found.readings
            )
            gone = sum(
                store.withdraw_reading(act, extraction, result, reading, reason)
                for reading in read.emptied
            )
            used = {"arm": arms, "outcome": (result.outcome,), "timepoint": (result.timepoint,)}
            map_aliases_of(act, self._home.protocol, study.id, used)
        return Entered(new, gone, read.refused)

    def _mappings(
        self, study: str, arms: Sequence[str], timepoint: str, codes: Mapping[str, Mapping[str, str]]
    ) -> list[LabelMapping]:
        """Return the codes given to the labels of a row, where they are not aliases already.

        Two arms of one code each get it with their own label behind it.
        """
        made = []
        for kind, used in (("arm", arms), ("timepoint", (timepoint,))):
            known = self._home.protocol.aliases(kind)
            given = {label: code for label, code in codes.get(kind, {}).items() if code}
            for label in used:
                code = given.get(label, "")
                if code and code not in known.values():
                    raise UnknownName.among(f"{kind} code", code, set(known.values()))
                several = kind == "arm" and list(given.values()).count(code) > 1
                if label and code and (several or known.get(normalised(label)) != code):
                    full = f"{code}/{label}" if several else code
                    made.append(LabelMapping(study, kind, label, full, "person", "extraction"))
        return made

    def problems(self, name: str) -> list[Problem]:
        """Return what the checks say of the acting person's own entries in a study."""
        from curate.check.rules import check_effects, check_records
        from curate.effects.derive import derive

        study = find_study(self._home.connection, name)
        own = records_of(self._home.connection, self._home.actor, study.id)
        everyone = studies(self._home.connection)
        protocol = replace(self._home.protocol, basis_of_truth="program_only")
        found = check_records(own, everyone, protocol)
        return found + check_effects(derive(own, everyone, protocol).effects, protocol)

    def open_fields(self, name: str) -> list[str]:
        """Return the rows that say nothing yet: neither a value nor a status."""
        sheet = self.of(name)
        missing = []
        for section in sheet.grid.sections:
            for row in section.rows:
                if not any(cell.text or cell.status != "reported" for cell in row.cells.values()):
                    about = (section.outcome, section.timepoint, section.basis, row.names["arm"])
                    missing.append(" · ".join(filter(None, about)))
        for row in sheet.grid.items:
            if not row.cells:
                question = next(
                    i.question for i in self._home.protocol.items if i.code == row.names["item"]
                )
                missing.append(" · ".join(filter(None, (question, row.names["arm"]))))
        return missing

    @property
    def statuses(self) -> dict[str, str]:
        """Status → its words."""
        return terms.labels("status")
