"""The R scripts of tests/reference give what is committed beside them; the script of an export agrees with us."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from .r import needs_r, run

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
SCRIPTS = sorted(path.stem for path in REFERENCE.glob("*.csv"))


@needs_r
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_committed_values_are_what_r_gives(script: str) -> None:
    made = list(csv.DictReader(io.StringIO(run(REFERENCE / f"{script}.R"))))
    with (REFERENCE / f"{script}.csv").open(encoding="utf-8", newline="") as file:
        committed = list(csv.DictReader(file))
    assert [(row["call"], row["quantity"]) for row in made] == [
        (row["call"], row["quantity"]) for row in committed
    ]
    for now, then in zip(made, committed, strict=True):
        # optimisers and linear algebra differ by their last digits from machine to machine
        assert float(now["value"]) == pytest.approx(float(then["value"]), rel=1e-8, abs=1e-12), now
