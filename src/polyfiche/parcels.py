"""The archives of a release: the editions of a language with what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Literal

from . import archives, catalogs, index, inventory, manifest, status
from .build import Outcome
from .index import About
from .inventory import File
from .jobs import sheet_of
from .model import Artifact, Sheet
from .problems import Problem, ReleaseError
from .workspace import Project

_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def parcels(
    project: Project, sheets: Sequence[Sheet], outcomes: Sequence[Outcome], name: str
) -> dict[File, bytes]:
    """Return an archive for each language, and one with everything."""
    made: dict[File, bytes] = {}
    everything: dict[str, bytes] = {}
    rows = status.status(project)
    for lang in dict.fromkeys(one.job.lang for one in outcomes):
        own = [one for one in outcomes if one.job.lang == lang]
        names = {one.job.sheet for one in own}
        files = {one.path: one.data for one in _artifacts(own)}
        files |= _beside(project, [sheet for sheet in sheets if sheet.name in names], lang, rows)
        everything.update(files)
        made.update([_archive(f"{name}-{lang}.zip", lang, files, own)])
    everything["index.html"] = _index(outcomes, project)
    inside = {f"{name}/{path}": data for path, data in everything.items()}
    made.update([_archive(f"{name}.zip", "", inside, outcomes)])
    return made


def _archive(
    name: str, lang: str, files: dict[str, bytes], outcomes: Sequence[Outcome]
) -> tuple[File, bytes]:
    data = archives.pack(files.items(), max(one.job.epoch for one in outcomes))
    known = inventory.content(name, data)
    members = tuple(inventory.content(path, files[path]) for path in sorted(files))
    kind: Literal["edition", "everything"] = "edition" if lang else "everything"
    return File(name, kind, lang, known.sha256, known.bytes, members), data


def _beside(
    project: Project, sheets: Sequence[Sheet], lang: str, rows: Sequence[status.Row]
) -> dict[str, bytes]:
    """Return what goes with the editions of *lang*: licences, catalogs, their state.

    With a source goes its template, and the state of all its translations.
    """
    made: dict[str, bytes] = {}
    sources = {sheet.name for sheet in sheets if sheet.meta.lang == lang}
    for sheet in sheets:
        made[f"{lang}/LICENSES/{sheet.meta.licence}.txt"] = _licence(project, sheet)
        place = f"{lang}/translation/{sheet.name}"
        if sheet.name in sources:
            made[f"{place}.pot"] = catalogs.dump(project.template(sheet))
        else:
            made[f"{place}.po"] = project.data(project.catalog_path(sheet.name, lang)) or b""
    names = {sheet.name for sheet in sheets}
    own = [row for row in rows if row.sheet in sources or (row.sheet in names and row.lang == lang)]
    made[f"{lang}/translation/status.json"] = f"{status.as_json(own)}\n".encode()
    made[f"{lang}/translation/status.md"] = f"{status.as_markdown(own)}\n".encode()
    return made


def _artifacts(outcomes: Iterable[Outcome]) -> list[Artifact]:
    return [one.artifact for one in outcomes if one.artifact]


def _licence(project: Project, sheet: Sheet) -> bytes:
    """Return the text of the licence: the project's own, or one of the package.

    Source: the REUSE specification, 3.3, "License files".
    """
    identifier = sheet.meta.licence
    if _SPDX.fullmatch(identifier):
        packaged = resources.files(__package__) / "data" / "licences" / f"{identifier}.txt"
        if own := project.data(f"LICENSES/{identifier}.txt"):
            return own
        if packaged.is_file():
            return packaged.read_bytes()
    message = f"the text of the licence {identifier!r} is not known"
    hint = f"put it into the project: LICENSES/{identifier}.txt, named by one SPDX identifier"
    raise ReleaseError(Problem(sheet.source.path, 0, "release-licence", message, hint))


def _index(outcomes: Iterable[Outcome], project: Project) -> bytes:
    known: dict[str, dict[str, About]] = {}
    pages = [one for one in outcomes if one.job.format == "html"]
    for one in sorted(pages, key=lambda one: one.job.siblings.index(one.job.lang)):
        meta, name, tag = sheet_of(one.job.source).meta, one.job.sheet, one.job.lang
        is_reviewed = project.is_reviewed(name, tag)
        known.setdefault(name, {})[tag] = index.about(one.job, meta, reviewed=is_reviewed)
    rows = map(manifest.row, _artifacts(outcomes))
    return index.index(rows, known)
