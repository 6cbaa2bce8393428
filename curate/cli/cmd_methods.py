"""``curate methods``."""

from __future__ import annotations

import textwrap

import click

from curate.cli.common import in_review, say
from curate.review import Review

WIDTH = 100


@click.command()
@in_review
def methods(review: Review) -> None:
    """Print the paragraph for the methods section: what was done, counted in the store, and what was not."""
    say(textwrap.fill(review.methods.text(), WIDTH))
