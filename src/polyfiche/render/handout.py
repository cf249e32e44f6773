"""The handout as HTML and CSS: one column to read, and a margin to write in."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import language
from ..model import Job, Localized
from .fit import Point
from .fragments import SectionHtml
from .paper import BASE, PORTRAIT, Frame, html, least
from .scripts import setting

MARGINS = {
    "a3": (14.0, 16.0, 60.0),
    "a4": (14.0, 16.0, 60.0),
    "letter": (13.0, 18.0, 62.0),
    "a5": (11.0, 12.0, 12.0),
}
"""In mm: above and below, at the start side, at the end side, where there is room to write."""
_NOTE = (8.0, 0.82)
_EDGE = 12.0
"""What a wide card leaves free at the edge of the paper, in mm."""
_CARD = 1.8
"""Padding of a card at both sides, in em, and its rules."""


def page(localized: Localized, job: Job, parts: Sequence[SectionHtml], point: Point) -> str:
    """Return the HTML that WeasyPrint lays out at *point*."""
    size = point.size
    top, start, end = MARGINS[job.paper]
    width, tall = PORTRAIT[job.paper]
    text = width - start - end - _CARD * size * 25.4 / 72 - 1.4
    numbers = {
        "size": f"{size}pt",
        "line": str(round(setting(language(job.lang).script).line * 1.06, 3)),
        "gap": "3mm",
        "k": f"{size / BASE:.4f}",
        "air": "1",
        "note": f"{least(*_NOTE, size)}pt",
        "small": f"{least(*_NOTE, size)}pt",
        "text": f"{text:.2f}mm",
        "over": f"{min(_EDGE - end, 0):.2f}mm",
    }
    left, right = (start, end) if language(job.lang).direction == "ltr" else (end, start)
    frame = Frame(
        width,
        tall,
        top,
        right,
        top,
        left,
        1.8 * (width - start - end - 44),
        1.75 * size,
        numbers,
        ruled=end > start,
    )
    return html("handout.html.j2", localized, job, [(part, ()) for part in parts], frame)
