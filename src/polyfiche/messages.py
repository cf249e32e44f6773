"""One message: the msgid of a block's inline Markdown, its flags, and what a msgstr may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.text_join import text_join
from markdown_it.token import Token

from .dialect import Env, branch, facts_in

ADDRESSES = r"""
    | \]\(\s*<[^<>\n]*>[^()]*\)                                  # target in angle brackets
    | \]\((?:[^()\\"]|\\.|\((?:[^()\\]|\\.)*\))*(?:"(?:[^"\\]|\\.)*"\s*)?\)  # target, title
    | \]\[[^\]]*\]                                               # reference
    | (?:https?://|mailto:|www\.)[^\s<>]+                        # bare address
    | ^\[(?:[ xX]|![A-Za-z]+)\]\s                               # task, alert
"""
"""Verbose alternatives for what stands in a message and is not prose; they follow others."""
_SHORTCUT = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\](?:\[\])?(?![\[(:])")
_MOST_TRIED = 30
"""References of one block that are tried one by one, each with a parse of the block."""
_BLANK = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_FACT = re.compile(r"\{[a-z][a-z0-9_]*\}")
_MARKUP = re.compile(r"[*_`~<\\\[]")
_WORD = re.compile(r"[^\W\d_]")


def msgid(md: MarkdownIt, content: str, env: Env) -> str:
    """Return the message of an inline's *content*: soft breaks folded, reference links complete.

    A hard break stays one, as a backslash at the end of a line. Text whose meaning folding would
    change is kept as it is.
    """
    folded = _fold(content) if "\n" in content else content
    if folded != content and _shape(md, folded, env) != _shape(md, content, env):
        folded = content
    return _complete(md, folded, env) if env.get("references") else folded


def has_words(content: str) -> bool:
    """Tell whether there is something to translate: a letter that is not part of a fact."""
    return bool(_WORD.search(_FACT.sub("", content)))


def flags(content: str) -> tuple[str, ...]:
    """Return the flags by which msgfmt, Poedit and Weblate guard markup and facts of a message."""
    return (*_braces(content), *(["markdown-text"] if _MARKUP.search(content) else []))


def _braces(content: str) -> tuple[str, ...]:
    if "{" not in content and "}" not in content:
        return ()
    rest = _FACT.sub("", content)
    if "{" in rest or "}" in rest or not list(facts_in(content)):
        return ("no-python-brace-format",)
    return ("python-brace-format",)


def one_block(msgstr: str) -> str:
    """Return *msgstr* without empty lines and edges of space: it stays inside its block."""
    return _BLANK.sub("\n", msgstr).strip(" \t\n") if msgstr.strip() else msgstr


def _fold(content: str) -> str:
    """Join lines with a space; end a line before a hard break with a backslash."""
    lines = [line.lstrip(" \t") if at else line for at, line in enumerate(content.split("\n"))]
    return "".join(map(_with_end, lines[:-1])) + lines[-1]


def _with_end(line: str) -> str:
    if line.endswith("  "):
        return line.rstrip(" ") + "\\\n"
    if (len(line) - len(line.rstrip("\\"))) % 2:
        return line + "\n"
    return line.rstrip(" \t") + " "


def _complete(md: MarkdownIt, content: str, env: Env) -> str:
    """Write shortcut and collapsed references in full, so that a translated label resolves."""
    known = env["references"]
    found = [m for m in _SHORTCUT.finditer(content) if normalizeReference(m[1]) in known]
    if not found:
        return content
    shape = _shape(md, content, env)
    whole = _written(content, found)
    if _shape(md, whole, env) == shape:
        return whole
    for match in reversed(found[:_MOST_TRIED]):
        full = _written(content, [match])
        if _shape(md, full, env) == shape:  # else it is code, escaped, or part of another link
            content = full
    return content


def _written(content: str, references: Iterable[re.Match[str]]) -> str:
    """Return *content* with *references*, in order, written in full."""
    parts, end = [], 0
    for match in references:
        parts += [content[end : match.start()], f"[{match[1]}][{match[1]}]"]
        end = match.end()
    return "".join([*parts, content[end:]])


def _shape(md: MarkdownIt, content: str, env: Env) -> list[object]:
    """Return what *content* means: its tokens, with a soft break equal to a space."""
    tokens: list[Token] = []
    own = branch(env)
    md.inline.parse(content, md, own, tokens)
    state = StateCore("", md, own)
    state.tokens = [Token("inline", "", 0, children=tokens)]
    text_join(state)
    return list(_signature(state.tokens[0].children or ()))


def _signature(tokens: Iterable[Token]) -> Iterator[object]:
    text = ""
    for token in tokens:
        if token.type in {"text", "softbreak"}:
            text += token.content or " "
            continue
        if text:
            yield text
            text = ""
        attrs = tuple(sorted((name, str(value)) for name, value in token.attrs.items()))
        yield token.type, token.tag, attrs, token.content if not token.children else ""
        yield from _signature(token.children or ())
    if text:
        yield text
