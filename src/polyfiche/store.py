"""The store: whole artifacts by the key of their job, and files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from .model import Artifact


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of artifacts. Safe to delete, safe to share between builds that run at once."""

    root: Path

    def get(self, key: str) -> Artifact | None:
        """Return the artifact kept under *key*; None when there is none that can be read."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        try:
            return msgspec.msgpack.decode(data, type=Artifact)
        except msgspec.DecodeError:
            return None

    def put(self, key: str, artifact: Artifact) -> None:
        """Keep *artifact* under *key*."""
        write(self._path(key), msgspec.msgpack.encode(artifact))

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key[2:]


def write(path: Path, data: bytes) -> bool:
    """Write *data* to *path*, whole or not at all; return whether the file changed.

    A file that holds the same bytes is left alone, its time too.
    """
    if _holds(path, data):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return True


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
