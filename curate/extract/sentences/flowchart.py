"""Group sizes in a participant flow diagram: "Allocated to A (n = 33)", "Analysed (n = 31)".

The boxes of a diagram stand in columns, one for each arm; only the box of the allocation names the arm, the
boxes below it inherit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curate.extract.sentences.arms import ArmBook
from curate.extract.sentences.flow import Block
from curate.extract.sentences.passage import Passage, build_passage, vocabulary

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
            r"did not|other reason|approached|invited|not analy|violat|adverse)",
            re.I,
        ),
    ),
    ("completed", re.compile(r"\bcomplet", re.I)),
    (
        "analysed",
        re.compile(r"\banaly[sz]|\bintention|\bITT\b|\bevaluable|\bassessed at|\bprimary outcome", re.I),
    ),
    ("randomised", re.compile(r"\brandomi[sz]|\ballocat|\bassigned|\breceived? (?:allocated )?", re.I)),
)
ABOVE = 400.0  # points: how far above its box an arm's allocation may stand
BESIDE = 60.0  # points: how far the middle of a box may lie from the middle of its column


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
        boxes = [
            (number, block)
            for number, block in enumerate(blocks)
            if block.lines[0].page == page and len(block.text) < 400 and not _CAPTION.match(block.text)
        ]
        columns = _columns([block for _, block in boxes], arms)
        for number, block in boxes:
            passage = build_passage([(line, number) for line in block.lines], known, "flowchart", "body")
            yield from _sizes(passage, _arm_of(block, columns))


Column = tuple[float, float, str]
"""Middle of a column across the page, top of its first box, and the arm."""


def _columns(blocks: Sequence[Block], arms: ArmBook) -> list[Column]:
    columns = []
    for block in blocks:
        named = {mention.arm for mention in arms.find(block.text)}
        if len(named) == 1 and (
            _SIZE.search(block.text)
            or re.search(r"\b(?:allocated|assigned|group|arm)", block.text, re.I)
        ):
            x0, top, x1, _ = block.box
            columns.append(((x0 + x1) / 2, top, named.pop()))
    return columns


def _arm_of(block: Block, columns: Sequence[Column]) -> str:
    """Return the arm of the nearest column that begins at or above a box."""
    x0, top, x1, _ = block.box
    middle = (x0 + x1) / 2
    near = [
        (abs(column - middle), arm)
        for column, begins, arm in columns
        if abs(column - middle) < BESIDE and -2.0 <= top - begins < ABOVE
    ]
    return min(near)[1] if near else ""


def _sizes(passage: Passage, arm: str) -> Iterator[FlowSize]:
    place = 0
    for match in _SIZE.finditer(passage.text):
        labelled = match["n"] is not None
        words = (
            passage.text[place : match.start()]
            if labelled
            else passage.text[match.end() : match.end() + 60]
        )
        place = match.end()
        role = next((role for role, pattern in _ROLES if pattern.search(words)), "")
        if role and (arm or role == "randomised"):
            group = "n" if labelled else "m"
            yield FlowSize(
                passage, match.start(group), match.end(group), match[group].replace(",", ""), match[group],
                role, re.sub(r"\s+", " ", words).strip(" (:;,•·-"), arm,
            )  # fmt: skip
