"""``curate status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review

if TYPE_CHECKING:
    from curate.review.overview import Standing


@click.command()
@in_review
def status(review: Review) -> None:
    """Show where the review stands, on one screen."""
    held = review.overview.standing()
    say(held.title)
    say(f"  reports     {held.reports} in {counted(held.studies, 'study')}{_counts(held.states)}")
    if held.scans:
        say(f"  scans       {counted(held.scans, 'report waits', 'reports wait')} for OCR (curate ocr)")
    for name, kind, extractions, sealed, readings in held.readers:
        told = f"{counted(readings, 'reading')} in {counted(extractions, 'extraction')}"
        say(f"  {name:<11} {kind}: {told}, {sealed} sealed")
    say(
        f"  labels      {held.labels}, {held.unmapped} unmapped{' (curate map)' if held.unmapped else ''}"
    )
    say(f"  facts       {sum(count for _, count in held.facts)}{_counts(held.facts)}")
    say(
        f"  studies     {', '.join(f'{count} {design}' for design, count in held.designs) or 'none yet'}"
    )
    if training := review.pilots.left_out():
        say(f"  training    {', '.join(training)}: nothing of it is used")
    stale = f", {held.stale} stale: pool again" if held.stale else ""
    say(f"  pooled      {counted(held.pooled, 'estimate')}{stale}")
    say(f"next: {_next(held)}")


def _next(held: Standing) -> str:
    """Return the first thing that is left to do."""
    facts = dict(held.facts)
    if not held.reports:
        return "curate add *.pdf"
    if held.scans and not held.readers:
        return "curate ocr for the scans, then curate extract"
    if not held.readers:
        return "curate extract, and curate form --for NAME for the people who read"
    if held.unmapped:
        return "curate map"
    if any(kind == "person" and sealed < begun for _, kind, begun, sealed, _ in held.readers):
        return "curate form --read or curate enter for what is missing, then curate seal"
    if facts.get("conflict") or facts.get("omission"):
        return "curate reconcile, curate decide"
    return "curate check, then curate pool"


def _counts(counts: tuple[tuple[str, int], ...]) -> str:
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts)
    return f": {told}" if told else ""
