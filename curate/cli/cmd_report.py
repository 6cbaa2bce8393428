"""``curate report``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.model.record import fact_of
from curate.review import Review

if TYPE_CHECKING:
    from curate.review.upholding import Carried
    from curate.store.affected import Affected


@click.group()
def report() -> None:
    """Say that a report was corrected or retracted, and see what rests on it."""


@report.command()
@click.argument("name")
@in_review
def uses(review: Review, name: str) -> None:
    """List what rests on the report NAME."""
    _show(review.corrections.affected(name))


@report.command()
@click.argument("name")
@click.option("--reason", default="", help="The notice; required.")
@in_review
def retract(review: Review, name: str, reason: str) -> None:
    """Say that the report NAME was retracted; nothing is deleted, and what rests on it is listed."""
    _show(review.corrections.retract(name, reason))
    say("next: curate check; then curate pool --without STUDY, with the reason")


@report.command()
@click.argument("old")
@click.argument("new")
@click.option("--reason", default="", help="The notice; required.")
@in_review
def correct(review: Review, old: str, new: str, reason: str) -> None:
    """Say that the report NEW (an erratum, added and extracted before) corrects OLD.

    What reads the same at the same place of both carries over; the rest is listed, to be read again.
    """
    held, carried = review.corrections.correct(old, new, reason)
    _show(held)
    _show_carried(carried)


@report.command()
@click.argument("old")
@in_review
def carry(review: Review, old: str) -> None:
    """Look again what carries over from the corrected report OLD, when its correction was extracted later."""
    _show_carried(review.upholding.carry(old))


@report.command()
@click.argument("old")
@click.argument("records", nargs=-1)
@click.option("--reason", default="", help="How you know; required.")
@in_review
def uphold(review: Review, old: str, records: tuple[str, ...], reason: str) -> None:
    """Say that RECORDS, or all that is left, hold as the corrected report OLD prints them."""
    count = review.upholding.uphold(old, records, reason)
    say(f"{counted(count, 'place')} upheld")


def _show_carried(carried: Carried) -> None:
    for left in carried.left:
        about = "; ".join(fact_of(key) for key in left.records) or "not mapped"
        say(f"  read again  {left.where.where}, “{left.where.quote}”: {about}")
        say(f"              {left.why}")
    say(f"{counted(carried.count, 'place')} carried over, {len(carried.left)} to read again")
    if carried.left:
        say(
            "next: curate todo; where the correction changes nothing: curate report uphold OLD --reason …"
        )


def _show(held: Affected) -> None:
    for key in held.records:
        say(f"  record    {fact_of(key)}")
    for name, study, comparison in held.effects:
        say(f"  effect    {name[:15]}  {study}, {comparison}")
    for name, comparison in held.pooled:
        say(f"  pooled    {name[:15]}  {comparison}")
    say(
        f"{counted(held.readings, 'reading')}, {counted(len(held.records), 'record')}, "
        f"{counted(len(held.effects), 'effect')} and {counted(len(held.pooled), 'pooled estimate')} rest on it"
    )
