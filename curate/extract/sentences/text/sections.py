"""Which part of a report a line belongs to: abstract, methods, results; all else is left out.

Introduction and discussion cite the numbers of other trials, so nothing is read from them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from curate.extract.sentences.text.flow import Block, Line, read_blocks
from curate.extract.sentences.text.headings import (
    bold_headings,
    heading_alone,
    heading_of_paragraph,
    heading_run_in,
    inline_headings,
    names_introduction,
)
from curate.extract.sentences.text.passage import Passage, build_passage, vocabulary
from curate.extract.sentences.text.report_times import ReportTimes, read_times
from curate.pdf.page import Document

_CAPTION = re.compile(
    r"(?:supplementary |extended data |online )?(?:table|fig(?:ure)?s?|box|scheme|panel|appendix|chart)\b\.?\s?"
    r"(?:S?\d+(?=d[A-Z])|(?:S?\d+[A-Za-z]?|[IVX]+)\b)(?!,? (?:and|to) )(?!\s+(?:"
    r"shows?|presents?|summari|lists?|gives?|provides?|displays?|"
    r"illustrates?|depicts?|represents?|portrays?|highlights?|outlines?|demonstrate|describes?|reports?|details?|compares?|contains?|demonstrates?|indicates?|reveals?|"
    r"also|and|is|are|was)\b)",
    re.I,
)
_ENDS = re.compile(r"[.?!:][\"”)\]\d,\s]*$")
LONGEST_ABSTRACT = 8  # paragraphs
LONG_ABSTRACT = 400  # words: what has as many before its methods is an introduction without a heading
SMALL = 0.93  # of the body size: notes, captions and drawings are set smaller


@dataclass(slots=True)
class _State:
    zone: str = "front"  # front, abstract, body
    section: str = "front"
    concluded: bool = False


@dataclass(frozen=True)
class RunningText:
    """The running text of a report, and what it says of the times of measuring."""

    blocks: list[Block]
    passages: list[Passage]

    @cached_property
    def times(self) -> ReportTimes:
        """See `read_times`."""
        return read_times(self.passages)


_kept: list[tuple[Document, RunningText]] = []


def text_of(document: Document) -> RunningText:
    """Return the running text of a report.

    Both extractors need it, one after the other: that of the last report is kept.
    """
    if not _kept or _kept[0][0] is not document:
        blocks = read_blocks(document.pages)
        _kept[:] = [(document, RunningText(blocks, read_passages(blocks)))]
    return _kept[0][1]


def read_passages(blocks: Sequence[Block]) -> list[Passage]:
    """Return the passages of a report in reading order, each with zone and section.

    The zone is ``abstract``, ``body`` or ``front``; the section one of ``title``, ``methods``, ``results``,
    ``introduction``, ``discussion``, ``back``, ``caption`` and ``front``.
    """
    known = vocabulary(blocks)
    body_size = _body_size(blocks)
    state = _State()
    passages: list[Passage] = []
    pending: list[tuple[Line, int]] = []
    tag = ("front", "front")

    def flush() -> None:
        if pending:
            passages.append(build_passage(pending, known, tag[1], tag[0]))
            pending.clear()

    for number, block in enumerate(blocks):
        text = block.text
        kind = _kind(block, body_size, state)
        if kind != "prose":
            if kind == "caption":
                passages.append(
                    build_passage([(line, number) for line in block.lines], known, "caption", state.zone)
                )
            if not _unfinished(pending):
                flush()
            continue
        right = max(line.x1 for line in block.lines)
        whole = heading_alone(text, in_body=state.zone == "body") if len(block.lines) in (2, 3) else ""
        if whole:
            flush()
            _enter(state, whole, text, block.lines[0].page, passages)
            tag = (state.zone, state.section)
            continue
        for index, line in enumerate(block.lines):
            heading, rest = _heading(
                line, state, not _unfinished(pending), _stands_out(block, body_size)
            )
            if heading:
                flush()
                _enter(state, heading, "" if rest else line.text, line.page, passages)
                tag = (state.zone, state.section)
                if not rest:
                    continue
            elif index == 0 and _leaves_abstract(state, pending):
                flush()
                state.zone, state.section = "body", "introduction"
                tag = (state.zone, state.section)
            elif pending and (
                _new_paragraph(pending[-1], line, number, right, block)
                or (len(pending) == 1 and _is_subheading(pending[0][0], line, block))
            ):
                flush()
            pending.append((line, number))
    flush()
    passages = _with_abstract_beside([passage for passage in passages if passage.text.strip()])
    passages = _with_unnamed_abstract(passages)
    return _with_inline_headings(passages)


def _reads_like_abstract(text: str) -> bool:
    return len(text.split()) >= 60 and len(re.findall(r"[.?!]\s+[A-Z]", text)) >= 3


def _with_abstract_beside(passages: list[Passage]) -> list[Passage]:
    """Name the paragraphs of an abstract that stands beside what is read before it, where no heading named one.

    The introduction may begin in the left column, below the affiliations, and the abstract fill the right one.
    """
    if any(p.zone == "abstract" for p in passages):
        return passages
    early = [index for index, p in enumerate(passages) if p.zone == "body" and p.page <= 2]
    opened = {index: heading_of_paragraph(passages[index].text) for index in early}
    starts = [index for index, name in opened.items() if name in ("introduction", "methods")]
    for start in starts:
        names = [opened.get(index, "") for index in range(start, start + LONGEST_ABSTRACT)]
        if not {"methods", "results", "discussion"} <= set(names):
            continue
        end = start + names.index("discussion")
        return [
            replace(p, zone="abstract", section=opened[index] or p.section)
            if start <= index <= end and index in opened
            else p
            for index, p in enumerate(passages)
        ]
    return passages


def _with_unnamed_abstract(passages: list[Passage]) -> list[Passage]:
    """Name the first long prose of the front the abstract, where no heading does."""
    if any(p.zone == "abstract" for p in passages):
        return passages
    introduced = any(p.section == "introduction" for p in passages)
    named: list[Passage] = []
    for passage in passages:
        unnamed = passage.zone == "front" and passage.page <= 2
        if unnamed and _reads_like_abstract(passage.text):
            passage = replace(passage, zone="abstract", section="abstract")
            if not introduced:
                return [*named, passage, *passages[len(named) + 1 :]]
        named.append(passage)
    return named


def _with_inline_headings(passages: list[Passage]) -> list[Passage]:
    """Cut the paragraphs of an abstract at the headings inside them."""
    cut: list[Passage] = []
    for passage in passages:
        marks = _marks_inside(passage) if passage.zone == "abstract" else []
        if not marks:
            cut.append(passage)
            continue
        bounds = [(0, passage.section), *marks, (len(passage.text), "")]
        for (start, name), (end, _) in pairwise(bounds):
            if passage.text[start:end].strip():
                cut.append(replace(passage.part(start, end), section=name))
    return cut


def _marks_inside(passage: Passage) -> list[tuple[int, str]]:
    named = dict(inline_headings(passage.text))
    return sorted((dict(bold_headings(passage.text, passage.is_bold)) | named).items())


def _body_size(blocks: Sequence[Block]) -> float:
    sizes: Counter[float] = Counter()
    for block in blocks:
        for line in block.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _stands_out(block: Block, body_size: float) -> bool:
    """Whether a block is one line larger than the text, which may be a heading in small letters throughout."""
    return len(block.lines) == 1 and block.lines[0].size > body_size


def _kind(block: Block, body_size: float, state: _State) -> str:
    """Return ``prose``, ``caption`` or ``other``."""
    text = block.text
    if _CAPTION.match(text):
        return "caption"
    small = _stands_out(block, body_size)
    if len(block.lines) <= 3 and any(
        heading_alone(line.text, line.bold, small=small) for line in block.lines
    ):
        return "prose"
    words = text.split()
    if len(words) < 4 or len(words) < 3.2 * len(block.lines):
        return "other"
    lettered = [word for word in words if len(word) >= 2 and (word.isalpha() or _is_lettered(word))]
    size = Counter(round(line.size, 1) for line in block.lines).most_common(1)[0][0]
    if len(lettered) < 0.5 * len(words) and not _tells_numbers(block, size, body_size):
        return "other"
    if state.zone == "body" and size < SMALL * body_size:
        return "other"
    return "prose"


_VERBS = re.compile(r"\b(?:was|were|had|did|are|is)\b")


def _tells_numbers(block: Block, size: float, body_size: float) -> bool:
    """Whether lines full of numbers are running text all the same: as large and as full, with verbs."""
    words = block.text.split()
    full = len(words) > 6 * len(block.lines) and len(block.lines) > 3
    return full and size >= SMALL * body_size and len(_VERBS.findall(block.text)) > 1


def _is_lettered(word: str) -> bool:
    """Whether a word has two letters, whatever stands between them."""
    return sum(map(str.isalpha, word)) >= 2


def _heading(line: Line, state: _State, fresh: bool, apart: bool) -> tuple[str, bool]:
    """Return the part that a line opens, and whether text follows on the line.

    Parameters
    ----------
    apart
        Whether the line stands apart and is larger than the text.
    """
    alone = heading_alone(line.text, line.bold, state.zone == "body", apart)
    if alone:
        return alone, False
    words = line.words
    styled = (words[0].bold and not words[-1].bold) or (
        words[0].text.isupper() and len(words[0].text) > 4
    )
    name = heading_run_in(line.text, styled=styled, bold=words[0].bold, fresh=fresh, zone=state.zone)
    return name, bool(name)


def _enter(state: _State, heading: str, alone: str, page: int, passages: Sequence[Passage]) -> None:
    """Move to the part that a heading opens; `alone` is its text when it has a line of its own."""
    if heading == "abstract":
        beside = state.section == "introduction" and page <= 2 and bool(alone)
        if state.zone == "front" or (beside and not any(p.zone == "abstract" for p in passages)):
            state.zone, state.section = "abstract", "abstract"
        return
    if state.zone == "front":
        unnamed = any(_reads_like_abstract(p.text) for p in passages if p.zone == "front")
        late = heading == "methods" or (heading == "results" and page > 1)
        opens_body = (names_introduction(alone) and (unnamed or alone.strip()[:1] == "1")) or (
            bool(alone) and late and unnamed
        )
        if opens_body or page > 2:
            state.zone = "body"
        elif heading in ("introduction", "methods", "results"):
            state.zone = "abstract"
    elif state.zone == "abstract":
        words = sum(len(p.text.split()) for p in passages if p.zone == "abstract")
        over = state.concluded and heading in ("introduction", "methods", "results")
        again = heading == "introduction" and state.section in (
            "methods",
            "results",
            "discussion",
            "back",
        )
        late = words > LONG_ABSTRACT and bool(alone) and heading in ("methods", "results")
        if over or again or late or page > 2 or (names_introduction(alone) and words > 60):
            state.zone = "body"
        state.concluded = state.concluded or heading in ("discussion", "back")
    state.section = heading


def _leaves_abstract(state: _State, pending: Sequence[tuple[Line, int]]) -> bool:
    """Whether a new block after the abstract's conclusion begins the introduction."""
    if state.zone != "abstract" or not state.concluded or _unfinished(pending):
        return False
    return bool(pending)


def _unfinished(pending: Sequence[tuple[Line, int]]) -> bool:
    return bool(pending) and not _ENDS.search(pending[-1][0].text)


def _is_subheading(first: Line, line: Line, block: Block) -> bool:
    """Whether the only line of a paragraph so far is a heading of lower rank, which ends no sentence."""
    text = first.text.strip()
    if (
        len(text) > 90
        or not text[:1].isalnum()
        or not line.text[:1].isupper()
        or re.search(r"[.,;:\-]$", text)
    ):
        return False
    left, _, right, _ = block.box
    short = first.x1 < right - 0.25 * (right - left)
    last_font, next_font = first.words[-1].font, line.words[0].font
    styled = first.bold != line.bold or bool(last_font and next_font and last_font != next_font)
    return styled or (short and len(text.split()) <= 10)


def _new_paragraph(last: tuple[Line, int], line: Line, number: int, right: float, block: Block) -> bool:
    before = last[0]
    ended = _ENDS.search(before.text)
    if last[1] != number:
        return bool(ended) or abs(before.size - line.size) > 0.15 * before.size
    if line.baseline - before.baseline > 1.55 * line.size and ended:
        return True
    if not ended:
        return before.bold and not line.bold and len(before.text) < 60
    left = min(item.x0 for item in block.lines)
    return before.x1 < right - 4 * line.size or line.x0 > left + 0.7 * line.size
