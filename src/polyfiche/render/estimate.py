"""Guess the height of a card before it is laid out, from its text: good enough to begin with."""

from __future__ import annotations

import html
import itertools
import math
import re

from ..widths import em
from .fragments import CardHtml

_BLOCK = re.compile(r"<(p|li|h3|figure)\b[^>]*>(.*?)(?=<(?:p|li|ul|ol|figure|/\1)\b)", re.DOTALL)
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_DRAWN = re.compile(r"<p class=\"year.*?</ol>", re.DOTALL)
_RATIO = re.compile(r"--ratio:([\d.]+)")
_TAG = re.compile(r"<[^>]+>")
_PADDING = 1.4
"""Of a card, in lines: above, below, and the larger heading."""
_INDENT = 2.5
"""Of a list item, in em."""
_SMALLER = 0.95
"""Type in a table, over the body."""
_BETWEEN = 0.5
"""Two columns, in em."""
_ROUNDING = 1e-6


def lines(card: CardHtml, width: float, line: float) -> float:
    """Return the height of *card* in lines of body text.

    Args:
        card: Ready to be placed.
        width: Of the text inside the card, in em.
        line: Height of a line, in em.
    """
    text = _DRAWN.sub("", f"<h3>{card.heading}</h3>{card.body}")
    columns = 3 if card.card.span == 3 and "<ol>" in text else 1  # noqa: PLR2004 (steps side by side)
    found = _PADDING + sum(_SMALLER * _rows(width, table) for table in _TABLE.findall(text))
    for tag, inside in _BLOCK.findall(_TABLE.sub("", text)):
        indent = _INDENT if tag == "li" and 'class="terms"' not in text else 0
        room = width / columns - indent
        found += 0 if tag == "figure" else _lines(inside, room) / (columns if tag == "li" else 1)
    return found + sum(float(ratio) * width / line for ratio in _RATIO.findall(text))


def _rows(width: float, table: str) -> float:
    """Return the height of a *table*, whose columns share the width as their texts ask."""
    rows = [[_em(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(table)]
    wanted = [max(column) for column in itertools.zip_longest(*rows, fillvalue=0.0)]
    room = width / _SMALLER - _BETWEEN * len(wanted)
    part = min(1.0, room / sum(wanted)) if any(wanted) else 1.0
    return 1.06 * sum(
        max(math.ceil(cell / (want * part) - _ROUNDING) if want else 1 for cell, want in pairs)
        for pairs in (zip(row, wanted, strict=False) for row in rows if row)
    )


def _lines(markup: str, room: float) -> int:
    return max(1, math.ceil(_em(markup) / room))


def _em(markup: str) -> float:
    return em(html.unescape(_TAG.sub("", markup)))
