"""The project on disk: the only module that reads it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from . import catalogs, figures, merge
from .catalogs import Catalog
from .jobs import sheet_of
from .languages import PSEUDO, locale_of, tag_of
from .model import (
    Sheet,
    SourceFile,
    Unit,
)
from .problems import Problem, SourceError, UsageError, did_you_mean
from .stamps import Watch, listed

_DOMAIN = "polyfiche"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `content/` and `locales/`."""

    root: Path
    watch: Watch | None = field(default=None, compare=False, repr=False)
    """Remembers what was read, for one build; what it has listed once it does not list again."""

    def names(self) -> list[str]:
        """Return the names of all sheets, sorted.

        Raises:
            UsageError: `project-empty`, there is none: this is not the folder of a project.
        """
        files = self._listed("content")
        names = sorted(name.removesuffix(".md") for name in files if name.endswith(".md"))
        if not names:
            hint = "go to the project's folder, or give it: polyfiche -C FOLDER …"
            raise UsageError(Problem("", 0, "project-empty", "no sheet in content/*.md", hint))
        return names

    def sheet(self, name: str) -> Sheet:
        """Return a sheet, parsed.

        Raises:
            UsageError: There is no such sheet.
            SourceError: Its source is wrong.
        """
        if name not in self.names():
            hint = did_you_mean(name, self.names())
            raise UsageError(Problem("", 0, "sheet-unknown", f"no sheet is named {name!r}", hint))
        return sheet_of(self._text(f"content/{name}.md"))

    def figures(self, sheet: Sheet) -> tuple[tuple[str, str], ...]:
        """Return (path, SVG text) of every figure of *sheet*."""
        return tuple((path, self._text(path).text) for path in sheet.figures)

    def units(self, sheet: Sheet) -> tuple[Unit, ...]:
        """Return all units of *sheet*, those of its figures last."""
        found = {unit.key: unit for unit in sheet.units}
        for path, svg in self.figures(sheet):
            for unit in figures.units(path, svg):
                found.setdefault(unit.key, unit)
        return tuple(found.values())

    def languages(self, name: str) -> list[str]:
        """Return the tags that have a catalog of the sheet *name*, sorted."""
        file = f"{name}.po"
        folders = self._listed("locales")
        found = (f for f in folders if file in self._listed(f"locales/{f}/LC_MESSAGES"))
        return sorted(map(tag_of, found))

    def catalog_path(self, name: str, tag: str) -> str:
        """Return where the catalog of a sheet in a language is, relative to the project."""
        return f"locales/{locale_of(tag)}/LC_MESSAGES/{name}.po"

    def template_path(self, name: str) -> str:
        """Return where the template of a sheet is, relative to the project."""
        return f"locales/{name}.pot"

    def catalog(self, name: str, tag: str) -> Catalog | None:
        """Return the catalog of a sheet in a language; None when there is none.

        Raises:
            CatalogError: It cannot be read.
        """
        data = self.catalog_data(name, tag)
        return None if data is None else catalogs.load(data, self.catalog_path(name, tag))

    def catalog_data(self, name: str, tag: str) -> bytes | None:
        """Return the bytes of the catalog of a sheet in a language; None when there is none."""
        full = self.root / self.catalog_path(name, tag)
        return self._read(full) if full.is_file() else None

    def template(self, sheet: Sheet) -> Catalog:
        """Return the template that the source gives now."""
        project = f"{sheet.name} {sheet.meta.version}"
        meta = sheet.meta
        return merge.template(self.units(sheet), project=project, date=meta.date, lang=meta.lang)

    def data(self, path: str) -> bytes | None:
        """Return a file of the project as it is; None when there is none inside it."""
        full = self.root / path
        is_inside = full.resolve().is_relative_to(self.root.resolve())
        return self._read(full) if is_inside and full.is_file() else None

    def _read(self, path: Path) -> bytes:
        return self.watch.read(path) if self.watch else path.read_bytes()

    def _listed(self, path: str) -> list[str]:
        folder = self.root / path
        return self.watch.names(folder) if self.watch else listed(folder)

    def _text(self, path: str) -> SourceFile:
        """Return a text file of the project: UTF-8, line ends made LF.

        Raises:
            SourceError: It is missing, outside the project, or not UTF-8.
        """
        full = self.root / path
        if not full.resolve().is_relative_to(self.root.resolve()):
            message, hint = "is outside the project", "move the file into the project"
            raise SourceError(Problem(path, 0, "source-outside", message, hint))
        try:
            text = self._read(full).decode("utf-8-sig")
        except OSError as error:
            message, hint = f"cannot be read: {error.strerror}", "check the path in the sheet"
            raise SourceError(Problem(path, 0, "source-missing", message, hint)) from error
        except UnicodeDecodeError as error:
            message, hint = f"byte {error.start} is not UTF-8", "save the file as UTF-8"
            raise SourceError(Problem(path, 0, "source-encoding", message, hint)) from error
        return SourceFile(path, text.replace("\r\n", "\n").replace("\r", "\n"))


# The package's own data


@functools.cache
def words(tag: str) -> tuple[tuple[str, str], ...]:
    """Return the program's own words in a language, by their context; English where it has none."""
    folder = resources.files(__package__) / "locales"
    template = catalogs.load((folder / f"{_DOMAIN}.pot").read_bytes(), f"{_DOMAIN}.pot")
    base = PSEUDO.get(tag, tag)
    own = folder / f"{locale_of(base)}.po"
    known = catalogs.load(own.read_bytes(), own.name).translations() if own.is_file() else {}
    return tuple((e.msgctxt or "", known.get(e.key, e.msgid)) for e in template.entries)


def style(name: str) -> str:
    """Return a style sheet of the package."""
    from .render import templates

    return templates.style(name)
