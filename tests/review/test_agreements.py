"""Agreement over studies, and each reader's errors against what was decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import Refused
from curate.model.protocol import Item
from curate.model.reading import Evidence, Reading, Result
from curate.parse.protocol import write_protocol
from curate.plots.agreement import agreement_plot
from curate.review import Review
from curate.store.mappings import map_aliases
from curate.store.readings import person_extraction, put_person_reading

Opener = Callable[[str], Review]
STUDIES = ("keilp-2021", "zhong-2016", "zou-2021")
CONTROL = {"mean": "10.0", "sd": "5.0", "n": "20"}
SAID = {
    "ann": {"mean": ("12.3", "14.8", "9"), "sd": ("4.5", "5.5", "6.5"), "n": ("17", "18", "19")},
    "bob": {"mean": ("12.30", "14.8", "9"), "sd": ("4.5", "5.5", "5.6"), "n": ("17", "18", None)},
}
DESIGN = {"ann": ("parallel", "parallel", "crossover"), "bob": ("parallel", "crossover", "crossover")}


@pytest.fixture
def sealed(reopen: Opener) -> Review:
    """Ann and Bob have sealed three studies: of 21 facts 18 agree, one is left out."""
    items = (Item("design", "Design?", "category", ("parallel", "crossover")),)
    ann = reopen("ann")
    ann.home.set_protocol(write_protocol(replace(ann.protocol, items=items)))
    for name, said in SAID.items():
        review = reopen(name)
        for at, study in enumerate(STUDIES):
            ketamine = {statistic: values[at] for statistic, values in said.items() if values[at]}
            put(review, study, _result("Ketamine"), ketamine)
            put(review, study, _result("Control"), CONTROL)
            put(review, study, Result(scope="study"), {"design": DESIGN[name][at]})
            review.forms.seal([study])
    return reopen("cas")


def _result(arm: str) -> Result:
    return Result((arm,), (), "Depression", "End of treatment", basis="final")


def put(
    review: Review, study: str, result: Result, said: dict[str, str], mode: str = "independent"
) -> None:
    held = review.studies.find(study)
    with review.home.act("form") as act:
        extraction = person_extraction(act, review.home.person(review.home.actor), held.id, mode)
        for name, text in said.items():
            evidence = Evidence(held.reports[0], text, page=1)
            asked = {"item": name} if name == "design" else {}
            put_person_reading(
                act, extraction, result, Reading("" if asked else name, text, evidence, **asked)
            )
        map_aliases(act, review.protocol)


def test_agreement_of_people_over_studies(sealed: Review) -> None:
    people, programs = sealed.reconciliation.agreements(sealed.reconciliation.pairings())
    assert (people.people, people.studies, programs.people) == (True, 3, False)
    counted = {kind: (held.agreeing, held.omissions, held.pairs) for kind, held in people.kinds.items()}
    assert counted == {
        "all": (18, 1, 21),
        "structure": (12, 0, 12),
        "counts": (5, 1, 6),
        "averages": (6, 0, 6),
        "spread": (5, 0, 6),
        "category": (2, 0, 3),
    }
    interval = people.kinds["all"].interval
    assert interval is not None
    assert interval.low < 100 * 18 / 21 < interval.high
    (design,) = people.categories
    assert (design.item, design.one, design.two, design.found.n) == ("design", "ann", "bob", 3)
    # agreement 2/3; kappa by hand: margins (2/3, 1/3) and (1/3, 2/3), by chance 4/9; AC1's chance 1/2
    assert design.found.kappa == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert design.found.ac1 == pytest.approx(1 / 3)


def test_who_saw_what_programs_had_read_is_no_independent_second(reopen: Opener) -> None:
    for name, study, mode in (
        ("ann", "keilp-2021", "independent"),
        ("bob", "keilp-2021", "independent"),
        ("ann", "zou-2021", "assisted"),
        ("bob", "zou-2021", "independent"),
    ):
        review = reopen(name)
        put(review, study, _result("Ketamine"), {"mean": "12.3", "sd": "4", "n": "20"}, mode)
        put(review, study, _result("Control"), CONTROL, mode)
        review.forms.seal([study])
    cas = reopen("cas")
    found = [
        each for each in cas.reconciliation.agreements(cas.reconciliation.pairings()) if each.people
    ]
    assert [(each.assisted, each.studies, each.kinds["all"].pairs) for each in found] == [
        (0, 1, 6),
        (1, 1, 6),
    ]
    assert {each.assisted for each in cas.reconciliation.effects()} == {1}
    text = cas.methods.text()
    assert "1 was extracted by two people independently, 1 was extracted by one person with the" in text
    assert "two extractors who read independently agreed exactly on 100.0% of 6 values" in text
    assert "the two agreed exactly on 100.0% of 6 values before any discussion" in text
    assert ("assisted and independent", 1) in cas.overview.standing().designs
    where = ["-C", str(cas.home.folder), "--as", "cas"]
    said = CliRunner().invoke(main, ["reconcile", "--effects", *where]).output
    assert "people, 1 assisted" in said
    assert "agreement between people, one of whom saw what programs had read, 1 study" in said
    assert "1 study read with the programs' readings in view: not independent" in said


def test_effects_of_two_people_by_study(sealed: Review, tmp_path: Path) -> None:
    held = {each.comparison: each for each in sealed.reconciliation.effects()}["depression"]
    assert (held.one, held.two, held.measure, len(held.pairs), held.of_one_only) == (
        "ann",
        "bob",
        "SMD",
        3,
        1,
    )
    assert held.within is not None
    assert (held.within.pairs, held.within.agreeing) == (2, 2)  # bob gave no n of the third
    assert held.bland_altman is not None
    assert held.bland_altman.differences == (0.0, 0.0)
    drawn = agreement_plot([(held.label, held.measure, held.bland_altman)], tmp_path / "plot.svg")
    assert drawn.read_bytes().startswith(b"<?xml")
    with pytest.raises(Refused, match="nothing to plot"):
        agreement_plot([("x", "SMD", None)], tmp_path / "none.svg")


def test_errors_are_counted_against_what_was_decided(sealed: Review) -> None:
    for dispute in sealed.reconciliation.queue():
        ann = next((side for side in dispute.sides if side.reader == "ann"), None)
        if ann is not None:
            cause = "omission" if len(dispute.sides) == 1 else "misread"
            made = sealed.decisions.about(
                dispute.id, choice="reading", take=ann.reading, reason="x", mode="lead", cause=cause
            )
            sealed.decisions.put([made])
    rates = {each.reader: each for each in sealed.reconciliation.errors()}
    ann, bob = rates["ann"], rates["bob"]
    assert (ann.facts, ann.wrong, ann.omitted) == (21, 0, 0)
    assert (bob.facts, bob.wrong, bob.omitted) == (21, 2, 1)
    assert bob.causes == (("misread", 2), ("omission", 1))


def test_the_command_prints_agreement_as_a_table_and_as_json(sealed: Review, copy: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["reconcile", *arguments, "-C", str(copy), "--as", "cas"])
        assert done.exit_code == 0, done.output
        return done.output

    text = run("--readers", "--effects", "--plot", str(copy / "effects.png"))
    assert "2 of 2 studies within 0.1: 100%, 95% interval 34 to 100" in text
    assert (copy / "effects.png").stat().st_size > 1000
    assert "agreement between people, 3 studies" in text
    assert "design, ann v bob: 67% of 3 answers, κ 0.40, AC1 0.33" in text
    assert "transposed digits: reader 1 " in text
    assert "ann 6.5" not in text
    held = json.loads(run("--json", "--readers", "--effects"))
    (depression,) = [each for each in held["effects"] if each["comparison"] == "depression"]
    assert depression["within_0.1"]["agreeing"] == 2
    assert depression["appendix"]["ccc"] == pytest.approx(1)
    assert depression["effects"][2][2] is None
    assert held["agreement"][0]["categories"][0]["pabak"] == pytest.approx(1 / 3)
    assert held["agreement"][0]["kinds"]["all"]["agreeing"] == 18
    assert {each["reader"] for each in held["readers"]} == {"ann", "bob", "prose", "table"}
    kinds = sorted(each["difference"] for each in held["disagreements"])
    assert kinds == ["conflict", "omission", "transposed"]


def test_the_methods_paragraph_is_counted_in_the_store(sealed: Review) -> None:
    text = sealed.methods.text()
    assert "by two people independently" in text
    assert "2 people extracted" in text
    assert "agreed exactly on" in text
    assert "still open" in text
    assert "post hoc" not in text
    protocol = (sealed.home.folder / "review.toml").read_text(encoding="utf-8")
    sealed.home.set_protocol(protocol + "\n# a change that is seen\n")
    assert "changed once after the first extraction had been sealed" in sealed.methods.text()


def test_the_appendix_has_the_coefficients_and_says_what_they_are_worth(sealed: Review) -> None:
    found = {
        each.kind: each for each in sealed.reconciliation.appendix(sealed.reconciliation.pairings())
    }
    assert {kind: each.numbers for kind, each in found.items()} == {
        "counts": 5,
        "averages": 6,
        "spread": 6,
    }
    assert found["averages"].ccc == pytest.approx(1)
    assert found["spread"].ccc is not None
    assert 0.5 < found["spread"].ccc < 1, "5.6 for 6.5"
    where = ["-C", str(sealed.home.folder), "--as", "cas"]
    said = CliRunner().invoke(main, ["reconcile", "--appendix", *where]).output
    assert said.index("agreement between people") < said.index("ICC(2,1)")
    assert "report agreement first" in said
