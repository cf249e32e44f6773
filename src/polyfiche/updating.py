"""Merging the catalogs of a project: with what its other sheets and the memories remember."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import compendium, memory, merge
from .alike import same_but_typography, same_message
from .catalogs import Catalog
from .entries import Entry
from .problems import CatalogError, Problem, UsageError, did_you_mean
from .workspace import Project


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever updates may choose."""

    fuzzy: bool = True
    """Propose translations that a human has to confirm."""
    trivial: bool = False
    """Take a translation as certain when only the typography of the source changed."""
    memories: tuple[tuple[str, bytes], ...] = ()
    """(path, bytes) of PO and TMX files; with one, messages that were left empty are filled too."""


class Updater:
    """Merges catalogs; reads each of them, and each memory, once."""

    def __init__(self, project: Project, options: Options) -> None:
        self._options = options
        self.catalog = functools.cache(project.catalog)
        """The catalog of (sheet, tag); None when there is none."""
        self._load = functools.cache(compendium.load)
        self._project = project

    def merged(self, template: Catalog, name: str, tag: str, source: str) -> Catalog:
        """Return the catalog of the sheet *name* in *tag*, brought to what *template* says."""
        known = self.catalog(name, tag)
        same = same_but_typography if self._options.trivial else same_message
        match = memory.matcher(template, known, self._remembered(name, tag, source))
        return merge.merge(
            template,
            known,
            tag,
            matcher=match if self._options.fuzzy else memory.only_certain(match, same),
            same=same,
            fill=bool(self._options.memories),
        )

    def refuse_unused(self, tags: Iterable[str], source: str) -> None:
        """Refuse a memory that holds none of the languages *tags*.

        Raises:
            CatalogError: `memory-language`, with what the memory holds.
        """
        wanted = sorted(set(tags))
        for path, data in self._options.memories:
            found = self._load(data, path, source)
            if not any(compendium.translations(found, tag) for tag in wanted):
                message = f"holds {_listed(found)}, and the update is of {_listed(wanted)}"
                hint = "give a memory of a language that you update"
                raise CatalogError(Problem(path, 0, "memory-language", message, hint))

    def _remembered(self, name: str, tag: str, source: str) -> Sequence[Entry]:
        """Return what the memories know in *tag*, then what the other sheets do."""
        found: list[Entry] = []
        for path, data in self._options.memories:
            found += compendium.translations(self._load(data, path, source), tag)
        others = [self.catalog(other, tag) for other in self._project.names() if other != name]
        return [*found, *(entry for other in others if other for entry in memory.memory_of(other))]


def _listed(tags: Iterable[str]) -> str:
    return ", ".join(sorted(tags)) or "nothing"


def pruned(project: Project, langs: Sequence[str]) -> list[Catalog]:
    """Return the catalogs without their obsolete entries.

    Args:
        project: Its sheets, all of them.
        langs: BCP 47 tags; empty means all that there are.

    Raises:
        UsageError: `language-missing`, no sheet has a catalog in one of *langs*.
    """
    known = {tag for name in project.names() for tag in project.languages(name)}
    for tag in langs:
        if tag not in known:
            message = f"no sheet has a catalog in {tag!r}"
            raise UsageError(Problem("", 0, "language-missing", message, did_you_mean(tag, known)))
    wanted = [
        project.catalog(name, tag)
        for name in project.names()
        for tag in project.languages(name)
        if not langs or tag in langs
    ]
    return [_without_obsolete(catalog) for catalog in wanted if catalog]


def _without_obsolete(catalog: Catalog) -> Catalog:
    live = tuple(entry for entry in catalog.entries if not entry.obsolete)
    return replace(catalog, entries=live)
