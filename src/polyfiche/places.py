"""Where is written: inside the project through no link, as a stranger's commit may have made it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from .problems import OutputError, Problem

WORK = ".polyfiche"
"""Where everything is that can be made again."""


def base(root: Path, folder: Path) -> Path:
    """Return from where on *folder*, and what is below it, are to be reached through no link.

    That is the project where *folder* is in it: a commit may have made a link of anything there.
    Elsewhere it is *folder* itself, which the user named and may have made a link of.
    """
    whole, project = folder.absolute(), root.resolve()
    return next((part for part in reversed(whole.parents) if part.resolve() == project), whole)


def refuse_links(within: Path, folder: Path) -> None:
    """Refuse a *folder* if it is a link, or one on the way to it from *within* is.

    Raises:
        OutputError: `output-outside`.
    """
    start = within.absolute()
    way = folder.absolute().relative_to(start)
    for part in [*reversed(way.parents), way][1:]:
        if (start / part).is_symlink():
            message = "is a link: what belongs into this folder would be written elsewhere"
            hint = "delete it, and polyfiche makes a folder; or give another place with --out"
            raise OutputError(Problem(part.as_posix(), 0, "output-outside", message, hint))


def refuse_linked_work(root: Path) -> None:
    """Refuse a project whose `.polyfiche/`, or what stands directly in it, is a link.

    Raises:
        OutputError: `output-outside`.
    """
    work = root / WORK
    refuse_links(root, work)
    with suppress(OSError):  # there is none, or it cannot be listed
        for path in sorted(work.iterdir()):
            refuse_links(root, path)
