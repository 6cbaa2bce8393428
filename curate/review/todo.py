"""What people have still to do: studies to extract, what a changed protocol asks, what a correction changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.errors import Refused, UnknownName
from curate.model.record import Study
from curate.review.home import Home
from curate.store import changes as store
from curate.store.readings import extractions, find_evidence
from curate.store.reports import find_study, studies

if TYPE_CHECKING:
    from curate.reconcile.asked import Asked


EVER = "0"
"""Before every time that a store holds."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that one person has to do in one study.

    Attributes
    ----------
    kind
        ``extract``: assigned and not begun. ``seal``: begun. ``asked``: the protocol asks something since.
        ``corrected``: the number stands in a report that was corrected; with an empty `person`, a record that a
        decision or a program made.
    what
        In words.
    part
        For ``asked``: the kind and code of the protocol's part.
    """

    person: str
    study: str
    kind: str
    what: str
    part: tuple[str, str] = ("", "")


class Todo:
    """Lists made of the store as it is: a task is over when what it asks is there."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self, person: str | None = None, study: str | None = None) -> list[Task]:
        """Return the tasks of a person, or of everybody, by person and study.

        Raises
        ------
        UnknownName
            For a study that is not known.
        """
        names = {each.id: each.name for each in studies(self._home.connection)}
        wanted = find_study(self._home.connection, study).name if study else None
        tasks = [*self._open(), *self._asked(names), *self._corrected(names)]
        chosen = [
            task for task in tasks if person in (None, task.person) and wanted in (None, task.study)
        ]
        return sorted(chosen, key=lambda task: (task.person, task.study))

    def _open(self) -> list[Task]:
        """Return the studies that people have by plan and not begun, and those that they have not sealed."""
        from curate.review.assignments import Assignments

        begun: dict[tuple[str, str], bool] = {}
        for row in extractions(self._home.connection):
            if row["kind"] == "person":
                key = (row["extractor"], row["study_id"])
                begun[key] = begun.get(key, True) and bool(row["sealed"])
        plan = [(person, each) for each in Assignments(self._home).all() for person in each.people]
        tasks = [
            Task(person, each.study.name, "extract", f"extract it: {each.pages} pages")
            for person, each in plan
            if (person, each.study.id) not in begun
        ]
        names = {each.id: each.name for each in studies(self._home.connection)}
        unsealed = [key for key, sealed in begun.items() if not sealed]
        return tasks + [
            Task(person, names[study], "seal", "finish and seal it") for person, study in unsealed
        ]

    def _asked(self, names: dict[str, str]) -> list[Task]:
        seen = store.looked_at(self._home.connection)
        return [
            Task(
                person,
                names[study],
                "asked",
                f"{part.kind} {part.code} ({part.label}): {part.how}",
                (part.kind, part.code),
            )
            for person, study, part, since in self._parts()
            if seen.get((person, study, part.kind, part.code), "") < since
        ]

    def _parts(self) -> list[tuple[str, str, Asked, str]]:
        """Return person, study, what the protocol asks since their seal, and from when on an answer counts.

        To a question that was put otherwise before, that is an answer after the seal.
        """
        from curate.parse.protocol import read_protocol
        from curate.reconcile.asked import asked_anew, asked_since

        now = self._home.protocol
        held = {
            name: (read_protocol(text), at) for name, text, at in store.versions(self._home.connection)
        }
        changes = {name: asked_anew(protocol, now) for name, (protocol, _) in held.items()}
        history = list(held.values())
        found = []
        for one in store.sealed_under(self._home.connection):
            for part in changes[one.protocol]:
                since = asked_since(part.kind, part.code, history, now)
                found.append((one.person, one.study, part, max(one.at, since) if since else EVER))
        return found

    def _corrected(self, names: dict[str, str]) -> list[Task]:
        return [
            Task(row.person, names[row.study], "corrected", self._place(row))
            for row in store.fallen(self._home.connection)
        ]

    def _place(self, row: store.Fallen) -> str:
        place = find_evidence(self._home.connection, row.evidence)
        quote = f" “{place.quote}”" if place.quote else ""
        doing = "read again" if row.person else "decide again"
        return f"{doing}: {row.value}, {row.file_name}, {place.where}{quote}"

    def keep(self, study: str, codes: list[str], reason: str, person: str | None = None) -> list[str]:
        """Say of parts of the protocol that nothing is to be added in a study; return their names.

        Parameters
        ----------
        codes
            Of items, outcomes, arms or time points that the list asks this person about.

        Raises
        ------
        UnknownName
            For a study, or a code that this person is not asked about.
        Refused
            Without a reason.
        """
        held, who = find_study(self._home.connection, study), person or self._home.actor
        tasks = [task for task in self.all(who, held.name) if task.kind == "asked"]
        known = {task.part[1]: task for task in tasks}
        for code in codes:
            if code not in known:
                raise UnknownName.among(f"question to {who} of {held.name}", code, known)
        if not reason.strip():
            raise Refused("an answer is kept for a reason", "say what the report shows: --reason")
        extraction = self._extraction(who, held)
        with self._home.act("keep answers") as act:
            for code in codes:
                kind, _ = known[code].part
                store.put_kept(act, extraction, kind, code, self._home.protocol.version, reason)
        return [known[code].what for code in codes]

    def _extraction(self, person: str, study: Study) -> str:
        return next(
            held.extraction
            for held in store.sealed_under(self._home.connection)
            if (held.person, held.study) == (person, study.id)
        )
