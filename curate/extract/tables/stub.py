"""What stands beside each row of a table: labels in their hierarchy, headings and headers in its middle."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curate.extract.tables.again import first_part
from curate.extract.tables.arm_book import ArmBook
from curate.extract.tables.categories import categories_of
from curate.extract.tables.cell import TableCell
from curate.extract.tables.naming import Name, name_of
from curate.extract.tables.nested import outer_headings
from curate.extract.tables.segment import Table
from curate.parse.duration import is_time
from curate.parse.label import is_everyone
from curate.parse.safety import is_system_class, is_total
from curate.parse.statistic_said import find_said, names_limit


@dataclass(slots=True)
class RowAxis:
    """One row's labels, outermost first, its cells, and what a header in the middle of the table says."""

    index: int
    names: list[Name]
    cells: list[TableCell]
    over: dict[int, Name] = field(default_factory=dict)

    @property
    def block(self) -> tuple[int, ...]:
        """The headings over the row, which are the same cells for all rows below them."""
        return tuple(id(name.cell) for name in self.names[:-1])


def below_one_heading(rows: Iterable[RowAxis]) -> list[list[Name]]:
    """Return the own labels of rows, those under the same headings together."""
    below: dict[tuple[int, ...], list[Name]] = {}
    for row in rows:
        if row.names:
            below.setdefault(row.block, []).append(row.names[-1])
    return list(below.values())


_NUMBERISH = re.compile(r"^[<>≤≥=±−–\-(\[]*\s*[\d.·]|^(?:NS|n\.s\.|NR|NE|NYR|NA|N/A|-|–|—)$", re.I)
_MISSING = re.compile(r"^(?:NS|NR|NE|NYR|NA|N/A)$")
"""What stands in the place of a value: not reached, not estimable."""


def stub_count(table: Table) -> int:
    """Leading columns whose cells are words."""
    count = 1
    for col in range(1, min(3, len(table.columns) - 1)):
        texts = [c.plain for c in table.body if c.col == col]
        headed = any(c.col <= col < c.col + c.colspan and c.plain for c in table.heads)
        wordy = [text for text in texts if _is_wordy(text, headed)]
        heads = [name_of(c) for c in table.heads if c.col == col]
        labels = [n for n in heads if n.kind in ("p", "n") or (n.kind == "arm" and n.n)]
        times = [t for t in texts if is_time(t)]
        graded = any(c.col == col and _GRADE_HEAD.match(c.plain) for c in table.heads)
        graded = graded and all(_GRADE.match(text) for text in texts)
        most = (MOSTLY if headed else HALF) * len(texts)
        worded = len(wordy) > most or len(times) > MOSTLY * len(texts) or _repeats(texts) or graded
        if texts and not labels and worded:
            count = col + 1
        else:
            break
    return count


def _is_broken_off(table: Table, stubs: int) -> bool:
    """Whether what stands in a second column of labels are the ends of a few labels, set off by wide spaces."""
    if stubs > 2 or any(c.col == 1 and c.plain for c in table.heads):
        return False
    first, second = ([c for c in table.body if c.col == col] for col in range(2))
    beside = {c.row for c in first}
    words = all(c.row in beside and not any(map(str.isdigit, c.plain)) for c in second)
    return words and len(second) <= BROKEN_OFF * len(first)


BROKEN_OFF = 0.15
"""Share of the labels that have something in a second column without a head, which is none."""

_GRADE_HEAD = re.compile(r"(?i)^(?:(?:NCI|CTC(?:AE)?|WHO|toxicity|severity|maximum)[- ]*)*grades?$")
_GRADE = re.compile(
    r"^(?:[<>≤≥]?\s?[0-5]|I{1,3}|IV|V)(?:\s?[-–/+]\s?(?:[0-5]|I{1,3}|IV|V)?)?$|^(?:any|all)\b", re.I
)
"""A column of grades beside the events: a label of the row, no count."""

_DITTO = re.compile(r"^(?:[-–—―−]|[\"”″〃]|''|’’|(?:ditto|do\.?|idem))$", re.I)
"""A label that says the one above it again."""

MOSTLY, HALF = 0.7, 0.5
"""Share of a column's texts that are words where it holds labels; a column without a head hardly holds values."""


def _repeats(texts: list[str]) -> bool:
    """Whether a few labels with more letters than digits come again all the way down: "<5 cups/day", "5+ cups/day"."""
    few = len(set(texts)) <= FEW * len(texts)
    return few and len(texts) >= LEAST and all(_is_wordy(text, False) for text in set(texts))


LEAST, FEW = 6, 1 / 3
"""Rows of a column, and the share of them that its labels are, before labels with digits are told from values."""


def _is_wordy(text: str, headed: bool) -> bool:
    letters = sum(map(str.isalpha, text))
    if _MISSING.match(text):
        return False
    if not _NUMBERISH.match(text):
        return letters > 0
    return not headed and letters > sum(char.isdigit() for char in text)  # "≤ 3 serves per day"


def read_rows(
    table: Table, stubs: int, known: ArmBook, columns: Mapping[int, Sequence[Name]]
) -> list[RowAxis]:
    """Return the rows with data, each below the labels that head it."""
    grades = {c.col for c in table.heads if 0 < c.col < stubs and _GRADE_HEAD.match(c.plain)}
    tests = {col for col, names in columns.items() if any(name.kind == "p" for name in names)}
    grouped: set[int] = set()
    by_row: dict[int, list[TableCell]] = {}
    for cell in table.body:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[RowAxis] = []
    path: list[TableCell] = []
    over: dict[int, Name] = {}
    stack: list[tuple[float, TableCell, bool]] = []
    carried: dict[int, TableCell] = {}
    subject: list[TableCell] = []
    headed = False
    inner: list[TableCell] = []
    second = min((c.x0 for c in table.body if c.col == 1), default=0.0)
    heading = first_part(table.header, table.body)
    timed = bool(heading) and is_time(heading[0].plain)
    centred = _is_centred(table)
    left = min((c.x0 for c in table.body if c.col == 0), default=0.0)
    several = stubs > 1 and not _is_broken_off(table, stubs)
    indent = _indent(table) if stubs == 1 else INDENT
    corners = {c.plain for c in table.heads if c.col < stubs and c.plain}
    for index in sorted(by_row):
        cells = sorted(by_row[index], key=lambda c: c.col)
        labels = [c for c in cells if c.col < stubs]
        data = [c for c in cells if c.col >= stubs]
        if all(c.role == "header" for c in cells):
            heading, stack, path = (labels if heading else []), [], []
            subject = []
            new = [c for c in data if all(c.plain != head.plain for head in table.heads)]
            over = {col: name_of(c, known) for c in new for col in range(c.col, c.col + c.colspan)}
            continue
        if several:
            if not data and len(labels) == 1 and abs(labels[0].x0 - second) < ALIGNED:
                inner = labels  # it heads rows of the second column of labels
                continue
            inner = [] if any(c.col == 0 for c in labels) else inner
            for cell in labels:
                if _DITTO.match(cell.plain) and cell.col in carried and len(labels) > 1:
                    carried = {c: v for c, v in carried.items() if c <= cell.col}
                    continue
                carried = {c: v for c, v in carried.items() if c < cell.col}
                carried[cell.col] = cell
            own = [carried[c] for c in sorted(carried)]
            if inner and labels and labels[-1].x0 <= inner[0].x0 + indent:
                inner = []
            own[-1:-1] = inner
            inner = inner or ([] if data or len(labels) < 2 else labels[-1:])
            parents = [c for _, c, _ in stack]
            below = by_row.get(index + 1, [])
            if not data and len(labels) == 1 and labels[0].col == 0 and any(c.col == 0 for c in below):
                stack = [(labels[0].x0, labels[0], True)]
        else:
            own = labels
            tested = any(c.col in tests for c in data)
            heads = not data or (tested and all(c.col in tests for c in data))
            if tested and not heads:  # the p of a group stands beside its head alone
                stack = [
                    held
                    for held in stack
                    if id(held[1]) not in grouped or (labels[:1] and labels[0].x0 > held[0] + indent)
                ]
            parents = _parents(stack, labels, not heads, indent, centred, headed)
            if heads and data and labels:
                grouped.add(id(labels[0]))
        headed = headed or not data
        if not data and len(labels) == 1 and _CONTINUED.match(labels[0].plain):
            continue
        if _is_heading(cells, table, left):
            heading, timed = cells, is_time(cells[0].plain)
            stack, path, subject = [], [], []
            continue
        again = len(labels) == 1 and (
            labels[0].plain in corners or (not corners and not rows and all(map(_says, data)))
        )
        if (not labels or again) and data and _is_reheader(data):
            over = {col: name_of(c, known) for c in data for col in range(c.col, c.col + c.colspan)}
            stack, path = ([], []) if again else (stack, path)
            subject = []
            continue
        if data:
            again = len(own) == 1 and not parents and bool(_OTHER_ANALYSIS.match(own[0].plain))
            parents = subject if again else parents  # of what stands in the row above
            subject = subject if again else own[:1] or subject
            path = [*heading, *parents, *own] if labels or headed or not path else path
            headed = False
            names = [name_of(c, known, stub=True) for c in path]
            for name in names[1:]:
                if name.cell.col in grades and name.kind in ("other", "letter"):
                    name.text = f"grade {name.text}"
            for name in names[: len(heading) if timed else 0]:
                name.kind = "time"  # "At the end of FU" beside "At baseline"
            rows.append(RowAxis(index, names, data, over))
    _head_by_type(rows)
    return rows


def _head_by_type(rows: Sequence[RowAxis]) -> None:
    """Set rows that come again below others in another type, "Cases, n" and "Contacts, n", under those above them."""
    fonts = Counter(row.names[-1].cell.words[0].font for row in rows if row.names)
    usual = fonts.most_common(1)[0][0] if fonts else ""
    blocks: list[tuple[Name, list[RowAxis]]] = []
    for row in rows:
        if len(row.names) == 1 and row.names[0].cell.words[0].font != usual:
            blocks.append((row.names[0], []))
        elif blocks:
            blocks[-1][1].append(row)
    found = [{tuple(name.text for name in row.names) for row in held} for _, held in blocks]
    again = sum(map(len, found)) - len(set().union(*found)) if found else 0
    if len(blocks) < 2 or again < LEAST_AGAIN or any(len(held) < 2 for _, held in blocks):
        return
    for head, held in blocks:
        for row in held:
            row.names = [Name("other", head.text, head.cell), *row.names]


LEAST_AGAIN = 2
"""Rows that come again before those above them are headings."""


_CONTINUED = re.compile(
    r"(?i)\(?(?:table \S+ )?cont(?:inued|[’']d|\.)(?: (?:from|in|on|overleaf)\b.{,30})?\)?$"
)
"""What stands in the place of a heading where a table goes on in the next column, or on the next page."""
_OTHER_ANALYSIS = re.compile(
    r"(?i)(?:sensitivity(?= analys)|per[- ]protocol|as[- ]treated|on[- ]treatment|complete[- ]cases?"
    r"|(?:multiple )?imput\w+)"
    r"(?: (?:analys[ei]s|set|population|data|cases|estimates?|\d))*(?:\s*[,:(].*)?$"
)
"""A row that says how the numbers of the row above were found otherwise."""

ALIGNED = 2.0
"""Points between the left edges of labels that stand in one column."""
CENTRED = 40.0
"""Points right of the stub from which a label alone in its row is set in the middle of the table."""


def _is_heading(cells: list[TableCell], table: Table, left: float) -> bool:
    """Whether a row is one label in the middle of the table: it heads the rows below it."""
    cell = cells[0]
    return (
        len(cells) == 1
        and cell.colspan >= max(2, len(table.columns) // 2)
        and cell.x0 > left + CENTRED
        and bool(re.match(r"[A-Za-z]", cell.plain))
        and not _NUMBERISH.match(cell.plain)
        and len(cell.plain) < 80
    )


def _is_reheader(data: list[TableCell]) -> bool:
    """Whether a row without a label, or with that of the header, holds words only: a header in mid-table."""
    return len(data) >= 2 and all(
        names_limit(c.plain) or (re.search(r"[A-Za-z]", c.plain) and not _NUMBERISH.match(c.plain))
        for c in data
    )


def _says(cell: TableCell) -> bool:
    """Whether a cell names a statistic and holds no number: it heads the rows below."""
    return bool(find_said(cell.plain)) and not any(map(str.isdigit, cell.plain))


INDENT = 3.0
"""Points by which a label is set in below its parent."""


LEAST_INDENT = 1.2
SET_ALIKE = 0.3
"""Points between left edges that differ on purpose, and that do not."""


def _indent(table: Table) -> float:
    """Return by how much labels are set in at least: less where all of a table stand on edges close to each other."""
    edges: list[list[float]] = []
    labels = (cell for cell in table.body if cell.col == 0)  # numbers are set to their right ends
    for x0 in sorted(cell.x0 for cell in labels if not cell.plain[:1].isdigit()):
        if edges and x0 - edges[-1][0] <= SET_ALIKE:
            edges[-1].append(x0)
        else:
            edges.append([x0])
    steps = [b[0] - a[0] for a, b in itertools.pairwise(edges)]
    narrow = len(edges) in (2, 3) and min(map(len, edges)) >= LEAST_ON_EDGE and min(steps) > LEAST_INDENT
    return min(INDENT, 0.7 * min(steps)) if narrow else INDENT


LEAST_ON_EDGE = 3
"""Labels on each edge before a step narrower than usual counts as an indent."""
_LISTED = re.compile(r"^[-–—−•·]\s+\S")
"""A label that begins with the dash or dot of a list."""


def _is_centred(table: Table) -> bool:
    """Whether the labels of the rows are set centred, so that where they begin says nothing."""
    labels = [c for c in table.body if c.col == 0 and c.colspan == 1 and c.words]
    lefts = [min(w.x0 for w in c.words) for c in labels]
    middles = [(left + max(w.x1 for w in c.words)) / 2 for left, c in zip(lefts, labels, strict=True)]
    if len(labels) < LEAST_CENTRED or max(lefts) - min(lefts) < 2 * INDENT:
        return False
    return max(middles) - min(middles) < INDENT / 2


LEAST_CENTRED = 4
"""Labels that show how a column is set."""


def _parents(
    stack: list[tuple[float, TableCell, bool]],
    labels: list[TableCell],
    has_data: bool,
    indent: float = INDENT,
    centred: bool = False,
    headed: bool = True,
) -> list[TableCell]:
    """Pop what this label does not stand under, push it, and return what it stands under.

    A label without data heads what is set in below it, and where it is set heavier labels that are lighter; when
    nothing is set in, it heads all rows up to the next label without data. A label with data heads only rows that
    are set in; a system organ class heads the terms after it, set in or not.
    Labels that are `centred` are on one level; `headed` says that no values stand below the last label yet.
    """
    if not labels:
        return [cell for _, cell, _ in stack]
    label = labels[0]
    own = 0.0 if centred else label.x0
    kept = []
    listed = bool(stack) and _LISTED.match(stack[-1][1].plain) and not _LISTED.match(label.plain)
    term = not is_system_class(label.plain) and not is_total(label.plain)
    for x0, cell, heads in stack:
        level = abs(own - x0) <= indent
        if heads and level and label.weight >= cell.weight > stack[-1][1].weight:
            continue  # the rows of the group were set lighter than it, this one is not
        if listed and heads and level:
            continue  # the rows of the group began with a dash, this one does not
        if not heads and (len(categories_of(cell.plain)) > 1 or is_everyone(cell.plain)):
            continue  # "Sex (M/F)" beside its counts has no rows below it, "Total" heads none of its parts
        deeper = own > x0 + indent or (level and has_data and term and is_system_class(cell.plain))
        if deeper or (heads and has_data and level and not _ends(cell, label, stack[-1])):
            kept.append((x0, cell, heads))
    if not has_data:
        outer = [held for held in stack if held[2] and _rank(held[1]) > _rank(label)]
        outer += outer_headings(stack, label, own, indent, headed)
        kept = [held for held in stack if held in outer or (held in kept and own > held[0] + indent)]
    elif kept and kept[-1][2]:
        # A group that has had set-in rows does not head a row that is set out again.
        last_x = stack[-1][0]
        if last_x > own + indent and not any(own > x + indent for x, _, _ in kept[-1:]):
            kept.pop()
    stack[:] = kept
    parents = [cell for _, cell, _ in kept]
    stack.append((own, label, not has_data))
    return parents


def _ends(cell: TableCell, label: TableCell, last: tuple[float, TableCell, bool]) -> bool:
    """Whether a label as far out as the heading `cell` stands below it no more: it is bold, the rows before are not."""
    if not label.bold:
        return False
    return not cell.bold or (not last[2] and not last[1].bold and _rank(cell) <= _rank(label))


def _rank(cell: TableCell) -> tuple[int, bool]:
    """Return how heavy a heading is set: bold before regular, several words in capitals before others."""
    capitals = cell.plain.isupper() and len(cell.plain.split()) > MOST_ABBREVIATED
    return cell.weight, capitals


MOST_ABBREVIATED = 2
"""Words in capitals that may be abbreviations: "ECOG PS"."""
