"""Pieces of lines joined to the rules that they make."""

from __future__ import annotations

import numpy as np

from curate.pdf.page import Rule
from curate.pdf.subpaths import THICKEST, Piece

SHORTEST = 4.0
"""Points; shorter pieces are marks of figures unless they join others to a rule."""

APART = 2.5
"""Points; pieces of one rule may have such gaps."""

SAME_LINE = 1.0
"""Points; pieces of one rule may lie so far off its line."""

MOST_BARS = 300
"""A page with more short lines is a figure."""

SHORTEST_BAR, LONGEST_BAR = 2.0, 12.0
"""Points; a drawn minus is as long."""

_Span = tuple[float, float, float, float]
"""Place across the line, start and end along it, thickness."""


def merge(
    pieces: list[Piece], width: float, height: float, *, across: bool, shortest: float = SHORTEST
) -> list[Rule]:
    """Join pieces on one line into rules, clipped to the page.

    Parameters
    ----------
    pieces
        x0, top, x1, bottom.
    width, height
        Of the page, points.
    across
        True for horizontal pieces, False for vertical ones.
    shortest
        Points; what is shorter is left out.
    """
    spans = sorted(
        ((top + bottom) / 2, x0, x1, bottom - top) if across else ((x0 + x1) / 2, top, bottom, x1 - x0)
        for x0, top, x1, bottom in pieces
    )
    length, limit = (width, height) if across else (height, width)
    lines: list[list[_Span]] = []
    for place, start, end, thick in spans:
        if -THICKEST <= place <= limit + THICKEST:
            if not lines or place - lines[-1][0][0] > SAME_LINE:
                lines.append([])
            lines[-1].append((place, max(start, 0.0), min(end, length), thick))
    return [
        _rule(*line, across=across)
        for group in lines
        for line in _joined(group)
        if line[2] - line[1] >= shortest
    ]


def _joined(group: list[_Span]) -> list[_Span]:
    """Join the spans of one line that touch or nearly touch."""
    joined: list[_Span] = []
    for place, start, end, thick in sorted(group, key=lambda span: span[1]):
        if joined and start - joined[-1][2] <= APART:
            last = joined[-1]
            joined[-1] = (last[0], last[1], max(last[2], end), max(last[3], thick))
        else:
            joined.append((place, start, end, thick))
    return joined


def _rule(place: float, start: float, end: float, thick: float, *, across: bool) -> Rule:
    near, far = round(place - thick / 2, 2), round(place + thick / 2, 2)
    start, end = round(start, 2), round(end, 2)
    return Rule(start, near, end, far) if across else Rule(near, start, far, end)


def bars(rules: list[Rule], crossing: list[Piece]) -> list[Rule]:
    """Return the short ones of `rules` that no piece of the other direction touches, as ticks are touched."""
    short = [rule for rule in rules if rule.length <= LONGEST_BAR]
    if not short or len(short) > MOST_BARS:
        return []
    x0, top, x1, bottom = np.array(crossing, np.float64).reshape(-1, 4).T
    return [
        rule
        for rule in short
        if not (
            (x0 <= rule.x1 + SAME_LINE)
            & (rule.x0 - SAME_LINE <= x1)
            & (top <= rule.bottom + SAME_LINE)
            & (rule.top - SAME_LINE <= bottom)
        ).any()
    ]


def touching(level: list[Piece], upright: list[Piece]) -> list[Piece]:
    """Return boxes: the thick level strokes of one length that touch one another joined, and the upright ones.

    Examples
    --------
    >>> touching([(10, 0, 90, 11), (10, 10, 90, 21), (10, 40, 90, 51)], [])
    [(10, 0, 90, 21), (10, 40, 90, 51)]
    """
    boxes: list[Piece] = []
    for x0, top, x1, bottom in sorted(level, key=lambda piece: (piece[0], piece[2], piece[1])):
        last = boxes[-1] if boxes else None
        alike = (
            last and abs(last[0] - x0) <= SAME_LINE and abs(last[2] - x1) <= SAME_LINE and top >= last[1]
        )
        if last and alike and top - last[3] <= SAME_LINE:
            boxes[-1] = (last[0], last[1], last[2], max(last[3], bottom))
        else:
            boxes.append((x0, top, x1, bottom))
    return [*boxes, *upright]
