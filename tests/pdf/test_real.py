"""Real reports, where they lie beside the checkout."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from curate.pdf.document import read_document
from curate.pdf.facts import describe

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "bench" / "pdfs"

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="needs ../shared/bench beside the checkout")


def listed() -> list[dict[str, str]]:
    with (REPORTS / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[:15]


def test_reports_are_known_by_hash_pages_and_doi() -> None:
    """One DOI in fifteen may be missing: not every report prints its own."""
    rows = listed()
    facts = [describe(REPORTS / f"{row['sha256'][:8]}.pdf") for row in rows]
    assert [fact.report for fact in facts] == [row["sha256"] for row in rows]
    assert [str(fact.pages) for fact in facts] == [row["pages"] for row in rows]
    assert {fact.state for fact in facts} == {"ok"}
    right = sum(fact.doi == row["doi"].lower() for fact, row in zip(facts, rows, strict=True))
    assert right >= len(rows) - 1


def test_a_report_is_read_twice_alike_and_within_its_pages() -> None:
    path = REPORTS / f"{listed()[0]['sha256'][:8]}.pdf"
    first, second = read_document(path, pages=range(1, 6)), read_document(path, pages=range(1, 6))
    assert first == second
    for page in first.pages:
        for word in page.words:
            x0, top, x1, bottom = word.box
            assert word.text
            assert x0 <= x1
            assert top < bottom
            assert 0 <= (x0 + x1) / 2 <= page.width
            assert 0 <= (top + bottom) / 2 <= page.height
