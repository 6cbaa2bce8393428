"""The façade: one accessor per verb, each in its own file.

Examples
--------
>>> with Review.open(Path("ketamine"), name="ann") as review:  # doctest: +SKIP
...     review.reports.add([Path("feder.pdf")])
...     review.extraction.run()
...     print(review.results.pool()[0].estimate)
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from curate.model.protocol import Protocol
    from curate.review.accounts import Accounts
    from curate.review.assignments import Assignments
    from curate.review.audits import Audits
    from curate.review.backups import Backups
    from curate.review.checks import Checks
    from curate.review.corrections import Corrections
    from curate.review.decisions import Decisions
    from curate.review.exports import Exports
    from curate.review.extraction import Extraction
    from curate.review.forms import Forms
    from curate.review.freezes import Freezes
    from curate.review.home import Home
    from curate.review.ledger import Ledger
    from curate.review.letters import Letters
    from curate.review.mappings import Mappings
    from curate.review.methods import Methods
    from curate.review.overview import Overview
    from curate.review.pages import Pages
    from curate.review.pilots import Pilots
    from curate.review.protocols import Protocols
    from curate.review.reconciliation import Reconciliation
    from curate.review.reports import Reports
    from curate.review.results import Results
    from curate.review.scans import Scans
    from curate.review.sheets import Sheets
    from curate.review.structures import Structures
    from curate.review.studies import Studies
    from curate.review.takeovers import Takeovers
    from curate.review.todo import Todo
    from curate.review.traces import Traces
    from curate.review.updates import Updates
    from curate.review.upholding import Upholding
    from curate.review.workfiles import WorkFiles


class Review:
    """A review folder with everything that can be done in it.

    Accessors are made when first used, so that a quick look imports nothing heavy.
    """

    def __init__(self, home: Home) -> None:
        self.home = home

    @classmethod
    def create(cls, folder: Path, title: str, name: str | None = None) -> Self:
        """Make a review in `folder`; see `Home.create`."""
        from curate.review.home import Home

        return cls(Home.create(folder, title, name))

    @classmethod
    def open(cls, start: Path, name: str | None = None) -> Self:
        """Open the review that `start` lies in.

        Raises
        ------
        NotAReview, ProtocolError, StoreError
            When there is none, or it cannot be opened.
        """
        from curate.review.home import Home, find

        return cls(Home.open(find(start), name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.home.close()

    @property
    def protocol(self) -> Protocol:
        """The protocol in force."""
        return self.home.protocol

    @cached_property
    def protocols(self) -> Protocols:
        """The protocol as a workbook and as a form."""
        from curate.review.protocols import Protocols

        return Protocols(self.home)

    @cached_property
    def reports(self) -> Reports:
        """Files: add, list."""
        from curate.review.reports import Reports

        return Reports(self.home)

    @cached_property
    def scans(self) -> Scans:
        """Reports without text: OCR makes documents with text of them."""
        from curate.review.scans import Scans

        return Scans(self.home)

    @cached_property
    def studies(self) -> Studies:
        """Studies: name, describe, join, split."""
        from curate.review.studies import Studies

        return Studies(self.home)

    @cached_property
    def extraction(self) -> Extraction:
        """Programs' readings of the reports."""
        from curate.review.extraction import Extraction

        return Extraction(self.home)

    @cached_property
    def pages(self) -> Pages:
        """Pages with what the programs found on them."""
        from curate.review.pages import Pages

        return Pages(self.home)

    @cached_property
    def mappings(self) -> Mappings:
        """Labels and what they mean."""
        from curate.review.mappings import Mappings

        return Mappings(self.home)

    @cached_property
    def pilots(self) -> Pilots:
        """Training studies, and how everybody did."""
        from curate.review.pilots import Pilots

        return Pilots(self.home)

    @cached_property
    def assignments(self) -> Assignments:
        """Who extracts which study by plan."""
        from curate.review.assignments import Assignments

        return Assignments(self.home)

    @cached_property
    def forms(self) -> Forms:
        """Workbooks out and in, seals, and single entries of a person."""
        from curate.review.forms import Forms

        return Forms(self.home)

    @cached_property
    def sheets(self) -> Sheets:
        """The acting person's extractions, cell by cell."""
        from curate.review.sheets import Sheets

        return Sheets(self.home)

    @cached_property
    def accounts(self) -> Accounts:
        """Who may sign in at the page of a team."""
        from curate.review.accounts import Accounts

        return Accounts(self.home.folder)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """Pairs, agreement and the queue of disagreements."""
        from curate.review.reconciliation import Reconciliation

        return Reconciliation(self.home)

    @cached_property
    def structures(self) -> Structures:
        """Which labels of two extractions name the same thing."""
        from curate.review.structures import Structures

        return Structures(self.home)

    @cached_property
    def decisions(self) -> Decisions:
        """What is settled."""
        from curate.review.decisions import Decisions

        return Decisions(self.home)

    @cached_property
    def audits(self) -> Audits:
        """Agreed values read a third time."""
        from curate.review.audits import Audits

        return Audits(self.home)

    @cached_property
    def letters(self) -> Letters:
        """What authors are asked, and their answers."""
        from curate.review.letters import Letters

        return Letters(self.home)

    @cached_property
    def checks(self) -> Checks:
        """Problems, and whether everything is still what was written."""
        from curate.review.checks import Checks

        return Checks(self.home)

    @cached_property
    def results(self) -> Results:
        """Records, effects, pooled estimates, plots."""
        from curate.review.results import Results

        return Results(self.home)

    @cached_property
    def takeovers(self) -> Takeovers:
        """Readings of programs that people take over."""
        from curate.review.takeovers import Takeovers

        return Takeovers(self.home)

    @cached_property
    def traces(self) -> Traces:
        """From a pooled estimate back to the page."""
        from curate.review.traces import Traces

        return Traces(self.home)

    @cached_property
    def ledger(self) -> Ledger:
        """Who did what when and why."""
        from curate.review.ledger import Ledger

        return Ledger(self.home)

    @cached_property
    def exports(self) -> Exports:
        """Tables for other tools."""
        from curate.review.exports import Exports

        return Exports(self.home)

    @cached_property
    def workfiles(self) -> WorkFiles:
        """One person's part in a file, and back."""
        from curate.review.workfiles import WorkFiles

        return WorkFiles(self.home)

    @cached_property
    def backups(self) -> Backups:
        """Copies of the store."""
        from curate.review.backups import Backups

        return Backups(self.home)

    @cached_property
    def corrections(self) -> Corrections:
        """Errata and retractions."""
        from curate.review.corrections import Corrections

        return Corrections(self.home)

    @cached_property
    def upholding(self) -> Upholding:
        """What of a corrected report holds all the same."""
        from curate.review.upholding import Upholding

        return Upholding(self.home)

    @cached_property
    def freezes(self) -> Freezes:
        """Records declared final."""
        from curate.review.freezes import Freezes

        return Freezes(self.home)

    @cached_property
    def updates(self) -> Updates:
        """What moved since a freeze, and why."""
        from curate.review.updates import Updates

        return Updates(self.home)

    @cached_property
    def methods(self) -> Methods:
        """Words for the methods section."""
        from curate.review.methods import Methods

        return Methods(self.home)

    @cached_property
    def todo(self) -> Todo:
        """What people have still to do."""
        from curate.review.todo import Todo

        return Todo(self.home)

    @cached_property
    def overview(self) -> Overview:
        """Where the review stands."""
        from curate.review.overview import Overview

        return Overview(self.home)
