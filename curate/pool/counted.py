"""Common effects of tables under a profile's conventions, and what must be said about them."""

from __future__ import annotations

import numpy as np

from curate.effects.counts import corrected_tables
from curate.effects.measures import Array
from curate.model.caution import Caution, SparseEvents
from curate.model.effect import Effect
from curate.pool.profiles import Profile
from curate.pool.sparse import MODELS, Common, mantel_haenszel_rd

BALANCED = 2.0
"""People in the larger group for one in the smaller, from which Peto's odds ratio is warned against."""

LARGE = float(np.log(2.0))
"""Log odds ratio from which an effect is large for Peto's method."""


_TABLE = (("events1", "percent1"), ("n1",), ("events2", "percent2"), ("n2",))
_ROLES = {"IRR": (("x1",), ("t1",), ("x2",), ("t2",))}
"""Measure → the roles of its four counts among the inputs of an effect; others have events and people."""


def counts_of(effect: Effect) -> tuple[float, ...] | None:
    """Return the four counts behind an effect, those of combined arms added up; None where it has none.

    Those of clusters, and of a group that is split, are divided as in the effect.
    """
    values: dict[str, float] = {}
    people: dict[str, float] = {}
    for entry in effect.inputs:
        if entry.role.startswith("n"):
            people[entry.role[1:]] = entry.value
    for entry in effect.inputs:
        name, value = entry.role.partition(".")[0], entry.value
        if name.startswith("percent"):  # only one whole number fits it, or there were no effect
            value = float(round(value * people[entry.role.removeprefix("percent")] / 100))
        values[name] = values.get(name, 0.0) + value
    wanted = _ROLES.get(effect.measure, _TABLE)
    found = [[values[role] for role in roles if role in values] for roles in wanted]
    if not all(found):
        return None
    by = (effect.design_effect * effect.split(side) for side in (1, 1, 2, 2))
    return tuple(sum(each) / part for each, part in zip(found, by, strict=True))


def common_effect(counts: Array, measure: str, method: str, rules: Profile) -> Common:
    """Return the common effect of tables, [4, k]: events and people (or time) of both sides.

    Where the profile corrects empty cells, the ratios have ½ in the cells of studies with an empty one; the risk
    difference has it in its weights and its variance, each study's difference stays as it is.
    """
    model = MODELS[method, measure]
    if method == "PETO" or measure == "IRR":
        return model(*counts)
    if not rules.mh_corrected:
        return model(*counts, rules.mh_rd_variance) if model is mantel_haenszel_rd else model(*counts)
    tables = corrected_tables(counts, rules.rule, ratio=measure != "RD")
    there = np.isfinite(tables).all(axis=0)
    weights = np.zeros(counts.shape[1])
    if model is not mantel_haenszel_rd:
        found = model(*tables[:, there])
        weights[there] = found.weights
        return found._replace(weights=weights)
    found = model(*tables[:, there], rules.mh_rd_variance)
    weights[there] = found.weights
    raw = counts[0] / counts[1] - counts[2] / counts[3]
    return Common(float((weights * raw).sum() / 100), found.se, weights)


def warnings_on_peto(counts: Array, estimate: float) -> list[Caution]:
    """Return why Peto's estimate may be biased: groups of unlike size, or a large effect (Handbook 10.4.4.1)."""
    sizes = np.maximum(counts[1], counts[3]) / np.minimum(counts[1], counts[3])
    told = []
    if sizes.max() >= BALANCED:
        size = f"groups differ in size up to {sizes.max():.1f} to 1: Peto's odds ratio is biased then"
        told.append(Caution(size, SparseEvents))
    if abs(estimate) > LARGE:
        told.append(
            Caution("the effect is large: Peto's odds ratio is biased towards 1 then", SparseEvents)
        )
    return told
