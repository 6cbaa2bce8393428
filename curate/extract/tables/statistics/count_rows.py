"""Rows "No." above rows of percentages, of which they are the counts and no sizes of groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.names.naming import names_count
from curate.extract.tables.names.stub import RowAxis
from curate.parse.people import MANY_PEOPLE
from curate.parse.statistic_said import find_said

_SHARE = re.compile(r"(\d{1,3}(?:[.·](\d+))?) ?%?")
NEAR = 3
"""Rows below, at most, in which the percentage of a count stands."""

Shares = dict[tuple[int, int], list[tuple[float, float]]]


def shares_below(rows: Sequence[RowAxis]) -> Shares:
    """Return (row, column) of each whole number in a row "No." → percentages below it with half their rounding."""
    found: Shares = {}
    for at, row in enumerate(rows):
        if not row.names or not names_count(row.names[-1].cell.plain):
            continue
        for below in rows[at + 1 : at + 1 + NEAR]:
            if below.block != row.block or not _is_percent(below):
                break
            for cell in below.cells:
                match = _SHARE.fullmatch(cell.plain)
                if match:
                    share = float(match[1].replace("·", "."))
                    half = 0.51 * 10.0 ** -len(match[2] or "")
                    found.setdefault((row.index, cell.col), []).append((share, half))
    return found


def _is_percent(row: RowAxis) -> bool:
    return any(said.slots == ("percent",) for said in find_said(row.names[-1].cell.plain))


_HAPPENED = re.compile(
    rf"(?i)\b(?:number|no\.?|n) of (?:{MANY_PEOPLE}) (?:who|withdrawn|withdrawing|dropp\w+|died|dying|lost"
    r"|hospitali[sz]ed|discontinu\w+|relaps\w+|(?:report|experienc|receiv|contact|us|achiev|develop|requir|attend|need|hav|suffer"
    r"|quitt?)ing)\b"
)


def counts_happening(label: str) -> bool:
    """Whether a label is of how many people something happened to, and not of how many there were.

    Examples
    --------
    >>> counts_happening("Number of patients withdrawn"), counts_happening("No. of patients analysed")
    (True, False)
    """
    return bool(_HAPPENED.search(label))


def counts_share(count: str, size: str, shares: Sequence[tuple[float, float]]) -> bool:
    """Whether a count of an arm of so many is what one of the percentages below it says.

    Examples
    --------
    >>> counts_share("62", "681", [(9.1, 0.05), (11.6, 0.05)]), counts_share("62", "500", [(9.1, 0.05)])
    (True, False)
    """
    if not count.isdecimal() or not size.isdecimal() or not 0 < int(count) < int(size):
        return False
    share = 100 * int(count) / int(size)
    return any(abs(share - told) <= half for told, half in shares)
