"""Subgroups and moderators of effects that covary, beside R's rma.mv and beside single pools."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from curate.effects.measures import Array
from curate.errors import Refused
from curate.pool.clusters import stacked
from curate.pool.covarying_groups import regress_covarying, subgroups_covarying
from curate.pool.multilevel import multilevel
from curate.pool.pool_covarying import fit_covarying
from tests.differential.r import needs_r, run

STUDIES = ["a", "a", "b", "c", "c", "d", "e", "f", "f", "g"]
GROUPS = ["x", "x", "y", "y", "y", "x", "x", "y", "y", "x"]
DOSES = [0.1, 0.5, 0.3, 0.2, 0.9, 0.4, 0.7, 0.5, 0.6, 0.1]

SCRIPT = """\
suppressMessages(library(metafor))
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1]); V <- as.matrix(read.csv(args[2], header = FALSE))
fits <- list(
  REML = rma.mv(yi, V, mods = ~ dose, random = ~ 1 | study / row, data = d, test = "t", dfs = "contain",
                control = list(rel.tol = 1e-10)),
  CE = rma.mv(yi, V, mods = ~ dose, data = d))
for (name in names(fits)) {
  f <- fits[[name]]
  cat(sprintf("%s %.15g %.15g %.15g %.15g %.15g %.15g\\n", name, f$beta[2], f$se[2], f$QE, sum(f$sigma2),
              f$beta[1], f$QM))
}
"""


@pytest.fixture
def data() -> tuple[Array, Array]:
    rng = np.random.default_rng(7)
    vi = rng.uniform(0.05, 0.2, len(STUDIES))
    same = np.array([[one == two for one in STUDIES] for two in STUDIES])
    v = np.where(same, 0.5 * np.sqrt(np.outer(vi, vi)), 0.0)
    np.fill_diagonal(v, vi)
    own = {study: rng.normal(0, 0.4) for study in "abcdefg"}
    yi = np.array([own[s] + 0.5 * x for s, x in zip(STUDIES, DOSES, strict=True)])
    return yi + np.linalg.cholesky(v) @ rng.normal(size=len(vi)), v


def line(x: list[float]) -> Array:
    return np.column_stack([np.ones(len(x)), x])


@needs_r
def test_a_regression_agrees_with_r(data: tuple[Array, Array], tmp_path: Path) -> None:
    yi, v = data
    script, table, matrix = (tmp_path / name for name in ("fit.R", "d.csv", "v.csv"))
    script.write_text(SCRIPT, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["yi", "study", "dose", "row"])
        writer.writerows(zip(map(repr, yi.tolist()), STUDIES, DOSES, range(len(yi)), strict=True))
    np.savetxt(matrix, v, delimiter=",", fmt="%.17g")
    for text in run(script, table, matrix).splitlines():
        name, *numbers = text.split()
        slope, se, qe, tau2, start, qm = map(float, numbers)
        made = regress_covarying(
            yi,
            v,
            STUDIES,
            line(DOSES),
            ("intercept", "dose"),
            method=name,
            ci="z" if name == "CE" else "t",
        )
        assert made.estimate == pytest.approx([start, slope], rel=1e-5)
        assert made.se[1] == pytest.approx(se, rel=1e-5)
        assert made.qe == pytest.approx(qe, rel=1e-9)
        assert made.tau2 == pytest.approx(tau2, rel=1e-4, abs=1e-12)
        assert made.qm == pytest.approx(qm, rel=1e-5)
        assert made.r2 is None


def test_each_subgroup_is_its_own_three_level_model(data: tuple[Array, Array]) -> None:
    yi, v = data
    made = subgroups_covarying(yi, v, STUDIES, GROUPS, method="REML", ci="t")
    assert made.names == ("x", "y")
    for place, name in enumerate(made.names):
        rows = [row for row, group in enumerate(GROUPS) if group == name]
        alone = multilevel(yi[rows], v[np.ix_(rows, rows)], [STUDIES[row] for row in rows])
        assert made.fits.estimate[place] == pytest.approx(alone.estimate[0], rel=1e-12)
        assert made.interval.low[place] == pytest.approx(alone.ci_low[0], rel=1e-12)
        assert made.interval.p[place] == pytest.approx(alone.p[0], rel=1e-10)
        assert made.fits.tau2[place] == pytest.approx(alone.between + alone.within, abs=1e-12)
        assert made.fits.weights[place].sum() == pytest.approx(100)
    one, two = made.fits.estimate
    assert made.q == pytest.approx((one - two) ** 2 / (made.interval.se**2).sum(), rel=1e-12)
    assert (made.df, made.df2) == (1, None)


def test_one_variance_for_all_is_a_factor(data: tuple[Array, Array]) -> None:
    yi, v = data
    made = subgroups_covarying(yi, v, STUDIES, GROUPS, method="REML", ci="t", common_tau2=True)
    x = line([float(group == "y") for group in GROUPS])
    whole = multilevel(yi, v, STUDIES, x)
    assert made.fits.estimate == pytest.approx([whole.estimate[0], whole.estimate.sum()], rel=1e-8)
    assert (made.q, made.df, made.df2) == (pytest.approx(whole.qm, rel=1e-8), 1, 5)


def test_a_subgroup_of_one_study_has_its_own_interval(data: tuple[Array, Array]) -> None:
    yi, v = data
    groups = ["one" if study == "a" else "rest" for study in STUDIES]
    made = subgroups_covarying(yi, v, STUDIES, groups, method="REML", ci="t")
    assert made.walds == ("one",)
    alone = fit_covarying(stacked(yi[:2], v[:2, :2], STUDIES[:2]), "CE")
    assert made.interval.high[0] == pytest.approx(
        alone.estimate + 1.959963984540054 * alone.se, rel=1e-12
    )


def test_effects_of_one_study_in_several_subgroups_covary_between_them(
    data: tuple[Array, Array],
) -> None:
    yi, v = data
    groups = ["low" if dose < 0.5 else "high" for dose in DOSES]
    with pytest.raises(Refused, match="in several subgroups and covary"):
        subgroups_covarying(yi, v, STUDIES, groups, method="REML", ci="t")
    made = subgroups_covarying(yi, v, STUDIES, groups, method="REML", ci="t", common_tau2=True)
    assert made.p is not None
