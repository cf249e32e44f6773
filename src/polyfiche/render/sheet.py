"""The sheet as HTML and CSS: cards in three columns, at one point of the ladder."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import language
from ..model import Job, Localized
from .fit import Point
from .fragments import SectionHtml
from .pack import Band
from .paper import BASE, LANDSCAPE, Frame, html, least
from .scripts import setting

SAFE_BOX = (259.0, 190.0)
"""What A4 and Letter both have room for, in mm; the footer stands in its last 4 mm."""
PAGE_MM = SAFE_BOX[1] - 4.0
"""Height that cards have on a page."""
RUNGS = ((2.0, 1.0), (1.4, 1.0), (1.3, 0.95), (1.2, 0.92))
"""From loose to tight: (gap between cards in mm, factor of the script's line height)."""
_NOTE = (6.8, 0.8)
_SMALL = (6.5, 0.74)
"""Sizes of footnotes and of sources: the least in points, and the share of the body."""
_BESIDE_TITLE = 44.0
"""Width of badge and code, in mm."""


def page(
    localized: Localized,
    job: Job,
    parts: Sequence[SectionHtml],
    packed: Sequence[Sequence[Band]],
    point: Point,
) -> str:
    """Return the HTML that WeasyPrint lays out at *point*."""
    size, (gap, tight) = point.size, RUNGS[point.rung]
    numbers = {
        "size": f"{size}pt",
        "line": str(round(setting(language(job.lang).script).line * tight, 3)),
        "gap": f"{gap}mm",
        "k": f"{size / BASE:.4f}",
        "air": f"{size / BASE * gap / RUNGS[0][0]:.4f}",
        "note": f"{least(*_NOTE, size)}pt",
        "small": f"{least(*_SMALL, size)}pt",
    }
    width, tall = LANDSCAPE[job.paper]
    side, top = (width - SAFE_BOX[0]) / 2, (tall - SAFE_BOX[1]) / 2
    frame = Frame(
        width, tall, top, side, top, side, SAFE_BOX[0] - _BESIDE_TITLE, 2.45 * size, numbers
    )
    return html("sheet.html.j2", localized, job, zip(parts, packed, strict=True), frame)


def card_width(span: int, point: Point) -> float:
    """Return the width of the text in a card of *span* columns, in mm."""
    gap = RUNGS[point.rung][0]
    column = (SAFE_BOX[0] - 2 * gap) / 3
    return span * column + (span - 1) * gap - 4 * point.size / BASE - 1.2
