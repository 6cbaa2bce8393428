"""A scan waits for OCR; what OCR makes of it stands for it, in its study."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import CurateError, Refused
from curate.extract.job import Job, JobResult
from curate.pdf import ocr
from curate.pdf.document import read_document
from curate.review import Review
from curate.review.scans import Ocred, Runner, refuse_without_programs
from curate.store.merge import merge

from ..garbage import PROSE, report, shifted, true
from ..scan import as_read, scan
from .conftest import DEMO

ZHONG = DEMO / "zhong-2016.pdf"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scan(ZHONG, tmp_path_factory.mktemp("scanned") / "zhong.pdf")


@pytest.fixture(scope="module")
def perfect(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Stand in for OCR: every word of the report that was scanned is read rightly."""
    return reader_of(scan(ZHONG, tmp_path_factory.mktemp("perfect") / "made.pdf", read=as_read))


def reader_of(made: Path) -> Runner:
    def run(jobs: Iterable[Job]) -> Iterator[JobResult]:
        for job in jobs:
            shutil.copy(made, job.options["target"])
            yield JobResult(job, "ok", value=([1, 2], "a reader 1.0"))

    return run


@pytest.fixture
def folder(scanned: Path, tmp_path: Path) -> Path:
    with Review.create(tmp_path / "r", "scans", "ann") as review:
        review.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        (added,) = review.reports.add([scanned])
        assert added.state == "no_text"
    return tmp_path / "r"


@pytest.fixture
def review(folder: Path) -> Iterator[Review]:
    with Review.open(folder, "ann") as opened:
        yield opened


def test_a_scan_waits_until_it_is_read_and_is_read_once(review: Review, perfect: Runner) -> None:
    assert [row["file_name"] for row in review.scans.waiting()] == ["zhong.pdf"]
    assert review.overview.standing().scans == 1
    (made,) = review.scans.read(runner=perfect)
    assert (made.made, made.state, made.pages) == ("zhong.ocr.pdf", "ok", 2)
    assert review.scans.waiting() == []
    assert review.scans.read(runner=perfect) == []
    assert review.scans.read(["zhong.pdf"], runner=perfect) == [replace(made, state="", pages=0)]
    assert len(review.reports.all()) == 2


def test_the_document_is_read_instead_of_the_scan_and_belongs_to_its_study(
    review: Review, perfect: Runner
) -> None:
    review.scans.read(runner=perfect)
    run = review.extraction.run(workers=1, second="none")
    assert [read.file_name for read in run.reads] == ["zhong.ocr.pdf"]
    assert run.reads[0].readings > 10  # the table is found by the rules of its picture
    assert review.extraction.run(workers=1).reads == ()
    (study,) = review.studies.all()
    assert len(study.reports) == 2
    assert not [p for p in review.reports.problems() if p.code == "report_no_text"]
    assert review.checks.verify().problems == ()


def test_no_reading_of_ocr_is_high(review: Review, perfect: Runner) -> None:
    review.scans.read(runner=perfect)
    review.extraction.run(workers=1, second="none")
    values = review.exports.frame("values")
    assert "high" not in set(values.band)
    assert len(values)
    assert values["flags"].map(lambda flags: "ocr" in flags).all()


def test_a_trace_says_which_scan_was_read(review: Review, perfect: Runner) -> None:
    review.scans.read(runner=perfect)
    review.extraction.run(workers=1, second="none")
    reading = review.exports.frame("values").reading.iloc[0]
    place = review.traces.first_place(review.traces.trace(reading))
    assert place is not None
    assert place.text.startswith("zhong.ocr.pdf (read by OCR from zhong.pdf), page")
    picture = review.traces.picture(place, review.home.folder / "page.png")
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_a_person_reads_the_document_without_naming_it(review: Review, perfect: Runner) -> None:
    review.scans.read(runner=perfect)
    (study,) = review.studies.all()
    (made,) = [row["id"] for row in review.reports.all() if row["read_from"]]
    assert review.forms.report_of(study, None) == made
    assert review.reports.find("zhong")["id"] == made


def test_a_document_goes_with_its_scan_to_another_study(review: Review, perfect: Runner) -> None:
    review.reports.add([DEMO / "zou-2021.pdf"])
    review.studies.join("zou-2021", ["zhong"])
    review.scans.read(runner=perfect)
    (study,) = review.studies.all()
    assert len(study.reports) == 3


def test_a_scan_and_its_document_are_split_off_together(review: Review, perfect: Runner) -> None:
    review.scans.read(runner=perfect)
    with pytest.raises(Refused, match="no other report"):
        review.studies.split("zhong", "zhong.pdf", "alone")
    review.reports.add([DEMO / "zou-2021.pdf"])
    review.studies.join("zou-2021", ["zhong"])
    review.studies.split("zou-2021", "zhong.pdf", "Zhong 2016")
    assert sorted(len(study.reports) for study in review.studies.all()) == [1, 2]


def test_only_the_scanned_pages_of_a_report_wait(perfect: Runner, tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "scans", "ann") as review:
        mixed = scan(ZHONG, tmp_path / "mixed.pdf", pictures=frozenset({1}))
        (added,) = review.reports.add([mixed])
        assert added.state == "partial"
        assert ocr.pages_without_text(mixed) == ([1], [])
        assert [row["detail"] for row in review.scans.waiting()] == ["scanned: page 1"]
        review.extraction.run(workers=1, second="none")
        before = review.exports.frame("values")
        review.scans.read(runner=perfect)
        assert len(review.exports.frame("values")) == len(before)
        review.extraction.run(workers=1, second="none")
        read = review.exports.frame("values")
        assert {row["state"] for row in review.reports.all()} == {"partial", "ok"}
        assert len(read) > len(before)
        assert read.pdf_sha256.nunique() == 1  # nothing is read in the scan as well


def test_a_report_whose_text_layer_is_garbage_waits_as_a_scan_does(
    perfect: Runner, tmp_path: Path
) -> None:
    path = report(tmp_path / "shifted.pdf", [(PROSE, true), (PROSE, shifted(-29))])
    with Review.create(tmp_path / "r", "scans", "ann") as review:
        (added,) = review.reports.add([path])
        assert added.state == "partial"
        assert ocr.pages_without_text(path) == ([], [2])
        (problem,) = [p for p in review.reports.problems() if p.code == "report_partial"]
        assert problem.what == "garbage encoding, the text layer is not text: page 2"
        assert "curate ocr" in problem.hint
        (made,) = review.scans.read(runner=perfect)
        assert made.made == "shifted.ocr.pdf"
        assert review.scans.waiting() == []


def test_of_two_documents_made_in_two_copies_the_first_stands(
    folder: Path, perfect: Runner, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "other")

    poor = reader_of(scan(ZHONG, tmp_path / "poor.pdf", read=lambda word: f"{word.text}l"))
    with Review.open(folder, "ann") as mine, Review.open(tmp_path / "other", "bob") as other:
        (first,) = mine.scans.read(runner=perfect)
        (second,) = other.scans.read(runner=poor)
        other.extraction.run(workers=1, second="none")
        shutil.copytree(tmp_path / "other" / "reports", folder / "reports", dirs_exist_ok=True)
        merge(mine.home.connection, tmp_path / "other" / "review.db")
        mine.extraction.run(workers=1, second="none")
        assert first.sha256 != second.sha256
        assert set(mine.exports.frame("values").pdf_sha256) == {first.sha256}
        assert mine.checks.verify().problems == ()


def test_a_scan_that_cannot_be_read_costs_only_itself(
    review: Review, perfect: Runner, tmp_path: Path
) -> None:
    review.reports.add([scan(DEMO / "zou-2021.pdf", tmp_path / "zou.pdf")])

    def gives_up(jobs: Iterable[Job]) -> Iterator[JobResult]:
        first, second = jobs
        yield JobResult(first, "refused", f"{first.path.name}: OCR gave up: no language deu")
        yield from perfect([second])

    done = review.scans.read(runner=gives_up)
    (failed,) = [one for one in done if one.error]
    assert str(failed.error) == f"{failed.file_name}: OCR gave up: no language deu"
    assert len(review.scans.waiting()) == 1


def test_what_is_not_installed_is_named_with_how_to_get_it(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    monkeypatch.setattr(ocr.shutil, "which", lambda name: None)
    with pytest.raises(CurateError) as raised:
        refuse_without_programs()
    extra, tesseract = raised.value.details
    assert "pip install 'trial-curate[ocr]'" in extra
    for way in ("apt install tesseract-ocr", "brew install tesseract", "winget install"):
        assert way in tesseract
    told = CliRunner().invoke(main, ["ocr", "-C", str(review.home.folder), "--as", "ann"])
    assert told.exit_code == 2
    assert "trial-curate[ocr]" in told.stderr


def test_a_report_with_text_is_not_read_again(tmp_path: Path) -> None:
    with pytest.raises(CurateError, match="has text on every page"):
        ocr.add_text(ZHONG, tmp_path / "made.pdf")


def test_add_names_the_command_for_scans(folder: Path, tmp_path: Path) -> None:
    path = scan(DEMO / "zou-2021.pdf", tmp_path / "zou.pdf")
    told = CliRunner().invoke(main, ["add", str(path), "-C", str(folder), "--as", "ann"])
    assert "zou.pdf  [no_text]" in told.stdout
    assert "1 report has pages without text: curate ocr" in told.stdout
    told = CliRunner().invoke(main, ["status", "-C", str(folder), "--as", "ann"])
    assert "scans       2 reports wait for OCR (curate ocr)" in told.stdout


@pytest.mark.skipif(
    bool(ocr.missing()), reason="needs ocrmypdf and tesseract: " + "; ".join(ocr.missing())
)
def test_tesseract_reads_a_scan_and_makes_the_same_document_again(
    review: Review, tmp_path: Path
) -> None:
    path = scan(ZHONG, tmp_path / "again.pdf", dpi=300)
    first, _ = ocr.add_text(path, tmp_path / "a.pdf")
    ocr.add_text(path, tmp_path / "b.pdf")
    assert first == ocr.pages_without_text(path).pictures
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    (made,) = review.scans.read()
    assert made == Ocred("zhong.pdf", made.sha256, "zhong.ocr.pdf", "ok", made.pages)


@pytest.mark.skipif(
    bool(ocr.missing()), reason="needs ocrmypdf and tesseract: " + "; ".join(ocr.missing())
)
def test_tesseract_reads_what_garbage_shows(tmp_path: Path) -> None:
    path = report(tmp_path / "shifted.pdf", [(PROSE, true), (PROSE, shifted(-29))], size=11)
    pages, _ = ocr.add_text(path, tmp_path / "made.pdf")
    assert pages == [2]
    before, after = read_document(tmp_path / "made.pdf").pages
    assert not before.ocr
    assert after.ocr
    assert [word.text for word in after.words][:4] == ["Of", "the", "96", "participants,"]
