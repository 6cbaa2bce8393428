"""Kill the extraction in the middle and run it again: the rest is done, nothing twice."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curate.errors import StoreError
from curate.model.reading import Found
from curate.review import Review
from curate.store import readings as store
from curate.store.act import Act

from .conftest import DEMO, FILES


def extracted_reports(store: Path) -> int:
    connection = sqlite3.connect(store)
    try:
        return int(connection.execute("SELECT count(DISTINCT report_id) FROM extraction").fetchone()[0])
    finally:
        connection.close()


def test_a_kill_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    names = [*FILES, "anderson-2017.pdf", "fedgchin-2019.pdf", "chen-2018.pdf"]
    with Review.create(folder, "killed", "ann") as review:
        review.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        review.reports.add([DEMO / name for name in names])
    command = [sys.executable, "-m", "curate", "extract", "-C", str(folder), "--workers", "1"]
    environment = {**os.environ, "CURATE_ACTOR": "ann"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while extracted_reports(folder / "review.db") == 0:
        assert process.poll() is None
        time.sleep(0.005)
    process.kill()
    process.wait()
    before = extracted_reports(folder / "review.db")
    assert 0 < before < len(names)

    subprocess.run(command, env=environment, check=True, capture_output=True)
    with Review.open(folder, "ann") as review:
        killed = review.exports.frame("values")
        assert review.checks.verify(quotes=False).problems == ()
    with Review.create(tmp_path / "whole", "whole", "ann") as review:
        review.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        review.reports.add([DEMO / name for name in names])
        run = review.extraction.run(workers=2)
        whole = review.exports.frame("values")
        assert review.extraction.run().reads == ()
    assert len(run.reads) == len(names)
    assert set(killed.reading) == set(whole.reading)
    assert killed.reading.is_unique


def test_a_report_that_cannot_be_opened_costs_only_itself(tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "lost", "ann") as review:
        added = review.reports.add([DEMO / name for name in FILES[:2]])
        lost = review.home.report_path(added[0].sha256)
        content = lost.read_bytes()
        lost.unlink()
        run = review.extraction.run(workers=1, second="none")
        assert {read.file_name: read.status for read in run.reads} == {
            FILES[0]: "refused",
            FILES[1]: "ok",
        }
        assert "no file" in next(read.detail for read in run.reads if read.status == "refused")
        lost.write_bytes(content)
        (again,) = review.extraction.run(workers=1, second="none").reads
        assert (again.file_name, again.status) == (FILES[0], "ok")


def test_what_the_store_refuses_of_one_report_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.put_program_extraction

    def picky(
        act: Act, program: store.Program, report: str, status: str, found: Sequence[Found], *rest: Any
    ) -> None:
        beyond = (
            replace(found[0], readings=(replace(found[0].readings[0], ci_level=100.0),))
            if found
            else None
        )
        bad = report == refused and beyond is not None
        whole(act, program, report, status, [beyond] if bad and beyond else found, *rest)

    with Review.create(tmp_path / "r", "picky", "ann") as review:
        review.reports.add([DEMO / name for name in FILES])
        refused = review.reports.all()[0]["id"]
        name = review.reports.all()[0]["file_name"]
        monkeypatch.setattr(store, "put_program_extraction", picky)
        with pytest.raises(StoreError, match=f"{name}: the store refuses a row of reading"):
            review.extraction.run()
        assert extracted_reports(tmp_path / "r" / "review.db") == len(FILES) - 1
        monkeypatch.undo()
        assert [read.file_name for read in review.extraction.run().reads] == [name]
