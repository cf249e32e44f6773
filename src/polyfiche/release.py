"""A release: archives by language, notes, the inventory and the sums, as bytes in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from . import checks, editions, formats, inventory, news, notes, parcels
from .build import Outcome, build
from .inventory import Changes, Edition, File, Inventory
from .model import Counts, Job, Sheet, Unit
from .pool import Start
from .problems import Problem, ReleaseError
from .store import Store
from .workspace import Project, words

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Order:
    """What a release is asked for."""

    tools: tuple[tuple[str, str], ...]
    epoch: int | None = None
    """Seconds; None means the date of each sheet."""
    minimum: int | None = None
    """Percent of the units; None means what each sheet says."""
    name: str = ""
    """How the archives begin; empty means the sheet, or `sheets` when there are several."""
    before: Inventory | None = None
    """The release that this one is compared with."""
    since: str = ""
    """SHA-256 of its manifest."""
    changes: tuple[Changes, ...] | None = None
    """Known changes, in the place of a comparison: when a release is made again."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """How artifacts are made."""

    store: Store
    start: Start
    workers: int
    report: Callable[[Outcome, int, int], object] = lambda *_: None
    """(outcome, how many are done, how many there are)."""

    def make(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Return the outcome of every job, sorted by path.

        Raises:
            ReleaseError: With the problems of all that could not be made.
        """
        made: list[Outcome] = []
        for outcome in build(jobs, self.store, self.start, self.workers):
            made.append(outcome)
            self.report(outcome, len(made), len(jobs))
        made.sort(key=lambda one: one.job.path)
        if found := [p for one in made for p in one.problems if p.severity == "error"]:
            raise ReleaseError(*sorted(set(found)))
        return made


@dataclass(frozen=True, slots=True)
class Release:
    """The files of a release, by name, and what is worth a warning."""

    inventory: Inventory
    files: dict[str, bytes]
    problems: tuple[Problem, ...] = ()


def release(project: Project, order: Order, workshop: Workshop) -> Release:
    """Return the release of every sheet in every language that is translated far enough.

    Raises:
        ReleaseError: `check` finds errors, an artifact cannot be made, a licence has no text.
    """
    if wrong := [p for p in checks.check(project) if p.severity == "error"]:
        raise ReleaseError(*wrong)
    sheets = [project.sheet(name) for name in project.names()]
    states = [state for sheet in sheets for state in _editions(project, sheet, order)]
    outcomes = workshop.make(list(_jobs(project, sheets, states, order)))
    name = _name(sheets, order)
    packed = parcels.parcels(project, sheets, outcomes, name)
    described = [_described(project, sheet) for sheet in sheets]
    changes = order.changes
    if changes is None:
        changes = news.changes(described, states, order.before)
    made = Inventory(
        schema=inventory.SCHEMA,
        kind="polyfiche release",
        name=name,
        epoch=order.epoch,
        minimum=order.minimum,
        toolchain=dict(order.tools),
        since=order.since,
        sheets=tuple(described),
        editions=tuple(states),
        changes=changes,
        files=(),
    )
    return _whole(project, made, packed)


def _whole(project: Project, made: Inventory, packed: dict[File, bytes]) -> Release:
    """Return the release with its notes, its manifest and its sums."""
    langs = [file.lang for file in packed if file.lang]
    for lang in langs:
        data = notes.to_notes(made, lang, _texts(project, made, lang), dict(words(lang)))
        known = inventory.content(f"notes-{lang}.md", data)
        packed[File(known.path, "notes", lang, known.sha256, known.bytes)] = data
    made = replace(made, files=tuple(sorted(packed, key=lambda file: file.name)))
    files = {file.name: data for file, data in packed.items()}
    files[inventory.MANIFEST] = inventory.dump(made)
    files[inventory.SUMS] = inventory.sums(files)
    return Release(made, files, tuple(_left_out(project, made)))


def _name(sheets: Sequence[Sheet], order: Order) -> str:
    name = order.name or (sheets[0].name if len(sheets) == 1 else "sheets")
    if not _NAME.fullmatch(name):
        message = f"{name!r} cannot begin the names of archives"
        hint = "give --name with letters of ASCII, digits, dots and hyphens"
        raise ReleaseError(Problem("", 0, "release-name", message, hint))
    return name


# Editions


def _editions(project: Project, sheet: Sheet, order: Order) -> Iterator[Edition]:
    """Yield the state of *sheet* in every language, the source first."""
    units = project.units(sheet)
    minimum = sheet.meta.minimum if order.minimum is None else order.minimum
    for tag in dict.fromkeys([sheet.meta.lang, *project.languages(sheet.name)]):
        texts, counts = _translated(project, sheet, units, tag)
        state = Edition(
            sheet=sheet.name,
            lang=tag,
            translated=counts.translated,
            fuzzy=counts.fuzzy,
            missing=counts.missing,
            minimum=minimum,
            released=False,
            translations={unit: inventory.id_of(text) for unit, text in texts.items()},
        )
        yield replace(state, released=state.percent >= minimum)


def _translated(
    project: Project, sheet: Sheet, units: Sequence[Unit], tag: str
) -> tuple[dict[str, str], Counts]:
    """Return the confirmed translations by the id of their unit, and the state."""
    entries, counts = editions.translations(project, sheet, units, tag)
    return {inventory.id_of(msgid, msgctxt): text for (msgctxt, msgid), text in entries}, counts


def _texts(project: Project, made: Inventory, lang: str) -> dict[str, dict[str, str]]:
    """Return the translations of *lang* that are in the release, by sheet and unit."""
    names = [one.sheet for one in made.editions if one.released and one.lang == lang]
    sheets = [project.sheet(name) for name in names]
    return {one.name: _translated(project, one, project.units(one), lang)[0] for one in sheets}


def _left_out(project: Project, made: Inventory) -> Iterator[Problem]:
    for one in made.editions:
        if not one.released:
            message = (
                f"{one.sheet} in {one.lang} is left out: {int(one.percent * 10) / 10} % is"
                f" translated, {one.minimum} % is asked for"
            )
            hint = "translate the rest, or ask for less with --minimum"
            path = project.catalog_path(one.sheet, one.lang)
            yield Problem(path, 0, "release-left-out", message, hint, "warning")


def _jobs(
    project: Project, sheets: Iterable[Sheet], states: Iterable[Edition], order: Order
) -> Iterator[Job]:
    """Yield the job of every file of every released edition; they link to no other."""
    for sheet in sheets:
        tags = tuple(one.lang for one in states if one.sheet == sheet.name and one.released)
        yield from editions.jobs(
            project,
            editions.Request(
                (sheet.name,), tags, formats.FORMATS, order.epoch, order.tools,
                layouts=formats.LAYOUTS,
            ),
        )  # fmt: skip


def _described(project: Project, sheet: Sheet) -> inventory.Sheet:
    """Return what the inventory says of *sheet*."""
    meta = sheet.meta
    catalogs_ = [project.catalog_path(sheet.name, tag) for tag in project.languages(sheet.name)]
    paths = [sheet.source.path, *dict.fromkeys(sheet.figures), *catalogs_]
    return inventory.Sheet(
        name=sheet.name,
        title=meta.title,
        version=meta.version,
        date=meta.date,
        lang=meta.lang,
        licence=meta.licence,
        sources=tuple(inventory.content(path, project.data(path) or b"") for path in paths),
        facts=dict(meta.facts),
        units=tuple(
            inventory.Message(inventory.id_of(unit.msgid, unit.msgctxt), unit.msgctxt, unit.msgid)
            for unit in project.units(sheet)
        ),
    )
