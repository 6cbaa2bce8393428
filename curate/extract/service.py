"""Workers that stay: jobs of a program that runs all day, answered without waiting for a process to start."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from curate.extract.job import Job, JobResult, Limits
from curate.extract.run import Pool


@dataclass(order=True)
class _Asked:
    """A job that waits; the smallest is next."""

    rank: tuple[bool, int]
    job: Job | None = field(compare=False)
    answer: Future[JobResult] = field(compare=False)


class Service:
    """A few workers and one queue. Each worker is watched by a thread of its own, with the limits of extraction.

    Parameters
    ----------
    workers
        Processes; they start with the first jobs.
    limits
        Of one job.
    """

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._waiting: queue.PriorityQueue[_Asked] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"worker {number}", daemon=True)
            for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Job, *, patient: bool = False) -> Future[JobResult]:
        """Return the result to come of a job; a `patient` one lets all others go first."""
        answer: Future[JobResult] = Future()
        if self._closed:
            raise RuntimeError("the workers have been sent home")
        self._waiting.put(_Asked((patient, next(self._numbers)), job, answer))
        return answer

    def run(self, jobs: Iterable[Job]) -> Iterator[JobResult]:
        """Yield the results of jobs, in their order."""
        for answer in [self.submit(job) for job in jobs]:
            yield answer.result()

    def close(self) -> None:
        """End the workers; jobs that still wait are cancelled."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait().answer.cancel()
        for _ in self._threads:
            self._waiting.put(_Asked((False, -1), None, Future()))
        for thread in self._threads:
            thread.join(timeout=10)

    def _work(self) -> None:
        with Pool(1, self._limits) as pool:
            while self._answered(pool):
                pass

    def _answered(self, pool: Pool) -> bool:
        """Answer the next job; return whether there was one."""
        asked = self._waiting.get()
        if asked.job is None:
            return False
        if asked.answer.set_running_or_notify_cancel():
            try:
                (result,) = pool.run(iter([asked.job]))
            except BaseException as error:  # the thread must live on; who asked is told
                asked.answer.set_exception(error)
            else:
                asked.answer.set_result(result)
        return True
