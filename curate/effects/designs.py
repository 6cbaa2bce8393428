"""What is to be said of a trial whose people are not two independent groups."""

from __future__ import annotations

from curate.effects.assumptions import Assumptions
from curate.effects.result import Result
from curate.effects.routes import Doubt, Missing
from curate.effects.select import Sides
from curate.model.problem import Severity
from curate.model.record import Study

ADJUSTED: dict[bool, tuple[str, ...]] = {False: (), True: ("adjusted for covariates",)}
"""Whether numbers are adjusted → the step that says so."""


def on_arms(
    study: Study, period: str, assumptions: Assumptions, keys: tuple[str, ...], *, divided: bool
) -> tuple[Doubt, ...]:
    """Return the doubts of arms that are taken for two groups of different people.

    Parameters
    ----------
    divided
        Whether their people were divided by a design effect.
    """
    doubts = _on_clusters(study, assumptions, keys)
    if study.design == "cluster" and not divided:
        what = "a cluster trial is computed as if people had been randomised"
        hint = "its variance is too small unless the report allowed for the clusters"
        doubts = (*doubts, Doubt(Severity.warning, "cluster_as_parallel", what, hint, keys))
    if study.design == "crossover" and period != "first":
        what = "a crossover is computed as two groups of different people"
        hint = "record its first period, or both periods with the difference within people"
        doubts = (*doubts, Doubt(Severity.warning, "crossover_as_parallel", what, hint, keys))
    return doubts


def on_contrast(
    study: Study,
    contrast: Result,
    sides: Sides,
    measure: str,
    assumptions: Assumptions,
    keys: tuple[str, ...],
) -> tuple[Doubt, ...]:
    """Return the doubts of a printed contrast: its design, and medians beside a difference in means.

    Raises
    ------
    Missing
        For the SMD of a cluster trial, or of a crossover but for its first period: their SE gives no SD of people.
    """
    paired = study.design == "crossover" and contrast.period != "first"
    if measure == "SMD" and (paired or study.design == "cluster"):
        whose = "of pairs" if paired else "of clusters"
        raise Missing(f"the SE of its printed difference is {whose}: no SD of people follows from it")
    doubts = _on_clusters(study, assumptions, keys)
    if study.design == "cluster":
        what = "the printed contrast of a cluster trial is taken as it stands"
        hint = (
            "its variance is too small unless the report allowed for the clusters: look at its methods"
        )
        doubts = (*doubts, Doubt(Severity.warning, "cluster_as_parallel", what, hint, keys))
    place = (contrast.outcome, contrast.timepoint)
    arms = [r for r in sides.experimental + sides.control if (r.outcome, r.timepoint) == place]
    medians = [record for arm in arms if (record := arm.record("median"))]
    if measure in ("MD", "SMD") and medians and not any(arm.record("mean") for arm in arms):
        what = "its arms have medians alone: the printed difference may be one of medians"
        hint = "look at the page: a difference in medians is no mean difference"
        more = tuple(record.key for record in medians)
        doubts = (*doubts, Doubt(Severity.warning, "md_of_medians", what, hint, (*keys, *more)))
    return doubts


def _on_clusters(study: Study, assumptions: Assumptions, keys: tuple[str, ...]) -> tuple[Doubt, ...]:
    """Return the doubt of a study with cluster sizes that is not recorded as a cluster trial."""
    if study.design == "cluster" or assumptions.clusters_of(study.id, study.name) is None:
        return ()
    what = f"the protocol gives its clusters, but its design is {study.design or 'not recorded'}: they are not used"
    hint = "curate study set --design cluster, or take it out of cluster_sizes"
    return (Doubt(Severity.warning, "cluster_as_parallel", what, hint, keys),)
