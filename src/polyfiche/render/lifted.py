"""Style attributes made rules of the style sheet, so that a strict policy can refuse the others."""

from __future__ import annotations

import re
from html import unescape

_STYLE = re.compile(r'(<[a-z][^<>]*?) style="([^"<>]*)"')
"""Our own writers escape quotes and angle brackets."""


def lifted(html: str) -> tuple[str, str]:
    """Return *html* without style attributes, and the rules that take their place.

    A rule wins over every other of the style sheet, as the attribute did.
    """
    known: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f'{match[1]} data-at="{known.setdefault(unescape(match[2]), len(known) + 1)}"'

    bare = _STYLE.sub(number, html)
    rules = (f'[data-at="{n}"][data-at][data-at]{{{style}}}' for style, n in known.items())
    return bare, "\n".join(rules)
