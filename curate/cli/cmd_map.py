"""``curate map``."""

from __future__ import annotations

import click

from curate.cli.common import counted, in_review, say, table
from curate.cli.map_asking import NOUNS, ask, order, unmapped_labels
from curate.errors import UnknownName
from curate.model.decision import Mapping
from curate.review import Review


@click.command("map")
@click.option("--study", "-s", metavar="NAME", help="Of one study only.")
@click.option("--list", "listing", is_flag=True, help="List the labels and stop.")
@click.option("--all", "everything", is_flag=True, help="With --list: mapped ones too.")
@click.option(
    "--set",
    "said",
    nargs=3,
    multiple=True,
    metavar="KIND LABEL CODE",
    help="Map a label (arm, outcome, timepoint) in every study that uses it, or in --study. "
    "CODE '-' leaves it aside; 'ketamine/low dose' names one of several arms of a kind.",
)
@in_review
def map_labels(
    review: Review,
    study: str | None,
    listing: bool,
    everything: bool,
    said: tuple[tuple[str, str, str], ...],
) -> None:
    """Say what the labels of arms, outcomes and time points mean.

    Exact aliases of the protocol map themselves. Without an option, the others are asked for, study by study: first
    those that look like something in the protocol, which y takes; of the rest of a kind once, whether to ask.
    """
    if said:
        for kind, label, code in said:
            _set(review, study, kind, label, code)
    elif listing:
        _list(review, study, everything)
    else:
        ask(review, study)
    if left := unmapped_labels(review):
        say(left)
    elif review.mappings.all():
        say("every label is mapped")
    else:
        say("there are no labels yet: curate extract, or curate form")


def _set(review: Review, study: str | None, kind: str, label: str, code: str) -> None:
    if kind not in NOUNS:
        raise UnknownName.among("kind of label", kind, NOUNS)
    meant = "" if code == "-" else code
    if study is None:
        count = review.mappings.map_everywhere(kind, label, meant)
    else:
        count = review.mappings.put([Mapping(review.studies.find(study).id, kind, label, meant)])
    say(f"{label!r} → {code} in {counted(count, 'study')}")


def _list(review: Review, study: str | None, everything: bool) -> None:
    labels = review.mappings.all(study, unmapped=not everything)
    like = review.mappings.guesses([label for label in labels if label.code is None])
    rows = [
        [
            each.study_name,
            NOUNS[each.kind],
            each.label or "(none)",
            f"{like[each].code}?" if each in like else _code(each.code),
            str(each.results),
        ]
        for each in sorted(labels, key=lambda each: order(each, like))
    ]
    table(["study", "kind", "label", "code", "results"], rows, right=(4,))


def _code(code: str | None) -> str:
    if code is None:
        return "?"
    return code or "left aside"
