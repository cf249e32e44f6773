"""The folder of a release: filled whole, and nothing in it lost that is not ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .inventory import MANIFEST, SUMS, read_sums
from .problems import Problem, ReleaseError
from .release import Release
from .writing import write


def fill(folder: Path, made: Release, within: Path | None = None) -> None:
    """Write *made* to *folder*; of a release that was there, what is no longer in it goes.

    The sums come last: a release that was interrupted does not have those of its files.

    Args:
        folder: Where to.
        made: What is published.
        within: No folder between this one and a file may be a link.

    Raises:
        ReleaseError: `release-folder`, there is something that no release wrote; nothing is
            written.
        OutputError: `output-outside`, the folder is a link; `output-write`.
    """
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    ours = _written(folder)
    if strangers := sorted(there - ours - made.files.keys()):
        message = f"holds {strangers[0]!r}, which no release wrote"
        hint = "give --out an empty folder, or one of an earlier release"
        raise ReleaseError(Problem(folder.name, 0, "release-folder", message, hint))
    for name in sorted(ours & there - made.files.keys()):
        (folder / name).unlink()
    for name in sorted(made.files, key=lambda name: (name == SUMS, name == MANIFEST, name)):
        write(folder / name, made.files[name], within=within)


def _written(folder: Path) -> set[str]:
    """Return the names of the files that an earlier release wrote and nobody changed."""
    try:
        sums = read_sums((folder / SUMS).read_bytes())
    except (OSError, ReleaseError):
        return set()
    return {SUMS, *(name for name, digest in sums.items() if _holds(folder / name, digest))}


def _holds(path: Path, digest: str) -> bool:
    if path.is_symlink() or not path.is_file() or "/" in path.name:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == digest
