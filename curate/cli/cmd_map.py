"""``curate map``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say, table
from curate.errors import UnknownName
from curate.model.decision import Mapping
from curate.review import Review

if TYPE_CHECKING:
    from curate.store.mappings import Label

NOUNS = {"arm": "arm", "outcome": "outcome", "timepoint": "time point"}


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

    Exact aliases of the protocol map themselves. Without an option, each unmapped label is asked for.
    """
    if said:
        for kind, label, code in said:
            _set(review, study, kind, label, code)
    elif listing:
        _list(review, study, everything)
    else:
        _ask(review, study)
    left = review.mappings.all(unmapped=True)
    if left:
        say(f"{counted(len(left), 'label means', 'labels mean')} nothing to the protocol yet")
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
    rows = [
        [each.study_name, NOUNS[each.kind], each.label or "(none)", _code(each.code), str(each.results)]
        for each in labels
    ]
    table(["study", "kind", "label", "code", "results"], rows, right=(4,))


def _code(code: str | None) -> str:
    if code is None:
        return "?"
    return code or "left aside"


def _by_use(label: Label) -> tuple[str, str, int, str]:
    """Order labels by study and kind, those that most results use first."""
    return label.study_name, label.kind, -label.results, label.label


def _ask(review: Review, study: str | None) -> None:
    labels = sorted(review.mappings.all(study, unmapped=True), key=_by_use)
    for place, label in enumerate(labels, 1):
        codes = review.mappings.codes(label.kind)
        say(
            f"\n{place} of {len(labels)}  {label.study_name}  {NOUNS[label.kind]}: {label.label or '(none)'}"
        )
        say(
            f"  {counted(label.results, 'result')}; codes: {', '.join(codes)}; - leaves it aside, "
            "Enter asks again later, q stops"
        )
        code = click.prompt("  code", default="", show_default=False).strip()
        if code == "q" and "q" not in codes:
            return
        if not code:
            continue
        try:
            review.mappings.put(
                [Mapping(label.study, label.kind, label.label, "" if code == "-" else code)]
            )
        except UnknownName as error:
            say(f"  {error.what} ({error.hint})")
