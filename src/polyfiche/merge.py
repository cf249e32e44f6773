"""Templates from units, and catalogs from templates: what the source says now, and no other change.

An entry whose message is still there keeps its bytes, its translation and its translator's notes.
A new template date alone changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .catalogs import Catalog
from .entries import Entry
from .languages import formats_of, language
from .model import Key, Unit

Matcher = Callable[[Sequence[Entry], Sequence[Entry]], Mapping[Key, Entry]]
"""Pairs messages that are not equal: (new entries of the template in order, vanished entries with a
translation) to the old entry whose translation each new key gets, as fuzzy."""

_NOBODY = "The translators <translators@polyfiche.internal>"
"""i18nspector asks for an address; `.internal` is reserved for private use, so nobody gets mail."""
_FROM_TEMPLATE = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date")
_OF_TEMPLATE = re.compile(r".*-format|range:.*|max-length:.*|markdown-text")
"""Flags that only the source gives; a translator's own flags stay."""


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


def merge(
    template: Catalog, catalog: Catalog | None, lang: str, *, matcher: Matcher | None = None
) -> Catalog:
    """Return *catalog* brought to what *template* says; without a catalog, a new one.

    Args:
        template: Its entries give the order, references, author's comments and flags.
        catalog: What translators made; its vanished translations become obsolete, at the end.
        lang: BCP 47 tag of a new catalog.
        matcher: Finds translations for new messages among the vanished; None finds none.
    """
    base = catalog or _started(template, lang)
    wanted = {entry.key: entry for entry in template.entries if not entry.obsolete}
    new = [entry for key, entry in wanted.items() if base.get(key) is None]
    vanished = [e for e in base.entries if e.key not in wanted and any(e.msgstrs)]
    pairs = matcher(new, vanished) if matcher and new and vanished else {}
    used = {old.key for old in pairs.values()}
    plurals = _plurals(base)
    live = [_merged(entry, base.get(key), pairs.get(key), plurals) for key, entry in wanted.items()]
    gone = [_vanished(entry) for entry in vanished if entry.key not in used]
    entries = (*live, *gone)
    if catalog and entries == catalog.entries:
        return catalog
    return replace(base, header=_dated(base.header, template), entries=entries)


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
        "Language": language(lang).locale,
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


# Entries


def _merged(entry: Entry, same: Entry | None, close: Entry | None, plurals: int) -> Entry:
    """Return *entry* of the template with the translation of its old self, or of a close one."""
    old = same or close
    if not old:
        count = plurals if entry.msgid_plural is not None else 1
        return replace(entry, msgstrs=("",) * count, line=0, raw="", gap="\n")
    is_sure = same is not None and same.msgid_plural == entry.msgid_plural
    is_fuzzy = old.is_fuzzy or (not is_sure and any(old.msgstrs))
    changed = replace(
        old,
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstrs=old.msgstrs if is_sure else _fitted(old.msgstrs, entry, plurals),
        extracted=entry.extracted,
        references=entry.references,
        flags=tuple(_flags(entry, old, is_fuzzy=is_fuzzy)),
        previous=old.previous if is_sure else tuple(_previous(old)),
        obsolete=False,
    )
    return old if changed == old else replace(changed, raw="")


def _fitted(msgstrs: tuple[str, ...], entry: Entry, plurals: int) -> tuple[str, ...]:
    if entry.msgid_plural is None:
        return msgstrs[:1]
    return (msgstrs + msgstrs[-1:] * plurals)[: max(plurals, 1)]


def _flags(entry: Entry, old: Entry, *, is_fuzzy: bool) -> Iterator[str]:
    own = [flag for flag in old.flags if flag != "fuzzy" and not _OF_TEMPLATE.fullmatch(flag)]
    wanted = dict.fromkeys([*(["fuzzy"] if is_fuzzy else []), *entry.flags, *own])
    if wanted.keys() == set(old.flags):
        yield from old.flags
    else:
        yield from wanted


def _previous(old: Entry) -> Iterator[tuple[str, str]]:
    if old.is_fuzzy and old.previous:
        yield from old.previous
        return
    if old.msgctxt is not None:
        yield "msgctxt", old.msgctxt
    yield "msgid", old.msgid
    if old.msgid_plural is not None:
        yield "msgid_plural", old.msgid_plural


def _vanished(entry: Entry) -> Entry:
    changed = replace(entry, extracted=(), references=(), obsolete=True)
    return entry if changed == entry else replace(changed, raw="")
