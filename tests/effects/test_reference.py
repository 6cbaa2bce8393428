"""yi and vi against R: every escalc block of the shared reference that computes one of our measures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaln

from curate.effects.catalogue import MEASURES
from curate.effects.counts import Rule, is_double_zero, peto_odds_ratio
from curate.effects.definition import CELLS, MEANS, TWICE, Options
from curate.effects.measures import Estimates, ratio_of_means
from curate.effects.single import double_arcsine_proportion

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"

# Closed forms differ by the order of a dozen roundings; the reference's README sets 1e-12.
TOLERANCE = 1e-12

OTHER_MEASURES = """
ZPCOR PCOR SPCOR ZSPCOR R2 ZR2 R2F ZR2F AS PHI ZPHI YUQ YUY RTET ZTET PBIT OR2D OR2DN OR2DL ABT ARAW
AHW COR UCOR SMDH SMD1H VR CVR RPB ZPB RBIS ZBIS D2OR D2ORN D2ORL CLES CLESN AUC AUCN PLN PRZ PAS REH IRSD IR IRLN
IRS IRFT SMCRH SMCRP SMCRPH ROMC VRC CVRC CLESCN MNLN SMN SDLN CVLN MPRD MPRR MPOR MPORC MPPETO MPORM
"""
"""Measures of R that are none of ours."""


class Block(NamedTuple):
    name: str
    rows: dict[str, Any]
    given: dict[str, Any]


def numbers(values: list[Any]) -> NDArray[np.float64]:
    return np.array([v if isinstance(v, int | float) else np.nan for v in values], dtype=float)


def blocks() -> Iterator[Block]:
    """Every block of the reference that has values, tables within tables too."""
    for path in sorted(REFERENCE.glob("*.json")):
        content = json.loads(path.read_text())
        if not isinstance(content, dict):
            continue
        for source in (content, *content.get("tables", [])):
            for key in ("escalc", "escalc_T", "escalc_C"):
                rows = source.get("rows")
                rows = rows[key[-1]] if rows and key != "escalc" and key in source else rows
                for block in source[key] if isinstance(source.get(key), list) else []:
                    name = f"{path.stem}:{source.get('id', '')}:{block.get('id')}:{block.get('row', '')}"
                    yield Block(name, _holding(rows or {}, block), block)


def _holding(rows: dict[str, Any], block: dict[str, Any]) -> dict[str, Any]:
    """The rows that a block speaks of: of a file with several tables, the one with its columns."""
    wanted = set((block.get("args") or {}).values())
    tables = [rows, *(value for value in rows.values() if isinstance(value, dict))]
    return next((table for table in tables if wanted <= table.keys()), {})


class Case:
    """One block as a call of ours."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.options: dict[str, Any] = dict(block.given.get("options") or {})
        self.args: dict[str, str] = block.given["args"]
        self.measure = MEASURES[block.given["measure"]]

    def column(self, name: str) -> NDArray[np.float64]:
        values = numbers(self.block.rows[self.args[name]])
        return values[[self.block.given["row"]]] if "row" in self.block.given else values

    @property
    def columns(self) -> dict[str, NDArray[np.float64]]:
        held = {name: self.column(name) for name in self.args}
        if "bi" in held and self.measure.routes[0].columns == CELLS:
            held["n1i"], held["n2i"] = held["ai"] + held.pop("bi"), held["ci"] + held.pop("di")
        if self.measure.code == "SMCR":  # R has the SD before as sd1i
            held["sd2i"] = held.pop("sd1i")
            held["sd1i"] = held["sd2i"]
        return held

    @property
    def how(self) -> Options:
        correct = self.options.get("correct", True)
        rule = Rule(
            self.options.get("to", "only0"),
            self.options.get("add", 0.5),
            keep_double_zero=not self.options.get("drop00", False),
        )
        return Options(self.options.get("vtype", ""), "exact" if correct else "none", rule)

    def ours(self) -> Estimates:
        held = self.columns
        route = next(route for route in self.measure.routes if set(route.columns) <= held.keys())
        if self.measure.code == "ROM" and not self.options.get("correct", True):
            return ratio_of_means(*(held[name] for name in MEANS), corrected=False)
        if self.measure.code == "PETO":
            return peto_odds_ratio(*(held[name] for name in CELLS), self.how.rule)
        if self.measure.code == "PFT" and "to" in self.options:
            return double_arcsine_proportion(held["xi"], held["ni"], self.how.rule)
        found = route.compute([held[name] for name in route.columns], self.how)
        return Estimates(-found.yi, found.vi) if self.options.get("flip") else found

    def refused_by_us(self) -> NDArray[np.bool_]:
        """Where R gives a number and we give none, by definition and not by accident."""
        held, code = self.columns, self.measure.code
        nothing = np.zeros(len(next(iter(held.values()))), dtype=bool)
        if self.measure.routes[0].columns == CELLS:
            a, n1, c, n2 = (held[name] for name in CELLS)
            empty = (n1 == 0) | (n2 == 0)
            if code == "RD":
                certain = ((a == 0) | (a == n1)) & ((c == 0) | (c == n2))
                return empty | (certain & (self.options.get("to") == "none"))
            return empty | (is_double_zero(a, n1, c, n2) & (self.options.get("drop00", False)))
        if set(MEANS) <= held.keys():
            few = (held["n1i"] < 2) | (held["n2i"] < 2)
            return few | (held["sd1i"] <= 0) | (held["sd2i"] <= 0)
        if set(TWICE) <= held.keys():
            return (held["sd1i"] <= 0) | (held["sd2i"] <= 0) | (held["ni"] < 2)
        if code == "ZCOR":
            return held["ni"] <= 3
        return (held["ni"] < 2) | (held["sdi"] <= 0) if code == "MN" else nothing

    def only_ours(self, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Where we give a number and R gives none: double-zero differences, averages beside a missing study."""
        dropped = self.measure.code == "RD" and "drop00" in self.options
        return there & (dropped or self.depends)

    @property
    def depends(self) -> bool:
        """Whether each study's numbers depend on which other studies there are."""
        return self.options.get("vtype") in ("AV", "AVHO") or self.options.get("to") == "if0all"

    def slack_of_r(self) -> NDArray[np.float64] | float:
        """Relative error of R's own J: the difference of two log-gammas, with the error of both."""
        held = self.columns
        if self.measure.code in ("SMD", "SMD1"):
            df = held["n2i"] - 1 if self.measure.code == "SMD1" else held["n1i"] + held["n2i"] - 2
        elif self.measure.code in ("SMCC", "SMCR"):
            df = held["ni"] - 1
        else:
            return 0.0
        return np.asarray(4 * np.finfo(float).eps * np.maximum(gammaln(np.maximum(df, 2) / 2), 1))


def why_not_ours(block: Block) -> str:
    """Why a block is not compared; empty for one that is."""
    measure = block.given["measure"]
    if measure not in MEASURES:
        return "measure" if measure in OTHER_MEASURES.split() else f"unknown measure {measure}"
    if "yi" not in block.given:
        return "no values"
    args = block.given.get("args") or {}
    if not args:
        return "no columns"
    if "pi" in args or (measure == "SMCC" and "ti" in args):
        return "conversion"
    if not set(args.values()) <= block.rows.keys():
        return "no columns"
    return ""


class Answer(NamedTuple):
    """One block beside ours; only where both give a number, one entry a study."""

    name: str
    code: str
    yi: NDArray[np.float64]
    vi: NDArray[np.float64]
    mine: Estimates
    slack: NDArray[np.float64]


def answers(skipped: Counter[str]) -> Iterator[Answer]:
    """Every block that is one of our measures, compared for which studies have an effect; the rest is counted."""
    for block in blocks():
        if why := why_not_ours(block):
            skipped[why] += 1
            continue
        case = Case(block)
        if case.depends and case.refused_by_us().any():
            skipped["made of studies that we leave out"] += 1
            continue
        yi, vi = numbers(block.given["yi"]), numbers(block.given["vi"])
        mine = case.ours()
        given = np.isfinite(yi) & np.isfinite(vi)
        expected = given & ~case.refused_by_us()
        there = np.isfinite(mine.yi)
        assert there[expected].all(), block.name
        assert not (there & ~expected & ~case.only_ours(there)).any(), block.name
        slack = np.broadcast_to(case.slack_of_r(), yi.shape)
        both = Estimates(mine.yi[expected], mine.vi[expected])
        name, code = block.name, case.measure.code
        yield Answer(name, code, yi[expected], vi[expected], both, slack[expected])


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs ../shared/reference beside the checkout")
def test_all_escalc_blocks() -> None:
    compared: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for name, code, yi, vi, mine, slack in answers(skipped):
        allowed_yi = TOLERANCE * np.maximum(np.abs(yi), np.sqrt(np.abs(vi))) + slack * np.abs(yi)
        allowed_vi = TOLERANCE * np.abs(vi) + slack * 2 * yi**2
        assert (np.abs(mine.yi - yi) <= allowed_yi).all(), name
        assert (np.abs(mine.vi - vi) <= allowed_vi).all(), name
        compared[code] += len(yi)
    left = "made of studies that we leave out"
    assert set(skipped) <= {"measure", "no values", "no columns", "conversion", left}
    assert skipped[left] <= 7
    assert set(compared) == set(MEASURES) - {"PPC", "HR"}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs ../shared/reference beside the checkout")
def test_differences_in_changes() -> None:
    content = json.loads((REFERENCE / "dat.morris2008.json").read_text())
    rows = [
        {name: numbers(values) for name, values in content["rows"][group].items() if name != "study"}
        for group in ("T", "C")
    ]
    names = ("m_post", "m_pre", "sd_pre", "ni", "ri")
    columns = [group[name] for group in rows for name in names]
    ppc = MEASURES["PPC"].routes[0].compute
    for variance, vi in (("LS", content["dppc2"]["vi"]), ("exact", content["dppc2_morris_eq25"]["vi"])):
        found = ppc(columns, Options(variance))
        assert found.yi == pytest.approx(content["dppc2"]["yi"], rel=TOLERANCE)
        assert found.vi == pytest.approx(vi, rel=TOLERANCE)
