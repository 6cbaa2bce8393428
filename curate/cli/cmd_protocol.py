"""``curate protocol``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import in_review, say
from curate.review import Review


@click.command()
@click.option(
    "--form",
    type=click.Path(path_type=Path),
    metavar="FILE.xlsx",
    help="Write the protocol as a workbook.",
)
@click.option(
    "--read",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE.xlsx",
    help="Read a changed workbook back into review.toml.",
)
@in_review
def protocol(review: Review, form: Path | None, read: Path | None) -> None:
    """Show the protocol, or take it out to a workbook and back in."""
    if form and read:
        raise click.UsageError("give --form or --read, not both")
    if form:
        review.protocols.write(form)
        say(f"wrote {form}; change it, then: curate protocol --read {form}")
    elif read:
        changed = review.protocols.read(read)
        say(
            "review.toml is new from the workbook"
            if changed
            else "the workbook says what review.toml says"
        )
    else:
        _show(review)


def _show(review: Review) -> None:
    said = review.protocol
    say(f"{said.title}: version {said.version[3:11]}, pooled from {said.basis_of_truth} upwards")
    for noun, entries in (
        ("outcome", said.outcomes),
        ("arm", said.arms),
        ("time point", said.timepoints),
        ("comparison", said.comparisons),
        ("item", said.items),
    ):
        codes = ", ".join(entry.code for entry in entries)
        say(f"{len(entries):>3} {noun}{'s' if len(entries) != 1 else ''}: {codes or '-'}")
