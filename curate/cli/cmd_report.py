"""``curate report``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review

if TYPE_CHECKING:
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
    """Say that the report NEW (an erratum, added before) corrects OLD, and list what is to be read again."""
    _show(review.corrections.correct(old, new, reason))
    say("next: curate extract, then read again what is listed, and curate pool")


def _show(held: Affected) -> None:
    for key in held.records:
        say(f"  record    {' · '.join(part for part in key.split('|')[1:] if part)}")
    for name, study, comparison in held.effects:
        say(f"  effect    {name[:15]}  {study}, {comparison}")
    for name, comparison in held.pooled:
        say(f"  pooled    {name[:15]}  {comparison}")
    say(
        f"{counted(held.readings, 'reading')}, {counted(len(held.records), 'record')}, "
        f"{counted(len(held.effects), 'effect')} and {counted(len(held.pooled), 'pooled estimate')} rest on it"
    )
