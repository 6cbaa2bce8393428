"""Named profiles: Review Manager's definitions against R's meta, which has them; published results to the digit."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.effects.counts import Rule
from curate.effects.definition import Options
from curate.errors import UnknownName
from curate.pool.columns import Table, study_table
from curate.pool.profiles import PROFILES, profile_of
from curate.pool.study_pool import StudyPool, study_pool

SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared beside the checkout")

# Closed forms; the reference's README sets 1e-12 for those of a dozen roundings, sums over 70 studies have more.
CLOSED = 1e-10


def data_sets(key: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in sorted((SHARED / "reference").glob("dat.*.json")):
        content = json.loads(path.read_text())
        if key in content:
            yield path.stem, content, content[key]


def table(columns: dict[str, list[Any]]) -> Table:
    texts = {name: tuple("NA" if x is None else str(x) for x in xs) for name, xs in columns.items()}
    return Table("table.csv", texts, len(next(iter(columns.values()))))


def pooled(columns: dict[str, list[Any]], measure: str, method: str, **changes: Any) -> StudyPool:
    profile = profile_of("cochrane-revman")
    studies = study_table(table(columns), measure, profile.options(measure)._replace(**changes))
    return study_pool(studies, method=method, profile="cochrane-revman")


def near(ours: float, theirs: float, scale: float, tolerance: float) -> bool:
    return abs(ours - theirs) <= tolerance * max(abs(theirs), scale)


@needs_shared
def test_counts_under_review_managers_definitions() -> None:
    compared = 0
    for name, content, blocks in data_sets("meta_metabin"):
        cells = content["mh_cells"]
        for key, meta in blocks.items():
            if not key.endswith(
                "_DL"
            ):  # REML is by metafor's default control there, which is off by up to 6%
                continue
            measure, kind, method = key.split("_")
            how: dict[str, Any] = {}
            if measure == "RR":  # meta adds ½ to the total once, Review Manager twice
                how["rule"] = Rule("total_once")
            code = "PETO" if kind == "Peto" else measure
            if kind == "Inverse":
                columns = {name: cells[name] for name in ("ai", "bi", "ci", "di")}
                effects = study_table(
                    table(columns), code, PROFILES["cochrane-revman"].options(code)._replace(**how)
                )
                given = np.isfinite(effects.yi)
                plain = {"yi": effects.yi[given].tolist(), "vi": effects.vi[given].tolist()}
                random = pooled(plain, "GEN", method).pooled
                common = pooled(plain, "GEN", "FE").pooled
            else:
                random = pooled(cells, code, method, **how).pooled
                common = pooled(cells, code, {"MH": "MH", "Peto": "PETO"}[kind], **how).pooled
            place = f"{name} {key}"
            se = meta["seTE_random"]
            assert near(common.estimate, meta["TE_common"], meta["seTE_common"], CLOSED), place
            assert near(common.se, meta["seTE_common"], 0, CLOSED), place
            assert near(random.tau2, meta["tau2"], se**2, CLOSED), place
            assert near(random.estimate, meta["TE_random"], se, CLOSED), place
            assert near(random.se, se, 0, CLOSED), place
            assert near(random.q, meta["Q"], 1, CLOSED), place
            compared += 1
    assert compared == 17 * 7


@needs_shared
def test_standardised_differences_of_review_manager() -> None:
    compared = 0
    for name, content, blocks in data_sets("meta_metacont"):
        escalc = next(b for b in content["escalc"] if b["measure"] == "SMD" and not b["options"])
        columns = {ours: content["rows"][theirs] for ours, theirs in escalc["args"].items()}
        meta = blocks["SMD_Hedges"]
        found = pooled(columns, "SMD", "REML")
        yi = dict(zip(found.rows, found.yi, strict=True))
        se = dict(zip(found.rows, np.sqrt(found.vi), strict=True))
        for row, (theirs, spread) in enumerate(zip(meta["TE"], meta["seTE"], strict=True)):
            if row in yi:
                assert near(yi[row], theirs, spread, 1e-12), name
                assert near(se[row], spread, 0, 1e-12), name
                compared += 1
    assert compared > 80


def dose(text: str) -> float:
    return float(text.removesuffix(" mg")) if text.endswith(" mg") else 0.0


@needs_shared
@pytest.mark.parametrize(
    ("outcome", "k", "published"),
    [("response", 5, (1.3494, 1.0985, 1.6577)), ("remission", 4, (2.2499, 1.0401, 4.8667))],
)
def test_published_risk_ratios_of_mdma_to_the_digit(
    outcome: str, k: int, published: tuple[float, ...]
) -> None:
    with (SHARED / "examples" / "mdma_ptsd.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter=";")
            if row["outcome_type"] == outcome and row[".log_rr"] not in ("", "NA")
        ]
    rows = [row for row in rows if row["primary_timepoint"] == "1"]
    widest: dict[str, dict[str, str]] = {}  # of several doses the highest against the lowest
    for row in sorted(rows, key=lambda row: dose(row["multi_arm1"]) - dose(row["multi_arm2"])):
        widest[row["study"]] = row
    rows = list(widest.values())
    columns = {
        "study": [row["study"] for row in rows],
        "ai": [row[".event_arm1"] for row in rows],
        "n1i": [row[".totaln_arm1"] for row in rows],
        "ci": [row[".event_arm2"] for row in rows],
        "n2i": [row[".totaln_arm2"] for row in rows],
    }
    studies = study_table(table(columns), "RR", Options(rule=Rule("total_once")))
    found = study_pool(studies, method="PM", ci="knha").pooled
    assert found.k == k
    ours = tuple(round(float(np.exp(x)), 4) for x in (found.estimate, found.ci_low, found.ci_high))
    assert ours == published


def test_a_profile_sets_its_conventions_and_says_so() -> None:
    columns = {"ai": [0, 3, 5], "n1i": [20, 40, 30], "ci": [2, 6, 9], "n2i": [20, 40, 30]}
    revman = pooled(columns, "RD", "MH")
    assert revman.profile == "cochrane-revman"
    assert ("variance", "greenland-robins") in revman.pooled.options
    around = pooled(columns, "OR", "DL").pooled.options
    assert ("q", "around the Mantel-Haenszel estimate") in around
    with pytest.raises(UnknownName, match="profile"):
        profile_of("excel")


def test_a_difference_of_review_manager_is_raw_where_a_cell_is_empty() -> None:
    found = pooled({"ai": [0], "n1i": [50], "ci": [3], "n2i": [50]}, "RD", "FE")
    assert found.yi[0] == pytest.approx(-0.06, rel=1e-15)
    assert np.sqrt(found.vi[0]) == pytest.approx(0.03799523412911245865, rel=1e-14)
