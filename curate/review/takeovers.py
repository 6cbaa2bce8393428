"""What a program read, taken over as a person's number: value, statistic and place, in an assisted extraction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from curate.errors import NotSealed, Refused, UnknownName
from curate.model.protocol import normalised
from curate.model.reading import Reading, Result
from curate.model.record import Study
from curate.review.forms import Entry, Forms
from curate.review.home import Home
from curate.review.program_marks import code_of_labels
from curate.review.sheets import Sheets
from curate.store import readings as store
from curate.store.blinding import independent_studies
from curate.store.reports import find_study


@dataclass(frozen=True, slots=True)
class About:
    """What a number is of, where its reading does not say it or is to be called otherwise; empty where it says it."""

    arms: Sequence[str] = ()
    comparators: Sequence[str] = ()
    outcome: str = ""
    timepoint: str = ""
    basis: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was taken over: as what it stands now, and what `Forms.put` tells of it."""

    result: Result
    reading: Reading
    entry: Entry

    def __str__(self) -> str:
        """Return the number, what it is of, and its place, on one line."""
        result = self.result
        arms = " v ".join(filter(None, (", ".join(result.arms), ", ".join(result.comparators))))
        about = " · ".join(filter(None, (arms, result.outcome, result.timepoint)))
        where = f" ({self.reading.evidence.where})" if self.reading.evidence else ""
        role = f" {self.reading.role}" if self.reading.role else ""
        return f"{self.reading.statistic}{role} {self.reading.as_printed}: {about}{where}"


class Takeovers:
    """Readings of programs taken over by people, as a click on its box does on the page."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def take(
        self,
        name: str,
        prefix: str,
        about: About | None = None,
        *,
        person: str | None = None,
        reason: str = "",
        assisted: bool = False,
    ) -> TakenOver:
        """Enter what a program read, with its place, for a person who extracts the study assisted.

        Arm, outcome and time point are called as the person calls what has the same code in the protocol, else as the
        protocol or the report does.

        Parameters
        ----------
        prefix
            The beginning of the reading's id.
        assisted
            Begin the person's extraction, where it is not begun, as an assisted one.

        Raises
        ------
        UnknownName
            When no current reading of a program in this study is meant, or more than one.
        NotSealed
            For who extracts without the programs' help.
        Refused
            For a reading that does not say what it is of, and before the extraction is begun as an assisted one.
        """
        study = find_study(self._home.connection, name)
        who = self._home.person(person or self._home.actor).name
        mode = self._mode(study, who, assisted)
        result, reading = self._said(study, who, *self._reading(study, prefix), about or About())
        reading = replace(reading, reason=reason)
        entry = Forms(self._home).put(study, result, reading, who, reason, mode)
        return TakenOver(result, reading, entry)

    def begin(self, name: str, person: str | None = None) -> None:
        """Begin a person's extraction of a study as an assisted one; see `take`."""
        study = find_study(self._home.connection, name)
        who = self._home.person(person or self._home.actor)
        mode = self._mode(study, who.name, assisted=True)
        with self._home.act("begin", study=study.name) as act:
            store.person_extraction(act, who, study.id, mode)

    def _mode(self, study: Study, who: str, assisted: bool) -> str:
        """Return the mode of a person's extraction, which must be assisted."""
        work = self._home.work_file
        held = Sheets(self._home).mode_of(who, study)
        mode = held or (work.mode if work else "assisted" if assisted else "")
        if mode == "independent":
            raise NotSealed(
                f"{who}'s extraction of {study.name} is independent: what programs read is not shown to it",
                "type the values",
            )
        actor = self._home.actor
        if actor != who and study.id in independent_studies(self._home.connection, actor):
            raise NotSealed(
                f"{actor} extracts {study.name} independently", "leave this to somebody else"
            )
        if not mode:
            raise Refused(
                f"what a program read makes {who}'s extraction of {study.name} an assisted one, for good",
                "say so: --assisted",
            )
        return mode

    def _reading(self, study: Study, prefix: str) -> tuple[Result, Reading]:
        """Return a program's reading with its result."""
        sql = """SELECT r.id, t.* FROM current_reading r JOIN result t ON t.id = r.result_id
            JOIN current_extraction e ON e.id = r.extraction_id AND e.mode = 'program'
            WHERE substr(r.id, 1, ?) = ? AND r.statistic IS NOT NULL AND r.status = 'reported' AND e.study_id = ?
            LIMIT 2"""
        connection = self._home.connection
        rows = connection.execute(sql, (len(prefix), prefix, study.id)).fetchall() if prefix else []
        if len(rows) != 1:
            how = "no reading" if not rows else "more than one reading"
            raise UnknownName(
                f"{how} of a program in {study.name} starts with {prefix!r}",
                "curate show REPORT --list gives the ids" if not rows else "give more of the id",
            )
        reading = store.find_reading(connection, rows[0][0])
        if reading.evidence is None:
            raise Refused("this reading has no place", "type the value, with its page")
        return store.result_of(rows[0]), reading

    def _said(
        self, study: Study, who: str, result: Result, reading: Reading, about: About
    ) -> tuple[Result, Reading]:
        """Return result and reading as the person says them."""
        from curate.forms.extraction_form import RANDOMISED
        from curate.forms.grid import outcome_of

        known = self._names(study, who, reading)
        arms = tuple(about.arms) or tuple(known("arm", label) for label in result.arms)
        comparators = tuple(about.comparators) or tuple(
            known("arm", each) for each in result.comparators
        )
        if not arms:
            raise Refused("this reading names no arm", "say which: --arm")
        operator = "" if reading.operator == "=" else reading.operator
        said = Reading(
            reading.statistic,
            reading.value,
            reading.evidence,
            role=about.role or reading.role,
            operator=reading.operator,
            as_printed=reading.as_printed or f"{operator}{reading.value}",
            ci_level=reading.ci_level,
        )
        if said.statistic == "n" and said.role == "randomised" and not about.outcome:
            return Result(arms=arms, outcome=RANDOMISED, scope="arm"), said
        outcome = about.outcome or known("outcome", result.outcome)
        if (
            said.statistic == "n"
            and outcome_of(outcome, self._home.protocol) is None
            and not about.outcome
        ):
            outcome = ""  # "included in the analysis" is no outcome
        timepoint = about.timepoint or known("timepoint", result.timepoint)
        for text, what, option in (
            (outcome, "outcome", "--outcome"),
            (timepoint, "time point", "--time"),
        ):
            if not text:
                raise Refused(f"this reading names no {what}", f"say which: {option}")
        meant = outcome_of(outcome, self._home.protocol)
        binary = meant is not None and meant.kind == "binary"
        if said.statistic == "n":
            said = replace(said, statistic="total", role="") if binary else said
            said = replace(said, role=about.role or "analysed") if not binary else said
        basis = "unclear" if binary else "final" if result.basis == "unclear" else result.basis
        made = Result(
            arms,
            comparators,
            outcome,
            timepoint,
            subgroup=result.subgroup,
            basis=about.basis or basis,
            adjusted=result.adjusted,
            period=result.period,
        )
        return made, said

    def _names(self, study: Study, who: str, reading: Reading) -> Callable[[str, str], str]:
        """Return what gives the name that a person has for what a label of a program means."""
        grid = Sheets(self._home).grid_of(who, study)
        outcomes = [(each.code, each.label) for each in self._home.protocol.outcomes]
        own = {
            "arm": [(each.code.partition("/")[0], each.label) for each in grid.arms],
            "timepoint": [(each.code, each.label) for each in grid.times],
            "outcome": outcomes,
        }
        assert reading.evidence is not None
        code_of = code_of_labels(self._home, reading.evidence.report)

        def name(kind: str, label: str) -> str:
            code = code_of(kind, label).partition("/")[0] if label else ""
            names = [name for held, name in own[kind] if code and held == code]
            same = [name for name in names if normalised(name) == normalised(label)]
            if len(names) > 1 and not same:
                option = {"arm": "--arm", "timepoint": "--time", "outcome": "--outcome"}[kind]
                raise Refused(
                    f"“{label}” may be {' or '.join(names)} of {who}'s", f"say which: {option}"
                )
            return (same or names or [label])[0]

        return name
