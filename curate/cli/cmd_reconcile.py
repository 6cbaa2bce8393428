"""``curate reconcile``."""

from __future__ import annotations

import click

from curate.cli.common import counted, in_review, say, table
from curate.review import Review


@click.command()
@click.argument("study", required=False)
@click.option("--limit", default=20, show_default=True, help="Disagreements to list.")
@in_review
def reconcile(review: Review, study: str | None, limit: int) -> None:
    """Pair sealed extractions, print their agreement and omissions, and queue the disagreements."""
    from curate.reconcile.compare import EXPLAINED, Difference

    pairings = review.reconciliation.pairings(study)
    rows = []
    for one in pairings:
        held = one.agreement
        counts = dict(held.counts)
        numbers = [counts[Difference.identical] + counts[Difference.equal], counts[Difference.rounding]]
        numbers.append(sum(counts[difference] for difference in EXPLAINED))
        numbers += [counts[Difference.conflict] + counts[Difference.status], held.omissions]
        percent = [_percent(held.percent), _percent(held.percent_of_both)]
        kind = "people" if one.people else "programs"
        rows.append([one.study_name, f"{one.one} v {one.two}", kind, *map(str, numbers), *percent])
    columns = [
        "study",
        "pair",
        "of",
        "agree",
        "rounding",
        "explained",
        "conflict",
        "omitted",
        "agreement",
        "of both read",
    ]
    table(columns, rows, right=(3, 4, 5, 6, 7, 8, 9))
    if not rows:
        say("nothing to compare yet: that takes two sealed extractions of a study")
    if any(not one.people for one in pairings):
        say("two programs agreeing is 'program only', never double extraction")
    queue = review.reconciliation.queue(study)
    say(f"{counted(len(queue), 'disagreement')} to decide")
    for dispute in queue[:limit]:
        sides = " | ".join(
            f"{side.reader} {_value(side.value, side.operator, side.status)}" for side in dispute.sides
        )
        say(f"  {dispute.id}  {dispute.study_name}  {_fact(dispute.key)}  {dispute.difference}: {sides}")
        for sentence in dispute.because:
            say(f"      {sentence}")
    if len(queue) > limit:
        say(f"  … and {len(queue) - limit} more: --limit")
    if queue:
        say("next: curate decide")


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}%"


def _value(text: str, operator: str, status: str) -> str:
    return f"{'' if operator == '=' else operator}{text}" if text else status


def _fact(key: str) -> str:
    return " · ".join(part for part in key.split("|")[1:] if part)
