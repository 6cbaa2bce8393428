"""Tables for other tools, validated against their schemas before they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.errors import CurateError, UnknownName
from curate.model.effect import Effect
from curate.review.home import Home
from curate.store import tables as store
from curate.store.records import records, short_key
from curate.store.reports import reports

if TYPE_CHECKING:
    import pandas as pd

RAW = ("m1", "sd1", "m2", "sd2")
"""Roles of the inputs of a continuous effect; metafor's columns are the same names with an i."""


class Exports:
    """The tables ``values``, ``cells``, ``records`` and ``effects`` as frames and files."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._rows: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "values": lambda: list(store.values(home.connection)),
            "cells": lambda: list(store.cells(home.connection)),
            "records": self._records,
            "effects": self._effects,
        }

    def names(self) -> list[str]:
        """Return the names of the tables."""
        return list(self._rows)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table as a frame with the columns and types of its schema.

        Raises
        ------
        UnknownName
            With the list of the known ones.
        """
        from curate.check.tables import frame

        if name not in self._rows:
            raise UnknownName.among("table", name, self._rows)
        return frame(name, self._rows[name]())

    def write(self, name: str, path: Path) -> int:
        """Write a table; the kind of file goes by the suffix of `path`. Return the number of rows.

        Raises
        ------
        UnknownName
            For a table or suffix that is not known.
        CurateError
            When the table is not as its schema says; nothing is written then.
        """
        from curate.check.tables import check_table
        from curate.export.base import for_path

        exporter = for_path(path)
        table = self.frame(name)
        if problems := check_table(name, table):
            raise CurateError(
                f"{name} is not as its schema says", "", [str(problem) for problem in problems]
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        exporter.write(table, path)
        return len(table)

    def metafor(self, folder: Path) -> list[Path]:
        """Write a folder for R's metafor: effects, pooled estimates, and a script that makes them anew.

        The estimates are computed and stored as `Results.pool` does.
        """
        from curate.export.metafor import write_metafor
        from curate.review.results import Results

        results = Results(self._home)
        estimates = results.pool()
        effects = [
            (results.id_of(effect), effect)
            for estimate in estimates
            for effect in (*estimate.effects, *estimate.left_out)
        ]
        return write_metafor(folder, effects, [each.pooled for each in estimates if each.pooled])

    def _records(self) -> list[dict[str, Any]]:
        files = {row["id"]: row["file_name"] for row in reports(self._home.connection)}
        return [
            {
                "record": short_key(record.key),
                "study": record.study_name,
                "arms": "+".join(record.arm_labels),
                "comparators": "+".join(record.comparators),
                "outcome": record.outcome,
                "timepoint": record.timepoint,
                "basis": record.basis,
                "analysis_set": record.analysis_set,
                "subgroup": record.subgroup,
                "statistic": record.statistic,
                "role": record.role,
                "value": record.value,
                "operator": "" if record.operator == "=" else record.operator,
                "status": record.status,
                "unit": record.unit,
                "ci_level": record.ci_level,
                "basis_of_truth": record.basis_of_truth,
                "page": record.page,
                "report": record.reports[0] if record.reports else None,
                "report_file": files.get(record.reports[0]) if record.reports else None,
            }
            for record in records(self._home.connection)
        ]

    def _effects(self) -> list[dict[str, Any]]:
        from curate.review.results import Results

        results = Results(self._home)
        return [_effect_row(results.id_of(effect), effect) for effect in results.derivation().effects]


def _effect_row(name: str, effect: Effect) -> dict[str, Any]:
    inputs = {part.role: part.value for part in effect.inputs}
    raw = {f"{role}i": inputs.get(role) for role in RAW}
    counts = {"ai": inputs.get("events1"), "ci": inputs.get("events2")}
    return {
        "effect": name,
        "comparison": effect.comparison,
        "study": effect.study_name,
        "arms": effect.arms,
        "measure": effect.measure,
        "yi": effect.yi,
        "vi": effect.vi,
        "n1i": effect.n1,
        "n2i": effect.n2,
        **raw,
        **counts,
        "outcome": effect.outcome,
        "timepoint": effect.timepoint,
        "basis": effect.basis,
        "formula": effect.formula,
        "left_out": effect.left_out,
    }
