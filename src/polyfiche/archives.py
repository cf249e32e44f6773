"""Zip archives: the same bytes for the same files, and nothing believed of those we read."""

from __future__ import annotations

import datetime as dt
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from .problems import Problem, ReleaseError

Files = Iterable[tuple[str, bytes]]
"""(path with forward slashes, content)."""
MOST_BYTES = 2_000_000_000
"""What the files of an archive may hold in all; more is a bomb."""
MOST_FILES = 200_000
_LEVEL = 9
_UNIX = 3
_ENCRYPTED = 0x1
_FIRST, _LAST = 315_532_800, 4_354_819_198
"""Seconds: what a zip can say, 1980 to 2107."""
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, OverflowError, MemoryError),
)
"""What zipfile raises of an archive that somebody damaged or made up."""


def pack(files: Files, epoch: int) -> bytes:
    """Return a zip of *files*: sorted by path, one time, one mode, no extra fields.

    Args:
        files: Each path once.
        epoch: Seconds; a zip knows the years from 1980 to 2107, in steps of two seconds.
    """
    time = _time(epoch)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in sorted(files):
            member = zipfile.ZipInfo(path, time)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = _UNIX
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(member, data, compresslevel=_LEVEL)
    return buffer.getvalue()


def unpack(data: bytes, name: str) -> dict[str, bytes]:
    """Return the files of the zip *data*, by path; nothing is written anywhere.

    Args:
        data: Of anybody.
        name: Of the archive, for problems.

    Raises:
        ReleaseError: `archive-broken`, it is no whole zip; `archive-member`, a path leaves the
            folder, is there twice, or is no plain file; `archive-too-large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if problems := list(_problems(members, name)):
                raise ReleaseError(*problems)
            return {member.filename: _content(archive, member) for member in members}
    except _BROKEN as error:
        message = f"is no whole zip archive: {error}"
        raise ReleaseError(Problem(name, 0, "archive-broken", message, _AGAIN)) from error


_AGAIN = "get it again from where it was published"


def is_safe(path: str) -> bool:
    """Tell whether *path* is relative, stays in its folder, and means the same everywhere."""
    parts = path.split("/")
    is_odd = any(part in {"", ".", ".."} or part.endswith((" ", ".")) for part in parts)
    return not is_odd and not any(char in '\\:*?"<>|' or ord(char) < ord(" ") for char in path)


def _time(epoch: int) -> tuple[int, int, int, int, int, int]:
    time = dt.datetime.fromtimestamp(min(max(epoch, _FIRST), _LAST), dt.UTC)
    return time.year, time.month, time.day, time.hour, time.minute, time.second // 2 * 2


def _problems(members: list[zipfile.ZipInfo], name: str) -> Iterator[Problem]:
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
        message = f"holds more than {MOST_FILES} files or {MOST_BYTES} bytes"
        yield Problem(name, 0, "archive-too-large", message, _AGAIN)
    seen: set[str] = set()
    for member in members:
        if wrong := _wrong(member, seen):
            message = f"the member {member.orig_filename!r} {wrong}"
            yield Problem(name, 0, "archive-member", message, _AGAIN)
        seen.add(_folded(member.filename))


def _wrong(member: zipfile.ZipInfo, seen: set[str]) -> str:
    """Return what is wrong with *member*; empty when nothing is."""
    if not is_safe(member.orig_filename):
        return "would leave the folder, or is no path on every system"
    if _folded(member.filename) in seen:
        return "is there twice"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        return "is no plain file"
    return "is encrypted" if member.flag_bits & _ENCRYPTED else ""


def _folded(path: str) -> str:
    """Return what a file system that ignores case sees of *path*."""
    return str(PurePosixPath(path)).casefold()


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return what *member* holds; one that holds more than it says is broken."""
    with archive.open(member) as file:
        data = file.read(member.file_size)
        if file.read(1):
            raise zipfile.BadZipFile(f"{member.filename!r} is longer than it says")
    return data
