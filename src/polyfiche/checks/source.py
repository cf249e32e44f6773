"""The source: what the parser lets pass and a reader would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from .. import dialect, facts, figures, files, frontmatter
from ..characters import name_of, unsafe
from ..localize import localize
from ..parity import LITERAL, shape
from ..svg import SVG, parse
from .kinds import Context, Hit

MOST = 3_300
"""Characters on a page that still looks like a sheet (DESIGN: measured on printed sheets)."""
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_SPOKEN = ("aria-label", "aria-description")


def unused_facts(context: Context) -> Iterator[Hit]:
    """Find facts in the head that no text shows.

    For example: `gpt5_params` under `facts:`, and nowhere `{gpt5_params}`.

    To mend it: delete it from the head, or write it in a text.
    """
    sheet = context.sheet
    used = {name for unit in sheet.units for name in dialect.facts_in(unit.msgid)}
    used |= {n for t in sheet.tokens if t.type == "inline" for n in dialect.facts_in(t.content)}
    lines = sheet.source.text.split("\n")
    for name in sheet.meta.facts:
        if name not in used:
            key = re.compile(rf"\s*{re.escape(name)}\s*:")
            line = next((n for n, text in enumerate(lines, 1) if key.match(text)), 0)
            hint = f"delete it from the head, or write {{{name}}}"
            yield Hit(f"no text shows the fact {name!r}", hint, line=line)


def dead_links(context: Context) -> Iterator[Hit]:
    """Find links to a card, a section or a file that is not there.

    Addresses on the web are not asked: a check must give the same answer tomorrow.

    For example: `[voir](#glosaire)` where the card is `glossaire`.

    To mend it: correct the address; ids are those of `<!-- card: … -->` and `<!-- section: … -->`.
    """
    sheet = context.sheet
    folder = (context.project.root / sheet.source.path).parent
    known = {card.id for card in sheet.cards} | _sections(context)
    for line, href in _links(context):
        name = href.partition("#")[2]
        if href.startswith("#") and name not in known:
            hint = "use the id of a card or section"
            yield Hit(f"no card or section has the id {name!r}", hint, line=line)
        elif not re.match(r"[a-z]+:|#", href) and not _is_there(context, folder, href):
            yield Hit(f"the file {href!r} is not there", "correct the path", line=line)


def _is_there(context: Context, folder: Path, href: str) -> bool:
    path = folder / unquote(href.partition("#")[0].partition("?")[0])
    try:
        return path.is_file() and files.is_inside(context.project.root, path)
    except ValueError:  # a null byte
        return False


def footnotes(context: Context) -> Iterator[Hit]:
    """Find footnote marks without a footnote, and footnotes that nothing points to.

    For example: `mot[^bret]` beside `[^bert]: Une note.`

    To mend it: give both the same name.
    """
    defined = {name[1:] for name in context.sheet.env.get("footnotes", {}).get("refs", {})}  # type: ignore[attr-defined]  # markdown-it's env is untyped
    used: set[str] = set()
    for line, content in _blocks(context):
        found = shape(content, dict(context.sheet.env))
        used |= {what for kind, what in found.marks if kind == "footnote"}
        unknown = (what for kind, what in found.marks if kind == LITERAL)
        for name in (match[1] for what in unknown if (match := _FOOTNOTE.fullmatch(what))):
            hint = f"write [^{name}]: and the note, or correct the mark"
            yield Hit(f"no footnote is named {name!r}", hint, line=line)
    for name in sorted(defined - used):
        lines = context.sheet.source.text.split("\n")
        line = next((n for n, t in enumerate(lines, 1) if t.lstrip().startswith(f"[^{name}]:")), 0)
        yield Hit(f"nothing points to the footnote {name!r}", "delete it, or use it", line=line)


def heading_jumps(context: Context) -> Iterator[Hit]:
    """Find headings more than one level below the one before.

    A screen reader lists headings as a tree; PDF/UA forbids the gap.

    For example: `#### Détail` straight under `## Section`.

    To mend it: take away one `#`.
    """
    level = 1
    for token in context.sheet.tokens:
        if token.type == "heading_open":
            deeper, level = int(token.tag[1]) - level, int(token.tag[1])
            if deeper > 1:
                message = f"a heading of level {level} under one of level {level - deeper}"
                hint = f"use {'#' * (level - deeper + 1)}"
                yield Hit(message, hint, line=_line(context, token.map))


def over_budget(context: Context) -> Iterator[Hit]:
    """Find pages with more than 3,300 characters.

    A fuller page has to be set so small that nobody reads it, and has no room for German.

    For example: a section whose cards hold 4,000 characters.

    To mend it: say less, or move a card to the other page.
    """
    sheet = context.sheet
    lang = sheet.meta.lang
    made = localize(sheet, lang, {}, facts.formatted(sheet.meta.facts, lang))
    pages = max(1, sheet.meta.pages.get("sheet", 1) // max(1, len(made.sections)))
    lines = sheet.source.text.split("\n")
    for section in made.sections:
        cards = [*section.heading, *(t for c in section.cards for t in (*c.heading, *c.body))]
        size = len(" ".join(_shown(token) for token in cards if token.type == "inline"))
        if size > MOST * pages:
            mark = re.compile(rf"<!--\s*section:?\s*{re.escape(section.id)}\b")
            line = next((n for n, text in enumerate(lines, 1) if mark.match(text)), 0)
            message = f"{section.id!r} has {size} characters, a page holds {MOST * pages}"
            yield Hit(message, "say less, or move a card to the other page", line=line)


def literal(context: Context) -> Iterator[Hit]:
    """Find markup of the source that stayed literal: a reader would see the stars.

    For example: `** gras**`, or `[texte] (https://a.org)` with a space.

    To mend it: delete the space inside the marks, close what was opened, or write a backslash
    before a star that is meant as one.
    """
    for line, content in _blocks(context):
        found = shape(content, dict(context.sheet.env))
        for kind, what in found.marks:
            if kind == LITERAL and not _FOOTNOTE.fullmatch(what):
                hint = "close it, delete the space inside it, or write \\ before it"
                yield Hit(f"{what!r} would be printed as it is", hint, line=line)


def missing_alt(context: Context) -> Iterator[Hit]:
    """Find images without an alternative text.

    For example: `![](figures/carte.svg)`.

    To mend it: say between `![` and `]` what the figure shows.
    """
    for line, content in _blocks(context):
        for kind, what in shape(content, dict(context.sheet.env)).marks:
            if kind == "alt":
                hint = "say between ![ and ] what it shows"
                yield Hit(f"the image {what!r} has no alternative text", hint, line=line)


def figure_texts(context: Context) -> Iterator[Hit]:
    """Find texts of a figure that no translator gets.

    A number typed into a drawing is written the source's way in every language; so is what stands
    in an attribute.

    For example: `<text>1 750</text>`, or `aria-label="Une carte"`.

    To mend it: put words around the number, mark the text `translate="no"` when it is the same
    everywhere, and say the attribute's text in `<title>` or `<desc>`.
    """
    for path, svg in context.project.figures(context.sheet):
        limits = context.sheet.source.limits
        known = {unit.msgid for unit in figures.units(path, svg, limits)}
        lines = svg.split("\n")
        for text in _silent(parse(path, svg, limits), known):
            line = next((n for n, found in enumerate(lines, 1) if text in found), 0)
            hint = 'give it words, or mark it translate="no"'
            yield Hit(f"{text!r} is the same in every language", hint, path, line)


def hidden(context: Context) -> Iterator[Hit]:
    """Find characters that hide or reorder text in a source or a figure.

    What you read would not be what a program reads ("Trojan Source"); controls and private
    characters are printed as boxes.

    For example: U+202E, which turns the rest of the line around.

    To mend it: delete the character; direction comes from the language.
    """
    source = context.sheet.source
    texts = [(source.path, source.text), *context.project.figures(context.sheet)]
    for path, text in texts:
        for at in unsafe(text):
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            yield Hit(f"holds {name_of(text[at])}", "delete it", path, line, column)
    for unit in context.sheet.units:
        for at in unsafe(unit.msgid):
            if unit.msgid[at] not in source.text:
                message = f"{unit.msgid[:30]!r} holds {name_of(unit.msgid[at])}"
                yield Hit(message, "delete the escape", source.path)


def _first(context: Context) -> int:
    return frontmatter.split(context.sheet.source)[2]


def _line(context: Context, lines: list[int] | None) -> int:
    return _first(context) + lines[0] if lines else 0


def _blocks(context: Context) -> Iterator[tuple[int, str]]:
    for token in context.sheet.tokens:
        if token.type == "inline":
            yield _line(context, token.map), token.content


def _links(context: Context) -> Iterator[tuple[int, str]]:
    for line, content in _blocks(context):
        for kind, what in shape(content, dict(context.sheet.env)).marks:
            if kind == "link":
                yield line, what


def _sections(context: Context) -> set[str]:
    return {
        unit_reference.partition("#")[2]
        for unit in context.sheet.units
        for unit_reference in unit.references
    }


def _shown(token: object) -> str:
    """Return the text that a reader sees of an inline token; an image has none."""
    children = getattr(token, "children", None) or ()
    return "".join(c.content for c in children if c.type in {"text", "code_inline"})


def _silent(root: Element, known: set[str]) -> Iterator[str]:
    for element in root.iter():
        yield from filter(None, (element.get(name, "").strip() for name in _SPOKEN))
        text = " ".join("".join(element.itertext()).split())
        if (
            element.tag == f"{{{SVG}}}text"
            and text not in known
            and element.get("translate") != "no"
        ):
            yield from filter(None, [text])
