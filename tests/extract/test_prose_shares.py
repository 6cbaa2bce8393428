"""Differences of shares in sentences: which they are, and on which scale."""

from __future__ import annotations

import pytest

from curate.extract.sentences.topic.phrases import unit_of
from curate.parse.sentence import find_statements


@pytest.mark.parametrize(
    ("text", "statistic", "unit"),
    [
        ("Relapse was rarer (risk difference, -4.5% [95% CI, -9.1% to 0.1%])", "rd", "%"),
        (
            "Relapse was rarer (absolute difference, 0.6 percentage points; 95% CI, 0.1 to 0.9)",
            "rd",
            "%",
        ),
        ("Relapse was rarer (risk difference, -0.05; 95% CI, -0.09 to -0.01)", "rd", ""),
        ("The absolute risk difference was 0.71 deaths per 1000 women", "rd", "per 1000 women"),
        ("Antibiotics were shorter (absolute difference, 0.9 days [95% CI, -3.2 to 5.0])", "md", "days"),
    ],
)
def test_the_scale_of_a_difference_is_what_stands_behind_it(text: str, statistic: str, unit: str):
    difference = next(s for s in find_statements(text) if s.kind == "estimate")
    assert (difference.statistics[0], unit_of(text, difference)) == (statistic, unit)
