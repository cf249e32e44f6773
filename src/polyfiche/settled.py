"""Templates and catalogs that are known to say what the source says: nothing of them is parsed.

A mark is kept by the bytes of all that was compared. What it says holds for these bytes for ever.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field

from . import version
from .problems import PolyficheError
from .store import Box
from .workspace import Project


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one project."""

    project: Project
    box: Box
    purpose: str
    """What was compared how: a mark of one purpose says nothing for another."""
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By sheet: the language of the source, and the hash of source, figures and template."""

    def has_template(self, name: str) -> bool:
        """Tell whether the template of a sheet is known to be current."""
        data = self.box.get(self._source(name))
        if data is None:
            return False
        figures, lang, state = json.loads(data)
        if state != self._state(name, figures):
            return False
        self._known[name] = (lang, state)
        return True

    def note_template(self, name: str) -> None:
        """Remember that the template of a sheet is current."""
        sheet = self.project.outline(name)
        state = self._state(name, sheet.figures)
        self._known[name] = (sheet.meta.lang, state)
        mark = json.dumps([sheet.figures, sheet.meta.lang, state])
        self.box.put(self._source(name), mark.encode())

    def lang(self, name: str) -> str:
        """Return the language of a source whose template has a mark."""
        return self._known[name][0]

    def has_catalog(self, name: str, tag: str) -> bool:
        """Tell whether a catalog is known to be what its template, current too, makes of it."""
        return name in self._known and self.box.get(self._catalog(name, tag)) is not None

    def note_catalog(self, name: str, tag: str) -> None:
        """Remember that a catalog is what its template makes of it."""
        if name in self._known:
            self.box.put(self._catalog(name, tag), b"")

    def _source(self, name: str) -> str:
        path = f"content/{name}.md"
        return self._hash("source", path.encode(), self._bytes(path))

    def _state(self, name: str, figures: list[str] | tuple[str, ...]) -> str:
        template = self.project.template_path(name)
        return self._hash("template", *map(self._bytes, (*figures, template)))

    def _catalog(self, name: str, tag: str) -> str:
        data = self._bytes(self.project.catalog_path(name, tag))
        return self._hash("catalog", self._known[name][1].encode(), tag.encode(), data)

    def _bytes(self, path: str) -> bytes:
        with suppress(PolyficheError):  # it is told when it is read for its own sake
            return self.project.data(path) or b""
        return b""

    def _hash(self, kind: str, *parts: bytes) -> str:
        chosen = repr(self.project.config()).encode()
        return version.name_of(f"{kind} {self.purpose}", chosen, *parts)


def marks(project: Project, purpose: str) -> Marks:
    """Return the marks of *project* for one purpose."""
    return Marks(project, project.kept, purpose)
