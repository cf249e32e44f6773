"""Quotes: the pair of each language; what is typed straight or borrowed from another is found.

Sources: CLDR 48 delimiters; Imprimerie nationale (fr); Duden (de); Słownik ortograficzny PWN (pl).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .masking import MARKUP, NBSP, NNBSP, Finding, after, before, speaks

_PAIRS: Mapping[str, Sequence[str]] = {
    "fr": (f"«{NBSP}", f"{NBSP}»", "«»“”‹›"),
    "fr-CH": (f"«{NNBSP}", f"{NNBSP}»", "«»“”‹›"),
    "en": ("“", "”", "“”"),
    "es": ("«", "»", "«»“”"),
    "de": ("„", "“", "„“»«›‹"),
    "de-CH": ("«", "»", "«»‹›"),
    "pl": ("„", "”", "„”«»"),
    "it": ("«", "»", "«»“”"),
    "pt": ("“", "”", "“”«»"),
    "nl": ("“", "”", "“”„"),
    "ru": ("«", "»", "«»„“"),
    "uk": ("«", "»", "«»„“”"),
    "tr": ("“", "”", "“”«»"),
    "ar": ("«", "»", "«»“”"),
    "hi": ("“", "”", "“”"),
    "zh-Hans": ("“", "”", "“”「」『』"),
    "zh-Hant": ("「", "」", "「」『』"),
    "ja": ("「", "」", "「」『』“”"),
    "ko": ("“", "”", "“”「」『』"),
}
"""(opening, closing, all that the language uses)."""
_DOUBLE = frozenset("“”„‟«»‹›「」『』")
_STRAIGHT = re.compile('"')
_ENGLISH = re.compile('“([^“”„«»"]*)”')
_OPENERS = frozenset("([{/—–-") | _DOUBLE


def quotes(text: str, lang: str) -> Iterator[Finding]:
    """Yield double quotes that the language does not write."""
    pair = _PAIRS.get(lang) or _PAIRS.get(lang.partition("-")[0])
    if not pair:
        return
    first, last, known = pair
    yield from _straight(text, first, last, takes_turns=speaks(lang, "zh", "ja"))
    repaired: set[int] = set()
    if "“" not in known or "”" not in known:
        for match in _ENGLISH.finditer(text):
            for at, mark in ((match.start(), first), (match.end() - 1, last)):
                repaired.add(at)
                yield Finding(at, at + 1, mark, f"{text[at]!r} is English; {_usual(first, last)}")
    for at, char in enumerate(text):
        if char in _DOUBLE and char not in known and at not in repaired:
            yield Finding(
                at, at + 1, None, f"{char!r} is of other languages; {_usual(first, last)}"
            )


def _straight(text: str, first: str, last: str, *, takes_turns: bool) -> Iterator[Finding]:
    """Yield straight quotes, with the language's own where they pair up.

    Without spaces between words nothing tells the opening quote but its turn.
    """
    places = [match.start() for match in _STRAIGHT.finditer(text)]
    turns = [True, False] * (len(places) // 2)
    opens = [_opens(text, at) for at in places]
    if takes_turns and len(turns) == len(places):
        opens = turns
    pairs_up = opens == turns
    for at, is_first in zip(places, opens, strict=True):
        mark = (first if is_first else last) if pairs_up else None
        yield Finding(at, at + 1, mark, f"a straight quote; {_usual(first, last)}")


def _opens(text: str, at: int) -> bool:
    """Tell whether the quote at *at* opens: space or a bracket outside, text inside."""
    outside, inside = before(text, at), after(text, at + 1)
    if text[at - 1 : at] in {*MARKUP} and text[:at].rstrip(MARKUP)[-1:].isspace():
        outside = ""
    left = not outside or outside.isspace() or outside in _OPENERS
    return left and bool(inside) and not inside.isspace() and inside not in ".,;:!?)]}"


def _usual(first: str, last: str) -> str:
    return f"the language writes {first}…{last}"
