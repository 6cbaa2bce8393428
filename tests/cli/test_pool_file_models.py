"""``curate pool FILE.csv``: subgroups, moderators, small studies, one study left out, effects of one trial."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .pool_file import REFERENCE, SCORES, needs_reference, pool, write


def test_leaving_one_out_and_adding_one_by_one(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", SCORES)
    found = json.loads(
        pool(
            path, "--measure", "MD", "--method", "DL", "--ci", "z", "--loo", "--cumulative", "--json"
        ).output
    )
    without = {each["study"]: each["estimate"] for each in found["leave_one_out"]}
    rest = {name: values[1:] for name, values in SCORES.items()}
    again = json.loads(
        pool(
            write(tmp_path / "r.csv", rest), "--measure", "MD", "--method", "DL", "--ci", "z", "--json"
        ).output
    )
    assert without["Ann 2001"] == pytest.approx(again["estimate"], rel=1e-12)
    assert found["cumulative"][-1]["estimate"] == pytest.approx(found["estimate"], rel=1e-12)
    assert "without Ann 2001" in pool(path, "--measure", "MD", "--loo").output


@needs_reference
def test_subgroups_moderators_and_asymmetry_give_rs_numbers(tmp_path: Path) -> None:
    content = json.loads((REFERENCE / "dat.bcg.json").read_text())
    rows = content["rows"]
    columns = {name: rows[name] for name in ("author", "year", "ablat", "alloc")}
    columns |= {"ai": rows["tpos"], "bi": rows["tneg"], "ci": rows["cpos"], "di": rows["cneg"]}
    path = write(tmp_path / "bcg.csv", columns)
    options = (
        "--measure",
        "RR",
        "--method",
        "DL",
        "--ci",
        "z",
        "--by",
        "alloc",
        "--mod",
        "ablat",
        "--bias",
        "--json",
    )
    found = json.loads(pool(path, *options).output)
    (regression,) = [m for m in content["regressions"] if m["label"] == "ablat"]
    (theirs,) = [f["result"] for f in regression["fits"] if f["id"] == "ablat_DL_z"]
    slope = found["regression"]["coefficients"][1]
    assert slope["name"] == "ablat"
    assert slope["estimate"] == pytest.approx(theirs["beta"][1], rel=1e-10)
    assert found["regression"]["qm"] == pytest.approx(theirs["QM"], rel=1e-9)
    assert found["regression"]["r2"] == pytest.approx(theirs["R2"], rel=1e-9)
    (groups,) = [f for f in content["subgroups"]["fits"] if f["id"] == "DL_z"]
    assert found["subgroups"]["between"]["q"] == pytest.approx(
        groups["between_Q_separate"]["Q"], rel=1e-9
    )
    (line,) = [f["regtest_lm_sei"] for f in content["sensitivity"]["fits"] if f["id"] == "EE_z"]
    assert found["bias"]["egger"]["t"] == pytest.approx(line["stat"], rel=1e-9)
    assert found["studies"][0] == "Aronson 1948"
    people = pool(path, *options[:-1]).output
    assert "between subgroups: Q 1.54 on 2 df, p 0.464" in people
    assert "moderators: χ² 18.85 on 1 df" in people


def test_no_p_of_asymmetry_below_ten_studies_unless_forced(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", {**SCORES, "sd1i": ["2", "4", "3"]})
    assert (
        json.loads(pool(path, "--measure", "MD", "--bias", "--json").output)["bias"]["egger"]["p"]
        is None
    )
    forced = json.loads(pool(path, "--measure", "MD", "--bias", "--force", "--json").output)["bias"][
        "egger"
    ]["p"]
    assert 0 < forced < 1


def test_columns_that_are_not_there_or_empty_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", {**SCORES, "where": ["north", "", "south"]})
    assert "no column is called 'dose'" in pool(path, "--measure", "MD", "--by", "dose").output
    assert "where is empty for Bob 2002" in pool(path, "--measure", "MD", "--mod", "where").output


def test_small_studies_and_single_ones(tmp_path: Path) -> None:
    path = write(
        tmp_path / "counts.csv",
        {
            "study": [f"Trial {n}" for n in range(1, 12)],
            "ai": [1, 2, 3, 5, 4, 9, 12, 20, 31, 44, 60],
            "n1i": [10, 12, 15, 20, 25, 50, 80, 120, 200, 300, 400],
            "ci": [4, 6, 7, 9, 8, 14, 16, 25, 36, 48, 66],
            "n2i": [10, 12, 14, 20, 26, 50, 82, 118, 205, 297, 410],
        },
    )
    asked = ("--measure", "OR", "--bias", "--fill", "--influence")
    found = json.loads(pool(path, *asked, "--json").stdout)
    assert set(found["bias"]) == {"egger", "peters", "harbord", "begg", "note"}
    assert all(found["bias"][name]["p"] < 0.1 for name in ("egger", "peters", "harbord"))
    assert found["trim_and_fill"]["side"] == "right"
    assert found["trim_and_fill"]["missing"] == len(found["trim_and_fill"]["filled"]) > 0
    assert len(found["influence"]["studies"]) == 11
    said = pool(path, *asked).stdout
    for words in ("Harbord, scores on 1/√V", "missing on the right", "rstudent"):
        assert words in said


def test_several_effects_of_one_trial(tmp_path: Path) -> None:
    table = Path(__file__).resolve().parents[2] / "fixtures" / "tables" / "school_calendar.csv"
    found = json.loads(pool(table, "--cluster", "district", "--json").stdout)
    assert (found["k"], found["clusters"], found["test"]) == (56, 11, "clusters")
    assert found["between"] == pytest.approx(0.0650619, rel=1e-5)  # Konstantopoulos (2011), table 2
    assert found["within"] == pytest.approx(0.0327365, rel=1e-5)
    assert found["robust"]["coefficients"][0]["df"] == pytest.approx(9.863156, rel=1e-5)
    said = pool(table, "--cluster", "district", "--rho", "0.5", "--mod", "year").stdout
    assert "below 4 degrees of freedom a robust test is not to be trusted" in said
    wrong = pool(table, "--cluster", "town")
    assert wrong.exit_code == 2
    assert "district" in wrong.stderr
    both = pool(table, "--cluster", "district", "--loo")
    assert "--mod" in both.stderr


def test_doses_against_one_control_group(tmp_path: Path) -> None:
    """Gleser & Olkin (2009), table 19.2: exercise against one control, the covariances of its SMDs."""
    columns = {
        "trial": [1, 1, 2, 3, 3, 3],
        **{"m1i": [7.87, 4.35, 9.32, 8.08, 7.44, 5.34], "m2i": [-1.36, -1.36, 0.98, 1.17, 1.17, 1.17]},
        **{"sd1i": [4.2593, 4.2593, 2.8831, 3.1764, 3.1764, 3.1764]},
        **{"sd2i": [4.2593, 4.2593, 2.8831, 3.1764, 3.1764, 3.1764]},
        **{"n1i": [25, 22, 38, 50, 30, 30], "n2i": [25, 25, 40, 50, 50, 50]},
    }
    path = write(tmp_path / "doses.csv", columns)
    base = ("--measure", "SMD", "--cluster", "trial")
    alone = json.loads(pool(path, *base, "--json").stdout)
    shared = json.loads(pool(path, *base, "--shared-control", "--json").stdout)
    assert shared["model"][0]["se"] != alone["model"][0]["se"]
    assert "taken as independent" in pool(path, *base).stdout
    assert "taken as independent" not in pool(path, *base, "--shared-control").stdout
    split = json.loads(pool(path, *base, "--split-control", "--json").stdout)
    assert split["q"] < alone["q"]  # fewer people, less certain effects
    assert pool(path, *base, "--shared-control", "--rho", "0.5").exit_code == 2
    assert pool(path, "--measure", "SMD", "--split-control").exit_code == 2
