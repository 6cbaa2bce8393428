"""Whether a line of a table goes on the row above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.grid.row import Row

OVERLAP = 0.84
"""Line sizes: lines nearer than this overlap, so they are one row with a cell centred on two lines."""

TIGHT = 0.87
"""Share of the usual pitch below which a line continues the row above."""

INDENT = 2.0
"""Points by which rows are set in below their group at least."""


WORD = re.compile(r"[A-Za-z]{1,}\D*")
VALUE = re.compile(r"^[<>≤≥=±−–-]?\s*[\d.·,]+\s*%?(?:\s*(?:±|\(|\[|/|–|-|to).*)?$")


def both_complete(above: Row, row: Row) -> bool:
    """Two lines of one band that both hold full sets of values are two rows."""
    values = [c for c in row.data if BEGINS.match(c.text) or _MISSING.match(c.text)]
    before = [c for c in above.data if BEGINS.match(c.text) or _MISSING.match(c.text)]
    if len(values) < 2 or not before or _column_gap(above, row) < OVERLAP * _size(row):
        return False
    if any(_open(c.text) or _UNFINISHED.search(c.text) for c in above.data):
        return False
    if row.stub and above.stub:
        return len(row.data) >= len(before)
    return not row.stub and len(values) >= 0.6 * len(before) and len(values) >= 0.6 * len(row.data)


BEGINS = re.compile(r"^[<>≤≥=−–-]?\s*[\d.·]")
_MISSING = re.compile(r"^(?:N[AERDS]|N/A|[−–—-]|\.{2,3}|…)\W?$")
"""What stands in the place of a value that is not given, or not reached."""


def _column_gap(above: Row, row: Row) -> float:
    """Return the least distance between the two in a column that both have."""
    shared = [c for c in row.data if c.first in above.cells]
    gaps = [c.words[0].baseline - above.cells[c.first].words[-1].baseline for c in shared]
    return min(gaps, default=row.baselines[0] - above.baselines[-1])


def _size(row: Row) -> float:
    return next(iter(row.cells.values())).words[0].size


def begin_large(raw: Sequence[Row]) -> bool:
    """Whether the labels of all rows with values begin with a capital or a figure."""
    labels = [row.stub.text for row in raw if row.stub and row.data]
    return len(labels) >= LEAST_LABELS and not any(map(_SMALL.match, labels))


LEAST_LABELS = 5
"""Labels that show how all of a table begin."""
_SMALL = re.compile(r"[a-z]{3}")


def is_rest(above: Row, row: Row, inner: Sequence[float], pitch: float) -> bool:
    """Whether a lone label in small letters ends the label of the row right above, where all others begin large."""
    gap = row.baselines[0] - above.baselines[-1]
    if row.data or not row.stub or not above.stub or not above.data or gap > LINE * pitch:
        return False
    parted = any(above.baselines[-1] < y < row.baselines[0] for y in inner)
    return not parted and bool(_SMALL.match(row.stub.text)) and _bold(above) == _bold(row)


LINE = 1.1
"""Usual distances of rows within which a line goes on the one above."""


def _next_set(above: Row, row: Row, size: float) -> bool:
    """Whether the line brings new values below those of the row: its label only reached down to it."""
    if not row.data or above.data_baseline is None or not set(row.cells) & {c.first for c in above.data}:
        return False
    pairs = [(above.cells[c.first].text, c.text) for c in row.data if c.first in above.cells]
    values = [below for over, below in pairs if _BARE.fullmatch(over)]
    if values and all(map(_BRACKETED.fullmatch, values)) and len(values) >= len(pairs) - 1:
        return False  # limits below each value, and what is centred on both lines between them
    far = _column_gap(above, row) >= OVERLAP * size
    return far and not any(_open(c.text) or _UNFINISHED.search(c.text) for c in above.data)


_BRACKETED = re.compile(r"[(\[](?:to\b|[^A-Za-z()\[\]])*[)\]]\W?")
_BARE = re.compile(r"[<>≤≥−–-]?\s?\d[^A-Za-z()\[\]]*")
"""A value without its limits."""
_UNFINISHED = re.compile(
    r"(?:\b(?:to|and|of|or|the|for|with|in|at|by|from|vs\.?|per|than)|(?<=\S)\s*[-–−]|[/,±(\[=<]|\bvs\.)$",
    re.I,
)
"""What does not end so; a dash alone is a value that is missing."""
_SHARED = re.compile(r"(?i)\b(?:of|for|with|by|to|in)$")
"""What every row set in below may go on: "History of" over "atrial fibrillation", "diabetes"."""
_NAMED = re.compile(r"^\((?!.*(?:CI|SD|SE|SEM|IQR|range|%|confidence))[^()]*\)$", re.I)
"""A label in brackets of its own, such as "(change)", names a row."""
_GOES_ON = re.compile(r"^(?:[(\[±)\]–−/%]|to\b|and\b|or\b|of\b|versus\b|vs\b|\+/?-)")
_SIGNED = re.compile(r"^[−–-]\s?[\d.·,]+\s*(?:[(\[±].*)?$")
"""A negative value that is whole: "−12.8 (1.1)" begins a row, "−4.1 to −0.7" may end one."""
_LOWER = re.compile(r"^[a-zα-ω]{2,}|^[(\[a-z]|^[-–—]\s*(?:n\b|no\.|number|mean|median|%)")


def _closes(before: str, text: str) -> bool:
    """Whether a label leaves a bracket open that the next line closes."""
    return _open(before) and (text.count(")") > text.count("(") or text.count("]") > text.count("["))


def _open(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count("[") > text.count("]")


def continues(
    above: Row, row: Row, nxt: Row | None, inner: list[float], pitch: float, size: float
) -> bool:
    """Whether a line goes on the row above; `inner` are the rules between rows, `nxt` is the line after it."""
    gap = row.baselines[0] - above.baselines[-1]
    if any(above.baselines[-1] < y < row.baselines[0] for y in inner):
        return False
    if gap < OVERLAP * size and not _next_set(above, row, size):
        return True
    if row.data and above.data and gap < OVERLAP * size:
        return False
    if _labels_go_on(above, row, nxt, gap):
        return True
    if row.stub and row.data:
        ruled = nxt is not None and any(row.baselines[-1] < y < nxt.baselines[0] for y in inner)
        return _label_above(above, row, nxt, gap, pitch, ruled)
    if row.stub:
        return _label_goes_on(above, row, nxt, gap, pitch, size)
    return _values_go_on(above, row, gap, pitch, size)


def _labels_go_on(above: Row, row: Row, nxt: Row | None, gap: float) -> bool:
    """Whether a line of words in both columns of labels ends those of the row above, and the next row stands off."""
    wordy = all(WORD.match(cell.text) for cell in row.data)
    if nxt is None or not row.data or set(row.cells) - {0, 1} or not wordy or 1 not in above.cells:
        return False
    values = sum(bool(BEGINS.match(cell.text) or _MISSING.match(cell.text)) for cell in above.data)
    whole = values > 1 and bool(WORD.match(above.cells[1].text))
    return whole and nxt.baselines[0] - row.baselines[-1] > 1.1 * gap


def _values_go_on(above: Row, row: Row, gap: float, pitch: float, size: float) -> bool:
    """Tell whether a line without a label continues the row above."""
    texts = [cell.text for cell in row.data]
    if len(set(texts)) > 1 and all(map(_STATISTIC.fullmatch, texts)):
        return False  # "%" and "n" below "46.7" and "(10.8)": they head the rows to come
    if all(_GOES_ON.match(text) for text in texts):
        return True
    pairs = [(above.cells[c.first].text, c.text) for c in row.data if c.first in above.cells]
    if any(_open(a) or _UNFINISHED.search(a) for a, _ in pairs):
        return True
    if not above.data:
        return gap < 1.5 * size and not _heads_group(above)
    wordy = sum(not VALUE.match(text) for text in texts)
    return gap < TIGHT * pitch or (wordy == len(texts) and gap < 1.35 * size and pairs != [])


_STATISTIC = re.compile(r"(?i)%|n|no\.?|mean|sd|s\.d\.|sem?|median|iqr|range|n \(%\)|mean \(sd\)")


def _heads_group(above: Row) -> bool:
    stub = above.stub
    return bool(stub and stub.words and stub.words[0].bold)


def _label_goes_on(above: Row, row: Row, nxt: Row | None, gap: float, pitch: float, size: float) -> bool:
    """Tell whether a line with a label only is the rest of the label above, and no group."""
    if above.stub is None:
        return False
    before, text = above.stub.text, row.stub.text if row.stub else ""
    if _closes(before, text) or _UNFINISHED.search(before):
        return gap < 2.0 * size
    if _bold(above) != _bold(row):
        return False
    if _LOWER.match(text) and gap < 1.6 * size and not (above.data and text.startswith("the ")):
        return True
    after = nxt.baselines[0] - row.baselines[-1] if nxt else 1e9
    return gap < TIGHT * pitch and after > 1.1 * gap


def _label_above(above: Row, row: Row, nxt: Row | None, gap: float, pitch: float, ruled: bool) -> bool:
    """Tell whether a line with label and values is the end of a label that began above.

    `ruled` says that a rule stands below it: where each row has one, a group stands close to its first row.
    """
    before, text = above.stub.text if above.stub else "", row.stub.text if row.stub else ""
    if above.data:
        pairs = [(above.cells[c.first].text, c.text) for c in row.data if c.first in above.cells]
        if pairs and sum(_open(a) or bool(_UNFINISHED.search(a)) for a, _ in pairs) > 0.5 * len(pairs):
            return True
        goes_on = all(_GOES_ON.match(c.text) and not _SIGNED.match(c.text) for c in row.data)
        cut = _open(before) or _UNFINISHED.search(before) or _CUT_SHORT.search(before)
        if goes_on and (_LOWER.match(text) or cut):
            return not _NAMED.match(text)
        return _open(before) and not _open(text) and ")" in text and len(row.data) < len(above.data)
    if not before or _bold(above) != _bold(row):
        return False
    indent = row.cells[0].words[0].x0 - above.cells[0].words[0].x0
    heads = _SHARED.search(before) and indent > INDENT and _set_level(row, nxt)
    if _closes(before, text) or (_UNFINISHED.search(before) and not heads):
        return True
    whole = gap > TIGHT * pitch or ruled or _COUNTS.search(before) or _NEW.match(text)
    if whole and indent > INDENT and _set_level(row, nxt):
        return False  # the first of several rows that are set in below a group
    if _LOWER.match(text) and not text.startswith("n ") and len(before) > 18 and gap < 1.12 * pitch:
        return True
    return gap < TIGHT * pitch and indent > -1 and len(before) > 18


def heads_band(above: Row, row: Row, below: Row) -> bool:
    """Whether a lone label stands in one band with the first of the rows set in below it.

    The first row of the band below begins where this one does; the rest of a label would hang further in than both.
    """
    if above.data or not above.stub or not row.stub or not below.stub or len(above.baselines) > 1:
        return False
    if not row.data and _SMALL.match(row.stub.text):
        return False
    x0 = row.stub.words[0].x0
    set_in = x0 - above.stub.words[0].x0 > INDENT
    unfinished = _UNFINISHED.search(above.stub.text) or _open(above.stub.text)
    return set_in and abs(below.stub.words[0].x0 - x0) < 1.0 and not unfinished


_CUT_SHORT = re.compile(r"(?i)\b(?:at (?:least|most)|more than|less than|up)$")
"""What no label ends with: "One attempt of at least", "24 h"."""

_NEW = re.compile(r"[A-Z<>≤≥\d]")
"""How the label of a row of its own begins, and seldom the rest of one."""
_COUNTS = re.compile(r"(?i)\b(?:n|no\.?|number)\s*\(\s*%\s*\)$")


def _set_level(row: Row, nxt: Row | None) -> bool:
    """Whether the next row has values too, and a label that begins where this one does."""
    if nxt is None or nxt.stub is None or not nxt.data:
        return False
    return abs(nxt.stub.words[0].x0 - row.cells[0].words[0].x0) < 1.0


def _bold(row: Row) -> bool:
    words = row.stub.words if row.stub else []
    return sum(w.bold for w in words) * 2 > len(words)
