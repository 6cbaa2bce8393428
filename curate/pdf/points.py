"""Decimal points that are drawn, not written.

Some typesetters' formulas draw the point of "0.038" as a small filled square; the text layer of every
engine then reads "0 038". A drawn dot between two digits of one line is put back as a letter. What the
text layer had, a space, stays in `Word.raw`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from curate.pdf.drawing import Dot
from curate.pdf.letters import Letters

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NARROWEST, WIDEST = 0.12, 0.9
"""Em; the gap between the two digits."""

BESIDE = 0.3
"""Em; free room left and right of the dot, at most."""

LOWEST, MIDDLE, HIGHEST = -0.08, 0.16, 0.45
"""Em above the baseline of the dot's middle: up to the second it is a point, above it a middle dot."""

LARGEST = 0.28
"""Em; a larger dot is a bullet."""


def gaps(letters: Letters) -> list[int]:
    """Return the rows of upright `letters` behind which a point could have been drawn."""
    if len(letters) < 2:
        return []
    digit = (letters.code >= ord("0")) & (letters.code <= ord("9"))
    em = letters.size[:-1]
    gap = letters.box[1:, 0] - letters.box[:-1, 2]
    level = np.abs(np.diff(letters.baseline)) < 0.05 * em
    wide = (gap > NARROWEST * em) & (gap < WIDEST * em)
    rows: list[int] = np.flatnonzero(digit[:-1] & digit[1:] & level & wide).tolist()
    return rows


def with_points(letters: Letters, dots: tuple[Dot, ...]) -> Letters:
    """Return upright `letters` with a point for each dot that stands between two digits."""
    if not dots:
        return letters
    found = [(row, dot) for row in gaps(letters) if (dot := _between(letters, row, dots))]
    return _inserted(letters, found) if found else letters


def _between(letters: Letters, row: int, dots: tuple[Dot, ...]) -> Dot | None:
    """Return the one dot between letter `row` and the next, if there is just one."""
    left, right = float(letters.box[row, 2]), float(letters.box[row + 1, 0])
    em, baseline = float(letters.size[row]), float(letters.baseline[row])
    inside = [dot for dot in dots if left - 0.1 * em < dot.x and dot.x < right + 0.1 * em]
    near = [dot for dot in inside if LOWEST * em <= baseline - dot.y <= HIGHEST * em]
    if len(near) != 1:
        return None
    (dot,) = near
    beside = max(dot.x - dot.size / 2 - left, right - dot.x - dot.size / 2)
    return dot if dot.size <= LARGEST * em and beside <= BESIDE * em else None


def _inserted(letters: Letters, found: list[tuple[int, Dot]]) -> Letters:
    """Return letters with a point behind each row of `found`."""
    rows = np.array([row for row, _ in found])
    height = [(letters.baseline[row] - dot.y) / letters.size[row] for row, dot in found]
    marks = [ord("." if above <= MIDDLE else "·") for above in height]
    # The point takes the whole gap, so that none is left to part the number.
    left = letters.box[rows, 2]
    made = inserted(letters, rows + 1, rows, marks, left)
    new = np.arange(len(rows)) + rows + 1
    made.spaced[new] = made.guessed[new] = False  # the space that was read there is the point
    return made


def inserted(letters: Letters, at: Rows, like: Rows, marks: list[int], left: Floats) -> Letters:
    """Return `letters` with drawn marks before the rows `at`, as text; of each a space was read.

    Parameters
    ----------
    at
        Rows of the old letters. What was read before the letter there is now before the mark.
    like
        The row whose font, size and baseline each mark has.
    marks
        Codes.
    left
        Where each begins, points; it ends where the letter behind it begins.
    """
    new = np.arange(len(at)) + at
    box = np.insert(letters.box, at, letters.box[like], axis=0)
    box[new, 0], box[new, 2] = left, box[new + 1, 0]
    spaced, guessed = letters.spaced.copy(), letters.guessed.copy()
    had_space, had_guess = spaced[at], guessed[at]
    spaced[at] = guessed[at] = False
    before = letters.code if letters.raw is None else letters.raw
    return replace(
        letters,
        index=np.insert(letters.index, at, letters.index[like]),
        code=np.insert(letters.code, at, marks),
        box=box,
        baseline=np.insert(letters.baseline, at, letters.baseline[like]),
        size=np.insert(letters.size, at, letters.size[like]),
        direction=np.insert(letters.direction, at, letters.direction[like]),
        spaced=np.insert(spaced, at, had_space),
        guessed=np.insert(guessed, at, had_guess),
        font=np.insert(letters.font, at, letters.font[like]),
        run=np.insert(letters.run, at, letters.run[like]),
        raw=np.insert(before, at, ord(" ")),
    )
