"""The grid: what is asked, what stands in its cells, and what a typed row says."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate import resources
from curate.forms.extraction_form import FormStudy
from curate.forms.extraction_values import NotTaken
from curate.forms.grid import grid_of
from curate.forms.grid_entry import RowRead, TypedCell, TypedRow, read_row
from curate.model.protocol import Arm, Comparison, Item, Outcome, Protocol, Timepoint
from curate.model.reading import Evidence, Found

SCORES, RELAPSE = Outcome("bdi", "BDI"), Outcome("relapse", "Relapse", kind="binary")
PROTOCOL = Protocol(
    "grid",
    outcomes=(SCORES, RELAPSE),
    arms=(Arm("ket", "Ketamine"), Arm("pla", "Placebo")),
    timepoints=(Timepoint("w1", "week 1"), Timepoint("w4", "week 4")),
    comparisons=(
        Comparison("c", "c", ("bdi",), ("ket",), ("pla",), ("w1",), "SMD", "any"),
        Comparison("d", "d", ("bdi",), ("ket",), ("pla",), ("w1",), "MD", "change"),
    ),
    items=(
        Item("design", "Design?", "category", ("parallel", "crossover")),
        Item("dose", "Dose?", per="arm"),
        Item("scale", "Rater?", per="result"),
    ),
)
PLACE = Evidence("a" * 64, "12.3 (9.9)", page=3, box=(1.0, 2.0, 3.0, 4.0))
NAMES = {"arm": "Ketamine", "outcome": "BDI", "timepoint": "week 1", "basis": "final"}


def result(kinds: dict[str, str] | None = None, **texts: str) -> RowRead:
    cells = {column: TypedCell(text, evidence=PLACE) for column, text in texts.items()}
    return read_row(TypedRow("results", NAMES, cells, kinds or {}), PROTOCOL)


def said(read: RowRead) -> dict[str, str]:
    return {reading.statistic: reading.value for reading in read.found.readings}


def test_the_grid_asks_what_the_comparisons_ask() -> None:
    grid = grid_of(PROTOCOL, FormStudy("st_1", "one", ()))
    asked = [(section.outcome, section.timepoint, section.basis) for section in grid.sections]
    assert asked == [
        ("BDI", "week 1", "final"),
        ("BDI", "week 1", "change"),
        ("Relapse", "week 1", ""),
        ("Relapse", "week 4", ""),
    ]
    assert [row.names["arm"] for row in grid.sections[0].rows] == ["Ketamine", "Placebo"]
    assert [row.names for row in grid.items] == [
        {"arm": "", "item": "design"},
        {"arm": "Ketamine", "item": "dose"},
        {"arm": "Placebo", "item": "dose"},
    ]


@pytest.mark.parametrize(
    ("kind", "texts", "values"),
    [
        ("SD", {"centre": "12.3", "spread": "9.9"}, {"mean": "12.3", "sd": "9.9"}),
        ("SE", {"centre": "12.3", "spread": "2.4"}, {"mean": "12.3", "se": "2.4"}),
        ("95% CI", {"spread": "3 to 9"}, {"ci_low": "3", "ci_high": "9"}),
        ("IQR", {"centre": "5", "spread": "3", "upper": "9"}, {"median": "5", "q1": "3", "q3": "9"}),
        ("", {"n": "17"}, {"n": "17"}),
        ("", {"events": "12/17"}, {"events": "12", "total": "17"}),
    ],
)
def test_a_row_gives_its_statistics(kind: str, texts: dict[str, str], values: dict[str, str]) -> None:
    read = result({"spread_kind": kind}, **texts)
    assert (said(read), read.refused) == (values, {})
    assert all(reading.evidence == PLACE for reading in read.found.readings)


def test_what_was_entered_comes_back_into_its_cells() -> None:
    read = result({"spread_kind": "SE"}, n="17", centre="12.30", spread="2.4")
    change = Found(read.found.result, read.found.readings)
    grid = grid_of(PROTOCOL, FormStudy("st_1", "one", (), entries=(change,)))
    row = grid.sections[0].rows[0]
    assert {column: cell.text for column, cell in row.cells.items()} == {
        "n": "17",
        "centre": "12.30",
        "spread": "2.4",
    }
    assert row.kinds == {"centre_kind": "mean", "spread_kind": "SE"}
    assert "Ketamine" in grid.used
    again = read_row(
        TypedRow(
            "results",
            NAMES,
            {
                column: TypedCell(cell.text, cell.status, cell.evidence)
                for column, cell in row.cells.items()
            },
            row.kinds,
        ),
        PROTOCOL,
    )
    assert again.found == read.found


def test_an_empty_cell_takes_back_what_stood_in_it_and_a_refused_one_keeps_it() -> None:
    read = result({"spread_kind": "SE"}, n="", centre="12.3", spread="2.4")
    emptied = {(reading.statistic, reading.role) for reading in read.emptied}
    assert ("n", "analysed") in emptied
    assert ("sd", "") in emptied  # what an SD was and is an SE now
    assert ("se", "") not in emptied
    assert ("median", "") in emptied
    kept = result({"spread_kind": "SD"}, centre="12.3", spread="two")
    assert "spread" in kept.refused
    assert not {"sd", "se", "ci_low"} & {reading.statistic for reading in kept.emptied}
    assert said(kept) == {"mean": "12.3"}


def test_a_spread_without_its_kind_is_asked_and_the_rest_is_taken() -> None:
    read = result(centre="12.3", spread="9.9")
    assert said(read) == {"mean": "12.3"}
    assert "which spread" in read.refused["spread"]


def test_no_number_without_its_place() -> None:
    row = TypedRow("results", NAMES, {"centre": TypedCell("12.3")}, {})
    read = read_row(row, PROTOCOL)
    assert (said(read), list(read.refused)) == ({}, ["centre"])


def test_not_reported_needs_no_place_and_unclear_does() -> None:
    cells = {"centre": TypedCell(status="not_reported"), "n": TypedCell(status="unclear")}
    read = read_row(TypedRow("results", NAMES, cells, {}), PROTOCOL)
    assert [(r.statistic, r.status) for r in read.found.readings] == [("mean", "not_reported")]
    assert list(read.refused) == ["n"]


def test_a_contrast_with_both_ends_in_one_cell() -> None:
    names = {**NAMES, "comparator": "Placebo", "measure": "md", "adjusted": "yes"}
    cells = {
        "estimate": TypedCell("-3.1", evidence=PLACE),
        "ci_low": TypedCell("-5.2 to -1.0", evidence=PLACE),
        "p": TypedCell("<0.001", evidence=PLACE),
    }
    read = read_row(TypedRow("contrasts", names, cells, {"ci_level": "90"}), PROTOCOL)
    assert read.refused == {}
    assert said(read) == {"md": "-3.1", "ci_low": "-5.2", "ci_high": "-1.0", "p": "0.001"}
    assert read.found.result.adjusted == "yes"
    assert {r.ci_level for r in read.found.readings if r.statistic.startswith("ci")} == {90.0}


@pytest.mark.parametrize(
    ("block", "names", "column"),
    [
        ("results", {**NAMES, "arm": ""}, "arm"),
        ("results", {**NAMES, "basis": "sideways"}, "basis"),
        ("contrasts", {**NAMES, "comparator": "Ketamine", "measure": "md"}, "comparator"),
        ("contrasts", {**NAMES, "comparator": "Placebo", "measure": "nonsense"}, "measure"),
        ("items", {"item": "no such question", "arm": ""}, "answer"),
    ],
)
def test_a_row_that_cannot_be_placed_says_why(block: str, names: dict[str, str], column: str) -> None:
    with pytest.raises(NotTaken) as told:
        read_row(TypedRow(block, names, {"centre": TypedCell("1", evidence=PLACE)}, {}), PROTOCOL)
    assert told.value.column == column


def test_answers_are_of_their_kind() -> None:
    def answered(text: str) -> RowRead:
        cell = {"answer": TypedCell(text, evidence=PLACE)}
        return read_row(TypedRow("items", {"item": "design", "arm": ""}, cell, {}), PROTOCOL)

    assert answered("Parallel").found.readings[0].value == "parallel"
    assert "no choice" in answered("sideways").refused["answer"]
    assert [reading.item for reading in answered("").emptied] == ["design"]


def test_the_example_protocol_has_a_grid() -> None:
    from curate.parse.protocol import read_protocol

    text = (Path(str(resources.folder("demo"))) / "review.toml").read_text(encoding="utf-8")
    grid = grid_of(read_protocol(text), FormStudy("st_1", "one", ()))
    assert grid.sections
