"""Whether a file is the one that was read: its stamp, and where that cannot tell, its hash.

A stamp that is equal proves nothing for a file that was changed within one tick of the clock after
it was read. As git does with its index, such files are read again.
Source: git, Documentation/technical/racy-git.txt.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .problems import PolyficheError

Stamp = tuple[int, int, int, int]
"""Modified and changed in nanoseconds, size in bytes, inode."""
ABSENT: Stamp = (-1, -1, -1, -1)
NOTHING = bytes(16)
"""The digest of what is not there."""
_TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system, FAT's."""
_MASK = (1 << 63) - 1


@dataclass(slots=True)
class Watch:
    """Reads files and folders, and remembers what they were."""

    seen: dict[str, tuple[Stamp, bytes]] = field(default_factory=dict)
    """By absolute path: stamp and digest of all that was asked for, absent things too."""
    told: dict[str, object] = field(default_factory=dict)
    """What was made of what was read, for whoever asks a thousand times."""
    _names: dict[str, list[str]] = field(default_factory=dict)

    def read(self, path: Path, load: Callable[[Path], bytes] = Path.read_bytes) -> bytes:
        """Return the bytes of a file, as *load* gives them.

        Raises:
            OSError: It cannot be read; or whatever *load* raises.
        """
        name, known = os.path.abspath(path), stamp(path)  # noqa: PTH100 (no symlink is followed)
        try:
            data = load(path)
        except (OSError, PolyficheError):
            self.seen[name] = (known, NOTHING)
            raise
        self.seen[name] = (known, hashed(data))
        return data

    def names(self, folder: Path) -> list[str]:
        """Return the names in a folder, sorted; none when it cannot be read."""
        name = os.path.abspath(folder)  # noqa: PTH100
        if name not in self._names:
            known = stamp(folder)
            self._names[name] = listed(folder)
            is_there = known != ABSENT
            self.seen[name] = (known, _of_names(self._names[name]) if is_there else NOTHING)
        return self._names[name]

    def note(self, path: Path) -> None:
        """Remember what is at *path* now."""
        self.seen[os.path.abspath(path)] = (stamp(path), digest(path))  # noqa: PTH100

    def note_all(self, folder: Path) -> None:
        """Remember everything in *folder*, and in its folders."""
        self.note(folder)
        for name in listed(folder):
            path = folder / name
            if path.is_dir():
                self.note_all(path)
            else:
                self.note(path)


def stamp(path: Path | str) -> Stamp:
    """Return the stamp of what is at *path*."""
    try:
        found = os.stat(path)  # noqa: PTH116 (a hundred thousand of them)
    except OSError:
        return ABSENT
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino & _MASK


def digest(path: Path | str) -> bytes:
    """Return the hash of what is at *path*: a file's bytes, a folder's names (16 bytes)."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (a hundred thousand of them)
            return hashed(file.read())
    except IsADirectoryError:
        return _of_names(listed(path))
    except OSError:
        return NOTHING


def listed(folder: Path | str) -> list[str]:
    """Return the names in *folder* that anybody reads, sorted; none when it cannot be read."""
    with suppress(OSError):
        return sorted(name for name in os.listdir(folder) if not _is_hidden(name))  # noqa: PTH208
    return []


def is_racy(known: Stamp, since: int) -> bool:
    """Tell whether the stamp may be that of another content, too.

    Args:
        known: Taken no earlier than *since*.
        since: Nanoseconds, by the clock of the file system.
    """
    return max(known[0], known[1]) >= since - _TICK


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _of_names(names: list[str]) -> bytes:
    return hashed("\0".join(names).encode("utf-8", "surrogateescape"))


def hashed(data: bytes) -> bytes:
    """Return the hash by which content is known to be the same (16 bytes)."""
    return hashlib.blake2b(data, digest_size=16).digest()
