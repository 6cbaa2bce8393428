"""What labels are known to mean, gathered from the protocol, from mappings and from what people confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from curate.model.protocol import normalised
from curate.reconcile.structure import Kind
from curate.reconcile.wording import ANY_CONTROL, wording, words

_OF_ONE_REPORT = words(
    "intervention interventions experimental active study drug verum investigational test trial main primary "
    "secondary outcome outcomes endpoint endpoints end point measure"
)
"""Words that mean something else in each report."""


def lasts(kind: Kind, label: str) -> bool:
    """Tell whether a label means in the next study what it means in this one.

    "Racemic ketamine" and "HAM-D" do. "Group A", "control", "intervention" and "primary outcome" are names
    within one report, and so are the names of time points: of those that are counted ("week 2", "day 14") their
    own parser knows the meaning, the others ("endpoint", "T1") have none beyond the report.
    """
    if kind is Kind.timepoint:
        return False
    said = wording(label)
    telling = said.rest - _OF_ONE_REPORT
    if kind is Kind.outcome:
        return bool(telling)
    if said.group:
        return False
    return bool(telling) or said.control not in ("", ANY_CONTROL)


def with_confirmed(known: Mapping[str, str], confirmed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what labels mean when each of some pairs means the same.

    Parameters
    ----------
    known
        Normalised label → meaning.
    confirmed
        Pairs of labels. Where one of a pair has a meaning, so has the other; where both have one and the two
        differ, each keeps its own: a person said that by mapping them.
    """
    meanings = dict(known)
    pairs = [(normalised(one), normalised(two)) for one, two in confirmed]
    for label, meaning in known.items():
        _spread(meanings, pairs, label, meaning)
    for one, two in pairs:  # nobody knows what these mean, only that it is one thing
        _spread(meanings, pairs, one, f"as {min(one, two)}")
    return meanings


def _spread(
    meanings: dict[str, str], pairs: Sequence[tuple[str, str]], start: str, meaning: str
) -> None:
    """Give a meaning to a label and to all that is said to be the same, over any number of pairs."""
    waiting = [start] if meanings.setdefault(start, meaning) == meaning else []
    while waiting:
        label = waiting.pop()
        for partner in (two if label == one else one for one, two in pairs if label in (one, two)):
            if partner not in meanings:
                meanings[partner] = meaning
                waiting.append(partner)
