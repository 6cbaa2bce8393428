"""``curate backup``."""

from __future__ import annotations

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review


@click.command()
@click.option("--list", "listing", is_flag=True, help="List the backups and stop.")
@click.option("--restore", metavar="NAME", help="Put a backup in the store's place.")
@in_review
def backup(review: Review, listing: bool, restore: str | None) -> None:
    """Copy the store, checked, into the review's folder backups/; the ten newest are kept.

    The first act of an hour makes one by itself.
    """
    if restore:
        before = review.backups.restore(restore)
        say(f"restored {restore}; what stood before is {before.name}")
    elif listing:
        for path in review.backups.all():
            say(f"{path.name}  {path.stat().st_size / 2**20:.1f} MiB")
        say(f"{counted(len(review.backups.all()), 'backup')}")
    else:
        say(f"wrote backups/{review.backups.make().name}")
