"""``curate decide``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.errors import CurateError
from curate.model import terms
from curate.model.decision import Decision
from curate.review import Review

if TYPE_CHECKING:
    from curate.store.records import Dispute, Side


@click.command()
@click.argument("record", required=False)
@click.option("--take", metavar="N", help="Reading N of the card, or a reading's id.")
@click.option("--type", "typed", metavar="VALUE", help="Neither: this value; needs --page.")
@click.option("--not-reported", "choice", flag_value="not_reported", help="The report does not say.")
@click.option("--reject", "choice", flag_value="reject", help="The number must not be used.")
@click.option("--ask", "choice", flag_value="ask_authors", help="Ask the authors.")
@click.option("--page", type=click.IntRange(min=1), help="Where a typed value stands.")
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
    decision = review.decisions.about(
        record,
        choice=chosen,
        take=take or "",
        typed=typed or "",
        page=page,
        quote=quote,
        report=report,
        cause=cause,
        reason=reason,
        mode=mode,
        participants=people,
    )
    review.decisions.put([decision])
    say(f"decided: {chosen.replace('_', ' ')}")
    if decision.evidence and decision.evidence.box is None:
        say(f"note: “{decision.evidence.quote}” was not found on page {decision.evidence.page}")


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
    say(f"\n{place} of {of}  {dispute.id}  {dispute.study_name}: {dispute.judgement}")
    say(f"  {' · '.join(part for part in dispute.key.split('|')[1:] if part)}")
    for number, side in enumerate(dispute.sides, 1):
        say(f"  {number}  {side.operator.replace('=', '')}{side.value or side.status}  {_place(side)}")
        if side.quote:
            say(f"       “{side.quote}”")
    if dispute.judgement == "omission":
        say("       the other reader left it out")
    say("  a number takes that reading; t types a value; n not reported; r reject; a ask the authors;")
    say("  s skips; q stops")


def _place(side: Side) -> str:
    parts = [side.file_name, f"page {side.page}" if side.page else "", side.table]
    return ", ".join(filter(None, parts))


CHOICES = {"t": "typed", "n": "not_reported", "r": "reject", "a": "ask_authors"}


def _take(review: Review, dispute: Dispute, answer: str, mode: str, people: tuple[str, ...]) -> bool:
    """Ask for the rest, and decide; return whether it was taken."""
    chosen = CHOICES.get(answer, "reading")
    typed, page, quote, report = "", None, "", None
    if chosen == "typed":
        typed = click.prompt("  value").strip()
        files = [row["file_name"] for row in review.reports.all() if row["study_id"] == dispute.study]
        if len(files) > 1:
            report = click.prompt("  report", type=click.Choice(files))
        page = click.prompt("  page", type=click.IntRange(min=1))
        quote = click.prompt("  quote", default="", show_default=False)
    cause = click.prompt("  cause", type=click.Choice(terms.codes("cause")), default="other")
    reason = click.prompt("  reason")
    try:
        decision: Decision = review.decisions.about(
            dispute.key,
            choice=chosen,
            take=answer if chosen == "reading" else "",
            typed=typed,
            page=page,
            quote=quote,
            report=report,
            cause=cause,
            reason=reason,
            mode=mode,
            participants=people,
        )
        review.decisions.put([decision])
    except CurateError as error:
        say(f"  not decided: {error.what} ({error.hint})")
        return False
    said = decision.evidence
    unfound = said is not None and said.box is None
    say("  decided" + ("; those words were not found on that page" if unfound else ""))
    return True
