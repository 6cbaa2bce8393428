"""``curate check``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from curate.cli.common import counted, in_review, say, show_problems
from curate.model.problem import Severity
from curate.review import Review


@click.command()
@click.option("--code", "codes", multiple=True, help="Only problems with this code.")
@click.option("--notes/--no-notes", default=False, help="Notes too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--too-equal", is_flag=True, help="Ask whether groups are too alike at baseline; nothing else."
)
@in_review
def check(review: Review, codes: tuple[str, ...], notes: bool, as_json: bool, too_equal: bool) -> None:
    """Look for errors before anything is pooled. Exit status 1 when there is one of severity error."""
    if too_equal:
        found = review.checks.too_equal()
        show_problems(found)
        if not found:
            say("no study has groups that are more alike at baseline than chance allows")
        return
    problems = [
        problem
        for problem in review.checks.all()
        if (not codes or problem.code in codes) and (notes or problem.severity is not Severity.note)
    ]
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        show_problems(problems)
        counts = [sum(problem.severity is severity for problem in problems) for severity in Severity]
        told = (counted(count, severity) for count, severity in zip(counts, Severity, strict=True))
        say(", ".join(told))
    if any(problem.severity is Severity.error for problem in problems):
        sys.exit(1)
