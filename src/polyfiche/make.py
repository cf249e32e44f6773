"""Make a build: jobs from the workspace, artifacts to the disk, progress to the reader."""

from __future__ import annotations

import atexit
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from . import fresh, index, ledger, manifest, native
from .build import Outcome, build
from .editions import Request, jobs
from .index import About
from .model import Artifact, FontSource, Job
from .problems import NativeError, Problem
from .store import Store
from .team import assembled
from .workspace import Project, style
from .writing import write

Report = Callable[[Outcome, int, int], None]
"""(outcome, how many are done, how many there are)."""


_SYSTEM = "fonts of this machine are used: another machine may make other bytes\n"


def tools(root: Path, source: FontSource = "package") -> tuple[tuple[str, str], ...]:
    """Return the toolchain of this machine, with the fonts of *source*."""
    native.prepare(root, source)
    return native.toolchain(root, source)


def make(  # noqa: PLR0913 (each is a choice of who builds)
    project: Project,
    request: Request,
    folder: Path,
    workers: int,
    report: Report,
    *,
    explain: bool = False,
    most: int = 2_000_000_000,
    way: fresh.Way | None = None,
    scheduler: str = "",
) -> int:
    """Write every artifact, the index and the manifest to *folder*; return the exit code.

    Where a native library is missing, everything but PDF is written, and the code is 3. What an
    earlier build wrote and no longer belongs is removed; what it wrote and this one was not asked
    for stays, in the index and the manifest too.

    Args:
        project: What to build.
        request: Which part of it, and how.
        folder: Where to; it may hold other files.
        workers: How many processes work here.
        report: Is told of each artifact.
        explain: Say on stdout why each artifact was made.
        most: Bytes that the cache may keep after the build.
        way: How it is built, to remember that nothing is left to do.
        scheduler: Address of a cluster that works instead; empty for this machine.
    """
    if request.fonts == "system":
        sys.stderr.write(_SYSTEM)
    wanted = jobs(project, request)
    todo, lacking = _possible(project.root, wanted, request.fonts)
    left = [job for job in wanted if lacking and job.format == "pdf"]
    store = Store(ledger.cache(project.root).root)
    book = ledger.opened(project.root, folder)
    outcomes: list[Outcome] = []
    has_pdf = any(job.format == "pdf" for job in todo)
    with book.saved(), assembled(project.root, request, workers, scheduler, pdf=has_pdf) as team:
        made = build(todo, store, team.start, team.size, whole=team.whole)
        with closing(made):
            for outcome in made:
                outcomes.append(outcome)
                book.take(outcome)
                report(outcome, len(outcomes), len(todo))
        for line in book.clean(request, left, project):
            sys.stderr.write(f"{line}\n")
    problems = sorted({p for outcome in outcomes for p in outcome.problems})
    said = "".join(f"{problem}\n" for problem in (*problems, *lacking))
    sys.stderr.write(said)
    others = book.others(request, store)
    artifacts = [outcome.artifact for outcome in outcomes if outcome.artifact] + others
    pages: dict[str, bytes] = {}
    if artifacts:
        about = _about(project, _shown(project, request, todo, others), artifacts)
        pages |= _pages(artifacts, about)
    pages["manifest.json"] = manifest.manifest(artifacts, dict(request.tools))  # last
    for name, data in pages.items():
        write(folder / name, data)
    if explain:
        sys.stdout.write(book.explained())
    store.box.prune(most, time.time())
    if any(problem.severity == "error" for problem in problems):
        return 1
    if way and not lacking:
        fresh.save(way, book.written(pages, others), said, len(outcomes))
    return 3 if lacking else 0


def _possible(
    root: Path, wanted: Sequence[Job], source: FontSource
) -> tuple[list[Job], tuple[Problem, ...]]:
    """Return the jobs that this machine can do, and why it cannot do the others."""
    if not any(job.format == "pdf" for job in wanted):
        return list(wanted), ()
    try:
        native.require(root, source)
    except NativeError as error:
        return [job for job in wanted if job.format != "pdf"], error.problems
    return list(wanted), ()


def _shown(
    project: Project, request: Request, todo: Sequence[Job], others: Sequence[Artifact]
) -> Sequence[Job]:
    """Return jobs of every edition that the index shows, in its order."""
    if not others:
        return todo
    names = {artifact.sheet for artifact in others} | {job.sheet for job in todo}
    every = [name for name in project.names() if name in names]
    return jobs(project, Request(every, (), ("md",), None, request.tools, pseudo=True))


def _pages(
    artifacts: Sequence[Artifact], about: Mapping[str, Mapping[str, About]]
) -> dict[str, bytes]:
    """Return the index with its pictures, and the sitemap of what has an address."""
    pages = {index.picture_path(a.sheet, a.lang): a.picture for a in artifacts if a.picture}
    css = style("web.css") + style("index.css")
    pages["index.html"] = index.index(artifacts, about, css, frozenset(pages))
    if found := index.sitemap(about):
        pages["sitemap.xml"] = found
    return pages


def _about(
    project: Project, todo: Sequence[Job], made: Sequence[Artifact]
) -> dict[str, dict[str, About]]:
    """Return what is known of each edition of which something was *made*, by sheet and tag."""
    found: dict[str, dict[str, About]] = {}
    editions = {(artifact.sheet, artifact.lang) for artifact in made if artifact.format != "svg"}
    pages = (job for job in todo if job.format != "svg")  # a figure knows its own texts only
    for job in (job for job in pages if (job.sheet, job.lang) in editions):
        if job.lang not in found.setdefault(job.sheet, {}):
            found[job.sheet][job.lang] = index.about(
                job,
                project.outline(job.sheet).meta,
                reviewed=project.is_reviewed(job.sheet, job.lang),
            )
    return found


def reporter() -> Report:
    """Return a progress bar on a terminal, a plain line for each artifact elsewhere."""
    if sys.stderr.isatty():
        return _bar()
    return _line


def _line(outcome: Outcome, done: int, total: int) -> None:
    sys.stderr.write(f"[{done}/{total}] {_said(outcome)}\n")


def _said(outcome: Outcome) -> str:
    artifact: Artifact | None = outcome.artifact
    if artifact is None:
        return f"{outcome.job.path} FAILED"
    pages = f", {artifact.pages} pages at {artifact.size_pt} pt" if artifact.pages else ""
    return f"{artifact.path}{pages}{' (unchanged)' if outcome.reused else ''}"


def _bar() -> Report:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task("", total=None)
    progress.start()
    atexit.register(progress.stop)  # an interruption gives the cursor back

    def report(outcome: Outcome, done: int, total: int) -> None:
        progress.update(task, completed=done, total=total, description=_said(outcome))
        if outcome.artifact is None:
            progress.console.print(f"[red]{_said(outcome)}[/red]")
        if done == total:
            progress.stop()
            progress.console.print(f"{total} artifacts")

    return report
