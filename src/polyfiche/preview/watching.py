"""Watching: what is saved under a project, within a few milliseconds, whoever saves it.

An editor that writes beside the file and renames, and one that writes in place, look the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfiles import Change

FOLDERS = ("content", "locales", "fonts", "theme", "themes")
"""Of the project, with all that is under them."""
_STEP_MS = 10
"""Saves closer to each other than this are told together."""
_LONGEST_MS = 100
"""How long a burst of saves may keep what is told waiting."""
_AGAIN = 0.2
"""Seconds until a folder that went is looked for again."""

Told = Callable[[frozenset[str]], None]
"""Gets the paths that changed, relative to the project; others as they are."""


async def watch(root: Path, extra: Iterable[Path], told: Told, stop: asyncio.Event) -> None:
    """Tell *told* what changes, until *stop*.

    Args:
        root: The project, resolved. Folders may come and go while it is watched.
        extra: Other folders: the theme of the package.
        told: Called in this event loop.
        stop: Set by somebody else.
    """
    others = tuple(extra)
    while not stop.is_set():
        before = _folders(root)
        again = asyncio.Event()
        top = asyncio.create_task(_watch_top(root, before, told, again))
        end = asyncio.create_task(_either(stop, again))
        try:
            await _watch((*map(Path, before), *others), root, told, again, recursive=True)
            await again.wait()
        finally:
            again.set()
            top.cancel()
            end.cancel()
            await asyncio.gather(top, end, return_exceptions=True)


async def _either(stop: asyncio.Event, again: asyncio.Event) -> None:
    await stop.wait()
    again.set()


async def _watch_top(root: Path, before: dict[str, int], told: Told, again: asyncio.Event) -> None:
    """Watch the files beside the folders; begin again when one of the folders is another one."""

    def tell(paths: frozenset[str]) -> None:
        told(paths)
        if _folders(root) != before:
            again.set()

    await _watch((root,), root, tell, again, recursive=False)


async def _watch(
    paths: tuple[Path, ...], root: Path, told: Told, stop: asyncio.Event, *, recursive: bool
) -> None:
    """Watch *paths*; where the system has no watches left for us, look at the files by turns."""
    polling = False
    while not stop.is_set():
        try:
            async for found in _changes(paths, stop, recursive=recursive, polling=polling):
                told(frozenset(_relative(root, (path for _, path in found))))
        except FileNotFoundError:  # went while the watch began
            await asyncio.sleep(_AGAIN)
        except (OSError, RuntimeError):  # watchfiles tells its own failures as RuntimeError
            polling = True
            await asyncio.sleep(_AGAIN)
        told(frozenset())


def _changes(
    paths: Iterable[Path], stop: asyncio.Event, *, recursive: bool, polling: bool
) -> AsyncGenerator[set[tuple[Change, str]], None]:
    from watchfiles import awatch

    return awatch(
        *(path for path in paths if path.is_dir()),
        watch_filter=None,
        debounce=_LONGEST_MS,
        step=_STEP_MS,
        stop_event=stop,
        rust_timeout=1_000,
        recursive=recursive,
        ignore_permission_denied=True,
        force_polling=polling or None,
    )


def _folders(root: Path) -> dict[str, int]:
    """Return the path and the inode of each folder to watch that there is."""
    found: dict[str, int] = {}
    for path in (root / name for name in FOLDERS):
        with suppress(OSError):
            found[str(path)] = path.stat().st_ino
    return found


def _relative(root: Path, paths: Iterable[str]) -> Iterator[str]:
    for path in map(Path, paths):
        yield path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
