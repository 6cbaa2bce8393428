"""``curate freeze``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review

if TYPE_CHECKING:
    from curate.store.freezes import Frozen


@click.command()
@click.argument("name", required=False)
@click.option("--reason", default="", help="What it is for.")
@in_review
def freeze(review: Review, name: str | None, reason: str) -> None:
    """Name the records as they stand, once every disagreement is decided; without a NAME, list the freezes."""
    if name is not None:
        held = review.freezes.freeze(name, reason)
        say(f"froze {held.name}: {counted(held.records, 'record')}, snapshot {held.snapshot}")
        return
    every = review.freezes.all()
    for held in every:
        _show(held)
    if not every:
        say("nothing is frozen yet: curate freeze v1")


def _show(held: Frozen) -> None:
    since = f"{counted(held.decisions, 'decision')} and {counted(held.corrections, 'correction')} since"
    state = f"CHANGED, {since}" if held.changed else "unchanged"
    about = f"  {held.reason}" if held.reason else ""
    say(
        f"{held.name}  {held.made_at[:10]}  {held.made_by}  {counted(held.records, 'record')}  "
        f"{held.snapshot[:15]}  {state}{about}"
    )
