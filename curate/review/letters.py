"""Letters to authors: drafted from what is open, followed up, and answered with evidence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import Refused, ReportError
from curate.model import terms
from curate.model.record import Study
from curate.review.home import Home
from curate.review.reconciliation import Reconciliation
from curate.review.reports import Reports, facts_of
from curate.review.results import Results
from curate.store import letters as store
from curate.store import reports as report_store
from curate.store.reports import find_study, studies

if TYPE_CHECKING:
    from curate.reconcile.letters import Question
    from curate.store.disputes import Dispute


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Where the letter about a study stands.

    Attributes
    ----------
    asked
        Facts that wait for the authors.
    steps
        What happened, the first one first.
    """

    study: Study
    asked: int
    steps: tuple[store.Step, ...]

    @property
    def state(self) -> str:
        """The last step with its day; ``not drafted`` before the first."""
        last = self.steps[-1] if self.steps else None
        return f"{last.step} {last.day}" if last else "not drafted"


class Letters:
    """One letter a study. Asking is a decision on a fact (`curate decide --ask`); the answer is another one."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Correspondence]:
        """Return the studies with facts to ask about, or with a letter, by name."""
        waiting: dict[str, int] = {}
        for dispute in Reconciliation(self._home).asked():
            waiting[dispute.study] = waiting.get(dispute.study, 0) + 1
        steps = store.steps(self._home.connection)
        return [
            Correspondence(study, waiting.get(study.id, 0), tuple(steps.get(study.id, ())))
            for study in studies(self._home.connection)
            if study.id in waiting or study.id in steps
        ]

    def draft(self, name: str, *, missing: bool = False) -> str:
        """Return the letter to the authors of a study, and keep it.

        Parameters
        ----------
        missing
            Ask also for what leaves the study out of a comparison.

        Raises
        ------
        UnknownName
            For a study that is not known.
        Refused
            When there is nothing to ask.
        """
        from curate.reconcile.letters import letter

        self._home.refuse_in_work_file("asking authors")
        study = find_study(self._home.connection, name)
        asked = [each for each in Reconciliation(self._home).asked() if each.study == study.id]
        questions = [self._question(each) for each in asked]
        questions += self._missing(study) if missing else []
        if not questions:
            raise Refused(
                f"{study.name}: nothing waits for its authors",
                "curate decide RECORD --ask puts a disagreement to them; --missing asks for what is not there",
            )
        report = Reports(self._home).find(study.name)
        text = letter(
            self._home.protocol.title,
            report["title"] or study.name,
            report["doi"] or "",
            questions,
        )
        with self._home.act("letter", study=study.id) as act:
            store.put_step(act, study.id, "drafted", _today(), content=text)
        return text

    def _question(self, dispute: Dispute) -> Question:
        from curate.reconcile.letters import Place, Question, in_words

        result = store.result_behind(self._home.connection, dispute.sides[0].reading)
        items = {item.code: item.question for item in self._home.protocol.items}
        code, _, role = dispute.key.rpartition("|")[2].partition(":")
        statistic = items.get(code) or terms.labels("statistic").get(code, code)
        places = dict.fromkeys(
            Place(
                f"{'' if side.operator == '=' else side.operator}{side.value}",
                ", ".join(filter(None, (f"page {side.page}" if side.page else side.place, side.table))),
                side.quote,
            )
            for side in dispute.sides
            if side.value
        )
        return Question(in_words(statistic, result, role), tuple(places), dispute.because)

    def _missing(self, study: Study) -> list[Question]:
        from curate.reconcile.letters import Question

        labels = {each.code: each.label for each in self._home.protocol.comparisons}
        needed: dict[str, list[str]] = {}
        for effect in Results(self._home).derivation().effects:
            if effect.study == study.id and effect.left_out:
                needed.setdefault(effect.left_out, []).append(f"“{labels[effect.comparison]}”")
        return [
            Question(f"what we need to include your trial in {', '.join(held)}: {why}")
            for why, held in needed.items()
        ]

    def sent(self, name: str, address: str, day: str = "") -> Correspondence:
        """Say that the letter was sent to an address.

        Raises
        ------
        Refused
            Without an address, before it was drafted, or for a day that is none or is to come.
        """
        if not address.strip():
            raise Refused("a letter is sent to somebody", "give --to ADDRESS")
        return self._step(name, "sent", day, after=("drafted",), address=address)

    def reminded(self, name: str, day: str = "") -> Correspondence:
        """Say that the authors were reminded; `Refused` before it was sent."""
        return self._step(name, "reminded", day, after=("sent",))

    def closed(self, name: str, reason: str, day: str = "") -> Correspondence:
        """Say that no answer is expected any more; what was asked is still to be decided.

        Raises
        ------
        Refused
            Without a reason, before it was sent, or once it was answered.
        """
        if not reason.strip():
            raise Refused("a letter is closed for a reason", "say it: --reason")
        if any(held.step == "answered" for held in self._taken(name)):
            raise Refused(f"{name}: the letter was answered", "decide what was asked: curate decide")
        return self._step(name, "closed", day, after=("sent",), content=reason)

    def answered(self, name: str, path: Path, day: str = "") -> Correspondence:
        """Take the file that answers into the study: a text, a mail (.eml) or a PDF.

        Raises
        ------
        Refused
            Before the letter was sent, or for a file that answers it already.
        ReportError
            For a file that cannot be read.
        """
        from curate.extract.job import Job
        from curate.extract.run import run_jobs
        from curate.office.package import REPLIES

        study = self._ready(name, day, ("sent",))
        (result,) = run_jobs([Job.describe(str(path), path)], workers=1)
        result.unwrap()
        facts = facts_of(path, result)
        if facts.media_type not in (*REPLIES, "application/pdf") or facts.state not in ("ok", "partial"):
            why = facts.detail or "it is neither a text, nor a mail, nor a PDF"
            raise ReportError(f"{path.name}: {why}", "save the answer as .txt, .eml or .pdf")
        if any(held.report == facts.sha256 for held in self._taken(name)):
            raise Refused(f"{path.name} is an answer to it already", "curate decide RECORD --type VALUE")
        Reports(self._home).keep(path, facts)
        with self._home.act("letter", study=study.id) as act:
            report_store.put_report(act, facts)
            report_store.move_reports(act, [facts.sha256], study.id, "answers a letter to the authors")
            store.put_step(act, study.id, "answered", day or _today(), report=facts.sha256)
        return self._of(study)

    def _step(
        self,
        name: str,
        step: str,
        day: str,
        *,
        after: Sequence[str],
        address: str = "",
        content: str = "",
    ) -> Correspondence:
        study = self._ready(name, day, after)
        with self._home.act("letter", study=study.id) as act:
            store.put_step(act, study.id, step, day or _today(), address=address, content=content)
        return self._of(study)

    def _taken(self, name: str) -> list[store.Step]:
        """Return the steps that were taken for a study."""
        study = find_study(self._home.connection, name)
        return store.steps(self._home.connection).get(study.id, [])

    def _ready(self, name: str, day: str, after: Sequence[str]) -> Study:
        """Return the study when the steps that come before were taken, and `day` is a day that was."""
        self._home.refuse_in_work_file("asking authors")
        study = find_study(self._home.connection, name)
        taken = store.steps(self._home.connection).get(study.id, [])
        for step in after:
            if step not in {held.step for held in taken}:
                raise Refused(
                    f"{study.name}: the letter was not {step} yet", f"curate ask-authors {study.name}"
                )
        _refuse_no_day(day)
        sent = [held.day for held in taken if held.step == "sent"]
        if "sent" in after and (day or _today()) < sent[0]:
            raise Refused(
                f"{day} is before it was sent, on {sent[0]}", "give the day on which it happened"
            )
        return study

    def _of(self, study: Study) -> Correspondence:
        return next(each for each in self.all() if each.study.id == study.id)


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _refuse_no_day(day: str) -> None:
    """Refuse what is no day, and one that is to come (the date may be tomorrow's further east)."""
    if not day:
        return
    try:
        said = datetime.date.fromisoformat(day)
    except ValueError:
        raise Refused(f"{day!r} is no date", "write it like 2026-03-31") from None
    if said > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise Refused(f"{day} is still to come", "give the day on which it happened")
