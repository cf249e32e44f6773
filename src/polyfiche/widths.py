"""Widths of text before any font is asked: good enough to begin with."""

from __future__ import annotations

import re
import unicodedata

_LATIN = 0.54
_MARKS = "“”‘’…—"
"""As wide as an ideograph where they stand among ideographs."""
_WIDE = re.compile("[\u2e80-\u9fff]")
_PIECE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uff00-\uffef]"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uff00-\uffef]+"
)
"""A word; in scripts that write no spaces between words, a character."""


def em(text: str) -> float:
    """Return the width of *text* in em, by the usual widths of its scripts."""
    fixed = sum(map(_width, text))
    marks = sum(text.count(mark) for mark in _MARKS)
    return fixed + marks * (1 - _LATIN) if marks and _WIDE.search(text) else fixed


def words(text: str) -> list[str]:
    """Return the pieces of *text* between which a line may end, about."""
    return _PIECE.findall(text)


def _width(char: str) -> float:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.47 if "\u0590" <= char <= "\u08ff" else _LATIN
