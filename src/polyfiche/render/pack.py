"""Pack cards into columns: bands on a page, and the best contiguous partition of each."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Card

COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal strip of a page: cards in columns, read column after column."""

    columns: tuple[tuple[str, ...], ...]
    """Card ids of each column of simple width; empty when a wide card fills the band."""
    wide: str = ""
    """A card above the last `span` columns (span 2), or the whole band (span 3)."""
    lead: int = 0
    """Columns at the start side that stand beside the wide card, at full height."""


def bands(cards: Sequence[Card], heights: Mapping[str, float], gap: float = 0.0) -> list[Band]:
    """Return the bands of one page, in reading order, with the lowest height.

    Args:
        cards: In source order, which is the reading order.
        heights: Height of each card in its own width; any unit.
        gap: Height between two cards; the same unit.
    """
    return [_band(run, heights, gap) for run in _runs(cards)]


def height(band: Band, heights: Mapping[str, float], gap: float = 0.0) -> float:
    """Return the height of *band*, in the unit of *heights*."""
    tall = [stack([heights[i] for i in column], gap) for column in band.columns]
    if not band.wide:
        return max(tall, default=0.0)
    under = max(tall[band.lead :], default=0.0)
    wide = heights[band.wide] + (gap + under if under else 0.0)
    return max([wide, *tall[: band.lead]])


def stack(heights: Sequence[float], gap: float) -> float:
    """Return the height of cards one above the other."""
    return sum(heights) + gap * max(0, len(heights) - 1)


def partition(heights: Sequence[float], columns: int, gap: float = 0.0) -> tuple[int, ...]:
    """Return the cuts that split *heights* into runs with the lowest tallest run.

    Returns:
        `columns - 1` indexes, never falling; a run may be empty only when cards are too few.
    """
    count = len(heights)

    @functools.cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return stack(heights[start:], gap), ()
        found = (float("inf"), (count,) * (left - 1))
        for cut in range(min(start + 1, count), count + 1):
            tall, cuts = best(cut, left - 1)
            found = min(found, (max(stack(heights[start:cut], gap), tall), (cut, *cuts)))
        return found

    return best(0, columns)[1]


def _runs(cards: Iterable[Card]) -> list[list[Card]]:
    """Split *cards* where a card takes the full width."""
    runs: list[list[Card]] = [[]]
    for card in cards:
        if card.span >= COLUMNS:
            runs += [[card], []]
        else:
            runs[-1].append(card)
    return [run for run in runs if run]


def _band(run: Sequence[Card], heights: Mapping[str, float], gap: float) -> Band:
    if run[0].span >= COLUMNS:
        return Band((), run[0].id)
    at = next((i for i, card in enumerate(run) if card.span == COLUMNS - 1), -1)
    ids = [card.id for card in run]
    if at < 0:
        return Band(_split(ids, heights, COLUMNS, gap))
    lead = (tuple(ids[:at]),) if at else ((),)
    return Band((*lead, *_split(ids[at + 1 :], heights, COLUMNS - 1, gap)), ids[at], 1)


def _split(
    ids: Sequence[str], heights: Mapping[str, float], columns: int, gap: float
) -> tuple[tuple[str, ...], ...]:
    cuts = (0, *partition([heights[i] for i in ids], columns, gap), len(ids))
    return tuple(tuple(ids[a:b]) for a, b in itertools.pairwise(cuts))
