"""Errors that are looked for before pooling: each rule is one small function with one code.

A rule takes what it looks at and returns `Problem` values. Rules on records run on every result, whether
it is pooled or not; rules on effects run on what would be pooled together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curate.check import (
    rules_changes,
    rules_effects,
    rules_integers,
    rules_intervals,
    rules_spread,
    rules_tests,
    rules_units,
    rules_values,
)
from curate.check.look import Look
from curate.effects.result import gather
from curate.model.effect import Effect
from curate.model.problem import Problem, Severity
from curate.model.protocol import Protocol
from curate.model.record import Record, Study

RECORD_RULES = (
    rules_values.sd_not_positive,
    rules_values.n_not_count,
    rules_values.mean_outside_scale,
    rules_values.sd_over_range,
    rules_values.events_over_total,
    rules_values.percent_mismatch,
    rules_values.n_over_randomised,
    rules_values.n_differs,
    rules_intervals.ci_excludes_estimate,
    rules_intervals.ci_asymmetric,
    rules_intervals.p_mismatch,
    rules_intervals.sign_mismatch,
    rules_tests.p_not_of_test,
    rules_tests.ci_width,
    rules_changes.change_mismatch,
    rules_changes.change_correlation,
    rules_changes.arms_not_summing,
    rules_changes.duplicate_arms,
    rules_changes.baseline_imbalance,
    rules_integers.grim,
    rules_integers.grimmer,
    rules_integers.debit,
    rules_spread.se_for_sd,
    rules_spread.sd_for_se,
    rules_units.mixed_units,
)
ON_REQUEST = (rules_changes.baseline_too_equal,)
"""Rules that run only when somebody asks for them, and whose findings leave the house in no export."""

EFFECT_RULES = (
    rules_effects.mixed_basis,
    rules_effects.change_signs,
    rules_effects.mixed_scales,
    rules_effects.smd_extreme,
    rules_effects.ratio_extreme,
    rules_effects.duplicate_effects,
    rules_effects.other_side,
)

_ORDER = tuple(Severity)


def check_records(
    records: Sequence[Record], studies: Sequence[Study], protocol: Protocol
) -> list[Problem]:
    """Return what is implausible in the curated records, errors first."""
    look = Look(gather(records), {study.id: study for study in studies}, protocol)
    return _sorted(problem for rule in RECORD_RULES for problem in rule(look))


def check_on_request(
    records: Sequence[Record], studies: Sequence[Study], protocol: Protocol
) -> list[Problem]:
    """Return what the rules of `ON_REQUEST` find."""
    look = Look(gather(records), {study.id: study for study in studies}, protocol)
    return _sorted(problem for rule in ON_REQUEST for problem in rule(look))


def check_effects(effects: Sequence[Effect], protocol: Protocol) -> list[Problem]:
    """Return what is implausible in the effects that would be pooled together, errors first."""
    problems: list[Problem] = []
    for comparison in protocol.comparisons:
        mine = [e for e in effects if e.comparison == comparison.code and not e.left_out]
        for rule in EFFECT_RULES:
            problems += rule(mine, comparison, protocol)
    return _sorted(problems)


def flagged_studies(problems: Iterable[Problem], code: str) -> frozenset[str]:
    """Return the ids of the studies that the rule `code` names."""
    return frozenset(problem.study for problem in problems if problem.code == code and problem.study)


def flagged_records(problems: Iterable[Problem], code: str) -> frozenset[str]:
    """Return the keys of the records that the rule `code` names."""
    return frozenset(key for problem in problems if problem.code == code for key in problem.records)


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (_ORDER.index(p.severity), p.code, p.where, p.what))
