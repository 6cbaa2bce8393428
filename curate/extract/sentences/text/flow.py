"""Reading order: the words of a page as lines, blocks and paragraphs of running text.

Columns are found by their left edges (several lines that start at the same place after a wide gap), blocks
by line pitch, and the order of blocks by the rule of Breuel (2003): a block comes before those below it in
the same column and before those in columns to its right, unless something between spans both.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from curate.extract.sentences.text.headings import heading_alone
from curate.model.reading import Box
from curate.pdf.page import Page, Word

_NO_LETTERS = re.compile(r"[\W\d_]+")

ROW_TOLERANCE = 0.3  # of the font size: how far baselines of one row may lie apart
COLUMN_GAP = 0.6  # of the font size: the least gap in front of a column edge
LEAST_SIZE = 4.0  # points: what is given as smaller has no true size
LEAST_GAP = 4.5  # points: no smaller gap parts columns, however small the font
WIDE_GAP = 2.2  # of the font size: a gap that no justified line has
HEAD_SIZE = 1.15  # of the font size before: how much larger a heading is at least
EDGE_ROWS = 5  # lines that must start at an edge before it counts as a column's
MARGIN = 0.11  # of the page height: where running heads and feet stand
PITCH = 1.75  # of the font size: lines of one block are not further apart


@dataclass(slots=True)
class Line:
    """Words on one baseline without a column gap between them.

    Attributes
    ----------
    x0, x1
        Left and right edge.
    baseline
        Baseline of most words.
    size
        Font size of most characters.
    bold
        Whether every word with letters is bold.
    text
        The words joined by spaces.
    """

    words: list[Word]
    page: int
    x0: float = 0.0
    x1: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    bold: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        words = self.words
        texts, _, _, ends, _, heights, sizes, _, bold, _, flags = zip(*words, strict=True)
        if any(flags):
            heights = tuple([w.baseline for w in words if not w.shifted]) or heights
        self.x0 = words[0].x0
        self.x1 = max(ends)
        self.baseline = sorted(heights)[len(heights) // 2]
        self.size = _main_size(words) if len(set(sizes)) > 1 else round(sizes[0], 1)
        self.text = " ".join(texts)
        if any(bold):
            lettered = [word for word in words if any(map(str.isalpha, word.text))]
            self.bold = bool(lettered) and all([word.bold for word in lettered])


@dataclass(slots=True)
class Block:
    """Lines below each other in one column."""

    lines: list[Line] = field(default_factory=list)
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def box(self) -> Box:
        """The block's box by baselines."""
        return (
            min([line.x0 for line in self.lines]),
            self.lines[0].baseline - self.lines[0].size,
            max([line.x1 for line in self.lines]),
            self.lines[-1].baseline,
        )

    @property
    def text(self) -> str:
        """The lines joined by spaces; joined once, when the block is whole."""
        if self._text is None:
            self._text = " ".join([line.text for line in self.lines])
        return self._text


def _main_size(words: Sequence[Word]) -> float:
    """Return the font size of most characters, to a tenth of a point."""
    sizes: dict[float, int] = {}
    for word in words:
        size = round(word.size, 1)
        sizes[size] = sizes.get(size, 0) + len(word.text)
    return max(sizes, key=lambda size: sizes[size])


def read_blocks(pages: Iterable[Page]) -> list[Block]:
    """Return the blocks of the upright pages in reading order, without running heads and feet."""
    upright = [page for page in pages if not page.turned and page.words]
    lines = [page_lines(page) for page in upright]
    keys = [
        [_head_key(page, line) for line in found] for page, found in zip(upright, lines, strict=True)
    ]
    repeated = _running_heads(upright, keys)
    blocks: list[Block] = []
    for page, found, own in zip(upright, lines, keys, strict=True):
        kept = [line for line, key in zip(found, own, strict=True) if (page.number, key) not in repeated]
        blocks.extend(_ordered(_blocks(kept)))
    return blocks


def page_lines(page: Page) -> list[Line]:
    """Return the lines of a page, each within one column, from top to bottom."""
    rows = _rows(page.words)
    edges = _column_edges(rows)
    lines: list[Line] = []
    for row in rows:
        current = [row[0]]
        reached = row[0].x1
        for before, word in pairwise(row):
            if word.x0 - reached >= LEAST_GAP and _breaks(reached, before, word, edges):
                lines.append(Line(current, page.number))
                current, reached = [], word.x1
            current.append(word)
            if word.x1 > reached:
                reached = word.x1
        lines.append(Line(current, page.number))
    return lines


_baseline, _left = attrgetter("baseline"), attrgetter("x0")


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group words by baseline; raised and lowered words join the row whose words they touch."""
    main = sorted([w for w in words if not w.flags or not w.shifted], key=_baseline)
    rows: list[list[Word]] = []
    base = 0.0
    for word in main:
        size = word.size if word.size > LEAST_SIZE else LEAST_SIZE
        if rows and word.baseline - base <= ROW_TOLERANCE * size:
            rows[-1].append(word)
        else:
            rows.append([word])
            base = word.baseline
    baselines = [row[0].baseline for row in rows]
    for word in words:
        if word.flags and word.shifted:
            _attach(word, rows, baselines)
    for row in rows:
        row.sort(key=_left)
    return rows


def _attach(word: Word, rows: list[list[Word]], baselines: list[float]) -> None:
    """Put a raised or lowered word into the row of the word it follows."""
    best, distance = None, 1e9
    reach = 1.2 * max(word.size, LEAST_SIZE)
    for row, baseline in zip(rows, baselines, strict=True):
        if abs(baseline - word.baseline) > reach:
            continue
        gap = min([abs(word.x0 - other.x1) for other in row])
        if gap + abs(baseline - word.baseline) < distance:
            best, distance = row, gap + abs(baseline - word.baseline)
    if best is not None:
        best.append(word)
    else:
        rows.append([word])
        baselines.append(word.baseline)


def _column_edges(rows: Sequence[Sequence[Word]]) -> list[float]:
    """Return the left edges at which several rows start again after a wide gap."""
    starts = Counter(
        [
            round(word.x0)
            for row in rows
            for before, word in pairwise(row)
            if (gap := word.x0 - before.x1) >= LEAST_GAP and gap >= COLUMN_GAP * word.size
        ]
    )
    edges = []
    for x in starts:
        near = starts[x - 1] + starts[x] + starts[x + 1]
        if near >= EDGE_ROWS and starts[x] >= max(starts[x - 1], starts[x + 1]):
            edges.append(float(x))
    return edges


def _breaks(reached: float, before: Word, word: Word, edges: Sequence[float]) -> bool:
    gap = word.x0 - reached
    if gap > WIDE_GAP * max(word.size, before.size):
        return True
    if gap < COLUMN_GAP * word.size:
        return False
    if word.bold and not before.bold and word.size > HEAD_SIZE * before.size and gap > before.size:
        return True  # a heading at the top of a column beside the end of the other column
    return any(reached < edge - 2.5 and word.x0 >= edge - 2 for edge in edges)


def _head_key(page: Page, line: Line) -> str:
    """Return what a running head has in common over pages: its text without digits, top or foot."""
    top, foot = MARGIN * page.height, (1 - MARGIN) * page.height
    if top < line.baseline < foot:
        return ""
    where = "top" if line.baseline <= top else "foot"
    return where + _NO_LETTERS.sub("", line.text).lower()


def _running_heads(pages: Sequence[Page], keys: Sequence[Sequence[str]]) -> set[tuple[int, str]]:
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for page, found in zip(pages, keys, strict=True):
        for key in filter(None, found):
            seen[key].add(page.number)
    return {
        (number, key)
        for key, numbers in seen.items()
        if len(numbers) >= 2 or key in ("top", "foot")
        for number in numbers
    }


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Join lines that follow each other at the usual pitch and share a column."""
    blocks: list[Block] = []
    growing: list[Block] = []  # those that end near enough for another line
    reach = PITCH * max([line.size for line in lines], default=0.0)
    for line in sorted(lines, key=lambda item: (item.baseline, item.x0)):
        growing = [b for b in growing if line.baseline - b.lines[-1].baseline <= reach]
        home = next((b for b in reversed(growing) if _continues(b.lines[-1], line)), None)
        if home is None:
            home = Block()
            blocks.append(home)
            growing.append(home)
        home.lines.append(line)
    return blocks


def _continues(last: Line, line: Line) -> bool:
    drop = line.baseline - last.baseline
    size = last.size if last.size > line.size else line.size
    if not 0.3 * size < drop <= PITCH * size or abs(last.size - line.size) > 0.12 * size:
        return False
    overlap = min(last.x1, line.x1) - max(last.x0, line.x0)
    if overlap < 0.5 * min(last.x1 - last.x0, line.x1 - line.x0):
        return False
    return abs(line.x0 - last.x0) < 4.5 * size


def _ordered(blocks: list[Block]) -> list[Block]:
    """Sort blocks topologically into reading order."""
    if len(blocks) > 150:  # a drawing full of labels: their order carries no meaning
        large = [block for block in blocks if len(block.text) > 80 or heading_alone(block.text)]
        return _ordered(large) if len(large) < len(blocks) else blocks
    boxes = [block.box for block in blocks]
    side = [_is_side_heading(block, box, boxes) for block, box in zip(blocks, boxes, strict=True)]
    after = [_successors(index, boxes, side) for index in range(len(blocks))]
    return [blocks[index] for index in _topological(after, boxes)]


def _is_side_heading(block: Block, own: Box, boxes: Sequence[Box]) -> bool:
    """Whether a block is a short heading in the margin beside the paragraph that it names."""
    if len(block.lines) > 3 or len(block.text.split()) > 5:
        return False
    return any(
        abs(box[1] - own[1]) < 4.0
        and own[2] < box[0] < own[2] + 110
        and box[2] - box[0] > 2 * (own[2] - own[0])
        and box[0] - own[0] < 130
        for box in boxes
    )


def _successors(index: int, boxes: Sequence[Box], side: Sequence[bool]) -> set[int]:
    """Return the blocks that come somewhere after a block.

    A heading in the margin goes by its top alone, a little before what begins at its height.
    """
    own = boxes[index]
    left, top, right, bottom = own
    found: set[int] = set()
    beside: list[int] = []  # blocks to the right of this one
    for other, (x0, y0, x1, y1) in enumerate(boxes):
        if other == index:
            continue
        if side[index] or side[other]:
            ahead = top - (4.0 if side[index] else 0.0) < y0 - (4.0 if side[other] else 0.0)
        elif (right if right < x1 else x1) - (left if left > x0 else x0) > 1.0:
            ahead = (top, bottom) < (y0, y1)
        else:
            ahead = right <= x0 + 1.0
            if ahead and top >= y0:  # if it is higher, it comes first in any case
                beside.append(other)
                continue
        if ahead:
            found.add(other)
    if beside:
        nearest = min([boxes[other][0] for other in beside])
        spanning = [box for box in boxes if box[0] < right and box[2] > nearest and box is not own]
        found.update(other for other in beside if not _parted(own, boxes[other], spanning))
    return found


def _parted(a: Box, b: Box, spanning: Sequence[Box]) -> bool:
    """Whether something between two blocks spans both their columns."""
    top, bottom = min(a[3], b[3]), max(a[1], b[1]) + 1
    return bool([c for c in spanning if top <= c[1] and c[3] <= bottom and c[2] > b[0] and c is not b])


def _topological(after: Sequence[set[int]], boxes: Sequence[Box]) -> list[int]:
    """Return indices so that each comes before its successors; a cycle is cut at the topmost block."""
    waiting = Counter[int]()
    for successors in after:
        waiting.update(successors)
    left = set(range(len(boxes)))
    order: list[int] = []
    while left:
        free = [index for index in left if waiting[index] == 0]
        if free:
            chosen = min(free, key=lambda i: (boxes[i][0] // 40, boxes[i][1]) if len(free) > 1 else 0)
        else:
            chosen = min(left, key=lambda i: (boxes[i][1], boxes[i][0]))
        order.append(chosen)
        left.discard(chosen)
        for successor in after[chosen]:
            waiting[successor] -= 1
    return order
