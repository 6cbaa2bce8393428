"""The forest plot: what it says, that nothing overlaps, and that the same input gives the same bytes."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.errors import CurateError
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Comparison, Protocol, Rule
from curate.model.record import Record
from curate.plots.forest import draw, forest
from curate.plots.rows import Forest, forest_rows
from curate.pool.pool import pool


def pooled_of(
    records: list[Record], protocol: Protocol, place: int = 0
) -> tuple[Pooled, tuple[Effect, ...]]:
    effects = derive(records, [], protocol).effects
    comparison = protocol.comparisons[place]
    return pool(effects, merged_options(protocol, comparison), comparison), effects


def plot_of(records: list[Record], protocol: Protocol, place: int = 0) -> Forest:
    pooled, effects = pooled_of(records, protocol, place)
    return forest_rows(pooled, effects, protocol)


def trials(result: Any, count: int, name: str = "Study {}") -> list[Record]:
    rng = np.random.default_rng(5)
    records = []
    for place in range(count):
        for arm, shift in (("ketamine", 0.0), ("placebo", 3.0)):
            records += result(
                name.format(place),
                arm,
                n=str(rng.integers(8, 400)),
                mean=f"{rng.normal(18, 4) + shift:.2f}",
                sd=f"{rng.uniform(6, 11):.2f}",
            )
    return records


def binary(protocol: Protocol, measure: str = "OR") -> Protocol:
    comparison = replace(protocol.comparisons[0], outcomes=("nausea",), measure=measure)
    return replace(protocol, comparisons=(comparison,))


def page_of(plot: Forest) -> tuple[float, float]:
    figure = draw(plot)
    width, height = figure.get_size_inches() * figure.dpi
    return float(width), float(height)


def texts_of(plot: Forest) -> list[tuple[str, Any]]:
    """Return every text of the drawn plot with its box in pixels."""
    figure = draw(plot)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in figure.axes[0].texts]


def assert_nothing_overlaps(plot: Forest) -> None:
    texts, (width, height) = texts_of(plot), page_of(plot)
    boxes = np.array([(box.x0, box.y0, box.x1, box.y1) for _, box in texts])
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2] <= width).all()
    assert (boxes[:, 3] <= height).all()
    x0, y0, x1, y1 = boxes.T
    overlap = (x0[:, None] < x1) & (x0 < x1[:, None]) & (y0[:, None] < y1) & (y0 < y1[:, None])
    np.fill_diagonal(overlap, False)
    assert [(texts[a][0], texts[b][0]) for a, b in np.argwhere(overlap)] == []


# --- what it says


def test_the_published_review(ketamine_records: list[Record], ketamine_protocol: Protocol) -> None:
    plot = plot_of(ketamine_records, ketamine_protocol)
    assert plot.groups == (("Ketamine", 3), ("Control", 3))
    assert plot.columns == ("Mean", "SD", "n") * 2
    assert [row.kind for row in plot.rows] == ["study"] * 17 + ["pooled", "prediction"]
    summary = plot.rows[17]
    assert summary.text == "−0.61 [−1.06, −0.16]"
    assert summary.raw == ("", "", "611", "", "", "598")
    zhong = next(row for row in plot.rows if row.name == "Zhong 2016")
    assert zhong.raw == ("14.80", "0.26", "30", "16.81", "0.26", "30")
    assert zhong.text.startswith("−7.76 [")
    assert plot.favours == ("favours ketamine", "favours control")
    assert plot.notes[0].startswith("Heterogeneity: τ² = 0.761; I² = 92%; Q = 199.2, df = 16")
    assert "variance UB" in plot.notes[1]
    assert "DerSimonian-Laird" in plot.notes[1]


def test_a_limit_close_to_zero_keeps_its_sign(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    anxiety = plot_of(ketamine_records, ketamine_protocol, 1)
    assert anxiety.rows[6].text == "−0.42 [−0.84, 0.003]"
    assert "p = 0.052" in anxiety.notes[0]


def test_two_studies_show_both_intervals(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    plot = plot_of(ketamine_records, ketamine_protocol, 2)
    assert [row.kind for row in plot.rows] == ["study", "study", "pooled", "other"]
    assert plot.rows[3].name == "with Hartung-Knapp interval"


def test_ratios_are_printed_back_transformed(result: Any, protocol: Protocol) -> None:
    place = {"outcome": "nausea", "basis": ""}
    records = [
        *result("a", "ketamine", **place, events="10", total="40"),
        *result("a", "placebo", **place, events="5", total="42"),
        *result("b", "ketamine", **place, percent="25", n="40"),
        *result("b", "placebo", **place, events="0", total="41"),
        *result("c", "ketamine", **place, events="0", total="10"),
        *result("c", "placebo", **place, events="0", total="11"),
    ]
    plot = plot_of(records, binary(protocol))
    assert plot.log
    assert plot.columns == ("Events", "n") * 2
    assert plot.rows[0].raw == ("10", "40", "5", "42")
    assert plot.rows[1].raw == ("10", "40", "0", "41")
    assert plot.rows[0].text.startswith(f"{math.exp(plot.rows[0].estimate):.2f} [")
    assert "Not pooled: c (double-zero" in plot.notes[-1]
    assert any(note.startswith("Note: ½ was added") for note in plot.notes)


def test_combined_and_converted_arms_show_what_was_used(result: Any, protocol: Protocol) -> None:
    records = [
        *result("a", "ketamine", n="20", mean="10", sd="4"),
        *result("a", "esketamine", n="20", mean="12", sd="4"),
        *result("a", "placebo", n="16", mean="15", se="1.5"),
    ]
    plot = plot_of(records, replace(protocol, rules=(Rule("arm", "combine"),)))
    assert plot.groups[0][0] == "Experimental"
    assert plot.rows[0].raw == ("11", "4.08", "40", "15", "6.00", "16")


def test_without_a_protocol_no_benefit_is_claimed(result: Any, protocol: Protocol) -> None:
    pooled, effects = pooled_of(trials(result, 3), protocol)
    plot = forest_rows(pooled, effects)
    assert plot.favours == ("lower with experimental", "higher with experimental")
    assert plot.title == "dep"


def test_high_scores_may_be_the_good_ones(result: Any, protocol: Protocol) -> None:
    records = [
        *result("a", "ketamine", outcome="wellbeing", n="20", mean="60", sd="10"),
        *result("a", "placebo", outcome="wellbeing", n="20", mean="50", sd="10"),
    ]
    comparison = replace(protocol.comparisons[0], outcomes=("wellbeing",), experimental=("ketamine",))
    plot = plot_of(records, replace(protocol, comparisons=(comparison,)))
    assert plot.favours == ("favours placebo", "favours ketamine")


def test_a_printed_difference_has_no_raw_data(result: Any, protocol: Protocol) -> None:
    records = result("a", "ketamine", "placebo", md="-4", ci_low="-7", ci_high="-1")
    comparison = replace(protocol.comparisons[0], measure="MD")
    plot = plot_of(records, replace(protocol, comparisons=(comparison,)))
    assert plot.columns == ()
    assert_nothing_overlaps(plot)
    both = [*records, *trials(result, 2)]
    mixed = plot_of(both, replace(protocol, comparisons=(comparison,)))
    assert [row.raw for row in mixed.rows if row.name == "a"] == [("–",) * 6]


# --- how it looks


@pytest.mark.parametrize("count", [1, 2, 3, 17, 80])
def test_nothing_overlaps_and_nothing_leaves_the_page(
    result: Any, protocol: Protocol, count: int
) -> None:
    assert_nothing_overlaps(plot_of(trials(result, count), protocol))


def test_nothing_overlaps_with_awkward_names_and_numbers(result: Any, protocol: Protocol) -> None:
    records = trials(result, 3, "{} $x_1$ A name of a study with ever so many authors in it")
    records += result("huge", "ketamine", n="100000", mean="-123456.78", sd="98765.43")
    records += result("huge", "placebo", n="100000", mean="123456.78", sd="98765.43")
    records += result("tiny", "ketamine", n="9", mean="0.00012", sd="0.00003")
    records += result("tiny", "placebo", n="9", mean="0.00099", sd="0.00003")
    records += result(
        "left out, with a reason that is long enough to be wrapped", "ketamine", n="9", mean="3"
    )
    comparison = replace(protocol.comparisons[0], label="A long question " * 4)
    plot = plot_of(records, replace(protocol, comparisons=(comparison,)))
    assert_nothing_overlaps(plot)
    assert any("$x_1$" in text for text, _ in texts_of(plot))


@pytest.mark.parametrize("shift", ["-30", "30"])
def test_no_effect_at_the_edge_leaves_room_for_both_directions(
    result: Any, protocol: Protocol, shift: str
) -> None:
    records = []
    for place in range(3):
        records += result(f"s{place}", "ketamine", n="90", mean=shift, sd=f"{9 + place}")
        records += result(f"s{place}", "placebo", n="90", mean="0", sd="9")
    plot = plot_of(records, protocol)
    assert_nothing_overlaps(plot)
    texts = [text for text, _ in texts_of(plot)]
    assert "0" in texts


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_ratios_on_a_log_axis_do_not_overlap(result: Any, protocol: Protocol, measure: str) -> None:
    rng = np.random.default_rng(1)
    records = []
    for place in range(12):
        for arm, risk in (("ketamine", 0.1), ("placebo", 0.3)):
            n = int(rng.integers(12, 90))
            events = str(rng.binomial(n, risk))
            records += result(f"s{place}", arm, outcome="nausea", basis="", events=events, total=str(n))
    plot = plot_of(records, binary(protocol, measure))
    assert_nothing_overlaps(plot)
    if plot.log:
        assert "1" in [text for text, _ in texts_of(plot)]


def test_bigger_weights_make_bigger_squares(
    ketamine_records: list[Record], ketamine_protocol: Protocol
) -> None:
    plot = plot_of(ketamine_records, ketamine_protocol, 1)
    squares = [p for p in draw(plot).axes[0].patches if len(p.get_xy()) == 5][:6]
    areas = [np.ptp(p.get_xy()[:, 0]) * np.ptp(p.get_xy()[:, 1]) for p in squares]
    weights = [row.weight for row in plot.rows if row.kind == "study"]
    assert np.argsort(areas).tolist() == np.argsort(weights).tolist()
    assert np.allclose(np.array(areas) / areas[0], np.array(weights) / weights[0], rtol=1e-9)


# --- files


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf", ".SVG"])
def test_the_same_input_gives_the_same_bytes(
    result: Any, protocol: Protocol, tmp_path: Path, suffix: str
) -> None:
    pooled, effects = pooled_of(trials(result, 4), protocol)
    one = forest(pooled, effects, tmp_path / f"one{suffix}", protocol=protocol)
    two = forest(pooled, effects, str(tmp_path / f"two{suffix}"), protocol=protocol)
    assert one.read_bytes() == two.read_bytes()
    assert len(one.read_bytes()) > 5000


def test_the_settings_of_the_user_change_nothing(
    result: Any, protocol: Protocol, tmp_path: Path
) -> None:
    import matplotlib

    pooled, effects = pooled_of(trials(result, 4), protocol)
    plain = forest(pooled, effects, tmp_path / "plain.svg", protocol=protocol).read_bytes()
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "none"}):
        assert forest(pooled, effects, tmp_path / "set.svg", protocol=protocol).read_bytes() == plain
        assert matplotlib.rcParams["font.size"] == 30


def test_other_files_are_refused(result: Any, protocol: Protocol, tmp_path: Path) -> None:
    pooled, effects = pooled_of(trials(result, 2), protocol)
    with pytest.raises(CurateError) as error:
        forest(pooled, effects, tmp_path / "plot.docx", protocol=protocol)
    assert ".svg" in error.value.hint
    with pytest.raises(CurateError):
        forest(pooled, effects, tmp_path / "no" / "such" / "folder.svg", protocol=protocol)


def test_a_comparison_of_the_protocol_is_found_by_its_code(result: Any, protocol: Protocol) -> None:
    first = protocol.comparisons[0]
    other = Comparison("other", "Another", (), (), (), (), "SMD")
    plot = plot_of(trials(result, 2), replace(protocol, comparisons=(first, other)))
    assert plot.title == first.label
