"""Release notes: what changed since the last release, for the readers of one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import facts
from .diff import pieces, plain, tagged
from .inventory import Changes, FactChange, Inventory, Sheet, UnitChange
from .languages import language
from .model import Fact

Texts = Mapping[str, Mapping[str, str]]
"""Confirmed translations of one language: for each sheet, the text by the id of its unit."""
_FACT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: a language, its words, and one sheet in it."""

    lang: str
    words: Mapping[str, str]
    sheet: Sheet
    texts: Mapping[str, str]
    titles: Mapping[str, str]
    """Translation by the text of the source: for titles and lists."""

    @property
    def is_source(self) -> bool:
        """The sheet was written in this language."""
        return self.lang == self.sheet.lang

    def shown(self, fact: Fact) -> str:
        """Return *fact* as this language writes it."""
        return facts.formatted({"fact": fact}, self.lang, self.titles)["fact"]

    def text(self, unit: str, source: str) -> str:
        """Return a unit in this language, its facts filled in."""
        return self.filled(self.texts.get(unit, source))

    def filled(self, text: str) -> str:
        """Return *text* with the facts of today in it."""
        known = facts.formatted(self.sheet.facts, self.lang, self.titles)
        return _FACT.sub(lambda match: known.get(match[1], match[0]), text)


def to_notes(made: Inventory, lang: str, texts: Texts, words: Mapping[str, str]) -> bytes:
    """Return the release notes of *lang* in Markdown.

    Args:
        made: Of the release.
        lang: BCP 47 tag of an edition that is in the release.
        texts: Its translations; nothing for the language of a source.
        words: The program's own words in this language.
    """
    released = {one.sheet for one in made.editions if one.released and one.lang == lang}
    by_name = {one.sheet: one for one in made.changes}
    lines = [f"# {words['notes_title']}"]
    for sheet in made.sheets:
        if sheet.name in released:
            own = texts.get(sheet.name, {})
            titles = {unit.text: own.get(unit.id, unit.text) for unit in sheet.units}
            lines += _sheet(_Reader(lang, words, sheet, own, titles), by_name[sheet.name])
    return "".join(f"{line}\n" for line in lines).encode()


def _sheet(reader: _Reader, changes: Changes) -> Iterator[str]:
    sheet, words = reader.sheet, reader.words
    day = facts.formatted({"day": Fact(sheet.date, "date")}, reader.lang)["day"]
    yield ""
    yield f"## {plain(reader.titles.get(sheet.title, sheet.title))}"
    yield ""
    yield plain(f"{words['version']} {sheet.version} · {words['data']} {day}")
    yield ""
    if not changes.before:
        yield words["notes_first"]
    elif reader.lang in changes.new_languages:
        yield words["notes_new_language"]
    else:
        yield from _changes(reader, changes)


def _changes(reader: _Reader, changes: Changes) -> Iterator[str]:
    words = reader.words
    texts = {unit.id: unit.text for unit in reader.sheet.units}
    reworded = (
        f"- {plain(reader.text(unit, texts[unit]))}"
        for unit in changes.translations.get(reader.lang, ())
        if unit in texts
    )
    parts = {
        words["notes_facts"]: [_fact(reader, one) for one in changes.facts],
        words["notes_content"]: [_unit(reader, one) for one in changes.units],
        words["notes_translation"]: list(reworded),
    }
    if not any(parts.values()):
        yield words["notes_none"]
    first = True
    for heading, lines in parts.items():
        if lines:
            yield from () if first else ("",)
            yield from (f"### {heading}", "", *lines)
            first = False


def _fact(reader: _Reader, change: FactChange) -> str:
    old = f"<del>{plain(reader.shown(change.old))}</del>" if change.old else ""
    new = f"<ins>{plain(reader.shown(change.new))}</ins>" if change.new else ""
    return f"- {plain(change.name)}: {' '.join(filter(None, (old, new)))}"


def _unit(reader: _Reader, change: UnitChange) -> str:
    """Return one line: for readers of the source with the changed words marked."""
    words = reader.words
    if change.kind == "removed":
        source = language(reader.sheet.lang)
        mark = "" if reader.is_source else f' lang="{source.tag}" dir="{source.direction}"'
        return f"- **{words['notes_removed']}** <del{mark}>{plain(change.old)}</del>"
    if change.kind == "changed" and reader.is_source:
        marked = "".join(map(tagged, pieces(reader.filled(change.old), reader.filled(change.new))))
        return f"- **{words['notes_changed']}** {marked}"
    label = words["notes_added"] if change.kind == "added" else words["notes_changed"]
    return f"- **{label}** {plain(reader.text(change.id, change.new))}"
