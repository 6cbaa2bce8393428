"""``curate verify``."""

from __future__ import annotations

import sys

import click

from curate.cli.common import counted, in_review, say, show_problems
from curate.review import Review


@click.command()
@click.option(
    "--quotes/--no-quotes", default=True, show_default=True, help="Look every quote up on its page."
)
@in_review
def verify(review: Review, quotes: bool) -> None:
    """Check hashes, the chain of events, seals, files and quotes. Exit status 1 when anything is wrong."""
    result = review.checks.verify(quotes=quotes)
    show_problems(list(result.problems))
    right = f"{result.quotes - result.unfound} as written, {result.unfound} never found (curate check)"
    told = right if result.unfound else "all as written"
    say(
        f"{counted(result.events, 'event')} in {counted(result.chains, 'chain')}, "
        f"{counted(result.seals, 'seal')}, {counted(result.files, 'file')}, "
        f"{counted(result.quotes, 'quote')}: {told if not result.problems else 'NOT as written'}"
    )
    for chain, head in result.heads:
        say(f"  {chain}  {head[:16]}")
    if result.problems:
        sys.exit(1)
