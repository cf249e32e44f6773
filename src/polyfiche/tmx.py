"""TMX 1.4b, through translate-toolkit's store: a memory of what is translated.

Fuzzy texts stay out: another project would get them as certain.

Source: LISA OSCAR, "TMX 1.4b Specification", 2005.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from .exchange import Bitext, Item

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def dump(bitext: Bitext) -> bytes:
    """Return the translated items of *bitext* as TMX."""
    from importlib.metadata import version

    from translate.storage.tmx import tmxfile

    store = tmxfile(sourcelanguage=bitext.source_lang, targetlanguage=bitext.target_lang)
    header = store.document.getroot().find("header")
    header.set("creationtool", "polyfiche")
    header.set("creationtoolversion", version("polyfiche"))
    header.set("segtype", "block")
    for item in bitext.items:
        if item.target and item.state == "translated":
            _unit(store, item, bitext)
    return bytes(store)


def load(data: bytes, path: str, source: str, target: str) -> Bitext:
    """Return what a TMX file holds from one language to another.

    Args:
        data: The file, whole, without a document type.
        path: For problems.
        source: BCP 47 tag; a region more or less in the file does no harm.
        target: Likewise.
    """
    from translate.storage.tmx import tmxfile

    store = tmxfile(io.BytesIO(data))
    found = tuple(item for unit in store.units for item in _item(unit.xmlelement, source, target))
    return Bitext(path, found, source_lang=source, target_lang=target, is_memory=True)


def _unit(store: Any, item: Item, bitext: Bitext) -> None:  # noqa: ANN401 (untyped library)
    unit = store.addsourceunit(item.source, bitext.source_lang)
    unit.settarget(item.target, bitext.target_lang)
    unit.xmlelement.set("tuid", item.id)
    if item.context:
        unit.setcontext(item.context)


def _item(unit: Any, source: str, target: str) -> Iterator[Item]:  # noqa: ANN401
    texts = {_language(node): _segment(node) for node in unit.iter() if node.tag == "tuv"}
    given, wanted = _closest(texts, source), _closest(texts, target)
    if given and wanted:
        contexts = (
            node.text or "" for node in unit.iter("prop") if node.get("type") == "x-context"
        )
        yield Item(given, wanted, unit.get("tuid", ""), next(contexts, ""))


def _language(node: Any) -> str:  # noqa: ANN401
    return str(node.get(_LANG) or node.get("lang") or "").replace("_", "-").lower()


def _segment(node: Any) -> str:  # noqa: ANN401
    return "".join(text for segment in node.iter("seg") for text in segment.itertext())


def _closest(texts: dict[str, str], tag: str) -> str:
    """Return the text in *tag*, or in the first language that has the same base."""
    tag = tag.lower()

    def same_base() -> Iterable[str]:
        return (text for lang, text in texts.items() if lang.partition("-")[0] == base)

    base = tag.partition("-")[0]
    return texts.get(tag) or next(iter(same_base()), "")
