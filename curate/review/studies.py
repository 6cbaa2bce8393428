"""Studies: name and describe them, join the reports of one, split off a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from curate.errors import Refused, UnknownName
from curate.model import terms
from curate.model.record import Study
from curate.review.home import Home
from curate.store import reports as store
from curate.store.act import Act
from curate.store.mappings import carry_mappings, map_aliases

LONGEST_NAME = 200
MOST_PEOPLE = 100_000_000
"""Characters of a study's name, and people randomised in one: more is a mistake."""


class Studies:
    """The studies of a review. A new report makes a study of its own until it is joined to another."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Study]:
        """Return every study, by name."""
        return store.studies(self._home.connection)

    def find(self, name: str) -> Study:
        """Return the study with this name, id or unique prefix of an id; `UnknownName` otherwise."""
        return store.find_study(self._home.connection, name)

    def describe(
        self,
        name: str,
        *,
        new_name: str | None = None,
        design: str | None = None,
        n_randomised: int | Literal[""] | None = None,
        registration: str | None = None,
    ) -> None:
        """Say something of a study; what is None stays, and an empty text takes back what was said.

        Raises
        ------
        UnknownName
            For a study or design that is not known.
        Refused
            When another study has the new name, or it is none, or no so many people can be randomised.
        """
        study = self.find(name)
        if design is not None and design not in terms.codes("design"):
            raise UnknownName.among("design", design, filter(None, terms.codes("design")))
        if new_name is not None and new_name != study.name:
            self._refuse_name(new_name, "join the two, or choose another name")
        if isinstance(n_randomised, int) and not 0 <= n_randomised <= MOST_PEOPLE:
            raise Refused(f"{n_randomised} people cannot have been randomised", "say a whole number")
        said = {
            "name": new_name,
            "design": design,
            "n_randomised": n_randomised,
            "registration": registration,
        }
        changes: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
        if n_randomised == "":
            changes["n_randomised"] = None
        with self._home.act("describe study") as act:
            store.describe_study(act, study, **changes)

    def join(self, name: str, others: Sequence[str], reason: str = "reports of one study") -> None:
        """Make the reports of `others` reports of the study `name`.

        What people read of the others, and what they mapped, goes with the reports. What was decided of
        them is to be decided anew: the facts of the two studies are now compared.

        Raises
        ------
        UnknownName
            For a study that is not known.
        Refused
            When there is nothing to join.
        """
        study = self.find(name)
        joined = [each for other in others if (each := self.find(other)).id != study.id]
        if not joined:
            raise Refused(f"{study.name} is that study itself", "name the studies to join to it")
        moved = [report for other in joined for report in other.reports]
        with self._home.act("join studies") as act:
            store.move_reports(act, moved, study.id, reason)
            self._remap(act, {study.id: joined})

    def split(self, name: str, report: str, new_name: str, reason: str = "a study of its own") -> None:
        """Make one report of a study, by SHA-256, a prefix of it or file name, a study of its own.

        A scan and what OCR made of it stay together.

        Raises
        ------
        UnknownName
            When the study has no such report.
        Refused
            When it is the study's only report, or another study has the new name.
        """
        study = self.find(name)
        rows = [row for row in store.reports(self._home.connection) if row["id"] in study.reports]
        meant = [row["id"] for row in rows if row["id"].startswith(report) or row["file_name"] == report]
        if len(meant) != 1:
            raise UnknownName.among("report", report, (row["file_name"] for row in rows))
        moved = store.with_scans(self._home.connection, meant[0])
        if set(study.reports) <= set(moved):
            raise Refused(f"{name} has no other report", "a study with one report cannot be split")
        self._refuse_name(new_name, "choose another name")
        with self._home.act("split study") as act:
            made = store.new_study(act, new_name)
            store.move_reports(act, moved, made, reason)
            self._remap(act, {made: [study]})

    def _refuse_name(self, name: str, hint: str) -> None:
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise Refused("this is no name of a study", f"give one of 1 to {LONGEST_NAME} characters")
        if any(name == other.name for other in self.all()):
            raise Refused(f"another study is called {name!r}", hint)

    def _remap(self, act: Act, sources: dict[str, list[Study]]) -> None:
        """Map the labels of moved reports: by the protocol's aliases, and as the study before had them."""
        map_aliases(act, self._home.protocol)
        for target, before in sources.items():
            for study in before:
                carry_mappings(act, study.id, target, f"as in {study.name}")
