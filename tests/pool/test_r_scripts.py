"""Our own reference: every value of the R scripts of tests/reference, which anyone with R can make anew."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from curate.effects.catalogue import MEASURES
from curate.effects.definition import Options
from curate.pool.columns import read_table, study_table
from curate.pool.fit import fit
from curate.pool.inference import INTERVALS
from curate.pool.influence import influence
from curate.pool.moderators import regress
from curate.pool.multilevel import multilevel
from curate.pool.robust import robust
from curate.pool.sensitivity import leave_one_out
from curate.pool.small_study import begg, egger, harbord, peters
from curate.pool.sparse import MODELS
from curate.pool.subgroups import subgroups
from curate.pool.trim_fill import trim_and_fill

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "tests" / "reference"
BCG = read_table(ROOT / "fixtures" / "tables" / "bcg.csv")
SCHOOLS = read_table(ROOT / "fixtures" / "tables" / "school_calendar.csv")
COUNTS = [np.array([float(x) for x in BCG.columns[name]]) for name in ("ai", "n1i", "ci", "n2i")]
MEANS = [
    np.array(values)
    for values in (
        *([12.5, 8.1, 20.4], [3.9, 2.2, 6.1], [25.0, 14.0, 60.0]),
        *([10.1, 9.0, 16.2], [4.6, 2.5, 5.4], [22.0, 15.0, 58.0]),
    )
]
CLOSED, ITERATED = 1e-12, 1e-9


def values(script: str) -> dict[str, dict[str, list[float]]]:
    """Return call -> quantity -> values, of one script."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with (REFERENCE / f"{script}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, _, number = row["quantity"].rpartition("_")
            name = name if number.isdigit() else row["quantity"]
            found[row["call"]][name].append(float(row["value"]))
    return found


def effects(measure: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    table = study_table(BCG, measure)
    return table.yi, table.vi


@pytest.mark.parametrize("call", values("effects"))
def test_effects(call: str) -> None:
    theirs = values("effects")[call]
    columns = MEANS if call in ("MD", "SMD", "SMD1") else COUNTS
    ours = MEASURES[call].routes[0].compute(columns, Options())
    assert ours.yi == pytest.approx(theirs["yi"], rel=CLOSED)
    assert ours.vi == pytest.approx(theirs["vi"], rel=CLOSED)


@pytest.mark.parametrize("call", values("models"))
def test_models(call: str) -> None:
    theirs = {name: held[0] for name, held in values("models")[call].items()}
    method, test = call.split()
    fits = fit(*effects("RR"), method={"EE": "CE"}.get(method, method))
    interval = INTERVALS[test](fits, 95)
    ours = {
        "estimate": fits.estimate[0],
        "se": interval.se[0],
        "ci_low": interval.low[0],
        "ci_high": interval.high[0],
        "tau2": fits.tau2[0],
        "q": fits.q[0],
    }
    assert ours == pytest.approx(theirs, rel=ITERATED, abs=1e-12)


@pytest.mark.parametrize("call", values("counts"))
def test_counts(call: str) -> None:
    method, measure = call.split()
    ours = MODELS[method, measure](*COUNTS)
    theirs = values("counts")[call]
    assert (ours.estimate, ours.se) == pytest.approx(
        (theirs["estimate"][0], theirs["se"][0]), rel=CLOSED
    )


def test_regression_and_subgroups_with_one_tau2() -> None:
    y, v = effects("RR")
    latitude = np.array([float(x) for x in BCG.columns["ablat"]])
    for test in ("z", "knha"):
        theirs = values("regression")[f"ablat {test}"]
        x = np.column_stack([np.ones(13), latitude])
        made = regress(y, v, x, ("intercept", "ablat"), test=test)
        assert made.estimate == pytest.approx(theirs["beta"], rel=ITERATED)
        assert made.se == pytest.approx(theirs["se"], rel=ITERATED)
        ours = (made.tau2, made.qe, made.qm)
        assert ours == pytest.approx([theirs[q][0] for q in ("tau2", "qe", "qm")], rel=ITERATED)
        theirs = values("regression")[f"alloc {test}"]
        groups = subgroups(y, v, BCG.columns["alloc"], ci=test, common_tau2=True)
        found = (groups.fits.tau2[0], groups.q, groups.p)
        assert found == pytest.approx([theirs[q][0] for q in ("tau2", "qm", "qm_p")], rel=ITERATED)


def test_single_and_small_studies() -> None:
    theirs = values("single_studies")
    y, v = effects("OR")
    made, without = influence(y, v, "DL"), leave_one_out(y, v, "DL").fits
    assert without.estimate == pytest.approx(theirs["without"]["estimate"], rel=CLOSED)
    assert without.tau2 == pytest.approx(theirs["without"]["tau2"], rel=CLOSED)
    for name in ("rstudent", "dffits", "cook_d", "cov_r"):
        assert getattr(made, name) == pytest.approx(theirs["without"][name], rel=1e-10), name
    filled = trim_and_fill(y, v, side="right", estimator="R0", method="DL")
    assert filled.missing == theirs["fill"]["missing"][0]
    assert filled.fits.estimate[0] == pytest.approx(theirs["fill"]["estimate"][0], rel=CLOSED)
    line, ranks = egger(y, v), begg(y, v)
    assert (line.t, line.p) == pytest.approx(
        (theirs["egger"]["t"][0], theirs["egger"]["p"][0]), rel=1e-9
    )
    assert (ranks.tau, ranks.p) == pytest.approx((theirs["begg"]["tau"][0], theirs["begg"]["p"][0]))
    for name, function in (("harbord", harbord), ("peters", peters)):
        found = function(*COUNTS)
        expected = [theirs[name][q][0] for q in ("slope", "p", "limit")]
        assert (found.slope, found.p, found.limit) == pytest.approx(expected, rel=1e-10), name


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_three_levels(method: str) -> None:
    theirs = {name: held[0] for name, held in values("multilevel")[method].items()}
    y, v = (np.array([float(x) for x in SCHOOLS.columns[name]]) for name in ("yi", "vi"))
    district = SCHOOLS.columns["district"]
    made = multilevel(y, v, district, method=method)
    assert (made.estimate[0], made.se[0]) == pytest.approx((theirs["estimate"], theirs["se"]), rel=1e-7)
    assert (made.between, made.within) == pytest.approx((theirs["between"], theirs["within"]), rel=1e-6)
    assert made.log_likelihood == pytest.approx(theirs["ll"], rel=1e-10)
    sandwich = robust(
        y, v, district, within=made.within, between=made.between, kind="CR1p", satterthwaite=False
    )
    assert sandwich.se[0] == pytest.approx(values("multilevel")[f"{method} robust"]["se"][0], rel=1e-7)
