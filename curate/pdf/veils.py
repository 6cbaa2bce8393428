"""White boxes that a page paints over rules drawn before: where they lie, the rule is not to be seen.

Some typesetters rule a table from edge to edge, or cell by cell, and paint small white boxes over the
places between two spanners.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from curate.pdf.page import Rule
from curate.pdf.subpaths import Floats, Numbers

LARGEST = 60.0
"""Points; a larger white box is a ground, which may be clipped or drawn for something else."""

BEYOND = 1.0
"""Points by which a box must stick out on both sides of a rule that it covers."""

SHORTEST_PART = 4.0
"""Points; a rule that no such part is left of was not to be seen at all."""


def without_covered(
    rules: list[Rule], veils: Floats, veiled_at: Numbers, painted: Floats, painted_at: Numbers
) -> list[Rule]:
    """Return rules without what small white boxes cover of them.

    Parameters
    ----------
    rules
        Of the page, before turning.
    veils, veiled_at
        Bounds of the white boxes, and the places at which they were painted.
    painted, painted_at
        Bounds of all else that was painted, and its places: what was painted on a box shows.
    """
    x0, top, x1, bottom = veils.T
    small = np.flatnonzero((np.maximum(x1 - x0, bottom - top) <= LARGEST) & (x1 > x0) & (bottom > top))
    for row in small.tolist():
        veil = veils[row]
        before = painted[painted_at < veiled_at[row]]
        after = painted[painted_at > veiled_at[row]]
        rules = [part for rule in rules for part in _parts(rule, veil, before, after)]
    return rules


def _parts(rule: Rule, veil: Floats, before: Floats, after: Floats) -> Iterator[Rule]:
    """Yield a rule, or its parts on both sides of a box that was painted over it."""
    x0, top, x1, bottom = veil.tolist()
    if rule.horizontal:
        covers = top + BEYOND < rule.top and rule.bottom < bottom - BEYOND
        start, end, low, high = rule.x0, rule.x1, x0, x1
    else:
        covers = x0 + BEYOND < rule.x0 and rule.x1 < x1 - BEYOND
        start, end, low, high = rule.top, rule.bottom, top, bottom
    if not covers or high <= start or end <= low or not _was_there(rule, veil, before, after):
        yield rule
        return
    for first, last in ((start, min(low, end)), (max(high, start), end)):
        if last - first >= SHORTEST_PART:
            if rule.horizontal:
                yield Rule(round(first, 2), rule.top, round(last, 2), rule.bottom)
            else:
                yield Rule(rule.x0, round(first, 2), rule.x1, round(last, 2))


def _was_there(rule: Rule, veil: Floats, before: Floats, after: Floats) -> bool:
    """Whether what a box covers of a rule was painted before the box, and nothing of it once more after."""
    x, y = (max(rule.x0, veil[0]), max(rule.top, veil[1]))
    right, low = (min(rule.x1, veil[2]), min(rule.bottom, veil[3]))
    middle = (x + right) / 2, (y + low) / 2

    def covering(edges: Floats) -> bool:
        left, upper, end, foot = edges.T
        inside = (left - 1 <= middle[0]) & (middle[0] <= end + 1)
        return bool((inside & (upper - 1 <= middle[1]) & (middle[1] <= foot + 1)).any())

    return covering(before) and not covering(after)
