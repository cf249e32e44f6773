"""Prints: PDFs made, and drawn as pictures, in a process that may be ended at any time."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from ..jobs import key
from ..model import Job
from ..problems import Problem
from .views import View

_LIMIT = 60.0
"""Seconds that one print may take."""
_MOST = 64
"""Prints that are kept; each has a megabyte or two."""


@dataclass(frozen=True, slots=True)
class Print:
    """What became of one print."""

    key: str
    """Of the job."""
    pdf: bytes
    """Empty where it could not be made."""
    pages: tuple[bytes, ...]
    """PNG, one for each page."""
    size_pt: float
    problems: tuple[Problem, ...]


Draw = Callable[[Connection, Path], None]
"""Answers each job that comes through the connection with a print."""


class Printer:
    """One process, and the thread that talks to it: the newest wish of each view wins."""

    def __init__(
        self, root: Path, done: Callable[[], None], draw: Draw | None = None, limit: float = _LIMIT
    ) -> None:
        self._root, self._done, self._limit = root.resolve(), done, limit
        self._draw = draw or _serve
        self._wanted: dict[View, Job] = {}
        self._kept: dict[View, Print] = {}
        self._last: dict[View, Print] = {}
        self._now: tuple[View, str] | None = None
        self._wish = threading.Condition()
        self._closed = False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._thread: threading.Thread | None = None

    def ask(self, view: View, job: Job) -> bool:
        """Ask for the print of *job*; return whether it is still to come."""
        wanted = key(job)
        with self._wish:
            kept = self._kept.get(view)
            if kept and kept.key == wanted:
                self._wanted.pop(view, None)
                return False
            if self._now != (view, wanted):
                self._wanted[view] = job
                self._wish.notify()
            if not self._thread and not self._closed:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        return True

    def latest(self, view: View) -> Print | None:
        """Return the newest print of *view*, whatever it was asked for."""
        return self._kept.get(view)

    def shown(self, view: View) -> Print | None:
        """Return the newest print of *view* that has pages."""
        return self._last.get(view)

    def close(self) -> None:
        """End the process and the thread."""
        with self._wish:
            self._closed = True
            self._wish.notify()
        self.renew()
        if self._thread:
            self._thread.join(2)

    def renew(self) -> None:
        """End the process: the fonts that it loaded may be others now. The next wish starts one."""
        if process := self._process:
            process.kill()

    def forget(self) -> None:
        """Make every print again, with a new process."""
        with self._wish:
            self._kept.clear()
        self.renew()

    def _work(self) -> None:
        while True:
            with self._wish:
                self._now = None
                self._wish.wait_for(lambda: self._closed or self._wanted)
                if self._closed:
                    return
                view, job = self._wanted.popitem()
                self._now = view, key(job)
            made = self._made(job)
            if self._closed:
                return
            self._keep(view, made)
            self._done()

    def _keep(self, view: View, made: Print) -> None:
        """Keep *made*, and forget the print that is oldest when there are many."""
        for kept in (self._kept, self._last) if made.pages else (self._kept,):
            kept.pop(view, None)
            kept[view] = made
            if len(kept) > _MOST:
                del kept[next(iter(kept))]

    def _made(self, job: Job) -> Print:
        """Return the print of *job*; end the process when it takes too long."""
        try:
            pipe = self._connected()
            pipe.send(job)
            if pipe.poll(self._limit):
                found = pipe.recv()
                assert isinstance(found, Print)
                return found
        except (OSError, EOFError):
            self._end()
            return _failed(job, "the process that made it died")
        self._end()
        return _failed(job, f"took more than {self._limit:.0f} s and was ended")

    def _connected(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_child, args=(self._draw, theirs, self._root))
            process.daemon = True
            process.start()
            theirs.close()
            self._pipe, self._process = ours, process
            if self._closed:
                process.kill()
        return self._pipe

    def _end(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process:
            process.kill()
            process.join()
        if pipe:
            with suppress(OSError):
                pipe.close()


def _failed(job: Job, what: str) -> Print:
    hint = "look for very large tables or figures"
    problem = Problem(job.source.path, 0, "serve-print", f"{job.path}: {what}", hint)
    return Print(key(job), b"", (), 0.0, (problem,))


# In the process


def _child(draw: Draw, pipe: Connection, root: Path) -> None:
    """Ignore Ctrl-C, which the parent handles; end when the parent ends."""
    import signal

    from ..serving import die_with

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():
        die_with(parent.pid or 0)
    with suppress(EOFError, OSError):
        draw(pipe, root)


def _serve(pipe: Connection, root: Path) -> None:
    from .. import native
    from ..problems import PolyficheError

    while True:
        job = pipe.recv()
        try:
            native.weasyprint(root)
            pipe.send(drawn(job))
        except PolyficheError as error:
            pipe.send(Print(key(job), b"", (), 0.0, error.problems))


def drawn(job: Job) -> Print:
    """Return the print of *job*, made and drawn here.

    Raises:
        PolyficheError: It cannot be made.
    """
    import io

    import pypdfium2

    from ..jobs import run

    made = run(job)
    pages = []
    document = pypdfium2.PdfDocument(made.data)
    for page in document:
        target = io.BytesIO()
        page.render(scale=_SCALE).to_pil().save(target, "png", compress_level=1)
        pages.append(target.getvalue())
    document.close()
    return Print(key(job), made.data, tuple(pages), made.size_pt, made.problems)


_SCALE = 2.0
"""Pixels for a point: sharp on a dense screen."""
