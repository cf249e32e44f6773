"""The text of a PDF as a reader finds it, beside the text that was laid out."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from contextlib import closing
from typing import Any

_DROPPED = re.compile("[\\s\x02\u2010\u2011\ufffe\ufe00-\ufe0f-]")
"""Space, hyphens (at a line end PDFium gives them other codes), variation selectors."""
_MIRRORED = str.maketrans(")]}»›”’", "([{«‹“‘")
"""PDFium mirrors brackets and quotation marks in right-to-left text."""
PDFIUM = threading.Lock()
"""PDFium may be in one thread only."""


def laid_out(document: Any) -> str:  # noqa: ANN401 (WeasyPrint has no types)
    """Return the text of every box of *document*, a line each: what the eye sees.

    Page numbers, list markers, labels of figures and hyphens at line ends are in it.
    """
    from weasyprint.formatting_structure.boxes import TextBox

    boxes = (
        box
        for page in document.pages
        for box in page._page_box.descendants(placeholders=True)  # noqa: SLF001 (no public way)
        if isinstance(box, TextBox) and box.style["visibility"] == "visible"
    )
    return "\n".join(box.text for box in boxes)


def read_back(data: bytes) -> str:
    """Return the text that PDFium finds in a PDF: what search and copy get in Chromium."""
    import pypdfium2

    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        return "\n".join(_page_text(page) for page in document)


def lost(wanted: str, found: str) -> Counter[str]:
    """Return the characters of *wanted* that *found* lacks, with how many of each.

    Order does not count: readers differ in it, and in the pair lam-alef of Arabic. Nor do space,
    hyphens, formatting characters, presentation forms and the direction of brackets.
    """
    return _letters(wanted) - _letters(found)


def _page_text(page: Any) -> str:  # noqa: ANN401 (pypdfium2 has no types)
    with closing(page), closing(page.get_textpage()) as texts:
        return str(texts.get_text_bounded())


def _letters(text: str) -> Counter[str]:
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_MIRRORED)
    return Counter({c: n for c, n in Counter(plain).items() if unicodedata.category(c) != "Cf"})
