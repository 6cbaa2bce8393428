"""``curate add``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from curate.cli.common import counted, in_review, plain, say
from curate.review import Review


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--supplements",
    metavar="REPORT",
    default="",
    help="The report (file, study or SHA-256) whose supplements the files are: they join its study.",
)
@in_review
def add(review: Review, files: tuple[Path, ...], supplements: str) -> None:
    """Register reports, by content: the same file twice is one report.

    PDFs, and tables in Word documents (.docx, with the extra docx), workbooks (.xlsx, .xls, .ods) and CSV
    files. A file of another kind is named and left out; the others are added, and the exit status is 2.
    """
    missing = [path for path in files if not path.exists()]
    added = review.reports.add([path for path in files if path.exists()], supplements=supplements)
    for one in added:
        if one.error is None:
            state = "" if one.state == "ok" else f"  [{one.state}]"
            say(
                f"{'added' if one.new else 'known'}  {one.sha256[:8]}  {one.path.name}{state}  {one.title}"
            )
    failed = [(one.path.name, one.error) for one in added if one.error]
    new = sum(one.new for one in added)
    say(f"{new} new, {len(added) - new - len(failed)} known before")
    waiting = {row["id"] for row in review.scans.waiting()}
    scans = sum(one.new and one.sha256 in waiting for one in added)
    if scans:
        say(f"{counted(scans, 'report has', 'reports have')} pages without text: curate ocr")
    for path in missing:
        click.echo(plain(f"curate: {path} does not exist"), err=True)
    for name, error in failed:
        click.echo(plain(f"curate: {name}: {error.what}"), err=True)
        if error.hint:
            click.echo(f"  hint: {error.hint}", err=True)
    if failed or missing:
        sys.exit(2)
