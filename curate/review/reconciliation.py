"""Pairing sealed extractions of a study, their agreement, and the queue of disagreements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from curate.errors import NotSealed
from curate.model.reading import Box
from curate.reconcile.errors import ErrorRate, error_rates
from curate.reconcile.impact import Open, impacts
from curate.reconcile.pairs import Reader, Said, Tables, explain, pairs
from curate.review.agreements import Agreements, Coefficients, Pairing, agreements, appendix, judged
from curate.review.effect_agreement import EffectAgreement, effect_agreements
from curate.review.home import Home
from curate.store.blinding import comparable_studies, is_withheld
from curate.store.disputes import Dispute, asked, disputes
from curate.store.readings import find_reading
from curate.store.records import (
    Spoken,
    assisted_readers,
    find_record_key,
    records,
    records_of_readers,
    sealed_readings,
    settled_facts,
    standing_readings,
)
from curate.store.reports import find_study, studies
from curate.store.stage import FACTS, staged

CROP_DPI, CROP_MARGIN, CROP_BEFORE = 110.0, 70.0, 200.0
"""Pictures on printed cards: dots an inch, and points around the number."""


class Reconciliation:
    """Comparison of what is sealed. While a person's extraction of a study is open, it is refused."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def pairings(self, study: str | None = None) -> list[Pairing]:
        """Return every pair of sealed extractions, of one study or of all those that are fully sealed.

        People are paired with people and programs with programs.

        Raises
        ------
        NotSealed
            When the study named is not fully sealed.
        """
        self._home.refuse_in_work_file("comparing")
        connection = self._home.connection
        wanted = comparable_studies(connection, study)
        held = _by_study(sealed_readings(connection, self._kinds()))
        found = []
        for each in wanted:
            spoken = held.get(each.id, [])
            tables = Tables(every.said for every in spoken)
            readers = _readers(spoken)
            assisted = {(every.kind, every.reader) for every in spoken if every.mode == "assisted"}
            for one, two in combinations(sorted(readers), 2):
                if one[0] == two[0]:
                    paired = pairs(readers[one], readers[two], tables)
                    people, saw = one[0] == "person", len({one, two} & assisted)
                    found.append(Pairing(each.id, each.name, one[1], two[1], people, paired, saw))
        return found

    def agreements(self, pairings: Iterable[Pairing]) -> list[Agreements]:
        """Return how far people agree, and programs, by kind of item, over the studies of `pairings`."""
        return agreements(pairings, {item.code: item.choices for item in self._home.protocol.items})

    def appendix(self, pairings: Iterable[Pairing]) -> list[Coefficients]:
        """Return ICC and CCC of people's numbers, by kind of item: for an appendix, see there."""
        return appendix(pairings)

    def effects(self) -> list[EffectAgreement]:
        """Return how far the effects agree that two people's sealed readings give, by comparison."""
        self._home.refuse_in_work_file("comparing")
        connection = self._home.connection
        return effect_agreements(
            records_of_readers(connection),
            studies(connection),
            self._home.protocol,
            assisted_readers(connection),
        )

    def errors(self) -> list[ErrorRate]:
        """Return each reader's errors against what was agreed or decided, as sealed, over the review."""
        self._home.refuse_in_work_file("comparing")
        kinds = self._kinds()
        settled = settled_facts(self._home.connection, kinds)
        return error_rates(judged(settled, sealed_readings(self._home.connection, kinds)))

    def queue(self, study: str | None = None) -> list[Dispute]:
        """Return the open disagreements, those that could move a pooled estimate most first.

        Each comes with what explains it. The impact is worked out once for all of them, at the review's own
        models; facts that no comparison uses come last, by study.
        """
        self._home.refuse_in_work_file("comparing")
        wanted = find_study(self._home.connection, study).id if study else None
        with staged(self._home.connection, *FACTS):
            open_ones = [each for each in self._weighed() if wanted in (None, each.study)]
            return sorted(self._explained(open_ones), key=_rank)

    def explained(self) -> list[Dispute]:
        """Return the open disagreements with what explains them, by key; their impact is not worked out."""
        self._home.refuse_in_work_file("comparing")
        with staged(self._home.connection, *FACTS):
            return self._explained(disputes(self._home.connection))

    def asked(self) -> list[Dispute]:
        """Return the facts that the authors are asked about, with what may explain the difference, by key."""
        self._home.refuse_in_work_file("asking authors")
        return self._explained(asked(self._home.connection))

    def place_of(self, reading: str) -> tuple[Path, int, Box] | None:
        """Return file, page and box of a reading's place; None where it has no box.

        Raises
        ------
        NotSealed
            For what another person read of a study that is not fully sealed.
        StoreError
            When there is no such reading.
        """
        evidence = find_reading(self._home.connection, reading).evidence
        if is_withheld(self._home.connection, reading, self._home.name):
            raise NotSealed(
                "this is another person's, and the study is not fully sealed", "wait for the seals"
            )
        if evidence is None or evidence.page is None or evidence.box is None:
            return None
        return self._home.report_path(evidence.report), evidence.page, evidence.box

    def count(self) -> int:
        """Return how many disagreements are open."""
        self._home.refuse_in_work_file("comparing")
        return len(disputes(self._home.connection))

    def _explained(self, open_ones: list[Dispute]) -> list[Dispute]:
        if not open_ones:
            return []
        spoken = _by_study(standing_readings(self._home.connection, self._kinds()))
        explained: list[Dispute] = []
        for name in dict.fromkeys(each.study for each in open_ones):
            of_study = [each for each in open_ones if each.study == name]
            explained += _explained(of_study, spoken.get(name, []))
        return explained

    def _weighed(self) -> list[Dispute]:
        """Return the open disagreements with their impact on the pooled estimates."""
        connection, protocol = self._home.connection, self._home.protocol
        open_ones = disputes(connection)
        facts = [_open(each) for each in open_ones]
        found = impacts(facts, records(connection), studies(connection), protocol)
        return [replace(each, impact=impact) for each, impact in zip(open_ones, found, strict=True)]

    def print_queue(self, path: Path, study: str | None = None) -> int:
        """Write the queue as one HTML file with the places on the pages; return the number of cards."""
        from curate.review.queue_html import queue_html

        queue = self.queue(study)
        protocol = self._home.protocol
        page = queue_html(protocol, queue, self._crops(queue))
        path.write_text(page, encoding="utf-8")
        return len(queue)

    def _crops(self, queue: Iterable[Dispute]) -> dict[str, bytes]:
        """Return reading → PNG of its place, for those that have one."""
        from curate.extract.job import Job

        path = self._home.report_path
        jobs = [
            Job.render(
                side.reading,
                path(side.report),
                side.page,
                side.box,
                dpi=CROP_DPI,
                margin=CROP_MARGIN,
                before=CROP_BEFORE,
            )
            for dispute in queue
            for side in dispute.sides
            if side.page and side.box and path(side.report).is_file()
        ]
        return {done.job.key: done.value for done in self._home.run(jobs) if done.status == "ok"}

    def find(self, prefix: str) -> Dispute | None:
        """Return the open disagreement about the fact with this short id; None when it is settled."""
        key = find_record_key(self._home.connection, prefix)
        return next((dispute for dispute in self.queue() if dispute.key == key), None)

    def _kinds(self) -> dict[str, str]:
        return {item.code: item.kind for item in self._home.protocol.items}


def _open(dispute: Dispute) -> Open:
    missing = (None,) if dispute.judgement == "omission" else ()
    return Open(dispute.key, dispute.study, (*dispute.records, *missing))


def _rank(dispute: Dispute) -> tuple[float, str, int, str]:
    page = min((side.page for side in dispute.sides if side.page), default=0)
    shift = dispute.impact.shift if dispute.impact else 0.0
    return -shift, dispute.study_name, page, dispute.key


def _by_study(spoken: Iterable[Spoken]) -> dict[str, list[Spoken]]:
    held: dict[str, list[Spoken]] = {}
    for each in spoken:
        held.setdefault(each.study, []).append(each)
    return held


def _readers(spoken: Iterable[Spoken]) -> dict[tuple[str, str], Reader]:
    """Return (kind, name) → what each reader of a study says."""
    held: dict[tuple[str, str], list[Said]] = {}
    for each in spoken:
        held.setdefault((each.kind, each.reader), []).append(each.said)
    return {name: Reader(said) for name, said in held.items()}


def _explained(open_ones: list[Dispute], spoken: list[Spoken]) -> list[Dispute]:
    """Return the disagreements of one study with what explains them."""
    tables = Tables(each.said for each in spoken)
    readers = _readers(spoken)
    said = {each.reading: each for each in spoken}
    found = []
    for dispute in open_ones:
        sides: list[tuple[Said | None, Reader]] = [
            (said[side.reading].said, readers[side.kind, side.reader]) for side in dispute.sides
        ]
        if dispute.judgement == "omission":
            present = {(side.kind, side.reader) for side in dispute.sides}
            silent = [name for name in sorted(readers) if name[0] == "person" and name not in present]
            sides += [(None, readers[name]) for name in silent] or [(None, Reader(()))]
        found.append(replace(dispute, finding=explain(sides, tables) if len(sides) > 1 else None))
    return found
