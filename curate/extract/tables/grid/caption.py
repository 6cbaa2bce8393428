"""Captions: where a page says "Table 2", and what the caption says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from curate.extract.tables.grid.lines import CHUNK_GAP, SAME_BASELINE, Chunk, Line, plain_text, union
from curate.extract.tables.grid.rules import HLine
from curate.model.reading import Box
from curate.pdf.page import Word

_BEFORE_WORD = ("Supplementary", "Supplemental", "Online", "Appendix", "Additional")
_LABEL = re.compile(
    rf"^(?:(?:{'|'.join(_BEFORE_WORD)})\s+)?"
    r"(?P<word>T\s?[Aa]\s?B\s?L\s?E|Table|Tab\.)\s*[-–]?\s*(?P<number>[SAe]?\d{1,2}(?![\d.]\d)|[IVX]{1,5}(?![A-Za-z]))"
    r"(?P<part>[a-dA-D](?![A-Za-z]))?\s*(?P<stop>[.:|\])–—-]|(?P<dash>d)(?=[A-Z])|\(cont|continued)?\s*",
)
"""The "d" of "Table 2dSleep" is a long dash whose font maps it to a letter."""
_PROSE = re.compile(  # "Table 2 shows", "Table 2 and Figure 1", "Table 2), which"
    r"^(?:[,;)]|\.\s*[a-z]|(?:and|or|to|in|for|shows?|presents?|lists?|gives?|is|are|was|were|summari[sz]es?|displays?|provides?"
    r"|describes?|reports?|illustrates?|contains?|demonstrates?|indicates?|compares?|depicts?|details?|includes?"
    r"|reveals?|we|the|that|which|with|of|on|as|has|have|there|also|below|above|outlines?|documents?|suggests?)\b)"
)
_CONTINUED = re.compile(r"\(\s*cont(?:inued|['’]?d|\.)?\s*\.?\)|\bcont(?:inued|['’]d|\.)", re.I)

LINE_PITCH = 1.7
"""Line sizes between two baselines of one caption."""


@dataclass(slots=True)
class Caption:
    """A caption on a page.

    Attributes
    ----------
    label
        "Table 2".
    text
        Label and title, white space collapsed.
    first
        The words that it begins with.
    continued
        Whether it says that the table began before.
    unfinished
        Whether it stands below a part of a table, says that this goes on, and has no title.
    """

    label: str
    text: str
    box: Box
    size: float
    first: Chunk
    continued: bool = False
    unfinished: bool = False


def may_hold_caption(words: Sequence[Word]) -> bool:
    """Whether the word "Table" opens a line or stands apart somewhere: it does on every page with a caption."""
    opening = [word for word in words if word.text[:1] in "tT(" and _OPENS.match(word.text)]
    return any(not _goes_on_from(words, word) for word in opening)


_OPENS = re.compile(r"(?i:\(?table)|(?:T|Tab\.)$")


def _goes_on_from(words: Sequence[Word], word: Word) -> bool:
    """Whether a word stands right behind another one, in running text."""
    left, base, size = word.x0, word.baseline, word.size
    return any(
        other.x0 < left
        and left - other.x1 <= CHUNK_GAP * max(size, other.size)
        and abs(other.baseline - base) <= SAME_BASELINE * min(size, other.size, 14.0)
        and not other.flags
        and other.text not in _BEFORE_WORD
        for other in words
    )


_INITIALS = "TSOA("
"""Of `_LABEL` and what comes before it, of `_GOES_ON` and of `_PART`: no other text is put together."""


def find_captions(lines: list[Line], rules: list[HLine]) -> list[Caption]:
    """Return the captions among the lines of a page, from top to bottom."""
    captions = []
    for index, line in enumerate(lines):
        for place, part in enumerate(line.chunks):
            if part.words[0].text[:1] not in _INITIALS:
                continue
            beside = line.chunks[place + 1 :]
            chunk = _with_number(part, beside)
            match = _LABEL.match(chunk.text)
            if (
                match
                and _is_caption(chunk, match, beside)
                and not _ends_sentence(chunk, match, lines[:index])
            ):
                captions.append(_grow(lines, index, chunk, match, rules))
            elif goes_on := _GOES_ON.match(chunk.text):
                label = f"Table {goes_on['number']}"
                size = chunk.words[-1].size
                captions.append(Caption(label, label, chunk.box, size, chunk, unfinished=True))
            elif captions and _PART.match(chunk.text) and _stands_on_rule(chunk, line, rules):
                captions.append(_part(captions, chunk))
    return captions


def _with_number(chunk: Chunk, beside: Sequence[Chunk]) -> Chunk:
    """Return the word "Table" with its number, which some set further off than a word space."""
    if not beside or not _ALONE.match(chunk.text) or not _NUMBER.match(beside[0].text):
        return chunk
    near = beside[0].x0 - chunk.x1 <= NUMBER_REACH * chunk.words[0].size
    return Chunk([*chunk.words, *beside[0].words]) if near else chunk


_ALONE = re.compile(r"(?:T\s?[Aa]\s?B\s?L\s?E|Table|Tab\.)$")
_NUMBER = re.compile(r"(?:[SAe]?\d{1,2}|[IVX]{1,5})[.:|]?$")
NUMBER_REACH = 1.5
"""Em between "Table" and its number."""

_GOES_ON = re.compile(r"\(Table\s+(?P<number>\d{1,2})\s+continues\b", re.I)
"""Below a part of a table whose caption stands below its last part."""

TITLE_REACH = 40.0
"""Points of white between a caption's number and its title on the same line."""

_PART = re.compile(r"^\((?P<part>[a-e])\)\s+[A-Z]")
PART_REACH = 14.0
"""Points from the title of a part of a table, "(a) …", to the rule below it."""


def _stands_on_rule(chunk: Chunk, line: Line, rules: list[HLine]) -> bool:
    """Whether a title stands alone above a rule that is wider than it on both sides."""
    below = [
        r for r in rules
        if 0 < r.y - line.baseline < PART_REACH and r.x0 < chunk.x0 + 1 and r.x1 > chunk.x1 + 20
    ]  # fmt: skip
    return any(sum(c.x0 < r.x1 and c.x1 > r.x0 for c in line.chunks) == 1 for r in below)


def _part(captions: list[Caption], chunk: Chunk) -> Caption:
    """Return the caption of a part: "Table 1(a)", with the title of the whole before its own."""
    whole = next(c for c in reversed(captions) if "(" not in c.label)
    match = _PART.match(chunk.text)
    letter = match["part"] if match else ""
    text = f"{whole.text} {plain_text(chunk.words)}"
    return Caption(f"{whole.label}({letter})", text, chunk.box, chunk.words[0].size, chunk)


def _is_caption(chunk: Chunk, match: re.Match[str], beside: Sequence[Chunk]) -> bool:
    """Whether a label opens a caption; in running text that is spaced out, the verb may stand apart."""
    apart = (other.text for other in beside if 0 <= other.x0 - chunk.x1 < TITLE_REACH)
    rest = chunk.text[match.end() :] or next(apart, "")
    word = match["word"]
    if _PROSE.match(rest):
        return False
    if not match["stop"] and rest[:1].islower() and not chunk.words[0].bold and word == "Table":
        return False
    return not (match["stop"] == ")" and "(" not in chunk.text)


def _ends_sentence(chunk: Chunk, match: re.Match[str], above: list[Line]) -> bool:
    """Whether "Table 1." alone is the end of a sentence: the line right above breaks off at "as in"."""
    if match.end() < len(chunk.text):
        return False
    reach = chunk.words[0].baseline - LINE_PITCH * chunk.words[0].size
    near = (line for line in reversed(above) if line.baseline > reach)
    over = next((c for line in near for c in line.chunks if c.x0 < chunk.x1 and c.x1 > chunk.x0), None)
    return over is not None and bool(_BROKEN_OFF.search(over.text))


_BROKEN_OFF = re.compile(r"(?:\b(?:in|see|of|and|or|to|from|with|as|the|by|for|per|than)|[,(])$")


def _is_justified(chunks: Sequence[Chunk]) -> bool:
    """Whether chunks are one line of a title whose words a narrow measure has set far apart, all alike."""
    words = [word for chunk in chunks for word in chunk.words]
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words)]
    return (
        len(words) > 3 and max(gaps) < ALIKE * min(gaps) and not any(w.text[:1].isdigit() for w in words)
    )


def _is_spaced_out(chunks: Sequence[Chunk]) -> bool:
    """Whether chunks are one line of running words that a narrow measure has set far apart, all alike."""
    words = [word for chunk in chunks for word in chunk.words]
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words)]
    running = sum(word.text[:1].islower() for word in words[1:])
    if len(words) < 4 or 2 * running < len(words) - 1:
        return False
    narrow = sum(ALIKE * gap <= max(gaps) for gap in gaps)  # as between a number and its unit
    return narrow <= len(gaps) // 6


def _spaced_out(line: Line, first: Chunk) -> list[Chunk]:
    """Return `first` with what follows it on its line in spaces all alike, as a narrow measure sets words apart."""
    held = [first]
    for chunk in line.chunks:
        gap = chunk.x0 - held[-1].x1
        if 0 < gap < ALIKE * CHUNK_GAP * first.words[0].size:
            held.append(chunk)
    return held if _is_spaced_out(held) else [first]


def _fills_measure(chunks: Sequence[Chunk], left: float, boxes: Sequence[Box]) -> bool:
    """Whether a line begins and ends where the lines of the title above it do."""
    right = max(box[2] for box in boxes)
    return abs(chunks[0].x0 - left) < EDGE and abs(chunks[-1].x1 - right) < EDGE


EDGE = 2.0
"""Points between the edges of two justified lines."""


def _joined(chunks: Sequence[Chunk]) -> list[Chunk]:
    return [Chunk([word for chunk in chunks for word in chunk.words])]


ALIKE = 1.4
"""How many times wider than the narrowest the widest space of a justified line is at most."""

_ENDS_SIZED = re.compile(r"\(\s*[nN]\s*=\s*\d+\s*\)$")


def _grow(
    lines: list[Line], index: int, chunk: Chunk, match: re.Match[str], rules: list[HLine]
) -> Caption:
    """Take the lines below that continue the caption."""
    parts = [chunk]
    boxes = [chunk.box]
    same_line = [c for c in lines[index].chunks if 0 <= c.x0 - chunk.x1 < TITLE_REACH]
    alone = len(chunk.text) < match.end() + 3
    if (
        same_line
        and alone
        and not same_line[0].text[:1].isdigit()
        and not _LABEL.match(same_line[0].text)
    ):
        parts.extend(_spaced_out(lines[index], same_line[0]))  # a wide gap after the number
        boxes.extend(part.box for part in parts[1:])
    previous = lines[index]
    size = chunk.words[-1].size
    for line in lines[index + 1 :]:
        pitch = line.baseline - previous.baseline
        if pitch > LINE_PITCH * max(size, line.size):
            break
        inside = [c for c in line.chunks if c.x1 > chunk.x0 - 3 and c.x0 < max(b[2] for b in boxes) + 12]
        if not inside:
            if pitch > 0.9 * size:
                break
            continue
        if any(
            previous.baseline < r.y < line.top + 1 and r.x0 < chunk.x1 and r.x1 > chunk.x0 for r in rules
        ):
            break
        if not re.search(r"\w", inside[0].text):
            break  # a rule made of dots
        right = [c for c in line.chunks if c.x0 > chunk.x0 - 3]
        if inside and len(right) > 1 and alone and len(parts) == 1 and _is_justified(right):
            inside = right = _joined(right)
            line = Line(right, line.baseline, line.size)
        elif len(inside) > 1 and _fills_measure(inside, chunk.x0, boxes) and _is_spaced_out(inside):
            inside = _joined(inside)
            line = Line(inside, line.baseline, line.size)
        if any(_ENDS_SIZED.search(c.text) for c in line.chunks if c is not inside[0]):
            break  # the header: groups and their sizes beside it
        if len(inside) > 1 or inside[0].x0 - chunk.x0 > 60 or _looks_unlike(inside[0], chunk, parts):
            break
        parts.append(inside[0])
        boxes.append(inside[0].box)
        previous = line
        if len(parts) > 12:
            break
    words = [word for part in parts for word in part.words]
    number = match["number"] + (match["part"] or "")
    hyphen = "-" if re.match(r"\w+\s*[-–]\s*\w", match[0]) else " "
    text = re.sub(r"\s+", " ", " ".join(plain_text(part.words) for part in parts))
    if match["dash"]:
        text = re.sub(r"(?<=\d)d(?=[A-Z])", "—", text, count=1)
    continued = bool(_CONTINUED.search(text))
    return Caption(f"Table{hyphen}{number}", text, union(w.box for w in words), size, chunk, continued)


def _looks_unlike(part: Chunk, first: Chunk, parts: list[Chunk]) -> bool:
    """Whether a line below is set in another type than the caption's title."""
    if abs(part.words[0].size - parts[-1].words[-1].size) > 0.6 and len(parts) > 1:
        return True
    wide = first.x1 - first.x0 if len(parts) == 1 else max(p.x1 - p.x0 for p in parts)
    ended = parts[-1].text.rstrip().endswith(".") and parts[-1].x1 - parts[-1].x0 < 0.8 * wide
    return ended and part.bold != parts[-1].bold
