"""How far every translation is: per sheet and language, for a person, a program, a CI summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from . import catalogs, snapshot
from .catalogs import Catalog
from .dialect import is_cjk
from .model import Counts, Outline, Unit
from .workspace import Project

NOT_REVIEWED = "not reviewed"
"""Said of a catalog whose header has no X-Review; nothing but a person writes that field."""
_REVIEW = "X-Review"
_LONGEST = 40
_FACT = re.compile(r"\{[a-z][a-z0-9_]*\}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """State of one sheet in one language, in units."""

    sheet: str
    lang: str
    translated: int
    fuzzy: int
    missing: int
    words: int
    """Of the source, in all units."""
    words_left: int
    """Of the source, in the units that are fuzzy or missing."""
    snapshot: str
    """Version, date and hash of the source that the catalog was merged from."""
    added: int
    """Units of the source that are not in the catalog: drift since the snapshot."""
    vanished: int
    """Messages of the catalog that are no longer in the source: drift, too."""
    review: str
    """What the reviewer wrote in the header; `not reviewed` when nobody did."""

    @property
    def percent(self) -> float:
        """Share of the translated units, 0 to 100."""
        return Counts(self.translated, self.fuzzy, self.missing).percent

    @property
    def drift(self) -> str:
        """The drift in words: `+2 -1`, or `none`."""
        return f"+{self.added} -{self.vanished}" if self.added or self.vanished else "none"


def status(project: Project) -> list[Row]:
    """Return the state of every sheet in every language that has a catalog."""
    return [row for name in project.names() for row in _rows(project, name)]


def word_count(text: str) -> int:
    """Return how many words of *text* there are to translate; a CJK character is one."""
    found = _WORD.findall(_FACT.sub("", text))
    return sum(sum(map(is_cjk, word)) or 1 for word in found)


def least(rows: Iterable[Row]) -> float:
    """Return the lowest percentage of *rows*."""
    return min((row.percent for row in rows), default=100.0)


def as_table(rows: Sequence[Row]) -> str:
    """Return *rows* as aligned lines for a person."""
    cells = [tuple(_COLUMNS), *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_line(row, widths) for row in cells)


def as_json(rows: Sequence[Row]) -> str:
    """Return *rows* as JSON for a program."""
    import msgspec

    found = [{**asdict(row), "percent": round(row.percent, 2)} for row in rows]
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def as_markdown(rows: Sequence[Row]) -> str:
    """Return *rows* as a Markdown table, for the summary of a CI run."""
    marks = [":--" if name in _TEXTS else "--:" for name in _COLUMNS]
    lines = [tuple(_COLUMNS), tuple(marks), *(_cells(row) for row in rows)]
    escaped = ([cell.replace("|", r"\|") for cell in row] for row in lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in escaped)


FORMS: dict[str, Callable[[Sequence[Row]], str]] = {
    "table": as_table,
    "json": as_json,
    "markdown": as_markdown,
}
"""What `status --format` takes."""


def _rows(project: Project, name: str) -> Iterator[Row]:
    sheet = project.outline(name)
    units = project.units(sheet)
    for tag in project.languages(name):
        if catalog := project.catalog(name, tag):
            yield _row(sheet, tag, catalog, units)


def _row(sheet: Outline, tag: str, catalog: Catalog, units: Sequence[Unit]) -> Row:
    counts = catalogs.stats(catalog, units)
    done = catalog.translations()
    words = {unit.key: word_count(unit.msgid) for unit in units}
    moved = snapshot.drift(catalog, words)
    return Row(
        sheet=sheet.name,
        lang=tag,
        translated=counts.translated,
        fuzzy=counts.fuzzy,
        missing=counts.missing,
        words=sum(words.values()),
        words_left=sum(count for key, count in words.items() if key not in done),
        snapshot=snapshot.recorded(catalog),
        added=moved.added,
        vanished=moved.vanished,
        review=catalog.fields.get(_REVIEW) or NOT_REVIEWED,
    )


_COLUMNS: dict[str, Callable[[Row], str]] = {
    "sheet": lambda row: row.sheet,
    "lang": lambda row: row.lang,
    "translated": lambda row: str(row.translated),
    "fuzzy": lambda row: str(row.fuzzy),
    "missing": lambda row: str(row.missing),
    "done": lambda row: f"{int(row.percent * 10) / 10:.1f}%",
    "words left": lambda row: str(row.words_left),
    "drift": lambda row: row.drift,
    "source": lambda row: row.snapshot,
    "review": lambda row: row.review[:_LONGEST],
}
_TEXTS = {"sheet", "lang", "drift", "source", "review"}


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(show(row) for show in _COLUMNS.values())


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.ljust(width) if name in _TEXTS else cell.rjust(width)
        for name, cell, width in zip(_COLUMNS, cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()
