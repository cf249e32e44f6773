"""The handout as HTML and CSS: one column to read, and a margin to write in."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import language
from ..model import Job, Localized
from .fit import Point
from .fragments import SectionHtml
from .paper import Frame, html, least
from .room import BASE, MARGINS, PORTRAIT, over, reading
from .scripts import setting

_NOTE = (8.0, 0.82)


def page(localized: Localized, job: Job, parts: Sequence[SectionHtml], point: Point) -> str:
    """Return the HTML that WeasyPrint lays out at *point*."""
    size = point.size
    top, start, end = MARGINS[job.paper]
    width, tall = PORTRAIT[job.paper]
    numbers = {
        "size": f"{size}pt",
        "line": str(round(setting(language(job.lang).script).line * 1.06, 3)),
        "gap": "3mm",
        "k": f"{size / BASE:.4f}",
        "air": "1",
        "note": f"{least(*_NOTE, size)}pt",
        "small": f"{least(*_NOTE, size)}pt",
        "text": f"{reading(job.paper, size):.2f}mm",
        "over": f"{-over(job.paper):.2f}mm",
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
