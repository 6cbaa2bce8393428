"""What ``curate map`` asks, and in which order."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, say
from curate.errors import UnknownName
from curate.model.decision import Mapping
from curate.review import Review

if TYPE_CHECKING:
    from curate.reconcile.guesses import Guess
    from curate.store.mappings import Label

NOUNS = {"arm": "arm", "outcome": "outcome", "timepoint": "time point"}

FEW = 5
"""Labels that look like nothing in the protocol: so many are asked for one by one, more of them at once."""


def unmapped_labels(review: Review) -> str:
    """Say how many labels have no meaning yet, and how many of them look like something in the protocol, if any."""
    left = review.mappings.all(unmapped=True)
    if not left:
        return ""
    like = len(review.mappings.guesses(left))
    said = f"{counted(len(left), 'label means', 'labels mean')} nothing to the protocol yet"
    return (
        f"{said}, {like} of them {'looks' if like == 1 else 'look'} like something in it"
        if like
        else said
    )


def order(label: Label, like: Map[Label, Guess]) -> tuple[str, str, bool, float, int, str]:
    """Order labels by study and kind: what looks like something before the rest, then what most results use."""
    share = like[label].share if label in like else 0.0
    return label.study_name, label.kind, label not in like, -round(share, 1), -label.results, label.label


class _Enough(Exception):
    """The person stops."""


def ask(review: Review, study: str | None) -> None:
    """Ask for the labels without a code, study by study and kind by kind, until all are asked for or q."""
    labels = review.mappings.all(study, unmapped=True)
    like = review.mappings.guesses(labels)
    labels.sort(key=lambda label: order(label, like))
    try:
        for (name, kind), group in groupby(labels, key=lambda label: (label.study_name, label.kind)):
            own = list(group)
            likely, others = [x for x in own if x in like], [x for x in own if x not in like]
            for place, label in enumerate(likely, 1):
                _ask_one(review, label, f"{place} of {len(likely)}", like[label].code)
            if len(others) <= FEW or _each(review, name, kind, others):
                for place, label in enumerate(others, 1):
                    _ask_one(review, label, f"{place} of {len(others)}")
    except _Enough:
        return


def _each(review: Review, study: str, kind: str, others: Sequence[Label]) -> bool:
    """Ask what to do with labels that look like nothing in the protocol; tell whether each is to be asked for."""
    first = "; ".join(f"{label.label or '(none)'} ({label.results})" for label in others[:FEW])
    say(f"\n{study}: {len(others)} {NOUNS[kind]}s that look like nothing in the protocol: {first}; …")
    said = _answer(
        "  a asks for each, - leaves all aside, Enter leaves them for later, q stops", ["a", "-"]
    )
    if said == "-":
        count = review.mappings.put([Mapping(x.study, x.kind, x.label, "") for x in others])
        say(f"  {counted(count, 'label')} left aside; curate map --list --all names them")
    return said == "a"


def _ask_one(review: Review, label: Label, place: str, like: str = "") -> None:
    codes = review.mappings.codes(label.kind)
    say(f"\n{label.study_name}, {NOUNS[label.kind]} {place}: {label.label or '(none)'}")
    guessed = f"; y: it is {like}" if like else ""
    say(
        f"  {counted(label.results, 'result')}; codes: {', '.join(codes)}{guessed}; - leaves it aside, "
        "Enter asks again later, q stops"
    )
    code = _answer("  code", codes)
    if not code:
        return
    if code == "y" and like and "y" not in codes:
        code = like
    try:
        review.mappings.put([Mapping(label.study, label.kind, label.label, "" if code == "-" else code)])
    except UnknownName as error:
        say(f"  {error.what} ({error.hint})")


def _answer(question: str, codes: Sequence[str]) -> str:
    said = str(click.prompt(question, default="", show_default=False)).strip()
    if said == "q" and "q" not in codes:
        raise _Enough
    return said
