"""Widths of text before any font is asked: good enough to begin with."""

from __future__ import annotations

import re
import unicodedata

_LATIN = 0.54
_MARKS = "“”‘’…—"
"""As wide as an ideograph where they stand among ideographs."""
_WIDE = re.compile("[\u2e80-\u9fff]")
_SCRIPTS = (  # up to a character: the mean of what lies below it, measured on Noto Sans
    *(("\u08ff", 0.47), ("\u097f", 0.54), ("\u09ff", 0.62), ("\u0aff", 0.56), ("\u0b7f", 0.62)),
    *(("\u0bff", 0.84), ("\u0cff", 0.72), ("\u0d7f", 0.86), ("\u0dff", 0.76), ("\u0eff", 0.58)),
    *(("\u0fff", 0.54), ("\u109f", 0.72), ("\u177f", 0.64), ("\u17ff", 0.66)),
)
SOLO = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uff00-\uffef"
"""Scripts that write no spaces between words, as a class of characters."""
_PIECE = re.compile(rf"[{SOLO}]|[^\s{SOLO}]+")
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
    if char < "\u0590" or char > "\u17ff":
        return _LATIN
    return next(width for last, width in _SCRIPTS if char <= last)
