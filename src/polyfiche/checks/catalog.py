"""A catalog as a whole: its header, what is not translated, what is no longer asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..entries import Entry
from ..languages import formats_of, gettext_of, locale_of
from ..model import Unit
from .kinds import Edition, Hit

_LONGEST = 60


def language(edition: Edition) -> Iterator[Hit]:
    """Find catalogs whose header names another language than their folder.

    Poedit and Weblate take the language of the header: spelling and plurals would be another's.

    For example: `Language: fr` in `locales/de/LC_MESSAGES/sheet.po`.

    To mend it: write the name of the folder in the header.
    """
    wanted = gettext_of(edition.lang)
    said = edition.catalog.fields.get("Language", "")
    if said not in {wanted, locale_of(edition.lang), edition.lang}:
        hint = f"write Language: {wanted}"
        line = _field_line(edition, "Language")
        yield Hit(f"the header says Language: {said!r}", hint, line=line)


def plural(edition: Edition) -> Iterator[Hit]:
    """Find catalogs whose number of plural forms is not the language's.

    For example: `nplurals=2` for Arabic, which has six.

    To mend it: write the line that the hint gives.
    """
    from babel.messages.plurals import get_plural

    catalog = edition.catalog
    known = get_plural(formats_of(edition.lang))
    said = catalog.fields.get("Plural-Forms", "")
    number = re.match(r"nplurals\s*=\s*([0-9]{1,3})(?![0-9])", said)
    is_asked = bool(said) or any(entry.msgid_plural is not None for entry in catalog.entries)
    if is_asked and (not number or int(number[1]) != known.num_plurals):
        message = f"the header says Plural-Forms: {said!r}; {edition.lang} has {known.num_plurals}"
        hint = f"write Plural-Forms: {known.plural_forms}"
        yield Hit(message, hint, line=_field_line(edition, "Plural-Forms"))


def untranslated(edition: Edition) -> Iterator[Hit]:
    """Find units without a translation: they are printed in the source language, marked.

    For example: an empty `msgstr`, or a catalog that lacks the message.

    To mend it: translate it; when the catalog lacks it, run `polyfiche update` first.
    """
    for unit, entry in _units(edition):
        if entry is None or not all(entry.msgstrs):
            yield _state(unit, entry, "is not translated", "translate it")


def fuzzy(edition: Edition) -> Iterator[Hit]:
    """Find translations that nobody confirmed since the source changed: they are not printed.

    For example: an entry with `#, fuzzy` and the old message after `#|`.

    To mend it: bring the translation to the new message, then delete the flag `fuzzy`.
    """
    for unit, entry in _units(edition):
        if entry and entry.is_fuzzy and all(entry.msgstrs):
            yield _state(unit, entry, "is fuzzy", "confirm the translation, then delete fuzzy")


def obsolete(edition: Edition) -> Iterator[Hit]:
    """Find catalogs that keep translations of messages that are gone.

    They help when a message comes back, and hide what is alive when there are many.

    For example: entries whose lines begin with `#~`.

    To mend it: run `polyfiche prune`.
    """
    gone = [entry for entry in edition.catalog.entries if entry.obsolete]
    if gone:
        plural_s = "s" if len(gone) > 1 else ""
        message = f"{len(gone)} obsolete translation{plural_s}"
        yield Hit(
            message, "delete the lines that begin with #~: polyfiche prune", line=gone[0].line
        )


def _units(edition: Edition) -> Iterator[tuple[Unit, Entry | None]]:
    for unit in edition.context.units:
        entry = edition.catalog.get(unit.key)
        yield unit, None if entry and entry.obsolete else entry


def _state(unit: Unit, entry: Entry | None, state: str, hint: str) -> Hit:
    text = unit.msgid if len(unit.msgid) <= _LONGEST else unit.msgid[: _LONGEST - 1] + "…"
    return Hit(f"{text!r} {state}", hint, line=entry.line if entry else 0)


def _field_line(edition: Edition, name: str) -> int:
    """Return the line of a header's field; that of its msgid when the field is not there."""
    header = edition.catalog.header
    lines = header.raw.split("\n")
    first = next((n for n, line in enumerate(lines) if line.startswith("msgid")), 0)
    at = next((n for n, line in enumerate(lines) if line.startswith(f'"{name}:')), first)
    return header.line + at - first
