"""Extraction in a real browser: from an empty grid to sealed, by keyboard alone and by mouse alone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from curate.review import Review
from tests.web.conftest import DEMO, SPRINT, Serving, picture, until
from tests.web.extracting import (
    begin_independent,
    entered,
    focus_by_tab,
    on_screen,
    ready,
    review_of,
)

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"
REAL = "fc9305a1"

TRIAL = """
[review]
title = "Adverse events of vernakalant"

[[outcome]]
code = "dysgeusia"
label = "Dysgeusia"
kind = "binary"
direction = "lower"
codebook = "Any change of taste."

[[outcome]]
code = "headache"
label = "Headache"
kind = "binary"
direction = "lower"

[[arm]]
code = "vernakalant"
label = "Vernakalant"
role = "experimental"

[[arm]]
code = "placebo"
label = "Placebo"
role = "control"

[[timepoint]]
code = "day"
label = "24 h"

[[comparison]]
code = "dysgeusia"
label = "Dysgeusia"
outcomes = ["dysgeusia"]
experimental = ["vernakalant"]
control = ["placebo"]
timepoints = ["day"]
measure = "RR"

[[person]]
name = "ann"
"""


def sealed(folder: Path) -> bool:
    with Review.open(folder, "ann") as review:
        (row,) = [row for row in review.overview.progress() if row["kind"] == "person"]
        return bool(row["sealed"])


def test_by_keyboard_alone_from_an_empty_grid_to_sealed(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    tab.goto(serving(folder, "ann").link)
    press = tab.keyboard.press
    press("g")
    press("e")
    tab.wait_for_url("**/extract")
    for _ in range(20):
        press("Tab")
        if tab.evaluate("document.activeElement.textContent") == "begin":
            break
    press("Enter")
    ready(tab)
    press("Enter")  # independently: the button has the focus
    tab.wait_for_selector(".cell:focus")
    assert tab.evaluate("document.activeElement.ariaLabel") == "n randomised to Ketamine"
    type_column(tab, "39", "39")
    press("PageDown")
    until(tab, "document.getElementById('page-number').value === '2'")
    for texts in (("39", "19.5", "9.4"), ("39", "23.8", "8.9")):
        for column, text in zip(("n", "mean", "spread"), texts, strict=True):
            focus_by_tab(tab, f"{column}: ")
            tab.keyboard.type(text)
        press("s")
    press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    picture(tab, "extract-keyboard")
    press("Control+Enter")
    tab.wait_for_selector("#seal-now:focus")
    press("Enter")
    until(tab, "document.getElementById('mode').textContent.includes('sealed')")

    assert sealed(folder)
    held = entered(folder)
    values = {key: reading.value for key, reading in held.items()}
    assert values == {
        ("Ketamine", "randomised", "n:randomised"): "39",
        ("Control", "randomised", "n:randomised"): "39",
        ("Ketamine", "Depression", "n:analysed"): "39",
        ("Ketamine", "Depression", "mean:"): "19.5",
        ("Ketamine", "Depression", "sd:"): "9.4",
        ("Control", "Depression", "n:analysed"): "39",
        ("Control", "Depression", "mean:"): "23.8",
        ("Control", "Depression", "sd:"): "8.9",
    }
    quotes = {key: reading.evidence.quote for key, reading in held.items() if key[2] in ("mean:", "sd:")}
    assert set(quotes.values()) == {"19.5", "9.4", "23.8", "8.9"}
    assert all(held[key].evidence.page == 2 for key in held if key[1] == "Depression")
    with Review.open(folder, "ann") as review:
        assert review.checks.verify(quotes=True).problems == ()


def type_column(page: Any, *texts: str) -> None:
    """Type a number in this cell and in those below."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def truth() -> dict[tuple[str, str], str]:
    """Return (outcome, arm) → events of the real report's table, as annotated by hand."""
    with (BENCH / "values" / f"{REAL}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["outcome"].removeprefix("AE: "), row["arm"]): row["value"]
            for row in csv.DictReader(file)
            if row["page"] == "6"
            and row["statistic"] == "events"
            and row["table_or_section"] == "Table 2"
        }


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A review with one real report."""
    if not BENCH.is_dir():
        pytest.skip("the reports of the benchmark are not beside the project")
    return review_of(tmp_path / "r", TRIAL, [BENCH / "pdfs" / f"{REAL}.pdf"])


def expected() -> dict[tuple[str, str, str], str]:
    held = truth()
    return {
        (arm, outcome, "events:"): held[outcome, arm]
        for outcome in ("Dysgeusia", "Headache")
        for arm in ("Vernakalant", "Placebo")
    }


def test_a_real_report_by_mouse_alone(serving: Serving, tab: Any, real: Path) -> None:
    tab.goto(serving(real, "ann").link)
    tab.click("nav >> text=Extract")
    tab.click("text=begin")
    ready(tab)
    tab.click("#independent")
    tab.wait_for_selector("p.codebook >> text=Any change of taste.")
    tab.click("#thumbs li:nth-child(6) button")
    until(tab, "document.getElementById('page-number').value === '6'")
    tab.wait_for_selector("#svg image")
    words = layer_of(tab)
    for outcome in ("Dysgeusia", "Headache"):
        line = next(word for word in words if word[0] == outcome)
        numbers = [w for w in words if abs(w[2] - line[2]) < 2 and w[1] > line[3] and w[0].isdecimal()]
        heads = {
            arm: next(w for w in words if w[0] == arm and w[2] < line[2])
            for arm in ("Vernakalant", "Placebo")
        }
        for arm, head in heads.items():
            word = min(numbers, key=lambda w: abs(w[1] - head[1]))
            tab.click(f"input[aria-label='events: {arm}, {outcome}, 24 h']")
            drag_over(tab, word, flat=arm == "Placebo")
            until(
                tab,
                f"document.querySelector(`input[aria-label='events: {arm}, {outcome}, 24 h']`).value !== ''",
            )
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    picture(tab, "extract-real")
    tab.click("#seal")
    tab.click("#seal-now")
    until(tab, "document.getElementById('mode').textContent.includes('sealed')")
    assert sealed(real)
    held = entered(real)
    assert {key: reading.value for key, reading in held.items()} == expected()
    assert all(reading.evidence.page == 6 and reading.evidence.box for reading in held.values())


def layer_of(page: Any) -> list[Any]:
    report = page.evaluate("document.getElementById('report').value")
    number = page.evaluate("document.getElementById('page-number').value")
    path = f"/pages/{report}/{number}.json"
    words: list[Any] = page.evaluate("path => fetch(path).then(r => r.json())", path)["words"]
    return words


def drag_over(page: Any, word: list[Any], *, flat: bool) -> None:
    """Mark a word on the page with the mouse: a box around it, or a line through it."""
    into_view = """y => document.getElementById('scroll').scrollTo(
        0, y * document.getElementById('svg').getBoundingClientRect().width / 595 - 300)"""
    page.evaluate(into_view, word[2])
    x0, top = on_screen(page, word[1] - 2, word[2] - 2)
    x1, bottom = on_screen(page, word[3] + 2, word[4] + 2)
    if flat:
        top = bottom = (top + bottom) / 2
    page.mouse.move(x0, top)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (top + bottom) / 2, steps=3)
    page.mouse.move(x1, bottom, steps=3)
    page.mouse.up()


def test_a_real_report_by_keyboard_alone(serving: Serving, tab: Any, real: Path) -> None:
    tab.goto(serving(real, "ann").link)
    press, write = tab.keyboard.press, tab.keyboard.type
    press("g")
    press("e")
    tab.wait_for_url("**/extract")
    for _ in range(20):
        press("Tab")
        if tab.evaluate("document.activeElement.textContent") == "begin":
            break
    press("Enter")
    ready(tab)
    press("Enter")
    tab.wait_for_selector(".cell:focus")
    press("/")
    write("Dysgeusia")
    press("Enter")
    until(tab, "document.getElementById('search-said').textContent.includes('of')")
    for _ in range(12):
        if tab.evaluate("document.getElementById('page-number').value") == "6":
            break
        press("Enter")
        tab.wait_for_timeout(150)
    assert tab.evaluate("document.getElementById('page-number').value") == "6"
    press("Escape")
    held = truth()
    for outcome in ("Dysgeusia", "Headache"):
        for arm in ("Vernakalant", "Placebo"):
            focus_by_tab(tab, f"events: {arm}, {outcome}")
            write(held[outcome, arm])
    press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    press("Control+Enter")
    tab.wait_for_selector("#seal-now:focus")
    press("Enter")
    until(tab, "document.getElementById('mode').textContent.includes('sealed')")
    assert sealed(real)
    found = entered(real)
    assert {key: reading.value for key, reading in found.items()} == expected()
    assert all(reading.evidence.page == 6 for reading in found.values())


def test_what_was_not_taken_is_there_after_a_reload(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    begin_independent(tab, serving(folder, "ann"))
    focus_by_tab(tab, "mean: ")
    name = tab.evaluate("document.activeElement.ariaLabel")
    tab.keyboard.type("19,5")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === '1 not saved'")
    assert entered(folder) == {}
    tab.reload()
    ready(tab)
    cell = tab.locator(f"input[aria-label='{name}']")
    assert cell.input_value() == "19,5"
    assert cell.get_attribute("aria-invalid") == "true"
    cell.fill("19.5")
    cell.press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    assert [reading.value for reading in entered(folder).values()] == ["19.5"]
    tab.reload()
    ready(tab)
    assert tab.locator(f"input[aria-label='{name}']").input_value() == "19.5"


def test_search_goes_forth_and_back(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    begin_independent(tab, serving(folder, "ann"))
    tab.keyboard.press("/")
    tab.keyboard.type("ketamine")
    seen = []
    for key in ("Enter", "Enter", "Enter", "Shift+Enter", "Shift+Enter"):
        before = tab.inner_text("#search-said")
        tab.keyboard.press(key)
        until(tab, f"document.getElementById('search-said').textContent !== {before!r}")
        seen.append(tab.inner_text("#search-said"))
    assert len(set(seen[:3])) == 3
    assert seen[3:] == [seen[1], seen[0]]
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".cell:focus")
