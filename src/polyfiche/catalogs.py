"""Catalogs: PO and POT bytes in and out, block by block.

An entry that nobody changed keeps its bytes; a changed one is written as `msgcat --no-wrap` would,
with one reference on each line, so that a diff shows what a translator must see and nothing else.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .entries import Entry, block
from .limits import MOST_BRACKETS, raise_it
from .model import Counts, Key, Unit
from .po import Reader
from .problems import CatalogError, Problem

_MOST_PROBLEMS = 50
_TO_UTF8 = "save the file as UTF-8 and write charset=UTF-8 in its header"
_CHARSET = re.compile(r"^content-type:.*\bcharset=(\S+)", re.MULTILINE | re.IGNORECASE)
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LAST_TWO = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(15))
_UNSAFE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ue000-\\uf8ff\\ufdd0-\\ufdef"
    f"\\U000e0000-\\U000e007f\\U000f0000-\\U0010ffff{_LAST_TWO}]"
)
_COMMON = re.compile(
    "[\\t\\n -~\\xa0-\\u2027\\u202f-\\u2065\\u206a-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd"
    "\\U00010000-\\U0001fffd]*"
)
"""Characters that are safe: found 15 times faster than that none is unsafe."""


@dataclass(frozen=True)
class Catalog:
    """A PO or POT file."""

    path: str
    """Relative to the project, with forward slashes."""
    header: Entry
    entries: tuple[Entry, ...]
    """In the order of the file, obsolete ones too; the header is not in it."""
    trailing: str = ""
    """What follows the last entry."""
    newline: str = "\n"
    """The line end of new blocks: LF or CRLF."""

    @functools.cached_property
    def fields(self) -> dict[str, str]:
        """The header's fields, in order."""
        lines = (line.partition(":") for line in self.header.msgstrs[0].split("\n"))
        return {name.strip(): value.strip() for name, colon, value in lines if colon}

    @functools.cached_property
    def _by_key(self) -> dict[Key, Entry]:
        return {entry.key: entry for entry in self.entries}

    def get(self, key: Key) -> Entry | None:
        """Return the entry of *key*, obsolete or not."""
        return self._by_key.get(key)

    def translations(self) -> dict[Key, str]:
        """Return what an edition may print: not fuzzy, not empty, not obsolete."""
        return {entry.key: entry.msgstrs[0] for entry in self.entries if entry.is_translated}

    def fuzzy(self) -> frozenset[Key]:
        """Return the keys whose translation a human has to confirm."""
        return frozenset(e.key for e in self.entries if e.is_fuzzy and not e.obsolete)


def load(data: bytes, path: str, *, safe: bool = True, most: int = 0) -> Catalog:
    """Return the catalog that *data* holds.

    Args:
        data: The file, whole: UTF-8, LF or CRLF.
        path: For the catalog and for problems.
        safe: Refuse characters that hide or reorder text. Other people's files, read as a memory
            of translations, hold such characters now and then.
        most: Entries that it may have; 0 means any number.

    Raises:
        CatalogError: With every problem found: `catalog-charset`, `catalog-characters`,
            `catalog-syntax`, `catalog-header`, `catalog-duplicate`, `limit-entries`.
    """
    if most and (found := data.count(b"msgid ")) > most + 1:
        message = f"about {found} entries, the most is {most}"
        hint = f"prune it, split the sheet, {raise_it('entries')}"
        raise CatalogError(Problem(path, 0, "limit-entries", message, hint))
    text = _decoded(data, path)
    reader = Reader(path)
    reader.read(text)
    problems = list(reader.problems) or list(_header_problems(path, reader.entries))
    problems += _duplicates(path, reader.entries)
    if safe:
        problems += _unsafe(path, text, reader.escaped)
    if problems:
        raise CatalogError(*sorted(problems)[:_MOST_PROBLEMS])
    newline = "\r\n" if "\r\n" in reader.entries[0].raw else "\n"
    return Catalog(path, reader.entries[0], tuple(reader.entries[1:]), reader.trailing, newline)


def too_long(catalog: Catalog, longest: int) -> Iterator[Problem]:
    """Yield the entries of which a text has more than *longest* characters, or is all brackets."""
    for entry in catalog.entries:
        for text in (entry.msgid, *entry.msgstrs):
            if len(text) > longest or text.count("[") > MOST_BRACKETS:
                message = f"a text of {len(text)} characters, {text.count('[')} of them brackets"
                hint = f"shorten it, {raise_it('unit')}"
                yield Problem(catalog.path, entry.line, "limit-unit", message, hint)
                break


def is_safe(text: str) -> bool:
    """Tell whether no character of *text* hides or reorders what a translator sees."""
    return bool(_COMMON.fullmatch(text)) or not _UNSAFE.search(text)


def dump(catalog: Catalog) -> bytes:
    """Return the bytes of *catalog*: what was read stays as it was, the rest is canonical."""
    text = ""
    parts: list[str] = []
    for entry in (catalog.header, *catalog.entries):
        if text and not text.endswith("\n"):
            parts.append(catalog.newline)
        text = entry.gap + entry.raw if entry.raw else block(entry, catalog.newline)
        parts.append(text)
    return ("".join(parts) + catalog.trailing).encode()


# Refusing


def _decoded(data: bytes, path: str) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        hint = "save the file without a byte order mark"
        raise CatalogError(Problem(path, 1, "catalog-charset", "begins with a BOM", hint))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = re.search(rb"charset=([\w.:-]+)", data)
        declared = f"; the header says {found[1].decode('ascii', 'replace')}" if found else ""
        message = f"byte 0x{data[error.start]:02x} is not UTF-8{declared}"
        problem = Problem(path, line, "catalog-charset", message, _TO_UTF8)
        raise CatalogError(problem) from error


def _header_problems(path: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    headers = [entry for entry in entries if entry.key == ("", "") and not entry.obsolete]
    if not headers:
        hint = 'begin with msgid "" and msgstr "Content-Type: text/plain; charset=UTF-8\\n"'
        yield Problem(path, 1, "catalog-header", "has no header", hint)
        return
    header = headers[0]
    if header is not entries[0]:
        hint = "move it to the top of the file"
        yield Problem(path, header.line, "catalog-header", "the header is not the first", hint)
    lines = header.msgstrs[0].removesuffix("\n").split("\n")
    if bad := next((line for line in lines if not re.match(r"[!-9;-~]+:", line)), None):
        message = f"{bad[:40]!r} is not a header field"
        yield Problem(path, header.line, "catalog-header", message, "write Name: value")
    elif "" in lines:
        hint = "delete the empty line"
        yield Problem(path, header.line, "catalog-header", "the header has an empty line", hint)
    match = _CHARSET.search(header.msgstrs[0])
    charset = match[1] if match else ""
    if charset.lower().replace("-", "") != "utf8":
        message = f"the header says charset {charset!r}, not UTF-8"
        yield Problem(path, header.line, "catalog-charset", message, _TO_UTF8)


def _duplicates(path: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    if len({entry.key for entry in entries}) == len(entries):
        return
    seen: dict[Key, int] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry.line)
        if first != entry.line:
            message = f"{entry.msgid[:60]!r} is defined again; line {first} has it already"
            hint = f"delete line {first} or this one, with its msgstr"
            yield Problem(path, entry.line, "catalog-duplicate", message, hint)


def _unsafe(path: str, text: str, escaped: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    """Yield one problem for each line that holds a character which hides or reorders text.

    Source: Boucher and Anderson, "Trojan Source", 2021; Unicode 16, chapter 23.
    """
    found = dict(escaped)
    lines = [] if is_safe(text) else text.split("\n")
    for number, content in enumerate(lines, 1):
        is_comment = content[:1] == "#" and content[1:2] not in {"~", "|"}
        for char in _UNSAFE.findall(content.removesuffix("\r")):
            if not (is_comment and char in _BIDI):
                found.setdefault(number, char)
    for line, char in found.items():
        name = unicodedata.name(char, "a control, private or reserved character")
        hint = "delete it; line ends are LF or CRLF and direction comes from the language"
        yield Problem(path, line, "catalog-characters", f"holds U+{ord(char):04X}, {name}", hint)


# Using


def with_translations(catalog: Catalog, mapping: Mapping[Key, str]) -> Catalog:
    """Return *catalog* with the translations of *mapping*, confirmed; the rest stays.

    Raises:
        CatalogError: `catalog-key`, a key of *mapping* is not a live entry.
    """
    live = {entry.key for entry in catalog.entries if not entry.obsolete}
    hint = "merge the template into the catalog first"
    if problems := [
        Problem(catalog.path, 0, "catalog-key", f"{key[1]!r} is not in the catalog", hint)
        for key in mapping
        if key not in live
    ]:
        raise CatalogError(*problems)
    entries = tuple(_translated(entry, mapping.get(entry.key)) for entry in catalog.entries)
    return replace(catalog, entries=entries)


def _translated(entry: Entry, text: str | None) -> Entry:
    if text is None or entry.obsolete:
        return entry
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    changed = replace(entry, msgstrs=(text, *entry.msgstrs[1:]), flags=flags, previous=(), raw="")
    return entry if changed == entry else changed


def stats(catalog: Catalog | None, units: Iterable[Unit]) -> Counts:
    """Return how much of *units* the catalog translates; no catalog, nothing is."""
    keys = {unit.key for unit in units}
    done = keys & catalog.translations().keys() if catalog else frozenset()
    fuzzy = keys & catalog.fuzzy() if catalog else frozenset()
    return Counts(len(done), len(fuzzy), len(keys - done - fuzzy))
