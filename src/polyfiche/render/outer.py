"""Guess the height of what stands on the pages of a sheet beside its cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Job, Localized
from .estimate import Scale
from .fragments import SectionHtml
from .imprint import Imprint, imprint
from .metrics import Run, lines
from .room import BASE, POINT, SAFE_BOX

_CODE_MM = 15.0
"""Side of the code in the header."""
_TITLE = (2.45, 1.18)
"""Type size of the title over the body, and its line height."""
_SUBTITLE = (10.0, 1.3, 1.2)
"""Type size in points at k = 1, line height, space below in mm."""
_HEADING = (12.5, 1.2, 1.4)
"""Of a section, likewise."""
_SOURCES = (6.5, 0.74, 1.3)
"""Least type size in points, its share of the body, line height."""
_UNDER_MM = 2.0
"""Space below the header."""


def heights(
    parts: Sequence[SectionHtml], localized: Localized, job: Job, by: Scale
) -> Iterator[float]:
    """Yield what header, heading and sources take of the page of each section, in mm."""
    said = imprint(localized, job)
    for part in parts:
        head = _header(localized, said, by) if part is parts[0] else 0.0
        foot = _sources(said, by) if part is parts[-1] else 0.0
        yield head + (_one(_HEADING, by) if part.heading else 0.0) + foot


def _header(localized: Localized, said: Imprint, by: Scale) -> float:
    """Return the height of the title, which keeps to one line, and of the code beside it."""
    size, line = _TITLE
    text = size * line * by.em + (_one(_SUBTITLE, by, 1.0) if localized.subtitle else 0.0)
    return max(text, _CODE_MM if said.url else 0.0) + _UNDER_MM * by.air + 0.5 * POINT


def _one(kind: tuple[float, float, float], by: Scale, air: float = 0.0) -> float:
    """Return the height of one line of *kind*."""
    size, line, below = kind
    return size / BASE * by.em * line + below * (air or by.air)


def _sources(said: Imprint, by: Scale) -> float:
    if not said.sources:
        return 0.0
    least, share, line = _SOURCES
    em = max(least, share * by.point.size) * POINT
    words = " · ".join(f"[{n}] {source.label}, {address}" for n, source, address in said.sources)
    return em * line * lines([Run(f"{said.words['sources']} {words}")], SAFE_BOX[0] / em)
