"""The supervisor: good reports survive bad ones, and nothing is lost or given twice.

The misbehaving extractors come in as any third party's would: a package with entry points on the path.
"""

from __future__ import annotations

import os
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from reportlab.pdfgen.canvas import Canvas

from curate.errors import ReportError
from curate.extract.job import Extracted, Job, JobResult, Limits
from curate.extract.run import run_job, run_jobs
from curate.model.reading import Found, Grid

from ..pdf.sheets import write_objects

TRAPS = '''
    """Extractors that read a number off the page, or misbehave when the page tells them to."""

    import ctypes, os, time

    from curate.model.reading import Cell, Evidence, Found, Grid, Reading, Result


    class Honest:
        name, version = "honest", "1.0.0"

        def read(self, document):
            for page in document.pages:
                for word in page.words:
                    if word.text == "CRASH":
                        ctypes.string_at(0)
                    if word.text == "EXIT":
                        os._exit(7)
                    if word.text == "HANG":
                        time.sleep(600)
                    if word.text == "BURN":
                        while True:
                            pass
                    if word.text == "SWELL":
                        self.heap = bytearray(3 << 30)
                    if word.text == "CHAT":
                        print("this must not reach the pipe")
                    if word.text == "NAN":
                        yield Grid(document.report, 1, "", "", (), box=(float("nan"),) * 4)
                    if word.text == "12.3":
                        yield Grid(document.report, 1, "Table 1", "A", (Cell(0, 0, "12.3", box=word.box),))
                        quote = Evidence(document.report, "12.3", page=page.number, box=word.box)
                        yield Found(
                            Result(arms=("A",), outcome="pain"),
                            (Reading("mean", "12.3", quote, as_printed="12.3", ci_level=95.0),),
                        )


    class Liar(Honest):
        name = "liar"

        def read(self, document):
            word = document.pages[0].words[0]
            quote = Evidence(document.report, "99.9", page=1, box=word.box)
            yield Found(Result(), (Reading("mean", "99.9", quote, as_printed="99.9"),))


    class Boaster(Honest):
        name = "boaster"

        def read(self, document):
            word = document.pages[0].words[-1]
            quote = Evidence(document.report, word.text, page=1, box=word.box)
            large = Reading("n", "1" + "0" * 12, quote, as_printed="1000000000000")
            yield Found(Result(), (large, Reading("n", "3", quote, as_printed="3")))


    class Buggy(Honest):
        name = "buggy"

        def read(self, document):
            yield from super().read(document)
            raise ZeroDivisionError("a bug of ours")
'''


@pytest.fixture
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the package of extractors for the workers that the test starts."""
    site = tmp_path / "site"
    (site / "traps-1.dist-info").mkdir(parents=True)
    (site / "traps.py").write_text(textwrap.dedent(TRAPS))
    (site / "traps-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: traps\nVersion: 1\n"
    )
    (site / "traps-1.dist-info" / "entry_points.txt").write_text(
        "[curate.extractors]\nhonest = traps:Honest\nliar = traps:Liar\nboaster = traps:Boaster\nbuggy = traps:Buggy\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site))


def report(folder: Path, name: str, word: str = "") -> Path:
    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300), invariant=1)
    canvas.drawString(40, 250, f"{word} The mean in arm A was 12.3 points in all".strip())
    canvas.save()
    return path


def extract_jobs(*paths: Path, second: str = "none") -> list[Job]:
    return [Job.extract(path.stem, path, ["honest"], second=second) for path in paths]


def by_key(results: list[JobResult]) -> dict[str, JobResult]:
    assert len({result.job.key for result in results}) == len(results)
    return {result.job.key: result for result in results}


@pytest.mark.usefixtures("traps")
def test_a_poisoned_batch_costs_only_the_poison(tmp_path: Path) -> None:
    good = [report(tmp_path, f"good{number}") for number in range(6)]
    jobs = extract_jobs(
        *good[:2],
        report(tmp_path, "crash", "CRASH"),
        report(tmp_path, "hang", "HANG"),
        *good[2:4],
        report(tmp_path, "exit", "EXIT"),
        report(tmp_path, "swell", "SWELL"),
        *good[4:],
    )
    limits = Limits(seconds=2.0, memory=1024)
    results = by_key(list(run_jobs(jobs, workers=2, limits=limits)))
    assert len(results) == len(jobs)
    for path in good:
        result = results[path.stem]
        assert (result.status, result.attempts) == ("ok", 1)
        (extracted,) = result.value.results
        assert [type(item) for item in extracted.items] == [Grid, Found]
    bad = {key: result for key, result in results.items() if not key.startswith("good")}
    assert {result.status for result in bad.values()} == {"limits"}
    assert {result.attempts for result in bad.values()} == {2}
    assert bad["crash"].detail.startswith("crashed")
    assert bad["hang"].detail == "time"
    assert bad["exit"].detail == "crashed (exit status 7)"
    if os.name == "posix":
        assert bad["crash"].detail == "crashed (signal 11)"
    assert bad["swell"].detail == "memory"


@pytest.mark.usefixtures("traps")
def test_processor_time_is_limited_as_well(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="the system does not limit processor time")
    limits = Limits(seconds=60.0, cpu_seconds=1)
    started = time.monotonic()
    result = run_job(extract_jobs(report(tmp_path, "burn", "BURN"))[0], limits)
    assert (result.status, result.detail) == ("limits", "time")
    assert time.monotonic() - started < 40  # two attempts of some seconds, not two minutes


@pytest.mark.usefixtures("traps")
def test_what_was_found_comes_through_the_pipe_unchanged(tmp_path: Path) -> None:
    path = report(tmp_path, "chatty", "CHAT")
    result = run_job(extract_jobs(path)[0])
    assert isinstance(result.value, Extracted)
    (extracted,) = result.value.results
    (grid,), (found,) = extracted.grids, extracted.found
    (reading,) = found.readings
    assert (extracted.name, extracted.version, extracted.status) == ("honest", "1.0.0", "ok")
    assert reading.evidence is not None
    assert reading.evidence.box == grid.cells[0].box  # floats and tuples survive
    assert reading.evidence.id.startswith("ev_")
    assert reading.ci_level == 95.0
    assert reading.second_text is None
    assert found.result.arms == ("A",)
    assert result.value.report == reading.evidence.report


@pytest.mark.usefixtures("traps")
def test_an_extractor_with_a_bug_keeps_what_it_read_and_harms_no_other(tmp_path: Path) -> None:
    job = Job.extract("x", report(tmp_path, "x"), ["buggy", "honest"])
    buggy, honest = run_job(job).value.results
    assert (buggy.status, len(buggy.found)) == ("partial", 1)
    (problem,) = buggy.problems
    assert problem.code == "extractor_failed"
    assert "a bug of ours" in problem.what
    assert (honest.status, len(honest.found), honest.problems) == ("ok", 1, ())


@pytest.mark.usefixtures("traps")
def test_a_reading_whose_quote_is_not_on_the_page_is_dropped(tmp_path: Path) -> None:
    (liar,) = run_job(Job.extract("x", report(tmp_path, "x"), ["liar"])).value.results
    assert liar.found == ()
    assert [problem.code for problem in liar.problems] == ["quote_not_on_page"]


@pytest.mark.usefixtures("traps")
def test_a_number_that_no_store_holds_is_dropped_alone(tmp_path: Path) -> None:
    (boaster,) = run_job(Job.extract("x", report(tmp_path, "x"), ["boaster"])).value.results
    assert [reading.value for found in boaster.found for reading in found.readings] == ["3"]
    assert [problem.code for problem in boaster.problems] == ["number_too_large"]


@pytest.mark.usefixtures("traps")
def test_a_value_that_is_no_json_is_a_bug_of_its_own_job(tmp_path: Path) -> None:
    paths = report(tmp_path, "nan", "NAN"), report(tmp_path, "good")
    results = by_key(list(run_jobs(extract_jobs(*paths), workers=1)))
    assert results["nan"].status == "failed"
    assert "JSON" in results["nan"].detail
    assert results["good"].status == "ok"


@pytest.mark.usefixtures("traps")
def test_the_second_engine_is_asked_about_every_reading(tmp_path: Path) -> None:
    result = run_job(extract_jobs(report(tmp_path, "x"), second="all")[0])
    (reading,) = result.value.results[0].found[0].readings
    assert reading.second_text == "12.3"
    assert "readers_disagree" not in reading.flags


@pytest.mark.usefixtures("traps")
def test_unknown_extractors_are_refused_with_the_known_ones(tmp_path: Path) -> None:
    result = run_job(Job.extract("x", report(tmp_path, "x"), ["tabel"]))
    assert result.status == "refused"
    assert "tabel" in result.detail
    assert "honest" in result.hint
    with pytest.raises(ReportError, match="tabel"):
        result.unwrap()


def test_files_that_are_no_reports_are_refused_and_the_others_described(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_text("<html></html>")
    jobs = [Job.describe("page", page), Job.describe("good", report(tmp_path, "good"))]
    results = by_key(list(run_jobs(jobs, workers=1)))
    assert results["page"].status == "refused"
    assert "no PDF" in results["page"].detail
    assert results["good"].unwrap().pages == 1


def test_the_other_tasks_answer(tmp_path: Path) -> None:
    path = report(tmp_path, "x")
    jobs = [
        Job.locate("locate", path, [(1, "12.3", False), (1, "45.6", False)]),
        Job.render("page", path, 1, dpi=36),
        Job.hold("hold", path, [(1, "12.3 points", None), (1, "13.3 points", None)]),
    ]
    results = by_key(list(run_jobs(jobs, workers=1)))
    box, nothing = (standing.only for standing in results["locate"].unwrap())
    assert isinstance(box, tuple)
    assert nothing is None
    assert results["page"].unwrap().startswith(b"\x89PNG")
    assert results["hold"].unwrap() == [True, False]
    (text,) = run_job(Job.reread("again", path, [(1, box)])).unwrap()
    assert text == "12.3"
    assert run_job(Job.render("crop", path, 1, box)).unwrap().startswith(b"\x89PNG")


def test_workers_are_recycled_and_leave_nothing_behind(tmp_path: Path) -> None:
    path = report(tmp_path, "x")
    jobs = [Job.describe(str(number), path) for number in range(5)]
    assert len(list(run_jobs(jobs, workers=1, limits=Limits(recycle=2)))) == 5
    assert not _children()


def test_whoever_stops_asking_ends_the_workers(tmp_path: Path) -> None:
    path = report(tmp_path, "x")
    taken: list[int] = []

    def jobs():
        for number in range(50):
            taken.append(number)
            yield Job.describe(str(number), path)

    results = run_jobs(jobs(), workers=1)
    next(results)
    results.close()
    assert not _children()
    assert len(taken) < 5  # jobs are taken as they are needed


def test_progress_hears_of_every_result(tmp_path: Path) -> None:
    path = report(tmp_path, "x")
    heard: list[str] = []
    jobs = [Job.describe(str(number), path) for number in range(3)]
    results = list(run_jobs(jobs, workers=1, progress=lambda result: heard.append(result.job.key)))
    assert heard == [result.job.key for result in results]


def _children() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if "curate.extract.worker" in " ".join(child.cmdline())
    ]


@pytest.mark.usefixtures("traps")
def test_a_report_that_only_the_second_engine_chokes_on_keeps_its_readings(tmp_path: Path) -> None:
    """A character map of four thousand million entries: PDFium passes it over, pdfminer writes it out."""
    table = (
        b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n"
        b"1 beginbfrange <00000000> <ffffffff> <0020> endbfrange endcmap end\n"
    )
    content = b"BT /F1 10 Tf 40 200 Td (The mean in arm A was 12.3 points in all of them) Tj /F2 10 Tf (x) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 400 300]"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table),
    ]
    path = write_objects(tmp_path / "map.pdf", objects)
    limits = Limits(seconds=4.0, cpu_seconds=2, memory=4096)
    result = run_job(extract_jobs(path, second="all")[0], limits)
    assert (result.status, result.attempts) == ("ok", 2)
    assert result.job.options["second"] == "all"  # the job as it was asked for
    (extracted,) = result.value.results
    assert [reading.second_text for found in extracted.found for reading in found.readings] == [None]
    assert [problem.code for problem in extracted.problems] == ["second_engine_failed"]
