"""A text layer that says what the page shows, in every script.

WeasyPrint 70 gives each glyph the text of the first cluster that it was drawn for. A glyph that
serves several letters (an Arabic base without its dots, a conjunct of Devanagari, one dot for `·`
and `•` in CJK) then reads wrong: 16 % of Arabic, 1–3 % of Hindi characters, 28 bullets of a
Chinese sheet. What would read wrong is drawn inside `/ActualText` (PDF 1.7, 14.9.4): run by run
from left to right, and cluster by cluster from right to left, because readers place the letters
of one `/ActualText` from left to right. A whole run of Arabic came out backwards from poppler,
and a third of it twice from PDFium.

An empty target in a ToUnicode map, which PDF/UA 7.21.7 forbids, becomes U+200B.

The shim replaces a private function and a method, so it is guarded twice: `pyproject.toml`
refuses a WeasyPrint outside the tested range (`>=70,<71`), and every build reads its PDF back
(`proof.lost_text`).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

_EMPTY = re.compile(rb"^(<[0-9a-f]{4}>) <>$")
_PLAIN = re.compile("[\0-\u00b6\u00b8-\u024f\u2010-\u201e\u2026\u202f]*")
"""Text whose glyphs each serve one character: not looked at, to be quick; the proof would tell."""
_STRING = re.compile("<([0-9a-f]*)>|([^<>]+)")
"""What `TJ` takes: glyphs in hexadecimal, four digits each, and the space between them."""


def install() -> None:
    """Make every later PDF of this process carry `/ActualText` where it is needed."""
    import pydyf
    from weasyprint import draw
    from weasyprint.draw.text import draw_text
    from weasyprint.pdf.stream import Stream

    @functools.wraps(draw_text)
    def draw_marked(stream: Any, box: Any, *others: Any) -> None:  # noqa: ANN401
        stream.line = None if _PLAIN.fullmatch(box.text) else _Line(stream, box)
        try:
            draw_text(stream, box, *others)
        finally:
            stream.line = None

    def show_text(self: Any, text: str) -> None:  # noqa: ANN401
        show = functools.partial(pydyf.Stream.show_text, self)
        line = getattr(self, "line", None)
        (line.show if line else _plainly)(text, show)

    draw.draw_text = draw_marked
    Stream.show_text = show_text


def finish(document: object, pdf: Any) -> None:  # noqa: ANN401 (pydyf has no types)
    """Give every glyph of the ToUnicode maps a target; a finisher of WeasyPrint's `write_pdf`."""
    import pydyf

    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and any(map(_is_map, stream.stream)):
            stream.stream = [
                _EMPTY.sub(rb"\1 <200b>", line) if isinstance(line, bytes) else line
                for line in stream.stream
            ]


def _plainly(text: str, show: Callable[[str], None]) -> None:
    show(text)


@dataclass(slots=True)
class _Line:
    """One line of text while it is drawn; knows which of its clusters need `/ActualText`."""

    stream: Any
    box: Any
    todo: Iterator[tuple[int, str]] | None = None
    """(number of glyphs, what they are to read as) of each cluster; empty where they do so."""
    left: int = 0
    """Glyphs of the current cluster that are not drawn yet."""
    actual: str = ""
    parts: list[str] = field(default_factory=list)
    """Of the string that is written next."""

    def show(self, text: str, show: Callable[[str], None]) -> None:
        """Write *text*, which holds whole glyphs, each inside what its cluster needs."""
        if self.todo is None:
            self.todo = _spans(self.stream, self.box)
        for glyphs, space in _STRING.findall(text):
            if space:
                self.parts.append(space)
            for at in range(0, len(glyphs), 4):
                self._glyph(glyphs[at : at + 4], show)
        self._flush(show)

    def _glyph(self, code: str, show: Callable[[str], None]) -> None:
        import pydyf

        if not self.left:
            self.left, self.actual = next(self.todo or iter(()), (1, ""))
            if self.actual:
                self._flush(show)
                span = pydyf.Dictionary({"ActualText": pydyf.String(self.actual)})
                self.stream.begin_marked_content("Span", span)
        self.parts.append(f"<{code}>")
        self.left -= 1
        if self.actual and not self.left:
            self._flush(show)
            self.stream.end_marked_content()

    def _flush(self, show: Callable[[str], None]) -> None:
        if self.parts:
            show(" ".join(self.parts).replace("> <", ""))  # two numbers must not become one
        self.parts = []


def _spans(stream: Any, box: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """Yield (number of glyphs, text) of each part of a line, in the order of drawing.

    The text is empty where the glyphs already read as it.
    """
    from weasyprint.text.ffi import ffi

    told: dict[tuple[int, int], str] = {}
    text = box.pango_layout.text.encode()
    run = box.pango_layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs, run = run.data.item, run.data.glyphs, run.next
        font, _ = stream.add_font(item.analysis.font)
        inside = text[item.offset : item.offset + item.length]
        parts = [(len(ids), _unless(font, ids, said, told)) for ids, said in _split(glyphs, inside)]
        if item.analysis.level % 2 == 0 and any(actual for _, actual in parts):
            parts = [(sum(count for count, _ in parts), inside.decode())]
        yield from parts


def _unless(font: Any, glyphs: list[int], text: str, told: dict[tuple[int, int], str]) -> str:  # noqa: ANN401
    """Return *text*, or nothing when *glyphs* read as it already.

    A glyph reads as what it was drawn for first: before in the document, or in *told*.
    """
    reads = told.setdefault((id(font), glyphs[0]), font.to_unicode.get(glyphs[0], text))
    is_right = len(glyphs) == 1 and (reads == text or (reads + text).isspace())
    return "" if is_right else text


def _split(glyph_string: Any, text: bytes) -> Iterator[tuple[list[int], str]]:  # noqa: ANN401
    """Yield (glyphs, text) of each cluster of a Pango run, in the order of drawing."""
    from weasyprint.text.ffi import pango

    count = glyph_string.num_glyphs
    starts = list(glyph_string.log_clusters[0:count])
    bounds = [*sorted(set(starts)), len(text)]
    for start, group in itertools.groupby(range(count), starts.__getitem__):
        glyphs = [glyph_string.glyphs[at].glyph for at in group]
        drawn = [glyph for glyph in glyphs if glyph != pango.PANGO_GLYPH_EMPTY]
        if drawn:
            yield drawn, text[start : bounds[bounds.index(start) + 1]].decode()


def _is_map(line: object) -> bool:
    return isinstance(line, bytes) and b"beginbfchar" in line
