"""The boxes of the project's own editions, as WeasyPrint laid them out for the PDF."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mode
from typing import Any

from editions import ROOT, job

from polyfiche import facts, native
from polyfiche.jobs import _words, sheet_of
from polyfiche.localize import localize
from polyfiche.render import pdf
from polyfiche.render.fit import Point, fit


@dataclass(frozen=True)
class Laid:
    """One edition, laid out at the size that its PDF has."""

    document: Any
    press: Any
    point: Point
    line: float
    """Height of a line of body text, in CSS pixels."""

    @property
    def size_pt(self) -> float:
        """Return the body size."""
        return self.point.size


@functools.cache
def laid(lang: str, layout: str = "sheet", paper: str = "") -> Laid:
    """Return the boxes of an edition."""
    native.weasyprint(ROOT)
    asked = job(lang, "pdf", layout, paper)
    sheet, entries = sheet_of(asked.source), dict(asked.entries)
    shown = facts.formatted(sheet.meta.facts, lang, _words(sheet, entries))
    press, sizes, budget = pdf._press(localize(sheet, lang, entries, shown), asked)
    rungs = pdf._SHARES if layout == "sheet" else pdf._SHARES[:1]
    fitted = fit(press.layout, budget=budget, sizes=sizes, rungs=rungs, expected=press.expected)
    assert fitted.fits
    document = press.documents[fitted.point]
    line = mode(round(box.height, 3) for box in boxes(document.pages[0], "p", "LineBox"))
    return Laid(document, press, fitted.point, line)


def boxes(page: Any, tag: str = "", kind: str = "") -> Iterator[Any]:
    """Yield the boxes inside a page or a box, the outermost of each element unless *kind* is given.

    Args:
        page: A page of a document, or a box.
        tag: Of the element, or its class with a dot before it; empty means any.
        kind: Class of the box; empty means whatever has a border.
    """
    seen = set()
    for box in getattr(page, "_page_box", page).descendants(placeholders=True):
        element = getattr(box, "element", None)
        if element is None or (kind and type(box).__name__ != kind):
            continue
        names = {element.tag, *(f".{name}" for name in element.get("class", "").split())}
        if (tag and tag not in names) or (not kind and not hasattr(box, "border_height")):
            continue
        if kind or element not in seen:
            seen.add(element)
            yield box


def top(box: Any) -> float:
    """Return where the border of a box begins, in CSS pixels from the top of the page."""
    return box.border_box_y() if hasattr(box, "border_box_y") else box.position_y


def bottom(box: Any) -> float:
    """Return where the border of a box ends, in CSS pixels from the top of the page."""
    return top(box) + (box.border_height() if hasattr(box, "border_height") else box.height)


def left(box: Any) -> float:
    """Return where the border of a box begins, in CSS pixels from the left of the page."""
    return box.border_box_x() if hasattr(box, "border_box_x") else box.position_x


def right(box: Any) -> float:
    """Return where the border of a box ends, in CSS pixels from the left of the page."""
    return left(box) + (box.border_width() if hasattr(box, "border_width") else box.width)
