"""Every place of a quote on its page: a number stands at several, and one of them must not be taken by chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from curate.model.reading import Box
from curate.pdf.document import read_document
from curate.pdf.find import Hit, PageText, page_texts
from curate.pdf.page import Page
from curate.pdf.text import bare

Regions = Sequence[tuple[Box, Sequence[Box]]]
"""Tables: the box of each, and the boxes of its cells, those apart that name rows."""

Tables = Callable[[Page], Regions]
"""Finds the tables of a page, on the page as its words are."""


class Standing(NamedTuple):
    """The places of a quote.

    Attributes
    ----------
    boxes
        Where it stands on its own; of a quote in words the first place alone, since all say the same.
    tables
        For each of them the box of the table in whose cells it stands, or None.
    parts
        How often a number stands there only within another text: in a range, as a raised mark, glued to a word.
    """

    boxes: tuple[Box, ...] = ()
    tables: tuple[Box | None, ...] = ()
    parts: int = 0

    @property
    def only(self) -> Box | None:
        """The place that is meant, as far as the page says it: the only one, or the only one in a table."""
        tabled = [box for box, table in zip(self.boxes, self.tables, strict=True) if table]
        alone = self.boxes if len(self.boxes) == 1 else tabled
        return alone[0] if len(alone) == 1 else None


def locate(path: Path, page: int, quote: str) -> Box | None:
    """Return the box of `quote` on page `page` of a report; None when it is not there, or at several places.

    White space, line breaks, kinds of dash and dot, and case do not count; "…" stands for words left
    out. A quote in words that stands more than once is boxed at the first place; a number is not.

    Raises
    ------
    ReportError
        The file is missing, empty, no regular file or no PDF at all.
    """
    return locate_all(path, [(page, quote, False)])[0].only


def locate_all(
    path: Path, quotes: Sequence[tuple[int, str, bool]], tables: Tables | None = None
) -> list[Standing]:
    """Return the places of many quotes (page, text, end), opening the report once.

    Parameters
    ----------
    quotes
        With True as `end` the number is a limit: then the ends of a range are places of their own.
    tables
        Asked only about pages on which a number stands more than once.
    """
    held = read_document(path, pages={page for page, _, _ in quotes}).pages
    texts = page_texts(held)
    found = [
        stand(texts[page], quote, end=end) if page in texts else Standing()
        for page, quote, end in quotes
    ]
    doubtful = {page for (page, _, _), each in zip(quotes, found, strict=True) if len(each.boxes) > 1}
    if tables is None or not doubtful:
        return found
    regions = {page: table_boxes(held, page, tables) for page in doubtful}
    return [
        each._replace(tables=tuple(_around(box, regions.get(page, ())) for box in each.boxes))
        for (page, _, _), each in zip(quotes, found, strict=True)
    ]


def table_boxes(pages: Sequence[Page], number: int, tables: Tables) -> Regions:
    """Return the tables on a page with their cells, on the sheet as it lies in the file."""
    return [
        (page.unturned(box), [page.unturned(cell) for cell in cells])
        for page in pages
        if page.number == number
        for box, cells in tables(page)
    ]


def _around(box: Box, regions: Regions) -> Box | None:
    """Return the table that has a cell around the middle of a place."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next(
        (
            table
            for table, cells in regions
            if any(cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3] for cell in cells)
        ),
        None,
    )


def stand(text: PageText, quote: str, *, end: bool = False) -> Standing:
    """Return the places of `quote` on one page; which of them lie in tables is not looked for."""
    if not is_number(quote):
        box = text.find(quote)
        return Standing((box,), (None,)) if box else Standing()
    own: list[Box] = []
    parts: list[Box] = []
    for page, hit in text.hits(bare(quote)):
        box = page.unturned(hit.box)
        into = own if _alone(hit, end=end) else parts
        if not any(_same(box, other) for other in into):
            into.append(box)
    parts = [box for box in parts if not any(_same(box, other) for other in own)]
    return Standing(tuple(own), (None,) * len(own), len(parts))


_WORD = re.compile(r"[^\W\d_]{4,}")


def is_number(quote: str) -> bool:
    """Tell whether a quote is made of numbers: it says nothing of what they are of.

    Examples
    --------
    >>> is_number("86 (71.7%)"), is_number("n=120"), is_number("Ketamine group (n=76)")
    (True, True, False)
    """
    left_out = "…" in quote or "..." in quote
    return (
        bool(bare(quote))
        and re.search(r"\d", quote) is not None
        and not left_out
        and not _WORD.search(quote)
    )


def _same(one: Box, two: Box) -> bool:
    """Tell whether one of two places lies in the other."""
    x = min(one[2], two[2]) - max(one[0], two[0])
    y = min(one[3], two[3]) - max(one[1], two[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return x > 0 and y > 0 and x * y >= 0.9 * least


def _alone(hit: Hit, *, end: bool) -> bool:
    """Tell whether a number stands on its own, and is no mark, no part of a word and no end of a range."""
    if all("raised" in word.flags for word in hit.words):
        return False
    before, after = hit.before, hit.after
    first, last = hit.text[0], hit.text[-1]
    if first.isalnum() and before[-1:].isalpha():
        return False
    if re.search(r"\d,$", before) and re.match(r"\d{3}(?!\d)", hit.text):
        return False
    if last.isdigit() and re.match(r"(?:st|nd|rd|th)\b|,\d{3}(?!\d)|-[^\W\d_]", after):
        return False
    ranged = _behind_dash(hit) or (last.isdigit() and _before_dash(hit))
    signed = first.isdigit() and before.endswith("-") and not _ENDS.search(before[:-1])
    if signed or (first == "-" and _ENDS.search(before)):
        return False
    return end or not ranged


_ENDS = re.compile(r"[\d%)\]]$")


def _behind_dash(hit: Hit) -> bool:
    """Tell whether a number is the upper end of a range: "4–7", "4 – 7", "4 to 7"."""
    if not hit.text[0].isdigit():
        return False
    if hit.before:
        return hit.before.endswith("-")
    return _joins(hit.left[-1:]) and bool(_ENDS.search(_last(hit.left[:-1])))


def _before_dash(hit: Hit) -> bool:
    """Tell whether a number is the lower end of one."""
    if hit.after.lstrip("%"):
        after = hit.after.lstrip("%")
        return bool(re.match(r"-\d", after)) or (after == "-" and _first(hit.right)[:1].isdigit())
    return _joins(hit.right[:1]) and bool(re.match(r"[([]?\d", _first(hit.right[1:])))


def _joins(words: Sequence[str]) -> bool:
    return bool(words) and words[0] in ("-", "to")


def _last(words: Sequence[str]) -> str:
    return words[-1] if words else ""


def _first(words: Sequence[str]) -> str:
    return words[0] if words else ""
