"""The example goes the whole way, and its numbers are the published ones.

Published: Marchi et al. 2022, doi 10.3389/fnins.2022.1011103: depression k 17 -0.61 [-1.06, -0.16]; anxiety
k 6 -0.42 [-0.84, 0.003]; social functioning k 2 -0.31 [-0.52, -0.10].
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.review import Review
from curate.review.demo import DEFAULTS, PUBLISHED, Demonstration, run

PRINTED = {
    "depression_published": (17, "-0.61", "-1.06", "-0.16"),
    "anxiety_published": (6, "-0.42", "-0.84", "0.003"),
    "social_functioning_published": (2, "-0.31", "-0.52", "-0.10"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Demonstration, list[str]]:
    folder = tmp_path_factory.mktemp("demo") / "d"
    said: list[str] = []
    return folder, run(folder, said.append), said


def rounded(value: float, like: str) -> str:
    return f"{value:.{len(like.partition('.')[2])}f}"


@pytest.mark.parametrize("comparison", PUBLISHED)
def test_the_published_digits(demo: tuple[Path, Demonstration, list[str]], comparison: str) -> None:
    (estimate,) = [each for each in demo[1].published if each.comparison == comparison]
    k, *printed = PRINTED[comparison]
    assert estimate.pooled is not None
    pooled = estimate.pooled
    got = [
        rounded(*pair)
        for pair in zip((pooled.estimate, pooled.ci_low, pooled.ci_high), printed, strict=True)
    ]
    assert (pooled.k, got) == (k, printed)
    assert (pooled.method, pooled.ci) == ("DL", "z")


def test_the_defaults_and_what_is_left_without_the_flagged(
    demo: tuple[Path, Demonstration, list[str]],
) -> None:
    for estimate in demo[1].defaults:
        if estimate.comparison in DEFAULTS and estimate.pooled:
            assert estimate.pooled.method == "REML"
    left_out = {effect.study_name for each in demo[1].cleaned for effect in each.left_out}
    assert {"Zhong 2016", "Singh 2015", "Zhang 2018", "Kheirabadi 2019"} <= left_out


def test_what_is_reported_unasked(demo: tuple[Path, Demonstration, list[str]]) -> None:
    found = {(problem.code, problem.where.partition(",")[0]) for problem in demo[1].problems}
    for study in ("Zhong 2016", "Singh 2015", "Zhang 2018", "Kheirabadi 2019"):
        assert ("se_for_sd", study) in found
    for study in ("Fedgchin 2019", "Singh 2015", "Ochs-Ross 2020"):
        assert ("mixed_basis", study) in found


def test_every_label_maps_itself_and_every_planted_disagreement_is_decided(
    demo: tuple[Path, Demonstration, list[str]],
) -> None:
    with Review.open(demo[0], "ann") as review:
        assert review.mappings.all(unmapped=True) == []
        assert review.reconciliation.queue() == []
        held = review.results.records()
        assert {record.basis_of_truth for record in held} == {"program_only", "adjudicated"}
        assert review.checks.verify().problems == ()
        second = review.home.connection.execute("SELECT count(*) FROM second_reading").fetchone()[0]
        assert second > 0


def test_it_ends_on_the_page(demo: tuple[Path, Demonstration, list[str]]) -> None:
    assert demo[1].picture.read_bytes().startswith(b"\x89PNG")
    places = [step.evidence for step in demo[1].trace.walk() if step.evidence]
    assert all(place.page and place.box and place.quote for place in places)
    assert all(path.stat().st_size for path in demo[1].plots)


def test_a_multiverse_of_two_scales(demo: tuple[Path, Demonstration, list[str]], tmp_path: Path) -> None:
    folder = tmp_path / "d"
    shutil.copytree(demo[0], folder)
    mood = """
[[comparison]]
code = "mood"
label = "Mood, on any scale"
outcomes = ["depression", "anxiety"]
experimental = ["ketamine"]
control = ["control"]
timepoints = ["end"]
measure = "SMD"
basis = "any"
"""
    rule = '\n[[rule]]\ndimension = "outcome"\naction = "prefer"\norder = ["depression", "anxiety"]\n'
    (folder / "review.toml").write_text((folder / "review.toml").read_text() + mood)
    asked = ["pool", "mood", "--multiverse", "-C", str(folder), "--as", "ann"]
    before = CliRunner().invoke(main, asked).stdout
    assert "4 studies of 19 have more than one eligible result: 16 pools, all pooled" in before
    assert "the protocol chooses none for Anderson 2017, Domany 2020" in before
    (folder / "review.toml").write_text((folder / "review.toml").read_text() + rule)
    plain = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)[0]
    pooled = CliRunner().invoke(main, ["pool", "mood", "--json", "-C", str(folder), "--as", "ann"])
    assert plain["chosen"] == pytest.approx(json.loads(pooled.stdout)[0]["estimate"], rel=1e-12)
    assert plain["estimate"]["min"] <= plain["chosen"] <= plain["estimate"]["max"]
    drawn = CliRunner().invoke(main, [*asked, "--plot", str(tmp_path / "mood.svg")])
    assert drawn.exit_code == 0
    assert (tmp_path / "mood.svg").read_text().startswith("<?xml")


def test_each_of_several_comparisons_is_drawn_under_the_name_given_and_its_own(
    demo: tuple[Path, Demonstration, list[str]], tmp_path: Path
) -> None:
    asked = ["pool", "-C", str(demo[0]), "--as", "ann", "--plot"]
    told = CliRunner().invoke(main, [*asked, str(tmp_path / "forest.svg")]).stdout
    drawn = sorted(path.name for path in tmp_path.iterdir())
    assert {"forest-depression.svg", "forest-anxiety.svg"} < set(drawn)
    assert all(f"drew {tmp_path / name}\n" in told for name in drawn)
    CliRunner().invoke(main, [*asked, str(tmp_path / "folder")])
    assert sorted(path.name for path in (tmp_path / "folder").iterdir()) == [
        name.removeprefix("forest-") for name in drawn
    ]
    told = CliRunner().invoke(main, [*asked, str(tmp_path / "m" / "all.svg"), "--multiverse"]).stdout
    assert told.count("drew") == len(list((tmp_path / "m").iterdir())) > 1
    assert all(path.name.startswith("all-") for path in (tmp_path / "m").iterdir())
    CliRunner().invoke(main, ["pool", "anxiety", *asked[1:], str(tmp_path / "one.svg")])
    assert (tmp_path / "one.svg").is_file()


def test_what_is_asked_beside_the_estimate_of_a_review(
    demo: tuple[Path, Demonstration, list[str]], tmp_path: Path
) -> None:
    asked = ["pool", "depression_published", "-C", str(demo[0]), "--as", "ann"]
    more = ["--loo", "--influence", "--bias", "--fill", "--points", "10.5"]
    plain = json.loads(CliRunner().invoke(main, [*asked, *more, "--json"]).stdout)[0]
    assert len(plain["leave_one_out"]) == plain["k"] == 17
    assert plain["influence"]["studies"][0]["study"] == "Alizadeh 2015"
    assert plain["points"]["estimate"] == pytest.approx(10.5 * plain["estimate"])
    assert "egger_sizes" in plain["bias"]
    for kind in ("funnel", "baujat", "loo"):
        drawn = CliRunner().invoke(
            main, [*asked, "--plot", str(tmp_path / f"{kind}.svg"), "--plot-kind", kind]
        )
        assert drawn.exit_code == 0, drawn.stderr
    refused = CliRunner().invoke(main, [*asked, "--by", "x"])
    assert refused.exit_code == 2
    assert "no item or property is called 'x'" in refused.stderr
