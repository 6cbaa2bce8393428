"""Colours of page objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from curate.pdf import pdfium

WHITE = 250
"""Of 255; a colour at least so bright in red, green and blue is white."""

OPAQUE = 255
"""The alpha of a colour that lets nothing through."""

_COLOURS = pdfium.Batch(
    "u4", 4, apart=True, blank=1
)  # red, green, blue, alpha; unset is as good as black

Flags = npt.NDArray[np.bool_]


def white(colour: Callable[..., Any], things: Sequence[Any]) -> Flags:
    """Tell which page objects have white as what `colour` reads, their fill or their stroke."""
    found: Flags = _COLOURS.call(colour, things)[:, :3].min(1) >= WHITE
    return found


def inked(colour: Callable[..., Any], things: Sequence[Any]) -> Flags:
    """Tell which page objects have another colour than white, and one that is not clear."""
    colours = _COLOURS.call(colour, things)
    found: Flags = (colours[:, 3] > 0) & (colours[:, :3].min(1) < WHITE)
    return found


def opaque_white(colour: Callable[..., Any], things: Sequence[Any]) -> Flags:
    """Tell which page objects have white that covers what lies below."""
    colours = _COLOURS.call(colour, things)
    found: Flags = (colours[:, 3] == OPAQUE) & (colours[:, :3].min(1) >= WHITE)
    return found
