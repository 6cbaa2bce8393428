"""Group sizes in a participant flow diagram: "Allocated to A (n = 33)", "Analysed (n = 31)".

The boxes of a diagram stand in columns, one for each arm; only the box of the allocation names the arm, the
boxes below it inherit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.text.flow import Block, Line
from curate.extract.sentences.text.passage import Passage, build_passage, vocabulary
from curate.model.reading import Box

_DIAGRAM = re.compile(
    r"\b(?:CONSORT|flow\s?-?(?:chart|diagram)|(?:participant|patient|subject|study|trial) (?:flow|disposition|profile)|"
    r"disposition of|flow of|recruitment|enrol?ment|trial profi)",
    re.I,
)
_CAPTION = re.compile(r"^\s*(?:figure|fig\.?|scheme|chart)\s*\d", re.I)
_SIZE = re.compile(
    r"\(?\b[nN]\s*[=:\u00bc]\s*(?P<n>\d[\d,]*)\b|^\s*(?P<m>\d{2,5})\s+(?=(?:were\s+|patients\s+|participants\s+)?"
    r"(?:randomi[sz]ed|assigned|allocated|analy[sz]ed)\b)"
)
_ROLES = (
    (
        "",
        re.compile(
            r"\b(?:exclu|not meet|declin|refus|withdr|withdrew|lost|discontinu|screen|eligib|drop|died|missing|"
            r"did not|other reason|approached|invited|not (?:analy|evaluat|assess|receiv|treat|includ)|violat|adverse)",
            re.I,
        ),
    ),
    ("completed", re.compile(r"\bcomplet", re.I)),
    (
        "analysed",
        re.compile(
            r"\banaly[sz]|\bintention|\bITT\b|\bevalua(?:ble|ted)|\bassessed at|\bprimary outcome|\btreated with|"
            r"^\W*tested\b|\bper[- ]protocol\b",
            re.I,
        ),
    ),
    ("randomised", re.compile(r"\brandomi[sz]|\ballocat|\bassigned|\breceived? (?:allocated )?", re.I)),
)
ABOVE = 400.0  # points: how far above its box an arm's allocation may stand
BESIDE = 60.0  # points: how far the middle of a box may lie from the middle of its column
LEVEL = 6.0  # points: how far the tops of the boxes of two arms may lie apart
MIDDLE = (
    6.0  # points: how far the middle of a line may lie from the middle of the line above it in its box
)
LEADING = 0.75  # of the type's size: the gap between two lines of one box
_ALLOCATED = re.compile(
    r"^\W*(?:(?:randomly\s+)?(?:allocated|assigned|randomi[sz]ed|treated|received)(?:\s+(?:to|with|receive|the))*\s+)"
    r"(?P<name>[^(]{3,60}?)\s*(?:groups?|arms?)?\s*\(?\s*[nN]\s*[=:]",
    re.I,
)
_GENERIC = re.compile(r"(?i)^(?:allocated|intervention|interven\W*on|treatment|study|trial|as|by)\b")
_ARM_ALONE = re.compile(
    r"^\W*(?:[\w/+-]+\s+){1,4}(?:groups?\s+|arms?\s+)?\(?\s*[nN]\s*[=:]\s*[\d,]+\W*$"
)


@dataclass(frozen=True, slots=True)
class FlowSize:
    """A group size of a diagram: where it stands, its role, the words of its box, and its arm or empty."""

    passage: Passage
    start: int
    end: int
    value: str
    as_printed: str
    role: str
    words: str
    arm: str


def read_flowchart(blocks: Sequence[Block], arms: ArmBook) -> Iterator[FlowSize]:
    """Yield the group sizes of the flow diagrams of a report, in reading order."""
    captions = {
        block.lines[0].page
        for block in blocks
        if _CAPTION.match(block.text) and _DIAGRAM.search(block.text[:300])
    }
    known = vocabulary(blocks) if captions else frozenset()
    for page in sorted(captions):
        boxes = _boxes(
            [
                (number, block)
                for number, block in enumerate(blocks)
                if block.lines[0].page == page
                and len(block.text) < 400
                and not _CAPTION.match(block.text)
            ]
        )
        columns = _columns(boxes, arms)
        first = _first_of_arms(boxes, arms)
        for box in boxes:
            passage = build_passage(box.lines, known, "flowchart", "body")
            yield from _sizes(passage, _arm_of(box, columns), "randomised" if box in first else "")


@dataclass(frozen=True)
class _Box:
    """A box of a diagram: its lines, each with the number of its block."""

    lines: tuple[tuple[Line, int], ...]

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line, _ in self.lines)

    @cached_property
    def sides(self) -> Box:
        lines = [line for line, _ in self.lines]
        tops = [min(word.top for word in line.words) for line in lines]
        bottoms = [max(word.bottom for word in line.words) for line in lines]
        return min(line.x0 for line in lines), min(tops), max(line.x1 for line in lines), max(bottoms)

    @cached_property
    def middle(self) -> float:
        left, _, right, _ = self.sides
        return (left + right) / 2

    def goes_on_in(self, block: Block) -> bool:
        """Whether a block is the next line of the box: close below it, about the same middle."""
        left, top, right, _ = block.box
        size = block.lines[0].size
        near = -1.0 < top - self.sides[3] <= LEADING * size
        same = abs(self.lines[-1][0].size - size) < 0.12 * size
        return near and same and abs((left + right) / 2 - self.middle) <= MIDDLE


def _boxes(blocks: Sequence[tuple[int, Block]]) -> list[_Box]:
    """Join what the text layer keeps apart in one box: "Allocated to", "A", "(n = 37)"."""
    boxes: list[_Box] = []
    for number, block in sorted(blocks, key=lambda item: item[1].box[1]):
        lines = tuple((line, number) for line in block.lines)
        home = next((box for box in boxes if box.goes_on_in(block)), None)
        if home is None:
            boxes.append(_Box(lines))
        else:
            boxes[boxes.index(home)] = _Box((*home.lines, *lines))
    return boxes


Column = tuple[float, float, str]
"""Middle of a column across the page, top of its first box, and the arm."""


def _columns(boxes: Sequence[_Box], arms: ArmBook) -> list[Column]:
    columns = []
    for box in boxes:
        named = {mention.arm for mention in arms.find(box.text)}
        if len(named) == 1 and (
            _SIZE.search(box.text) or re.search(r"\b(?:allocated|assigned|group|arm)", box.text, re.I)
        ):
            columns.append((box.middle, box.sides[1], named.pop()))
    known = {(middle, top) for middle, top, _ in columns}
    for box, name in _as_printed(boxes):
        if (box.middle, box.sides[1]) not in known:
            columns.append((box.middle, box.sides[1], name))
    return columns


def _as_printed(boxes: Sequence[_Box]) -> Iterator[tuple[_Box, str]]:
    """Yield the boxes side by side that people were allocated to, with the names that these print."""
    found = [(box, match["name"].strip()) for box in boxes if (match := _ALLOCATED.match(box.text))]
    for box, name in found:
        beside = [other for seen, other in found if seen is not box and _level(seen, box)]
        if beside and name not in beside and not _GENERIC.match(name):
            yield box, name


def _level(box: _Box, other: _Box) -> bool:
    return abs(box.sides[1] - other.sides[1]) < LEVEL


def _first_of_arms(boxes: Sequence[_Box], arms: ArmBook) -> list[_Box]:
    """Return the boxes side by side that hold an arm and its size and no word more, where the diagram goes on."""
    alone = [
        box
        for box in boxes
        if _ARM_ALONE.match(box.text) and len({mention.arm for mention in arms.find(box.text)}) == 1
    ]
    return [
        box
        for box in alone
        if any(other is not box and _level(other, box) for other in alone)
        and any(
            _SIZE.search(other.text)
            and other.sides[1] > box.sides[3]
            and abs(other.middle - box.middle) < BESIDE
            for other in boxes
        )
    ]


def _arm_of(box: _Box, columns: Sequence[Column]) -> str:
    """Return the arm of the nearest column that begins at or above a box."""
    near = [
        (abs(column - box.middle), arm)
        for column, begins, arm in columns
        if abs(column - box.middle) < BESIDE and -2.0 <= box.sides[1] - begins < ABOVE
    ]
    return min(near)[1] if near else ""


_BULLETS = re.compile(r"^[^\w\u2264\u2265<>]+")
"""Ahead of what a line of a box says, the bracket of the line before it included."""


def _sizes(passage: Passage, arm: str, otherwise: str) -> Iterator[FlowSize]:
    """Yield the sizes of a box, with the role `otherwise` where its words name none."""
    place = 0
    for match in _SIZE.finditer(passage.text):
        labelled = match["n"] is not None
        words = (
            passage.text[place : match.start()]
            if labelled
            else passage.text[match.end() : match.end() + 60]
        )
        place = match.end()
        role = next((role for role, pattern in _ROLES if pattern.search(words)), otherwise)
        if role and (arm or role == "randomised"):
            group = "n" if labelled else "m"
            yield FlowSize(
                passage, match.start(group), match.end(group), match[group].replace(",", ""), match[group],
                role, _BULLETS.sub("", re.sub(r"\s+", " ", words)).rstrip(" (:;,•·-"), arm,
            )  # fmt: skip
