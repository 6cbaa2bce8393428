"""Run jobs in worker processes: a PDF that crashes, hangs or swells costs only its own result.

A supervisor keeps a few long-lived workers (``python -m curate.extract.worker``) with one job in flight
each, and talks to them in lines of JSON. A worker that dies or goes over its limits is killed and
replaced; its job is tried once more, alone, and then given up with the status ``limits``. Nothing here
forks, so it works alike on Linux, macOS and Windows.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any, BinaryIO

from curate.extract.job import Extracted, Job, JobResult, Limits, value_from_plain
from curate.extract.second import second_failed
from curate.extract.worker import PROTOCOL

POLL = 0.25
"""Seconds between two looks at clocks and memory."""

START = 120.0
"""Seconds a worker may take to import its engines, on a busy machine."""

MOST_WORKERS = 8

MEMORY_IS_LIMITED = sys.platform == "linux"
"""Elsewhere the supervisor watches the workers' memory itself."""

Progress = Callable[[JobResult], None]


def run_jobs(
    jobs: Iterable[Job],
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Iterator[JobResult]:
    """Run `jobs`, giving each result as soon as it is there.

    Write each result away before asking for the next: whoever is killed in between has lost nothing
    that was given.

    Parameters
    ----------
    jobs
        Taken one by one, when a worker is free.
    workers
        Processes; by default one a processor, leaving one free where there are more than two.
    limits
        Of one job.
    progress
        Called with each result before it is given.

    Yields
    ------
    JobResult
        In the order of finishing.

    Raises
    ------
    RuntimeError
        The workers do not start: the installation is broken.
    """
    with Pool(workers or default_workers(), limits or Limits()) as pool:
        for result in pool.run(iter(jobs)):
            if progress:
                progress(result)
            yield result


def run_job(job: Job, limits: Limits | None = None) -> JobResult:
    """Run one job in a worker of its own."""
    return next(run_jobs([job], workers=1, limits=limits))


def default_workers() -> int:
    """Return the number of workers for this machine."""
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        processors = os.cpu_count() or 1
    return min(processors if processors <= 2 else processors - 1, MOST_WORKERS)


@dataclass(frozen=True, slots=True)
class _Trial:
    """An attempt at a job; the second one runs alone."""

    job: Job
    origin: Job
    attempt: int = 1
    without_second: str = ""

    def again(self, why: str) -> _Trial:
        """Return the second attempt; the likeliest culprit, the second engine, is left out of it."""
        if self.job.task == "extract" and self.job.options["second"] != "none":
            options = {**self.job.options, "second": "none"}
            return _Trial(replace(self.job, options=options), self.origin, 2, why)
        return _Trial(self.job, self.origin, 2)


@dataclass(slots=True)
class _Worker:
    """A worker process as the supervisor sees it."""

    process: subprocess.Popen[bytes]
    errors: BinaryIO
    ready: bool = False
    trial: _Trial | None = None
    since: float = field(default_factory=time.monotonic)
    done: int = 0
    killed_for: str = ""

    def order(self, trial: _Trial) -> None:
        self.trial, self.since = trial, time.monotonic()
        job = trial.job
        self.say({"task": job.task, "path": str(job.path.absolute()), "options": job.options})

    def say(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # it has just died: the end of its pipe says so next
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def overdue(self, limits: Limits) -> str:
        """Return why the worker has to be killed: ``time``, ``memory`` or nothing."""
        passed = time.monotonic() - self.since
        if self.ready and not self.trial:
            return ""
        if passed > (limits.seconds if self.ready else START):
            return "time"
        if self.trial and not MEMORY_IS_LIMITED and _memory(self.process.pid) > limits.memory:
            return "memory"
        return ""

    def kill(self, why: str = "") -> None:
        self.killed_for = self.killed_for or why
        if self.process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):  # already gone
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def close(self) -> None:
        """End the process and free what belongs to it."""
        self.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream:
                with suppress(OSError):
                    stream.close()

    def death(self) -> str:
        """Return how the process ended."""
        code = self.process.wait()
        if self.killed_for:
            return self.killed_for
        if os.name == "posix" and code == -signal.SIGXCPU:
            return "time"
        if code < 0:
            return f"crashed (signal {-code})"
        return f"crashed (exit status {code})"

    def last_words(self) -> str:
        """Return the end of what the process wrote on standard error."""
        self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(self.errors.tell() - 4000, 0))
        return self.errors.read().decode("utf-8", "replace").strip()


def _memory(pid: int) -> float:
    """Return the resident memory of a process in MiB; 0 when it is gone."""
    import psutil

    try:
        return float(psutil.Process(pid).memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0


class Pool:
    """The workers, and the queue on which their answers arrive. Of one thread; close it by ``with``."""

    def __init__(self, size: int, limits: Limits) -> None:
        self._size = size
        self._limits = limits
        self._workers: list[_Worker] = []
        self._events: queue.SimpleQueue[tuple[_Worker, bytes]] = queue.SimpleQueue()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exception: object) -> None:
        for worker in self._workers:
            worker.close()

    def run(self, jobs: Iterator[Job]) -> Iterator[JobResult]:
        """Run all `jobs` side by side, then one by one those whose worker died."""
        suspects: list[_Trial] = []
        yield from self._serve((_Trial(job, job) for job in jobs), self._size, suspects)
        yield from self._serve(iter(suspects), 1, suspects)

    def _serve(self, trials: Iterator[_Trial], size: int, suspects: list[_Trial]) -> Iterator[JobResult]:
        """Run `trials` on `size` workers; those that fail the first time join the `suspects`."""
        for worker in self._workers[size:]:
            self._dismiss(worker)
        waiting: deque[_Trial] = deque()
        while True:
            room = size - len(waiting) - self._busy()
            waiting.extend(islice(trials, max(room, 0)))
            if not waiting and not self._busy():
                return
            self._employ(waiting)
            for worker, line in self._answers():
                result = self._settled(worker, line, suspects)
                if result:
                    yield result

    def _busy(self) -> int:
        return sum(worker.trial is not None for worker in self._workers)

    def _employ(self, waiting: deque[_Trial]) -> None:
        """Give the waiting jobs to idle workers, and start the workers that are missing."""
        for worker in self._workers:
            if waiting and worker.ready and not worker.trial:
                worker.order(waiting.popleft())
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(len(waiting) - starting):
            self._workers.append(self._started())

    def _started(self) -> _Worker:
        environment = {name: value for name, value in os.environ.items() if name != "CMAP_PATH"}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the worker)
        process = subprocess.Popen(
            # -P: modules of the folder that the user stands in must not be imported
            [sys.executable, "-P", "-m", "curate.extract.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        worker = _Worker(process, errors)
        threading.Thread(target=self._listen, args=(worker,), daemon=True).start()
        worker.say(asdict(self._limits))
        return worker

    def _listen(self, worker: _Worker) -> None:
        """Put each line of a worker on the queue, and an empty one when it ends."""
        assert worker.process.stdout is not None
        try:
            for line in worker.process.stdout:
                self._events.put((worker, line))
        except (OSError, ValueError):
            pass  # closed under our hands
        self._events.put((worker, b""))

    def _answers(self) -> list[tuple[_Worker, bytes]]:
        """Wait a moment for answers; kill whoever is over the limits."""
        answers = []
        try:
            answers.append(self._events.get(timeout=POLL))
            while True:
                answers.append(self._events.get_nowait())
        except queue.Empty:
            pass
        answered = {id(worker) for worker, _ in answers}
        for worker in self._workers:
            why = worker.overdue(self._limits) if id(worker) not in answered else ""
            if why:
                worker.kill(why)
        return answers

    def _settled(self, worker: _Worker, line: bytes, suspects: list[_Trial]) -> JobResult | None:
        """Take in one answer, or the death of a worker; return the result that it brings."""
        if worker not in self._workers:
            return None
        if not line.endswith(b"\n"):  # the pipe has ended, perhaps within a line
            return self._buried(worker, suspects) if not line else None
        answer = json.loads(line)
        if not worker.ready:
            if answer.get("ready") != PROTOCOL:
                raise RuntimeError("worker and supervisor are of different versions of curate")
            worker.ready = True
            return None
        trial, worker.trial = worker.trial, None
        worker.done += 1
        swollen = answer["status"] == "limits"
        if swollen or worker.done >= self._limits.recycle:
            self._dismiss(worker)
        assert trial is not None
        if swollen:
            return _given_up(trial, answer["detail"], suspects)
        return _result(trial, answer)

    def _buried(self, worker: _Worker, suspects: list[_Trial]) -> JobResult | None:
        why, trial = worker.death(), worker.trial
        words = worker.last_words()
        self._dismiss(worker)
        if not worker.ready:
            raise RuntimeError(f"a worker process does not start: {why}\n{words}")
        return _given_up(trial, why, suspects, time.monotonic() - worker.since) if trial else None

    def _dismiss(self, worker: _Worker) -> None:
        self._workers = [other for other in self._workers if other is not worker]
        worker.close()


def _given_up(trial: _Trial, why: str, suspects: list[_Trial], seconds: float = 0.0) -> JobResult | None:
    """Keep a job for its second attempt, or give it up after that."""
    if trial.attempt == 1:
        suspects.append(trial.again(why))
        return None
    return JobResult(trial.origin, "limits", why, attempts=trial.attempt, seconds=seconds)


def _result(trial: _Trial, answer: dict[str, Any]) -> JobResult:
    value = answer.get("value")
    if value is not None:
        value = value_from_plain(trial.job.task, value)
    if isinstance(value, Extracted) and trial.without_second:
        what = f"pdfplumber could not read this report: {trial.without_second}"
        value = replace(value, results=second_failed(value.results, what))
    return JobResult(
        trial.origin,
        answer["status"],
        answer.get("detail", ""),
        answer.get("hint", ""),
        value,
        trial.attempt,
        answer["seconds"],
    )
