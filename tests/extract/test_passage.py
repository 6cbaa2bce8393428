"""Lines that become paragraphs."""

from __future__ import annotations

import pytest

from curate.extract.sentences.text.flow import Line
from curate.extract.sentences.text.passage import build_passage
from curate.pdf.page import Word


def line(*texts: str) -> tuple[Line, int]:
    """Return a line of words in 10 point type, in the first block of the first page."""
    words = [Word(t, 60.0 * n, 192.0, 60.0 * n + 50, 202.0, 200.0, 10.0) for n, t in enumerate(texts)]
    return Line(words, 1), 0


@pytest.mark.parametrize(
    ("first", "following", "expected"),
    [
        ("NAP-", "PER-3", "NAPPER-3"),  # the report prints it whole elsewhere
        ("NAP-", "TEA", "NAP-TEA"),
        ("after-", "noon", "afternoon"),
        ("one-", "Napper", "one-Napper"),
    ],
)
def test_capitals_are_joined_where_the_report_prints_the_whole_word(first, following, expected):
    known = frozenset(("napper-3", "afternoon"))
    assert (
        build_passage([line("the", first), line(following, "group")], known).text
        == f"the {expected} group"
    )
