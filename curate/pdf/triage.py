"""Which pages are worth a closer look: captions of tables, results sentences, many numbers.

A page without any of these has no outcome numbers in words or cells; extractors may skip it, and the
second engine need not open it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curate.pdf.page import Document, Page

CAPTION = re.compile(
    r"(?:^|(?<=[\s|]))(?:e?table|TABLE|T A B L E|Supplementary Table|Appendix Table)\s*"
    r"(?:[A-Z]?\d{1,2}[A-Za-z]?|[IVX]{1,5}|[A-Z])(?=$|[\s.:|,\]|)–—-])",
    re.IGNORECASE,
)
"""A table's caption or a mention of one."""

RESULT = re.compile(
    r"±|\b95\s*%\s*(?:CI|confidence)|\bconfidence interval|\b[Pp]\s*[<>=≤≥]|\bSD\b|\bIQR\b|"
    r"\bhazard ratio|\bodds ratio|\brelative risk|\brisk ratio|\bmean (?:difference|change)|\bmedian\b|"
    r"\b\d+\s*/\s*\d+\s*\(|\(\s*\d+(?:[.·]\d+)?\s*%\s*\)|\b[Nn]\s*=\s*\d"
)
"""What results are written with."""

DENSE = 0.12
"""Share of digits among a page's characters from which it counts as a page of numbers."""


@dataclass(frozen=True, slots=True)
class PageTriage:
    """What a page holds.

    Attributes
    ----------
    captions
        Lines that begin with a table's label.
    results
        Number of marks that results are written with.
    digits
        Share of digits among the characters, 0 to 1.
    """

    number: int
    captions: int
    results: int
    digits: float

    @property
    def has_table(self) -> bool:
        """Whether a table may stand on the page."""
        return self.captions > 0

    @property
    def has_numbers(self) -> bool:
        """Whether a reader of results should look at the page."""
        return self.has_table or self.results > 0 or self.digits >= DENSE


def triage(document: Document) -> list[PageTriage]:
    """Return what each page of `document` holds, sideways words included."""
    found: dict[int, list[Page]] = {}
    for page in document.pages:
        found.setdefault(page.number, []).append(page)
    return [_triage(number, pages) for number, pages in sorted(found.items())]


def _triage(number: int, pages: list[Page]) -> PageTriage:
    lines = [line for page in pages for line in text_lines(page)]
    text = "\n".join(lines)
    captions = sum(1 for line in lines if CAPTION.match(line))
    digits = sum(letter.isdigit() for letter in text)
    solid = max(sum(not letter.isspace() for letter in text), 1)
    return PageTriage(number, captions, len(RESULT.findall(text)), digits / solid)


def text_lines(page: Page) -> list[str]:
    """Return the words of a page in the order of the text layer, a new line where the baseline moves.

    Raised and lowered words stay in their line.
    """
    lines: list[list[str]] = []
    baseline = None
    for word in page.words:
        shifted = "raised" in word.flags or "lowered" in word.flags
        same = baseline is not None and (shifted or abs(word.baseline - baseline) < 0.3 * word.size)
        if same and lines:
            lines[-1].append(word.text)
        else:
            lines.append([word.text])
        if not shifted:
            baseline = word.baseline
    return [" ".join(line) for line in lines]
