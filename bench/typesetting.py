"""A Markdown edition as a Typst document, so that Typst sets the same text as we do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from polyfiche import dialect

_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=+/\"'-])")
_HEAD = """\
#set page(paper: "a4", flipped: true, margin: 8mm, columns: 3)
#set text(size: 8pt, lang: "{lang}", dir: {direction}, font: ({families}))
#set par(leading: 0.5em)
#set heading(bookmarked: true)
"""
_MARKS = {"strong": ("#strong[", "]"), "em": ("#emph[", "]"), "s": ("#strike[", "]")}
_BLOCKS = {
    "paragraph_open": "",
    "paragraph_close": "\n\n",
    "heading_close": "\n\n",
    "bullet_list_open": "#list(",
    "bullet_list_close": ")\n\n",
    "ordered_list_open": "#enum(",
    "ordered_list_close": ")\n\n",
    "list_item_open": "[",
    "list_item_close": "],",
    "dl_open": "",
    "dl_close": "",
    "dt_open": "#strong[",
    "dt_close": "] ",
    "dd_open": "",
    "dd_close": "\n\n",
    "table_close": ")\n\n",
    "th_open": "strong[",
    "td_open": "[",
    "th_close": "],",
    "td_close": "],",
}


def document(markdown: str, lang: str, direction: str, families: Sequence[str]) -> str:
    """Return a Typst document that says what *markdown* does, on A4 landscape in three columns."""
    body = markdown.split("\n---\n", 1)[-1]
    tokens = dialect.parser("plain").parse(body)
    names = ", ".join(f'"{family}"' for family in families)
    head = _HEAD.format(lang=lang.split("-", maxsplit=1)[0], direction=direction, families=names)
    return head + "".join(_blocks(tokens))


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if token.type == "inline":
            yield "".join(_inline(token.children or []))
        elif token.type == "heading_open":
            yield "=" * int(token.tag[1]) + " "
        elif token.type == "table_open":
            rest = tokens[at:]
            end = next(n for n, other in enumerate(rest) if other.type == "tr_close")
            columns = sum(other.type == "th_open" for other in rest[:end])
            yield f"#table(columns: {columns}, stroke: none, inset: 2pt, "
        else:
            yield _BLOCKS.get(token.type, "")


def _inline(children: Sequence[Token]) -> Iterator[str]:
    for token in children:
        name, _, end = token.type.rpartition("_")
        if token.type == "text":
            yield _SPECIAL.sub(r"\\\1", token.content)
        elif token.type == "code_inline":
            yield f"#raw({_string(token.content)})"
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif name in _MARKS:
            yield _MARKS[name][end == "close"]
        elif token.type == "link_open":
            yield f"#link({_string(str(token.attrs['href']))})["
        elif token.type == "link_close":
            yield "]"


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
