"""Two arms in one cell: "Intervention (control)" over "12.1 ± 3.0 (11.8 ± 2.9)", "A / B" over "12 / 15"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.arm_book import ArmBook, is_control, plain_key
from curate.extract.tables.names.naming import Name, name_of
from curate.parse.label import read_label, sounds_like_arm
from curate.parse.number import Convention
from curate.parse.statistic import read_shape
from curate.parse.statistic_said import find_said

_BRACKETED = re.compile(
    r"^(?:(?P<rest>.*)[;:,]\s*)?(?P<a>[^;:,()\[\]]+?)\s*[(\[](?P<b>[^()\[\]]+)[)\]]$"
)
_BESIDE = re.compile(
    r"^(?:(?P<rest>.*)[;:,]\s*)?(?P<a>[^;:/]+?)\s*(?P<glue>/|\||\bvs?\b\.?|\bversus\b)\s*(?P<b>[^;:/]+)$",
    re.I,
)
_TREATED = re.compile(
    r"(?i)^(?:the )?(?:intervention|experimental|treatment|treated|active|exercise|study|trial|test|drug)"
    r"(?: (?:group|arm)s?)?$"
)
_IN_BRACKETS = re.compile(r"^(?P<a>[^()\[\]].*?)\s*[(\[]\s*[)\]]?(?P<b>[^()\[\]]+?)[)\]]?$")
_IN_ONE = {"/": re.compile(r"\s*[/|]\s*"), "v": re.compile(r"\s*\bv(?:s\b\.?|ersus\b|\b\.?)\s*", re.I)}

MOST_MISFITS = 0.34
"""Share of the filled cells below such a header that may hold one value only."""


@dataclass(frozen=True, slots=True)
class ArmPair:
    """The two arms that a header names for each of its cells.

    Attributes
    ----------
    name
        The header's label.
    rest
        What it names besides the arms (a time, "p"), or None.
    arms
        In the order of the values.
    glue
        ``(``, ``/`` or ``v``: what stands between the two values of a cell.
    """

    name: Name
    rest: Name | None
    arms: tuple[Name, Name]
    glue: str

    def part(self, cell: TableCell, convention: Convention) -> tuple[TableCell, TableCell] | None:
        """Return the values of both arms as cells of their own, None when the cell does not hold two."""
        parts = _two(cell.plain, self.glue)
        if parts is None:
            return None
        forms = [[item.form for item in read_shape(part, convention).items] for part in parts]
        if not forms[0] or forms[0] != forms[1]:
            return None
        cut = _words_before(cell, len(parts[0].replace(" ", "")))
        halves = (cell.words[:cut], cell.words[cut:]) if 0 < cut < len(cell.words) else (cell.words,) * 2
        first, second = (replace(cell, words=words) for words in halves)
        first.plain, second.plain = parts
        return first, second


def _two(text: str, glue: str) -> tuple[str, str] | None:
    if glue == "(":
        match = _IN_BRACKETS.match(text)
        return (match["a"], match["b"]) if match else None
    parts = _IN_ONE[glue].split(text)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _words_before(cell: TableCell, characters: int) -> int:
    """Return how many words the first `characters` take up; -1 when they end within a word."""
    seen = 0
    for index, word in enumerate(cell.words):
        if seen >= characters:
            return index if seen == characters else -1
        seen += len(word.text)
    return -1


def find_pairs(
    columns: dict[int, list[Name]], body: Sequence[TableCell], known: ArmBook, convention: Convention
) -> dict[int, ArmPair]:
    """Return column → the two arms that its header names; none where another header names one of them.

    A header is one of two arms when its cells hold two values of one form, and both its sides are known arms
    or one is a control and the other what it is compared with: "Group A (placebo)" is one arm.
    """
    pairs: dict[int, ArmPair] = {}
    for col, names in columns.items():
        for name in reversed(names):
            pair = _read(name, known)
            if pair is None:
                continue
            cells = [cell for cell in body if cell.col == col and re.search(r"\d", cell.plain)]
            if _fits(pair, names, cells, convention):
                pairs[col] = pair
                break
    sides = {tuple(plain_key(arm.text) for arm in pair.arms) for pair in pairs.values()}
    mine = {id(pair.name) for pair in pairs.values()}
    others = {plain_key(n.text) for names in columns.values() for n in names if id(n) not in mine}
    if len(sides) != 1 or others & set(next(iter(sides))):
        return {}
    return pairs


def _read(name: Name, known: ArmBook) -> ArmPair | None:
    text = name.cell.plain
    for pattern in (_BRACKETED, _BESIDE):
        match = pattern.match(text)
        if match is None:
            continue
        glue = "(" if pattern is _BRACKETED else "/" if match["glue"] in "/|" else "v"
        a, b = read_label(match["a"]), read_label(match["b"])
        if a.text and b.text and _opposed(a.text, b.text, known):
            rest = _rest(name, match["rest"] or "", known)
            arms = [Name("arm", side.text, name.cell, side.n, side.n_printed) for side in (a, b)]
            return ArmPair(name, rest, (arms[0], arms[1]), glue)
    return None


def _rest(name: Name, text: str, known: ArmBook) -> Name | None:
    """Return what a header says before its arms ("Mean ± SD of post-test; …") as a name of its own."""
    if not text:
        return None
    cell = replace(name.cell)
    cell.plain = text
    return name_of(cell, known)


def _opposed(a: str, b: str, known: ArmBook) -> bool:
    if plain_key(a) == plain_key(b):
        return False
    if (is_control(a) and _TREATED.match(b)) or (_TREATED.match(a) and is_control(b)):
        return True
    return all(known.knows(side) or (sounds_like_arm(side) and known.resembles(side)) for side in (a, b))


def _fits(
    pair: ArmPair, names: Sequence[Name], cells: Sequence[TableCell], convention: Convention
) -> bool:
    """Whether the column's cells hold two values each, and not one with its spread in brackets."""
    if not cells:
        return False
    halves = [pair.part(cell, convention) for cell in cells]
    if sum(half is None for half in halves) > MOST_MISFITS * len(cells):
        return False
    if pair.glue != "(":
        return True
    spread = any(
        item.form != "single"
        for half in halves
        if half
        for item in read_shape(half[0].plain, convention).items
    )
    told = any(len(said.slots) > 1 for name in names for said in find_said(name.cell.plain))
    return spread or not told
