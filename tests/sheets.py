"""What the tests of sheets need: a head for a body, cases from files, HTML of an edition."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from polyfiche import dialect, segments
from polyfiche.facts import formatted
from polyfiche.localize import localize
from polyfiche.model import Key, Localized, Sheet, SourceFile

CASES = Path(__file__).parent / "cases"
HEAD = """\
---
title: Titre
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Nous]
facts:
  params: {value: 12, style: integer}
  kinds: {value: ["**gras**", "<b>net</b>"], style: list}
---
"""
SMALL = """\
---
title: "Le pain"
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Ana Durand]
pages: {sheet: 1}
facts:
  loaves: {value: 6000000000, style: compact}
---

<!-- section: comprendre -->
## Comprendre

<!-- card: levain -->
### Le levain

Un mélange qui fermente. La France vend {loaves} de baguettes.
"""
"""A whole sheet, small: a title, a section, a card, a fact."""
FIRST = HEAD.count("\n")
"""Lines before the body."""


def cases(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (title, input, expected) from a file of `title . input . expected .` blocks."""
    lines = (CASES / name).read_text("utf-8").split("\n")
    dots = [number for number, line in enumerate(lines) if line == "."]
    for first, second, last in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        given, expected = lines[first + 1 : second], lines[second + 1 : last]
        yield lines[first - 1], "\n".join(given) + "\n", "\n".join(expected)


def rows(name: str) -> list[list[str]]:
    """Return the rows of a file of tab-separated values, without its header."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def sheet(body: str, head: str = HEAD) -> Sheet:
    """Return the sheet with this *body*."""
    return segments.parse(SourceFile("a.md", head + body))


def edition(made: Sheet, lang: str = "fr", entries: Mapping[Key, str] | None = None) -> Localized:
    """Return *made* in *lang*."""
    return localize(made, lang, entries or {}, formatted(made.meta.facts, lang))


def html(localized: Localized) -> str:
    """Return the body as markdown-it writes it."""
    md = dialect.parser("sheet")
    return md.renderer.render(list(localized.tokens), md.options, dict(localized.env))
