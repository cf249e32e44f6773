"""Check a release: its files against its manifest, and against what the source gives now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import archives, inventory
from .inventory import MANIFEST, SUMS, File, Inventory
from .problems import Problem, ReleaseError
from .release import Order, Release, Workshop, release
from .workspace import Project

_AGAIN = "get the release again from where it was published"


@dataclass(frozen=True, slots=True)
class Found:
    """A release as it lies in a folder."""

    inventory: Inventory
    files: Mapping[str, bytes]
    """What the folder holds of it, by name; the manifest and the sums too."""


def read(folder: Path) -> Inventory:
    """Return the inventory of the release in *folder*, or in a manifest that is named itself.

    Raises:
        ReleaseError: `manifest-missing`, `manifest-invalid`.
    """
    path = folder / MANIFEST if folder.is_dir() else folder
    try:
        if path.stat().st_size > inventory.LARGEST:
            message = f"has more than {inventory.LARGEST} bytes"
            raise ReleaseError(Problem(path.name, 0, "manifest-invalid", message, _AGAIN))
        return inventory.load(path.read_bytes(), path.name)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        hint = "name the folder of a release, with its manifest.json"
        raise ReleaseError(Problem(path.name, 0, "manifest-missing", message, hint)) from error


def check(folder: Path) -> tuple[Found, list[Problem]]:
    """Return the release in *folder*, and everything in it that its manifest does not say.

    Raises:
        ReleaseError: The manifest or the sums cannot be read.
    """
    stated = read(folder)
    names = {file.name for file in stated.files} | {MANIFEST, SUMS}
    files = {name: data for name in sorted(names) if (data := _data(folder / name)) is not None}
    problems = [_missing(name) for name in sorted(names - files.keys())]
    problems += [_extra(name) for name in sorted({p.name for p in folder.iterdir()} - names)]
    for file in stated.files:
        if file.name in files:
            problems += _file(file, files[file.name])
    if SUMS in files:
        problems += _sums(files)
    return Found(stated, files), problems


def rebuild(project: Project, stated: Inventory, order: Order, workshop: Workshop) -> Release:
    """Return the release that *project* gives when it is asked for what *stated* was.

    Args:
        project: The source.
        stated: What the release says of itself.
        order: Its tools; a release before, where that is at hand.
        workshop: With an empty store: what is remembered proves nothing.
    """
    known = order if order.before else replace(order, changes=stated.changes, since=stated.since)
    wanted = replace(known, epoch=stated.epoch, minimum=stated.minimum, name=stated.name)
    return release(project, wanted, workshop)


def differences(found: Found, made: Release) -> Iterator[Problem]:
    """Yield where the release that was *found* is not the one that was *made* from the source."""
    sources = list(_sources(found.inventory, made.inventory))
    yield from sources
    theirs = {file.name: file for file in found.inventory.files}
    ours = {file.name: file for file in made.inventory.files}
    hint = _why(found.inventory, made.inventory, sources)
    for name in sorted(theirs.keys() | ours.keys()):
        for message in _between(theirs.get(name), ours.get(name)):
            yield Problem(name, 0, "rebuild-differs", message, hint)
    if _said(found.inventory) != _said(made.inventory):
        message = "does not say what the source says"
        yield Problem(MANIFEST, 0, "rebuild-differs", message, hint)


def other_tools(theirs: Inventory, ours: Inventory) -> list[str]:
    """Return the tools that are not the same, each with both versions."""
    old, new = theirs.toolchain, ours.toolchain
    return [
        f"{name} {old.get(name, 'absent')} there, {new.get(name, 'absent')} here"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


# The folder


def _data(path: Path) -> bytes | None:
    """Return what a plain file holds; links are not followed out of the release."""
    if path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes()


def _missing(name: str) -> Problem:
    return Problem(name, 0, "release-missing", "is missing, or no plain file", _AGAIN)


def _extra(name: str) -> Problem:
    message = "is not in the manifest"
    return Problem(name, 0, "release-extra", message, "delete it, or move it elsewhere")


def _file(file: File, data: bytes) -> Iterator[Problem]:
    """Yield what is wrong with a file that is there."""
    if hashlib.sha256(data).hexdigest() != file.sha256 or len(data) != file.bytes:
        message = f"is not the file that was released: {len(data)} bytes, {file.bytes} then"
        yield Problem(file.name, 0, "release-changed", message, _AGAIN)
        return
    if file.kind == "notes":
        return
    try:
        members = archives.unpack(data, file.name)
    except ReleaseError as error:
        yield from error.problems
        return
    found = tuple(inventory.content(path, members[path]) for path in sorted(members))
    if found != file.members:
        stated = {member.path for member in file.members}
        others = sorted(stated ^ members.keys()) or ["a file"]
        message = f"does not hold what the manifest says: {others[0]}"
        yield Problem(file.name, 0, "release-changed", message, _AGAIN)


def _sums(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield where the sums are not those of the files; a changed file is told once only."""
    stated = inventory.read_sums(files[SUMS])
    real = {n: hashlib.sha256(data).hexdigest() for n, data in files.items() if n != SUMS}
    for name in sorted(stated.keys() | real.keys()):
        if stated.get(name) != real.get(name):
            message = f"does not hold the hash of {name}"
            yield Problem(SUMS, 0, "sums-differ", message, _AGAIN)


# The source


def _sources(theirs: Inventory, ours: Inventory) -> Iterator[Problem]:
    """Yield the sources that are not those of the release."""
    here = {one.path: one.sha256 for sheet in ours.sheets for one in sheet.sources}
    then = {one.path: one.sha256 for sheet in theirs.sheets for one in sheet.sources}
    for path in sorted(here.keys() | then.keys()):
        if here.get(path) != then.get(path):
            message = "is not the file that the release was made from"
            hint = "go to the revision that was released"
            yield Problem(path, 0, "rebuild-source", message, hint)


def _why(theirs: Inventory, ours: Inventory, sources: list[Problem]) -> str:
    if sources:
        return "compare it with the revision that was released: the source is another one"
    if tools := other_tools(theirs, ours):
        return f"build with the tools of the release: {'; '.join(tools)}"
    return "distrust it: the same source and the same tools give other bytes"


def _between(theirs: File | None, ours: File | None) -> Iterator[str]:
    """Yield how one file of the release differs from what was made."""
    if theirs is None or ours is None:
        yield "is not made from this source" if theirs else "is made from this source"
        return
    if theirs.sha256 == ours.sha256:
        return
    then = {member.path: member.sha256 for member in theirs.members}
    now = {member.path: member.sha256 for member in ours.members}
    paths = [path for path in sorted(then.keys() | now.keys()) if then.get(path) != now.get(path)]
    yield from (f"{path} has other bytes" for path in paths)
    if not paths:
        yield "holds the same files, packed otherwise" if then else "has other bytes"


def _said(stated: Inventory) -> Inventory:
    """Return what does not depend on the tools."""
    return replace(stated, toolchain={}, files=())
