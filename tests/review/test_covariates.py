"""`curate pool COMPARISON --by ITEM --mod ITEM`: what the answers of a review say of its effects."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curate import resources
from curate.cli import main
from curate.model.protocol import Comparison, Item, Protocol
from curate.model.reading import Evidence, Reading
from curate.model.reading import Result as About
from curate.parse.protocol import read_protocol, write_protocol
from curate.review import Review
from curate.store.readings import person_extraction, put_person_reading

DEMO = Path(str(resources.folder("demo")))
NUMBERS = {
    "chen-2018": ("10.2", "13.3", "military", "0.5"),
    "dong-2019": ("14.2", "15.1", "military", "0.25"),
    "keilp-2021": ("19.5", "23.8", "civilian", "0.5"),
    "zou-2021": ("8.7", "9.0", "civilian", "0.1"),
    "fernie-2017": ("14.1", "12.1", "", "0.2"),
}
"""Study → means of both arms, answer to population (none of one study), dose."""


def protocol() -> Protocol:
    demo = read_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
    comparison = Comparison(
        "dep", "Depression", ("depression",), ("ketamine",), ("control",), ("end",), "MD",
        options=(("method", "CE"), ("ci", "z")),
    )  # fmt: skip
    items = (
        Item("population", "Population", "category", ("military", "civilian")),
        Item("dose", "Dose", "number", per="arm"),
    )
    whole = replace(demo, comparisons=(comparison,), rules=(), items=items)
    return replace(whole, basis_of_truth="single")


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("covariates") / "r"
    with Review.create(folder, "Five reports", "ann") as made:
        made.home.set_protocol(write_protocol(protocol()))
        made.reports.add([DEMO / f"{name}.pdf" for name in NUMBERS])
        for name, (one, two, population, dose) in NUMBERS.items():
            for arm, mean in (("Ketamine", one), ("Control", two)):
                for statistic, value in (("mean", mean), ("sd", "8"), ("n", "40")):
                    made.forms.enter(
                        name, statistic, value, arms=[arm], outcome="depression", timepoint="end", page=1
                    )
            answer(made, name, "dose", dose, About(("Ketamine",), scope="arm"))
            if population:
                answer(made, name, "population", population, About(scope="study"))
        made.forms.seal(list(NUMBERS))
    return folder


def answer(review: Review, name: str, item: str, text: str, about: About) -> None:
    study = review.studies.find(name)
    with review.home.act("form") as act:
        extraction = person_extraction(act, review.home.person("ann"), study.id)
        evidence = Evidence(study.reports[0], text, page=1)
        put_person_reading(
            act, extraction, about, Reading("", text, evidence, item=item, as_printed=text)
        )


def run(review: Path, *arguments: str) -> Result:
    asked = ["pool", *arguments, "-C", str(review), "--as", "ann"]
    return CliRunner().invoke(main, asked, catch_exceptions=False)


def test_subgroups_of_an_item(review: Path) -> None:
    (found,) = json.loads(run(review, "dep", "--by", "population", "--json").stdout)
    assert found["k"] == 5  # the estimate stays that of all
    groups = {each["group"]: each for each in found["subgroups"]["groups"]}
    vi = 2 * 8**2 / 40
    by_hand = {"military": (-3.1 - 0.9) / 2, "civilian": (-4.3 - 0.3) / 2}
    for name, estimate in by_hand.items():
        assert groups[name]["estimate"] == pytest.approx(estimate)
        assert groups[name]["se"] == pytest.approx(math.sqrt(vi / 2))
    difference = by_hand["military"] - by_hand["civilian"]
    assert found["subgroups"]["between"]["q"] == pytest.approx(difference**2 / vi)
    assert found["subgroups"]["missing"] == {"fernie-2017": "population: no answer"}
    answers = {each["study"]: each for each in found["subgroups"]["answers"]}
    assert answers["chen-2018"]["population"] == "military"
    assert answers["chen-2018"]["records"][0].startswith("rc_")
    said = run(review, "dep", "--by", "population").stdout
    assert "between subgroups: Q 0.03 on 1 df" in said
    assert "not in it: fernie-2017 (population: no answer)" in said


def test_a_slope_on_a_dose(review: Path) -> None:
    (found,) = json.loads(run(review, "dep", "--mod", "dose", "--json").stdout)
    rows = [(float(dose), float(one) - float(two)) for one, two, _, dose in NUMBERS.values()]
    middle = sum(x for x, _ in rows) / 5
    slope = sum((x - middle) * y for x, y in rows) / sum((x - middle) ** 2 for x, _ in rows)
    _, made = found["regression"]["coefficients"]
    assert (made["name"], made["estimate"]) == ("dose", pytest.approx(slope))
    assert found["regression"]["missing"] == {}
    both = run(review, "dep", "--mod", "dose", "--mod", "population").stdout
    assert "population: military" in both
    assert "not in it: fernie-2017" in both


def test_a_forest_plot_by_subgroup(review: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.svg"
    assert "drew" in run(review, "dep", "--by", "population", "--plot", str(path)).stdout
    text = path.read_text(encoding="utf-8")
    for words in ("military", "civilian", "In no subgroup", "Test for subgroup differences", "Mean"):
        assert words in text


def test_the_words_and_the_kind_of_a_plot_are_those_asked_for(review: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.svg"
    asked = ("--layout", "jama", "--title", "The title", "--sides", "One, Other", "--plot", str(path))
    run(review, "dep", *asked)
    text = path.read_text(encoding="utf-8")
    for words in ("The title", "One", "favours other"):
        assert words in text
    assert "Ketamine" not in text
    assert "drew" in run(review, "dep", "--plot-kind", "bubble", "--mod", "dose", *asked[-2:]).stdout
    assert "dose" in path.read_text(encoding="utf-8")


def test_what_is_not_there(review: Path) -> None:
    found = run(review, "--by", "design")  # of all comparisons
    assert (found.exit_code, "not answered: no study has an answer" in found.stdout) == (0, True)
    found = run(review, "dep", "--by", "popluation")
    assert found.exit_code == 2
    assert "no item or property is called 'popluation'" in found.stderr
    found = run(review, "dep", "--by", "design")
    assert found.exit_code == 2
    assert "no study has an answer to design" in found.stderr
