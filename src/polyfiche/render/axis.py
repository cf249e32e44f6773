"""A timeline as a drawing: notes at the dates of an axis, above and below, none over another.

The drawing holds no text: it is a bar of years, dots, and poles to the notes, which are HTML.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..widths import em, words

LINE = 1.22
"""Height of a line, in em of the type on the drawing, where the script needs no more."""
_GAP = 0.9
"""Between two notes, in em."""
PAD = 0.45
"""From its pole to a note, in em."""
STEM = 0.6
BAR = 1.3
"""Heights between a note and the bar of years, and of the bar, in em."""
_SLACK = 0.92
"""Share of a line that text should fill."""
_JOINED = re.compile("[\u0590-\u08ff]")
_UNSURE = 0.8
"""By how much some words of Arabic are wider than the estimate, in em."""
_BOLD = 1.1
"""How much wider bold is."""
_ROUNDING = 1e-6
_SMALLEST = 0.75
"""How far the type of a note shrinks before a word leaves it."""
YEAR = 0.85
"""Type of a year, over that of a note."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of one date."""

    at: float | None
    """Where the date is on the axis, 0 to 1; none for what explains the others."""
    parts: tuple[str, ...]
    """Its lines, as plain text; the second one is bold."""

    def wide(self) -> list[float]:
        """Return the widths of the lines in em."""
        return [_wide(part, is_bold=at == 1) for at, part in enumerate(self.parts) if part]

    def longest(self) -> float:
        """Return the width of the longest word in em, as if it were bold."""
        return max(_wide(word, is_bold=True) for part in self.parts for word in words(part))


@dataclass(frozen=True, slots=True)
class Box:
    """Where a note stands; lengths in em, from the side where time begins."""

    x: float
    width: float
    lines: int
    size: float
    """Factor of the type size."""
    is_above: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A timeline, placed."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    """In the order of the notes."""
    bar: tuple[float, float]
    """Top and bottom of the bar of years."""
    dots: tuple[float, ...]
    """Where the dates are; as many as there are notes with a date."""
    line: float


def plan(notes: Sequence[Note], width: float, line: float = LINE) -> Plan:
    """Return where each of the *notes* stands on a drawing that is *width* em wide.

    They go below and above in turn; in a row each stands as near to its date as the others let it,
    and none touches another. What has no date begins the row above.
    """
    dated = [index for index, note in enumerate(notes) if note.at is not None]
    rest = [index for index, note in enumerate(notes) if note.at is None]
    rows = (rest + dated[1::2], dated[::2])  # above, below
    boxes: dict[int, Box] = {}
    for row, is_above in zip(rows, (True, False), strict=True):
        boxes |= _row(row, notes, width, is_above=is_above)
    high, low = (max((boxes[i].lines * boxes[i].size for i in row), default=0) for row in rows)
    top = high * line + STEM
    height = top + BAR + STEM + low * line
    dots = tuple((notes[index].at or 0.0) * width for index in dated)
    placed = tuple(boxes[index] for index in range(len(notes)))
    return Plan(width, height, placed, (top, top + BAR), dots, line)


def years(first: int, last: int, width: float, longest: float) -> list[tuple[int, float]]:
    """Return (year, middle of its part of the bar in em) of each year that has room for a label.

    Args:
        first: Year at which the axis begins.
        last: The last one that is on it.
        width: Of the axis, in em.
        longest: Width of the longest label at the size of a note, in em.
    """
    part = width / (last - first + 1)
    step = max(1, math.ceil((longest * YEAR + 0.5) / part))
    return [(year, (year - first + 0.5) * part) for year in range(first, last + 1, step)]


def art(placed: Plan, parts: int, *, is_rtl: bool) -> str:
    """Return the drawing: the bar in *parts*, the dots, the poles; mirrored for right to left."""
    top, bottom = placed.bar
    part = placed.width / parts

    def x(at: float) -> str:
        return f"{(placed.width - at if is_rtl else at) * 10:.1f}"

    odd = range(1, parts, 2)
    cells = "".join(
        f'<rect x="{x((n + is_rtl) * part)}" y="{top * 10:.1f}" width="{part * 10:.1f}"'
        f' height="{BAR * 10:.1f}"/>'
        for n in odd
    )
    poles, dots = "", ""
    dated = placed.boxes[len(placed.boxes) - len(placed.dots) :]
    for box, dot in zip(dated, placed.dots, strict=True):
        edge, way = (top, -1) if box.is_above else (bottom, 1)
        end = edge + way * (STEM + box.lines * box.size * placed.line)
        near = edge + way * STEM
        poles += f"M{x(dot)} {edge * 10:.1f}L{x(box.x)} {near * 10:.1f}V{end * 10:.1f}"
        dots += f'<circle cx="{x(dot)}" cy="{edge * 10:.1f}" r="3"/>'
    wide, tall = f"{placed.width * 10:.1f}", f"{placed.height * 10:.1f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}"'
        f' width="{wide}" height="{tall}">'
        f'<rect x="0" y="{top * 10:.1f}" width="{wide}" height="{BAR * 10:.1f}" fill="#eef0f2"/>'
        f'<g fill="#dfe3e7">{cells}</g>'
        f'<path d="{poles}" fill="none" stroke="#59636e" stroke-width="0.9"/>'
        f'<g fill="#16191d" stroke="#ffffff" stroke-width="0.8">{dots}</g></svg>'
    )


def _wide(text: str, *, is_bold: bool) -> float:
    more = _UNSURE if _JOINED.search(text) else 0.0
    return em(text) * (_BOLD if is_bold else 1.0) + more


def _row(
    row: Sequence[int], notes: Sequence[Note], room: float, *, is_above: bool
) -> dict[int, Box]:
    """Return the boxes of the notes of one *row*."""
    widths = _widths([notes[index] for index in row], room - _GAP * (len(row) - 1))
    wanted = [(notes[index].at or 0.0) * room for index in row]
    starts = place(wanted, [width + _GAP for width in widths], room + _GAP)
    made = {}
    for index, start, width in zip(row, starts, widths, strict=True):
        size, lines = _lines(notes[index], width - PAD)
        made[index] = Box(start, width, lines, size, is_above)
    return made


def _widths(row: Sequence[Note], room: float) -> list[float]:
    """Return the width of each note: what its longest line wants, or its share of the *room*."""
    wanted = [PAD + max(*note.wide(), note.longest()) / _SLACK for note in row]
    even = room / max(1, len(row))
    spare = room - sum(min(width, even) for width in wanted)
    more = sum(max(width - even, 0.0) for width in wanted)
    part = min(1.0, spare / more) if more else 0.0
    return [min(width, even) + max(width - even, 0.0) * part for width in wanted]


def place(wanted: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """Return starts near the *wanted* ones, in order, none over another, all in *room*.

    The sum of the squares of what they move is the least: runs that touch stand around their mean.
    """
    runs: list[_Run] = []
    for want, width in zip(wanted, widths, strict=True):
        run = _Run(want, 1, width)
        while runs and runs[-1].begin(room) + runs[-1].width > run.begin(room):
            before = runs.pop()
            total = before.total + run.total - run.count * before.width
            run = _Run(total, before.count + run.count, before.width + run.width)
        runs.append(run)
    starts: list[float] = []
    for run in runs:
        part = widths[len(starts) : len(starts) + run.count]
        starts += [run.begin(room) + before for before in (0.0, *itertools.accumulate(part[:-1]))]
    return starts


@dataclass(frozen=True, slots=True)
class _Run:
    """Notes that touch."""

    total: float
    """The sum of where each wants the run to begin."""
    count: int
    width: float

    def begin(self, room: float) -> float:
        """Return where it begins: at the mean that its notes want, inside the room."""
        return max(0.0, min(self.total / self.count, room - self.width))


def _lines(note: Note, room: float) -> tuple[float, int]:
    """Return the factor of the type size, and the lines that a note takes."""
    longest = note.longest()
    size = max(_SMALLEST, min(1.0, _SLACK * room / longest if longest else 1.0))
    wide = _SLACK * room / size + _ROUNDING
    return round(size, 3), sum(max(1, math.ceil(part / wide)) for part in note.wide())
