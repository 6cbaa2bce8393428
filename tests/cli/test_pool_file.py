"""``curate pool FILE.csv``: the numbers of R, without a review, and what is wrong in a table named by its row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curate.effects.definition import CELLS, MEANS, RATES

from .pool_file import REFERENCE, SCORES, needs_reference, pool, write

MEASURES = ("SMD", "MD", "ROM", "RR", "OR", "RD", "IRR", "GEN")
OURS = {*MEANS, *CELLS, *RATES, "bi", "di"}
METHODS = {"EE": "FE", "DL": "DL", "REML": "REML", "PM": "PM", "ML": "ML", "HE": "HE", "SJ": "SJ"}


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


def test_the_level_asked_for_is_not_that_of_the_intervals_in_the_file(tmp_path: Path) -> None:
    columns = {"study": ["a", "b"], "est": [0.76, 0.8], "ci_low": [0.55, 0.5], "ci_high": [1.05, 1.28]}
    path = write(tmp_path / "s.csv", columns)
    wide, narrow = (
        json.loads(pool(path, "--measure", "HR", "--level", level, "--json").output)
        for level in ("95", "90")
    )
    assert wide["vi"] == narrow["vi"]
    assert wide["ci_low"] < narrow["ci_low"]
    said = json.loads(pool(path, "--measure", "HR", "--printed-level", "90", "--json").output)
    assert said["vi"][0] == pytest.approx(wide["vi"][0] * (1.959963984540054 / 1.6448536269514722) ** 2)
    assert pool(path, "--measure", "HR", "--level", "0.95").exit_code == 2


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


def test_methods_for_counts_need_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", SCORES)
    assert (
        "MH pools OR, RR, RD, IRR, from counts" in pool(path, "--measure", "MD", "--method", "MH").output
    )
    assert "no method is called 'BAYES'" in pool(path, "--measure", "MD", "--method", "BAYES").output
    assert "no profile is called 'sas'" in pool(path, "--measure", "MD", "--profile", "sas").output


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


def test_conventions_of_a_file_are_not_passed_over_for_a_review() -> None:
    """A comparison was pooled by its own method, whatever was asked for."""
    for option, value in (("--level", "90"), ("--method", "DL"), ("--zero-cells", "tacc")):
        said = pool(Path("depression"), option, value)
        assert (said.exit_code, f"{option}: of a file" in said.stderr) == (2, True)


def test_doubtful_numbers_are_told_of_clustered_effects_too(tmp_path: Path) -> None:
    columns = {"study": ["a", "b", "c"], "ai": [12.5, 5, 7], "n1i": [40, 40, 41], "ci": [24.4, 6, 9]}
    path = write(tmp_path / "s.csv", {**columns, "n2i": [41, 40, 40]})
    asked = ("--measure", "RR", "--cluster", "study")
    assert "warning: look at a: events that are no whole number" in pool(path, *asked).output
    found = json.loads(pool(path, *asked, "--json").output)
    assert [text.partition(":")[0] for text in found["warnings"]] == ["look at a"]
    counts = {"ai": [12, 5, 7], "n1i": [40, 40, 41], "ci": [25, 25, 9], "n2i": [42, 42, 40]}
    trials = write(tmp_path / "t.csv", {"study": ["a", "b", "c"], "trial": ["A", "A", "B"], **counts})
    split = pool(trials, "--measure", "RR", "--cluster", "trial", "--split-control")  # 12.5 of 21
    assert split.exit_code == 0
    assert "warning: look at" not in split.output
