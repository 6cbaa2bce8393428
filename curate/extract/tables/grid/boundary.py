"""Where the header of a table ends."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from curate.extract.tables.grid.caption import Caption
from curate.extract.tables.grid.flow import holds_sizes
from curate.extract.tables.grid.lines import Line
from curate.extract.tables.grid.place import Region
from curate.parse.duration import is_time
from curate.parse.number import find_numbers
from curate.parse.statistic_said import names_limit


def split_header(region: Region, tint: float = 0.0) -> tuple[list[Line], list[Line]]:
    """Split the region's lines into header and body.

    The header ends at the first full-width rule with text above it; further bands belong to it as long
    as they hold no row of data.

    Parameters
    ----------
    tint
        Where a shaded band at the table's head ends; 0 if it has none.
    """
    lines = region.lines
    ends = [rule.y for rule in region.rules]
    bands = _bands(lines, ends)
    count = 0
    for index, band in enumerate(bands[:-1]):
        if index and any(is_data(line) for line in band):
            break
        if index and all(len(line.chunks) == 1 and line.x0 <= lines[-1].x0 + 4 for line in band):
            break  # a lone label between two rules is a group of the body
        if not index and sum(is_data(line) for line in band) >= max(2, 0.5 * len(band)):
            break
        if not index and (labels := _before_first_row(band, lines)):
            count = labels
            break
        count += len(band)
        if index + 1 < len(bands) and any(is_data(line) for line in bands[index + 1]):
            break
    if not count:
        sized = _to_sizes(lines)
        count = next((i for i, line in enumerate(lines) if i >= sized and is_data(line)), max(sized, 1))
        count = _without_groups(lines, count)
    tinted = sum(line.baseline < tint for line in lines)
    if 0 < tinted < count and not any(map(is_data, lines[:tinted])):
        values = any(map(is_data, lines[tinted:count]))
        count = tinted if values else count  # the first rule stands below the first row
    count = _with_unlabelled(lines, count)
    rules = [rule.y for rule in (*region.rules, *region.partial)]
    count = _without_centred_group(lines, count, rules)
    return lines[:count], lines[count:]


def _before_first_row(band: list[Line], lines: list[Line]) -> int:
    """Return how many lines stand above a first row that no rule parts from the header; 0 if it holds none."""
    first = next((i for i, line in enumerate(band) if is_data(line)), 0)
    rows = band[first:]
    left = min(line.x0 for line in lines)
    whole = all(is_data(line) and line.x0 <= left + 4 and _PRECISE.search(line.text) for line in rows)
    return first if first and whole else 0


_PRECISE = re.compile(r"\d[.·]\d|\d\s*\(\d")
"""A value with decimals or with a second one in brackets, as no label of a header has."""


def _to_sizes(lines: list[Line]) -> int:
    """Return how many lines lead to one of sizes, "(n = 20)", below the doses "5 mg", "10 mg"; 0 if none does."""
    for index, line in enumerate(lines[:HEADER_LINES]):
        if holds_sizes(line):
            return index + 1
        if any(_BARE.match(chunk.text) for chunk in line.chunks[1:]):
            return 0
    return 0


HEADER_LINES = 5
"""Lines that the names of arms take up, at most, above their sizes."""
_BARE = re.compile(r"^[^A-Za-z]+$")


def _with_unlabelled(lines: list[Line], count: int) -> int:
    """Lines below the header's rule that hold labels over columns and nothing in the stub belong to it."""
    left = min(line.x0 for line in lines)
    while count + 1 < len(lines):
        line = lines[count]
        texts = [chunk.text for chunk in line.chunks]
        if line.x0 < left + 30 or len(texts) < 2 or is_data(line):
            break
        if not all(re.search(r"[A-Za-z]{2}", text) for text in texts) or any(
            _ROW_SIZE.match(t) or _NAMED_VALUE.match(t) for t in texts
        ):
            break
        count += 1
    return count


_NAMED_VALUE = re.compile(r"(?i)(?:median|mean)\s*[:=]?\s*[-−–]?\d")  # "Median 70.4 (55–74)" is no label
_ROW_SIZE = re.compile(r"^\(?[nN]\s*=\s*\d+\)?$")


def _without_centred_group(lines: list[Line], count: int, rules: list[float]) -> int:
    """Leave a lone centred label below the header to the body when the body has more of them."""
    if count < 2 or len(lines[count - 1].chunks) != 1:
        return count
    if not any(lines[count - 2].baseline < y < lines[count - 1].baseline for y in rules):
        return count  # nothing parts it from the label above
    last = lines[count - 1].chunks[0]
    if last.x0 <= lines[0].x0 + 30 or max(len(line.chunks) for line in lines[: count - 1]) < 3:
        return count
    middle = (last.x0 + last.x1) / 2
    alike = [
        line for line in lines[count:]
        if len(line.chunks) == 1 and abs((line.x0 + line.x1) / 2 - middle) < 15 and not is_data(line)
    ]  # fmt: skip
    return count - 1 if alike else count


def _bands(lines: list[Line], ends: list[float]) -> list[list[Line]]:
    bands: list[list[Line]] = []
    place = -1
    for line in lines:
        band = sum(y < line.baseline - 0.3 * line.size for y in ends)
        if band != place:
            bands.append([])
            place = band
        bands[-1].append(line)
    return bands


def _without_groups(lines: list[Line], count: int) -> int:
    """Leave a lone label right above the first data row to the body, with all of its lines: it is a group."""
    while count > 1 and len(lines[count - 1].chunks) == 1:
        if lines[count - 1].x0 <= lines[count].x0 + 2:
            count -= 1
        elif count > 2 and _hangs(lines[count - 1], lines[count - 2], lines[count]):
            count -= 2
        else:
            break
    return count


def _hangs(line: Line, above: Line, below: Line) -> bool:
    """Whether a lone line is the rest of the lone label above it, which begins where the one below does."""
    heavy = [held.chunks[0].bold for held in (line, above)]
    return len(above.chunks) == 1 and above.x0 <= below.x0 + 2 and all(heavy) and line.x0 < above.x1


_N_ONLY = re.compile(r"^\(?\s*[nN]\s*[=:¼]?\s*\d*\s*[)%]*$|^\(?\d*%\)?$|^\(?n\s*=\s*\d+.*\)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_VALUE = re.compile(r"^[<>≤≥=±−–\-(\[]*\s*[\d.·]")


def is_data(line: Line) -> bool:
    """Whether a line is a row of data rather than a line of a header with numbers in it."""
    values = [c.text for c in line.chunks[1:] if _VALUE.match(c.text) and not _header_number(c.text)]
    if not values or _names_doses(values, line):
        return False
    if len(values) >= 2 and all(re.fullmatch(r"\d{1,3}", v) for v in values):
        numbers = [int(v) for v in values]
        rising = all(b > a for a, b in itertools.pairwise(numbers))
        if rising and len(values) >= 3 and len(values) == len(line.chunks) - 1:
            return False  # "0 2 5 10 15 20": visits or hours
    return len(values) >= 0.3 * max(1, len(line.chunks) - 1)


_DOSE = re.compile(
    r"(?P<dose>\d+(?:[.·]\d+)?)\s*(?P<unit>(?:[mµμ]?g|mcg|IU)(?:\s*/\s*(?:kg|m2|m²|day|d|h|hr|dose|week|wk))*)"
)


def _names_doses(values: list[str], line: Line) -> bool:
    """Whether a line has nothing but rising doses of one unit after its first label: "Placebo", "5 mg", "10 mg"."""
    doses = [match for value in values if (match := _DOSE.fullmatch(value))]
    if not LEAST_DOSES <= len(doses) == len(values) == len(line.chunks) - 1:
        return False
    rising = all(
        float(a["dose"].replace("·", ".")) < float(b["dose"].replace("·", "."))
        for a, b in itertools.pairwise(doses)
    )
    return rising and len({match["unit"] for match in doses}) == 1


LEAST_DOSES = 2
"""Doses on one line that name the arms below them."""


def _header_number(text: str) -> bool:
    if _N_ONLY.match(text) or _YEAR.match(text) or re.search(r"[nN]\s*[=¼]\s*\d", text):
        return True
    if re.search(r"\bCI\b|\d+(?:st|nd|rd|th)\b", text) or names_limit(text):
        return True
    return is_time(text) and bool(re.search(r"[A-Za-z]", text)) and len(list(find_numbers(text))) <= 2


def with_title(region: Region, head: list[Line]) -> tuple[Caption, list[Line]]:
    """Return the caption with the title that stands below its bare label, above a rule, and the rest of the header."""
    caption = region.caption
    if caption.text.rstrip(" .:") != caption.label:
        return caption, head
    for count in range(1, min(len(head), MOST_TITLE + 1)):
        upper, lower = head[count - 1], head[count]
        if len(upper.chunks) != 1 or upper.x0 > region.x0 + TITLE_INDENT:
            break
        if any(upper.baseline < rule.y < lower.baseline - 0.5 * lower.size for rule in region.rules):
            title = " ".join(line.text for line in head[:count])
            return replace(caption, text=f"{caption.text} {title}"), head[count:]
    return caption, head


MOST_TITLE = 3
"""Lines of a title below its label."""
TITLE_INDENT = 12.0
"""Points from the left end of a table to its title."""
