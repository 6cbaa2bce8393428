"""Labels whose kind shows only beside those next to them: letters, answers, classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis, below_one_heading

_LETTERS = re.compile(r"^[A-Z](?:/[A-Z])?$")


def name_lettered_rows(rows: Iterable[RowAxis]) -> None:
    """Rows named by letters under one head are groups: "F" beside "M" is no F, "P" beside "A" and "N" no p."""
    lettered = (row for row in rows if row.names and _LETTERS.match(row.names[-1].text))
    for names in below_one_heading(lettered):
        if len({name.text for name in names}) > 1:
            for name in names:
                name.kind = "letter"


def name_answers(columns: Mapping[int, Sequence[Name]], rows: Sequence[RowAxis]) -> None:
    """Beside "Yes" a row or column called "No" counts no people: it is the other answer."""
    answers: dict[tuple[int, ...], dict[str, list[Name]]] = {}
    for over in columns.values():
        for name in over:
            if name.text.lower() in ("yes", "no"):
                answers.setdefault((-1, name.cell.row), {}).setdefault(name.text.lower(), []).append(
                    name
                )
    for row in rows:
        if row.names and row.names[-1].text.lower() in ("yes", "no"):
            answers.setdefault(row.block, {}).setdefault(row.names[-1].text.lower(), []).append(
                row.names[-1]
            )
    for said in answers.values():
        if len(said) > 1:
            for name in said["no"]:
                name.kind = "other"
    for row in rows:  # "No" beside "147 (95)" is the answer of people who are counted
        if row.names and row.names[-1].text == "No" and any(_BRACKET.search(c.plain) for c in row.cells):
            row.names[-1].kind = "other"


_BRACKET = re.compile(r"\d\s*[(\[]\s*[<\d]")
_MIDDLE = frozenset({"middle", "medium", "intermediate", "mid"})


def name_middles(rows: Iterable[RowAxis]) -> None:
    """Beside "Middle" a row called "Lower" or "Upper" is a class, no limit of an interval."""
    for beside in below_one_heading(rows):
        names = {name.text.casefold(): name for name in beside}
        if not _MIDDLE.isdisjoint(names):
            for text in ("lower", "upper"):
                if text in names:
                    names[text].kind = "letter"
