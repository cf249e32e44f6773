"""The fonts in the package: which families write a script, and which characters they draw."""

from __future__ import annotations

import functools
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal
from xml.sax.saxutils import escape

_SIGNS = ("Noto Sans Math", "Noto Sans Symbols 2")
_LATIN = ("Noto Sans", *_SIGNS)

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Latn": _LATIN,
        "Arab": ("Noto Sans Arabic", *_LATIN),
        "Deva": ("Noto Sans Devanagari", *_LATIN),
        "Jpan": ("Noto Sans JP", *_LATIN),
        "Hans": ("Noto Sans SC", *_LATIN),
    }
)
"""ISO 15924 script: the only families an edition may use, the first one first (a CSS stack)."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One static font of the package."""

    file: str
    family: str
    weight: int
    style: Literal["normal", "italic"]
    licence: str
    """SPDX identifier."""
    sha512: str
    """Hexadecimal."""

    @property
    def data(self) -> bytes:
        """The font, whole."""
        return _read(self.file)


def families(script: str) -> tuple[str, ...]:
    """Return the font stack of an ISO 15924 *script*; Latin's for one that has no fonts here."""
    return FAMILIES.get(script, _LATIN)


def files() -> tuple[FontFile, ...]:
    """Return every font of the package, in the order of the lock."""
    names = FontFile.__dataclass_fields__
    return tuple(FontFile(**{n: font[n] for n in names}) for font in lock()["fonts"])


def folder() -> str:
    """Return the path of the folder with the fonts, for fontconfig."""
    return str(resources.files(__package__).joinpath("data", "fonts"))


def digest() -> str:
    """Return the SHA-256 of `fonts.lock`, which names every font by its own hash."""
    return hashlib.sha256(_read("fonts.lock")).hexdigest()


def covered(text: str, script: str) -> bool:
    """Tell whether the fonts of *script* draw all of *text*."""
    return not missing(text, script)


def missing(text: str, script: str) -> frozenset[str]:
    """Return the characters of *text* that no font of *script* draws.

    Controls, joiners and other characters without a glyph of their own are never missing. A
    composed letter is drawn from its parts where the font only has those, as HarfBuzz does.
    """
    known = _drawn(script)
    odd = (char for char in set(text) - known if unicodedata.category(char) not in {"Cc", "Cf"})
    return frozenset(c for c in odd if not _is_selector(c) and not _from_parts(c, known))


def conf(folder: str, cache: str) -> str:
    """Return a fonts.conf that shows only the fonts of *folder*, drawn as they are."""
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n<dir>{escape(folder)}</dir>\n<cachedir>{escape(cache)}</cachedir>\n"
        '<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>'
        "\n</fontconfig>\n"
    )


@functools.cache
def lock() -> Mapping[str, Any]:
    """Return what `fonts.lock` says."""
    return MappingProxyType(json.loads(_read("fonts.lock")))


@functools.cache
def characters(family: str) -> frozenset[str]:
    """Return what every font of *family* draws."""
    words = " ".join(lock()["characters"][family]).split()
    return frozenset(chr(c) for first, last in map(_span, words) for c in range(first, last + 1))


@functools.cache
def _drawn(script: str) -> frozenset[str]:
    return frozenset().union(*map(characters, families(script)))


def _span(word: str) -> tuple[int, int]:
    first, _, last = word.partition("-")
    return int(first, 16), int(last or first, 16)


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _from_parts(char: str, known: frozenset[str]) -> bool:
    parts = unicodedata.normalize("NFD", char)
    return parts != char and known.issuperset(parts)


def _read(name: str) -> bytes:
    return resources.files(__package__).joinpath("data", "fonts", name).read_bytes()
