"""Phase 2: a sheet in one language, its tokens sorted into sections and cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from . import dialect, directives, reach
from .directives import Directive
from .languages import language
from .messages import one_block
from .model import Card, Key, LocalCard, Localized, Section, Sheet
from .problems import Problem, SourceError, did_you_mean


def localize(
    sheet: Sheet, lang: str, entries: Mapping[Key, str], facts: Mapping[str, str]
) -> Localized:
    """Return *sheet* in *lang*: phase 2, once over the whole stream.

    Args:
        sheet: Phase 1.
        lang: BCP 47 tag.
        entries: Translations that may be printed.
        facts: Every fact as text of *lang*.

    Raises:
        SourceError: `fact-unknown`, a translation names a fact that the head does not have;
            what `reach.problems` finds.
    """
    env = dialect.branch(dict(sheet.env)) | {"facts": facts}
    missing: list[Key] = []
    is_source = lang == sheet.meta.lang

    def text(key: Key) -> str:
        if not is_source and key not in entries:
            missing.append(key)
        return key[1] if is_source else entries.get(key, key[1])

    def translate(token: Token) -> Token:
        key = token.meta.get("key")
        if key is None:
            return token.copy(children=[])
        content = one_block(text(key))
        lost = not is_source and key not in entries
        return token.copy(children=[], content=content, meta={**token.meta, "missing": lost})

    md = dialect.parser("sheet")
    parsed = dialect.inlines(md, sheet.tokens, env, translate)
    if problems := list(reach.problems(sheet, lang, parsed)):
        raise SourceError(*sorted(set(problems)))
    tokens = [_marked(t, sheet) for t in parsed]
    if unknown := env.get("unknown_facts"):
        raise SourceError(*(_unknown(sheet, lang, name) for name in sorted(unknown)))
    body, footnotes = _split_footnotes(tokens)
    return Localized(
        sheet=sheet,
        lang=lang,
        title=text(("", sheet.meta.title)),
        subtitle=text(("", sheet.meta.subtitle)) if sheet.meta.subtitle else "",
        tokens=(*body, *footnotes),
        env=env,
        sections=tuple(_sections(sheet, body)),
        footnotes=tuple(footnotes),
        missing=frozenset(missing),
    )


def numbered(localized: Localized, numbers: Mapping[Key, int]) -> Localized:
    """Return *localized* for a preview, which finds a unit that is missing by its number."""

    def tokens(found: Sequence[Token]) -> tuple[Token, ...]:
        return tuple(_numbered(token, numbers) for token in found)

    def card(one: LocalCard) -> LocalCard:
        return replace(one, heading=tokens(one.heading), body=tokens(one.body))

    sections = (
        replace(part, heading=tokens(part.heading), cards=tuple(map(card, part.cards)))
        for part in localized.sections
    )
    footnotes = tokens(localized.footnotes)
    return replace(localized, marks=numbers, sections=tuple(sections), footnotes=footnotes)


def _numbered(token: Token, numbers: Mapping[Key, int]) -> Token:
    number = numbers.get(token.meta.get("key", ("", "")))
    if number is None or not token.meta.get("missing"):
        return token
    span, *rest = token.children or []
    marked = span.copy(attrs={**span.attrs, "data-unit": str(number)})
    return token.copy(children=[marked, *rest])


def _marked(token: Token, sheet: Sheet) -> Token:
    """Mark an inline that stayed in the source language with that language."""
    if token.type != "inline" or not token.meta.get("missing"):
        return token
    source = language(sheet.meta.lang)
    attrs: dict[str, str | int | float] = {"lang": source.tag, "dir": source.direction}
    wrapped = [
        Token("span_open", "span", 1, attrs=attrs),
        *(token.children or ()),
        Token("span_close", "span", -1),
    ]
    return token.copy(children=wrapped)


def _unknown(sheet: Sheet, lang: str, name: str) -> Problem:
    message = f"a {lang} translation names the fact {name!r}, which the head does not have"
    hint = did_you_mean(name, sheet.meta.facts)
    return Problem(sheet.source.path, 0, "fact-unknown", message, hint)


def _split_footnotes(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    types = [token.type for token in tokens]
    at = types.index("footnote_block_open") if "footnote_block_open" in types else len(types)
    return list(tokens[:at]), list(tokens[at:])


@dataclass(slots=True)
class _Part:
    """What stands from one named heading to the next."""

    opens: Directive | None
    heading: list[Token] = field(default_factory=list)
    body: list[Token] = field(default_factory=list)


def _sections(sheet: Sheet, tokens: Iterable[Token]) -> Iterator[Section]:
    """Yield the sections; what stands before the first card of one is a card without a heading."""
    cards = {card.id: card for card in sheet.cards}
    name, heading, made = "", tuple[Token, ...](), list[LocalCard]()
    for part in _parts(tokens):
        if part.opens and part.opens.name == "section":
            if heading or made:
                yield Section(name, heading, tuple(made))
            name, heading, made = part.opens.argument, tuple(part.heading), []
            if part.body:
                made.append(LocalCard(Card(""), (), tuple(part.body)))
        elif part.opens or part.body:
            card = cards[part.opens.argument.partition(" ")[0]] if part.opens else Card("")
            made.append(LocalCard(card, tuple(part.heading), tuple(part.body)))
    if heading or made:
        yield Section(name, heading, tuple(made))


def _parts(tokens: Iterable[Token]) -> Iterator[_Part]:
    """Yield *tokens* cut before each heading that a directive names."""
    part, opens, in_heading = _Part(None), None, False
    for token in tokens:
        if token.type == "directive":
            directive = directives.read(token.content, 0)
            opens = directive if directive.name in {"card", "section"} else opens
            continue
        if token.type == "heading_open" and opens:
            yield part
            part, opens, in_heading = _Part(opens), None, True
        (part.heading if in_heading else part.body).append(token)
        if token.type == "heading_close":
            in_heading = False
    yield part
