"""Fonts: which families write a script, and which characters they draw."""

from __future__ import annotations

import functools
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from .model import AddedFont

Style = Literal["normal", "italic"]
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
"""ISO 15924 script: the package's families for it, the first one first (a CSS stack)."""
GENERIC = "sans-serif"
"""At the end of a stack: any font of the machine may be used."""
_HAN = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts that share code points and not their shapes."""
_PROVIDED: dict[str, Path] = {}
"""The project's fonts, which a process is told of before it works for the project."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One static font of the package."""

    file: str
    family: str
    weight: int
    style: Style
    licence: str
    """SPDX identifier."""
    sha512: str
    """Hexadecimal."""

    @property
    def data(self) -> bytes:
        """The font, whole."""
        return data_of(self.file)


@dataclass(frozen=True, slots=True)
class Family:
    """A family that the project adds to those of the package."""

    name: str
    scripts: frozenset[str]
    """ISO 15924, those that it can write; empty for a family of signs."""
    characters: frozenset[str]


def families(script: str) -> tuple[str, ...]:
    """Return the package's stack of an ISO 15924 *script*; Latin's for one without fonts here."""
    return FAMILIES.get(script, _LATIN)


def stack(
    script: str, source: str = "", added: Iterable[Family] = (), *, generic: bool = False
) -> tuple[str, ...]:
    """Return the families of an edition, the first one first.

    Args:
        script: ISO 15924, of the edition's language.
        source: Of the sheet's own language, for what is not translated.
        added: Families of the project. One that writes *script* stands after the package's, or
            first where the package has none; the others stand last.
        generic: Whether any font of the machine may be used at the end.
    """
    extra = [family for family in added if not _draws_otherwise(family, script)]
    own = [family.name for family in extra if script in family.scripts]
    others = [family.name for family in extra if script not in family.scripts]
    ours = [*families(script)]
    if source and not {script, source} <= _HAN:
        ours += families(source)
    first = [*ours, *own] if script in FAMILIES else [*own, *ours]
    return tuple(dict.fromkeys([*first, *others, *([GENERIC] if generic else [])]))


def css(names: Iterable[str]) -> str:
    """Return a stack as CSS's `font-family` takes it."""
    return ", ".join(name if name == GENERIC else f'"{name}"' for name in names)


def files() -> tuple[FontFile, ...]:
    """Return every font of the package, in the order of the lock."""
    names = FontFile.__dataclass_fields__
    return tuple(FontFile(**{n: font[n] for n in names}) for font in lock()["fonts"])


def provide(paths: Mapping[str, Path]) -> None:
    """Take note of where the project's fonts are: SHA-512 to path."""
    _PROVIDED.update(paths)


@functools.lru_cache(32)
def data_of(name: str) -> bytes:
    """Return a font, whole: *name* is a file of the package, or the SHA-512 of a provided one."""
    return _PROVIDED[name].read_bytes() if name in _PROVIDED else _read(name)


def gathered(added: Iterable[AddedFont]) -> tuple[Family, ...]:
    """Return the families of *added* fonts, by name: what any of their fonts can do."""
    ordered = sorted(added, key=lambda font: font.family)
    return tuple(
        _gathered(name, tuple(fonts)) for name, fonts in groupby(ordered, lambda font: font.family)
    )


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
    """Return the characters of *text* that no font of the package for *script* draws."""
    return undrawn(text, families(script))


def undrawn(text: str, names: Sequence[str], added: Iterable[Family] = ()) -> frozenset[str]:
    """Return the characters of *text* that no family of the stack *names* draws.

    Controls, joiners and other characters without a glyph of their own are never missing. A
    composed letter is drawn from its parts where the font only has those, as HarfBuzz does.
    """
    extra = (family.characters for family in added if family.name in names)
    known = _drawn(tuple(names)).union(*extra)
    odd = (char for char in set(text) - known if unicodedata.category(char) not in {"Cc", "Cf"})
    return frozenset(c for c in odd if not _is_selector(c) and not _from_parts(c, known))


@functools.cache
def lock() -> Mapping[str, Any]:
    """Return what `fonts.lock` says."""
    return MappingProxyType(json.loads(_read("fonts.lock")))


@functools.cache
def characters(family: str) -> frozenset[str]:
    """Return what every font of *family* draws; nothing for one that is not the package's."""
    words = " ".join(lock()["characters"].get(family, ()))
    return frozenset(map(chr, points(words)))


def points(words: str) -> Iterator[int]:
    """Yield the code points of hexadecimal ranges: `41-43 A0` gives 65, 66, 67, 160."""
    for word in words.split():
        first, _, last = word.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def ranges(points: Iterable[int]) -> str:
    """Return the inverse of `points`, sorted."""
    words = []
    for _, group in groupby(enumerate(sorted(points)), lambda pair: pair[1] - pair[0]):
        run = [point for _, point in group]
        words.append(f"{run[0]:X}-{run[-1]:X}" if len(run) > 1 else f"{run[0]:X}")
    return " ".join(words)


@functools.cache
def _drawn(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(characters, names))


@functools.lru_cache(64)
def _gathered(name: str, members: Sequence[AddedFont]) -> Family:
    scripts = frozenset(script for font in members for script in font.scripts)
    found = {point for font in members for point in points(font.characters)}
    return Family(name, scripts, frozenset(map(chr, found)))


def _draws_otherwise(family: Family, script: str) -> bool:
    """Tell whether *family* would draw ideographs of *script* in the shapes of another country."""
    return script in _HAN and bool(family.scripts & _HAN) and script not in family.scripts


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _from_parts(char: str, known: frozenset[str]) -> bool:
    parts = unicodedata.normalize("NFD", char)
    return parts != char and known.issuperset(parts)


def _read(name: str) -> bytes:
    return resources.files(__package__).joinpath("data", "fonts", name).read_bytes()
