"""``curate study``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import counted, in_review, say, table
from curate.review import Review


@click.group(invoke_without_command=True)
@click.option("-C", "folder", type=click.Path(path_type=Path), help="The review's folder.")
@click.option("--as", "acting", metavar="NAME", help="Who acts.")
@click.pass_context
def study(ctx: click.Context, folder: Path | None, acting: str | None) -> None:
    """List, name and describe studies; join the reports of one, split one off."""
    given = {name: value for name, value in (("folder", folder), ("acting", acting)) if value}
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, **({"folder": Path(), "acting": None} | given))
    else:
        ctx.default_map = {ctx.invoked_subcommand: given}


@study.command("list")
@in_review
def show(review: Review) -> None:
    """List the studies with their reports."""
    names = {row["id"]: row["file_name"] for row in review.reports.all()}
    rows = [
        [
            one.name,
            one.design or "-",
            "-" if one.n_randomised is None else str(one.n_randomised),
            ", ".join(names.get(report, report[:8]) for report in one.reports),
        ]
        for one in review.studies.all()
    ]
    if not rows:
        say("no study yet: every report that is added makes one (curate add *.pdf)")
    table(["study", "design", "n randomised", "reports"], rows, right=(2,))


@study.command("set")
@click.argument("name")
@click.option("--name", "new_name", help="New name, such as 'Feder 2014'.")
@click.option(
    "--design", help="parallel, crossover, cluster, factorial, single_arm, non_randomised, other."
)
@click.option("--n", "n_randomised", type=click.IntRange(min=0), help="People randomised in all.")
@click.option("--no-n", is_flag=True, help="Take back how many people were randomised.")
@click.option("--registration", help="Trial registration number.")
@in_review
def describe(
    review: Review,
    name: str,
    new_name: str | None,
    design: str | None,
    n_randomised: int | None,
    no_n: bool,
    registration: str | None,
) -> None:
    """Name or describe the study NAME."""
    if no_n and n_randomised is not None:
        raise click.UsageError(
            "--n says how many were randomised, --no-n takes it back: give one of them"
        )
    review.studies.describe(
        name,
        new_name=new_name,
        design=design,
        n_randomised="" if no_n else n_randomised,
        registration=registration,
    )
    say(f"described {new_name or name}")


@study.command()
@click.argument("name")
@click.argument("others", nargs=-1, required=True)
@click.option("--reason", default="reports of one study", show_default=True)
@in_review
def join(review: Review, name: str, others: tuple[str, ...], reason: str) -> None:
    """Make the reports of OTHERS reports of the study NAME."""
    review.studies.join(name, others, reason)
    say(f"{name} has {counted(len(review.studies.find(name).reports), 'report')}")


@study.command()
@click.argument("name")
@click.argument("report")
@click.argument("new_name")
@click.option("--reason", default="a study of its own", show_default=True)
@in_review
def split(review: Review, name: str, report: str, new_name: str, reason: str) -> None:
    """Make REPORT (file name or SHA-256) of the study NAME a study of its own, NEW_NAME."""
    review.studies.split(name, report, new_name, reason)
    say(f"{new_name} is a study of its own")
