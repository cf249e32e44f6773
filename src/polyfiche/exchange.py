"""Catalogs as items for other translation tools, and what comes back into the catalog.

A work file (XLIFF) is what a translator worked on: its texts replace the catalog's. A memory (TMX)
only proposes: it fills what is empty, as fuzzy. Neither erases anything, and what they did not
change keeps its bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from . import catalogs
from .catalogs import Catalog
from .entries import Entry
from .model import Key
from .problems import CatalogError, Problem

State = Literal["translated", "fuzzy", "unsaid"]


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a catalog: a message, or one plural form of it."""

    source: str
    target: str = ""
    id: str = ""
    """Of our own making: a hash of the message, and the plural form after a dot."""
    context: str = ""
    state: State = "unsaid"
    """Whether a person stands by the target; some files do not say."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bitext:
    """A file of items, from one language to another."""

    path: str
    """Where it was read, for problems."""
    items: tuple[Item, ...]
    source_lang: str = ""
    """BCP 47 tags; empty when the file does not say."""
    target_lang: str = ""
    original: str = ""
    """The sheet that the items come from."""
    is_memory: bool = False
    """It only proposes."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a bitext."""

    catalog: Catalog
    changed: int
    """Entries with another text or state than before."""
    kept: int
    """Entries that the file says the same of, or that a memory may not replace."""
    problems: tuple[Problem, ...]
    """Items without an entry."""


def items(catalog: Catalog) -> tuple[Item, ...]:
    """Return every live message of *catalog*; one item for each plural form."""
    return tuple(item for entry in catalog.entries if not entry.obsolete for item in _items(entry))


def take(catalog: Catalog, bitext: Bitext) -> Taken:
    """Return *catalog* with what *bitext* says.

    Raises:
        CatalogError: `import-characters`, a text holds characters that hide or reorder others.
    """
    found, problems = _matched(catalog, bitext)
    entries = tuple(_taken(entry, found.get(entry.key, {}), bitext) for entry in catalog.entries)
    pairs = zip(catalog.entries, entries, strict=True)
    changed = sum(old is not new for old, new in pairs)
    made = replace(catalog, entries=entries) if changed else catalog
    proved(made, bitext.path)
    return Taken(made, changed, len(found) - changed, tuple(problems))


def propose(catalog: Catalog, texts: Mapping[Key, str]) -> Catalog:
    """Return *catalog* with *texts* as fuzzy translations of what has none."""
    bitext = Bitext("", (), is_memory=True)
    entries = tuple(
        _taken(entry, {0: Item(entry.msgid, texts[entry.key])}, bitext)
        if entry.key in texts
        else entry
        for entry in catalog.entries
    )
    return replace(catalog, entries=entries)


def proved(catalog: Catalog, path: str) -> None:
    """Read the bytes of *catalog* again before anybody writes them.

    Raises:
        CatalogError: `import-characters`; the file at *path* brought what a catalog may not hold.
    """
    try:
        catalogs.load(catalogs.dump(catalog), catalog.path)
    except CatalogError as error:
        hint = "mend it in the file that you import; the catalog is as it was"
        raise CatalogError(
            *(Problem(path, 0, "import-characters", p.message, hint) for p in error.problems)
        ) from error


# Out


def _items(entry: Entry) -> Iterator[Item]:
    state: State = "fuzzy" if entry.is_fuzzy else "translated"
    notes = (*entry.extracted, *entry.references, *entry.comments)
    for form, text in enumerate(entry.msgstrs):
        yield Item(
            source=_source(entry, form),
            target=text,
            id=_id(entry, form),
            context=entry.msgctxt or "",
            state=state if text else "unsaid",
            notes=tuple(note for note in notes if note.strip()),
        )


def _id(entry: Entry, form: int) -> str:
    """Return a name that no other item has and that XML takes as an identifier."""
    text = f"{entry.msgctxt or ''}\4{entry.msgid}"
    name = "m" + hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return name if entry.msgid_plural is None else f"{name}.{form}"


def _source(entry: Entry, form: int) -> str:
    return entry.msgid if entry.msgid_plural is None or form == 0 else entry.msgid_plural


# In


@dataclass(slots=True)
class _Index:
    """Finds the entry and plural form of an item."""

    by_id: dict[str, tuple[Entry, int]] = field(default_factory=dict)
    by_text: dict[Key, list[tuple[Entry, int]]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        for form in range(len(entry.msgstrs)):
            self.by_id[_id(entry, form)] = entry, form
            for context in {entry.msgctxt or "", ""}:
                key = context, _source(entry, form)
                self.by_text.setdefault(key, []).append((entry, form))

    def find(self, item: Item) -> tuple[Entry, int] | None:
        """Return the place of *item*: its id where the source is still the same, or its source."""
        by_id = self.by_id.get(item.id)
        if by_id and _source(*by_id) == item.source:
            return by_id
        same = self.by_text.get((item.context, item.source), [])
        exact = [one for one in same if (one[0].msgctxt or "") == item.context]
        places = exact or same
        return places[0] if len(places) == 1 else None


def _matched(catalog: Catalog, bitext: Bitext) -> tuple[dict[Key, dict[int, Item]], list[Problem]]:
    """Return the items of each entry by plural form, and a problem for each that has none."""
    index, found, problems = _Index(), dict[Key, dict[int, Item]](), list[Problem]()
    for entry in catalog.entries:
        if not entry.obsolete:
            index.add(entry)
    for item in bitext.items:
        if place := index.find(item):
            entry, form = place
            found.setdefault(entry.key, {}).setdefault(form, item)
        elif not bitext.is_memory:
            message = f"{item.source[:60]!r} is not in {catalog.path}"
            hint = "run: polyfiche update, and export again"
            problems.append(Problem(bitext.path, 0, "import-unknown", message, hint, "warning"))
    return found, problems


def _taken(entry: Entry, given: Mapping[int, Item], bitext: Bitext) -> Entry:
    """Return *entry* with the texts and the state of *given*; itself when they are the same."""
    filled = {form: item for form, item in given.items() if item.target}
    if not filled or entry.obsolete or (bitext.is_memory and any(entry.msgstrs)):
        return entry
    msgstrs = tuple(
        filled[form].target if form in filled else old for form, old in enumerate(entry.msgstrs)
    )
    states = [item.state for item in filled.values()]
    is_fuzzy = bitext.is_memory or _is_fuzzy(entry, states, is_new=msgstrs != entry.msgstrs)
    changed = replace(_confirmed(entry, is_fuzzy=is_fuzzy), msgstrs=msgstrs)
    return entry if changed == entry else replace(changed, raw="")


def _confirmed(entry: Entry, *, is_fuzzy: bool) -> Entry:
    """Return *entry* with or without the flag; what it was a translation of goes with it."""
    if is_fuzzy == entry.is_fuzzy:
        return entry
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    if is_fuzzy:
        return replace(entry, flags=("fuzzy", *flags))
    return replace(entry, flags=flags, previous=())


def _is_fuzzy(entry: Entry, states: Sequence[State], *, is_new: bool) -> bool:
    """Tell whether a person has to confirm; where the file is silent, a new text needs it."""
    if "fuzzy" in states:
        return True
    if "unsaid" in states:
        return entry.is_fuzzy or is_new
    return False


def languages_differ(one: str, other: str) -> bool:
    """Tell whether two tags name two languages; the region is a matter of taste."""
    first, second = (tag.replace("_", "-").lower().partition("-")[0] for tag in (one, other))
    return bool(first and second and first != second)
