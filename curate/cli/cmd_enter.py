"""``curate enter``."""

from __future__ import annotations

from typing import Any

import click

from curate.cli.common import in_review, say, show_problems
from curate.model import terms
from curate.review import Review

NEEDED = {"arms": "--arm", "outcome": "--outcome", "timepoint": "--time"}
NOT_WITH_READING = {"page": "--page", "cell": "--cell", "quote": "--quote", "report": "--report"}


@click.command()
@click.argument("study")
@click.argument("statistic", required=False)
@click.argument("value", required=False)
@click.option("--arm", "arms", multiple=True, help="Arm, as the report or the protocol calls it.")
@click.option("--versus", "comparators", multiple=True, help="The other arm, of a contrast.")
@click.option("--outcome")
@click.option("--time", "timepoint")
@click.option("--basis", type=click.Choice(terms.codes("basis")), help="Else final.")
@click.option("--role", type=click.Choice(terms.codes("role")), default="", help="Of an n.")
@click.option("--page", type=click.IntRange(min=1), help="Where it stands; a value needs it, or --cell.")
@click.option(
    "--cell", default="", help='Of a file without pages: "Sheet1!C7", "table 1, row 2, column 3".'
)
@click.option("--quote", default="", help="The words there; they are looked up and boxed.")
@click.option("--report", help="File name or SHA-256, when the study has several reports.")
@click.option("--level", type=click.FloatRange(50, 99.99), help="Of a confidence limit, percent.")
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="ID",
    help="Take over what a program read, with its place: instead of STATISTIC and VALUE.",
)
@click.option(
    "--assisted",
    is_flag=True,
    help="Begin the study as one extracted with the programs' help, for good.",
)
@click.option("--for", "person", metavar="NAME", help="Whose reading; else that of who acts.")
@click.option(
    "--reason", default="", help="Why, for a correction after the seal; or how it was worked out."
)
@in_review
def enter(
    review: Review,
    study: str,
    statistic: str | None,
    value: str | None,
    readings: tuple[str, ...],
    assisted: bool,
    **said: Any,
) -> None:
    """Enter or correct one number: STUDY STATISTIC VALUE. VALUE may be not_reported or unclear.

    The VALUE nothing takes back what was entered. An earlier reading of the same by the same person is
    superseded, never overwritten.

    With --reading a program's reading gives number and place; arm, outcome and time point too, unless they are
    given. `curate show REPORT --list` has the ids.
    """
    if readings:
        if statistic or said["level"]:
            raise click.UsageError("--reading says the number: leave STATISTIC, VALUE and --level out")
        if given := [option for name, option in NOT_WITH_READING.items() if said[name]]:
            raise click.UsageError(f"--reading says where it stands: leave {given[0]} out")
        _take(review, study, readings, assisted, said)
        return
    for name, given_value in (("STATISTIC", statistic), ("VALUE", value)):
        if not given_value:
            raise click.UsageError(f"Missing argument '{name}'.")
    for name, option in NEEDED.items():
        if not said[name]:
            raise click.UsageError(f"Missing option '{option}'.")
    if assisted:
        review.takeovers.begin(study, said["person"])
    basis = said.pop("basis") or "final"
    entry = review.forms.enter(study, statistic or "", value or "", basis=basis, **said)
    say("entered" if entry.new else "that is what stands already")
    show_problems(list(entry.problems))


def _take(
    review: Review, study: str, readings: tuple[str, ...], assisted: bool, said: dict[str, Any]
) -> None:
    """Take readings of programs over, each for itself."""
    from curate.review.takeovers import About

    about = About(
        said["arms"],
        said["comparators"],
        said["outcome"] or "",
        said["timepoint"] or "",
        said["basis"] or "",
        said["role"],
    )
    for reading in readings:
        taken = review.takeovers.take(
            study, reading, about, person=said["person"], reason=said["reason"], assisted=assisted
        )
        say(f"{'entered' if taken.entry.new else 'stands already:'} {taken}")
        show_problems(list(taken.entry.problems))
