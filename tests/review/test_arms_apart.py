"""Trials with two drugs against one control in a review: from the rule to trace, verify, R and the plot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curate import resources
from curate.cli import main
from curate.model.protocol import Arm, Comparison, Item, Protocol, Rule
from curate.model.reading import Evidence, Reading
from curate.model.reading import Result as About
from curate.parse.protocol import read_protocol, write_protocol
from curate.review import Review
from curate.store.readings import person_extraction, put_person_reading
from tests.differential.r import needs_r
from tests.differential.r import run as run_r

DEMO = Path(str(resources.folder("demo")))
MEANS = {
    "chen-2018": {"Ketamine": "10.2", "High dose": "9.4", "Control": "13.3"},
    "dong-2019": {"Ketamine": "14.2", "Control": "15.1"},
    "keilp-2021": {"Ketamine": "19.5", "High dose": "16.0", "Control": "23.8"},
    "zou-2021": {"Ketamine": "8.7", "Control": "9.0"},
}
DOSES = {"Ketamine": "0.5", "High dose": "1.0"}


def protocol(action: str, **options: str) -> Protocol:
    demo = read_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
    comparison = Comparison(
        "dep", "Depression", ("depression",), ("ketamine", "high"), ("control",), ("end",), "MD",
        options=tuple(options.items()),
    )  # fmt: skip
    return replace(
        demo,
        arms=(*demo.arms, Arm("high", "High dose", "experimental")),
        comparisons=(comparison,),
        rules=(Rule("arm", action, comparison="dep"),),
        items=(Item("dose", "Dose", "number", per="arm"),),
        basis_of_truth="single",
    )


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arms") / "r"
    with Review.create(folder, "Four reports", "ann") as made:
        made.home.set_protocol(write_protocol(protocol("split")))
        made.reports.add([DEMO / f"{name}.pdf" for name in MEANS])
        place = {"outcome": "depression", "timepoint": "end", "page": 1}
        for name, arms in MEANS.items():
            study = made.studies.find(name)
            for arm, mean in arms.items():
                for statistic, value in (("mean", mean), ("sd", "8"), ("n", "40")):
                    made.forms.enter(name, statistic, value, arms=[arm], **place)  # type: ignore[arg-type]
                if arm in DOSES:
                    with made.home.act("form") as act:
                        extraction = person_extraction(act, made.home.person("ann"), study.id)
                        evidence = Evidence(study.reports[0], DOSES[arm], page=1)
                        reading = Reading("", DOSES[arm], evidence, item="dose", as_printed=DOSES[arm])
                        put_person_reading(act, extraction, About((arm,), scope="arm"), reading)
        made.forms.seal(list(MEANS))
    return folder


def ruled(review: Path, action: str, **options: str) -> None:
    with Review.open(review, "ann") as opened:
        opened.home.set_protocol(write_protocol(protocol(action, **options)))


def run(review: Path, *arguments: str) -> Result:
    asked = [*arguments, "-C", str(review), "--as", "ann"]
    return CliRunner().invoke(main, asked, catch_exceptions=False)


@pytest.mark.parametrize("action", ["split", "covary"])
def test_the_arms_are_named_from_the_estimate_to_the_page(
    review: Path, tmp_path: Path, action: str
) -> None:
    ruled(review, action)
    plot = tmp_path / "f.svg"
    said = run(review, "pool", "dep", "--plot", str(plot)).stdout
    assert "k 6 in 4 studies" in said
    for text in (run(review, "effects", "dep").stdout, plot.read_text(encoding="utf-8")):
        assert "chen-2018 (High dose v Control)" in text
    (name,) = [line.split()[-1] for line in said.splitlines() if "trace:" in line]
    whole = run(review, "trace", name).stdout
    assert whole.count("keilp-2021 (") == 2
    branch = run(review, "trace", name, "--study", "keilp-2021").stdout
    assert (branch.count("keilp-2021 ("), branch.count("chen-2018")) == (2, 0)
    words = {"split": "people of group 2 split among 2", "covary": "shares group 2: covariance 1.6"}
    assert words[action] in branch
    assert "as written" in run(review, "verify").stdout


def test_an_estimate_under_each_rule(review: Path) -> None:
    found = {}
    for action in ("combine", "split", "covary"):
        ruled(review, action, method="CE", ci="z")
        (made,) = json.loads(run(review, "pool", "dep", "--json").stdout)
        found[action] = made["estimate"], made["se"]
    # two arms of 40 against 40 weigh 1/(1/80 + 1/40) in any of three ways, but for the SD of combined arms
    assert found["covary"][1] == pytest.approx((64 / (2 * 20 + 2 / (1 / 80 + 1 / 40))) ** 0.5)
    assert found["split"][1] == pytest.approx((64 / (2 * 20 + 4 / (1 / 40 + 1 / 20))) ** 0.5)
    assert found["combine"][0] == pytest.approx(found["covary"][0], abs=0.01)


def test_a_dose_tells_the_arms_of_a_trial_apart(review: Path) -> None:
    ruled(review, "covary", ci="t")
    (made,) = json.loads(run(review, "pool", "dep", "--mod", "dose", "--json").stdout)
    answers = {each["study"]: each["dose"] for each in made["regression"]["answers"]}
    assert answers["chen-2018 (High dose v Control)"] == "1.0"
    assert answers["chen-2018 (Ketamine v Control)"] == "0.5"
    assert made["regression"]["qm_df"] == [1, 2]
    refused = run(review, "pool", "dep", "--by", "dose")
    assert (refused.exit_code, "in several subgroups and covary" in refused.stderr) == (2, True)
    assert "between subgroups: F" in run(review, "pool", "dep", "--by", "dose", "--common-tau2").stdout


def test_what_takes_effects_as_independent_is_refused(review: Path) -> None:
    ruled(review, "covary")
    for asked in ("--loo", "--bias", "--influence", "--fill", "--multiverse"):
        assert run(review, "pool", "dep", asked).exit_code == 2
    ruled(review, "covary", method="DL")
    refused = run(review, "pool", "dep")
    assert "DL takes effects as independent, those of chen-2018, keilp-2021 covary" in refused.stderr


@needs_r
@pytest.mark.parametrize("action", ["split", "covary"])
def test_r_pools_the_export_the_same(review: Path, tmp_path: Path, action: str) -> None:
    ruled(review, action)
    run(review, "export", "metafor", str(tmp_path))
    assert run_r(tmp_path / "analysis.R").startswith("OK  dep  k 6")


def test_an_update_tells_the_arm_that_moved(review: Path) -> None:
    ruled(review, "covary")
    run(review, "freeze", "v1")
    place = ("--arm", "High dose", "--outcome", "depression", "--time", "end", "--page", "1")
    run(review, "enter", "chen-2018", "mean", "7.4", *place, "--reason", "misread")
    said = run(review, "update").stdout
    assert "chen-2018 (High dose v Control)" in said
    assert "chen-2018 (Ketamine" not in said
    assert "tau2_between" not in said  # no convention
