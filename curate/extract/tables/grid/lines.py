"""Words to lines and chunks; raised marks stay with the word that they touch."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from curate.model.reading import Box
from curate.pdf.page import Word

CHUNK_GAP = 0.6
"""Em between two words of one line that makes them two chunks: a word space is 0.25 to 0.4 em."""

SAME_BASELINE = 0.28
"""Em within which two baselines are one line."""


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around `boxes`."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))


@dataclass(slots=True)
class Chunk:
    """Words of one line without a wide gap between them.

    Attributes
    ----------
    words
        In order of x, raised ones included.
    """

    words: list[Word]
    x0: float = field(init=False)
    x1: float = field(init=False)
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.x0 = min([word.x0 for word in self.words])
        self.x1 = max([word.x1 for word in self.words])

    @property
    def box(self) -> Box:
        """The box of its words."""
        return union(word.box for word in self.words)

    @property
    def text(self) -> str:
        """The words as printed, raised marks included; joined once."""
        if self._text is None:
            self._text = join_words(self.words)
        return self._text

    @property
    def bold(self) -> bool:
        """Whether most letters are bold."""
        heavy = sum(len(word.text) for word in self.words if word.bold)
        return 2 * heavy > sum(len(word.text) for word in self.words)


@dataclass(slots=True)
class Line:
    """Chunks on one baseline."""

    chunks: list[Chunk]
    baseline: float
    size: float
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def words(self) -> list[Word]:
        """All words of the line."""
        return [word for chunk in self.chunks for word in chunk.words]

    @property
    def x0(self) -> float:
        """Left end."""
        return self.chunks[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(chunk.x1 for chunk in self.chunks)

    @property
    def top(self) -> float:
        """About the height of its capitals above the baseline."""
        return self.baseline - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """About the depth of its descenders."""
        return self.baseline + 0.25 * self.size

    @property
    def text(self) -> str:
        """The words as printed; joined once."""
        if self._text is None:
            self._text = join_words(self.words)
        return self._text


def is_raised(word: Word) -> bool:
    """Whether a word is a raised mark or exponent."""
    return "raised" in word.flags


def join_words(words: Sequence[Word]) -> str:
    """Join words with single spaces; a word that touches the one before is not set apart.

    A hyphen at the end of a line is kept: whether it belongs to the word is not known here.
    """
    if len(words) == 1:
        return words[0].text
    parts = [words[0].text] if words else []
    for previous, word in pairwise(words):
        size = word.size if word.size > previous.size else previous.size
        apart = word.x0 - previous.x1 >= 0.12 * size
        same_line = abs(word.baseline - previous.baseline) < 0.7 * size
        parts.append(
            f" {word.text}" if apart or not same_line or _are_two_words(previous, word) else word.text
        )
    return "".join(parts)


_WORD_ENDS, _WORD_BEGINS = re.compile(r"^\(?[A-Za-z]+f$"), re.compile(r"^[a-z]{2,}")


def _are_two_words(first: Word, second: Word) -> bool:
    """Whether a space stands between two words that touch: the arc of an italic f hangs over it."""
    level = first.baseline == second.baseline and first.size == second.size
    return level and bool(_WORD_ENDS.match(first.text) and _WORD_BEGINS.match(second.text))


_MARK = re.compile(r"^(?:[*∗⁎†‡§¶‖#∥ǁ△▲▵□■◇◆○●★☆]+|[a-zA-Z](?:,\s?[a-zA-Z])*,?|\d{1,2}(?:,\d{1,2})*)$")


_SAME_SIGNS = str.maketrans({"∗": "*", "⁎": "*", "∥": "‖", "ǁ": "‖"})


def same_sign(mark: str) -> str:
    """Return a mark with the codes that look alike as one: fonts have several asterisks and double bars."""
    return mark.translate(_SAME_SIGNS)


def marks_of(words: Sequence[Word]) -> list[str]:
    """Return the raised marks among `words`, one character or symbol group each."""
    marks: list[str] = []
    for index, word in enumerate(words):
        if is_raised(word) and _MARK.match(word.text) and not _is_exponent(words, index):
            marks.extend(re.findall(r"\*+|[†‡§¶‖#△▲▵□■◇◆○●★☆]+|[A-Za-z]|\d+", same_sign(word.text)))
    return marks


TOUCHING = 0.2
"""Em within which an exponent stands behind its base; a mark may stand further off."""


def _is_exponent(words: Sequence[Word], index: int) -> bool:
    """Tell exponents from marks: a raised 2 or 3 after a unit, digits after "10"."""
    word = words[index]
    if index == 0 or not re.fullmatch(r"[-−–]?\d{1,2}", word.text):
        return False
    if word.x0 - words[index - 1].x1 > TOUCHING * words[index - 1].size:
        return False
    before = words[index - 1].text
    return bool(re.search(r"(?:^|[^A-Za-z])(?:[kcdmµμ]?m|s|10|χ|R|h|L|l|d|kg)$", before))


def plain_text(words: Sequence[Word]) -> str:
    """Return the text without raised footnote marks, exponents kept."""
    kept = [
        word
        for index, word in enumerate(words)
        if not (is_raised(word) and not _is_exponent(words, index))
    ]
    return join_words(kept)


def chunks_of(words: Sequence[Word], gap: float = CHUNK_GAP) -> list[Chunk]:
    """Split the words of a line, in order of x, at gaps wider than `gap` em."""
    groups: list[list[Word]] = []
    reach = size = 0.0
    for word in words:
        if groups and word.x0 - reach <= gap * (word.size if word.size > size else size):
            groups[-1].append(word)
            reach = word.x1 if word.x1 > reach else reach
        else:
            groups.append([word])
            reach = word.x1
        size = word.size
    return [Chunk(group) for group in groups]


def find_lines(words: Iterable[Word], gap: float = CHUNK_GAP) -> list[Line]:
    """Group words into lines by baseline, from top to bottom.

    A raised or lowered word (see `with_marks_raised`) goes to the line whose word it touches.
    """
    shifted: list[Word] = []
    level: list[Word] = []
    for word in words:
        (shifted if word.flags and word.shifted else level).append(word)
    level.sort(key=_baseline)
    groups: list[list[Word]] = []
    base = size = 0.0
    for word in level:
        if groups and word.baseline - base <= SAME_BASELINE * min(word.size, size, 14.0):
            groups[-1].append(word)
        else:
            groups.append([word])
        base, size = word.baseline, word.size
    _attach(groups, shifted)
    lines = []
    for group in groups:
        group.sort(key=_left)
        main = [w for w in group if not w.flags or not w.shifted] or group
        size = sorted([word.size for word in main])[len(main) // 2]
        baseline = sorted([word.baseline for word in main])[len(main) // 2]
        lines.append(Line(chunks_of(group, gap), baseline, size))
    return sorted(lines, key=_baseline)


_baseline, _left = attrgetter("baseline"), attrgetter("x0")


MARK_LETTERS = 3
"""Letters of the longest raised mark that is looked for by size and place."""

SMALL, AS_LARGE = 0.9, 1.1
"""Size of a raised mark for 1 of its word: smaller in most fonts; a lone letter stands out by its height alone."""


def with_marks_raised(words: Sequence[Word]) -> list[Word]:
    """Flag short words of small type that touch the end of a word a little below them as raised.

    So are small marks that stand before such a word, as those that notes begin with.
    """
    by_end = sorted(words, key=attrgetter("x1"))
    larger: dict[float, tuple[list[Word], list[float]]] = {}
    flagged = []
    for word in words:
        if len(word.text) <= MARK_LETTERS and not word.flags:
            size = word.size / (AS_LARGE if _LONE_MARK.match(word.text) else SMALL)
            if size not in larger:
                others = [other for other in by_end if size <= other.size]
                larger[size] = others, [other.x1 for other in others]
            others, ends = larger[size]
            reach = 0.4 * word.size
            near = others[bisect_left(ends, word.x0 - reach) : bisect_left(ends, word.x0 + reach)]
            if any(_touches(word, other) for other in near):
                word = word._replace(flags=("raised",))
        flagged.append(word)
    lone = [i for i, word in enumerate(flagged) if not word.flags and _LONE_MARK.match(word.text)]
    if lone:
        _raise_before(flagged, lone)
    return _with_marks_behind(flagged)


def _with_marks_behind(words: list[Word]) -> list[Word]:
    """Flag signs and listed marks right behind a raised mark on its height as raised too: "*△", "c, d"."""
    ends: dict[int, list[Word]] = {}
    for word in words:
        if "raised" in word.flags:
            ends.setdefault(int(word.baseline), []).append(word)
    if not ends:
        return words
    return [
        word._replace(flags=("raised",))
        if not word.flags
        and len(word.text) <= MARK_LETTERS
        and any(_follows(word, end) and _goes_with(word, end) for end in _near(ends, word))
        else word
        for word in words
    ]


def _near(ends: dict[int, list[Word]], word: Word) -> Iterator[Word]:
    """Yield the marks on about the height of a word."""
    for height in range(int(word.baseline) - NEAR, int(word.baseline) + NEAR + 1):
        yield from ends.get(height, ())


NEAR = 2
"""Points up and down within which a mark is looked for; small type is not shifted by more."""

_SIGN = re.compile(r"[^\w\s()\[\]±+<>=≤≥−–.,;:%/-]{1,2}$")


def _goes_with(word: Word, mark: Word) -> bool:
    listed = mark.text.endswith(",") and abs(word.size - mark.size) < 0.05 * mark.size
    return bool(_SIGN.match(word.text)) or (listed and bool(_MARK.match(word.text)))


def _follows(word: Word, mark: Word) -> bool:
    return abs(word.baseline - mark.baseline) < 0.2 * word.size and (
        -0.1 * word.size < word.x0 - mark.x1 < 0.6 * word.size
    )


def _raise_before(words: list[Word], places: Sequence[int]) -> None:
    """Flag those of the marks at `places` as raised that stand high before a word."""
    by_start = sorted(words, key=lambda word: word.x0)
    starts = [word.x0 for word in by_start]
    for place in places:
        mark = words[place]
        reach = bisect_left(starts, mark.x1 - 1), bisect_left(starts, mark.x1 + 1.5 * mark.size)
        if any(_stands_before(mark, other) for other in by_start[slice(*reach)]):
            words[place] = mark._replace(flags=("raised",))


_LONE_MARK = re.compile(r"[a-h*∗⁎†‡§¶‖#]$")


def _touches(word: Word, other: Word) -> bool:
    shift = 0.1 if word.size <= SMALL * other.size else 0.2
    return (
        shift * other.size < other.baseline - word.baseline < 0.6 * other.size
        and -0.3 * other.size < word.x0 - other.x1 < 0.3 * other.size
    )


def _stands_before(word: Word, other: Word) -> bool:
    small = word.size <= SMALL * other.size
    near = word.size <= AS_LARGE * other.size and other.x0 - word.x1 < 0.8 * other.size
    return (small or near) and 0.2 * other.size < other.baseline - word.baseline < 0.6 * other.size


def _attach(groups: list[list[Word]], shifted: list[Word]) -> None:
    """Put shifted words into the group of the nearest word, to their left if two are as near."""
    baselines = [group[0].baseline for group in groups]
    for word in shifted:
        near = bisect_left(baselines, word.baseline)
        best, best_cost = None, 1e9
        for index in range(max(0, near - 3), min(len(groups), near + 4)):
            shift = abs(baselines[index] - word.baseline)
            if 0.7 * shift >= best_cost:
                continue
            for other in groups[index]:
                gap = min(abs(word.x0 - other.x1), abs(other.x0 - word.x1) + 0.5)
                cost = gap + 0.7 * shift
                if cost < best_cost and shift < other.size:
                    best, best_cost = index, cost
        if best is None:
            groups.append([word])
            groups.sort(key=lambda group: group[0].baseline)
            baselines = [group[0].baseline for group in groups]
        else:
            groups[best].append(word)
