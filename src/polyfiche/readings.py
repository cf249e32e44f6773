"""What was read of sources and catalogs, kept by their content: nothing is parsed twice."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from . import version
from .catalogs import Catalog
from .jobs import sheet_of
from .limits import Limits
from .model import Counts, Key, Outline, SourceFile, Unit
from .store import Box

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Translations:
    """What a build takes from a catalog."""

    done: dict[Key, str]
    """What may be printed."""
    fuzzy: frozenset[Key]

    def of(self, units: Iterable[Unit]) -> tuple[tuple[tuple[Key, str], ...], Counts]:
        """Return the entries of *units* that may be printed, in order, and their state."""
        keys = list(dict.fromkeys(unit.key for unit in units))
        entries = tuple((key, self.done[key]) for key in keys if key in self.done)
        fuzzy = sum(key in self.fuzzy and key not in self.done for key in keys)
        return entries, Counts(len(entries), fuzzy, len(keys) - len(entries) - fuzzy)


@functools.lru_cache(64)
def outline(box: Box, source: SourceFile) -> Outline:
    """Return what *source* says without its text: head, cards, units, figures.

    Raises:
        SourceError: It is wrong; that is not kept.
    """

    def read() -> Outline:
        sheet = sheet_of(source)
        names = Outline.__dataclass_fields__
        made = Outline(**{name: getattr(sheet, name) for name in names})
        return replace(made, source=SourceFile("", ""))

    name = version.name_of("outline", *_bytes(source))
    return replace(_recalled(box, name, Outline, read), source=source)


@functools.lru_cache(64)
def units(box: Box, source: SourceFile, drawings: tuple[tuple[str, str], ...]) -> tuple[Unit, ...]:
    """Return the units of a sheet, those of its figures last; one for each key.

    Raises:
        SourceError: The sheet or a figure is wrong.
    """
    if not drawings:
        return outline(box, source).units

    def read() -> tuple[Unit, ...]:
        from . import figures

        found = {unit.key: unit for unit in outline(box, source).units}
        for path, svg in drawings:
            for unit in figures.units(path, svg, source.limits):
                found.setdefault(unit.key, unit)
        return tuple(found.values())

    parts = (text.encode() for drawing in drawings for text in drawing)
    name = version.name_of("units", *_bytes(source), *parts)
    return _recalled(box, name, tuple[Unit, ...], read)


def translations(
    box: Box, data: bytes, limits: Limits, load: Callable[[], Catalog]
) -> Translations:
    """Return what a build takes from the catalog *data*.

    Args:
        box: Where it is kept.
        data: The file, whole.
        limits: What it was or would be refused for.
        load: Reads it.

    Raises:
        CatalogError: It cannot be read.
    """

    def read() -> Translations:
        catalog = load()
        return Translations(catalog.translations(), catalog.fuzzy())

    return _recalled(
        box, version.name_of("translations", repr(limits).encode(), data), Translations, read
    )


def _recalled(box: Box, name: str, kind: type[T], read: Callable[[], T]) -> T:
    """Return what is kept under *name*; where there is nothing, *read* it and keep it."""
    kept = box.get(name)
    if kept is not None:
        return msgspec.msgpack.decode(kept, type=kind)
    made = read()
    box.put(name, msgspec.msgpack.encode(made))
    return made


def _bytes(source: SourceFile) -> tuple[bytes, ...]:
    return source.path.encode(), repr(source.limits).encode(), source.text.encode()
