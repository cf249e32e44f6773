"""Guess the height of a card before it is laid out, from its text: good enough to begin with."""

from __future__ import annotations

import html
import math
import re

from ..widths import em
from .fragments import CardHtml

_BLOCK = re.compile(r"<(p|li|h3|figure)\b[^>]*>(.*?)(?=<(?:p|li|ul|ol|figure|/\1)\b)", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_RATIO = re.compile(r"--ratio:([\d.]+)")
_TAG = re.compile(r"<[^>]+>")
_PADDING = 1.4
"""Of a card, in lines: above, below, and the larger heading."""
_INDENT = 2.5
"""Of a list item, in em."""


def lines(card: CardHtml, width: float) -> float:
    """Return the height of *card* in lines of body text.

    Args:
        card: Ready to be placed.
        width: Of the text inside the card, in em.
    """
    text = f"<h3>{card.heading}</h3>{card.body}"
    columns = 3 if card.card.span == 3 and "<ol>" in text else 1  # noqa: PLR2004 (steps side by side)
    found = _PADDING + sum(_rows(width, row) for row in _ROW.findall(text))
    for tag, inside in _BLOCK.findall(_ROW.sub("", text)):
        room = width / columns - (_INDENT if tag == "li" else 0)
        found += 0 if tag == "figure" else _lines(inside, room) / (columns if tag == "li" else 1)
    return found + sum(float(ratio) * width / 1.3 for ratio in _RATIO.findall(text))


def _rows(width: float, row: str) -> float:
    cells = _CELL.findall(row)
    room = width / max(1, len(cells)) * 1.15
    return max((_lines(cell, room) for cell in cells), default=0) * 1.06


def _lines(markup: str, room: float) -> int:
    return max(1, math.ceil(em(html.unescape(_TAG.sub("", markup))) / room))
