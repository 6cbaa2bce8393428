"""``curate ask-authors``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say, table
from curate.errors import Refused
from curate.review import Review

if TYPE_CHECKING:
    from curate.review.letters import Correspondence


@click.command("ask-authors")
@click.argument("study", required=False)
@click.option("--draft", is_flag=True, help="Write the letter, and keep it.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --draft: where to; else letter-STUDY.txt.",
)
@click.option("--missing", is_flag=True, help="With --draft: also ask for what leaves the study out.")
@click.option("--sent", is_flag=True, help="It was sent; needs --to.")
@click.option("--to", "address", default="", metavar="ADDRESS", help="To whom it was sent.")
@click.option("--reminded", is_flag=True, help="The authors were reminded.")
@click.option(
    "--answered",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The answer: .txt, .eml or .pdf; it joins the study.",
)
@click.option("--no-answer", "closed", is_flag=True, help="None is expected any more; needs --reason.")
@click.option("--reason", default="", help="With --no-answer.")
@click.option("--on", "day", default="", metavar="DATE", help="When, as 2026-03-31; else today.")
@in_review
def ask_authors(
    review: Review,
    study: str | None,
    draft: bool,
    output: Path | None,
    missing: bool,
    sent: bool,
    address: str,
    reminded: bool,
    answered: Path | None,
    closed: bool,
    reason: str,
    day: str,
) -> None:
    """Ask the authors of STUDY what `curate decide --ask` left to them; without STUDY, list where it stands.

    An answer ends a question like any number: curate decide RECORD --type VALUE --report FILE --cell "line 3".
    """
    steps = [draft, sent, reminded, answered is not None, closed]
    if sum(steps) > 1:
        raise click.UsageError(
            "one step at a time: --draft, --sent, --reminded, --answered or --no-answer"
        )
    for option, given, needs in (
        ("--to", address, sent),
        ("--reason", reason, closed),
        ("--on", day, any(steps[1:])),
    ):
        if given and not needs:
            raise click.UsageError(
                f"{option} goes with a step: --sent, --reminded, --answered or --no-answer"
            )
    if study is None:
        if any(steps):
            raise click.UsageError("name the STUDY")
        _list(review.letters.all())
        return
    if draft:
        path = output or Path(f"letter-{study.lower().replace(' ', '-')}.txt")
        if not path.parent.is_dir():
            raise Refused(
                f"there is no folder {path.parent}",
                "make it, or choose another place; nothing was changed",
            )
        path.write_text(review.letters.draft(study, missing=missing), encoding="utf-8")
        say(f"wrote {path}; next: send it, then curate ask-authors {study!r} --sent --to ADDRESS")
    elif sent:
        _show(review.letters.sent(study, address, day))
    elif reminded:
        _show(review.letters.reminded(study, day))
    elif answered is not None:
        _show(review.letters.answered(study, answered, day))
        say(
            f'next: curate decide RECORD --type VALUE --report {answered.name} --cell "line 3" --reason …'
        )
    elif closed:
        _show(review.letters.closed(study, reason, day))
    else:
        found = [each for each in review.letters.all() if study in (each.study.name, each.study.id)]
        _list(found)
        for step in (step for each in found for step in each.steps):
            what = step.address or (step.content if step.step == "closed" else "")
            say(f"  {step.day}  {step.step}  {what}".rstrip())


def _show(held: Correspondence) -> None:
    say(f"{held.study.name}: {held.state}; {counted(held.asked, 'number')} asked for")


def _list(found: list[Correspondence]) -> None:
    rows = [[each.study.name, str(each.asked), each.state] for each in found]
    table(["study", "asked", "letter"], rows, right=(1,))
    if not rows:
        say("nothing waits for authors: curate decide RECORD --ask puts a disagreement to them")
