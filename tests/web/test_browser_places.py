"""Where the page puts a typed number: at the place that holds it alone, at the one chosen, or at none with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review
from tests.web.conftest import DEMO, SPRINT, Serving, picture, until
from tests.web.extracting import begin_independent, entered, focus_by_tab, ready, review_of

PLACES = """async ([words, raised, text, limit]) => {
    const { standing } = await import('/static/places.mjs');
    const { own, parts } = standing({ words, raised: new Set(raised) }, text, limit);
    return [own.map((box) => box[0]), parts.map((box) => box[0])];
}"""


def line_of(*texts: str) -> list[list[Any]]:
    """Return words side by side on one line, each ten points wide, whose left edges are 0, 12, 24, …"""
    return [[text, 12.0 * n, 10.0, 12.0 * n + 10, 20.0] for n, text in enumerate(texts)]


def test_a_part_of_a_range_and_a_raised_mark_are_not_taken_for_the_number(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    tab.goto(serving(folder, "ann").link)

    def stands(
        words: list[list[Any]], text: str, limit: bool = False, raised: tuple[int, ...] = ()
    ) -> Any:
        return tab.evaluate(PLACES, [words, list(raised), text, limit])

    assert stands(line_of("4−7", "months", "7"), "7") == [[24], [0]]
    assert stands(line_of("4", "−", "7", "x", "4", "to", "7"), "7") == [[], [24, 72]]
    assert stands(line_of("0.60–0.98", "n=7", "9/88", "12.3(9.9)"), "0.98") == [[], [0]]
    assert stands(line_of("0.60–0.98"), "0.98", limit=True) == [[0], []]
    assert stands(line_of("9/88", "12.3(9.9)", "7th"), "9") == [[0], []]
    assert stands(line_of("12.3(9.9)"), "9.9") == [[0], []]
    assert stands(line_of("months", "17", "7th"), "17", raised=(1,)) == [[], [12]]
    assert stands(line_of("7th", "−7"), "7") == [[], [0]]


def test_what_two_tables_have_is_boxed_in_neither(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    tab.goto(serving(folder, "ann").link)
    script = """async ([own, near, words, tables]) => {
        const { choose } = await import('/static/places.mjs');
        return choose(own, near, 0, { words, tables }, 'Placebo arm');
    }"""
    upper, lower = (
        {"box": [0, top, 200, top + 90], "cells": [[50, top, 200, top + 90]]} for top in (0, 100)
    )
    words = [["Placebo", 100, 5, 130, 15], ["Placebo", 100, 105, 130, 115]]
    first, second, below, prose = (
        [100, 30, 110, 40],
        [160, 30, 170, 40],
        [100, 130, 110, 140],
        [300, 30, 310, 40],
    )

    def chosen(own: list[Any], near: list[Any], *tables: Any) -> Any:
        return tab.evaluate(script, [own, near, words, list(tables)])

    assert chosen([prose], []) == prose
    assert chosen([first, prose], []) is None
    assert chosen([first, prose], [], upper) == first  # the only one in a table
    assert chosen([first, second], [], {**upper, "cells": [[90, 0, 140, 20], *upper["cells"]]}) == first
    assert chosen([first, below], [], upper, lower) is None
    assert (
        chosen([first, below], [[60, 130, 70, 140]], upper, lower) == below
    )  # on the line of the row's number


def test_a_number_at_several_places_has_none_until_one_is_chosen_and_the_seal_tells(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "zhong-2016.pdf"])
    begin_independent(tab, serving(folder, "ann"))
    focus_by_tab(tab, "n randomised")
    tab.keyboard.type("753")
    focus_by_tab(tab, "n: Control")
    tab.keyboard.type("30")
    focus_by_tab(tab, "spread: Control")
    tab.keyboard.type("0.256")  # twice in the table, once under each arm
    tab.keyboard.press("s")
    tab.keyboard.press("Shift+Tab")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    said = tab.locator("tr", has=tab.locator("input[aria-label^='n: Control']")).locator(".said").first
    assert said.inner_text() == "n 30: stands 12 times on page 1: Alt 1 …"
    held = {key[2]: reading.evidence for key, reading in entered(folder).items()}
    boxed = {name: bool(place.box) for name, place in held.items()}
    assert boxed == {"n:randomised": False, "n:analysed": False, "sd:": True}
    tab.click("#seal")
    tab.wait_for_selector("#seal-now:focus")
    told = tab.locator("#without-place li").all_inner_texts()
    assert told == [
        "Ketamine · randomised · n 753, zhong-2016.pdf, page 1",
        "Control · Depression · End of treatment · n 30, zhong-2016.pdf, page 1",
    ]
    picture(tab, "extract-seal")
    tab.keyboard.press("Escape")
    tab.click("input[aria-label^='n: Control']")
    tab.keyboard.press("Alt+1")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    assert {key[2]: bool(r.evidence.box) for key, r in entered(folder).items()}["n:analysed"]
    assert not said.inner_text()


def test_how_a_number_was_worked_out_is_written_in_its_cell_by_keyboard(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "zhong-2016.pdf"])
    begin_independent(tab, serving(folder, "ann"))
    focus_by_tab(tab, "n: Control")
    said = tab.locator("tr", has=tab.locator("input[aria-label^='n: Control']")).locator(".said").first
    tab.keyboard.press("w")
    tab.wait_for_selector("text=type the number first")
    tab.keyboard.type("55w")
    tab.wait_for_selector(".how-asked input:focus")
    picture(tab, "extract-how")
    tab.keyboard.type("left as it was")
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".cell:focus")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    assert said.inner_text() == "n 55: “55” is not on page 1: worked out? w"
    assert said_of(folder) == {"n": ("55", "")}
    tab.keyboard.press("w")
    tab.keyboard.type("25 of Table 1 and 30 of Table 2")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".cell:focus")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    picture(tab, "extract-how-told")
    assert said.inner_text() == "n 55: 25 of Table 1 and 30 of Table 2"
    assert said_of(folder) == {"n": ("55", "25 of Table 1 and 30 of Table 2")}
    focus_by_tab(tab, "mean: Control")
    tab.keyboard.type("16.841")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    with Review.open(folder, "ann") as review:
        (reading,) = [each for each in held_of(review) if each["statistic"] == "n"]
        assert "(25 of Table 1 and 30 of Table 2)" in review.traces.trace(reading["id"]).text
        (told,) = [p for p in review.checks.all() if (p.code, p.severity) == ("no_place", "note")]
        assert told.what.endswith("ann: 25 of Table 1 and 30 of Table 2")
    tab.reload()
    ready(tab)
    tab.click("#seal")
    tab.wait_for_selector("#seal-now:focus")
    assert "30 of Table 2" in tab.locator("#without-place li").first.inner_text()
    tab.keyboard.press("Escape")
    tab.click("input[aria-label^='n: Control']")
    tab.keyboard.press("w")
    tab.locator(".how-asked input").fill("")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    assert said_of(folder) == {"n": ("55", ""), "mean": ("16.841", "")}
    tab.keyboard.type("w")
    tab.keyboard.type("25 + 30")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    tab.locator("input[aria-label^='n: Control']").fill("56")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    assert said_of(folder)["n"] == ("56", "")  # what was said of another number does not go on


def held_of(review: Review) -> list[Any]:
    sql = "SELECT * FROM current_reading WHERE made_by <> '' ORDER BY made_at"
    return list(review.home.connection.execute(sql))


def said_of(folder: Path) -> dict[str, tuple[str, str]]:
    """Return statistic → what ann entered, and what she said of it."""
    with Review.open(folder, "ann") as review:
        return {row["statistic"]: (row["value"], row["reason"]) for row in held_of(review)}
