"""The presses: WeasyPrint lays one edition out at any point of the ladder."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..languages import language
from ..model import Job, Localized
from . import estimate, handout, outer, text_layer
from .fit import Layout, Point
from .fragments import SectionHtml
from .pack import Band, bands, height
from .room import RUNGS
from .sheet import PAGE_MM, page

MM = 96 / 25.4
"""CSS pixels in a millimetre."""
_WORTH = 0.02
"""Share of a page by which other columns must be lower to be worth a layout: a line, about."""


class Press(Protocol):
    """Lays one edition out, and remembers what came of it."""

    documents: dict[Point, Any]
    renders: int
    room_mm: float

    def expected(self, point: Point) -> float:
        """Return the fill that an estimate gives at *point*; 0 without one."""

    def layout(self, point: Point) -> Layout:
        """Lay the edition out at *point*."""


@dataclass(slots=True)
class SheetPress:
    """Lays a sheet out: packs its cards by their heights, measures them again."""

    localized: Localized
    job: Job
    sections: tuple[SectionHtml, ...]
    documents: dict[Point, Any] = field(default_factory=dict)

    renders: int = 0
    """How often WeasyPrint laid the edition out."""
    room_mm: float = 0.0
    """Height of a page inside its margins."""
    measured: dict[str, float] = field(default_factory=dict)
    """Height of each card over its estimate, as the last layout had it."""

    def expected(self, point: Point) -> float:
        """Return the fill that the texts give at *point*."""
        heights = self._estimates(point)
        by = estimate.scale(language(self.job.lang), point)
        rest = outer.heights(self.sections, self.localized, self.job, by)
        others = {part.id: MM * mm for part, mm in zip(self.sections, rest, strict=True)}
        packed = self._bands(point, heights)
        return self._fill(point, packed, heights, others, PAGE_MM * MM)

    def layout(self, point: Point) -> Layout:
        """Lay out at *point*; again when the measured heights ask for other columns."""
        guessed = self._estimates(point)
        heights = {name: tall * self.measured.get(name, 1.0) for name, tall in guessed.items()}
        packed = self._bands(point, heights)
        document = self._render(point, packed)
        cards, others = _boxes(document)
        room = document.pages[0]._page_box.height  # noqa: SLF001 (no public way to the boxes)
        self.room_mm = room / MM
        self.measured = {name: tall / guessed[name] for name, tall in cards.items()}
        better = self._bands(point, cards)
        fill = self._fill(point, packed, cards, others, room)
        least = self._fill(point, better, cards, others, room)
        if least <= min(1.0, fill - _WORTH) or (least <= 1.0 < fill):
            document, fill = self._render(point, better), least
        self.documents = {**self.documents, point: document}
        return Layout(len(document.pages), fill)

    def _estimates(self, point: Point) -> dict[str, float]:
        """Return a guess of the heights of all cards, in CSS pixels."""
        by = estimate.scale(language(self.job.lang), point)
        cards = (card for section in self.sections for card in section.cards)
        return {card.card.id: MM * estimate.height(card, by) for card in cards}

    def _bands(self, point: Point, heights: Mapping[str, float]) -> list[list[Band]]:
        gap = RUNGS[point.rung][0] * MM
        return [bands([c.card for c in s.cards], heights, gap) for s in self.sections]

    def _fill(
        self,
        point: Point,
        packed: Sequence[Sequence[Band]],
        heights: Mapping[str, float],
        others: Mapping[str, float],
        room: float,
    ) -> float:
        """Return the share of *room* that the fullest page takes; lengths in CSS pixels."""
        gap = RUNGS[point.rung][0] * MM
        used = (
            sum(height(band, heights, gap) + gap for band in page_) + others.get(section.id, 0.0)
            for section, page_ in zip(self.sections, packed, strict=True)
        )
        return max(used, default=0.0) / room

    def _render(self, point: Point, packed: Sequence[Sequence[Band]]) -> Any:  # noqa: ANN401 (WeasyPrint has no types)
        self.renders += 1
        return render(page(self.localized, self.job, self.sections, packed, point), self.job)


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

    def expected(self, point: Point) -> float:
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
