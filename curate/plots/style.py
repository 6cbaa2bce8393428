"""How a forest plot looks: ours, one like Review Manager's, one like JAMA's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INK, FAINT, BLUE, PALE = "#1a1a1a", "#8c8c8c", "#1f5a96", "#7ba4d0"
GREEN, WHITE = "#3d8f5f", "#ffffff"


@dataclass(frozen=True, slots=True)
class Style:
    """Order and colours of a forest plot.

    Attributes
    ----------
    order
        What stands from left to right: ``raw``, ``plot``, ``text``, ``weight``.
    square, diamond
        Colours; an empty diamond is open.
    favours_above
        Whether who is favoured stands above the plot, not below its axis.
    ruled
        Whether a thin line parts the rows.
    """

    order: tuple[str, ...]
    square: str
    diamond: str
    favours_above: bool = False
    ruled: bool = False


STYLES: Mapping[str, Style] = {
    "curate": Style(("raw", "plot", "text", "weight"), PALE, BLUE),
    "revman": Style(("raw", "weight", "text", "plot"), GREEN, INK),
    "jama": Style(("raw", "text", "plot", "weight"), INK, "", favours_above=True, ruled=True),
}
"""Name → style."""
