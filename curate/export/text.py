"""CSV and JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from curate.export.base import whole

if TYPE_CHECKING:
    import pandas as pd

FORMULA = re.compile(r"\s*(?:[=@]|[\t\r]|[+-](?:.*[|!]|.*[A-Za-z]\w*\(|[\d\s.,]*[-+*/^]\s*[\d.(]))")
"""Text that a spreadsheet would run.

What begins with = or @, and what begins with a sign and calls something or calculates. A sign before
what no formula could be ("-21 ± 3", "-2.4 (-4.1 to -0.7)", a lone dash) is data and must stay as it is.
"""


class CsvExporter:
    """UTF-8, comma, one header row; text that a spreadsheet would run as a formula gets a leading '."""

    def write(self, table: pd.DataFrame, path: Path) -> None:
        """Write `table` to `path`."""
        safe = table.copy()
        for name in table.columns:
            if str(table[name].dtype).startswith("string"):
                safe[name] = table[name].map(defused, na_action="ignore")
        with whole(path) as draft:
            safe.to_csv(draft, index=False, encoding="utf-8", lineterminator="\n")


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that steer a terminal or end a cell; the text layer of a PDF can hold any. Tab and line end stay."""


def defused(text: str) -> str:
    """Return `text` so that a spreadsheet shows it and does not run it; numbers pass as they are."""
    text = CONTROL.sub("\ufffd", text)
    if FORMULA.match(text) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class JsonExporter:
    """A list of objects, UTF-8; what is missing is null."""

    def write(self, table: pd.DataFrame, path: Path) -> None:
        """Write `table` to `path`."""
        with whole(path) as draft:
            table.to_json(draft, orient="records", force_ascii=False, indent=1, double_precision=15)
