"""Catalogs out to other translation tools and back in; old translations into catalogs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import align, bitexts, catalogs, exchange, facts, figures, loop, merge, snapshot
from .align import Aligned
from .bitexts import Form
from .catalogs import Catalog
from .exchange import Bitext
from .languages import language
from .model import SourceFile
from .problems import CatalogError, Problem, SourceError, UsageError, did_you_mean
from .workspace import Project, words
from .writing import write


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    path: str
    """Of the catalog, relative to the project."""
    summary: str
    problems: tuple[Problem, ...]
    """What could not be taken."""


def export(project: Project, name: str, tag: str, form: Form) -> bytes:
    """Return the catalog of a sheet in a language as a file of another *form*.

    Raises:
        UsageError: `language-missing`, there is no catalog; `exchange-extra`.
    """
    catalog = project.catalog(name, tag)
    if catalog is None:
        hint = f"run: polyfiche update {tag}"
        message = f"{name} has no catalog in {tag!r}"
        raise UsageError(Problem("", 0, "language-missing", message, hint))
    sheet = project.sheet(name)
    bitext = Bitext("", exchange.items(catalog), sheet.meta.lang, tag, sheet.source.path)
    return bitexts.dump(bitext, form)


def bring(project: Project, path: Path, tag: str, sheet: str) -> Imported:
    """Take the file at *path* into the catalog of a language, and write it.

    Args:
        project: Where the catalog is, or is started.
        path: XLIFF or TMX, or a translated Markdown file.
        tag: BCP 47 tag.
        sheet: The sheet's name; empty where the file or the project says it.

    Raises:
        PolyficheError: The file, the language or the sheet is wrong; nothing was written.
    """
    language(tag)
    if path.suffix.lower() in bitexts.ENDINGS:
        return _bitext(project, path, tag, sheet)
    if path.suffix.lower() in {".md", ".markdown"}:
        return _markdown(project, path, tag, sheet)
    hint = "give a file that ends in .md, .xlf, .xliff or .tmx"
    message = f"{path.name!r} is of no kind that can be imported"
    raise UsageError(Problem("", 0, "import-kind", message, hint))


# Bitexts


def _bitext(project: Project, path: Path, tag: str, sheet: str) -> Imported:
    source = project.sheet(_first(project, sheet)).meta.lang
    bitext = bitexts.load(path.read_bytes(), str(path), source, tag)
    name = sheet or _named(project, Path(bitext.original or path.name).name)
    _check_languages(bitext, project.sheet(name).meta.lang, tag)
    taken = exchange.take(_catalog(project, name, tag), bitext)
    summary = f"{taken.changed} entries changed, {taken.kept} left as they were"
    return _written(project, taken.catalog, summary, taken.problems)


def _first(project: Project, sheet: str) -> str:
    return sheet or project.names()[0]


def _check_languages(bitext: Bitext, source: str, target: str) -> None:
    pairs = (("from", bitext.source_lang, source), ("to", bitext.target_lang, target))
    for word, given, wanted in pairs:
        if exchange.languages_differ(given, wanted):
            message = f"translates {word} {given!r}, not {wanted!r}"
            hint = "give the language of the file: polyfiche import FILE LANG"
            raise CatalogError(Problem(bitext.path, 0, "import-language", message, hint))


# Markdown


def _markdown(project: Project, path: Path, tag: str, sheet: str) -> Imported:
    name = sheet or _named(project, path.name)
    catalog = _catalog(project, name, tag)
    found = _with_figures(project, name, path, _aligned(project, name, tag, _text(path)))
    keys = {entry.key for entry in catalog.entries if not entry.obsolete}
    known = {key: text for key, text in found.texts.items() if key in keys}
    filled = exchange.propose(catalog, known)
    exchange.proved(filled, str(path))
    count = sum(old is not new for old, new in zip(catalog.entries, filled.entries, strict=True))
    summary = f"{count} entries filled as fuzzy, {len(found.texts) - count} left as they were"
    problems = (*found.problems, *_stale(project, name, set(found.texts) - keys))
    return _written(project, filled, summary, tuple(sorted(problems)))


def _aligned(project: Project, name: str, tag: str, target: SourceFile) -> Aligned:
    sheet, ui = project.sheet(name), dict(words(tag))
    furniture = (ui["sources"], f"{ui['version']} {sheet.meta.version}")
    shown = facts.formatted(sheet.meta.facts, tag)
    return align.align(sheet, target, shown, furniture)


def _with_figures(project: Project, name: str, path: Path, found: Aligned) -> Aligned:
    """Return *found* with the texts of the figures that lie beside the Markdown file at *path*."""
    sheet = project.sheet(name)
    base = Path(sheet.source.path).parent
    texts, problems = dict(found.texts), list(found.problems)
    for drawing, svg in project.figures(sheet):
        beside = path.parent / Path(drawing).relative_to(base)
        taken = figures.paired(drawing, svg, _text(beside)) if beside.is_file() else {}
        texts |= {key: text for key, text in taken.items() if key not in texts}
        if not taken:
            reason = "has other texts, or is not translated" if beside.is_file() else "is not there"
            message = f"{reason}: the texts of {drawing} were not taken"
            hint = "translate them in the catalog"
            problems.append(Problem(str(beside), 0, "import-figure", message, hint, "warning"))
    return Aligned(texts, tuple(sorted(problems)))


def _stale(project: Project, name: str, keys: set[tuple[str, str]]) -> Iterator[Problem]:
    if keys:
        message = f"{len(keys)} messages of the source are not in the catalog"
        hint = "run: polyfiche update, and import again"
        path = project.sheet(name).source.path
        yield Problem(path, 0, "import-stale", message, hint, "warning")


def _text(path: Path) -> SourceFile:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message, hint = f"byte {error.start} is not UTF-8", "save the file as UTF-8"
        raise SourceError(Problem(str(path), 0, "source-encoding", message, hint)) from error
    return SourceFile(str(path), text.replace("\r\n", "\n").replace("\r", "\n"))


# Both


def _named(project: Project, file: str) -> str:
    """Return the sheet that *file* is named after, or the only one."""
    names = project.names()
    stem = file.partition(".")[0]
    if stem in names or len(names) == 1:
        return stem if stem in names else names[0]
    hint = f"say which: --sheet NAME ({did_you_mean(stem, names)})"
    message = f"{file!r} does not say of which sheet it is a translation"
    raise UsageError(Problem("", 0, "import-sheet", message, hint))


def _catalog(project: Project, name: str, tag: str) -> Catalog:
    """Return the catalog of a sheet in a language; a new one when there is none."""
    if known := project.catalog(name, tag):
        return known
    template = loop.template(project, name)
    started = snapshot.stamped(merge.merge(template, None, tag), None, template)
    return replace(started, path=project.catalog_path(name, tag))


def _written(
    project: Project, catalog: Catalog, summary: str, problems: tuple[Problem, ...]
) -> Imported:
    write(project.root / catalog.path, catalogs.dump(catalog), within=project.root)
    return Imported(catalog.path, summary, problems)
