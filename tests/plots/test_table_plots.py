"""Plots of tables: what they say, where it stands, and that no label lies on another, with 2 studies and with 80."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.collections import PathCollection

from curate.cli import main
from curate.effects.definition import PLAIN
from curate.errors import Refused
from curate.plots.forest import draw
from curate.plots.influence import draw_influence
from curate.plots.rows import Forest
from curate.plots.scatter import draw_baujat, draw_bubble, draw_funnel, draw_labbe, draw_radial
from curate.plots.style import STYLES
from curate.plots.table_rows import Said, series_forest, table_forest
from curate.pool.columns import Table, read_table, study_table
from curate.pool.influence import influence
from curate.pool.moderators import regress
from curate.pool.sensitivity import leave_one_out
from curate.pool.study_pool import StudyPool, study_pool
from curate.pool.subgroups import subgroups
from curate.pool.trim_fill import trim_and_fill

from .test_forest import assert_nothing_overlaps

BCG = Path(__file__).resolve().parents[2] / "fixtures" / "tables" / "bcg.csv"


@pytest.fixture(scope="module")
def bcg() -> StudyPool:
    return study_pool(study_table(read_table(BCG), "RR"))


def many(k: int, long: bool = False) -> StudyPool:
    """A pooled table of standardised differences of `k` trials."""
    rng = np.random.default_rng(k)
    names = [
        f"{'A rather long name of a group of authors, ' if long else ''}Trial {n}" for n in range(k)
    ]
    columns: dict[str, list[Any]] = {
        "study": names,
        **{"m1i": rng.normal(10, 2, k), "sd1i": rng.uniform(2, 5, k), "n1i": rng.integers(8, 300, k)},
        **{"m2i": rng.normal(12, 2, k), "sd2i": rng.uniform(2, 5, k), "n2i": rng.integers(8, 300, k)},
    }
    texts = {name: tuple(map(str, values)) for name, values in columns.items()}
    return study_pool(study_table(Table("made", texts, k), "SMD", PLAIN))


def halves(found: StudyPool, **how: Any) -> tuple[list[str], Any]:
    groups = ["high dose" if place % 2 else "low dose" for place in range(len(found.labels))]
    return groups, subgroups(found.yi, found.vi, groups, **how)


def figure_texts(figure: Any) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def boxes_of(figure: Any) -> list[tuple[str, Any]]:
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    return [(t.get_text(), t.get_window_extent(renderer)) for axes in figure.axes for t in axes.texts]


@pytest.mark.parametrize("layout", STYLES)
@pytest.mark.parametrize("k", [2, 10, 80])
def test_nothing_overlaps_in_any_layout(k: int, layout: str) -> None:
    found = many(k, long=k == 10)
    said = Said("Depression", ("Ketamine", "Placebo"), ("favours ketamine", "favours placebo"), layout)
    assert_nothing_overlaps(table_forest(found, said))
    if k > 2:
        groups, parts = halves(found)
        assert_nothing_overlaps(table_forest(found, said, groups, parts))
        series = leave_one_out(found.yi, found.vi)
        assert_nothing_overlaps(series_forest(found, series, said, "without"))


def test_subgroups_stand_under_their_headings(bcg: StudyPool) -> None:
    groups = read_table(BCG).columns["alloc"]
    parts = subgroups(bcg.yi, bcg.vi, groups, ci="knha", common_tau2=True)
    plot: Forest = table_forest(bcg, Said("BCG"), groups, parts)
    kinds = [row.kind for row in plot.rows]
    assert kinds.count("heading") == kinds.count("subtotal") == 3
    assert [row.name for row in plot.rows if row.kind == "heading"] == [
        "random",
        "alternate",
        "systematic",
    ]
    assert plot.rows[8].name.startswith("Subtotal (τ² 0.362, I² 89%)")
    assert plot.rows[8].estimate == parts.fits.estimate[0]
    weights = [row.weight or 0 for row in plot.rows if row.kind == "subtotal"]
    assert sum(weights) == pytest.approx(100)
    assert plot.notes[0] == "Test for subgroup differences: F = 0.97, df = 2, 10, p = 0.41"
    assert plot.columns == ("Events", "n", "Events", "n")
    assert plot.rows[-2].raw == ("1065", "191064", "1510", "166283")


def test_layouts_put_the_same_things_in_another_order(bcg: StudyPool) -> None:
    places = {}
    for layout in STYLES:
        figure = draw(table_forest(bcg, Said("BCG", layout=layout)))
        texts = {t.get_text(): t.get_position()[0] for t in figure.axes[0].texts}
        places[layout] = texts["Weight"], texts["RR [95% CI]"], texts["Risk ratio"]
    weight, text, plot = places["curate"]
    assert plot < text < weight
    weight, text, plot = places["revman"]
    assert weight < text < plot
    weight, text, plot = places["jama"]
    assert text < plot < weight


def test_a_series_has_a_row_a_study_and_no_weights(bcg: StudyPool) -> None:
    held = leave_one_out(bcg.yi, bcg.vi, "REML", "knha")
    plot = series_forest(bcg, held, Said("BCG"), "without")
    assert [row.name for row in plot.rows][:2] == [
        "without Aronson 1948",
        "without Ferguson & Simes 1949",
    ]
    assert [row.kind for row in plot.rows] == 13 * ["series"] + ["pooled"]
    assert all(row.weight is None for row in plot.rows)
    assert "Weight" not in figure_texts(draw(plot))


def test_a_funnel_shades_significance_and_shows_what_is_filled(bcg: StudyPool) -> None:
    filled = trim_and_fill(bcg.yi, bcg.vi, side="right", estimator="Q0")
    figure = draw_funnel(bcg, "BCG", filled)
    axes = figure.axes[0]
    low, high = axes.get_ylim()
    assert low > high == 0  # precise studies on top
    points = [len(each.get_offsets()) for each in axes.collections if isinstance(each, PathCollection)]
    assert points == [13, filled.missing]
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["p < 0.10", "p < 0.05", "p < 0.01", "filled in"]
    assert len(draw_funnel(bcg, "BCG", None).legends[0].get_texts()) == 3


def test_radial_and_baujat_name_what_lies_apart(bcg: StudyPool) -> None:
    for figure in (draw_radial(bcg, "BCG"), draw_baujat(bcg, "BCG"), draw_baujat(many(80), "")):
        boxes = boxes_of(figure)
        assert boxes
        for place, (name, box) in enumerate(boxes):
            assert not [other for other, second in boxes[place + 1 :] if box.overlaps(second)], name
    named = figure_texts(draw_radial(bcg, "BCG"))
    assert "Hart & Sutherland 1977" in named
    assert "Aronson 1948" not in named


def test_labbe_is_of_events_only(bcg: StudyPool) -> None:
    axes = draw_labbe(bcg, "BCG", ("Vaccinated", "Control")).axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Risk, Control", "Risk, Vaccinated")
    spots = np.asarray(axes.collections[0].get_offsets())
    assert spots[0].tolist() == pytest.approx([11 / 139, 4 / 123])
    with pytest.raises(Refused, match="events among people"):
        draw_labbe(many(5), "", ("a", "b"))


def test_a_bubble_plot_has_the_line_of_the_regression(bcg: StudyPool) -> None:
    x = np.array([float(text) for text in read_table(BCG).columns["ablat"]])
    made = regress(bcg.yi, bcg.vi, np.column_stack([np.ones(13), x]), ("intercept", "ablat"))
    axes = draw_bubble(bcg, x, "Latitude", made, "").axes[0]
    across, up = axes.lines[0].get_data()
    slope = (up[-1] - up[0]) / (across[-1] - across[0])
    assert slope == pytest.approx(made.estimate[1])
    with pytest.raises(Refused, match="varies"):
        draw_bubble(bcg, np.ones(13), "Latitude", made, "")


def test_influence_marks_what_is_flagged() -> None:
    found = many(12)
    yi = found.yi.copy()
    yi[3] += 6
    made = influence(yi, found.vi)
    figure = draw_influence(made, found.labels, "Influence")
    assert len(figure.axes) == 7
    names = figure.axes[0].get_yticklabels()
    assert [text.get_text() for text in names] == list(found.labels)
    assert len({text.get_color() for text in names}) == 2


@pytest.mark.parametrize(
    "kind", ["forest", "loo", "cumulative", "funnel", "radial", "labbe", "baujat", "influence"]
)
@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_every_plot_from_the_command_line(kind: str, suffix: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.{suffix}" for name in ("one", "two")]
    for path in paths:
        asked = ["pool", str(BCG), "--measure", "OR", "--plot", str(path), "--plot-kind", kind]
        result = CliRunner().invoke(main, asked)
        assert result.exit_code == 0, result.output
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_wrong_names_are_answered_with_the_known_ones(tmp_path: Path) -> None:
    base = ["pool", str(BCG), "--measure", "OR", "--plot", str(tmp_path / "x.svg")]
    for more, words in (
        (["--plot-kind", "pie"], "funnel"),
        (["--layout", "lancet"], "revman"),
        (["--plot-kind", "bubble"], "--mod"),
        (["--plot-kind", "bubble", "--mod", "alloc"], "number"),
        (["--sides", "one"], "two groups"),
    ):
        result = CliRunner().invoke(main, [*base, *more])
        assert result.exit_code == 2, more
        assert words in result.stderr, more
