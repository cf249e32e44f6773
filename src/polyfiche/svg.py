"""What an SVG may hold to be a figure: shapes and text, and nothing that runs or reaches out.

Everything that is not on a list is refused, where it stands: a drawing is code to a browser.

Sources: SVG 2, 2018; "SVG Security", W3C SVG Working Group; CSS Syntax 3, 4.3.7 (escapes).
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from .limits import Limits, raise_it
from .problems import Problem, SourceError

SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "a", "title", "desc", "text", "tspan"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker"),
    ]
)
_FUNCTIONS = frozenset(
    [
        *("url", "rgb", "rgba", "hsl", "hsla", "calc", "var"),
        *("matrix", "translate", "scale", "rotate", "skewx", "skewy", "translatex", "translatey"),
    ]
)
_WORDS = ("id", "class", "lang", "role", f"{{{_XML}}}lang", f"{{{_XML}}}space")
"""Attributes that are read as words, never as CSS."""
_CALL = re.compile(r"([A-Za-z-]+)\s*\(\s*[\"']?\s*(.?)")
_TARGET = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)", re.IGNORECASE)
_NUMBERS = frozenset(
    [
        *("x", "y", "width", "height", "font-size", "data-width", "data-lines", "stroke-width"),
        *("cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "dx", "dy"),
    ]
)
_SIZES = frozenset(["font-size", "width", "height", "data-width", "data-lines"])
_DEEPEST = 60
_LARGEST = 1e6
"""Of a coordinate: what a page shows is some thousand units wide."""
_MOST_TILES = 10_000
"""Of one pattern over the whole figure."""


def parse(path: str, svg: str, limits: Limits | None = None) -> ET.Element:
    """Return the root of the SVG text at *path*.

    Raises:
        SourceError: `figure-*` or `limit-shapes`, it cannot be read or is not safe to draw.
    """
    known = limits or Limits()
    most = 1_000 * known.figure_kb
    if len(svg) > most:
        hint = f"keep it under {most}, {raise_it('figure_kb')}"
        raise SourceError(Problem(path, 0, "figure-too-large", f"{len(svg)} characters", hint))
    root = _Builder(path, known.shapes).build(svg)
    _count(path, root, known.shapes)
    return root


@dataclass(slots=True)
class _Builder:
    """Builds the tree with expat, which knows the line of everything that it meets."""

    path: str
    most: int
    tree: ET.TreeBuilder = field(default_factory=ET.TreeBuilder)
    parser: expat.XMLParserType = field(init=False)
    depth: int = 0
    elements: int = 0

    def build(self, svg: str) -> ET.Element:
        """Return the root."""
        self.parser = parser = expat.ParserCreate(encoding="utf-8", namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.tree.data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(svg.encode(), True)
        except expat.ExpatError as error:
            message = f"is not well-formed: {expat.errors.messages[error.code]}"
            hint = "save it again as plain SVG"
            raise SourceError(
                Problem(self.path, error.lineno, "figure-xml", message, hint)
            ) from error
        except UnicodeEncodeError as error:
            message, hint = "holds half a character", "save it again as plain SVG"
            raise SourceError(Problem(self.path, 0, "figure-xml", message, hint)) from error
        return self.tree.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > _DEEPEST:
            self._stop("figure-too-deep", f"more than {_DEEPEST} levels", "ungroup the drawing")
        if self.elements > self.most:
            hint = f"simplify it, {raise_it('shapes')}"
            self._stop("limit-shapes", f"more than {self.most} elements", hint)
        if self.depth == 1 and name != f"{SVG}}}svg":
            self._stop("figure-xml", "the root is not <svg>", f'write <svg xmlns="{SVG}">')
        space, _, local = name.rpartition("}")
        if space != SVG or local not in _ELEMENTS:
            self._unsafe(f"<{local}>")
        attrs = {f"{{{key}" if "}" in key else key: value for key, value in attributes.items()}
        for key, value in attrs.items():
            if why := _fault(key, value):
                self._unsafe(f"{key.rpartition('}')[2]}={value[:40]!r} {why}".strip())
            if key in _NUMBERS and not _is_drawable(key, value):
                message = f"{key}={value[:40]!r} is not a size that can be drawn"
                self._stop("figure-number", message, "write a plain number such as 120")
        self.tree.start(f"{{{name}", attrs)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(f"{{{name}")

    def _doctype(self, *_: object) -> NoReturn:
        self._stop("figure-doctype", "a document type is refused", "delete <!DOCTYPE …>")

    def _instruction(self, target: str, data: str) -> NoReturn:
        self._unsafe(f"<?{target}?>")

    def _unsafe(self, what: str) -> NoReturn:
        message = f"{what} is refused: a figure is shapes and text, and reaches nothing else"
        hint = "draw it with shapes and text, and save it as plain SVG"
        self._stop("figure-unsafe", message, hint)

    def _stop(self, code: str, message: str, hint: str) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise SourceError(Problem(self.path, line, code, message, hint))


def _fault(key: str, value: str) -> str:
    """Return why an attribute is refused; empty when it may stay."""
    local = key.rpartition("}")[2].lower()
    if local.startswith("on") or key == f"{{{_XML}}}base":
        return "runs or moves addresses"
    if local == "href":
        return "" if value.startswith("#") else "leads out of the drawing"
    if key in _WORDS or local.startswith(("aria-", "data-")):
        return ""
    if "\\" in value or "@" in value or "<" in value:
        return "hides what it says"
    for name, first in _CALL.findall(value):
        if name.lower() not in _FUNCTIONS or (name.lower() == "url" and first != "#"):
            return "leads out of the drawing"
    return ""


def _is_drawable(key: str, value: str) -> bool:
    """Tell whether a number is finite and of a size that a page has; other text is left alone."""
    try:
        number = float(value)
    except ValueError:
        return True
    least = 0.0 if key in _SIZES else -_LARGEST
    is_something = number > 0 or key != "font-size"
    return math.isfinite(number) and least <= number <= _LARGEST and is_something


# Counting


@dataclass(slots=True)
class _Counter:
    """Counts what is drawn: `use`, patterns, masks and markers draw again what they name."""

    path: str
    most: int
    ids: Mapping[str, ET.Element]
    known: dict[ET.Element, int] = field(default_factory=dict)
    open: set[ET.Element] = field(default_factory=set)

    def weight(self, element: ET.Element) -> int:
        """Return how many elements *element* draws, itself among them."""
        if element in self.known:
            return self.known[element]
        if element in self.open or len(self.open) > 3 * _DEEPEST:
            name = element.get("id", "")
            message = f"the element {name[:40]!r} draws itself, or a long chain of others"
            self._stop("figure-unsafe", message, "draw the shape where it is used")
        self.open.add(element)
        total = 1 + sum(map(self.weight, element))
        total += sum(self.weight(self.ids[name]) for name in _names(element) if name in self.ids)
        if total > self.most:
            hint = f"draw less with use and patterns, {raise_it('shapes')}"
            self._stop("limit-shapes", f"draws more than {self.most} elements", hint)
        self.open.discard(element)
        self.known[element] = total
        return total

    def _stop(self, code: str, message: str, hint: str) -> NoReturn:
        raise SourceError(Problem(self.path, 0, code, message, hint))


def _count(path: str, root: ET.Element, most: int) -> None:
    ids = {name: element for element in root.iter() if (name := element.get("id"))}
    _Counter(path, most, ids).weight(root)
    for pattern in root.iter(f"{{{SVG}}}pattern"):
        if _tiles(root, pattern) > _MOST_TILES:
            message = f"a pattern repeats more than {_MOST_TILES} times"
            hint = "give it a larger width and height, and no scale"
            raise SourceError(Problem(path, 0, "limit-shapes", message, hint))


def _names(element: ET.Element) -> list[str]:
    """Return the ids that *element* draws again."""
    found = [name for value in element.attrib.values() for name in _TARGET.findall(value)]
    if element.tag == f"{{{SVG}}}use":
        found += [element.get(key, "").removeprefix("#") for key in ("href", _HREF)]
    return found


def _tiles(root: ET.Element, pattern: ET.Element) -> float:
    """Return how often *pattern* may stand on the whole figure."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    is_units = pattern.get("patternUnits") == "userSpaceOnUse"
    try:
        room = (float(box[2]), float(box[3])) if is_units else (1.0, 1.0)
        tile = (float(pattern.get("width", "1")), float(pattern.get("height", "1")))
    except (ValueError, IndexError):  # percentages, or no usable viewBox
        return 0.0
    if re.search("scale|matrix", pattern.get("patternTransform", "")):
        return math.inf
    return math.prod(r / t if t > 0 else 0.0 for r, t in zip(room, tile, strict=True))
