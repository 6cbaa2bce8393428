"""``curate decide``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say, show_problems
from curate.errors import CurateError
from curate.model import terms
from curate.model.file_table import PLACE_EXAMPLE
from curate.office.package import EVIDENCE_KINDS
from curate.review import Review

if TYPE_CHECKING:
    from curate.store.disputes import Dispute, Side


@dataclass(frozen=True, slots=True)
class Place:
    """Where a typed value stands."""

    page: int | None = None
    quote: str = ""
    report: str | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a disagreement: a choice with its reading or value, cause and reason."""

    choice: str
    take: str
    typed: str
    place: Place
    cause: str
    reason: str


@click.command()
@click.argument("record", required=False)
@click.option("--take", metavar="N", help="Reading N of the card, or a reading's id.")
@click.option("--type", "typed", metavar="VALUE", help="Neither: this value; needs --page.")
@click.option("--not-reported", "choice", flag_value="not_reported", help="The report does not say.")
@click.option("--reject", "choice", flag_value="reject", help="The number must not be used.")
@click.option("--ask", "choice", flag_value="ask_authors", help="Ask the authors.")
@click.option("--page", type=click.IntRange(min=1), help="Where a typed value stands.")
@click.option(
    "--cell", default="", help='Of a file without pages: "Sheet1!C7", "table 1, row 2, column 3".'
)
@click.option("--quote", default="", help="The words there.")
@click.option("--report", help="File name or SHA-256, when the study has several reports.")
@click.option("--cause", type=click.Choice(terms.codes("cause")), default="other", show_default=True)
@click.option("--reason", default="", help="Why, in a sentence; required.")
@click.option(
    "--mode",
    type=click.Choice(terms.codes("decision_mode")),
    default="third_person",
    show_default=True,
    help="Who settles it.",
)
@click.option(
    "--with", "people", multiple=True, metavar="NAME", help="Who takes part; both, for a consensus."
)
@click.option(
    "--file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take recorded decisions from a CSV.",
)
@click.option("--rounding", is_flag=True, help="Settle all that is rounding only, for the finest value.")
@in_review
def decide(
    review: Review,
    record: str | None,
    take: str | None,
    typed: str | None,
    choice: str | None,
    page: int | None,
    cell: str,
    quote: str,
    report: str | None,
    cause: str,
    reason: str,
    mode: str,
    people: tuple[str, ...],
    file: Path | None,
    rounding: bool,
) -> None:
    """Decide a disagreement, RECORD; without one, go through the queue card by card."""
    if file:
        made = review.decisions.from_file(file)
        say(f"{counted(made, 'decision')} recorded from {file.name}")
        return
    if rounding:
        say(f"{review.decisions.accept_rounding(mode, people)} settled as rounding")
        return
    if record is None:
        _walk(review, mode, people)
        return
    if sum(map(bool, (take, typed, choice))) > 1:
        raise click.UsageError("give one of --take, --type, --not-reported, --reject and --ask")
    chosen = choice or ("typed" if typed else "reading" if take else None)
    if chosen is None:
        dispute = review.reconciliation.find(record)
        if dispute is None:
            say("no open disagreement there")
        else:
            _card(dispute, 1, 1)
        return
    place = Place(page, quote, report, cell)
    said = Said(chosen, take or "", typed or "", place, cause, reason)
    _settle(review, record, said, mode, people)
    say(f"decided: {chosen.replace('_', ' ')}")


def _walk(review: Review, mode: str, people: tuple[str, ...]) -> None:
    queue = review.reconciliation.queue()
    if not queue:
        say("nothing to decide")
    for place, dispute in enumerate(queue, 1):
        _card(dispute, place, len(queue))
        while True:
            answer = _answer(len(dispute.sides))
            if answer == "q":
                return
            if answer == "s" or _take(review, dispute, answer, mode, people):
                break


def _answer(sides: int) -> str:
    """Ask until the answer is one of those that the card offers."""
    known = [*(str(number) for number in range(1, sides + 1)), *CHOICES, "s", "q"]
    while True:
        answer: str = click.prompt("  which", default="s").strip().lower()
        if answer in known:
            return answer
        say(f"  {answer!r} is none of {', '.join(known)}")


def _card(dispute: Dispute, place: int, of: int) -> None:
    band = f"  impact {dispute.impact.band}" if dispute.impact else ""
    say(f"\n{place} of {of}  {dispute.id}  {dispute.study_name}: {dispute.difference}{band}")
    say(f"  {' · '.join(part for part in dispute.key.split('|')[1:] if part)}")
    for number, side in enumerate(dispute.sides, 1):
        say(f"  {number}  {side.operator.replace('=', '')}{side.value or side.status}  {_place(side)}")
        if side.quote:
            say(f"       “{side.quote}”")
        if side.reason:
            say(f"       {side.reason}")
    for sentence in dispute.because:
        say(f"       {sentence}")
    if dispute.judgement == "omission":
        say("       the other reader left it out")
    say("  a number takes that reading; t types a value; n not reported; r reject; a ask the authors;")
    say("  s skips; q stops")


def _place(side: Side) -> str:
    parts = [side.file_name, f"page {side.page}" if side.page else side.place, side.table]
    return ", ".join(filter(None, parts))


CHOICES = {"t": "typed", "n": "not_reported", "r": "reject", "a": "ask_authors"}


def _take(review: Review, dispute: Dispute, answer: str, mode: str, people: tuple[str, ...]) -> bool:
    """Ask for the rest, and decide; return whether it was taken."""
    chosen = CHOICES.get(answer, "reading")
    typed, place = "", Place()
    if chosen == "typed":
        typed = click.prompt("  value").strip()
        place = _ask_place(review, dispute)
    cause = click.prompt("  cause", type=click.Choice(terms.codes("cause")), default="other")
    reason = click.prompt("  reason")
    said = Said(chosen, answer if chosen == "reading" else "", typed, place, cause, reason)
    try:
        _settle(review, dispute.key, said, mode, people)
    except CurateError as error:
        say(f"  not decided: {error.what} ({error.hint})")
        return False
    say("  decided")
    return True


def _ask_place(review: Review, dispute: Dispute) -> Place:
    files = [row["file_name"] for row in review.reports.all() if row["study_id"] == dispute.study]
    report = click.prompt("  report", type=click.Choice(files)) if len(files) > 1 else None
    cell = _cell_example(review, dispute, report)
    if cell:
        typed = click.prompt(f"  cell (such as {cell})")
        return Place(None, click.prompt("  quote", default="", show_default=False), report, typed)
    page = click.prompt("  page", type=click.IntRange(min=1))
    return Place(page, click.prompt("  quote", default="", show_default=False), report)


def _cell_example(review: Review, dispute: Dispute, report: str | None) -> str:
    """Return how a place is said in a report without pages, empty for one with pages."""
    kinds = [
        EVIDENCE_KINDS.get(row["media_type"], "")
        for row in review.reports.all()
        if row["study_id"] == dispute.study and report in (None, row["file_name"])
    ]
    return PLACE_EXAMPLE.get(kinds[0], "")


def _settle(review: Review, record: str, said: Said, mode: str, people: tuple[str, ...]) -> None:
    """Write what was said of a record, from the options or from the card."""
    decision = review.decisions.about(
        record,
        choice=said.choice,
        take=said.take,
        typed=said.typed,
        page=said.place.page,
        cell=said.place.cell,
        quote=said.place.quote,
        report=said.place.report,
        cause=said.cause,
        reason=said.reason,
        mode=mode,
        participants=people,
    )
    review.decisions.put([decision])
    show_problems(review.decisions.doubts(decision))
