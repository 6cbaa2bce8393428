"""``curate seal``."""

from __future__ import annotations

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review

SHOWN = 6
"""Numbers without a place that are named."""


@click.command()
@click.argument("studies", nargs=-1)
@click.option("--for", "person", metavar="NAME", help="Whose extraction; else that of who acts.")
@click.option("--all", "everything", is_flag=True, help="Every study that the person has extracted.")
@in_review
def seal(review: Review, studies: tuple[str, ...], person: str | None, everything: bool) -> None:
    """Seal your extraction of STUDIES. Nothing is compared before; afterwards only corrections, with a reason."""
    if bool(studies) == everything:
        raise click.UsageError("name the studies, or give --all")
    sealed = review.forms.seal(studies, person)
    if not sealed:
        say("nothing is open: there is nothing to seal")
    for name, digest, count in sealed:
        say(f"sealed {name}: {counted(count, 'reading')}, {digest[:16]}")
        if bare := review.forms.without_place(name, person):
            say(f"  {counted(len(bare), 'number')} of it with a page and no place there: curate check")
            for line in bare[:SHOWN]:
                say(f"    {line}")
            if len(bare) > SHOWN:
                say(f"    and {len(bare) - SHOWN} more")
