"""``curate extract``."""

from __future__ import annotations

import sys
from collections import Counter

import click

from curate.cli.common import counted, in_review, say
from curate.cli.map_asking import unmapped_labels
from curate.review import Review


@click.command()
@click.option(
    "--with", "names", multiple=True, metavar="NAME", help="An extractor; else all that are installed."
)
@click.option(
    "--second",
    type=click.Choice(["needed", "all", "none"]),
    default="needed",
    show_default=True,
    help="What pdfplumber reads again; needed: readings on pages with doubtful glyphs and of records.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes; else one less than there are cores."
)
@in_review
def extract(review: Review, names: tuple[str, ...], second: str, workers: int | None) -> None:
    """Have the programs read every new report. Stop it at any moment; it goes on where it was."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        run = review.extraction.run(
            names,
            second=second,
            workers=workers,
            progress=lambda read, done, of: bar.update(
                task, total=of, completed=done, description=read.file_name[:30]
            ),
        )
    for read in sorted(run.reads, key=lambda each: each.file_name):
        detail = f"  {read.detail}" if read.detail else ""
        told = f", {counted(read.problems, 'problem')}" if read.problems else ""
        say(f"{read.status:<10} {read.file_name}: {counted(read.readings, 'reading')}{told}{detail}")
    states = ", ".join(
        f"{count} {state}" for state, count in sorted(Counter(r.status for r in run.reads).items())
    )
    total = sum(read.readings for read in run.reads)
    if not run.reads and not run.before:
        say("there is no report yet: curate add *.pdf")
        return
    say(
        f"{counted(len(run.reads), 'report')} read now ({states or 'nothing new'}), {run.before} before; "
        f"{counted(total, 'reading')}"
    )
    if run.again.seen:
        otherwise = f", {run.again.differing} of them otherwise" if run.again.differing else ""
        say(f"{counted(run.again.seen, 'reading')} read again by pdfplumber{otherwise}")
    if troubles := sum(read.problems for read in run.reads):
        say(f"{counted(troubles, 'problem')} of tables and texts: curate check names them")
    if left := unmapped_labels(review):
        say(f"{left}: curate map")
    if any(read.status == "refused" for read in run.reads):
        say("what was refused is asked for again by the next curate extract")
        sys.exit(1)
