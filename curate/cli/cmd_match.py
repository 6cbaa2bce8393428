"""``curate match``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say, table
from curate.cli.map_asking import NOUNS
from curate.errors import Refused
from curate.review import Review

if TYPE_CHECKING:
    from curate.reconcile.structure import Match
    from curate.review.structures import Matched


@click.command("match")
@click.argument("study", required=False)
@click.option("--list", "listing", is_flag=True, help="List the pairs and stop; nothing is written.")
@click.option(
    "--same",
    nargs=3,
    multiple=True,
    metavar="KIND ONE TWO",
    help="Two labels of STUDY (arm, outcome, timepoint) name one thing.",
)
@click.option(
    "--different",
    nargs=3,
    multiple=True,
    metavar="KIND ONE TWO",
    help="Two labels of STUDY name two things.",
)
@click.option("--reason", default="", help="Why, with --same or --different.")
@in_review
def match(
    review: Review,
    study: str | None,
    listing: bool,
    same: tuple[tuple[str, str, str], ...],
    different: tuple[tuple[str, str, str], ...],
    reason: str,
) -> None:
    """Match the arms, outcomes and time points of two people's sealed extractions.

    What the rules are sure of is settled: the same words, an abbreviation and its words, the only control of
    either. Of the rest each pair is asked for. A label gets the code of its partner.
    """
    if (same or different) and study is None:
        raise Refused("labels mean something within a study", "name it: curate match STUDY --same …")
    if listing:
        _list(review.structures.all(study))
        return
    for verdict, said in (("same", same), ("different", different)):
        for kind, one, two in said:
            review.structures.say(study or "", kind, one, two, verdict, reason)
            say(f"{NOUNS.get(kind, kind)}: {one!r} and {two!r} are {verdict}")
    settled = review.structures.settle(study)
    say(
        f"settled {counted(settled.pairs, 'pair')}, mapped {counted(settled.mapped, 'label')}; "
        f"{settled.asked} to ask"
    )
    if settled.asked and not (same or different):
        _ask(review, study)


def _list(matched: list[Matched]) -> None:
    rows = [
        [each.study_name, NOUNS[each.kind], pair.one.label, pair.two.label, pair.verdict, pair.because]
        for each in matched
        for pair in each.matching.matches
    ]
    for each in matched:
        sides = ((each.matching.only_one, each.one.reader), (each.matching.only_two, each.two.reader))
        for place, (left, reader) in enumerate(sides):
            for element in left:
                labels = ["", ""]
                labels[place] = element.label
                rows.append(
                    [each.study_name, NOUNS[each.kind], *labels, "alone", f"only {reader} has it"]
                )
    table(["study", "kind", "one", "the other", "", "because"], sorted(rows, key=lambda row: row[:2]))
    if not rows:
        say("nothing to match yet: that takes two people's sealed extractions of a study")


def _ask(review: Review, study: str | None) -> None:
    asked = [(each, pair) for each in review.structures.all(study) for pair in each.matching.asked]
    for place, (each, pair) in enumerate(asked, 1):
        say(f"\n{place} of {len(asked)}  {each.study_name}  {NOUNS[each.kind]}")
        say(f"  {pair.one.label!r} and {pair.two.label!r}: {pair.because}{_sizes(pair)}")
        try:
            said = click.prompt(
                "  the same? y, n, Enter asks again later, q stops", default="", show_default=False
            )
        except click.Abort:  # nobody is there to answer
            said = "q"
        answer = said.strip().lower()
        if answer == "q":
            say()
            return
        verdict = {"y": "same", "n": "different"}.get(answer)
        if verdict:
            review.structures.say(each.study, each.kind, pair.one.label, pair.two.label, verdict)


def _sizes(pair: Match) -> str:
    sizes = [element.n for element in (pair.one, pair.two)]
    return f"; {sizes[0]} and {sizes[1]} people" if all(size is not None for size in sizes) else ""
