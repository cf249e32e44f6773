"""What a folder of outputs holds of ours: what goes when it no longer belongs, what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from .editions import Request
from .model import Artifact, Job, Printing
from .stamps import hashed
from .store import Box

PICTURE = "png"
"""The format of what a PDF looks like, which comes and goes with the PDF."""
ASSET = "asset"
"""The format of what web pages share, which goes with the last of them."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file that we wrote."""

    path: str
    """Relative to the folder, with forward slashes."""
    sheet: str
    lang: str
    format: str
    layout: str
    key: str
    """Of its job: what the store has the artifact under."""
    digest: str
    """Of its bytes."""
    parts: Mapping[str, str]
    """The digest of each part of the key."""
    tools: str
    """The digest of the whole toolchain, of which the key has what the format uses."""
    assets: tuple[str, ...] = ()
    """Paths of the files that a web page loads."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the builds so far have written to one folder."""

    box: Box
    name: str
    outputs: Mapping[str, Output]
    """By path."""

    def save(self, made: Iterable[Output], gone: Iterable[str]) -> None:
        """Keep what this build *made* and what is *gone*, beside what others wrote meanwhile."""
        known = {**load(self.box, self.name).outputs, **{output.path: output for output in made}}
        for path in gone:
            known.pop(path, None)
        self.box.put(self.name, msgspec.msgpack.encode(list(known.values())))


def load(box: Box, name: str) -> Record:
    """Return the record *name*; an empty one when there is none that can be trusted."""
    data = box.get(name)
    known: list[Output] = []
    if data is not None:
        with suppress(msgspec.DecodeError):
            known = msgspec.msgpack.decode(data, type=list[Output])
    return Record(box, name, {output.path: output for output in known})


def name_of(root: Path, folder: Path) -> str:
    """Return the name of the record of *folder*; the same where a project was moved as a whole."""
    whole, base = folder.resolve(), root.resolve()
    inside = whole.is_relative_to(base)
    text = whole.relative_to(base).as_posix() if inside else whole.as_posix()
    return digest(f"{int(inside)}{text}".encode())


def output(job: Job, key: str, artifact: Artifact, parts: Mapping[str, str]) -> Output:
    """Return what is recorded of the *artifact* of *job*."""
    return Output(
        artifact.path, job.sheet, job.lang, job.format, job.layout, key,
        digest(artifact.data), parts, toolchain(job.tools),
        tuple(asset.path for asset in artifact.assets),
    )  # fmt: skip


def picture(known: Output, path: str, data: bytes) -> Output:
    """Return what is recorded of the picture of *known*, a PDF."""
    return replace(known, path=path, format=PICTURE, digest=digest(data))


def asset(path: str, data: bytes) -> Output:
    """Return what is recorded of a file that web pages share: it is no sheet's."""
    return Output(path, "", "", ASSET, "", "", digest(data), {}, "")


def toolchain(tools: tuple[tuple[str, str], ...]) -> str:
    """Return the hash of a toolchain."""
    return digest(msgspec.msgpack.encode(tools))


def digest(data: bytes) -> str:
    """Return the hash of a file's bytes (32 hex digits)."""
    return hashed(data).hex()


def holds(folder: Path, known: Output) -> bool:
    """Tell whether the file is there, and still what we wrote."""
    with suppress(OSError):
        return digest((folder / known.path).read_bytes()) == known.digest
    return False


def is_asked(known: Output, request: Request) -> bool:
    """Tell whether a build of *request* would make the output again, if it still belonged.

    Each option that names a part of the build leaves the other parts alone.
    """
    form = {"svg": "md", PICTURE: "pdf"}.get(known.format, known.format)
    is_usual = not request.paper and request.printing == Printing()
    is_printed = known.layout in request.layouts and is_usual
    return (
        (not request.sheets or known.sheet in request.sheets)
        and (not request.langs or known.lang in request.langs)
        and form in request.formats
        and (form != "pdf" or is_printed)
    )


def stale(
    record: Record, made: Iterable[str], request: Request, belongs: Callable[[Output], bool]
) -> list[Output]:
    """Return the outputs that a build of *request* leaves behind: not *made*, nor of any use.

    Args:
        record: Of all builds before.
        made: Paths that this build wrote, or could not make on this machine.
        request: What was built.
        belongs: Whether the project still has the sheet and the language of an output.
    """
    kept = frozenset(made)
    return [
        known
        for path, known in sorted(record.outputs.items())
        if path not in kept
        and known.format != ASSET
        and (is_asked(known, request) or not belongs(known))
    ]


def unused(record: Record, made: Mapping[str, Output], gone: Iterable[str]) -> list[Output]:
    """Return the shared files that no page loads any more.

    Args:
        record: Of all builds before.
        made: What this build wrote, by path.
        gone: Paths of what went.
    """
    left = {**record.outputs, **made}
    for path in gone:
        left.pop(path, None)
    loaded = {path for known in left.values() for path in known.assets}
    shared = (known for _, known in sorted(left.items()) if known.format == ASSET)
    return [known for known in shared if known.path not in loaded]


def remove(folder: Path, known: Output) -> str:
    """Remove an output if it still is what we wrote, and the folders that it leaves empty.

    Returns:
        What became of it, for the reader; empty when it was gone already.
    """
    path = folder / known.path
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        return ""
    if not holds(folder, known):
        return f"left {known.path}: it no longer belongs, but is not what polyfiche wrote"
    path.unlink()
    for parent in [*path.relative_to(folder).parents][:-1]:
        with suppress(OSError):  # it is not empty
            (folder / parent).rmdir()
    return f"removed {known.path}: it no longer belongs"
