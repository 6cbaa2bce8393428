"""What is typeset is what is read: the same cells and the same values, in whatever style."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.extract.table import TableExtractor
from curate.model.reading import Found, Grid
from curate.pdf.document import read_document

from .typesetter import Content, Row, Style, expected_rows, expected_values, fits, typeset

LABELS = ("MADRS", "HAM-D", "Pain at rest", "Quality of life score", "Anxiety and worry score", "Sleep")


def means(low, high):
    return st.integers(low, high).map(lambda tenths: f"{tenths / 10:.1f}")


@st.composite
def contents(draw):
    """Tables of two or three arms, one or two times, with or without groups and P values."""
    names = draw(st.sampled_from([("Ketamine", "Placebo"), ("Ketamine", "Midazolam", "Placebo")]))
    arms = tuple((name, draw(st.integers(12, 240))) for name in names)
    times = draw(st.sampled_from([(), ("Week 4", "Week 8")])) if len(arms) == 2 else ()
    columns = len(arms) * max(1, len(times))
    with_p = not times and draw(st.booleans())
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=3, max_size=6, unique=True))
    marked = draw(st.sampled_from([None, *labels]))
    rows = [
        Row(
            label,
            tuple((draw(means(-150, 400)), draw(means(11, 120))) for _ in range(columns)),
            f"0.{draw(st.integers(101, 989))}" if with_p else "",
            "a" if label == marked else "",
        )
        for label in labels
    ]
    if draw(st.booleans()):
        rows.insert(0, Row("Mood"))
        rows.insert(3, Row("Function"))
    return Content(arms, times, tuple(rows), with_p)


def styled(letters, rules_and_caption, **rest):
    """Return a style of choices that go together."""
    (font, sign), (rules, caption) = letters, rules_and_caption
    return Style(font=font, sign=sign, rules=rules, caption=caption, **rest)


RULES = ["none", "header", "three", "bands", "grid"]
styles = st.builds(
    styled,
    st.sampled_from([("sans", "ascii"), ("sans", "dash"), ("serif", "dash"), ("wide", "minus")]),
    st.sampled_from([*((rules, "above") for rules in RULES), ("three", "below"), ("grid", "below")]),
    size=st.sampled_from([6.5, 7.0, 8.0]),
    lead=st.sampled_from([1.3, 1.5, 1.8]),
    place=st.sampled_from(["page", "column", "sideways"]),
    dot=st.sampled_from([".", "\u00b7"]),
    wrap=st.booleans(),
    own_line=st.booleans(),
    centred=st.booleans(),
)


def read(content, style):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.pdf"
        typeset(path, content, style)
        return list(TableExtractor().read(read_document(path)))


def body_of(found):
    (grid,) = [item for item in found if isinstance(item, Grid)]
    rows = {}
    for cell in grid.cells:
        if cell.role != "header":
            rows.setdefault(cell.row, []).append((cell.col, cell.text))
    return [[text for _, text in sorted(cells)] for _, cells in sorted(rows.items())]


def values_of(found):
    return {
        (
            item.result.outcome,
            item.result.timepoint.lower(),
            item.result.arms[0],
            reading.statistic,
            reading.value,
        )
        for item in found
        if isinstance(item, Found) and item.result.arms
        for reading in item.readings
        if reading.statistic in ("mean", "sd")
    }


def roomy(content, style):
    """Return the style, or the nearest one in which the content has room."""
    smaller = replace(style, place="page" if style.place == "column" else style.place)
    tries = [style, smaller, replace(smaller, font="sans", size=6.5, own_line=True, wrap=True)]
    return next(style for style in tries if fits(content, style))


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(content=contents(), style=styles)
def test_what_is_typeset_is_what_is_read(content, style):
    style = roomy(content, style)
    found = read(content, style)
    assert body_of(found) == expected_rows(content, style)
    assert values_of(found) == expected_values(content)
