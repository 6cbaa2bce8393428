"""``curate ocr``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, plain, say
from curate.review import Review

if TYPE_CHECKING:
    from curate.review.scans import Ocred


@click.command()
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--language",
    default="eng",
    show_default=True,
    metavar="CODE",
    help="As Tesseract names it; several with a plus: eng+deu.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes, each reads one report.")
@in_review
def ocr(review: Review, reports: tuple[str, ...], language: str, workers: int | None) -> None:
    """Read scans (reports without text) by OCR: each gives a new report with text, in the same study.

    Without REPORT all that wait. Needs the extra trial-curate[ocr] and Tesseract.
    """
    done = review.scans.read(reports, language=language, workers=workers, progress=_tell)
    if not done:
        say("no report waits for OCR")
        return
    fresh = [one for one in done if one.pages]
    failed = [one for one in done if one.error]
    say(f"{counted(len(fresh), 'scan')} read now, {len(done) - len(fresh) - len(failed)} before")
    if fresh:
        say("next: curate extract")
    for one in failed:
        click.echo(plain(f"curate: {one.error}"), err=True)
        if one.error and one.error.hint:
            click.echo(plain(f"  hint: {one.error.hint}"), err=True)
    if failed:
        sys.exit(2)


def _tell(one: Ocred) -> None:
    if not one.error:
        state = "" if one.state == "ok" else f"  [{one.state}]"
        say(
            f"read  {one.sha256[:8]}  {one.made}  from {one.file_name}, {counted(one.pages, 'page')}{state}"
        )
