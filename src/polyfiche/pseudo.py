"""Pseudo-locales: a longer, accented Latin (`en-XA`) and a mirrored Arabic look (`ar-XB`).

They show, without a translator, what is hard-coded, what breaks when text grows by a third, and
what breaks when the page is mirrored. Only letters that a reader sees are changed; markup, link
targets, code, facts, footnotes and entities stay. Every letter used is in Noto Sans.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable

from .messages import ADDRESSES
from .model import Key, Unit
from .problems import Problem, UsageError, did_you_mean

_GROWTH = 35
"""Percent: what German adds to short English texts, and a little more."""

_PROTECTED = re.compile(
    r"""
      \\.                                                        # an escaped character
    | (?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)           # code
    | </?[A-Za-z0-9][^<>]*>                                      # autolink, tag, numbered tag
    | &(?:[A-Za-z][A-Za-z0-9]*|\#[0-9]+|\#[xX][0-9A-Fa-f]+);     # entity
    | \{[A-Za-z_][A-Za-z0-9_]*\}                                 # fact
    | \[\^[^\]\s]+\]                                             # footnote
    """
    + ADDRESSES,
    re.VERBOSE | re.DOTALL,
)
_MARKER = re.compile(r"\[(?:[ xX]|![A-Za-z]+)\]\s+")
_IMAGE = re.compile(r"!\[(?=([^\[\]]+)\]\([^()\s]+\)\Z)")
_ACCENTED = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz",
    "ÅĈÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåĉðéĝĥîĵķļñöŕšţûŵýž",
)
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "ابكديفغهيجخلمنوبقرستعحشظصز",
)
_VOWEL = re.compile(r"(?<=[^\W\d_])[eiou]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "OE", "Æ": "AE"})


def entries(units: Iterable[Unit], tag: str) -> dict[Key, str]:
    """Return the translations of *units* into the pseudo-locale *tag*.

    Raises:
        UsageError: `language-pseudo`, *tag* is not a pseudo-locale.
    """
    if tag not in _CHANGES:
        hint = did_you_mean(tag, _CHANGES)
        raise UsageError(Problem("", 0, "language-pseudo", f"{tag!r} is not pseudo", hint))
    return {unit.key: _CHANGES[tag](unit.msgid) for unit in units}


def accented(text: str) -> str:
    """Return *text* with accents, a third longer, in square brackets."""
    owed = 0  # hundredths of a letter

    def longer(char: str) -> str:
        nonlocal owed
        owed += _GROWTH
        if owed < 100 or not char.isalpha():  # noqa: PLR2004
            return char
        owed -= 100
        return char + char.lower()

    def change(plain: str) -> str:
        return "".join(map(longer, plain.translate(_ACCENTED)))

    marker = _MARKER.match(text) or _IMAGE.match(text)
    start = marker.end() if marker else 0
    if marker and marker.re is _IMAGE:  # it stays alone in its paragraph
        return f"{text[:start]}[{_changed(marker[1], change)}]{text[start + len(marker[1]) :]}"
    return f"{text[:start]}[{_changed(text[start:], change)}]"


def forced_rtl(text: str) -> str:
    """Return *text* in Arabic letters, without most vowels inside words.

    So it gets as short as Arabic is: about three quarters of the letters of French.
    """
    return _changed(text, _arabic)


def _changed(text: str, change: Callable[[str], str]) -> str:
    """Apply *change* to what stands between protected spans."""
    parts: list[str] = []
    end = 0
    for match in _PROTECTED.finditer(text):
        parts += change(text[end : match.start()]), match[0]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def _arabic(plain: str) -> str:
    letters = "".join(_base(char) for char in plain.translate(_LIGATURES))
    return _VOWEL.sub("", letters).translate(_ARABIC)


@functools.cache
def _base(char: str) -> str:
    """Return a Latin letter without case and accents, anything else as it is."""
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if char.isalpha() and base.isascii() else char


_CHANGES = {"en-XA": accented, "ar-XB": forced_rtl}
