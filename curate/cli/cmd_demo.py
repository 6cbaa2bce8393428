"""``curate demo``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli import cmd_trace
from curate.cli.common import say, show_problems
from curate.cli.pool_shown import show


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="curate-demo")
def demo(folder: Path) -> None:
    """Go the whole way on the shipped example, in FOLDER: from PDFs to pooled estimates and back.

    Nobody has extracted these typeset reports by hand: the records are of programs only, and say so.
    """
    from curate.review.demo import DEFAULTS, PUBLISHED, run

    result = run(folder, say)
    say("\nWhat the programs' records rest on: program_only (two programs are never double extraction)")
    say("\nProblems found before pooling")
    show_problems(list(result.problems))
    for title, codes, block in (
        ("As published (UB, DL, Wald, any basis)", PUBLISHED, result.published),
        ("Under the defaults (LS, REML, Hartung-Knapp, final scores)", DEFAULTS, result.defaults),
        (
            f"As published, without the studies flagged se_for_sd: {', '.join(result.flagged)}",
            PUBLISHED,
            result.cleaned,
        ),
    ):
        say(f"\n{title}")
        for estimate in block:
            if estimate.comparison in codes:
                show(estimate)
    for path in result.plots:
        say(f"drew {path}")
    say("\nFrom the first estimate back to the page")
    cmd_trace.show(result.trace)
    say(f"drew {result.picture}")
