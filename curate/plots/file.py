"""Writing a plot to a file: the same input gives the same bytes (of one version of matplotlib)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.errors import CurateError
from curate.plots.layout import FONT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".svg", ".png", ".pdf")
DPI = 200

_RC: dict[str, Any] = {
    "svg.hashsalt": "curate",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "font.family": [FONT],
    "text.usetex": False,
    "path.simplify": False,
}


def write(draw: Callable[[], Figure], path: str | Path) -> Path:
    """Write the figure that `draw` returns as SVG, PNG or PDF, by the suffix of `path`.

    Raises
    ------
    CurateError
        For another suffix, or a place that cannot be written.
    """
    import matplotlib

    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = f"a plot cannot be written as {path.suffix or 'a file without suffix'}"
        raise CurateError(what, f"use {', '.join(SUFFIXES)}")
    metadata: dict[str, dict[str, Any]] = {
        ".svg": {"Date": None, "Creator": None},
        ".png": {"Software": None},
        ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RC)
        drawn = BytesIO()
        draw().savefig(drawn, format=suffix[1:], dpi=DPI, metadata=metadata[suffix])
    try:
        path.write_bytes(drawn.getvalue())
    except OSError as error:
        raise CurateError(f"{path} cannot be written: {error.strerror}") from error
    return path
