"""Fonts of boxes, made in a test: small, static, with the letters that are asked for."""

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

THAI = " " + "".join(map(chr, (*range(0xE01, 0xE3B), *range(0xE3F, 0xE5A))))


def tiny(  # noqa: PLR0913 (what a font can be)
    letters: str = THAI,
    family: str = "Tiny Thai",
    weight: int = 400,
    *,
    italic: bool = False,
    rights: int = 0,
    variable: bool = False,
) -> bytes:
    """Return a TrueType font whose glyphs are all the same box, the space empty."""
    names = {ord(char): f"u{ord(char):X}" for char in letters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    glyphs = {name: box() for name in [".notdef", *names.values()]}
    if 0x20 in names:
        glyphs[names[0x20]] = TTGlyphPen(None).glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 50)))
    builder.setupHorizontalHeader(ascent=1069, descent=-293)
    style = {400: "Regular", 700: "Bold"}[weight]
    builder.setupNameTable({"familyName": family, "styleName": "Italic" if italic else style})
    selection = 0x01 if italic else 0x20 if weight == 700 else 0x40
    builder.setupOS2(usWeightClass=weight, fsType=rights, fsSelection=selection, sTypoAscender=1069)
    builder.font["head"].macStyle = (weight == 700) | italic << 1
    builder.setupPost()
    if variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def box():
    """Return the outline of a box."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (550, 700), (550, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()
