"""Shaded bands: their edges part rows, and the first may hold the header."""

from __future__ import annotations

from curate.extract.tables.grid.lines import Line
from curate.extract.tables.grid.place import Region
from curate.extract.tables.grid.rules import HLine
from curate.pdf.page import Page


def shade_edges(page: Page, region: Region) -> list[HLine]:
    """Return the upper and lower edges of shaded bands: no row runs over one."""
    height, width = region.bottom - region.top, region.x1 - region.x0
    covered: dict[tuple[str, int], float] = {}
    for panel in page.panels:
        inside = region.top - 2 <= panel.top and panel.bottom <= region.bottom + 2
        if panel.filled and inside and 4 < panel.bottom - panel.top < 0.5 * height:
            across = min(panel.x1, region.x1) - max(panel.x0, region.x0)
            for edge in (("top", round(panel.top)), ("bottom", round(panel.bottom))):
                covered[edge] = covered.get(edge, 0.0) + max(across, 0.0)
    heights = {
        y for (_, y), across in covered.items()
        if across > 0.85 * width and not any(_cuts(y, line) for line in region.lines)
    }  # fmt: skip
    return [HLine(region.x0, region.x1, y) for y in sorted(heights)]


def head_band(page: Page, region: Region) -> float:
    """Return where the shaded band ends in which the first line of a table stands; 0 if it stands in none."""
    first, wide = region.lines[0], 0.85 * (region.x1 - region.x0)
    ends = [
        panel.bottom
        for panel in page.panels
        if panel.filled
        and panel.top < first.baseline < panel.bottom < region.lines[-1].baseline
        and min(panel.x1, region.x1) - max(panel.x0, region.x0) > wide
    ]
    return min(ends, default=0.0)


def _cuts(height: float, line: Line) -> bool:
    """Whether a height runs through the letters of a line."""
    return line.baseline - 0.5 * line.size < height < line.baseline + 0.05 * line.size
