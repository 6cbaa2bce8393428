"""SDs of the studies that a comparison names to stand in for missing ones."""

from __future__ import annotations

from collections.abc import Iterable

from curate.effects.assumptions import Assumptions
from curate.effects.result import Result
from curate.effects.routes import EXACT, Context, Donor, Missing, input_of, value_of
from curate.effects.select import eligible
from curate.effects.spreads import sd_routes
from curate.effects.units import unit_of_scores
from curate.model.protocol import Comparison, PoolOptions


def donors_of(
    results: Iterable[Result], comparison: Comparison, assumptions: Assumptions, options: PoolOptions
) -> tuple[Donor, ...]:
    """Return the arms of the donor studies whose SD is printed, or follows from an SE or interval."""
    if not assumptions.donors:
        return ()
    sides = eligible(
        (r for r in results if {r.study, r.study_name} & set(assumptions.donors)), comparison
    )
    found = []
    for result in sides.experimental + sides.control:
        n = result.record("n")
        if n is None or value_of(n) < 2:
            continue
        try:
            routes = sd_routes(result, value_of(n), "", Context(options, Assumptions(medians="refuse")))
        except Missing:
            continue
        if routes and routes[0].name in EXACT:
            used = (*routes[0].inputs, input_of(n, "n"))
            found.append(
                Donor(
                    result.study_name,
                    result.outcome,
                    result.basis,
                    routes[0].value,
                    value_of(n),
                    used,
                    unit_of_scores(result),
                )
            )
    return tuple(found)
