"""The presses: WeasyPrint lays one edition out at any point of the ladder."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..languages import language
from ..model import Job, Localized
from . import handout, text_layer
from .estimate import lines
from .fit import Layout, Point
from .fragments import SectionHtml
from .pack import Band, bands, height
from .room import RUNGS
from .room import card as card_width
from .scripts import setting
from .sheet import PAGE_MM, page

MM = 96 / 25.4
"""CSS pixels in a millimetre."""


class Press(Protocol):
    """Lays one edition out, and remembers what came of it."""

    documents: dict[Point, Any]
    renders: int
    room_mm: float

    def expected(self, size: float) -> float:
        """Return the fill that an estimate gives for *size* points on rung 0; 0 without one."""

    def layout(self, point: Point) -> Layout:
        """Lay the edition out at *point*."""


@dataclass(slots=True)
class SheetPress:
    """Lays a sheet out: packs its cards by their heights, measures them again."""

    localized: Localized
    job: Job
    sections: tuple[SectionHtml, ...]
    heights: dict[str, float] = field(default_factory=dict)
    documents: dict[Point, Any] = field(default_factory=dict)

    renders: int = 0
    """How often WeasyPrint laid the edition out."""
    room_mm: float = 0.0
    """Height of a page inside its margins."""

    def expected(self, size: float) -> float:
        """Return the fill that the texts' lengths give for *size* points on rung 0."""
        point = Point(0, size)
        self.heights = self._estimates(point)
        gap = RUNGS[0][0] * MM
        used = (sum(height(b, self.heights, gap) + gap for b in p) for p in self._bands(point))
        return max(used, default=0.0) / (PAGE_MM * MM)

    def layout(self, point: Point) -> Layout:
        """Lay out at *point*; again when the measured heights want other columns."""
        if not self.heights:
            self.heights = self._estimates(point)
        document = self._render(point)
        before = self._bands(point)
        fill = self._measure(document, point)
        if self._bands(point) != before:
            document = self._render(point)
            fill = self._measure(document, point)
        self.documents = {**self.documents, point: document}
        return Layout(len(document.pages), fill)

    def _estimates(self, point: Point) -> dict[str, float]:
        """Return a guess of the heights of all cards, in CSS pixels."""
        em = point.size * 96 / 72
        line = setting(language(self.job.lang).script).line
        return {
            card.card.id: em * line * lines(card, card_width(card.card.span, point) * MM / em, line)
            for section in self.sections
            for card in section.cards
        }

    def _bands(self, point: Point) -> list[list[Band]]:
        gap = RUNGS[point.rung][0] * MM
        return [bands([c.card for c in s.cards], self.heights, gap) for s in self.sections]

    def _render(self, point: Point) -> Any:  # noqa: ANN401 (WeasyPrint has no types)
        self.renders += 1
        html = page(self.localized, self.job, self.sections, self._bands(point), point)
        return render(html, self.job)

    def _measure(self, document: Any, point: Point) -> float:  # noqa: ANN401 (as above)
        """Take the heights of cards from the boxes; return the fill of the fullest page."""
        cards, others = _boxes(document)
        self.heights = {**self.heights, **cards}
        room = document.pages[0]._page_box.height  # noqa: SLF001 (no public way to the boxes)
        self.room_mm = room / MM
        gap = RUNGS[point.rung][0] * MM
        fills = []
        for section, packed in zip(self.sections, self._bands(point), strict=True):
            used = sum(height(band, self.heights, gap) + gap for band in packed)
            fills.append((used + others.get(section.id, 0.0)) / room)
        return float(max(fills))


@dataclass(slots=True)
class HandoutPress:
    """Lays a handout out: cards flow down the pages."""

    localized: Localized
    job: Job
    sections: tuple[SectionHtml, ...]
    budget: int
    documents: dict[Point, Any] = field(default_factory=dict)
    renders: int = 0
    room_mm: float = 0.0

    def expected(self, size: float) -> float:
        """Return 0: pages that flow need no guess."""
        return 0.0

    def layout(self, point: Point) -> Layout:
        """Lay out at *point*; the fill is that of all pages of the budget together."""
        self.renders += 1
        html = handout.page(self.localized, self.job, self.sections, point)
        document = render(html, self.job)
        self.documents = {**self.documents, point: document}
        last = document.pages[-1]._page_box  # noqa: SLF001 (no public way to the boxes)
        self.room_mm = last.height / MM
        used = (_lowest(last) - last.content_box_y()) / last.height
        return Layout(len(document.pages), (len(document.pages) - 1 + used) / self.budget)


def render(html: str, job: Job) -> Any:  # noqa: ANN401 (WeasyPrint has no types)
    """Return the document that WeasyPrint makes of *html*."""
    from .fetcher import Door

    weasyprint, font_config = _weasyprint()
    return weasyprint.HTML(string=html, url_fetcher=Door()).render(
        font_config=font_config, pdf_variant=job.printing.variant
    )


def _lowest(page_box: Any) -> float:  # noqa: ANN401
    """Return where the last card or line of a page ends, in CSS pixels from the top."""
    ends = (
        box.position_y + box.border_height()
        for box in page_box.descendants()
        if box.element is not None
        and box.element.tag in {"article", "h2", "li"}
        and hasattr(box, "border_height")
    )
    return max(ends, default=0.0)


@functools.cache
def _weasyprint() -> tuple[Any, Any]:
    """Return WeasyPrint, and the fonts that all documents of a process share."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    text_layer.install()
    return weasyprint, FontConfiguration()


def _boxes(document: Any) -> tuple[dict[str, float], dict[str, float]]:  # noqa: ANN401
    """Return the heights of cards by id, and what else stands on the page of each section."""
    cards: dict[str, float] = {}
    others: dict[str, float] = {}
    for page_ in document.pages:
        seen: set[object] = set()  # a table is several boxes of one element, the outermost first
        for box in page_._page_box.descendants():  # noqa: SLF001
            element = box.element
            if element is None or element in seen or not hasattr(box, "border_height"):
                continue
            seen.add(element)
            if element.tag == "article":
                name = element.get("id")
                cards[name] = cards.get(name, 0.0) + box.border_height()
            elif name := element.get("data-of"):
                others[name] = others.get(name, 0.0) + box.margin_height()
    return cards, others
