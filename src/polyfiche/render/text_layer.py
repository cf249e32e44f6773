"""A text layer that survives Arabic and Indic scripts.

WeasyPrint 70 maps glyphs back to characters one by one, which loses 16 % of Arabic and 1–3 % of
Hindi characters. `/ActualText` on each marked run of such a script says what the run reads
(PDF 1.7, 14.9.4); an empty target in a ToUnicode map, which PDF/UA 7.21.7 forbids, becomes
U+200B. Guarded by WeasyPrint's version in the project's requirements, and by the text that is
read back in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SHAPED = re.compile("[\u0590-\u1cff\ua8e0-\ua8ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EMPTY = re.compile(rb"^(<[0-9a-f]{4}>) <>$")


def install() -> None:
    """Make every later PDF of this process carry `/ActualText` where it is needed."""
    from weasyprint.pdf.stream import Stream

    Stream.marked = _marked


def finish(document: object, pdf: Any) -> None:  # noqa: ANN401 (pydyf has no types)
    """Give every glyph of the ToUnicode maps a target; a finisher of WeasyPrint's `write_pdf`."""
    import pydyf

    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and any(map(_is_map, stream.stream)):
            stream.stream = [
                _EMPTY.sub(rb"\1 <200b>", line) if isinstance(line, bytes) else line
                for line in stream.stream
            ]


def _is_map(line: object) -> bool:
    return isinstance(line, bytes) and b"beginbfchar" in line


@contextmanager
def _marked(self: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401 (WeasyPrint has no types)
    import pydyf
    from weasyprint.formatting_structure.boxes import TextBox

    if self._tags is None:
        yield
        return
    number = len(self._tags)
    self._tags[box] = {"tag": tag, "mcid": number}
    properties = pydyf.Dictionary({"MCID": number})
    if isinstance(box, TextBox) and _SHAPED.search(box.text):
        properties["ActualText"] = pydyf.String(box.text)
    pydyf.Stream.begin_marked_content(self, tag, properties)
    try:
        yield
    finally:
        pydyf.Stream.end_marked_content(self)
