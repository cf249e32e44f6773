"""Parity: a translation keeps the markup of its message, in any order.

What is compared is what the parser made of both: `*a*` for `_a_`, another label of a link or
another alternative text are no difference, and `**` that opened nothing is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from . import dialect
from .dialect import Env
from .messages import one_block

LITERAL = "literal"
_PAIRED = {"strong_open": "strong", "em_open": "emphasis", "s_open": "strikethrough"}
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_LITERAL = re.compile(
    r"""
      \*\*+ | \*(?=\S) | (?<=\S)\*   # emphasis that opened or closed nothing
    | (?<!\w)_+(?=\w) | (?<=\w)_+(?!\w) | (?<=\W)__+(?=\W)
    | ~~+ | `+                       # strikethrough, code
    | \[\^[^\]\s]+\]                 # a footnote that the sheet does not have
    | \]\( | \]\[                    # a link without its target
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Shape:
    """The markup of one message, and the text that a reader sees."""

    marks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, what): `("link", "https://…")`, `("code", "x")`, `("emphasis", "")`…"""
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader sees, without code; a fact stays its name in braces."""
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of markup that the translation has more or less often than the message."""

    kind: str
    """`link`, `image`, `alt`, `code`, `html`, `footnote`, `fact`, `break`, `literal`…"""
    what: str
    """Where it points, what it says; empty for emphasis and breaks."""
    count: int
    """How often the translation has it too often; below zero, how often it is lost."""


def shape(text: str, env: Env) -> Shape:
    """Return the markup of *text*, one block's inline Markdown.

    Args:
        text: A msgid or a msgstr.
        env: Of the sheet's phase 1, so that references and footnotes resolve; it stays as it is.
    """
    md = dialect.parser("sheet")
    tokens: list[Token] = []
    md.inline.parse(one_block(text), md, dialect.branch(env), tokens)
    found = Shape()
    _walk(tokens, found)
    return found


def compare(source: Shape, target: Shape) -> Iterator[Difference]:
    """Yield how the markup of *target* differs from that of *source*; order is free.

    Markup that stayed literal counts only where the translation has more of it.
    """
    for kind, what in dict.fromkeys((*source.marks, *target.marks)):
        count = target.marks[kind, what] - source.marks[kind, what]
        if count > 0 or (count and kind != LITERAL):
            yield Difference(kind, what, count)


def _walk(tokens: Iterable[Token], found: Shape) -> None:
    for token in tokens:
        if token.type in _PAIRED:
            found.marks[_PAIRED[token.type], ""] += 1
        elif token.type in _READERS:
            _READERS[token.type](token, found)


def _link(token: Token, found: Shape) -> None:
    found.marks["link", str(token.attrs.get("href", ""))] += 1


def _image(token: Token, found: Shape) -> None:
    found.marks["image", str(token.attrs.get("src", ""))] += 1
    inside = Shape()
    _walk(token.children or (), inside)
    if not inside.text.strip():
        found.marks["alt", str(token.attrs.get("src", ""))] += 1
    found.parts += inside.parts
    for mark in inside.marks:
        if mark[0] in {"fact", LITERAL}:
            found.marks[mark] += inside.marks[mark]


def _code(token: Token, found: Shape) -> None:
    found.marks["code", token.content] += 1
    found.parts.append("\N{OBJECT REPLACEMENT CHARACTER}")


def _footnote(token: Token, found: Shape) -> None:
    found.marks["footnote", str(token.meta.get("label", ""))] += 1


def _break(token: Token, found: Shape) -> None:
    if token.type == "hardbreak":
        found.marks["break", ""] += 1
    found.parts.append(" ")


def _text(token: Token, found: Shape) -> None:
    found.parts.append(token.content)
    facts = dialect.facts_in(token.content)
    found.marks.update(("fact", name) for name in facts)
    found.marks.update(("html", tag) for tag in _TAG.findall(token.content))
    plain = re.sub(r"\{[a-z][a-z0-9_]*\}", " ", token.content) if facts else token.content
    found.marks.update((LITERAL, mark) for mark in _LITERAL.findall(plain))


def _escaped(token: Token, found: Shape) -> None:
    found.parts.append(token.content)


_READERS = {
    "link_open": _link,
    "image": _image,
    "code_inline": _code,
    "footnote_ref": _footnote,
    "hardbreak": _break,
    "softbreak": _break,
    "text": _text,
    "text_special": _escaped,
}
