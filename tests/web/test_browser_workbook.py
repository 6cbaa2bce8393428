"""A workbook extracted from in a real browser: a number comes from its cell, and leads back to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review
from tests.review.test_supplements import write_xlsx
from tests.web.conftest import DEMO, SPRINT, Serving, picture, until
from tests.web.extracting import VALUES, begin_independent, entered, focus_by_tab, review_of


def test_a_number_of_a_workbook_is_taken_from_its_cell(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    book = write_xlsx(tmp_path / "scores.xlsx")
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    with Review.open(folder, "ann") as review:
        review.reports.add([book], supplements="keilp-2021")
    begin_independent(tab, serving(folder, "ann"))
    tab.select_option("#report", label="scores.xlsx")
    tab.wait_for_selector("#svg .leaf")
    shown = [text for text in tab.locator("#svg .leaf text").all_text_contents() if text.strip()]
    assert {"Ketamine (n = 76)", "12.30 (4.50)", "A", "2"} <= set(shown)
    focus_by_tab(tab, "mean: ")
    tab.locator("#svg .leaf", has_text="12.30 (4.50)").click()
    tab.wait_for_selector("#ask[open]")
    tab.keyboard.press("s")
    until(tab, f"{VALUES}.includes('4.50')")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    focus_by_tab(tab, "mean: ")
    tab.keyboard.type("18.1")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    picture(tab, "extract-workbook")
    held = entered(folder)
    places = {
        (key[0], key[2]): (each.as_printed, each.evidence.kind, each.evidence.where, each.evidence.quote)
        for key, each in held.items()
    }
    assert places == {
        ("Ketamine", "mean:"): ("12.30", "spreadsheet", "sheet Scores, cell B2", "12.30 (4.50)"),
        ("Ketamine", "sd:"): ("4.50", "spreadsheet", "sheet Scores, cell B2", "12.30 (4.50)"),
        ("Control", "mean:"): ("18.1", "spreadsheet", "sheet Scores, cell C2", "18.1 (5.2)"),
    }
    with Review.open(folder, "ann") as review:
        assert review.checks.verify(quotes=True).problems == ()
    tab.reload()
    ready_leaf = "document.querySelector('#svg .here')"
    tab.wait_for_selector("body[data-ready]")
    tab.select_option("#report", label="scores.xlsx")
    tab.wait_for_selector("#svg .leaf")
    tab.locator("input[aria-label^='mean: Control']").focus()
    until(tab, f"{ready_leaf} !== null")
    cell = tab.locator("#svg .leaf", has_text="18.1 (5.2)").locator("rect").bounding_box()
    box = tab.locator("#svg .here").bounding_box()
    assert abs(cell["x"] - box["x"]) < 6
    assert abs(cell["y"] - box["y"]) < 6


def test_what_stands_in_no_cell_is_not_taken(serving: Serving, tab: Any, tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "scores.xlsx")
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [book])
    tab.goto(serving(folder, "ann").link)
    tab.click("nav >> text=Extract")
    tab.click("text=begin")
    tab.wait_for_selector("#svg .leaf")
    tab.click("#independent")
    tab.wait_for_selector(".cell:focus")
    focus_by_tab(tab, "mean: ")
    tab.keyboard.type("99")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === '1 not saved'")
    assert "stands in no cell" in tab.locator(".cell.refused").get_attribute("title")
    assert entered(folder) == {}
