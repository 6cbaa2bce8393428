"""A cell of a table: where it stands in the grid, and its words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from curate.extract.tables.grid.lines import is_raised, join_words, marks_of, plain_text, union
from curate.model.file_table import FileCell
from curate.model.reading import Box
from curate.pdf.page import Word

UNKNOWN = "\ufffd"
"""A glyph whose code is not known; at the end of a value it is a mark."""

STORED = "stored_number"
"""Flag of a cell that a file holds as a number: how many decimals it shows is not known."""


_MEDIUM = re.compile(r"medium|semi", re.I)
"""In the name of a font between regular and bold."""


_SQUARE = re.compile(r"[xX\u03c7Rr] ?2")
"""A letter for a statistic with its power, which is no mark of a note: a chi-squared, also printed with an x."""


@dataclass(slots=True)
class TableCell:
    """A cell with its words.

    Attributes
    ----------
    text
        As printed, raised marks included.
    plain
        Without footnote marks.
    origin
        The cells of the file, where a file holds cells.
    """

    row: int
    col: int
    words: list[Word]
    rowspan: int = 1
    colspan: int = 1
    role: str = "body"
    text: str = ""
    plain: str = ""
    marks: tuple[str, ...] = ()
    origin: tuple[FileCell, ...] = ()

    def __post_init__(self) -> None:
        self.text = join_words(self.words)
        raised = any(map(is_raised, self.words))
        raised = raised and not _SQUARE.fullmatch(self.text)
        self.plain = (plain_text(self.words) if raised else self.text).rstrip(UNKNOWN)
        self.marks = tuple(marks_of(self.words)) if raised else ()

    @property
    def box(self) -> Box:
        """Box of its words."""
        return union([word.box for word in self.words]) if len(self.words) > 1 else self.words[0].box

    @property
    def raw(self) -> str:
        """The text layer's text, where a word was repaired; else empty."""
        if not any(word.raw for word in self.words):
            return ""
        return " ".join(word.raw or word.text for word in self.words)

    @property
    def flags(self) -> set[str]:
        """What the file's reader says of it: ``repaired``, ``doubtful``, ``stored_number``."""
        flags = {flag for word in self.words for flag in word.flags} & {"repaired", "doubtful"}
        return flags | {STORED} if any(cell.number for cell in self.origin) else flags

    @property
    def bold(self) -> bool:
        """Whether its first word is bold."""
        return self.words[0].bold

    @property
    def weight(self) -> int:
        """How heavy its first word is set: 2 bold, 1 medium, 0 regular."""
        first = self.words[0]
        return 2 if first.bold else int(bool(_MEDIUM.search(first.font)))

    @property
    def x0(self) -> float:
        """Left end: the indent of a stub cell."""
        return self.words[0].x0


APART = 1.5
"""Gap within a line of a label, for 1 of its type size, that parts two labels."""

LEAST_PARTED, PARTED = 3, 0.2
"""Labels, and their share, with such a gap before a column of labels is taken for two."""


def labels_in_parts(cells: Iterable[TableCell]) -> bool:
    """Whether many labels stand in two parts: a second column of labels, centred, that was not told from the first.

    So do headings whose first words are those of a column that only some rows have.
    """
    labels = [cell for cell in cells if cell.col == 0]
    return any(
        sum(map(_in_parts, held)) >= max(LEAST_PARTED, PARTED * len(held))
        for role in ("stub", "group")
        for held in [[cell for cell in labels if cell.role == role]]
    )


def _in_parts(cell: TableCell) -> bool:
    return any(
        abs(word.baseline - after.baseline) < 0.2 * word.size and after.x0 - word.x1 > APART * word.size
        for word, after in itertools.pairwise(cell.words)
    )
