"""Styles in which the typesetter's tables were once read wrongly, each named after the defect."""

from dataclasses import replace

import pytest

from .test_table_typeset import check
from .trial_table import Content, Row, Style

ARMS = (("Ketamine", 174), ("Placebo", 144))
COMPARED = Content(
    ARMS,
    (),
    (
        Row("Sleep", (("30.8", "9.8"), ("-15.0", "10.6")), difference=("5.8", "1.8", "10.2")),
        Row(
            "Quality of life score", (("32.5", "11.1"), ("8.6", "7.7")), difference=("5.1", "1.9", "9.2")
        ),
        Row("MADRS", (("36.3", "6.1"), ("39.9", "10.3")), difference=("-4.3", "-6.1", "-2.3")),
    ),
)
TIMES = Content(
    ARMS,
    ("Week 4", "Week 8"),
    (
        Row("HAM-D", (("22.4", "5.5"), ("17.3", "7.0"), ("33.7", "5.6"), ("29.5", "3.2"))),
        Row("MADRS", (("-1.7", "2.7"), ("-3.7", "7.0"), ("12.6", "1.1"), ("-1.7", "5.2"))),
    ),
)
FOLLOWED = replace(TIMES, times=("At baseline", "At the end of FU"))
GROUPS = Content(
    ARMS,
    (),
    (
        Row("Sleep", (("21.2", "14.4"), ("26.1", "8.1"))),
        Row("Pain at rest", (("3.4", "1.1"), ("21.2", "4.4"))),
        Row("Function"),
        Row("Anxiety and worry score", (("4.6", "2.2"), ("14.0", "1.9"))),
    ),
)


@pytest.mark.parametrize(
    ("content", "style"),
    [
        pytest.param(
            COMPARED, Style(rules="none", limits_below=True), id="limits below the last row are no note"
        ),
        pytest.param(
            COMPARED,
            Style(rules="none", limits_below=True, lead=1.8),
            id="limits of the right half do not make two columns of text",
        ),
        pytest.param(TIMES, Style(times="again"), id="a header that comes again is no row"),
        pytest.param(
            TIMES, Style(times="again", rules="none"), id="without rules a header comes again too"
        ),
        pytest.param(
            TIMES,
            Style(times="again", overleaf=True),
            id="a time over the labels is that of the rows overleaf",
        ),
        pytest.param(
            FOLLOWED, Style(times="again"), id="what stands where another part has its time is a time"
        ),
        pytest.param(
            GROUPS, Style(rules="shading", overleaf=True), id="one row without rules goes on overleaf"
        ),
    ],
)
def test_a_style_is_read(content, style):
    check(content, style)
