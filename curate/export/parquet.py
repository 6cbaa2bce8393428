"""Parquet, with the extra ``parquet``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import Refused
from curate.export.base import whole

if TYPE_CHECKING:
    import pandas as pd


class ParquetExporter:
    """Columnar, typed; for other programs."""

    def write(self, table: pd.DataFrame, path: Path) -> None:
        """Write `table` to `path`.

        Raises
        ------
        Refused
            When pyarrow is not installed.
        """
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise Refused(
                "Parquet needs pyarrow", "install the extra: pip install 'trial-curate[parquet]'"
            ) from None
        with whole(path) as draft:
            table.to_parquet(draft, index=False)
