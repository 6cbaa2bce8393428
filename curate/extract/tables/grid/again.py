"""Headers that come again among the rows: a part of the table for each time, each under the same heads."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.grid.cell import TableCell
from curate.parse.duration import is_time


def mark_headers_again(header: Sequence[TableCell], body: Iterable[TableCell]) -> None:
    """Make headers of the rows that say over their columns what the header says there, sizes apart."""
    heads: dict[int, list[str]] = {}
    for cell in sorted(header, key=lambda cell: cell.row):
        if cell.col and cell.colspan == 1:
            heads.setdefault(cell.col, []).append(_wording(cell.plain))
    for _, row in itertools.groupby(body, key=lambda cell: cell.row):
        cells = list(row)
        texts = [(cell.col, _wording(cell.plain)) for cell in cells if cell.col]
        alone = len(cells) == 1 and len(cells[0].plain) > LEAST_ALONE
        if (len(texts) > 1 or (alone and texts)) and all(
            _says(heads.get(col, []), text) for col, text in texts
        ):
            for cell in cells:
                cell.role = "header"


LEAST_ALONE = 3
"""Letters, at most, of a value: a header that comes again over one column alone has more."""
_FIGURES = re.compile(r"\d+")


def _wording(text: str) -> str:
    """Return a label without its figures: the sizes of groups differ from part to part."""
    return _FIGURES.sub("0", "".join(text.lower().split()))


def _says(heads: list[str], text: str) -> bool:
    """Whether a text is the last level of a header, or all of it, and no bare number."""
    return any(char.isalpha() or char == "%" for char in text) and text in (*heads[-1:], "".join(heads))


_OUTCOME = re.compile(r"(?i)(?:\w+\s)?end[- ]?points?$|time (?:after|since|from|until|to|before)\b")
"""What is measured, or heads times, over the rows' labels; over a column it may be the last visit."""


def first_part(header: Sequence[TableCell], body: Sequence[TableCell]) -> list[TableCell]:
    """Return the head of the stub where it names the rows below: a time, or a part that another one follows."""
    stub = [cell for cell in header if cell.col == 0 and cell.plain]
    if any(is_time(cell.plain) for cell in body if cell.col == 0 and cell.role != "header"):
        return []  # "Follow-up point" over times
    again = [cell for cell in body if cell.col == 0 and cell.role == "header"]
    names = all(is_time(head.plain) and not _OUTCOME.match(head.plain) for head in stub) or (
        again and all(cell.plain != head.plain for cell in again for head in stub)
    )
    return stub if names else []
