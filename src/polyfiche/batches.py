"""Batches: what travels to a worker in one piece, as bytes, and what comes back."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from .jobs import run
from .languages import language
from .model import Artifact, Job
from .problems import PolyficheError, Problem

Result = tuple[Artifact | None, tuple[Problem, ...]]
"""An artifact with its warnings, or the problems that kept it from being made."""
Batch = tuple[Job, ...]
MOST = 12
"""Light jobs of one batch: some 0.1 s of work, hundreds of times what sending it costs."""
_SCRIPTS = {"Arab": 2.0, "Hebr": 2.0, "Deva": 1.2, "Thai": 1.2}
"""How long a PDF takes for its source, over one in Latin script (bench/pdf.py)."""


def work(payload: bytes) -> bytes:
    """Run the jobs of *payload*; return a result for each, in the same order."""
    jobs = msgspec.msgpack.decode(payload, type=Batch)
    return msgspec.msgpack.encode([guarded(job) for job in jobs])


def pack(batch: Batch) -> bytes:
    """Return what `work` takes."""
    return msgspec.msgpack.encode(batch)


def unpack(results: bytes) -> list[Result]:
    """Return what `work` gave."""
    return msgspec.msgpack.decode(results, type=list[Result])


def guarded(job: Job) -> Result:
    """Run *job*; give problems instead of raising them, so that they survive the way home."""
    try:
        artifact = run(job)
    except PolyficheError as error:
        return None, error.problems
    return artifact, artifact.problems


@dataclass(slots=True)
class Waiting:
    """Jobs that wait for a worker: PDF first, longest first; the others as they came."""

    whole: bool = False
    """Keep all files of an edition together, for workers that are far away."""
    _heap: list[tuple[float, int, Batch]] = field(default_factory=list)
    _light: list[Job] = field(default_factory=list)
    _size: int = 0
    _count: Iterator[int] = field(default_factory=itertools.count)

    def __len__(self) -> int:
        """Return the number of jobs."""
        return self._size

    @property
    def has_pdf(self) -> bool:
        """Whether a PDF is among the jobs."""
        return bool(self._heap and self._heap[0][0] < 0) or any(map(_is_heavy, self._light))

    def add(self, job: Job) -> None:
        """Let *job* wait."""
        self._size += 1
        if not self.whole and _is_heavy(job):
            self._push((job,))
            return
        if self._light and not self._fits(job):
            self._flush()
        self._light.append(job)

    def take(self) -> Batch:
        """Return what is to be done next; nothing when nothing waits."""
        if not self._heap:
            self._flush()
        if not self._heap:
            return ()
        batch = heapq.heappop(self._heap)[2]
        self._size -= len(batch)
        return batch

    def _fits(self, job: Job) -> bool:
        last = self._light[-1]
        together = (job.sheet, job.lang) == (last.sheet, last.lang)
        return together if self.whole else len(self._light) < MOST

    def _flush(self) -> None:
        if self._light:
            self._push(tuple(self._light))
            self._light = []

    def _push(self, batch: Batch) -> None:
        heapq.heappush(self._heap, (-cost(batch), next(self._count), batch))


def cost(batch: Iterable[Job]) -> float:
    """Return a guess of how long the PDFs of *batch* take, in characters of Latin text."""
    heavy = (job for job in batch if _is_heavy(job))
    return sum(len(job.source.text) * _SCRIPTS.get(language(job.lang).script, 1.0) for job in heavy)


def _is_heavy(job: Job) -> bool:
    return job.format == "pdf"
