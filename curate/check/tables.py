"""A table against its schema: Table Schema (JSON) → pandera → problems with row and column.

Only batches are validated so: a call costs tens of milliseconds. Each row of the store is guarded by
SQLite itself.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from curate import resources
from curate.model.problem import Problem, Severity

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {"string": "string", "integer": "Int64", "number": "Float64"}


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the Table Schema of an exported table, such as ``values``."""
    loaded: dict[str, Any] = json.loads(resources.text("schemas", "export", f"{name}.json"))
    return loaded


def columns(name: str) -> list[str]:
    """Return the names of the columns of an exported table, in order."""
    return [field["name"] for field in schema(name)["fields"]]


def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return `rows` as a frame with the columns, order and types of the schema `name`."""
    import pandas as pd

    types = {field["name"]: DTYPES[field["type"]] for field in schema(name)["fields"]}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def check_table(name: str, table: pd.DataFrame) -> list[Problem]:
    """Return what in `table` is not as the schema `name` says; an empty list is good."""
    from pandera.errors import SchemaErrors

    try:
        _pandera(name).validate(table, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.to_dict("records")
        return [_problem(name, case) for case in cases]
    return []


def _problem(name: str, case: dict[Any, Any]) -> Problem:
    row = f" row {int(case['index']) + 1}" if case["index"] is not None else ""
    what = f"{case['column']} = {case['failure_case']!r} fails {case['check']}"
    hint = "see the column's constraints in schemas/export"
    return Problem(Severity.error, "schema", f"{name}{row}", what, hint)


@cache
def _pandera(name: str) -> Any:
    import pandera.pandas as pa

    built = {field["name"]: _column(pa, field) for field in schema(name)["fields"]}
    return pa.DataFrameSchema(built, strict=True, ordered=True, name=name)


def _column(pa: Any, field: dict[str, Any]) -> Any:
    rules = field.get("constraints", {})
    checks = []
    if "enum" in rules:
        checks.append(pa.Check.isin(rules["enum"]))
    if "minimum" in rules:
        checks.append(pa.Check.ge(rules["minimum"]))
    if "maximum" in rules:
        checks.append(pa.Check.le(rules["maximum"]))
    if "minLength" in rules or "maxLength" in rules:
        checks.append(pa.Check.str_length(rules.get("minLength"), rules.get("maxLength")))
    return pa.Column(
        DTYPES[field["type"]],
        checks,
        nullable=not rules.get("required", False),
        unique=rules.get("unique", False),
    )
