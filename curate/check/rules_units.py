"""Rules on units: numbers of one outcome that are printed in several."""

from __future__ import annotations

from curate.check.look import Look
from curate.effects.select import eligible
from curate.effects.units import plain_unit
from curate.model.problem import Problem, Severity

_COUNTED = {"MD": ("mean", "median", "md"), "IRD": ("person_time",)}
"""Measures whose effects are in the unit of what is printed, and the statistics that carry it."""


def mixed_units(look: Look) -> list[Problem]:
    """``mixed_units``, warning: mean or rate differences of one outcome in several units; one per comparison.

    Numbers without a unit are passed over, spellings of one unit are one.
    Hint: bring them to one unit (mmol/L to mg/dL, hours to minutes); a change in percent is an outcome of its own.
    Source: Cochrane Handbook 6.5.1.1 (a mean difference is in the unit of its scale).
    """
    found = []
    for comparison in look.protocol.comparisons:
        statistics = _COUNTED.get(comparison.measure, ())
        sides = eligible(look.results, comparison)
        for outcome in comparison.outcomes:
            units: dict[str, tuple[str, dict[str, None]]] = {}
            keys = []
            for result in sides.all:
                for record in map(result.record, statistics) if result.outcome == outcome else ():
                    if record and (plain := plain_unit(record.unit)):
                        units.setdefault(plain, (record.unit, {}))[1][result.study_name] = None
                        keys.append(record.key)
            if len(units) > 1:
                parts = (f"{unit} ({', '.join(studies)})" for unit, studies in units.values())
                what = f"{outcome} in several units: {'; '.join(parts)}"
                hint = "bring them to one unit; a change in percent is an outcome of its own"
                label = comparison.label
                found.append(
                    Problem(Severity.warning, "mixed_units", label, what, hint, "", tuple(keys))
                )
    return found
