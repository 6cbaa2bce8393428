"""``curate enter``."""

from __future__ import annotations

import click

from curate.cli.common import in_review, say, show_problems
from curate.model import terms
from curate.review import Review


@click.command()
@click.argument("study")
@click.argument("statistic")
@click.argument("value")
@click.option(
    "--arm", "arms", multiple=True, required=True, help="Arm, as the report or the protocol calls it."
)
@click.option("--versus", "comparators", multiple=True, help="The other arm, of a contrast.")
@click.option("--outcome", required=True)
@click.option("--time", "timepoint", required=True)
@click.option("--basis", type=click.Choice(terms.codes("basis")), default="final", show_default=True)
@click.option("--role", type=click.Choice(terms.codes("role")), default="", help="Of an n.")
@click.option("--page", type=click.IntRange(min=1), help="Where it stands; a value needs it, or --cell.")
@click.option(
    "--cell", default="", help='Of a file without pages: "Sheet1!C7", "table 1, row 2, column 3".'
)
@click.option("--quote", default="", help="The words there; they are looked up and boxed.")
@click.option("--report", help="File name or SHA-256, when the study has several reports.")
@click.option("--level", type=click.FloatRange(50, 99.99), help="Of a confidence limit, percent.")
@click.option("--for", "person", metavar="NAME", help="Whose reading; else that of who acts.")
@click.option(
    "--reason", default="", help="Why, for a correction after the seal; or how it was worked out."
)
@in_review
def enter(review: Review, study: str, statistic: str, value: str, **said: object) -> None:
    """Enter or correct one number: STUDY STATISTIC VALUE. VALUE may be not_reported or unclear.

    The VALUE nothing takes back what was entered. An earlier reading of the same by the same person is
    superseded, never overwritten.
    """
    entry = review.forms.enter(study, statistic, value, **said)  # type: ignore[arg-type]
    say("entered" if entry.new else "that is what stands already")
    show_problems(list(entry.problems))
