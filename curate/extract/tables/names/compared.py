"""Rows that are arms because another row compares them: "Drug", "Placebo" and "Difference, drug – placebo"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.names.arm_book import plain_key
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis
from curate.parse.label import basis_of, is_everyone, read_contrast, read_dashed

_DIFFERENCE = re.compile(r"(?i)^.{0,40}\bdifferences?\b[\s,:(]*(?=\w)")


def sides_of(label: str) -> tuple[str, str] | None:
    """Return the two sides that the label of a row compares, None when it names none.

    Examples
    --------
    >>> sides_of("Between-group difference drug – placebo"), sides_of("Drug vs placebo"), sides_of("Pain")
    (('drug', 'placebo'), ('Drug', 'placebo'), None)
    """
    contrast = read_contrast(label)
    if contrast and contrast.left and contrast.right:
        return contrast.left, contrast.right
    return read_dashed(without_difference(label))


def without_difference(label: str) -> str:
    """Return a label of a comparison without the words that call it one: "Mean difference, drug – placebo"."""
    return _DIFFERENCE.sub("", label)


def take_compared_rows(rows: Iterable[RowAxis], columns: Mapping[int, Sequence[Name]]) -> None:
    """Make rows arms that another row compares by name; sized columns with other names are kinds of people."""
    named: dict[str, list[Name]] = {}
    labels = {id(row.names[-1]): row.names[-1] for row in rows if row.names}
    for name in labels.values():
        named.setdefault(plain_key(name.text), []).append(name)
    for name in labels.values():
        sides = sides_of(name.text)
        keys = tuple(map(plain_key, sides)) if sides else ()
        if sides is None or len(set(keys)) < 2 or not all(key in named for key in keys):
            continue
        name.kind, name.text = "contrast", " vs ".join(sides)
        for arm in (*named[keys[0]], *named[keys[1]]):
            arm.kind = "arm"
        for over in {id(n): n for names in columns.values() for n in names}.values():
            if over.kind == "arm" and plain_key(over.text) not in keys:
                over.kind = "head" if is_everyone(over.text) or _ALL.match(over.text) else "subgroup"


_ALL = re.compile(r"(?i)(?:patients|participants|subjects)$")
_TIGHT_DASH = re.compile(r"(?<=\w)\s?[-\u2212\u2013\u2014]\s?(?=\w)")


def take_compared_columns(columns: Mapping[int, Sequence[Name]]) -> None:
    """Make a header that is two others of its line with a dash between them their difference: "A", "B", "A–B"."""
    level: dict[int, dict[str, Name]] = {}
    over = list({id(n): n for names in columns.values() for n in names}.values())
    for name in over:
        if name.kind in ("arm", "other"):
            level.setdefault(name.cell.row, {}).setdefault(plain_key(name.text), name)
    for name in over:
        beside = level.get(name.cell.row, {})
        if name.kind not in ("arm", "other") or name.n or len(beside) < 3:
            continue
        for dash in _TIGHT_DASH.finditer(name.text):
            sides = name.text[: dash.start()], name.text[dash.end() :]
            keys = tuple(map(plain_key, sides))
            if (
                keys[0] != keys[1]
                and all(key in beside for key in keys)
                and not any(map(basis_of, sides))
            ):
                name.kind, name.text = "contrast", " vs ".join(beside[key].text for key in keys)
                break


_SEX, _SEXES = (
    re.compile(r"(?i)(?:sex|gender)\b"),
    re.compile(r"(?i)(?:fe)?males?$|(?:wo)?men$|boys$|girls$"),
)
_AVERAGE = re.compile(r"[-−–]?\d+[.·]\d+\s*(?:\(|±|\[)(?!.*%)")
KINDS = 4
"""Rows below a head that are kinds of people; more are seldom told apart in a table of averages."""


def take_people_rows(rows: Sequence[RowAxis]) -> None:
    """Make the rows of a table subgroups where those of the two sexes hold averages: the title names what of.

    "Gender", below it "Male" 3.8 (1.0) and "Female" 4.2 (1.0): no gender is 3.8, and the heads beside it are alike.
    """
    heads: dict[int, list[RowAxis]] = {}
    for row in rows:
        if len(row.names) != 2:
            return
        heads.setdefault(id(row.names[0].cell), []).append(row)
    sexes = [row for row in rows if _SEX.match(row.names[0].text) and _SEXES.match(row.names[1].text)]
    cells = [cell.plain for row in sexes for cell in row.cells]
    averages = sum(bool(_AVERAGE.match(text)) for text in cells)
    if (
        len(sexes) < 2
        or not averages
        or averages < 0.4 * len(cells)
        or any(not 2 <= len(r) <= KINDS for r in heads.values())
    ):
        return
    for name in (name for row in rows for name in row.names):
        if name.kind in ("other", "time", "letter"):
            name.kind = "subgroup"
