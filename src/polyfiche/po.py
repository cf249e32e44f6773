"""The text of a PO file to entries, each with the block of lines it was read from.

Source: GNU gettext 0.21, "The Format of PO Files".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

from . import usual
from .draft import Draft
from .entries import ESCAPES, Entry
from .problems import Problem

Layout = Callable[[str, int, int, str], Iterable[Entry]]
"""Reads whole entries that have a certain layout, faster than line by line; see `usual`."""

_FOLLOWS = {
    "": ("msgctxt", "msgid"),
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[]",),
    "msgstr": (),
    "msgstr[]": ("msgstr[]",),
}
_PLAIN = frozenset({"msgctxt", "msgid", "msgid_plural", "msgstr"})
_STRING = r'"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*'
_STRINGS = re.compile(rf"[ \t]*(?:{_STRING})*")
_ONE_STRING = re.compile(_STRING)
_KEYWORD = re.compile(
    r'(msgctxt|msgid_plural|msgid|msgstr)(?:[ \t]*(\[)[ \t]*([0-9]{1,3})[ \t]*\])?(?=[ \t"]|$)(.*)'
)
_LINES = re.compile("[^\n]*\n|[^\n]+")
_BACKSLASH = re.compile(r"\\(.)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _MalformedError(Exception):
    """A line is not PO: message and hint."""


class Reader:
    """Turn lines into entries; after a malformed line go on at the next empty one."""

    def __init__(self, path: str, layout: Layout = usual.entries) -> None:
        self.path = path
        self._layout = layout
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.escaped: list[tuple[int, str]] = []
        """Control characters that were written as escapes: (1-based line, character)."""
        self.trailing = ""
        """What follows the last entry."""
        self._lines: list[str] = []
        self._starts: list[int] = []  # of the lines, and the end of the text
        self._draft: Draft | None = None
        self._end = 0  # of the last entry
        self._number = 0  # of the current line, 0-based
        self._skipping = False

    def read(self, text: str) -> None:
        """Read the whole *text*; the results are in the attributes."""
        self.entries += self._layout(text, 0, 0, "")
        end = _length(self.entries)
        self.trailing = text[end:]
        if self.trailing.strip("\n"):
            self._read_on(text, end)

    def _read_on(self, text: str, start: int) -> None:
        """Read *text* from *start* on line by line, and whole entries where that is possible."""
        self._lines = _LINES.findall(text)
        self._starts = [0, *accumulate(map(len, self._lines))]
        self._number = self._end = bisect_left(self._starts, start)
        is_start = False
        while self._number < len(self._lines):
            line = self._lines[self._number].rstrip("\r\n").lstrip(" \t")
            if not line:
                self._skipping = False
            elif not self._skipping and not (is_start and self._usual(text)):
                self._guarded(line)
            is_start = not line
            self._number += 1
        if self._draft and self._draft.last:
            self._number = self._draft.end - 1
            self._guarded("#")  # as if one more entry began
        self.trailing = "".join(self._lines[self._end :])

    def _usual(self, text: str) -> bool:
        """Read every entry from here on that has the usual layout; stay on the last line."""
        draft = self._draft
        if draft and not draft.is_complete:
            return False
        start, end = self._starts[self._number], draft.end if draft else self._end
        gap = text[self._starts[end] : start]
        found = list(self._layout(text, start, self._number, gap))
        if found:
            self.entries += [draft.entry(self._lines), *found] if draft else found
            self._draft = None
            self._end = bisect_left(self._starts, start - len(gap) + _length(found))
            self._number = self._end - 1
        return bool(found)

    def _guarded(self, line: str) -> None:
        try:
            self._line(line)
        except _MalformedError as error:
            message, hint = error.args
            problem = Problem(self.path, self._number + 1, "catalog-syntax", message, hint)
            self.problems.append(problem)
            if self._draft and self._draft.is_complete:
                self.entries.append(self._draft.entry(self._lines))
            self._draft = None
            self._end = self._number + 1
            self._skipping = True

    def _line(self, line: str) -> None:
        if line[0] != "#":
            self._content(line, obsolete=False)
        elif line[1:2] == "|":
            self._previous(line[2:].lstrip(" \t"))
        elif line[1:2] != "~":
            self._comment(line)
        elif line[2:3] == "|":
            self._previous(line[3:].lstrip(" \t"))
        elif content := line[2:].strip(" \t"):
            self._content(content, obsolete=True)

    def _comment(self, line: str) -> None:
        draft = self._fresh("a comment")
        if line.endswith("\\"):  # GNU lexer: backslash and line end are nothing, also here
            hint = "put a space after it"
            raise _MalformedError("a comment ends with a backslash; gettext joins two lines", hint)
        draft.comments.append(line)
        draft.end = self._number + 1

    def _previous(self, content: str) -> None:
        draft = self._fresh("a previous msgid")
        if content[:1] == '"' and draft.previous:
            draft.previous[-1][1].append(self._strings(content))
        elif content:
            name, _, text = self._keyword(content)
            draft.previous.append((name, [self._strings(text)]))
        draft.end = self._number + 1

    def _content(self, content: str, *, obsolete: bool) -> None:
        if content[0] == '"':
            draft = self._draft
            if not draft or not draft.last:
                raise _MalformedError("a string without a keyword", "put msgid or msgstr before it")
            draft.texts[-1][1].append(self._strings(content))
        else:
            name, index, text = self._keyword(content)
            draft = self._follow(name, index, obsolete=obsolete)
            draft.texts.append((name, [self._strings(text)]))
        if draft.obsolete is not obsolete:
            raise _MalformedError("half of the entry is obsolete", "put #~ before every line of it")
        draft.end = self._number + 1

    def _follow(self, name: str, index: int, *, obsolete: bool) -> Draft:
        """Return the entry that keyword *name* belongs to."""
        draft = self._draft
        if not draft or (draft.is_complete and name in _FOLLOWS[""]):
            draft = self._fresh(name)
        if name not in _FOLLOWS[draft.last]:
            wanted = " or ".join(_FOLLOWS[draft.last]).replace("[]", "[0]") or "an empty line"
            after = f" after {draft.last}" if draft.last else ""
            raise _MalformedError(f"{name} is out of place", f"put {wanted} here{after}")
        if index >= 0 and index != sum(known == "msgstr[]" for known, _ in draft.texts):
            raise _MalformedError(f"msgstr[{index}] is out of order", "count from msgstr[0] up")
        if not draft.last:
            draft.line, draft.obsolete = self._number + 1, obsolete
        draft.last = name
        return draft

    def _fresh(self, what: str) -> Draft:
        """Return an entry that has no keyword yet, the current one or a new one."""
        draft = self._draft
        if draft and draft.last and not draft.is_complete:
            raise _MalformedError(f"{what} where msgstr is missing", "add the missing msgstr line")
        if draft and draft.is_complete:
            self.entries.append(draft.entry(self._lines))
            self._end = draft.end
        if not draft or draft.is_complete:
            gap = "".join(self._lines[self._end : self._number])
            draft = self._draft = Draft(self._number, gap)
        return draft

    def _keyword(self, content: str) -> tuple[str, int, str]:
        name, _, text = content.partition(" ")
        if name in _PLAIN and text[:1] == '"':
            return name, -1, text
        match = _KEYWORD.fullmatch(content)
        if not match or (match[2] and match[1] != "msgstr"):
            word = (content.split(maxsplit=1) or [content])[0][:20]
            hint = "use msgctxt, msgid, msgid_plural, msgstr, msgstr[0] or a line in quotes"
            raise _MalformedError(f"{word!r} is not a keyword of a PO file", hint)
        return match[1] + ("[]" if match[2] else ""), int(match[3] or -1), match[4]

    def _strings(self, text: str) -> str:
        if "\\" not in text and text.count('"') == 2 and text[0] == text[-1] == '"':  # noqa: PLR2004
            return text[1:-1]
        if not _STRINGS.fullmatch(text):
            hint = 'write "…" with \\" and \\\\ inside'
            raise _MalformedError("the text is not in straight quotes", hint)
        value = _BACKSLASH.sub(_unescaped, "".join(_ONE_STRING.findall(text)))
        self.escaped += ((self._number + 1, char) for char in _CONTROL.findall(value))
        return value


def _length(entries: Iterable[Entry]) -> int:
    return sum(len(entry.gap) + len(entry.raw) for entry in entries)


def _unescaped(match: re.Match[str]) -> str:
    if match[1] not in ESCAPES:
        hint = "write the character itself, or \\\\ for a backslash"
        raise _MalformedError(f"unknown escape {match[0]!r}", hint)
    return ESCAPES[match[1]]
