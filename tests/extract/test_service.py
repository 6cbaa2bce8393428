"""Workers that stay: many jobs through few processes, urgent ones first, and a crash costs one job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curate import resources
from curate.extract.job import Job
from curate.extract.service import Service

PDF = Path(str(resources.folder("demo"))) / "keilp-2021.pdf"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service(1)
    yield made
    made.close()


def test_jobs_are_answered_in_their_order_by_one_worker(service: Service) -> None:
    jobs = [Job.layer(str(page), PDF, page) for page in (1, 2, 1)]
    done = list(service.run(jobs))
    assert [result.job.key for result in done] == ["1", "2", "1"]
    assert done[0].value == done[2].value
    assert done[0].value["size"][0] == pytest.approx(595.3, abs=0.1)
    assert "Table" in {word[0].title() for word in done[1].value["words"]}


def test_captions_name_the_tables_of_each_page(service: Service) -> None:
    (done,) = service.run([Job.captions("captions", PDF)])
    assert done.value == [["Table 1"], ["Table 2"]]


def test_a_file_that_is_gone_is_refused_and_the_worker_goes_on(service: Service, tmp_path: Path) -> None:
    gone, there = service.run([Job.layer("x", tmp_path / "gone.pdf", 1), Job.layer("y", PDF, 1)])
    assert (gone.status, there.status) == ("refused", "ok")


def test_the_patient_let_others_go_first(service: Service) -> None:
    order: list[str] = []
    first = service.submit(Job.layer("first", PDF, 1))
    answers = [
        service.submit(Job.layer("late", PDF, 1), patient=True),
        service.submit(Job.layer("soon", PDF, 1)),
    ]
    for answer in answers:
        answer.add_done_callback(lambda done: order.append(done.result().job.key))
    for answer in (first, *answers):
        answer.result(timeout=120)
    assert order == ["soon", "late"]


def test_nothing_can_be_asked_of_workers_that_were_sent_home() -> None:
    service = Service(1)
    service.close()
    with pytest.raises(RuntimeError, match="sent home"):
        service.submit(Job.layer("x", PDF, 1))
