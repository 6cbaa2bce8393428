"""A small typesetter: tables of known content in the styles of journals, drawn to PDF."""

from dataclasses import dataclass, field
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PAGE = (595.0, 842.0)
PROSE = "the patients were seen by a nurse who asked about sleep and mood and about what they had done that day "
FONTS = {
    "sans": ("Helvetica", "Helvetica-Bold"),
    "serif": ("Times-Roman", "Times-Bold"),
    "wide": ("Vera", "VeraBd"),
}
SIGNS = {"ascii": "-", "dash": "\u2013", "minus": "\u2212"}


def _use_fonts():
    for name in ("Vera", "VeraBd"):
        if name not in pdfmetrics.getRegisteredFontNames():
            folder = Path(reportlab.__file__).parent / "fonts"
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


@dataclass(frozen=True)
class Row:
    """One outcome: (mean, sd) by time and arm as plain decimals, or no values at all for a group."""

    label: str
    values: tuple[tuple[str, str], ...] = ()
    p: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Content:
    """What a table says."""

    arms: tuple[tuple[str, int], ...]
    times: tuple[str, ...]
    rows: tuple[Row, ...]
    with_p: bool = False


@dataclass(frozen=True)
class Style:
    """How it is set.

    `rules` is none, header, three, bands or grid; `place` page, column or sideways; `caption` above or below;
    `wrap` breaks long labels and hangs the second line; `own_line` sets the group size on a line of its own.
    """

    rules: str = "three"
    font: str = "sans"
    size: float = 8.0
    lead: float = 1.5
    place: str = "page"
    caption: str = "above"
    dot: str = "."
    sign: str = "minus"
    wrap: bool = False
    own_line: bool = False
    centred: bool = False
    indent: float = 8.0


@dataclass
class Sheet:
    """A canvas on which y counts down from the top."""

    canvas: Canvas
    height: float
    style: Style
    fonts: tuple[str, str] = field(init=False)

    def __post_init__(self):
        self.fonts = FONTS[self.style.font]

    def width(self, text, bold=False, size=None):
        return pdfmetrics.stringWidth(text, self.fonts[bold], size or self.style.size)

    def text(self, x, y, text, bold=False, size=None, rise=0.0):
        self.canvas.setFont(self.fonts[bold], size or self.style.size)
        self.canvas.drawString(x, self.height - y + rise, text)

    def rule(self, x0, x1, y):
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def upright(self, x, top, bottom):
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, self.height - top, x, self.height - bottom)

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


def printed(value, style):
    """Return a plain decimal as the style prints it."""
    return value.replace("-", SIGNS[style.sign]).replace(".", style.dot)


def cell_text(pair, style):
    """Return "mean (SD)" as printed."""
    return f"{printed(pair[0], style)} ({printed(pair[1], style)})"


def expected_rows(content, style):
    """Return the texts of the body, row by row, as a reader copies them from the page."""
    rows = []
    for row in content.rows:
        texts = [row.label + row.mark, *[cell_text(pair, style) for pair in row.values]]
        rows.append([*texts, printed(row.p, style)] if row.p else texts)
    return rows


def expected_values(content):
    """Return (outcome, time, arm, statistic, value) of every mean and SD; a group leads its outcomes."""
    columns = [(time, arm) for time in content.times or ("",) for arm, _ in content.arms]
    values, group = set(), ""
    for row in content.rows:
        if not row.values:
            group = f"{row.label}, "
            continue
        for (time, arm), pair in zip(columns, row.values, strict=True):
            for statistic, value in zip(("mean", "sd"), pair, strict=True):
                values.add((group + row.label, time.lower(), arm, statistic, value))
    return values


def fits(content, style):
    """Whether every text has room in its column; words that touch those beside are nobody's style."""
    _use_fonts()
    x0, x1 = measure(style)
    edges = columns(content, style, x0, x1)
    plain, bold = FONTS[style.font]
    width = edges[2] - edges[1] - 8
    heads = [text for lines in _heads(content, style)[1:] for text in lines]
    cells = [text for row in expected_rows(content, style) for text in row[1:]]
    labels = [text for row in content.rows for text in _broken(row, style)]
    return (
        max(pdfmetrics.stringWidth(text, bold, style.size) for text in heads) <= width
        and max(pdfmetrics.stringWidth(text, plain, style.size) for text in cells) <= width
        and max(pdfmetrics.stringWidth(text, bold, style.size) for text in labels)
        <= edges[1] - edges[0] - 24
    )


def measure(style):
    """Return left and right end of the table."""
    return {"sideways": (60, 780), "column": (50, 285), "page": (50, 545)}[style.place]


def columns(content, style, x0, x1):
    """Return the edges of the columns."""
    heads = _heads(content, style)
    stub = (x1 - x0) * (0.36 if style.place == "column" else 0.3)
    step = (x1 - x0 - stub) / (len(heads) - 1)
    return [x0, *[x0 + stub + step * i for i in range(len(heads))]]


def typeset(path, content, style):
    """Draw the table to `path`."""
    _use_fonts()
    left, right = measure(style)
    canvas = Canvas(str(path), pagesize=PAGE)
    if style.place == "sideways":
        Sheet(canvas, PAGE[1], style).prose(50, 545, 60, 400)
        canvas.showPage()
        canvas.translate(PAGE[0], 0)
        canvas.rotate(90)
        _draw_table(Sheet(canvas, PAGE[0], style), content, left, right, 70)
    else:
        sheet = Sheet(canvas, PAGE[1], style)
        sheet.prose(left, right, 60, 120)
        foot = _draw_table(sheet, content, left, right, 160)
        sheet.prose(left, right, foot + 40, max(foot + 120, 500))
        if style.place == "column":
            sheet.prose(310, 545, 60, 700)
    canvas.save()


def _heads(content, style):
    sizes = [f"(n = {n})" for _ in content.times or ("",) for _, n in content.arms]
    names = [name for _ in content.times or ("",) for name, _ in content.arms]
    if style.own_line:
        lines = [list(pair) for pair in zip(names, sizes, strict=True)]
    else:
        lines = [[f"{name} {size}"] for name, size in zip(names, sizes, strict=True)]
    return [["Scale"], *lines, *([["P value"]] if content.with_p else [])]


def _draw_table(sheet, content, x0, x1, y):
    style, pitch = sheet.style, sheet.style.size * sheet.style.lead
    heads = _heads(content, style)
    edges = columns(content, style, x0, x1)
    title = "Table 1. Scores of the two groups, mean (SD)"
    if style.caption == "above":
        sheet.text(x0, y, title, bold=True, size=style.size + 0.5)
        y += 14
    top, cuts = y, []
    if style.rules in ("three", "bands", "grid"):
        sheet.rule(x0, x1, y)
    y = _draw_header(sheet, content, heads, edges, y + pitch)
    y += 0.4 * style.size
    if style.rules != "none":
        sheet.rule(x0, x1, y)
    cuts.append(y)
    for row in content.rows:
        y = _draw_row(sheet, row, edges, y + pitch, any(r.values == () for r in content.rows))
        if style.rules in ("bands", "grid") and row is not content.rows[-1]:
            y += 0.4 * style.size
            sheet.rule(x0, x1, y)
            cuts.append(y)
    y += 0.45 * style.size
    if style.rules in ("three", "bands", "grid"):
        sheet.rule(x0, x1, y)
    if style.rules == "grid":
        for edge in edges:
            sheet.upright(edge, top, y)
    return _draw_foot(sheet, content, x0, y, title)


def _draw_foot(sheet, content, x0, y, title):
    style = sheet.style
    if any(row.mark for row in content.rows):
        y += 12
        sheet.text(x0 + 2, y, "a", size=style.size - 3, rise=2.5)
        sheet.text(x0 + 6, y, "Higher scores are worse.", size=style.size - 1)
    if style.caption == "below":
        y += 16
        sheet.text(x0, y, title, bold=True, size=style.size + 0.5)
    return y


def _set(sheet, left, right, y, text, bold=False):
    """Set a text centred in its column, or from the column's left."""
    inside = left + 3
    if sheet.style.centred:
        inside = (left + right - sheet.width(text, bold)) / 2
    sheet.text(inside, y, text, bold)


def _draw_header(sheet, content, heads, edges, y):
    arms, lead = len(content.arms), 1.2 * sheet.style.size
    if len(content.times) > 1:
        for index, time in enumerate(content.times):
            left, right = edges[1 + index * arms], edges[1 + (index + 1) * arms]
            sheet.text((left + right - sheet.width(time, True)) / 2, y, time, bold=True)
            if sheet.style.rules != "none":
                sheet.rule(left + 3, right - 3, y + 3)
        y += lead + 3
    for index, lines in enumerate(heads):
        for offset, text in enumerate(lines):
            if index:
                _set(sheet, edges[index], edges[index + 1], y + offset * lead, text, bold=True)
            else:
                sheet.text(edges[0] + 3, y, text, bold=True)
    return y + lead * (max(map(len, heads)) - 1)


def _broken(row, style):
    """Return the lines of a label."""
    if not style.wrap or len(row.label) <= 16:
        return [row.label]
    cut = row.label.rindex(" ", 0, 16)
    return [row.label[:cut], row.label[cut + 1 :]]


def _draw_row(sheet, row, edges, y, grouped):
    style = sheet.style
    x = edges[0] + 3 + (style.indent if grouped and row.values else 0.0)
    lines = _broken(row, style)
    for index, text in enumerate(lines):
        sheet.text(x + (6 if index else 0), y + 1.1 * style.size * index, text, bold=not row.values)
    if row.mark:
        end = x + (6 if len(lines) > 1 else 0) + sheet.width(lines[-1], not row.values)
        down = 1.1 * style.size * (len(lines) - 1)
        sheet.text(end + 0.2, y + down, row.mark, size=style.size - 3, rise=0.4 * style.size)
    texts = [cell_text(pair, style) for pair in row.values] + ([printed(row.p, style)] if row.p else [])
    for index, text in enumerate(texts, 1):
        _set(sheet, edges[index], edges[index + 1], y, text)
    return y + 1.1 * style.size * (len(lines) - 1)
