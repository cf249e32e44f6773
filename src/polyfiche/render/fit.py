"""Fit a sheet to its pages: a pure search over an injected layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_FULL = 0.985
"""Share of the tallest page that a guess aims at."""
_ENOUGH = 0.94
"""Share from which a layout is full enough to be kept."""
_POWER = 1.5
"""Height grows with size to about this power: type is taller, and lines break sooner."""
_MOST = 8
"""Layouts at most."""
_STEP = 0.02
"""Sizes are multiples of this, in points, so that they print and compare well."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What one layout says of itself."""

    pages: int
    fill: float
    """Height that the fullest page needs over the height it has; above 1 it overflows."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The answer of a search."""

    size: float
    """Body type size in points: the largest that fits, or the floor."""
    layout: Layout
    fits: bool
    tried: tuple[tuple[float, Layout], ...]


def fit(
    pages: Callable[[float], Layout], *, budget: int, start: float, floor: float, ceiling: float
) -> Fitted:
    """Return the largest body size at which *pages* keeps within *budget* pages.

    Only a size that was laid out is accepted: the page count is not strictly monotonic in it.

    Args:
        pages: Lay the sheet out at a body size in points.
        budget: Pages that the author allows.
        start: First guess in points.
        floor: Smallest legible size in points.
        ceiling: Largest size in points.
    """
    tried: list[tuple[float, Layout]] = []
    size = round_size(min(max(start, floor), ceiling))
    while len(tried) < _MOST and size not in [t[0] for t in tried]:
        layout = pages(size)
        tried.append((size, layout))
        if layout.pages <= budget and (layout.fill >= _ENOUGH or size >= ceiling):
            break
        if layout.pages > budget and size <= floor:
            break
        size = _next(tried, budget, floor, ceiling)
    good = [t for t in tried if t[1].pages <= budget]
    best = max(good, default=min(tried))
    return Fitted(best[0], best[1], bool(good), tuple(tried))


def round_size(size: float) -> float:
    """Return *size* in points as a multiple of the step."""
    return round(round(size / _STEP) * _STEP, 2)


def _next(tried: list[tuple[float, Layout]], budget: int, floor: float, ceiling: float) -> float:
    size, layout = tried[-1]
    low = max((s for s, at in tried if at.pages <= budget), default=floor)
    high = min((s for s, at in tried if at.pages > budget), default=ceiling)
    guess = size * (_FULL / layout.fill) ** (1 / _POWER)
    if layout.pages > budget and guess >= size:
        guess = size * 0.985
    if not low <= guess <= high:
        guess = (low + high) / 2 if low < high else floor
    return round_size(min(max(guess, floor), ceiling))
