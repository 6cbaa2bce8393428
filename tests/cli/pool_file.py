"""``curate pool FILE.csv`` as tests call it: tables to write, and R's answers to hold it to."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from curate.cli import main

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="needs ../shared/reference beside the checkout"
)
SCORES = {
    "study": ["Ann 2001", "Bob 2002", "Cas 2003"],
    "m1i": ["10", "12", "9"], "sd1i": ["2", "3", "2"], "n1i": ["20", "30", "25"],
    "m2i": ["11", "14", "9.5"], "sd2i": ["2", "3", "2"], "n2i": ["20", "30", "25"],
}  # fmt: skip


def pool(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["pool", str(path), *options])


def write(path: Path, columns: dict[str, list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path
