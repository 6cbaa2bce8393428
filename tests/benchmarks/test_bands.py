"""What the benchmark says of bands: counts that add up, an interval that knows reports from readings."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"


@pytest.fixture(scope="module")
def bands():
    path = ROOT / "benchmarks" / "bands.py"
    if not path.is_file():
        pytest.skip("the benchmarks are not part of a source distribution")
    spec = importlib.util.spec_from_file_location("benchmark_bands", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def judged(bands, report, right, wrong, band="high"):
    return [bands.Judged(report, band, ok) for ok in [True] * right + [False] * wrong]


def test_errors_in_one_report_make_a_wide_interval(bands):
    spread = [one for name in "abcdef" for one in judged(bands, name, 95, 5)]
    heaped = [one for name in "abcde" for one in judged(bands, name, 100, 0)]
    heaped += judged(bands, "f", 70, 30)
    narrow, wide = bands.interval(spread, "high"), bands.interval(heaped, "high")
    assert narrow == (0.95, 0.95)  # every report alike: drawing reports changes nothing
    assert wide[0] < 0.95 < wide[1]


def test_the_rows_add_up(bands):
    everything = judged(bands, "a", 8, 2) + judged(bands, "b", 3, 1, "low")
    rows = bands.rows(everything)
    assert [row[0] for row in rows] == ["high", "medium", "low"]
    assert sum(int(row[1]) for row in rows) == len(everything)
    assert rows[0][1:6] == ["10", f"{10 / 14:.3f}", "8", "2", "0.800"]
    assert rows[1][5:] == ["-", "-"]
    assert bands.by_report(everything) == [["a", "10", "1.000", "8", "2"], ["b", "4", "0.000", "0", "0"]]


def test_readings_are_judged_by_the_scorers_own_matching(bands, tmp_path):
    if not BENCH.is_dir():
        pytest.skip("needs the benchmark folder beside the repository")
    scorer = bands.load_scorer(BENCH, "score_values")
    path = sorted((BENCH / "values").glob("????????.csv"))[0]
    inside = bands.exhaustive(scorer, BENCH, path.stem)
    head = "pdf_sha256,page,table,outcome,timepoint,arm,statistic,value,band\n"
    lines = [
        ",".join(f'"{text}"' for text in (
            row["raw"]["pdf_sha256"], row["raw"]["page"], row["raw"]["table_or_section"], row["raw"]["outcome"],
            row["raw"]["timepoint"], row["raw"]["arm"], row["raw"]["statistic"], row["raw"]["value"], "high"))
        for row in scorer.load(path, "gold") if (row["page"], row["table"]) in inside
    ]  # fmt: skip
    values = tmp_path / "values.csv"
    values.write_text(head + "\n".join(lines), encoding="utf-8")
    found = [one for one in bands.judge(BENCH, values) if one.report == path.stem]
    assert len(found) == len(lines) > 0
    assert all(one.right for one in found)
    values.write_text(head + "\n".join(lines).replace('"mean"', '"median"'), encoding="utf-8")
    assert not all(one.right for one in bands.judge(BENCH, values))
