"""``curate status``."""

from __future__ import annotations

import click

from curate.cli.common import in_review, say
from curate.review import Review


@click.command()
@in_review
def status(review: Review) -> None:
    """Show where the review stands, on one screen."""
    held = review.overview.standing()
    say(held.title)
    say(f"  reports     {held.reports} in {held.studies} studies{_counts(held.states)}")
    for name, kind, extractions, sealed, readings in held.readers:
        say(f"  {name:<11} {kind}: {readings} readings in {extractions} extractions, {sealed} sealed")
    say(
        f"  labels      {held.labels}, {held.unmapped} unmapped{' (curate map)' if held.unmapped else ''}"
    )
    say(f"  facts       {sum(count for _, count in held.facts)}{_counts(held.facts)}")
    say(
        f"  studies     {', '.join(f'{count} {design}' for design, count in held.designs) or 'none yet'}"
    )
    stale = f", {held.stale} stale: pool again" if held.stale else ""
    say(f"  pooled      {held.pooled} estimates{stale}")


def _counts(counts: tuple[tuple[str, int], ...]) -> str:
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts)
    return f": {told}" if told else ""
