"""What the tests of extraction do in the browser, and what they ask of the review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review
from curate.store.readings import person_entries

VALUES = "[...document.querySelectorAll('.cell')].map((each) => each.value)"


def review_of(folder: Path, protocol: str, files: list[Path]) -> Path:
    with Review.create(folder, "browser", "ann") as review:
        review.home.set_protocol(protocol)
        review.reports.add(files)
    return folder


def entered(folder: Path) -> dict[tuple[str, str, str], Any]:
    """Return (arm, outcome, statistic with role) → reading of ann's only study."""
    with Review.open(folder, "ann") as review:
        (study,) = review.studies.all()
        return {
            (found.result.arms[0], found.result.outcome, f"{reading.statistic}:{reading.role}"): reading
            for found in person_entries(review.home.connection, "ann", study.id)
            for reading in found.readings
        }


def ready(page: Any, leaf: bool = False) -> None:
    page.wait_for_selector("body[data-ready]")
    page.wait_for_selector("#svg .leaf" if leaf else "#svg image")


def open_study(tab: Any, served: Any, *, leaf: bool = False) -> None:
    """Go from the start link to the only study, whose report has no pages when it has a `leaf`."""
    tab.goto(served.link)
    tab.click("nav >> text=Extract")
    tab.click("text=begin")
    ready(tab, leaf)


def begin_independent(tab: Any, served: Any) -> None:
    """Open the only study and begin it without the programs' help."""
    open_study(tab, served)
    tab.click("#independent")
    tab.wait_for_selector(".cell:focus")


def focus_by_tab(page: Any, title: str) -> None:
    """Press Tab until a cell has the focus whose name begins with `title` and that is empty."""
    for _ in range(30):
        name = page.evaluate("document.activeElement.ariaLabel ?? ''")
        if name.startswith(title) and not page.evaluate("document.activeElement.value"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {title!r}")


def on_screen(page: Any, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the page's own units is on the screen, once the page stands still."""
    script = """([x, y]) => { const svg = document.getElementById('svg');
        const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [point.x, point.y]; }"""
    before, found = None, page.evaluate(script, [x, y])
    while found != before:
        page.wait_for_timeout(100)
        before, found = found, page.evaluate(script, [x, y])
    return found[0], found[1]
