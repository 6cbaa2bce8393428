"""Nobody sees what another person has read before all have sealed; names and modes say what happened."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from curate.errors import FormError, NotSealed, Refused, StoreError
from curate.extract.job import Job, JobResult
from curate.model.protocol import Item
from curate.model.reading import Evidence, Reading, Result
from curate.parse.protocol import write_protocol
from curate.review import Review
from curate.store.connect import writing
from curate.store.merge import merge
from curate.store.readings import person_extraction, put_person_reading

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}
STUDY = "zhong-2016"


def enter(
    review: Review, value: str, statistic: str = "mean", study: str = STUDY, **said: object
) -> bool:
    return review.forms.enter(study, statistic, value, **{**FACT, **said})  # type: ignore[arg-type]


def test_a_form_with_entries_is_written_by_its_reader_only(reopen: Opener, tmp_path: Path) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    path = tmp_path / "form.xlsx"
    assert bob.forms.write(path, "ann", [STUDY]) == 1
    enter(ann, "14.80")
    with pytest.raises(Refused, match="would show"):
        bob.forms.write(path, "ann", [STUDY])
    assert ann.forms.write(path, "ann", [STUDY]) == 1
    ann.forms.seal([STUDY])
    assert bob.forms.write(path, "ann", [STUDY]) == 1


def test_labels_and_records_of_others_wait_for_the_seals(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    enter(ann, "14.80", outcome="Secret score")
    enter(ann, "14.80")
    assert "Secret score" in {label.label for label in ann.mappings.all()}
    assert "Secret score" not in {label.label for label in bob.mappings.all()}
    ann.forms.seal([STUDY])
    enter(bob, "1", "sd")
    assert {record.value for record in bob.results.records() if record.study_name == STUDY} == set()
    assert bob.results.waiting() == [(STUDY, ["bob"])]
    assert "14.80" not in bob.exports.frame("records")["value"].tolist()
    assert [p.where for p in bob.checks.all() if p.code == "awaiting_seal"] == [STUDY]


def test_who_extracts_independently_is_shown_own_labels_only(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    machine = {label.label for label in bob.mappings.shown(STUDY)}
    assert machine  # what programs called things, while bob has not begun
    enter(ann, "14.80", outcome="Secret score")
    ann.forms.seal([STUDY])
    enter(bob, "1", "sd")
    own = {label.label for label in bob.mappings.shown(STUDY)}
    assert own == {"Ketamine", "Depression", "End of treatment"}
    assert {label for _, label in bob.mappings.pages(STUDY)} == own
    assert "Secret score" in {label.label for label in bob.mappings.all(STUDY)}
    bob.forms.seal([STUDY])
    assert {"Secret score", *machine} <= {label.label for label in bob.mappings.shown(STUDY)}


def test_verify_does_not_fail_for_a_quote_that_a_person_mistyped(reopen: Opener) -> None:
    ann = reopen("ann")
    enter(ann, "14.80", quote="these words stand nowhere")
    assert ann.checks.verify().problems == ()
    told = [problem for problem in ann.checks.all() if problem.code == "quote_not_found"]
    assert [problem.where for problem in told] == ["zhong-2016.pdf, page 1"]
    assert not [p for p in reopen("bob").checks.all() if p.code == "quote_not_found"]


def test_a_page_that_the_report_does_not_have_is_refused(reopen: Opener) -> None:
    with pytest.raises(Refused, match="2 pages"):
        enter(reopen("ann"), "14.80", page=3)


@pytest.fixture
def disputed(reopen: Opener) -> str:
    for name, value in (("ann", "14.80"), ("bob", "14.08")):
        enter(reopen(name), value)
        reopen(name).forms.seal([STUDY])
    (dispute,) = reopen("ann").reconciliation.queue(STUDY)
    return dispute.id


@pytest.mark.parametrize(
    ("actor", "mode", "people", "error"),
    [
        ("ann", "third_person", (), "no third person"),
        ("cas", "third_person", ("bob",), "no third person"),
        ("ann", "consensus", ("ann", "ann"), "names both"),
        ("ann", "consensus", ("ann", "cas"), "between the extractors"),
    ],
)
def test_a_mode_that_the_names_contradict_is_refused(
    reopen: Opener, disputed: str, actor: str, mode: str, people: tuple[str, ...], error: str
) -> None:
    decisions = reopen(actor).decisions
    made = decisions.about(disputed, choice="not_reported", reason="x", mode=mode, participants=people)
    with pytest.raises(Refused, match=error):
        decisions.put([made])


@pytest.mark.parametrize(
    ("actor", "mode", "people"),
    [("cas", "third_person", ()), ("ann", "consensus", ("ann", "bob")), ("ann", "lead", ())],
)
def test_a_mode_that_fits_is_taken(
    reopen: Opener, disputed: str, actor: str, mode: str, people: tuple[str, ...]
) -> None:
    decisions = reopen(actor).decisions
    decisions.put(
        [decisions.about(disputed, choice="reject", reason="x", mode=mode, participants=people)]
    )
    assert reopen("ann").reconciliation.queue(STUDY) == []


def test_a_card_has_no_reading_beyond_its_last(reopen: Opener, disputed: str) -> None:
    with pytest.raises(Refused, match="no reading 3"):
        reopen("cas").decisions.about(disputed, choice="reading", take="3", reason="x", mode="lead")


def test_a_decision_on_words_that_are_not_in_the_report_is_refused(
    reopen: Opener, disputed: str
) -> None:
    lead = reopen("lead")
    said = {"choice": "typed", "typed": "14.99", "page": 1, "reason": "so it says", "mode": "lead"}
    with pytest.raises(Refused, match=r"“14\.99” does not stand on page 1"):
        lead.decisions.about(disputed, **said)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="“no such words” does not stand"):
        lead.decisions.about(disputed, quote="no such words", **said)  # type: ignore[arg-type]
    of_a_figure = lead.decisions.about(disputed, quote="Report of", **said)  # type: ignore[arg-type]
    assert of_a_figure.evidence is not None
    assert of_a_figure.evidence.box is not None


def test_answers_that_differ_are_decided_and_never_rounded(reopen: Opener) -> None:
    ann = reopen("ann")
    design = Item("design", "Design?", "category", ("parallel", "crossover"))
    _protocol(ann, design)
    _answer(ann, "parallel")
    bob = reopen("bob")
    _answer(bob, "crossover")
    cas = reopen("cas")
    cas.decisions.accept_rounding("third_person")
    (dispute,) = cas.reconciliation.queue(STUDY)
    say = {"choice": "typed", "page": 1, "reason": "x", "mode": "lead"}
    with pytest.raises(Refused, match="Design"):
        cas.decisions.about(dispute.id, typed="both", **say)  # type: ignore[arg-type]
    cas.decisions.put([cas.decisions.about(dispute.id, typed="Parallel", **say)])  # type: ignore[arg-type]
    assert cas.reconciliation.queue(STUDY) == []
    (pairing,) = [each for each in cas.reconciliation.pairings(STUDY) if each.people]
    assert (pairing.agreement.pairs, pairing.agreement.percent) == (1, 0.0)


def _protocol(review: Review, *items: Item, text: str = "") -> None:
    review.home.set_protocol(text + write_protocol(replace(review.protocol, items=items)))


def _answer(review: Review, answer: str) -> None:
    study = review.studies.find(STUDY)
    evidence = Evidence(study.reports[0], answer, page=1)
    with review.home.act("form") as act:
        extraction = person_extraction(act, review.home.person(review.home.actor), study.id)
        reading = Reading("", answer, evidence, item="design", as_printed=answer)
        put_person_reading(act, extraction, Result(scope="study"), reading)
    review.forms.seal([STUDY])


# A changed protocol, and copies of a review


def test_a_filled_form_outlives_a_protocol_that_asks_the_same(reopen: Opener, tmp_path: Path) -> None:
    ann = reopen("ann")
    enter(ann, "14.80")
    path = tmp_path / "form.xlsx"
    ann.forms.write(path, None, [STUDY])
    _protocol(ann, Item("dose", "Dose?"), text="# a comment\n")
    assert ann.forms.read(path).same == 1


def test_a_form_that_answers_a_question_changed_since_is_refused(reopen: Opener, tmp_path: Path) -> None:
    ann = reopen("ann")
    _protocol(ann, Item("design", "Design?", "category", ("parallel", "crossover")))
    _answer(ann, "parallel")
    path = tmp_path / "form.xlsx"
    ann.forms.write(path, None, [STUDY])
    _protocol(ann, Item("design", "Design?", "category", ("parallel", "cluster")))
    with pytest.raises(FormError, match="changed since") as caught:
        ann.forms.read(path)
    assert caught.value.details == ("Design?",)


def test_a_sheet_that_nobody_touched_opens_no_extraction(reopen: Opener, tmp_path: Path) -> None:
    ann = reopen("ann")
    path = tmp_path / "form.xlsx"
    ann.forms.write(path)
    assert ann.forms.read(path).studies == 0
    assert ann.results.waiting() == []


def test_labels_keep_their_meaning_when_a_report_is_split_off(reopen: Opener) -> None:
    ann = reopen("ann")
    ann.studies.join("keilp-2021", [STUDY])
    enter(ann, "1", arms=["Drug A"], study="keilp-2021", report="zhong-2016.pdf")
    ann.mappings.map_everywhere("arm", "Drug A", "ketamine")
    ann.forms.seal(["keilp-2021"])
    ann.studies.split("keilp-2021", "zhong-2016.pdf", "Zhong 2016")
    told = [problem for problem in ann.checks.all() if problem.code == "evidence_elsewhere"]
    assert [problem.where for problem in told] == ["keilp-2021"]
    with pytest.raises(Refused, match="itself"):
        ann.studies.join("Zhong 2016", ["Zhong 2016"])


def test_a_label_in_two_spellings_is_mapped_in_one_study(reopen: Opener) -> None:
    ann = reopen("ann")
    enter(ann, "1", arms=["Drug A"])
    enter(ann, "2", arms=["drug  a"])
    assert ann.mappings.map_everywhere("arm", "Drug A", "ketamine") == 1
    assert ann.mappings.map_everywhere("arm", "Drug A", "ketamine") == 0


def test_copies_of_a_review_go_on_with_chains_of_their_own(copy: Path, tmp_path: Path) -> None:
    shutil.copytree(copy, tmp_path / "laptop")
    for folder, value in ((copy, "1"), (tmp_path / "laptop", "2")):
        with Review.open(folder, "ann") as review:
            enter(review, value, study="keilp-2021")
    with Review.open(copy, "ann") as review:
        assert merge(review.home.connection, tmp_path / "laptop" / "review.db")["event"] == 1
        assert review.checks.verify(quotes=False).problems == ()


def test_a_fact_decided_in_two_ways_comes_back_and_no_batch_settles_it(
    reopen: Opener, copy: Path, tmp_path: Path
) -> None:
    for name, value in (("ann", "14.8"), ("bob", "14.84")):
        enter(reopen(name), value)
        reopen(name).forms.seal([STUDY])
    shutil.copytree(copy, tmp_path / "laptop")
    for folder, take in ((copy, "1"), (tmp_path / "laptop", "2")):
        with Review.open(folder, "cas") as review:
            (dispute,) = review.reconciliation.queue(STUDY)
            assert dispute.difference == "rounding"
            made = review.decisions.about(
                dispute.id, choice="reading", take=take, reason="x", mode="lead"
            )
            review.decisions.put([made])
    with Review.open(copy, "cas") as review:
        merge(review.home.connection, tmp_path / "laptop" / "review.db")
        (dispute,) = review.reconciliation.queue(STUDY)
        assert (dispute.difference, dispute.parted) == ("decided in two ways", True)
        review.decisions.accept_rounding("third_person")
        assert [each.key for each in review.reconciliation.queue(STUDY)] == [dispute.key]


def test_a_fact_of_one_reader_that_was_decided_in_two_ways_has_a_card(
    reopen: Opener, copy: Path, tmp_path: Path
) -> None:
    enter(reopen("ann"), "14.8")
    reopen("ann").forms.seal([STUDY])
    key = next(each.key for each in reopen("ann").results.records() if each.value == "14.8")
    shutil.copytree(copy, tmp_path / "laptop")
    for folder, choice in ((copy, "reject"), (tmp_path / "laptop", "not_reported")):
        with Review.open(folder, "cas") as review:
            made = review.decisions.about(key, choice=choice, reason="x", mode="lead")
            review.decisions.put([made])
    with Review.open(copy, "cas") as review:
        merge(review.home.connection, tmp_path / "laptop" / "review.db")
        (dispute,) = review.reconciliation.queue(STUDY)
        assert (dispute.difference, dispute.because, len(dispute.sides)) == (
            "decided in two ways",
            (),
            1,
        )


# What a kill, a full disk or another program leaves


def test_a_report_half_copied_is_copied_again(reopen: Opener) -> None:
    ann = reopen("ann")
    row = next(row for row in ann.reports.all() if row["study_name"] == STUDY)
    kept = ann.home.report_path(row["id"])
    whole = kept.read_bytes()
    source = kept.with_name("source.pdf")
    source.write_bytes(whole)
    kept.write_bytes(whole[:100])
    (added,) = ann.reports.add([source])
    assert not added.new
    assert kept.read_bytes() == whole
    assert not list(kept.parent.glob("*.part"))


def test_a_store_that_another_holds_is_told_and_nothing_is_written(reopen: Opener, copy: Path) -> None:
    ann = reopen("ann")
    ann.home.connection.execute("PRAGMA busy_timeout=1")
    other = sqlite3.connect(copy / "review.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        enter(ann, "14.80")
    other.execute("ROLLBACK")
    other.close()
    assert enter(ann, "14.80")


def test_a_mistake_of_this_program_is_no_error_of_the_store(reopen: Opener) -> None:
    connection = reopen("ann").home.connection
    with pytest.raises(sqlite3.OperationalError), writing(connection):
        connection.execute("INSERT INTO nothing VALUES (1)")
    assert not connection.in_transaction


def test_a_lost_store_is_not_begun_anew(copy: Path) -> None:
    for lose in (lambda path: path.write_bytes(b""), Path.unlink):
        lose(copy / "review.db")
        with pytest.raises(StoreError, match="has reports"):
            Review.open(copy, "ann")
    connection = sqlite3.connect(copy / "review.db")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Review.open(copy, "ann")


def test_a_bug_in_a_worker_is_not_passed_over(reopen: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(jobs: list[Job], **_: object) -> list[JobResult]:
        return [JobResult(job, "failed", "NameError") for job in jobs]

    monkeypatch.setattr("curate.extract.run.run_jobs", failing)
    ann = reopen("ann")
    with pytest.raises(RuntimeError, match="NameError"):
        ann.extraction.read_again()
    with pytest.raises(RuntimeError, match="NameError"):
        enter(ann, "14.80")


def test_a_number_that_was_forgotten_comes_after_the_seal_and_breaks_none(reopen: Opener) -> None:
    ann = reopen("ann")
    enter(ann, "14.80")
    ann.forms.seal([STUDY])
    enter(ann, "16.814", arms=["Control"], reason="was forgotten")
    assert ann.checks.verify(quotes=False).problems == ()


def test_what_one_has_sealed_waits_for_who_is_to_read_it_by_plan(reopen: Opener) -> None:
    ann, bob, carol = reopen("ann"), reopen("bob"), reopen("carol")
    carol.assignments.share(["ann", "bob"], [STUDY], 2)
    enter(ann, "14.80")
    ann.forms.seal([STUDY])
    (event,) = ann.ledger.entries(kind="enter")
    reading = event.things[0].id
    assert ann.traces.trace(reading).noun == "reading"
    for other in (bob, carol):
        with pytest.raises(NotSealed):
            other.traces.trace(reading)
        assert other.ledger.entries(kind="enter")[0].things[0].id == ""
        assert "14.80" not in [record.value for record in other.results.records()]
    assert bob.results.waiting() == [(STUDY, ["bob"])]
    carol.assignments.take_back("bob", [STUDY], "on leave")
    assert carol.traces.trace(reading).noun == "reading"
    assert "14.80" in [record.value for record in carol.results.records()]


def test_a_study_is_closed_to_who_may_be_its_second_extractor(reopen: Opener) -> None:
    ann, bob, cas = reopen("ann"), reopen("bob"), reopen("cas")
    everything = [study.name for study in ann.studies.all()]
    assert bob.sheets.closed() == everything
    for name in everything:
        enter(ann, "14.80", study=name)
    ann.forms.seal(everything)
    assert ann.sheets.closed() == []
    assert bob.sheets.closed() == everything
    assert not bob.sheets.may_see_programs(STUDY)
    enter(bob, "14.80")
    assert ann.sheets.closed() == [STUDY]
    bob.forms.seal([STUDY])
    assert STUDY not in cas.sheets.closed()
    assert bob.sheets.may_see_programs(STUDY)
