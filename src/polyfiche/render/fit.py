"""Fit a sheet to its pages: a pure search over an injected layout.

The ladder, in order: the size within its range, then each rung of tighter spacing at the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FULL = 0.985
"""Share of the tallest page that a guess aims at."""
_ENOUGH = 0.92
"""Share from which a layout is full enough to be kept."""
_POWER = 1.5
"""Height grows with size to about this power: type is taller, and lines break sooner."""
_MOST = 4
"""Layouts at most."""
_AIM = 0.975
"""Fill that the first guess aims at: estimates are 1 % off."""
_SURE = (0.93, 0.992)
"""Expected fill with which the start is worth a layout."""
_STEP = 0.02
"""Sizes are multiples of this, in points, so that they print and compare well."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """Where on the ladder a layout is made; later points are tighter."""

    rung: int
    """0 is the spacing that the theme wants."""
    size: float
    """Body type size in points."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What one layout says of itself."""

    pages: int
    fill: float
    """Height that the fullest page needs over the height it has; above 1 it overflows."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The answer of a search."""

    point: Point
    """The loosest spacing that fits, at the largest size; or the tightest, at the floor."""
    layout: Layout
    fits: bool
    tried: tuple[tuple[Point, Layout], ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Sizes in points between which the search moves."""

    start: float
    """First guess."""
    floor: float
    """Smallest legible size."""
    ceiling: float


def fit(
    pages: Callable[[Point], Layout],
    *,
    budget: int,
    sizes: Range,
    rungs: Sequence[float],
    expected: Callable[[Point], float] = lambda _: 0.0,
) -> Fitted:
    """Return the largest body size at which *pages* keeps within *budget* pages.

    Only a point that was laid out is accepted: the page count is not strictly monotonic in size.

    Args:
        pages: Lay the sheet out at a point.
        budget: Pages that the author allows.
        sizes: Where to begin and to end.
        rungs: For each rung, the share of the height of rung 0 that it is expected to take.
        expected: Return the fill that an estimate gives, for much less than a layout costs; 0
            when there is none.
    """
    tried: list[tuple[Point, Layout]] = []
    point: Point | None = _first(expected, sizes, rungs)
    while point and len(tried) < _MOST and point not in [at for at, _ in tried]:
        tried.append((point, pages(point)))
        point = _next(tried, budget, sizes, rungs)
    good = [t for t in tried if t[1].pages <= budget]
    best = min(good, key=lambda t: (t[0].rung, -t[0].size)) if good else tried[-1]
    return Fitted(*best, fits=bool(good), tried=tuple(tried))


def round_size(size: float) -> float:
    """Return *size* in points as a multiple of the step."""
    return round(round(size / _STEP) * _STEP, 2)


def _first(expected: Callable[[Point], float], sizes: Range, rungs: Sequence[float]) -> Point:
    """Return where to look first: at the start, or where an estimate says that the answer is."""
    start = Point(0, round_size(min(max(sizes.start, sizes.floor), sizes.ceiling)))
    fill = expected(start)
    if not fill or _SURE[0] <= fill <= _SURE[1]:
        return start
    floors = (Point(rung, sizes.floor) for rung in range(len(rungs)))
    tightest = Point(len(rungs) - 1, sizes.floor)
    floor = next((point for point in floors if expected(point) <= _SURE[1]), tightest)
    return Point(floor.rung, _largest(expected, floor, sizes.ceiling))


def _largest(expected: Callable[[Point], float], floor: Point, ceiling: float) -> float:
    """Return the largest size on the rung of *floor* whose expected fill is what we aim at."""
    low, high = floor.size, ceiling
    while high - low > _STEP:
        middle = round_size((low + high) / 2)
        if middle in {low, high}:
            break
        low, high = (middle, high) if expected(Point(floor.rung, middle)) <= _AIM else (low, middle)
    at_ceiling = Point(floor.rung, ceiling)
    return ceiling if high == ceiling and expected(at_ceiling) <= _AIM else low


def _next(
    tried: Sequence[tuple[Point, Layout]], budget: int, sizes: Range, rungs: Sequence[float]
) -> Point | None:
    """Return where to look next; None when the last layout is the answer, or there is none."""
    point, layout = tried[-1]
    fits = layout.pages <= budget
    if fits and (layout.fill >= _ENOUGH or point.size >= sizes.ceiling):
        return None
    at_floor = layout.fill * (sizes.floor / point.size) ** _POWER
    if not fits and (point.size <= sizes.floor or at_floor > 1):
        return _tighter(point, at_floor, sizes, rungs)
    return Point(point.rung, _guess(tried, budget, sizes))


def _tighter(point: Point, at_floor: float, sizes: Range, rungs: Sequence[float]) -> Point | None:
    """Return the floor of the first rung that should fit, or of the last one."""
    above = range(point.rung + 1, len(rungs))
    should = (r for r in above if at_floor * rungs[r] / rungs[point.rung] <= 1)
    rung = next(should, above[-1] if above else None)
    if rung is None:
        return Point(point.rung, sizes.floor) if point.size > sizes.floor else None
    return Point(rung, sizes.floor)


def _guess(tried: Sequence[tuple[Point, Layout]], budget: int, sizes: Range) -> float:
    point, layout = tried[-1]
    here = [(at.size, found) for at, found in tried if at.rung == point.rung]
    low = max((size for size, at in here if at.pages <= budget), default=sizes.floor)
    high = min((size for size, at in here if at.pages > budget), default=sizes.ceiling)
    guess = min(point.size * (_FULL / layout.fill) ** (1 / _POWER), sizes.ceiling)
    if layout.pages > budget and guess >= point.size:
        guess = point.size * 0.985
    if not low <= guess <= high:
        guess = (low + high) / 2 if low < high else sizes.floor
    return round_size(min(max(guess, sizes.floor), sizes.ceiling))
