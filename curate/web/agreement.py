"""Agreement of the extractors: how much of what they read is the same, and what that does to the effects."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from curate.review.agreements import Agreements
from curate.review.effect_agreement import EffectAgreement
from curate.web.asked import Asked, read
from curate.web.desk import Desk
from curate.web.results import picture


@dataclass(frozen=True, slots=True)
class Held:
    """How far people agree, on facts and on effects."""

    people: tuple[Agreements, ...]
    effects: tuple[EffectAgreement, ...]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, "/agreement", agreement, sighted=True),
        read(desk, "/agreement/{comparison}.svg", plot, sighted=True),
    ]


def _held(asked: Asked) -> Held:
    reconciliation = asked.review.reconciliation

    def work_out() -> Held:
        every = reconciliation.agreements(reconciliation.pairings())
        people = tuple(each for each in every if each.people)
        return Held(people, tuple(reconciliation.effects()))

    return asked.desk.of_state("agreement", asked.review, work_out)


def agreement(asked: Asked) -> Response:
    """Show how far people agree, by kind of item, and how far the effects of their readings do."""
    held = _held(asked)
    drawn = {each.comparison: each.label for each in held.effects if each.bland_altman}
    return asked.html(
        "agreement.html", here="results", people=held.people, effects=held.effects, drawn=drawn
    )


def plot(asked: Asked) -> Response:
    """Give the Bland-Altman plots of one comparison."""
    from curate.plots.agreement import agreement_plot

    panels = [
        (f"{each.label}, {each.one} v {each.two}", each.measure, each.bland_altman)
        for each in _held(asked).effects
        if each.comparison == asked.path("comparison") and each.bland_altman
    ]
    if not panels:
        raise HTTPException(404, "it takes two studies whose effects two people's readings give")
    with tempfile.TemporaryDirectory() as place:
        return picture(agreement_plot(panels, Path(place) / "agreement.svg").read_bytes())
