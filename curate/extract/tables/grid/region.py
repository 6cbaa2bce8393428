"""Where a table lies: its band across the page, its top and bottom, its lines, and its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from curate.extract.tables.grid.assembly import (
    OVERHANG,
    assemble,
    cut_notes_off,
    ends_row,
    grow,
    notes_below,
    partial_rules,
)
from curate.extract.tables.grid.caption import Caption
from curate.extract.tables.grid.flow import data_chunks, is_prose
from curate.extract.tables.grid.lines import Line, find_lines
from curate.extract.tables.grid.place import Frame, Region, words_between
from curate.extract.tables.grid.rules import HLine, same_extent, vertical_lines
from curate.pdf.page import Page, Word

REACH = 60.0
"""Points from a caption to the first rule of its table."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A region that may be the table of a caption.

    Attributes
    ----------
    far
        Points of white between the two, and more where a table rarely stands on that side of its caption.
    """

    caption: Caption
    region: Region
    far: float


def candidates(page: Page, captions: list[Caption], rules: list[HLine]) -> list[Candidate]:
    """Return the ruled regions that stand near one of the captions of a page, the nearest pairs first."""
    found = []
    for caption in captions:
        frame = _frame(page, caption, captions, rules)
        ways = zip((_below_ruled, _above_ruled, _beside_ruled), HANDICAPS, strict=True)
        for find, handicap in [(_above_ruled, 0.0)] if caption.unfinished else ways:
            region = find(frame, caption)
            if region is not None and _is_tabular(region.lines):
                found.append(Candidate(caption, region, _distance(region) + handicap))
    return sorted(found, key=lambda candidate: candidate.far)


def find_loose(page: Page, caption: Caption, others: list[Caption], rules: list[HLine]) -> Region | None:
    """Return the region of a table without rules below its caption, None when there is none."""
    if caption.unfinished:
        return None
    region = _below_loose(_frame(page, caption, others, rules), caption)
    return region if region is not None and _is_tabular(region.lines) else None


HANDICAPS = (0.0, 8.0, 30.0)
"""Points by which a table above or beside its caption must be nearer than one below: most are below."""


def _distance(region: Region) -> float:
    """White between the caption and its table with notes."""
    lines = [*region.lines, *region.notes]
    top = min([region.top, *(line.top for line in lines)])
    bottom = max([region.bottom, *(line.bottom for line in lines)])
    caption = region.caption.box
    return max(top - caption[3], caption[1] - bottom, 0.0)


def _frame(page: Page, caption: Caption, others: list[Caption], rules: list[HLine]) -> Frame:
    panels = [
        p for p in page.panels
        if p.x0 - 2 <= caption.box[0] and caption.box[2] <= p.x1 + 2
        and p.top - 2 <= caption.box[1] and caption.box[3] <= p.bottom + 2
        and p.bottom - p.top > 5 * (caption.box[3] - caption.box[1]) and p.bottom - p.top < 0.92 * page.height
    ]  # fmt: skip
    if not panels:
        return Frame(page, 0.0, 0.0, page.width, page.height, rules, others)
    p = min(panels, key=lambda p: (p.x1 - p.x0) * (p.bottom - p.top))
    inside = [
        r for r in rules if p.x0 - 2 <= r.x0 and r.x1 <= p.x1 + 2 and p.top + 1 < r.y < p.bottom - 1
    ]
    return Frame(page, p.x0, p.top, p.x1, p.bottom, inside, others)


def _limit_below(frame: Frame, caption: Caption, x0: float, x1: float) -> float:
    """Return where the next caption below in the same band begins, else the foot of the frame."""
    below = [
        c.box[1] for c in frame.captions
        if c is not caption and c.box[1] > caption.box[3] - 2 and c.box[0] < x1 - 5 and c.box[2] > x0 + 5
    ]  # fmt: skip
    return min([*below, frame.bottom]) - 2


def _below_ruled(frame: Frame, caption: Caption) -> Region | None:
    _, _top, _, bottom = caption.box
    x0, x1 = _column_of(frame, caption)
    limit = _limit_below(frame, caption, x0, x1)
    beneath = [
        r for r in frame.rules
        if bottom - 4 <= r.y <= limit and r.x0 < min(x1, caption.box[2]) and r.x1 > x0 and r.width > 60
    ]  # fmt: skip
    first_y = min((r.y for r in beneath), default=None)
    if first_y is None or first_y > bottom + REACH:
        return None
    head = _over_all(frame, caption, [r for r in beneath if r.y < first_y + 36], beneath)
    limit = _limit_below(frame, caption, head.x0, head.x1)
    group = [
        r for r in same_extent(frame.rules, head) if head.y - 40 <= r.y <= limit and r.y >= bottom - 4
    ]
    between = find_lines(frame.words(head.x0, head.x1, bottom + 1, group[0].y))
    if len(between) > 3 and is_prose(between, head.x0, head.x1):
        return None  # running text between the caption and the rule: the rule is another table's
    band = (head.x0 - OVERHANG, head.x1 + OVERHANG)
    first = min(group[0].y, head.y)
    labels = next(
        (i for i, line in enumerate(between) if len(line.chunks) > 1 or _heads(line, caption, head)),
        len(between),
    )
    if labels < len(between):  # labels above the first rule: that rule ends the header
        first = between[labels].top - 1
        between = between[:labels]
    top_y = bottom + 0.5 if first < bottom + 0.5 else first
    lines = find_lines(frame.words(*band, top_y - 1, limit))
    uprights = vertical_lines(frame.page)
    region = assemble(caption, band, lines, group, frame.rules, first, limit, uprights)
    if region is not None and between:
        whole = find_lines(frame.words(frame.x0, frame.x1, bottom + 1, between[-1].bottom))
        _take_title(caption, [_over(line, head) for line in whole])
    return region


def _heads(line: Line, caption: Caption, head: HLine) -> bool:
    """Whether a lone text below a whole title stands over some of the columns: it is set in, and not in the middle."""
    titled = len(caption.text) > len(caption.label) + 8
    aside = abs((line.x0 + line.x1) / 2 - (head.x0 + head.x1) / 2) > CENTRED
    return titled and aside and line.x0 > caption.box[0] + SET_IN


SET_IN = 30.0
"""Points right of the caption from which a line below it is no line of its title."""

CENTRED = 12.0
"""Points between the middle of a table and that of a title which is centred over it."""


def _over(line: Line, head: HLine) -> str:
    """Return the text of a line over a rule, with what sticks out of the rule in one breath."""
    return " ".join(chunk.text for chunk in line.chunks if chunk.x0 < head.x1 and chunk.x1 > head.x0)


def find_rest(page: Page, before: Region, rules: list[HLine], limit: float) -> Region | None:
    """Return the region at the head of `page` that goes on under the rules of a table overleaf."""
    if not before.rules:
        return None
    like = before.rules[0]
    group = [r for r in same_extent(rules, like) if r.y < limit]
    if len(group) < 2 or group[0].y > 0.25 * page.height:
        return None
    caption = replace(
        before.caption, continued=True, box=(like.x0, group[0].y - 3, like.x1, group[0].y - 2)
    )
    band = (like.x0 - OVERHANG, like.x1 + OVERHANG)
    lines = find_lines(words_between(page.words, *band, group[0].y - 1, limit))
    region = assemble(caption, band, lines, group, rules, group[0].y, limit)
    return region if region is not None and _is_tabular(region.lines) else None


def _take_title(caption: Caption, between: list[str]) -> None:
    """Text between the label and the table is the caption's title, wherever it is centred."""
    text = " ".join(filter(None, between))
    if text and len(text) < 400 and text not in caption.text:
        caption.text = re.sub(r"\s+", " ", f"{caption.text} {text}")


def _beside_ruled(frame: Frame, caption: Caption) -> Region | None:
    """Captions printed in the margin, left of their table."""
    _, top, x1, bottom = caption.box
    near = [
        r for r in frame.rules if top - 16 <= r.y <= bottom + 30 and 0 < r.x0 - x1 < 60 and r.width > 120
    ]
    if not near:
        return None
    head = near[0]
    limit = min(
        [c.box[1] - 6 for c in frame.captions if c is not caption and c.box[1] > top + 4],
        default=frame.bottom,
    )
    group = [r for r in same_extent(frame.rules, head) if top - 16 <= r.y <= limit]
    if not group:
        return None  # the rule is below the next caption
    band = (head.x0 - OVERHANG, head.x1 + OVERHANG)
    first = min(top - 4, group[0].y)
    lines = find_lines(frame.words(*band, first, limit))
    return assemble(caption, band, lines, group, frame.rules, first, limit)


def _over_all(frame: Frame, caption: Caption, first: list[HLine], beneath: list[HLine]) -> HLine:
    """Return the widest of the first rules; where it is a spanner's, with labels left of it, the next over them."""
    widest = max(first, key=lambda r: r.width)
    left = caption.box[0]
    over = next((r for r in sorted(beneath, key=lambda r: r.y) if _covers(r, widest, left)), None)
    if over is None or widest.x0 < left + INSET:
        return widest
    labels = find_lines(frame.words(left - 2, widest.x0 - 2, widest.y, over.y))
    return over if len(labels) > 1 or _ends_header(frame, widest, over, left) else widest


def _ends_header(frame: Frame, spanner: HLine, rule: HLine, left: float) -> bool:
    """Whether a rule ends the header that a spanner's rule is in, which has nothing over the labels of the rows."""
    if rule.y - spanner.y > TALLEST or rule.x1 < spanner.x1 + INSET:
        return False
    header = find_lines(frame.words(spanner.x0, spanner.x1, spanner.y, rule.y))
    rows = find_lines(frame.words(left - 2, spanner.x0 - 2, rule.y, rule.y + TALLEST))
    return (
        len(rows) > 2 and bool(header) and not any(c.text[0].isdigit() for h in header for c in h.chunks)
    )


TALLEST = 100.0
"""Points that a header is high, at most."""


def _covers(rule: HLine, spanner: HLine, left: float) -> bool:
    return rule.y > spanner.y and rule.x0 <= left + 6 and rule.x1 >= spanner.x1 - 2


INSET = 30.0
"""Points right of its caption's left edge where a spanner's rule begins, at least: the labels stand there."""


def _above_ruled(frame: Frame, caption: Caption) -> Region | None:
    """Captions printed below their table."""
    x0, top, x1, _ = caption.box
    near = [
        r for r in frame.rules
        if top - REACH <= r.y <= top + 4 and r.x0 < x1 and r.x1 > x0 and r.width > 60
    ]  # fmt: skip
    framed = frame.top > 0
    if not near and not framed:
        return None
    edge = HLine(
        frame.x0, frame.x1, top
    )  # of the box; rules above what says that the table goes on are its own
    near = [] if caption.unfinished and framed else near
    foot = max(near[-3:], key=lambda r: (round(r.width), r.y), default=edge)
    ceiling = max(
        (
            c.box[3] for c in frame.captions
            if c is not caption and c.box[3] < top and c.box[0] < foot.x1 and c.box[2] > foot.x0
        ),
        default=frame.top,
    )  # fmt: skip
    group = [r for r in same_extent(frame.rules, foot) if ceiling < r.y < foot.y] + [foot]
    if len(group) < 2 and not framed:
        return None
    kept = [group[-1]]
    for rule in reversed(group[:-1]):
        between = find_lines(frame.words(foot.x0, foot.x1, rule.y, kept[0].y))
        if between and is_prose(between, foot.x0, foot.x1) and len(between) > 3:
            break
        kept.insert(0, rule)
    band = (foot.x0 - OVERHANG, foot.x1 + OVERHANG)
    start = frame.top if framed else kept[0].y
    lines = find_lines(frame.words(*band, start - 1, kept[-1].y + 1))
    if not lines:
        return None
    region = Region(
        caption, *band, start, kept[-1].y, kept, partial_rules(frame.rules, kept, band, start), lines
    )
    cut_notes_off(region)
    region.notes += find_lines(frame.words(*band, kept[-1].y + 1, top))
    if not framed and is_prose(region.notes, *band) and len(region.notes) > 8:
        return None
    return region


def _is_tabular(lines: list[Line]) -> bool:
    return len(lines) >= 2 and sum(len(line.chunks) > 1 for line in lines) >= 2


def _below_loose(frame: Frame, caption: Caption) -> Region | None:
    """Tables without rules: grow below the caption as long as the lines look tabular."""
    x0, _, _, bottom = caption.box
    left, right = _column_of(frame, caption)
    limit = _limit_below(frame, caption, left, right)
    lines = find_lines(frame.words(left, right, bottom + 0.5, limit))
    grown = grow(lines, [], (left, right))
    while grown and len(grown[-1].chunks) == 1 and not ends_row(grown):
        grown.pop()
    if sum(data_chunks(line) > 0 for line in grown) < (1 if caption.continued else 2):
        return None
    grown = [*_beside_caption(frame, caption, grown), *grown]
    top, foot = grown[0].top, grown[-1].bottom
    inner = [r for r in frame.rules if top - 6 <= r.y <= foot + 6 and r.x0 < right and r.x1 > left]
    full = [r for r in inner if r.width > 0.85 * (grown[0].x1 - x0)]
    region = Region(caption, left, right, top, foot, full, [r for r in inner if r not in full], grown)
    if full:
        cut_notes_off(region)
    region.notes += notes_below([line for line in lines if line.baseline > foot + 1], region)
    return region


def _beside_caption(frame: Frame, caption: Caption, lines: list[Line]) -> list[Line]:
    """Return the first lines of a table that stand level with a caption printed left of all of it."""
    _, top, x1, bottom = caption.box
    if min(line.x0 for line in lines) < x1:
        return []
    return find_lines(frame.words(x1 + 1, frame.x1, top - 0.5 * caption.size, bottom + 0.5))


def _column_of(frame: Frame, caption: Caption) -> tuple[float, float]:
    """Return the text column of a caption: half the page where no word crosses the gutter nearby."""
    x0, _, x1, bottom = caption.box
    page, middle = frame.page, frame.page.width / 2
    beside = [
        c for c in frame.captions
        if c is not caption and abs(c.box[3] - bottom) < 150
        and (c.box[0] > middle - 15 if x1 < middle + 5 else c.box[2] < middle + 5)
    ]  # fmt: skip
    near = [w for w in page.words if bottom < w.baseline < bottom + 150]
    crossing = sum(w.x0 < middle - 3 and w.x1 > middle + 3 for w in near)
    halves = (sum(w.x1 < middle + 3 for w in near), sum(w.x0 > middle - 3 for w in near))
    aside = x1 < middle + 5 or x0 > middle - 15
    if crossing <= 1 and aside and min(halves) >= 12 and (beside or not _goes_across(near, middle)):
        return (x0 - 6, middle + 3) if x1 < middle + 5 else (x0 - 6, page.width)
    return (min(x0, 0.05 * page.width) if x0 > 0.3 * page.width else x0 - 6, page.width)


def _goes_across(words: list[Word], middle: float) -> bool:
    """Whether rows go on beyond the middle of the page, as two columns of text do not."""
    left = find_lines([w for w in words if w.x1 < middle + 3])
    right = find_lines([w for w in words if w.x0 > middle - 3])
    edges = (min(w.x0 for w in words), max(w.x1 for w in words))
    if is_prose(left, edges[0], middle) or is_prose(right, middle, edges[1]):
        return False
    rows = [line for line in left if len(line.chunks) > 1]
    return _level(right, left) >= ACROSS or (len(rows) > 2 and _level(rows, right) >= ACROSS)


def _level(lines: list[Line], others: list[Line]) -> float:
    """Return the share of lines that have one of the others on their baseline."""
    return sum(any(abs(o.baseline - line.baseline) < 0.5 for o in others) for line in lines) / len(lines)


ACROSS = 0.8
"""Share of the lines on one side of the middle that stand on the baselines of those on the other."""
