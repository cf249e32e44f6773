"""On a machine of the cluster: be sure to have the same tools, then do what is asked."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import native
from .model import FontSource
from .writing import write

Tools = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """What a worker needs of a project beside its jobs."""

    tools: Tools
    """The toolchain of whoever asks: a worker must have the same."""
    source: FontSource
    files: tuple[tuple[str, bytes], ...] = ()
    """(path, content) of the fonts of the project and their lock."""


class RefusedError(Exception):
    """This worker would make other bytes."""

    def __init__(self, difference: str) -> None:
        super().__init__(difference)
        self.difference = difference


_ONE = threading.Lock()
"""One job at a time in a process: Pango and the log of WeasyPrint are shared."""
_ready: dict[str, Tools] = {}
"""The toolchain with the fonts of the one project that this process works for."""


def remote(kit: Kit, function: Callable[[bytes], bytes], payload: bytes) -> bytes:
    """Return `function(payload)`.

    Raises:
        RefusedError: The tools of this worker are not those of *kit*.
    """
    with _ONE:
        if said := difference(kit.tools, tools(kit)):
            raise RefusedError(said)
        return function(payload)


def told(kit: Kit) -> Tools:
    """Return the toolchain of this worker, made ready for the fonts of *kit*."""
    with _ONE:
        return tools(kit)


def tools(kit: Kit) -> Tools:
    """Return the toolchain of this process; the first call makes it ready.

    Raises:
        RefusedError: It is ready for the fonts of another project; fontconfig reads them once.
        NativeError: A native library is missing.
    """
    name = _name(kit)
    if _ready and name not in _ready:
        raise RefusedError(
            "it draws with the fonts of another project; start a worker for this one"
        )
    if not _ready:
        root = _unpacked(kit, name)
        if any(tool.startswith("libpango") for tool, _ in kit.tools):
            native.weasyprint(root, kit.source)
        else:
            native.prepare(root, kit.source)
        _ready[name] = native.toolchain(root, kit.source)
    return _ready[name]


def difference(ours: Tools, theirs: Tools) -> str:
    """Return what differs between two toolchains, `name: here, there`; empty when nothing does."""
    here, there = dict(ours), dict(theirs)
    names = sorted({*here, *there})
    return "; ".join(f"{n}: {_of(here, n)}, there {_of(there, n)}" for n in names
                     if here.get(n) != there.get(n))  # fmt: skip


def _of(versions: Mapping[str, str], name: str) -> str:
    return versions.get(name) or "missing"


def _name(kit: Kit) -> str:
    """Return what tells the fonts of *kit* from others (16 hex digits)."""
    found = hashlib.blake2b(kit.source.encode(), digest_size=8)
    for path, data in kit.files:
        found.update(f"\0{path}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def _unpacked(kit: Kit, name: str) -> Path:
    """Return a folder with the files of *kit*, as a project has them."""
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    root = Path(tempfile.gettempdir()) / f"polyfiche-kit-{user}-{name}"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path, data in kit.files:
        write(root / path, data)
    return root
