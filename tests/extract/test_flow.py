"""Lines and blocks in reading order."""

from __future__ import annotations

from curate.extract.sentences.text.flow import page_lines, read_blocks
from curate.pdf.page import Page, Word


def word(text: str, x0: float, baseline: float) -> Word:
    """Return a word set in 10 point type."""
    return Word(text, x0, baseline - 8, x0 + 5 * len(text), baseline + 2, baseline, 10.0)


def test_a_paragraph_beside_many_labels_stays_whole():
    # each label of the drawing is a block of its own, begun while the paragraph goes on
    text = [word("paragraph", 60.0, 200.0 + 12 * line) for line in range(20)]
    labels = [
        word(f"label{n}", 320.0 + 90 * n + 45 * (line % 2), 203.0 + 12 * line)
        for line in range(20)
        for n in range(3)
    ]
    blocks = read_blocks([Page(1, 600.0, 800.0, tuple(text + labels))])
    assert " ".join(["paragraph"] * 20) in [block.text for block in blocks]


def test_what_spans_both_columns_parts_them():
    parts = [("left", 60.0, 200.0), ("right", 330.0, 200.0), ("lower-left", 60.0, 400.0),
             ("lower-right", 330.0, 400.0)]  # fmt: skip
    words = [word(name, x0, top + 12 * line) for name, x0, top in parts for line in range(6)]
    words.append(word("spanning" + "g" * 80, 60.0, 330.0))
    blocks = [block.text.split()[0] for block in read_blocks([Page(1, 600.0, 800.0, tuple(words))])]
    assert [name[:11] for name in blocks] == [
        "left",
        "right",
        "spanningggg",
        "lower-left",
        "lower-right",
    ]


def test_a_heading_beside_the_end_of_the_other_column_is_a_line_of_its_own():
    # too few rows start at the edge of the second column for a column's, and the gap is no wide one
    left = [Word("ends", 60.0, 192.0, 240.0, 202.0, 200.0, 9.0)]
    head = [Word("Results", 251.0, 190.0, 290.0, 202.0, 200.0, 11.0, bold=True)]
    rows = [line.text for line in page_lines(Page(1, 600.0, 800.0, (*left, *head)))]
    assert rows == ["ends", "Results"]
    plain = [Word("results", 251.0, 192.0, 290.0, 202.0, 200.0, 9.0)]
    rows = [line.text for line in page_lines(Page(1, 600.0, 800.0, (*left, *plain)))]
    assert rows == ["ends results"]


def test_a_heading_among_the_labels_of_a_drawing_is_kept():
    labels = [word(f"label{n}", 30.0 + 90 * (n % 6), 30.0 + 20 * (n // 6)) for n in range(200)]
    words = [*labels, word("Discussion", 30.0, 780.0)]
    long = [word("paragraph" * 3, 30.0, 800.0 + 12 * line) for line in range(6)]
    texts = [block.text for block in read_blocks([Page(1, 600.0, 1000.0, (*words, *long))])]
    assert "Discussion" in texts
    assert "label7" not in texts
