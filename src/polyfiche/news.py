"""What is new in a release: its inventory beside that of the release before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import diff
from .catalogs import Catalog
from .entries import Entry
from .inventory import Changes, Edition, FactChange, Inventory, Message, Sheet, UnitChange, id_of

Editions = Mapping[str, Edition]
"""The released editions of one sheet, by language."""


def changes(
    sheets: Sequence[Sheet], editions: Sequence[Edition], before: Inventory | None
) -> tuple[Changes, ...]:
    """Return what is new in each of *sheets* since *before*; None means a first release."""
    old = {sheet.name: sheet for sheet in before.sheets} if before else {}
    were = before.editions if before else ()
    return tuple(
        _sheet(sheet, _released(editions, sheet.name), old[sheet.name], _released(were, sheet.name))
        if sheet.name in old
        else Changes(sheet.name, "")
        for sheet in sheets
    )


def _released(editions: Sequence[Edition], name: str) -> Editions:
    return {one.lang: one for one in editions if one.sheet == name and one.released}


def _sheet(new: Sheet, editions: Editions, old: Sheet, were: Editions) -> Changes:
    known = {unit.id for unit in old.units}
    return Changes(
        sheet=new.name,
        before=old.version,
        facts=tuple(_facts(new, old)),
        units=tuple(_units(new, old)),
        translations={
            lang: tuple(
                unit.id for unit in new.units if unit.id in known and _is_new(unit, one, were[lang])
            )
            for lang, one in editions.items()
            if lang in were and lang != new.lang
        },
        new_languages=tuple(lang for lang in editions if lang not in were),
    )


def _is_new(unit: Message, now: Edition, was: Edition) -> bool:
    text = now.translations.get(unit.id)
    return text is not None and text != was.translations.get(unit.id)


def _facts(new: Sheet, old: Sheet) -> list[FactChange]:
    names = dict.fromkeys([*new.facts, *old.facts])
    pairs = ((name, old.facts.get(name), new.facts.get(name)) for name in names)
    return [FactChange(name, was, now) for name, was, now in pairs if was != now]


def _units(new: Sheet, old: Sheet) -> list[UnitChange]:
    """Return the units that are not what they were; a changed one with its old self."""
    found = diff.changes(_catalog(old), _catalog(new))
    return [
        UnitChange(one.kind, id_of(one.new, one.context) if one.new else "", one.old, one.new)
        for one in found
    ]


def _catalog(sheet: Sheet) -> Catalog:
    entries = (Entry(unit.text, msgctxt=unit.context or None) for unit in sheet.units)
    return Catalog("", Entry("", ("",)), tuple(entries))
