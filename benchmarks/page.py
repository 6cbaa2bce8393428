"""Measure the review page: a page of a report, the queue with 5,000 disagreements, a decision, a row typed.

    python benchmarks/page.py [--pdf REPORT.pdf] [--disagreements 5000]

Times are by the clock, from the request to the last byte of the answer, through the whole application with its
guard, without the network. Each is the median of several; the first (cold) is given apart.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from curate import resources
from curate.model.protocol import Arm, Comparison, Outcome, Person, Protocol, Timepoint
from curate.model.reading import Evidence, Reading, Result
from curate.parse.protocol import write_protocol
from curate.review import Review
from curate.store.mappings import map_aliases
from curate.store.readings import person_extraction, put_person_reading, seal_extraction
from curate.web.app import create_app
from curate.web.desk import Desk

HOST = "127.0.0.1:8765"
STATISTICS = ("mean", "sd")


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


def fill(folder: Path, pdf: Path, disagreements: int) -> None:
    """Make a review of one report in which two readers differ on that many values."""
    each = 2 * len(STATISTICS)
    outcomes = -(-disagreements // each)
    with Review.create(folder, "made up", "carol") as review:
        review.home.set_protocol(write_protocol(protocol(outcomes)))
        review.reports.add([pdf])
        (study,) = review.studies.all()
        for person, shift in (("ann", 0), ("bob", 1)):
            with review.home.act("enter") as act:
                extraction = person_extraction(act, Person(person), study.id)
                for number in range(outcomes):
                    for arm in ("Ketamine", "Control"):
                        result = Result((arm,), (), f"outcome{number}", "end", basis="final")
                        values = {
                            "mean": f"{10 + number % 7}.{3 + shift}",
                            "sd": f"{4 + number % 3}.{1 + shift}",
                        }
                        place = Evidence(study.reports[0], "", page=1)
                        for statistic, value in values.items():
                            reading = Reading(statistic, value, place, as_printed=value)
                            put_person_reading(act, extraction, result, reading)
                        n = Reading("n", "30", place, role="analysed", as_printed="30")
                        put_person_reading(act, extraction, result, n)
                map_aliases(act, review.protocol)
                seal_extraction(act, person, study.id, study.name)


def timed(call: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the first time and the median of the others, in milliseconds."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        answer = call()
        took.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, answer.text
    return took[0], statistics.median(took[1:] or took)


def row(sheet: dict[str, Any], value: str) -> dict[str, Any]:
    section = sheet["sections"][0]
    place = {"report": sheet["reports"][0]["id"], "page": 1, "box": None}
    names = section["rows"][0]["names"]
    cells = {"centre": {"text": value, "status": "reported", "place": place}}
    return {"block": "results", "names": names, "kinds": {}, "cells": cells}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=Path)
    parser.add_argument("--disagreements", type=int, default=5000)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, as_file(resources.folder("demo")) as demo:
        folder = Path(place) / "r"
        pdf = said.pdf or demo / "keilp-2021.pdf"
        fill(folder, pdf, said.disagreements)
        desk = Desk(folder)
        headers = {"origin": f"http://{HOST}"}
        with TestClient(create_app(desk, [HOST], "carol"), base_url=f"http://{HOST}") as client:
            client.get(f"/start?word={desk.sessions.invite()}")
            (session,) = desk.sessions._held.values()
            headers["x-curate-token"] = session.token
            measure(client, headers)


def measure(client: TestClient, headers: dict[str, str]) -> None:
    with_report = client.get("/reports").text
    report = with_report.split("/look/")[1][:64]
    pages = len(client.get(f"/pages/{report}.json").json()["pages"])

    def show(name: str, took: tuple[float, float]) -> None:
        print(f"{name:<58} {took[0]:>8.1f} {took[1]:>8.1f}")

    print(f"{'milliseconds':<58} {'first':>8} {'median':>8}")

    def whole() -> Any:
        client.get(f"/pages/{report}/{min(2, pages)}.png")
        return client.get(f"/pages/{report}/{min(2, pages)}.json")

    show(f"page image and boxes of a {pages}-page report", timed(whole, 20))
    numbers = iter(range(3, pages + 1))

    def other() -> Any:
        number = next(numbers)
        client.get(f"/pages/{report}/{number}.png")
        return client.get(f"/pages/{report}/{number}.json")

    if pages > 3:
        show("   the same, each page for the first time", timed(other, min(pages - 2, 10)))
    show("opening the queue", timed(lambda: client.get("/reconcile"), 6))
    queue = client.get("/reconcile").text
    records = iter([part[:15] for part in queue.split('data-record="')[1:]][1:])

    def decide() -> Any:
        body = {
            "choice": "reading",
            "take": 1,
            "reason": "as printed",
            "mode": "third_person",
            "cause": "misread",
        }
        return client.post(f"/reconcile/card/{next(records)}", json=body, headers=headers)

    show("a decision", timed(decide, 20))
    show("the next card", timed(lambda: client.get(f"/reconcile/card/{next(records)}"), 20))
    study = client.get("/extract").text.split("/extract/")[1].split('"')[0]
    sheet = client.get(f"/extract/{study}/sheet.json").json()
    values = iter(f"{number}.5" for number in range(100))

    def enter() -> Any:
        return client.post(f"/extract/{study}/row", json=row(sheet, next(values)), headers=headers)

    show("a row typed", timed(enter, 12))


if __name__ == "__main__":
    main()
