"""People read ratios as ratios, with the logarithm named."""

from __future__ import annotations

import pytest

from curate.model.scale import (
    estimate_cells,
    estimate_columns,
    estimate_in_words,
    interval_in_words,
    own_scale,
    scale_in_words,
)


@pytest.mark.parametrize(
    ("measure", "value", "shown"),
    [
        ("RR", 0.2653, "1.30"),
        ("OR", -3.2, "0.0408"),
        ("HR", 0.0, "1.00"),
        ("RR", 1000.0, "1.01e+304"),
        ("SMD", -0.614, "-0.61"),
        ("RD", 0.0034, "0.003"),
        ("MD", 0.0, "0.00"),
    ],
)
def test_a_number_of_the_analysis_is_shown_as_its_measure_has_it(
    measure: str, value: float, shown: str
) -> None:
    assert own_scale(measure, value) == shown


def test_the_logarithm_is_named_beside_the_ratio() -> None:
    assert estimate_in_words("RR", 0.2653, 0.018) == "RR 1.30 (log RR 0.2653, variance 0.0180)"
    assert estimate_in_words("RR", 0.2808) == "RR 1.32 (log RR 0.2808)"
    assert estimate_in_words("SMD", -0.0618, 0.0255) == "SMD -0.0618 (variance 0.0255)"
    assert estimate_in_words("MD", 1.5) == "MD 1.5000"
    assert (
        interval_in_words("RR", 0.2808, 0.0953, 0.47)
        == "RR 1.32 [1.10, 1.60] (log RR 0.2808 [0.0953, 0.4700])"
    )
    assert interval_in_words("MD", 1.0, 0.5, 1.5) == "MD 1.0000 [0.5000, 1.5000]"


def test_a_table_has_ratios_and_a_column_of_their_logarithms() -> None:
    assert estimate_columns("RR") == ["RR", "lower", "upper", "log RR"]
    assert estimate_cells("RR", -0.966, -1.535, -0.396) == ["0.38", "0.22", "0.67", "-0.966"]
    assert estimate_columns("SMD") == ["estimate", "lower", "upper"]
    assert estimate_cells("SMD", -0.966, -1.535, -0.396) == ["-0.966", "-1.535", "-0.396"]
    assert (scale_in_words("RR"), scale_in_words("SMD")) == (
        "on the scale of log RR",
        "on the analysis scale",
    )
