"""schemas/store and db/migrations describe the same tables; the closed lists stand in one place each."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlite_utils import Database

from curate import resources
from curate.model import terms
from curate.store.merge import ORDER
from curate.store.migrate import migrations

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}


@pytest.fixture(scope="module")
def empty() -> Database:
    database = Database(sqlite3.connect(":memory:"))
    for name in migrations():
        database.executescript(resources.text("db", "migrations", name))
    yield database
    database.close()


NAMES = [name.removesuffix(".json") for name in resources.names("schemas", "store", suffix=".json")]


def schema_of(table: str) -> dict[str, Any]:
    return json.loads(resources.text("schemas", "store", f"{table}.json"))


def checks_of(database: Database, table: str) -> dict[str, str]:
    """Return column → text of its definition in the CREATE TABLE."""
    sql = re.sub(r"--[^\n]*", "", database[table].schema)
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    lines = (line.strip() for line in _parted(body))
    return {
        line.split()[0].strip('"'): line
        for line in lines
        if (line and line.split()[0].isidentifier()) or '"' in line[:1]
    }


def _parted(body: str) -> Iterator[str]:
    """Yield the parts of a CREATE TABLE between commas; a column that was added later stands on the last line."""
    depth, part = 0, ""
    for letter in " ".join(body.split()):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield part
            part = ""
        else:
            part += letter
    yield part


def test_the_same_tables(empty: Database) -> None:
    assert sorted(NAMES) == sorted(empty.table_names())
    assert sorted(ORDER) == sorted(set(NAMES) - {"local"}), "merge copies every table but local"


@pytest.mark.parametrize("table", NAMES)
def test_columns_types_and_nulls(empty: Database, table: str) -> None:
    described = [
        (field["name"], TYPES[field["type"]], bool(field.get("constraints", {}).get("required")))
        for field in schema_of(table)["fields"]
    ]
    held = [(column.name, column.type, bool(column.notnull)) for column in empty[table].columns]
    assert described == held
    assert empty[table].strict


@pytest.mark.parametrize("table", NAMES)
def test_keys(empty: Database, table: str) -> None:
    schema = schema_of(table)
    assert schema["primaryKey"] == empty[table].pks
    described = {
        (key["fields"][0], key["reference"]["resource"] or table, key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
    }
    held = {(key.column, key.other_table, key.other_column) for key in empty[table].foreign_keys}
    assert described == held
    unique = {
        tuple(index.columns) for index in empty[table].indexes if index.unique and index.origin == "u"
    }
    alone = {(f["name"],) for f in schema["fields"] if f.get("constraints", {}).get("unique")}
    assert alone | {tuple(key) for key in schema.get("uniqueKeys", [])} == unique


@pytest.mark.parametrize("table", NAMES)
def test_checks(empty: Database, table: str) -> None:
    written = checks_of(empty, table)
    for field in schema_of(table)["fields"]:
        name, rules, sql = field["name"], field.get("constraints", {}), written[field["name"]]
        listed = re.search(rf'CHECK \("?{name}"? IN \((.*)\)\)', sql)
        values = (
            [value if value else number for value, number in re.findall(r"'([^']*)'|(\d+)", listed[1])]
            if listed
            else None
        )
        if listed and "''" in listed[1]:
            values = [value.strip("'") for value in listed[1].split(", ")]
        assert [str(value) for value in rules["enum"]] == values if values else "enum" not in rules, name
        low = re.search(rf'CHECK \("?{name}"? >= (\d+)\)', sql)
        if low:
            assert rules["minimum"] == int(low[1]), name
        assert ("json_valid" in sql) == (field.get("format") == "json"), name
        assert (f"{name} <> ''" in sql or f"trim({name})" in sql) == (rules.get("minLength") == 1), name
        exact = re.search(rf"length\({name}\) = (\d+)", sql)
        assert rules.get("maxLength") == (int(exact[1]) if exact else None), name
        assert ("> 0 AND" in sql) == ("exclusiveMinimum" in rules), name
        assert ("abs(" in sql) == (rules.get("maximum") == 1e12), name


LISTS = {
    ("reading", "statistic"): "statistic",
    ("reading", "status"): "status",
    ("reading", "operator"): "operator",
    ("reading", "role"): "role",
    ("reading", "band"): "band",
    ("result", "basis"): "basis",
    ("result", "adjusted"): "yes_no_unclear",
    ("result", "analysis_set"): "analysis_set",
    ("result", "missing_data"): "missing_data",
    ("result", "unit_of_analysis"): "unit_of_analysis",
    ("result", "period"): "period",
    ("evidence", "kind"): "evidence_kind",
    ("report_detail", "state"): "report_state",
    ("report_detail", "standing"): "standing",
    ("study_detail", "design"): "design",
    ("comparison", "measure"): "measure",
    ("effect", "measure"): "measure",
    ("pooled", "measure"): "measure",
    ("protocol_version", "basis_of_truth"): "basis_of_truth",
    ("extraction", "mode"): "extraction_mode",
    ("extraction", "status"): "extraction_status",
    ("decision", "mode"): "decision_mode",
    ("decision", "choice"): "choice",
    ("decision", "cause"): "cause",
    ("decision", "operator"): "operator",
}


@pytest.mark.parametrize(("table", "column", "name"), [(*key, name) for key, name in LISTS.items()])
def test_a_closed_list_is_defined_once(table: str, column: str, name: str) -> None:
    (field,) = (field for field in schema_of(table)["fields"] if field["name"] == column)
    assert sorted(field["constraints"]["enum"]) == sorted(terms.codes(name))


def test_every_closed_list_of_the_store_is_named_here() -> None:
    named = set(LISTS.values())
    files = {name.removesuffix(".json") for name in resources.names("schemas", suffix=".json")}
    assert files == named
