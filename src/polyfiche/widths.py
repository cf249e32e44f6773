"""Widths of text before any font is asked: good enough to begin with."""

from __future__ import annotations

import unicodedata


def em(text: str) -> float:
    """Return the width of *text* in em, by the usual widths of its scripts."""
    return sum(map(_width, text))


def _width(char: str) -> float:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.47 if "\u0590" <= char <= "\u08ff" else 0.54
