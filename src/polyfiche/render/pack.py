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
    wide: tuple[str, ...] = ()
    """Cards above two columns (span 2), one above the other; or the one of the band (span 3)."""
    lead: int = 0
    """Columns at the start side that stand beside the wide cards, at full height."""

    @property
    def under(self) -> tuple[tuple[str, ...], ...]:
        """The columns under the wide cards."""
        return self.columns[self.lead : self.lead + COLUMNS - 1] if self.wide else ()

    @property
    def trail(self) -> tuple[tuple[str, ...], ...]:
        """The columns at the end side that stand beside the wide cards, at full height."""
        return self.columns[self.lead + COLUMNS - 1 :] if self.wide else ()


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
    first, last = band.lead, band.lead + len(band.under)
    under = max(tall[first:last], default=0.0)
    wide = stack([heights[i] for i in band.wide], gap) + (gap + under if under else 0.0)
    return max([wide, *tall[:first], *tall[last:]])


def stack(heights: Sequence[float], gap: float) -> float:
    """Return the height of cards one above the other."""
    return sum(heights) + gap * max(0, len(heights) - 1)


def partition(
    heights: Sequence[float], columns: int, gap: float = 0.0, above: Sequence[float] = ()
) -> tuple[int, ...]:
    """Return the cuts that split *heights* into runs with the lowest tallest run.

    Args:
        heights: Of the cards, in order.
        columns: How many runs.
        gap: Between two cards.
        above: What stands above each run already; nothing when it is empty.

    Returns:
        `columns - 1` indexes, never falling; a run may be empty only when cards are too few.
    """
    count = len(heights)
    known = above or (0.0,) * columns

    @functools.cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return known[-1] + stack(heights[start:], gap), ()
        found = (float("inf"), (count,) * (left - 1))
        for cut in range(min(start + 1, count), count + 1):
            tall, cuts = best(cut, left - 1)
            here = known[-left] + stack(heights[start:cut], gap)
            found = min(found, (max(here, tall), (cut, *cuts)))
        return found

    return best(0, columns)[1]


def _runs(cards: Iterable[Card]) -> list[list[Card]]:
    """Split *cards* where one takes the full width, and where wide ones come once more."""
    runs: list[list[Card]] = [[]]
    for card in cards:
        spans = [known.span for known in runs[-1]]
        if card.span >= COLUMNS:
            runs += [[card], []]
        elif card.span == COLUMNS - 1 and card.span in spans and spans[-1] == 1:
            runs.append([card])
        else:
            runs[-1].append(card)
    return [run for run in runs if run]


def _band(run: Sequence[Card], heights: Mapping[str, float], gap: float) -> Band:
    if run[0].span >= COLUMNS:
        return Band((), (run[0].id,))
    before = [card.id for card in itertools.takewhile(lambda card: card.span == 1, run)]
    wide = tuple(card.id for card in run if card.span > 1)
    after = [card.id for card in run if card.span == 1][len(before) :]
    if not wide:
        return Band(_split(before, heights, COLUMNS, gap))
    if before:
        return Band((tuple(before), *_split(after, heights, COLUMNS - 1, gap)), wide, 1)
    tall = stack([heights[i] for i in wide], gap) + gap
    return Band(_split(after, heights, COLUMNS, gap, (tall, tall, 0.0)), wide)


def _split(
    ids: Sequence[str],
    heights: Mapping[str, float],
    columns: int,
    gap: float,
    above: Sequence[float] = (),
) -> tuple[tuple[str, ...], ...]:
    cuts = (0, *partition([heights[i] for i in ids], columns, gap, above), len(ids))
    return tuple(tuple(ids[a:b]) for a, b in itertools.pairwise(cuts))
