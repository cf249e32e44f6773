"""A font file of somebody else's: what it is, and whether a PDF may carry it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from .fonts import Style
from .problems import FontError, Problem

_STATIC = {b"\x00\x01\x00\x00": "ttf", b"true": "ttf", b"OTTO": "otf"}
_PACKED = {b"wOFF": "a WOFF file", b"wOF2": "a WOFF2 file", b"ttcf": "a collection of fonts"}
_NEEDED = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2")
_NO_EMBEDDING, _LESS_STRICT = 0x0002, 0x000C
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200
_ITALIC = 0x0201
"""Bits of `OS/2.fsSelection`: italic, oblique."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a font file says of itself."""

    family: str
    weight: int
    """400 is regular, 700 is bold."""
    style: Style
    version: str
    suffix: str
    """`ttf` or `otf`."""
    characters: frozenset[str]


def read(data: bytes, path: str) -> Face:
    """Return what the font *data* says of itself; *path* is for problems.

    Raises:
        FontError: `font-format`, `font-broken`, `font-variable` or `font-embedding`.

    Source: OpenType 1.9.1, "OpenType font file", "OS/2" (fsType, fsSelection), "name".
    """
    suffix = _suffix(data, path)
    font = _opened(data, path)
    if "fvar" in font:
        hint = "take a static one, or make it: fonttools varLib.instancer FILE wght=400 wdth=100"
        raise _wrong(path, "font-variable", "is a variable font", hint)
    _embeddable(font["OS/2"].fsType, path)
    names = font["name"]
    style: Style = "italic" if font["OS/2"].fsSelection & _ITALIC else "normal"
    return Face(
        family=_plain(names.getBestFamilyName() or ""),
        weight=min(max(font["OS/2"].usWeightClass, 1), 1000),
        style=style,
        version=_plain(names.getDebugName(5) or ""),
        suffix=suffix,
        characters=frozenset(map(chr, font.getBestCmap() or ())),
    )


def _suffix(data: bytes, path: str) -> str:
    head = data[:4]
    if head in _STATIC:
        return _STATIC[head]
    what = _PACKED.get(head, "not a font that can be read")
    hint = "take the TrueType (.ttf) or OpenType (.otf) file of the same font"
    raise _wrong(path, "font-format", f"is {what}", hint)


def _opened(data: bytes, path: str) -> Any:  # noqa: ANN401 (fontTools has no types)
    """Return the font with every table read, its checksums compared."""
    from fontTools.ttLib import TTFont

    hint = "get the file again"
    try:
        font = TTFont(io.BytesIO(data), lazy=True, checkChecksums=2)
        for tag in font.reader.keys():  # noqa: SIM118 (a reader is no mapping)
            font.reader[tag]
        for tag in _NEEDED:
            font[tag]
    except Exception as error:  # fontTools raises whatever comes
        raise _wrong(path, "font-broken", f"is damaged: {_said(error)}", hint) from error
    if not {"glyf", "CFF "} & set(font.keys()) or ord(" ") not in (font.getBestCmap() or ()):
        message = "has no outlines, or no space, which Pango draws with the font of what precedes"
        raise _wrong(path, "font-broken", message, "take a font of outlines with a Unicode cmap")
    return font


def _said(error: Exception) -> str:
    return f"no table {error.args[0]!r}" if isinstance(error, KeyError) else str(error) or "?"


def _embeddable(rights: int, path: str) -> None:
    """Refuse a font whose `fsType` forbids what a PDF does: to carry a subset of its outlines."""
    hint = "take a font whose licence allows it, such as one under the SIL Open Font License"
    is_restricted = rights & _NO_EMBEDDING and not rights & _LESS_STRICT
    if is_restricted or rights & (_NO_SUBSETTING | _BITMAPS_ONLY):
        message = f"forbids to put its letters into a PDF (OS/2 fsType {rights:#06x})"
        raise _wrong(path, "font-embedding", message, hint)


def _plain(text: str) -> str:
    """Return *text* without what CSS or XML would take for markup."""
    kept = (c if c.isalnum() or c in " .-_+;" else " " for c in text)
    return " ".join("".join(kept).split())[:80]


def _wrong(path: str, code: str, message: str, hint: str) -> FontError:
    return FontError(Problem(path, 0, code, message, hint))
