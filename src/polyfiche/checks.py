"""What `polyfiche check` looks at: sources, templates, catalogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import dialect, loop
from .messages import one_block
from .model import Sheet
from .problems import PolyficheError, Problem
from .workspace import Project

Check = Callable[[Project, Sheet], Iterator[Problem]]


def check(project: Project) -> list[Problem]:
    """Return every problem of *project*, sorted by path and line."""
    problems: list[Problem] = []
    for name in project.names():
        try:
            sheet = project.sheet(name)
            project.units(sheet)
        except PolyficheError as error:
            problems += error.problems
            continue
        for one in CHECKS:
            try:
                problems += one(project, sheet)
            except PolyficheError as error:
                problems += error.problems
    return sorted(set(problems))


def facts_used(project: Project, sheet: Sheet) -> Iterator[Problem]:
    """Yield `fact-unused`: the head has a fact that no text shows."""
    used = {name for unit in sheet.units for name in dialect.facts_in(unit.msgid)}
    used |= {n for t in sheet.tokens if t.type == "inline" for n in dialect.facts_in(t.content)}
    for name in sheet.meta.facts:
        if name not in used:
            message = f"no text shows the fact {name!r}"
            hint = f"delete it from the head, or write {{{name}}}"
            yield Problem(sheet.source.path, 0, "fact-unused", message, hint, "warning")


def files_current(project: Project, sheet: Sheet) -> Iterator[Problem]:
    """Yield `catalog-stale`: a template or a catalog is not what the source says."""
    for path in loop.update(project, (), write=False):
        hint = "run: polyfiche update"
        yield Problem(path, 0, "catalog-stale", "does not say what the source says", hint)


def translations_complete(project: Project, sheet: Sheet) -> Iterator[Problem]:
    """Yield `catalog-missing` and `catalog-fuzzy`: units that stay in the source language."""
    units = project.units(sheet)
    for tag in project.languages(sheet.name):
        catalog = project.catalog(sheet.name, tag)
        for unit in units if catalog else ():
            entry = catalog.get(unit.key) if catalog else None
            if entry is None or not any(entry.msgstrs):
                code, state = "catalog-missing", "is not translated"
            elif entry.is_fuzzy:
                code, state = "catalog-fuzzy", "is fuzzy"
            else:
                continue
            path, line = project.catalog_path(sheet.name, tag), entry.line if entry else 0
            message = f"{unit.msgid[:60]!r} {state}"
            yield Problem(path, line, code, message, "translate it, then delete fuzzy", "warning")


def facts_kept(project: Project, sheet: Sheet) -> Iterator[Problem]:
    """Yield `parity-fact`: a translation lost or gained a fact."""
    for tag in project.languages(sheet.name):
        catalog = project.catalog(sheet.name, tag)
        for entry in catalog.entries if catalog else ():
            if not entry.is_translated:
                continue
            wanted = sorted(dialect.facts_in(entry.msgid))
            given = sorted(dialect.facts_in(one_block(entry.msgstrs[0])))
            if wanted != given:
                message = f"has the facts {given}, the source has {wanted}"
                path = project.catalog_path(sheet.name, tag)
                yield Problem(path, entry.line, "parity-fact", message, "keep each {name} once")


CHECKS: tuple[Check, ...] = (facts_used, files_current, translations_complete, facts_kept)
