"""``curate show``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from curate.cli.common import in_review, say
from curate.review import Review


@click.command()
@click.argument("report")
@click.option("--page", type=click.IntRange(min=1), required=True, help="From 1.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A .png or .html file; without either ending, both. Else named after report and page.",
)
@in_review
def show(review: Review, report: str, page: int, output: Path | None) -> None:
    """Draw a page of a report (file, study or SHA-256) with what the programs found on it."""
    shown = review.pages.see(report, page)
    target = output or Path(f"{Path(shown.file_name).stem}-page-{page}")
    suffix = target.suffix.lower()
    if suffix != ".html":
        say(f"drew {review.pages.draw(shown, target if suffix == '.png' else _named(target, '.png'))}")
    if suffix != ".png":
        path = target if suffix == ".html" else _named(target, ".html")
        say(f"drew {review.pages.write_html(shown, path)}")
    counts = Counter(mark.kind for mark in shown.marks)
    bands = Counter(reading.band for reading in shown.readings)
    told = ", ".join(f"{bands[band]} {band}" for band in ("high", "medium", "low") if bands[band])
    say(f"{counts['table']} tables, {len(shown.readings)} readings{f' ({told})' if told else ''}")


def _named(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)
