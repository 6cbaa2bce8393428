"""yi and vi against R: every escalc block of the shared reference that computes one of our measures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaln

from curate.effects import measures, single
from curate.effects.measures import Estimates

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"

# Closed forms differ by the order of a dozen roundings; the reference's README sets 1e-12.
TOLERANCE = 1e-12

BINARY = {
    "OR": measures.odds_ratio,
    "RR": measures.risk_ratio,
    "RD": measures.risk_difference,
}
RATES = {"IRR": measures.rate_ratio, "IRD": measures.rate_difference}
SINGLE = {
    "PR": (single.proportion, ("xi", "ni")),
    "PLO": (single.logit_proportion, ("xi", "ni")),
    "PFT": (single.double_arcsine_proportion, ("xi", "ni")),
    "ZCOR": (single.fisher_z, ("ri", "ni")),
    "MN": (single.mean, ("mi", "sdi", "ni")),
}
VARIANCES = {"LS", "LS2", "UB"}
GROUPS = {"m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"}


def numbers(values: list[Any]) -> NDArray[np.float64]:
    return np.array([v if isinstance(v, int | float) else np.nan for v in values], dtype=float)


def blocks() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in sorted(REFERENCE.glob("*.json")):
        content = json.loads(path.read_text())
        if not isinstance(content, dict):
            continue
        sources = [content, *content.get("tables", [])]
        for source in sources:
            for block in source.get("escalc", []) if isinstance(source.get("escalc"), list) else []:
                name = f"{path.stem}:{source.get('id', '')}:{block['id']}:{block.get('row', '')}"
                if is_ours(block) and set(block["args"].values()) <= set(source["rows"]):
                    yield name, source["rows"], block


def is_ours(block: dict[str, Any]) -> bool:
    options = dict(block.get("options") or {})
    if block["measure"] in SINGLE:
        return set(block["args"]) == set(SINGLE[block["measure"]][1]) and options == {}
    if block["measure"] in RATES:
        return set(block["args"]) == {"x1i", "t1i", "x2i", "t2i"} and options == {}
    if block["measure"] == "ROM":
        return set(block["args"]) == GROUPS and set(options) <= {"correct"}
    if block["measure"] in ("MD", "SMD"):
        variance = options.get("vtype", "LS") if block["measure"] == "SMD" else "LS"
        known = options == {} if block["measure"] == "MD" else set(options) <= {"vtype"}
        return set(block["args"]) == GROUPS and known and variance in VARIANCES
    if block["measure"] == "RD" and "drop00" in options:  # we keep double-zero trials in a difference
        return False
    rule = options.get("add", 0.5) == 0.5 and options.get("to", "only0") in measures.ZERO_CELLS
    return block["measure"] in BINARY and set(options) <= {"add", "to", "drop00"} and rule


def ours(rows: dict[str, Any], block: dict[str, Any]) -> Estimates:
    def column(name: str) -> NDArray[np.float64]:
        values = numbers(rows[block["args"][name]])
        return values[[block["row"]]] if "row" in block else values

    options = dict(block.get("options") or {})
    if block["measure"] in BINARY:
        events1, events2 = column("ai"), column("ci")
        n1 = column("n1i") if "n1i" in block["args"] else events1 + column("bi")
        n2 = column("n2i") if "n2i" in block["args"] else events2 + column("di")
        return BINARY[block["measure"]](events1, n1, events2, n2, options.get("to", "only0"))
    if block["measure"] in SINGLE:
        measure, names = SINGLE[block["measure"]]
        return measure(*(column(name) for name in names))
    if block["measure"] in RATES:
        return RATES[block["measure"]](*(column(name) for name in ("x1i", "t1i", "x2i", "t2i")))
    groups = [column(name) for name in ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")]
    if block["measure"] == "ROM":
        return measures.ratio_of_means(*groups, corrected=options.get("correct", True))
    if block["measure"] == "MD":
        return measures.mean_difference(*groups)
    return measures.standardised_mean_difference(*groups, variance=options.get("vtype", "LS"))


def refused_by_us(rows: dict[str, Any], block: dict[str, Any]) -> NDArray[np.bool_]:
    """Where R gives a number and we give none, by definition and not by accident."""

    def column(name: str) -> NDArray[np.float64]:
        values = numbers(rows[block["args"][name]])
        return values[[block["row"]]] if "row" in block else values

    if block["measure"] in SINGLE:
        return np.zeros(len(column("ni")), dtype=bool) | (column("ni") <= 3) & (
            block["measure"] == "ZCOR"
        )
    if block["measure"] in RATES:
        return (column("x1i") == 0) & (column("x2i") == 0) & (block["measure"] == "IRR")
    if block["measure"] in ("MD", "SMD", "ROM"):
        sds = (column("sd1i") <= 0) | (column("sd2i") <= 0)
        return sds | (column("n1i") < 2) | (column("n2i") < 2)
    events1, events2 = column("ai"), column("ci")
    n1 = column("n1i") if "n1i" in block["args"] else events1 + column("bi")
    n2 = column("n2i") if "n2i" in block["args"] else events2 + column("di")
    empty = (n1 == 0) | (n2 == 0)
    if block["measure"] == "RD":
        certain = ((events1 == 0) | (events1 == n1)) & ((events2 == 0) | (events2 == n2))
        return empty | (certain & ((block.get("options") or {}).get("to") == "none"))
    return empty | measures.is_double_zero(events1, n1, events2, n2)


def slack_of_r(rows: dict[str, Any], block: dict[str, Any]) -> NDArray[np.float64] | float:
    """Relative error of R's own J: the difference of two log-gammas, with the error of both."""
    if block["measure"] != "SMD":
        return 0.0
    sizes = numbers(rows[block["args"]["n1i"]]) + numbers(rows[block["args"]["n2i"]]) - 2
    sizes = sizes[[block["row"]]] if "row" in block else sizes
    return np.asarray(4 * np.finfo(float).eps * np.maximum(gammaln(np.maximum(sizes, 2) / 2), 1))


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs ../shared/reference beside the checkout")
def test_all_escalc_blocks() -> None:
    compared = 0
    for name, rows, block in blocks():
        if "yi" not in block:
            continue
        yi, vi = numbers(block["yi"]), numbers(block["vi"])
        mine = ours(rows, block)
        given = np.isfinite(yi) & np.isfinite(vi)
        expected = given & ~refused_by_us(rows, block)
        assert (np.isfinite(mine.yi) == expected).all(), name
        slack = slack_of_r(rows, block)
        allowed_yi = TOLERANCE * np.maximum(np.abs(yi), np.sqrt(np.abs(vi))) + slack * np.abs(yi)
        allowed_vi = TOLERANCE * vi + slack * 2 * yi**2
        assert (np.abs(mine.yi - yi) <= allowed_yi)[expected].all(), name
        assert (np.abs(mine.vi - vi) <= allowed_vi)[expected].all(), name
        compared += int(expected.sum())
    assert compared > 4000
