"""A pilot round tells each person's errors beside known answers, and gives the review no fact."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import Refused, UnknownName
from curate.review import Review

Opener = Callable[[str], Review]
FACT = {"outcome": "Depression", "timepoint": "End of treatment", "page": 1}
Row = tuple[str, str, str, str]
KEY: tuple[Row, ...] = (("Ketamine", "76", "8.69", "4.15"), ("Control", "81", "8.97", "4.82"))
READ: dict[str, tuple[tuple[Row, ...], str]] = {
    "meg": (KEY, "sd"),
    "ann": (KEY, "sd"),
    "bob": ((("Ketamine", "76", "8.96", "4.15"), ("Control", "", "8.97", "4.82")), "se"),
}
"""Person → what is typed, and what the spread is called. Meg's is the key; Bob swaps two digits, leaves an n out
and takes the SD for an SE."""


def extract(review: Review, person: str, study: str = "zou-2021") -> None:
    rows, spread = READ[person]
    for arm, n, mean, sd in rows:
        for statistic, value in (("n", n), ("mean", mean), (spread, sd)):
            if value:
                said = {
                    **FACT,
                    "arms": [arm],
                    "person": person,
                    "role": "analysed" if statistic == "n" else "",
                }
                review.forms.enter(study, statistic, value, **said)  # type: ignore[arg-type]
    review.forms.seal([study], person)


@pytest.fixture(scope="module")
def trained(extracted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pilot") / "review"
    shutil.copytree(extracted, folder)
    with Review.open(folder, "lead") as lead:
        for person in READ:
            extract(lead, person)
    return folder


@pytest.fixture
def lead(trained: Path, tmp_path: Path) -> Iterator[Review]:
    shutil.copytree(trained, tmp_path / "review")
    with Review.open(tmp_path / "review", "lead") as review:
        yield review


def test_each_persons_errors_are_found_item_by_item(lead: Review) -> None:
    assert lead.pilots.mark(["zou-2021"], "meg") == 1
    assert lead.pilots.mark(["zou-2021"], "meg") == 0
    held = lead.pilots.result()
    assert (held.studies, held.waiting) == ({"zou-2021": "meg"}, {})
    assert held.found is not None
    scores = {
        (s.item, s.person): (s.found.agreeing, s.found.pairs, s.found.omissions)
        for s in held.found.scores
    }
    assert scores["mean", "ann"] == (2, 2, 0)
    assert scores["mean", "bob"] == (1, 2, 0)
    assert scores["n", "bob"] == (1, 2, 1)
    assert scores["sd", "bob"] == (0, 2, 2)
    assert scores["se", "bob"] == (0, 2, 2)
    assert scores["spread type", "ann"] == (2, 2, 0)
    assert scores["spread type", "bob"] == (0, 2, 0)
    assert scores["structure", "bob"] == (4, 4, 0)
    people = {score.person: score.found.percent for score in held.found.people}
    assert people["ann"] == 100
    assert people["bob"] == pytest.approx(100 * 2 / 8)
    assert list(held.found.advice) == ["bob: 25%, the others 100%: another round"]


def test_an_item_that_most_people_miss_is_the_codebooks_fault(lead: Review) -> None:
    lead.pilots.mark(["zou-2021"], "bob")
    found = lead.pilots.result().found
    assert found is not None
    assert "item spread type: 0%, 2 of 2 people below 80%: reword its line of the codebook" in list(
        found.advice
    )


def test_a_training_study_gives_the_review_no_fact(lead: Review) -> None:
    lead.pilots.mark(["zou-2021"], "meg")
    assert {record.study_name for record in lead.results.records()} == {"keilp-2021", "zhong-2016"}
    assert {d.study_name for d in lead.reconciliation.queue()} <= {"keilp-2021", "zhong-2016"}
    assert {p.study_name for p in lead.reconciliation.pairings()} == {"keilp-2021", "zhong-2016"}
    assert ("training", 1) in lead.overview.standing().designs
    assert lead.pilots.left_out() == ["zou-2021"]
    assert "zou-2021" not in lead.assignments.share(["ann", "bob"])
    text = lead.methods.text()
    before, _, after = text.partition(" Outcome data of 2 studies (2 reports) were collected")
    assert before.endswith(
        "extracted 1 training study, agreeing with the known answers on 57.1% of the values."
    )
    assert before.startswith("Before the extraction, 2 people")
    assert "people extracted" not in after, "nobody has extracted a study of the review yet"
    with pytest.raises(Refused, match="zou-2021 is a training study"):
        lead.reconciliation.pairings("zou-2021")
    shown = CliRunner().invoke(main, ["status", "-C", str(lead.home.folder), "--as", "lead"]).output
    assert "training    zou-2021: nothing of it is used" in shown
    assert lead.checks.verify(quotes=False).problems == ()


def test_one_that_counts_is_a_study_like_any_other(lead: Review) -> None:
    lead.pilots.mark(["zou-2021"], "meg", counts=True)
    assert "zou-2021" in {d.study_name for d in lead.reconciliation.queue()}
    assert lead.pilots.left_out() == []
    assert lead.pilots.result().found is not None


def test_the_mark_is_taken_back_for_a_reason(lead: Review) -> None:
    lead.pilots.mark(["zou-2021"], "meg")
    with pytest.raises(Refused, match="reason"):
        lead.pilots.end(["zou-2021"], " ")
    with pytest.raises(Refused, match="zhong-2016: no training study"):
        lead.pilots.end(["zou-2021", "zhong-2016"], "by mistake")
    assert lead.pilots.end(["zou-2021"], "it is included after all") == 1
    assert "zou-2021" in {d.study_name for d in lead.reconciliation.queue()}
    with pytest.raises(Refused, match="no study"):
        lead.pilots.result()


def test_nothing_is_compared_before_all_seals_and_the_key(lead: Review) -> None:
    lead.pilots.mark(["zou-2021", "zhong-2016"], "meg")
    assert lead.pilots.result().waiting == {
        "zhong-2016": "meg, whose answers are the key, has not extracted it"
    }
    lead.forms.enter("zou-2021", "mean", "8.69", person="cas", **{**FACT, "arms": ["Ketamine"]})  # type: ignore[arg-type]
    held = lead.pilots.result()
    assert held.waiting["zou-2021"] == "cas has not sealed yet"
    assert held.found is None


def test_what_cannot_be_is_refused_and_changes_nothing(lead: Review) -> None:
    with pytest.raises(UnknownName):
        lead.pilots.mark(["zou-2021", "nobody-2020"], "meg")
    with pytest.raises(Refused, match="somebody's"):
        lead.pilots.mark(["zou-2021"], " ")
    text = (lead.home.folder / "review.toml").read_text(encoding="utf-8")
    lead.home.set_protocol(f'{text}\n[[person]]\nname = "tess"\ntrainee = true\n')
    with pytest.raises(Refused, match="trainee"):
        lead.pilots.mark(["zou-2021"], "tess")
    assert lead.pilots.left_out() == []


def test_a_work_file_of_a_training_study_holds_no_answer_of_the_key(
    lead: Review, tmp_path: Path
) -> None:
    from curate.review.workfiles import unpack

    lead.pilots.mark(["zou-2021"], "meg")
    packed = lead.workfiles.pack(tmp_path / "cas.curate", "cas")
    unpack(packed.path, tmp_path / "cas")
    with Review.open(tmp_path / "cas") as cas:
        assert cas.home.connection.execute("SELECT count(*) FROM reading").fetchone()[0] == 0


def test_the_command_marks_and_tells(lead: Review) -> None:
    where = ["-C", str(lead.home.folder), "--as", "lead"]
    said = CliRunner().invoke(main, ["pilot", "zou-2021", "--key", "meg", *where])
    assert said.exit_code == 0, said.output
    told = CliRunner().invoke(main, ["pilot", *where]).output
    assert "bob: 25%, the others 100%: another round" in told
    assert "100% of 2" in told
    assert CliRunner().invoke(main, ["pilot", "--json", *where]).output.startswith("{")
    neither = CliRunner().invoke(main, ["pilot", "zou-2021", *where])
    assert neither.exit_code == 2
    assert CliRunner().invoke(main, ["pilot", "--key", "meg", *where]).exit_code == 2
    assert CliRunner().invoke(main, ["pilot", "--end", *where]).exit_code == 2


def test_a_training_study_is_closed_until_ones_own_is_sealed(lead: Review) -> None:
    lead.pilots.mark(["zou-2021"], "meg")
    closed = {}
    for person in ("meg", "ann", "joe"):
        with Review.open(lead.home.folder, person) as review:
            closed[person] = "zou-2021" in review.sheets.closed()
    assert closed == {"meg": False, "ann": False, "joe": True}
