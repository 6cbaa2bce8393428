"""A small typesetter: tables of known content in the styles of journals, drawn to PDF."""

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .false_fonts import FALSE_CODES, OPERATORS, use_false_fonts
from .trial_table import Line, Plan, Style, planned

PAGE = (595.0, 842.0)
PROSE = "the patients were seen by a nurse who asked about sleep and mood and about what they had done that day "
FONTS = {
    "sans": ("Helvetica", "Helvetica-Bold"),
    "serif": ("Times-Roman", "Times-Bold"),
    "wide": ("Vera", "VeraBd"),
}
GAP = 9.0
"""Least points between the texts of two columns."""

INSET = 3.0
"""Points from the edge of a column to its text."""


def _use_fonts():
    use_false_fonts()
    for name in ("Vera", "VeraBd"):
        if name not in pdfmetrics.getRegisteredFontNames():
            folder = Path(reportlab.__file__).parent / "fonts"
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


@dataclass
class Sheet:
    """A canvas on which y counts down from the top."""

    canvas: Canvas
    height: float
    style: Style
    fonts: tuple[str, str] = field(init=False)

    def __post_init__(self):
        self.fonts = FONTS[self.style.font]

    def _runs(self, text, bold):
        """Split a text where it changes to a font whose codes are false."""
        if self.style.sign not in FALSE_CODES:
            return [(self.fonts[bold], text)]
        runs = groupby(text, lambda letter: letter in OPERATORS)
        return [(self.style.sign if false else self.fonts[bold], "".join(run)) for false, run in runs]

    def width(self, text, bold=False, size=None):
        size = size or self.style.size
        return sum(pdfmetrics.stringWidth(run, font, size) for font, run in self._runs(text, bold))

    def text(self, x, y, text, bold=False, size=None, rise=0.0):
        size = size or self.style.size
        for font, run in self._runs(text, bold):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, self.height - y + rise, run)
            x += pdfmetrics.stringWidth(run, font, size)

    def rule(self, x0, x1, y):
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def upright(self, x, top, bottom):
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, self.height - top, x, self.height - bottom)

    def shade(self, x0, x1, top, bottom, gray=0.88):
        self.canvas.setFillGray(gray)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def frame(self, x0, x1, top, bottom):
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top)

    def prose(self, x0, x1, top, bottom):
        self.canvas.setFont("Times-Roman", 9)
        words = (PROSE * 60).split()
        y = top
        while y < bottom:
            line = ""
            while pdfmetrics.stringWidth(f"{line} {words[0]}", "Times-Roman", 9) < x1 - x0:
                line = f"{line} {words.pop(0)}".strip()
            self.canvas.drawString(x0, self.height - y, line)
            y += 11


def measure(style):
    """Return left and right end of the table."""
    return {"sideways": (60, 780), "column": (50, 285), "page": (50, 545)}[style.place]


def fits(content, style):
    """Whether every text has room in its column; words that touch those beside are nobody's style."""
    _use_fonts()
    left, right = measure(style)
    plan, sheet = planned(content, style), Sheet(Canvas("/dev/null"), 0.0, style)
    widths = _natural_widths(sheet, plan)
    labels = [text for line in plan.lines if line.kind == "group" for text in line.cells[0]]
    return (
        sum(widths) <= right - left
        and sheet.width(f"Table 1. {plan.title}", True, style.size + 0.5) <= right - left
        and max([sheet.width(text, True) for text in labels], default=0.0) <= widths[0] + widths[1]
    )


@dataclass(frozen=True)
class Part:
    """What one page has of a table."""

    plan: Plan
    heads: Line
    lines: tuple[Line, ...]
    first: bool = True
    last: bool = True


def typeset(path, content, style):
    """Draw the table to `path`."""
    _use_fonts()
    left, right = measure(style)
    canvas = Canvas(str(path), pagesize=PAGE)
    if style.place == "sideways":
        Sheet(canvas, PAGE[1], style).prose(50, 545, 60, 400)
        canvas.showPage()
    for part in _parts(planned(content, style), style):
        if style.place == "sideways":
            canvas.translate(PAGE[0], 0)
            canvas.rotate(90)
            _draw_table(Sheet(canvas, PAGE[0], style), part, left, right, 70)
        else:
            _draw_page(Sheet(canvas, PAGE[1], style), part, left, right)
        canvas.showPage()
    canvas.save()


def _draw_page(sheet, part, left, right):
    """Set an upright page: text above a table that begins, and below one that ends."""
    if part.first:
        sheet.prose(left, right, 60, 120)
    foot = _draw_table(sheet, part, left, right, 160 if part.first else 60)
    if part.last:
        sheet.prose(left, right, foot + 40, max(foot + 120, 500))
    if sheet.style.place == "column":
        sheet.prose(310, 545, 60, 700)


def _parts(plan, style):
    """Return the part of each page: a page has two rows at least, and a group with its rows stays on one page."""
    lines = plan.lines
    grouped = any(line.kind == "group" for line in lines)
    breaks = [
        index
        for index in range(2, len(lines) - 1)
        if lines[index].cells[0] and all(line.kind == "body" for line in lines[index - 2 : index])
        if not grouped or lines[index].kind != "body"
    ]
    if not style.overleaf or not breaks:
        return [Part(plan, plan.heads, lines)]
    middle = min(breaks, key=lambda index: abs(2 * index - len(lines)))
    heads = [plan.heads, *(line for line in lines[: middle + 1] if line.kind == "header")]
    rest = lines[middle + (lines[middle].kind == "header") :]
    return [
        Part(plan, plan.heads, lines[:middle], last=False),
        Part(plan, heads[-1], rest, first=False),
    ]


def _natural_widths(sheet, plan):
    """Return the least width of every column."""
    widths = [0.0] * len(plan.heads.cells)
    for line in (plan.heads, *plan.lines):
        indent = sheet.style.indent + 8 if line.kind == "body" else 0.0
        for column, cell in enumerate(line.cells if line.kind != "group" else ()):
            inner = max((sheet.width(text, line.kind == "header") for text in cell), default=0.0)
            widths[column] = max(widths[column], inner + GAP + (0 if column else indent))
    for first, last, text in plan.spanners:
        lack = sheet.width(text, True) + GAP - sum(widths[first : last + 1])
        widths[last] += max(0.0, lack)
    return widths


def _edges(sheet, plan, x0, x1):
    """Return the edges of the columns; what is left of the measure is shared out."""
    widths = _natural_widths(sheet, plan)
    share = (x1 - x0 - sum(widths)) / len(widths)
    edges = [x0]
    for width in widths:
        edges.append(edges[-1] + width + share)
    return edges


def _draw_table(sheet, part, x0, x1, y):
    """Set one page's part with caption, header and notes; return where it ends."""
    if sheet.style.panel != "none":
        trial = Sheet(Canvas("/dev/null"), sheet.height, sheet.style)
        foot = _draw_inside(trial, part, x0, x1, y) + 6
        draw = sheet.frame if sheet.style.panel == "frame" else sheet.shade
        draw(x0 - 6, x1 + 6, y - 14, foot)
    return _draw_inside(sheet, part, x0, x1, y)


def _draw_inside(sheet, part, x0, x1, y):
    style = sheet.style
    if style.caption == "above":
        y = _draw_caption(sheet, part, x0, y) + 14
    y = _draw_rows(sheet, part, _edges(sheet, part.plan, x0, x1), y)
    if part.last and any(line.mark for line in part.plan.lines):
        y += 12
        sheet.text(x0 + 2, y, "a", size=style.size - 3, rise=2.5)
        sheet.text(x0 + 6, y, "Higher scores are worse.", size=style.size - 1)
    return _draw_caption(sheet, part, x0, y + 16) if style.caption == "below" else y


def _draw_caption(sheet, part, x, y):
    """Set number and title, on one line or on two; return the last baseline."""
    size = sheet.style.size + 0.5
    if not part.first:
        sheet.text(x, y, "Table 1 (continued)", bold=True, size=size)
    elif sheet.style.title == "beside":
        sheet.text(x, y, f"Table 1. {part.plan.title}", bold=True, size=size)
    else:
        sheet.text(x, y, "Table 1", bold=True, size=size)
        y += 1.25 * size
        sheet.text(x, y, part.plan.title, size=size)
    return y


def _draw_head(sheet, part, edges, y):
    """Set spanners and heads, on a band where the style has one; return where they end."""
    style = sheet.style
    pitch = style.size * style.lead
    if style.header != "plain":
        trial = Sheet(Canvas("/dev/null"), sheet.height, style)
        foot = _draw_header(trial, part.heads, edges, _draw_spanners(trial, part.plan, edges, y + pitch))
        sheet.shade(
            edges[0], edges[-1], y, foot + 0.4 * style.size, {"tint": 0.85, "dark": 0.2}[style.header]
        )
        sheet.canvas.setFillGray(1.0 if style.header == "dark" else 0.0)
    y = _draw_spanners(sheet, part.plan, edges, y + pitch)
    y = _draw_header(sheet, part.heads, edges, y) + 0.4 * style.size
    sheet.canvas.setFillGray(0.0)
    return y


def _draw_rows(sheet, part, edges, y):
    """Set header and rows with their rules or shades; return where they end."""
    style, pitch = sheet.style, sheet.style.size * sheet.style.lead
    framed, banded = style.rules in ("three", "bands", "grid"), style.rules in ("bands", "grid")
    x0, x1, top = edges[0], edges[-1], y
    if framed:
        sheet.rule(x0, x1, y)
    y = _draw_head(sheet, part, edges, y)
    if style.rules not in ("none", "shading"):
        sheet.rule(x0, x1, y)
    grouped = any(line.kind == "group" for line in part.plan.lines)
    for index, line in enumerate(part.lines):
        if line.kind == "header":
            y = _draw_header_again(sheet, line, edges, y, pitch)
            continue
        if style.rules == "shading" and index % 2:
            deep = max(len(cell) for cell in line.cells) - 1
            sheet.shade(x0, x1, y + 0.35 * style.size, y + pitch + (1.1 * deep + 0.35) * style.size)
        y = _draw_row(sheet, line, edges, y + pitch, grouped)
        if banded and index + 1 < len(part.lines) and part.lines[index + 1].cells[0]:
            y += 0.4 * style.size
            sheet.rule(x0, x1, y)
    y += 0.45 * style.size
    if framed:
        sheet.rule(x0, x1, y)
    if style.rules == "grid":
        for edge in edges:
            sheet.upright(edge, top, y)
    return y


def _set(sheet, left, right, y, text, bold=False):
    """Set a text in its column, as the style aligns it."""
    room = right - left - 2 * INSET - sheet.width(text, bold)
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[sheet.style.align]
    sheet.text(left + INSET + share * room, y, text, bold)


def _draw_spanners(sheet, plan, edges, y):
    for first, last, text in plan.spanners:
        left, right = edges[first], edges[last + 1]
        sheet.text((left + right - sheet.width(text, True)) / 2, y, text, bold=True)
        if sheet.style.rules not in ("none", "shading"):
            sheet.rule(left + INSET, right - INSET, y + 3)
    return y + (1.2 * sheet.style.size + 3 if plan.spanners else 0.0)


def _draw_header(sheet, heads, edges, y):
    lead = 1.2 * sheet.style.size
    for column, lines in enumerate(heads.cells):
        for offset, text in enumerate(lines):
            if column:
                _set(sheet, edges[column], edges[column + 1], y + offset * lead, text, bold=True)
            else:
                sheet.text(edges[0] + INSET, y, text, bold=True)
    return y + lead * (max(map(len, heads.cells)) - 1)


def _draw_header_again(sheet, line, edges, y, pitch):
    """Set a header among the rows, between rules where the table has any."""
    ruled = sheet.style.rules not in ("none", "shading")
    y += 0.45 * sheet.style.size
    if ruled:
        sheet.rule(edges[0], edges[-1], y)
    y = _draw_header(sheet, line, edges, y + pitch) + 0.4 * sheet.style.size
    if ruled:
        sheet.rule(edges[0], edges[-1], y)
    return y


def _draw_row(sheet, line, edges, y, grouped):
    style, bold = sheet.style, line.kind == "group"
    lead = 1.1 * style.size
    x = edges[0] + INSET + (style.indent if grouped and not bold else 0.0)
    for index, text in enumerate(line.cells[0]):
        hang = 6 if index else 0
        sheet.text(x + hang, y + lead * index, text, bold=bold)
        if line.mark and index == len(line.cells[0]) - 1:
            end = x + hang + sheet.width(text, bold) + 0.2
            sheet.text(end, y + lead * index, line.mark, size=style.size - 3, rise=0.4 * style.size)
    for column, lines in enumerate(line.cells[1:], 1):
        for index, text in enumerate(lines):
            _set(sheet, edges[column], edges[column + 1], y + lead * index, text)
    return y + lead * (max(map(len, line.cells)) - 1)
