"""What is agreed can still be wrong: drawn by impact, read blind by a third person, open again where it differs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import NotSealed, Refused, UnknownName
from curate.review import Review
from curate.store.records import short_key

from .test_freezes import settle

Opener = Callable[[str], Review]
FACT = {"outcome": "Depression", "timepoint": "End of treatment", "page": 1}
VALUES = {
    "zhong-2016": {"Ketamine": ("30", "14.8", "0.256"), "Control": ("30", "16.814", "0.256")},
    "zou-2021": {"Ketamine": ("76", "8.69", "4.15"), "Control": ("81", "8.97", "4.28")},
}
"""What both readers type; the control group's SD of Zou is printed 4.82."""

CONTROL_SD = "control||depression|end|final|||||sd"


@pytest.fixture(scope="module")
def read_twice(extracted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a review in which two people read the same twelve numbers, one of them wrongly."""
    folder = tmp_path_factory.mktemp("agreed") / "review"
    shutil.copytree(extracted, folder)
    with Review.open(folder, "lead") as lead:
        for person in ("ann", "bob"):
            for study, arms in VALUES.items():
                for arm, values in arms.items():
                    for statistic, value in zip(("n", "mean", "sd"), values, strict=True):
                        role = "analysed" if statistic == "n" else ""
                        said = {**FACT, "arms": [arm], "person": person, "role": role}
                        lead.forms.enter(study, statistic, value, **said)  # type: ignore[arg-type]
                lead.forms.seal([study], person)
        settle(lead)
    return folder


@pytest.fixture
def agreed(read_twice: Path, tmp_path: Path) -> Iterator[Review]:
    """A copy of it that a test may change."""
    shutil.copytree(read_twice, tmp_path / "review")
    with Review.open(tmp_path / "review", "lead") as lead:
        yield lead


def as_carol(review: Review) -> Review:
    return Review.open(review.home.folder, "carol")


def test_a_draw_is_kept_with_its_chances_and_repeatable(agreed: Review) -> None:
    held = agreed.audits.draw(25, seed=1)
    assert (held.population, len(held.values), held.estimate) == (12, 3, None)
    sql = "SELECT seed, fraction, rules FROM audit"
    (row,) = agreed.home.connection.execute(sql).fetchall()
    assert (row["seed"], row["fraction"]) == (1, 25)
    assert "Hájek" in row["rules"]
    assert all(0 < value.probability <= 1 for value in held.values)
    with pytest.raises(Refused, match="3 values are not read"):
        agreed.audits.draw(25)
    assert agreed.checks.verify(quotes=False).problems == ()


def test_what_the_auditor_reads_the_same_leaves_everything_as_it_was(agreed: Review) -> None:
    agreed.audits.draw(100, seed=1)
    before = {record.key: record.value for record in agreed.results.records()}
    with as_carol(agreed) as carol:
        for value in carol.audits.last().left:  # type: ignore[union-attr]
            carol.audits.right(short_key(value.key))
        held = carol.audits.last()
        assert held is not None
        assert held.wrong == ()
    assert {record.key: record.value for record in agreed.results.records()} == before
    mine = [r for r in agreed.results.records() if r.study_name in VALUES]
    assert {record.basis_of_truth for record in mine} == {"double_agreed"}
    pairs = [p for p in agreed.reconciliation.pairings() if p.people]
    assert {(p.one, p.two) for p in pairs} == {("ann", "bob")}, (
        "the auditor is no third reader of a pair"
    )
    assert "2 people extracted" in agreed.methods.text()


def test_what_differs_is_open_again_and_wrong_once_it_is_decided(agreed: Review) -> None:
    agreed.audits.draw(100, seed=1)
    with as_carol(agreed) as carol:
        left = carol.audits.last().left  # type: ignore[union-attr]
        (wrong,) = [
            v
            for v in left
            if v.key.endswith("control||depression|end|final|||||sd") and _is_zou(agreed, v.study)
        ]
        name = short_key(wrong.key)
        assert carol.audits.found(name, "4.82", page=1, quote="8·97 (4·82)") is False
        for value in left:
            if value != wrong:
                carol.audits.right(short_key(value.key))
        held = carol.audits.last()
        assert held is not None
        assert (held.pending, held.estimate) == ((name,), None), "no estimate while something is open"
    (dispute,) = agreed.reconciliation.queue()
    assert {side.value for side in dispute.sides} == {"4.28", "4.82"}
    with pytest.raises(Refused, match="open"):
        agreed.freezes.freeze("v1")
    with pytest.raises(Refused, match="1 not decided yet"):
        agreed.audits.draw(50)
    with as_carol(agreed) as carol, pytest.raises(Refused, match="read already"):
        carol.audits.right(name)
    take = next(n for n, side in enumerate(dispute.sides, 1) if side.value == "4.82")
    about = agreed.decisions.about(
        name, choice="reading", take=str(take), reason="as printed", mode="lead", cause="misread"
    )
    agreed.decisions.put([about])
    done = agreed.audits.last()
    assert done is not None
    assert done.estimate is not None
    assert (done.wrong, done.estimate.read, done.estimate.wrong) == ((wrong.key,), 12, 1)
    assert done.estimate.share == pytest.approx(1 / 12, rel=1e-12), "all were drawn, each for certain"
    text = agreed.methods.text()
    assert (
        "read by a third person, 1 of them blind: 1 was wrong, an estimated 8.3% of all agreed values"
        in text
    )
    assert agreed.checks.verify(quotes=False).problems == ()
    agreed.freezes.freeze("v1")
    agreed.audits.draw(20, seed=2)
    assert len(agreed.audits.all()) == 2
    assert "an estimated 8.3%" in agreed.methods.text(), "a later draw hides none before it"


def _is_zou(review: Review, study: str) -> bool:
    return next(s.name for s in review.studies.all() if s.id == study) == "zou-2021"


def test_an_auditor_who_was_wrong_is_no_error_of_the_readers(agreed: Review) -> None:
    agreed.audits.draw(100, seed=1)
    with as_carol(agreed) as carol:
        left = carol.audits.last().left  # type: ignore[union-attr]
        mean = next(v for v in left if v.key.endswith("|mean"))
        name = short_key(mean.key)
        carol.audits.found(name, "99", page=1)
    (dispute,) = agreed.reconciliation.queue()
    take = next(n for n, side in enumerate(dispute.sides, 1) if side.value != "99")
    agreed.decisions.put(
        [
            agreed.decisions.about(
                name, choice="reading", take=str(take), reason="as printed", mode="lead"
            )
        ]
    )
    done = agreed.audits.last()
    assert done is not None
    assert done.wrong == ()
    assert done.estimate is not None
    assert done.estimate.share == 0


def test_what_cannot_be_is_refused_and_changes_nothing(agreed: Review) -> None:
    with pytest.raises(Refused, match="nothing was drawn"):
        agreed.audits.right("rc_1234")
    with pytest.raises(Refused, match="no share"):
        agreed.audits.draw(0)
    held = agreed.audits.draw(20, seed=1)
    name = short_key(held.values[0].key)
    before = agreed.home.connection.execute("SELECT count(*) FROM reading").fetchone()[0]
    with Review.open(agreed.home.folder, "ann") as ann, pytest.raises(Refused, match="ann extracted"):
        ann.audits.right(name)
    with as_carol(agreed) as carol:
        with pytest.raises(Refused, match="no number"):
            carol.audits.found(name, "some", page=1)
        with pytest.raises(Refused, match="page"):
            carol.audits.found(name, "12")
        with pytest.raises(UnknownName, match="rc_nothing"):
            carol.audits.found("rc_nothing", "12", page=1)
    assert agreed.home.connection.execute("SELECT count(*) FROM reading").fetchone()[0] == before


def test_nothing_agreed_is_nothing_to_audit(reopen: Opener) -> None:
    lead = reopen("lead")
    with pytest.raises(Refused, match="no value is agreed"):
        lead.audits.draw(8)


def test_the_command_draws_lists_and_tells_the_result(agreed: Review) -> None:
    where = ["-C", str(agreed.home.folder), "--as"]
    said = CliRunner().invoke(main, ["audit", "--agreed", "25%", "--seed", "1", *where, "lead"]).output
    assert "3 values of 12 agreed ones drawn by impact, 0 read (0 blind), 0 wrong" in said
    names = [line.split()[0] for line in said.splitlines() if line.startswith("  rc_")]
    assert len(names) == 3
    for name in names:
        done = CliRunner().invoke(main, ["audit", name, "--right", *where, "carol"])
        assert done.exit_code == 0, done.output
    last = CliRunner().invoke(main, ["audit", *where, "lead"]).output
    assert "errors left among all agreed values: 0.0% (95% interval 0.0% to" in last
    bad = CliRunner().invoke(main, ["audit", "--agreed", "many", *where, "lead"])
    assert bad.exit_code == 2


def test_while_somebody_reads_a_study_nothing_of_it_is_drawn(agreed: Review) -> None:
    agreed.forms.enter("zou-2021", "mean", "8.69", person="cas", **{**FACT, "arms": ["Ketamine"]})  # type: ignore[arg-type]
    held = agreed.audits.draw(100, seed=1)
    assert {_is_zou(agreed, value.study) for value in held.values} == {False}
    with pytest.raises(NotSealed):
        agreed.reconciliation.pairings("zou-2021")
