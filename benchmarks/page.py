"""Measure the review page: a page of a report, the queue, a decision, a row typed, a forest plot.

    python benchmarks/page.py [--pdf REPORT.pdf] [--disagreements 5000] [--studies 50] [--pooled 500]

Two reviews are made up. In the first two readers of every study differ on all its means and deviations; the first five
of the outcomes are pooled. Without `--studies` each has a hundred disagreements; `--studies 1` has them all in
one study. The second has a study for each effect of one comparison. The studies' reports are copies of one PDF that
differ by a comment at their end.

Times are by the clock, from the request to the last byte of the answer, through the whole application with its
guard, without the network. Each is the median of several; the first (cold) is given apart.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from curate import resources
from curate.model.protocol import Arm, Comparison, Outcome, Person, Protocol, Timepoint
from curate.model.reading import Evidence, Reading, Result
from curate.parse.protocol import write_protocol
from curate.review import Review
from curate.store.act import Act
from curate.store.mappings import map_aliases
from curate.store.readings import person_extraction, put_person_reading, seal_extraction
from curate.web.app import create_app
from curate.web.desk import Desk

HOST = "127.0.0.1:8765"
STATISTICS = ("mean", "sd")
A_STUDY = 100
"""Disagreements of a study, where nothing else is asked for."""


def protocol(outcomes: int) -> Protocol:
    codes = [f"outcome{number}" for number in range(outcomes)]
    return Protocol(
        "made up",
        basis_of_truth="single",
        outcomes=tuple(Outcome(code, code) for code in codes),
        arms=(Arm("ketamine", "Ketamine"), Arm("control", "Control")),
        timepoints=(Timepoint("end", "end"),),
        comparisons=tuple(
            Comparison(code, code, (code,), ("ketamine",), ("control",), ("end",), "SMD")
            for code in codes[:5]
        ),
        people=(Person("ann"), Person("bob"), Person("carol")),
    )


def fill(folder: Path, pdf: Path, studies: int, outcomes: int, readers: tuple[str, ...]) -> None:
    """Make a review of that many studies, in which the readers differ on every mean and deviation."""
    with Review.create(folder, "made up", "carol") as review:
        review.home.set_protocol(write_protocol(protocol(outcomes)))
        with tempfile.TemporaryDirectory() as place:
            review.reports.add(copies(pdf, Path(place), studies))
        for shift, person in enumerate(readers):
            with review.home.act("enter") as act:
                for number, study in enumerate(review.studies.all()):
                    extraction = person_extraction(act, Person(person), study.id)
                    read(act, extraction, study.reports[0], outcomes, number, shift)
                map_aliases(act, review.protocol)
                for study in review.studies.all():
                    seal_extraction(act, person, study.id, study.name)


def copies(pdf: Path, folder: Path, count: int) -> list[Path]:
    """Return copies of a PDF, each another file by a comment at its end."""
    made = [folder / f"report{number:03}.pdf" for number in range(count)]
    for number, path in enumerate(made):
        path.write_bytes(pdf.read_bytes() + f"\n% copy {number}\n".encode())
    return made


def read(act: Act, extraction: str, report: str, outcomes: int, study: int, shift: int) -> None:
    """Enter what one reader makes of a study."""
    place = Evidence(report, "", page=1)
    for number in range(outcomes):
        for arm in ("Ketamine", "Control"):
            result = Result((arm,), (), f"outcome{number}", "end", basis="final")
            values = {
                "mean": f"{10 + (number + study * len(arm)) % 7}.{3 + shift}",
                "sd": f"{4 + (number + study) % 3}.{1 + shift}",
            }
            for statistic, value in values.items():
                reading = Reading(statistic, value, place, as_printed=value)
                put_person_reading(act, extraction, result, reading)
            n = Reading("n", "30", place, role="analysed", as_printed="30")
            put_person_reading(act, extraction, result, n)


@contextmanager
def served(folder: Path) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """Open the page of a review as its lead; with the headers of a write."""
    desk = Desk(folder)
    with TestClient(create_app(desk, [HOST], "carol"), base_url=f"http://{HOST}") as client:
        client.get(f"/start?word={desk.sessions.invite()}")
        token = re.search(r'name="curate-token" content="([^"]+)"', client.get("/reports").text)
        assert token
        yield client, {"origin": f"http://{HOST}", "x-curate-token": token[1]}
    desk.close()


def timed(call: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the first time and the median of the others, in milliseconds."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        answer = call()
        took.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, answer.text
    return took[0], statistics.median(took[1:] or took)


def show(name: str, took: tuple[float, float]) -> None:
    print(f"{name:<58} {took[0]:>8.1f} {took[1]:>8.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=Path)
    parser.add_argument("--disagreements", type=int, default=5000)
    parser.add_argument("--studies", type=int, help="in which they are")
    parser.add_argument("--pooled", type=int, default=500, help="studies of the forest plot; 0 for none")
    said = parser.parse_args()
    studies = said.studies or max(1, said.disagreements // A_STUDY)
    outcomes = -(-said.disagreements // (studies * 2 * len(STATISTICS)))
    with tempfile.TemporaryDirectory() as place, as_file(resources.folder("demo")) as demo:
        pdf = said.pdf or demo / "keilp-2021.pdf"
        fill(Path(place) / "queue", pdf, studies, outcomes, ("ann", "bob"))
        print(
            f"{f'milliseconds; {said.disagreements} disagreements in {studies}':<58} {'first':>8} {'median':>8}"
        )
        with served(Path(place) / "queue") as (client, headers):
            queue(client, headers)
            report(client)
            typing(client, headers)
        if said.pooled:
            fill(Path(place) / "forest", pdf, said.pooled, 1, ("ann",))
            with served(Path(place) / "forest") as (client, _):
                forest(client, said.pooled)


def report(client: TestClient) -> None:
    """Measure a page of a report, seen before and for the first time."""
    name = client.get("/reports").text.split("/look/")[1][:64]
    pages = len(client.get(f"/pages/{name}.json").json()["pages"])

    def seen(number: int) -> Any:
        client.get(f"/pages/{name}/{number}.png")
        return client.get(f"/pages/{name}/{number}.json")

    show(f"page image and boxes of a {pages}-page report", timed(lambda: seen(min(2, pages)), 20))
    numbers = iter(range(3, pages + 1))
    if pages > 3:
        show(
            "   the same, each page for the first time",
            timed(lambda: seen(next(numbers)), min(pages - 2, 10)),
        )


def queue(client: TestClient, headers: dict[str, str]) -> None:
    """Measure the queue, decisions, and cards."""
    started = time.perf_counter()
    first, _ = timed(lambda: client.get("/reconcile"), 1)
    while "data-record" not in (shown := client.get("/reconcile").text):
        time.sleep(0.05)
    ordered = (time.perf_counter() - started) * 1000
    _, again = timed(lambda: client.get("/reconcile"), 6)
    show("opening the queue", (first, again))
    show("   until it is in order", (ordered, again))
    records = iter([part[:15] for part in shown.split('data-record="')[1:]][1:])
    body = {"choice": "reading", "take": 1, "reason": "as printed", "mode": "third_person"}

    def decide() -> Any:
        path = f"/reconcile/card/{next(records)}"
        return client.post(path, json={**body, "cause": "misread"}, headers=headers)

    show("a decision", timed(decide, 20))
    show("the next card", timed(lambda: client.get(f"/reconcile/card/{next(records)}"), 20))


def typing(client: TestClient, headers: dict[str, str]) -> None:
    """Measure a row of the lead's own extraction."""
    study = client.get("/extract").text.split("/extract/")[1].split('"')[0]
    sheet = client.get(f"/extract/{study}/sheet.json").json()
    values = iter(f"{number}.5" for number in range(100))

    def enter() -> Any:
        body = row(sheet, next(values))
        return client.post(f"/extract/{study}/row", json=body, headers=headers)

    show("a row typed", timed(enter, 12))


def row(sheet: dict[str, Any], value: str) -> dict[str, Any]:
    section = sheet["sections"][0]
    place = {"report": sheet["reports"][0]["id"], "page": 1, "box": None}
    names = section["rows"][0]["names"]
    cells = {"centre": {"text": value, "status": "reported", "place": place}}
    return {"block": "results", "names": names, "kinds": {}, "cells": cells}


def forest(client: TestClient, studies: int) -> None:
    """Measure the plot of many studies, each time with another one left out."""
    plot = "/results/outcome0/forest"
    show(f"a forest plot of {studies} studies", timed(lambda: client.get(plot), 10))
    names = iter(re.findall(r'name="study" value="([^"]+)"', client.get("/results/outcome0").text))
    show(
        "   the same, a study more left out",
        timed(lambda: client.get(f"{plot}?without={next(names)}"), 10),
    )
    levels = iter(range(80, 100))
    show("   the same, another level", timed(lambda: client.get(f"{plot}?level={next(levels)}"), 10))


if __name__ == "__main__":
    main()
