"""Words out of letters: split by gap and baseline, in the order of the text layer."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from curate.pdf.letters import UNKNOWN, CodeSet, Letters
from curate.pdf.page import Rule, Word

GAP = 0.18
"""Em; a wider gap between two letters parts words."""

TIGHT_GAP = 0.12
"""Em; enough where the gap stands out from both of its neighbours: lines squeezed to fit."""

STANDS_OUT = 0.08
"""Em; by how much."""

SPACED_GAP = -0.3
"""Em; enough where the text layer has a space (an italic f hangs over it)."""

GUESSED_GAP = 0.08
"""Em; enough where PDFium guesses a space."""

LIGATURE_GAP = 0.06
"""Em; no gap at all: some fonts put a space behind the fi ligature."""

BACKWARD = 0.5
"""Em; a letter that starts so far before the last one's end begins a new word (accents stay)."""

SHIFT = 0.08
"""Em; letters whose baselines differ by more stand on different lines or are raised."""

Floats = npt.NDArray[np.float64]

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE_CODES = CodeSet("".join(LIGATURES))
_LIGATURE_ENDS = CodeSet("fil")
_LIGATURE_TABLE = str.maketrans(LIGATURES)

RAISED_SIZE = 0.9
RAISED_LEAST, RAISED_MOST = 0.1, 0.7
"""Em of its neighbour: by how much the baseline of a raised or lowered word is shifted."""

ASCENT, DESCENT = 1.0, 0.32
"""Em; a word's box reaches no further above and below its baseline."""

LEADER_LETTERS = 12
"""So many equal dots or dashes in a row lead from a label to its value, or rule a table."""

LEADER_GAP = 1.0
"""Em between two dots of one row, at most: some are set with spaces between them."""

_LEADER_MARKS = ".·…‥_-"
_LEADER_CODES = CodeSet(_LEADER_MARKS)
_LEADER = re.compile(rf"[{re.escape(_LEADER_MARKS)}]{{{LEADER_LETTERS},}}")

LEADER_ROOM, LEADER_BESIDE = 2.0, 12.0
"""Points; a leader with a word so close on its line leads to a value and is no rule."""


def turned_letters(letters: Letters, direction: int, width: float, height: float) -> Letters:
    """Return the letters of one writing direction, turned upright.

    Parameters
    ----------
    direction
        0, 90, 180 or 270, see `Page.turned`.
    width, height
        Of the page as shown.
    """
    rows = letters.direction == direction
    part = replace(letters) if rows.all() else letters.chosen(rows)
    x0, top, x1, bottom = part.box.T
    if direction == 90:
        part.box = np.stack([height - bottom, x0, height - top, x1], axis=1)
    elif direction == 180:
        part.box = np.stack([width - x1, height - bottom, width - x0, height - top], axis=1)
        part.baseline = height - part.baseline
    elif direction == 270:
        part.box = np.stack([top, width - x1, bottom, width - x0], axis=1)
        part.baseline = width - part.baseline
    return part


def without_doubles(letters: Letters) -> Letters:
    """Drop letters drawn a second time almost on the same spot, as cheap bold is made.

    The same code, a baseline within a fifth of an em, and an overlap of more than half of its width;
    the pieces of one ligature share a box and are kept.
    """
    if len(letters) < 2:
        return letters
    line = np.rint(letters.baseline / 2.0).astype(np.int64) & 0xFFFF
    across = np.rint(letters.box[:, 0] * 64.0).astype(np.int64) & 0x3FFFFFF
    order = np.argsort((letters.code.astype(np.int64) << 42) | (line << 26) | across)
    before, after = order[:-1], order[1:]
    em = letters.size[after]
    width = letters.box[after, 2] - letters.box[after, 0]
    shift = np.abs(letters.box[after, 0] - letters.box[before, 0])
    same = (
        (letters.code[before] == letters.code[after])
        & (np.abs(letters.baseline[before] - letters.baseline[after]) < 0.2 * em)
        & (np.abs(letters.size[before] - em) < 0.1 * em)
        & (shift < 0.2 * em)
        & (shift < 0.5 * width)
    )
    piece = (letters.run[before] == letters.run[after]) & (
        np.abs(letters.index[before] - letters.index[after]) <= 2
    )
    doubles = np.zeros(len(letters), np.bool_)
    pair = same & ~piece
    doubles[np.maximum(before[pair], after[pair])] = True
    return letters.chosen(~doubles) if doubles.any() else letters


def make_words(letters: Letters) -> list[Word]:
    """Return the words of upright `letters`, in the order of the text layer."""
    if not len(letters):
        return []
    starts = _starts(letters)
    x0 = np.minimum.reduceat(letters.box[:, 0], starts).round(2)
    # Fonts of symbols claim boxes that reach into the next line.
    tops = np.maximum(letters.box[:, 1], letters.baseline - ASCENT * letters.size)
    bottoms = np.minimum(letters.box[:, 3], letters.baseline + DESCENT * letters.size)
    top = np.minimum.reduceat(np.minimum(tops, bottoms), starts).round(2)
    x1 = np.maximum.reduceat(letters.box[:, 2], starts).round(2)
    bottom = np.maximum.reduceat(np.maximum(tops, bottoms), starts).round(2)
    baseline = letters.baseline[starts].round(2)
    size = letters.size[starts].round(2)
    fonts = [letters.fonts[number] for number in letters.font[starts].tolist()]
    texts = _texts(letters.code, starts)
    raws = [""] * len(starts)
    flags: list[tuple[str, ...]] = [()] * len(starts)
    for place, flag in _shifted(x0, x1, baseline, size):
        flags[place] = (flag,)
    for place, raw in enumerate(_texts(letters.raw, starts) if letters.raw is not None else ()):
        if raw != texts[place]:
            raws[place] = raw
            flags[place] += ("doubtful" if chr(UNKNOWN) in texts[place] else "repaired",)
    columns = (column.tolist() for column in (x0, top, x1, bottom, baseline, size))
    names, bold = [font.name for font in fonts], [font.bold for font in fonts]
    return list(map(Word._make, zip(texts, *columns, names, bold, raws, flags, strict=True)))


def _starts(letters: Letters) -> npt.NDArray[np.int64]:
    """Return the rows at which words begin."""
    em = np.maximum(np.minimum(letters.size[1:], letters.size[:-1]), 0.5)
    gap = (letters.box[1:, 0] - letters.box[:-1, 2]) / em
    shift = np.abs(letters.baseline[1:] - letters.baseline[:-1]) / em
    spaced = letters.spaced[1:] & (gap > SPACED_GAP) & ~_after_ligature(letters, gap)
    spaced |= letters.guessed[1:] & (gap > GUESSED_GAP)
    inner = np.where(spaced | (gap > GAP) | (shift > SHIFT), 0.0, gap)
    beside = np.maximum(np.append(inner[1:], 0.0), np.append(0.0, inner[:-1]))
    tight = (gap > TIGHT_GAP) & (gap - beside > STANDS_OUT)
    back = (gap < -BACKWARD) & (letters.box[1:, 0] < letters.box[:-1, 0] - 0.05 * em)
    ends, within = _leaders(letters.code)
    apart = ((gap > GAP) | tight | spaced) & ~(within & (gap < LEADER_GAP))
    new = ends | (shift > SHIFT) | apart | back
    return np.concatenate([[0], np.flatnonzero(new) + 1])


def _leaders(code: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell after which letters a long row of equal dots begins or ends, and after which it goes on."""
    ends = np.zeros(max(len(code) - 1, 0), np.bool_)
    within = np.zeros_like(ends)
    changes = np.flatnonzero(code[1:] != code[:-1])
    first = np.append(0, changes + 1)
    last = np.append(changes, len(code) - 1)
    rows = (last - first + 1 >= LEADER_LETTERS) & _LEADER_CODES.holds(code[first])
    for start, end in zip(first[rows].tolist(), last[rows].tolist(), strict=True):
        ends[max(start - 1, 0) : start] = True
        ends[end : end + 1] = True
        within[start:end] = True
    return ends, within


def _after_ligature(letters: Letters, gap: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell where a space without width stands between fi, fl or ff and a small letter."""
    code = letters.code
    small = (code[1:] >= ord("a")) & (code[1:] <= ord("z"))
    second = _LIGATURE_ENDS.holds(code[:-1])
    first = np.append(False, code[:-2] == ord("f"))
    found: npt.NDArray[np.bool_] = small & second & first & (gap < LIGATURE_GAP)
    return found


def _texts(codes: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]) -> list[str]:
    code = np.where((codes >= 0xD800) & (codes < 0xE000), np.uint32(UNKNOWN), codes)
    text = np.minimum(code, 0x10FFFF).astype("<u4").tobytes().decode("utf-32-le")
    places = [*starts.tolist(), len(text)]
    texts = [text[a:b] for a, b in pairwise(places)]
    if _LIGATURE_CODES.holds(code).any():
        return [part.translate(_LIGATURE_TABLE) for part in texts]
    return texts


def _shifted(x0: Floats, x1: Floats, baseline: Floats, size: Floats) -> list[tuple[int, str]]:
    """Find words that are small, touch a neighbour and stand above or below its baseline.

    The neighbour before a word counts before the one behind it.
    """
    gap = np.maximum(x0[1:] - x1[:-1], x0[:-1] - x1[1:])
    flags: dict[int, str] = {}
    for word, other in ((slice(None, -1), slice(1, None)), (slice(1, None), slice(None, -1))):
        apart = gap / size[other]
        shift = (baseline[other] - baseline[word]) / size[other]
        small = size[word] <= RAISED_SIZE * size[other]
        moved = (np.abs(shift) > RAISED_LEAST) & (np.abs(shift) < RAISED_MOST)
        rows = np.flatnonzero(small & (apart > -0.3) & (apart < 0.4) & moved)
        for row, above in zip(rows.tolist(), (shift[rows] > 0).tolist(), strict=True):
            flags[row + (word.start or 0)] = "raised" if above else "lowered"
    return list(flags.items())


def leaders(words: list[Word]) -> tuple[list[Word], list[Rule]]:
    """Part dotted and dashed leaders from `words`; those that stand alone on their line are rules.

    Some journals rule their tables with a row of dots set as text. Leaders between a label and its
    value are no rules, but no words either.
    """
    rows = [word for word in words if len(word.text) >= LEADER_LETTERS and _LEADER.fullmatch(word.text)]
    if not rows:
        return words, []
    kept = [word for word in words if not _LEADER.fullmatch(word.text)]
    rules = [
        Rule(row.x0, row.baseline - 1.0, row.x1, row.baseline)
        for row in rows
        if not any(
            abs(word.baseline - row.baseline) < LEADER_ROOM
            and word.x0 - LEADER_BESIDE < row.x1
            and row.x0 < word.x1 + LEADER_BESIDE
            for word in kept
        )
    ]
    return kept, rules
