"""Several ways to one number: which is taken, what the others say, what rests on assumptions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curate.check.rules import check_effects
from curate.effects.assumptions import KEYS
from curate.effects.contrast import SE_ROUTES
from curate.effects.convert import medians, pairs
from curate.effects.convert.blue import from_linear
from curate.effects.derive import derive
from curate.effects.measures import mean_difference
from curate.effects.reproduce import not_reproduced
from curate.effects.sensitivity import scenarios
from curate.effects.spreads import SD_ROUTES
from curate.errors import ProtocolError
from curate.model.protocol import Protocol
from curate.model.record import Record

from .derived import CORRELATION, CROSSOVER, codes, control, md, only, options, periods

__all__ = ["control"]


def test_the_orders_of_the_routes() -> None:
    assert SD_ROUTES == ("sd", "se", "ci", "change", "quantiles", "donors")
    assert SE_ROUTES == ("se", "ci", "t", "f", "z", "p")
    page = (Path(__file__).resolve().parents[2] / "docs" / "conversions.md").read_text(encoding="utf-8")
    for order in (SD_ROUTES, SE_ROUTES):
        assert "`(" + ", ".join(f'"{name}"' for name in order) + ")`" in page
    assert all(f"| `{key}" in page or f"`, `{key}`" in page for key in KEYS)


def test_routes_that_agree_within_rounding_are_recorded(
    result: Any, control: list[Record], protocol: Protocol
) -> None:
    # SE 1.5 is 1.45 to 1.55: SD 5.8 to 6.2; the interval is 12 ± 3.2 with t of 15 df
    three = {"sd": "6.1", "se": "1.5", "ci_low": "8.8", "ci_high": "15.2"}
    derivation = derive(
        [*result("s1", "ketamine", n="16", mean="12", **three), *control], [], md(protocol)
    )
    effect = only(derivation)
    assert effect.vi == float(mean_difference(12, 6.1, 16, 15, 4, 16).vi)
    assert "sd1 agrees with se1; sd1 agrees with ci_low1 and ci_high1" in effect.formula
    assert "se1" not in [entry.role for entry in effect.inputs]
    assert codes(derivation) == []


@pytest.mark.parametrize(
    ("printed", "disagrees"),
    [
        ({"sd": "1.5", "se": "1.5"}, True),  # an SE typed twice
        ({"sd": "6.1", "ci_low": "10.5", "ci_high": "13.5"}, True),  # ± SE, not a 95% interval
        ({"se": "1.5", "ci_low": "9", "ci_high": "15"}, False),  # 12 ± 1.96 SE: z is no error
        ({"se": "1.5", "ci_low": "9.5", "ci_high": "14.5"}, True),  # 90%
    ],
)
def test_routes_that_disagree_beyond_rounding_are_told(
    result: Any, control: list[Record], protocol: Protocol, printed: dict[str, str], disagrees: bool
) -> None:
    records = [*result("s1", "ketamine", n="16", mean="12", **printed), *control]
    derivation = derive(records, [], md(protocol))
    assert codes(derivation) == (["routes_disagree"] if disagrees else [])
    if disagrees:
        problem = derivation.problems[0]
        assert problem.study == "s1"
        assert set(problem.records) >= {f"{records[0].result_key}|{name}" for name in list(printed)[:1]}
        assert only(derivation).yi == -3  # it stands, by the first route


def test_an_se_in_the_place_of_an_sd_shows_beside_quartiles(
    result: Any, control: list[Record], protocol: Protocol
) -> None:
    for sd, expected in (("1.5", ["routes_disagree"]), ("6", [])):
        arm = result("s1", "ketamine", n="16", mean="12", sd=sd, median="12", q1="8", q3="16")
        assert codes(derive([*arm, *control], [], md(protocol))) == expected


def test_mean_and_sd_from_a_median(result: Any, control: list[Record], protocol: Protocol) -> None:
    printed = {"n": "50", "median": "18", "q1": "12", "q3": "25"}
    derivation = derive([*result("s1", "ketamine", **printed), *control], [], md(protocol))
    effect = only(derivation)
    mean, sd = medians.from_quartiles(12, 18, 25, 50)
    expected = mean_difference(mean, sd, 50, 15, 4, 16)
    assert (effect.yi, effect.vi) == (float(expected.yi), float(expected.vi))
    assert "m1 from median and quartiles (Luo 2018, Wan 2014)" in effect.formula
    assert [entry.role for entry in effect.inputs[:4]] == ["q1_1", "median_1", "q3_1", "n1"]
    assert codes(derivation) == ["mean_from_median"]

    range_too = result("s1", "ketamine", **printed, min="2", max="61")
    assert "Shi 2020" in only(derive([*range_too, *control], [], md(protocol))).formula
    refused = derive([*range_too, *control], [], md(protocol, ("medians", "refuse")))
    assert only(refused).left_out == "mean is missing in ketamine"
    fitted = only(derive([*range_too, *control], [], md(protocol, ("medians", "quantiles"))))
    assert "McGrath 2020" in fitted.formula
    linear = only(derive([*range_too, *control], [], md(protocol, ("medians", "blue"))))
    mean, sd = from_linear(2, 12, 18, 25, 61, 50)
    expected = mean_difference(mean, sd, 50, 15, 4, 16)
    assert (linear.yi, linear.vi) == (float(expected.yi), float(expected.vi))
    assert "best linear unbiased, Yang 2022" in linear.formula


def test_skewed_quartiles_are_told(result: Any, control: list[Record], protocol: Protocol) -> None:
    arm = result("s1", "ketamine", n="50", median="2", q1="1.5", q3="9")
    derivation = derive([*arm, *control], [], md(protocol))
    assert codes(derivation) == ["mean_from_median", "skewed"]
    assert only(derivation).yi is not None
    swapped = result("s1", "ketamine", n="50", median="2", q1="9", q3="1.5")
    assert "not in order" in only(derive([*swapped, *control], [], md(protocol))).left_out


def test_an_interval_beside_a_median_is_not_that_of_a_mean(
    result: Any, control: list[Record], protocol: Protocol
) -> None:
    arm = result("s1", "ketamine", n="50", median="18", ci_low="16", ci_high="20")
    assert only(derive([*arm, *control], [], md(protocol))).left_out == "mean is missing in ketamine"


def change_records(result: Any, placebo_sd: str = "") -> list[Record]:
    def arm(name: str, basis: str, timepoint: str, **values: str) -> list[Record]:
        return result("s1", name, basis=basis, timepoint=timepoint, n="20", **values)

    return [
        *arm("ketamine", "baseline", "day", mean="30", sd="6.4"),
        *arm("ketamine", "final", "end", mean="20", sd="7.1"),
        *arm("ketamine", "change", "end", mean="-10"),
        *arm("placebo", "baseline", "day", mean="30", sd="6.4"),
        *arm("placebo", "final", "end", mean="26", sd="7.1"),
        *arm("placebo", "change", "end", mean="-4", **({"sd": placebo_sd} if placebo_sd else {})),
    ]


def test_the_sd_of_a_change_takes_the_correlation_of_the_other_arm(
    result: Any, protocol: Protocol
) -> None:
    change = md(protocol, *CORRELATION, basis="change")
    effect = only(derive(change_records(result, "4.5"), [], change))
    r = 0.7825704225352112  # Handbook 6.5.2.8
    sd = pairs.change_sd(6.4, 7.1, r)
    assert effect.vi == pytest.approx(float(mean_difference(-10, sd, 20, -4, 4.5, 20).vi), rel=1e-14)
    assert "correlation 0.783 of arms with three SDs" in effect.formula
    assert "sd_change_of_r1_1" in [entry.role for entry in effect.inputs]
    assert "correlation" not in options(effect)


def test_an_assumed_correlation_is_recorded_with_its_range(result: Any, protocol: Protocol) -> None:
    records = change_records(result)
    without = only(derive(records, [], md(protocol, basis="change")))
    assert without.left_out == "sd is missing in ketamine; sd is missing in placebo"
    change = md(protocol, *CORRELATION, basis="change")
    derivation = derive(records, [], change)
    effect = only(derivation)
    assert options(effect)["correlation"] == "0.5 (0.3 to 0.8)"
    assert codes(derivation) == ["correlation_assumed"]
    ends = {each.name: each for each in scenarios(records, [], change)}
    assert set(ends) == {"correlation 0.3", "correlation 0.8"}
    sd = pairs.change_sd(6.4, 7.1, 0.8)
    vi = ends["correlation 0.8"].effects[0].vi
    assert vi == pytest.approx(float(mean_difference(-10, sd, 20, -4, sd, 20).vi), rel=1e-14)
    assert ends["correlation 0.3"].changed == ("s1",)


def test_three_sds_that_cannot_be_right_are_told_once(result: Any, protocol: Protocol) -> None:
    records = change_records(result, "0.45")
    change = md(protocol, *CORRELATION, basis="change")
    derivation = derive(records, [], change)
    assert codes(derivation).count("impossible_correlation") == 1
    assert "would correlate by 1.0" in derivation.problems[0].what
    assert "assumed" in only(derivation).formula


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        ((("correlation", "0.5"),), "needs its range"),
        ((*CORRELATION[:2], ("correlation_high", "1.2")), "not in order"),
        ((("icc", "0.02"), ("icc_low", "0"), ("icc_high", "0.05")), "needs its source"),
        ((("medians", "guess"),), "not known"),
        ((("cluster_sizes", "Jones 2010 24"),), "no name with"),
    ],
)
def test_assumptions_without_their_ground_are_refused(
    protocol: Protocol, given: tuple[tuple[str, str], ...], mistake: str
) -> None:
    with pytest.raises(ProtocolError) as error:
        derive([], [], md(protocol, *given))
    assert any(mistake in line for line in error.value.details)


def donated(result: Any) -> list[Record]:
    records = [*result("s1", "ketamine", n="20", mean="12"), *result("s1", "placebo", n="20", mean="16")]
    for study, sd in (("s2", "5"), ("s3", "7")):
        records += result(study, "ketamine", n="21", mean="12", sd=sd)
        records += result(study, "placebo", n="21", mean="16", sd=sd)
    return records


def test_a_borrowed_sd_is_named_and_has_its_range(result: Any, protocol: Protocol) -> None:
    records = donated(result)
    assert derive(records, [], md(protocol)).effects[0].left_out.startswith("sd is missing")
    lent = md(protocol, ("sd_donors", "s2, s3"))
    derivation = derive(records, [], lent)
    effect = derivation.effects[0]
    assert effect.vi == pytest.approx(2 * 37 / 20, rel=1e-14)  # (25 + 49)/2 = 37
    assert options(effect) == {"sd_donors": "s2, s3", "sd_borrowed": "pooled"}
    assert "sd_donor1_1" in [entry.role for entry in effect.inputs]
    assert codes(derivation) == ["sd_borrowed"]
    found = {each.name: each.effects[0] for each in scenarios(records, [], lent)}
    assert list(found) == ["lowest SD of the donors", "highest SD of the donors", "no borrowed SDs"]
    assert found["lowest SD of the donors"].vi == pytest.approx(2 * 25 / 20, rel=1e-14)
    assert found["no borrowed SDs"].left_out
    one = derive(records, [], md(protocol, ("sd_donors", "s2")))  # one study shows no range
    assert one.effects[0].left_out.startswith("sd is missing")
    nobody = derive(records, [], md(protocol, ("sd_donors", "s9")))
    assert nobody.effects[0].left_out.startswith("sd is missing")


def test_mean_differences_in_points_of_one_instrument(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12", sd="6"),
        *result("s1", "placebo", n="20", mean="16", sd="6"),
        *result("s2", "ketamine", outcome="wellbeing", n="20", mean="60", sd="10"),
        *result("s2", "placebo", outcome="wellbeing", n="20", mean="50", sd="10"),
    ]
    both = ("depression", "wellbeing")
    one_scale = md(protocol, ("rescale", "yes"), outcomes=both)
    derivation = derive(records, [], one_scale)
    assert [effect.yi for effect in derivation.effects] == [
        -4,
        -6,
    ]  # 0-100, good is high; 0-60, good is low
    assert derivation.effects[1].vi == pytest.approx(10 * 0.6**2, rel=1e-14)
    assert "in points of depression (0 to 60) from wellbeing (0 to 100), sign reversed" in (
        derivation.effects[1].formula
    )
    assert codes(derivation) == ["rescaled"]
    assert check_effects(derivation.effects, one_scale) == []
    plain = derive(records, [], md(protocol, outcomes=both))
    assert codes(plain) == ["mixed_directions"]
    open_ended = tuple(
        replace(o, maximum=None) if o.code == "wellbeing" else o for o in protocol.outcomes
    )
    unknown = derive(records, [], replace(one_scale, outcomes=open_ended)).effects[1]
    assert "the ends of wellbeing are not known" in unknown.left_out


def test_roles_of_inputs_are_unique(result: Any, protocol: Protocol) -> None:
    """The store has one row for each role of an effect."""
    lent = md(protocol, ("sd_donors", "s2, s3"), *CORRELATION, basis="any")
    for records in (donated(result), change_records(result, "4.5"), periods(result, se="0.5819")):
        for effect in derive(records, CROSSOVER, lent).effects:
            roles = [entry.role for entry in effect.inputs]
            assert len(roles) == len(set(roles))


def test_stored_effects_come_out_as_they_were(result: Any, protocol: Protocol) -> None:
    lent = md(protocol, ("sd_donors", "s2, s3"))
    records = donated(result)
    effects = derive(records, [], lent).effects
    assert not_reproduced(effects, records, [], lent) == []
    forged = replace(effects[0], vi=(effects[0].vi or 0) * (1 + 1e-9))
    problem = not_reproduced([forged, *effects[1:]], records, [], lent)[0]
    assert (problem.code, problem.study) == ("effect_not_reproduced", "s1")
    # a record that has moved since makes an effect stale, not wrong
    moved = [
        replace(record, number=13.0) if record.statistic == "mean" else record for record in records
    ]
    assert not_reproduced([forged], moved, [], lent) == []
