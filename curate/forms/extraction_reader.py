"""A filled extraction form → results and readings, or every reason why it cannot be taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curate.errors import CurateError, FormError
from curate.forms.extraction_cells import Refusals, SheetRows, table_of
from curate.forms.extraction_entries import StudyEntries
from curate.forms.extraction_form import FilledForm, FilledStudy
from curate.forms.extraction_layout import FORM
from curate.forms.workbook import LISTS, RAW, Sheet, form_facts, open_sheets
from curate.model.ids import digest
from curate.model.problem import Problem
from curate.model.protocol import Protocol
from curate.parse.protocol import read_protocol


def read_form(path: Path, version: str) -> FilledForm:
    """Return what a person entered; see `curate.forms.extraction_book.read`."""
    sheets = open_sheets(path, FormError)
    facts = _facts(path, sheets)
    if version and facts["version"] != version:
        raise FormError(
            f"{path.name} was written for another version of the protocol",
            "write a new form with curate form --for; what you have entered there is in it already",
            [f"form: {facts['version'] or 'none'}", f"review: {version}"],
        )
    protocol = _protocol(path, facts)
    refusals = Refusals()
    studies: list[FilledStudy] = []
    problems: list[Problem] = []
    known = _studies(facts)
    for study in known:
        if study["sheet"] not in sheets:
            refusals.add(f"sheet {study['sheet']!r}", "the sheet is missing")
            continue
        filled, told = _read_study(sheets[study["sheet"]], study, protocol, refusals)
        studies.append(filled)
        problems += told
    expected = {"Read me", RAW, LISTS, *(study["sheet"] for study in known)}
    for name, sheet in sheets.items():
        if name not in expected and any(cell != "" for row in sheet.rows for cell in row):
            refusals.add(f"sheet {name!r}", "the form has no such sheet; its entries would be lost")
    refusals.refuse(path.name)
    return FilledForm(facts["version"], facts["extractor"], tuple(studies), protocol, tuple(problems))


def _facts(path: Path, sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """Return the facts of the hidden sheet.

    Raises
    ------
    FormError
        When the workbook is another one, or the hidden sheet was changed.
    """
    facts = form_facts(sheets)
    if facts.get("form") != FORM:
        found = f"it says {facts['form']!r}" if "form" in facts else "its hidden sheet is missing"
        raise FormError(
            f"{path.name} is not an extraction form of this version: {found}",
            "write a new form with curate form --for",
        )
    held = dict(facts)
    checksum = held.pop("checksum", "")
    if checksum != digest(held):
        raise FormError(
            f"the hidden sheet of {path.name} was changed", "write a new form and copy the entries"
        )
    return facts


def _joined(facts: Mapping[str, str], name: str) -> str:
    parts: list[str] = []
    while f"{name}:{len(parts)}" in facts:
        parts.append(facts[f"{name}:{len(parts)}"])
    return "".join(parts)


def _protocol(path: Path, facts: Mapping[str, str]) -> Protocol:
    try:
        return read_protocol(_joined(facts, "protocol"))
    except CurateError as error:
        raise FormError(
            f"the protocol inside {path.name} cannot be read", error.what, error.details
        ) from None


def _studies(facts: Mapping[str, str]) -> list[dict[str, Any]]:
    studies: list[dict[str, Any]] = []
    while f"study:{len(studies)}:0" in facts:
        studies.append(json.loads(_joined(facts, f"study:{len(studies)}")))
    return studies


def _read_study(
    sheet: Sheet, study: Mapping[str, Any], protocol: Protocol, refusals: Refusals
) -> tuple[FilledStudy, list[Problem]]:
    rows: SheetRows = table_of(sheet, study["rows"], protocol, refusals)
    entries = StudyEntries(study, protocol, rows, refusals)
    found = entries.found()
    mappings = entries.labels.mappings()
    filled = FilledStudy(study["id"], study["name"], found, mappings, tuple(entries.lines))
    return filled, entries.problems
