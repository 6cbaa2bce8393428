"""Structure before values: labels of two people are matched, and what is confirmed holds for the next study."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import NotSealed, Refused, UnknownName
from curate.review import Review
from curate.review.structures import Settled
from curate.store import structures as store

Opener = Callable[[str], Review]
STUDY, NEXT = "zhong-2016", "zou-2021"


def enter(
    review: Review, study: str, value: str, arm: str, outcome: str, time: str = "End of treatment"
) -> None:
    review.forms.enter(study, "mean", value, arms=[arm], outcome=outcome, timepoint=time, page=1)


def read(reopen: Opener, study: str, ann: tuple[str, str], bob: tuple[str, str]) -> Review:
    """Have two people read one number each under labels of their own, and seal."""
    for name, labels in (("ann", ann), ("bob", bob)):
        enter(reopen(name), study, "14.8", *labels)
    for name in ("ann", "bob"):
        reopen(name).forms.seal([study])
    return reopen("ann")


def codes(review: Review, study: str = STUDY) -> dict[str, str | None]:
    return {label.label: label.code for label in review.mappings.all(study)}


def test_what_the_rules_are_sure_of_is_settled_and_gets_its_partners_code(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Ketamine 0.5 mg/kg iv", "Depression"))
    assert codes(review)["Ketamine 0.5 mg/kg iv"] is None
    assert review.structures.settle(STUDY) == Settled(pairs=1, mapped=1, asked=0)
    assert codes(review)["Ketamine 0.5 mg/kg iv"] == "ketamine"
    (fact,) = [
        pair for each in review.reconciliation.pairings(STUDY) if each.people for pair in each.pairs
    ]
    assert fact.one == fact.two


def test_settling_again_writes_nothing(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Ketamine 0.5 mg/kg iv", "Depression"))
    review.structures.settle(STUDY)
    before = review.home.connection.execute("SELECT count(*) FROM event").fetchone()[0]
    assert review.structures.settle() == Settled(pairs=0, mapped=0, asked=0)
    assert review.home.connection.execute("SELECT count(*) FROM event").fetchone()[0] == before


def test_spelling_alone_is_asked_and_never_merged(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Esketamine", "Depression"))
    assert review.structures.settle(STUDY) == Settled(pairs=0, mapped=0, asked=1)
    assert codes(review)["Esketamine"] is None
    review.structures.say(STUDY, "arm", "Esketamine", "Ketamine", "different")
    assert review.structures.settle(STUDY).asked == 0  # it is not asked twice
    assert codes(review)["Esketamine"] is None


def test_what_a_person_confirms_holds_for_the_next_study(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Ketanest", "Depression"))
    review.structures.say(STUDY, "arm", "ketanest", "KETAMINE", "same", "the trade name")
    assert codes(review)["Ketanest"] == "ketamine"
    later = read(reopen, NEXT, ("Ketanest", "Depression"), ("Ketanest", "Depression"))
    assert codes(later, NEXT)["Ketanest"] is None
    assert later.structures.settle(NEXT).mapped == 1
    assert codes(later, NEXT)["Ketanest"] == "ketamine"


def test_a_name_within_one_report_does_not_hold_for_the_next(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Group A", "Depression"))
    review.structures.say(STUDY, "arm", "Group A", "Ketamine", "same")
    assert codes(review)["Group A"] == "ketamine"
    later = read(reopen, NEXT, ("Group A", "Depression"), ("Group A", "Depression"))
    later.structures.settle(NEXT)
    assert codes(later, NEXT)["Group A"] is None


def test_labels_with_two_codes_are_refused(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Control", "Depression"))
    assert codes(review)["Control"] == "control"
    with pytest.raises(Refused, match="are mapped to control and ketamine"):
        review.structures.say(STUDY, "arm", "Ketamine", "Control", "same")


def test_before_the_seals_nothing_is_matched(reopen: Opener) -> None:
    enter(reopen("ann"), STUDY, "14.8", "Ketamine", "Depression")
    enter(reopen("bob"), STUDY, "14.8", "Ketanest", "Depression")
    reopen("ann").forms.seal([STUDY])
    with pytest.raises(NotSealed, match="bob has not sealed"):
        reopen("ann").structures.settle(STUDY)
    assert reopen("ann").structures.all() == []


def test_a_label_that_nobody_uses_is_refused(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Ketanest", "Depression"))
    with pytest.raises(UnknownName, match="Ketalar") as caught:
        review.structures.say(STUDY, "arm", "Ketamine", "Ketalar", "same")
    assert caught.value.hint == "known: Ketamine, Ketanest"
    with pytest.raises(UnknownName, match="no kind of label"):
        review.structures.say(STUDY, "arms", "Ketamine", "Ketanest", "same")


def test_sizes_of_arms_are_those_randomised_and_told_once(reopen: Opener) -> None:
    where = {"outcome": "Depression", "timepoint": "End of treatment", "page": 1}
    for arm, value, role in (
        ("Ketamine", "30", "randomised"),
        ("Ketamine", "28", "analysed"),
        ("Control", "31", "randomised"),
    ):
        reopen("ann").forms.enter(STUDY, "n", value, role=role, arms=[arm], **where)
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Ketanest", "Depression"))
    study = next(each.id for each in review.studies.all() if each.name == STUDY)
    sides = store.sides(review.home.connection, study)
    assert [side.sizes for side in sides] == [{"Ketamine": 30, "Control": 31}, {}]


def test_a_judgement_that_two_laptops_made_differently_is_asked_again(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Esketamine", "Depression"))
    (arms,) = [each for each in review.structures.all(STUDY) if each.kind == "arm"]
    pair = sorted(((arms.one.extraction, "Ketamine"), (arms.two.extraction, "Esketamine")))
    connection: sqlite3.Connection = review.home.connection
    with review.home.act("match") as act:
        store.put_match(act, arms.study, "arm", *pair, "same", "one laptop")
        row = dict(connection.execute("SELECT * FROM structure_match").fetchone())
        act.insert(
            "structure_match", [{**row, "id": "sm_other", "verdict": "different", "reason": "the other"}]
        )
    assert store.judged(connection) == []
    assert review.structures.settle(STUDY).asked == 1
    review.structures.say(STUDY, "arm", "Ketamine", "Esketamine", "different")
    assert [each.verdict for each in store.judged(connection)] == ["different"]


def test_the_command_settles_asks_and_lists(reopen: Opener) -> None:
    review = read(reopen, STUDY, ("Ketamine", "Depression"), ("Esketamine", "Depression scale"))
    folder = str(review.home.folder)

    def said(*words: str, answers: str = "") -> str:
        done = CliRunner().invoke(main, [*words, "-C", folder, "--as", "ann"], input=answers)
        assert done.exit_code == 0, done.output
        return done.output

    def run(*words: str, answers: str = "") -> str:
        return said("match", *words, answers=answers)

    assert "2 labels of arms, outcomes or time points wait to be matched" in said("reconcile")
    assert "asked" in run("--list")
    assert "accepted" in run("--list")
    assert "settled 1 pair, mapped 1 label; 1 to ask" in run()
    assert "'Ketamine' and 'Esketamine': spelt alike" in run()  # nobody answered: asked again
    run(answers="n\n")
    assert "settled 0 pairs, mapped 0 labels; 0 to ask" in run()
