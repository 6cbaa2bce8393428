"""``curate pool FILE.csv``: the measures, the ways to them from counts, intervals and tests, and what is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main

from .pool_file import pool, write


def test_the_way_of_a_measure_is_an_option_and_is_recorded(tmp_path: Path) -> None:
    path = write(
        tmp_path / "means.csv",
        {
            "study": ["A", "B"],
            **{"m1i": [10, 12], "sd1i": [2, 3], "n1i": [20, 25]},
            **{"m2i": [11, 15], "sd2i": [2.5, 3.5], "n2i": [22, 24]},
        },
    )
    yi = {}
    for correction in ("exact", "approximate", "none"):
        found = json.loads(pool(path, "--measure", "SMD", "--correction", correction, "--json").stdout)
        yi[correction] = found["yi"][0]
        assert ["correction", correction] in found["options"]
    assert abs(yi["none"]) > abs(yi["approximate"]) > abs(yi["exact"])
    glass = json.loads(pool(path, "--measure", "SMD1", "--correction", "none", "--json").stdout)
    assert glass["yi"] == pytest.approx([-0.4, -3 / 3.5], rel=1e-15)
    wrong = pool(path, "--measure", "SMD", "--variance", "XL")
    assert wrong.exit_code == 2
    assert "metapsy" in wrong.stderr


def test_rare_events_are_said_to_need_another_method(tmp_path: Path) -> None:
    path = write(
        tmp_path / "rare.csv",
        {
            "study": list("ABC"),
            "ai": [0, 1, 0],
            "n1i": [50, 60, 40],
            "ci": [3, 4, 0],
            "n2i": [50, 58, 41],
        },
    )
    said = pool(path, "--measure", "OR").stdout
    assert "0.5 was added to empty cells of A" in said
    assert "method MH or PETO needs none added" in said
    assert "left out: C (double-zero" in said
    none = pool(path, "--measure", "OR", "--method", "MH", "--json")
    assert json.loads(none.stdout)["k"] == 3
    kept = json.loads(pool(path, "--measure", "OR", "--keep-double-zero", "--json").stdout)
    assert kept["k"] == 3
    tacc = json.loads(pool(path, "--measure", "OR", "--zero-cells", "tacc", "--json").stdout)
    assert ["zero_cells", "tacc, 0.5"] in tacc["options"]


def test_hazard_ratios_come_from_intervals_or_log_rank_tests(tmp_path: Path) -> None:
    printed = write(
        tmp_path / "hr.csv", {"study": ["A"], "est": [0.76], "ci_low": [0.55], "ci_high": [1.05]}
    )
    found = json.loads(pool(printed, "--measure", "HR", "--json").stdout)
    assert found["estimate"] == pytest.approx(-0.2744368457017602891924912, rel=1e-14)
    assert found["se"] == pytest.approx(0.1649589405788996639399689, rel=1e-14)
    test = write(tmp_path / "logrank.csv", {"study": ["A"], "oe": [-8.4], "v": [31.2]})
    found = json.loads(pool(test, "--measure", "HR", "--json").stdout)
    assert found["estimate"] == pytest.approx(-0.2692307692307692307692308, rel=1e-15)
    assert found["se"] == pytest.approx(0.1790287185098582201267170, rel=1e-14)


def test_a_hazard_ratio_of_a_p_value_and_events(tmp_path: Path) -> None:
    """Tierney et al. (2007), method 8, at 50 digits: p 0.03, 60 and 80 events."""
    columns = {"study": ["A"], "pval": [0.03], "e1i": [60], "e2i": [80], "sign": [-1]}
    found = json.loads(pool(write(tmp_path / "p.csv", columns), "--measure", "HR", "--json").stdout)
    assert found["estimate"] == pytest.approx(-0.3706134876131944431684177, rel=1e-13)
    assert found["se"] == pytest.approx(0.1707825127659933063870173, rel=1e-13)


def test_an_estimate_outside_its_interval_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "hr.csv",
        {"study": ["A", "B"], "est": [0.25, 0.8], "ci_low": [0.57, -1], "ci_high": [17.02, 1.2]},
    )
    result = pool(path, "--measure", "HR")
    assert result.exit_code == 2
    assert "row 1 (A): 0.25 [0.57, 17.02]: the estimate is not inside its interval" in result.stderr
    assert "row 2 (B): ci_low = -1: a ratio is above zero" in result.stderr


def test_measures_that_a_table_mixes_are_refused(tmp_path: Path) -> None:
    columns = {"study": list("AB"), "measure": ["SMD", "MD"], "yi": [0.2, 0.3], "vi": [0.1, 0.1]}
    path = write(tmp_path / "mixed.csv", columns)
    asked = pool(path, "--measure", "SMD")
    assert asked.exit_code == 2
    assert "row 2: MD" in asked.stderr
    assert "mixes measures" in pool(path).stderr
    same = write(tmp_path / "same.csv", columns | {"measure": ["SMD", "SMD"]})
    assert pool(same).exit_code == 0


def test_petos_odds_ratio_is_printed_as_a_ratio(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "study,ai,bi,ci,di\nA,4,119,11,128\nB,6,300,29,274\nC,3,228,11,209\n", encoding="utf-8"
    )
    command = ["pool", str(tmp_path / "t.csv"), "--measure", "PETO", "--method", "PETO"]
    as_json = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    printed = CliRunner().invoke(main, command).output
    assert f"PETO {math.exp(as_json['estimate']):.2f} [" in printed
