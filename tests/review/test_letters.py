"""Authors are asked about exactly what is open, and their answer is evidence like any other."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import Refused, ReportError, UnknownName
from curate.review import Review
from curate.store.merge import merge

Opener = Callable[[str], Review]
REPLY = "Dear reviewers,\n\nthe SD in the control group was 8.91, not 8.97.\nBest wishes\n"


def asked(reopen: Opener) -> tuple[Review, str]:
    """Return a review in which one disagreement is put to the authors, with that record's id."""
    lead = reopen("lead")
    dispute = next(
        d
        for d in lead.reconciliation.queue()
        if d.key.endswith("control||depression|end|final|||||mean")
    )
    lead.decisions.put(
        [
            lead.decisions.about(
                dispute.id, choice="ask_authors", reason="table and abstract differ", mode="lead"
            )
        ]
    )
    return lead, dispute.id


def test_the_letter_has_the_exact_places_and_nobodys_name(reopen: Opener) -> None:
    lead, _ = asked(reopen)
    text = lead.letters.draft("zou-2021")
    assert "1. The mean of Depression score in the group “" in text
    assert "- 8.97 on page 1, Table 2: “8·97 (4·82)”" in text
    assert "- 9.0 on page 1, abstract" in text
    assert "2." not in text.split("Answer:")[1]
    assert "table 0" not in text
    assert "prose" not in text
    assert "lead" not in text
    (held,) = lead.letters.all()
    assert (held.study.name, held.asked, held.steps[-1].content) == ("zou-2021", 1, text)


def test_what_leaves_a_study_out_is_asked_for_on_request(reopen: Opener) -> None:
    lead, _ = asked(reopen)
    lead.decisions.accept_rounding("lead")
    with pytest.raises(Refused, match="nothing waits"):
        lead.letters.draft("keilp-2021")
    left_out = [e for e in lead.results.effects() if e.left_out and e.study_name == "zou-2021"]
    assert left_out
    text = lead.letters.draft("zou-2021", missing=True)
    assert text.count(f": {left_out[0].left_out}\n") == 1


def test_it_is_followed_up_step_by_step(reopen: Opener, tmp_path: Path) -> None:
    lead, _ = asked(reopen)
    with pytest.raises(Refused, match="not drafted"):
        lead.letters.sent("zou-2021", "zou@example.org")
    lead.letters.draft("zou-2021")
    with pytest.raises(Refused, match="not sent"):
        lead.letters.reminded("zou-2021")
    assert lead.letters.sent("zou-2021", "zou@example.org", "2026-01-05").state == "sent 2026-01-05"
    with pytest.raises(Refused, match="before it was sent, on 2026-01-05"):
        lead.letters.reminded("zou-2021", "2025-12-01")
    assert lead.letters.reminded("zou-2021", "2026-02-05").state == "reminded 2026-02-05"
    assert (
        lead.letters.closed("zou-2021", "no answer to two letters", "2026-03-05").state
        == "closed 2026-03-05"
    )
    assert "The authors of 1 study were asked; 0 answered." in lead.methods.text()


@pytest.mark.parametrize("name", ["reply.txt", "reply.eml"])
def test_an_answer_is_evidence_that_is_looked_up_and_traced(
    reopen: Opener, tmp_path: Path, name: str
) -> None:
    lead, record = asked(reopen)
    lead.letters.draft("zou-2021")
    lead.letters.sent("zou-2021", "zou@example.org", "2026-01-05")
    path = tmp_path / name
    head = (
        "From: zou@example.org\nSubject: Re: numbers\nMIME-Version: 1.0\n\n"
        if name.endswith("eml")
        else ""
    )
    path.write_text(head + REPLY, encoding="utf-8")
    assert lead.letters.answered("zou-2021", path).state.startswith("answered")
    with pytest.raises(Refused, match="already"):
        lead.letters.answered("zou-2021", path)
    with pytest.raises(Refused, match="was answered"):
        lead.letters.closed("zou-2021", "no answer")
    typed = lead.decisions.about(
        record, choice="typed", typed="8.91", cell="line 3", report=name, reason="the authors say so", mode="lead"
    )  # fmt: skip
    lead.decisions.put([typed])
    (held,) = lead.letters.all()
    assert held.asked == 0
    told = [step.text for step in lead.traces.trace(record).walk()]
    assert any(
        t == f"reply of the authors, {name}, line 3: “the SD in the control group was 8.91, not 8.97.”"
        for t in told
    )
    kept = lead.home.connection.execute(
        "SELECT kind, quote FROM evidence WHERE kind = 'author_reply'"
    ).fetchall()
    assert [tuple(row) for row in kept] == [
        ("author_reply", "the SD in the control group was 8.91, not 8.97.")
    ]
    verified = lead.checks.verify()
    assert verified.problems == ()
    assert "The authors of 1 study were asked; 1 answered." in lead.methods.text()


def test_an_answer_that_was_changed_afterwards_is_found(reopen: Opener, tmp_path: Path) -> None:
    lead, record = asked(reopen)
    lead.letters.draft("zou-2021")
    lead.letters.sent("zou-2021", "zou@example.org")
    (tmp_path / "reply.txt").write_text(REPLY, encoding="utf-8")
    lead.letters.answered("zou-2021", tmp_path / "reply.txt")
    place = {"cell": "line 3", "report": "reply.txt", "reason": "they say so", "mode": "lead"}
    lead.decisions.put([lead.decisions.about(record, choice="typed", typed="8.91", **place)])
    (file,) = (lead.home.folder / "reports").glob("*.txt")
    file.write_text(REPLY.replace("8.91", "8.19"), encoding="utf-8")
    assert {problem.code for problem in lead.checks.verify().problems} == {
        "file_changed",
        "quote_not_there",
    }


def test_what_cannot_be_is_refused_and_changes_nothing(reopen: Opener, tmp_path: Path) -> None:
    lead, _ = asked(reopen)
    lead.letters.draft("zou-2021")
    tomorrow = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=3)).isoformat()
    (tmp_path / "reply.txt").write_text(REPLY, encoding="utf-8")
    (tmp_path / "empty.docx").write_bytes(b"PK\x03\x04 no document")
    for match, doing in (
        ("somebody", lambda: lead.letters.sent("zou-2021", " ")),
        ("no date", lambda: lead.letters.sent("zou-2021", "a@b.org", "5.1.2026")),
        ("still to come", lambda: lead.letters.sent("zou-2021", "a@b.org", tomorrow)),
        ("not sent", lambda: lead.letters.answered("zou-2021", tmp_path / "reply.txt")),
        ("reason", lambda: lead.letters.closed("zou-2021", "")),
    ):
        with pytest.raises(Refused, match=match):
            doing()
    with pytest.raises(UnknownName):
        lead.letters.draft("nobody-2020")
    lead.letters.sent("zou-2021", "a@b.org")
    with pytest.raises(ReportError):
        lead.letters.answered("zou-2021", tmp_path / "empty.docx")
    (held,) = lead.letters.all()
    assert [step.step for step in held.steps] == ["drafted", "sent"]
    (added,) = lead.reports.add([tmp_path / "reply.txt"])
    assert added.error is not None
    assert "no report" in added.error.what


def test_letters_are_merged_in_either_order(reopen: Opener, tmp_path: Path) -> None:
    lead, _ = asked(reopen)
    lead.letters.draft("zou-2021")
    shutil.copytree(lead.home.folder, tmp_path / "other")
    lead.letters.sent("zou-2021", "zou@example.org", "2026-01-05")
    with Review.open(tmp_path / "other", "carol") as other:
        other.letters.sent("zou-2021", "li@example.org", "2026-01-06")
        merge(other.home.connection, lead.home.folder / "review.db")
        theirs = other.letters.all()
    merge(lead.home.connection, tmp_path / "other" / "review.db")
    assert merge(lead.home.connection, tmp_path / "other" / "review.db") == {}
    assert lead.letters.all() == theirs
    assert [step.address for step in theirs[0].steps] == ["", "zou@example.org", "li@example.org"]


def test_the_command_writes_sends_and_lists(reopen: Opener, tmp_path: Path) -> None:
    lead, _ = asked(reopen)
    where = ["-C", str(lead.home.folder), "--as", "lead"]
    letter = tmp_path / "letter.txt"
    said = CliRunner().invoke(main, ["ask-authors", "zou-2021", "--draft", "-o", str(letter), *where])
    assert said.exit_code == 0, said.output
    assert letter.read_text(encoding="utf-8").startswith("Dear authors,")
    sent = ["ask-authors", "zou-2021", "--sent", "--to", "zou@example.org", "--on", "2026-01-05", *where]
    assert CliRunner().invoke(main, sent).output == "zou-2021: sent 2026-01-05; 1 number asked for\n"
    assert (
        "zou-2021       1   sent 2026-01-05" in CliRunner().invoke(main, ["ask-authors", *where]).output
    )
    nowhere = ["ask-authors", "zou-2021", "--draft", "-o", str(tmp_path / "no" / "letter.txt"), *where]
    assert "there is no folder" in CliRunner().invoke(main, nowhere).output
    assert len(lead.letters.all()[0].steps) == 2
    alone = CliRunner().invoke(main, ["ask-authors", "zou-2021", "--to", "a@b.org", *where])
    assert (alone.exit_code, "--to goes with a step" in alone.output) == (2, True)
    both = CliRunner().invoke(main, ["ask-authors", "zou-2021", "--draft", "--sent", *where])
    assert both.exit_code == 2
    assert "one step at a time" in both.output
