"""Terms: what each language calls the things that the source speaks of, in `content/terms.tsv`.

A line has an id, the source's forms, one cell for each language, and may end with `contested`
(tags whose usage is unsettled) and `note`. A cell is `preferred | accepted; stem* | !forbidden`;
`=` means that the source's forms stay. An empty cell asks nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .model import SourceFile
from .problems import Problem, SourceError

PATH = "content/terms.tsv"
_ABOUT = ("contested", "note")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORD = "[\\w\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u200c\u200d]"
_ARABIC_PREFIX = "(?:[وف]?[بكل]?(?:ال|ل)?)"
_DROPPED = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad]")
_FOLDED = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "’": "'"})
_NO_SPACES = ("zh", "ja", "th", "lo", "km", "my")
_COMPOUNDS = ("de", "nl", "sv", "da", "nb", "fi", "hu")


@dataclass(frozen=True, slots=True)
class Forms:
    """How one language says one term."""

    preferred: str
    accepted: tuple[str, ...] = ()
    """Other forms; one that ends with `*` is a stem. The preferred one is not in it."""
    forbidden: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every form that may be used."""
        return (self.preferred, *self.accepted)


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the file."""

    id: str
    source: Forms
    forms: Mapping[str, Forms]
    """By BCP 47 tag; a language that the line says nothing of is not in it."""
    stays: frozenset[str] = frozenset()
    """Tags in which the source's forms stay."""
    contested: tuple[str, ...] = ()
    """Tags whose usage is unsettled."""
    note: str = ""
    line: int = 0

    def of(self, lang: str) -> Forms | None:
        """Return the forms of *lang*, or of the language that it is a variety of."""
        return self.forms.get(lang) or self.forms.get(lang.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Termbase:
    """All terms, in the order of the file."""

    source: str = "fr"
    """BCP 47 tag of the source."""
    terms: tuple[Term, ...] = ()
    langs: tuple[str, ...] = ()

    def used(self, text: str) -> list[Term]:
        """Return the terms that a *text* of the source uses; a term inside a longer one is not."""
        found = [
            (start, end, term)
            for term in self.terms
            for start, end in places(text, term.source.all, self.source)
        ]
        whole = [
            term
            for start, end, term in found
            if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
        ]
        return list({term.id: term for term in whole}.values())

    def stays(self, text: str, lang: str) -> bool:
        """Tell whether *text* is nothing but a term that *lang* keeps as it is."""
        return any(
            (0, len(_plain(text))) in places(text, term.source.all, self.source)
            for term in self.terms
            if lang in term.stays or lang.partition("-")[0] in term.stays
        )


def load(file: SourceFile) -> Termbase:
    """Return the terms of *file*.

    Raises:
        SourceError: With every problem found: `terms-header`, `terms-row`.
    """
    reader = _Reader(file.path)
    base = reader.read(file.text)
    if reader.problems:
        raise SourceError(*sorted(reader.problems))
    return base


def places(text: str, forms: Iterable[str], lang: str) -> list[tuple[int, int]]:
    """Return where *text*, folded, has one of *forms*: case, diacritics of Arabic, inflection."""
    plain = _plain(text)
    return [match.span() for form in forms for match in _pattern(form, lang).finditer(plain)]


@functools.lru_cache(4096)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", _DROPPED.sub("", text).translate(_FOLDED).casefold())
    return " ".join(folded.split())


@functools.lru_cache(4096)
def _pattern(form: str, lang: str) -> re.Pattern[str]:
    """Return the pattern of a form; a stem takes any ending, a compound any beginning."""
    base = lang.partition("-")[0]
    prefix = _ARABIC_PREFIX if base in {"ar", "fa", "ur"} else ""
    words = [
        prefix + re.escape(word.removesuffix("*")) + (f"{_WORD}*" if word.endswith("*") else "")
        for word in _plain(form).split()
    ]
    left = "" if base in (*_NO_SPACES, *_COMPOUNDS) else f"(?<!{_WORD})"
    right = "" if base in _NO_SPACES else f"(?!{_WORD})"
    return re.compile(left + r"\s+".join(words) + right)


# Reading


@dataclass(slots=True)
class _Reader:
    """Reads the lines and collects what is wrong."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)

    def read(self, text: str) -> Termbase:
        lines = text.split("\n")
        header = [name.strip() for name in lines[0].split("\t")]
        if not self._header(header):
            return Termbase()
        rows = [
            term
            for number, line in enumerate(lines[1:], 2)
            if line.strip() and not line.startswith("#")
            for term in self._row(header, line.split("\t"), number)
        ]
        langs = tuple(name for name in header[2:] if name not in _ABOUT)
        return Termbase(header[1], tuple(rows), langs)

    def _header(self, header: Sequence[str]) -> bool:
        wrong = [name for name in header[1:] if name not in _ABOUT and not _TAG.fullmatch(name)]
        hint = "write: id, the source language, then one BCP 47 tag a column, contested, note"
        if header[0] != "id" or len(header) < 3 or header[1] in _ABOUT:  # noqa: PLR2004
            self._wrong(1, "terms-header", f"begins with {header[:2]}", hint)
        elif wrong or len({*header}) < len(header):
            name = wrong[0] if wrong else max(header, key=header.count)
            self._wrong(1, "terms-header", f"{name!r} is no new column", hint)
        return not self.problems

    def _row(self, header: Sequence[str], cells: Sequence[str], line: int) -> Iterator[Term]:
        if len(cells) != len(header):
            message = f"{len(cells)} cells, the header has {len(header)}"
            self._wrong(line, "terms-row", message, "put one tab between two cells")
            return
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        langs = [lang for lang in header[2:] if lang not in _ABOUT]
        contested = tuple(row.get("contested", "").split())
        self._names(row["id"], contested, (header[1], *langs), line)
        source = self._forms(row[header[1]], line, row["id"])
        if not source:
            message = f"{row['id']!r} has no source form"
            self._wrong(line, "terms-row", message, "give the source's term")
            return
        stays = frozenset(lang for lang in langs if row[lang] == "=")
        forms = {t: source if t in stays else self._forms(row[t], line, row["id"]) for t in langs}
        known = {tag: found for tag, found in forms.items() if found}
        yield Term(row["id"], source, known, stays, contested, row.get("note", ""), line)

    def _names(
        self, name: str, contested: Iterable[str], columns: Sequence[str], line: int
    ) -> None:
        """Check the id of a line, and the tags that it calls contested."""
        first = self._ids.setdefault(name, line)
        if not name or first != line:
            message = f"the id {name!r} was given at line {first}" if name else "has no id"
            self._wrong(line, "terms-row", message, "choose an id of its own")
        for tag in contested:
            if tag not in columns:
                hint = f"use some of: {' '.join(columns)}"
                self._wrong(line, "terms-row", f"{tag!r} is contested but no column", hint)

    def _forms(self, cell: str, line: int, name: str) -> Forms | None:
        items = [item.strip() for item in re.split(r"[|;]", cell) if item.strip()]
        used = [item for item in items if not item.startswith("!")]
        bare = [item for item in items if not re.sub(r"[*!\s]", "", item)]
        if bare or (used and used[0].endswith("*")):
            wrong = bare[0] if bare else used[0]
            message = f"{name!r}: {wrong!r} is no preferred form"
            self._wrong(
                line, "terms-row", message, "begin the cell with a whole term; stems follow"
            )
        elif items and not used:
            message = f"{name!r}: {cell!r} has no preferred form"
            self._wrong(line, "terms-row", message, "begin the cell with a whole term")
        elif items:
            forbidden = tuple(item[1:].strip() for item in items if item.startswith("!"))
            return Forms(used[0], tuple(used[1:]), forbidden)
        return None

    def _wrong(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, code, message, hint))
