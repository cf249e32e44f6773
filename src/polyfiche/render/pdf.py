"""The printed sheet: cards packed into columns, fitted to the page, proved before it is given."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .. import fonts
from ..languages import language
from ..model import Job, Localized, Rendered
from ..problems import Problem, RenderError
from . import text_layer
from .fit import Fitted, Layout, fit
from .fragments import SectionHtml, sections
from .imprint import imprint
from .pack import Band, bands, height
from .scripts import setting
from .templates import template

MM = 96 / 25.4
"""CSS pixels in a millimetre."""
PAPERS = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
"""Landscape width and height in mm."""
SAFE_BOX = (259.0, 190.0)
"""What both papers have room for, in mm; the footer stands in its last 4 mm."""
GAP = 2.0
"""Between cards, in mm."""
_FOOTER = 4.0


def to_pdf(localized: Localized, job: Job) -> Rendered:
    """Return a PDF/UA-1 file that keeps within the sheet's page budget.

    Raises:
        RenderError: It does not fit, a glyph is missing, WeasyPrint warned, or the file is not
            PDF/UA-1.
    """
    size = setting(language(job.lang).script)
    press = _Press(localized, job, sections(localized, job, backlinks=False))
    budget = localized.sheet.meta.pages.get(job.layout, len(press.sections))
    with _no_warnings(job) as problems:
        fitted = fit(
            press.layout, budget=budget, start=size.start, floor=size.floor, ceiling=size.ceiling
        )
        if not fitted.fits:
            raise RenderError(_overflow(job, fitted, budget))
        document = press.documents[fitted.size]
        data = document.write_pdf(finisher=text_layer.finish)
    problems += [*_missing_glyphs(job, document), *_not_accessible(job, data)]
    if problems:
        raise RenderError(*problems)
    return Rendered(data, fitted.layout.pages, fitted.size)


@dataclass(slots=True)
class _Press:
    """Lays one edition out at any size, and remembers what it measured."""

    localized: Localized
    job: Job
    sections: tuple[SectionHtml, ...]
    heights: dict[str, float] = field(default_factory=dict)
    documents: dict[float, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for section in self.sections:
            for card in section.cards:
                self.heights.setdefault(card.card.id, float(len(card.body)))

    def layout(self, size: float) -> Layout:
        """Lay out at *size* points; again when the measured heights want other columns."""
        document = self._render(size)
        before = self._bands()
        fill = self._measure(document)
        if self._bands() != before:
            document = self._render(size)
            fill = self._measure(document)
        self.documents = {**self.documents, size: document}
        return Layout(len(document.pages), fill)

    def _bands(self) -> list[list[Band]]:
        gap = GAP * MM
        return [bands([c.card for c in s.cards], self.heights, gap) for s in self.sections]

    def _render(self, size: float) -> Any:  # noqa: ANN401 (WeasyPrint has no types)
        weasyprint, font_config, fetcher = _weasyprint()
        html = page(self.localized, self.job, self.sections, self._bands(), size)
        return weasyprint.HTML(string=html, url_fetcher=fetcher).render(
            font_config=font_config, pdf_variant="pdf/ua-1"
        )

    def _measure(self, document: Any) -> float:  # noqa: ANN401 (WeasyPrint has no types)
        """Take the heights of cards from the boxes; return the fill of the fullest page."""
        cards, others = _boxes(document)
        self.heights = {**self.heights, **cards}
        room = document.pages[0]._page_box.height  # noqa: SLF001 (no public way to the boxes)
        gap = GAP * MM
        fills = []
        for section, packed in zip(self.sections, self._bands(), strict=True):
            used = sum(height(band, self.heights, gap) + gap for band in packed) - gap
            fills.append((used + others.get(section.id, 0.0)) / room)
        return float(max(fills))


def page(
    localized: Localized,
    job: Job,
    parts: tuple[SectionHtml, ...],
    packed: list[list[Band]],
    size: float,
) -> str:
    """Return the HTML that WeasyPrint lays out at a body *size* in points."""
    said = imprint(localized, job)
    by_id = {card.card.id: card for part in parts for card in part.cards}
    return template("sheet.html.j2").render(
        lang=language(job.lang),
        title=localized.title,
        subtitle=localized.subtitle,
        meta=localized.sheet.meta,
        css=_style(localized, job, size),
        parts=list(zip(parts, packed, strict=True)),
        cards=by_id,
        imprint=said,
        date=_iso(job.epoch),
        qr=_code(said.url),
    )


def _style(localized: Localized, job: Job, size: float) -> str:
    """Return the theme's style sheet with this edition's numbers in front."""
    script = setting(language(job.lang).script)
    width, tall = PAPERS[job.paper]
    side, top = (width - SAFE_BOX[0]) / 2, (tall - SAFE_BOX[1]) / 2
    families = ", ".join(f'"{name}"' for name in fonts.FAMILIES[language(job.lang).script])
    margin = f"{top:.2f}mm {side:.2f}mm {top + _FOOTER:.2f}mm"
    title = f"{_title_size(localized.title, size):.2f}pt"
    return "\n".join(
        (
            f"@page {{ size: {width}mm {tall}mm; margin: {margin}; }}",
            f":root {{ --size: {size}pt; --line: {script.line}; --gap: {GAP}mm; }}",
            f":root {{ --k: {size / 9:.4f}; --title: {title}; }}",
            f"html {{ font-family: {families}; }} @page {{ font-family: {families}; }}",
            job.css,
        )
    )


def _iso(epoch: int) -> str:
    """Return *epoch* seconds as an ISO 8601 time in UTC."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _code(url: str) -> str:
    """Return a QR code of *url* as a data URI, quiet zone included; nothing without a *url*.

    Source: ISO/IEC 18004, 5.3.8 (a quiet zone of four modules).
    """
    if not url:
        return ""
    import segno

    code = segno.make(url, error="m", micro=False)
    return str(code.svg_data_uri(border=4, xmldecl=False, svgns=True, nl=False))


def _title_size(title: str, size: float) -> float:
    """Return the size in points at which *title* takes one line beside badge and code."""
    wide = sum(
        1.0 if unicodedata.east_asian_width(c) in "WF" else 0.0 if unicodedata.combining(c) else 0.6
        for c in title
    )
    room_pt = (SAFE_BOX[0] - 44) * 72 / 25.4
    return min(22.0, 2.45 * size, room_pt / max(wide, 1.0))


@functools.cache
def _weasyprint() -> tuple[Any, Any, Any]:
    """Return WeasyPrint, the fonts that all documents of a process share, and a closed door."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    text_layer.install()
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    return weasyprint, FontConfiguration(), fetcher


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


@contextmanager
def _no_warnings(job: Job) -> Iterator[list[Problem]]:
    """Collect what WeasyPrint logs at WARNING or above: a broken figure is only a log line."""
    problems: list[Problem] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = f"WeasyPrint says: {record.getMessage()}"
            problems.append(Problem(job.source.path, 0, "pdf-log", f"{job.lang}: {text}"))

    logger = logging.getLogger("weasyprint")
    handler, before = Collect(logging.WARNING), (logger.handlers, logger.propagate)
    logger.handlers, logger.propagate = [handler], False
    try:
        yield problems
    finally:
        logger.handlers, logger.propagate = before


def _missing_glyphs(job: Job, document: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield one problem for characters without a glyph, one for a font not on the list."""
    allowed = set(fonts.FAMILIES[language(job.lang).script])
    used: Mapping[Any, Any] = document.fonts
    missing = sorted({c for font in used.values() for c in font.missing})
    hint = "cook the fonts again: python tools/cook_fonts.py"
    if missing:
        names = ", ".join(f"U+{ord(c):04X} {c!r}" for c in map(_char, missing))
        message = f"{job.lang}: no font of the sheet draws {names}"
        yield Problem(job.source.path, 0, "font-missing-glyph", message, hint)
    families = sorted({_family(font) for font in used.values()} - allowed)
    if families:
        message = f"{job.lang}: {', '.join(families)} was used, which is not on the list"
        yield Problem(job.source.path, 0, "font-foreign", message, hint)


def _char(code: int | str) -> str:
    return code if isinstance(code, str) else chr(code)


def _family(font: Any) -> str:  # noqa: ANN401 (WeasyPrint has no types)
    name = font.family
    return name.decode() if isinstance(name, bytes) else str(name)


def _not_accessible(job: Job, data: bytes) -> Iterator[Problem]:
    """Yield what keeps *data* from being PDF/UA-1."""
    import page as validator

    report = validator.validate_pdf_bytes(data, profile=validator.ValidationProfile.PDF_UA_1)
    for failure in report.failures:
        message = f"{job.lang}: PDF/UA-1 {failure.rule_id}: {failure.message}"
        yield Problem(job.source.path, 0, "pdf-ua", message)


def _overflow(job: Job, fitted: Fitted, budget: int) -> Problem:
    return Problem(
        job.source.path,
        0,
        "fit-overflow",
        f"{job.lang}: takes {fitted.layout.pages} pages of {budget} at {fitted.size} pt, the"
        f" smallest legible size; the fullest page is {fitted.layout.fill:.0%} full",
        "shorten the longest units of this language, or drop a card of priority 3",
    )
