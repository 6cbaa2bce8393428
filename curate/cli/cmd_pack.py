"""``curate pack``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import counted, in_review, say
from curate.review import Review


@click.command()
@click.option("--for", "person", metavar="NAME", help="Whose; in a work file its own person.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; else NAME.curate.")
@click.option(
    "-s",
    "--study",
    "studies",
    multiple=True,
    metavar="NAME",
    help="These studies; else those assigned, else all.",
)
@click.option(
    "--mode",
    type=click.Choice(["independent", "assisted"]),
    default="independent",
    show_default=True,
    help="Assisted: with what the programs read.",
)
@click.option("--no-reports", is_flag=True, help="Without the PDFs.")
@in_review
def pack(
    review: Review,
    person: str | None,
    output: Path | None,
    studies: tuple[str, ...],
    mode: str,
    no_reports: bool,
) -> None:
    """Write one file for one extractor: reports, protocol and own readings, nothing of anyone else's.

    In a work file it writes the file that goes back.
    """
    back = review.home.work_file is not None
    packed = review.workfiles.pack(
        output, person, studies, mode, with_reports=not (no_reports or (back and person is None))
    )
    say(
        f"wrote {packed.path} for {packed.work.person} ({packed.work.mode}): "
        f"{counted(len(packed.work.studies), 'study')}, {counted(packed.reports, 'PDF')}, "
        f"{counted(packed.readings, 'reading')}"
    )
    say(
        f"next: curate {'merge' if back else 'open'} {packed.path.name}{', in the review' if back else ''}"
    )
