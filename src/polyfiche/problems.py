"""Problems, and the one error tree.

PolyficheError          a step cannot go on; carries one Problem or more
├── SourceError         a Markdown source, its head, a figure
├── CatalogError        a PO or POT file
├── FontError           a font file, or the project's fonts.lock
├── RenderError         an artifact cannot be made
├── ReleaseError        a release cannot be made, or is not what it says
├── OutputError         a file cannot be written
├── NativeError         a native library is missing (exit code 3)
└── UsageError          what was asked for does not exist (exit code 2)
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


_UNPRINTABLE = re.compile(
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def shown(text: str) -> str:
    """Return *text* with escapes for what a terminal or a log would act upon."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it."""

    path: str
    """Relative to the project, with forward slashes; empty when no file is at fault."""
    line: int
    """1-based; 0 when no line is at fault."""
    code: str
    """`area-fact` in kebab case; never changes its meaning."""
    message: str
    hint: str = ""
    """What to do: starts with a verb."""
    severity: Severity = "error"
    column: int = 0
    """1-based, in characters; 0 when only the line is known."""

    def __post_init__(self) -> None:
        """Escape what would move the cursor of a terminal, or turn a line around."""
        for name in ("path", "message", "hint"):
            text = getattr(self, name)
            if _UNPRINTABLE.search(text) or (name == "path" and "\n" in text):
                text = text.replace("\n", "\\n") if name == "path" else text
                object.__setattr__(self, name, shown(text))

    def __str__(self) -> str:
        """Return `path:line: severity[code]: message (hint)`."""
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        tail = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{place}{self.severity}[{self.code}]: {self.message}{tail}"


class PolyficheError(Exception):
    """A step cannot go on."""

    def __init__(self, problem: Problem, *more: Problem) -> None:
        super().__init__(problem, *more)
        self.problems: tuple[Problem, ...] = (problem, *more)

    def __str__(self) -> str:
        """Return one line for each problem."""
        return "\n".join(map(str, self.problems))


class SourceError(PolyficheError):
    """A Markdown source, its head, or a figure is wrong."""


class CatalogError(PolyficheError):
    """A PO or POT file is wrong."""


class FontError(PolyficheError):
    """A font file, or the project's fonts.lock, is wrong."""


class RenderError(PolyficheError):
    """An artifact cannot be made."""


class ReleaseError(PolyficheError):
    """A release cannot be made, or is not what it says."""


class OutputError(PolyficheError):
    """A file cannot be written: the disk is full, the folder is read-only or in use."""


class NativeError(PolyficheError):
    """A native library is missing."""


class UsageError(PolyficheError):
    """What was asked for does not exist."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the closest of *known*, or all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1, 0.6)
    return f"did you mean {close[0]!r}?" if close else f"use one of: {', '.join(names)}"
