"""Audits: agreed values that a third person reads again, and the errors that are left by their measure."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curate.errors import Refused, UnknownName
from curate.model.reading import Found, Reading
from curate.reconcile.compare import AGREEING, Difference, compare
from curate.reconcile.values import Value
from curate.review.home import Home
from curate.review.quotes import find_quotes
from curate.store import audits as store
from curate.store.audits import Drawn
from curate.store.letters import result_behind
from curate.store.readings import find_reading, person_extraction, seal_extraction
from curate.store.records import records, short_key
from curate.store.reports import find_study, studies

if TYPE_CHECKING:
    from curate.reconcile.audit import Estimate

SAME = (*AGREEING, Difference.rounding)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an audit stands.

    Attributes
    ----------
    population
        Agreed values that it was drawn from.
    values
        All that were drawn, in the order of reading.
    pending
        Short ids of values that the auditor read otherwise and nobody has decided.
    estimate
        None before anything was read, or while something is pending.
    """

    name: str
    made_by: str
    made_at: str
    percent: float
    population: int
    values: tuple[Drawn, ...]
    wrong: tuple[str, ...]
    pending: tuple[str, ...]
    estimate: Estimate | None

    @property
    def blind(self) -> int:
        """How many were typed before the agreed value was seen."""
        return sum(value.blind for value in self.values if value.finding is not None)

    @property
    def left(self) -> tuple[Drawn, ...]:
        """What is still to be read."""
        return tuple(value for value in self.values if value.finding is None)


class Audits:
    """A finding is a reading like any other: where it differs, the value is open again, to be decided."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def draw(self, percent: float, seed: int | None = None) -> Outcome:
        """Draw a share of the agreed values for re-reading, by their impact, and keep the draw.

        Raises
        ------
        Refused
            For a share that is none, when nothing is agreed, or while an audit is not finished.
        """
        from curate.reconcile.audit import RULES, chances, draw, sample_size

        self._home.refuse_in_work_file("auditing")
        if not 0 < percent <= 100:
            raise Refused(f"{percent:g}% is no share", "curate audit --agreed 8%")
        if (open_one := self.last()) and (open_one.left or open_one.pending):
            unread, undecided = len(open_one.left), len(open_one.pending)
            raise Refused(
                f"of the last audit {unread} values are not read and {undecided} not decided yet",
                "finish it first: a second draw could be a choice between two",
            )
        found = store.agreed(self._home.connection)
        if not found:
            raise Refused("no value is agreed by two people yet", "curate seal, curate reconcile")
        import secrets

        seed = secrets.randbelow(2**31) if seed is None else seed
        given = chances(self._impacts(found), sample_size(len(found), percent))
        chosen = [(found[place], float(given[place])) for place in draw(given, seed)]
        with self._home.act("audit", seed=seed) as act:
            store.put_audit(act, percent, len(found), seed, RULES, chosen)
        last = self.last()
        assert last is not None
        return last

    def _impacts(self, found: list[store.Agreed]) -> list[float]:
        """Return how far the pooled estimates move without each value, in their standard errors."""
        from curate.reconcile.impact import Open, impacts

        held = {record.key: record for record in records(self._home.connection)}
        facts = [Open(value.key, value.study, (held.get(value.key), None)) for value in found]
        keys = {fact.key for fact in facts}
        others = [record for record in held.values() if record.key not in keys]
        weighed = impacts(facts, others, studies(self._home.connection), self._home.protocol)
        return [impact.shift for impact in weighed]

    def last(self) -> Outcome | None:
        """Return how the latest audit stands; None before the first."""
        every = self.all()
        return every[-1] if every else None

    def all(self) -> list[Outcome]:
        """Return how every audit stands, the first one first: none is forgotten for a later one."""
        return [self._outcome(row) for row in store.audits(self._home.connection)]

    def _outcome(self, row: sqlite3.Row) -> Outcome:
        values = store.drawn(self._home.connection, row["id"])
        judged = {value.key: self._judged(value, row["made_at"]) for value in values if value.finding}
        wrong = tuple(key for key, verdict in judged.items() if verdict == "wrong")
        pending = tuple(short_key(key) for key, verdict in judged.items() if verdict == "pending")
        return Outcome(
            row["id"],
            row["made_by"],
            row["made_at"],
            row["fraction"],
            row["population"],
            tuple(values),
            wrong,
            pending,
            None if pending or not judged else self._estimate(values, set(wrong)),
        )

    def _estimate(self, values: list[Drawn], wrong: set[str]) -> Estimate:
        from curate.reconcile.audit import Audited, estimate

        return estimate([Audited(v.study, v.probability, v.key in wrong) for v in values if v.finding])

    def _judged(self, value: Drawn, since: str) -> str:
        """Return ``right``, ``wrong`` or ``pending``: what differs is wrong once it was decided otherwise."""
        agreed = self._value(value.reading)
        if self._same(value.key, agreed, self._value(value.finding or "")):
            return "right"
        decided = store.decided_value(self._home.connection, value.key, since)
        if decided is None:
            return "pending"
        return "right" if self._same(value.key, agreed, Value(*decided)) else "wrong"

    def _value(self, reading: str) -> Value:
        said = find_reading(self._home.connection, reading)
        return Value(said.value, said.operator, said.status)

    def _same(self, key: str, one: Value, two: Value) -> bool:
        code = key.rpartition("|")[2].partition(":")[0]
        kinds = {item.code: item.kind for item in self._home.protocol.items}
        kind = kinds.get(code, "number")
        return compare(one, two, "" if code in kinds else code, kind).difference in SAME

    def found(
        self,
        record: str,
        typed: str,
        *,
        page: int | None = None,
        cell: str = "",
        quote: str = "",
        report: str | None = None,
    ) -> bool:
        """Write what the auditor read of a drawn value; return whether it is what was agreed.

        Parameters
        ----------
        typed
            As printed, or ``not_reported``.

        Raises
        ------
        UnknownName
            For a record that was not drawn.
        Refused
            For an auditor who extracted the study, a value that is no number or without its place, or one that was
            read already.
        """
        from curate.review.forms import Forms

        value = self._drawn(record)
        study = find_study(self._home.connection, value.study)
        agreed = find_reading(self._home.connection, value.reading)
        if typed == "not_reported":
            said = replace(_plain(agreed), value="", as_printed="", status="not_reported", evidence=None)
        else:
            text, operator = self._parsed(agreed, typed)
            place = Forms(self._home).place(study, report, page, quote or typed, cell)
            said = replace(
                _plain(agreed), value=text, operator=operator, as_printed=typed, evidence=place
            )
        return self._put(value, said, blind=True)

    def right(self, record: str) -> None:
        """Write that the auditor looked and the agreed value stands there; not blind, and kept as such.

        Raises
        ------
        UnknownName, Refused
            As `found`.
        """
        value = self._drawn(record)
        self._put(value, _plain(find_reading(self._home.connection, value.reading)), blind=False)

    def _drawn(self, record: str) -> Drawn:
        last = self.last()
        if last is None:
            raise Refused("nothing was drawn yet", "curate audit --agreed 8%")
        meant = [
            v
            for v in last.values
            if len(record) > 3 and record in (v.key, short_key(v.key)[: len(record)])
        ]
        if len(meant) != 1:
            raise UnknownName.among("drawn record", record, (short_key(v.key) for v in last.values))
        if meant[0].finding is not None:
            raise Refused(
                "it was read already, and what was read stands",
                f"where it differs, decide: curate decide {short_key(meant[0].key)}",
            )
        if self._home.actor in store.extractors_of(self._home.connection, meant[0].study):
            raise Refused(
                f"{self._home.actor} extracted this study, and cannot audit it",
                "a third person reads it again",
            )
        return meant[0]

    def _parsed(self, agreed: Reading, typed: str) -> tuple[str, str]:
        from curate.parse.number import parse_number

        if agreed.item:
            return typed.strip(), "="
        number = parse_number(typed)
        if number is None:
            raise Refused(f"{typed!r} is no number", "give the number as printed, or not_reported")
        return number.value, number.operator

    def _put(self, value: Drawn, said: Reading, *, blind: bool) -> bool:
        """Write a finding in the auditor's own extraction, which is sealed at once; return whether it agrees."""
        who, study = self._home.person(self._home.actor), find_study(self._home.connection, value.study)
        result = result_behind(self._home.connection, value.reading)
        said = find_quotes(self._home, [said]).placed(Found(result, (said,)), said)
        now = Value(said.value, said.operator, said.status)
        same = self._same(value.key, self._value(value.reading), now)
        with self._home.act("audit") as act:
            extraction = person_extraction(act, who, study.id, "verification")
            store.put_finding(act, value, extraction, Found(result, (said,)), same=same, blind=blind)
            if not store.is_sealed(self._home.connection, extraction):
                seal_extraction(act, who.name, study.id, study.name)
        return same


def _plain(reading: Reading) -> Reading:
    """Return a person's reading of the same: without what only a program says."""
    return replace(reading, flags=(), band="", raw_text="", second_text=None)
