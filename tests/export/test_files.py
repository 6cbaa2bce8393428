from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from curate.check.tables import check_table, columns, frame
from curate.errors import UnknownName
from curate.export.base import for_path
from curate.export.text import defused

CELL = {
    "pdf_sha256": "a" * 64,
    "page": 1,
    "table": "Table 1",
    "row": 0,
    "col": 0,
    "rowspan": 1,
    "colspan": 1,
}


def cells(*texts: str) -> pd.DataFrame:
    rows = [{**CELL, "col": place, "text": text, "role": "body"} for place, text in enumerate(texts)]
    return frame("cells", rows)


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_a_table_comes_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    table = cells("12.30", "−3.2", "3/20 (15%)", "")
    path = tmp_path / f"cells.{suffix}"
    for_path(path).write(table, path)
    read = {
        "csv": lambda: pd.read_csv(path, dtype=str, keep_default_na=False).text.tolist(),
        "json": lambda: [row["text"] for row in json.loads(path.read_text(encoding="utf-8"))],
        "parquet": lambda: pd.read_parquet(path).text.tolist(),
    }[suffix]()
    assert read == ["12.30", "−3.2", "3/20 (15%)", ""]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_an_unknown_suffix_lists_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        for_path(Path("cells.xls"))
    assert caught.value.hint == "known: .csv, .json, .parquet"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-0.35", "-0.35"),
        ("+3", "+3"),
        ("-", "-"),
        ("-2.4 (-4.1 to -0.7)", "-2.4 (-4.1 to -0.7)"),
        ("-21±3", "-21±3"),
        ("-2.089**", "-2.089**"),
        ("--", "--"),
        ("-2+3", "'-2+3"),
        ("-1-3", "'-1-3"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("Ketamine", "Ketamine"),
    ],
)
def test_text_is_never_run_and_numbers_stay_numbers(text: str, safe: str) -> None:
    assert defused(text) == safe


def test_a_good_table_has_no_problem_and_a_bad_one_says_where() -> None:
    assert check_table("cells", cells("1")) == []
    bad = cells("1", "2")
    bad.loc[1, "role"] = "footer"
    bad.loc[0, "page"] = 0
    problems = check_table("cells", bad)
    assert {(p.where, p.code) for p in problems} == {
        ("cells row 2", "schema"),
        ("cells row 1", "schema"),
    }
    assert any("footer" in problem.what for problem in problems)


def test_values_and_cells_have_the_columns_that_the_scorers_read() -> None:
    assert columns("values")[:8] == [
        "pdf_sha256",
        "page",
        "table",
        "outcome",
        "timepoint",
        "arm",
        "statistic",
        "value",
    ]
    assert columns("cells")[:8] == [
        "pdf_sha256",
        "page",
        "table",
        "row",
        "col",
        "rowspan",
        "colspan",
        "text",
    ]
