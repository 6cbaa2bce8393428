"""``curate todo``."""

from __future__ import annotations

from itertools import groupby

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review


@click.command()
@click.argument("study", required=False)
@click.option("--for", "person", metavar="NAME", help="Of this person only; with --keep, whose answers.")
@click.option(
    "--keep", "codes", multiple=True, metavar="CODE", help="Looked again: nothing to add for CODE."
)
@click.option("--reason", default="", help="With --keep: what the report shows.")
@in_review
def todo(
    review: Review, study: str | None, person: str | None, codes: tuple[str, ...], reason: str
) -> None:
    """List what people have to do: studies to extract, what a changed protocol asks, what was corrected.

    A task ends by itself when its number or answer is entered (curate form, curate enter).
    """
    if codes:
        if study is None:
            raise click.UsageError("--keep needs the STUDY")
        for what in review.todo.keep(study, list(codes), reason, person):
            say(f"kept: {what}")
        return
    tasks = review.todo.all(person, study)
    for name, mine in groupby(tasks, key=lambda task: task.person):
        say(name or "whoever decides")
        for task in mine:
            say(f"  {task.study}: {task.what}")
    say(f"{counted(len(tasks), 'task')}" if tasks else "nothing to do")
    if any(task.kind == "asked" for task in tasks):
        say(
            "next: curate form, or, where there is nothing to add: curate todo STUDY --keep CODE --reason …"
        )
