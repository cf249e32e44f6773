"""Who makes a build: processes on this machine, or a cluster."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import native
from .editions import Request
from .limits import Work
from .model import FontSource
from .pool import Start, Team, Usage, processes
from .serving import Setup
from .workspace import Project

_USUAL = Work()


@contextmanager
def assembled(
    project: Project, request: Request, workers: int, scheduler: str, *, pdf: bool
) -> Iterator[Team]:
    """Give *workers* processes, or the workers of *scheduler* where there is an address.

    Raises:
        UsageError: Nobody at the address can work.
    """
    if not scheduler:
        limits = project.config().work
        yield Team(local(project.root, request.fonts, pdf=pdf, limits=limits), workers)
        return
    from . import scheduler as cluster

    needed = cluster.kit(project.root, request.tools, request.fonts)
    with cluster.connected(scheduler, needed, sys.stderr.write) as team:
        yield team


def local(root: Path, fonts: FontSource, *, pdf: bool, limits: Work = _USUAL) -> Start:
    """Return a start of worker processes; only for *pdf* do they need native libraries."""
    warm = functools.partial(native.warm, root.resolve(), pdf=pdf)
    ready = functools.partial(native.weasyprint, root.resolve(), fonts)
    setup = Setup(warm, ready if pdf else warm, limits.memory_mb)
    return processes(setup, limits, _tell)


def _tell(used: Sequence[Usage]) -> None:
    """Say how much memory each worker took."""
    peaks = sorted((usage.peak_mb for usage in used if usage.peak_mb), reverse=True)
    if peaks:
        each = ", ".join(map(str, peaks))
        sys.stderr.write(f"{len(peaks)} workers; most memory of each: {each} MB\n")
