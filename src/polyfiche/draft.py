"""The entry of a PO file that is being read, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from . import usual
from .entries import Entry


class Draft:
    """What is known so far."""

    def __init__(self, start: int, gap: str) -> None:
        self.start = start
        self.end = start
        self.gap = gap
        self.line = 0
        self.last = ""  # the last keyword; `msgstr[]` for all plural forms
        self.obsolete = False
        self.comments: list[str] = []
        self.previous: list[tuple[str, list[str]]] = []
        self.texts: list[tuple[str, list[str]]] = []

    @property
    def is_complete(self) -> bool:
        """Its translation has begun: it may end here."""
        return self.last.startswith("msgstr")

    def entry(self, lines: Sequence[str]) -> Entry:
        """Return the entry, with its block of the *lines* of the file."""
        texts = {name: "".join(parts) for name, parts in self.texts}
        strings = tuple("".join(parts) for name, parts in self.texts if name.startswith("msgstr"))
        return Entry(
            texts["msgid"],
            strings,
            texts.get("msgctxt"),
            texts.get("msgid_plural"),
            *usual.sort_comments(self.comments),
            tuple((name, "".join(parts)) for name, parts in self.previous),
            self.obsolete,
            self.line,
            "".join(lines[self.start : self.end]),
            self.gap,
        )
