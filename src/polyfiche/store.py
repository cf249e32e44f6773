"""The store: whole artifacts by the key of their job."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .writing import put_whole

if TYPE_CHECKING:
    from .model import Artifact

_HASH = 16
"""Bytes before the content of an entry."""
_ABANDONED = 86_400
"""Seconds after which the file of a writer that was killed is taken away."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of a box."""

    used: int
    """When it was last put or read, in nanoseconds."""
    path: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A folder of bytes by key. Safe to delete, safe to share between builds that run at once.

    No link is an entry, nor a folder of entries: we make none.
    """

    root: Path

    def get(self, key: str) -> bytes | None:
        """Return what is kept under *key*; None when there is nothing, or not what was put."""
        path = self.path(key)
        try:
            data = b"" if path.parent.is_symlink() or path.is_symlink() else path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # it may be somebody else's
            os.utime(path)
        content = data[_HASH:]
        return content if data[:_HASH] == _digest(key, content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep *content* under *key*, where the disk lets us: it is only a copy."""
        path = self.path(key)
        if path.parent.is_symlink():
            return
        data = _digest(key, content) + content
        with suppress(OSError):
            try:
                put_whole(path, data, durable=False)
            except FileNotFoundError:  # the first of its folder
                path.parent.mkdir(parents=True, exist_ok=True)
                put_whole(path, data, durable=False)

    def path(self, key: str) -> Path:
        """Return the file of *key*."""
        return self.root / key[:2] / key[2:]

    def entries(self) -> Iterator[Kept]:
        """Yield every entry, in no order; half-written files are not entries."""
        for path, found in _files(self.root):
            if not path.rpartition("/")[2].startswith("."):
                yield Kept(found.st_mtime_ns, path, found.st_size)

    def prune(self, most: int, now: float) -> list[Kept]:
        """Remove what was used longest ago until *most* bytes are left; return what went.

        Args:
            most: Bytes.
            now: Seconds; what a killed writer left a day before is taken away too.
        """
        for path, found in list(_files(self.root)):
            if path.rpartition("/")[2].startswith(".") and found.st_mtime < now - _ABANDONED:
                _remove(path)
        known = sorted(self.entries(), key=lambda kept: (kept.used, kept.path), reverse=True)
        left, gone = most, []
        for kept in known:
            left -= kept.size
            if left < 0:
                _remove(kept.path)
                gone.append(kept)
        return gone


@dataclass(frozen=True, slots=True)
class Store:
    """Whole artifacts, with their problems, by the key of their job."""

    root: Path

    @property
    def box(self) -> Box:
        """Where their bytes are."""
        return Box(self.root)

    def get(self, key: str) -> Artifact | None:
        """Return the artifact kept under *key*; None when there is none that can be trusted."""
        import msgspec

        from .model import Artifact

        data = self.box.get(key)
        if data is None:
            return None
        try:
            return msgspec.msgpack.decode(data, type=Artifact)
        except msgspec.DecodeError:
            return None

    def put(self, key: str, artifact: Artifact) -> None:
        """Keep *artifact* under *key*."""
        import msgspec

        self.box.put(key, msgspec.msgpack.encode(artifact))


def _digest(key: str, content: bytes) -> bytes:
    """Return the hash by which an entry is known to be what was put, and under this key."""
    return hashlib.blake2b(content, digest_size=_HASH, key=key.encode()[:64]).digest()


def _files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield (path, state) of every file under *root*; others may write and remove meanwhile."""
    folders = [str(root)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as found:
            for entry in found:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        yield entry.path, entry.stat(follow_symlinks=False)


def _remove(path: str) -> None:
    with suppress(OSError):  # another build was faster
        Path(path).unlink()
