"""What is typeset is what is read: the same cells and the same values, in whatever style."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.extract.table import TableExtractor
from curate.model.reading import Found, Grid
from curate.pdf.document import read_document

from .false_fonts import FALSE_CODES, as_coded
from .trial_table import (
    MEASURES,
    Content,
    Row,
    Style,
    expected_comparisons,
    expected_rows,
    expected_values,
)
from .typesetter import fits, typeset

LABELS = ("MADRS", "HAM-D", "Pain at rest", "Quality of life score", "Anxiety and worry score", "Sleep")
EVENTS = ("Headache", "Nausea", "Dizziness", "Dry mouth", "Raised blood pressure", "Loss of appetite")
GROUPS = {True: ("Mood", "Function"), False: ("Nervous system", "Other")}
"""Names of groups, of scales and of events."""

TIMES = ("Week 4", "Week 8")


def decimals(low, high):
    return st.integers(low, high).map(lambda tenths: f"{tenths / 10:.1f}")


def grouped(draw, rows, names):
    """Set group rows into the rows, or leave them."""
    return [Row(names[0]), *rows[:2], Row(names[1]), *rows[2:]] if draw(st.booleans()) else rows


@st.composite
def contents(draw, compared=False):
    """Tables of two or three arms, one or two times, with or without groups, P values and differences."""
    names = draw(st.sampled_from([("Ketamine", "Placebo"), ("Ketamine", "Midazolam", "Placebo")]))
    arms = tuple((name, draw(st.integers(12, 240))) for name in names)
    times = draw(st.sampled_from([(), TIMES])) if len(arms) == 2 else ()
    columns = len(arms) * max(1, len(times))
    with_p = not times and draw(st.booleans())
    with_difference = compared and not times and len(arms) == 2 and draw(st.booleans())
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=3, max_size=6, unique=True))
    marked = draw(st.sampled_from([None, *labels]))
    rows = [
        Row(
            label,
            tuple((draw(decimals(-150, 400)), draw(decimals(11, 120))) for _ in range(columns)),
            draw(p_values()) if with_p else "",
            "a" if label == marked else "",
            draw(differences()) if with_difference else (),
        )
        for label in labels
    ]
    return Content(arms, times, tuple(grouped(draw, rows, GROUPS[True])), with_p)


def p_values():
    return st.one_of(st.integers(101, 989).map(lambda n: f"0.{n}"), st.just("<0.001"))


@st.composite
def differences(draw):
    middle, low, high = (draw(st.integers(*ends)) for ends in ((-60, 60), (5, 80), (5, 80)))
    return tuple(f"{tenths / 10:.1f}" for tenths in (middle, middle - low, middle + high))


@st.composite
def medians(draw):
    """Tables of medians with quartiles."""
    arms = tuple((name, draw(st.integers(12, 240))) for name in ("Ketamine", "Placebo"))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=3, max_size=6, unique=True))
    rows = [Row(label, tuple(draw(quartiles()) for _ in arms)) for label in labels]
    return Content(arms, (), tuple(grouped(draw, rows, GROUPS[True])), measure="median")


@st.composite
def quartiles(draw):
    middle, below, above = (draw(st.integers(*ends)) for ends in ((-60, 300), (5, 80), (5, 80)))
    return tuple(f"{tenths / 10:.1f}" for tenths in (middle, middle - below, middle + above))


@st.composite
def harms(draw):
    """Safety tables: people with an event, in one column or two, above a threshold or all."""
    arms = tuple((name, draw(st.integers(60, 240))) for name in ("Ketamine", "Placebo"))
    threshold = draw(st.sampled_from(["", "5"]))
    measure = draw(st.sampled_from(["count", "parted"]))
    labels = draw(st.lists(st.sampled_from(EVENTS), min_size=3, max_size=6, unique=True))
    rows = [Row(label, draw(counts(arms, threshold)), draw(p_values())) for label in labels]
    with_p = draw(st.booleans())
    rows = rows if with_p else [replace(row, p="") for row in rows]
    return Content(arms, (), tuple(grouped(draw, rows, GROUPS[False])), with_p, measure, threshold)


@st.composite
def counts(draw, arms, threshold):
    """Return events and percentage of every arm; of one arm none, where the table has a threshold."""
    few = draw(st.sampled_from([None, *range(len(arms))])) if threshold else None
    numbers = []
    for index, (_, size) in enumerate(arms):
        events = draw(st.integers(size // 10, size // 2))
        numbers.append(() if index == few else (str(events), f"{100 * events / size:.1f}"))
    return tuple(numbers)


def styled(letters, rules_and_caption, **rest):
    """Return a style of choices that go together."""
    (font, sign), (rules, caption) = letters, rules_and_caption
    return Style(font=font, sign=sign, rules=rules, caption=caption, **rest)


RULES = ["none", "header", "three", "bands", "grid", "shading"]
LETTERS = [("sans", "ascii"), ("sans", "dash"), ("serif", "dash"), ("wide", "minus")]
FRAMES = [*((rules, "above") for rules in RULES), ("three", "below"), ("grid", "below")]
PLAIN = {
    "size": st.sampled_from([6.5, 7.0, 8.0]),
    "lead": st.sampled_from([1.3, 1.5, 1.8]),
    "place": st.sampled_from(["page", "column", "sideways"]),
    "dot": st.sampled_from([".", "\u00b7"]),
    "wrap": st.booleans(),
    "own_line": st.booleans(),
    "align": st.sampled_from(["left", "centre"]),
}
plain_styles = st.builds(styled, st.sampled_from(LETTERS), st.sampled_from(FRAMES), **PLAIN)
styles = st.builds(
    styled,
    st.sampled_from([*LETTERS, *(("serif", name) for name in FALSE_CODES)]),
    st.sampled_from(FRAMES),
    **PLAIN | {"align": st.sampled_from(["left", "centre", "right"])},
    spread=st.sampled_from(["brackets", "±", "below"]),
    title=st.sampled_from(["beside", "below"]),
    header=st.sampled_from(["plain", "plain", "tint", "dark"]),
    percent_signs=st.booleans(),
    times=st.sampled_from(["across", "down", "again"]),
    limits_below=st.booleans(),
    overleaf=st.booleans(),
    panel=st.sampled_from(["none", "none", "frame", "tint"]),
)


def read(content, style):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.pdf"
        typeset(path, content, style)
        return list(TableExtractor().read(read_document(path)))


def body_cells(found):
    """Return the cells of the body, row by row; a continued table has two grids."""
    rows = {}
    grids = [item for item in found if isinstance(item, Grid)]
    assert {grid.label for grid in grids} == {"Table 1"}
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            if cell.role != "header":
                rows.setdefault((number, cell.row), []).append((cell.col, cell))
    return [[cell for _, cell in sorted(cells, key=lambda c: c[0])] for _, cells in sorted(rows.items())]


def body_of(found):
    return [[cell.text for cell in row] for row in body_cells(found)]


def values_of(found):
    names = {name for names in MEASURES.values() for name in names}
    return {
        (
            item.result.outcome,
            item.result.timepoint.lower(),
            item.result.arms[0],
            reading.statistic,
            reading.value or reading.status,
        )
        for item in found
        if isinstance(item, Found) and item.result.arms and item.result.outcome != "group size"
        for reading in item.readings
        if reading.statistic in names
    }


def comparisons_of(found):
    return {
        (item.result.outcome, reading.statistic, reading.operator.replace("=", "") + reading.value)
        for item in found
        if isinstance(item, Found)
        for reading in item.readings
        if reading.statistic in ("md", "ci_low", "ci_high", "p")
    }


def roomy(content, style):
    """Return the style, or the nearest one in which the content has room."""
    smaller = replace(style, place="page" if style.place == "column" else style.place)
    tight = replace(smaller, font="serif" if style.sign in FALSE_CODES else "sans", size=6.5,
                    own_line=True, wrap=True)  # fmt: skip
    return next(style for style in [style, smaller, tight] if fits(content, style))


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(content=st.one_of(contents(compared=True), medians(), harms()), style=styles)
def test_what_is_typeset_is_what_is_read(content, style):
    check(content, roomy(content, style))


def check(content, style):
    found = read(content, style)
    assert body_of(found) == expected_rows(content, style)
    assert values_of(found) == expected_values(content)
    assert comparisons_of(found) == expected_comparisons(content)
    if style.sign in FALSE_CODES:
        raw = {cell.raw_text for row in body_cells(found) for cell in row if cell.raw_text}
        assert raw == coded_texts(content, style)


def coded_texts(content, style):
    """Return the texts of the body as they stand in the text layer, of cells with a false code."""
    texts = {text for row in expected_rows(content, style) for text in row}
    return {as_coded(text, style.sign) for text in texts if as_coded(text, style.sign) != text}
