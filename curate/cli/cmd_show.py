"""``curate show``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from curate.cli.common import counted, in_review, say, table
from curate.review import Review

SHOWN = 15
"""Letters of an id, which tell it from the others."""


@click.command()
@click.argument("report")
@click.option("--page", type=click.IntRange(min=1), help="From 1; for PDFs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A .png or .html file; without either ending, both. Else named after report and page.",
)
@click.option(
    "--list", "as_list", is_flag=True, help="List the readings with their ids, of all pages or one."
)
@in_review
def show(review: Review, report: str, page: int | None, output: Path | None, as_list: bool) -> None:
    """Draw a page of a report (file, study or SHA-256) with what the programs found on it.

    Of a Word document or a workbook, which has no pages, the tables are shown as HTML. With --list nothing is drawn:
    the ids are for `curate enter STUDY --reading ID` and `curate trace ID`.
    """
    if as_list:
        _list(review, report, page)
        return
    shown = review.pages.see(report, page)
    name = Path(shown.file_name).stem if page else shown.file_name
    target = output or Path(f"{name}-page-{page}" if page else f"{name}.html")
    suffix = target.suffix.lower()
    if suffix != ".html" and (page or suffix == ".png"):
        say(f"drew {review.pages.draw(shown, target if suffix == '.png' else _named(target, '.png'))}")
    if suffix != ".png":
        path = target if suffix == ".html" else _named(target, ".html")
        say(f"drew {review.pages.write_html(shown, path)}")
    bands = Counter(reading.band for reading in shown.readings)
    told = ", ".join(f"{bands[band]} {band}" for band in ("high", "medium", "low") if bands[band])
    found = f"{counted(len(shown.tables), 'table')}, {counted(len(shown.readings), 'reading')}"
    say(f"{found} ({told})" if told else found)


def _list(review: Review, report: str, page: int | None) -> None:
    """Print the readings, those of a page below each other as they stand there."""
    names = ["reading", "page", "statistic", "value", "arm", "outcome", "time point", "band"]
    rows = [
        [
            reading.id[:SHOWN],
            str(on or ""),
            f"{reading.statistic} {reading.role}".strip(),
            reading.as_printed or reading.value,
            reading.arm,
            reading.outcome,
            reading.timepoint,
            reading.band,
        ]
        for on, reading in review.pages.readings(report, page)
    ]
    table(names, rows, right=(1, 3))
    say(counted(len(rows), "reading"))


def _named(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)
