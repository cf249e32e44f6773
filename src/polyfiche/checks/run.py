"""Runs every check: the project, each sheet, each catalog, each text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from .. import termbase
from ..entries import Entry
from ..problems import PolyficheError, Problem
from ..termbase import Termbase
from ..workspace import Project
from . import passages, repair, table
from .kinds import Check, Context, Edition, Hit, Passage, Survey

T = TypeVar("T")
_IGNORE = re.compile(r"\s*polyfiche:\s*ignore\s+([a-z0-9, -]+)")


@dataclass(slots=True)
class Run:
    """What one run has found."""

    problems: list[Problem] = field(default_factory=list)
    repairs: list[tuple[Passage, Hit]] = field(default_factory=list)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Take the problems of a step that cannot go on, and go on with the next."""
        try:
            yield
        except PolyficheError as error:
            self.problems += error.problems


def check(project: Project) -> list[Problem]:
    """Return every problem of *project*, sorted by path and line.

    What a build refuses is found again by a check that knows the column: that one is told.
    """
    found = set(_all(project).problems)
    exact = {(problem.path, problem.line, problem.code) for problem in found if problem.column}
    return sorted(p for p in found if p.column or (p.path, p.line, p.code) not in exact)


def fix(project: Project) -> list[str]:
    """Repair what is mechanical, in sources, figures and catalogs; return the paths that changed.

    The rest of each file keeps its bytes.
    """
    return repair.write(project, _all(project).repairs)


def translations(run: Run, edition: Edition) -> None:
    """Look at every translation of a catalog; what an entry says to ignore is not told."""
    for passage in passages.of_catalog(edition):
        entry = passage.entry
        ignored = _ignored(entry) if entry else {}
        silenced: set[str] = set()
        for one in (*table.OF_TRANSLATION, *table.OF_TEXT):
            hits = list(one.run(passage))
            if hits and one.code in ignored:
                silenced.add(one.code)
            else:
                _note(run, one, passage, hits)
        if entry and len(entry.msgstrs) == 1:
            run.problems += (_idle(passage, code) for code in ignored.keys() - silenced)


def _all(project: Project) -> Run:
    run = Run()
    terms = Termbase()
    with run.collecting():
        terms = _terms(project)
    sheets = []
    for name in project.names():
        with run.collecting():
            sheet = project.sheet(name)
            context = Context(project, sheet, project.units(sheet), terms)
            sheets.append(sheet)
            _sheet(run, context)
    for one in table.OF_PROJECT:
        with run.collecting():
            run.problems += _problems(one, one.run(Survey(project, sheets)))
    return run


def _terms(project: Project) -> Termbase:
    full = project.root / termbase.PATH
    if not (full.is_symlink() or full.exists()):
        return Termbase()
    return termbase.load(project.text(termbase.PATH))


def _sheet(run: Run, context: Context) -> None:
    name = context.sheet.name
    for one in table.OF_SHEET:
        with run.collecting():
            run.problems += _problems(one, one.run(context), context.sheet.source.path)
    with run.collecting():
        for passage in passages.of_source(context):
            for check_ in table.OF_TEXT:
                _note(run, check_, passage, check_.run(passage))
    for tag in context.project.languages(name):
        with run.collecting():
            _catalog(run, context, tag)


def _catalog(run: Run, context: Context, tag: str) -> None:
    catalog = context.project.catalog(context.sheet.name, tag)
    if catalog is None:
        return
    edition = Edition(context, tag, catalog)
    for one in table.OF_CATALOG:
        run.problems += _problems(one, one.run(edition), catalog.path)
    translations(run, edition)


def _problems(one: Check[T], hits: Iterable[Hit], path: str = "") -> Iterator[Problem]:
    for hit in hits:
        yield Problem(
            hit.path or path, hit.line, one.code, hit.message, hit.hint, one.severity, hit.column
        )


def _note(run: Run, one: Check[Passage], passage: Passage, hits: Iterable[Hit]) -> None:
    """Keep the problems of a text, with their places, and what can be repaired."""
    for hit in hits:
        line, column = passages.locate(passage, hit.start)
        run.problems.append(
            Problem(
                passage.path,
                line,
                one.code,
                hit.message,
                hit.hint,
                one.severity,
                column if hit.start >= 0 else 0,
            )
        )
        if hit.replacement is not None:
            run.repairs.append((passage, hit))


def _idle(passage: Passage, code: str) -> Problem:
    message = f"polyfiche: ignore {code} silences nothing"
    hint = "delete the comment, or correct the code"
    return Problem(passage.path, passage.line, "catalog-ignore", message, hint, "warning")


def _ignored(entry: Entry) -> dict[str, None]:
    """Return the codes that a translator's comments silence for *entry*."""
    found = (match[1] for text in entry.comments if (match := _IGNORE.match(text)))
    return dict.fromkeys(code for text in found for code in re.findall(r"[a-z0-9-]+", text))
