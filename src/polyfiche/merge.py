"""Templates from units, and catalogs from templates: what the source says now, and no other change.

An entry whose message is still there keeps its bytes, its translation and its translator's notes.
A new template date alone changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from .alike import same_message
from .catalogs import Catalog
from .entries import Entry
from .languages import formats_of, gettext_of, language
from .model import Key, Unit
from .revise import Same, revised, vanished

Matcher = Callable[[Sequence[Entry], Sequence[Entry]], Mapping[Key, Entry]]
"""Finds translations: (new entries of the template in order, vanished entries with a translation)
to the old entry whose translation each new key gets, as fuzzy unless the two are the same."""

_NOBODY = "The translators <translators@polyfiche.internal>"
"""i18nspector asks for an address; `.internal` is reserved for private use, so nobody gets mail."""
_FROM_TEMPLATE = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date")


def template(
    units: Iterable[Unit], *, project: str, date: str, lang: str = "fr", bugs: str = ""
) -> Catalog:
    """Return the template of *units*; those of one key become one entry, in first order.

    Args:
        units: Of a sheet and its figures.
        project: Name and version of the sheet: `llm-et-fm 1.0`.
        date: ISO 8601 calendar date of the source.
        lang: Of the msgids; Poedit shows it to the translator.
        bugs: Where to report a bad msgid: an address or a URL.
    """
    fields = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": bugs,
        "POT-Creation-Date": f"{date} 00:00+0000",
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": language(lang).locale,
    }
    comment = f"Messages of {_name(project)}."
    header = Entry("", (_header(fields),), comments=(comment, ""), flags=("fuzzy",), gap="")
    entries: dict[Key, Entry] = {}
    for unit in units:
        made = _entry(unit)
        known = entries.get(unit.key)
        entries[unit.key] = _joined(known, made) if known else made
    return Catalog("", header, tuple(entries.values()))


def merge(  # noqa: PLR0913 (each is a choice of who updates)
    template: Catalog,
    catalog: Catalog | None,
    lang: str,
    *,
    matcher: Matcher | None = None,
    same: Same = same_message,
    fill: bool = False,
) -> Catalog:
    """Return *catalog* brought to what *template* says; without a catalog, a new one.

    Args:
        template: Its entries give the order, references, author's comments and flags.
        catalog: What translators made; its vanished translations become obsolete, at the end.
        lang: BCP 47 tag of a new catalog.
        matcher: Finds translations for new messages; None finds none.
        same: Tells which of them are certain; the others are fuzzy.
        fill: Also find translations for messages that are in the catalog without one.
    """
    base = catalog or _started(template, lang)
    wanted = {entry.key: entry for entry in template.entries if not entry.obsolete}
    lost = [e for e in base.entries if e.key not in wanted and any(e.msgstrs)]
    pairs: Mapping[Key, Entry] = {}
    if matcher and (new := [e for e in wanted.values() if _is_open(base.get(e.key), fill=fill)]):
        pairs = matcher(new, lost)
    used = set(map(id, pairs.values()))
    plurals = _plurals(base)
    live = [
        revised(entry, base.get(key), pairs.get(key), plurals, same)
        for key, entry in wanted.items()
    ]
    gone = [vanished(entry) for entry in lost if id(entry) not in used]
    entries = (*live, *gone)
    if catalog and entries == catalog.entries:
        return catalog
    return replace(base, header=_dated(base.header, template), entries=entries)


def _is_open(known: Entry | None, *, fill: bool) -> bool:
    """Tell whether a message of the template needs a translation."""
    return known is None or (fill and not any(known.msgstrs))


# Templates


def _entry(unit: Unit) -> Entry:
    return Entry(
        unit.msgid,
        msgctxt=unit.msgctxt or None,
        extracted=tuple(_comment(line) for text in unit.comments for line in text.split("\n")),
        references=tuple(map(_reference, dict.fromkeys(unit.references))),
        flags=unit.flags,
    )


def _comment(line: str) -> str:
    """Keep a last backslash from joining this line to the next, as gettext would."""
    return f"{line} " if line.endswith("\\") else line


def _reference(text: str) -> str:
    """Quote a path with spaces as gettext does."""
    return f"\u2068{text}\u2069" if re.search(r"\s", text) else text


def _joined(first: Entry, second: Entry) -> Entry:
    def union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one + other))

    return replace(
        first,
        extracted=union(first.extracted, second.extracted),
        references=union(first.references, second.references),
        flags=union(first.flags, second.flags),
    )


# Headers


def _header(fields: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _name(project: str) -> str:
    return project.partition(" ")[0]


def _started(template: Catalog, lang: str) -> Catalog:
    """Return a catalog without entries, its header filled in."""
    from babel.messages.plurals import get_plural

    fields = template.fields | {
        "PO-Revision-Date": template.fields.get("POT-Creation-Date", ""),
        "Last-Translator": _NOBODY,
        "Language-Team": "none",
        "Language": gettext_of(language(lang).tag),
        "Plural-Forms": get_plural(formats_of(lang)).plural_forms,
    }
    comment = f"Translation of {_name(fields.get('Project-Id-Version', ''))}: {lang}."
    header = Entry("", (_header(fields),), comments=(comment,), gap="")
    return Catalog("", header, ())


def _dated(header: Entry, template: Catalog) -> Entry:
    """Return *header* with what it must copy from the template's."""
    text = header.msgstrs[0]
    for name in _FROM_TEMPLATE:
        if value := template.fields.get(name):
            line = f"{name}: {value}"
            text = re.sub(rf"^{name}:.*$", lambda _: line, text, flags=re.MULTILINE)  # noqa: B023
    return header if text == header.msgstrs[0] else replace(header, msgstrs=(text,), raw="")


def _plurals(catalog: Catalog) -> int:
    """Return how many forms a plural message has, within what CLDR knows."""
    match = re.match(r"nplurals\s*=\s*([1-6])\b", catalog.fields.get("Plural-Forms", ""))
    return int(match[1]) if match else 2
