"""What is fuzzed: each target takes any bytes, and raises nothing but a PolyficheError."""

from __future__ import annotations

import json
from typing import Any

from polyfiche import catalogs, dialect, figures, frontmatter, segments
from polyfiche.facts import formatted
from polyfiche.localize import localize
from polyfiche.model import SourceFile
from polyfiche.problems import PolyficheError

__all__ = ["PolyficheError", "facts", "frontmatter", "po", "segments", "svg"]

HEAD = """\
---
title: Titre
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Nous]
facts:
  params: {value: 12, style: integer}
---
"""
LANGS = ("fr", "en", "de", "ar", "zh-Hans", "ja", "hi")
STYLES = ("compact", "integer", "percent", "power", "date", "month", "short-month", "year")
_load, _parse = frontmatter.load, segments.parse


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _head(data: bytes) -> None:
    """Read a head; what it says can be shown in a language."""
    meta = _load(SourceFile("content/a.md", f"---\n{_text(data)}\n---\n"))
    formatted(meta.facts, "de")


def po(data: bytes) -> None:
    """Read a catalog; writing what was read gives the same bytes."""
    found = catalogs.load(data, "locales/de/LC_MESSAGES/a.po")
    assert catalogs.dump(found) == data
    found.translations()


def _round(data: bytes) -> None:
    """Parse a body; an identity translation gives the tokens of the source."""
    sheet = _parse(SourceFile("content/a.md", HEAD + _text(data)))
    shown = formatted(sheet.meta.facts, "en")
    same = localize(sheet, "en", {unit.key: unit.msgid for unit in sheet.units}, shown)
    source = localize(sheet, "en", {}, shown)
    md = dialect.parser("sheet")

    def html(made: Any) -> str:  # noqa: ANN401 (a Localized)
        text = md.renderer.render(list(made.tokens), md.options, dict(made.env))
        return " ".join(
            text.replace('<span lang="fr" dir="ltr">', "").replace("</span>", "").split()
        )

    assert html(same) == html(source)


def svg(data: bytes) -> None:
    """Draw a figure in two languages."""
    text = _text(data)
    entries = {unit.key: f"«{unit.msgid}»" for unit in figures.units("content/a.svg", text)}
    figures.draw("content/a.svg", text, entries, is_source=False)
    figures.translated("content/a.svg", text, "ar", entries)


def _facts(data: bytes) -> None:
    """Show a fact that the head accepts, in every language."""
    if len(data) < 2:  # noqa: PLR2004 (a style, and a value)
        return
    style, value = STYLES[data[0] % len(STYLES)], _text(data[1:])
    quoted = value if value.lstrip("+-").isdecimal() else json.dumps(value, ensure_ascii=False)
    line = f"facts: {{a: {{value: {quoted}, style: {style}}}}}"
    meta = _load(SourceFile("content/a.md", HEAD.partition("facts:")[0] + line + "\n---\n"))
    for lang in LANGS:
        formatted(meta.facts, lang)


frontmatter, segments, facts = _head, _round, _facts  # type: ignore[assignment]  # the targets' names
