"""A page with its marks as one HTML file: the picture inside, the words of a mark when the pointer rests on it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

from curate.model.reading import Box
from curate.model.sign import in_words
from curate.review.page_marks import KINDS, Kind, Mark
from curate.store.marks import PageReading

STYLE = """
body { font: 14px/1.4 system-ui, sans-serif; margin: 1em; color: #222; }
label { margin-right: 1em; white-space: nowrap; }
.swatch { display: inline-block; width: 1em; height: 1em; vertical-align: -0.1em; border: 1px solid; }
svg { max-width: 100%; height: auto; border: 1px solid #999; display: block; margin: 0.6em 0; }
rect:hover { fill-opacity: 0.4; stroke-width: 1.2; }
table { border-collapse: collapse; }
td, th { border-bottom: 1px solid #ddd; padding: 0.15em 0.6em; text-align: left; vertical-align: top; }
"""

_COLUMNS = ("statistic", "value", "arm", "outcome", "time point", "band", "why", "read from", "reader")


def page_html(
    title: str,
    png: bytes,
    size: tuple[float, float],
    marks: Iterable[Mark],
    readings: Sequence[PageReading],
) -> str:
    """Return a page of HTML that needs no other file.

    Parameters
    ----------
    png
        Picture of the page without marks.
    size
        Width and height of the page in points, the units of the marks' boxes.
    """
    marks = list(marks)
    shown = [kind for kind in KINDS if any(mark.kind == kind.name for mark in marks)]
    picture = base64.b64encode(png).decode("ascii")
    width, height = size
    boxes = "\n".join(_rect(mark, size) for mark in marks)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<style>{STYLE}{"".join(map(_rule, shown))}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>Rest the pointer on a mark to read what it is. Nothing here was checked by a person.</p>
{"".join(map(_switch, shown))}
<svg viewBox="0 0 {width:g} {height:g}" width="{width * 1.5:g}" height="{height * 1.5:g}">
<image href="data:image/png;base64,{picture}" width="{width:g}" height="{height:g}"/>
{boxes}
</svg>
{readings_table(readings)}
</body>
</html>
"""


def _rule(kind: Kind) -> str:
    colour = "rgb({}, {}, {})".format(*kind.colour)
    return (
        f".{kind.name} {{ fill: {colour}; fill-opacity: {kind.fill:g}; stroke: {colour};"
        f" stroke-width: {kind.line:g}; }}\n"
        f".swatch.{kind.name} {{ background: {colour}; }}\n"
        f"#show-{kind.name}:not(:checked) ~ svg .{kind.name} {{ display: none; }}\n"
    )


def _switch(kind: Kind) -> str:
    return (
        f'<input type="checkbox" id="show-{kind.name}" checked><label for="show-{kind.name}">'
        f'<span class="swatch {kind.name}"></span> {escape(kind.words)}</label>\n'
    )


def _rect(mark: Mark, size: tuple[float, float]) -> str:
    x0, top, x1, bottom = clipped(mark.box, size)
    place = f'x="{x0:.1f}" y="{top:.1f}" width="{x1 - x0:.1f}" height="{bottom - top:.1f}"'
    return f'<rect class="{mark.kind}" {place}><title>{escape(mark.words)}</title></rect>'


def clipped(box: Box, size: tuple[float, float]) -> Box:
    """Return the part of `box` that lies on a page of `size`."""
    width, height = size
    x0, x1 = (min(max(edge, 0.0), width) for edge in (box[0], box[2]))
    top, bottom = (min(max(edge, 0.0), height) for edge in (box[1], box[3]))
    return (x0, top, x1, bottom)


def readings_table(readings: Sequence[PageReading]) -> str:
    """Return the readings as a table of HTML."""
    if not readings:
        return "<p>No readings here.</p>"
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td>{escape(text)}</td>"
            for text in (
                reading.statistic,
                reading.value,
                reading.arm,
                reading.outcome,
                reading.timepoint,
                reading.band,
                "; ".join(in_words(reading.flags)),
                reading.quote,
                reading.extractor,
            )
        )
        + "</tr>"
        for reading in readings
    )
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
