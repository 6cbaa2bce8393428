"""``curate trace``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curate.cli.common import in_review, plain, say
from curate.review import Review

if TYPE_CHECKING:
    from curate.store.trace import Step


@click.command()
@click.argument("id")
@click.option(
    "--picture", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw the page where it ends."
)
@click.option("--study", metavar="NAME", help="Of a pooled estimate: this study's branch only.")
@in_review
def trace(review: Review, id: str, picture: Path | None, study: str | None) -> None:
    """Walk from a pooled estimate, an effect, a record, a decision or a reading down to the page."""
    step = review.traces.trace(id)
    if study:
        step = review.traces.branch(step, study)
    show(step)
    if picture:
        place = review.traces.first_place(step)
        if place is None:
            say("no box on a page on the way down: nothing to draw")
        else:
            review.traces.picture(place, picture)
            say(f"drew {picture}")


def show(step: Step, depth: int = 0) -> None:
    """Print a step and those below it, indented."""
    stale = f"  STALE: {step.stale}" if step.stale else ""
    click.echo(plain(f"{'  ' * depth}{step.noun} {step.id[:15]}  {step.text}{stale}"))
    for below in step.below:
        show(below, depth + 1)
