"""R beside the tests: run a script, or say why it cannot be run."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@cache
def why_not() -> str:
    """Return why R's metafor cannot be run here; empty where it can.

    Raises
    ------
    RuntimeError
        Where it cannot and must: with CURATE_NEEDS_R, as in the project's CI.
    """
    reason = _reason()
    if reason and os.environ.get("CURATE_NEEDS_R"):
        raise RuntimeError(reason)
    return reason


def _reason() -> str:
    if not shutil.which("Rscript"):
        return "needs R with metafor (Debian: apt install r-cran-metafor): Rscript is not there"
    asked = ["Rscript", "-e", "suppressMessages(library(metafor))"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else "needs R with metafor (Debian: apt install r-cran-metafor)"


needs_r = pytest.mark.skipif(bool(why_not()), reason=why_not() or "R is there")


def run(script: Path, *arguments: Path) -> str:
    """Run an R script and return what it prints."""
    asked = ["Rscript", "--vanilla", str(script), *map(str, arguments)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{script.name}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def answers(script: Path, folder: Path, rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], float]:
    """Hand rows to a script as CSV, and return its answers: (set, call, quantity) -> value."""
    given, found = folder / "given.csv", folder / "found.csv"
    with given.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run(script, given, found)
    with found.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    return {
        (row["set"], row["call"], row["quantity"]): float(row["value"])
        for row in read
        if row["value"] != "NA"
    }
