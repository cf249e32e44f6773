"""What a worker may be asked to do, and should not do. Imported by workers too."""

import os
import signal
import time
from pathlib import Path


def nothing() -> None:
    """Be ready at once."""


def pid(_: object = None) -> int:
    """Return the process that works."""
    return os.getpid()


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> None:
    """End this process by a signal, without a word."""
    os.kill(os.getpid(), number)


def die_once(mark: str) -> str:
    """End this process the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def leave(code: int) -> None:
    os._exit(code)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def swallow(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def refuse() -> None:
    """Never be ready."""
    raise ValueError("no fonts here")
