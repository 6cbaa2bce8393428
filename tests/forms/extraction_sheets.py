"""An extraction form of two studies, and cells of it as a person would fill them."""

from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from curate.forms import extraction_book
from curate.forms.extraction_form import ExtractionForm, FormLabel, FormReport, FormStudy
from curate.model.protocol import Item
from curate.parse.protocol import read_protocol, sample

MAIN, SUPPLEMENT = "a" * 64, "b" * 64
ONE, TWO = "Feder 2014", "Abdallah 2022"
SCORE = "results:1:caps5:1"
EVENT = "results:1:dissociation:1"
GOOD = {"scores": "final", "centre": "5", "which": "mean", "page": "4"}


@pytest.fixture(scope="module")
def form():
    protocol = read_protocol(sample("Ketamine for PTSD"))
    per_result = Item("imputed", "Imputed how?", per="result")
    started = Item("started", "First participant", "date")
    protocol = replace(protocol, version="pv_7", items=(*protocol.items, per_result, started))
    studies = (
        FormStudy("st_1", ONE, (FormReport(MAIN, "Efficacy of ketamine", 9),)),
        FormStudy(
            "st_2",
            TWO,
            (FormReport(MAIN, "Dose-related effects", 12), FormReport(SUPPLEMENT, "Supplement", 3)),
            (
                FormLabel("Ketamine 0.5 mg/kg"),
                FormLabel("Ketamine 0.2 mg/kg"),
                FormLabel("Placebo", "placebo"),
            ),
            (FormLabel("Day 1", "24h"),),
        ),
    )
    return ExtractionForm("reader-a", protocol, studies)


@pytest.fixture
def book(form, tmp_path):
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, form)
    return path


@pytest.fixture
def fill(book, edited):
    """Return a function that fills cells named by (sheet, row key, heading) and reads the form."""

    def filled(cells):
        return edited(
            book,
            {(sheet, at(book, sheet, key, head)): text for (sheet, key, head), text in cells.items()},
        )

    return filled


def at(path, sheet, key, head):
    """Return the address of the cell in the row `key` below the heading `head`."""
    rows = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    heads = []
    for number, row in enumerate(rows):
        if str(row[0]).startswith("#"):
            heads = row
        if row[0] == key:
            return xl_rowcol_to_cell(number, heads.index(head))
    raise AssertionError(f"no row {key!r}")


def row(sheet, key, **cells):
    heads = {
        "scores": "Scores",
        "centre": "Mean or median",
        "which": "Which",
        "spread": "Spread",
        "kind": "Which spread",
        "upper": "Spread, upper",
        "lower": "CI, lower",
        "level": "CI level",
        "arm": "Arm",
        "versus": "Compared with",
        "time": "Time point",
        "label": "Arm, as the report calls it",
        "when": "Time point, as the report calls it",
        "code": "Protocol code",
        "randomised": "n randomised",
        "n": "n",
        "p": "p",
    }
    return {(sheet, key, heads.get(name, name.capitalize())): text for name, text in cells.items()}


def only(filled):
    """Return the one result of the first study."""
    (found,) = filled.studies[0].found
    return found


def values(found):
    return {(r.statistic, r.role): r.value for r in found.readings}
