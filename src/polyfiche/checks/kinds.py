"""What a check is, what it looks at, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..catalogs import Catalog
from ..entries import Entry
from ..model import Sheet, Unit
from ..parity import Shape, shape
from ..problems import Severity
from ..termbase import Termbase
from ..workspace import Project

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found; its code and severity are the check's."""

    message: str
    hint: str
    path: str = ""
    """Empty where the passage or the edition knows it."""
    line: int = 0
    column: int = 0
    start: int = -1
    """Where it begins in the text of a passage; -1 when it is the whole."""
    end: int = -1
    replacement: str | None = None
    """What `--fix` puts between *start* and *end*."""


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """One code."""

    code: str
    severity: Severity
    run: Callable[[T], Iterator[Hit]]
    """Its docstring is what `polyfiche explain CODE` prints."""


@dataclass(frozen=True, slots=True)
class Context:
    """A sheet and everything that its checks may ask."""

    project: Project
    sheet: Sheet
    units: tuple[Unit, ...]
    terms: Termbase
    shapes: dict[str, Shape] = field(default_factory=dict)

    def shape(self, text: str) -> Shape:
        """Return the markup of *text*, parsed once for all languages."""
        if text not in self.shapes:
            self.shapes[text] = shape(text, dict(self.sheet.env))
        return self.shapes[text]


@dataclass(frozen=True, slots=True)
class Survey:
    """All sheets of a project that could be read."""

    project: Project
    sheets: Sequence[Sheet]


@dataclass(frozen=True, slots=True)
class Edition:
    """One catalog of a sheet."""

    context: Context
    lang: str
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Passage:
    """One text that a reader sees, in the source or in a catalog."""

    context: Context
    path: str
    lang: str
    text: str
    rows: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Of a source: for each line of the text, 0-based, its line (1-based) and column (0-based)."""
    line: int = 0
    """1-based, where it begins."""
    entry: Entry | None = None
    """Of a catalog; None in the source."""
    form: int = 0
    """Which msgstr of the entry."""

    @property
    def message(self) -> str:
        """What the text translates."""
        if not self.entry:
            return self.text
        plural = self.entry.msgid_plural
        return plural if self.form and plural is not None else self.entry.msgid
