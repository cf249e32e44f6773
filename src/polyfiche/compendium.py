"""Memories that somebody brings: PO and TMX files of translations made elsewhere.

Source: LISA OSCAR, "TMX 1.4b Specification", 2005.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from . import bitext_xml, catalogs
from .entries import Entry
from .memory import memory_of
from .problems import CatalogError, Problem

Memory = Mapping[str, tuple[Entry, ...]]
"""Entries by the language of the translation: a BCP 47 tag in lower case."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCRIPTS = {"zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant"}


def load(data: bytes, path: str, source: str) -> Memory:
    """Return the confirmed translations of a memory.

    Texts with characters that hide or reorder text stay out: our catalogs refuse them.

    Args:
        data: The file, whole: PO in UTF-8, or TMX in UTF-8 or UTF-16.
        path: For problems.
        source: BCP 47 tag of the language to translate from; TMX holds several.

    Raises:
        CatalogError: `catalog-*`, the PO file is wrong; `memory-*`, the file is no memory.
    """
    is_xml = data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")
    found = _tmx(data, path, source) if is_xml else _po(data, path)
    return {lang: tuple(filter(_is_safe, entries)) for lang, entries in found.items()}


def translations(memory: Memory, tag: str) -> tuple[Entry, ...]:
    """Return the entries of *memory* in a language; a region more or less does no harm."""
    wanted = _plain(tag)
    tags = sorted(memory, key=lambda lang: (lang != wanted, lang))
    return tuple(entry for lang in tags if _serves(lang, wanted) for entry in memory[lang])


def _serves(lang: str, wanted: str) -> bool:
    return f"{lang}-".startswith(f"{wanted}-") or f"{wanted}-".startswith(f"{lang}-")


def _plain(tag: str) -> str:
    plain = tag.replace("_", "-").partition("@")[0].partition(".")[0].strip().lower()
    return _SCRIPTS.get(plain, plain)


def _is_safe(entry: Entry) -> bool:
    texts = (entry.msgid, *entry.msgstrs, entry.msgctxt or "", entry.msgid_plural or "")
    return catalogs.is_safe("".join(texts))


def _po(data: bytes, path: str) -> dict[str, tuple[Entry, ...]]:
    catalog = catalogs.load(data, path, safe=False)
    lang = _plain(catalog.fields.get("Language", ""))
    if not lang:
        message, hint = "does not say its language", "write Language: … in its header"
        raise CatalogError(Problem(path, catalog.header.line, "memory-language", message, hint))
    return {lang: memory_of(catalog)}


# TMX


def _tmx(data: bytes, path: str, source: str) -> dict[str, list[Entry]]:
    root = _root(bitext_xml.plain(data, path, "memory"), path)
    if root.tag != "tmx":
        hint = "give a PO or a TMX file"
        message = f"<{root.tag.rpartition('}')[2]}> is not TMX"
        raise CatalogError(Problem(path, 1, "memory-kind", message, hint))
    found: dict[str, list[Entry]] = {}
    for unit in root.iter("tu"):
        for lang, entry in _unit(unit, _plain(source)):
            found.setdefault(lang, []).append(entry)
    return found


def _unit(unit: ET.Element, source: str) -> Iterator[tuple[str, Entry]]:
    """Yield (language, entry) for each translation of a text in *source*."""
    texts = {_plain(node.get(_LANG) or node.get("lang") or ""): _segment(node) for node in unit}
    texts = {lang: text for lang, text in texts.items() if lang and text}
    given = next((lang for lang in sorted(texts) if _serves(lang, source)), "")
    context = next((p.text for p in unit.iter("prop") if p.get("type") == "x-context"), None)
    for lang, text in texts.items() if given else ():
        if lang != given:
            yield lang, Entry(texts[given], (text,), context or None)


def _segment(node: ET.Element) -> str:
    """Return the text of a `tuv`, with the markup that `bpt`, `ph` and the like hold."""
    segment = node.find("seg")
    return "" if segment is None else "".join(segment.itertext())


def _root(text: str, path: str) -> ET.Element:
    """Return the root of an XML *text* that declares nothing."""
    try:
        return ET.fromstring(text)  # noqa: S314 (no entity is declared in it)
    except ET.ParseError as error:
        line, hint = error.position[0], "save it again in the tool that wrote it"
        message = f"is not well-formed: {error}"
        raise CatalogError(Problem(path, line, "memory-xml", message, hint)) from error
