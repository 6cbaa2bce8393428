"""The Bland-Altman plot shows each study, and what is said of them, in the unit of the effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.errors import CurateError, Refused
from curate.plots.agreement import agreement_plot, draw
from curate.reconcile.concordance import bland_altman

ONE, TWO = [-0.5, -0.2, 0.1, -0.9], [-0.5, -0.4, 0.1, -0.8]


def test_each_panel_has_its_studies_its_three_lines_and_its_unit() -> None:
    held = bland_altman(ONE, TWO)
    assert held is not None
    figure = draw([("Depression", "SMD", held), ("Response", "OR", held)])
    smd, ratio = figure.axes
    for axes, unit in ((smd, "SMD"), (ratio, "log OR")):
        (dots,) = axes.collections
        assert len(dots.get_offsets()) == 4
        heights = [line.get_ydata()[0] for line in axes.lines]
        assert heights == [held.bias, held.limits.low, held.limits.high]
        assert axes.get_xlabel() == f"mean of the two, {unit}"
    assert (len(smd.patches), len(ratio.patches)) == (1, 0)  # 0.1 is a margin of SMD


def test_the_same_effects_give_the_same_bytes(tmp_path: Path) -> None:
    panels = [("Depression", "SMD", bland_altman(ONE, TWO)), ("one study", "SMD", None)]
    one, two = (agreement_plot(panels, tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert one == two


def test_nothing_to_plot_and_a_file_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing to plot"):
        agreement_plot([("one study", "SMD", None)], tmp_path / "a.svg")
    with pytest.raises(CurateError, match="cannot be written"):
        agreement_plot([("x", "SMD", bland_altman(ONE, TWO))], tmp_path / "a.xyz")
