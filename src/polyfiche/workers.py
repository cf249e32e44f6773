"""Worker processes, seen from outside: one imports what is heavy, and its forks do the work.

A worker ends when its socket closes, so none outlives whoever started it, however that ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .serving import NUMBER, Reader, Setup, Writer, put, take

_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import polyfiche.serving as s; "
_GRACE_S = 2.0
"""What a process has to end by itself when nothing is left to do."""


@dataclass(slots=True)
class Worker:
    """One process, seen from outside."""

    pid: int
    reader: Reader
    writer: Writer
    status: Callable[[], int]
    """Waits for the end; gives the exit code, or minus the signal that ended it."""

    def ask(self, request: bytes) -> bytes:
        """Return the answer to *request*; EOFError or OSError when the process is gone.

        The first answer comes without a request: it says whether the worker is ready.
        """
        if request:
            put(self.writer, request)
        return take(self.reader)

    def kill(self) -> None:
        """End the process now."""
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

    def close(self) -> None:
        """Let the process end by itself."""
        for file in (self.writer, self.reader):
            with contextlib.suppress(OSError):
                file.close()


class Nursery(Protocol):
    """Starts workers."""

    def worker(self) -> Worker:
        """Return a new worker; EOFError or OSError when it cannot be started."""

    def close(self) -> None:
        """Let everything that was started end by itself."""

    def kill(self) -> None:
        """End everything that was started, now."""


def nursery(setup: Setup) -> Nursery:
    """Return a fork server where forks are safe, one process for each worker elsewhere."""
    return ForkServer(setup) if sys.platform == "linux" else Spawner(setup)


class ForkServer:
    """A process that imports what is heavy once, and forks workers on request."""

    def __init__(self, setup: Setup) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            self._process = _started(f"s.serve_forks({theirs.fileno()})", fd=theirs.fileno())
        with self._control.makefile("wb") as file:
            put(file, pickle.dumps(setup))

    def worker(self) -> Worker:
        """Return a new fork."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._control, [NUMBER.pack(0)], [theirs.fileno()])
            pid = _received(self._control)
        file = ours.makefile("rwb")
        ours.close()  # the file holds it
        return Worker(pid, file, file, lambda: self._status(pid))

    def close(self) -> None:
        """Tell the server that nobody will ask again."""
        self._control.close()
        _wait(self._process)

    def kill(self) -> None:
        """End the server; the kernel then ends its forks."""
        self._process.kill()
        self._process.wait()

    def _status(self, pid: int) -> int:
        with self._lock:
            self._control.sendall(NUMBER.pack(pid))
            return _received(self._control)


class Spawner:
    """Starts a new interpreter for each worker."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._all: list[subprocess.Popen[bytes]] = []

    def worker(self) -> Worker:
        """Return a new process."""
        process = _started("s.serve_pipes()", pipes=True)
        self._all.append(process)
        assert process.stdin
        assert process.stdout
        put(process.stdin, pickle.dumps(self._setup))
        return Worker(process.pid, process.stdout, process.stdin, process.wait)

    def close(self) -> None:
        """Wait until all are gone."""
        for process in self._all:
            _wait(process)

    def kill(self) -> None:
        """End all."""
        for process in self._all:
            process.kill()
            process.wait()


def _started(code: str, *, fd: int = -1, pipes: bool = False) -> subprocess.Popen[bytes]:
    """Return a process in a group of its own: Ctrl-C on the terminal is for us alone."""
    path = json.dumps([entry or os.getcwd() for entry in sys.path])  # noqa: PTH109 (a string)
    command = [sys.executable, "-P", "-c", _CODE + code, path]
    return subprocess.Popen(  # noqa: S603 (ourselves)
        command,
        stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stdout=subprocess.PIPE if pipes else None,
        pass_fds=(fd,) if fd >= 0 else (),
        process_group=0 if sys.platform != "win32" else None,
    )


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _received(control: socket.socket) -> int:
    data = control.recv(NUMBER.size, socket.MSG_WAITALL)
    if len(data) < NUMBER.size:
        raise EOFError
    return int(NUMBER.unpack(data)[0])
