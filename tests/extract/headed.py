"""A table whose header is set line by line, and between which arms its values are, as tests ask for it."""

from curate.model.reading import Found

ARMS = ["Training (n = 96)", "Waiting (n = 92)"]
BOTH = (("Training",), ("Waiting",))


def set_table(page, heads, rows, xs, title="Table 1. Outcomes", notes=(), rules=()):
    """Set header lines, each with the places of its texts, and rows between three rules; return what is read of it."""
    page.text(60, 90, title, bold=True)
    page.rule(60, 540, 98)
    y = 110
    for line, places in heads:
        page.lines(y, [line], places)
        y += 12
    for x0, x1, height in rules:
        page.rule(x0, x1, height)
    page.rule(60, 540, y - 7)
    y = page.lines(y + 5, rows, xs)
    page.rule(60, 540, y - 8)
    for note in notes:
        page.text(60, y + 2, note, size=7)
        y += 9
    return read(page)


def read(page):
    return [item for item in page.read() if isinstance(item, Found)]


def sides(found, statistic):
    """Value → arms and comparators of the readings of one statistic."""
    return {
        r.value: (item.result.arms, item.result.comparators)
        for item in found
        for r in item.readings
        if r.statistic == statistic
    }
