"""Pilot rounds: everybody extracts the same few studies, and is compared with known answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.errors import Refused
from curate.reconcile.pairs import Reader, Tables, pairs
from curate.review.home import Home
from curate.store import pilots as store
from curate.store.blinding import unsealed_people
from curate.store.readings import extractions
from curate.store.records import sealed_readings
from curate.store.reports import find_study, studies

if TYPE_CHECKING:
    from curate.reconcile.compare import Pair
    from curate.reconcile.pilot import Round


@dataclass(frozen=True, slots=True)
class Piloted:
    """A pilot round as it stands.

    Attributes
    ----------
    studies
        Name of each training study → whose extraction is its key.
    waiting
        Name of each study that cannot be compared yet → why.
    found
        The scores; None while no study can be compared.
    """

    studies: dict[str, str]
    waiting: dict[str, str]
    found: Round | None


class Pilots:
    """Training studies. Unless they count, the review has no fact of them: they are pooled and compared nowhere."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def mark(self, names: Sequence[str], key: str, *, counts: bool = False) -> int:
        """Make studies training studies whose known answers are the extraction of the person `key`.

        Parameters
        ----------
        counts
            Whether they are studies of the review all the same, extracted and pooled like others.

        Returns
        -------
        int
            How many marks are new.

        Raises
        ------
        UnknownName
            For a study that is not known.
        Refused
            When nobody is named, or the key is a trainee.
        """
        self._home.refuse_in_work_file("a pilot round")
        if not key.strip():
            raise Refused("known answers are somebody's", "give --key NAME: whose extraction they are")
        if self._home.person(key).trainee:
            raise Refused(f"{key} is a trainee", "known answers are those of somebody who trains others")
        chosen = [find_study(self._home.connection, name) for name in names]
        with self._home.act("pilot", key=key) as act:
            return sum(
                store.put_training(act, s.id, key, "training study", counts=counts) for s in chosen
            )

    def end(self, names: Sequence[str], reason: str) -> int:
        """Take the mark back from studies: they are studies of the review like others; return how many had it.

        Raises
        ------
        UnknownName
            For a study that is not known.
        Refused
            Without a reason, or for a study that is none.
        """
        if not reason.strip():
            raise Refused("a training study becomes one of the review for a reason", "say it: --reason")
        held = {each.study: each for each in store.training(self._home.connection)}
        chosen = [find_study(self._home.connection, name) for name in names]
        if others := [study.name for study in chosen if study.id not in held]:
            raise Refused(f"{', '.join(others)}: no training study", "curate status names them")
        with self._home.act("pilot") as act:
            return sum(
                store.put_training(act, s.id, held[s.id].person, reason, counts=False, active=False)
                for s in chosen
            )

    def left_out(self) -> list[str]:
        """Return the names of the training studies of which the review takes no fact."""
        marked = {each.study for each in store.training(self._home.connection) if not each.counts}
        return [study.name for study in studies(self._home.connection) if study.id in marked]

    def result(self) -> Piloted:
        """Return the scores of everybody who sealed a training study beside its key.

        Nothing of a study is compared while somebody's extraction of it is open, or before its key is sealed.

        Raises
        ------
        Refused
            When no study is a training study.
        """
        from curate.reconcile.pilot import pilot_round

        self._home.refuse_in_work_file("a pilot round")
        marks = store.training(self._home.connection)
        if not marks:
            raise Refused("no study is a training study", "curate pilot STUDY --key NAME")
        names = {study.id: study.name for study in studies(self._home.connection)}
        waiting = {mark.study: why for mark in marks if (why := self._why_not(mark))}
        pairings: dict[str, list[Sequence[Pair]]] = {}
        for mark in marks:
            if mark.study not in waiting:
                for person, compared in self._compared(mark).items():
                    pairings.setdefault(person, []).append(compared)
        return Piloted(
            {names[mark.study]: mark.person for mark in marks},
            {names[study]: why for study, why in waiting.items()},
            pilot_round(pairings) if pairings else None,
        )

    def summary(self) -> tuple[int, int, float] | None:
        """Return how many people and training studies were compared, and their agreement in percent."""
        if not store.training(self._home.connection):
            return None
        held = self.result()
        if held.found is None:
            return None
        facts = sum(score.found.pairs for score in held.found.people)
        agreeing = sum(score.found.agreeing for score in held.found.people)
        return len(held.found.people), len(held.studies) - len(held.waiting), 100 * agreeing / facts

    def _why_not(self, mark: store.Training) -> str:
        if names := unsealed_people(self._home.connection, mark.study):
            return f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'} not sealed yet"
        people = {
            row["extractor"]
            for row in extractions(self._home.connection, mark.study)
            if row["kind"] == "person" and row["readings"]
        }
        if mark.person not in people:
            return f"{mark.person}, whose answers are the key, has not extracted it"
        return "" if len(people) > 1 else "nobody else has extracted it"

    def _compared(self, mark: store.Training) -> dict[str, Sequence[Pair]]:
        """Return person → the pairs of one training study, the key's value first."""
        kinds = {item.code: item.kind for item in self._home.protocol.items}
        spoken = [
            each
            for each in sealed_readings(self._home.connection, kinds)
            if each.study == mark.study and each.kind == "person"
        ]
        tables = Tables(each.said for each in spoken)
        readers = {
            name: Reader(each.said for each in spoken if each.reader == name)
            for name in dict.fromkeys(each.reader for each in spoken)
        }
        key = readers.pop(mark.person)
        return {name: pairs(key, reader, tables) for name, reader in readers.items()}
