"""``curate assign``."""

from __future__ import annotations

import click

from curate.cli.common import counted, in_review, say, table
from curate.review import Review


@click.command()
@click.argument("people", nargs=-1)
@click.option("-s", "--study", "studies", multiple=True, metavar="NAME", help="These studies only.")
@click.option(
    "--each", type=click.IntRange(min=1), default=2, show_default=True, help="Extractors of a study."
)
@click.option(
    "--also", is_flag=True, help="Give the studies of -s to PEOPLE too, whoever has them already."
)
@click.option("--take-back", metavar="NAME", help="Take studies back from this person.")
@click.option("--reason", default="", help="With --take-back: why.")
@in_review
def assign(
    review: Review,
    people: tuple[str, ...],
    studies: tuple[str, ...],
    each: int,
    also: bool,
    take_back: str | None,
    reason: str,
) -> None:
    """Share the studies among PEOPLE by pages, two to a study; without names, show who has what.

    Run it again when studies come in: they go to those who have least, and nobody loses any.
    """
    if take_back and people:
        raise click.UsageError("give names, or --take-back")
    if also and not people:
        raise click.UsageError("give names with --also")
    if take_back:
        count = review.assignments.take_back(take_back, studies, reason)
        say(f"took {counted(count, 'study')} back from {take_back}")
    elif also:
        count = sum(review.assignments.give(person, studies) for person in people)
        say(f"{counted(count, 'study')} given")
    elif people:
        plan = review.assignments.share(people, studies, each)
        say(f"{counted(len(plan), 'study')} assigned")
    _show(review)


def _show(review: Review) -> None:
    rows = [
        [one.study.name, str(one.pages), ", ".join(one.people) or "-", ", ".join(one.sealed) or "-"]
        for one in review.assignments.all()
    ]
    table(["study", "pages", "extractors", "sealed by"], rows, right=(1,))
    for name, (count, pages) in review.assignments.loads().items():
        say(f"{name}: {counted(count, 'study')}, {counted(pages, 'page')}")
