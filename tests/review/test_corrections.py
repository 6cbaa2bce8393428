"""Promise 5: what went stale when a report is corrected or retracted is named, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curate.errors import Refused
from curate.review import Review

Opener = Callable[[str], Review]


@pytest.fixture
def pooled(reopen: Opener) -> Review:
    ann = reopen("ann")
    protocol = (ann.home.folder / "review.toml").read_text(encoding="utf-8")
    ann.home.set_protocol(protocol)
    ann.decisions.accept_rounding("lead")
    ann.results.pool("depression")
    return ann


def test_a_retraction_names_what_rests_on_the_report(pooled: Review) -> None:
    before = pooled.results.records()
    held = pooled.corrections.retract("zhong-2016.pdf", "retraction notice of 2026")
    mine = {record.key for record in before if record.study_name == "zhong-2016"}
    assert set(held.records) == mine
    assert mine
    assert {(study, comparison) for _, study, comparison in held.effects} == {
        ("zhong-2016", "depression")
    }
    assert [comparison for _, comparison in held.pooled] == ["depression"]
    assert held.readings >= len(held.records)
    assert [p.where for p in pooled.checks.all() if p.code == "report_retracted"] == [
        "zhong-2016: zhong-2016.pdf"
    ]
    assert {record.key for record in pooled.results.records()} == {record.key for record in before}
    assert pooled.overview.standing().stale == 1
    assert pooled.checks.verify(quotes=False).problems == ()


def test_an_erratum_joins_the_study_and_is_linked(pooled: Review) -> None:
    held, carried = pooled.corrections.correct("zhong-2016.pdf", "keilp-2021.pdf", "erratum")
    assert held.records
    assert carried.count == 0
    rows = {row["file_name"]: row for row in pooled.reports.all()}
    assert rows["zhong-2016.pdf"]["standing"] == "corrected"
    assert rows["keilp-2021.pdf"]["standing"] == "current"
    assert rows["keilp-2021.pdf"]["study_id"] == rows["zhong-2016.pdf"]["study_id"]
    (link,) = pooled.home.connection.execute("SELECT relation, reason FROM report_link").fetchall()
    assert tuple(link) == ("corrects", "erratum")


def test_what_cannot_be_is_refused_and_changes_nothing(pooled: Review) -> None:
    with pytest.raises(Refused, match="reason"):
        pooled.corrections.retract("zhong-2016.pdf", " ")
    with pytest.raises(Refused, match="itself"):
        pooled.corrections.correct("zhong-2016.pdf", "zhong-2016.pdf", "erratum")
    assert {row["standing"] for row in pooled.reports.all()} == {"current"}
    pooled.corrections.retract("zhong-2016.pdf", "notice")
    with pytest.raises(Refused, match="already"):
        pooled.corrections.retract("zhong-2016.pdf", "notice again")
