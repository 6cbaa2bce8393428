"""``curate ledger``."""

from __future__ import annotations

import click

from curate.cli.common import in_review, plain
from curate.review import Review


@click.command()
@click.option("--who", default="", metavar="NAME", help="Of this person only.")
@click.option("--kind", default="", help="Of this kind only, such as decide, enter, seal or pool.")
@click.option("--study", default="", metavar="NAME", help="About this study only.")
@click.option("--most", default=30, show_default=True, type=click.IntRange(1, 10_000))
@in_review
def ledger(review: Review, who: str, kind: str, study: str, most: int) -> None:
    """Print who did what when and why, the newest first; `curate trace ID` leads to the page."""
    for entry in review.ledger.entries(who=who, kind=kind, study=study, most=most):
        about = "; ".join(f"{name} {text}" for name, text in entry.words.items())
        head = f"{entry.made_at[:19].replace('T', ' ')}  {entry.made_by}  {entry.kind}"
        click.echo(plain(f"{head}  {about}".rstrip()))
        for thing in entry.things:
            click.echo(plain(f"    {thing.noun} {thing.id}  {thing.text}"))
        if not entry.things and entry.wrote:
            parts = (f"{count} {table.replace('_', ' ')}" for table, count in entry.wrote.items())
            click.echo(f"    {', '.join(parts)}")
