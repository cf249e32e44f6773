"""Timelines: a table whose rows begin with a date, placed on an axis by these dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from . import dialect, directives
from .facts import day
from .model import Card, Fact, Sheet
from .problems import Problem

DATED = ("date", "month", "short-month", "year")
"""Styles of a fact that say a time."""
_FEWEST = 2
"""Events, and columns that a card takes."""


@dataclass(frozen=True, slots=True)
class Table:
    """The inline tokens of a table's cells, row by row."""

    head: tuple[Token, ...]
    rows: tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole years, from the first of January to the first of January."""

    first: int
    last: int
    """The last year that is on the axis."""

    def share(self, when: dt.date) -> float:
        """Return where *when* is on the axis, between 0 and 1."""
        begin, end = dt.date(self.first, 1, 1), dt.date(self.last, 12, 31)
        return (when - begin).days / ((end - begin).days + 1)


def table(tokens: Sequence[Token]) -> Table:
    """Return the first table among *tokens*; one without rows where there is none."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(token)
        elif token.type == "table_close":
            break
    head, *events = rows or [[]]
    return Table(tuple(head), tuple(map(tuple, events)))


def dates(known: Table, facts: Mapping[str, Fact]) -> list[dt.date]:
    """Return the date of each row, the first day that it may mean."""
    return [day(facts[_name(row)]) for row in known.rows]


def scale(days: Sequence[dt.date]) -> Scale:
    """Return an axis that has room for all *days*, which are in order."""
    return Scale(days[0].year, days[-1].year)


def faults(sheet: Sheet, first: int) -> Iterator[Problem]:
    """Yield what keeps a card of *sheet* from being drawn as a timeline.

    Args:
        sheet: Phase 1.
        first: Line of the file at which the body begins.
    """
    for card, tokens in _bodies(sheet):
        if card.view == "timeline":
            for line, message, hint in _faults(card, table(tokens), sheet.meta.facts, first):
                yield Problem(sheet.source.path, line, "source-timeline", message, hint)


def _faults(
    card: Card, known: Table, facts: Mapping[str, Fact], first: int
) -> Iterator[tuple[int, str, str]]:
    if card.span < _FEWEST:
        yield card.line, f"the timeline {card.id!r} has one column", "write span=2 or span=3"
    if len(known.rows) < _FEWEST:
        hint = "give it a table: | {bert_date} | BERT |, a row for each date"
        yield card.line, f"the timeline {card.id!r} has no table of two rows", hint
    before = dt.date.min
    for row in known.rows:
        line = first + (row[0].map[0] if row[0].map else 0)
        fact = facts.get(_name(row))
        if fact is None or fact.style not in DATED:
            hint = f"write one fact there, {{bert_date}}, of style {', '.join(DATED)}"
            yield line, f"a row of the timeline begins with {row[0].content!r}", hint
        elif day(fact) < before:
            yield line, f"{row[0].content!r} is earlier than the row above", "sort the rows by date"
        else:
            before = day(fact)


def _name(row: Sequence[Token]) -> str:
    """Return the name of the fact that is the first cell of *row*, and nothing else."""
    text = row[0].content.strip() if row else ""
    names = dialect.facts_in(text)
    return names[0] if text == f"{{{''.join(names[:1])}}}" else ""


def _bodies(sheet: Sheet) -> Iterator[tuple[Card, list[Token]]]:
    """Yield each card with the tokens from its directive to that of the next card."""
    cards = {card.id: card for card in sheet.cards}
    card, body = None, list[Token]()
    for token in sheet.tokens:
        found = directives.read(token.content, 0) if token.type == "directive" else None
        if found and found.name in {"card", "section"}:
            if card:
                yield card, body
            card, body = cards.get(found.argument.partition(" ")[0]), []
        else:
            body.append(token)
    if card:
        yield card, body
