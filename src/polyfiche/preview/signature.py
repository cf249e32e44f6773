"""Signatures: whether what a view was made of is still what is on the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

Stat = tuple[int, int, int]
"""Inode, size in bytes, time in ns."""
Signature = tuple[tuple[str, Stat | None, int], ...]
"""For each path: what the disk says of it, and how often the watcher saw it change."""


@dataclass(slots=True)
class Changes:
    """How often each file was seen to change.

    Two saves within one tick of the file system's clock look the same; the watcher sees both.
    """

    counts: Counter[str] = field(default_factory=Counter)

    def note(self, paths: Iterable[str]) -> None:
        """Count a change of each of *paths*, relative to the project."""
        self.counts.update(paths)

    def signature(self, root: Path, paths: Iterable[str]) -> Signature:
        """Return what is known of *paths* now; take it before the files are read."""
        return tuple((path, _stat(root / path), self.counts[path]) for path in paths)


def _stat(path: Path) -> Stat | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
