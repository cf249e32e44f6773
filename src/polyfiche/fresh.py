"""Nothing to do: whether all that a build read and wrote is as it was. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from .places import WORK
from .stamps import ABSENT, Stamp, Watch, digest, is_racy, stamp
from .store import Box

_WIDTH = len(ABSENT)
_HASH = 16
_MOST = 12
"""States that are kept: of as many ways to build one project."""
_WORLD = ("LD_", "DYLD_", "FC_", "PANGO", "HB_", "PYTHON", "SOURCE_DATE_EPOCH")
"""How the names of the variables begin that may change what a build makes."""
_MAPS = Path("/proc/self/maps")
_LINKER = Path("/etc/ld.so.cache")


@dataclass(frozen=True, slots=True)
class State:
    """All that a build read and wrote, with what it said of it."""

    paths: list[str]
    stamps: array[int]
    """Four numbers for each path."""
    digests: bytes
    """16 bytes for each path."""
    racy: list[int]
    """Places of the paths whose stamp proves nothing."""
    said: str
    """Warnings of the build."""
    artifacts: int
    """How many files it was asked for."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to build a project on this machine, and when that began."""

    box: Box
    """Where the state of the last time is."""
    name: str
    since: int
    """In nanoseconds, by the clock of the file system; 0 where it has none."""
    watch: Watch


def states(root: Path) -> Box:
    """Return where the states of the project at *root* are."""
    return Box(root / WORK / "fresh")


def way(root: Path, folder: Path, asked: Mapping[str, object], env: Mapping[str, str]) -> Way:
    """Return the way to build the project at *root* to *folder*.

    Args:
        root: Of the project.
        folder: Of the outputs.
        asked: Every option that may change what a build makes.
        env: The variables of the process.
    """
    box = states(root)
    return Way(box, _name(root, folder, asked, env), _clock(box), Watch())


def unchanged(asked: Way) -> State | None:
    """Return the state of the last build when nothing has changed since; else None.

    What has another stamp and the same bytes has not changed; its new stamp is remembered.
    """
    state = _loaded(asked.box.get(asked.name)) if asked.since else None
    if state is None:
        return None
    now: array[int] = array("q", chain.from_iterable(map(stamp, state.paths)))
    if now == state.stamps and not state.racy:
        return state
    odd = [*state.racy, *_differing(now, state.stamps)]
    if any(digest(state.paths[at]) != _at(state.digests, at) for at in odd):
        return None
    _put(asked, _made(state, now, asked.since))
    return state


def begin(asked: Way, root: Path) -> None:
    """Look at what the tools are made of: to be called before they are used."""
    asked.watch.note_all(Path(__file__).parent)
    for folder in sys.path:
        asked.watch.note(Path(folder or "."))
    asked.watch.note_all(root / "fonts")
    asked.watch.note(root / ".native/root")
    asked.watch.note(_LINKER)


def save(asked: Way, written: Mapping[str, bytes], said: str, artifacts: int) -> None:
    """Remember what a build read and wrote, so that the next one can be told that it is done.

    Where this system does not tell which libraries are loaded, nothing is remembered.

    Args:
        asked: How it was built, and what was read.
        written: Digest of each output, by absolute path.
        said: Warnings.
        artifacts: How many files were asked for.
    """
    libraries = _libraries()
    known = {**{path: (stamp(path), digest(path)) for path in libraries}, **asked.watch.seen}
    known |= {path: (stamp(path), content) for path, content in written.items()}
    if not libraries or not asked.since or any("\n" in path for path in known):
        return
    stamps = array("q", chain.from_iterable(state for state, _ in known.values()))
    digests = b"".join(content for _, content in known.values())
    _put(asked, _made(State([*known], stamps, digests, [], said, artifacts), stamps, asked.since))
    _forget(asked.box)


def _name(root: Path, folder: Path, asked: Mapping[str, object], env: Mapping[str, str]) -> str:
    world = sorted((name, text) for name, text in env.items() if name.startswith(_WORLD))
    way = [str(root.resolve()), str(folder.resolve()), sorted(map(repr, asked.items())), world]
    text = json.dumps([*way, sys.version, sys.executable, sys.path])
    return hashlib.blake2b(text.encode(), digest_size=_HASH).hexdigest()


def _clock(box: Box) -> int:
    """Return the time of the file system that *box* is on, in nanoseconds; 0 where it has none."""
    path = box.root / ".clock"
    with suppress(OSError):
        box.root.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        os.close(os.open(path, flags, 0o666))
        return path.stat().st_mtime_ns
    return 0


def _made(state: State, stamps: array[int], since: int) -> State:
    """Return *state* with new stamps, and which of them prove nothing."""
    racy = [at for at in range(len(state.paths)) if is_racy(_stamp(stamps, at), since)]
    return State(state.paths, stamps, state.digests, racy, state.said, state.artifacts)


def _stamp(stamps: array[int], at: int) -> Stamp:
    first, second, third, fourth = stamps[_WIDTH * at : _WIDTH * at + _WIDTH]
    return first, second, third, fourth


def _differing(now: array[int], then: array[int]) -> list[int]:
    if now == then:
        return []
    places = range(0, len(now), _WIDTH)
    return [at // _WIDTH for at in places if now[at : at + _WIDTH] != then[at : at + _WIDTH]]


def _at(digests: bytes, at: int) -> bytes:
    return digests[_HASH * at : _HASH * at + _HASH]


def _put(asked: Way, state: State) -> None:
    """Write a state: the length of its texts, its texts as JSON, stamps, digests."""
    paths = "\n".join(state.paths)
    texts = json.dumps([paths, state.racy, state.said, state.artifacts]).encode()
    asked.box.put(
        asked.name, len(texts).to_bytes(8) + texts + state.stamps.tobytes() + state.digests
    )


def _loaded(data: bytes | None) -> State | None:
    if not data:
        return None
    end = 8 + int.from_bytes(data[:8])
    joined, racy, said, artifacts = json.loads(data[8:end])
    paths = joined.split("\n")
    middle = end + 8 * _WIDTH * len(paths)
    stamps = array("q", data[end:middle])
    return State(paths, stamps, data[middle:], racy, said, artifacts)


def _libraries() -> list[str]:
    """Return the shared libraries of this process; none where they cannot be known or have gone."""
    with suppress(OSError):
        lines = _MAPS.read_text("utf-8", "surrogateescape").splitlines()
        paths = {line.split(maxsplit=5)[5] for line in lines if ".so" in line}
        return [] if any(path.endswith(" (deleted)") for path in paths) else sorted(paths)
    return []


def _forget(box: Box) -> None:
    """Remove the states of the ways to build that were used longest ago."""
    known = sorted(box.entries(), key=lambda kept: kept.used, reverse=True)
    for kept in known[_MOST:]:
        with suppress(OSError):
            Path(kept.path).unlink()
