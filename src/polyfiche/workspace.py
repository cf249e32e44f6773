"""The project on disk: the only module that reads it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from . import catalogs, config, files, names
from .catalogs import Catalog
from .config import Config
from .languages import PSEUDO, language, locale_of, tag_of
from .limits import FILE
from .model import Outline, Sheet, SourceFile, Unit
from .places import WORK
from .problems import CatalogError, Problem, SourceError, UsageError, did_you_mean
from .stamps import Watch, listed
from .store import Box

if TYPE_CHECKING:
    from .readings import Translations

_DOMAIN = "polyfiche"
_REVIEW = re.compile(rb'^"X-Review: [^\s\\"]', re.MULTILINE)


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
            SourceError: `name-invalid`, `name-collision`, of all that cannot be used.
        """
        found = _sheets(tuple(self._listed("content")))
        if not found:
            hint = "go to the project's folder, or give it: polyfiche -C FOLDER …"
            raise UsageError(Problem("", 0, "project-empty", "no sheet in content/*.md", hint))
        return [*found]

    def config(self) -> Config:
        """Return what the project has chosen; the defaults where it has chosen nothing.

        Raises:
            SourceError: `config-*`, its configuration is wrong.
        """
        known = self.watch.told.get("config") if self.watch else None
        if isinstance(known, Config):
            return known
        found = self._config()
        if self.watch:
            self.watch.told["config"] = found
        return found

    def _config(self) -> Config:
        for path, most in config.LARGEST.items():
            data = self._read(path, most) if self._has(path) else b""
            if b"[tool.polyfiche" in data or (path == FILE and data):
                return config.load(data, path)
        return Config()

    def sheet(self, name: str) -> Sheet:
        """Return a sheet, parsed.

        Raises:
            UsageError: There is no such sheet.
            SourceError: Its source is wrong.
        """
        from .jobs import sheet_of

        return sheet_of(self._source(name))

    def _source(self, name: str) -> SourceFile:
        if f"{name}.md" not in self._listed("content"):
            hint = did_you_mean(name, self.names())
            raise UsageError(Problem("", 0, "sheet-unknown", f"no sheet is named {name!r}", hint))
        return self.text(f"content/{name}.md")

    def outline(self, name: str) -> Outline:
        """Return what a sheet says without its text; it is parsed once for all builds.

        Raises:
            UsageError: There is no such sheet.
            SourceError: Its source is wrong.
        """
        from . import readings

        return readings.outline(self.kept, self._source(name))

    def figures(self, sheet: Outline) -> tuple[tuple[str, str], ...]:
        """Return (path, SVG text) of every figure of *sheet*."""
        return tuple((path, self.text(path, "figure_kb").text) for path in sheet.figures)

    def units(self, sheet: Outline) -> tuple[Unit, ...]:
        """Return all units of *sheet*, those of its figures last."""
        from . import readings

        return readings.units(self.kept, sheet.source, self.figures(sheet))

    @property
    def kept(self) -> Box:
        """What may be forgotten, and then is read again."""
        return Box(self.root / WORK / "store")

    def languages(self, name: str) -> list[str]:
        """Return the tags that have a catalog of the sheet *name*, sorted.

        Raises:
            CatalogError: `language-folder`, a folder is not named as its language is.
        """
        file = f"{name}.po"
        folders = self._listed("locales")
        found = [f for f in folders if file in self._listed(f"locales/{f}/LC_MESSAGES")]
        if problems := [p for p in map(_folder_problem, found) if p]:
            raise CatalogError(*problems)
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
        return self._catalog(self.catalog_path(name, tag))

    def template_file(self, name: str) -> Catalog | None:
        """Return the template of a sheet as it is on the disk; None when there is none.

        Raises:
            CatalogError: It cannot be read.
        """
        return self._catalog(self.template_path(name))

    def translations(self, name: str, tag: str) -> Translations | None:
        """Return what a build takes from a catalog; None when there is none.

        Raises:
            CatalogError: It cannot be read.
        """
        from . import readings

        path, limits = self.catalog_path(name, tag), self.config().limits
        data = self.data(path)
        if data is None:
            return None
        return readings.translations(self.kept, data, limits, lambda: self._loaded(data, path))

    def is_reviewed(self, name: str, tag: str) -> bool:
        """Tell whether the header of a catalog names a reviewer, as only people write it."""
        return bool(_REVIEW.search(self.data(self.catalog_path(name, tag)) or b""))

    def template(self, sheet: Outline) -> Catalog:
        """Return the template that the source gives now."""
        from . import merge

        project = f"{sheet.name} {sheet.meta.version}"
        meta = sheet.meta
        return merge.template(self.units(sheet), project=project, date=meta.date, lang=meta.lang)

    def data(self, path: str) -> bytes | None:
        """Return a file of the project as it is; None when there is none.

        Raises:
            SourceError: It is outside the project, too large, or not a regular file.
        """
        most = 1_000 * self.config().limits.catalog_kb
        return self._read(path, most, "catalog_kb") if self._has(path) else None

    def text(self, path: str, limit: str = "source_kb") -> SourceFile:
        """Return a text file of the project: UTF-8, line ends made LF.

        Args:
            path: Relative to the project.
            limit: Which of the limits says how large it may be.

        Raises:
            SourceError: It is missing, outside the project, too large, or not UTF-8.
        """
        chosen = self.config()
        most = 4_000 * getattr(chosen.limits, limit)  # bytes of so many thousand characters
        try:
            text = self._read(path, most, limit).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message, hint = f"byte {error.start} is not UTF-8", "save the file as UTF-8"
            line = error.object.count(b"\n", 0, error.start) + 1
            raise SourceError(Problem(path, line, "source-encoding", message, hint)) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return SourceFile(path, text, chosen.limits)

    def _catalog(self, path: str) -> Catalog | None:
        data = self.data(path)
        return None if data is None else self._loaded(data, path)

    def _loaded(self, data: bytes, path: str) -> Catalog:
        limits = self.config().limits
        catalog = catalogs.load(data, path, most=limits.entries)
        if problems := list(catalogs.too_long(catalog, limits.unit)):
            raise CatalogError(*problems)
        return catalog

    def _has(self, path: str) -> bool:
        """Tell whether there is anything at *path*, a link that leads nowhere too."""
        full = self.root / path
        is_there = full.is_symlink() or full.exists()
        if self.watch and not is_there:
            self.watch.note(full)
        return is_there

    def _read(self, path: str, most: int, limit: str = "") -> bytes:
        def load(_: Path) -> bytes:
            return files.read(self.root, path, most, limit)

        full = self.root / path
        return self.watch.read(full, load) if self.watch else load(full)

    def _listed(self, path: str) -> list[str]:
        folder = self.root / path
        return self.watch.names(folder) if self.watch else listed(folder)


@functools.lru_cache(4)
def _sheets(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of sheets among *files*, sorted; each sheet asks for all of them.

    Raises:
        SourceError: `name-invalid`, `name-collision`.
    """
    own = [file for file in files if file.endswith(".md")]
    paths = {file.removesuffix(".md"): f"content/{file}" for file in own}
    if problems := sorted(names.problems(paths.items())):
        raise SourceError(*problems)
    return tuple(sorted(paths))


def _folder_problem(locale: str) -> Problem | None:
    """Return why a folder of catalogs cannot be the language that it is named after."""
    path = f"locales/{locale}"
    try:
        known = language(tag_of(locale))
    except UsageError as error:
        message, hint = error.problems[0].message, error.problems[0].hint
        return Problem(path, 0, "language-folder", message, hint)
    if known.locale == locale:
        return None
    message = f"the folder of {known.tag} is {known.locale!r}, not {locale!r}"
    return Problem(path, 0, "language-folder", message, f"rename it {known.locale}")


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
