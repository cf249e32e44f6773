"""Figures: an SVG whose texts are units, drawn as text-less art with HTML text over it.

WeasyPrint 70 draws SVG text letter by letter, which reverses Arabic and breaks Devanagari; HTML
text over the art is shaped right, wraps in its box, and can be selected.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .languages import language
from .messages import has_words
from .model import Key, SourceFile, Unit
from .problems import Problem, SourceError
from .widths import em

_SVG = "http://www.w3.org/2000/svg"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_LARGEST = 512_000
_ASCENT = 0.93
"""From the top of a line box to its baseline, in the type size (Noto Sans, line height 1.12)."""
_LINE = 1.12
_FORBIDDEN = {
    *("script", "foreignObject", "image", "style", "iframe"),
    *("animate", "animateMotion", "animateTransform", "set"),
}
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!\s*[\"']?#)", re.IGNORECASE)


_WIDE = r"[\u2e80-\u9fff\uff00-\uffef]"
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})\s+(?={_WIDE})")
"""Where a text without spaces was broken into lines."""
_SPACES = re.compile(r"[ \t\r\n]+")
"""What XML calls white space; a no-break space is part of the text."""
_SMALLEST = 0.75
"""How far a label shrinks before it is refused, about."""


@dataclass(frozen=True, slots=True)
class Label:
    """One text over the art; lengths are shares of the figure's width, `y` of its height."""

    x: float
    """Where the text is anchored."""
    y: float
    """Top of the first line."""
    width: float
    """Of the box in which the text wraps."""
    size: float
    """Type size."""
    anchor: Literal["start", "middle", "end"]
    text: str
    kind: str
    """The author's class: `llm`, `fm`, `note`…"""
    missing: bool
    """The text stayed in the source language."""
    lines: int = 2
    """How many lines there is room for."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in one language."""

    width: float
    height: float
    art: str
    """SVG without any text."""
    labels: tuple[Label, ...]


def units(path: str, svg: str) -> tuple[Unit, ...]:
    """Return the texts of the SVG at *path* as units, in order.

    Raises:
        SourceError: `figure-*`, the file cannot be read or is not safe to draw.
    """
    root = _parse(path, svg)
    found: dict[str, Unit] = {}
    for element in _texts(root):
        text = _text(element)
        if _is_translatable(element, text):
            unit = Unit(text, references=(path,), comments=(_note(element),), flags=_flags(element))
            found.setdefault(text, unit)
    return tuple(found.values())


def draw(path: str, svg: str, entries: Mapping[Key, str], *, is_source: bool) -> Figure:
    """Return the figure with its texts as labels over text-less art.

    Args:
        path: For problems.
        svg: The author's drawing.
        entries: Translations by key.
        is_source: Whether the drawing is wanted in its own language.
    """
    root = _parse(path, svg)
    width, height = _size(path, root)
    labels = tuple(
        _label(element, width, height, entries, is_source=is_source)
        for element in root.iter(f"{{{_SVG}}}text")
    )
    _remove(root, {"text", "title", "desc"})
    return Figure(width, height, _dump(root), labels)


def translated(path: str, svg: str, lang: str, entries: Mapping[Key, str]) -> str:
    """Return the SVG with its texts translated and broken into lines, for the Markdown edition.

    Browsers shape SVG text well but do not wrap it, so lines are broken by an estimate.
    """
    root = _parse(path, svg)
    known = language(lang)
    root.set(_LANG, known.tag)
    for element in _texts(root):
        source = _text(element)
        text = entries.get(("", source), source) if _is_translatable(element, source) else source
        if element.tag != f"{{{_SVG}}}text":
            element.text = text
            continue
        if known.direction == "rtl" and text != source:
            element.set("direction", "rtl")
            ends = {"start": "end", "end": "start"}
            anchor = element.get("text-anchor", "start")
            element.set("text-anchor", ends.get(anchor, anchor))
        _set_lines(element, _lines(text, _number(element, "data-width"), _type_size(element)))
    return _dump(root) + "\n"


def paired(path: str, svg: str, other: SourceFile) -> dict[Key, str]:
    """Return the translations that *other*, the same figure in another language, has.

    Texts are paired by their place in the file; an empty answer where their numbers differ.

    Raises:
        SourceError: `figure-*`, one of the two cannot be read or is not safe to draw.
    """
    ours = list(map(_text, _texts(_parse(path, svg))))
    theirs = list(map(_text, _texts(_parse(other.path, other.text))))
    keys = {unit.key for unit in units(path, svg)}
    if len(ours) != len(theirs):
        return {}
    found = {("", text): _WIDE_BREAK.sub("", its) for text, its in zip(ours, theirs, strict=True)}
    return {key: text for key, text in found.items() if key in keys and text != key[1]}


# Reading


def _parse(path: str, svg: str) -> ET.Element:
    def stop(code: str, message: str, hint: str, line: int = 0) -> SourceError:
        return SourceError(Problem(path, line, code, message, hint))

    if len(svg) > _LARGEST:
        raise stop("figure-too-large", f"{len(svg)} characters", f"keep it under {_LARGEST}")
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise stop("figure-doctype", "a document type is refused", "delete <!DOCTYPE …>")
    try:
        root = ET.fromstring(svg)  # noqa: S314 (no document type, so no entity can be declared)
    except ET.ParseError as error:
        message = f"is not well-formed: {error.msg}"
        raise stop(
            "figure-xml", message, "save it again as plain SVG", error.position[0]
        ) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise stop("figure-xml", "the root is not <svg>", f'write <svg xmlns="{_SVG}">')
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        outside = [h for h in _HREFS if not element.get(h, "#").startswith("#")]
        outside += [value for value in element.attrib.values() if _OUTSIDE.search(value)]
        if name in _FORBIDDEN or outside or any(a.lower().startswith("on") for a in element.attrib):
            message = f"<{name}> is refused: a figure is shapes and text, and reaches nothing else"
            raise stop("figure-unsafe", message, "draw it with shapes and text")
    return root


def _size(path: str, root: ET.Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        _, _, width, height = map(float, box)
    except ValueError:
        width = height = 0.0
    if not (0 < width < math.inf and 0 < height < math.inf):
        hint = 'write viewBox="0 0 1700 430"'
        raise SourceError(Problem(path, 0, "figure-viewbox", "has no usable viewBox", hint))
    return width, height


def _texts(root: ET.Element) -> Iterator[ET.Element]:
    """Yield what a reader reads: the title, the description, each text."""
    names = {f"{{{_SVG}}}{name}" for name in ("title", "desc", "text")}
    return (element for element in root.iter() if element.tag in names)


def _note(element: ET.Element) -> str:
    """Return what a translator should know of the place of a text."""
    if element.tag != f"{{{_SVG}}}text":
        return "title of a figure"
    if not _number(element, "data-width"):
        return "label in a figure"
    room = round(_number(element, "data-width") / (0.56 * _type_size(element)))
    return f"label in a figure, about {room} characters on a line"


def _flags(element: ET.Element) -> tuple[str, ...]:
    """Return the most characters that a label has room for, as Weblate and i18nspector read it."""
    width = _number(element, "data-width")
    if not width or element.tag != f"{{{_SVG}}}text":
        return ()
    letters = width / (0.56 * _type_size(element)) * _number(element, "data-lines", 2)
    return (f"max-length:{round(letters / _SMALLEST)}",)


def _text(element: ET.Element) -> str:
    """Return the text of *element*, its lines joined by spaces."""
    return _SPACES.sub(" ", " ".join(element.itertext())).strip(" ")


def _is_translatable(element: ET.Element, text: str) -> bool:
    return element.get("translate") != "no" and has_words(text)


def _number(element: ET.Element, name: str, default: float = 0.0) -> float:
    try:
        return float(element.get(name, default))
    except ValueError:
        return default


def _type_size(element: ET.Element) -> float:
    return _number(element, "font-size", 16.0)


# Drawing


def _label(
    element: ET.Element,
    width: float,
    height: float,
    entries: Mapping[Key, str],
    *,
    is_source: bool,
) -> Label:
    source, size = _text(element), _type_size(element)
    wanted = _is_translatable(element, source) and not is_source
    anchor = element.get("text-anchor", "start")
    return Label(
        x=_number(element, "x") / width,
        y=(_number(element, "y") - _ASCENT * size) / height,
        width=(_number(element, "data-width") or width) / width,
        size=size / width,
        anchor="middle" if anchor == "middle" else "end" if anchor == "end" else "start",
        text=entries.get(("", source), source) if wanted else source,
        kind=element.get("class", ""),
        missing=wanted and ("", source) not in entries,
        lines=max(1, int(_number(element, "data-lines", 2))),
    )


def _remove(parent: ET.Element, names: set[str]) -> None:
    for child in list(parent):
        if str(child.tag).rpartition("}")[2] in names:
            parent.remove(child)
        else:
            _remove(child, names)


def _dump(root: ET.Element) -> str:
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode")


def _lines(text: str, room: float, size: float) -> list[str]:
    """Break *text* so that no line is wider than *room*, by the usual widths of characters."""
    lines: list[str] = []
    for word in _words(text):
        joined = lines[-1] + word if lines else word
        if lines and room and em(joined.strip()) * size > room:
            lines.append(word)
        elif lines:
            lines[-1] = joined
        else:
            lines.append(joined)
    return [line.strip() for line in lines] or [""]


def _words(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may break: words, and each wide character."""
    yield from re.findall(
        r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+", text
    )


def _set_lines(element: ET.Element, lines: list[str]) -> None:
    for child in list(element):
        element.remove(child)
    element.text = lines[0]
    for line in lines[1:]:
        span = ET.SubElement(element, f"{{{_SVG}}}tspan")
        span.set("x", element.get("x", "0"))
        span.set("dy", f"{_LINE}em")
        span.text = line
