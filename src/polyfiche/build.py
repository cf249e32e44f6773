"""Build: jobs, an executor for the heavy ones, a store for what is already known."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from .jobs import key, run
from .model import Artifact, Job
from .problems import PolyficheError, Problem
from .store import Store

Start = Callable[[int], Executor]
"""(number of workers) to an executor that can run PDF jobs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job: an artifact, or the problems that kept it from being made."""

    job: Job
    artifact: Artifact | None
    problems: tuple[Problem, ...] = ()
    reused: bool = False


def build(jobs: Iterable[Job], store: Store, start: Start, workers: int) -> Iterator[Outcome]:
    """Yield the outcome of every job, in the order in which they end.

    PDF jobs go to the executor that *start* gives; the others take milliseconds and run here
    while it works. A worker that dies costs its job one more try, alone.
    """
    todo: list[Job] = []
    for job in jobs:
        artifact = store.get(key(job))
        if artifact is None:
            todo.append(job)
        else:
            known = replace(artifact, counts=job.counts)  # a whole one's are not in the key
            yield Outcome(job, known, artifact.problems, reused=True)
    heavy = [job for job in todo if job.format == "pdf"]
    light = [job for job in todo if job.format != "pdf"]
    for outcome in _all(heavy, light, start, workers):
        if outcome.artifact is not None:
            store.put(key(outcome.job), outcome.artifact)
        yield outcome


def guarded(job: Job) -> tuple[Artifact | None, tuple[Problem, ...]]:
    """Run *job*; give problems instead of raising them, so that they survive the way home."""
    try:
        artifact = run(job)
    except PolyficheError as error:
        return None, error.problems
    return artifact, artifact.problems


def _all(
    heavy: Sequence[Job], light: Sequence[Job], start: Start, workers: int
) -> Iterator[Outcome]:
    if not heavy:
        yield from (Outcome(job, *guarded(job)) for job in light)
        return
    with closing(start(min(workers, len(heavy)))) as executor:
        futures = {executor.submit(guarded, job): job for job in heavy}
        yield from (Outcome(job, *guarded(job)) for job in light)
        dead: list[Job] = []
        for future in as_completed(futures):
            outcome = _outcome(future, futures[future])
            if outcome is None:
                dead.append(futures[future])
            else:
                yield outcome
    yield from _again(dead, start)


def _outcome(
    future: Future[tuple[Artifact | None, tuple[Problem, ...]]], job: Job
) -> Outcome | None:
    """Return what came of *job*; None when its worker died."""
    try:
        return Outcome(job, *future.result())
    except BrokenProcessPool:
        return None


def _again(dead: Iterable[Job], start: Start) -> Iterator[Outcome]:
    """Run each job alone, so that the one that kills its worker can be named."""
    for job in dead:
        with closing(start(1)) as executor:
            outcome = _outcome(executor.submit(guarded, job), job)
        yield outcome or Outcome(job, None, (_killer(job),))


def _killer(job: Job) -> Problem:
    message = f"{job.path}: the process that made it died, twice"
    hint = "look for very large tables or figures; try --jobs 1"
    return Problem(job.source.path, 0, "build-worker", message, hint)


# Processes


def processes(prepare: Callable[[], object]) -> Start:
    """Return a start of process pools whose workers call *prepare* once, and die with us.

    Where the machine has no shared memory for them, as in some containers, one thread works.
    """

    def start(workers: int) -> Executor:
        context = multiprocessing.get_context("spawn")
        try:
            return ProcessPoolExecutor(workers, context, _worker, (os.getpid(), prepare))
        except OSError:
            return ThreadPoolExecutor(1, initializer=prepare)

    return start


def _worker(parent: int, prepare: Callable[[], object]) -> None:
    """Ignore Ctrl-C, which the parent handles, and end when the parent ends."""
    import ctypes

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(AttributeError, OSError):  # PR_SET_PDEATHSIG: Linux only
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    prepare()


@contextmanager
def closing(executor: Executor) -> Iterator[Executor]:
    """Close *executor*; on an interruption, end its processes without waiting for their work."""
    try:
        yield executor
    except BaseException:
        workers = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in workers:
            process.terminate()
        raise
    executor.shutdown()
