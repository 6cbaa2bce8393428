"""The pooled estimate as an object: defaults, warnings, refusals, and a published review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.errors import Refused, UnknownName
from curate.model.effect import Effect, Input, Pooled
from curate.model.protocol import Comparison, PoolOptions, Protocol
from curate.model.record import Record
from curate.pool.pool import pool

COMPARISON = Comparison(
    "dep", "Depression", ("depression",), ("ketamine",), ("placebo",), ("end",), "SMD"
)


def effect(study: str, yi: float | None, vi: float | None = 0.04, **more: Any) -> Effect:
    return Effect("dep", study, study.title(), "SMD", yi, vi, "SMD", (), 10, 10, **more)


def pooled(*pairs: tuple[float, float], **options: Any) -> Pooled:
    effects = [effect(f"s{place}", *pair) for place, pair in enumerate(pairs)]
    return pool(effects, PoolOptions(**options), COMPARISON)


SPREAD = ((-0.8, 0.04), (0.1, 0.05), (-0.4, 0.02), (0.5, 0.06), (-1.2, 0.05))


def test_the_default_is_reml_with_hartung_knapp() -> None:
    answer = pooled(*SPREAD)
    assert (answer.method, answer.ci, answer.k) == ("REML", "knha", 5)
    assert answer.warnings == ()
    assert answer.other is None
    y, v = np.array(SPREAD).T
    w = 1 / (v + answer.tau2)
    mean = np.average(y, weights=w)
    se = np.sqrt(np.average((y - mean) ** 2, weights=w) / 4)
    low, high = stats.t.interval(0.95, 4, loc=mean, scale=se)
    assert (answer.estimate, answer.se) == pytest.approx((mean, se), rel=1e-12)
    assert (answer.ci_low, answer.ci_high) == pytest.approx((low, high), rel=1e-12)
    assert answer.p == pytest.approx(2 * stats.t.sf(abs(mean / se), 4), rel=1e-12)
    half = stats.t.ppf(0.975, 3) * np.sqrt(answer.tau2 + se**2)
    assert (answer.pi_low, answer.pi_high) == pytest.approx((mean - half, mean + half), rel=1e-12)
    assert sum(answer.weights) == pytest.approx(100, rel=1e-14)
    assert dict(answer.options)["prediction"].startswith("t with k-2 df")


def test_no_prediction_interval_below_five_studies_or_for_a_common_effect() -> None:
    assert pooled(*SPREAD[:4]).pi_low is None
    assert pooled(*SPREAD, method="CE").pi_low is None


def test_two_studies_show_both_intervals() -> None:
    answer = pooled(*SPREAD[:2])
    assert answer.ci == "z"
    assert answer.other is not None
    assert answer.other[0] == "knha"
    assert answer.other[1] < answer.ci_low
    assert "two studies" in answer.warnings[0]
    turned = pooled(*SPREAD[:2], ci="knha")
    assert turned.ci == "knha"
    assert turned.other == ("z", answer.ci_low, answer.ci_high)


def test_no_heterogeneity_falls_back_to_wald_and_says_so() -> None:
    answer = pooled((0.10, 0.04), (0.12, 0.05), (0.11, 0.03))
    assert (answer.tau2, answer.ci) == (0, "z")
    assert "tau² is estimated as zero" in answer.warnings[0]


def test_asking_for_hartung_knapp_where_it_is_narrower_warns() -> None:
    answer = pooled((0.10, 0.04), (0.12, 0.05), (0.11, 0.03), ci="knha")
    assert answer.ci == "knha"
    assert "narrower" in answer.warnings[0]


def test_equal_effects_have_no_hartung_knapp_interval() -> None:
    answer = pooled((0.1, 0.04), (0.1, 0.05), (0.1, 0.03), ci="knha")
    assert answer.ci == "z"
    assert "no width" in answer.warnings[0]


def test_one_study_is_itself_with_a_warning() -> None:
    answer = pooled((0.3, 0.04))
    assert (answer.estimate, answer.tau2, answer.q_p, answer.other) == (0.3, 0, None, None)
    assert answer.weights == (100.0,)
    assert answer.warnings == ("one study: the estimate is its own",)
    assert answer.id == pooled((0.3, 0.04)).id


def test_no_study_is_refused() -> None:
    with pytest.raises(Refused):
        pooled()
    with pytest.raises(Refused):
        pool([effect("s1", None, None, left_out="sd is missing")], PoolOptions(), COMPARISON)


def test_a_study_never_counts_twice() -> None:
    with pytest.raises(Refused) as error:
        pool([effect("s1", 0.1), effect("s1", 0.2), effect("s2", 0.3)], PoolOptions(), COMPARISON)
    assert "S1" in error.value.what


def test_measures_never_mix() -> None:
    with pytest.raises(Refused):
        pool([effect("s1", 0.1), replace(effect("s2", 0.1), measure="MD")], PoolOptions(), COMPARISON)


def test_a_variance_of_zero_is_refused_by_study() -> None:
    with pytest.raises(Refused) as error:
        pool([effect("s1", 0.1), effect("s2", 0.3, 0.0)], PoolOptions(), COMPARISON)
    assert "S2" in error.value.what


def test_unknown_intervals_and_methods_are_refused() -> None:
    with pytest.raises(UnknownName):
        pooled(*SPREAD, ci="profile")
    with pytest.raises(UnknownName):
        pooled(*SPREAD, method="Bayes")


def test_what_is_left_out_is_listed_and_other_comparisons_are_not_touched() -> None:
    effects = [
        effect("s1", 0.1),
        effect("s2", None, None, left_out="sd is missing"),
        replace(effect("s3", 9.0), comparison="anx"),
    ]
    answer = pool(effects, PoolOptions(), COMPARISON)
    assert answer.k == 1
    assert "left out: S2 (sd is missing)" in answer.warnings
    assert answer.effects == (effects[0].id,)


def test_a_dominant_study_and_empty_cells_are_named() -> None:
    unequal = [effect("s1", 0.1, 1e-6), effect("s2", 0.1), effect("s3", 0.12)]
    heavy = pool(unequal, PoolOptions(), COMPARISON)
    assert any("S1 holds 100% of the weight" in warning for warning in heavy.warnings)
    sparse = replace(effect("s1", 0.1), inputs=(Input("events1", 0, "k"), Input("n1", 10, "k")))
    answer = pool([sparse, effect("s2", 0.3)], PoolOptions(), COMPARISON)
    assert any(warning.startswith("½ was added to the cells of S1") for warning in answer.warnings)


def test_the_level_is_that_of_the_options() -> None:
    wide, narrow = pooled(*SPREAD, level=99.0), pooled(*SPREAD, level=90.0)
    assert wide.ci_low < narrow.ci_low
    assert (wide.level, narrow.level) == (99, 90)


@pytest.mark.parametrize(
    ("code", "k", "estimate", "low", "high"),
    [
        ("depression", 17, "-0.61", "-1.06", "-0.16"),
        ("anxiety", 6, "-0.42", "-0.84", "0.003"),
        ("functioning", 2, "-0.31", "-0.52", "-0.10"),
    ],
)
def test_a_published_review_is_reproduced_to_the_printed_digits(
    ketamine_records: list[Record],
    ketamine_protocol: Protocol,
    code: str,
    k: int,
    estimate: str,
    low: str,
    high: str,
) -> None:
    """Marchi et al. (2022), doi 10.3389/fnins.2022.1011103: exact J, UB, DerSimonian-Laird, Wald."""
    derivation = derive(ketamine_records, [], ketamine_protocol)
    comparison = next(c for c in ketamine_protocol.comparisons if c.code == code)
    answer = pool(derivation.effects, merged_options(ketamine_protocol, comparison), comparison)
    assert answer.k == k
    for ours, printed in ((answer.estimate, estimate), (answer.ci_low, low), (answer.ci_high, high)):
        decimals = len(printed.partition(".")[2])
        assert f"{ours:.{decimals}f}" == printed


def test_the_published_review_without_one_trial(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    """Marchi et al. (2022): anxiety without the trial of electroconvulsive therapy, -0.58 [-1.07, -0.09]."""
    records = [record for record in ketamine_records if record.study_name != "Anderson 2017"]
    comparison = ketamine_protocol.comparisons[1]
    effects = derive(records, [], ketamine_protocol).effects
    answer = pool(effects, merged_options(ketamine_protocol, comparison), comparison)
    assert answer.k == 5
    assert [f"{x:.2f}" for x in (answer.estimate, answer.ci_low, answer.ci_high)] == [
        "-0.58",
        "-1.07",
        "-0.09",
    ]


def test_what_four_mistyped_spreads_do_to_a_review(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    """An independent re-analysis of the same data: I² falls from 92% to 29% without the four, 63% as SE."""
    suspects = {"Zhong 2016", "Singh 2015", "Zhang 2018", "Kheirabadi 2019"}
    comparison = ketamine_protocol.comparisons[0]
    options = merged_options(ketamine_protocol, comparison)

    def answer(records: list[Record]) -> tuple[str, ...]:
        found = pool(derive(records, [], ketamine_protocol).effects, options, comparison)
        return (*(f"{x:.2f}" for x in (found.estimate, found.ci_low, found.ci_high)), f"{found.i2:.0f}")

    without = [record for record in ketamine_records if record.study_name not in suspects]
    as_se = [
        replace(record, statistic="se")
        if record.study_name in suspects and record.statistic == "sd"
        else record
        for record in ketamine_records
    ]
    assert answer(ketamine_records)[3] == "92"
    assert answer(without) == ("-0.26", "-0.41", "-0.10", "29")
    assert answer(as_se) == ("-0.30", "-0.51", "-0.10", "63")


def test_general_q_weights_by_people() -> None:
    """R's rma with weights n1 n2/(n1 + n2), method GENQ: by hand from DerSimonian & Kacker (2007)."""
    sizes = [(20, 30), (40, 40), (10, 90)]
    used = [
        replace(effect(f"s{place}", y, v), n1=n1, n2=n2)
        for place, (y, v, (n1, n2)) in enumerate(
            zip([0.1, 0.5, -0.2], [0.08, 0.05, 0.11], sizes, strict=True)
        )
    ]
    a, y, v = [12.0, 20.0, 9.0], [0.1, 0.5, -0.2], [0.08, 0.05, 0.11]
    total = sum(a)
    mean = sum(w * x for w, x in zip(a, y, strict=True)) / total
    q = sum(w * (x - mean) ** 2 for w, x in zip(a, y, strict=True))
    expected = sum(w * (1 - w / total) * s for w, s in zip(a, v, strict=True))
    tau2 = (q - expected) / (total - sum(w**2 for w in a) / total)
    made = pool(used, PoolOptions(method="GENQ", ci="z"), COMPARISON)
    assert made.estimate == pytest.approx(mean, rel=1e-13)
    assert made.tau2 == pytest.approx(tau2, rel=1e-12)
    variance = sum((w / total) ** 2 * (s + tau2) for w, s in zip(a, v, strict=True))
    assert made.se == pytest.approx(variance**0.5, rel=1e-12)
    assert dict(made.options)["weights"] == "n1 n2/(n1 + n2)"
    clusters = [replace(e, options=(("design_effect", "2.0"),)) for e in used[:1]]
    other = pool([*clusters, *used[1:]], PoolOptions(method="GENQ", ci="z"), COMPARISON)
    assert other.weights[0] == pytest.approx(100 * 6 / 35)


def test_general_q_needs_the_people() -> None:
    with pytest.raises(Refused, match="those of S1 are not known"):
        pool(
            [replace(effect("s1", 0.1), n1=0), effect("s2", 0.3)], PoolOptions(method="GENQ"), COMPARISON
        )
