"""A table's place on its page, and the frame that it cannot leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from curate.extract.tables.grid.caption import Caption
from curate.extract.tables.grid.lines import Line
from curate.extract.tables.grid.rules import HLine
from curate.model.reading import Box
from curate.pdf.page import Page, Word


@dataclass(slots=True)
class Region:
    """A table's place.

    Attributes
    ----------
    rules
        Its full-width rules, top to bottom.
    partial
        Rules inside that are shorter (spanners).
    lines
        Lines of the table itself; `notes` those of its footnotes.
    """

    caption: Caption
    x0: float
    x1: float
    top: float
    bottom: float
    rules: list[HLine] = field(default_factory=list)
    partial: list[HLine] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Box of the table without its notes."""
        return (self.x0, self.top, self.x1, self.bottom)


def same_place(region: Region, other: Region) -> bool:
    """Whether a region lies for the most part in another one."""
    overlap = min(region.bottom, other.bottom) - max(region.top, other.top)
    across = min(region.x1, other.x1) - max(region.x0, other.x0)
    return overlap > 0.5 * (region.bottom - region.top) and across > 0.5 * (region.x1 - region.x0)


def words_between(words: Sequence[Word], x0: float, x1: float, top: float, bottom: float) -> list[Word]:
    """Return the words whose middle lies in the box."""
    return [
        w for w in words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top <= w.baseline - 0.3 * w.size <= bottom
    ]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table cannot leave: the page, or the panel that its caption stands in."""

    page: Page
    x0: float
    top: float
    x1: float
    bottom: float
    rules: list[HLine]
    captions: list[Caption]

    def words(self, x0: float, x1: float, top: float, bottom: float) -> list[Word]:
        """Return the frame's words in a box."""
        return words_between(
            self.page.words,
            max(x0, self.x0),
            min(x1, self.x1),
            max(top, self.top),
            min(bottom, self.bottom),
        )
