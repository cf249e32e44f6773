"""Characters that hide: what no reader sees, and what makes a text read in another order.

Sources: Boucher and Anderson, "Trojan Source", 2021; Unicode 16, chapters 9.2, 12.1 and 23.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_REORDER = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069"
    "\\ud800-\\udfff\\ue000-\\uf8ff\\ufffe\\uffff\\U000e0000-\\U000e007f\\U000f0000-\\U0010ffff]"
    "|(?<=[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]{8})"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
"""Controls, what reorders, halves, private characters; and the ninth mark on one letter."""
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u180e\u061c\u2060-\u2064\ufeff]")
_MARKS_OF_DIRECTION = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200c\u200d")
_RIGHT_TO_LEFT = ("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv")
_SHAPED = re.compile("[\u0600-\u07ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufe0f]")
_PICTURE = "\U0001f000"


def unsafe(text: str) -> Iterator[int]:
    """Yield where *text* holds a control, a bidi override, a surrogate, a private character."""
    return (match.start() for match in _REORDER.finditer(text))


def invisible(text: str, lang: str) -> Iterator[int]:
    """Yield where *text* holds a zero-width character that *lang* does not need.

    Joiners stand beside Arabic, Indic and Mongolian letters and inside emoji; marks of direction in
    right-to-left languages.
    """
    is_rtl = lang.partition("-")[0] in _RIGHT_TO_LEFT
    for match in _ZERO_WIDTH.finditer(text):
        at = match.start()
        if match[0] in _MARKS_OF_DIRECTION and is_rtl:
            continue
        if match[0] in _JOINERS and _joins(text[at - 1 : at], text[at + 1 : at + 2]):
            continue
        yield at


def name_of(char: str) -> str:
    """Return how a message calls *char*: `U+200B ZERO WIDTH SPACE`."""
    known = unicodedata.name(char, "a control, private or reserved character")
    return f"U+{ord(char):04X} {known}"


def _joins(left: str, right: str) -> bool:
    return bool(_SHAPED.match(left)) or (left >= _PICTURE and right >= "\u2600")
