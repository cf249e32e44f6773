"""The room that the text of a card has: in millimetres on paper, in em where the reader zooms."""

from __future__ import annotations

from ..languages import language
from ..model import Job
from .fit import Point
from .scripts import setting

PORTRAIT = {
    "a3": (210.0, 297.0),  # a poster: the A4 page, enlarged when it is written
    "a4": (210.0, 297.0),
    "letter": (215.9, 279.4),
    "a5": (148.0, 210.0),
}
LANDSCAPE = {name: (tall, width) for name, (width, tall) in PORTRAIT.items()}
"""Width and height in mm, by the names that `--paper` takes."""
BASE = 9.0
"""Body size in points at which `--k` is 1."""
SAFE_BOX = (259.0, 190.0)
"""What A4 and Letter landscape both have room for, in mm."""
RUNGS = ((2.0, 1.0), (1.4, 1.0), (1.3, 0.95), (1.2, 0.92))
"""From loose to tight: (gap between cards in mm, factor of the script's line height)."""
MARGINS = {
    "a3": (14.0, 16.0, 60.0),
    "a4": (14.0, 16.0, 60.0),
    "letter": (13.0, 18.0, 62.0),
    "a5": (11.0, 12.0, 12.0),
}
"""Of a handout, in mm: above and below, at the start side, at the end side, where one writes."""
EDGE = 12.0
"""What a wide card of a handout leaves free at the edge of the paper, in mm."""
_CARD = 1.8
"""Padding of a card of a handout at both sides, in em; its rules take 1.4 mm."""
_WEB = 6.5
"""Type on a drawing of a web page that is 172 mm wide, so to speak, in points: about 60 em."""
_DRAWING = 0.85
"""Type on a drawing that polyfiche makes, over the smallest body type of the script."""
POINT = 25.4 / 72
"""A point in mm."""


def card(span: int, point: Point) -> float:
    """Return the width of the text in a card of *span* columns of a sheet, in mm."""
    gap = RUNGS[point.rung][0]
    column = (SAFE_BOX[0] - 2 * gap) / 3
    return span * column + (span - 1) * gap - 4 * point.size / BASE - 1.2


def reading(paper: str, size: float) -> float:
    """Return the width of the text in a card of a handout at *size* points, in mm."""
    _, start, end = MARGINS[paper]
    return PORTRAIT[paper][0] - start - end - _CARD * size * POINT - 1.4


def over(paper: str) -> float:
    """Return by how much a wide card of a handout takes the margin to write in, in mm."""
    return max(MARGINS[paper][2] - EDGE, 0.0)


def drawing(job: Job, span: int) -> float:
    """Return the width of a drawing in a card of *span* columns, in mm."""
    known = setting(language(job.lang).script)
    if job.layout == "handout":
        wide = over(job.paper) if span > 1 else 0.0
        return reading(job.paper, known.reading.start) + wide
    return card(span, Point(0, known.sizes.floor))


def drawing_em(job: Job, span: int) -> float:
    """Return the width of a drawing that polyfiche makes, in em of the type on it."""
    known = setting(language(job.lang).script)
    size = _WEB
    if job.format == "pdf":
        sizes = known.reading if job.layout == "handout" else known.sizes
        size = _DRAWING * sizes.floor
    return drawing(job, span) / (size * POINT)
