from __future__ import annotations

import numpy as np
import pytest

from curate.model.terms import codes
from curate.reconcile.agreement import FAMILIES, KINDS, agreement, agreement_by_kind, structure_pairs
from curate.reconcile.compare import Pair
from curate.reconcile.errors import Judged, error_rates
from curate.reconcile.intervals import cluster_interval, wilson
from curate.reconcile.values import Value

NOT_REPORTED = Value("", status="not_reported")


def test_omissions_count_as_disagreement_and_stand_apart() -> None:
    pairs = [
        Pair("a", "mean", Value("1.0"), Value("1.0")),
        Pair("b", "mean", Value("1.0"), Value("1.00")),
        Pair("c", "mean", Value("1.0"), None),
        Pair("d", "mean", Value("1.0"), Value("2.0")),
    ]
    held = agreement(pairs)
    assert (held.pairs, held.agreeing, held.omissions) == (4, 2, 1)
    assert held.percent == 50.0
    assert held.percent_of_both == pytest.approx(100 * 2 / 3)
    assert agreement([]).percent is None


def test_every_statistic_is_of_one_family() -> None:
    assert sorted(name for names in FAMILIES.values() for name in names) == sorted(codes("statistic"))


def result(study: str, arm: str, statistic: str, outcome: str = "depression") -> str:
    return f"{study}|{arm}||{outcome}|end|final|||||{statistic}"


def test_agreement_by_kind_and_of_the_structure() -> None:
    one = Value("1")
    study = [
        Pair(result("s", "ketamine", "mean"), "mean", one, one),
        Pair(result("s", "ketamine", "sd"), "sd", one, Value("7")),
        Pair(result("s", "control", "mean"), "mean", one, None),
        Pair(result("s", "control", "mean", "anxiety"), "mean", one, None),
        Pair("s|ketamine|arm|dose", "", one, one, "text"),
        Pair("s||study|design", "", one, None, "category"),
    ]
    held = agreement_by_kind([study])
    assert list(held) == [kind for kind in KINDS if kind in held]
    counted = {kind: (each.agreeing, each.omissions, each.pairs) for kind, each in held.items()}
    assert counted == {
        "structure": (3, 2, 5),  # ketamine, depression, end; not the control arm, not anxiety
        "averages": (1, 2, 3),
        "spread": (0, 0, 1),
        "category": (0, 1, 1),
        "text": (1, 0, 1),
    }
    assert {pair.key for pair in structure_pairs(study) if pair.two is None} == {
        "s|arm|control",
        "s|outcome|anxiety",
    }


def test_one_study_has_no_interval_and_full_agreement_is_not_certain() -> None:
    assert cluster_interval([9], [10]) is None
    assert cluster_interval([], []) is None
    assert cluster_interval([9, 0], [10, 0]) is None
    assert cluster_interval([10] * 37, [10] * 37) == wilson(37, 37)
    assert cluster_interval([0] * 4, [10] * 4) == wilson(0, 4)
    assert cluster_interval([1, 2], [6, 12]) == wilson(2 / 6, 2), (
        "no spread between studies is no certainty"
    )


def test_wilson_interval() -> None:
    # Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_the_interval_respects_studies_where_a_plain_one_does_not() -> None:
    """Forty studies of thirty facts, 89% right on average, some studies hard and others easy."""
    rng = np.random.default_rng(3)
    reviews, truth = 300, 0.89
    totals = [30] * 40
    covered = plain = 0
    for _ in range(reviews):
        shares = rng.beta(truth * 3, (1 - truth) * 3, size=40)
        hits = rng.binomial(30, shares)
        low, high = cluster_interval(hits.tolist(), totals) or (0, 1)
        covered += low <= truth <= high
        low, high = wilson(int(hits.sum()), sum(totals))
        plain += low <= truth <= high
    # Three standard errors of a coverage from 300 reviews are 4 points; a percentile interval of a skewed
    # share runs a point or two below its level.
    assert covered / reviews > 0.90
    assert plain / reviews < 0.70


def test_the_interval_is_the_same_every_time_and_in_every_order() -> None:
    hits, totals = [9, 5, 7, 10], [10, 10, 8, 11]
    assert cluster_interval(hits, totals) == cluster_interval(hits, totals)
    held = agreement([Pair(f"{s}|x|{at}", "mean", Value("1"), Value(v)) for s, at, v in FACTS])
    turned = agreement([Pair(f"{s}|x|{at}", "mean", Value("1"), Value(v)) for s, at, v in FACTS[::-1]])
    assert held.interval == turned.interval
    assert held.interval is not None
    assert held.interval.low < held.percent < held.interval.high  # type: ignore[operator]


FACTS = [
    (study, at, "1" if at > number else "2") for number, study in enumerate("abcde") for at in range(8)
]


def test_errors_of_each_reader_against_what_was_decided() -> None:
    def judged(
        reader: str, said: Value | None, decided: Value, cause: str = "", study: str = "s"
    ) -> Judged:
        return Judged(study, reader, "mean", said, decided, cause=cause)

    rates = error_rates(
        [
            judged("ann", Value("12.3"), Value("12.30")),
            judged("ann", Value("12.3"), Value("12.34"), "rounding"),
            judged("ann", Value("12.3"), Value("21.3"), "misread"),
            judged("ann", None, Value("4"), "omission", "t"),
            judged("ann", NOT_REPORTED, Value("4"), "omission", "t"),
            judged("ann", None, NOT_REPORTED, "omission", "t"),
            judged("ann", Value("4"), NOT_REPORTED, "wrong_time", "t"),
            judged("bob", Value("21.3"), Value("21.3"), "misread"),
        ]
    )
    ann, bob = rates
    assert (ann.reader, ann.facts, ann.wrong, ann.omitted) == ("ann", 7, 2, 2)
    assert ann.causes == (("omission", 2), ("misread", 1), ("wrong_time", 1))
    assert ann.rate == pytest.approx(4 / 7)
    assert ann.interval is not None
    assert (bob.wrong, bob.omitted, bob.causes, bob.interval) == (0, 0, (), None)
