"""Which program this is: a hash of our own code, and of what is installed beside it."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .stamps import listed

_OURS = (".py", ".j2", ".css", ".js", ".po", ".pot", ".lock")


@functools.cache
def code() -> str:
    """Return a hash of our own code, templates, style sheets and words (16 hex digits)."""
    found = hashlib.blake2b(digest_size=8)
    base = os.path.dirname(__file__)  # noqa: PTH120 (a path of text, for speed)
    for name in sorted(_files(base, "")):
        data = Path(base, name).read_bytes()
        found.update(f"{name}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


@functools.cache
def program() -> str:
    """Return a hash of our code, of Python, and of the names and versions of all packages."""
    packages = (name for folder in sys.path for name in listed(folder) if ".dist-info" in name)
    text = "\n".join([code(), sys.version, *sorted(packages)])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def name_of(kind: str, *parts: bytes) -> str:
    """Return the name of what this program makes of *parts*, of one *kind* (40 hex digits)."""
    found = hashlib.blake2b(f"{kind} {program()}".encode(), digest_size=20)
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()


def _files(base: str, inside: str) -> Iterator[str]:
    """Yield the paths of our own texts, with forward slashes."""
    with os.scandir(f"{base}/{inside}") as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _files(base, f"{inside}{entry.name}/")
            elif entry.name.endswith(_OURS):
                yield f"{inside}{entry.name}"
