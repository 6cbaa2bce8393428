"""The neutral page: words, rules and boxes in points from the top left corner of the crop box.

Every engine fills this and nothing else leaves `curate.pdf`. Sideways text is turned upright:
a page whose table runs up the sheet is given as a second `Page` of the same number with `turned` set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from curate.model.file_table import FileTable
from curate.model.reading import Box

SCANNED = "scanned"
"""Begins, in the detail of a report that has text as well, the list of the pages that are pictures of text."""

GARBAGE = "garbage encoding, the text layer is not text"
"""Begins, in the detail of a report, the list of the pages whose text layer is not text."""


class Word(NamedTuple):
    """Characters without a gap between them, on one baseline.

    A tuple, since a report has ten thousand: they are made, compared and hashed several times as fast.

    Attributes
    ----------
    text
        After repair; `raw` is what the text layer has, empty when the same.
    baseline
        Distance of the baseline from the top of the page, points.
    size
        Font size, points.
    font
        Name of the font as the file has it; empty when unknown.
    flags
        ``repaired``, ``doubtful`` (a glyph whose code cannot be trusted), ``raised`` or ``lowered``
        (a small word whose baseline is shifted: footnote marks, exponents).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    font: str = ""
    bold: bool = False
    raw: str = ""
    flags: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        """The word's box."""
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def shifted(self) -> bool:
        """Whether its baseline is above or below that of its line."""
        return "raised" in self.flags or "lowered" in self.flags


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, whatever it was made of; horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether the rule runs across the page."""
        return self.x1 - self.x0 >= self.bottom - self.top

    @property
    def length(self) -> float:
        """The longer side, points."""
        return max(self.x1 - self.x0, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawn rectangle that encloses something: stroked, or filled with a colour other than white."""

    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a page may hold, told from its plain text alone; in doubt it may hold anything.

    Attributes
    ----------
    tables
        A table is named on the page, or one of the page before may go on.
    references
        The page is a list of references from head to foot.
    garbage
        The text layer is not text (see `curate.pdf.garbage`); nothing is read of such a page.
    """

    tables: bool = True
    references: bool = False
    garbage: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page as an engine sees it.

    Attributes
    ----------
    number
        From 1.
    width, height
        Of the crop box, points; after turning.
    words
        In reading order of the text layer.
    turned
        0, 90, 180 or 270: by how many degrees clockwise the sheet was turned to make the words upright.
        Boxes in evidence are always in the unturned page: use `unturned`.
    cut
        True when the engine stopped at a limit (characters or paths) before the page ended.
    ocr
        True when most letters are not drawn: OCR read them in the picture that is seen.
    contents
        What the page may hold. Without tables it can have no rules and panels, and as a list of
        references or garbage no words, although the sheet has them: the engine need not read what nothing is
        looked for in. Readers of tables and sentences can pass such pages over.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    panels: tuple[Panel, ...] = ()
    turned: int = 0
    cut: bool = False
    ocr: bool = False
    contents: Contents = Contents()

    def unturned(self, box: Box) -> Box:
        """Return `box` of this page in the coordinates of the sheet as it lies in the file."""
        x0, top, x1, bottom = box
        if self.turned == 90:  # the sheet was turned clockwise: its left edge became the top
            return (top, self.width - x1, bottom, self.width - x0)
        if self.turned == 180:
            return (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.turned == 270:
            return (self.height - bottom, x0, self.height - top, x1)
        return box


@dataclass(frozen=True, slots=True)
class Document:
    """A report as its readers see it.

    Attributes
    ----------
    report
        SHA-256 of the file.
    pages
        Upright pages and, after their upright one, turned pages, in order of number.
    tables
        Of a file without pages (a Word document, a workbook): its tables.
    state
        One of ``report_state``.
    detail
        Why, when `state` is not ``ok``; one line.
    """

    report: str
    pages: tuple[Page, ...]
    state: str = "ok"
    detail: str = ""
    page_count: int = 0
    tables: tuple[FileTable, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What `curate add` registers.

    Attributes
    ----------
    report
        SHA-256 of the file.
    title
        The largest text of the first page, else the file's own title; empty when neither helps.
    doi
        Lower case, without ``https://doi.org/``; empty when none is printed on the first two pages.
    pages
        Number of pages; 0 when the file does not open, None when it has none by its nature.
    state, detail
        As in `Document`.
    media_type
        Of the file, by its content.
    """

    report: str
    title: str = ""
    doi: str = ""
    pages: int | None = 0
    state: str = "ok"
    detail: str = ""
    media_type: str = "application/pdf"
