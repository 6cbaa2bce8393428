"""``curate form``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import counted, in_review, say, show_problems
from curate.review import Review


@click.command()
@click.option("--for", "person", metavar="NAME", help="Whose form; else that of who acts.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The workbook; else form-NAME.xlsx."
)
@click.option("-s", "--study", "studies", multiple=True, metavar="NAME", help="Of these studies only.")
@click.option(
    "--read",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE.xlsx",
    help="Read a filled form.",
)
@click.option("--reason", default="", help="With --read: why, for corrections after the seal.")
@in_review
def form(
    review: Review,
    person: str | None,
    output: Path | None,
    studies: tuple[str, ...],
    read: Path | None,
    reason: str,
) -> None:
    """Write a workbook for a person to fill, one sheet a study; or read a filled one.

    A form that has a mistake is refused with a list of all of them, and nothing of it is imported.
    """
    if read is None:
        path = output or Path(f"form-{person or review.home.actor}.xlsx")
        count = review.forms.write(path, person, studies)
        say(f"wrote {path} with {counted(count, 'study')}; fill it, then: curate form --read {path}")
        return
    result = review.forms.read(read, reason)
    say(
        f"{result.person}: {counted(result.new, 'reading')} new or changed, {result.same} as before, "
        f"in {counted(result.studies, 'study')}"
    )
    if result.looked:
        left = result.looked - result.located
        told = f"; {left} not, see below" if left else ""
        say(
            f"{result.located} of {counted(result.looked, 'place')} found in the reports and boxed{told}"
        )
    show_problems(list(result.problems))
    if result.new:
        say("next: curate form --read again after changes, then curate seal")
