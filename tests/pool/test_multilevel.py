"""Three-level models and robust variances against R; covariances of effects that share people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from curate.errors import Refused, UnknownName
from curate.pool.clusters import solve, stacked
from curate.pool.fit import fit
from curate.pool.known_v import constant_correlation, shared_control
from curate.pool.multilevel import Multilevel, multilevel, variance_interval
from curate.pool.robust import robust

from .test_reference import REFERENCE, needs_reference

# The reference's README: rma.mv stops by its optimiser, beta and se to 1e-7, variances to 1e-6, ours not below theirs.
BETA, VARIANCE = 1e-7, 1e-6
Array = NDArray[np.float64]


def content(name: str) -> dict[str, Any]:
    return dict(json.loads((REFERENCE / f"{name}.json").read_text()))


class Case:
    """One model of the reference: its data, R's fit and R's robust variances."""

    def __init__(
        self, name: str, held: dict[str, Any], cluster: str, model: str, sandwich: str = "", **data: Any
    ) -> None:
        self.name = f"{name} {model}"
        self.y = np.array(held["rows"]["yi"], dtype=float)
        self.v = data.get("v", np.array(held["rows"]["vi"], dtype=float))
        self.x = data.get("x")
        self.cluster = held["rows"][cluster]
        self.theirs = held["mv"][model]
        self.sandwich = held.get(sandwich, {})
        self.method = "ML" if "_ML_" in model else "REML"


def cases() -> Iterator[Case]:
    held = content("dat.konstantopoulos2011")
    year = np.array(held["rows"]["year"], dtype=float)
    for model in ("three_level_REML_z", "three_level_REML_t", "three_level_ML_z", "three_level_ML_t"):
        yield Case("school", held, "district", model, "robust" if model.endswith("REML_z") else "")
    x = np.column_stack([np.ones(len(year)), year - year.mean()])
    yield Case("school", held, "district", "three_level_year", x=x)
    held = content("dat.assink2016")
    yield Case("crime", held, "study", "three_level_REML_z", "robust")
    kind = np.array(held["rows"]["deltype"])
    x = np.column_stack([np.ones(len(kind)), kind == "general", kind == "overt"])
    yield Case("crime", held, "study", "deltype", "robust_deltype", x=x)
    v = constant_correlation(held["rows"]["vi"], held["rows"]["study"], 0.6)
    yield Case("crime", held, "study", "CHE_rho06", "robust_CHE_rho06", v=v)
    yield Case("drugs", content("dat.tannersmith2016"), "studyid", "three_level", "robust")


def fitted(case: Case, test: str = "z") -> Multilevel:
    return multilevel(case.y, case.v, case.cluster, case.x, method=case.method, test=test)


@needs_reference
def test_three_level_models_agree_with_r() -> None:
    count = 0
    for case in cases():
        theirs = case.theirs
        found = fitted(case, "t" if theirs["ddf"] else "z")
        se = np.array(theirs["se"])
        assert (np.abs(found.estimate - theirs["beta"]) <= BETA * se).all(), case.name
        assert found.se == pytest.approx(se, rel=BETA), case.name
        variances = [found.between, found.within]
        assert variances == pytest.approx(theirs["sigma2"], rel=VARIANCE), case.name
        key = f"ll_{case.method}"
        assert found.log_likelihood >= theirs[key] - 1e-10, case.name
        assert found.log_likelihood == pytest.approx(theirs[key], abs=1e-9), case.name
        assert found.q == pytest.approx(theirs["QE"], rel=1e-12), case.name
        assert found.qm == pytest.approx(theirs["QM"], rel=1e-6), case.name
        assert found.qm_p == pytest.approx(theirs["QMp"], rel=1e-5), case.name
        assert found.p == pytest.approx(theirs["pval"], rel=1e-5), case.name
        if theirs.get("predict"):
            assert found.pi_low == pytest.approx(theirs["predict"]["pi_lb"], rel=1e-6), case.name
        assert found.modes == 1
        count += 1
    assert count == 9


@needs_reference
def test_degrees_of_freedom_by_clusters_are_those_that_contain_the_coefficient() -> None:
    held = content("dat.konstantopoulos2011")
    rows = held["rows"]
    found = multilevel(rows["yi"], rows["vi"], rows["district"])
    theirs = held["mv"]["three_level_REML_t_contain"]
    assert found.qm_df == (1, 10)
    assert found.p == pytest.approx(theirs["pval"], rel=1e-6)


@needs_reference
def test_likelihood_intervals_of_the_variances() -> None:
    for name, cluster in (("dat.konstantopoulos2011", "district"), ("dat.assink2016", "study")):
        held = content(name)
        rows, theirs = held["rows"], held["mv"]["confint_PL"][""]
        low, high = variance_interval(rows["yi"], rows["vi"], rows[cluster])["within"]
        assert low == pytest.approx(theirs["ci_lb"][0], rel=1e-6)
        if theirs["ci_ub"][0] is not None:
            assert high == pytest.approx(theirs["ci_ub"][0], rel=1e-6)


@needs_reference
def test_robust_variances_agree_with_r() -> None:
    kinds = {
        "CR0_metafor_adjustFALSE": ("CR0", False),
        "CR1_metafor_default": ("CR1p", False),
        "CR2_clubSandwich": ("CR2", True),
        **{f"club_{kind}": (kind, True) for kind in ("CR0", "CR1", "CR1p", "CR1S", "CR2")},
    }
    compared = 0
    for case in cases():
        made = fitted(case)
        for key, (kind, own_df) in kinds.items():
            theirs = case.sandwich.get(key)
            if theirs is None or "error" in theirs:
                continue
            ours = robust(
                case.y, case.v, case.cluster, case.x,
                within=made.within, between=made.between, kind=kind, satterthwaite=own_df,
            )  # fmt: skip
            assert ours.se == pytest.approx(theirs["se"], rel=BETA), f"{case.name} {key}"
            df = np.broadcast_to(theirs["df"], ours.df.shape)
            assert ours.df == pytest.approx(df, rel=BETA), f"{case.name} {key}"
            assert ours.p == pytest.approx(theirs.get("p", theirs.get("pval")), rel=1e-6), key
            compared += 1
    assert compared == 4 * 8 + 2


@needs_reference
def test_a_robust_variance_of_a_two_level_model() -> None:
    held = content("dat.konstantopoulos2011")
    rows = held["rows"]
    tau2 = float(fit(rows["yi"], rows["vi"]).tau2[0])
    theirs = held["robust_rma_uni"]["club_CR2"]
    ours = robust(rows["yi"], rows["vi"], rows["district"], within=tau2)
    assert (ours.se[0], ours.df[0]) == pytest.approx((theirs["se"][0], theirs["df"][0]), rel=1e-9)


@needs_reference
def test_covariances_of_shared_controls_and_the_fit_that_they_give() -> None:
    held = content("dat.gleser2009_multiarm")
    rows = held["rows"]
    v = shared_control(rows["vi"], rows["study"], "SMD", n=rows["n2i"], yi=rows["yi"], total=rows["Ni"])
    assert v == pytest.approx(np.array(held["V"]), rel=1e-12, abs=1e-14)
    theirs = held["mv"]["EE_trt"]
    x = np.array([[treatment == each for each in (1, 2, 3)] for treatment in rows["trt"]], dtype=float)
    found = solve(stacked(rows["yi"], v, rows["study"], x), 0.0, 0.0)
    assert found.beta == pytest.approx(theirs["beta"], rel=1e-12)
    assert np.sqrt(np.diag(found.bread)) == pytest.approx(theirs["se"], rel=1e-12)
    assert found.squares == pytest.approx(theirs["QE"], rel=1e-12)


def test_covariances_by_hand() -> None:
    """Values of ../shared/reference/formulas_mpmath.json, worked out at 50 digits."""
    vi, cluster = [0.2, 0.3, 0.1], ["a", "a", "b"]
    expected = {
        "RR": (0.05, {"events": [15] * 3}),
        "OR": (0.08888888888888888889, {"events": [15] * 3}),
        "RD": (0.003125, {"events": [15] * 3}),
        "MD": (0.294, {"sd": [4.2] * 3}),
        "ROM": (0.000735, {"sd": [4.2] * 3, "mean": [20] * 3}),
    }
    for measure, (covariance, given) in expected.items():
        v = shared_control(vi, cluster, measure, n=[60] * 3, **given)
        assert v[0, 1] == v[1, 0] == pytest.approx(covariance, rel=1e-14), measure
        assert np.diag(v).tolist() == vi
        assert v[0, 2] == v[1, 2] == 0
    with pytest.raises(Refused, match="events"):
        shared_control(vi, cluster, "OR", n=[60] * 3)
    with pytest.raises(UnknownName, match="HR"):
        shared_control(vi, cluster, "HR", n=[60] * 3)


def test_one_effect_in_every_cluster_is_the_ordinary_model() -> None:
    rng = np.random.default_rng(3)
    v = rng.uniform(0.02, 0.2, 15)
    y = rng.normal(0.3, np.sqrt(v + 0.1))
    two = fit(y, v)
    three = multilevel(y, v, range(15))
    assert three.within == 0
    assert three.between == pytest.approx(two.tau2[0], rel=1e-9)
    assert three.estimate[0] == pytest.approx(two.estimate[0], rel=1e-9)


def test_inner_groups_are_levels_of_their_own() -> None:
    """Two effects of one inner group share its deviation: the same as one of their mean, with covariances known."""
    y = np.array([0.1, 0.3, 0.6, 0.2, 0.9, 0.5, -0.1, 0.2])
    v = np.full(8, 0.02)
    cluster = ["a", "a", "a", "b", "b", "b", "c", "c"]
    inner = [1, 1, 2, 1, 2, 3, 1, 2]
    found = multilevel(y, v, cluster, inner=inner)
    means = [0.2, 0.6, 0.2, 0.9, 0.5, -0.1, 0.2]
    merged = multilevel(means, [0.01] + [0.02] * 6, ["a", "a", "b", "b", "b", "c", "c"])
    assert found.between == pytest.approx(merged.between, rel=1e-6, abs=1e-9)
    assert found.within == pytest.approx(merged.within, rel=1e-6, abs=1e-9)
    assert found.estimate[0] == pytest.approx(merged.estimate[0], rel=1e-8)


def test_scale_is_no_matter() -> None:
    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(8), 3)
    v = rng.uniform(0.01, 0.1, 24)
    y = rng.normal(0, np.sqrt(v + 0.05)) + rng.normal(0, 0.4, 8)[cluster]
    one = multilevel(y, v, cluster.tolist())
    tiny = multilevel(1e-4 * y, 1e-8 * v, cluster.tolist())
    assert tiny.between == pytest.approx(1e-8 * one.between, rel=1e-8)
    assert tiny.within == pytest.approx(1e-8 * one.within, rel=1e-8)


def test_refusals() -> None:
    y, v = [0.1, 0.2, 0.3, 0.4], [0.1, 0.1, 0.1, 0.1]
    with pytest.raises(Refused, match="one cluster"):
        multilevel(y, v, ["a"] * 4)
    with pytest.raises(Refused, match="two clusters"):
        multilevel(y, np.full((4, 4), 0.05) + np.eye(4) * 0.1, ["a", "a", "b", "b"])
    with pytest.raises(Refused, match="depend on each other"):
        multilevel(y, v, ["a", "a", "b", "c"], np.ones((4, 2)))
    with pytest.raises(Refused, match="row 1"):
        multilevel(y, [0.1, -0.1, 0.1, 0.1], ["a", "a", "b", "c"])
    with pytest.raises(Refused, match="between 0 and 1"):
        constant_correlation(v, ["a"] * 4, 1.0)
    with pytest.raises(Refused, match="2 clusters"):
        robust(y, v, ["a", "a", "b", "b"], np.column_stack([np.ones(4), [0, 1, 0, 1]]))
