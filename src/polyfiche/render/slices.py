"""A font cut to the characters of a page, as WOFF2, in milliseconds.

fontTools takes a second for the 400 characters of a Japanese page, and no two pages use the same.
Here glyphs keep their numbers and their bytes, so that layout tables stay as they are; glyphs that
are not wanted are left empty, and runs of nothing cost Brotli nothing.

Source: OpenType 1.9.1, "glyf", "loca", "cmap" (format 12), "GSUB"; W3C WOFF File Format 2.0.
"""

from __future__ import annotations

import functools
import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LARGE = 256_000
"""Bytes from which a font is one of ideographs, which need no layout tables."""
_KNOWN = {
    "cmap": 0, "head": 1, "hhea": 2, "hmtx": 3, "maxp": 4, "name": 5, "OS/2": 6, "post": 7,
    "glyf": 10, "loca": 11, "GDEF": 26, "GPOS": 27, "GSUB": 28,
}  # fmt: skip
"""Tables that stay, with their numbers in WOFF2, in its order: `loca` follows `glyf`."""
_LAYOUT = ("GDEF", "GPOS", "GSUB")
_AS_IT_IS = 3 << 6
"""The flag of a `glyf` or `loca` table that is not transformed."""
_QUALITY, _QUALITY_OF_LARGE = 10, 9
"""Of Brotli. A Hindi page is 5 % smaller with 10, for 0.1 s; a Japanese one is 1 % smaller with 11,
for 0.7 s."""
_WORDS, _SCALE, _MORE, _SCALE_XY, _TWO_BY_TWO = 0x01, 0x08, 0x20, 0x40, 0x80
"""Flags of a composite glyph."""
_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _REVERSE = 1, 2, 3, 4, 8
"""Kinds of substitution."""
_LONG = 1
_LOSSLESS = 1 << 11


@dataclass(frozen=True, slots=True)
class _Whole:
    """A TrueType font, its tables apart."""

    tables: Mapping[str, bytes]
    offsets: tuple[int, ...]
    """Where each glyph begins in `glyf`, and where the last one ends."""
    glyphs: Mapping[int, int]
    """Code point to glyph."""
    rules: tuple[tuple[frozenset[int], frozenset[int]], ...]
    """(glyphs, what they may become together), of every substitution."""


def can_slice(data: bytes) -> bool:
    """Tell whether *data* is a font with TrueType outlines."""
    return data[:4] in {b"\x00\x01\x00\x00", b"true"}


def drawn(data: bytes) -> frozenset[int]:
    """Return the code points that the font *data* draws."""
    return frozenset(_opened(data).glyphs)


def sliced(data: bytes, points: Iterable[int]) -> bytes:
    """Return the font *data* with the glyphs of the code *points* only, as WOFF2."""
    whole = _opened(data)
    glyphs = {point: whole.glyphs[point] for point in sorted(points) if point in whole.glyphs}
    kept = _with_parts(whole, _with_forms(whole, {0, *glyphs.values()}))
    tables = {name: whole.tables[name] for name in _KNOWN if name in whole.tables}
    tables["glyf"], tables["loca"] = _outlines(whole, kept)
    tables["hmtx"] = _metrics(tables["hmtx"], tables["hhea"], kept)
    tables["cmap"] = _cmap(glyphs)
    tables["head"] = _head(tables["head"])
    return _woff2(tables, _QUALITY_OF_LARGE if len(data) > LARGE else _QUALITY)


@functools.lru_cache(8)
def _opened(data: bytes) -> _Whole:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=True)
    is_large = len(data) > LARGE
    names = [tag for tag in font.reader.keys() if not is_large or tag not in _LAYOUT]  # noqa: SIM118
    tables = {tag: font.reader[tag] for tag in names}
    rules = () if is_large or "GSUB" not in font else tuple(_rules(font))
    numbers = font.getReverseGlyphMap()
    glyphs = {point: numbers[name] for point, name in font.getBestCmap().items()}
    return _Whole(tables, tuple(font["loca"].locations), glyphs, rules)


def _rules(font: Any) -> Iterator[tuple[frozenset[int], frozenset[int]]]:  # noqa: ANN401
    """Yield (glyphs, what they may become together) of every substitution of a font."""
    number = font.getGlyphID
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for before, after in _substitutions(getattr(table, "ExtSubTable", table)):
                yield frozenset(map(number, before)), frozenset(map(number, after))


def _substitutions(table: Any) -> Iterator[tuple[Iterable[str], Iterable[str]]]:  # noqa: ANN401
    """Yield (glyphs, what they become) of one table; those of contexts only name other tables."""
    kind = table.LookupType
    if kind in {_SINGLE, _MULTIPLE}:
        for glyph, made in table.mapping.items():
            yield (glyph,), (made,) if kind == _SINGLE else made
    elif kind == _ALTERNATE:
        yield from (((glyph,), made) for glyph, made in table.alternates.items())
    elif kind == _LIGATURE:
        for glyph, ligatures in table.ligatures.items():
            yield from (((glyph, *one.Component), (one.LigGlyph,)) for one in ligatures)
    elif kind == _REVERSE:
        pairs = zip(table.Coverage.glyphs, table.Substitute, strict=True)
        yield from (((glyph,), (made,)) for glyph, made in pairs)


def _with_forms(whole: _Whole, wanted: set[int]) -> set[int]:
    """Return *wanted* glyphs with all that they can become, in whatever context."""
    kept, size = set(wanted), 0
    while size != len(kept):
        size = len(kept)
        kept = kept.union(*(after for before, after in whole.rules if before <= kept))
    return kept


def _with_parts(whole: _Whole, wanted: set[int]) -> frozenset[int]:
    """Return *wanted* glyphs with those that they are composed of."""
    kept, todo = set[int](), sorted(wanted)
    while todo:
        glyph = todo.pop()
        if glyph not in kept:
            kept.add(glyph)
            todo += _parts(_outline(whole, glyph))
    return frozenset(kept)


def _outline(whole: _Whole, glyph: int) -> bytes:
    return whole.tables["glyf"][whole.offsets[glyph] : whole.offsets[glyph + 1]]


def _parts(outline: bytes) -> Iterator[int]:
    """Yield the glyphs of which a composite is made; none for a simple one."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield glyph
        at += 8 if flags & _WORDS else 6
        at += 8 if flags & _TWO_BY_TWO else 4 if flags & _SCALE_XY else 2 if flags & _SCALE else 0


def _outlines(whole: _Whole, kept: frozenset[int]) -> tuple[bytes, bytes]:
    """Return `glyf` and `loca` with the *kept* glyphs filled and the others empty."""
    pieces, offsets, end = [], [0], 0
    for glyph in range(len(whole.offsets) - 1):
        if glyph in kept:
            outline = _outline(whole, glyph)
            pieces.append(outline + bytes(-len(outline) % 4))
            end += len(pieces[-1])
        offsets.append(end)
    return b"".join(pieces), struct.pack(f">{len(offsets)}I", *offsets)


def _metrics(hmtx: bytes, hhea: bytes, kept: frozenset[int]) -> bytes:
    """Return `hmtx` with zeros for every full record that is not *kept*; the last one stays."""
    full = struct.unpack_from(">H", hhea, 34)[0]
    made = bytearray(hmtx)
    for glyph in range(full - 1):
        if glyph not in kept:
            made[4 * glyph : 4 * glyph + 4] = bytes(4)
    return bytes(made)


def _cmap(glyphs: Mapping[int, int]) -> bytes:
    groups: list[tuple[int, int, int]] = []
    for point, glyph in glyphs.items():
        if groups and (point, glyph) == (groups[-1][1] + 1, groups[-1][2] + point - groups[-1][0]):
            groups[-1] = (groups[-1][0], point, groups[-1][2])
        else:
            groups.append((point, point, glyph))
    body = b"".join(struct.pack(">III", *group) for group in groups)
    table = struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _head(head: bytes) -> bytes:
    """Return `head` for a long `loca` and a font that WOFF2 has changed."""
    made = bytearray(head)
    struct.pack_into(">H", made, 16, struct.unpack_from(">H", head, 16)[0] | _LOSSLESS)
    struct.pack_into(">h", made, 50, _LONG)
    return bytes(made)


def _woff2(tables: Mapping[str, bytes], quality: int) -> bytes:
    import brotli

    entries = b"".join(_entry(name, len(data)) for name, data in tables.items())
    whole = b"".join(tables.values())
    content: bytes = brotli.compress(whole, mode=brotli.MODE_FONT, quality=quality)
    size = 12 + 16 * len(tables) + sum((len(data) + 3) & ~3 for data in tables.values())
    length = 48 + len(entries) + len(content)
    header = struct.pack(
        ">4s4sIHHIIHHIIIII",
        *(b"wOF2", b"\x00\x01\x00\x00", length + -length % 4, len(tables), 0, size, len(content)),
        *(1, 0, 0, 0, 0, 0, 0),
    )
    return header + entries + content + bytes(-length % 4)


def _entry(name: str, length: int) -> bytes:
    """Return a line of the table directory: no table is transformed."""
    return bytes([_KNOWN[name] | (_AS_IT_IS if name in {"glyf", "loca"} else 0)]) + _base128(length)


def _base128(number: int) -> bytes:
    """Return *number* in groups of seven bits, the highest first (UIntBase128)."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))
