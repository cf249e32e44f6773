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
from .limits import Limits
from .messages import has_words
from .model import Key, SourceFile, Unit
from .problems import Problem, SourceError
from .svg import SVG, parse
from .widths import em

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ASCENT = 0.93
"""From the top of a line box to its baseline, in the type size (Noto Sans, line height 1.12)."""
_LINE = 1.12
_WIDE = r"\u2e80-\u9fff\uff00-\uffef"
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])|(?<=[、。，；：！？）」』】])\s+")
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


def units(path: str, svg: str, limits: Limits | None = None) -> tuple[Unit, ...]:
    """Return the texts of the SVG at *path* as units, in order.

    Raises:
        SourceError: `figure-*`, the file cannot be read or is not safe to draw.
    """
    root = parse(path, svg, limits)
    found: dict[str, Unit] = {}
    for element in _texts(root):
        text = _text(element)
        if _is_translatable(element, text):
            unit = Unit(text, references=(path,), comments=(_note(element),), flags=_flags(element))
            found.setdefault(text, unit)
    return tuple(found.values())


def draw(
    path: str,
    svg: str,
    entries: Mapping[Key, str] | None,
    lang: str,
    limits: Limits | None = None,
) -> Figure:
    """Return the figure with its texts as labels over text-less art.

    Args:
        path: For problems.
        svg: The author's drawing.
        entries: Translations by key; none where the drawing is wanted in its own language.
        lang: The language that it is wanted in; from right to left it is mirrored if it asks.
        limits: Of the project; the usual ones without.
    """
    root = parse(path, svg, limits)
    width, height = _size(path, root)
    if _is_mirrored(root, lang):
        _mirror(root, path)
    labels = tuple(
        _label(element, width, height, entries) for element in root.iter(f"{{{SVG}}}text")
    )
    _remove(root, {"text", "title", "desc"})
    return Figure(width, height, _dump(root), labels)


def translated(
    path: str, svg: str, lang: str, entries: Mapping[Key, str], limits: Limits | None = None
) -> str:
    """Return the SVG with its texts translated and broken into lines, for the Markdown edition.

    Browsers shape SVG text well but do not wrap it, so lines are broken by an estimate.
    """
    root = parse(path, svg, limits)
    known = language(lang)
    root.set(_LANG, known.tag)
    if _is_mirrored(root, lang):
        _mirror(root, path)
    for element in _texts(root):
        source = _text(element)
        text = entries.get(("", source), source) if _is_translatable(element, source) else source
        if element.tag != f"{{{SVG}}}text":
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
    ours = list(map(_text, _texts(parse(path, svg))))
    theirs = list(map(_text, _texts(parse(other.path, other.text))))
    keys = {unit.key for unit in units(path, svg)}
    if len(ours) != len(theirs):
        return {}
    found = {("", text): _WIDE_BREAK.sub("", its) for text, its in zip(ours, theirs, strict=True)}
    return {key: text for key, text in found.items() if key in keys and text != key[1]}


# Reading


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
    names = {f"{{{SVG}}}{name}" for name in ("title", "desc", "text")}
    return (element for element in root.iter() if element.tag in names)


def _note(element: ET.Element) -> str:
    """Return what a translator should know of the place of a text."""
    if element.tag != f"{{{SVG}}}text":
        return "title of a figure"
    if not _number(element, "data-width"):
        return "label in a figure"
    room = round(_number(element, "data-width") / (0.56 * _type_size(element)))
    return f"label in a figure, about {room} characters on a line"


def _flags(element: ET.Element) -> tuple[str, ...]:
    """Return the most characters that a label has room for, as Weblate and i18nspector read it."""
    width = _number(element, "data-width")
    if not width or element.tag != f"{{{SVG}}}text":
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
    element: ET.Element, width: float, height: float, entries: Mapping[Key, str] | None
) -> Label:
    source, size = _text(element), _type_size(element)
    known = entries if _is_translatable(element, source) else None
    anchor = element.get("text-anchor", "start")
    return Label(
        x=_number(element, "x") / width,
        y=(_number(element, "y") - _ASCENT * size) / height,
        width=(_number(element, "data-width") or width) / width,
        size=size / width,
        anchor="middle" if anchor == "middle" else "end" if anchor == "end" else "start",
        text=source if known is None else known.get(("", source), source),
        kind=element.get("class", ""),
        missing=known is not None and ("", source) not in known,
        lines=max(1, int(_number(element, "data-lines", 2))),
    )


def _is_mirrored(root: ET.Element, lang: str) -> bool:
    return root.get("data-mirror") == "rtl" and language(lang).direction == "rtl"


def _mirror(root: ET.Element, path: str) -> None:
    """Turn the drawing round, and put each text where its box has come to; text stays text."""
    width, _ = _size(path, root)
    texts = list(root.iter(f"{{{SVG}}}text"))
    _remove(root, {"text"})
    named = {f"{{{SVG}}}{name}" for name in ("title", "desc", "defs")}
    turned = ET.Element(f"{{{SVG}}}g", {"transform": f"translate({width:g} 0) scale(-1 1)"})
    for child in [child for child in root if child.tag not in named]:
        root.remove(child)
        turned.append(child)
    root.extend([turned, *texts])
    for text in texts:
        text.set("x", f"{width - _number(text, 'x'):g}")
        ends = {"start": "end", "end": "start"}
        anchor = text.get("text-anchor", "start")
        text.set("text-anchor", ends.get(anchor, anchor))


def _remove(parent: ET.Element, names: set[str]) -> None:
    for child in list(parent):
        if str(child.tag).rpartition("}")[2] in names:
            parent.remove(child)
        else:
            _remove(child, names)


def _dump(root: ET.Element) -> str:
    ET.register_namespace("", SVG)
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
    yield from re.findall(rf"[{_WIDE}]|[^\s{_WIDE}]+\s*|\s+", text)


def _set_lines(element: ET.Element, lines: list[str]) -> None:
    for child in list(element):
        element.remove(child)
    element.text = lines[0]
    for line in lines[1:]:
        span = ET.SubElement(element, f"{{{SVG}}}tspan")
        span.set("x", element.get("x", "0"))
        span.set("dy", f"{_LINE}em")
        span.text = line
