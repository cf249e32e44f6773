"""What a rule looks at: a text whose code, addresses and markup are masked, at the same places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..messages import ADDRESSES

NBSP, NNBSP, THIN = "\u00a0", "\u202f", "\u2009"
OBJECT = "\ufffc"
"""Stands for each character of what is not text: code, an address, a fact."""
MARKUP = "*_~"
"""Stand beside text without being read; a footnote's mark becomes stars too."""
BLANKS = f"[ {NBSP}{NNBSP}{THIN}]"
TRANSPARENT = f"[{re.escape(MARKUP)}]*"
_SPACE_ENTITY = re.compile(r"&(?:nbsp|NonBreakingSpace|\#160|\#[xX][aA]0);")
_MASKED = re.compile(
    r"""
      (?P<footnote>\[\^[^\]\s]+\])
    | (?P<entity>&(?:[A-Za-z][A-Za-z0-9]*|\#[0-9]+|\#[xX][0-9A-Fa-f]+);)
    | \\[^\s]                                                    # an escaped character
    | (?::[a-z:+-]+:)?(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)  # code; a role before it
    | (?<!\w):[a-z][a-z-]*:(?!\w)                                   # a field name, :alt:
    | </?[A-Za-z0-9][^<>]*>                                      # autolink, tag
    | %(?:\(\w+\))?[-\#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%](?!\w)  # python-format
    | \{[A-Za-z_0-9]*(?:![rsa])?(?::[^{}\s]*)?\}                 # fact, brace-format
    """
    + ADDRESSES,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a text is not set as its language asks."""

    start: int
    end: int
    replacement: str | None
    """None where only the author can tell what belongs there."""
    message: str


Rule: TypeAlias = Callable[[str, str], Iterator[Finding]]
"""Takes a masked text and a BCP 47 tag."""


def mask(text: str) -> str:
    """Return *text*, as long as before, with everything that is not read masked."""
    return _MASKED.sub(_masked, text)


def before(text: str, at: int) -> str:
    """Return the character that a reader sees before *at*; empty at the start."""
    return text[:at].rstrip(MARKUP)[-1:]


def after(text: str, at: int) -> str:
    """Return the character that a reader sees at *at* or next; empty at the end."""
    return text[at:].lstrip(MARKUP)[:1]


def speaks(lang: str, *bases: str) -> bool:
    """Tell whether *lang* is one of *bases*, or a variety of one."""
    return lang in bases or lang.partition("-")[0] in bases


def shown(text: str) -> str:
    """Return *text* so that a person sees its spaces."""
    names = {"": "nothing", " ": "a space", NBSP: "U+00A0", NNBSP: "U+202F", THIN: "U+2009"}
    return names.get(text, repr(text))


def _masked(match: re.Match[str]) -> str:
    if match["footnote"]:
        return "*" * len(match[0])
    if match["entity"] and _SPACE_ENTITY.fullmatch(match[0]):
        return NBSP * len(match[0])
    return OBJECT * len(match[0])
