"""The promises of the design, each held to in one place; the other tests go into the corners."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from curate.errors import NotSealed, StoreError
from curate.review import Review
from curate.store.act import act
from curate.store.merge import ORDER, merge

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}
STUDY = "zhong-2016"


def enter(review: Review, value: str, person: str, statistic: str = "mean", **said: object) -> None:
    review.forms.enter(STUDY, statistic, value, person=person, **{**FACT, **said})  # type: ignore[arg-type]


def test_promise_1_no_item_without_its_evidence(reopen: Opener) -> None:
    """A reading of a program whose quote is not on its page does not enter the store; every one has a place."""
    lead = reopen("lead")
    rows = lead.home.connection.execute(
        """SELECT count(*), sum(v.quote <> '' AND v.page IS NOT NULL AND v.x0 IS NOT NULL) FROM reading r
        JOIN extraction e ON e.id = r.extraction_id AND e.mode = 'program'
        LEFT JOIN evidence v ON v.id = r.evidence_id WHERE r.status = 'reported'"""
    ).fetchone()
    assert rows[0] == rows[1] > 0
    one = lead.home.connection.execute
    extraction = dict(one("SELECT * FROM extraction WHERE mode = 'program' LIMIT 1").fetchone()) | {
        "id": "xt_new"
    }
    result = dict(one("SELECT * FROM result LIMIT 1").fetchone()) | {
        "id": "rs_new",
        "extraction_id": "xt_new",
    }
    reading = dict(one("SELECT * FROM reading WHERE status = 'reported' LIMIT 1").fetchone())
    reading |= {"id": "rd_new", "result_id": "rs_new", "extraction_id": "xt_new", "evidence_id": None}
    with act(lead.home.connection, "begin", "lead") as current:
        current.insert("extraction", [extraction])
        current.insert("result", [result])
        with pytest.raises(StoreError, match="page, box and quote"):
            current.insert("reading", [reading])
    assert lead.checks.verify().problems == ()


def test_promise_2_what_was_printed_is_kept(reopen: Opener) -> None:
    """12.30 is not 12.3, and a blank, "not reported" and zero are three things."""
    lead = reopen("lead")
    enter(lead, "12·30", "ann")
    enter(lead, "0", "ann", "sd")
    enter(lead, "not_reported", "ann", "se")
    sql = """SELECT statistic, value, as_printed, decimals, status FROM reading WHERE made_by <> ''"""
    held = {row["statistic"]: tuple(row)[1:] for row in lead.home.connection.execute(sql)}
    assert held == {
        "mean": ("12.30", "12·30", 2, "reported"),
        "sd": ("0", "0", 0, "reported"),
        "se": ("", "", None, "not_reported"),
    }
    assert "n" not in held, "a blank is no reading at all"


def test_promise_3_independent_means_independent(reopen: Opener) -> None:
    """Nothing is compared before the seals, and two programs that agree are never double extraction."""
    lead = reopen("lead")
    enter(lead, "14.8", "ann")
    lead.forms.seal([STUDY], "ann")
    enter(lead, "14.8", "bob")
    with pytest.raises(NotSealed):
        lead.reconciliation.pairings(STUDY)
    assert {r.basis_of_truth for r in lead.results.records()} == {"program_only"}
    lead.forms.seal([STUDY], "bob")
    bases = {
        r.key.rpartition("|")[2]: r.basis_of_truth
        for r in lead.results.records()
        if r.study_name == STUDY
    }
    assert bases == {"mean": "double_agreed"}
    assert ("independent double", 1) in lead.overview.standing().designs
    assert ("program only", 2) in lead.overview.standing().designs


def test_promise_4_nothing_is_lost_or_silently_changed(reopen: Opener, tmp_path: Path) -> None:
    """Two laptops merged in either order, any number of times, are the same store, with every step kept."""
    lead = reopen("lead")
    enter(lead, "14.8", "ann")
    lead.forms.seal([STUDY], "ann")
    for name, value in (("one", "14.9"), ("two", "15.0")):
        shutil.copytree(lead.home.folder, tmp_path / name)
        with Review.open(tmp_path / name, name) as laptop:
            enter(laptop, value, "ann", reason=f"{name} looked again")
    stores = {}
    for order in (("one", "two"), ("two", "one", "one")):
        shutil.copytree(lead.home.folder, tmp_path / "-".join(order))
        with Review.open(tmp_path / "-".join(order), "lead") as merged:
            for name in order:
                merge(merged.home.connection, tmp_path / name / "review.db")
            rows = merged.home.connection.execute
            stores[order] = {
                table: {tuple(row) for row in rows(f'SELECT * FROM "{table}"')} for table in ORDER
            }
            assert merged.checks.verify(quotes=False).problems == ()
            values = [
                row[0] for row in rows("SELECT value FROM reading WHERE made_by <> '' ORDER BY made_at")
            ]
            assert values == ["14.8", "14.9", "15.0"]
    first, second = stores.values()
    assert first == second


def test_promise_5_from_a_pooled_estimate_back_to_the_page(reopen: Opener) -> None:
    """Down through effect, record, decision and readings to page, box and quote; and what went stale is named."""
    lead = reopen("lead")
    lead.decisions.accept_rounding("lead")
    (estimate,) = [each for each in lead.results.pool("depression") if each.pooled]
    steps = list(lead.traces.trace(estimate.id).walk())
    nouns = [step.noun for step in steps]
    assert list(dict.fromkeys(nouns)) == [
        "pooled",
        "effect",
        "record",
        "reading",
        "evidence",
        "decision",
    ]
    ends = [step for step in steps if not step.below]
    assert ends
    assert all(
        step.noun == "evidence" and step.evidence and step.evidence.box and step.evidence.quote
        for step in ends
    )
    lead.corrections.retract("zou-2021.pdf", "a notice")
    stale = {step.stale for step in lead.traces.trace(estimate.id).walk() if step.stale}
    assert stale == {"the report is retracted"}
