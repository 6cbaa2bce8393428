"""An extraction form with a wrong cell is refused as a whole, and each wrong cell is named."""

import datetime

import pytest

from curate.errors import FormError
from curate.forms import extraction_book
from curate.forms.workbook import RAW

from .extraction_sheets import EVENT, GOOD, ONE, SCORE, TWO, at, book, fill, form, row

__all__ = ["book", "fill", "form"]


@pytest.mark.parametrize(
    ("cells", "head", "words"),
    [
        (
            row(ONE, SCORE, **GOOD | {"centre": datetime.date(2026, 12, 17)}),
            "Mean or median",
            "a date or time",
        ),
        (row(ONE, EVENT, events=datetime.date(2026, 12, 17), page="4"), "Events", "a date or time"),
        (row(ONE, SCORE, **GOOD | {"page": ""}), "Page", "the page is missing"),
        (row(ONE, SCORE, **GOOD | {"page": "10"}), "Page", "the report has 9 pages"),
        (row(ONE, SCORE, **GOOD | {"page": "4-5"}), "Page", "'4-5' is no page"),
        (row(ONE, SCORE, **GOOD | {"scores": ""}), "Scores", "final score or a change"),
        (row(ONE, SCORE, **GOOD | {"scores": "finl"}), "Scores", "did you mean 'final'?"),
        (row(ONE, SCORE, **GOOD | {"which": ""}), "Which", "mean or a median"),
        (row(ONE, SCORE, **GOOD | {"spread": "2"}), "Which spread", "say which spread"),
        (
            row(ONE, SCORE, **GOOD | {"kind": "IQR", "spread": "2"}),
            "Spread, upper",
            "the upper end is missing",
        ),
        (row(ONE, SCORE, **GOOD | {"kind": "IQR", "spread": "9-3"}), "Spread", "above the upper"),
        (row(ONE, SCORE, **GOOD | {"centre": "12,3"}), "Mean or median", "no single number"),
        (row(ONE, SCORE, **GOOD | {"centre": "5 (2)"}), "Mean or median", "no single number"),
        (row(ONE, SCORE, **GOOD | {"centre": "<5"}), "Mean or median", "has an operator"),
        (row(ONE, SCORE, **GOOD | {"n": "9.5"}), "n", "no whole number"),
        (row(ONE, SCORE, **GOOD | {"status": "not reported"}), "Status", "but there are values"),
        (row(ONE, SCORE, page="4"), "Arm", "no value, and no status"),
        (row(ONE, EVENT, events="17/12", page="4"), "Events", "more events than people"),
        (row(ONE, EVENT, events="1/12", total="13", page="4"), "Total", "the total is 13"),
        (row(TWO, SCORE, **GOOD), "Report", "say which report it is"),
        (row(TWO, SCORE, **GOOD | {"report": "3"}), "Report", "no report of the study"),
        (row(ONE, "results:+1", arm="Ketmine", **GOOD), "Arm", "did you mean 'Ketamine'?"),
        (row(ONE, "arm:+1", label="ketamine"), "Arm, as the report calls it", "stands twice"),
        (
            row(ONE, "arm:1", code="ket", randomised="3", page="2"),
            "Protocol code",
            "no arm has the code",
        ),
        (row(ONE, "items::population", answer="navy", page="2"), "Answer", "no choice"),
        (row(ONE, "items::started", answer="spring", page="2"), "Answer", "no date"),
        (row(ONE, "items:1:infusions", answer="six", page="2"), "Answer", "no single number"),
        (
            row(ONE, "contrasts:+1", arm="Ketamine", versus="ketamine"),
            "Compared with",
            "compared with itself",
        ),
    ],
)
def test_a_wrong_cell_refuses_the_form_and_is_named(fill, book, cells, head, words):
    with pytest.raises(FormError, match="nothing was imported") as caught:
        extraction_book.read(fill(cells))
    (detail,) = caught.value.details
    sheet, key, _ = next(iter(cells))
    assert detail.startswith(f"sheet {sheet!r}, cell {at(book, sheet, key, head)}: "), detail
    assert words in detail


def test_all_wrong_cells_are_listed_at_once(fill):
    cells = (
        row(ONE, SCORE, **GOOD | {"page": ""})
        | row(TWO, SCORE, **GOOD)
        | row(ONE, EVENT, events="x", page="1")
    )
    with pytest.raises(FormError) as caught:
        extraction_book.read(fill(cells))
    assert len(caught.value.details) == 3


def test_a_fact_entered_twice_is_refused(fill, book):
    twice = row(
        ONE, "results:+1", arm="Ketamine", outcome="CAPS-5", time="24 hours", **GOOD | {"centre": "6"}
    )
    with pytest.raises(FormError) as caught:
        extraction_book.read(fill(row(ONE, SCORE, **GOOD) | twice))
    (detail,) = caught.value.details
    assert "the same is entered at" in detail


def test_unknown_and_copied_keys_are_refused(book, edited):
    place = at(book, ONE, "results:+1", "Arm").replace("B", "A")
    for key, words in (("results:9:none:1", "unknown key"), (SCORE, "was copied from row")):
        with pytest.raises(FormError) as caught:
            extraction_book.read(edited(book, {(ONE, place): key}))
        assert any(words in detail for detail in caught.value.details)


def test_changed_headings_and_sheets_are_refused(book, edited):
    head = at(book, ONE, "#results", "n")
    with pytest.raises(FormError) as caught:
        extraction_book.read(edited(book, {(ONE, head): "N"}))
    assert any("the heading 'n' is missing" in detail for detail in caught.value.details)
    with pytest.raises(FormError) as caught:
        extraction_book.read(edited(book, {TWO: None}))
    assert caught.value.details == (f"sheet {TWO!r}: the sheet is missing",)


def test_another_version_is_refused(book, edited):
    with pytest.raises(FormError, match="another version of the protocol"):
        extraction_book.read(book, "pv_8")
    with pytest.raises(FormError, match="not an extraction form of this version"):
        extraction_book.read(edited(book, {(RAW, "B1"): "curate extraction 0"}))
    with pytest.raises(FormError, match="was changed"):
        extraction_book.read(edited(book, {(RAW, "B3"): "reader-b"}))
    with pytest.raises(FormError, match="not an extraction form"):
        extraction_book.read(edited(book, {RAW: None}))
