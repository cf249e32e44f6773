"""Every text that a reader sees, and where each character of it stands in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import figures, frontmatter
from ..entries import Entry
from .kinds import Context, Edition, Passage

_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_CHARACTER = re.compile(r"\\.|[^\\]", re.DOTALL)
_MSGSTR = re.compile(r"\s*msgstr\b")
_KEYWORD = re.compile(r"\s*msg\w+")


def of_source(context: Context) -> Iterator[Passage]:
    """Yield the texts of the head, the body and the figures of a sheet."""
    sheet = context.sheet
    path, lines = sheet.source.path, sheet.source.text.split("\n")
    _, _, first = frontmatter.split(sheet.source)
    head = dict(enumerate(lines[: first - 1]))
    for text in filter(None, (sheet.meta.title, sheet.meta.subtitle)):
        yield _found(context, path, text, head)
    cursor: dict[int, int] = {}
    for token in sheet.tokens:
        if token.meta.get("key") is not None and token.map:
            at = first - 1 + token.map[0]
            rows = _rows(token.content, lines, at, cursor)
            yield Passage(context, path, sheet.meta.lang, token.content, rows, at + 1)
    for figure, svg in context.project.figures(sheet):
        for unit in figures.units(figure, svg):
            yield _found(context, figure, unit.msgid, dict(enumerate(svg.split("\n"))))


def of_catalog(edition: Edition) -> Iterator[Passage]:
    """Yield the translations of a catalog that an edition may print."""
    for entry in edition.catalog.entries:
        if entry.is_translated:
            for form, text in enumerate(entry.msgstrs):
                path = edition.catalog.path
                yield Passage(
                    edition.context,
                    path,
                    edition.lang,
                    text,
                    line=entry.line,
                    entry=entry,
                    form=form,
                )


def locate(passage: Passage, at: int) -> tuple[int, int]:
    """Return the line and the column, 1-based, of the character *at*; column 0 when unknown."""
    if passage.entry:
        return _in_entry(passage.entry, passage.form, max(at, 0))
    row = passage.text.count("\n", 0, max(at, 0))
    if row not in passage.rows:
        return passage.line, 0
    line, column = passage.rows[row]
    return line, column + max(at, 0) - (passage.text.rfind("\n", 0, max(at, 0)) + 1) + 1


def _rows(
    text: str, lines: list[str], at: int, cursor: dict[int, int]
) -> dict[int, tuple[int, int]]:
    """Find each line of a block in the source; *cursor* keeps cells of one row apart."""
    rows: dict[int, tuple[int, int]] = {}
    for number, part in enumerate(text.split("\n")):
        line = at + number
        column = lines[line].find(part, cursor.get(line, 0)) if line < len(lines) else -1
        if column >= 0:
            rows[number] = line + 1, column
            cursor[line] = column + len(part)
    return rows


def _found(context: Context, path: str, text: str, lines: dict[int, str]) -> Passage:
    """Return a passage of one line, found where it stands once as it is."""
    places = [(n + 1, line.find(text)) for n, line in lines.items() if text in line]
    rows = {0: places[0]} if len(places) == 1 else {}
    line = places[0][0] if places else 0
    return Passage(context, path, context.sheet.meta.lang, text, rows, line)


def _in_entry(entry: Entry, form: int, at: int) -> tuple[int, int]:
    lines = entry.raw.split("\n")
    first = next((n for n, line in enumerate(lines) if _KEYWORD.match(line)), 0)
    seen, offset = -1, 0
    for number, line in enumerate(lines[first:]):
        if _KEYWORD.match(line):
            seen += bool(_MSGSTR.match(line))
        piece = _PIECE.search(line)
        if seen != form or not piece:
            continue
        characters = _CHARACTER.findall(piece[1])
        if at - offset < len(characters):
            before = sum(map(len, characters[: at - offset]))
            return entry.line + number, piece.start(1) + before + 1
        offset += len(characters)
    return entry.line, 0
