"""Make a build: jobs from the workspace, artifacts to the disk, progress to the reader."""

from __future__ import annotations

import atexit
import collections
import itertools
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from . import fresh, index, ledger, manifest, native, places
from .build import Outcome, build
from .editions import Request, count, stream
from .index import About
from .model import Artifact, FontSource, Job
from .problems import NativeError, Problem
from .store import Store
from .team import assembled
from .workspace import Project
from .writing import write

Report = Callable[[Outcome, int, int], None]
"""(outcome, how many are done, how many there are)."""
Known = dict[str, dict[str, About]]
"""What the index says of editions, by sheet and language."""
Pages = dict[str, bytes]
"""Content by path."""


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
    lacking = _lacking(project.root, request)
    spared: list[str] = []
    known: Known = {}
    pictures: Pages = {}
    wanted = _noted(stream(project, request), project, known)
    todo = _without_pdf(wanted, spared) if lacking else wanted
    store = Store(ledger.cache(project.root).root)
    book = ledger.opened(project.root, folder)
    rows: list[manifest.Row] = []
    found: set[Problem] = set()
    has_pdf = "pdf" in request.formats and not lacking
    formats = tuple(form for form in request.formats if form != "pdf" or has_pdf)
    total, done = count(project, replace(request, formats=formats)), itertools.count(1)
    with book.saved(), assembled(project, request, workers, scheduler, pdf=has_pdf) as team:
        made = build(todo, store, team.start, team.size, whole=team.whole)
        with closing(made):
            for outcome in made:
                found.update(outcome.problems)
                _listed([outcome.artifact] if outcome.artifact else [], rows, pictures)
                book.take(outcome)
                report(outcome, next(done), total)
        for line in book.clean(request, spared, project):
            sys.stderr.write(f"{line}\n")
    problems = sorted(found)
    said = "".join(f"{problem}\n" for problem in (*problems, *lacking))
    sys.stderr.write(said)
    others = book.others(request, store)
    _listed(others, rows, pictures)
    pages = {path: data for path, data in pictures.items() if path not in book.made}
    if rows:
        pages |= _pages(rows, _all_known(project, request, others) if others else known, pictures)
    shared = book.shared(others)
    pages["manifest.json"] = manifest.manifest(rows, dict(request.tools), shared)  # last
    for name, data in pages.items():
        write(folder / name, data, within=places.base(project.root, folder))
    if explain:
        sys.stdout.write(book.explained())
    store.box.prune(most, time.time())
    if any(problem.severity == "error" for problem in problems):
        return 1
    if way and not lacking:
        fresh.save(way, book.written({**pages, **shared}, others), said, next(done) - 1)
    return 3 if lacking else 0


def _lacking(root: Path, request: Request) -> tuple[Problem, ...]:
    """Return why this machine cannot make the PDFs of *request*; nothing when it can."""
    if "pdf" not in request.formats:
        return ()
    try:
        native.require(root, request.fonts)
    except NativeError as error:
        return error.problems
    return ()


def _without_pdf(wanted: Iterable[Job], spared: list[str]) -> Iterator[Job]:
    """Yield the other jobs; keep the paths of PDFs and of their pictures in *spared*."""
    for job in wanted:
        if job.format == "pdf":
            spared += [job.path, index.picture_path(job.sheet, job.lang)]
        else:
            yield job


def _noted(wanted: Iterable[Job], project: Project, known: Known) -> Iterator[Job]:
    """Yield *wanted*; keep what is known of their editions, in their order."""
    for job in wanted:
        editions = known.setdefault(job.sheet, {})
        if job.lang not in editions and job.format != "svg":  # a figure knows its own texts only
            meta, reviewed = (
                project.outline(job.sheet).meta,
                project.is_reviewed(job.sheet, job.lang),
            )
            editions[job.lang] = index.about(job, meta, reviewed=reviewed)
        yield job


def _all_known(project: Project, request: Request, others: Iterable[Artifact]) -> Known:
    """Return what is known of *others* and of *request*, in the order of the project."""
    known: Known = {}
    names = {artifact.sheet for artifact in others} | {*(request.sheets or project.names())}
    every = [name for name in project.names() if name in names]
    asked = Request(every, (), ("md",), None, request.tools, pseudo=True)
    collections.deque(_noted(stream(project, asked), project, known), maxlen=0)
    return known


def _listed(made: Iterable[Artifact], rows: list[manifest.Row], pictures: Pages) -> None:
    """Add what is *made* to *rows*, and to *pictures* its pictures, of each edition the first."""
    for artifact in made:
        rows.append(manifest.row(artifact))
        if artifact.picture:
            path = index.picture_path(artifact.sheet, artifact.lang)
            pictures.setdefault(path, artifact.picture)


def _pages(rows: Sequence[manifest.Row], known: Known, pictures: Mapping[str, bytes]) -> Pages:
    """Return the index, and the sitemap of what has an address."""
    made = {(row.artifact.sheet, row.artifact.lang) for row in rows if row.artifact.format != "svg"}
    shown = {
        name: {tag: about for tag, about in editions.items() if (name, tag) in made}
        for name, editions in known.items()
    }
    pages = {"index.html": index.index(rows, shown, frozenset(pictures))}
    if found := index.sitemap(shown):
        pages["sitemap.xml"] = found
    return pages


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
