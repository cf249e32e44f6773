"""A project to start from: a sheet with a figure, two translations, a README, a workflow."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from .problems import OutputError, Problem, UsageError
from .writing import write

_DOT = "dot-"
"""Begins a name that begins with a dot in the project: packages lose such files now and then."""
_MAY_STAY = {".git"}


def files() -> tuple[tuple[str, bytes], ...]:
    """Return (path in the project, content) of every file, sorted."""
    folder = resources.files(__package__) / "data" / "project"
    return tuple(sorted(_under(folder, "")))


def start(folder: Path) -> list[str]:
    """Write a project to *folder*, which is new or empty; return what was written, sorted.

    Raises:
        UsageError: `new-folder`, something is there already, or it cannot be written.
    """
    hint = "give the name of a new folder"
    if folder.exists() and not folder.is_dir():
        raise UsageError(Problem("", 0, "new-folder", f"{str(folder)!r} is a file", hint))
    try:
        if folder.is_dir() and {path.name for path in folder.iterdir()} - _MAY_STAY:
            raise UsageError(Problem("", 0, "new-folder", f"{str(folder)!r} is not empty", hint))
        for path, data in files():
            write(folder / path, data)
    except (OSError, OutputError) as error:
        why = error.strerror if isinstance(error, OSError) else error.problems[0].message
        message = f"{str(folder)!r} cannot be used: {why}"
        raise UsageError(Problem("", 0, "new-folder", message, hint)) from error
    return [path for path, _ in files()]


def _under(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for found in folder.iterdir():
        name = found.name
        inside = path + (f".{name.removeprefix(_DOT)}" if name.startswith(_DOT) else name)
        if found.is_dir():
            yield from _under(found, f"{inside}/")
        else:
            yield inside, found.read_bytes()
