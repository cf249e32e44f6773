"""What print shows, text by text, with the place that each comes from."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from .. import alphabets, figures, fonts
from ..languages import language
from ..model import Job, Key, Localized
from ..problems import Problem
from .imprint import imprint

_BLOCKS = frozenset({"fence", "code_block"})
_INLINES = frozenset({"text", "code_inline"})
_MOST_CHARACTERS = 12
_MOST_PLACES = 3
"""How many a message names."""


def texts(localized: Localized, job: Job) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of everything that a printed edition shows, facts filled in.

    A place is `content/sheet.md#card`, the path of a figure, or a few words.
    """
    source, meta = localized.sheet.source.path, localized.sheet.meta
    yield f"{source}#title", localized.title
    yield f"{source}#title", localized.subtitle
    yield from _blocks(localized)
    entries = None if job.lang == meta.lang else dict(job.entries)
    for path, svg in job.figures:
        drawn = figures.draw(path, svg, entries, job.lang, job.source.limits)
        yield from ((path, label.text) for label in drawn.labels)
    yield from (("the program's words", text) for _, text in job.ui)
    yield from (("the last line", text) for text in _imprint(localized, job))
    yield "the name of the language", language(job.lang).endonym


def lacking(localized: Localized, job: Job, added: Iterable[fonts.Family]) -> frozenset[str]:
    """Return the characters of the edition that no family of *job* draws."""
    text = "".join(text for _, text in texts(localized, job))
    return fonts.undrawn(text, job.fonts, added)


def no_glyph(localized: Localized, job: Job, missing: AbstractSet[str]) -> Problem:
    """Return the problem that *missing* characters are: which, where, and how to mend it."""
    where = [(place, text) for place, text in texts(localized, job) if missing & set(text)]
    named = (f"U+{ord(c):04X} {c!r}" for c in sorted(missing))
    places = (f"{place} {_short(text, missing)!r}" for place, text in where)
    message = (
        f"{job.lang}: no font draws {_some(named, _MOST_CHARACTERS)}"
        f"; in {_some(places, _MOST_PLACES) or 'the style sheet'}"
        f"; the fonts are {', '.join(job.fonts)}"
    )
    hint = remedy(missing, language(job.lang).script)
    return Problem(job.source.path, 0, "font-missing-glyph", message, hint)


def remedy(missing: Iterable[str], script: str) -> str:
    """Return the command that brings fonts for *missing* characters."""
    wanted = sorted(missing)
    if alphabets.cookable(wanted, script):
        return f"run: polyfiche fonts cook; where that does not help, {adding(wanted)}"
    return f"run: {adding(wanted)}"


def adding(missing: Iterable[str]) -> str:
    """Return the command that adds a font for *missing* characters."""
    return f"polyfiche fonts add FILE, a font that draws {', '.join(alphabets.kinds(missing))}"


def _blocks(localized: Localized) -> Iterator[tuple[str, str]]:
    places = {unit.key: unit.references[0] for unit in localized.sheet.units if unit.references}
    source = localized.sheet.source.path
    for token in localized.tokens:
        if token.type in _BLOCKS:
            yield source, token.content
        elif token.type == "inline":
            key: Key | None = token.meta.get("key")
            children = token.children or ()
            text = "".join(c.content for c in children if c.type in _INLINES)
            yield places.get(key, source) if key else source, text


def _imprint(localized: Localized, job: Job) -> Iterator[str]:
    said = imprint(localized, job)
    yield from (said.licence, said.version, said.date, said.authors, said.url, said.state)
    for _, source, address in said.sources:
        yield f"{source.label}, {address}"


def _short(text: str, missing: AbstractSet[str]) -> str:
    """Return some 30 characters of *text* around the first that is missing."""
    at = next(i for i, char in enumerate(text) if char in missing)
    start = max(0, at - 12)
    return f"{'…' if start else ''}{text[start : at + 18]}{'…' if text[at + 18 :] else ''}"


def _some(names: Iterable[str], most: int) -> str:
    """Return the first *names*, and how many more there are."""
    known = list(names)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(itertools.islice(known, most)) + more
