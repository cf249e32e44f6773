"""A whole entry at one look: the layout that nearly every entry has, as one expression.

Twice as fast as line by line. What it does not know (plurals, obsolete entries, `#|`, odd spaces,
rare escapes, mistakes) is left to `po`, which reads the rest to the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .entries import ESCAPES, Entry

_PLAIN = r'[^"\\\x00-\x08\n-\x1f\x7f-\x9f]*'
_STRING = rf'"{_PLAIN}(?:\\[nt"\\]{_PLAIN})*"'
_TEXT = rf"({_STRING}(?:\n{_STRING})*)\n"
_ENTRY = re.compile(
    r"(\n*)((?:#(?![|~])[^\r\n]*(?<!\\)\n)*)"
    rf"(?:msgctxt {_TEXT})?msgid {_TEXT}msgstr {_TEXT}"
    # what follows neither continues the entry nor is a mistake for which it matters
    r'(?=\n*\Z|\n+(?:#(?!~)|#~\|? msg|msgid "|msgctxt "))'
)
_BACKSLASH = re.compile(r"\\(.)")
_REFERENCE = re.compile("\u2068[^\u2069]*\u2069\\S*|\\S+")


def entries(text: str, start: int, number: int, gap: str) -> Iterator[Entry]:
    """Yield the entries from *start* on, up to the first that is laid out in another way.

    Args:
        text: Of the file.
        start: Index in *text*, of the beginning of a line.
        number: 0-based, of that line.
        gap: What stands before that line and belongs to no entry.
    """
    match = _ENTRY.match(text, start)
    while match:
        blank, notes, context, msgid, msgstr = match.groups()
        raw = text[match.end(1) : match.end()]
        line = number + len(blank) + notes.count("\n") + 1
        comments = sort_comments(notes.split("\n")[:-1]) if notes else ((), (), (), ())
        msgctxt = None if context is None else _value(context)
        strings = (_value(msgstr),)
        yield Entry(
            _value(msgid), strings, msgctxt, None, *comments, line=line, raw=raw, gap=blank or gap
        )
        number += len(blank) + raw.count("\n")
        match = _ENTRY.match(text, match.end())


def sort_comments(
    lines: list[str],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what *lines* with a `#` say: the translator, the author, references, flags."""
    found: dict[str, list[str]] = {"": [], ".": [], ":": [], ",": []}
    for line in lines:
        kind = line[1] if line[1:2] in {".", ":", ","} else ""
        found[kind].append(line[1 + len(kind) :].removeprefix(" "))
    references = [ref for text in found[":"] for ref in _REFERENCE.findall(text)]
    flags = [flag.strip() for text in found[","] for flag in text.split(",")]
    unique = dict.fromkeys(flag for flag in flags if flag)
    return tuple(found[""]), tuple(found["."]), tuple(references), tuple(unique)


def _value(quoted: str) -> str:
    text = quoted[1:-1].replace('"\n"', "") if "\n" in quoted else quoted[1:-1]
    return _BACKSLASH.sub(lambda match: ESCAPES[match[1]], text) if "\\" in text else text
