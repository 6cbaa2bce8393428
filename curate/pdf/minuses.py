"""Minus signs that are drawn, not written.

Some typesetters' formulas draw the minus of "−5.3" as a thin line; the text layer of every engine then
reads "5.3". A short line that stands before a digit as a minus does, and touches nothing, is put back as
a letter. What the text layer had there, a space, stays in `Word.raw`.
"""

from __future__ import annotations

import numpy as np

from curate.pdf.letters import Letters
from curate.pdf.page import Rule
from curate.pdf.points import inserted

SHORTEST, LONGEST, THICKEST = 0.38, 0.75, 0.12
"""Em; length and thickness of the line."""

LOWEST, HIGHEST = 0.2, 0.45
"""Em above the baseline."""

BEFORE = 0.2
"""Em between the line and the digit, at most."""

CLEAR = 0.4
"""Em above and below that are free of ink: over and under a fraction's bar there is some."""

TALLEST = 0.72
"""Em; height of a digit's ink above its baseline."""

BEHIND = 0.3
"""Em between the line and a letter or digit before it, at least: "5-10" is a range."""

MINUS = 0x2212


def with_minuses(letters: Letters, bars: tuple[Rule, ...]) -> Letters:
    """Return upright `letters` with a minus for each of `bars` that stands before a number as one.

    Parameters
    ----------
    bars
        Short lines that no line across them touches.
    """
    found: dict[int, float] = {}
    for bar in bars:
        row = _number_behind(letters, bar) if bar.horizontal else None
        if row is not None and not _crowded(letters, row, bar) and not _dashed(bar, bars):
            found[row] = bar.x0
    if not found:
        return letters
    rows = np.array(sorted(found))
    left = np.array([found[row] for row in rows.tolist()])
    return inserted(letters, rows, rows, [MINUS] * len(rows), left)


def _number_behind(letters: Letters, bar: Rule) -> int | None:
    """Return the row of the digit that `bar` stands before, at the height and of the size of a minus."""
    em = letters.size
    gap = letters.box[:, 0] - bar.x1
    height = letters.baseline - (bar.top + bar.bottom) / 2
    length, thickness = bar.x1 - bar.x0, bar.bottom - bar.top
    fits = (
        (letters.code >= ord("0"))
        & (letters.code <= ord("9"))
        & (gap >= -0.02 * em)
        & (gap <= BEFORE * em)
        & (height >= LOWEST * em)
        & (height <= HIGHEST * em)
        & (length >= SHORTEST * em)
        & (length <= LONGEST * em)
        & (thickness <= THICKEST * em)
    )
    rows = np.flatnonzero(fits)
    return int(rows[0]) if len(rows) == 1 else None


def _dashed(bar: Rule, bars: tuple[Rule, ...]) -> bool:
    """Tell whether `bar` is one of a row of dashes: another as long stands not two lengths before it."""
    return any(
        abs(other.top - bar.top) < 1.0
        and abs(other.length - bar.length) < 1.0
        and bar.x0 - 2 * bar.length <= other.x1 <= bar.x0
        for other in bars
        if other.horizontal and other is not bar
    )


def _crowded(letters: Letters, row: int, bar: Rule) -> bool:
    """Tell whether ink lies over, under or on `bar`, or a word or number ends right before it."""
    em, y = letters.size[row], (bar.top + bar.bottom) / 2
    top, bottom = letters.baseline - TALLEST * letters.size, letters.baseline
    level = (top < y + CLEAR * em) & (bottom > y - CLEAR * em)
    x0, x1 = letters.box[:, 0], letters.box[:, 2]
    over = level & (x0 < bar.x1 - 0.05 * em) & (x1 > bar.x0 + 0.05 * em)
    ends = level & (x1 > bar.x0 - BEHIND * em) & (x1 <= bar.x0 + 0.05 * em)
    before = [chr(code) for code in letters.code[ends].tolist()]
    return bool(over.any()) or any(letter.isalnum() or letter in ")]%" for letter in before)
