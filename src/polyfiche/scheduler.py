"""A cluster of dask.distributed as an executor: bytes go out, bytes come back."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import fontlock, remote
from .model import FontSource
from .pool import Team, WorkerDied
from .problems import Problem, RenderError, UsageError
from .remote import Kit, RefusedError

CONNECT_S = 5.0
"""How long an address has to answer."""


def kit(root: Path, tools: remote.Tools, source: FontSource) -> Kit:
    """Return what workers need of the project at *root*: its tools, and its own fonts."""
    names = [f"{fontlock.FOLDER}/{font.file}" for font in fontlock.load(root)]
    paths = [fontlock.LOCK, *names] if names else []
    return Kit(tools, source, tuple((path, (root / path).read_bytes()) for path in paths))


@contextmanager
def connected(address: str, needed: Kit, say: Callable[[str], object]) -> Iterator[Team]:
    """Give the workers behind *address* that have the same tools; *say* is told of the others.

    Raises:
        UsageError: `scale-extra`, `scale-unreachable`, `scale-empty` or `scale-tools`.
    """
    client = _client(address)
    try:
        good = _good(client, address, needed, say)
        shared = client.scatter(needed, broadcast=True, hash=False) if needed.files else needed
        yield Team(lambda _: Cluster(client, shared, good), max(1, len(good)), whole=True)
    finally:
        with contextlib.suppress(Exception):  # a lost scheduler cannot be taken leave of
            client.close(timeout=1)


class Cluster(Executor):
    """The workers of a scheduler that may work for us."""

    def __init__(self, client: Any, shared: object, good: list[str]) -> None:  # noqa: ANN401 (dask has no types)
        self._client, self._shared = client, shared
        self._good = good
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 (as the base class)
        """Run `fn(payload)` on a worker with the same tools."""
        where = {"workers": self._good} if self._good else {}
        theirs = self._executor.submit(remote.remote, self._shared, fn, *args, **where)
        ours: Future[Any] = Future()
        ours.set_running_or_notify_cancel()
        theirs.add_done_callback(lambda done: _settle(ours, done))
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End; what runs on the workers is let go with *cancel_futures*."""
        with contextlib.suppress(Exception):
            self._executor.shutdown(wait=wait and not cancel_futures)


def _client(address: str) -> Any:  # noqa: ANN401 (dask has no types)
    try:
        import distributed
    except ImportError as error:
        hint = "run: pip install 'polyfiche[scale]'"
        message = "--scheduler needs dask.distributed, which is not installed"
        raise UsageError(Problem("", 0, "scale-extra", message, hint)) from error
    for name in [
        name for name in logging.root.manager.loggerDict if name.startswith("distributed")
    ]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say it ourselves
    try:
        return distributed.Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT_S, set_as_default=False
        )
    except (OSError, ValueError, TimeoutError) as error:
        message = f"no scheduler answers at {address!r}"
        hint = "look at what `dask scheduler` prints, and give that: tcp://HOST:8786"
        raise UsageError(Problem("", 0, "scale-unreachable", message, hint)) from error


def _good(client: Any, address: str, needed: Kit, say: Callable[[str], object]) -> list[str]:  # noqa: ANN401
    """Return the workers that have the tools of *needed*.

    Raises:
        UsageError: There is no worker, or none has.
    """
    answers: Mapping[str, object] = client.run(remote.told, needed, on_error="return")
    if not answers:
        message, hint = f"the scheduler at {address} has no worker", f"run: dask worker {address}"
        raise UsageError(Problem("", 0, "scale-empty", message, hint))
    reasons = {place: _reason(needed, answer) for place, answer in sorted(answers.items())}
    refused = [_refused(place, reason) for place, reason in reasons.items() if reason]
    if len(refused) == len(reasons):
        raise UsageError(*refused)
    for problem in refused:
        say(f"{problem}\n")
    return [place for place, reason in reasons.items() if not reason]


def _reason(needed: Kit, answer: object) -> str:
    """Return why a worker that gave *answer* may not work; empty when it may."""
    if isinstance(answer, RefusedError):
        return answer.difference
    if isinstance(answer, BaseException):
        return f"{type(answer).__name__}: {answer}"
    return remote.difference(needed.tools, answer)  # type: ignore[arg-type] # what `told` returns


def _refused(place: str, reason: str) -> Problem:
    message = f"the worker at {place} would make other bytes: {reason}"
    hint = "install there what is here: the same polyfiche, the same native libraries"
    return Problem("", 0, "scale-tools", message, hint)


def _settle(ours: Future[Any], theirs: Future[Any]) -> None:
    """Give *ours* what came of *theirs*, in our words."""
    try:
        ours.set_result(theirs.result())
    except CancelledError:
        message = "the scheduler is gone"
        hint = "start it again, and build again: what was made is kept"
        ours.set_exception(RenderError(Problem("", 0, "scale-lost", message, hint)))
    except RefusedError as error:
        ours.set_exception(WorkerDied(f"a worker would make other bytes: {error.difference}"))
    except Exception as error:  # noqa: BLE001 (it is raised where the result is asked for)
        killed = type(error).__name__ == "KilledWorker"  # dask is not imported here
        said = "each worker that made it died"
        ours.set_exception(WorkerDied(said, last=True) if killed else error)
