"""Deciding: one of the readings, a value typed and located, not reported, rejected, or ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import FormError, Refused, UnknownName
from curate.model import terms
from curate.model.decision import Decision
from curate.model.problem import Problem
from curate.model.protocol import Item
from curate.model.reading import Evidence, Found, Reading, Result
from curate.reconcile.compare import AGREEING, RULES, Difference
from curate.review.home import Home
from curate.review.places import Said, doubts
from curate.review.quotes import find_quotes
from curate.store import records as store
from curate.store.blinding import require_seals
from curate.store.disputes import dispute_on
from curate.store.readings import find_reading
from curate.store.reports import find_study, reports, studies
from curate.store.stage import staged

if TYPE_CHECKING:
    from curate.forms.decisions_file import RecordedDecision


def statistic_of(key: str) -> str:
    """Return the statistic, or the item, that a record's key ends on."""
    return key.rpartition("|")[2].partition(":")[0]


class Decisions:
    """What is settled, append-only: a later decision on the same fact supersedes the one before."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def put(self, decisions: Sequence[Decision]) -> list[str]:
        """Write decisions, all or none; return their ids.

        Raises
        ------
        Refused
            Without a reason, a mode's participants or, for a typed value, its place.
        NotSealed
            While an extraction of the study is open.
        UnknownName
            For a choice, mode or cause that is not in its list.
        """
        self._home.refuse_in_work_file("deciding")
        names = {study.id: study.name for study in studies(self._home.connection)}
        complete = [self._completed(decision) for decision in decisions]
        for study in dict.fromkeys(store.study_of(decision.key) for decision in complete):
            require_seals(self._home.connection, study, names.get(study, study))
        with self._home.act("decide") as act:
            version = self._home.protocol.version
            return [
                store.put_decision(act, store.study_of(decision.key), decision, version)
                for decision in complete
            ]

    def about(
        self,
        record: str,
        *,
        choice: str,
        reason: str,
        mode: str,
        cause: str = "other",
        take: str = "",
        typed: str = "",
        page: int | None = None,
        cell: str = "",
        quote: str = "",
        report: str | None = None,
        participants: Sequence[str] = (),
    ) -> Decision:
        """Return a decision on the fact `record` (its key or short id), not yet written.

        Parameters
        ----------
        take
            For ``reading``: a reading's id, or its number on the card of the disagreement, from 1.
        typed, page, cell, quote, report
            For ``typed``: the value as printed and where it stands; the report by file name or SHA-256,
            when the study has several.

        Raises
        ------
        UnknownName
            When the fact or the reading is not known.
        Refused
            For a typed value that is no number, or no answer to its question.
        """
        if choice not in terms.codes("choice"):
            raise UnknownName.among("choice", choice, terms.codes("choice"))
        connection = self._home.connection
        meant = record if "|" in record else store.find_record_key(connection, record)
        with staged(connection, "candidate", about=meant):
            key = store.find_record_key(connection, meant)
            made = Decision(key, choice, reason, mode, cause, tuple(participants))
            if choice == "reading":
                return replace(made, reading=self._reading(key, take))
            if choice == "typed":
                return self._typed(made, typed, page, quote, report, cell)
        return made

    def _reading(self, key: str, take: str) -> str:
        known = store.readings_of(self._home.connection, key)
        dispute = dispute_on(self._home.connection, key)
        card = [side.reading for side in dispute.sides] if dispute else known
        if take.isdecimal() and 0 < int(take) <= len(card):
            return card[int(take) - 1]
        if take.isdecimal():
            raise Refused(f"there is no reading {take}", f"give a number from 1 to {len(card)}")
        meant = [reading for reading in known if len(take) > 3 and reading.startswith(take)]
        if len(meant) != 1:
            raise UnknownName.among("reading", take, (reading[:15] for reading in known))
        return meant[0]

    def _typed(
        self,
        made: Decision,
        typed: str,
        page: int | None,
        quote: str,
        report: str | None,
        cell: str,
    ) -> Decision:
        from curate.review.forms import Forms

        value, operator = self._parsed(made.key, typed)
        if page is None and not cell:
            raise Refused("a typed value needs its place", "give the page, and a quote: --page, --quote")
        forms = Forms(self._home)
        study = find_study(self._home.connection, store.study_of(made.key))
        said = forms.place(study, report, page, quote or typed, cell)
        item = store.item_of(self._home.connection, made.key)
        statistic = "" if item else statistic_of(made.key)
        reading = Reading(statistic, value, said, as_printed=typed)
        quotes = find_quotes(self._home, [reading])
        spot = quotes.spot(Found(Result(), (reading,)), reading, self._read_there(made.key, value))
        standing = quotes.standing(reading)
        if not (spot or standing.boxes or standing.parts) and (quote or item is None):
            self._refuse_what_is_not_there(said)
        placed = (
            replace(said, box=spot)
            if isinstance(spot, tuple)
            else replace(said, quote=spot or said.quote)
        )
        return replace(made, value=value, operator=operator, evidence=placed)

    def _read_there(self, key: str, value: str) -> list[Evidence]:
        """Return the places where somebody has read this number for this fact."""
        read = (
            find_reading(self._home.connection, each)
            for each in store.readings_of(self._home.connection, key)
        )
        return [each.evidence for each in read if each.evidence and each.value == value]

    def doubts(self, decision: Decision) -> list[Problem]:
        """Return what is to be told of the place of a typed value."""
        if decision.evidence is None or store.item_of(self._home.connection, decision.key):
            return []
        reading = Reading(statistic_of(decision.key), decision.value, decision.evidence)
        return doubts(self._home, [Said(reading)])

    def _refuse_what_is_not_there(self, said: Evidence) -> None:
        """Refuse words that do not stand at their place; where a report has no text, nobody can look them up.

        The answer to a question is often in no report's words: it needs its page, and a quote only if it is given.
        """
        states = {row["id"]: row["state"] for row in reports(self._home.connection)}
        if said.page is None or states[said.report] in ("ok", "partial"):
            raise Refused(
                f"“{said.quote}” does not stand on {said.where}",
                "copy the words from there: --quote; for a number read from a figure, those of its caption",
            )

    def _parsed(self, key: str, typed: str) -> tuple[str, str]:
        """Return value and operator of a typed number, or of the answer to a question."""
        from curate.parse.number import parse_number

        code = store.item_of(self._home.connection, key)
        if code is None:
            number = parse_number(typed)
            if number is None:
                raise Refused(f"{typed!r} is no number", "give the number as printed")
            return number.value, number.operator
        from curate.forms.extraction_items import answer
        from curate.forms.extraction_values import NotTaken

        item = next((item for item in self._home.protocol.items if item.code == code), Item(code, code))
        try:
            return answer(item, "answer", typed.strip())[0], "="
        except NotTaken as problem:
            raise Refused(f"{item.question}: {problem}", "answer as the codebook says") from None

    def standing(self, key: str) -> str:
        """Return the decision that stands on a fact, in words; empty without one."""
        return store.decision_on(self._home.connection, key)

    def accept_rounding(self, mode: str, participants: Sequence[str] = ()) -> int:
        """Decide every disagreement that is rounding or spelling only for its finest; return how many.

        What was decided in two ways is a matter for a person, however small the difference.
        """
        from curate.review.reconciliation import Reconciliation

        made = []
        for dispute in Reconciliation(self._home).explained():
            difference = dispute.finding.difference if dispute.finding else None
            if dispute.parted or difference not in (*AGREEING, Difference.rounding):
                continue
            finest = max(
                dispute.sides, key=lambda side: (side.decimals or 0, len(side.value), side.reading)
            )
            reason = f"rounding only: {finest.value} is the most finely printed (rules {RULES})"
            if difference in AGREEING:
                reason = f"one answer, otherwise written (rules {RULES})"
            taken = Decision(dispute.key, "reading", reason, mode, "rounding", tuple(participants))
            made.append(replace(taken, reading=finest.reading))
        self.put(made)
        return len(made)

    def from_file(self, path: Path) -> int:
        """Write the decisions recorded in a CSV file; return how many were new.

        Raises
        ------
        FormError
            Listing every line that is wrong, or names a fact or value that is not in the store.
        """
        from curate.forms.decisions_file import read

        wrong: list[str] = []
        names = {study.name: study.id for study in studies(self._home.connection)}
        with staged(self._home.connection, "candidate"):
            said = [
                self._recorded(recorded, names.get(recorded.study, ""), f"line {line}", wrong)
                for line, recorded in enumerate(read(path), 2)
            ]
        if wrong:
            raise FormError(
                f"{path.name} was refused, nothing was imported", "mend what is listed", wrong
            )
        standing = store.standing_decisions(self._home.connection)
        new = [
            decision
            for decision in said
            if decision
            and standing.get(decision.key)
            != (decision.choice, decision.reading or None, decision.reason)
        ]
        self.put(new)
        return len(new)

    def _recorded(
        self, recorded: RecordedDecision, study: str, line: str, wrong: list[str]
    ) -> Decision | None:
        """Return the decision of one line of a file; note in `wrong` why there is none."""
        said = (recorded.choice, recorded.reason, recorded.mode, recorded.cause, recorded.participants)
        decision = Decision(recorded.record_key(study), *said)
        if recorded.choice == "typed":
            wrong.append(f"{line}: a typed value needs its place; decide it with curate decide")
            return None
        if recorded.choice != "reading":
            return decision
        reading = store.reading_with_value(self._home.connection, decision.key, recorded.value)
        if reading is None:
            fact = f"{recorded.study}, {recorded.statistic}"
            wrong.append(f"{line}: nobody read {recorded.value} for {fact}")
            return None
        return replace(decision, reading=reading)

    def _completed(self, decision: Decision) -> Decision:
        for name, value in (
            ("choice", decision.choice),
            ("decision_mode", decision.mode),
            ("cause", decision.cause),
        ):
            if value not in terms.codes(name):
                raise UnknownName.among(name.replace("_", " "), value, terms.codes(name))
        if not decision.reason.strip():
            raise Refused(
                "a decision needs a reason", "say in a sentence what the report shows: --reason"
            )
        if decision.choice == "typed" and decision.evidence is None:
            raise Refused("a typed value needs its place", "give the page, and a quote: --page, --quote")
        if not decision.participants:
            decision = replace(decision, participants=(self._home.actor,))
        self._check_mode(decision)
        return decision

    def _check_mode(self, decision: Decision) -> None:
        """Refuse a mode that the names contradict: the words for the methods section come from it."""
        named = dict.fromkeys(decision.participants)
        readers = store.people_of(self._home.connection, decision.key)
        if decision.mode == "consensus":
            if len(named) < 2:
                raise Refused("a consensus names both extractors", "give --with NAME for each")
            if len(readers) > 1 and len(readers.intersection(named)) < 2:
                who = ", ".join(sorted(readers))
                raise Refused("a consensus is between the extractors", f"they are: {who}; --with NAME")
        if decision.mode == "third_person" and (both := readers.intersection(named)):
            raise Refused(
                f"{', '.join(sorted(both))} read it, and is no third person",
                "give --mode consensus and --with NAME for both extractors, or --mode lead",
            )
