"""Guess the height of a card before it is laid out, from its text and the style sheet's lengths."""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..languages import Language
from .fit import Point
from .fragments import CardHtml
from .metrics import Run, lines, longest, total
from .pack import COLUMNS
from .room import BASE, POINT, RUNGS, card
from .scripts import setting

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
"""Our own writers escape `>` in attributes and text."""
_DRAWN = re.compile(
    r"<(figure|div class=\"timeline\")[ >].*?(</figure>|</ol>\s*</div>\s*</div>)", re.DOTALL
)
_RATIO = re.compile(r"--ratio:([\d.]+)")
_BLOCKS = frozenset({"h3", "p", "li", "td", "th"})
_STRONG = frozenset({"strong", "b", "th", "h3", "dt"})
_HEADING = (1.2, 1.25, 0.144)
"""Type size over the body, line height over it, space below in em of the body."""
_APART = 0.25
_ITEM = 0.08
_UNDER_FIGURE = 0.3
"""Spaces between paragraphs, under an item and under a figure, in em: print.css."""
_INDENT = {"ul": 1.15, "ol": 1.35}
_CELL = (0.95, 0.5, 0.1)
"""Type size of a table over the body; space beside and above plus below a cell, in its em."""
_RULE = 0.3
"""Between two rows, in points."""
_STEP = 0.319
"""Share of a wide card that one of its three steps takes."""
_NOTE = (6.8, 0.8, 1.3, 0.3)
"""Of a footnote: least type size in points, share of the body, line height, space above in em."""
_PADDING_MM = 2.4
"""Above and below the text of a card."""
_SUP = 0.7
"""Type size of what is raised, over that of its line."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, an item, a cell or a heading."""

    tag: str
    runs: tuple[Run, ...]
    around: str
    """The list, row or note that it stands in: `ul`, `ol`, `terms`, `note`, or nothing."""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """The lengths of a page at one point of the ladder."""

    em: float
    """Body size, in mm."""
    line: float
    """Height of a line, in em."""
    air: float
    """Factor of the vertical spaces."""
    gap: float
    """Between cards, in mm."""
    point: Point
    is_hyphenated: bool
    is_upright: bool


def scale(lang: Language, point: Point) -> Scale:
    """Return the lengths of a page in *lang* at *point*."""
    gap, tight = RUNGS[point.rung]
    line = round(setting(lang.script).line * tight, 3)
    air = point.size / BASE * gap / RUNGS[0][0]
    return Scale(point.size * POINT, line, air, gap, point, lang.hyphenated, not lang.italic)


def height(one: CardHtml, by: Scale) -> float:
    """Return the height of *one* on a sheet, in mm, borders included."""
    room = card(one.card.span, by.point)
    text = f"<h3>{one.heading}</h3>{_DRAWN.sub('', one.body)}" if one.heading else str(one.body)
    blocks = _blocks(text, by.is_upright)
    drawn = sum(
        float(ratio) * room + (_UNDER_FIGURE * by.em if found[1] == "figure" else 0)
        for found in _DRAWN.finditer(one.body)
        for ratio in _RATIO.findall(found[0])
    )
    rest = [block for block in blocks if block.tag not in {"td", "th"}]
    cells = [block for block in blocks if block.tag in {"td", "th"}]
    wide = one.card.span == COLUMNS
    text_mm = _table(cells, room, by) + (_steps if wide else _flow)(rest, room, by)
    return text_mm + drawn + _PADDING_MM * by.air + POINT


def _flow(blocks: Sequence[_Block], room: float, by: Scale) -> float:
    """Return the height of *blocks* one below the other, in mm."""
    apart = sum(_is_apart(before, block) for before, block in itertools.pairwise(blocks))
    return apart * _APART * by.em + sum(_block(block, room, by) for block in blocks)


def _is_apart(before: _Block, block: _Block) -> bool:
    """Tell whether *block* is a paragraph or the beginning of a list after a paragraph."""
    begins = block.tag == "p" or before.around != block.around
    return before.tag == "p" and begins and "note" not in {before.around, block.around}


def _steps(blocks: Sequence[_Block], room: float, by: Scale) -> float:
    """Return the height of the blocks of a wide card, whose steps stand three in a row, in mm."""
    steps = [block for block in blocks if block.around == "ol"]
    numbered = (replace(block, runs=(Run("0. "), *block.runs), around="") for block in steps)
    each = [_block(block, _STEP * room, by) for block in numbered]
    rows = (each[at : at + COLUMNS] for at in range(0, len(each), COLUMNS))
    others = [block for block in blocks if block.around != "ol"]
    return _flow(others, room, by) + sum(map(max, rows))


def _block(block: _Block, room: float, by: Scale) -> float:
    """Return the height of *block* in mm, with what it leaves free below."""
    if block.tag == "h3":
        size, line, below = _HEADING
        return by.em * (size * line * lines(block.runs, room / by.em / size) + below)
    if block.around == "note":
        least, share, line, above = _NOTE
        em = max(least, share * by.point.size) * POINT
        return em * (line * lines(block.runs, room / em, is_hyphenated=by.is_hyphenated) + above)
    inside = room / by.em - _INDENT.get(block.around, 0.0)
    tall = by.line * lines(block.runs, inside, is_hyphenated=by.is_hyphenated)
    return by.em * (tall + (_ITEM if block.tag == "li" else 0.0))


def _table(cells: Sequence[_Block], room: float, by: Scale) -> float:
    """Return the height of the table of *cells*, in mm."""
    if not cells:
        return 0.0
    share, beside, around = _CELL
    em = share * by.em
    rows = [[*row] for _, row in itertools.groupby(cells, lambda cell: cell.row)]
    columns = [[cell.runs for cell in column if cell] for column in itertools.zip_longest(*rows)]
    least = [max(map(longest, column)) + beside for column in columns]
    most = [max(map(total, column)) + beside for column in columns]
    widths = _widths(least, most, room / em)
    tall = (
        max(lines(cell.runs, wide - beside) for cell, wide in zip(row, widths, strict=False))
        for row in rows
    )
    return sum(em * (by.line * count + around) + _RULE * POINT for count in tall)


def _widths(least: Sequence[float], most: Sequence[float], room: float) -> list[float]:
    """Return the widths of the columns of a table. Source: CSS Tables 3, 3.9.3."""
    free, more = room - sum(least), sum(most) - sum(least)
    if free >= more:
        return [wide * room / sum(most) for wide in most]
    part = max(free, 0.0) / more
    return [low + part * (high - low) for low, high in zip(least, most, strict=True)]


@functools.lru_cache(maxsize=256)
def _blocks(markup: str, is_upright: bool) -> tuple[_Block, ...]:
    """Return the blocks of *markup* that hold text, in order."""
    return tuple(_read(markup, is_upright=is_upright))


def _read(markup: str, *, is_upright: bool) -> Iterator[_Block]:
    around, row, tag = "", 0, ""
    runs: list[Run] = []
    open_: list[str] = []
    for end, name, attrs, text in _TOKEN.findall(markup):
        if text and tag:
            bold = bool(_STRONG & {tag, *open_}) or (is_upright and "em" in open_)
            runs.append(Run(html.unescape(text), bold, _SUP if "sup" in open_ else 1.0))
        elif name in {"ul", "ol"}:
            around = "" if end else "terms" if "terms" in attrs else name
        elif name == "div":
            around = "note" if "note" in attrs else ""
        elif name == "tr" and not end:
            row += 1
        elif name in _BLOCKS and not (name == "p" and tag == "li"):
            if tag and any(run.text.strip() for run in runs):
                yield _Block(tag, tuple(runs), around, row)
            tag, runs, open_ = "" if end else name, [], []
        elif end and name in open_:
            open_.remove(name)
        elif not end:
            open_.append(name)
