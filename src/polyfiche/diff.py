"""What changed for translators between two templates, message by message, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from . import memory
from .catalogs import Catalog
from .dialect import is_cjk
from .entries import Entry
from .model import Key

Kind = Literal["added", "changed", "removed"]
Piece = tuple[Literal["same", "old", "new"], str]
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MARKUP = re.compile(r"[\\`*_{}\[\]()#+!|~<>&@]")
_LEAST = 0.35
"""Texts that share less are shown whole: word by word they would be a puzzle."""


@dataclass(frozen=True, slots=True)
class Change:
    """One message that is not what it was."""

    kind: Kind
    old: str
    """Empty for an added message."""
    new: str
    """Empty for a removed message."""
    context: str = ""
    references: tuple[str, ...] = ()
    """Where it stands; for a removed message, where it stood."""


@dataclass(frozen=True, slots=True)
class Report:
    """The changes of one sheet."""

    sheet: str
    since: str
    """What the sheet is compared with, for a reader."""
    changes: tuple[Change, ...]

    def count(self, kind: Kind) -> int:
        """Return how many changes of a *kind* there are."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def summary(self) -> str:
        """One line: `llm-et-fm, since HEAD: 1 added, 2 changed, 0 removed`."""
        kinds: tuple[Kind, ...] = ("added", "changed", "removed")
        counts = ", ".join(f"{self.count(kind)} {kind}" for kind in kinds)
        return f"{self.sheet}, since {self.since}: {counts}"


def changes(old: Catalog | None, new: Catalog) -> tuple[Change, ...]:
    """Return what is different in the template *new*, in its order; what is gone comes last.

    A changed message is paired with its old self as `update` would pair them.
    """
    before = {entry.key: entry for entry in old.entries if not entry.obsolete} if old else {}
    now = {entry.key: entry for entry in new.entries if not entry.obsolete}
    fresh = [entry for key, entry in now.items() if key not in before]
    gone = [entry for key, entry in before.items() if key not in now]
    pairs = _pairs(fresh, gone, old, new)
    found = [_change(entry, pairs.get(entry.key)) for entry in fresh]
    used = {was.key for was in pairs.values()}
    found += [_removed(entry) for entry in gone if entry.key not in used]
    return tuple(found)


def pieces(old: str, new: str) -> list[Piece]:
    """Return *old* and *new* as one text: what both have, what only one has."""
    before, after = _words(old), _words(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if old and new and matcher.ratio() < _LEAST:
        return [("old", old), ("new", new)]
    found: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(before[i:j])))
            continue
        found += [("old", "".join(before[i:j]))] if j > i else []
        found += [("new", "".join(after[k:m]))] if m > k else []
    return found


def as_text(reports: Iterable[Report], *, coloured: bool) -> str:
    """Return *reports* for a terminal; without colours, changes are `[-old-]{+new+}`."""
    show = _coloured if coloured else _bracketed
    return "\n\n".join("\n".join(_text_lines(report, show)) for report in reports)


def as_markdown(reports: Iterable[Report]) -> str:
    """Return *reports* as Markdown, for the summary of a CI run or a comment."""
    return "\n\n".join("\n".join(_markdown_lines(report)) for report in reports)


def as_json(reports: Iterable[Report]) -> str:
    """Return *reports* as JSON for a program."""
    import msgspec

    found = [asdict(report) for report in reports]
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


# Finding changes


def _pairs(
    fresh: Sequence[Entry], gone: Sequence[Entry], old: Catalog | None, new: Catalog
) -> dict[Key, Entry]:
    """Return for each new message the vanished one that it was, one to one."""
    if not fresh or not gone:
        return {}
    vanished = {entry.key for entry in gone}
    found: dict[Key, Entry] = {}
    used: set[Key] = set()
    for key, was in memory.matcher(new, old)(fresh, gone).items():
        if was.key in vanished and was.key not in used:
            found[key] = was
            used.add(was.key)
    return found


def _change(entry: Entry, was: Entry | None) -> Change:
    context = entry.msgctxt or ""
    if was is None:
        return Change("added", "", entry.msgid, context, entry.references)
    return Change("changed", was.msgid, entry.msgid, context, entry.references)


def _removed(entry: Entry) -> Change:
    return Change("removed", entry.msgid, "", entry.msgctxt or "", entry.references)


def _words(text: str) -> list[str]:
    """Return the words, spaces and marks of *text*; each CJK character is a word."""
    words = _WORD.findall(text)
    return [part for word in words for part in (word if any(map(is_cjk, word)) else (word,))]


# Showing them

_MARKS: dict[Kind, str] = {"added": "+", "changed": "~", "removed": "-"}
_COLOURS = {"old": "\x1b[31;9m", "new": "\x1b[32m"}


def _text_lines(report: Report, show: Callable[[Iterable[Piece]], str]) -> Iterator[str]:
    yield report.summary
    place: tuple[str, ...] | None = None
    for change in report.changes:
        if change.references != place:
            place = change.references
            yield ""
            yield ", ".join(place) or "(nowhere)"
        context = f"({change.context}) " if change.context else ""
        text = show(pieces(change.old, change.new)).replace("\n", "\n    ")
        yield f"  {_MARKS[change.kind]} {context}{text}"


def _coloured(found: Iterable[Piece]) -> str:
    return "".join(
        text if kind == "same" else f"{_COLOURS[kind]}{text}\x1b[0m" for kind, text in found
    )


def _bracketed(found: Iterable[Piece]) -> str:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[kind].format(text) for kind, text in found)


def _markdown_lines(report: Report) -> Iterator[str]:
    yield f"### {plain(report.summary)}"
    yield ""
    if not report.changes:
        yield "Nothing changed for translators."
    for change in report.changes:
        where = ", ".join(map(plain, change.references))
        text = "".join(map(tagged, pieces(change.old, change.new)))
        yield f"- **{change.kind}** {text}" + (f" <sub>{where}</sub>" if where else "")


def tagged(piece: Piece) -> str:
    """Return *piece* for Markdown, marked when only one text has it."""
    kind, text = piece
    tag = {"same": "", "old": "del", "new": "ins"}[kind]
    return f"<{tag}>{plain(text)}</{tag}>" if tag else plain(text)


def plain(text: str) -> str:
    """Return *text* so that Markdown and HTML show it as it is."""
    shown = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)
    return shown.replace("\n", "<br>")
