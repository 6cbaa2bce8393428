"""Horizontal rules of a page, pieces of one drawn line merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curate.pdf.page import Page, Rule

SAME_HEIGHT = 1.6
"""Points within which two pieces are one line."""

PIECE_GAP = 3.0
"""Points between two pieces of one line; spanner rules over neighbouring columns stand farther apart."""


@dataclass(frozen=True, slots=True)
class HLine:
    """A horizontal line from `x0` to `x1` at height `y`."""

    x0: float
    x1: float
    y: float

    @property
    def width(self) -> float:
        """Length in points."""
        return self.x1 - self.x0


def horizontal_lines(page: Page) -> list[HLine]:
    """Return the page's horizontal lines from top to bottom, pieces merged."""
    pieces = [
        (r.x0, r.x1, (r.top + r.bottom) / 2) for r in page.rules if r.horizontal and r.x1 - r.x0 > 4
    ]
    pieces.sort(key=lambda p: p[2])
    rows: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if rows and piece[2] - rows[-1][0][2] <= SAME_HEIGHT:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [line for row in rows for line in _merge(row)]


def without_running(rules: Sequence[HLine], before: Page, top: float) -> list[HLine]:
    """Leave out the rules of the running head: those that the page before has too, above `top`."""
    head = [rule for rule in horizontal_lines(before) if rule.y < top - 2]
    return [rule for rule in rules if not any(_same(rule, other) for other in head)]


def _same(rule: HLine, other: HLine) -> bool:
    ends = (rule.x0 - other.x0, rule.x1 - other.x1, rule.y - other.y)
    return all(abs(distance) < 1.5 for distance in ends)


def _merge(row: list[tuple[float, float, float]]) -> list[HLine]:
    row.sort()
    merged: list[list[float]] = []
    for x0, x1, y in row:
        if merged and x0 - merged[-1][1] <= PIECE_GAP:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1, y])
    return [HLine(x0, x1, y) for x0, x1, y in merged if x1 - x0 >= 12]


def vertical_lines(page: Page) -> list[Rule]:
    """Return the page's vertical rules longer than a line of text."""
    return [rule for rule in page.rules if not rule.horizontal and rule.bottom - rule.top > 8]


def same_extent(lines: Sequence[HLine], like: HLine, slack: float = 6.0) -> list[HLine]:
    """Return the lines with both ends within `slack` points of those of `like`."""
    return [
        line for line in lines if abs(line.x0 - like.x0) <= slack and abs(line.x1 - like.x1) <= slack
    ]
