"""Cluster trials analysed as if people had been randomised: their sizes divided by the design effect.

References
----------
Cochrane Handbook 23.1.4.
"""

from __future__ import annotations

from curate.effects.assumptions import Assumptions
from curate.effects.convert import clusters
from curate.model.effect import DESIGN_EFFECT
from curate.model.record import Study


def design_effect_of(study: Study, assumptions: Assumptions) -> float | None:
    """Return the design effect of a cluster trial, None for other designs or without an ICC and a size."""
    given = assumptions.clusters_of(study.id, study.name)
    if study.design != "cluster" or assumptions.icc is None or given is None:
        return None
    return float(clusters.design_effect(given.size, assumptions.icc.value, given.cv))


def words(
    study: Study, effect: float, assumptions: Assumptions
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the step, and the assumptions for the record."""
    given = assumptions.clusters_of(study.id, study.name)
    step = f"n divided by the design effect {effect:.4g} (clusters of {given}, ICC {assumptions.icc})"
    options = (
        (DESIGN_EFFECT, repr(effect)),
        ("icc", str(assumptions.icc)),
        ("icc_source", assumptions.icc_source),
        ("cluster_size", str(given)),
    )
    return step, options
