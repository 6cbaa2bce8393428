"""``curate queue``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.model.record import fact_of
from curate.review import Review

if TYPE_CHECKING:
    from curate.store.disputes import Dispute


@click.command()
@click.argument("study", required=False)
@click.option("--limit", default=20, show_default=True, help="Disagreements to list.")
@click.option(
    "--print",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write all of them as cards for paper, with the places on the pages.",
)
@in_review
def queue(review: Review, study: str | None, limit: int, path: Path | None) -> None:
    """List what is to be decided, those first that could move a pooled estimate most."""
    if path is None:
        show_queue(review.reconciliation.queue(study), limit)
        return
    count = review.reconciliation.print_queue(path, study)
    say(f"wrote {counted(count, 'card')} to {path}: print it from a browser")


ORDER = ", those that could move a pooled estimate most first"


def show_queue(queue: list[Dispute], limit: int) -> None:
    """Print the first `limit` disagreements, a line each and what explains them."""
    say(f"{counted(len(queue), 'disagreement')} to decide{ORDER if len(queue) > 1 else ''}")
    for dispute in queue[:limit]:
        sides = " | ".join(
            f"{name} {_value(side.value, side.operator, side.status)}"
            for name, side in zip(dispute.names, dispute.sides, strict=True)
        )
        about = f"{dispute.study_name}  {fact_of(dispute.key)}"
        say(f"  {dispute.id}  {band_of(dispute):<6}  {about}  {dispute.difference}: {sides}")
        for sentence in dispute.because:
            say(f"      {sentence}")
    if len(queue) > limit:
        say(f"  … and {len(queue) - limit} more: --limit")
    if queue:
        say("next: curate decide")


def band_of(dispute: Dispute) -> str:
    """Return the band of a disagreement's impact."""
    return dispute.impact.band if dispute.impact else ""


def _value(text: str, operator: str, status: str) -> str:
    return f"{'' if operator == '=' else operator}{text}" if text else status
