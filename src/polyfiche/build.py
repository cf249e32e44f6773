"""Build: jobs, an executor for them, a store for what is already known."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace

from .batches import Batch, Waiting, guarded, pack, unpack, work
from .jobs import key
from .model import Artifact, Job
from .pool import Start, WorkerDied
from .problems import Problem
from .store import Store

WINDOW = 512
"""Jobs that wait at most: the main process holds no more of them, however many there are."""
_FEW = 32
"""Light jobs that are done sooner than a worker is started."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job: an artifact, or the problems that kept it from being made."""

    job: Job
    artifact: Artifact | None
    problems: tuple[Problem, ...] = ()
    reused: bool = False


def build(
    jobs: Iterable[Job], store: Store, start: Start, workers: int, *, whole: bool = False
) -> Generator[Outcome, None, None]:
    """Yield the outcome of every job, in the order in which they end.

    *jobs* are taken as they are needed: at most `WINDOW` of them wait. PDFs are made first, the
    longest first. A worker that dies costs its job one more try. With *whole*, all files of an
    edition go to one worker together.

    Raises:
        PolyficheError: Workers cannot be made ready, or are lost together.
    """
    crew = Crew(start, workers, Waiting(whole))
    try:
        for job in jobs:
            artifact = store.get(key(job))
            if artifact is not None:
                known = replace(artifact, counts=job.counts)  # a whole one's are not in the key
                yield Outcome(job, known, artifact.problems, reused=True)
                continue
            crew.waiting.add(job)
            yield from _kept(crew.outcomes(WINDOW), store)
        yield from _kept(crew.outcomes(0), store)
        crew.close(now=False)
    except BaseException:
        crew.close(now=True)
        raise


def _kept(outcomes: Iterable[Outcome], store: Store) -> Iterator[Outcome]:
    for outcome in outcomes:
        if outcome.artifact is not None:
            store.put(key(outcome.job), outcome.artifact)
        yield outcome


@dataclass(slots=True)
class Crew:
    """The executor, what it is doing, and what waits for it."""

    start: Start
    workers: int
    waiting: Waiting
    _executor: Executor | None = None
    _running: dict[Future[bytes], tuple[Batch, str]] = field(default_factory=dict)
    """Each batch with the reason why it is tried again; empty at the first time."""

    def outcomes(self, most: int) -> Iterator[Outcome]:
        """Yield outcomes until no more than *most* jobs are waiting; with 0, until all is done."""
        if not most and self._executor is None and self._is_little():
            while batch := self.waiting.take():
                yield from (Outcome(job, *guarded(job)) for job in batch)
        while len(self.waiting) > most or (self._running and not most):
            self._fill()
            for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                yield from self._ended(future, *self._running.pop(future))

    def close(self, *, now: bool) -> None:
        """End the executor; *now* does not wait for what it does."""
        if self._executor is not None:
            self._executor.shutdown(wait=not now, cancel_futures=now)

    def _is_little(self) -> bool:
        return len(self.waiting) <= _FEW and not self.waiting.has_pdf

    def _fill(self) -> None:
        """Give the executor what it can do soon: one batch in hand, one at hand."""
        while len(self._running) < 2 * self.workers and (batch := self.waiting.take()):
            self._submit(batch, "")

    def _submit(self, batch: Batch, cause: str) -> None:
        if self._executor is None:
            self._executor = self.start(self.workers)
        self._running[self._executor.submit(work, pack(batch))] = batch, cause

    def _ended(self, future: Future[bytes], batch: Batch, before: str) -> Iterator[Outcome]:
        """Yield what came of *batch*; try its jobs again, one by one, when its worker died."""
        try:
            results = unpack(future.result())
        except BrokenExecutor as error:
            death = error if isinstance(error, WorkerDied) else WorkerDied("its process ended")
            yield from self._died(batch, before, death)
        else:
            more = tuple(_again(job, before) for job in batch if before)
            for job, (artifact, problems) in zip(batch, results, strict=True):
                yield Outcome(job, artifact, (*problems, *more))

    def _died(self, batch: Batch, before: str, death: WorkerDied) -> Iterator[Outcome]:
        again = death.code == "build-worker" and not before
        if death.last or (len(batch) == 1 and not again):
            yield from (Outcome(job, None, (_killer(job, death),)) for job in batch)
            return
        for job in batch:
            self._submit((job,), death.cause if len(batch) == 1 else "")


def _killer(job: Job, death: WorkerDied) -> Problem:
    twice = ", twice" if death.code == "build-worker" and not death.last else ""
    message = f"{_named(job)}: {death.cause}{twice}"
    hint = "look for very large tables or figures in the sheet"
    return Problem(job.source.path, 0, death.code, message, hint)


def _again(job: Job, cause: str) -> Problem:
    message = f"{_named(job)}: {cause}; it was made again"
    hint = "look at the memory of the machine if this happens often"
    return Problem(job.source.path, 0, "build-retried", message, hint, "warning")


def _named(job: Job) -> str:
    return f"{job.path} ({job.sheet}, {job.lang})"
