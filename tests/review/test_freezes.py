"""Freezing ends the queue only when it is empty, and tells what was reopened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curate.errors import NotSealed, Refused
from curate.review import Review

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}


def enter(review: Review, value: str, person: str, **said: object) -> None:
    review.forms.enter("zhong-2016", "mean", value, person=person, **{**FACT, **said})  # type: ignore[arg-type]


def settle(review: Review) -> None:
    review.decisions.accept_rounding("lead")
    left = review.reconciliation.queue()
    about = review.decisions.about
    review.decisions.put(
        [about(each.key, choice="reading", take="1", reason="page 1", mode="lead") for each in left]
    )


def test_an_open_queue_is_not_frozen(reopen: Opener) -> None:
    lead = reopen("lead")
    with pytest.raises(Refused, match="open"):
        lead.freezes.freeze("v1")
    settle(lead)
    enter(lead, "14.80", "ann")
    with pytest.raises(NotSealed, match="zhong-2016"):
        lead.freezes.freeze("v1")
    lead.forms.seal(["zhong-2016"], "ann")
    held = lead.freezes.freeze("v1", "for the paper")
    assert held.records == len(lead.results.records())
    assert (held.changed, held.decisions, held.corrections) == (False, 0, 0)
    with pytest.raises(Refused, match="already"):
        lead.freezes.freeze("v1")


def test_what_is_reopened_is_told_beside_it(reopen: Opener) -> None:
    lead = reopen("lead")
    settle(lead)
    enter(lead, "14.80", "ann")
    lead.forms.seal(["zhong-2016"], "ann")
    lead.freezes.freeze("v1")
    enter(lead, "14.08", "ann", reason="digits")
    (held,) = lead.freezes.all()
    assert (held.changed, held.corrections) == (True, 1)
    again = lead.freezes.freeze("v2")
    assert (again.name, again.changed) == ("v2", False)
    assert lead.checks.verify(quotes=False).problems == ()
