"""``curate export``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review


@click.command()
@click.argument("what", metavar="values|cells|records|effects|metafor")
@click.argument("file", type=click.Path(path_type=Path))
@in_review
def export(review: Review, what: str, file: Path) -> None:
    """Write a table to FILE: .csv, .json or .parquet by its suffix; or ``metafor`` to a folder.

    The folder holds the effects in the columns of R's metafor and analysis.R, which pools them again and compares.
    """
    if what == "metafor":
        for path in review.exports.metafor(file):
            say(f"wrote {path}")
        return
    count = review.exports.write(what, file)
    say(f"wrote {counted(count, what.removesuffix('s'))} to {file}")
