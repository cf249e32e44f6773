"""The pool: an executor whose workers may die, be slow or be greedy, and are replaced."""

from __future__ import annotations

import contextlib
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from typing import Any, TypeVar

from .limits import Work
from .serving import MEMORY, Setup
from .workers import Nursery, Worker, nursery

_T = TypeVar("_T")
Start = Callable[[int], Executor]
"""(number of workers) to an executor that can run any job."""


_START_S = 120.0
"""What a worker may take until it is ready, on a machine that does much else."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one worker took."""

    pid: int
    tasks: int
    peak_mb: int
    """The most memory that it held, shared pages too; 0 where the system does not tell."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who makes a build."""

    start: Start
    size: int
    """Workers."""
    whole: bool = False
    """They are far away: all files of an edition travel together."""


class WorkerDied(BrokenExecutor):
    """The process of a task ended before the task did."""

    def __init__(self, cause: str, code: str = "build-worker", *, last: bool = False) -> None:
        super().__init__(cause)
        self.cause = cause
        """Follows the name of what it worked on: `the process was ended by SIGKILL`."""
        self.code = code
        """Of the problem; only `build-worker` is worth another try."""
        self.last = last
        """Whether it was tried again already, by somebody else."""


def processes(
    setup: Setup, limits: Work, told: Callable[[tuple[Usage, ...]], object] = lambda _: None
) -> Start:
    """Return a start of pools; *told* gets what their workers took when a pool closes."""

    def start(workers: int) -> Executor:
        return Pool(workers, lambda: nursery(setup), limits, told)

    return start


class Pool(Executor):
    """Worker processes, each with a thread here that feeds it."""

    def __init__(
        self,
        workers: int,
        start: Callable[[], Nursery],
        limits: Work,
        told: Callable[[tuple[Usage, ...]], object] = lambda _: None,
    ) -> None:
        self._limits, self._told = limits, told
        self._nursery = start()
        self._tasks: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._alive: dict[int, Worker] = {}
        self._used: dict[int, Usage] = {}
        self._threads = [threading.Thread(target=self._feed, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:  # noqa: ANN401 (as the base class)
        """Run `fn(*args)` in a worker; its future gives `WorkerDied` when the worker does."""
        assert not kwargs, "work takes positional arguments"
        future: Future[_T] = Future()
        self._tasks.put((future, pickle.dumps((fn, args))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when all tasks are done; with *cancel_futures*, end all workers now."""
        if cancel_futures:
            for worker in list(self._alive.values()):
                worker.kill()
            self._nursery.kill()
            return
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        self._nursery.close()
        self._told(tuple(self._used.values()))

    def _feed(self) -> None:
        """Take tasks until there are no more, each to the worker of this thread."""
        worker: Worker | None = None
        while task := self._tasks.get():
            future, request = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._hired()
                future.set_result(self._answer(worker, request, self._limits.seconds))
            except WorkerDied as error:
                worker = None
                future.set_exception(error)
            except Exception as error:  # noqa: BLE001 (it is raised where the result is asked for)
                future.set_exception(error)
        if worker:
            worker.close()
            with contextlib.suppress(EOFError, OSError):
                worker.status()  # waited for, its time counts as ours

    def _hired(self) -> Worker:
        """Return a new worker that says it is ready; raise what keeps it from being so."""
        try:
            worker = self._nursery.worker()
        except (EOFError, OSError) as error:
            raise WorkerDied(f"no process could be started: {error}") from error
        self._alive[worker.pid] = worker
        try:
            self._answer(worker, b"", _START_S)
        except Exception:
            worker.close()
            raise
        return worker

    def _answer(self, worker: Worker, request: bytes, seconds: float) -> Any:  # noqa: ANN401 (what was asked for)
        """Return what *worker* makes of *request*, or raise what it raised."""
        slow = threading.Event()

        def end() -> None:
            slow.set()
            worker.kill()

        timer = threading.Timer(seconds or threading.TIMEOUT_MAX, end)
        timer.daemon = True
        timer.start()
        try:
            done, value, peak_mb = pickle.loads(worker.ask(request))  # noqa: S301 (our own fork)
        except (EOFError, OSError):
            self._alive.pop(worker.pid, None)
            raise self._died(worker, seconds if slow.is_set() else 0) from None
        finally:
            timer.cancel()
        tasks = self._used[worker.pid].tasks if worker.pid in self._used else 0
        self._used[worker.pid] = Usage(worker.pid, tasks + bool(request), peak_mb)
        if not done:
            raise value
        return value

    def _died(self, worker: Worker, after: float) -> WorkerDied:
        """Return why *worker* is gone: for its slowness, *after* so many seconds, or another."""
        try:
            status = worker.status()
        except (EOFError, OSError):
            status = 0
        worker.close()
        if after:
            return WorkerDied(f"took longer than {after:g} s", "build-seconds")
        if status == MEMORY:
            message = f"needs more than {self._limits.memory_mb} MiB of memory"
            return WorkerDied(message, "build-memory")
        return WorkerDied(f"the process that made it {_ended(status)}")


def _ended(status: int) -> str:
    if status >= 0 or sys.platform == "win32":
        return f"ended with code {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
