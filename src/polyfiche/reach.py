"""What a text may reach: a translation leads where its message leads, and shows what is stored.

`check` tells the same with the line in the catalog; this stands in the way of every edition, so
that a catalog which nobody checked cannot send readers elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from . import frontmatter, parity
from .characters import name_of, unsafe
from .model import Sheet
from .problems import Problem

_DEEPEST = 40
"""Marks inside one another; more takes a recursion for each in every writer."""
_LEADS = {"link": "parity-link", "image": "figure-foreign"}
"""What a reader is sent to, and the code of the problem."""


def problems(sheet: Sheet, lang: str, tokens: Iterable[Token]) -> Iterator[Problem]:
    """Yield what is wrong with the inlines of one edition.

    - `parity-link`, `figure-foreign`: a translation leads where its message does not.
    - `source-characters`: a text hides or reorders what a reader sees.
    - `source-too-deep`: marks are nested too deeply to be written.

    Args:
        sheet: Phase 1.
        lang: BCP 47 tag of the edition.
        tokens: Of phase 2, every inline parsed.
    """
    first = frontmatter.split(sheet.source)[2]
    for token in tokens:
        if token.type != "inline":
            continue
        line = first + token.map[0] if token.map else 0
        children = token.children or []
        if any(child.level > _DEEPEST for child in children):
            message = f"{lang}: more than {_DEEPEST} marks inside one another"
            yield Problem(sheet.source.path, line, "source-too-deep", message, "take some away")
        for text in (token.content, *(child.content for child in children)):
            for at in unsafe(text):
                message = f"{lang}: {text[:30]!r} holds {name_of(text[at])}"
                yield Problem(sheet.source.path, line, "source-characters", message, "delete it")
        yield from _elsewhere(sheet, lang, token, line)


def _elsewhere(sheet: Sheet, lang: str, token: Token, line: int) -> Iterator[Problem]:
    """Yield the links and images that a translation has and its message has not."""
    key = token.meta.get("key")
    found = Counter(_leads(token.children or ()))
    if key is None or not found or token.content == key[1]:
        return
    known = parity.shape(key[1], dict(sheet.env)).marks
    for (kind, where), count in found.items():
        if count > known[kind, where]:
            message = f"{lang}: a translation has a {kind} of its own, {where[:80]!r}"
            hint = "copy the address from the msgid"
            yield Problem(sheet.source.path, line, _LEADS[kind], message, hint)


def _leads(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.type == "link_open":
            yield "link", str(token.attrs.get("href", ""))
        elif token.type == "image":
            yield "image", str(token.attrs.get("src", ""))
