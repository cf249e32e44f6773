"""The translator's loop: extract, update, status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import msgspec

from . import catalogs, merge
from .catalogs import Catalog
from .languages import language
from .store import write as write_file
from .workspace import Project


@dataclass(frozen=True, slots=True)
class Row:
    """State of one sheet in one language, in units."""

    sheet: str
    lang: str
    translated: int
    fuzzy: int
    missing: int

    @property
    def percent(self) -> float:
        """Share of the translated units, 0 to 100."""
        total = self.translated + self.fuzzy + self.missing
        return 100.0 * self.translated / total if total else 100.0


def extract(project: Project, *, write: bool) -> list[str]:
    """Bring every template to what its source says; return the paths that change."""
    found = ((project.template_path(name), template(project, name)) for name in project.names())
    return [path for path, new in found if _put(project, path, new, write=write)]


def template(project: Project, name: str) -> Catalog:
    """Return the template of the sheet *name*: the file, with what the source says now.

    What did not change keeps its bytes, and a new date alone changes nothing.
    """
    new = project.template(project.sheet(name))
    path = project.template_path(name)
    full = project.root / path
    if not full.is_file():
        return replace(new, path=path)
    old = catalogs.load(full.read_bytes(), path)
    same = catalogs.dump(replace(new, header=old.header)) == catalogs.dump(old)
    return old if same else replace(new, path=path)


def update(project: Project, langs: Sequence[str], *, write: bool) -> list[str]:
    """Merge templates into catalogs; return the paths that change.

    Args:
        project: Its sheets, all of them.
        langs: BCP 47 tags; one without a catalog is started. Empty means those that have one.
        write: Whether to change the files.
    """
    for tag in langs:
        language(tag)
    changed = extract(project, write=write)
    for name in project.names():
        source = project.sheet(name).meta.lang
        for tag in langs or project.languages(name):
            if tag == source:
                continue
            merged = merge.merge(template(project, name), project.catalog(name, tag), tag)
            path = project.catalog_path(name, tag)
            if _put(project, path, merged, write=write):
                changed.append(path)
    return changed


def status(project: Project) -> list[Row]:
    """Return the state of every sheet in every language that has a catalog."""
    rows = []
    for name in project.names():
        units = project.units(project.sheet(name))
        for tag in project.languages(name):
            counts = catalogs.stats(project.catalog(name, tag), units)
            rows.append(Row(name, tag, counts.translated, counts.fuzzy, counts.missing))
    return rows


def as_table(rows: Sequence[Row]) -> str:
    """Return *rows* as lines for a person."""
    head = f"{'sheet':<20} {'lang':<8} {'translated':>10} {'fuzzy':>6} {'missing':>8} {'':>7}"
    lines = [
        f"{row.sheet:<20} {row.lang:<8} {row.translated:>10} {row.fuzzy:>6} {row.missing:>8}"
        f" {row.percent:>6.1f}%"
        for row in rows
    ]
    return "\n".join([head, *lines])


def as_json(rows: Sequence[Row]) -> str:
    """Return *rows* as JSON for a program."""
    found = [{**asdict(row), "percent": round(row.percent, 2)} for row in rows]
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _put(project: Project, path: str, catalog: Catalog, *, write: bool) -> bool:
    """Write *catalog* to *path* if its bytes change; return whether they do."""
    data = catalogs.dump(catalog)
    full = project.root / path
    if full.is_file() and full.read_bytes() == data:
        return False
    return write_file(full, data) if write else True
