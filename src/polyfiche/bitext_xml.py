"""XML of strangers as text that no parser can be led astray by: XLIFF and TMX."""

from __future__ import annotations

import codecs
import re

from .problems import CatalogError, Problem

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii"})
_NAME = r"""(?:"[^"<>\[]*"|'[^'<>\[]*')"""
_OF_TMX = re.compile(rf"<!DOCTYPE\s+tmx(?:\s+SYSTEM\s+{_NAME}|\s+PUBLIC\s+{_NAME}\s+{_NAME})?\s*>")
"""The document type that TMX files carry: it declares nothing, and what it names is not read."""
_DECLARES = re.compile("<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def plain(data: bytes, path: str, area: str) -> str:
    """Return *data* as text without declaration and without the document type of TMX.

    Lines keep their numbers. Nothing is left that could declare an entity or name another file.

    Args:
        data: The file, whole.
        path: For problems.
        area: What the codes of problems begin with.

    Raises:
        CatalogError: `…-encoding`, `…-doctype`.
    """
    text = _decoded(data, path, area)
    for pattern in (_DECLARATION, _OF_TMX):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text, count=1)
    if match := _DECLARES.search(text):
        line = text.count("\n", 0, match.start()) + 1
        message = f"{match[0]} is refused: it could name other files or grow without end"
        hint = "delete the declaration"
        raise CatalogError(Problem(path, line, f"{area}-doctype", message, hint))
    return text


def _decoded(data: bytes, path: str, area: str) -> str:
    charset = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    hint = "save the file as UTF-8"
    try:
        text = data.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not {charset.upper()}"
        raise CatalogError(Problem(path, 0, f"{area}-encoding", message, hint)) from error
    declaration = _DECLARATION.match(text)
    declared = _ENCODING.search(declaration[0]) if declaration else None
    if declared and declared[1].lower() not in _ENCODINGS:
        message = f"says it is {declared[1]}"
        raise CatalogError(Problem(path, 1, f"{area}-encoding", message, hint))
    return text
