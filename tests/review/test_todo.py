"""A changed protocol asks for just the parts concerned in just the studies concerned, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import Refused, UnknownName
from curate.review import Review
from curate.store.merge import merge

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}
QUESTION = '[[item]]\ncode = "dose"\nquestion = "Which dose?"\n'


def extract(review: Review, study: str, person: str, *, seal: bool = True, **said: object) -> None:
    review.forms.enter(study, "mean", "14.80", person=person, **{**FACT, **said})  # type: ignore[arg-type]
    if seal:
        review.forms.seal([study], person)


def change(review: Review, old: str, new: str) -> None:
    text = (review.home.folder / "review.toml").read_text(encoding="utf-8")
    assert old in text
    review.home.set_protocol(text.replace(old, new, 1))


def ask(review: Review, question: str = QUESTION) -> None:
    text = (review.home.folder / "review.toml").read_text(encoding="utf-8")
    review.home.set_protocol(f"{text}\n{question}")


def asked(review: Review) -> list[tuple[str, str, tuple[str, str]]]:
    return [(task.person, task.study, task.part) for task in review.todo.all() if task.kind == "asked"]


def test_nothing_is_asked_while_nothing_changed(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    extract(lead, "zou-2021", "ann", seal=False)
    assert [(task.person, task.study, task.kind) for task in lead.todo.all()] == [
        ("ann", "zou-2021", "seal")
    ]
    lead.assignments.share(["ann", "bob"], ["zhong-2016"])
    assert ("bob", "zhong-2016", "extract") in [
        (t.person, t.study, t.kind) for t in lead.todo.all("bob")
    ]


def test_a_new_question_goes_to_those_who_have_sealed(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    extract(lead, "zou-2021", "bob", seal=False)
    ask(lead)
    assert asked(lead) == [("ann", "zhong-2016", ("item", "dose"))]
    lead.todo.keep("zhong-2016", ["dose"], "the report does not say", "ann")
    assert asked(lead) == []
    change(lead, 'question = "Which dose?"', 'question = "Which dose, in mg/kg?"')
    assert asked(lead) == [("ann", "zhong-2016", ("item", "dose"))], "asked otherwise, so asked again"
    change(lead, 'title = "Ketamine', 'title = "On ketamine')
    assert asked(lead) == [("ann", "zhong-2016", ("item", "dose"))], "a title asks nothing"
    lead.todo.keep("zhong-2016", ["dose"], "still not said", "ann")
    change(lead, 'title = "On ketamine', 'title = "Ketamine')
    assert asked(lead) == []


def test_a_new_outcome_is_there_once_somebody_read_it(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    ask(lead, '[[outcome]]\ncode = "sleep"\nlabel = "Sleep"\ndirection = "lower"\n')
    assert asked(lead) == [("ann", "zhong-2016", ("outcome", "sleep"))]
    extract(lead, "zhong-2016", "ann", seal=False, outcome="Sleep", reason="asked since v2")
    assert asked(lead) == []


def test_a_correction_made_before_the_question_changed_is_no_answer_to_it(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    extract(lead, "zhong-2016", "ann", seal=False, outcome="Anxiety", reason="was forgotten")
    change(
        lead,
        'code = "anxiety"\nlabel = "Anxiety"\n',
        'code = "anxiety"\nlabel = "Anxiety"\nmaximum = 56\n',
    )
    assert asked(lead) == [("ann", "zhong-2016", ("outcome", "anxiety"))]


def test_kept_answers_are_merged_and_merged_again(reopen: Opener, tmp_path: Path) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    ask(lead)
    shutil.copytree(lead.home.folder, tmp_path / "other")
    with Review.open(tmp_path / "other", "ann") as other:
        other.todo.keep("zhong-2016", ["dose"], "not said", "ann")
    new = merge(lead.home.connection, tmp_path / "other" / "review.db")
    assert new["kept_answer"] == 1
    assert merge(lead.home.connection, tmp_path / "other" / "review.db") == {}
    assert asked(lead) == []
    assert lead.checks.verify(quotes=False).problems == ()


def test_what_cannot_be_kept_is_refused(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    ask(lead)
    with pytest.raises(Refused, match="reason"):
        lead.todo.keep("zhong-2016", ["dose"], " ", "ann")
    with pytest.raises(UnknownName, match="rout"):
        lead.todo.keep("zhong-2016", ["rout"], "not said", "ann")
    with pytest.raises(UnknownName, match="dose"):
        lead.todo.keep("zou-2021", ["dose"], "not said", "ann")
    assert asked(lead) == [("ann", "zhong-2016", ("item", "dose"))]


def test_the_command_lists_and_keeps(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead, "zhong-2016", "ann")
    ask(lead)
    where = ["-C", str(lead.home.folder), "--as", "ann"]
    said = CliRunner().invoke(main, ["todo", *where])
    assert "  zhong-2016: item dose (Which dose?): added" in said.output
    kept = CliRunner().invoke(
        main, ["todo", "zhong-2016", "--keep", "dose", "--reason", "not said", *where]
    )
    assert kept.exit_code == 0, kept.output
    assert CliRunner().invoke(main, ["todo", *where]).output == "nothing to do\n"
