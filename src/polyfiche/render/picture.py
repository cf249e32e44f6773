"""The first page of a PDF as a small picture, for the index: a PNG of 216 colours."""

from __future__ import annotations

import math
import struct
import zlib
from contextlib import closing
from typing import Any

from .readback import PDFIUM
from .room import LANDSCAPE

WIDTH = 480
"""Pixels."""
_LEVELS = 6
_STEP = bytes((value * (_LEVELS - 1) + 127) // 255 for value in range(256))
"""The level of each value of a channel."""
_PALETTE = bytes(
    level * 255 // (_LEVELS - 1)
    for red in range(_LEVELS)
    for green in range(_LEVELS)
    for blue in range(_LEVELS)
    for level in (red, green, blue)
)


def size(paper: str) -> tuple[int, int]:
    """Return width and height, in pixels, of the picture of a sheet on *paper*, which lies."""
    long, short = LANDSCAPE[paper]
    return WIDTH, math.ceil(WIDTH * short / long)


def picture(data: bytes) -> bytes:
    """Return the first page of the PDF *data* as a PNG, `WIDTH` pixels wide."""
    import pypdfium2

    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0]
        bitmap = page.render(scale=WIDTH / page.get_width(), rev_byteorder=True)
        return _png(bitmap)


def _png(bitmap: Any) -> bytes:  # noqa: ANN401 (pypdfium2 has no types)
    """Return a bitmap of red, green and blue as a PNG.

    Source: W3C Portable Network Graphics, 11.2 (IHDR, PLTE, IDAT, IEND).
    """
    width, height, stride, parts = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    pixels = bytes(bitmap.buffer)
    rows = (
        b"\0" + _indices(pixels[stride * y : stride * y + parts * width], parts)
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    content = zlib.compress(b"".join(rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", _PALETTE), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _indices(row: bytes, parts: int) -> bytes:
    """Return the place of each pixel in the palette; whole rows are added as one number."""
    red, green, blue = (int.from_bytes(row[at::parts].translate(_STEP)) for at in range(3))
    total = red * _LEVELS * _LEVELS + green * _LEVELS + blue  # below 216 in each byte: no carry
    return total.to_bytes(len(row) // parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
