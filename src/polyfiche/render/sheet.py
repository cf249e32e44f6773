"""The sheet as HTML and CSS: cards in three columns, at one point of the ladder."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import language
from ..model import Job, Localized
from .fit import Point
from .fragments import SectionHtml
from .pack import Band
from .paper import Frame, html, least
from .room import BASE, LANDSCAPE, RUNGS, SAFE_BOX
from .scripts import setting

PAGE_MM = SAFE_BOX[1] - 4.0
"""Height that cards have on a page; the footer stands in the last 4 mm."""
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
