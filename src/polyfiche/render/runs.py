"""Runs of Latin text inside other scripts: kept in order in RTL, in Latin type beside CJK.

Source: Unicode Standard Annex 9, 6.4 (isolates), as HTML's `dir` attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markdown_it.token import Token
from markupsafe import Markup

from ..languages import Language, language
from ..model import Localized

_LATIN = "A-Za-z\u00c0-\u024f"
_WORD = rf"[{_LATIN}][0-9{_LATIN}]*(?:[·.’'/&+_@-][0-9{_LATIN}]+)*[+#\u2080-\u2089]*"
_NUMBERED = rf"[0-9][0-9.]*/[0-9.]*{_WORD}"
"""A DOI: digits first, so Arabic would turn it round."""
_POWER = "[0-9]+[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]+"
"""HarfBuzz takes a superscript inside Indic text for a vowel sign and draws a dotted circle."""
_LTR = re.compile(rf"{_NUMBERED}|{_WORD}(?:[ \u00a0]{_WORD})*|{_POWER}")
_OTHER = re.compile(rf"[{_LATIN}]+·[{_LATIN}]+|{_POWER}")
"""A middle dot is full width in CJK fonts; in a Latin name it must not be."""


def marked(tokens: Iterable[Token], lang: Language) -> Iterator[Token]:
    """Yield block or inline *tokens* with a span around each Latin run that needs one."""
    if lang.script == "Latn":
        yield from tokens
        return
    for token in tokens:
        if token.type == "text":
            yield from _split(token, lang)
        elif token.type == "code_inline" and lang.direction == "rtl":
            yield token.copy(attrs={**token.attrs, "dir": "ltr"})
        elif token.children:
            yield token.copy(children=list(_emphasised(list(marked(token.children, lang)))))
        else:
            yield token


def title(localized: Localized, source: str, text: str) -> Markup:
    """Return a title as HTML, marked with the *source*'s language where it is not translated."""
    meta = localized.sheet.meta
    if ("", source) not in localized.missing:
        return markup(text, language(localized.lang))
    known = language(meta.lang)
    attrs = {"lang": known.tag, "dir": known.direction, **localized.mark(("", source))}
    return Markup("<span{}>{}</span>").format(attributes(attrs), text)


def attributes(attrs: Mapping[str, object]) -> Markup:
    """Return *attrs* as HTML writes them, a space before each."""
    return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in attrs.items())


def markup(text: str, lang: Language) -> Markup:
    """Return plain *text* as HTML with a span around each Latin run that needs one."""
    if lang.script == "Latn":
        return Markup("{}").format(text)
    parts = (_html(token) for token in _split(Token("text", "", 0, content=text), lang))
    return Markup("").join(parts)


def _html(token: Token) -> Markup:
    if token.type == "text":
        return Markup("{}").format(token.content)
    if token.nesting == 1:
        return Markup("<span{}>").format(attributes(token.attrs))
    return Markup("</span>")


def _split(token: Token, lang: Language) -> Iterator[Token]:
    end = 0
    pattern = _LTR if lang.direction == "rtl" else _OTHER
    for match in pattern.finditer(token.content):
        if match.start() > end:
            yield token.copy(content=token.content[end : match.start()])
        yield from _wrapped(token.copy(content=match[0]), lang)
        end = match.end()
    if end < len(token.content) or not end:
        yield token.copy(content=token.content[end:])


def _wrapped(token: Token, lang: Language) -> Iterator[Token]:
    is_rtl = lang.direction == "rtl"
    attrs: dict[str, str | int | float] = {"dir": "ltr"} if is_rtl else {"class": "latin"}
    yield Token("span_open", "span", 1, attrs=attrs)
    yield token
    yield Token("span_close", "span", -1)


def _emphasised(children: list[Token]) -> Iterator[Token]:
    """Yield *children* with the class `latin` on emphasis that holds Latin text only.

    Other scripts have no italics; Latin has.
    """
    for at, token in enumerate(children):
        if token.type == "em_open":
            inside = _text_until(children[at + 1 :], "em_close")
            if inside and inside.isascii():
                yield token.copy(attrs={**token.attrs, "class": "latin"})
                continue
        yield token


def _text_until(tokens: Iterable[Token], end: str) -> str:
    text = ""
    for token in tokens:
        if token.type == end:
            break
        text += token.content
    return text
