"""``curate audit``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say
from curate.model.record import fact_of
from curate.review import Review

if TYPE_CHECKING:
    from curate.review.audits import Outcome


def _share(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """Return a share in percent, written with or without its sign."""
    if value is None:
        return None
    try:
        return float(value.rstrip("% "))
    except ValueError:
        raise click.BadParameter(f"{value!r} is no share; write 8%", ctx, param) from None


@click.command()
@click.argument("record", required=False)
@click.option("--agreed", callback=_share, metavar="8%", help="Draw this share of the agreed values.")
@click.option(
    "--seed", type=click.IntRange(min=0), help="With --agreed: to draw the same again elsewhere."
)
@click.option("--found", metavar="VALUE", help="RECORD as you read it, before you see what was agreed.")
@click.option("--right", is_flag=True, help="RECORD stands in the report as agreed; not blind.")
@click.option("--page", type=click.IntRange(min=1), help="With --found: where it stands.")
@click.option("--cell", default="", help="With --found: of a file without pages.")
@click.option("--quote", default="", help="With --found: the words there.")
@click.option("--report", help="With --found: file name or SHA-256, when the study has several reports.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@in_review
def audit(
    review: Review,
    record: str | None,
    agreed: float | None,
    seed: int | None,
    found: str | None,
    right: bool,
    page: int | None,
    cell: str,
    quote: str,
    report: str | None,
    as_json: bool,
) -> None:
    """Have a third person read agreed values again, and estimate the errors that are left.

    Draw a sample with --agreed; without options, list what is to be read, and the result.
    """
    if agreed is not None:
        review.audits.draw(agreed, seed)
    elif found is not None or right:
        if record is None or (found is not None and right):
            raise click.UsageError("give one RECORD, and --found VALUE or --right")
        if found is None:
            review.audits.right(record)
            say("as agreed")
        else:
            same = review.audits.found(record, found, page=page, cell=cell, quote=quote, report=report)
            say("as agreed" if same else f"not as agreed; it is open again: curate decide {record}")
    every = review.audits.all()
    if as_json:
        click.echo(json.dumps([_plain(held) for held in every], ensure_ascii=False, indent=1))
    elif not every:
        say("nothing was drawn yet: curate audit --agreed 8%")
    else:
        for held in every:
            _show(review, held)


def _show(review: Review, held: Outcome) -> None:
    from curate.store.records import short_key

    names = {study.id: study.name for study in review.studies.all()}
    for value in held.left:
        fact = fact_of(value.key)
        say(f"  {short_key(value.key)}  {names[value.study]}  {fact}")
    read = len(held.values) - len(held.left)
    say(
        f"{counted(len(held.values), 'value')} of {held.population} agreed ones drawn by impact, {read} read "
        f"({held.blind} blind), {len(held.wrong)} wrong"
    )
    for name in held.pending:
        say(f"  to decide, since the auditor read something else: curate decide {name}")
    if found := held.estimate:
        span = (
            f" (95% interval {found.interval.low:.1%} to {found.interval.high:.1%})"
            if found.interval
            else ""
        )
        sofar = " by what was read so far" if held.left else ""
        say(f"errors left among all agreed values{sofar}: {found.share:.1%}{span}")
    if held.left:
        say("next: curate audit RECORD --found VALUE --page N --quote …")


def _plain(held: Outcome) -> dict[str, object]:
    found = held.estimate
    return {
        "audit": held.name,
        "percent": held.percent,
        "population": held.population,
        "drawn": len(held.values),
        "read": len(held.values) - len(held.left),
        "blind": held.blind,
        "wrong": list(held.wrong),
        "pending": list(held.pending),
        "share": found.share if found else None,
        "interval": list(found.interval) if found and found.interval else None,
    }
