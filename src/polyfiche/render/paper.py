"""The printed page as HTML and CSS: cards in their columns, at one point of the ladder."""

from __future__ import annotations

import datetime as dt
import unicodedata

from .. import fonts
from ..languages import language
from ..model import Job, Localized
from .fit import Point
from .fragments import SectionHtml
from .imprint import imprint
from .pack import Band
from .runs import title
from .scripts import setting
from .templates import template

PAPERS = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
"""Landscape width and height in mm."""
SAFE_BOX = (259.0, 190.0)
"""What both papers have room for, in mm; the footer stands in its last 4 mm."""
RUNGS = ((2.0, 1.0), (1.4, 1.0), (1.3, 0.95), (1.2, 0.92))
"""From loose to tight: (gap between cards in mm, factor of the script's line height)."""
_FOOTER = 4.0
_NOTE = (6.8, 0.8)
_SMALL = (6.5, 0.74)
"""Sizes of footnotes and of sources: the least in points, and the share of the body."""


def page(
    localized: Localized,
    job: Job,
    parts: tuple[SectionHtml, ...],
    packed: list[list[Band]],
    point: Point,
) -> str:
    """Return the HTML that WeasyPrint lays out at *point*."""
    said, meta = imprint(localized, job), localized.sheet.meta
    by_id = {card.card.id: card for part in parts for card in part.cards}
    return template("sheet.html.j2").render(
        lang=language(job.lang),
        title=localized.title,
        heading=title(localized, meta.title, localized.title),
        subtitle=title(localized, meta.subtitle, localized.subtitle),
        description=localized.subtitle,
        meta=meta,
        css=_style(localized, job, point),
        parts=list(zip(parts, packed, strict=True)),
        cards=by_id,
        imprint=said,
        date=_iso(job.epoch),
        qr=_code(said.url),
    )


def card_width(span: int, point: Point) -> float:
    """Return the width of the text in a card of *span* columns, in mm."""
    gap = RUNGS[point.rung][0]
    column = (SAFE_BOX[0] - 2 * gap) / 3
    return span * column + (span - 1) * gap - 4 * point.size / 9 - 1.2


def _style(localized: Localized, job: Job, point: Point) -> str:
    """Return the theme's style sheet with this edition's numbers in front."""
    size, (gap, tight) = point.size, RUNGS[point.rung]
    air = size / 9 * gap / RUNGS[0][0]
    line = round(setting(language(job.lang).script).line * tight, 3)
    width, tall = PAPERS[job.paper]
    side, top = (width - SAFE_BOX[0]) / 2, (tall - SAFE_BOX[1]) / 2
    families = ", ".join(f'"{name}"' for name in fonts.FAMILIES[language(job.lang).script])
    margin = f"{top:.2f}mm {side:.2f}mm {top + _FOOTER:.2f}mm"
    name = f"{_title_size(localized.title, size):.2f}pt"
    return "\n".join(
        (
            f"@page {{ size: {width}mm {tall}mm; margin: {margin}; }}",
            f":root {{ --size: {size}pt; --line: {line}; --gap: {gap}mm; }}",
            f":root {{ --k: {size / 9:.4f}; --air: {air:.4f}; --title: {name}; }}",
            f":root {{ --note: {_least(*_NOTE, size)}pt; --small: {_least(*_SMALL, size)}pt; }}",
            _footer(language(job.lang).direction),
            f"html {{ font-family: {families}; }} @page {{ font-family: {families}; }}",
            job.css,
        )
    )


def _footer(direction: str) -> str:
    """Return the rules of the last line: imprint at the start side, page x/y at the end side."""
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    both = "vertical-align: top; padding-top: 1.2mm;"
    small = "font-size: 6.6pt; line-height: 1.25; color: #4a525b; direction: ltr;"
    pages = f'content: counter(page) " / " counter(pages); width: 10%; {both} {small}'
    return (
        f"@page {{ @bottom-{start} {{ content: element(imprint); width: 90%; {both} }}"
        f" @bottom-{end} {{ {pages} text-align: {end}; }} }}"
    )


def _least(floor: float, share: float, size: float) -> float:
    """Return a share of the body size in points; WeasyPrint cannot compare units in `max()`."""
    return round(max(floor, share * size), 2)


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
