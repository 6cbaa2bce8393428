"""Deciding: one of the readings, a value typed and located, not reported, rejected, or ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curate.errors import Refused, UnknownName
from curate.model import terms
from curate.model.decision import Decision
from curate.review.home import Home
from curate.store import records as store
from curate.store.readings import require_seals
from curate.store.reports import studies


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
        names = {study.id: study.name for study in studies(self._home.connection)}
        complete = [self._completed(decision) for decision in decisions]
        for decision in complete:
            study = decision.key.partition("|")[0]
            require_seals(self._home.connection, study, names.get(study, study))
        with self._home.act("decide") as act:
            version = self._home.protocol.version
            return [
                store.put_decision(act, decision.key.partition("|")[0], decision, version)
                for decision in complete
            ]

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
        if decision.mode == "consensus" and len(decision.participants) < 2:
            raise Refused("a consensus names both extractors", "give --with NAME for each")
        return decision if decision.participants else replace(decision, participants=(self._home.actor,))
