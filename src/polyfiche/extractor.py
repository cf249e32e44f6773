"""For Babel: sheets and figures to messages, and a checker of their translations.

Babel imports this module whenever it checks any catalog, so nothing heavy is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import SourceFile, Unit

_OURS = re.compile(r"\.md(?:#|$)|\.svg$")
_MAY_DIFFER = {"emphasis", "strong", "strikethrough", "break"}
"""What a language may need otherwise: `polyfiche check` warns of it, Babel has no warnings."""
Result = tuple[int, str, str | tuple[str, str], list[str]]


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[Result]:
    """Yield the messages of a sheet (`.md`) or a figure (`.svg`), for `pybabel extract -F`.

    Args:
        fileobj: Open for bytes; its name tells what it is.
        keywords: Of programs; Markdown has none.
        comment_tags: Likewise: what an author says to translators is always given.
        options: None are known.

    Yields:
        (1-based line, function, message, comments); with a context, the function is `pgettext`.

    Raises:
        SourceError: The sheet or the figure is wrong.
    """
    from .model import SourceFile

    name = str(getattr(fileobj, "name", "sheet.md")).replace("\\", "/")
    text = fileobj.read().decode("utf-8-sig").replace("\r\n", "\n")
    read = _figure if name.endswith(".svg") else _sheet
    for line, unit in read(SourceFile(name, text)):
        function, message = ("pgettext", (unit.msgctxt, unit.msgid)), ("gettext", unit.msgid)
        yield line, *(function if unit.msgctxt else message), list(unit.comments)


def check(catalog: Any, message: Any) -> None:  # noqa: ANN401 (Babel is untyped)
    """Refuse a translation of a sheet that lost or gained markup; other messages pass.

    Args:
        catalog: Babel's `Catalog`, or None.
        message: Babel's `Message`.

    Raises:
        babel.messages.catalog.TranslationError: What differs, in one line.
    """
    if not message.id or not message.string or not isinstance(message.string, str):
        return
    if not any(_OURS.search(str(place)) for place, _ in message.locations):
        return
    from babel.messages.catalog import TranslationError

    if problems := list(problems_of(message.id, message.string)):
        raise TranslationError("; ".join(problems))


def problems_of(msgid: str, msgstr: str) -> Iterator[str]:
    """Yield what is wrong with the markup of a translation, each in a few words."""
    from . import parity

    for one in parity.compare(parity.shape(msgid, {}), parity.shape(msgstr, {})):
        if one.kind not in _MAY_DIFFER:
            what = f"{one.kind} {one.what!r}" if one.what else one.kind
            yield f"{what} is {'lost' if one.count < 0 else 'added'}"


def _sheet(source: SourceFile) -> Iterator[tuple[int, Unit]]:
    from . import frontmatter, segments

    sheet = segments.parse(source)
    _, _, first = frontmatter.split(source)
    lines = {
        token.meta["key"]: first + (token.map[0] if token.map else 0)
        for token in reversed(sheet.tokens)
        if token.meta.get("key")
    }
    for unit in sheet.units:
        yield lines.get(unit.key, 1), unit


def _figure(source: SourceFile) -> Iterator[tuple[int, Unit]]:
    from . import figures

    for unit in figures.units(source.path, source.text):
        at = source.text.find(unit.msgid.partition("\n")[0])
        yield source.text.count("\n", 0, max(at, 0)) + 1, unit
