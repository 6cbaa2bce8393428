"""Who extracts which study by plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curate.errors import Refused
from curate.model.record import Study
from curate.reconcile.assign import assign
from curate.review.home import Home
from curate.store import assignments as store
from curate.store.pilots import training as training_studies
from curate.store.readings import extractions
from curate.store.reports import find_study, reports, studies


@dataclass(frozen=True, slots=True)
class Assigned:
    """A study with those who extract it by plan.

    Attributes
    ----------
    pages
        Of all its reports.
    people
        By plan.
    sealed
        Those who have sealed it, planned or not.
    """

    study: Study
    pages: int
    people: tuple[str, ...]
    sealed: tuple[str, ...]


class Assignments:
    """Plans. They bind nobody: what counts is who sealed what."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Assigned]:
        """Return every study with its plan, by name."""
        connection = self._home.connection
        held, pages = store.assignments(connection), self._pages()
        sealed: dict[str, list[str]] = {}
        for row in extractions(connection):
            if row["kind"] == "person" and row["sealed"]:
                sealed.setdefault(row["study_id"], []).append(row["extractor"])
        return [
            Assigned(one, pages[one.id], held.get(one.id, ()), tuple(sorted(sealed.get(one.id, ()))))
            for one in studies(connection)
            if one.id in pages
        ]

    def of(self, person: str) -> list[Study]:
        """Return the studies that a person extracts by plan, by name."""
        held = store.assignments(self._home.connection)
        return [one for one in studies(self._home.connection) if person in held.get(one.id, ())]

    def loads(self) -> dict[str, tuple[int, int]]:
        """Return person → studies and pages by plan."""
        studies_of: Counter[str] = Counter()
        pages_of: Counter[str] = Counter()
        for assigned in self.all():
            studies_of.update(assigned.people)
            pages_of.update(dict.fromkeys(assigned.people, assigned.pages))
        return {name: (studies_of[name], pages_of[name]) for name in sorted(studies_of)}

    def share(
        self, people: Sequence[str], names: Sequence[str] = (), each: int = 2
    ) -> Mapping[str, Sequence[str]]:
        """Give the named studies, else all but training studies, `each` of the `people`; return what is new.

        Studies keep the people they have; see `curate.reconcile.assign.assign` for the rule.

        Raises
        ------
        UnknownName
            For a study that is not known.
        Refused
            When nobody is named, or the people make no pair.
        """
        if not people:
            raise Refused("nobody is named", "curate assign ann bob cas")
        training = {mark.study for mark in training_studies(self._home.connection) if not mark.counts}
        chosen = [study for study in self._chosen(names) if names or study.id not in training]
        pages = self._pages()
        plan = assign(
            {study.id: pages[study.id] for study in chosen if study.id in pages},
            [self._home.person(name) for name in dict.fromkeys(people)],
            store.assignments(self._home.connection),
            each,
        )
        with self._home.act("assign") as act:
            for study, team in plan.items():
                for person in team:
                    store.put_assignment(act, study, person, "shared by pages")
        return {study.name: plan[study.id] for study in chosen if study.id in plan}

    def give(self, person: str, names: Sequence[str], reason: str = "given") -> int:
        """Give the named studies to one person more, whoever has them already; return how many are new.

        Raises
        ------
        UnknownName
            For a study that is not known.
        Refused
            When no study is named.
        """
        if not names:
            raise Refused("no study is named", "name the studies to give: -s STUDY")
        chosen = self._chosen(names)
        with self._home.act("assign") as act:
            return sum(store.put_assignment(act, study.id, person, reason) for study in chosen)

    def take_back(self, person: str, names: Sequence[str], reason: str) -> int:
        """Take studies back from a person, all of them when none is named; return how many.

        Raises
        ------
        Refused
            Without a reason.
        """
        if not reason.strip():
            raise Refused("an assignment is taken back for a reason", "say it: --reason")
        with self._home.act("assign") as act:
            return sum(
                store.put_assignment(act, study.id, person, reason, active=False)
                for study in self._chosen(names)
            )

    def _chosen(self, names: Sequence[str]) -> list[Study]:
        connection = self._home.connection
        return [find_study(connection, name) for name in names] or studies(connection)

    def _pages(self) -> dict[str, int]:
        """Return study → pages of its reports, at least 1; studies without a report have none to read."""
        pages: Counter[str] = Counter()
        for row in reports(self._home.connection):
            pages[row["study_id"]] += max(row["pages"] or 0, 1)
        return dict(pages)
