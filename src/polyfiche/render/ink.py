"""Colours without colour, for a printer that has one ink."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"(#|%23)([0-9a-fA-F]{6})\b")


def in_grey(text: str) -> str:
    """Return CSS or SVG with each `#rrggbb` as the grey of its luminance (sRGB, Rec. 709)."""
    return _COLOUR.sub(_grey, text)


def _grey(match: re.Match[str]) -> str:
    red, green, blue = (int(match[2][at : at + 2], 16) for at in (0, 2, 4))
    level = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"{match[1]}{level:02x}{level:02x}{level:02x}"
