"""Which table belongs to which caption where several stand below each other on a page."""

from __future__ import annotations

from collections.abc import Sequence

from curate.extract.tables.grid.place import same_place
from curate.extract.tables.grid.region import Candidate


def leave_to_others(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the table above a caption that has one below, where the caption above that has no other one.

    The notes of a table may bring its end nearer to the next caption than its own title is to its head.
    """
    kept = list(candidates)
    while taken := next((one for one in kept if _is_of_other(one, kept)), None):
        kept = [one for one in kept if one is not taken]
    return kept


def _is_of_other(one: Candidate, candidates: Sequence[Candidate]) -> bool:
    if _is_below(one):
        return False
    others = [c for c in candidates if c.caption is not one.caption]
    rival = next((c for c in others if _is_below(c) and same_place(c.region, one.region)), None)
    if rival is None:
        return False
    held = [c for c in others if c.caption is rival.caption]
    if not all(same_place(c.region, one.region) for c in held):
        return False
    own = [c for c in candidates if c.caption is one.caption and _is_below(c)]
    if any(not same_place(c.region, one.region) for c in own):
        return True
    rest = [c for c in others if c.caption is not rival.caption]
    return bool(rest) and all(map(_is_below, rest))  # all others of the page stand above their tables


def _is_below(one: Candidate) -> bool:
    """Whether a region lies below its caption."""
    return one.region.top > one.caption.box[1]
