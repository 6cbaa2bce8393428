"""The tables that are read worst, and what the data say about why."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from bands import load_scorer

Cells = list[tuple[int, int, int, int, str]]  # row, column, rows spanned, columns spanned, text


@dataclass(frozen=True)
class Scored:
    """One of the publishers' tables with what was found of it."""

    report: str
    label: str
    relations: int
    recall: float
    numbers: float
    why: str


def score_each(bench: Path, cells: Path) -> list[Scored]:
    """Return every table of the benchmark, the worst first; pairing by label, else by shared numbers."""
    scorer = load_scorer(bench, "score_tables")
    with (bench / "tables" / "tables_index.csv").open(encoding="utf-8", newline="") as index:
        sha = {row["sha8"]: row["pdf_sha256"] for row in csv.DictReader(index)}
    found: dict[str, dict[str, list[Cells]]] = defaultdict(dict)
    for (report, page, name), own in scorer.read(cells, _named("pdf_sha256", "page", "table")).items():
        found[report].setdefault(scorer.label(name) or f"p{page}-{name}", []).append(own)
    scored = []
    for path in sorted((bench / "tables").glob("????????.csv")):
        left = dict(found.get(sha.get(path.stem, ""), {}))
        for (_, name), truth in scorer.read(path, _named("table_no", "label")).items():
            key = scorer.label(name)
            parts = left.pop(key if key in left else _most_like(scorer, truth, left), [])
            one = _score(scorer, path.stem, name, truth, parts)
            if not parts and (twin := _under_another_label(scorer, truth, left)):
                one = replace(one, why=f"read as Table {twin}; the publisher's has {name or 'no label'}")
            scored.append(one)
    return sorted(scored, key=lambda one: (one.recall, -one.relations))


def _named(*keys):
    return lambda row: tuple(row[key] for key in keys)


def _most_like(scorer, truth: Cells, left: dict[str, list[Cells]]) -> str:
    numbers = scorer.tokens(truth)
    shared = {
        key: sum((scorer.tokens(list(chain(*parts))) & numbers).values())
        for key, parts in left.items()
        if key.startswith("p")
    }
    best = max(shared, key=lambda key: shared[key], default="")
    return best if best and shared[best] >= max(3, 0.3 * sum(numbers.values())) else ""


def _under_another_label(scorer, truth: Cells, left: dict[str, list[Cells]]) -> str:
    """Return the label under which nearly all numbers of a table that was not found stand, if there is one."""
    numbers = scorer.tokens(truth)
    for label, parts in left.items():
        shared = scorer.tokens(list(chain(*parts))) & numbers
        if sum(shared.values()) >= 0.9 * max(1, sum(numbers.values())):
            return label
    return ""


def _score(scorer, report: str, label: str, truth: Cells, parts: list[Cells]) -> Scored:
    want, numbers = scorer.relations(truth), scorer.tokens(truth)
    merged = list(chain(*parts))
    total, count = sum(want.values()), sum(numbers.values())
    got = sum((scorer.relations(part) for part in parts), type(want)())
    recall = sum((want & got).values()) / total if total else 1.0
    kept = sum((numbers & scorer.tokens(merged)).values()) / count if count else 1.0
    return Scored(report, label, total, recall, kept, _why(truth, parts, kept))


def _why(truth: Cells, parts: list[Cells], numbers: float) -> str:
    if not parts:
        return "not found"
    reasons = []
    if numbers < 0.95:
        reasons.append(f"{1 - numbers:.0%} of its numbers missing")
    wanted, got = _width(truth), max(_width(part) for part in parts)
    if wanted != got:
        reasons.append(f"{got} columns for {wanted}")
    rows, height = _height(truth), sum(_height(part) for part in parts)
    if rows != height:
        reasons.append(f"{height} rows for {rows}")
    return ", ".join([*reasons, *_texts(truth, list(chain(*parts)))]) or "cells stand elsewhere"


def _texts(truth: Cells, own: Cells) -> list[str]:
    """Say how many of the publisher's cells are longer, shorter or worded otherwise here."""
    wanted, found = (Counter(text for *_, text in cells if text) for cells in (truth, own))
    missed, extra = list((wanted - found).elements()), list((found - wanted).elements())
    counts = Counter(
        "longer here"
        if any(text in other for other in extra)
        else "shorter here"
        if any(other in text for other in extra)
        else "in other words"
        for text in missed
    )
    return [f"{count} of {wanted.total()} cells {how}" for how, count in counts.items()]


def _width(cells: Cells) -> int:
    return len({col for _, col, _, _, text in cells if text})


def _height(cells: Cells) -> int:
    return len({row for row, *_, text in cells if text})
