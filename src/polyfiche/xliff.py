"""XLIFF 2.1 and 1.2, through translate-toolkit's stores: items to bytes and back.

Source: OASIS, "XLIFF Version 2.1", 4.2 (structure), 4.3.1.15 (state); "XLIFF Version 1.2", and
its "Representation Guide for Gettext PO" for contexts.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from .exchange import Bitext, Item, State

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMESPACE = "urn:oasis:names:tc:xliff:document:"
_CONTEXT = "x-po-msgctxt"
_STATES_2: dict[str, State] = {
    "initial": "fuzzy",
    "translated": "translated",
    "reviewed": "translated",
    "final": "translated",
}
_DONE_1 = {"translated", "signed-off", "final"}
_DOUBTS_1 = {"new", "needs-"}


def dump_2(bitext: Bitext) -> bytes:
    """Return *bitext* as XLIFF 2.1."""
    from translate.storage.xliff2 import Xliff2File

    store = Xliff2File(sourcelanguage=bitext.source_lang, targetlanguage=bitext.target_lang or None)
    store.document.getroot().set("version", "2.1")
    store.body.set("original", bitext.original)
    for item in bitext.items:
        _unit_2(store, item)
    return bytes(store)


def dump_1(bitext: Bitext) -> bytes:
    """Return *bitext* as XLIFF 1.2."""
    from translate.storage.xliff import Xliff1File, Xliff1Unit

    class Unit(Xliff1Unit):  # type: ignore[misc, unused-ignore]  # untyped base
        namespace = f"{_NAMESPACE}1.2"

    class Store(Xliff1File):  # type: ignore[misc, type-arg, unused-ignore]  # untyped base
        """Upstream writes 1.1; 1.2 is the same in all that we use."""

        UnitClass: type[Xliff1Unit] = Unit
        XMLskeleton = Xliff1File.XMLskeleton.replace("1.1'", "1.2'")

    store = Store(sourcelanguage=bitext.source_lang, targetlanguage=bitext.target_lang or None)
    file = store.body.getparent()
    file.set("original", bitext.original)
    for item in bitext.items:
        _unit_1(store, item)
    return bytes(store)


def load_2(data: bytes, path: str) -> Bitext:
    """Return what a file of XLIFF 2 holds."""
    from translate.storage.xliff2 import Xliff2File

    store: Any = Xliff2File(io.BytesIO(data))
    root = store.document.getroot()
    units = root.iter(store.namespaced("unit"))
    file = next(root.iter(store.namespaced("file")))
    return Bitext(
        path,
        tuple(_item_2(unit) for unit in units),
        source_lang=root.get("srcLang", ""),
        target_lang=root.get("trgLang", ""),
        original=file.get("original", ""),
    )


def load_1(data: bytes, path: str) -> Bitext:
    """Return what a file of XLIFF 1 holds."""
    from translate.storage.xliff import Xliff1File

    store: Any = Xliff1File(io.BytesIO(data))
    file = next(store.document.getroot().iter(store.namespaced("file")))
    return Bitext(
        path,
        tuple(_item_1(unit) for unit in store.units),
        source_lang=file.get("source-language", ""),
        target_lang=file.get("target-language", ""),
        original=file.get("original", ""),
    )


# XLIFF 2


def _unit_2(store: Any, item: Item) -> None:  # noqa: ANN401 (untyped library)
    """Add the unit of *item*: notes before its one segment, space kept."""
    from lxml import etree

    segment = store.addsourceunit(item.source)
    segment.setid(item.id)
    if item.target:
        segment.settarget(item.target)
        state = "initial" if item.state == "fuzzy" else "translated"
        segment.xmlelement.set("state", state)
    segment.xmlelement.attrib.pop(_SPACE, None)  # upstream sets it where the schema has no place
    unit = segment.getunitelement()
    unit.set(_SPACE, "preserve")
    if item.context:
        unit.set("name", item.context)
    if item.notes:
        notes = etree.Element(store.namespaced("notes"))
        for text in item.notes:
            etree.SubElement(notes, store.namespaced("note")).text = text
        unit.insert(0, notes)


def _item_2(unit: Any) -> Item:  # noqa: ANN401
    """Return the item of a unit; what a tool cut into segments is one text again."""
    parts = [part for part in unit if _name(part) in {"segment", "ignorable"}]
    segments = [part for part in parts if _name(part) == "segment"]
    is_done = bool(segments) and all(_child(part, "target") is not None for part in segments)
    texts = [(_text(_child(part, "source")), _child(part, "target")) for part in parts]
    target = "".join(source if node is None else _text(node) for source, node in texts)
    return Item(
        source="".join(source for source, _ in texts),
        target=target if is_done else "",
        id=unit.get("id", ""),
        context=unit.get("name", ""),
        state=_worst(_STATES_2.get(part.get("state", ""), "unsaid") for part in segments),
    )


def _worst(states: Iterable[State]) -> State:
    found = set(states)
    if "fuzzy" in found:
        return "fuzzy"
    return "unsaid" if "unsaid" in found or not found else "translated"


# XLIFF 1


def _unit_1(store: Any, item: Item) -> None:  # noqa: ANN401
    unit = store.UnitClass(item.source)
    store.addunit(unit)
    unit.xmlelement.set("id", item.id)
    if item.target:
        is_done = item.state != "fuzzy"
        unit.settarget(item.target)
        unit.target_dom.set("state", "translated" if is_done else "needs-review-translation")
        unit.xmlelement.set("approved", "yes" if is_done else "no")
    if item.context:
        unit.createcontextgroup("po-entry", [(_CONTEXT, item.context)], "information")
    for text in item.notes:
        unit.addnote(text)


def _item_1(unit: Any) -> Item:  # noqa: ANN401
    element = unit.xmlelement
    target = _child(element, "target")
    contexts = (
        node for node in element.iter() if node.get("context-type") == _CONTEXT and len(node) == 0
    )
    return Item(
        source=_text(_child(element, "source")),
        target=_text(target),
        id=element.get("id", ""),
        context=next((_text(node) for node in contexts), element.get("resname", "")),
        state=_state_1(element.get("approved", ""), "" if target is None else target.get("state")),
    )


def _state_1(approved: str, state: str | None) -> State:
    if approved == "yes" or state in _DONE_1:
        return "translated"
    is_doubtful = any((state or "").startswith(prefix) for prefix in _DOUBTS_1)
    return "fuzzy" if is_doubtful or approved == "no" else "unsaid"


# XML


def _children(element: Any) -> Iterator[Any]:  # noqa: ANN401
    return (child for child in element if isinstance(child.tag, str))


def _name(element: Any) -> str:  # noqa: ANN401
    """Return the name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:  # noqa: ANN401
    """Return the first child of that name; None when there is none."""
    return next((child for child in _children(element) if _name(child) == name), None)


def _text(element: Any) -> str:  # noqa: ANN401
    """Return the text of *element* as it stands, also what is inside inline elements."""
    return "" if element is None else "".join(element.itertext())
