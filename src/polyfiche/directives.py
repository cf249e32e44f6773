"""Directives: HTML comments that tell cards, sections, and what translators should know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from .model import Card, Kind, View
from .problems import Problem, did_you_mean

_NAMED = re.compile(r"(i18n:[a-z-]+|card|section)(?::\s*|\s+|$)(.*)", re.DOTALL)
_ID = re.compile(r"[a-z][a-z0-9-]*")
_COVERS = re.compile(r"([A-Z])([0-9]{1,6})(?:-([A-Z])([0-9]{1,6}))?")
_MOST_COVERED = 1_000
"""Statements of one range."""
_I18N = ("comment", "context", "skip", "skip-start", "skip-end")
_FIELDS = ("kind", "priority", "covers", "span", "view")


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive; `name` is empty for a comment that is the author's own note."""

    name: str
    argument: str
    line: int


@dataclass(slots=True)
class Pending:
    """What the next block is told by the directives before it."""

    comments: list[str] = field(default_factory=list)
    context: str = ""
    skip: bool = False

    @property
    def is_set(self) -> bool:
        """Whether any directive waits for a block."""
        return bool(self.comments or self.context or self.skip)


def read(content: str, line: int) -> Directive:
    """Return the directive in the *content* of a comment that begins at *line*."""
    match = _NAMED.fullmatch(content)
    return Directive(match[1], match[2].strip(), line) if match else Directive("", content, line)


def card(directive: Directive, path: str) -> tuple[Card, list[Problem]]:
    """Return the card that *directive* describes, and what is wrong with it."""
    problems: list[Problem] = []

    def wrong(message: str, hint: str) -> None:
        problems.append(Problem(path, directive.line, "source-card", message, hint))

    name, _, rest = directive.argument.partition(" ")
    if not _ID.fullmatch(name):
        wrong(f"{name!r} is not a card id", "use small letters, digits and hyphens: llm-def")
    fields, unknown = _fields(rest)
    for word in unknown:
        wrong(
            f"{word!r} is not a new field of a card", did_you_mean(word.partition("=")[0], _FIELDS)
        )
    for key, value, names in _choices(fields):
        if value not in names:
            wrong(f"{value!r} is not a {key} of a card", did_you_mean(value, filter(None, names)))
    numbers = {key: fields.get(key, "1") for key in ("priority", "span")}
    for key, value in numbers.items():
        if value not in {"1", "2", "3"}:
            wrong(f"{key} is {value!r}", f"write {key}=1, 2 or 3")
    covers = list(_covers(fields.get("covers", "")))
    if fields.get("covers") and "" in covers:
        wrong(f"covers is {fields['covers']!r}", "write covers=S04,S06-S10")
    if problems:
        return Card(name, line=directive.line), problems
    made = Card(
        id=name,
        kind=fields["kind"],  # type: ignore[arg-type]  # one of get_args(Kind)
        priority=int(numbers["priority"]),
        covers=tuple(covers),
        span=int(numbers["span"]),
        view=fields["view"],  # type: ignore[arg-type]  # one of get_args(View)
        line=directive.line,
    )
    return made, []


def _fields(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the fields of a card, and the words that are none, or are given twice."""
    fields: dict[str, str] = {}
    unknown = []
    for word in text.split():
        key, _, value = word.partition("=")
        if key not in _FIELDS or key in fields:
            unknown.append(word)
        fields[key] = value
    return fields, unknown


def _choices(fields: dict[str, str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (field, what is given, what may be given), and fill in what is not given."""
    for key, usual, known in (("kind", "neutral", Kind), ("view", "", View)):
        yield key, fields.setdefault(key, usual), get_args(known)


def section(directive: Directive, path: str) -> list[Problem]:
    """Return what is wrong with a section directive."""
    if _ID.fullmatch(directive.argument):
        return []
    message = f"{directive.argument!r} is not a section id"
    hint = "use small letters, digits and hyphens: comparer"
    return [Problem(path, directive.line, "source-section", message, hint)]


def note(directive: Directive, pending: Pending, path: str) -> list[Problem]:
    """Add an i18n *directive* to what is *pending*; return what is wrong with it."""
    name = directive.name.removeprefix("i18n:")
    if name == "comment":
        pending.comments.append(" ".join(directive.argument.split()))
    elif name == "context":
        pending.context = directive.argument
    elif name == "skip":
        pending.skip = True
    elif name not in _I18N:
        message = f"{directive.name!r} is not a directive"
        hint = did_you_mean(directive.name, (f"i18n:{known}" for known in _I18N))
        return [Problem(path, directive.line, "source-directive", message, hint)]
    return []


def _covers(text: str) -> Iterator[str]:
    """Yield each statement of `S04,S06-S10`; an empty string for what cannot be read."""
    for part in filter(None, text.split(",")):
        match = _COVERS.fullmatch(part)
        if not match or (match[3] and match[1] != match[3]):
            yield ""
            continue
        first, last = int(match[2]), int(match[4] or match[2])
        if not first <= last < first + _MOST_COVERED:
            yield ""
            continue
        width = len(match[2])
        for number in range(first, last + 1):
            yield f"{match[1]}{number:0{width}}"
