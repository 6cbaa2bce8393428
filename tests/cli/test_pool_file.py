"""``curate pool FILE.csv``: the numbers of R, without a review, and what is wrong in a table named by its row."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from curate.cli import main
from curate.effects.catalogue import CELLS, MEANS, RATES

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="needs ../shared/reference beside the checkout"
)
MEASURES = ("SMD", "MD", "ROM", "RR", "OR", "RD", "IRR", "GEN")
OURS = {*MEANS, *CELLS, *RATES, "bi", "di"}
METHODS = {"EE": "FE", "DL": "DL", "REML": "REML", "PM": "PM", "ML": "ML", "HE": "HE", "SJ": "SJ"}


def pool(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["pool", str(path), *options])


def write(path: Path, columns: dict[str, list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def answers() -> Iterator[tuple[str, dict[str, list[Any]], str, dict[str, Any]]]:
    """Yield name, metafor's columns, measure and R's answer, of the plain call of each measure."""
    for source in sorted(REFERENCE.glob("dat.*.json")):
        content = json.loads(source.read_text())
        for block in content.get("escalc") or []:
            found = (content.get("pool") or {}).get(block["id"])
            plain = (
                block["id"] == block["measure"] and not block.get("options") and isinstance(found, list)
            )
            if not plain or block["measure"] not in MEASURES or block["measure"] == "GEN":
                continue
            rows = {name: content["rows"][column] for name, column in block["args"].items()}
            if set(rows) <= OURS:
                columns = {
                    name: ["NA" if value is None else repr(value) for value in values]
                    for name, values in rows.items()
                }
                for answer in found:
                    if answer["method"] in METHODS and not answer.get("error"):
                        yield source.stem, columns, block["measure"], answer


@needs_reference
def test_every_plain_call_of_the_reference_gives_rs_numbers(tmp_path: Path) -> None:
    compared = 0
    for name, columns, measure, answer in answers():
        if answer["test"] not in ("z", "knha") or answer["method"] not in ("EE", "DL", "REML", "PM"):
            continue
        path = write(tmp_path / f"{name}.csv", columns)
        options = ("--measure", measure, "--method", METHODS[answer["method"]], "--ci", answer["test"])
        done = pool(path, *options, "--profile", "metafor", "--json")
        assert done.exit_code == 0, f"{name} {options}: {done.output}"
        found, theirs = json.loads(done.output), answer["result"]
        scale = max(abs(theirs["beta"][0]), theirs["se"][0])
        where = f"{name} {options}"
        assert found["k"] == theirs["k"], where
        assert abs(found["estimate"] - theirs["beta"][0]) <= 1e-10 * scale, where
        assert abs(found["ci_low"] - theirs["ci_lb"][0]) <= 1e-9 * scale, where
        assert found["p"] == pytest.approx(theirs["pval"][0], rel=1e-8, abs=1e-10), where
        assert found["q"] == pytest.approx(theirs["QE"], rel=1e-9), where
        low = (answer.get("predict") or {}).get("default", {}).get("pi_lb")
        if isinstance(low, int | float) and answer["method"] != "EE":
            wide = max(scale, theirs["tau2"] ** 0.5)
            assert abs(found["pi_low"] - low) <= 1e-8 * wide, where
        compared += 1
    assert compared > 100


SCORES = {
    "study": ["Ann 2001", "Bob 2002", "Cas 2003"],
    "m1i": ["10", "12", "9"], "sd1i": ["2", "3", "2"], "n1i": ["20", "30", "25"],
    "m2i": ["11", "14", "9.5"], "sd2i": ["2", "3", "2"], "n2i": ["20", "30", "25"],
}  # fmt: skip


def test_an_estimate_for_people_and_as_json(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", SCORES)
    said = pool(path, "--measure", "MD")
    assert said.exit_code == 0
    assert "s.csv: 3 studies" in said.output
    assert "MD -1.03 [-2.81, 0.75]  p 0.130  k 3  REML, Hartung-Knapp 95% interval" in said.output
    found = json.loads(pool(path, "--measure", "smd", "--ci", "t", "--level", "90", "--json").output)
    wanted = "estimate se ci_low ci_high p tau2 i2 q q_p k pi_low pi_high weights measure method ci profile warnings"
    assert set(wanted.split()) <= set(found)
    assert (found["measure"], found["ci"], found["level"], found["studies"]) == (
        "SMD",
        "t",
        90,
        SCORES["study"],
    )
    assert sum(found["weights"]) == pytest.approx(100)


def test_standard_errors_do_for_variances_and_commas_for_points(tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text("study,yi,vi\na,0.5,0.04\nb,\u22120.1,0.09\n", encoding="utf-8")
    two = tmp_path / "two.csv"
    two.write_text("study;yi;sei\na;0,5;0,2\nb;-0,1;0,3\n", encoding="utf-8")
    first, second = (json.loads(pool(path, "--json").output) for path in (one, two))
    assert first["estimate"] == pytest.approx(second["estimate"], rel=1e-12)


def test_what_is_left_out_is_listed(tmp_path: Path) -> None:
    columns = {
        "study": ["a", "b", "c"],
        "ai": ["0", "4", "NA"],
        "n1i": ["10", "12", "9"],
        "ci": ["0", "6", "2"],
        "n2i": ["11", "13", "9"],
    }
    path = write(tmp_path / "s.csv", columns)
    found = json.loads(pool(path, "--measure", "OR", "--json").output)
    assert found["k"] == 1
    assert set(found["left_out"]) == {"a", "c"}
    assert "double-zero" in found["left_out"]["a"]
    assert found["left_out"]["c"] == "ai missing"
    kept = json.loads(pool(path, "--measure", "OR", "--profile", "metafor", "--json").output)
    assert kept["k"] == 2
    assert any("double-zero" in warning for warning in found["warnings"])


@pytest.mark.parametrize(
    ("change", "measure", "what"),
    [
        ({"sd1i": ["2", "-3", "2"]}, "SMD", "row 2 (Bob 2002): sd1i = -3: an SD is not negative"),
        ({"n2i": ["20", "1", "25"]}, "SMD", "row 2 (Bob 2002): n2i = 1 is below 2"),
        ({"m1i": ["10", "many", "9"]}, "SMD", "row 2: m1i = 'many' is no number"),
        ({"study": ["a", "b", "a"]}, "SMD", "counted twice: a"),
        ({}, "OR", "OR needs ai n1i ci n2i; ai ci is not there"),
        ({}, "XXX", "no measure is called 'XXX'"),
        (
            {"vi": ["1", "0", "1"], "yi": ["1", "2", "3"]},
            "GEN",
            "row 2 (Bob 2002): vi = 0: a variance is above zero",
        ),
        ({"ai": ["5", "9", "1"], "ci": ["1", "99", "1"]}, "OR", "row 2 (Bob 2002): ci is more than n2i"),
    ],
)
def test_bad_tables_are_refused_with_their_rows(
    tmp_path: Path, change: dict[str, list[Any]], measure: str, what: str
) -> None:
    done = pool(write(tmp_path / "s.csv", {**SCORES, **change}), "--measure", measure)
    assert done.exit_code == 2
    assert what in done.output


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    assert pool(tmp_path / "none.csv").exit_code == 2
    (tmp_path / "empty.csv").write_text("yi,vi\n", encoding="utf-8")
    assert "has no rows" in pool(tmp_path / "empty.csv").output
    (tmp_path / "twice.csv").write_text("yi,yi,vi\n1,2,3\n", encoding="utf-8")
    assert "the column yi stands twice" in pool(tmp_path / "twice.csv").output
    (tmp_path / "short.csv").write_text("yi,vi\n1,2\n1\n", encoding="utf-8")
    assert "line 3: it has not 2 cells" in pool(tmp_path / "short.csv").output


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


def test_methods_for_counts_need_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", SCORES)
    assert (
        "MH pools OR, RR, RD, IRR, from counts" in pool(path, "--measure", "MD", "--method", "MH").output
    )
    assert "no method is called 'BAYES'" in pool(path, "--measure", "MD", "--method", "BAYES").output
    assert "no profile is called 'sas'" in pool(path, "--measure", "MD", "--profile", "sas").output


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


def test_measures_that_a_table_mixes_are_refused(tmp_path: Path) -> None:
    columns = {"study": list("AB"), "measure": ["SMD", "MD"], "yi": [0.2, 0.3], "vi": [0.1, 0.1]}
    path = write(tmp_path / "mixed.csv", columns)
    asked = pool(path, "--measure", "SMD")
    assert asked.exit_code == 2
    assert "row 2: MD" in asked.stderr
    assert "mixes measures" in pool(path).stderr
    same = write(tmp_path / "same.csv", columns | {"measure": ["SMD", "SMD"]})
    assert pool(same).exit_code == 0


@needs_reference
def test_weights_of_a_column_give_rs_general_q(tmp_path: Path) -> None:
    content = json.loads((REFERENCE / "dat.bcg.json").read_text())
    compared = 0
    for answer in content["pool"]["RR"]:
        if answer["method"] != "GENQ" or answer.get("error"):
            continue
        (block,) = [each for each in content["escalc"] if each["id"] == "RR"]
        columns = {name: content["rows"][column] for name, column in block["args"].items()}
        path = write(tmp_path / "t.csv", {**columns, "w": answer["genq_weights"]})
        asked = ("--measure", "RR", "--method", "GENQ", "--ci", answer["test"], "--json")
        found = json.loads(pool(path, *asked, "--weights", "w").stdout)
        theirs = answer["result"]
        assert found["estimate"] == pytest.approx(theirs["beta"][0], rel=1e-11)
        assert found["tau2"] == pytest.approx(theirs["tau2"], rel=1e-11)
        assert [found["ci_low"], found["ci_high"]] == pytest.approx(
            [theirs["ci_lb"][0], theirs["ci_ub"][0]], rel=1e-10
        )
        compared += 1
    assert compared


def test_general_q_and_weights_go_together(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", {"study": ["a", "b"], "yi": [1, 2], "vi": [1, 1], "w": [3, "NA"]})
    for options in (("--method", "GENQ"), ("--weights", "w"), ("--method", "MH", "--weights", "w")):
        found = pool(path, *options)
        assert (found.exit_code, "GENQ and weights go together" in found.stderr) == (2, True)
    found = pool(path, "--method", "GENQ", "--weights", "w")
    assert "weights that are not above zero: b" in found.stderr
    columns = {"study": ["a", "b", "c"], "yi": [1, 2, 4], "vi": [1, 1, 1], "w": [3, 4, 5]}
    path = write(tmp_path / "u.csv", columns)
    found = pool(path, "--method", "GENQ", "--weights", "w", "--loo")
    assert (found.exit_code, "--loo is for inverse-variance methods" in found.stderr) == (2, True)


def test_petos_odds_ratio_is_printed_as_a_ratio(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "study,ai,bi,ci,di\nA,4,119,11,128\nB,6,300,29,274\nC,3,228,11,209\n", encoding="utf-8"
    )
    command = ["pool", str(tmp_path / "t.csv"), "--measure", "PETO", "--method", "PETO"]
    as_json = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    printed = CliRunner().invoke(main, command).output
    assert f"PETO {math.exp(as_json['estimate']):.2f} [" in printed
