"""Inside a worker process: answer requests until there are no more.

Requests and answers are frames: eight bytes of length, then a pickle.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

Action = Callable[[], object]
"""Can be pickled."""
MEMORY = 77
"""Exit code of a worker that may not have the memory it wants."""
NUMBER = struct.Struct("<q")
"""How lengths and process ids travel."""


class Reader(Protocol):
    """Where frames come from."""

    def read(self, size: int, /) -> bytes | None:
        """Return up to *size* bytes; none at the end."""

    def close(self) -> None:
        """Read no more."""


class Writer(Protocol):
    """Where frames go."""

    def write(self, data: bytes, /) -> int | None:
        """Take *data*."""

    def flush(self) -> None:
        """Send what was taken."""

    def close(self) -> None:
        """Write no more."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What workers do before their first job."""

    warm: Action
    """Imports what all workers share; opens no font and starts no thread: forks follow."""
    prepare: Action
    """Makes one worker ready."""
    memory_mb: int = 0
    """MiB that one may take beyond what it holds when it is ready; 0 means any."""


def serve_forks(fd: int) -> None:
    """Import, then fork a worker for each socket that comes, until nobody can send one."""
    control = socket.socket(fileno=fd)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with control.makefile("rb", buffering=0) as file:
        setup: Setup = pickle.loads(take(file))  # noqa: S301 (from our parent)
    with contextlib.suppress(Exception):  # a worker will say it better
        setup.warm()
    gc.freeze()
    while True:
        data, fds, _, _ = socket.recv_fds(control, NUMBER.size, 1)
        if not data:
            return
        pid = int(NUMBER.unpack(data)[0])
        answer = _ended(pid) if pid else _fork(control, fds[0], setup)
        control.sendall(NUMBER.pack(answer))


def _ended(pid: int) -> int:
    """Return the exit code of a fork that has ended, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _fork(control: socket.socket, fd: int, setup: Setup) -> int:
    """Return the process id of a new worker that serves *fd*."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        os.close(fd)
        return pid
    code = 1
    try:
        control.close()
        die_with(parent)
        with socket.socket(fileno=fd) as own, own.makefile("rwb") as file:
            code = serve(file, file, setup)
    except OSError:  # the other side is gone, and the last answer with it
        pass
    except BaseException:  # noqa: BLE001 (the process ends; what is wrong must be seen)
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def serve_pipes() -> None:
    """Serve on standard input and output; what is printed goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    writer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    setup: Setup = pickle.loads(take(sys.stdin.buffer))  # noqa: S301 (from our parent)
    code = serve(sys.stdin.buffer, writer, setup)
    os._exit(code)  # the other side may be gone, and the last answer with it


def serve(reader: Reader, writer: Writer, setup: Setup) -> int:
    """Answer requests until there are no more; return the exit code.

    The first answer comes unasked: it says whether the worker is ready.
    """
    call: tuple[Callable[..., object], tuple[Any, ...]] = (_ready, (setup,))
    try:
        while True:
            answer = pickle.dumps((*_done(*call), peak_mb()))
            put(writer, answer)
            call = pickle.loads(take(reader))  # noqa: S301 (from our parent)
    except (EOFError, OSError):
        return 0
    except MemoryError:
        return MEMORY


def _ready(setup: Setup) -> None:
    setup.prepare()
    _limit(setup.memory_mb)


def _done(function: Callable[..., object], arguments: tuple[Any, ...]) -> tuple[bool, object]:
    """Return (True, what came of it) or (False, the exception)."""
    try:
        result = function(*arguments)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (it is raised again where it was asked for)
        return False, error
    return True, result


def peak_mb() -> int:
    """Return the most memory that this process held, in megabytes; 0 where it is not told."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 1_000_000


def _limit(memory_mb: int) -> None:
    """Refuse this process more than *memory_mb* MiB of its own beyond what it has now.

    Source: Linux, setrlimit(2), RLIMIT_DATA: the heap and all private pages; proc(5), "statm".
    """
    if sys.platform == "linux" and memory_mb:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (Path is slower)
            held = int(file.read().split()[5]) * resource.getpagesize()
        size = held + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def die_with(parent: int) -> None:
    """End this process when its parent ends, whatever it is doing then."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


# Frames


def put(file: Writer, data: bytes) -> None:
    """Write one frame."""
    file.write(NUMBER.pack(len(data)))
    file.write(data)
    file.flush()


def take(file: Reader) -> bytes:
    """Return the next frame; EOFError when the other side is gone."""
    size = NUMBER.unpack(_exactly(file, NUMBER.size))[0]
    return _exactly(file, size)


def _exactly(file: Reader, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = file.read(size - len(data))
        if not more:
            raise EOFError
        data = data + more if data else more
    return data
