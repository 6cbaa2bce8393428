"""``curate merge``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@in_review
def merge(review: Review, files: tuple[Path, ...]) -> None:
    """Take in work files, or copies of this review, in any order, any number of times.

    A file that was changed after it was written is refused and named; the others are taken all the same.
    """
    done = review.workfiles.merge(files)
    for merged in done:
        if merged.error:
            say(f"refused {merged.path.name}: {merged.error.what}")
            say(f"        {merged.error.hint}")
            continue
        new = dict(merged.new)
        told = [counted(new[table], noun) for table, noun in NOUNS.items() if new.get(table)]
        told += [counted(merged.files, "PDF")] if merged.files else []
        say(f"merged {merged.path.name}: {', '.join(told) or 'nothing new'}")
        for line in merged.parted:
            say(f"  {line}; what stands here stands: curate map")
    for where, what in review.workfiles.conflicts():
        say(f"conflict in {where}: {what}")
    if any(merged.error for merged in done):
        sys.exit(1)


NOUNS = {
    "report": "report",
    "reading": "reading",
    "seal": "seal",
    "mapping": "mapping",
    "decision": "decision",
}
