"""Which part of a report a line belongs to: abstract, methods, results; all else is left out.

Introduction and discussion cite the numbers of other trials, so nothing is read from them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curate.extract.sentences.flow import Block, Line
from curate.extract.sentences.passage import Passage, build_passage, vocabulary

_HEADINGS = {
    "abstract": r"abstract|summary|synopsis",
    "introduction": r"introduction|background(?: (?:and|&) (?:objectives?|aims?|purpose))?|objectives?|aims?|"
    r"purpose|context|importance|rationale",
    "methods": r"(?:(?:materials?|patients?|subjects?|participants?|methods?)(?:,? (?:and|&) |, ))+"
    r"(?:materials?|methods?|patients|participants)|methods?|methodology|experimental(?: section)?|"
    r"(?:study |trial )?design(?:,? (?:and )?(?:setting|participants))*(?:,? (?:and )?(?:setting|participants))?|"
    r"setting|interventions?|main outcome measures?|(?:main )?outcomes?(?: and measures)?|"
    r"(?:patients|participants|measurements|trial registration)",
    "results": r"(?:main |key )?results?(?: (?:and|&) discussion)?|findings|"
    r"results and conclusions?|measurements and main results",
    "discussion": r"discussions?(?: (?:and|&) conclusions?)?|comments?|interpretation|(?:general )?conclusions?"
    r"(?: and relevance)?|limitations?|strengths and limitations",
    "back": r"references?|literature cited|bibliography|acknowledge?ments?|funding|conflicts? of interests?|"
    r"competing interests?|declaration of (?:competing )?interests?|authors?['’]? contributions?|disclosures?|"
    r"data availability(?: statement)?|supplementa(?:ry|l) (?:materials?|information|data)|appendix|abbreviations|"
    r"clinical trial registration|sources? of funding|contributors|key ?words|additional files?|ethics",
}
_NUMBERING = r"(?:\d{1,2}(?:\.\d)?|[IVX]{1,4})?[.|)]?\s*"
_ALONE = {
    name: re.compile(rf"{_NUMBERING}(?:{words})\s*[:.]?", re.I) for name, words in _HEADINGS.items()
}
_RUN_IN = {
    name: re.compile(rf"(?:{words})\s?(?:[:.]|\s[-\u2013\u2014]|\u2014)\s?(?=\S)", re.I)
    for name, words in _HEADINGS.items()
}
_BARE_RUN_IN = {
    name: re.compile(rf"(?:{words})(?=\s+[A-Z0-9])", re.I) for name, words in _HEADINGS.items()
}
_CAPTION = re.compile(
    r"(?:supplementary |extended data |online )?(?:table|fig(?:ure)?s?|box|scheme|panel|appendix|chart)\b\.?\s?"
    r"(?:S?\d+[A-Za-z]?|[IVX]+)\b(?!,? (?:and|to) )(?!\s+(?:shows?|presents?|summari|lists?|gives?|provides?|displays?|"
    r"illustrates?|depicts?|describes?|reports?|details?|compares?|contains?|demonstrates?|indicates?|reveals?|"
    r"also|and|is|are|was)\b)",
    re.I,
)
SMALL = 0.93  # of the body size: notes, captions and drawings are set smaller
READ = ("methods", "results")


@dataclass(slots=True)
class _State:
    zone: str = "front"  # front, abstract, body
    section: str = "front"
    concluded: bool = False


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
        for index, line in enumerate(block.lines):
            heading, rest = _heading(line, state, not _unfinished(pending))
            if heading:
                flush()
                _enter(state, heading, line.page, _opens_body(line.text, passages))
                tag = (state.zone, state.section)
                if not rest:
                    continue
            elif index == 0 and _leaves_abstract(state, pending, line):
                flush()
                state.zone, state.section = "body", "introduction"
                tag = (state.zone, state.section)
            elif pending and _new_paragraph(pending[-1], line, number, right, block):
                flush()
            pending.append((line, number))
    flush()
    return _with_unnamed_abstract([passage for passage in passages if passage.text.strip()])


def _opens_body(heading: str, passages: Sequence[Passage]) -> bool:
    """Whether a heading on the first page opens the body, the abstract before it having had no name."""
    text = heading.strip()
    if re.match(r"(?:1\b|I\b\.?\s)", text) or re.fullmatch(r"(?i)introduction[.:]?", text):
        return (
            any(p.zone == "front" and _reads_like_abstract(p.text) for p in passages) or text[:1] == "1"
        )
    return False


def _reads_like_abstract(text: str) -> bool:
    return len(text.split()) >= 60 and len(re.findall(r"[.?!]\s+[A-Z]", text)) >= 3


def _with_unnamed_abstract(passages: list[Passage]) -> list[Passage]:
    """Name the long prose before the introduction the abstract, where no heading does."""
    if any(p.zone == "abstract" for p in passages):
        return passages
    return [
        replace(p, zone="abstract", section="abstract")
        if p.zone == "front" and _reads_like_abstract(p.text) and p.tokens[0].page <= 2
        else p
        for p in passages
    ]


def _body_size(blocks: Sequence[Block]) -> float:
    sizes: Counter[float] = Counter()
    for block in blocks:
        for line in block.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _kind(block: Block, body_size: float, state: _State) -> str:
    """Return ``prose``, ``caption`` or ``other``."""
    text = block.text
    if _CAPTION.match(text):
        return "caption"
    first = block.lines[0]
    if len(block.lines) == 1 and any(p.fullmatch(first.text.strip()) for p in _ALONE.values()):
        return "prose"
    words = text.split()
    lettered = sum(1 for word in words if sum(c.isalpha() for c in word) >= 2)
    per_line = len(words) / len(block.lines)
    if len(words) < 4 or lettered < 0.5 * len(words) or per_line < 3.2:
        return "other"
    size = Counter(round(line.size, 1) for line in block.lines).most_common(1)[0][0]
    if state.zone == "body" and size < SMALL * body_size:
        return "other"
    return "prose"


def _heading(line: Line, state: _State, fresh: bool) -> tuple[str, bool]:
    """Return the section that a line opens, and whether text follows on the line.

    `fresh` says that the line before ended a sentence.
    """
    text = line.text.strip()
    if not text[:1].isupper() and not text[:1].isdigit():
        return "", False
    if len(text) < 60:
        spaced = text.replace(" ", "") if re.fullmatch(r"(?:[A-Z] ){3,}[A-Z]", text) else text
        for name, pattern in _ALONE.items():
            if pattern.fullmatch(spaced) and not (
                text.endswith(".") and not line.bold and not text.isupper()
            ):
                return _main_only(name, spaced, state), False
    for name, pattern in _RUN_IN.items():
        match = pattern.match(text)
        if match and (
            state.zone != "body" or (line.words[0].bold and name in ("results", "discussion"))
        ):
            return name, True
    words = line.words
    styled = (words[0].bold and not words[-1].bold) or (words[0].text.isupper() and len(words[0].text) > 4)
    if state.zone == "abstract" or (styled and state.zone == "front"):
        for name, pattern in _BARE_RUN_IN.items():
            match = pattern.match(text)
            if match and (match[0].isupper() or styled or (fresh and match[0][0].isupper())):
                return name, True
    return "", False


_MAIN = re.compile(
    r"(?:introduction|background|.*methods?|methodology|experimental(?: section)?|.*results?.*|findings|"
    r"discussions?.*|comments?|conclusions?.*|abstract|summary)\s*[:.]?",
    re.I,
)


def _main_only(name: str, text: str, state: _State) -> str:
    """Drop subordinate headings inside the body ("Interventions", "Outcomes", "Participants")."""
    bare = re.sub(rf"^{_NUMBERING}", "", text)
    if name in ("back", "abstract") or state.zone != "body" or _MAIN.fullmatch(bare):
        return name
    return ""


def _enter(state: _State, heading: str, page: int, opens_body: bool) -> None:
    if heading == "abstract":
        if state.zone == "front":
            state.zone, state.section = "abstract", "abstract"
        return
    if state.zone == "front" and (opens_body or page > 2):
        state.zone = "body"
    elif state.zone == "front" and heading in ("introduction", "methods", "results"):
        state.zone = "abstract"
    elif state.zone == "abstract":
        if (state.concluded and heading in ("introduction", "methods", "results")) or (heading == "introduction" and state.section in ("methods", "results", "discussion", "back")) or page > 2:
            state.zone = "body"
        state.concluded = state.concluded or heading in ("discussion", "back")
    state.section = heading


def _leaves_abstract(state: _State, pending: Sequence[tuple[Line, int]], line: Line) -> bool:
    """Whether a new block after the abstract's conclusion begins the introduction."""
    if state.zone != "abstract" or not state.concluded or _unfinished(pending):
        return False
    return bool(pending)


def _unfinished(pending: Sequence[tuple[Line, int]]) -> bool:
    return bool(pending) and not re.search(r"[.?!:][\"”)\]\d,\s]*$", pending[-1][0].text)


def _new_paragraph(last: tuple[Line, int], line: Line, number: int, right: float, block: Block) -> bool:
    before = last[0]
    ended = re.search(r"[.?!:][\"”)\]\d,\s]*$", before.text)
    if last[1] != number:
        return bool(ended) or abs(before.size - line.size) > 0.15 * before.size
    if line.baseline - before.baseline > 1.55 * line.size and ended:
        return True
    if not ended:
        return before.bold and not line.bold and len(before.text) < 60
    left = min(item.x0 for item in block.lines)
    return before.x1 < right - 4 * line.size or line.x0 > left + 0.7 * line.size
