"""Marks: the units that an edition lacks, where they are, and what a translator does about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .. import frontmatter
from ..catalogs import Catalog
from ..languages import PSEUDO
from ..model import Key, Sheet
from ..workspace import Project


@dataclass(frozen=True, slots=True)
class Mark:
    """One unit that is untranslated or fuzzy."""

    number: int
    """1-based, in the order of the sheet."""
    state: Literal["untranslated", "fuzzy"]
    msgid: str
    context: str
    proposal: str
    """What the fuzzy entry says."""
    places: tuple[str, ...]
    """`content/bread.md:12`, or the figure."""
    catalog: str
    line: int
    """1-based, of the entry in the catalog; 0 when the catalog has none yet."""

    @property
    def key(self) -> Key:
        """What identifies the unit."""
        return self.context, self.msgid


def marks(project: Project, sheet: Sheet, lang: str) -> tuple[Mark, ...]:
    """Return what the edition of *sheet* in *lang* lacks, in the order of the sheet.

    Raises:
        PolyficheError: A figure or the catalog cannot be read.
    """
    if lang == sheet.meta.lang or lang in PSEUDO:
        return ()
    catalog, path = project.catalog(sheet.name, lang), project.catalog_path(sheet.name, lang)
    done = catalog.translations() if catalog else {}
    lacking = [unit for unit in project.units(sheet) if unit.key not in done]
    lines = _lines(sheet)
    return tuple(
        _mark(number, unit.key, lines.get(unit.key) or unit.references, catalog, path)
        for number, unit in enumerate(lacking, 1)
    )


def _mark(number: int, key: Key, places: Sequence[str], catalog: Catalog | None, path: str) -> Mark:
    entry = catalog.get(key) if catalog else None
    live = entry if entry and not entry.obsolete else None
    fuzzy = live is not None and live.is_fuzzy
    return Mark(
        number=number,
        state="fuzzy" if fuzzy else "untranslated",
        msgid=key[1],
        context=key[0],
        proposal=live.msgstrs[0] if live and fuzzy else "",
        places=tuple(places),
        catalog=path,
        line=live.line if live else 0,
    )


def _lines(sheet: Sheet) -> dict[Key, list[str]]:
    """Return where each unit stands in the source: `content/bread.md:12`."""
    path = sheet.source.path
    _, _, first = frontmatter.split(sheet.source)
    found: dict[Key, list[str]] = {}
    for text, word in ((sheet.meta.title, "title:"), (sheet.meta.subtitle, "subtitle:")):
        found["", text] = [f"{path}:{_head_line(sheet, word)}"]
    for token in sheet.tokens:
        if (key := token.meta.get("key")) and token.map:
            found.setdefault(key, []).append(f"{path}:{first + token.map[0]}")
    return found


def _head_line(sheet: Sheet, word: str) -> int:
    lines = enumerate(sheet.source.text.split("\n"), 1)
    return next((number for number, line in lines if line.startswith(word)), 1)
