"""Files written whole or not at all, and a lock on the folder that one build writes to."""

from __future__ import annotations

import os
import re
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from .places import refuse_links
from .problems import OutputError, Problem

if TYPE_CHECKING:
    from concurrent.futures import Future

_PART = re.compile(r"\..+\.[0-9a-f]{16}\.part")
"""The name of a file that is not whole yet."""
_MOST = 64
"""Files that wait to be written: the process holds no more of them."""


def write(path: Path, data: bytes, *, within: Path | None = None, durable: bool = True) -> bool:
    """Write *data* to *path*, whole or not at all; return whether the file changed.

    A file that holds the same bytes is left alone, its time too. A new one gets the mode that the
    umask leaves. A link is not followed but replaced.

    Args:
        path: Its folder is made when it is not there.
        data: The whole content.
        within: No folder between this one and the file may be a link; None where the user named
            the file.
        durable: Whether it must outlive a power cut the moment this returns.

    Raises:
        OutputError: `output-write`, the disk is full, the folder read-only, or the like; what was
            there before is still there; `output-outside`, a link leads elsewhere.
    """
    if within:
        refuse_links(within, path.parent)
    if _holds(path, data):
        return False
    _put(path, data, durable=durable)
    return True


def _put(path: Path, data: bytes, *, durable: bool = True) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_whole(path, data, durable=durable)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        hint = "make room, or let this user write there"
        raise OutputError(Problem(path.as_posix(), 0, "output-write", message, hint)) from error


def put_whole(path: Path, data: bytes, *, durable: bool) -> None:
    """Put *data* in the place of what is at *path*, in one step.

    Raises:
        OSError: It cannot be written, or its folder is not there; nothing was changed.
    """
    part = path.with_name(f".{path.name[:40]}.{os.urandom(8).hex()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _holds(path: Path, data: bytes) -> bool:
    try:
        found = path.lstat()
        is_like_it = stat.S_ISREG(found.st_mode) and found.st_size == len(data)
        return is_like_it and path.read_bytes() == data
    except OSError:
        return False


class Writers:
    """A few threads that write files, so that they wait for the disk side by side.

    On ext4 a file that is brought to the disk takes 8 ms; four at once take 0.7 ms each.
    """

    def __init__(self, within: Path) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._threads = ThreadPoolExecutor(4)
        self._waiting: deque[Future[None]] = deque()
        self._within = within
        self._sound: set[Path] = set()

    def write(self, path: Path, data: bytes) -> bool:
        """Write *data* to *path* soon; return whether the file changes.

        Raises:
            OutputError: `output-write`, this file or one before it cannot be written;
                `output-outside`, a link leads elsewhere.
        """
        self._settle(_MOST)
        if path.parent not in self._sound:
            refuse_links(self._within, path.parent)
            self._sound.add(path.parent)
        if _holds(path, data):
            return False
        self._waiting.append(self._threads.submit(_put, path, data))
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Return when everything is written.

        Raises:
            OutputError: `output-write`, something cannot be.
        """
        self._threads.shutdown()
        self._settle(0)

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()


@contextmanager
def locked(folder: Path, within: Path | None = None) -> Iterator[None]:
    """Hold *folder*, which is made when it is not there, and goes again if nothing comes into it.

    The lock is on the folder itself: it leaves no file, and ends with the process. Where the
    system has no such locks, as Windows and some network disks, nothing is held.

    What a killed build left half-written in it is taken away first.

    Args:
        folder: To hold.
        within: No folder between this one and *folder* may be a link, nor *folder* itself.

    Raises:
        OutputError: `output-locked`, another build holds it; `output-write`, it cannot be made;
            `output-outside`, it is a link.
    """
    if within:
        refuse_links(within, folder)
    was_there = folder.exists()
    handle = _opened(folder)
    try:
        _hold(handle, folder)
        for part in list(_leftovers(folder)):
            part.unlink(missing_ok=True)
        yield
    finally:
        if handle is not None:
            os.close(handle)
        with suppress(OSError):  # there is something in it
            if not was_there:
                folder.rmdir()


def _opened(folder: Path) -> int | None:
    """Return a handle of *folder*; None where folders cannot be opened."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return None if os.name == "nt" else os.open(folder, os.O_RDONLY)
    except OSError as error:
        message = f"cannot be written to: {error.strerror}"
        hint = "give another folder with --out, or let this user write there"
        raise OutputError(Problem(folder.as_posix(), 0, "output-write", message, hint)) from error


def _hold(handle: int | None, folder: Path) -> None:
    if handle is None:
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = "another build writes to this folder"
        hint = "wait until it has ended, or give another folder with --out"
        raise OutputError(Problem(folder.as_posix(), 0, "output-locked", message, hint)) from error
    except OSError:  # some network disks have no locks
        return


def _leftovers(folder: Path) -> Iterator[Path]:
    """Yield the parts of files that a killed writer left in *folder*."""
    yield from (path for path in folder.rglob(".*.part") if _PART.fullmatch(path.name))
