"""``curate pilot``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say, table
from curate.review import Review

if TYPE_CHECKING:
    from curate.reconcile.pilot import Round, Score
    from curate.review.pilots import Piloted


@click.command()
@click.argument("studies", nargs=-1)
@click.option(
    "--key", metavar="NAME", help="Make STUDIES training studies: NAME's extraction is the key."
)
@click.option("--counts", is_flag=True, help="With --key: they are studies of the review all the same.")
@click.option("--end", is_flag=True, help="STUDIES are no training studies any more; needs --reason.")
@click.option("--reason", default="", help="With --end.")
@click.option("--json", "as_json", is_flag=True, help="The scores as JSON.")
@in_review
def pilot(
    review: Review,
    studies: tuple[str, ...],
    key: str | None,
    counts: bool,
    end: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Train before the sprint: everybody extracts the same studies, beside known answers.

    Without STUDIES, tell how everybody did, item by item, the worst first. A training study gives the review no
    fact: it is neither compared nor pooled, unless it --counts.
    """
    if (studies and (key is None) != end) or (not studies and (key is not None or end)):
        raise click.UsageError("name STUDIES with --key NAME, or with --end and a --reason")
    if key is not None and studies:
        new = review.pilots.mark(studies, key, counts=counts)
        say(f"{counted(new, 'training study')} new; the key is {key}'s extraction")
        say(
            "next: everybody extracts and seals them (curate pack, curate form, curate seal); then curate pilot"
        )
        return
    if studies:
        say(f"{counted(review.pilots.end(studies, reason), 'study')} of the review now")
        return
    held = review.pilots.result()
    if as_json:
        click.echo(json.dumps(_plain(held), ensure_ascii=False, indent=1))
        return
    for study, why in held.waiting.items():
        say(f"note: {study}: {why}")
    if held.found is None:
        say("nothing can be compared yet")
        return
    _show(held.found)


def _show(found: Round) -> None:
    people = [score.person for score in found.people]
    rows = [
        [
            item,
            *(
                _cell(next((s for s in found.scores if (s.item, s.person) == (item, p)), None))
                for p in people
            ),
        ]
        for item in dict.fromkeys(score.item for score in found.scores)
    ]
    rows.append(["all", *(_cell(score) for score in found.people)])
    table(["item", *people], rows, right=tuple(range(1, len(people) + 1)))
    for sentence in found.advice:
        say(sentence)


def _cell(score: Score | None) -> str:
    """Return agreement with the key and how many were left out: ``83% of 12 (1 omitted)``."""
    if score is None or score.found.percent is None:
        return "-"
    omitted = f" ({score.found.omissions} omitted)" if score.found.omissions else ""
    return f"{score.found.percent:.0f}% of {score.found.pairs}{omitted}"


def _plain(held: Piloted) -> dict[str, object]:
    scores = (*held.found.people, *held.found.scores) if held.found else ()
    return {
        "studies": held.studies,
        "waiting": held.waiting,
        "scores": [
            {
                "item": score.item or "all",
                "person": score.person,
                "percent": score.found.percent,
                "facts": score.found.pairs,
                "omissions": score.found.omissions,
            }
            for score in scores
        ],
        "advice": list(held.found.advice) if held.found else [],
    }
