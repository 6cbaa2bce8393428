"""A region put together: its rules one by one, its rows, and the notes below them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from curate.extract.tables.grid.caption import Caption
from curate.extract.tables.grid.flow import (
    LIMITS,
    data_chunks,
    is_columns_of_prose,
    is_prose,
    starts_note,
)
from curate.extract.tables.grid.lines import Line
from curate.extract.tables.grid.place import Region
from curate.extract.tables.grid.rules import HLine
from curate.pdf.page import Rule

OVERHANG = 4.0
"""Points that words may stick out of the rules of their table."""

NOTE_PITCH = 2.0
"""Line sizes between two lines of notes."""


def assemble(
    caption: Caption,
    band: tuple[float, float],
    lines: list[Line],
    group: list[HLine],
    rules: list[HLine],
    first: float,
    limit: float,
    uprights: Sequence[Rule] = (),
) -> Region | None:
    """Take rule after rule as long as what stands between two of them is no running text.

    What uprights enclose on both sides belongs to the table, be it as wordy as it may.
    """
    kept = [group[0]]
    for rule in group[1:]:
        between = [line for line in lines if kept[-1].y < line.baseline <= rule.y + 1]
        wordy = between and (
            is_prose(between, *band)
            or _gap(between) > 60
            or (_has_rows(lines, kept[-1]) and is_columns_of_prose(_below_notes(between), *band))
            or any(_FIGURE.match(chunk.text) for line in between for chunk in line.chunks)
        )
        if wordy and len(kept) > 1 and not _boxed(kept[-1], rule, uprights):
            break
        kept.append(rule)
        if between and _are_notes(between) and _has_rows(lines, kept[-2]):
            break  # what stands below the notes is another table, or a figure
    last = kept[-1].y
    inside = [line for line in lines if first - 2 <= line.baseline - 0.3 * line.size <= last]
    after = [line for line in lines if line.baseline > last + 1]
    if _goes_on(inside, after, kept):
        grown = grow(after, inside, band)
        inside += grown
        after = after[len(grown) :]
        last = max((line.bottom for line in inside), default=last)
    if not inside:
        return None
    region = Region(caption, *band, first, last, kept, [], inside)
    region.partial = partial_rules(rules, kept, band, first, last)
    cut_notes_off(region)
    region.notes += notes_below(after, region)
    return region


_FIGURE = re.compile(r"Fig(?:ure|\.)\s*[A-Z]?\d{1,2}\s*[.:|]", re.I)
"""The caption of a figure: the rules below it are the figure's."""


def _are_notes(lines: list[Line]) -> bool:
    """Whether lines between two rules begin like a note and hold no data."""
    return starts_note(lines[0]) and not any(map(data_chunks, lines))


def _below_notes(lines: list[Line]) -> list[Line]:
    """Return what stands off below notes with which lines begin, all lines where they begin with none."""
    if not starts_note(lines[0]):
        return lines
    gaps = enumerate(itertools.pairwise(lines), 1)
    return next((lines[i:] for i, (a, b) in gaps if b.baseline - a.baseline > OFF * a.size), lines)


OFF = 2.5
"""Distance of a line from the notes above it, for 1 of their type size, from which it is none of them."""


def _has_rows(lines: list[Line], rule: HLine) -> bool:
    """Whether rows of data stand above a rule; a table of words alone may look like running text."""
    return sum(data_chunks(line) > 0 for line in lines if line.baseline < rule.y) > 1


def _boxed(upper: HLine, lower: HLine, uprights: Sequence[Rule]) -> bool:
    """Whether uprights join the ends of two rules on both sides."""
    height = lower.y - upper.y
    return all(
        sum(
            max(0.0, min(u.bottom, lower.y) - max(u.top, upper.y))
            for u in uprights
            if abs((u.x0 + u.x1) / 2 - end) < OVERHANG
        )
        > 0.8 * height
        for end in (upper.x0, upper.x1)
    )


def _gap(lines: list[Line]) -> float:
    return max((b.baseline - a.baseline for a, b in itertools.pairwise(lines)), default=0.0)


def partial_rules(
    rules: list[HLine],
    kept: list[HLine],
    band: tuple[float, float],
    top: float = -1,
    bottom: float = 1e9,
) -> list[HLine]:
    """Return the shorter rules inside a table: those below spanners, and those of merged cells."""
    low, high = (
        min(top, kept[0].y) if top >= 0 else kept[0].y,
        min(bottom, 1e9) if top >= 0 else kept[-1].y,
    )
    return [
        r for r in rules
        if low - 1 <= r.y <= high + 1 and r not in kept and r.x0 >= band[0] - 2 and r.x1 <= band[1] + 2
    ]  # fmt: skip


def _goes_on(inside: list[Line], after: list[Line], kept: list[HLine]) -> bool:
    """Whether the table has rows below its last rule: it has none above, or data follow at once."""
    second = kept[1].y if len(kept) > 1 else kept[0].y
    rows = sum(data_chunks(line) >= 1 for line in inside if line.baseline > second)
    if len(kept) < 3 and rows < 3:
        return True
    near = after[:3]
    if not near or near[0].top - kept[-1].y > 14:
        return False
    usual = sorted(filter(None, map(data_chunks, inside))) or [2]
    enough = min(2, usual[len(usual) // 2])
    full = [line for line in near if data_chunks(line) >= enough and not starts_note(line)]
    each_ruled = len(kept) > RULES_OF_ROWS and rows < len(kept)  # the last row may have none below it
    at_once = each_ruled and full[:1] == near[:1] and data_chunks(near[0]) > 1
    return len(full) >= 2 or at_once or (rows == 0 and bool(full))


RULES_OF_ROWS = 5
"""More rules of a table than header and foot have: they stand between its rows."""


def grow(after: list[Line], inside: list[Line], band: tuple[float, float]) -> list[Line]:
    """Lines below the last rule that still belong to the table."""
    grown: list[Line] = []
    previous = inside[-1] if inside else None
    pitch = 0.0
    for index, line in enumerate(after):
        if previous is not None:
            gap = line.baseline - previous.baseline
            if grown and gap > max(2.6 * line.size, 1.8 * pitch):
                break
            pitch = max(pitch, gap) if grown else gap
        row = len(line.chunks) > 1 and not is_prose([line, line], *band)
        row = row or ends_row([*grown, line])
        if (not row and is_prose(after[index : index + 3], *band)) or starts_note(line):
            break
        grown.append(line)
        previous = line
    while grown and len(grown[-1].chunks) == 1 and not data_chunks(grown[-1]) and len(grown) > 1:
        if grown[-1].size < grown[0].size - 0.3:
            grown.pop()
        else:
            break
    return grown


def ends_row(lines: list[Line]) -> bool:
    """Whether the last line, set close, is the rest of the row above: of its label, or limits below a value."""
    row = next((i for i in range(len(lines) - 2, -1, -1) if len(lines[i].chunks) > 1), None)
    if row is None or any(len(line.chunks) > 1 for line in lines[row + 1 :]):
        return False
    if any(b.baseline - a.baseline >= CLOSE * b.size for a, b in itertools.pairwise(lines[row:])):
        return False
    above, line = lines[row], lines[-1]
    limits = (
        row == len(lines) - 2
        and LIMITS.match(line.text)
        and any(c.x0 < line.x1 and c.x1 > line.x0 for c in above.chunks[1:])
    )
    return line.x1 < above.chunks[1].x0 or bool(limits)


CLOSE = 1.3
"""Em between two lines of one cell, at most."""


def cut_notes_off(region: Region) -> None:
    """Move lines inside the last pair of rules or below the last data row from the rows to the notes."""
    lines = region.lines
    last = max((i for i, line in enumerate(lines) if data_chunks(line)), default=None)
    if last is None:
        return
    for index in range(last + 1, len(lines)):
        line = lines[index]
        ruled = any(lines[index - 1].baseline < r.y < line.baseline for r in region.rules)
        if starts_note(line) or ruled or is_prose(lines[index : index + 2], region.x0, region.x1):
            region.notes = lines[index:]
            region.lines = lines[:index]
            region.bottom = max(r.y for r in region.rules) if not ruled else lines[index - 1].bottom
            return


def notes_below(after: list[Line], region: Region) -> list[Line]:
    """Return the lines below the table up to a gap or larger type."""
    notes: list[Line] = []
    bottom, size = region.bottom, None
    body = sorted(line.size for line in region.lines)[len(region.lines) // 2]
    for line in after:
        gap = line.top - bottom
        if gap > (NOTE_PITCH * line.size if not notes else 1.1 * line.size):
            break
        high = len(line.text) <= 2 and size is not None and line.size < size  # the mark of the next line
        if line.size > body + 0.6 or (size is not None and abs(line.size - size) > 0.8 and not high):
            break
        notes.append(line)
        bottom, size = line.bottom, size if high else line.size
        if len(notes) > 30:
            break
    return notes
