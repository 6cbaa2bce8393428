"""Assisted extraction in a real browser: what programs read is taken over by a click on its box."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review
from tests.web.conftest import DEMO, SPRINT, Serving, picture, until
from tests.web.extracting import VALUES, entered, focus_by_tab, on_screen, open_study, review_of


def click_reading(tab: Any, marks: list[dict[str, Any]], statistic: str, arm: str) -> dict[str, Any]:
    """Click the box of the first reading of an arm's statistic, and return it."""
    mark = next(mark for mark in marks if mark["statistic"] == statistic and mark["arm"] == arm)
    x0, top, x1, bottom = mark["box"]
    tab.mouse.click(*on_screen(tab, (x0 + x1) / 2, (top + bottom) / 2))
    return mark


def assisted(serving: Serving, tab: Any, folder: Path) -> list[dict[str, Any]]:
    """Open the only study in assisted mode at page 2, and return its readings."""
    with Review.open(folder, "ann") as review:
        review.extraction.run(workers=1, second="none")
        (report,) = review.reports.all()
        marks = review.sheets.program_readings(report["id"], 2)
    open_study(tab, serving(folder, "ann"))
    tab.click("#assisted")
    tab.keyboard.press("PageDown")
    until(tab, "document.getElementById('page-number').value === '2'")
    until(tab, "document.querySelectorAll('.layer-machine rect').length > 3")
    return marks


def test_in_assisted_mode_a_click_on_a_box_fills_the_row(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    with Review.open(folder, "ann") as review:
        review.extraction.run(workers=1, second="none")
        (report,) = review.reports.all()
        every = review.sheets.program_readings(report["id"], 2)
    marks = [mark for mark in every if mark["arm"]]
    open_study(tab, serving(folder, "ann"))
    tab.click("#assisted")
    tab.keyboard.press("PageDown")
    until(tab, "document.getElementById('page-number').value === '2'")
    until(tab, "document.querySelectorAll('.layer-machine rect').length > 3")
    picture(tab, "extract-assisted")
    hints = tab.eval_on_selector_all(".layer-machine title", "all => all.map(each => each.textContent)")
    wanted_hints = {": ".join([mark["band"], "; ".join(mark["why"])]).rstrip(": ") for mark in every}
    assert {line.rpartition("  ")[2] for hint in hints for line in hint.split("\n")} == wanted_hints
    assert not [mark for mark in every if (mark["band"] == "high") == bool(mark["why"])]
    wanted = {mean["value"] for mean in marks if mean["statistic"] == "mean"}
    for mark in reversed([mark for mark in marks if mark["statistic"] == "mean"]):
        x0, top, x1, bottom = mark["box"]
        tab.mouse.click(*on_screen(tab, (x0 + x1) / 2, (top + bottom) / 2))
        until(tab, f"{VALUES}.includes('{mark['value']}')")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    picture(tab, "extract-assisted-taken")
    held = entered(folder)
    means = {key[0]: reading for key, reading in held.items() if key[2] == "mean:"}
    assert {arm: reading.value for arm, reading in means.items()} == {
        "Ketamine": "19.5",
        "Control": "23.8",
    }
    assert {reading.as_printed for reading in means.values()} == wanted
    assert {key[0]: each.value for key, each in held.items() if key[2] == "sd:"} == {
        "Ketamine": "9.4",
        "Control": "8.9",
    }
    assert all(reading.evidence.page == 2 for reading in means.values())
    boxes = [list(reading.evidence.box) for reading in means.values()]
    assert sorted(boxes) == sorted(mark["box"] for mark in marks if mark["statistic"] == "mean")


def test_a_reading_of_the_other_arm_never_falls_into_the_row_in_focus(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    """The report's time is none of the protocol's, so a reading's row is not known from it alone."""
    protocol = SPRINT.read_text(encoding="utf-8").replace("End of treatment", "Day 30")
    protocol = protocol.replace('aliases = ["At end of treatment", "At the end of treatment"]', "")
    folder = review_of(tmp_path / "r", protocol, [DEMO / "keilp-2021.pdf"])
    marks = assisted(serving, tab, folder)
    focus_by_tab(tab, "mean: Ketamine")
    taken = click_reading(tab, marks, "mean", "Ketamine")
    until(tab, f"{VALUES}.includes('{taken['value']}')")
    tab.locator("input[aria-label^='mean: Ketamine']").focus()
    other = click_reading(tab, marks, "mean", "Control")
    tab.wait_for_selector(f"text=mean {other['value']} is of Control")
    assert other["value"] not in tab.evaluate(VALUES)
    tab.locator("input[aria-label^='mean: Control']").fill("11.1")
    tab.locator("input[aria-label^='mean: Control']").press("Enter")
    tab.locator("input[aria-label^='mean: Control']").focus()
    click_reading(tab, marks, "mean", "Control")
    tab.wait_for_selector("text=mean has 11.1 already: clear it to take 23.8")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    held = {key[0]: reading.value for key, reading in entered(folder).items() if key[2] == "mean:"}
    assert held == {"Ketamine": taken["value"], "Control": "11.1"}


def test_the_size_of_an_arm_is_the_total_in_focus(serving: Serving, tab: Any, tmp_path: Path) -> None:
    protocol = SPRINT.read_text(encoding="utf-8").replace('"continuous"', '"binary"')
    protocol = protocol.replace('"SMD"\nbasis = "final"', '"RR"')
    folder = review_of(tmp_path / "r", protocol, [DEMO / "keilp-2021.pdf"])
    marks = assisted(serving, tab, folder)
    focus_by_tab(tab, "total: Control")
    taken = click_reading(tab, marks, "n", "Control")
    until(tab, f"{VALUES}.includes('{taken['value']}')")
    tab.locator("input[aria-label^='total: Control']").focus()
    click_reading(tab, marks, "mean", "Control")
    tab.wait_for_selector("text=has no cell in this row")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    assert {key: reading.value for key, reading in entered(folder).items()} == {
        ("Control", "Depression", "total:"): taken["value"]
    }


def test_an_empty_cell_says_what_is_proposed_and_leads_to_it(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    with Review.open(folder, "ann") as review:
        review.extraction.run(workers=1, second="none")
    open_study(tab, serving(folder, "ann"))
    tab.click("#assisted")
    tab.wait_for_selector("input[aria-label^='mean: Ketamine'][placeholder='19.5?']")
    assert tab.get_attribute("input[aria-label^='mean: Control']", "placeholder") == "23.8?"
    focus_by_tab(tab, "spread: Ketamine")
    assert tab.evaluate("document.activeElement.placeholder") == "9.4? +1"  # the abstract has another
    tab.wait_for_selector("text='9.4? p. 2 Alt 1, 9.8? Alt 2'")
    picture(tab, "extract-proposed")
    tab.keyboard.press("Alt+1")
    until(tab, "document.getElementById('page-number').value === '2'")
    tab.wait_for_selector("text='9.4? Alt 1, 9.8? p. 1 Alt 2'")
    assert "9.4" not in tab.evaluate(VALUES)  # it is shown before it can be taken
    picture(tab, "extract-proposed-shown")
    tab.keyboard.press("Alt+1")
    until(tab, f"{VALUES}.includes('9.4')")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    ((key, reading),) = entered(folder).items()
    assert (key[0], key[2], reading.value, reading.evidence.page) == ("Ketamine", "sd:", "9.4", 2)
    assert reading.evidence.box


PERCENTAGES = """Outcome at end of treatment,Ketamine (n=100),Control (n=1000)
Response (%),40,35
Remission (%),12.3,10.4
Relapse (%),5.1,6.1
"""


def test_a_percentage_is_so_many_events_of_a_total_where_only_one_number_is_meant(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    protocol = SPRINT.read_text(encoding="utf-8").replace('"continuous"', '"binary"')
    protocol = protocol.replace('"SMD"\nbasis = "final"', '"RR"').replace(
        "Depression score", "Response (%)"
    )
    table = tmp_path / "t.csv"
    table.write_text(PERCENTAGES, encoding="utf-8")
    folder = review_of(tmp_path / "r", protocol, [table])
    with Review.open(folder, "ann") as review:
        review.extraction.run(workers=1, second="none")
    open_study(tab, serving(folder, "ann"), leaf=True)
    tab.click("#assisted")
    until(tab, "document.querySelectorAll('.layer-machine rect').length > 3")
    focus_by_tab(tab, "events: Ketamine")
    tab.wait_for_selector("text='40% of how many? Type the total'")
    click_reading_of(tab, "percent 40 ")
    tab.wait_for_selector("#said >> text=40% of how many? Type the total")
    tab.locator("input[aria-label^='total: Ketamine']").focus()
    click_reading_of(tab, "n 100 ")
    until(tab, "document.querySelector(\"input[aria-label^='events: Ketamine']\").placeholder === '40?'")
    tab.locator("input[aria-label^='events: Ketamine']").focus()
    tab.wait_for_selector("text='40? 40% of 100 Alt 1'")
    picture(tab, "extract-percent")
    tab.keyboard.press("Alt+1")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    tab.wait_for_selector("text='events 40: 40% of 100'")
    tab.locator("input[aria-label^='total: Control']").focus()
    click_reading_of(tab, "n 1000 ")
    until(tab, f"{VALUES}.includes('1000')")
    click_reading_of(tab, "percent 35 ")
    tab.wait_for_selector("#said >> text=35% of 1000 may be 345 to 355: too many to tell")
    click_reading_of(tab, "percent 40 ")
    tab.wait_for_selector("#said >> text=events has 40 already: 40% of 100")
    until(tab, "document.getElementById('saved').textContent === 'all saved'")
    picture(tab, "extract-percent-taken")
    held = {(key[0], key[2]): reading for key, reading in entered(folder).items()}
    assert {key: (each.value, each.reason) for key, each in held.items()} == {
        ("Ketamine", "events:"): ("40", "40% of 100"),
        ("Ketamine", "total:"): ("100", ""),
        ("Control", "total:"): ("1000", ""),
    }
    assert held["Ketamine", "events:"].evidence.quote == "40"
    tab.locator("input[aria-label^='total: Ketamine']").fill("40")
    tab.locator("input[aria-label^='total: Ketamine']").press("Enter")
    tab.wait_for_selector("text='events 40: 40% of 100, but the total is 40'")


def click_reading_of(tab: Any, words: str) -> None:
    """Click where the box of a reading lies, by its title."""
    box = tab.locator(".layer-machine rect", has_text=words).first.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


SHARES = """async ([percent, total]) => {
    const { eventsOf } = await import('/static/shares.mjs');
    return eventsOf(percent, total);
}"""


def test_people_behind_a_percentage_are_told_only_where_there_is_one_number(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r", SPRINT.read_text(encoding="utf-8"), [DEMO / "keilp-2021.pdf"])
    tab.goto(serving(folder, "ann").link)

    def events(percent: str, total: str) -> Any:
        said = tab.evaluate(SHARES, [percent, total])
        return said.get("text") or said["why"]

    assert [events(*each) for each in (("40", "100"), ("12·3%", "57"), ("0", "57"), ("100%", "8"))] == [
        *("40", "7", "0", "8")
    ]
    assert events("5.5", "200") == "11"
    assert events("0.5", "100") == "no number of 100 people is 0.5%: is it of another total?"
    assert events("12.3", "100") == "no number of 100 people is 12.3%: is it of another total?"
    assert events("33", "1,000") == "33% of 1000 may be 325 to 335: too many to tell"
    assert (
        events("1", "200") == "1% of 200 may be 1 to 3: too many to tell"
    )  # 0.5% and 1.5%, rounded either way
    assert events("120", "100") == "120% is more than all"
    assert events("<5%", "100") == "<5% is no plain percentage"
    assert events("40", "") == "40% of how many? Type the total"
    assert events("40", "about 100") == "40% of about 100: no total"
    assert events("40", "0") == "40% of 0: no total"
