"""The translator's loop: extract, update, prune."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from . import alike, catalogs, snapshot
from .catalogs import Catalog
from .languages import language
from .settled import Marks, marks
from .updating import Options, Updater, pruned
from .workspace import Project
from .writing import write as write_file


def extract(project: Project, *, write: bool) -> list[str]:
    """Bring every template to what its source says; return the paths that change."""
    known, changed = marks(project, "extract"), []
    for name in project.names():
        if known.has_template(name):
            continue
        path = project.template_path(name)
        if _put(project, path, template(project, name), write=write):
            changed.append(path)
        if write or path not in changed:
            known.note_template(name)
    return changed


def template(project: Project, name: str) -> Catalog:
    """Return the template of the sheet *name*: the file, with what the source says now.

    What did not change keeps its bytes, and a new date alone changes nothing.
    """
    new = project.template(project.outline(name))
    path = project.template_path(name)
    old = project.template_file(name)
    if old is None:
        return replace(new, path=path)
    same = catalogs.dump(replace(new, header=old.header)) == catalogs.dump(old)
    return old if same else replace(new, path=path)


def update(
    project: Project, langs: Sequence[str], *, write: bool, options: Options | None = None
) -> list[str]:
    """Merge templates into catalogs; return the paths that change.

    Everything is read and merged before anything is written.

    Args:
        project: Its sheets, all of them.
        langs: BCP 47 tags; one without a catalog is started. Empty means those that have one.
        write: Whether to change the files.
        options: What to propose, and from where.
    """
    for tag in langs:
        language(tag)
    asked = options or Options()
    updater, known = Updater(project, asked), _marks(project, asked, write=write)
    written = known if write else _marks(project, asked, write=True)
    open_ = [
        name
        for name in project.names()
        if not any(_is_settled(project, one, name, langs) for one in (known, written))
    ]
    made = {project.template_path(name): template(project, name) for name in open_}
    for name in open_:
        source = project.outline(name).meta.lang
        tags = [tag for tag in langs or project.languages(name) if tag != source]
        updater.refuse_unused(tags, source)
        for tag in tags:
            new = made[project.template_path(name)]
            merged = updater.merged(new, name, tag, source)
            stamped = snapshot.stamped(merged, updater.catalog(name, tag), new)
            made[project.catalog_path(name, tag)] = stamped
    differs = functools.partial(_put, write=True) if write else _is_behind
    changed = [path for path, catalog in made.items() if differs(project, path, catalog)]
    for name in open_ if known else ():
        _note(project, known, name, made.keys() - (() if write else changed))
    return changed


def _marks(project: Project, options: Options, *, write: bool) -> Marks | None:
    """Return what is known to be current; None where the memories may change it."""
    if options.memories:
        return None
    return marks(project, f"update {write} {options.fuzzy} {options.trivial}")


def _is_settled(project: Project, known: Marks | None, name: str, langs: Sequence[str]) -> bool:
    """Tell whether a sheet's template and catalogs are known to be current.

    A current catalog lacks no message, so no other sheet's can add to it.
    """
    if known is None or not known.has_template(name):
        return False
    tags = (tag for tag in langs or project.languages(name) if tag != known.lang(name))
    return all(known.has_catalog(name, tag) for tag in tags)


def _note(project: Project, known: Marks | None, name: str, current: AbstractSet[str]) -> None:
    """Remember which of the files of a sheet are *current*."""
    if known and project.template_path(name) in current:
        known.note_template(name)
        for tag in project.languages(name):
            if project.catalog_path(name, tag) in current:
                known.note_catalog(name, tag)


def prune(project: Project, langs: Sequence[str]) -> list[str]:
    """Remove the obsolete entries of catalogs; return the paths that change."""
    made = {catalog.path: catalog for catalog in pruned(project, langs)}
    return [path for path, catalog in made.items() if _put(project, path, catalog, write=True)]


def _is_behind(project: Project, path: str, catalog: Catalog) -> bool:
    """Tell whether *path* does not say what *catalog* says.

    A catalog that came back from a translator's tool is not behind: Poedit 3.2.2 drops the flags
    that it does not know, and orders the header in its own way.
    """
    if not _put(project, path, catalog, write=False):
        return False
    full = project.root / path
    if not path.endswith(".po") or not full.is_file():
        return True
    return not alike.says_the_same(catalogs.load(full.read_bytes(), path), catalog)


def _put(project: Project, path: str, catalog: Catalog, *, write: bool) -> bool:
    """Write *catalog* to *path* if its bytes change; return whether they do."""
    data = catalogs.dump(catalog)
    full = project.root / path
    if full.is_file() and full.read_bytes() == data:
        return False
    can_be_made_again = path.endswith(".pot")
    if not write:
        return True
    return write_file(full, data, within=project.root, durable=not can_be_made_again)
