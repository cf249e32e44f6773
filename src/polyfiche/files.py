"""Files of a project: regular ones, inside it, of a size that can be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .problems import Problem, SourceError


def read(root: Path, path: str, most: int, limit: str = "") -> bytes:
    """Return the bytes of the file at *path*.

    Args:
        root: The project's folder.
        path: Relative to it.
        most: Bytes; a larger file is not read.
        limit: The name of the limit, for the hint.

    Raises:
        SourceError: `source-outside`, a link leads out of the project; `source-missing`, there is
            no such file; `source-kind`, it is no regular file; `limit-size`, it is too large.
    """
    full = root / path
    if not is_inside(root, full):
        message, hint = "is outside the project", "move the file into the project"
        raise SourceError(Problem(path, 0, "source-outside", message, hint))
    try:
        handle = os.open(full, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        problem = Problem(path, 0, "source-missing", message, "check the path in the sheet")
        raise SourceError(problem) from error
    try:
        _refuse(path, os.fstat(handle), most, limit)
        with open(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def is_inside(root: Path, full: Path) -> bool:
    """Tell whether *full* is in *root* when every link is followed."""
    try:
        return full.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, a null byte
        return False


def _refuse(path: str, found: os.stat_result, most: int, limit: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        message, hint = "is a folder, a device or a pipe", "put a file there"
        raise SourceError(Problem(path, 0, "source-kind", message, hint))
    if found.st_size > most:
        message = f"{found.st_size} bytes, the most is {most}"
        hint = "split it" + (
            f", or raise {limit} under [limits] in polyfiche.toml" if limit else ""
        )
        raise SourceError(Problem(path, 0, "limit-size", message, hint))
