"""Rows of a table: which lines belong to one row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from curate.extract.tables.columns import Column, cut_line
from curate.extract.tables.lines import Line, join_words
from curate.extract.tables.rules import HLine
from curate.pdf.page import Word

OVERLAP = 0.84
"""Line sizes: lines nearer than this overlap, so they are one row with a cell centred on two lines."""

TIGHT = 0.87
"""Share of the usual pitch below which a line continues the row above."""

INDENT = 2.0
"""Points by which rows are set in below their group at least."""


@dataclass(slots=True)
class RowCell:
    """Words of one cell; columns `first` to `last`, and `rowspan` rows where rules say so."""

    first: int
    last: int
    words: list[Word] = field(default_factory=list)
    rowspan: int = 1

    @property
    def text(self) -> str:
        """Words as printed."""
        return join_words(self.words)


@dataclass(slots=True)
class Row:
    """One row of the body.

    Attributes
    ----------
    cells
        By first column.
    baselines
        Of its lines.
    data_baseline
        Of its last line with values.
    """

    cells: dict[int, RowCell]
    baselines: list[float]
    data_baseline: float | None = None

    @property
    def stub(self) -> RowCell | None:
        """The cell of the first column."""
        return self.cells.get(0)

    @property
    def data(self) -> list[RowCell]:
        """The cells of the other columns."""
        return [cell for first, cell in sorted(self.cells.items()) if first > 0]

    def take(self, other: Row) -> None:
        """Append the words of a continuing line."""
        for first, cell in other.cells.items():
            home = next((c for c in self.cells.values() if c.first <= first <= c.last), None)
            if home is None:
                self.cells[first] = cell
            else:
                home.words.extend(cell.words)
                home.last = max(home.last, cell.last) if cell.last > cell.first else home.last
        self.baselines.extend(other.baselines)
        if other.data:
            self.data_baseline = other.data_baseline


def find_rows(
    lines: Sequence[Line], columns: Sequence[Column], rules: Sequence[HLine], size: float
) -> list[Row]:
    """Return the body's rows.

    A full grid of rules gives one row per band. Else lines join by what they say (an open bracket, a
    label that goes on in lower case) and by how near they stand.
    """
    raw = [_raw_row(line, columns) for line in lines]
    raw = [row for row in raw if row.cells]
    if not raw:
        return []
    inner = [rule.y for rule in rules if raw[0].baselines[0] < rule.y < raw[-1].baselines[-1]]
    gridded = len(inner) >= 2 and _wrapped_bands(raw, inner)
    if gridded and inner:
        return _by_bands(raw, sorted(inner))
    pitch = _usual_pitch(raw, size)
    capital = _begin_large(raw)
    rows: list[Row] = []
    whole: set[str] = set()
    for index, row in enumerate(raw):
        nxt = raw[index + 1] if index + 1 < len(raw) else None
        if (
            rows
            and not _heads(row, rows[-1], nxt, whole)
            and (
                _continues(rows[-1], row, nxt, inner, pitch, size)
                or (capital and _is_rest(rows[-1], row, inner, pitch))
            )
        ):
            rows[-1].take(row)
        else:
            if rows and rows[-1].stub and rows[-1].data:
                whole.add(rows[-1].cells[0].text)
            rows.append(row)
    _join_units(rows)
    return rows


def _join_units(rows: list[Row]) -> None:
    """Give a label back its unit that stands below it beside the label of the next row: "PaO2", "(mmHg)"."""
    for above, row in itertools.pairwise(rows):
        beside = [held.cells.get(1) for held in (above, row)]
        worded = all(cell is not None and _WORD.match(cell.text) for cell in beside)
        if worded and row.stub and above.stub and len(row.cells) > 2 and _UNIT_ONLY.match(row.stub.text):
            above.stub.words.extend(row.cells.pop(0).words)


_WORD = re.compile(r"[A-Za-z]{1,}\D*")
_UNIT_ONLY = re.compile(
    r"^[(\[](?![^()]*\b(?:CI|SD|SE|SEM|IQR|range|confidence)\b)[^()\[\]]{1,20}[)\]]$"
)


def _begin_large(raw: Sequence[Row]) -> bool:
    """Whether the labels of all rows with values begin with a capital or a figure."""
    labels = [row.stub.text for row in raw if row.stub and row.data]
    return len(labels) >= LEAST_LABELS and not any(map(_SMALL.match, labels))


LEAST_LABELS = 5
"""Labels that show how all of a table begin."""
_SMALL = re.compile(r"[a-z]{3}")


def _is_rest(above: Row, row: Row, inner: Sequence[float], pitch: float) -> bool:
    """Whether a lone label in small letters ends the label of the row right above, where all others begin large."""
    gap = row.baselines[0] - above.baselines[-1]
    if row.data or not row.stub or not above.stub or not above.data or gap > LINE * pitch:
        return False
    parted = any(above.baselines[-1] < y < row.baselines[0] for y in inner)
    return not parted and bool(_SMALL.match(row.stub.text)) and _bold(above) == _bold(row)


LINE = 1.1
"""Usual distances of rows within which a line goes on the one above."""


def _heads(row: Row, above: Row, nxt: Row | None, whole: set[str]) -> bool:
    """Whether a lone label stands between two labels with values that came before: it heads the same rows anew."""
    if row.data or not row.stub or not above.data or not above.stub:
        return False
    following = nxt is not None and nxt.stub is not None and bool(nxt.data) and nxt.stub.text in whole
    return following and above.stub.text in whole


def _wrapped_bands(raw: list[Row], inner: list[float]) -> bool:
    """Whether bands of several lines hold wrapped text: hardly any line but the first has values."""
    later = [
        b for a, b in itertools.pairwise(raw)
        if not any(a.baselines[0] < y < b.baselines[0] for y in inner)
    ]  # fmt: skip
    filled = sorted(len(row.data) for row in raw if row.data)
    enough = min(2, filled[len(filled) // 2]) if filled else 0
    full = [
        row for row in later
        if 0 < enough <= sum(bool(_BEGINS.match(c.text)) for c in row.data) and (enough > 1 or row.stub)
    ]  # fmt: skip
    return len(full) <= 0.15 * len(later)


def _raw_row(line: Line, columns: Sequence[Column]) -> Row:
    cells = {p.first: RowCell(p.first, p.last, p.words) for p in cut_line(line, columns)}
    return Row(cells, [line.baseline], line.baseline if any(first > 0 for first in cells) else None)


def _by_bands(raw: list[Row], heights: list[float]) -> list[Row]:
    rows: list[Row] = []
    place = None
    for row in raw:
        band = sum(y < row.baselines[0] for y in heights)
        if rows and band == place and not both_complete(rows[-1], row):
            rows[-1].take(row)
        else:
            rows.append(row)
        place = band
    return rows


_VALUE = re.compile(r"^[<>≤≥=±−–-]?\s*[\d.·,]+\s*%?(?:\s*(?:±|\(|\[|/|–|-|to).*)?$")


def both_complete(above: Row, row: Row) -> bool:
    """Two lines of one band that both hold full sets of values are two rows."""
    values = [c for c in row.data if _BEGINS.match(c.text) or _MISSING.match(c.text)]
    before = [c for c in above.data if _BEGINS.match(c.text) or _MISSING.match(c.text)]
    if len(values) < 2 or not before or _column_gap(above, row) < OVERLAP * _size(row):
        return False
    if any(_open(c.text) or _UNFINISHED.search(c.text) for c in above.data):
        return False
    if row.stub and above.stub:
        return len(row.data) >= len(before)
    return not row.stub and len(values) >= 0.6 * len(before) and len(values) >= 0.6 * len(row.data)


_BEGINS = re.compile(r"^[<>≤≥=−–-]?\s*[\d.·]")
_MISSING = re.compile(r"^(?:N[AERDS]|N/A|[−–—-]|\.{2,3}|…)\W?$")
"""What stands in the place of a value that is not given, or not reached."""


def _column_gap(above: Row, row: Row) -> float:
    """Return the least distance between the two in a column that both have."""
    shared = [c for c in row.data if c.first in above.cells]
    gaps = [c.words[0].baseline - above.cells[c.first].words[-1].baseline for c in shared]
    return min(gaps, default=row.baselines[0] - above.baselines[-1])


def _size(row: Row) -> float:
    return next(iter(row.cells.values())).words[0].size


def _usual_pitch(raw: list[Row], size: float) -> float:
    """Return the usual distance between rows: the median between lines with a label and data."""
    gaps = [
        b.baselines[0] - a.baselines[-1]
        for a, b in itertools.pairwise(raw)
        if (a.stub and a.data and b.stub and b.data) or _alike(a, b)
    ]
    if not gaps:
        gaps = [b.baselines[0] - a.baselines[0] for a, b in itertools.pairwise(raw)]
    gaps = sorted(g for g in gaps if g > 0.5 * size)
    return gaps[len(gaps) // 2] if gaps else 1.3 * size


def _alike(above: Row, row: Row) -> bool:
    """Whether two rows without a label, as below one that several share, have whole values in the same columns."""
    values = (sum(bool(_VALUE.match(cell.text)) for cell in line.data) for line in (above, row))
    return not above.stub and above.cells.keys() == row.cells.keys() and min(values) > 1


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


def _continues(
    above: Row, row: Row, nxt: Row | None, inner: list[float], pitch: float, size: float
) -> bool:
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
        return _label_above(above, row, nxt, gap, pitch)
    if row.stub:
        return _label_goes_on(above, row, nxt, gap, pitch, size)
    return _values_go_on(above, row, gap, pitch, size)


def _labels_go_on(above: Row, row: Row, nxt: Row | None, gap: float) -> bool:
    """Whether a line of words in both columns of labels ends those of the row above, and the next row stands off."""
    wordy = all(_WORD.match(cell.text) for cell in row.data)
    if nxt is None or not row.data or set(row.cells) - {0, 1} or not wordy or 1 not in above.cells:
        return False
    values = sum(bool(_BEGINS.match(cell.text) or _MISSING.match(cell.text)) for cell in above.data)
    whole = values > 1 and bool(_WORD.match(above.cells[1].text))
    return whole and nxt.baselines[0] - row.baselines[-1] > 1.1 * gap


def _values_go_on(above: Row, row: Row, gap: float, pitch: float, size: float) -> bool:
    """Tell whether a line without a label continues the row above."""
    texts = [cell.text for cell in row.data]
    if all(_GOES_ON.match(text) for text in texts):
        return True
    pairs = [(above.cells[c.first].text, c.text) for c in row.data if c.first in above.cells]
    if any(_open(a) or _UNFINISHED.search(a) for a, _ in pairs):
        return True
    if not above.data:
        return gap < 1.5 * size and not _heads_group(above)
    wordy = sum(not _VALUE.match(text) for text in texts)
    return gap < TIGHT * pitch or (wordy == len(texts) and gap < 1.35 * size and pairs != [])


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


def _label_above(above: Row, row: Row, nxt: Row | None, gap: float, pitch: float) -> bool:
    """Tell whether a line with label and values is the end of a label that began above."""
    before, text = above.stub.text if above.stub else "", row.stub.text if row.stub else ""
    if above.data:
        pairs = [(above.cells[c.first].text, c.text) for c in row.data if c.first in above.cells]
        if pairs and sum(_open(a) or bool(_UNFINISHED.search(a)) for a, _ in pairs) > 0.5 * len(pairs):
            return True
        goes_on = all(_GOES_ON.match(c.text) and not _SIGNED.match(c.text) for c in row.data)
        if goes_on and (_LOWER.match(text) or _open(before)):
            return not _NAMED.match(text)
        return _open(before) and not _open(text) and ")" in text and len(row.data) < len(above.data)
    if not before or _bold(above) != _bold(row):
        return False
    indent = row.cells[0].words[0].x0 - above.cells[0].words[0].x0
    heads = _SHARED.search(before) and indent > INDENT and _set_level(row, nxt)
    if _closes(before, text) or (_UNFINISHED.search(before) and not heads):
        return True
    whole = gap > TIGHT * pitch or _COUNTS.search(before)
    if whole and indent > INDENT and _set_level(row, nxt):
        return False  # the first of several rows that are set in below a group
    if _LOWER.match(text) and not text.startswith("n ") and len(before) > 18 and gap < 1.12 * pitch:
        return True
    return gap < TIGHT * pitch and indent > -1 and len(before) > 18


_COUNTS = re.compile(r"(?i)\b(?:n|no\.?|number)\s*\(\s*%\s*\)$")


def _set_level(row: Row, nxt: Row | None) -> bool:
    """Whether the next row has values too, and a label that begins where this one does."""
    if nxt is None or nxt.stub is None or not nxt.data:
        return False
    return abs(nxt.stub.words[0].x0 - row.cells[0].words[0].x0) < 1.0


def _bold(row: Row) -> bool:
    words = row.stub.words if row.stub else []
    return sum(w.bold for w in words) * 2 > len(words)
