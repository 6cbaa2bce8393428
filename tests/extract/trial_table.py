"""What the tables of trials say, and the words in which a style prints it."""

from dataclasses import dataclass

SIGNS = {"ascii": "-", "dash": "\u2013", "minus": "\u2212"}
NOT_REPORTED = "not_reported"

MEASURES = {
    "mean": ("mean", "sd"),
    "median": ("median", "q1", "q3"),
    "count": ("events", "percent"),
    "parted": ("events", "percent"),
}
"""The statistics of one cell, or of the two columns of an arm that part counts from percentages."""


@dataclass(frozen=True)
class Row:
    """One outcome: its numbers by time and arm as plain decimals, or no values at all for a group.

    An empty tuple of numbers is a term below the table's threshold; `difference` is an estimate with its limits.
    """

    label: str
    values: tuple[tuple[str, ...], ...] = ()
    p: str = ""
    mark: str = ""
    difference: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a table says; `threshold` is the least percentage of an event that is printed."""

    arms: tuple[tuple[str, int], ...]
    times: tuple[str, ...]
    rows: tuple[Row, ...]
    with_p: bool = False
    measure: str = "mean"
    threshold: str = ""

    @property
    def with_difference(self):
        return any(row.difference for row in self.rows)


@dataclass(frozen=True)
class Style:
    """How it is set.

    `rules` is none, header, three, bands, grid or shading; `panel` none, frame or tint, around the whole table;
    `place` page, column or sideways; `caption` above or below; `sign` ascii, dash, minus, or the false code
    ("2", "control", "private", "quarter") that the text layer has for an operator; `spread` brackets, ± or below
    its mean; `align` left, centre or right; `title` beside or below its number; `header` plain, tint or dark;
    `wrap` breaks long labels and hangs the second line; `own_line` sets the group size on a line of its own;
    `times` across, down (in a second column of labels, each outcome named once) or again (a header for each);
    `limits_below` sets the interval under its estimate; `overleaf` continues the table on the next page.
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
    indent: float = 8.0
    spread: str = "brackets"
    percent_signs: bool = False
    times: str = "across"
    limits_below: bool = False
    overleaf: bool = False
    panel: str = "none"
    align: str = "left"
    title: str = "beside"
    header: str = "plain"


@dataclass(frozen=True)
class Line:
    """A row as it is set: the lines of every cell, and its kind, body, group or header."""

    cells: tuple[tuple[str, ...], ...]
    kind: str = "body"
    mark: str = ""


@dataclass(frozen=True)
class Plan:
    """A table in words: spanners (first column, last column, text), heads of the columns, rows."""

    title: str
    spanners: tuple[tuple[int, int, str], ...]
    heads: Line
    lines: tuple[Line, ...]


def printed(value, style):
    """Return a plain decimal as the style prints it."""
    return value.replace("-", SIGNS.get(style.sign, "\u2212")).replace(".", style.dot)


def cell_texts(numbers, measure, style):
    """Return the texts of the cells that print the numbers of one arm."""
    if not numbers:
        return ("\u2013",) * (2 if measure == "parted" else 1)
    first, *rest = [printed(number, style) for number in numbers]
    if measure == "median":
        return (f"{first} ({rest[0]} to {rest[1]})",)
    share = rest[0] + ("%" if style.percent_signs else "")
    if measure == "count":
        return (f"{first} ({share})",)
    if measure == "parted":
        return (first, share)
    between = {"brackets": " ({})", "±": " ± {}", "below": "\n({})"}[style.spread]
    return (first + between.format(rest[0]),)


def title_of(content, style):
    """Return the caption."""
    spread = "mean ± SD" if style.spread == "±" else "mean (SD)"
    people = "Adverse events" + (
        f" in at least {content.threshold}% of patients" * bool(content.threshold)
    )
    return {
        "mean": f"Scores of the two groups, {spread}",
        "median": "Scores of the two groups, median (IQR)",
        "count": f"{people}, n (%)",
        "parted": people,
    }[content.measure]


def planned(content, style):
    """Return the table as a typesetter gets it: what stands in which row and column."""
    down, again = _placed(content, style, "down"), _placed(content, style, "again")
    blocks = [content.times] if not (down or again) else [(time,) for time in content.times]
    heads = _heads(content, style, blocks[0] or ("",), down, again)
    lines = []
    for index, times in enumerate(blocks if again else blocks[:1]):
        if index:
            lines.append(Line(_heads(content, style, times, down, again), "header"))
        for row in content.rows:
            parts = range(len(content.times)) if down and row.values else [index]
            lines += [_line(content, style, row, part, down, len(times) or 1) for part in parts]
    spanners = () if down or again else _spanners(content)
    return Plan(title_of(content, style), spanners, Line(heads, "header"), tuple(lines))


def _placed(content, style, times):
    return len(content.times) > 1 and style.times == times


def _spanners(content):
    leaves = len(content.arms)
    if content.measure == "parted":
        return tuple(
            (1 + 2 * index, 2 + 2 * index, f"{name} (n = {size})")
            for index, (name, size) in enumerate(content.arms)
        )
    times = content.times if len(content.times) > 1 else ()
    return tuple((1 + i * leaves, (i + 1) * leaves, time) for i, time in enumerate(times))


def _heads(content, style, times, down, again):
    if content.measure == "parted":
        leaves = [("n",), ("%",)] * len(content.arms)
    else:
        leaves = [_arm_head(arm, style) for _ in times for arm in content.arms]
    stub = [times[0] if again else "Event" if content.measure in ("count", "parted") else "Scale"]
    stub += ["Time"] if down else []
    more = [("Difference", "(95% CI)")] if content.with_difference else []
    more += [("P value",)] if content.with_p else []
    return (*((text,) for text in stub), *leaves, *more)


def _arm_head(arm, style):
    name, size = arm[0], f"(n = {arm[1]})"
    return (name, size) if style.own_line else (f"{name} {size}",)


def _line(content, style, row, part, down, times):
    """Return the row; of several times set below or after each other, the part of one."""
    label = broken(row.label, style)
    if not row.values:
        return Line((label,), "group", row.mark)
    width = times * len(content.arms)
    cells = [tuple(text.split("\n")) for numbers in row.values[part * width : (part + 1) * width]
             for text in cell_texts(numbers, content.measure, style)]  # fmt: skip
    stub = [label if part == 0 or not down else ()] + ([(content.times[part],)] if down else [])
    if row.difference:
        cells.append(_difference(row.difference, style))
    if row.p:
        cells.append((printed(row.p, style),))
    return Line((*stub, *cells), mark=row.mark if stub[0] else "")


def _difference(numbers, style):
    estimate, low, high = [printed(number, style) for number in numbers]
    limits = f"({low} to {high})"
    return (estimate, limits) if style.limits_below else (f"{estimate} {limits}",)


def broken(label, style):
    """Return the lines of a label."""
    if not style.wrap or len(label) <= 16:
        return (label,)
    cut = label.rindex(" ", 0, 16)
    return (label[:cut], label[cut + 1 :])


def expected_rows(content, style):
    """Return the texts of the body, row by row, as a reader copies them from the page."""
    rows = []
    for line in planned(content, style).lines:
        if line.kind != "header":
            texts = [" ".join(cell) for cell in line.cells if cell]
            rows.append([texts[0] + line.mark, *texts[1:]])
    return rows


def expected_values(content):
    """Return (outcome, time, arm, statistic, value or status) of all numbers of arms; a group leads its outcomes."""
    columns = [(time, arm) for time in content.times or ("",) for arm, _ in content.arms]
    names = MEASURES[content.measure]
    values, group = set(), ""
    for row in content.rows:
        if not row.values:
            group = f"{row.label}, "
            continue
        for (time, arm), numbers in zip(columns, row.values, strict=True):
            for statistic, value in zip(names, numbers or (NOT_REPORTED,), strict=bool(numbers)):
                values.add((group + row.label, time.lower(), arm, statistic, value))
    return values


def expected_comparisons(content):
    """Return (outcome, statistic, value) of all differences and P values."""
    values, group = set(), ""
    for row in content.rows:
        if not row.values:
            group = f"{row.label}, "
        for statistic, value in zip(("md", "ci_low", "ci_high"), row.difference, strict=False):
            values.add((group + row.label, statistic, value))
        if row.p:
            values.add((group + row.label, "p", row.p))
    return values
