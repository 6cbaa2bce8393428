"""Text marked on a page fills the cells that it says."""

from __future__ import annotations

import pytest

from curate.forms.marked import ONE, TWO, read_marked


@pytest.mark.parametrize(
    ("text", "column", "cells", "kind", "ask"),
    [
        ("12.3 (9.9)", "centre", {"centre": "12.3", "spread": "9.9"}, "", ONE),
        ("12.3 ± 9.9", "centre", {"centre": "12.3", "spread": "9.9"}, "", ONE),
        ("12.3 (SD 9.9)", "centre", {"centre": "12.3", "spread": "9.9"}, "SD", ()),
        ("12.3 (SEM 2.4)", "centre", {"centre": "12.3", "spread": "2.4"}, "SE", ()),
        ("5.0 (3.0–9.0)", "centre", {"centre": "5.0", "spread": "3.0", "upper": "9.0"}, "", TWO),
        (
            "5.0 (95% CI 3.0 to 9.0)",
            "centre",
            {"centre": "5.0", "spread": "3.0", "upper": "9.0"},
            "95% CI",
            (),
        ),
        ("median 5 (IQR 3–9)", "centre", {"centre": "5", "spread": "3", "upper": "9"}, "IQR", ()),
        ("−3.1", "centre", {"centre": "−3.1"}, "", ()),
        ("(n = 39)", "n", {"n": "39"}, "", ()),
        ("19 (14.7)", "events", {"events": "19"}, "", ()),
        ("12/30", "events", {"events": "12", "total": "30"}, "", ()),
        ("59 of 129", "events", {"events": "59", "total": "129"}, "", ()),
        ("12 (40%)", "events", {"events": "12"}, "", ()),
        (
            "0.72 (0.57-0.91)",
            "estimate",
            {"estimate": "0.72", "ci_low": "0.57", "ci_high": "0.91"},
            "",
            (),
        ),
        ("p < 0.001", "p", {"p": "<0.001"}, "", ()),
        ("no number here", "centre", {}, "", ()),
    ],
)
def test_marked(text: str, column: str, cells: dict[str, str], kind: str, ask: tuple[str, ...]) -> None:
    found = read_marked(text, column)
    assert (found.cells, found.spread_kind, found.ask) == (cells, kind, ask)
